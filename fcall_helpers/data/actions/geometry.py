"""Geometry: circles, triangles, solids, points in the plane and on the globe."""

import math

from fcall_helpers.data.actions.model import action, role

EARTH = {"km": 6371.0088, "miles": 3958.7613, "nautical_miles": 3440.0695}  # mean radius


def circle_measure(radius: float, quantity: str = "area", decimals: int = 2) -> float:
    """Area, circumference or diameter of a circle."""
    found = {"area": math.pi * radius**2, "circumference": 2 * math.pi * radius, "diameter": 2 * radius}
    return round(found[quantity], decimals)


def classify_triangle(side_a: float, side_b: float, side_c: float) -> dict:
    """Whether three sides make a triangle, which kind it is, and its area by Heron's formula."""
    a, b, c = sorted((side_a, side_b, side_c))
    if a + b <= c:
        return {"exists": False, "kind": "impossible", "area": 0.0}
    half = (a + b + c) / 2
    kind = {1: "equilateral", 2: "isosceles", 3: "scalene"}[len({a, b, c})]
    return {"exists": True, "kind": kind, "area": round(math.sqrt(half * (half - a) * (half - b) * (half - c)), 4)}


def tank_content(radius: float, height: float, fill_level: int = 100) -> float:
    """Liters in an upright cylinder that is filled to some percent."""
    return round(math.pi * radius**2 * height * 1000 * fill_level / 100, 1)


def hypotenuse(leg_a: float, leg_b: float, with_angles: bool = False) -> dict:
    """The longest side of a right triangle, on demand with its two sharp angles."""
    if leg_a <= 0 or leg_b <= 0:
        raise ValueError("hypotenuse: both legs must be longer than 0")
    angle = round(math.degrees(math.atan2(leg_a, leg_b)), 3)
    answer = {"hypotenuse": round(math.hypot(leg_a, leg_b), 4)}
    return answer | {"angles": [angle, round(90 - angle, 3)]} if with_angles else answer


def point_distance(x1: float, y1: float, x2: float, y2: float, metric: str = "euclidean") -> float:
    """How far apart two points of the plane are."""
    dx, dy = abs(x2 - x1), abs(y2 - y1)
    return round({"euclidean": math.hypot(dx, dy), "manhattan": dx + dy, "chebyshev": max(dx, dy)}[metric], 4)


