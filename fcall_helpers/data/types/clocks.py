"""Times of day, moments, and time zones."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role
from fcall_helpers.data.types.dates import draw_day, iso_day
from fcall_helpers.data.types.numberwords import say
from fcall_helpers.data.types.words_places import TIMEZONES


def clock(hour: int, minute: int) -> str:
    """14, 30 to "2:30 PM"; 0, 5 to "12:05 AM"."""
    return f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def _part_of_day(hour: int) -> str:
    return "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"


def _spoken(hour: int, minute: int) -> str:
    """Half past two in the afternoon; only where the part of the day settles which half of it is meant."""
    if not 5 <= hour <= 22 or hour == 12:
        return ""
    here, after = (say((h + 11) % 12 + 1) for h in (hour, hour + 1))
    said = {0: f"{here} o'clock", 15: f"quarter past {here}", 30: f"half past {here}"}
    if hour not in (11, 17):  # "quarter to six" belongs to the hour after, where the part of the day changes
        said[45] = f"quarter to {after}"
    return f"{said[minute]} {_part_of_day(hour)}" if minute in said else ""


def time_forms(value: str) -> list[str]:
    """Ways to say a time of day given as "14:30"."""
    hour, minute = int(value[:2]), int(value[3:5])
    twelve = clock(hour, minute)
    short = twelve.replace(":00", "") if not minute else ""
    named = {"00:00": "midnight", "12:00": "noon"}.get(value[:5], "")
    small = twelve.replace(" AM", " am").replace(" PM", " pm")
    plain_hour = f"{value[:5]}h" if minute else f"{hour:02}h00"
    return distinct(value[:5], twelve, short, short.replace(" ", "").lower(), small, named, _spoken(hour, minute)) + (
        [plain_hour] if hour > 12 else []
    )


def draw_time(rng: Random) -> str:
    """A time of day as "14:30": on the hour, half or quarter in three cases of four, by day more than by night."""
    hour = rng.randint(7, 21) if rng.random() < 0.8 else rng.randint(0, 23)
    minute = rng.choice((0, 0, 15, 30, 30, 45)) if rng.random() < 0.75 else rng.randint(0, 59)
    return f"{hour:02}:{minute:02}"


def _time_12h(rng: Random) -> str:
    value = draw_time(rng)
    return clock(int(value[:2]), int(value[3:]))


def _time_12h_forms(value: str) -> list[str]:
    hour, rest = value.split(":")
    hour = int(hour) % 12 + (12 if rest.endswith("PM") else 0)
    return distinct(value, *time_forms(f"{hour:02}:{rest[:2]}")[1:], f"{hour:02}:{rest[:2]}" if hour > 12 else "")


def _draw_datetime(rng: Random) -> str:
    return f"{draw_day(rng).isoformat()}T{draw_time(rng)}:00"


def _datetime_forms(value: str) -> list[str]:
    days, times = iso_day(value[:10]), time_forms(value[11:16])
    joined = [f"{day} at {time}" for day, time in zip(days[:6], (times[1], times[0], *times[1:5]), strict=False)]
    return distinct(value, joined[1], joined[2], f"{value[:10]} {value[11:16]}", *joined, f"{times[-1]} on {days[1]}")


def _zone_forms(zone: str) -> list[str]:
    return [zone, f"{zone.split('/')[-1].replace('_', ' ')} time"]


def _offset(rng: Random) -> str:
    return f"{rng.choice('+-')}{rng.randint(1, 12):02}:{rng.choice(('00', '00', '00', '30', '45'))}"


def _offset_forms(value: str) -> list[str]:
    hours = value[0] + str(int(value[1:3])) + ("" if value.endswith("00") else value[3:])
    return distinct(value, f"UTC{value}", f"UTC{hours}", f"GMT{hours}")


_time = define(
    "time",
    "string",
    draw_time,
    time_forms,
    "time appointment_time reservation_time alarm_time departure_time pickup_time",
    "Time in 24-hour format, HH:MM | Time of day (HH:MM) | 24-hour clock, e.g. 14:30 | HH:MM",
    "at {} | for {} | at the time of {} | set for {}",
)

CLOCKS: tuple[SemanticType, ...] = (
    _time,
    role(
        _time,
        "start_time",
        "start_time from_time begin_time opening_time",
        "Start time in 24-hour format, HH:MM | When it begins (HH:MM) | Start, on the 24-hour clock",
        "from {} | starting at {} | beginning at {}",
    ),
    role(
        _time,
        "end_time",
        "end_time to_time finish_time closing_time",
        "End time in 24-hour format, HH:MM | When it ends (HH:MM) | End, on the 24-hour clock",
        "until {} | ending at {} | to {}",
    ),
    define(
        "time_12h",
        "string",
        _time_12h,
        _time_12h_forms,
        "time meeting_time reminder_time slot start",
        "Time in 12-hour format, e.g. '2:30 PM' | Time with AM or PM, H:MM AM/PM | 12-hour clock, H:MM AM/PM",
        "at {} | for {} | set for {}",
    ),
    define(
        "datetime",
        {"type": "string", "format": "date-time"},
        lambda rng: _draw_datetime(rng) + "Z",
        lambda value: [value, *(f"{form} UTC" for form in _datetime_forms(value[:-1])[1:])],
        "timestamp datetime scheduled_at event_time created_at",
        "Moment in ISO 8601, UTC, e.g. 2027-03-15T14:30:00Z | Timestamp (YYYY-MM-DDTHH:MM:SSZ) | ISO 8601 in UTC",
        "on {} | for {} | scheduled for {}",
    ),
    define(
        "local_datetime",
        "string",
        _draw_datetime,
        _datetime_forms,
        "start datetime start_datetime when appointment_datetime remind_at",
        "Date and time, YYYY-MM-DDTHH:MM:SS | Local time in ISO 8601, e.g. 2027-03-15T14:30:00 | ISO datetime, no zone",
        "for {} | on {} | scheduled for {} | set for {}",
    ),
    define(
        "timezone",
        "string",
        one_of(TIMEZONES),
        _zone_forms,
        "timezone time_zone tz target_timezone",
        "IANA time zone, e.g. Europe/Lisbon | Time zone name (Area/City) | Zone from the tz database",
        "in {} | using {} | converted to {}",
    ),
    define(
        "utc_offset",
        "string",
        _offset,
        _offset_forms,
        "utc_offset offset tz_offset",
        "Offset from UTC as +HH:MM or -HH:MM | UTC offset, e.g. +05:30 | Difference to UTC, ±HH:MM",
        "at {} | with an offset of {} | in {}",
    ),
)
