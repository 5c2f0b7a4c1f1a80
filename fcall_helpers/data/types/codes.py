"""Identifiers that shops, offices and carriers hand out; they are copied letter by letter."""

import string
from random import Random

from fcall_helpers.data.types.base import SemanticType, define, quoted
from fcall_helpers.data.types.words_people import COMPANY_HEADS, COMPANY_TAILS

UPPER, DIGITS, HEX = string.ascii_uppercase, string.digits, "0123456789abcdef"
_SAFE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0/O and no 1/I, as ticket codes avoid them


def some(rng: Random, letters: str, n: int) -> str:
    """``n`` letters out of ``letters``."""
    return "".join(rng.choices(letters, k=n))


def draw_order_id(rng: Random) -> str:
    """ORD-48213, A7K3-9921, 10482213 and the like."""
    u = rng.random()
    if u < 0.45:
        prefix = rng.choice(("ORD", "ORDER", "PO", "SO", "WEB", "SHOP", "ON", "R"))
        return f"{prefix}{rng.choice(('-', '-', '', '#', '_'))}{rng.randint(100, 9_999_999)}"
    if u < 0.7:
        return f"{some(rng, _SAFE, 4)}-{rng.randint(1000, 9999)}"
    if u < 0.85:
        return str(rng.randint(10_000, 99_999_999))
    return f"{some(rng, UPPER, 2)}{rng.randint(2018, 2030)}-{rng.randint(1, 9999):04}"


def _order_forms(value: str) -> list[str]:
    return [value, f'"{value}"', *([] if value.startswith("#") else [f"#{value}"])]


def _draw_invoice(rng: Random) -> str:
    if rng.random() < 0.6:
        return f"INV-{rng.randint(2018, 2030)}-{rng.randint(1, 9999):04}"
    return f"{rng.choice(('INV', 'RE', 'FA', 'BILL'))}{rng.choice(('', '-', '/'))}{rng.randint(1000, 999_999)}"


def draw_sku(rng: Random) -> str:
    """ "LAMP-BLK-042", "KT4-8831"."""
    if rng.random() < 0.5:
        return f"{some(rng, UPPER, rng.randint(2, 4))}-{some(rng, UPPER, 3)}-{rng.randint(1, 999):03}"
    return f"{some(rng, _SAFE, 3)}-{rng.randint(100, 99_999)}"


def draw_ticker(rng: Random) -> str:
    """One to five capitals, most often three or four."""
    return some(rng, UPPER, rng.choice((2, 3, 3, 3, 4, 4, 4, 4, 5)))


def _draw_plate(rng: Random) -> str:
    u = rng.random()
    if u < 0.4:
        return f"{some(rng, UPPER, 3)}-{rng.randint(100, 9999)}"
    if u < 0.7:
        return f"{some(rng, UPPER, 2)}-{rng.randint(100, 999)}-{some(rng, UPPER, 2)}"
    return f"{some(rng, UPPER, 2)}{rng.randint(10, 99)} {some(rng, UPPER, 3)}"


def _prefixed(*prefixes: str):
    def draw(rng: Random) -> str:
        mark = rng.choice(("-", "_", ""))
        return f"{rng.choice(prefixes)}{mark}{rng.randint(1, 99_999):0{rng.choice((1, 3, 5))}}"

    return draw


_COURSES = ("BIO", "CHEM", "CS", "ECON", "ENG", "GEO", "HIST", "LAW", "LING", "MATH", "MUS", "PHIL", "PHYS", "STAT")


def _draw_coupon(rng: Random) -> str:
    head = rng.choice(("SAVE", "SPRING", "WELCOME", "EXTRA", "FALL", "VIP", "THANKS", "FREE", "LUCKY", "BACK"))
    return f"{head}{rng.randint(1, 2030)}" if rng.random() < 0.6 else f"{head}-{some(rng, _SAFE, 5)}"


def _draw_seat(rng: Random) -> str:
    return f"{rng.randint(1, 60)}{rng.choice('ABCDEFGHJK')}"


def _draw_room(rng: Random) -> str:
    u = rng.random()
    if u < 0.5:
        return f"{rng.randint(1, 25)}{rng.randint(0, 40):02}"
    return f"{rng.choice('ABCDEFG')}{rng.choice(('', '-', '.'))}{rng.randint(1, 420)}"


