"""Choices among a few values; a request may use the value's own spelling or a synonym."""

from fcall_helpers.data.types.base import SemanticType, define, one_of, split


def choice(name: str, values: dict[str, str], names: str, descriptions: str, phrases: str) -> SemanticType:
    """An enum. ``values``: each value and the ways to say it, separated by ``|``, the plainest first.

    One description that lists the values is added, for schemas that have no room for an enum.
    """
    said = {value: [*split(forms)] for value, forms in values.items()}
    listed = ", ".join(f"'{value}'" for value in values)
    title = split(descriptions)[0]
    descriptions = f"{descriptions} | {title}, one of {listed}"
    schema = {"type": "string", "enum": [*values]}
    return define(name, schema, one_of([*values]), lambda value: [*said[value]], names, descriptions, phrases)


ENUMS: tuple[SemanticType, ...] = (
    choice(
        "unit_system",
        {"metric": "metric | metric units", "imperial": "imperial | imperial units"},
        "units unit_system measurement_system",
        "System of units | Units of the result | Metric or imperial",
        "in {} | using {} | with {}",
    ),
    choice(
        "temperature_unit",
        {"celsius": "Celsius | degrees Celsius | °C", "fahrenheit": "Fahrenheit | degrees Fahrenheit | °F"},
        "unit temperature_unit units scale",
        "Unit of temperature | Temperature scale",
        "in {} | using {} | with the result in {}",
    ),
    choice(
        "length_unit",
        {
            "m": "meters | metres | m",
            "km": "kilometers | kilometres | km",
            "cm": "centimeters | cm",
            "mm": "millimeters | mm",
            "mi": "miles | mi",
            "ft": "feet | ft",
            "in": "inches",
            "yd": "yards | yd",
        },
        "unit length_unit to_unit target_unit",
        "Unit of length | Unit to convert to | Abbreviation of the unit",
        "in {} | into {} | expressed in {}",
    ),
    choice(
        "mass_unit",
        {
            "kg": "kilograms | kilos | kg",
            "g": "grams | g",
            "lb": "pounds | lb | lbs",
            "oz": "ounces | oz",
            "t": "metric tons | tonnes",
        },
        "unit weight_unit mass_unit target_unit",
        "Unit of weight | Unit of mass | Unit of the result",
        "in {} | into {} | expressed in {}",
    ),
    choice(
        "time_unit",
        {
            "seconds": "seconds | secs",
            "minutes": "minutes | mins",
            "hours": "hours | hrs",
            "days": "days",
            "weeks": "weeks",
        },
        "unit time_unit granularity resolution",
        "Unit of time | Time unit of the result",
        "in {} | measured in {} | expressed in {}",
    ),
    choice(
        "sort_order",
        {"asc": "ascending | increasing | asc", "desc": "descending | decreasing | desc"},
        "order sort_order sort_direction direction",
        "Sort order | Direction of sorting | Ascending or descending",
        "in {} order | sorted in {} order | with the order {}",
    ),
    choice(
        "sort_key",
        {
            "price": "price | cost",
            "rating": "rating | review score",
            "date": "date",
            "name": "name | alphabetically by name",
            "popularity": "popularity | how popular they are",
            "distance": "distance | how far away they are",
        },
        "sort_by order_by sort sort_key",
        "What to sort by | Sort key | Field that orders the results",
        "sorted by {} | ordered by {} | ranked by {}",
    ),
    choice(
        "priority",
        {
            "low": "low | a low",
            "medium": "medium | a normal",
            "high": "high | a high",
            "urgent": "urgent | the most urgent",
        },
        "priority urgency importance",
        "Priority | How urgent it is | Urgency of the request",
        "with {} priority | at {} priority | marked as {} priority",
    ),
    choice(
        "severity",
        {"minor": "minor", "major": "major", "critical": "critical", "blocker": "blocking | blocker"},
        "severity level impact",
        "Severity | How bad it is | Impact of the problem",
        "with {} severity | marked as {} | of {} severity",
    ),
    choice(
        "log_level",
        {
            "DEBUG": "debug | DEBUG",
            "INFO": "info | INFO",
            "WARNING": "warning | WARNING",
            "ERROR": "error | ERROR",
            "CRITICAL": "critical | CRITICAL",
        },
        "level log_level min_level verbosity",
        "Log level | Lowest level to keep | Logging level, in capitals",
        "at the {} level | with the level {} | at level {}",
    ),
    choice(
        "size",
        {
            "small": "small | S",
            "medium": "medium | mid-sized",
            "large": "large | big",
            "extra_large": "extra large | XL",
        },
        "size portion_size cup_size box_size",
        "Size | Which size | Size of the item",
        "in size {} | as the {} one | with the size {}",
    ),
    choice(
        "payment_method",
        {
            "credit_card": "credit card | card",
            "debit_card": "debit card",
            "bank_transfer": "bank transfer | wire transfer",
            "paypal": "PayPal",
            "cash": "cash | cash on delivery",
            "gift_card": "gift card | store voucher",
        },
        "payment_method payment_type pay_with method",
        "Payment method | How to pay | Means of payment",
        "by {} | paying by {} | using {}",
    ),
)
