"""Short texts out of word lists: messages, notes, titles, search queries."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, always_quoted, define, one_of, quoted, role
from fcall_helpers.data.types.clocks import clock
from fcall_helpers.data.types.dates import WEEKDAYS
from fcall_helpers.data.types.numberwords import say
from fcall_helpers.data.types.words_people import FIRST_NAMES
from fcall_helpers.data.types.words_places import CITIES, STREETS
from fcall_helpers.data.types.words_things import (
    ADJECTIVES,
    CHORES,
    DISHES,
    EVENTS,
    INGREDIENTS,
    NOUNS,
    ORGANISMS,
    PRODUCT_ADJECTIVES,
    PRODUCTS,
    SYMPTOMS,
    TOPICS,
)

_OPENERS = (
    "",
    "",
    "",
    "Hi {first}, ",
    "Hello {first}, ",
    "Dear {first}, ",
    "Good news: ",
    "Reminder: ",
    "Quick note: ",
)
_BODIES = (
    *(
        "the {event} moves to {weekday} at {time}",
        "please bring the {product} on {weekday}",
        "I will be {n} minutes late",
    ),
    *("can you {chore} before {weekday}?", "the {product} has arrived", "we are out of {food}", "see you at {time}"),
    *(
        "thanks for the {dish} yesterday",
        "please {chore}",
        "don't forget the {event} on {weekday}",
        "I am in {city} now",
    ),
    *(
        "the {event} is cancelled",
        "meet me at {street} Street at {time}",
        "we need {n} more {food}",
        "the train to {city} is late",
    ),
    *("could we talk about {topic} on {weekday}?", "I left the {product} at the office", "dinner is {dish} tonight"),
    *("your {product} is ready for pickup", "the {event} starts at {time}, not earlier", "{n} people signed up so far"),
)
_CLOSERS = (
    "",
    "",
    "",
    "",
    " Thank you!",
    " See you soon.",
    " Best, {first}",
    " Please confirm.",
    " Sorry!",
    " Call me.",
)
_TITLES = (
    *("The {A} {N}", "The {A} {N}", "{A} {N}", "{N} of the {N2}", "The {N}", "The {N} and the {N2}", "This {A} {N}"),
    *(
        "Beyond the {N}",
        "The Last {N} of {city}",
        "{A} {N}s",
        "Letters to the {N}",
        "The {N} in the {N2}",
        "Before the {N}",
    ),
    *("{first} and the {N}", "{city} {N}", "Under the {A} {N}", "My {A} {N}", "Where the {N} Ends", "No {N} Tonight"),
)
_SONGS = (
    *("{A} {N}", "{N} on {N2}", "Dancing with the {N}", "Take Me to the {N}", "{city} in the {A} {N}", "Hey, {first}"),
    *(
        "{N} Blues",
        "Waiting for {first}",
        "When the {N} Calls",
        "{A} Like the {N}",
        "Say It to the {N}",
        "{N}, {N}, {N}",
    ),
)
_QUERIES = (
    *("best {dish} in {city}", "how to {chore}", "{product} reviews", "history of {topic}", "{topic} for beginners"),
    *(
        "cheap {product}",
        "{adj} {product}",
        "{dish} recipe with {food}",
        "{topic} course in {city}",
        "{organism} habitat",
    ),
    *(
        "{city} weather in winter",
        "{topic} news",
        "where to buy {food} in {city}",
        "{symptom} causes",
        "latest on {topic}",
    ),
)
_NOTES = (
    *(
        "{chore}",
        "{chore} and {chore2}",
        "buy {food} and {food2}",
        "ask {first} about the {event}",
        "{product}: check the price",
    ),
    *(
        "idea for the {event}: {dish}",
        "read about {topic}",
        "no {food} please",
        "call {first} on {weekday}",
        "allergic to {food}",
    ),
)
_EVENT_TITLES = (
    *(
        "{event}",
        "{event} with {first}",
        "{weekday} {event}",
        "{event} in {city}",
        "{event}: {topic}",
        "{first}'s {event}",
    ),
    *("call with {first}", "{topic} workshop", "trip to {city}", "dinner with {first}"),
)
_PLAIN_REVIEWS = (
    *(
        "The {product} broke after {n} days.",
        "Love it: {product} as described, sent within {n} days.",
        "The {dish} was cold and late.",
    ),
    *(
        "Great {dish}, friendly staff, fair price.",
        "{first} helped us at once, thank you.",
        "The room in {city} was noisy.",
    ),
    *("Not worth the money: the {product} lasted {n} weeks.", "A {dish} like in {city}, wonderful!"),
    *("The {event} was too long, but I liked the {food}.", "We still use the {product} after {n} months."),
)


def _fill(rng: Random, pattern: str) -> str:
    """A pattern with every slot filled; "2" after a slot's name makes it another slot of the same kind."""
    if "{" not in pattern:
        return pattern
    out, rest = [], pattern
    drawn: dict[str, str] = {}
    while rest:
        before, _, rest = rest.partition("{")
        out.append(before)
        if rest:
            slot, _, rest = rest.partition("}")
            if slot not in drawn:
                drawn[slot] = _SLOTS[slot.rstrip("2")](rng)
            out.append(drawn[slot])
    return "".join(out)