CODES: tuple[SemanticType, ...] = (
    define(
        "order_id",
        "string",
        draw_order_id,
        _order_forms,
        "order_id order_number order purchase_id order_ref",
        "Order number | Identifier of the order, without a leading # | Order id | The order's reference",
        "for order {} | for {} | of order {} | with the order number {}",
    ),
    define(
        "customer_id",
        "string",
        _prefixed("C", "CUST", "CUS", "USR", "user", "client", "M", "acct"),
        quoted,
        "customer_id user_id account_id client_id member_id",
        "Customer id | Identifier of the user | Account identifier | Id of the account",
        "for customer {} | for {} | of the account {} | with the id {}",
    ),
    define(
        "ticket_id",
        "string",
        _prefixed("TCK", "T", "CASE", "REQ", "BUG", "ISSUE", "HELP", "SUP"),
        quoted,
        "ticket_id case_id issue_id ticket request_id",
        "Ticket id | Identifier of the case | Ticket number | Id of the request",
        "for ticket {} | on {} | about case {} | for {}",
    ),
    define(
        "numeric_id",
        "integer",
        lambda rng: rng.randint(1, 10 ** rng.randint(2, 8)),
        lambda n: [str(n), f"#{n}", f"number {n}"],
        "id user_id item_id record_id product_id employee_id document_id",
        "Numeric id | Identifier, an integer | The record's id | Id, a whole number",
        "with the id {} | with id {} | for id {} | identified by {}",
    ),
    define(
        "invoice_id",
        "string",
        _draw_invoice,
        quoted,
        "invoice_id invoice_number invoice bill_number",
        "Invoice number | Identifier of the invoice | Invoice id",
        "for invoice {} | of invoice {} | with the invoice number {}",
    ),
    define(
        "tracking_number",
        "string",
        lambda rng: f"{some(rng, UPPER, 2)}{some(rng, DIGITS, 9)}{some(rng, UPPER, 2)}",
        lambda value: [value, f"{value[:2]} {value[2:11]} {value[11:]}"],
        "tracking_number tracking_code shipment_id parcel_id",
        "Tracking number, without spaces | Code of the parcel (no spaces) | Shipment identifier",
        "for the parcel {} | with the tracking number {} | for {}",
    ),
    define(
        "sku",
        "string",
        draw_sku,
        quoted,
        "sku product_code item_code article_number part_number",
        "SKU | Product code | Stock keeping unit | Article number, as printed",
        "for {} | with the SKU {} | of {} | for the product code {}",
    ),
    define(
        "ticker",
        {"type": "string", "pattern": "^[A-Z]{1,5}$"},
        draw_ticker,
        lambda value: [value, f"${value}", f'"{value}"'],
        "ticker symbol stock_symbol stock ticker_symbol",
        "Ticker symbol | Stock symbol in capitals | The stock's ticker | Symbol traded, e.g. QRX",
        "for {} | of {} | in {} | on {}",
    ),
    define(
        "card_last4",
        {"type": "string", "pattern": "^[0-9]{4}$"},
        lambda rng: some(rng, DIGITS, 4),
        lambda value: [value, f"**** {value}"],
        "last4 card_last4 last_four_digits",
        "Last four digits of the card | The card's final 4 digits, as a string",
        "with the card ending in {} | on the card ending in {} | for the card with the last digits {}",
    ),
    define(
        "licence_plate",
        "string",
        _draw_plate,
        quoted,
        "license_plate plate plate_number registration",
        "License plate | Registration of the car | Plate number, with its hyphens or spaces",
        "for the car {} | with the plate {} | registered as {}",
    ),
    define(
        "seat",
        "string",
        _draw_seat,
        lambda value: [value, f"seat {value}"],
        "seat seat_number preferred_seat",
        "Seat, row and letter | Seat number, e.g. 14C | The seat",
        "in {} | for {} | with {}",
    ),
    define(
        "room",
        "string",
        _draw_room,
        lambda value: [f"room {value}", value],
        "room room_number room_id meeting_room",
        "Room | Room number, as a string | Which room, e.g. B-12",
        "in {} | for {} | to {}",
    ),
    define(
        "coupon",
        "string",
        _draw_coupon,
        quoted,
        "coupon_code promo_code coupon voucher discount_code",
        "Coupon code | Promo code | Voucher to redeem | The code to apply",
        "with the coupon {} | using the code {} | applying {}",
    ),
    define(
        "pin",
        {"type": "string", "pattern": "^[0-9]{4,6}$"},
        lambda rng: some(rng, DIGITS, rng.choice((4, 4, 4, 6))),
        quoted,
        "pin pin_code passcode access_code security_code",
        "PIN of 4 to 6 digits, as a string | Access code, digits only | Passcode, kept as text",
        "with the PIN {} | using the code {} | with the passcode {}",
    ),
    define(
        "course_code",
        "string",
        lambda rng: f"{rng.choice(_COURSES)}{rng.choice((' ', '-', ''))}{rng.randint(10, 49) * 10 + rng.randint(0, 4)}",
        quoted,
        "course_code course course_id class_code module",
        "Code of the course | Course, as the catalog writes it, e.g. GEO-140 | Course code | Class, by its code",
        "in {} | for {} | for the course {}",
    ),
    define(
        "channel_name",
        "string",
        lambda rng: f"{rng.choice(COMPANY_HEADS)}{rng.choice('-_')}{rng.choice(COMPANY_TAILS)}".lower(),
        quoted,
        "channel channel_name room chat_name slug",
        "Name of the channel, lower case | Channel | Name, lower case, with - or _ between words",
        "in {} | to {} | called {}",
    ),
    define(
        "device_name",
        "string",
        lambda rng: f"{rng.choice(COMPANY_HEADS)} {rng.choice(COMPANY_TAILS)[0]}{rng.randint(1, 990)}",
        quoted,
        "model device_model model_name product_model",
        "Model | Model name of the device | Exact model, as the maker calls it",
        "for the {} | of the {} | for the model {}",
    ),
)
