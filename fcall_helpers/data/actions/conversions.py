"""Conversions and number lists: units that only the description spells out, bases, averages, sorting."""

from fcall_helpers.data.actions.model import action, role

METERS = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "ft": 0.3048, "nmi": 1852.0, "yd": 0.9144}
GRAMS = {"kg": 1000.0, "g": 1.0, "lb": 453.59237, "oz": 28.349523125}
METERS_A_SECOND = {"km/h": 1 / 3.6, "mph": 0.44704, "m/s": 1.0, "kn": 0.514444}


def switch_temperature_scale(degrees: float, to_unit: str) -> float:
    """A temperature in the other scale: Fahrenheit in degrees Celsius, or Celsius in Fahrenheit."""
    return round((degrees - 32) / 1.8 if to_unit == "celsius" else degrees * 1.8 + 32, 2)


def speed_in(meters_per_second: float, unit: str) -> float:
    """A speed given in meters per second, in another unit."""
    return float(f"{meters_per_second / METERS_A_SECOND[unit]:.6g}")


def mass_in(kilograms: float, unit: str, decimals: int = 3) -> float:
    """A mass given in kilograms, in another unit."""
    return round(kilograms * 1000 / GRAMS[unit], decimals)


def distance_in(miles: float, unit: str) -> float:
    """A distance given in miles, in another unit."""
    return float(f"{miles * METERS['mi'] / METERS[unit]:.6g}")


def sort_values(values: list[float], order: str = "ascending") -> list[float]:
    """The numbers in order."""
    return sorted(values, reverse=order == "descending")


def moving_average(values: list[float], window: int) -> list[float]:
    """The mean of every run of so many neighbors."""
    if window > len(values):
        raise ValueError(f"moving_average: window must be at most {len(values)}, the number of values, got {window}")
    runs = (values[place : place + window] for place in range(len(values) - window + 1))
    return [round(sum(run) / window, 4) for run in runs]


def rescale_values(values: list[float], bounds: list[float]) -> list[float]:
    """The numbers stretched so that the least and the greatest fall on the bounds."""
    low, high = min(values), max(values)
    if low == high:
        raise ValueError("rescale_values: values must differ, or there is nothing to stretch")
    return [round(bounds[0] + (value - low) / (high - low) * (bounds[1] - bounds[0]), 4) for value in values]


def read_bits(bits: str, signed: bool = False) -> int:
    """The integer that a string of zeros and ones stands for."""
    value = int(bits, 2)
    return value - (1 << len(bits)) if signed and bits[0] == "1" else value


