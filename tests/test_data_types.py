"""Semantic types: what is drawn is valid, what is said can be read back, and both are the same on every machine."""

import copy
import datetime as dt
import hashlib
import json
import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from fcall_helpers.data.types import FAMILIES, TYPES, SemanticType, array, choice, define, flag, gather, role
from fcall_helpers.data.types.base import SKEW, by_comma, by_space, distinct
from fcall_helpers.data.types.draws import log_uniform, measure, whole
from fcall_helpers.data.types.enums_open import ENUMS_OPEN, open_choice

KINDS = [pytest.param(kind, id=name) for name, kind in TYPES.items()]
SCALARS = {"string", "integer", "number"}


def draws(kind: SemanticType, n: int, seed: int = 0) -> list:
    rng = random.Random(f"{kind.name} {seed}")
    return [kind.draw(rng) for _ in range(n)]


def leaves(value):
    """The numbers, texts and booleans inside a value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


# -- every type --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_values_are_valid_and_survive_json(kind):
    Draft202012Validator.check_schema(kind.schema)
    validator = Draft202012Validator(kind.schema, format_checker=FormatChecker())
    for value in draws(kind, 300):
        assert not (faults := [*validator.iter_errors(value)]), f"{value!r}: {faults[0].message}"
        assert json.loads(json.dumps(value, allow_nan=False)) == value
        for leaf in leaves(value):
            assert type(leaf) in (str, int, float, bool)
            if isinstance(leaf, float):  # short, as people write numbers: no 0.1 + 0.2, no 1e-07, no -0.0
                assert re.fullmatch(r"-?\d+\.\d{1,6}", repr(leaf)) and repr(leaf) != "-0.0", leaf


def typed(schema: dict, value):
    """(declared type, value) of every leaf."""
    if schema["type"] == "array":
        for each in value:
            yield from typed(schema["items"], each)
    elif schema["type"] == "object":
        for name, each in value.items():
            yield from typed(schema["properties"][name], each)
    else:
        yield schema["type"], value


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_floats_and_integers_are_ints(kind):
    """1.0 is valid as an integer and 1 as a number, but strict checkers of calls tell them apart."""
    expected = {"number": float, "integer": int, "string": str, "boolean": bool}
    for value in draws(kind, 100):
        for declared, leaf in typed(kind.schema, value):
            assert type(leaf) is expected[declared]


@pytest.mark.parametrize("kind", KINDS)
def test_forms_are_clean_and_each_is_said_of_one_value_only(kind):
    said: dict[str, str] = {}
    for value in draws(kind, 2000, seed=1):
        forms = kind.forms(value)
        assert isinstance(forms, list) and forms and len({*forms}) == len(forms), (value, forms)
        key = json.dumps(value)
        for form in forms:
            assert isinstance(form, str) and form and form == form.strip() and "\n" not in form, (value, form)
            assert said.setdefault(form, key) == key, f"{form!r} is said of {said[form]} and of {key}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_value_belongs_to_the_caller(kind):
    """Changing it changes nothing that is drawn or said later."""
    value = kind.draw(random.Random(5))
    kept, forms = copy.deepcopy(value), list(kind.forms(value))
    kind.forms(value).append("spoilt")
    if isinstance(value, dict | list):
        value.clear()
    assert kind.draw(random.Random(5)) == kept and kind.forms(kept) == forms


@pytest.mark.parametrize("kind", KINDS)
def test_names_descriptions_and_phrases_can_be_used(kind):
    assert len(kind.names) >= 2 and len(kind.phrases) >= (1 if kind.schema["type"] == "boolean" else 2)
    assert len(kind.descriptions) >= 2
    assert not any(mark in text for text in kind.descriptions for mark in "{}|")
    for phrase in kind.phrases:
        assert phrase.format("VALUE").count("VALUE") == 1 and "  " not in phrase


def test_there_are_many_types_and_all_families_have_some():
    assert len(TYPES) >= 75
    assert {name: kind.name for name, kind in TYPES.items()} == {name: name for name in TYPES}
    assert sum(map(len, FAMILIES.values())) == len(TYPES) and all(len(family) >= 4 for family in FAMILIES.values())
    declared = {kind.schema["type"] for kind in TYPES.values()}
    assert declared == {"string", "integer", "number", "boolean", "array", "object"}


# -- how many values ---------------------------------------------------------------------------------------------------
ENDLESS = by_space("""
    number integer population numeric_id distance_km weight_kg celsius price_usd amount amount_cents budget_usd ratio
    exchange_rate date datetime local_datetime clock_duration latitude coordinates street_address address full_name
    email phone username company team order_id invoice_id sku isbn ticker iban licence_plate uuid hex_string url domain
    ipv4 file_name file_path git_branch repository version sql hex_color message note subject_line event_title text
    search_query title song product expression arithmetic equation coefficients vector matrix integers floats cities
    people emails tickers dates ingredients person address_object money date_range filter dimensions line_items
