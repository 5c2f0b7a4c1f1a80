"""Lists of named things: cities, people, e-mail addresses, tickers, dates, prices."""

from fcall_helpers.data.types.arrays import array
from fcall_helpers.data.types.base import SemanticType, gather
from fcall_helpers.data.types.clocks import CLOCKS
from fcall_helpers.data.types.codes import CODES
from fcall_helpers.data.types.computing import COMPUTING
from fcall_helpers.data.types.dates import DATES
from fcall_helpers.data.types.money import MONEY
from fcall_helpers.data.types.people import PEOPLE
from fcall_helpers.data.types.places import PLACES
from fcall_helpers.data.types.standards import STANDARDS
from fcall_helpers.data.types.texts import TEXTS
from fcall_helpers.data.types.things import THINGS

_ITEMS = gather(PLACES, PEOPLE, CODES, STANDARDS, COMPUTING, DATES, CLOCKS, MONEY, TEXTS, THINGS)


def _of(name: str, item: str, names: str, descriptions: str, phrases: str) -> SemanticType:
    return array(name, _ITEMS[item], names, descriptions, phrases)


ARRAYS_OF: tuple[SemanticType, ...] = (
    _of(
        "cities",
        "city",
        "cities locations stops places city_names",
        "List of cities | Names of the cities | Cities to visit, in order",
        "for {} | in {} | through {}",
    ),
    _of(
        "countries",
        "country",
        "countries country_list nations markets",
        "List of countries | Names of the countries",
        "for {} | in {} | across {}",
    ),
    _of(
        "country_codes",
        "country_code",
        "country_codes countries regions",
        "Countries as two-letter ISO codes, e.g. ['PT', 'NO'] | ISO 3166 alpha-2 codes",
        "for {} | in {} | limited to {}",
    ),
    _of(
        "people",
        "full_name",
        "people attendees participants members names invitees",
        "Full names of the people | Who takes part | List of names",
        "with {} | for {} | and invite {}",
    ),
    _of(
        "first_names",
        "first_name",
        "names players children friends first_names",
        "First names | List of first names | Who is meant, by first name",
        "for {} | with {} | between {}",
    ),
    _of(
        "emails",
        "email",
        "recipients emails to attendees email_addresses",
        "E-mail addresses | List of recipients | Addresses to send to",
        "to {} | for {} | addressed to {}",
    ),
    _of(
        "phones",
        "phone",
        "phone_numbers recipients numbers contacts",
        "Phone numbers in E.164 form, e.g. +14155550123 | Numbers with country code, no spaces",
        "to {} | for {} | at {}",
    ),
    _of(
        "companies",
        "company",
        "companies suppliers competitors vendors",
        "List of companies | Names of the companies",
        "for {} | of {} | from {}",
    ),
    _of(
        "tickers",
        "ticker",
        "tickers symbols stocks portfolio",
        "Ticker symbols | List of stock symbols, in capitals",
        "for {} | of {} | in {}",
    ),
    _of(
        "currencies",
        "currency",
        "currencies currency_codes target_currencies",
        "Currencies as ISO 4217 codes | List of three-letter currency codes",
        "in {} | into {} | for {}",
    ),
    _of(
        "language_codes",
        "language_code",
        "languages language_codes locales",
        "Languages as ISO 639-1 codes, e.g. ['fi', 'pt'] | Two-letter codes of the languages",
        "in {} | into {} | for {}",
    ),
    _of(
        "skus",
        "sku",
        "skus items product_codes article_numbers",
        "Product codes | List of SKUs",
        "for {} | with {} | of {}",
    ),
    _of(
        "order_ids",
        "order_id",
        "order_ids orders order_numbers",
        "Order numbers | List of order ids, as strings",
        "for the orders {} | for {} | of {}",
    ),
    _of(
        "ids",
        "numeric_id",
        "ids item_ids user_ids record_ids",
        "List of ids | Ids, whole numbers | Identifiers of the records",
        "with the ids {} | for the ids {} | for {}",
    ),
    _of(
        "dates",
        "date",
        "dates days holidays available_dates",
        "Dates in YYYY-MM-DD format | List of ISO dates",
        "on {} | for {} | for the days {}",
    ),
    _of(
        "times",
        "time",
        "times slots reminder_times schedule",
        "Times of day, HH:MM on the 24-hour clock | List of times (HH:MM)",
        "at {} | for {}",
    ),
    _of(
        "years_list",
        "year",
        "years seasons vintages",
        "List of years | Years, four digits each",
        "for {} | in {} | for the years {}",
    ),
    _of(
        "ingredients",
        "ingredient",
        "ingredients foods items shopping_list",
        "List of ingredients | Foods to use | What is at hand",
        "with {} | using {} | from {}",
    ),
    _of(
        "products",
        "product",
        "products items wishlist cart_items",
        "List of products | Items, by name",
        "with {} | for {} | containing {}",
    ),
    _of(
        "tags",
        "keyword",
        "tags keywords labels words",
        "Tags | List of keywords | Labels to attach, lower case",
        "with the tags {} | tagged {} | with the keywords {}",
    ),
    _of(
        "topics",
        "topic",
        "topics interests subjects themes",
        "List of topics | Interests | Subjects to cover",
        "about {} | on {} | covering {}",
    ),
    _of(
        "symptoms",
        "symptom",
        "symptoms complaints conditions",
        "List of symptoms | What the patient reports",
        "with {} | because of {} | reporting {}",
    ),
    _of(
        "titles",
        "title",
        "titles movies books works",
        "List of titles | Films or books, by title",
        "for {} | with {} | of {}",
    ),
    _of(
        "files",
        "file_name",
        "files file_names attachments documents",
        "File names | List of files, with extensions | Files to attach",
        "for {} | with {} | of the files {}",
    ),
    _of(
        "urls",
        "url",
        "urls links pages sites",
        "List of URLs | Links to open | Pages to read",
        "from {} | for {} | at {}",
    ),
    _of(
        "columns",
        "column",
        "columns fields features selected_columns",
        "Columns, by name | Fields to return | Names of the columns",
        "with the columns {} | by {} | using {}",
    ),
    _of(
        "colors",
        "color",
        "colors palette colours theme_colors",
        "List of colors | Palette | Names of the colors",
        "in {} | with {} | using {}",
    ),
    _of(
        "prices",
        "price_usd",
        "prices costs amounts expenses payments",
        "Prices in US dollars | Amounts (USD), a list of numbers",
        "of {} | for {} | with the amounts {}",
    ),
    _of(
        "fractions",
        "rate",
        "rates returns weights allocation growth_rates",
        "Rates as fractions, e.g. [0.05, 0.1] for 5% and 10% | Yearly rates, each a decimal fraction",
        "of {} | with {} | with the rates {}",
    ),
    _of(
        "genes",
        "gene",
        "genes gene_list gene_symbols",
        "Gene symbols | List of genes",
        "for {} | of {} | in {}",
    ),
)