_SLOTS = {
    **{"first": one_of(FIRST_NAMES), "city": one_of(CITIES), "street": one_of(STREETS), "weekday": one_of(WEEKDAYS)},
    **{"event": one_of(EVENTS), "product": one_of(PRODUCTS), "chore": one_of(CHORES), "food": one_of(INGREDIENTS)},
    **{"dish": one_of(DISHES), "topic": one_of(TOPICS), "A": one_of(ADJECTIVES), "N": one_of(NOUNS)},
    **{"adj": one_of(PRODUCT_ADJECTIVES), "organism": one_of(ORGANISMS), "symptom": one_of(SYMPTOMS)},
    "time": lambda rng: clock(rng.randint(7, 22), rng.choice((0, 15, 30, 45))),
    "n": lambda rng: str(n) if (n := rng.randint(2, 45)) > 12 else rng.choice((str(n), say(n))),
}


def filler(*patterns: str):
    """A ``draw`` that fills one of the patterns."""
    return lambda rng: _fill(rng, rng.choice(patterns))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def draw_message(rng: Random) -> str:
    """ "Hi Noor, the team lunch moves to Friday at 1:00 PM. See you soon." """
    opener, body, closer = (_fill(rng, rng.choice(texts)) for texts in (_OPENERS, _BODIES, _CLOSERS))
    stop = "" if body.endswith("?") or not (closer or rng.random() < 0.6) else "."
    return _capital(f"{opener}{body}{stop}{closer}")


def draw_title(rng: Random) -> str:
    """ "The Silent Orchard"."""
    return _fill(rng, rng.choice(_TITLES))


def _draw_subject(rng: Random) -> str:
    return _capital(_fill(rng, rng.choice(_EVENT_TITLES + _NOTES[:5])))


def _draw_paragraph(rng: Random) -> str:
    return " ".join(_fill(rng, pattern) for pattern in rng.sample(_PLAIN_REVIEWS, rng.choice((1, 1, 2))))


_title = define(
    "title",
    "string",
    draw_title,
    quoted,
    "title movie_title book_title movie film_name book work",
    "Title | Title of the film or book | Name of the work | The exact title",
    "for {} | of {} | with the title {} | titled {}",
)

TEXTS: tuple[SemanticType, ...] = (
    define(
        "message",
        "string",
        draw_message,
        always_quoted,
        "message text body content message_text sms_text",
        "Message | Text to send | What the message says | Body of the message | Content, as plain text",
        "saying {} | with the message {} | that says {} | with the text {}",
    ),
    define(
        "note",
        "string",
        filler(*_NOTES),
        always_quoted,
        "note notes comment remark memo instructions",
        "Note | Remark to keep with it | Comment | Free text",
        "with the note {} | with a note saying {} | and note {} | adding the comment {}",
    ),
    define(
        "subject_line",
        "string",
        _draw_subject,
        quoted,
        "subject subject_line headline topic_line",
        "Subject line | Subject of the e-mail | Headline",
        "with the subject {} | under the subject {} | titled {}",
    ),
    define(
        "event_title",
        "string",
        filler(*_EVENT_TITLES),
        quoted,
        "event_title event_name meeting_title summary title",
        "Title of the event | Name of the event | What is planned | Short title for the calendar",
        "for {} | called {} | titled {} | named {}",
    ),
    define(
        "search_query",
        "string",
        filler(*_QUERIES),
        quoted,
        "query search_query q search_term keywords",
        "Search query | What to search for | Keywords | Query, as typed",
        "for {} | matching {} | with the query {} | about {}",
    ),
    define(
        "text",
        "string",
        _draw_paragraph,
        always_quoted,
        "text input_text paragraph review sentence passage",
        "Text to work on | Input text | The passage | Text, one or more sentences",
        "for {} | of {} | with the text {} | in the text {}",
    ),
    _title,
    role(
        _title,
        "playlist",
        "playlist playlist_name album collection folder_name",
        "Name of the playlist | Album or collection | Collection to use",
        "in {} | to {} | from {} | called {}",
    ),
    define(
        "song",
        "string",
        filler(*_SONGS),
        quoted,
        "song song_title track track_name song_name",
        "Song | Title of the song | Track to play | Name of the track",
        "with {} | for {} | starting with {} | of {}",
    ),
)