""")


@pytest.mark.parametrize("name", ENDLESS)
def test_types_that_have_thousands_of_values_draw_them(name):
    assert len({json.dumps(value) for value in draws(TYPES[name], 3000)}) > 1000


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_is_drawn_and_others_are_many(kind):
    found = {json.dumps(value) for value in draws(kind, 1500)}
    if "enum" in kind.schema:
        assert found == {json.dumps(value) for value in kind.schema["enum"]}
    elif kind in ENUMS_OPEN:
        assert all({*re.findall(r"[\w/]+", text)} >= {*map(json.loads, found)} for text in kind.descriptions)
    elif kind.schema["type"] == "boolean":
        assert found == {"true", "false"}
    else:
        assert len(found) >= 12


# -- chance ------------------------------------------------------------------------------------------------------------
DIGEST = """
import hashlib, json, random
from fcall_helpers.data.types import TYPES
rng = random.Random(7)
rows = [kind.sample(rng) for kind in TYPES.values() for _ in range(20)]
print(hashlib.sha256(json.dumps(rows).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_samples_in_another_process():
    state = random.getstate()
    rng = random.Random(7)
    rows = [kind.sample(rng) for kind in TYPES.values() for _ in range(20)]
    here = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    assert random.getstate() == state, "the global generator was used"
    env = {**os.environ, "PYTHONHASHSEED": "12345", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    run = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True, env=env)
    assert run.stdout.strip() == here


def test_another_seed_gives_other_samples():
    same = [name for name, kind in TYPES.items() if draws(kind, 30, seed=1) == draws(kind, 30, seed=2)]
    assert same == []


@pytest.mark.parametrize("name", ["date", "discount", "duration_minutes", "city_state", "integers", "price_usd"])
def test_earlier_forms_are_sampled_more_often(name):
    rng, kind, places, expected = random.Random(3), TYPES[name], [], 0.0
    for _ in range(4000):
        value, form = kind.sample(rng)
        forms = kind.forms(value)
        if len(forms) >= 4:
            places.append(forms.index(form))
            expected += len(forms) ** (-1 / SKEW)
    assert places.count(0) / len(places) == pytest.approx(expected / len(places), abs=0.03)
    assert places.count(0) > 2 * places.count(1) > 0 < places.count(3) < places.count(1)


def holds(form: str, value) -> bool:
    """Whether the form holds the value as it is written in JSON, a whole float with or without its ".0"."""
    texts = (
        {value} if isinstance(value, str) else {repr(value), str(int(value)) if value == int(value) else repr(value)}
    )
    return any(text in form for text in texts)


def test_most_samples_say_the_value_verbatim_and_many_do_not():
    rng = random.Random(4)
    plain = [kind for kind in TYPES.values() if kind.schema["type"] in SCALARS and "enum" not in kind.schema]
    share = sum(holds(form, value) for kind in plain for value, form in (kind.sample(rng) for _ in range(200)))
    assert 0.65 < share / (200 * len(plain)) < 0.9


# -- what is said ------------------------------------------------------------------------------------------------------
SAID = [
    ("discount", 0.12, ["12%", "12 percent", "0.12 (as a fraction)", "twelve percent"]),
    ("discount", 0.25, ["25%", "a quarter", "0.25 (as a fraction)"]),
    ("discount", 0.125, ["12.5%", "0.125 (as a fraction)"]),
    ("percentage", 25, ["25%", "25", "twenty-five percent"]),
    ("percent_number", 4.5, ["4.5%", "4.5 percent"]),
    ("count", 12, ["12", "twelve", "a dozen"]),
    ("count", 1200, ["1200", "1,200", "one thousand two hundred", "twelve hundred", "1.2k"]),
    ("count", 3, ["3", "three"]),
    ("population", 25_000, ["25000", "25,000", "twenty-five thousand", "25k", "25 thousand"]),
    ("population", 2_500_000, ["2500000", "2,500,000", "2.5 million"]),
    ("integer", -5, ["-5", "minus five"]),
    ("height_feet", 5.0, ["5 ft", "5 feet", "five feet"]),
    ("distance_km", 1.0, ["1 km", "1 kilometer", "one kilometer"]),
    ("distance_km", 0.5, ["0.5 km", "half a kilometer"]),
    ("distance_km", 2.5, ["2.5 km", "two and a half kilometers"]),
    ("data_mb", 1500.0, ["1500 MB", "1,500 megabytes"]),
    ("price_usd", 49.9, ["$49.90", "49.90 dollars"]),
    ("price_usd", 1200.0, ["$1,200", "1200 dollars", "$1.2k"]),
    ("amount_cents", 4999, ["$49.99", "4999 cents", "49 dollars and 99 cents"]),
    ("amount_cents", 500, ["$5.00", "500 cents", "$5"]),
    ("salary", 85_000, ["$85,000", "85000 dollars", "$85k", "85 thousand dollars", "eighty-five thousand dollars"]),
    ("duration_minutes", 90, ["90 minutes", "1 hour 30 minutes", "1.5 hours", "an hour and a half"]),
    ("duration_seconds", 120, ["120 seconds", "2 minutes"]),
    ("duration_days", 14, ["14 days", "2 weeks", "two weeks"]),
    ("iso_duration", "PT1H30M", ["1 hour 30 minutes", "90 minutes", "an hour and a half"]),
    ("iso_duration", "P1D", ["1 day", "one day"]),
    ("clock_duration", "1:05:00", ["1 hour and 5 minutes"]),
    ("date", "2024-05-03", ["2024-05-03", "May 3rd, 2024", "3 May 2024", "the 3rd of May 2024"]),
    ("date_us", "05/03/2024", ["May 3, 2024", "05/03/2024"]),
    ("date_dense", "20240503", ["May 3, 2024"]),
    ("time", "14:30", ["14:30", "2:30 PM", "half past two in the afternoon"]),
    ("time", "00:00", ["midnight", "12 AM"]),
    ("time", "12:00", ["noon", "12 PM"]),
    ("time", "09:45", ["quarter to ten in the morning"]),
    ("time_12h", "2:30 PM", ["14:30", "2:30 pm"]),
    ("datetime", "2024-05-03T14:30:00Z", ["May 3, 2024 at 14:30 UTC"]),
    ("month_number", 3, ["March", "3", "the third month"]),
    ("quarter", "Q3", ["the third quarter"]),
    ("us_state_code", "OR", ["Oregon"]),
    ("country_code", "NL", ["the Netherlands"]),
    ("city_state", "Eugene, OR", ["Eugene, Oregon", "Eugene OR"]),
    ("phone", "+14155550123", ["+1 (415) 555-0123", "+1 415 555 0123"]),
    ("currency", "SEK", ["SEK", "Swedish kronor"]),
    ("language_code", "pt", ["Portuguese"]),
    ("isbn", "9780306406157", ["978-0-3064-0615-7"]),
    ("latitude", -33.5, ["-33.5", "33.5° S"]),
    ("coordinates", {"latitude": 1.5, "longitude": -2.0}, ["1.5, -2.0", "1.5° N, 2.0° W"]),
    ("chemical_formula", "H2O", ["H2O", "H₂O"]),
    ("expression", "3*x**2 + 2*x", ["3*x**2 + 2*x", "3x^2 + 2x", "3x² + 2x"]),
    ("coefficients", [1.0, 0.0, -4.0], ["x^2 - 4", "1, 0, -4"]),
    ("integers", [4, 8, 15], ["4, 8 and 15", "[4, 8, 15]", "four, eight and fifteen"]),
    ("floats", [1.0, 2.5], ["1 and 2.5", "[1.0, 2.5]"]),
    ("matrix", [[1.0, 2.0], [3.0, 4.0]], ["[[1, 2], [3, 4]]", "[1 2; 3 4]"]),
    ("cities", ["Oslo", "Quito"], ["Oslo and Quito"]),
    ("fractions", [0.05, 0.1], ["5% and 10%"]),
    ("money", {"amount": 49.99, "currency": "EUR"}, ["49.99 EUR", "€49.99"]),
    ("filter", {"field": "price", "operator": "gt", "value": 50.0}, ["price above 50", "price > 50"]),
    ("party", {"adults": 2, "children": 1}, ["2 adults and 1 child", "two adults and one child"]),
    ("include_taxes", True, ["including taxes"]),
    ("include_taxes", False, ["before tax"]),
    ("payment_method", "credit_card", ["credit card"]),
    ("blood_type", "O-", ["O negative"]),
]


@pytest.mark.parametrize("name, value, forms", SAID)
def test_a_value_is_said_in_these_ways(name, value, forms):
    assert {*forms} <= {*TYPES[name].forms(value)}, TYPES[name].forms(value)


@pytest.mark.parametrize(
    "name, value, form",
    [
        ("time", "03:30", "half past three in the morning"),  # night: the parts of the day are not clear
        ("time", "12:15", "quarter past twelve in the afternoon"),
        ("date", "2024-05-03", "05/03/2024"),
        ("count", 200, "two hundred and"),
        ("distance_km", 0.25, "a quarter kilometers"),
        ("years", 1, "one years"),
        ("discount", 0.12, "0.12"),  # "with 0.12 off" is twelve cents
        ("rate", 0.055, "0.055"),
    ],
)
def test_what_could_be_misread_or_is_no_english_is_not_said(name, value, form):
    assert form not in TYPES[name].forms(value)


NAMED = {  # what a description must name, since a form may leave it out or say it otherwise
    **{"discount": r"[Ff]raction|decimal|between 0 and 1", "rate": r"fraction|between 0 and 1|0.07 means"},
    **{"percentage": r"[Pp]ercent|0 (to|and) 100", "percent_number": r"[Pp]ercent", "amount_cents": r"cents"},
    **{"date": r"YYYY-MM-DD|ISO", "date_us": r"MM/DD/YYYY", "date_dotted": r"DD\.MM\.YYYY", "date_dense": r"YYYYMMDD"},
    **{"time": r"24|HH:MM", "time_12h": r"AM|12-hour", "datetime": r"ISO 8601|HH:MM:SS", "month": r"YYYY-MM|2027-03"},
    **{"duration_minutes": r"[Mm]inutes", "duration_seconds": r"[Ss]econds|\(s\)", "duration_days": r"days"},
    **{"iso_duration": r"ISO 8601", "country_code": r"[Tt]wo|ISO", "us_state_code": r"[Tt]wo|2 letters"},
    **{"currency": r"ISO|[Tt]hree", "language_code": r"ISO 639|[Tt]wo", "phone": r"E\.164|country code"},
    **{"price_usd": r"dollars|USD", "price_eur": r"euros|EUR", "city_state": r"ST|state", "hex_color": r"#"},
    **{"lat_lon": r"latitude", "coefficients": r"power|leading", "expression": r"Python", "function": r"Python"},
}


@pytest.mark.parametrize("name", NAMED)
def test_every_description_tells_the_unit_or_format(name):
    assert all(re.search(NAMED[name], text) for text in TYPES[name].descriptions), TYPES[name].descriptions


@pytest.mark.parametrize("kind", FAMILIES["measures"], ids=lambda kind: kind.name)
def test_a_measure_is_never_said_without_its_unit(kind):
    for value in draws(kind, 200):
        assert not any(re.fullmatch(r"-?[\d.,]+", form) for form in kind.forms(value)), kind.forms(value)


@pytest.mark.parametrize("kind", FAMILIES["measures"], ids=lambda kind: kind.name)
def test_a_measure_names_its_unit_in_every_description(kind):
    forms = [form for form in (*kind.forms(7.0), *kind.forms(1.0)) if re.match(r"[71]( |°)", form)]
    short, *long = (form[1:].strip() for form in forms)
    names = [re.sub("^degrees? (?=[CF])", "", unit) for unit in long if len(unit) > 2]
    spelled = [rf"(?i:\b{re.escape(unit)}\b)" for unit in names]
    units = re.compile("|".join([rf"(?<!\w){re.escape(short)}(?!\w)", *spelled]))
    assert all(units.search(text) for text in kind.descriptions), (units, kind.descriptions)


DAY_PATTERNS = (
    "%Y-%m-%d",
    "%B %d, %Y",
    "%d %B %Y",
    "the %d of %B %Y",
    "%b %d, %Y",
    "%A, %B %d, %Y",
    "%d %b %Y",
    "%Y/%m/%d",
)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2034, 12, 31)))
def test_a_day_can_be_read_back_from_everything_said_of_it(day):
    for form in TYPES["date"].forms(day.isoformat()):
        plain, read = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", form), set()
        for pattern in DAY_PATTERNS:
            try:
                read.add(dt.datetime.strptime(plain, pattern).date())
            except ValueError:
                continue
        assert read == {day}, form


