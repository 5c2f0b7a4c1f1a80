"""What programs take: addresses on the net, files and paths, versions, branches, tables."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, always_quoted, by_space, define, distinct, verbatim
from fcall_helpers.data.types.people import draw_domain
from fcall_helpers.data.types.words_things import NOUNS

_STEMS = by_space("""
    report invoice budget summary notes draft photo scan backup data customers orders inventory schedule contract slides
    recipe log sales measurements results survey export import config index main chart logo banner readings archive
    minutes agenda thesis chapter resume transcript ledger payroll map poster playlist
    """)
_ENDINGS = ("pdf", "csv", "txt", "docx", "xlsx", "json", "png", "jpg", "md", "zip", "py", "log", "mp3", "yaml", "html")
_FOLDERS = (
    "data",
    "docs",
    "reports",
    "photos",
    "projects",
    "shared",
    "archive",
    "backup",
    "music",
    "src",
    "logs",
    "media",
)
_VERBS = ("add", "fix", "update", "remove", "refactor", "improve", "test", "rename", "cache", "drop", "handle", "split")
_PARTS = (
    *("login", "search", "parser", "checkout", "header", "sidebar", "export", "import", "tests", "cache", "docs"),
    *("navbar", "upload", "timeouts", "tokens", "retries", "queue", "emails", "filters", "pagination", "theme"),
)
_TABLES = (
    *(
        "users",
        "orders",
        "products",
        "payments",
        "sessions",
        "invoices",
        "customers",
        "events",
        "employees",
        "students",
    ),
    *("courses", "flights", "bookings", "reviews", "messages", "shipments", "suppliers", "sensors", "patients"),
)
_COLUMNS = (
    *("id", "name", "email", "status", "price", "created_at", "updated_at", "quantity", "city", "country", "age"),
    *("amount", "category", "rating", "first_name", "last_name", "weight", "total", "stock", "title", "year", "score"),
)
_PREFIXES = ("user", "order", "item", "customer", "avg", "max", "old", "new", "shipping", "net", "parent", "store")
_NUMERIC = ("id", "price", "quantity", "age", "amount", "rating", "weight", "total", "stock", "year", "score")


def draw_file_name(rng: Random) -> str:
    """ "sales_report_2027.csv"."""
    stem, u = rng.choice(_STEMS), rng.random()
    if u < 0.4:
        stem = f"{stem}{rng.choice('_-')}{rng.choice(_STEMS)}"
    elif u < 0.7:
        stem = f"{stem}{rng.choice(('_', '-', ''))}{rng.randint(1, 2030)}"
    return f"{stem}.{rng.choice(_ENDINGS)}"


def _draw_column(rng: Random) -> str:
    name = rng.choice(_COLUMNS)
    return name if "_" in name or rng.random() < 0.5 else f"{rng.choice(_PREFIXES)}_{name}"


def _draw_folder(rng: Random) -> str:
    root = rng.choice(("/", "/", "./", "", "~/"))
    return root + "/".join(rng.sample(_FOLDERS, rng.randint(1, 3)))


def _draw_path(rng: Random) -> str:
    return f"{_draw_folder(rng)}/{draw_file_name(rng)}"


def _with_ending(draw_one, *endings: str):
    """A ``draw`` of files of one sort: the name of any file with another ending."""
    return lambda rng: f"{draw_one(rng).rpartition('.')[0]}.{rng.choice(endings)}"


def draw_url(rng: Random) -> str:
    """ "https://cobaltlabs.io/docs/sales-7"."""
    host = rng.choice(("", "www.", "www.", "api.", "shop.")) + draw_domain(rng)
    u = rng.random()
    path = "" if u < 0.25 else f"/{rng.choice(_STEMS)}" if u < 0.6 else f"/{rng.choice(_FOLDERS)}/{rng.choice(_STEMS)}"
    return f"https://{host}{path}{f'-{rng.randint(1, 400)}' if u > 0.8 else ''}"


def _draw_ipv4(rng: Random) -> str:
    first = rng.choice(("10", "192.168", "172.16", str(rng.randint(1, 223))))
    rest = 4 - first.count(".") - 1
    return ".".join((first, *(str(rng.randint(0, 255)) for _ in range(rest))))


def _draw_branch(rng: Random) -> str:
    u = rng.random()
    if u < 0.1:
        return rng.choice(("main", "develop", "staging", "trunk"))
    if u < 0.25:
        return f"release/{rng.randint(0, 9)}.{rng.randint(0, 20)}"
    kind = rng.choice(("feature", "fix", "hotfix", "chore", "bugfix"))
    return f"{kind}/{rng.choice(_VERBS)}-{rng.choice(_PARTS)}{f'-{rng.randint(2, 900)}' if u > 0.7 else ''}"


def _draw_version(rng: Random) -> str:
    numbers = [rng.randint(0, 12), rng.randint(0, 30), rng.randint(0, 20)][: rng.choice((2, 3, 3, 3))]
    return ".".join(map(str, numbers))


def _draw_repository(rng: Random) -> str:
    return f"{rng.choice(NOUNS).lower()}-{rng.choice(_PARTS)}/{rng.choice(NOUNS).lower()}-{rng.choice(_STEMS)}"


def _draw_variable(rng: Random) -> str:
    return f"{rng.choice(_PARTS)}_{rng.choice(('url', 'key', 'dir', 'limit', 'mode', 'host', 'token'))}".upper()


def _quoting(value: str) -> list[str]:
    return [value, f'"{value}"', f"`{value}`"]


def _draw_regex(rng: Random) -> str:
    head = rng.choice(("[A-Z]{2}", "[a-z]+", "\\d{4}", "\\w+", "[0-9]{3}", "(foo|bar)", "[^,]*", "\\s*"))
    tail = rng.choice(("-\\d+", "@\\w+", "_[a-z]+", "\\.csv", "$", "\\b", "[aeiou]", ":\\d{2}"))
    return f"^{head}{tail}" if rng.random() < 0.4 else head + tail


def _draw_sql(rng: Random) -> str:
    table, column, number = rng.choice(_TABLES), rng.choice(_COLUMNS), rng.choice(_NUMERIC)
    u = rng.random()
    if u < 0.3:
        return f"SELECT * FROM {table} WHERE {number} = {rng.randint(1, 900)}"
    if u < 0.6:
        return f"SELECT {column}, {number} FROM {table} ORDER BY {column} LIMIT {rng.randint(1, 100)}"
    if u < 0.8:
        return f"SELECT COUNT(*) FROM {table} WHERE {number} > {rng.randint(1, 900)}"
    return f"SELECT {column}, AVG({number}) FROM {table} GROUP BY {column}"


COMPUTING: tuple[SemanticType, ...] = (
    define(
        "url",
        {"type": "string", "format": "uri"},
        draw_url,
        lambda value: [value, f"<{value}>"],
        "url link website page_url webhook_url endpoint",
        "URL | Address of the page | Link, starting with https:// | The full URL",
        "at {} | from {} | for {} | using {}",
    ),
    define(
        "domain",
        "string",
        draw_domain,
        _quoting,
        "domain domain_name hostname host site",
        "Domain name | Host | Domain, without https:// | The site's domain",
        "for {} | of {} | on {}",
    ),
    define(
        "ipv4",
        {"type": "string", "format": "ipv4"},
        _draw_ipv4,
        verbatim,
        "ip ip_address server_ip host_ip address",
        "IPv4 address | IP address | Address of the server (IPv4)",
        "for {} | at {} | of {} | with the address {}",
    ),
    define(
        "file_name",
        "string",
        draw_file_name,
        _quoting,
        "file_name filename file document attachment",
        "Name of the file | File, with its extension | File name | The document, e.g. notes.txt",
        "for {} | in {} | with the file {} | of {}",
    ),
    define(
        "video_path",
        "string",
        _with_ending(_draw_path, "mp4", "mov", "mkv", "avi", "webm"),
        _quoting,
        "video input_file video_path source_file clip",
        "Path of the video file | Video to work on, with its folder | The video, as a path",
        "from {} | of {} | with the video {}",
    ),
    define(
        "archive_file",
        "string",
        _with_ending(draw_file_name, "zip", "tar.gz", "7z"),
        _quoting,
        "archive archive_name output zip_name target",
        "Name of the archive | Archive to write, with its extension | File name of the archive",
        "as {} | named {} | saved under {}",
    ),
    define(
        "output_file",
        "string",
        draw_file_name,
        _quoting,
        "output_file output save_as destination_file target_file",
        "File to write | Where to save the result, a file name | Output file name",
        "and save it as {} | to {} | into {} | writing to {}",
    ),
    define(
        "file_path",
        "string",
        _draw_path,
        _quoting,
        "path file_path source_path filepath input_path",
        "Path of the file | File path | Where the file is | Path to the input file",
        "at {} | from {} | in {} | with the path {}",
    ),
    define(
        "folder",
        "string",
        _draw_folder,
        _quoting,
        "folder directory dir folder_path target_dir",
        "Folder | Directory | Path of the folder | Where to look or write, a directory",
        "in {} | in the folder {} | under {} | to {}",
    ),
    define(
        "git_branch",
        "string",
        _draw_branch,
        _quoting,
        "branch branch_name git_branch base_branch",
        "Git branch | Name of the branch | Branch to work on",
        "on {} | for the branch {} | from {} | on the branch {}",
    ),
    define(
        "repository",
        "string",
        _draw_repository,
        _quoting,
        "repo repository repo_name full_name",
        "Repository as owner/name | Repo (owner/name) | Full name of the repository",
        "in {} | for {} | of {} | from {}",
    ),
    define(
        "version",
        "string",
        _draw_version,
        lambda value: [value, f"version {value}", f"v{value}"],
        "version release version_number app_version min_version",
        "Version, without a leading v | Version number, e.g. 2.4.1 | Release, numbers and dots",
        "in {} | for {} | of {} | at {}",
    ),
    define(
        "table",
        "string",
        lambda rng: rng.choice(_TABLES) + rng.choice(("", "", f"_{rng.randint(2015, 2030)}", "_archive", "_staging")),
        lambda name: [name, f"the {name} table", f'"{name}"'],
        "table table_name source_table dataset",
        "Table | Name of the table | Database table",
        "in {} | from {} | for {}",
    ),
    define(
        "column",
        "string",
        _draw_column,
        lambda name: distinct(name, f"the {name} column", f'"{name}"'),
        "column column_name sort_by field group_by order_by",
        "Column | Name of the column | Field to use, by its name",
        "by {} | on {} | using {}",
    ),
    define(
        "sql",
        "string",
        _draw_sql,
        always_quoted,
        "query sql sql_query statement",
        "SQL query | Statement to run | SQL to execute, as one string",
        "with the query {} | running {} | using {} | for {}",
    ),
    define(
        "regex",
        "string",
        _draw_regex,
        lambda value: [f'"{value}"', f"`{value}`", value],
        "pattern regex regexp",
        "Regular expression | Pattern to match | Regex, in Python syntax",
        "matching {} | with the pattern {} | using the pattern {}",
    ),
    define(
        "env_variable",
        "string",
        _draw_variable,
        _quoting,
        "variable env_var key variable_name setting",
        "Environment variable | Name of the variable | Key to read or set",
        "for {} | of {} | named {}",
    ),
)
