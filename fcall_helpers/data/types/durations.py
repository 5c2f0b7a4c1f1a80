"""How long: minutes, seconds, hours, days, ISO 8601. An hour and a half is 90 minutes."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.draws import decimals, whole
from fcall_helpers.data.types.numberwords import digits, mixed, say, whole_forms, words


def units(n: float, one: str) -> str:
    """ "1 hour", "3 hours", "1.5 hours"."""
    return f"{digits(n)} {one}{'' if n == 1 else 's'}"


def _named(hours: float) -> str:
    """An hour and a half, half an hour, two and a half hours; "" where there is no such name."""
    special = {0.25: "a quarter of an hour", 0.5: "half an hour", 0.75: "three quarters of an hour", 1.0: "an hour"}
    if hours in special:
        return special[hours]
    if hours == 1.5:
        return "an hour and a half"
    return f"{mixed(hours)} hours" if mixed(hours) and hours % 1 != 0.75 else ""


def _parts(total: int, big: str, small: str) -> str:
    """90 to "1 hour 30 minutes"; "" below one of the big unit."""
    whole_units, rest = divmod(total, 60)
    if not whole_units:
        return ""
    return units(whole_units, big) + (f" {units(rest, small)}" if rest else "")


def _minutes(n: int) -> list[str]:
    hours = units(n / 60, "hour") if n >= 60 and n % 30 == 0 else ""
    said = f"{say(n)} minutes" if 1 < n <= 120 else ""
    return distinct(units(n, "minute"), f"{n} min", _parts(n, "hour", "minute"), hours, _named(n / 60), said)


def _seconds(n: int) -> list[str]:
    minutes = units(n / 60, "minute") if n >= 60 and n % 30 == 0 else ""
    half = {30: "half a minute", 60: "a minute", 90: "a minute and a half"}.get(n, "")
    said = f"{say(n)} seconds" if 1 < n <= 120 else ""
    return distinct(units(n, "second"), f"{n} s", _parts(n, "minute", "second"), minutes, half, said)


def _hours(x: float) -> list[str]:
    said = words(x) if x == int(x) else ""
    minutes = units(round(x * 60), "minute") if x <= 3 and x * 60 == int(x * 60) else ""
    return distinct(units(x, "hour"), f"{digits(x)} h", _named(x), said and x > 1 and f"{said} hours" or "", minutes)


def _counted(one: str, *bigger: tuple[str, int]):
    """Forms of a whole number of one unit, and of a bigger one where it divides: 14 days are two weeks."""

    def forms(n: int) -> list[str]:
        short = whole_forms(n)[1:] if n > 1 else []
        larger = [units(n // size, name) for name, size in bigger if n % size == 0]
        larger += [f"{say(n // size)} {name}s" for name, size in bigger if n % size == 0 and 1 < n // size <= 20]
        return distinct(units(n, one), *(f"{form} {one}s" for form in short), *larger)

    return forms


def _draw_iso(rng: Random) -> str:
    u = rng.random()
    if u < 0.25:
        return f"P{rng.randint(1, 60)}D"
    hours, minutes = rng.randint(0, 12), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50))
    if not hours and not minutes:
        return f"PT{rng.randint(1, 59)}S"
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")


def _iso(value: str) -> list[str]:
    if value.startswith("PT"):
        hours, _, rest = value[2:].rpartition("H")
        total = int(hours or 0) * 60 + (int(rest[:-1]) if rest.endswith("M") else 0)
        spoken = _minutes(total) if total else _seconds(int(rest[:-1]))
        long = _parts(total, "hour", "minute") if total >= 60 else ""
        return distinct(long, *spoken, value)
    return distinct(units(int(value[1:-1]), "day"), value, f"{say(int(value[1:-1]))} day{'s' * (value != 'P1D')}")


def _draw_clock(rng: Random) -> str:
    return f"{rng.choice((0, 0, 0, 1, 2, 3))}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"


def _clock(value: str) -> list[str]:
    parts = [int(part) for part in value.split(":")]
    named = [units(n, unit) for n, unit in zip(parts, ("hour", "minute", "second"), strict=True) if n]
    said = " and ".join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else "no time at all"
    return [value, said]


_FOR = "for {} | lasting {} | with a duration of {} | that takes {}"

DURATIONS: tuple[SemanticType, ...] = (
    define(
        "duration_minutes",
        {"type": "integer", "minimum": 1},
        lambda rng: rng.randint(1, 32) * 15 if rng.random() < 0.4 else whole(1, 600)(rng),
        _minutes,
        "duration duration_minutes minutes length_minutes meeting_length cooking_time session_length",
        "Duration in minutes | Length (minutes) | How long, in minutes | Minutes, a whole number",
        _FOR,
    ),
    define(
        "duration_seconds",
        {"type": "integer", "minimum": 0},
        lambda rng: rng.randint(1, 60) * 30 if rng.random() < 0.4 else whole(1, 3600)(rng),
        _seconds,
        "duration_seconds timeout seconds delay interval_seconds timeout_seconds",
        "Time in seconds | Timeout (s) | How long to wait, in seconds | Seconds, a whole number",
        "for {} | with a timeout of {} | after {} | with an interval of {}",
    ),
    define(
        "duration_hours",
        "number",
        lambda rng: rng.randint(1, 160) / 4 if rng.random() < 0.8 else decimals(0.1, 400, 1)(rng),
        _hours,
        "hours duration_hours hours_worked rental_hours flight_hours",
        "Time in hours | Duration (hours), may be fractional | Number of hours, e.g. 1.5 for 90 minutes",
        _FOR,
    ),
    define(
        "duration_days",
        {"type": "integer", "minimum": 1},
        whole(1, 400),
        _counted("day", ("week", 7)),
        "days num_days duration_days forecast_days stay_length trip_days",
        "Number of days | Duration in days | How many days | Length of the stay in days",
        "for {} | lasting {} | over {} | for a period of {}",
    ),
    define(
        "nights",
        {"type": "integer", "minimum": 1},
        lambda rng: rng.randint(1, 10) if rng.random() < 0.8 else rng.randint(1, 30),
        _counted("night"),
        "nights num_nights number_of_nights",
        "Number of nights | How many nights to stay | Nights, a whole number",
        "for {} | staying {} | with a stay of {}",
    ),
    define(
        "weeks",
        {"type": "integer", "minimum": 1},
        whole(1, 104),
        _counted("week"),
        "weeks num_weeks duration_weeks program_weeks",
        "Number of weeks | Duration in weeks | How many weeks it runs",
        "for {} | over {} | lasting {}",
    ),
    define(
        "months",
        {"type": "integer", "minimum": 1},
        whole(1, 360),
        _counted("month", ("year", 12)),
        "months term_months loan_term_months num_months duration_months",
        "Number of months | Term in months | Duration in months, e.g. 24 for two years",
        "for {} | over {} | with a term of {}",
    ),
    define(
        "years",
        {"type": "integer", "minimum": 1},
        whole(1, 60),
        _counted("year"),
        "years term_years loan_term num_years investment_period",
        "Number of years | Term in years | Period in years | How many years",
        "for {} | over {} | with a term of {} | for a period of {}",
    ),
    define(
        "milliseconds",
        {"type": "integer", "minimum": 0},
        whole(1, 60_000),
        lambda n: distinct(f"{n} ms", units(n, "millisecond"), units(n / 1000, "second") if n % 100 == 0 else ""),
        "milliseconds timeout_ms delay_ms latency_ms",
        "Time in milliseconds | Timeout (ms) | Delay in ms, e.g. 1500 for 1.5 seconds",
        "after {} | with a delay of {} | with a timeout of {} | for {}",
    ),
    define(
        "iso_duration",
        {"type": "string", "format": "duration"},
        _draw_iso,
        _iso,
        "duration length period ttl",
        "ISO 8601 duration, e.g. PT1H30M | Duration in ISO 8601 form (PnD, PTnHnM) | How long, as an ISO 8601 duration",
        _FOR,
    ),
    define(
        "clock_duration",
        "string",
        _draw_clock,
        _clock,
        "duration length run_time elapsed finish_time",
        "Duration as H:MM:SS | Elapsed time (H:MM:SS) | Length, e.g. 0:04:30 for four and a half minutes",
        "with a length of {} | of {} | lasting {}",
    ),
)