@given(st.times())
def test_a_time_can_be_read_back_from_figures(time):
    value = f"{time:%H:%M}"
    for form in TYPES["time"].forms(value):
        if form[0].isdigit():
            plain = form.upper().replace(" ", "").rstrip("H").replace("H", ":")
            patterns = ("%I:%M%p", "%I%p") if plain.endswith("M") else ("%H:%M",)
            pattern = patterns[0] if ":" in plain else patterns[-1]
            assert f"{dt.datetime.strptime(plain, pattern):%H:%M}" == value, form


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=5).filter(lambda c: c[0] != 0))
def test_a_polynomial_as_written_has_the_value_of_its_coefficients(coefficients):
    by_hand = TYPES["coefficients"].forms([float(c) for c in coefficients])[0]
    code = re.sub(r"(?<=\d)x", "*x", by_hand).replace("^", "**")
    for x in (-2, 1, 3):
        assert eval(code, {"x": x}) == sum(c * x**power for power, c in enumerate(reversed(coefficients)))


# -- how numbers are drawn ---------------------------------------------------------------------------------------------
@given(st.integers(0, 3000), st.integers(1, 10**7), st.integers(0, 2**32))
def test_whole_numbers_stay_within_their_bounds(low, span, seed):
    rng, draw = random.Random(seed), whole(low, low + span)
    for _ in range(30):
        assert low <= draw(rng) <= low + span and low <= log_uniform(rng, low, low + span) <= low + span


