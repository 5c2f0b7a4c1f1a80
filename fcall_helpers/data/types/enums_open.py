"""Choices that a schema only describes: the values stand in the description, and the type is a plain string.

Many real APIs are written so. A model has to take the value's spelling from the description, as strict checkers compare
letter by letter.
"""

from fcall_helpers.data.types.base import SemanticType, define, one_of, split


def open_choice(name: str, values: dict[str, str], names: str, descriptions: str, phrases: str) -> SemanticType:
    """A choice without an enum. ``values`` as for `fcall_helpers.data.types.enums.choice`.

    Each description gets the values, in one of the ways of real schemas.
    """
    said = {value: [*split(forms)] for value, forms in values.items()}
    quoted = [f"'{value}'" for value in values]
    listings = (
        f" ({', '.join(quoted)})",
        f". One of: {', '.join(values)}",
        f". Can be {', '.join(quoted[:-1])} or {quoted[-1]}",
        f"; options: {' / '.join(values)}",
    )
    told = " | ".join(f"{text}{listings[place % 4]}" for place, text in enumerate(split(descriptions)))
    return define(name, "string", one_of([*values]), lambda value: [*said[value]], names, told, phrases)


ENUMS_OPEN: tuple[SemanticType, ...] = (
    open_choice(
        "temperature_unit_text",
        {"celsius": "Celsius | degrees Celsius | °C", "fahrenheit": "Fahrenheit | degrees Fahrenheit | °F"},
        "unit units temp_unit scale temperature_scale",
        "Unit of the temperatures | Temperature scale | Scale of the answer | Unit",
        "in {} | using {} | with temperatures in {}",
    ),
    open_choice(
        "distance_unit_text",
        {
            **{"km": "kilometers | km", "m": "meters | m", "mi": "miles", "ft": "feet | ft"},
            **{"nmi": "nautical miles", "yd": "yards"},
        },
        "unit units distance_unit length_unit output_unit",
        "Unit of the result | Unit of length | Distance unit to use | Unit",
        "in {} | expressed in {} | measured in {}",
    ),
    open_choice(
        "mass_unit_text",
        {"kg": "kilograms | kg", "g": "grams", "lb": "pounds | lbs", "oz": "ounces"},
        "unit weight_unit mass_unit output_unit",
        "Unit of the weight | Unit to convert to | Mass unit | Unit of the answer",
        "in {} | expressed in {} | measured in {}",
    ),
    open_choice(
        "speed_unit_text",
        {
            **{"km/h": "kilometers per hour | km/h", "mph": "miles per hour | mph"},
            **{"m/s": "meters per second | m/s", "kn": "knots"},
        },
        "unit units speed_unit output_unit",
        "Unit of the speed | Speed unit to use | Unit of the result | Unit",
        "in {} | expressed in {} | measured in {}",
    ),
    open_choice(
        "order_text",
        {
            "ascending": "ascending order | increasing order | rising order",
            "descending": "descending order | decreasing order | falling order",
        },
        "order sort_order direction sorting",
        "Order of the results | Direction of sorting | How to sort | Sort order",
        "in {} | sorted in {} | listed in {}",
    ),
    open_choice(
        "urgency_text",
        {
            **{"low": "low priority | low urgency", "medium": "medium priority | medium urgency"},
            **{"high": "high priority | high urgency", "critical": "critical priority | critical urgency"},
        },
        "priority urgency importance level",
        "How urgent it is | Priority | Level of urgency | Importance",
        "with {} | at {} | marked as {}",
    ),
    open_choice(
        "repeat_text",
        {
            **{"once": "once only | just once", "daily": "every day | daily", "weekly": "every week | weekly"},
            **{"monthly": "every month | monthly", "yearly": "every year | annually"},
        },
        "frequency repeat recurrence interval",
        "How often it repeats | Frequency | Interval of the payments | Recurrence",
        "{} | repeating {}",
    ),
    open_choice(
        "transport_text",
        {
            **{"driving": "car", "walking": "foot", "bicycling": "bike | bicycle"},
            **{"transit": "public transport | bus and train"},
        },
        "mode travel_mode transport means_of_transport",
        "Means of transport | Mode of travel | How to get there | Mode",
        "by {} | going by {} | travelling by {}",
    ),
)
