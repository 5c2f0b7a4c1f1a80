"""Goods on their way: parcels, pallets, warehouses, drivers, customs."""

from math import asin, ceil, cos, radians, sin, sqrt

from fcall_helpers.data.actions.model import action, role

FREIGHT = {"ground": (4.0, 0.9, 5), "express": (11.0, 2.2, 2), "overnight": (24.0, 3.8, 1), "sea": (2.0, 0.3, 35)}


def shipping_quote(weight_kg: float, service: str = "ground", insured_value: float = 0.0) -> dict:
    """Price and days of a parcel: a base, so much a kilogram, and 1% of what it is insured for."""
    if weight_kg <= 0:
        raise ValueError(f"weight_kg must be more than 0, got {weight_kg}")
    base, each, days = FREIGHT[service]
    return {"price": round(base + each * weight_kg + 0.01 * insured_value, 2), "days": days}


def chargeable_weight(length_cm: float, width_cm: float, height_cm: float, actual_kg: float = 0.0) -> dict:
    """What a carrier bills: the actual weight or the volume divided by 5000, whichever is more."""
    volume = length_cm * width_cm * height_cm / 5000
    return {"volumetric_kg": round(volume, 2), "billed_kg": round(max(volume, actual_kg), 2)}


def reorder_point(daily_demand: int, lead_days: int, safety_stock: int = 0, on_hand: int = 0) -> dict:
    """The stock at which to order again, and whether it is time."""
    point = daily_demand * lead_days + safety_stock
    return {"reorder_at": point, "order_now": on_hand <= point, "missing": max(0, point - on_hand)}


def pallets_needed(boxes: int, boxes_per_layer: int, layers: int = 4) -> dict:
    """Pallets for some boxes, and how full the last one is."""
    if boxes_per_layer < 1 or layers < 1:
        raise ValueError(f"boxes_per_layer and layers must be 1 or more, got {boxes_per_layer} and {layers}")
    each = boxes_per_layer * layers
    pallets = ceil(boxes / each)
    return {"pallets": pallets, "boxes_on_last": boxes - each * (pallets - 1) if pallets else 0}


