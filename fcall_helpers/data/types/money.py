"""Money and shares of a whole: amounts, percentages as fractions and as whole numbers, probabilities."""

from dataclasses import replace
from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, role
from fcall_helpers.data.types.draws import decimals, trim
from fcall_helpers.data.types.numberwords import digits, float_forms, grouped, large, words

_FRACTIONS = {
    **{0.5: "half", 0.25: "a quarter", 0.75: "three quarters", 0.2: "a fifth", 0.4: "two fifths", 0.1: "a tenth"},
    **{0.6: "three fifths", 0.8: "four fifths", 0.3: "three tenths", 0.7: "seven tenths", 0.9: "nine tenths"},
}


def draw_price(rng: Random) -> float:
    """From under a dollar to several thousand; often .99 or whole."""
    u, base = rng.random(), int(10 ** (rng.random() * 3.6))
    if u < 0.4:
        return float(base)
    if u < 0.6:
        return round(base + 0.99, 2)
    return round(base + rng.random(), 1 if u < 0.7 else 2)


def draw_sum(rng: Random) -> float:
    """From hundreds to millions, mostly round."""
    x = 10 ** (2 + rng.random() * 4.5)
    u = rng.random()
    if u < 0.75:
        return float(round(x, -4 if x > 500_000 else -3 if x > 20_000 else -2))
    return round(x, 0 if u < 0.9 else 2)


def amount(x: float) -> str:
    """An amount in figures, cents as two digits: 1200.5 is "1200.50", 1200.0 is "1200"."""
    return digits(x) if x == int(x) else f"{x:.2f}"


def cash_forms(sign: str, one: str, many: str):
    """Forms of an amount in one currency: "$49.99", "49.99 dollars", "fifty dollars"; never bare."""

    def forms(x: float) -> list[str]:
        plain, unit = amount(x), one if x == 1 else many
        apart = f"{x:,.2f}" if x != int(x) else grouped(x)
        said = words(x) if x == int(x) else ""
        short = [f"{sign}{text}" for text in large(x) if " " not in text]
        long = [f"{text} {unit}" for text in large(x) if " " in text]
        whole_cents = f"{sign}{x:,.2f}" if x == int(x) else ""
        spoken = said and f"{said} {unit}"
        return distinct(f"{sign}{apart}", f"{plain} {unit}", f"{sign}{plain}", *short, *long, whole_cents, spoken)

    return forms


dollars = cash_forms("$", "dollar", "dollars")


def _cents(n: int) -> list[str]:
    whole_dollars, rest = divmod(n, 100)
    both = f"{whole_dollars} dollar{'s' * (whole_dollars != 1)} and {rest} cent{'s' * (rest != 1)}"
    return distinct(
        f"${n / 100:,.2f}", f"{n} cents", both if rest and whole_dollars else "", "" if rest else f"${whole_dollars:,}"
    )


def _basis(rng: Random) -> float:
    """Any percentage; two in three are small, as rates of interest and of tax are."""
    return min(100.0, max(0.25, trim(rng, rng.random() * (12 if rng.random() < 0.65 else 100))))


def _rate(rng: Random) -> float:
    """A yearly rate in percent: a quarter or a half one, from 0.5 to 15, or any other up to 18."""
    return rng.randint(2, 60) / 4 if rng.random() < 0.7 else round(0.3 + 17.7 * rng.random(), 1)


def _reduction(rng: Random) -> float:
    """What is taken off or set aside, in percent: mostly a multiple of five."""
    return float(rng.randint(1, 18) * 5) if rng.random() < 0.6 else max(0.5, trim(rng, rng.random() ** 2 * 100))


def percent_forms(p: float) -> list[str]:
    """Forms of ``p`` per cent, the bare number not among them."""
    said = words(p) if p == int(p) else ""
    return distinct(f"{digits(p)}%", f"{digits(p)} percent", f"{digits(p)} per cent", said and f"{said} percent")


def _fraction(v: float) -> list[str]:
    """The bare decimal is not among them: "0.12 off" is twelve cents to most people."""
    first, *others = percent_forms(round(v * 100, 4))
    return distinct(first, others[0], _FRACTIONS.get(v, ""), *others[1:], f"{digits(v)} (as a fraction)")


def _percent_number(x: float) -> list[str]:
    first, *others = percent_forms(x)
    return distinct(first, *others)


def _setting(n: int) -> list[str]:
    first, *others = percent_forms(n)
    return distinct(first, *others, str(n))


def _probability(v: float) -> list[str]:
    p = digits(round(v * 100, 4))
    return distinct(digits(v), f"{p}%", f"{p} percent", f"{p} in 100" if v * 100 == int(v * 100) else "")


_price_usd = define(
    "price_usd",
    "number",
    draw_price,
    dollars,
    "price amount cost total unit_price payment_amount amount_usd bill_amount",
    """Amount in US dollars | Price in USD | The amount of money, in dollars | Cost (USD)
    | Amount in dollars, e.g. 49.99 for $49.99""",
    "for {} | of {} | at {} | in the amount of {} | costing {} | with an amount of {}",
)
_sum_usd = define(
    "budget_usd",
    "number",
    draw_sum,
    dollars,
    "budget total_budget available_funds spending_limit",
    "Budget in US dollars | The money available, in USD | Spending limit (USD), e.g. 25000 for $25k",
    "with a budget of {} | on a budget of {} | with {} to spend | spending at most {}",
)
_fraction_type = define(
    "discount",
    {"type": "number", "minimum": 0, "maximum": 1},
    lambda rng: round(_reduction(rng) / 100, 6),
    _fraction,
    "discount discount_rate reduction markdown",
    """Discount as a fraction, e.g. 0.25 for 25% | Reduction between 0 and 1 | Discount, as a decimal (0.1 is 10%)
    | Fraction to take off the price, 0.15 means 15 percent""",
    "with a discount of {} | with {} off | at a discount of {} | reduced by {}",
)
_percent_whole = define(
    "percentage",
    {"type": "integer", "minimum": 0, "maximum": 100},
    lambda rng: rng.randint(1, 20) * 5 if rng.random() < 0.5 else rng.randint(0, 100),
    _setting,
    "percentage percent level volume brightness opacity battery_level humidity",
    """Percentage from 0 to 100 | Level in percent, as a whole number | Value in percent, e.g. 25 for 25%
    | Setting between 0 and 100""",
    "to {} | at {} | set to {} | with {}",
)

