"""Where: cities, countries, states, addresses, airports."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role, verbatim
from fcall_helpers.data.types.words_places import (
    AIRPORTS,
    CITIES,
    CITY_COUNTRY,
    CITY_STATE,
    COUNTRIES,
    LANDMARK_KINDS,
    STATES,
    STREET_KINDS,
    STREETS,
)

_COUNTRY_OF_CODE = {code: country for country, code in COUNTRIES.items()}
_STATE_OF_CODE = {code: state for state, code in STATES.items()}
_ALL_CITIES = tuple(dict.fromkeys((*CITIES, *(city for city, _ in CITY_STATE))))
CONTINENTS = ("Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America")
_SHORT_COUNTRIES = {
    "United States": ["the United States", "the US", "the USA"],
    "United Kingdom": ["the United Kingdom", "the UK"],
    "United Arab Emirates": ["the United Arab Emirates", "the UAE"],
    "Netherlands": ["the Netherlands"],
    "Philippines": ["the Philippines"],
}


def _country(name: str) -> list[str]:
    with_article, *short = _SHORT_COUNTRIES.get(name, [name])
    return distinct(with_article, name, *short)


def _country_code(code: str) -> list[str]:
    name = _COUNTRY_OF_CODE[code]
    return [*(_SHORT_COUNTRIES.get(name) or [name]), code]


def draw_city_country(rng: Random) -> str:
    """ "Lisbon, Portugal"."""
    return ", ".join(rng.choice(CITY_COUNTRY))


def _city_country_forms(value: str) -> list[str]:
    city, country = value.split(", ")
    return [value, f"{city} in {_country(country)[-1]}", f"{city} ({country})"]


def draw_city_state(rng: Random) -> str:
    """ "Eugene, OR"."""
    city, state = rng.choice(CITY_STATE)
    return f"{city}, {STATES[state]}"


def _city_state_forms(value: str) -> list[str]:
    city, code = value.split(", ")
    state = _STATE_OF_CODE[code]
    return [value, f"{city}, {state}", f"{city} in {state}", f"{city} {code}", f"{city} ({state})"]


def draw_street(rng: Random) -> str:
    """ "84 Chestnut Lane"."""
    return f"{rng.randint(1, 999)} {rng.choice(STREETS)} {rng.choice(STREET_KINDS)}"


def draw_zip(rng: Random) -> str:
    """Five digits, as a text so that a leading zero stays."""
    return f"{rng.randint(501, 99_950):05}"


def _draw_postal(rng: Random) -> str:
    letters = "ABCEGHJKLMNPRSTVXY"
    u = rng.random()
    if u < 0.5:
        return draw_zip(rng)
    if u < 0.75:  # like Canadian ones
        a, b, c = (rng.choice(letters) for _ in range(3))
        return f"{a}{rng.randint(0, 9)}{b} {rng.randint(0, 9)}{c}{rng.randint(0, 9)}"
    return f"{rng.randint(1000, 9999)} {rng.choice(letters)}{rng.choice(letters)}"  # like Dutch ones


def _draw_address(rng: Random) -> str:
    city = draw_city_state(rng) if rng.random() < 0.6 else rng.choice(CITIES)
    return f"{draw_street(rng)}, {city}"


def _landmark(rng: Random) -> str:
    name, kind = rng.choice(STREETS), rng.choice(LANDMARK_KINDS)
    return f"Old {kind}" if name == kind else f"{name} {kind}"


_PLACE = "in {} | for {} | at {} | around {}"
_city = define(
    "city",
    "string",
    one_of(_ALL_CITIES),
    verbatim,
    "city city_name location town place",
    "City | Name of the city | The city to use | City name, in English | Which city is meant | Town or city",
    "in {} | for {} | around {} | near {}",
)
_FROM = "from {} | leaving from {} | departing from {} | starting in {}"
_TO = "to {} | going to {} | heading to {} | with {} as the destination"
_airport = define(
    "airport",
    {"type": "string", "pattern": "^[A-Z]{3}$"},
    one_of(tuple(AIRPORTS)),
    lambda code: [code, f"{AIRPORTS[code]} ({code})", f"{AIRPORTS[code]} airport ({code})", f"{code} airport"],
    "airport airport_code iata_code airport_iata",
    "Airport as its IATA code, three letters | IATA airport code, e.g. LIS | Three-letter airport code",
    "at {} | for {} | for the airport {}",
)

PLACES: tuple[SemanticType, ...] = (
    _city,
    role(
        _city,
        "origin_city",
        "origin from_city departure_city source start_location origin_city",
        "City of departure | Where the trip starts, a city | Origin city | Starting point (city name)",
        _FROM,
    ),
    role(
        _city,
        "destination_city",
        "destination to_city arrival_city target_city end_location destination_city",
        "City of arrival | Where the trip ends, a city | Destination city | City to travel to",
        _TO,
    ),
    define(
        "country",
        "string",
        one_of(tuple(COUNTRIES)),
        _country,
        "country country_name nation destination_country",
        "Country | Name of the country, in English | The country to use | Full country name, e.g. 'United States'",
        "in {} | for {} | within {} | from {}",
    ),
    define(
        "country_code",
        {"type": "string", "pattern": "^[A-Z]{2}$"},
        one_of(tuple(_COUNTRY_OF_CODE)),
        _country_code,
        "country_code country iso_country region market",
        """Country as an ISO 3166 code of two letters, e.g. PT for Portugal | Two-letter country code
        | ISO country code (alpha-2)""",
        "in {} | for {} | within {}",
    ),
    define(
        "us_state",
        "string",
        one_of(tuple(STATES)),
        lambda name: [name, f"the state of {name}"],
        "state state_name us_state home_state",
        "US state | Name of the state | State, written in full | State name, not abbreviated",
        "in {} | for {} | within {}",
    ),
    define(
        "us_state_code",
        {"type": "string", "pattern": "^[A-Z]{2}$"},
        one_of(tuple(_STATE_OF_CODE)),
        lambda code: [_STATE_OF_CODE[code], code, f"the state of {_STATE_OF_CODE[code]}"],
        "state state_code province state_abbr",
        "State as two letters, e.g. OR for Oregon | Two-letter US state code | State abbreviation (2 letters)",
        "in {} | for {} | within {}",
    ),
    define(
        "city_country",
        "string",
        draw_city_country,
        _city_country_forms,
        "location place city address area",
        "Location as 'City, Country' | Place, e.g. 'Porto, Portugal' | City and country, separated by a comma",
        _PLACE,
    ),
    define(
        "city_state",
        "string",
        draw_city_state,
        _city_state_forms,
        "location city place city_and_state area",
        """City and state, e.g. 'Eugene, OR' | Location in the format 'City, ST' | The city with its state code,
        such as 'Tulsa, OK'""",
        _PLACE,
    ),
    define(
        "street_address",
        "string",
        draw_street,
        verbatim,
        "street street_address address_line address1",
        "Street and number | Street address | First line of the address | House number and street",
        "at {} | to {} | for the address {}",
    ),
    define(
        "address",
        "string",
        _draw_address,
        lambda value: distinct(value, f'"{value}"'),
        "address delivery_address pickup_address full_address shipping_address",
        "Full address | Address in one line | Where it goes: street, city | Postal address as a single string",
        "to {} | at {} | for the address {}",
    ),
    define(
        "postal_code",
        "string",
        _draw_postal,
        lambda code: distinct(code, code.replace(" ", "")),
        "postal_code postcode zip_code zip area_code",
        "Postal code | ZIP or postal code, as a string | Postcode with its space, where it has one",
        "for {} | in {} | around {} | near {}",
    ),
    _airport,
    role(
        _airport,
        "origin_airport",
        "origin departure_airport from_airport origin_code",
        "IATA code of the airport of departure | Origin airport (three letters) | Where the flight leaves, IATA code",
        "from {} | leaving {} | departing from {}",
    ),
    role(
        _airport,
        "destination_airport",
        "destination arrival_airport to_airport destination_code",
        "IATA code of the airport of arrival | Destination airport (three letters) | Where the flight lands, IATA code",
        "to {} | going to {} | arriving at {}",
    ),
    define(
        "continent",
        {"type": "string", "enum": [*CONTINENTS]},
        one_of(CONTINENTS),
        verbatim,
        "continent region world_region",
        "Continent | Part of the world | Name of the continent",
        "in {} | for {} | across {}",
    ),
    define(
        "landmark",
        "string",
        _landmark,
        lambda name: [name, f"the {name}"],
        "landmark attraction venue point_of_interest place_name",
        "Name of the sight | Landmark | Venue | Place of interest, by its name without the article",
        "at {} | near {} | close to {} | for {}",
    ),
)
