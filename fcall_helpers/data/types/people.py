"""Who: names, addresses on the net, phone numbers, companies and jobs. All of them are made up."""

import unicodedata
from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role, verbatim
from fcall_helpers.data.types.words_people import (
    COMPANY_ENDS,
    COMPANY_HEADS,
    COMPANY_TAILS,
    DEPARTMENTS,
    DOMAIN_ENDS,
    FIRST_NAMES,
    JOB_LEVELS,
    JOBS,
    LAST_NAMES,
    TEAM_ANIMALS,
)
from fcall_helpers.data.types.words_places import CITIES

_ASCII = str.maketrans({"ø": "o", "ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d"})
_CALLING_CODES = ("1", "1", "44", "49", "33", "34", "39", "351", "46", "47", "48", "52", "55", "61", "81", "91", "234")


def ascii_lower(text: str) -> str:
    """A name as it stands in addresses: lower case letters and digits only ("Bergström" to "bergstrom")."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalnum())


def draw_person(rng: Random) -> str:
    """ "Mira Lindqvist"; one name in ten has a second family name or an initial."""
    first, last, u = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES), rng.random()
    if u < 0.05:
        return f"{first} {last}-{rng.choice(LAST_NAMES)}"
    if u < 0.1:
        return f"{first} {rng.choice('ABCDEFGHJKLMNPRST')}. {last}"
    return f"{first} {last}"


def draw_domain(rng: Random) -> str:
    """ "cobaltlabs.io"."""
    return f"{rng.choice(COMPANY_HEADS)}{rng.choice(COMPANY_TAILS)}.{rng.choice(DOMAIN_ENDS)}".lower().replace(" ", "")


def draw_username(rng: Random) -> str:
    """ "mira_lindqvist", "mlindqvist42"."""
    first, last, u = ascii_lower(rng.choice(FIRST_NAMES)), ascii_lower(rng.choice(LAST_NAMES)), rng.random()
    if u < 0.35:
        return f"{first}{rng.choice('._-')}{last}"
    if u < 0.7:
        return f"{first[0]}{last}{rng.randint(1, 99)}"
    return f"{first}{rng.randint(1, 2010)}"


def draw_email(rng: Random) -> str:
    """ "mira.lindqvist@cobaltlabs.io"."""
    return f"{draw_username(rng)}@{draw_domain(rng)}"


def draw_company(rng: Random) -> str:
    """ "Cobalt Labs", "Heron Freight GmbH"."""
    return f"{rng.choice(COMPANY_HEADS)} {rng.choice(COMPANY_TAILS)}{rng.choice(COMPANY_ENDS)}"


def draw_phone(rng: Random) -> str:
    """E.164: a plus, the calling code, nine or ten digits."""
    code = rng.choice(_CALLING_CODES)
    return f"+{code}{rng.randint(2, 9)}{rng.randrange(10**9 if code == '1' else 10**8):0{9 if code == '1' else 8}}"


def phone_forms(value: str) -> list[str]:
    """A number as it is dialled, and in groups."""
    digits = value[1:]
    size = next(len(code) for code in _CALLING_CODES if digits.startswith(code))
    code, a, b, c = digits[:size], digits[size : size + 3], digits[size + 3 : size + 6], digits[size + 6 :]
    return [value, f"+{code} {a} {b} {c}", f"+{code}-{a}-{b}-{c}", f"+{code} ({a}) {b}-{c}", f"+{code} {a}.{b}.{c}"]


def draw_job(rng: Random) -> str:
    """ "senior data analyst"."""
    return rng.choice(JOB_LEVELS) + rng.choice(JOBS)


def draw_team(rng: Random) -> str:
    """ "Porto Falcons"."""
    return f"{rng.choice(CITIES)} {rng.choice(TEAM_ANIMALS)}"


_person = define(
    "full_name",
    "string",
    draw_person,
    verbatim,
    "name full_name person customer_name patient_name contact_name guest_name",
    "Full name | First and last name | Name of the person | The person's full name | Whose it is, first and last name",
    "for {} | in the name of {} | under the name {} | on behalf of {}",
)
_email = define(
    "email",
    {"type": "string", "format": "email"},
    draw_email,
    lambda value: [value, f"<{value}>"],
    "email email_address user_email contact_email",
    "E-mail address | Email | Address for the confirmation | The user's e-mail address",
    "for {} | with the email {} | using {} | with {} as the contact",
)
_team = define(
    "team",
    "string",
    draw_team,
    lambda name: [name] if name.startswith("The ") else [name, f"the {name}"],
    "team team_name club squad",
    "Name of the team | Team | Club, city and name | Sports team, without the article",
    "for {} | of {} | playing for {}",
)

PEOPLE: tuple[SemanticType, ...] = (
    _person,
    role(
        _person,
        "author",
        "author artist director writer actor composer performer",
        "Name of the author | Who made it, full name | Artist | The creator's full name",
        "by {} | from {} | made by {} | with {} as its author",
    ),
    role(
        _person,
        "assignee",
        "assignee assigned_to owner responsible reviewer",
        "Who takes care of it, full name | Assignee | Person responsible | Full name of the owner",
        "assigned to {} | and assign it to {} | with {} in charge | owned by {}",
    ),
    define(
        "first_name",
        "string",
        one_of(FIRST_NAMES),
        verbatim,
        "first_name given_name name nickname",
        "First name | Given name | The person's first name | What the person is called",
        "for {} | named {} | called {} | by the name of {}",
    ),
    define(
        "last_name",
        "string",
        one_of(LAST_NAMES),
        verbatim,
        "last_name surname family_name",
        "Last name | Family name | Surname of the person",
        "with the last name {} | with the surname {} | under the family name {}",
    ),
    _email,
    role(
        _email,
        "recipient",
        "to recipient recipient_email send_to to_address",
        "E-mail address of the recipient | Who gets it (e-mail) | Recipient's address",
        "to {} | addressed to {} | and send it to {}",
    ),
    role(
        _email,
        "sender",
        "sender from_address sender_email reply_to",
        "E-mail address of the sender | From address | Where it comes from (e-mail)",
        "from {} | sent by {} | sent from {}",
    ),
    define(
        "phone",
        {"type": "string", "pattern": "^\\+[0-9]{8,15}$"},
        draw_phone,
        phone_forms,
        "phone phone_number mobile contact_number recipient_phone tel",
        """Phone number in E.164 form, e.g. +14155550123 | Phone number with country code, digits only after the plus
        | Mobile number (E.164)""",
        "to {} | with the phone number {} | at {} | reachable at {}",
    ),
    define(
        "username",
        "string",
        draw_username,
        lambda name: [name, f"@{name}", f'"{name}"'],
        "username user user_name login handle account_name",
        "User name | Login of the user | Account name | The handle, without @",
        "for {} | for the user {} | as {} | of {}",
    ),
    define(
        "company",
        "string",
        draw_company,
        lambda name: distinct(name, f'"{name}"'),
        "company company_name organization employer business vendor supplier client",
        "Company | Name of the company | Organization | The business, by its full name",
        "for {} | at {} | of {} | with {}",
    ),
    define(
        "brand",
        "string",
        one_of(COMPANY_HEADS),
        verbatim,
        "brand manufacturer make label",
        "Brand | Manufacturer | Brand name | Who makes it",
        "by {} | from {} | of the brand {} | made by {}",
    ),
    define(
        "job_title",
        "string",
        draw_job,
        lambda job: [f"{'an' if job[0] in 'aeiou' else 'a'} {job}", job, f'"{job}"'],
        "job_title occupation position profession role",
        "Job title | Occupation | Profession, without the article | The role's title",
        "for {} | as {} | working as {}",
    ),
    define(
        "department",
        "string",
        one_of(DEPARTMENTS),
        lambda name: [name, f"the {name} department"],
        "department team division business_unit",
        "Department | Name of the department | Part of the company",
        "for {} | in {} | from {} | within {}",
    ),
    _team,
    role(
        _team,
        "opponent",
        "opponent away_team opposing_team rival",
        "The other team | Opponent | Name of the opposing team, without the article",
        "against {} | playing against {} | versus {}",
    ),
)