MONEY: tuple[SemanticType, ...] = (
    _price_usd,
    role(
        _price_usd,
        "max_price",
        "max_price price_limit maximum_price price_max upper_price",
        "Highest price in USD | Upper price limit, in dollars | Maximum price to pay (USD)",
        "under {} | for at most {} | costing no more than {} | below {} | for up to {}",
    ),
    role(
        _price_usd,
        "min_price",
        "min_price minimum_price price_from lowest_price",
        "Lowest price in USD | Lower price limit, in dollars | Minimum price (USD)",
        "over {} | for at least {} | costing no less than {} | from {} upwards",
    ),
    define(
        "price_eur",
        "number",
        draw_price,
        cash_forms("€", "euro", "euros"),
        "amount_eur price_eur cost_eur price",
        "Amount in euros | Price in EUR | Cost (EUR), e.g. 12.5 for €12.50",
        "for {} | of {} | at {} | costing {}",
    ),
    define(
        "amount",
        "number",
        draw_price,
        lambda x: distinct(digits(x), grouped(x), amount(x), words(x) if x == int(x) else ""),
        "amount sum value transfer_amount amount_to_convert",
        "Amount of money | The sum to use, in the given currency | Monetary value",
        "the amount of {} | an amount of {} | {} in total | with the sum of {}",
    ),
    define(
        "amount_cents",
        {"type": "integer", "minimum": 1},
        lambda rng: max(1, round(draw_price(rng) * 100)),
        _cents,
        "amount_cents price_cents amount_in_cents charge_cents",
        "Amount in cents, e.g. 4999 for $49.99 | Price in the smallest unit (cents), an integer | US cents",
        "for {} | of {} | charging {} | in the amount of {}",
    ),
    _sum_usd,
    role(
        _sum_usd,
        "principal",
        "principal loan_amount investment_amount initial_investment deposit present_value",
        "Principal in US dollars | Amount invested or borrowed, in USD | Starting amount (USD)",
        "of {} | for {} | with a principal of {} | starting with {} | on {}",
    ),
    define(
        "salary",
        {"type": "integer", "minimum": 0},
        lambda rng: rng.randint(18, 260) * 1000 + (rng.randint(0, 9) * 100 if rng.random() < 0.3 else 0),
        dollars,
        "salary annual_salary annual_income yearly_income income",
        "Yearly income in US dollars | Annual salary (USD), whole dollars | Gross income a year, e.g. 85000 for $85k",
        "with an income of {} | earning {} a year | on a salary of {} | making {} a year",
    ),
    _fraction_type,
    role(
        replace(_fraction_type, draw=lambda rng: round(_rate(rng) / 100, 6)),
        "rate",
        "interest_rate annual_rate tax_rate growth_rate rate annual_return",
        """Rate as a decimal fraction, e.g. 0.05 for 5% | Yearly rate between 0 and 1 | The rate, 0.07 means 7 percent
        | Annual rate as a fraction""",
        "at a rate of {} | at {} | with a rate of {} | assuming a rate of {}",
    ),
    _percent_whole,
    role(
        replace(_percent_whole, forms=_percent_number),
        "tip_percent",
        "tip_percent tip_percentage gratuity tip",
        "Tip in percent, e.g. 20 for 20% | Gratuity as a whole percentage | Tip percentage (0 to 100)",
        "with a tip of {} | with {} as the tip | and tip {} | including a tip of {}",
    ),
    define(
        "percent_number",
        "number",
        _basis,
        _percent_number,
        "rate_percent interest_rate_percent percentage_rate apr vat_percent",
        "Rate in percent, e.g. 4.5 for 4.5% | Percentage as a number (7.25 means 7.25%) | Percent, not a fraction",
        "at {} | at a rate of {} | with a rate of {} | assuming {}",
    ),
    define(
        "probability",
        {"type": "number", "minimum": 0, "maximum": 1},
        lambda rng: rng.randint(1, 999) / 1000 if rng.random() < 0.5 else rng.randint(1, 19) / 20,
        _probability,
        "probability p prob confidence confidence_level threshold likelihood",
        "Probability between 0 and 1 | A probability, e.g. 0.3 for 30% | Confidence as a fraction of 1",
        "with a probability of {} | at {} | with p = {} | given a probability of {}",
    ),
    define(
        "ratio",
        "number",
        decimals(0.05, 20, 2),
        float_forms,
        "ratio aspect_ratio debt_ratio coefficient weight_ratio",
        "Ratio | Ratio of the two quantities, as a single number | Coefficient | The ratio a/b as a decimal",
        "with a ratio of {} | at a ratio of {} | using a ratio of {} | for the ratio {}",
    ),
    define(
        "exchange_rate",
        "number",
        decimals(0.01, 180, 4),
        lambda x: distinct(digits(x), grouped(x)),
        "exchange_rate conversion_rate fx_rate",
        "Exchange rate | Units of target currency for one unit of the source | Conversion rate as a number",
        "at an exchange rate of {} | using a rate of {} | at {} | with a conversion rate of {}",
    ),
)