@given(st.integers(-100, 100), st.integers(1, 10**4), st.integers(0, 2**32))
def test_measures_stay_within_their_bounds(low, span, seed):
    rng, draw = random.Random(seed), measure(low, low + span)
    for _ in range(30):
        value = draw(rng)
        assert type(value) is float and low <= value <= low + span and value == round(value, 2)


# -- making types ------------------------------------------------------------------------------------------------------
FIELDS = {
    **{"name": "tax_rate", "schema": {"type": "number"}, "draw": lambda rng: 0.5, "forms": lambda value: ["half"]},
    **{"names": ("rate",), "descriptions": ("The rate",), "phrases": ("at {}",)},
}


@pytest.mark.parametrize(
    "field, wrong, error, says",
    [
        ("name", "Tax Rate", ValueError, "name must be snake_case"),
        ("schema", "number", TypeError, "schema must be"),
        ("draw", None, TypeError, "draw must be a function, got None"),
        ("forms", "half", TypeError, "forms must be a function"),
        ("names", (), ValueError, "names must be a tuple of at least one text"),
        ("names", ["rate"], ValueError, "names must be a tuple"),
        ("names", ("taxRate",), ValueError, "names must be snake_case, got 'taxRate'"),
        ("descriptions", ("",), ValueError, "descriptions must hold texts"),
        ("descriptions", (" The rate",), ValueError, "without outer spaces"),
        ("phrases", ("at",), ValueError, "exactly one slot {}"),
        ("phrases", ("{} to {}",), ValueError, "exactly one slot"),
        ("phrases", ("at {rate}",), ValueError, "exactly one slot"),
        ("phrases", ("at {}", "at {}"), ValueError, "says something twice"),
    ],
)
def test_a_malformed_type_is_refused_by_name(field, wrong, error, says):
    SemanticType(**FIELDS)
    with pytest.raises(error) as caught:
        SemanticType(**{**FIELDS, field: wrong})
    assert says in str(caught.value) and repr("Tax Rate" if field == "name" else "tax_rate") in str(caught.value)