def dense_ranks(scores: list[int], highest_first: bool = True) -> list[int]:
    """The place of every number; equal ones share it."""
    places = {score: place for place, score in enumerate(sorted(set(scores), reverse=highest_first), 1)}
    return [places[score] for score in scores]


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "conversions", "switch temperature scale | change temperature scale | degrees in other scale",
        does="""Expresses a temperature in the other scale.
                Celsius and Fahrenheit
                Turns degrees Celsius into Fahrenheit, or Fahrenheit into Celsius""",
        asks="""switch a temperature to another scale | change the scale of a temperature
                express a temperature differently | turn a temperature reading around""",
        questions="How warm is that | What is the temperature",
        roles=[
            role("degrees|value|temperature|reading", "number",
                 "for {} degrees | with a reading of {} | given {} degrees",
                 "Degrees in the other scale (float). | Temperature to express", required=True, within=(-20, 400)),
            role("to_unit|unit|scale|target_scale", "temperature_unit_text", "in {} | to {} | expressed in {}",
                 "Scale wanted: 'celsius' or 'fahrenheit'. | Target scale, one of celsius, fahrenheit", required=True),
        ],
        fn=switch_temperature_scale,
    ),
    action(
        "conversions", "speed in | express speed | speed unit change",
        does="""Expresses a speed in another unit.
                Speed unit
                Converts meters per second to km/h, miles per hour or knots""",
        asks="express a speed in another unit | convert a speed | change the unit of a speed | turn a speed around",
        questions="How fast is that | What is the speed",
        roles=[
            role("meters_per_second|speed|velocity|mps", "velocity", "of {} | for {} | given {}",
                 "Speed in meters per second (float). | Speed (m/s)", required=True, within=(1, 300)),
            role("unit|to_unit|target_unit|output_unit", "speed_unit_text", "in {} | to {} | expressed in {}",
                 "Unit wanted: 'km/h', 'mph', 'm/s' or 'kn'. | Target unit, one of km/h, mph, m/s, kn", required=True),
        ],
        fn=speed_in,
    ),
    action(
        "conversions", "mass in | express mass | mass unit change",
        does="""Expresses a mass in another unit.
                Mass unit
                Converts kilograms to grams, pounds or ounces""",
        asks="express a mass in another unit | convert a weight | change the unit of a weight | restate a mass",
        questions="How heavy is that | What is the weight",
        roles=[
            role("kilograms|mass|weight|kg", "weight_kg", "of {} | for {} | given {}",
                 "Mass in kilograms (float). | Weight (kg)", required=True),
            role("unit|to_unit|target_unit|output_unit", "mass_unit_text", "in {} | to {} | expressed in {}",
                 "Unit wanted: 'kg', 'g', 'lb' or 'oz'. | Target unit, one of kg, g, lb, oz", required=True),
            role("decimals|digits|ndigits|precision", "precision", "rounded to {} | with a precision of {} | with {}",
                 "Decimal places of the answer. | Digits after the point", default=3, within=(1, 6)),
        ],
        fn=mass_in,
    ),
    action(
        "conversions", "distance in | express miles | miles to unit",
        does="""Expresses miles in another unit.
                Miles to other units
                Converts a distance in miles to kilometers, meters, feet, yards or nautical miles""",
        asks="""convert a distance in miles | express a distance in another unit | translate miles
                change the unit of a distance""",
        questions="How far is that | How long is the distance",
        roles=[
            role("miles|distance|distance_miles|length", "distance_miles", "of {} | for {} | given {}",
                 "Distance in miles (float). | Miles", required=True),
            role("unit|to_unit|target_unit|output_unit", "distance_unit_text", "in {} | to {} | expressed in {}",
                 "Unit wanted: 'km', 'm', 'mi', 'ft', 'nmi' or 'yd'. | One of km, m, mi, ft, nmi, yd", required=True),
        ],
        fn=distance_in,
    ),
    action(
        "conversions", "sort values | order numbers | arrange values",
        does="""Sorts numbers.
                Sorted list
                Returns the numbers in ascending or descending order""",
        asks="sort some numbers | put numbers in order | arrange a list of values | order some readings",
        questions="How do the numbers sort | Which order do they come in",
        roles=[
            role("values|numbers|data|items", "whole_floats", "namely {} | with the values {} | given {}",
                 "Numbers to sort, a list of floats. | The values", required=True),
            role("order|direction|sort_order", "order_text", "in {} | sorted in {} | listed in {}",
                 "'ascending' or 'descending'. | Order, one of ascending, descending", default="ascending"),
        ],
        fn=sort_values,
    ),
    action(
        "conversions", "moving average | smooth series | rolling mean",
        does="""Smooths a series of numbers.
                Moving average
                Returns the mean of every run of neighboring values""",
        asks="smooth a series | compute a moving average | take a rolling mean | average neighboring values",
        questions="What is the moving average | How does the smoothed series look",
        roles=[
            role("values|series|data|readings", "whole_floats", "of {} | for the readings {} | over {}",
                 "The series, a list of floats. | Values in order", required=True),
            role("window|size|span|width", "small_count",
                 "with a window of {} | over runs of {} | using a window size of {}",
                 "How many neighbors are averaged (int). | Window size", required=True, within=(2, 3)),
        ],
        fn=moving_average,
    ),
    action(
        "conversions", "rescale values | stretch values | map to range",
        does="""Stretches numbers to a range.
                Rescaling
                Maps the least value to the lower bound and the greatest to the upper one""",
        asks="rescale some values | stretch numbers to a range | map values onto an interval | bring data into a range",
        questions="What do the rescaled values look like",
        roles=[
            role("values|data|numbers|xs", "floats", "namely {} | given the values {} | with the data {}",
                 "Numbers to stretch, a list of floats. | Values", required=True),
            role("bounds|interval|target_range|limits", "range_pair",
                 "to the range {} | so that they span {} | onto {}",
                 "[low, high], two floats. | Range as a list of two numbers", required=True),
        ],
        fn=rescale_values,
    ),
    action(
        "conversions", "read bits | bits to integer | decode binary",
        does="""Turns a string of bits into an integer.
                Binary to decimal
                Reads zeros and ones as a number, signed or unsigned""",
        asks="read a binary number | turn bits into a number | decode some bits | find the decimal value of some bits",
        questions="Which number is that | What is the decimal value",
        roles=[
            role("bits|binary|binary_string|word", "binary_string", "of {} | for {} | given {}",
                 "Zeros and ones, as a string. | Binary number (string)", required=True),
            role("signed|twos_complement|is_signed", "flag", "{}",
                 "Read the first bit as the sign. | Two's complement", default=False,
                 says={True: "as a signed number | in two's complement", False: "as an unsigned number | unsigned"}),
        ],
        fn=read_bits,
    ),
    action(
        "conversions", "dense ranks | rank scores | places of scores",
        does="""Ranks a list of scores.
                Dense ranking
                Returns the place of every score, equal ones sharing it""",
        asks="rank some scores | find out who came in where | work out the places | give every score its rank",
        questions="What are the ranks | Which places do the scores get",
        roles=[
            role("scores|points|values|results", "small_integers", "of {} | for the scores {} | given {}",
                 "Scores, a list of integers. | Points, in order", required=True),
            role("highest_first|descending|best_is_highest", "flag", "{}",
                 "Give the highest score the first place. | Whether more is better", default=True,
                 says={True: "with the highest one first | where more is better",
                       False: "with the lowest one first | where less is better"}),
        ],
        fn=dense_ranks,
    ),
]
