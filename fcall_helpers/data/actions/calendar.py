"""Dates and appointments: events, reminders, free slots, time zones, counting days."""

from datetime import date as day
from datetime import datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fcall_helpers.data.actions.model import action, role


def convert_clock(when: str, from_zone: str, to_zone: str) -> str:
    """A wall-clock time in one zone as the wall-clock time of another."""
    try:
        there = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(from_zone)).astimezone(ZoneInfo(to_zone))
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(f"the zones must be IANA names such as Europe/Oslo, got {from_zone}, {to_zone}") from None
    return there.isoformat(timespec="minutes")


def days_between(start: str, end: str, inclusive: bool = False) -> int:
    """Days from one date to the other, negative where the second is the earlier."""
    return (day.fromisoformat(end) - day.fromisoformat(start)).days + inclusive


def shift_date(date: str, amount: int, unit: str = "days", backwards: bool = False) -> str:
    """A date moved by days, weeks or business days."""
    step = -1 if backwards else 1
    moved = day.fromisoformat(date)
    if unit != "business_days":
        return (moved + timedelta(days=step * amount * {"days": 1, "weeks": 7}[unit])).isoformat()
    weeks, rest = divmod(amount - 1, 5)  # the last step always lands on a business day
    moved += timedelta(weeks=step * weeks)
    for _ in range(rest + 1):
        moved += timedelta(days=step)
        while moved.weekday() > 4:
            moved += timedelta(days=step)
    return moved.isoformat()