def leg_distance(start: dict, finish: dict, unit: str = "km") -> float:
    """The great-circle distance between two points with ``latitude`` and ``longitude``."""
    lat1, lat2 = radians(start["latitude"]), radians(finish["latitude"])
    turn = radians(finish["longitude"] - start["longitude"])
    part = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(turn / 2) ** 2
    earth = {"km": 6371.0088, "miles": 3958.7613, "nautical_miles": 3440.0695}[unit]
    return round(2 * earth * asin(min(1.0, sqrt(part))), 1)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "logistics", "shipping quote | parcel rate | estimate postage | freight price",
        does="""Quote the price of sending a parcel.
                Computes price and days from the weight, the service and the insured value
                Estimates postage""",
        asks="quote a shipment | get the price of sending a parcel | estimate the postage | work out the freight",
        questions="What does it cost to ship | How much is the postage | What would the parcel cost",
        roles=[
            role("weight_kg|weight|parcel_weight|mass", "weight_kg",
                 "weighing {} | for a parcel of {} | at a weight of {}",
                 "Weight in kilograms. | How heavy the parcel is, kg", required=True, within=(0.5, 60)),
            role("service|shipping_method|speed|mode", "choice", "by {} | sent by {} | using {}",
                 "Service. | How it travels", default="ground",
                 says={"ground": "ground mail | road transport", "express": "express | express mail",
                       "overnight": "overnight courier | next-day courier", "sea": "sea freight | ship"}),
            role("insured_value|insurance|declared_value|cover", "price_usd",
                 "insured for {} | with {} of insurance | at a declared value of {}",
                 "Value insured, US dollars. | Cover (USD); 0 for none", default=0.0, within=(50, 4000)),
        ],
        fn=shipping_quote,
    ),
    action(
        "logistics", "chargeable weight | volumetric weight | dimensional weight | billed weight",
        does="""Compute the weight that a carrier bills.
                Takes the larger of the actual weight and the weight by volume
                Calculates the dimensional weight of a box""",
        asks="""compute the chargeable weight | work out the dimensional weight | find what the carrier bills
                calculate the volumetric weight""",
        questions="What weight is billed | What is the volumetric weight | How heavy does the box count",
        roles=[
            role("length_cm|length|box_length|depth", "length_cm",
                 "with a length of {} | being {} long | measuring {} from end to end",
                 "Length in centimetres. | Longest side, cm", required=True, within=(10, 150)),
            role("width_cm|width|box_width|breadth", "length_cm",
                 "with a width of {} | being {} wide | measuring {} across",
                 "Width in centimetres. | Side, cm", required=True, within=(10, 120)),
            role("height_cm|height|box_height|tallness", "length_cm",
                 "with a height of {} | being {} high | measuring {} from top to bottom",
                 "Height in centimetres. | How high it stands, cm", required=True, within=(5, 120)),
            role("actual_kg|actual_weight|scale_weight|gross_kg", "weight_kg",
                 "really weighing {} | with {} on the scales | for a box of {}",
                 "Weight on the scales, kg. | Actual weight, kilograms", default=0.0, within=(1, 80)),
        ],
        fn=chargeable_weight,
    ),
    action(
        "logistics", "reorder point | restock level | check replenishment | compute safety reorder",
        does="""Compute when to order again.
                Multiplies the daily demand by the delivery time and adds a safety stock
                Tells the reorder point of an article""",
        asks="""compute the reorder point | work out when to restock | find the level to order at
                check whether to replenish""",
        questions="When should I order again | What is the reorder point | Is it time to restock",
        roles=[
            role("daily_demand|demand|sales_per_day|daily_sales", "count",
                 "selling {} a day | with a demand of {} a day | when {} leave the shelf each day",
                 "Units sold a day. | Daily demand, pieces", required=True, within=(3, 400)),
            role("lead_days|lead_time|delivery_days|supplier_days", "duration_days",
                 "with a lead time of {} | when delivery takes {} | waiting {} for the supplier",
                 "Delivery time in days. | Days from order to arrival", required=True, within=(1, 45)),
            role("safety_stock|buffer|reserve|minimum_stock", "count",
                 "with {} in safety stock | keeping {} in reserve | and a buffer of {}",
                 "Units kept in reserve. | Safety stock, pieces", default=0, within=(5, 500)),
            role("on_hand|stock|inventory|current_stock", "count",
                 "with {} on hand | having {} in the warehouse | when {} are left", "Units in stock. | Pieces on hand",
                 default=0, within=(5, 1500)),
        ],
        fn=reorder_point,
    ),
    action(
        "logistics", "pallets needed | pallet count | plan loading | stack boxes",
        does="""Compute how many pallets some boxes need.
                Counts the boxes in a layer and the layers on a pallet
                Plans a load""",
        asks="plan the pallets | work out the number of pallets | see how the boxes stack | calculate the load",
        questions="How many pallets are needed | How do the boxes fit | How many pallets does it take",
        roles=[
            role("boxes|cartons|num_boxes|packages", "positive_integer",
                 "for {} boxes | with {} cartons | loading {} packages", "Number of boxes. | Cartons to load",
                 required=True, within=(20, 2000)),
            role("boxes_per_layer|per_layer|layer_size|cartons_per_layer", "small_count",
                 "with {} to a layer | laying {} side by side | when {} fit in a layer",
                 "Boxes in a layer. | How many stand side by side", required=True, within=(4, 30)),
            role("layers|num_layers|stack_height|tiers", "small_count",
                 "stacked {} layers high | in {} layers | with {} tiers",
                 "Layers on a pallet. | How high they are stacked", default=4, within=(2, 10)),
        ],
        fn=pallets_needed,
    ),
    action(
        "logistics", "leg distance | route leg length | great circle | haul length",
        does="""Compute the distance between two points.
                Measures along the surface of the Earth, as the crow flies
                Returns the length of a leg""",
        asks="""measure the distance | compute the length of a leg | find out how far it is as the crow flies
                calculate the haul""",
        questions="How far is it | What is the distance | How long is the leg",
        roles=[
            role("start|origin|from_point|pickup_position", "coordinates",
                 "from {} | starting at {} | with {} as the origin",
                 "First point, latitude and longitude. | Where the leg starts", required=True),
            role("finish|destination|to_point|drop_position", "coordinates",
                 "to {} | ending at {} | with {} as the end",
                 "Second point, latitude and longitude. | Where the leg ends", required=True),
            role("unit|distance_unit|length_unit|measure", "choice", "in {} | given in {} | expressed in {}",
                 "Unit of the answer. | Unit of length", default="km",
                 says={"km": "kilometres | km", "miles": "miles | statute miles",
                       "nautical_miles": "nautical miles | sea miles"}),
        ],
        fn=leg_distance,
    ),
    action(
        "logistics", "track shipment | locate parcel | get delivery status | trace consignment",
        does="""Track a shipment.
                Returns where a parcel is and when it is expected
                Traces a consignment by its number""",
        asks="track a shipment | find out where my parcel is | check on a delivery | trace a consignment",
        questions="Where is my parcel | When does the shipment arrive | What is the status of the delivery",
        roles=[
            role("tracking_number|tracking_id|consignment|waybill", "tracking_number",
                 "with the number {} | under {} | with tracking code {}", "Tracking number. | Number on the waybill",
                 required=True),
            role("carrier|courier|shipper|provider", "company", "sent with {} | carried by {} | in the hands of {}",
                 "Carrier. | Company that moves it"),
            role("postal_code|zip|destination_zip|postcode", "postal_code",
                 "going to {} | for the postcode {} | with {} as the receiver's postcode",
                 "Postcode of the receiver. | Code to verify who asks"),
            role("full_history|all_events|detailed", "flag", "{}",
                 "Whether to list all events. | True for the whole history", default=False,
                 says={True: "with its whole history | listing every scan",
                       False: "with the latest scan only | showing just the current state"}),
        ],
    ),
    action(
        "logistics", "schedule pickup | book collection | request courier | arrange pick up",
        does="""Schedule a pickup.
                Sends a driver to collect goods at an address between two times
                Books a courier""",
        asks="schedule a pickup | book a courier | have some goods collected | send a driver over",
        roles=[
            role("address|pickup_address|collect_at|location", "address", "at {} | from {} | collecting at {}",
                 "Address of the pickup. | Where the goods are", required=True),
            role("date|pickup_date|collection_day|on", "date", "on {} | for {} | the day being {}",
                 "Day, YYYY-MM-DD. | Date of the pickup", required=True),
            role("not_before|earliest|from_time|window_start", "start_time", "after {} | not before {} | from {} on",
                 "Earliest time, HH:MM. | Start of the window"),
            role("not_after|latest|until_time|window_end", "end_time", "before {} | not later than {} | by {}",
                 "Latest time, HH:MM. | End of the window"),
            role("items|goods|contents|packages", "products", "for {} | taking {} | to collect {}",
                 "What is collected. | Goods, as a list"),
            role("fragile|handle_with_care|breakable", "flag", "{}",
                 "Whether the goods are fragile. | True for careful handling",
                 says={True: "to be handled with care | as it is fragile",
                       False: "with ordinary handling | as nothing can break"}),
        ],
        rising="not_before not_after",
    ),
    action(
        "logistics", "optimize route | plan stops | order deliveries | route driver",
        does="""Plan the round of a driver.
                Puts the stops into a good order, beginning and ending at a depot
                Optimises a delivery route""",
        asks="plan a delivery round | put the stops into order | optimise the route | find the best tour for a driver",
        questions="What is the best order of stops | Which route should the driver take",
        roles=[
            role("depot|start_from|base|hub", "city", "starting in {} | out of the depot in {} | based in {}",
                 "Town of the depot. | Where the round starts", required=True),
            role("stops|destinations|towns|waypoints", "cities", "through {} | visiting {} | with stops in {}",
                 "Towns to visit. | Stops, as a list", required=True),
            role("vehicle|vehicle_type|transport|truck_type", "choice", "by {} | driving {} | with {}",
                 "Vehicle. | What is driven",
                 says={"van": "a van | the delivery van", "truck": "a truck | a lorry",
                       "bike": "a cargo bike | a bicycle courier", "car": "a car | a passenger car"}),
            role("departure|leave_at|start_time|begin", "time",
                 "leaving at {} | with a start at {} | setting off at {}",
                 "Departure, HH:MM. | When the driver leaves"),
            role("max_distance_km|distance_limit|range_km|longest_tour", "distance_km",
                 "driving no more than {} | within a range of {} | at most {} altogether",
                 "Longest tour in kilometres. | Limit of the distance, km", within=(500, 6000)),
            role("objective|minimize|goal|optimize_for", "choice", "saving {} | keeping down {} | with the least {}",
                 "What to save. | Goal of the plan", default="time",
                 says={"time": "time | driving time", "distance": "distance | mileage", "fuel": "fuel | fuel use"}),
        ],
    ),
    action(
        "logistics", "reserve storage | book warehouse space | rent storage unit",
        does="""Reserve storage space.
                Books room in a warehouse for goods of a given size, for some weeks
                Rents a storage unit""",
        asks="reserve some storage | book warehouse space | find room for my goods | put something into storage",
        questions="What does storage cost | Is there room in the warehouse | Which storage space is free",
        roles=[
            role("warehouse_city|city|depot|site", "city", "in {} | at the warehouse in {} | close to {}",
                 "Town of the warehouse. | Where the goods are kept", required=True),
            role("dimensions|size|item_size|volume_box", "dimensions",
                 "for something of {} | measuring {} | with a size of {}",
                 "Size: length, width and height in centimetres. | Dimensions of the goods, cm", required=True),
            role("weeks|duration_weeks|num_weeks|rental_weeks", "weeks", "for {} | over {} | staying {}",
                 "Weeks of storage. | How long it stays, weeks", within=(1, 52)),
            role("climate|conditions|storage_type|temperature_class", "choice", "kept {} | stored {}",
                 "Conditions. | Climate of the room", default="ambient",
                 says={"ambient": "at room temperature | without cooling", "cooled": "cool | in a cooled room",
                       "frozen": "frozen | in deep freeze"}),
            role("insured|with_insurance|covered", "flag", "{}", "Whether to insure it. | True to add insurance",
                 says={True: "with insurance | fully insured", False: "without insurance | uninsured"}),
        ],
    ),
]