def test_values_are_drawn_within_bounds_or_not_at_all():
    rng = random.Random(1)
    assert all(14 <= TYPES["celsius"].sample(rng, (14, 26))[0] <= 26 for _ in range(50))
    with pytest.raises(ValueError, match="type 'age': 2000 draws gave no value from 200 to 300"):
        TYPES["age"].sample(rng, (200, 300))


def test_a_choice_without_an_enum_tells_its_values_in_every_description():
    shade = open_choice("shade_text", {"dark": "dark | gloomy", "light": "light"}, "shade", "Shade | Tone", "in {}")
    assert shade.schema == {"type": "string"} and shade.forms("dark") == ["dark", "gloomy"]
    assert shade.descriptions == ("Shade ('dark', 'light')", "Tone. One of: dark, light")


def test_a_value_without_a_form_is_named():
    silent = SemanticType(**{**FIELDS, "forms": lambda value: []})
    with pytest.raises(ValueError, match="type 'tax_rate': forms gave no way to say 0.5"):
        silent.sample(random.Random(0))


def test_two_types_of_one_name_are_refused():
    kind = SemanticType(**FIELDS)
    with pytest.raises(ValueError, match="two types are called 'tax_rate'"):
        gather((kind,), (kind,))


def test_short_ways_to_define():
    kind = define(
        "seat_row", "integer", lambda rng: 4, lambda n: [f"row {n}"], "row seat_row", "Row | The row", "in {}"
    )
    assert kind.schema == {"type": "integer"} and kind.names == ("row", "seat_row")
    assert kind.descriptions == ("Row", "The row") and kind.sample(random.Random(0)) == (4, "row 4")
    other = role(kind, "last_row", "last_row", "The last row", "up to {}")
    assert other.draw is kind.draw and (other.name, other.phrases) == ("last_row", ("up to {}",))
    shade = choice("shade", {"dark": "dark | gloomy", "light": "light"}, "shade", "Shade", "in {}")
    assert shade.forms("dark") == ["dark", "gloomy"] and shade.descriptions[-1] == "Shade, one of 'dark', 'light'"
    loud = flag("loud", "loudly", "quietly | in silence", "loud", "Whether it is loud")
    assert loud.phrases == ("{}",) and loud.forms(False) == ["quietly", "in silence"]


def test_members_of_a_list_differ_and_none_could_be_taken_for_two():
    drawn = iter(["Rod, Line and Sinker", "Tic and Tac", "Wood", "Wood", "Iron"] * 9)
    kind = define("shop", "string", lambda rng: next(drawn), lambda v: [v], "shop", "Shop", "at {}")
    shops = array("shops", kind, "shops", "Shops", "at {}")

    class Two(random.Random):
        def choice(self, values):
            return 2

    for _ in range(4):
        value = shops.draw(Two(0))
        assert sorted(value) == ["Iron", "Wood"]
        assert shops.forms(["Wood", "Iron"])[0] == "Wood and Iron"


def test_lists_of_words_and_forms():
    assert by_space(" a b\n c ") == ("a", "b", "c")
    assert by_comma("\nold town, harbor\nnew town,\n") == ("old town", "harbor", "new town")
    assert distinct("a", "", "b", "a") == ["a", "b"]
