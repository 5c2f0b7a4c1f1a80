"""Values with fields: a person, an address, a range of dates, a route."""

import datetime as dt
from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.clocks import draw_time, time_forms
from fcall_helpers.data.types.dates import day_forms, draw_day
from fcall_helpers.data.types.numberwords import say
from fcall_helpers.data.types.people import draw_email, draw_person, draw_phone
from fcall_helpers.data.types.places import draw_city_state, draw_street, draw_zip
from fcall_helpers.data.types.words_places import CITIES

TEXT, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}


def fields(properties: dict[str, dict | str], optional: tuple[str, ...] = ()) -> dict:
    """The schema of an object; a property given as a text is a string with that description."""
    full = {
        name: {"type": "string", "description": schema} if isinstance(schema, str) else schema
        for name, schema in properties.items()
    }
    return {"type": "object", "properties": full, "required": [name for name in full if name not in optional]}


def _draw_person(rng: Random) -> dict:
    return {"name": draw_person(rng), "age": rng.randint(16, 95)}


def _person(value: dict) -> list[str]:
    name, age = value["name"], value["age"]
    return [f"{name}, {age}", f"{name} ({age})", f"{name}, aged {age}", f"{name}, {say(age)} years old"]


def _draw_contact(rng: Random) -> dict:
    contact = {"name": draw_person(rng), "email": draw_email(rng), "phone": draw_phone(rng)}
    if (u := rng.random()) < 0.5:
        del contact["phone" if u < 0.35 else "email"]
    return contact


def _contact(value: dict) -> list[str]:
    ways = [*value.values()]
    return [
        ", ".join(ways),
        f"{ways[0]} ({', '.join(ways[1:])})",
        f"{ways[0]}, reachable at {' or '.join(ways[1:])}",
    ]


def _draw_address(rng: Random) -> dict:
    city, state = draw_city_state(rng).split(", ")
    return {"street": draw_street(rng), "city": city, "state": state, "zip": draw_zip(rng)}


def _address(value: dict) -> list[str]:
    street, city, state, code = value.values()
    return [
        f"{street}, {city}, {state} {code}",
        f"{street}, {city} {state}, {code}",
        f"{street} in {city}, {state} {code}",
    ]


def _days(names: tuple[str, str]):
    def draw(rng: Random) -> dict:
        start = draw_day(rng)
        end = start.fromordinal(start.toordinal() + rng.choice((1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 60, 90)))
        return dict(zip(names, (start.isoformat(), end.isoformat()), strict=True))

    return draw


def _date_range(value: dict) -> list[str]:
    start, end = value.values()
    first, last = (day_forms(dt.date.fromisoformat(day), day) for day in (start, end))
    return distinct(
        f"{start} to {end}", f"{first[1]} to {last[1]}", f"{first[2]} through {last[2]}", f"{first[3]} to {last[3]}"
    )


def _draw_hours(rng: Random) -> dict:
    start = end = draw_time(rng)
    while end == start:
        end = draw_time(rng)
    return {"start": min(start, end), "end": max(start, end)}


def _hours(value: dict) -> list[str]:
    start, end = time_forms(value["start"]), time_forms(value["end"])
    return distinct(
        f"{start[0]} to {end[0]}", f"{start[1]} to {end[1]}", f"{start[2]} until {end[2]}", f"{start[0]}–{end[0]}"
    )


def _draw_stay(rng: Random) -> dict:
    return {"adults": rng.randint(1, 8), "children": rng.randint(0, 5)}


def _stay(value: dict) -> list[str]:
    adults, children = value["adults"], value["children"]
    grown = f"{adults} adult{'s' * (adults > 1)}"
    if not children:
        return [f"{grown} and no children", f"{grown} without children"]
    small = f"{children} child{'ren' * (children > 1)}"
    said = f"{say(adults)} adult{'s' * (adults > 1)} and {say(children)} child{'ren' * (children > 1)}"
    return [f"{grown} and {small}", said, f"{grown}, {small}"]


def _draw_trip(rng: Random) -> dict:
    start, end = rng.sample(CITIES, 2)
    return {"origin": start, "destination": end}


OBJECTS: tuple[SemanticType, ...] = (
    define(
        "person",
        fields({"name": "Full name", "age": {**INTEGER, "description": "Age in years"}}),
        _draw_person,
        _person,
        "person passenger patient applicant customer guest",
        "The person, with name and age | Who it is for | Person with full name and age in years",
        "for {} | with {} as the person | on behalf of {}",
    ),
    define(
        "contact",
        fields({"name": "Full name", "email": "E-mail address", "phone": "Phone, E.164"}, optional=("email", "phone")),
        _draw_contact,
        _contact,
        "contact contact_info customer_info emergency_contact",
        "Contact with name and e-mail, phone (E.164) or both | How to reach the person | Contact details",
        "for {} | with the contact {} | with {} as the contact",
    ),
    define(
        "address_object",
        fields({"street": "Street and number", "city": "City", "state": "State, two letters", "zip": "ZIP code"}),
        _draw_address,
        _address,
        "address shipping_address billing_address delivery_address",
        "Address in its parts | Where to deliver | Postal address: street, city, state code, ZIP",
        "to {} | at {} | for the address {}",
    ),
    define(
        "date_range",
        fields({"start_date": "First day, YYYY-MM-DD", "end_date": "Last day, YYYY-MM-DD"}),
        _days(("start_date", "end_date")),
        _date_range,
        "date_range period dates stay travel_dates",
        "First and last day, YYYY-MM-DD | Period of time | Range of dates in ISO format",
        "for {} | from {} | over {}",
    ),
    define(
        "time_span",
        fields({"start": "Start, HH:MM", "end": "End, HH:MM"}),
        _draw_hours,
        _hours,
        "time_range hours time_window opening_hours slot",
        "Start and end on the 24-hour clock, HH:MM | Window of time | From when to when (HH:MM)",
        "from {} | for {} | in the window {}",
    ),
    define(
        "party",
        fields({"adults": {**INTEGER, "minimum": 1}, "children": {**INTEGER, "minimum": 0}}),
        _draw_stay,
        _stay,
        "guests party travelers occupancy passengers",
        "Number of adults and children | Who comes along | Guests by age group",
        "for {} | with {} | for a party of {}",
    ),
    define(
        "route",
        fields({"origin": "City of departure", "destination": "City of arrival"}),
        _draw_trip,
        lambda trip: [f"{trip['origin']} to {trip['destination']}", f"{trip['origin']} – {trip['destination']}"],
        "route trip journey leg",
        "Route with origin and destination | From where to where, two cities",
        "from {} | for the route {} | on the route {}",
    ),
)
