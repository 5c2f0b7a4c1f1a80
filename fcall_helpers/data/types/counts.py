"""Whole numbers: how many, which one, how old."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role
from fcall_helpers.data.types.draws import dozen, measure, signed, whole
from fcall_helpers.data.types.numberwords import digits, float_forms, ordinal, say, say_ordinal, whole_forms

AT_LEAST_ONE = {"type": "integer", "minimum": 1}


def _count_forms(n: int) -> list[str]:
    return [*whole_forms(n), *dozen(n)]


def _times(n: int) -> list[str]:
    once = {1: "once", 2: "twice"}.get(n, "")
    return distinct(f"{n} times" if n > 1 else "1 time", once, f"{say(n)} times" if n > 1 else "")


def _aged(n: int) -> list[str]:
    return [str(n), f"{n} years old", say(n)]


def _nth(n: int) -> list[str]:
    said = [f"the {say_ordinal(n)} position"] if n <= 31 else []
    return [f"position {n}", f"the {ordinal(n)} position", *said, f"number {n}"]


def _people(n: int) -> list[str]:
    noun = "person" if n == 1 else "people"
    return distinct(f"{n} {noun}", str(n), f"{say(n)} {noun}", f"{n} guests" if n > 1 else "1 guest", *dozen(n))


def _floor(n: int) -> list[str]:
    below = ["the basement"] if n == -1 else ["the ground floor"] if n == 0 else []
    nth = [f"the {ordinal(n)} floor", f"the {say_ordinal(n)} floor"] if n > 0 else []
    return [f"floor {n}", *below, *nth, f"level {n}"]


def _figures(n: int) -> list[str]:
    return distinct(str(n), f"{n:,}")


def _places(n: int) -> list[str]:
    unit = "decimal place" if n == 1 else "decimal places"
    return distinct(f"{n} {unit}", f"{say(n)} {unit}", f"{n} decimal{'s' * (n != 1)}")


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, int(n**0.5) + 1))


_SMALL, _LARGE = measure(-20, 100), measure(-500, 5000)


def _number(rng: Random) -> float:
    """Three in five are small, as the numbers of exercises are."""
    return (_SMALL if rng.random() < 0.6 else _LARGE)(rng)


PRIMES = tuple(n for n in range(8000) if _is_prime(n))

count = define(
    "count",
    "integer",
    whole(1, 5000),
    _count_forms,
    "count num_items number_of_items total_count amount_of_items item_count",
    "How many | Number of items | The count, a whole number | The number of units involved | Total number to process",
    "{} of them | a total of {} | with a count of {} | {} in total | for a total of {}",
)

COUNTS: tuple[SemanticType, ...] = (
    count,
    define(
        "small_count",
        AT_LEAST_ONE,
        lambda rng: rng.randint(1, 12) if rng.random() < 0.7 else rng.randint(1, 30),
        _count_forms,
        "count number_of_items num_items amount how_many",
        "How many | Number of items, at least 1 | The count, a small whole number | How many are wanted",
        "{} of them | a total of {} | with a count of {} | {} in total",
    ),
    role(
        count,
        "quantity",
        "quantity qty units order_quantity pieces",
        "Quantity | Number of units to order | How many pieces are wanted | The quantity, as an integer",
        "with a quantity of {} | {} pieces | {} units | a quantity of {} | in a quantity of {}",
    ),
    define(
        "guests",
        AT_LEAST_ONE,
        lambda rng: rng.randint(1, 12) if rng.random() < 0.85 else rng.randint(10, 60),
        _people,
        "guests party_size num_guests number_of_people attendees group_size passengers",
        """Number of people | Party size | How many people take part, as a whole number | Number of guests, at least 1
        | The size of the group""",
        "for {} | for a group of {} | for a party of {} | and plan for {}",
    ),
    define(
        "limit",
        AT_LEAST_ONE,
        whole(1, 100),
        whole_forms,
        "limit max_results top_n page_size num_results max_items top_k",
        "Maximum number of results | How many results to return at most | Result limit | Upper bound on returned items",
        "limited to {} | at most {} results | the top {} | no more than {} results | and show me {} of them | up to {}",
    ),
    define(
        "page",
        AT_LEAST_ONE,
        whole(1, 300),
        lambda n: [f"page {n}", str(n), f"page number {n}", f"the {ordinal(n)} page"],
        "page page_number page_index",
        "Page number, starting at 1 | Which page of the results to return | 1-based page index",
        "on {} | from {} | starting with {} | for {}",
    ),
    define(
        "integer",
        "integer",
        signed(100_000),
        whole_forms,
        "n number value integer x num input_value",
        "An integer | The number to work on | Input value, a whole number | The integer to use | A signed integer",
        "for {} | with {} | of {} | using {} | for the number {} | with the value {}",
    ),
    define(
        "number",
        "number",
        _number,
        float_forms,
        "x value number input_number operand",
        "A number | The number to work on | Input value | The value to use, a real number",
        "for {} | with {} | of {} | using {} | for the number {} | with the value {}",
    ),
    define(
        "small_number",
        "number",
        measure(-12, 30),
        float_forms,
        "x value number operand factor",
        "A number, may be fractional | Value, as a float | The number to use (float)",
        "for {} | with {} | of {} | using {} | with the value {}",
    ),
    define(
        "positive_integer",
        AT_LEAST_ONE,
        whole(1, 20_000),
        whole_forms,
        "n size length iterations num_samples sample_size",
        "A positive integer | Number of samples | How many values to produce | The size, at least 1",
        "with {} | of size {} | for n = {} | using {} | with a size of {}",
    ),
    define(
        "population",
        "integer",
        whole(200, 60_000_000),
        whole_forms,
        "population inhabitants num_residents population_size num_users",
        "Number of inhabitants | Population size | Number of people, as an integer | Total population",
        "with a population of {} | of {} | with {} people | for {} people",
    ),
    define(
        "age",
        {"type": "integer", "minimum": 0, "maximum": 120},
        lambda rng: rng.randint(1, 99),
        _aged,
        "age age_years user_age patient_age current_age",
        "Age in years | Age of the person | How old the person is, in years | The age as a whole number",
        "for someone who is {} | for a person aged {} | at the age of {} | for somebody who is {}",
    ),
    define(
        "position",
        AT_LEAST_ONE,
        lambda rng: rng.randint(1, 120),
        _nth,
        "position rank place line_number step_number slot",
        "Position, starting at 1 | Rank, 1 for the first | The 1-based position | Which one, counted from 1",
        "at {} | in {} | for {}",
    ),
    define(
        "floor_level",
        "integer",
        lambda rng: rng.randint(-1, 60),
        _floor,
        "floor level floor_number storey",
        "Floor number, 0 is the ground floor and -1 the basement | Which floor (0 for ground) | Level, as an integer",
        "on {} | for {} | located on {}",
    ),
    define(
        "repetitions",
        AT_LEAST_ONE,
        lambda rng: rng.randint(1, 6) if rng.random() < 0.7 else rng.randint(1, 20),
        _times,
        "repeat times repetitions num_repeats attempts retries",
        "How many times | Number of repetitions | How often to do it | Number of attempts, at least 1",
        "{} | and do it {} | repeated {} | and try it {}",
    ),
    define(
        "steps",
        "integer",
        whole(100, 40_000),
        whole_forms,
        "steps step_count daily_steps num_steps",
        "Number of steps | Steps taken | Step count for the day | Steps walked, as an integer",
        "with {} steps | for {} steps | at {} steps | after {} steps",
    ),
    define(
        "calories",
        "integer",
        whole(40, 6000),
        lambda n: distinct(f"{n} calories", f"{n} kcal", f"{n:,} calories", str(n)),
        "calories calorie_limit kcal max_calories energy_kcal",
        "Energy in kilocalories | Calories (kcal) | Calorie value, whole kcal | Energy content in kcal",
        "with {} | for {} | at {} | of {}",
    ),
    define(
        "seed",
        "integer",
        whole(0, 100_000),
        _figures,
        "seed random_seed rng_seed",
        "Random seed | Seed of the random generator | Seed, so that results can be repeated",
        "with seed {} | using seed {} | with the random seed {} | seeded with {}",
    ),
    define(
        "port",
        {"type": "integer", "minimum": 1, "maximum": 65535},
        lambda rng: rng.choice((80, 443, 3000, 5432, 8000, 8080)) if rng.random() < 0.3 else rng.randint(1024, 65535),
        lambda n: [str(n), f"port {n}"],
        "port port_number listen_port server_port",
        "TCP port | Port number, 1 to 65535 | The port to connect to | Port of the server",
        "on {} | listening on {} | through {}",
    ),
    define(
        "prime",
        "integer",
        one_of(PRIMES),
        _figures,
        "prime prime_number modulus p",
        "A prime number | The prime to use | Prime modulus | A prime p",
        "for the prime {} | modulo {} | with the prime {} | using the prime {}",
    ),
    define(
        "number_base",
        {"type": "integer", "minimum": 2, "maximum": 36},
        lambda rng: rng.choice((2, 8, 10, 16)) if rng.random() < 0.5 else rng.randint(2, 36),
        lambda n: distinct(f"base {n}", {2: "binary", 8: "octal", 10: "decimal", 16: "hexadecimal"}.get(n, "")),
        "base to_base radix target_base number_base",
        "Number base, 2 to 36 | The radix, e.g. 2 for binary and 16 for hexadecimal | Base of the number system",
        "in {} | to {} | into {} | using {}",
    ),
    define(
        "precision",
        {"type": "integer", "minimum": 0, "maximum": 15},
        lambda rng: rng.randint(1, 4) if rng.random() < 0.8 else rng.randint(0, 12),
        _places,
        "precision decimals decimal_places digits ndigits",
        "Number of decimal places | Digits after the decimal point | How many decimals to keep",
        "rounded to {} | with a precision of {} | to {} | rounding to {}",
    ),
    define(
        "room_count",
        AT_LEAST_ONE,
        lambda rng: rng.randint(1, 12),
        lambda n: [f"{n} bedroom{'s' * (n > 1)}", f"{say(n)} bedroom{'s' * (n > 1)}"],
        "bedrooms num_bedrooms min_bedrooms bedroom_count",
        "Number of bedrooms | How many bedrooms | Bedrooms, as an integer | Bedroom count",
        "with {} | having {} | that has {}",
    ),
    define(
        "multiplier",
        "number",
        measure(0, 40),
        lambda x: distinct(
            digits(x), f"{digits(x)}x", *({2.0: ["double"], 3.0: ["triple"], 0.5: ["half"]}.get(x, [])), repr(x)
        ),
        "factor multiplier scale scale_factor zoom",
        "Scale factor, 1.0 leaves it unchanged | Multiplier | Factor to multiply by, 2 doubles it | Zoom factor",
        "by a factor of {} | with a factor of {} | scaled by {} | with the multiplier {}",
    ),
)
