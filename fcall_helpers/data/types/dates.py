"""Days: ISO and other written formats, months, weekdays, years."""

import datetime as dt
from dataclasses import replace
from random import Random

from fcall_helpers.data.types.base import SemanticType, by_space, define, distinct, one_of, role
from fcall_helpers.data.types.numberwords import ordinal, say_ordinal

MONTHS = by_space("January February March April May June July August September October November December")
WEEKDAYS = by_space("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_FIRST, _DAYS = dt.date(1990, 1, 1).toordinal(), 16_436  # to the end of 2034
_BIRTHS = dt.date(1940, 1, 1).toordinal()
_RECENT = dt.date(2021, 1, 1).toordinal() - _FIRST, 7 * 365


def draw_day(rng: Random) -> dt.date:
    """A day from 1990 to 2034; four in five lie from 2021 to 2027, as those people ask about do."""
    low, days = _RECENT if rng.random() < 0.8 else (0, _DAYS)
    return dt.date.fromordinal(_FIRST + low + int(rng.random() * days))


def day_forms(day: dt.date, written: str) -> list[str]:
    """Ways to say a day that no country reads otherwise: the month in words, or the year first."""
    d, year, month = day.day, day.year, MONTHS[day.month - 1]
    nth = ordinal(d)
    return distinct(
        written,
        f"{month} {d}, {year}",
        f"{month} {nth}, {year}",
        f"{d} {month} {year}",
        f"{nth} {month} {year}",
        f"the {nth} of {month} {year}",
        f"{month[:3]} {d}, {year}",
        f"{WEEKDAYS[day.weekday()]}, {month} {nth}, {year}",
        f"{d} {month[:3]} {year}",
        f"{year}/{day.month:02}/{d:02}",
    )


def _dates(pattern: str):
    def draw(rng: Random) -> str:
        return f"{draw_day(rng):{pattern}}"

    def forms(value: str) -> list[str]:
        return day_forms(dt.datetime.strptime(value, pattern).date(), value)

    return draw, forms


def iso_day(value: str) -> list[str]:
    """Ways to say a day given as "2027-03-15"."""
    return day_forms(dt.date.fromisoformat(value), value)


def _month_number(n: int) -> list[str]:
    name = MONTHS[n - 1]
    return distinct(name, str(n), name[:3], f"month {n}", f"the {say_ordinal(n)} month")


def _month_name(name: str) -> list[str]:
    return distinct(name, name[:3] if len(name) > 3 else "")


def _year(n: int) -> list[str]:
    return [str(n), f"the year {n}"]


def _quarter(name: str) -> list[str]:
    nth = say_ordinal(int(name[1]))
    return [name, f"the {nth} quarter", f"quarter {name[1]}"]


def _month_year(rng: Random) -> str:
    return draw_day(rng).isoformat()[:7]


def _month_year_forms(value: str) -> list[str]:
    name = MONTHS[int(value[5:]) - 1]
    return distinct(f"{name} {value[:4]}", value, f"{name[:3]} {value[:4]}", f"{name} of {value[:4]}")


_ON = "on {} | for {} | dated {} | with the date {}"
_date = define(
    "date",
    {"type": "string", "format": "date"},
    lambda rng: draw_day(rng).isoformat(),
    iso_day,
    "date day event_date booking_date appointment_date due_date delivery_date travel_date",
    """Date in YYYY-MM-DD format | The date (YYYY-MM-DD) | Day as an ISO 8601 date, e.g. 2027-03-15
    | ISO date | Calendar day, format YYYY-MM-DD""",
    "on {} | for {} | on the date of {} | scheduled for {}",
)
_US_DATE, _EU_DATE, _DENSE_DATE = _dates("%m/%d/%Y"), _dates("%d.%m.%Y"), _dates("%Y%m%d")

DATES: tuple[SemanticType, ...] = (
    _date,
    role(
        _date,
        "start_date",
        "start_date from_date check_in check_in_date begin_date date_from",
        "First day, YYYY-MM-DD | Start date (YYYY-MM-DD) | When it begins, as an ISO 8601 date",
        "from {} | starting on {} | beginning {} | starting {}",
    ),
    role(
        _date,
        "end_date",
        "end_date to_date check_out check_out_date until date_to deadline",
        "Last day, YYYY-MM-DD | End date (YYYY-MM-DD) | When it ends, as an ISO 8601 date",
        "until {} | ending on {} | to {} | through {}",
    ),
    role(
        replace(_date, draw=lambda rng: dt.date.fromordinal(_BIRTHS + rng.randrange(24_000)).isoformat()),
        "birth_date",
        "birth_date date_of_birth dob birthday",
        "Date of birth, YYYY-MM-DD | Birth date in ISO format (YYYY-MM-DD) | Birthday (YYYY-MM-DD)",
        "born on {} | with the birth date {} | born {} | whose birthday is {}",
    ),
    define(
        "date_us",
        "string",
        *_US_DATE,
        "date event_date start_day visit_date ship_date",
        "Date in MM/DD/YYYY format | The day, written MM/DD/YYYY | Date (month/day/year, MM/DD/YYYY)",
        _ON,
    ),
    define(
        "date_dotted",
        "string",
        *_EU_DATE,
        "date day travel_day invoice_date",
        "Date in DD.MM.YYYY format | The day as DD.MM.YYYY | Date, day first: DD.MM.YYYY",
        _ON,
    ),
    define(
        "date_dense",
        "string",
        *_DENSE_DATE,
        "date yyyymmdd trade_date batch_date",
        "Date as YYYYMMDD | Eight digits, YYYYMMDD | Trading day in YYYYMMDD form",
        _ON,
    ),
    define(
        "year",
        "integer",
        lambda rng: rng.randint(1990, 2030) if rng.random() < 0.92 else rng.randint(1750, 2100),
        _year,
        "year release_year season_year tax_year graduation_year built_year",
        "Year | Calendar year | Four-digit year | The year, e.g. 2019",
        "in {} | for {} | from {} | of {}",
    ),
    define(
        "month_name",
        {"type": "string", "enum": [*MONTHS]},
        one_of(MONTHS),
        _month_name,
        "month month_name travel_month",
        "Name of the month | Month, in English, e.g. 'January' | Full month name",
        "in {} | for {} | during {}",
    ),
    define(
        "month_number",
        {"type": "integer", "minimum": 1, "maximum": 12},
        lambda rng: rng.randint(1, 12),
        _month_number,
        "month month_number month_index",
        "Month as a number, 1 to 12 | Month (1 = January) | Month number, 12 for December",
        "in {} | for {} | during {}",
    ),
    define(
        "month",
        "string",
        _month_year,
        _month_year_forms,
        "month billing_month period statement_month",
        "Month as YYYY-MM | Billing month (YYYY-MM) | Year and month, e.g. 2027-03",
        "for {} | in {} | during {}",
    ),
    define(
        "weekday",
        {"type": "string", "enum": [*WEEKDAYS]},
        one_of(WEEKDAYS),
        lambda name: [name, f"{name}s", name[:3], name.lower()],
        "day weekday day_of_week delivery_day",
        "Day of the week | Weekday, in English, e.g. 'Monday' | Which weekday, full name",
        "on {} | for {} | every week on {}",
    ),
    define(
        "quarter",
        {"type": "string", "enum": ["Q1", "Q2", "Q3", "Q4"]},
        one_of(("Q1", "Q2", "Q3", "Q4")),
        _quarter,
        "quarter fiscal_quarter reporting_quarter",
        "Quarter of the year, Q1 to Q4 | Fiscal quarter, e.g. Q3 for the third | Quarter: Q1, Q2, Q3 or Q4",
        "for {} | in {} | during {}",
    ),
    define(
        "iso_week",
        "string",
        lambda rng: f"{rng.randint(2015, 2034)}-W{rng.randint(1, 52):02}",
        lambda value: [value, f"week {int(value[6:])} of {value[:4]}"],
        "week iso_week calendar_week",
        "ISO week as YYYY-Www | Calendar week, e.g. 2027-W09 | Week (YYYY-Www)",
        "in {} | for {} | during {}",
    ),
)
