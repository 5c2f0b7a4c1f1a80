"""Codes that a standard or a science fixes: currencies, languages, ISBN, IBAN, UUID, genes, formulas."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role, verbatim
from fcall_helpers.data.types.codes import DIGITS, HEX, UPPER, some
from fcall_helpers.data.types.words_things import COMPOUNDS, FORMULAS, GENES

_SUBSCRIPTS = str.maketrans(DIGITS, "₀₁₂₃₄₅₆₇₈₉")
_CURRENCIES = {
    **{"EUR": "euros", "USD": "US dollars", "GBP": "British pounds", "JPY": "Japanese yen", "CHF": "Swiss francs"},
    **{"CAD": "Canadian dollars", "AUD": "Australian dollars", "NZD": "New Zealand dollars", "CNY": "Chinese yuan"},
    **{"INR": "Indian rupees", "BRL": "Brazilian reais", "MXN": "Mexican pesos", "TWD": "New Taiwan dollars"},
    "ZAR": "South African rand",  # codespell:ignore
    **{"SEK": "Swedish kronor", "NOK": "Norwegian kroner", "DKK": "Danish kroner", "PLN": "Polish zloty"},
    **{"CZK": "Czech koruna", "HUF": "Hungarian forints", "TRY": "Turkish lira", "ILS": "Israeli shekels"},
    **{"KRW": "South Korean won", "SGD": "Singapore dollars", "HKD": "Hong Kong dollars", "THB": "Thai baht"},
    **{"IDR": "Indonesian rupiah", "PHP": "Philippine pesos", "AED": "Emirati dirhams", "KES": "Kenyan shillings"},
    **{"NGN": "Nigerian naira", "EGP": "Egyptian pounds", "ARS": "Argentine pesos", "CLP": "Chilean pesos"},
    **{"COP": "Colombian pesos", "VND": "Vietnamese dong", "MAD": "Moroccan dirhams", "ISK": "Icelandic kronur"},
}
CURRENCIES = tuple(_CURRENCIES)
_LANGUAGES = {
    **{"ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German"},
    **{"el": "Greek", "af": "Afrikaans", "sq": "Albanian", "hy": "Armenian", "ka": "Georgian", "ne": "Nepali"},
    **{"en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French"},
    **{"ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian"},
    **{"is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian"},
    **{"ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian"},
    **{"ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili"},
    **{"ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese"},
    **{"zh": "Chinese", "zu": "Zulu", "ca": "Catalan", "eu": "Basque", "cy": "Welsh", "mt": "Maltese"},
}
LANGUAGES = tuple(_LANGUAGES.values())


def _draw_isbn(rng: Random) -> str:
    body = rng.choice(("978", "979")) + some(rng, DIGITS, 9)
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _isbn_forms(value: str) -> list[str]:
    grouped = f"{value[:3]}-{value[3]}-{value[4:8]}-{value[8:12]}-{value[12]}"
    return [value, grouped, f"ISBN {value}", f"ISBN {grouped}", grouped.replace("-", " ")]


def _draw_iban(rng: Random) -> str:
    country, size = rng.choice((("DE", 18), ("ES", 20), ("AT", 16), ("PT", 21), ("SE", 20), ("BE", 12)))
    return f"{country}{some(rng, DIGITS, size + 2)}"


def _in_fours(value: str) -> list[str]:
    return [value, " ".join(value[i : i + 4] for i in range(0, len(value), 4))]


def _draw_flight(rng: Random) -> str:
    return f"{some(rng, UPPER, 2)}{rng.randint(1, 9999)}"


def draw_uuid(rng: Random) -> str:
    """A version 4 UUID, drawn from ``rng`` alone."""
    h = some(rng, HEX, 30)
    return f"{h[:8]}-{h[8:12]}-4{h[12:15]}-{rng.choice('89ab')}{h[15:18]}-{h[18:30]}"


def _draw_mac(rng: Random) -> str:
    return ":".join(some(rng, HEX, 2) for _ in range(6))


def _formula(value: str) -> list[str]:
    return distinct(value, value.translate(_SUBSCRIPTS))


def _binary(rng: Random) -> str:
    return f"{rng.randint(1, 4095):b}"


_currency = define(
    "currency",
    {"type": "string", "pattern": "^[A-Z]{3}$"},
    one_of(CURRENCIES),
    lambda code: [code, _CURRENCIES[code]],
    "currency currency_code payment_currency account_currency",
    "Currency as its ISO 4217 code, e.g. EUR | Three-letter currency code | ISO currency code, such as SEK",
    "in {} | using {} | paid in {}",
)
_language = define(
    "language_code",
    {"type": "string", "pattern": "^[a-z]{2}$"},
    one_of(tuple(_LANGUAGES)),
    lambda code: [_LANGUAGES[code], f"'{code}'", f"{_LANGUAGES[code]} ({code})"],
    "language language_code lang locale",
    "Language as its ISO 639-1 code, e.g. pt for Portuguese | Two-letter language code | ISO 639-1 code",
    "in {} | using {} | written in {}",
)

STANDARDS: tuple[SemanticType, ...] = (
    _currency,
    role(
        _currency,
        "from_currency",
        "from_currency source_currency base_currency base",
        "Currency to convert from, ISO 4217 code | Source currency (three letters) | Base currency, e.g. USD",
        "from {} | starting from {} | converting from {}",
    ),
    role(
        _currency,
        "to_currency",
        "to_currency target_currency quote_currency",
        "Currency to convert to, ISO 4217 code | Target currency (three letters) | Quote currency, e.g. JPY",
        "to {} | into {} | converted to {}",
    ),
    _language,
    role(
        _language,
        "target_language_code",
        "target_language to_language target_lang to_lang",
        "Language to translate into, ISO 639-1 code, e.g. fi for Finnish | Target language (two letters)",
        "into {} | to {} | translated into {}",
    ),
    define(
        "language",
        "string",
        one_of(LANGUAGES),
        lambda name: [name, f"the {name} language"],
        "language target_language spoken_language subtitle_language",
        "Language | Name of the language, in English | The language, e.g. 'Portuguese'",
        "in {} | for {} | using {}",
    ),
    define(
        "isbn",
        "string",
        _draw_isbn,
        _isbn_forms,
        "isbn isbn13 book_id",
        "ISBN-13, digits only | ISBN without hyphens | Thirteen digits of the ISBN",
        "for {} | with {} | for the book {}",
    ),
    define(
        "iban",
        "string",
        _draw_iban,
        _in_fours,
        "iban account_number bank_account to_account",
        "IBAN without spaces | Account number (IBAN, no spaces) | Bank account as an IBAN",
        "to {} | to the account {} | for the IBAN {}",
    ),
    define(
        "flight_number",
        "string",
        _draw_flight,
        lambda value: [value, f"{value[:2]} {value[2:]}", f"{value[:2]}-{value[2:]}"],
        "flight_number flight flight_no flight_code",
        "Flight number, without a space | Flight, e.g. XQ204 | Airline code and number, written together",
        "for flight {} | on {} | on flight {} | of {}",
    ),
    define(
        "uuid",
        {"type": "string", "format": "uuid"},
        draw_uuid,
        verbatim,
        "uuid id session_id transaction_id request_id job_id",
        "UUID | Identifier (UUID v4) | Unique id of the session",
        "for {} | with the id {} | identified by {}",
    ),
    define(
        "hex_string",
        {"type": "string", "pattern": "^[0-9a-f]+$"},
        lambda rng: some(rng, HEX, rng.choice((7, 8, 12, 16, 40))),
        verbatim,
        "hash commit commit_hash digest checksum token",
        "Hexadecimal string, lower case | Commit hash | Checksum in hex",
        "for {} | at {} | with the hash {}",
    ),
    define(
        "binary_string",
        {"type": "string", "pattern": "^[01]+$"},
        _binary,
        lambda value: [value, f"0b{value}"],
        "binary binary_number bits bit_string",
        "Binary number, digits 0 and 1, no prefix | Bits as a string | Number in base 2, without 0b",
        "for {} | of {} | for the binary number {}",
    ),
    define(
        "mac_address",
        "string",
        _draw_mac,
        lambda value: [value, value.upper().replace(":", "-")],
        "mac_address mac device_mac hardware_address",
        "MAC address, lower case with colons | Hardware address, aa:bb:cc:dd:ee:ff",
        "for {} | with the address {} | of the device {}",
    ),
    define(
        "gene",
        "string",
        one_of(GENES),
        lambda name: [name, f"the {name} gene"],
        "gene gene_name gene_symbol target_gene",
        "Gene symbol | Name of the gene | HGNC symbol of the gene",
        "for {} | of {} | in {}",
    ),
    define(
        "chemical_formula",
        "string",
        one_of(FORMULAS),
        _formula,
        "formula chemical_formula molecule compound_formula",
        "Chemical formula, digits plain, e.g. H2O | Molecular formula | Formula of the compound, no subscripts",
        "for {} | of {} | with the formula {}",
    ),
    define(
        "compound",
        "string",
        one_of(COMPOUNDS),
        verbatim,
        "compound substance chemical compound_name solute",
        "Name of the compound | Substance | Chemical, by its usual name",
        "for {} | of {} | with {}",
    ),
)