def free_slots(owner: str, date: str, minutes: int = 30, earliest: str = "09:00") -> list[str]:
    """The first three gaps in a toy diary, in which each half hour is taken or free by a hash of owner and date."""
    taken = crc32(f"{owner}|{date}".encode())
    need, first = -(-minutes // 30), int(earliest[:2]) * 2 + (int(earliest[3:5]) + 29) // 30
    starts = [s for s in range(first, 37 - need) if not any(taken >> (half % 32) & 1 for half in range(s, s + need))]
    return [f"{s // 2:02d}:{s % 2 * 30:02d}" for s in starts[:3]]


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "calendar", "create event | add calendar entry | schedule meeting | new appointment",
        does="""Create a calendar event.
                Adds an entry with a title, a start and guests to the user's calendar and returns its id
                Schedules a meeting""",
        asks="put a meeting in my calendar | schedule an event | set up a meeting | add an entry to the diary",
        roles=[
            role("title|summary|event_name|subject", "event_title",
                 "called {} | with the title {} | named {} | under the heading {}",
                 "Title of the event. | Short text that the calendar displays", required=True),
            role("start|start_time|starts_at|begin", "local_datetime",
                 "starting {} | beginning at {} | with {} as its start",
                 "Start, ISO 8601 (YYYY-MM-DDTHH:MM:SS). | When the event begins, as a local date-time"),
            role("duration_minutes|length|duration|minutes", "duration_minutes",
                 "lasting {} | that takes {} | with a length of {}",
                 "Length in minutes. | How long the event lasts, as whole minutes", default=60, within=(15, 240)),
            role("attendees|guests|invitees|participants", "emails",
                 "inviting {} | with {} as guests | with invitations to {}",
                 "E-mail addresses of the guests. | Everyone who gets an invitation, as a list of addresses"),
            role("location|where|room|venue", "room", "in {} | to be held in {} | with {} as the venue",
                 "Where it takes place. | Room or place of the meeting"),
            role("private|is_private|hidden", "flag", "{}",
                 "Whether others see it. | True to hide the title from others",
                 says={True: "hidden from others | shown to others only as busy",
                       False: "visible to everybody | for all to see"}, default=False),
        ],
    ),
    action(
        "calendar", "convert clock | timezone convert | translate local time | shift timezone",
        does="""Convert a time between time zones.
                Tells what the clock shows in one zone when it shows a given time in another, summer time included
                Translates a local date-time into the local time of another zone""",
        asks="""convert a time | translate this into another time zone | work out the local time
                do a time zone conversion""",
        questions="What is the local time | What will the clock say | What time would it be",
        roles=[
            role("when|timestamp|local_time|time", "local_datetime",
                 "for {} | of {} | the moment being {} | given the time {}",
                 "Date-time, ISO 8601 without offset. | The wall-clock time to convert, YYYY-MM-DDTHH:MM:SS",
                 required=True),
            role("from_zone|source_timezone|from_tz|origin_tz", "timezone",
                 "from {} | given in {} | with the first clock on {}",
                 "IANA zone of the given time. | Time zone the input is in, such as Asia/Tokyo", required=True),
            role("to_zone|target_timezone|to_tz|destination_tz", "timezone",
                 "with {} as the target zone | as seen from {} | for people on {}",
                 "IANA zone of the answer. | Time zone to convert to, such as Europe/Paris", required=True),
        ],
        fn=convert_clock,
    ),
    action(
        "calendar", "days between | date difference | count days | day span",
        does="""Count the days between two dates.
                Returns how many days lie between a first and a last date, negative when they are out of order
                Computes a date difference""",
        asks="""count the days | work out the date difference | find the number of days
                calculate how far apart two dates are""",
        questions="How many days are there | How many days pass | What is the gap in days",
        roles=[
            role("start|start_date|from_date|first_date", "date",
                 "from {} | starting with {} | counting from {}",
                 "First date, YYYY-MM-DD. | Where the count begins", required=True),
            role("end|end_date|to_date|second_date", "date",
                 "until {} | up to {} | ending on {}",
                 "Last date, YYYY-MM-DD. | Where the count ends", required=True),
            role("inclusive|include_last|count_both", "flag", "{}",
                 "Whether the last day counts as well. | True to include both ends", default=False,
                 says={True: "including the last day | with both ends counted",
                       False: "leaving out the last day | without counting the last day"}),
        ],
        fn=days_between,
        rising="start end",
    ),
    action(
        "calendar", "shift date | add to date | offset date | compute deadline",
        does="""Move a date by a number of days, weeks or business days.
                Adds an interval to a date (or takes it away) and returns the new date
                Calculates a deadline counted from a date""",
        asks="compute the deadline | move a date | find the due date | work out the date",
        questions="Which date is it | What is the deadline | On which date do we end up",
        roles=[
            role("date|base_date|reference_date|anchor", "date",
                 "counted from {} | with {} as the base | reckoned from {}",
                 "Date to start from, YYYY-MM-DD. | Base date in ISO format", required=True),
            role("amount|offset|count|interval", "count",
                 "shifted by {} | with an offset of {} | with a shift of {}",
                 "How many units to move. | Size of the shift in the chosen unit", required=True, within=(1, 120)),
            role("unit|interval_unit|step|granularity", "choice",
                 "counting in {} | measured in {} | with {} as the unit",
                 "Unit of the shift. | What the amount counts", default="days",
                 says={"days": "days | calendar days", "weeks": "weeks | whole weeks",
                       "business_days": "business days | working days"}),
            role("backwards|subtract|into_past", "flag", "{}", "True to go back in time. | Whether to subtract",
                 default=False, says={True: "going backwards | counting backwards",
                                      False: "going forward | counting forward"}),
        ],
        fn=shift_date,
    ),
    action(
        "calendar", "free slots | find availability | check diary | get openings",
        does="""List free slots in somebody's diary.
                Returns the first gaps of a day that are long enough for a meeting
                Checks a person's availability on a date""",
        asks="""find a gap in the diary | look for a free slot | check the availability
                see when there is time for a meeting""",
        questions="When is there a free slot | What openings are there | Which times are still free",
        roles=[
            role("owner|person|user|calendar_owner", "full_name", "for {} | in the calendar of {} | with {}",
                 "Whose diary. | Full name of the person", required=True),
            role("date|day|on_date|target_day", "date", "on {} | looking at {} | the day in question being {}",
                 "Day to look at, YYYY-MM-DD. | Date in ISO format", required=True),
            role("minutes|duration_minutes|slot_length|meeting_length", "duration_minutes",
                 "long enough for {} | with room for {} | lasting at least {}",
                 "Length needed, in minutes. | Shortest gap that will do, minutes", default=30, within=(15, 180)),
            role("earliest|not_before|after_time|start_of_day", "time",
                 "not before {} | after {} | from {} onwards",
                 "Earliest start, HH:MM. | Gaps before this time of day are ignored", default="09:00"),
        ],
        fn=free_slots,
    ),
    action(
        "calendar", "set reminder | create reminder | remind me | add alert",
        does="""Set a reminder.
                Makes the phone show a note at a given moment, once or again and again
                Creates an alert with a text""",
        asks="set a reminder | arrange a nudge | create an alert | have me reminded",
        roles=[
            role("text|message|note|what", "task", "to {} | with the note {} | with the text {}",
                 "What to be reminded of. | Text of the reminder", required=True),
            role("remind_at|at|trigger_time|due", "local_datetime", "at {} | going off {} | to pop up {}",
                 "When to alert, ISO 8601. | Date and time at which it goes off", required=True),
            role("repeat|recurrence|frequency|repeats", "choice", "{} | repeating {}",
                 "How often it comes back. | Recurrence of the reminder", default="none",
                 says={"none": "just once | only this one time", "daily": "every day | daily",
                       "weekly": "every week | once a week",
                       "monthly": "every month | on a monthly basis", "yearly": "each year | annually"}),
            role("priority|importance|urgency", "choice", "marked as {} | flagged {}",
                 "Importance. | How loud the alert is", default="normal",
                 says={"low": "low priority | unimportant", "normal": "normal priority | of ordinary importance",
                       "high": "high priority | urgent"}),
        ],
    ),
    action(
        "calendar", "reschedule event | move meeting | postpone appointment",
        does="""Move an event to another time.
                Reschedules an existing calendar entry and, if wanted, tells its guests
                Postpones or advances a meeting""",
        asks="reschedule a meeting | move my appointment | push the event to another time | change when we meet",
        roles=[
            role("event_id|meeting_id|entry_id|uid", "ticket_id", "with the id {} | for event {} | listed as {}",
                 "Id of the event. | Identifier that the calendar gave the entry", required=True),
            role("new_start|new_time|move_to|start", "local_datetime",
                 "to {} | so that it starts {} | with {} as the new start",
                 "New start, ISO 8601. | When it shall begin now", required=True),
            role("reason|explanation|note_to_guests", "message",
                 "giving {} as the reason | with the explanation {} | saying {}",
                 "Why it moves. | Text shown to the guests"),
            role("notify_guests|send_updates|inform_attendees", "flag", "{}",
                 "Whether guests are told. | True to mail the change to everyone invited",
                 says={True: "and let everyone know | with an update to the guests",
                       False: "without telling the guests | and keep it quiet"}),
        ],
    ),
    action(
        "calendar", "suggest meeting times | find common time | propose slots",
        does="""Suggest times for a meeting.
                Finds slots in a period at which all participants are free
                Proposes common times""",
        asks="find a time that suits everyone | suggest meeting times | propose some slots | see when we can all meet",
        questions="When can we all meet | Which times suit everyone | When is everybody free",
        roles=[
            role("participants|people|members|attendee_names", "people", "for {} | with {} | that works for {}",
                 "Who takes part. | Full names, as a list", required=True),
            role("period|date_range|window|between", "date_range",
                 "in the period {} | at some point {} | looking at {}",
                 "Period: start_date and end_date, YYYY-MM-DD. | First and last day to consider", required=True),
            role("minutes|length|meeting_minutes|duration", "duration_minutes",
                 "lasting {} | taking {} | with {} needed",
                 "Length in minutes. | How long it takes, minutes", within=(15, 180)),
            role("hours|working_hours|time_of_day|daily_window", "time_span",
                 "with meetings allowed {} | within the hours {} | on any day {}",
                 "Time of day: start and end, HH:MM. | Hours in which meetings may lie"),
            role("skip_weekends|weekdays_only|no_weekends", "flag", "{}",
                 "Whether to leave out weekends. | True for weekdays only", default=True,
                 says={True: "on weekdays only | leaving out weekends",
                       False: "including weekends | with weekends as an option"}),
        ],
    ),
]