def great_circle_distance(point_a: list[float], point_b: list[float], unit: str = "km") -> float:
    """The shortest way over the globe, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = ([math.radians(degrees) for degrees in point] for point in (point_a, point_b))
    h = math.sin((lat_b - lat_a) / 2) ** 2
    h += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return round(2 * EARTH[unit] * math.asin(math.sqrt(min(1.0, h))), 1)


def regular_polygon(sides: int, side_length: float, apothem: bool = False) -> dict:
    """Perimeter, area and inner angle of a polygon with equal sides."""
    inner = side_length / (2 * math.tan(math.pi / sides))
    found = {"perimeter": round(sides * side_length, 4), "area": round(sides * side_length * inner / 2, 4)}
    found["inner_angle"] = round(180 - 360 / sides, 4)
    return found | {"apothem": round(inner, 4)} if apothem else found


def rotate_point(x: float, y: float, angle: float, clockwise: bool = False) -> list[float]:
    """Where a point goes when the plane turns about the origin."""
    turn = math.radians(-angle if clockwise else angle)
    return [
        round(x * math.cos(turn) - y * math.sin(turn), 4) + 0.0,
        round(x * math.sin(turn) + y * math.cos(turn), 4) + 0.0,
    ]


def tiles_needed(floor_length: float, floor_width: float, tile_side: float, spare: int = 10) -> int:
    """How many square tiles a floor takes, with some percent to spare."""
    rows, columns = math.ceil(floor_length * 100 / tile_side), math.ceil(floor_width * 100 / tile_side)
    return math.ceil(rows * columns * (100 + spare) / 100)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "geometry", "circle measure | measure circle | circle properties | compute circle",
        does="""Computes the area, circumference or diameter of a circle.
                Circle from its radius
                Given the radius of a circle, returns the quantity that was asked for""",
        asks="""measure a circle | do the geometry of a circle | get the numbers for a circle
                run a circle calculation""",
        questions="How large is a circle",
        roles=[
            role("radius|r|circle_radius|radius_cm", "length_cm",
                 "with a radius of {} | for a radius of {} | given a radius of {}",
                 "Radius in centimeters. | Distance from the center to the edge, in cm", required=True,
                 within=(1, 150)),
            role("quantity|property|measure|output", "choice", "{}",
                 "What to compute. | Which property of the circle is returned", default="area",
                 says={"area": "giving its area | in terms of area",
                       "circumference": "giving its circumference | in terms of circumference",
                       "diameter": "giving its diameter | in terms of diameter"}),
            role("decimals|precision|round_digits", "precision",
                 "rounded to {} | rounding to {} | with the answer rounded to {}",
                 "Decimal places to keep. | Rounding of the answer, in digits after the point", default=2,
                 within=(1, 6)),
        ],
        fn=circle_measure,
    ),
    action(
        "geometry", "classify triangle | triangle type | triangle from sides | check triangle",
        does="""Tells which kind of triangle three sides make, and its area.
                Triangle type from side lengths
                Checks whether three lengths can form a triangle and says if it is equilateral, isosceles or scalene""",
        asks="""classify a triangle | check whether three sides make a triangle | find out the type of a triangle
                determine the kind of a triangle""",
        questions="What kind of triangle is it | Which type of triangle do you get",
        roles=[
            role("side_a|a|first_side|s1", "length_cm",
                 "with side a of {} | where side a is {} | with a first side of {}",
                 "Length of the first side, in cm. | Side a (cm)", required=True, within=(4, 30)),
            role("side_b|b|second_side|s2", "length_cm",
                 "with side b of {} | where side b is {} | with a second side of {}",
                 "Length of the second side, in cm. | Side b (cm)", required=True, within=(4, 30)),
            role("side_c|c|third_side|s3", "length_cm",
                 "with side c of {} | where side c is {} | with a third side of {}",
                 "Length of the third side, in cm. | Side c (cm)", required=True, within=(4, 30)),
        ],
        fn=classify_triangle,
    ),
    action(
        "geometry", "tank content | cylinder volume | fill volume | liters in tank",
        does="""Calculates how many liters an upright cylindrical tank holds.
                Volume of a cylinder, in liters
                Works out the content of a round tank from its radius, its height and how full it is""",
        asks="""work out what a round tank holds | calculate the volume of a cylinder | find the content of a water tank
                estimate how much fits in a cylindrical tank""",
        questions="How many liters does a round tank hold | How much water fits into a cylinder",
        roles=[
            role("radius|tank_radius|base_radius|r", "length_m",
                 "with a radius of {} | given a base radius of {} | with {} from the center to the wall",
                 "Radius of the base in meters. | Inner radius (m)", required=True, within=(0.5, 6)),
            role("height|tank_height|h|depth", "length_m",
                 "with a height of {} | standing {} tall | for a height of {}",
                 "Height of the cylinder in meters. | Inner height (m)", required=True, within=(0.5, 15)),
            role("fill_level|fill_percent|level|filled", "percentage",
                 "filled to {} | when it is {} full | at a fill level of {}",
                 "How full it is, in percent as a whole number. | Fill level from 0 to 100", default=100,
                 within=(10, 100)),
        ],
        fn=tank_content,
    ),
    action(
        "geometry", "hypotenuse | right triangle | pythagoras | diagonal of legs",
        does="""Finds the hypotenuse of a right triangle.
                Pythagorean theorem
                From the two legs of a right-angled triangle, returns the longest side and optionally the angles""",
        asks="""find the hypotenuse of a right triangle | apply the Pythagorean theorem
                solve a right-angled triangle | get the longest side of a right triangle""",
        questions="How long is the hypotenuse | What's the longest side of a right triangle",
        roles=[
            role("leg_a|a|base|side_1", "length_m",
                 "with one leg of {} | where leg a is {} | given a first leg of {}",
                 "Length of one leg in meters. | First leg (m)", required=True, within=(1, 60)),
            role("leg_b|b|height|side_2", "length_m",
                 "with another leg of {} | where leg b is {} | given a second leg of {}",
                 "Length of the other leg in meters. | Second leg (m)", required=True, within=(1, 60)),
            role("with_angles|include_angles|return_angles", "flag", "{}",
                 "Also return the two sharp angles in degrees. | Whether angles are wanted", default=False,
                 says={True: "including the angles | with the two angles as well",
                       False: "without the angles | leaving the angles out"}),
        ],
        fn=hypotenuse,
    ),
    action(
        "geometry", "point distance | distance in plane | distance 2d | separation of points",
        does="""Measures how far apart two points of the plane are.
                Distance between (x1, y1) and (x2, y2)
                Computes the distance between two points given by their coordinates, in one of three metrics""",
        asks="""measure the distance between two points | compute how far apart two points are
                find the separation of two points in the plane | get the distance on a grid""",
        questions="How far apart are two points | What is the distance between two points",
        roles=[
            role("x1|start_x|from_x|ax", "number", "with x1 = {} | where x1 is {} | with the first x at {}",
                 "x coordinate of the first point. | First x", required=True, within=(-20, 100)),
            role("y1|start_y|from_y|ay", "number", "with y1 = {} | where y1 is {} | with the first y at {}",
                 "y coordinate of the first point. | First y", required=True, within=(-20, 100)),
            role("x2|end_x|to_x|bx", "number", "with x2 = {} | where x2 is {} | with the second x at {}",
                 "x coordinate of the second point. | Second x", required=True, within=(-20, 100)),
            role("y2|end_y|to_y|by", "number", "with y2 = {} | where y2 is {} | with the second y at {}",
                 "y coordinate of the second point. | Second y", required=True, within=(-20, 100)),
            role("metric|distance_type|norm", "choice", "{}",
                 "How distance is measured. | Metric to use", default="euclidean",
                 says={"euclidean": "in a straight line | as the crow flies",
                       "manhattan": "in city blocks | using the Manhattan metric",
                       "chebyshev": "in king's moves | using the Chebyshev metric"}),
        ],
        fn=point_distance,
    ),
    action(
        "geometry", "great circle distance | haversine | distance on globe | geo distance",
        does="""Shortest distance over the globe between two points.
                Haversine distance
                Calculates the air-line distance between two places given by latitude and longitude""",
        asks="""compute the great-circle distance | measure the distance over the globe | find the air-line distance
                work out how far two places are apart on the map""",
        questions="How far is it as the crow flies | What is the air-line distance",
        roles=[
            role("point_a|start|origin_coords|from_point", "lat_lon",
                 "from {} | starting at {} | with {} as the starting point",
                 "[latitude, longitude] of the start, in degrees. | First point as two numbers", required=True),
            role("point_b|end|target_coords|to_point", "lat_lon",
                 "to {} | ending at {} | with {} as the end point",
                 "[latitude, longitude] of the end, in degrees. | Second point as two numbers", required=True),
            role("unit|units|distance_unit", "choice", "{}",
                 "Unit of the distance. | km, miles or nautical miles", default="km",
                 says={"km": "in kilometers | in km", "miles": "in miles", "nautical_miles": "in nautical miles"}),
        ],
        fn=great_circle_distance,
    ),
    action(
        "geometry", "regular polygon | polygon properties | equal sided polygon | polygon area",
        does="""Perimeter, area and inner angle of a regular polygon.
                Regular polygon from its side
                Works out the basic measures of a polygon whose sides are all equal""",
        asks="""calculate a regular polygon | get the measures of a regular polygon
                find perimeter and area of a polygon with equal sides | work out a regular shape""",
        questions="What are the perimeter and area of a regular polygon | How large is a regular shape",
        roles=[
            role("sides|num_sides|n|corners", "choice", "shaped as {} | in the form of {} | if it is {}",
                 "Number of sides. | How many corners it has, e.g. 6 for a hexagon", required=True,
                 says={3: "a triangle", 4: "a square", 5: "a pentagon", 6: "a hexagon", 7: "a heptagon",
                       8: "an octagon", 9: "a nonagon", 10: "a decagon", 12: "a dodecagon"}),
            role("side_length|edge|side|edge_length", "length_cm",
                 "with sides of {} | with an edge length of {} | given sides of {}",
                 "Length of a side in centimeters. | Edge (cm)", required=True),
            role("apothem|with_apothem|include_inradius", "flag", "{}",
                 "Also return the distance from center to side. | Whether the apothem is wanted", default=False,
                 says={True: "including the apothem | together with its apothem", False: "without the apothem"}),
        ],
        fn=regular_polygon,
    ),
    action(
        "geometry", "rotate point | turn point | point rotation | rotate coordinates",
        does="""Rotates a point about the origin.
                2D rotation
                Returns the new coordinates of a point after turning it by an angle""",
        asks="rotate a point about the origin | turn a point around | apply a rotation to a point | spin a point",
        questions="Where does a point end up after a rotation | What are the rotated coordinates",
        roles=[
            role("x|px|x_coordinate", "number", "with x = {} | with an x of {} | where x is {}",
                 "x coordinate of the point. | Horizontal position", required=True, within=(-20, 100)),
            role("y|py|y_coordinate", "number", "with y = {} | with a y of {} | where y is {}",
                 "y coordinate of the point. | Vertical position", required=True, within=(-20, 100)),
            role("angle|theta|degrees|rotation", "angle", "by {} | through {} | with a turn of {}",
                 "Angle in degrees. | How far to turn, in degrees", required=True, within=(5, 355)),
            role("clockwise|cw|is_clockwise", "flag", "{}",
                 "Turn clockwise instead of counterclockwise. | Direction of the turn", default=False,
                 says={True: "clockwise | in clockwise direction", False: "counterclockwise | anticlockwise"}),
        ],
        fn=rotate_point,
    ),
    action(
        "geometry", "tiles needed | tile count | count floor tiles | estimate tiles",
        does="""Counts the square tiles that cover a rectangular floor.
                Tile calculator
                Estimates how many tiles to buy for a room, with some percent added for breakage""",
        asks="""count the tiles for a floor | estimate how many tiles to buy | work out the tiles I need
                calculate floor tiles""",
        questions="How many tiles do I need | How many tiles does the floor take",
        roles=[
            role("floor_length|room_length|length_m|length", "length_m",
                 "with a floor length of {} | for a room {} long | given a room length of {}",
                 "Length of the floor in meters. | Longer side of the room (m)", required=True, within=(2, 25)),
            role("floor_width|room_width|width_m|width", "length_m",
                 "with a floor width of {} | for a room width of {} | given {} across",
                 "Width of the floor in meters. | Shorter side of the room (m)", required=True, within=(2, 20)),
            role("tile_side|tile_size|tile_cm", "length_cm",
                 "with tiles of {} | using tiles of {} | if a tile measures {}",
                 "Side of a tile in centimeters. | Tile size (cm)", required=True, within=(10, 120)),
            role("spare|waste_percent|margin|extra", "percentage",
                 "plus {} spare | with {} extra for breakage | allowing {} for waste",
                 "Extra tiles in percent, as a whole number. | Reserve for breakage, e.g. 10 for 10%", default=10,
                 within=(3, 20)),
        ],
        fn=tiles_needed,
    ),
]
