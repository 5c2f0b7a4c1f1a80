"""Objects of shops and tables: an amount with its currency, items with quantities, a filter, dimensions."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.codes import draw_sku
from fcall_helpers.data.types.maths import listing
from fcall_helpers.data.types.money import amount, dollars, draw_price
from fcall_helpers.data.types.numberwords import digits, say
from fcall_helpers.data.types.objects import INTEGER, NUMBER, TEXT, fields
from fcall_helpers.data.types.standards import CURRENCIES
from fcall_helpers.data.types.words_things import PRODUCTS

_SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}


def _draw_money(rng: Random) -> dict:
    return {"amount": draw_price(rng), "currency": rng.choice(CURRENCIES)}


def _money(value: dict) -> list[str]:
    figures, code = amount(value["amount"]), value["currency"]
    symbol = f"{_SYMBOLS[code]}{figures}" if code in _SYMBOLS else ""
    return distinct(f"{figures} {code}", symbol, f"{code} {figures}", f"{value['amount']:,.2f} {code}")


_FILTER_FIELDS = ("price", "rating", "age", "quantity", "year", "score", "weight", "distance", "salary", "stock")
_OPERATORS = {
    "gt": ("above", ">", "greater than"),
    "lt": ("below", "<", "less than"),
    "gte": ("of at least", ">=", "not below"),
    "lte": ("of at most", "<=", "not above"),
    "eq": ("equal to", "=", "of exactly"),
}


def _draw_filter(rng: Random) -> dict:
    value = round(10 ** rng.uniform(0, 3.5), rng.choice((0, 0, 0, 1))) + 0.0
    return {"field": rng.choice(_FILTER_FIELDS), "operator": rng.choice([*_OPERATORS]), "value": value}


def _filter(value: dict) -> list[str]:
    field, number = value["field"], digits(value["value"])
    return [f"{field} {said} {number}" for said in _OPERATORS[value["operator"]]]


def _draw_size(rng: Random) -> dict:
    half = rng.choice((0.0, 0.0, 0.0, 0.5))
    return {side: float(rng.randint(1, 150)) + half for side in ("length", "width", "height")}


def _size(value: dict) -> list[str]:
    a, b, c = map(digits, value.values())
    return [
        f"{a} x {b} x {c} cm",
        f"{a} × {b} × {c} cm",
        f"{a} cm long, {b} cm wide and {c} cm high",
        f"{a} by {b} by {c} centimeters",
    ]


def _draw_prices(rng: Random) -> dict:
    low, high = sorted((draw_price(rng), draw_price(rng)))
    return {"min": low, "max": high + 1.0 if low == high else high}


def _prices(value: dict) -> list[str]:
    low, high = dollars(value["min"]), dollars(value["max"])
    return distinct(f"{low[0]} to {high[0]}", f"{low[1]} to {high[1]}", f"from {low[0]} up to {high[0]}")


def _draw_line(rng: Random) -> dict:
    return {"product": rng.choice(PRODUCTS), "quantity": rng.randint(1, 24)}


def _line(value: dict) -> list[str]:
    product, n = value["product"], value["quantity"]
    return [f"{n} x {product}", f"{product} ({n})", f"{n}× {product}", f"{say(n)} times {product}"]


def _draw_lines(rng: Random) -> list[dict]:
    names = rng.sample(PRODUCTS, rng.choice((1, 2, 2, 3)))
    return [{"product": name, "quantity": rng.randint(1, 12)} for name in names]


def _lines(values: list[dict]) -> list[str]:
    ways = [_line(value) for value in values]
    return [listing([way[k] for way in ways]) for k in range(3)]


_item_schema = fields({"product": "Name of the product", "quantity": {**INTEGER, "minimum": 1}})

OBJECTS_SHOP: tuple[SemanticType, ...] = (
    define(
        "money",
        fields({"amount": NUMBER, "currency": "ISO 4217 code"}),
        _draw_money,
        _money,
        "amount price total payment budget money",
        "Amount with its currency (ISO 4217) | Sum of money | Price: amount and three-letter currency code",
        "of {} | for {} | with {} | at {}",
    ),
    define(
        "filter",
        fields(
            {
                "field": {**TEXT, "enum": [*_FILTER_FIELDS]},
                "operator": {**TEXT, "enum": [*_OPERATORS]},
                "value": NUMBER,
            }
        ),
        _draw_filter,
        _filter,
        "filter condition where criterion",
        "Filter with field, operator and value | Condition that rows must meet | What to keep",
        "with {} | where {} | keeping only {}",
    ),
    define(
        "dimensions",
        fields({"length": NUMBER, "width": NUMBER, "height": NUMBER}),
        _draw_size,
        _size,
        "dimensions size box_size package_dimensions",
        "Length, width and height in centimeters | Size of the box (cm) | Outer dimensions in cm",
        "measuring {} | with the dimensions {} | of {}",
    ),
    define(
        "price_range",
        fields({"min": NUMBER, "max": NUMBER}),
        _draw_prices,
        _prices,
        "price_range budget_range price",
        "Lowest and highest price in US dollars | Price range (USD)",
        "for {} | in the price range {} | costing {}",
    ),
    define(
        "line_item",
        _item_schema,
        _draw_line,
        _line,
        "item line_item order_item",
        "Product and how many of it | One line of the order",
        "with {} | for {} | adding {}",
    ),
    define(
        "line_items",
        {"type": "array", "items": _item_schema},
        _draw_lines,
        _lines,
        "items line_items order_items cart products",
        "Products and their quantities | Lines of the order | What is in the cart",
        "with {} | for {} | containing {}",
    ),
    define(
        "stock_change",
        fields({"sku": "Product code", "change": {**INTEGER, "description": "Pieces added, negative if removed"}}),
        lambda rng: {"sku": draw_sku(rng), "change": rng.randint(1, 400) * rng.choice((1, 1, -1))},
        lambda value: [
            f"{abs(value['change'])} pieces of {value['sku']} {'added' if value['change'] > 0 else 'removed'}",
            f"{value['sku']}: {value['change']:+}",
        ],
        "change adjustment stock_change update",
        "Product and the change of its stock, negative if pieces leave | Stock movement",
        "for {} | with {} | recording {}",
    ),
)
