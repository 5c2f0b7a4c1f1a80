"""Data and code: queries, filters, charts, branches, backups. Conditions and changes are nested objects."""

from fcall_helpers.data.actions.model import action, role

# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "database", "run query | execute sql | query tables",
        does="""Runs a SQL query and returns the rows.
                SQL query
                Executes a read-only statement against the warehouse""",
        asks="run a query | execute some SQL | query the database | run an SQL statement",
        questions="What does the query return",
        roles=[
            role("sql|query|statement", "sql", "namely {} | with the statement {} | reading {}",
                 "SQL statement, as it is. | The query in SQL", required=True),
            role("row_limit|max_rows|limit", "limit",
                 "returning at most {} rows | capped at {} rows | with a limit of {} rows",
                 "Most rows to return (int). | Row limit", default=100, within=(2, 100)),
            role("timeout|max_time|time_limit", "iso_duration",
                 "giving up after {} | with a timeout of {} | allowing it {}",
                 "Longest time as an ISO 8601 duration, e.g. PT30S. | Timeout (ISO 8601 duration)"),
        ],
    ),
    action(
        "database", "filter rows | select rows | find records",
        does="""Returns the rows of a table that meet a condition.
                Filtered rows
                Selects columns of a table, keeps the rows that meet a condition and sorts them""",
        asks="filter a table | select some rows | find matching records | pull rows out of a table",
        questions="Which rows match | What records are there",
        roles=[
            role("table|table_name|source", "table", "from the table {} | in {} | out of {}",
                 "Name of the table. | Table to read", required=True),
            role("condition|filter|where|criterion", "filter", "where {} | with {} | keeping those with {}",
                 "Condition as an object: field, operator ('gt', 'lt', 'gte', 'lte' or 'eq') and value (number). | "
                 "What rows must meet: field, operator, value", required=True),
            role("columns|fields|select", "columns", "showing {} | returning {} | with the columns {}",
                 "Columns to return, as a list; all if left out. | List of column names"),
            role("order|sort_order|direction", "order_text", "in {} | sorted in {} | listed in {}",
                 "'ascending' or 'descending'. | Order of the rows, one of ascending, descending"),
        ],
    ),
    action(
        "database", "column stats | summarize column | aggregate column",
        does="""Computes one number from a column.
                Column statistics
                Aggregates a column of a table, grouped by another one if wanted""",
        asks="aggregate a column | summarize a column | compute a statistic over a table | get a number out of a table",
        questions="What does the column come to | What is the value for the column",
        roles=[
            role("table|dataset|table_name", "table", "in the table {} | from {} | of the table {}",
                 "Name of the table. | Table", required=True),
            role("column|field|measure", "column", "over the column {} | on {} | for the field {}",
                 "Name of the column. | Column to aggregate", required=True),
            role("aggregation|function|statistic", "aggregation", "taking {} | giving {} | returning {}",
                 "How to aggregate. | Statistic to compute", required=True),
            role("bounds|range|between", "range_pair", "for values from {} | limited to {} | within {}",
                 "[low, high] of the values that count, two floats. | Range as a list of two numbers"),
        ],
    ),
    action(
        "database", "adjust stock | inventory change | book stock movement",
        does="""Changes how many pieces of an article are in stock.
                Stock adjustment
                Books goods into or out of the inventory""",
        asks="adjust the stock | book a stock movement | correct the inventory | update the stock of an article",
        questions="Can you correct the inventory",
        roles=[
            role("movement|change|adjustment", "stock_change", "with {} | namely {} | booking {}",
                 "The change as an object: sku, and change (integer, negative for pieces taken out). | Article and "
                 "number of pieces added (positive) or removed (negative)", required=True),
            role("warehouse|site|location", "city", "in {} | at the {} warehouse | at the warehouse in {}",
                 "City of the warehouse. | Where the goods are", required=True),
            role("booked_on|date|day", "date_dense", "on {} | dated {} | as of {}",
                 "Day as YYYYMMDD. | Date, eight digits (YYYYMMDD)"),
        ],
    ),
    action(
        "database", "draw chart | make chart | visualize columns",
        does="""Draws a chart from columns of a table.
                Chart
                Creates a picture of some columns in chosen colors""",
        asks="draw a chart | make a chart | visualize some data | plot some columns",
        questions="Can you chart the data",
        roles=[
            role("chart_type|kind|chart", "chart", "as a {} | in the form of a {} | using a {}",
                 "Kind of chart. | Chart type", required=True),
            role("table|data_source|dataset", "table", "from the table {} | of {} | for the table {}",
                 "Table to read. | Where the data is", required=True),
            role("columns|series|fields", "columns", "with the columns {} | showing {} | comparing {}",
                 "Columns to draw, as a list. | List of columns", required=True),
            role("palette|colors|series_colors", "colors_hex", "colored {} | in the colors {} | with the palette {}",
                 "Colors as #RRGGBB, a list. | Hex colors, in order"),
            role("save_as|file|output_file", "output_file", "saved as {} | written to {} | stored in {}",
                 "File to write. | Name of the file"),
        ],
    ),
    action(
        "database", "create user | add database user | grant access",
        does="""Creates a user and gives access.
                New user
                Adds an account with a role and, if wanted, a day on which it ends""",
        asks="create a user account | add a user | give somebody access | set up a login",
        questions="Can you add a user",
        roles=[
            role("username|login|user", "username", "called {} | with the login {} | named {}",
                 "Login name. | User name, lower case", required=True),
            role("email|address|contact", "email", "with the address {} | reachable at {} | using the email {}",
                 "E-mail address. | Address of the user", required=True),
            role("role|user_role|permission", "user_role", "as {} | in the role of {} | with the rights of {}",
                 "Role of the user. | What the user may do", required=True),
            role("expires|valid_until|until", "date_us", "until {} | expiring on {} | valid until {}",
                 "Day on which access ends, MM/DD/YYYY. | Expiry (MM/DD/YYYY)"),
        ],
    ),
    action(
        "database", "schedule backup | plan backup | backup job",
        does="""Schedules a weekly backup of a table.
                Backup schedule
                Creates a job that copies a table at a set time""",
        asks="schedule a backup | plan a weekly backup | set up a backup job | have a table backed up",
        questions="Can you back a table up",
        roles=[
            role("table|source|dataset", "table", "of the table {} | for {} | of {}",
                 "Table to copy. | What is backed up", required=True),
            role("weekday|day|run_day", "weekday", "on {} | for {} | scheduled for {}",
                 "Day of the week, in English. | Weekday on which it runs", required=True),
            role("run_time|time|at_time", "time_12h", "at {} | starting at {} | running at {}",
                 "Time on the 12-hour clock, e.g. 2:30 AM. | H:MM AM/PM", required=True),
            role("keep|copies|retention", "small_count",
                 "keeping {} copies | with {} copies kept | storing the last {} copies",
                 "How many copies are kept (int). | Copies to keep", default=7, within=(2, 30)),
        ],
    ),
    action(
        "database", "match pattern | regex search | extract by pattern",
        does="""Finds what a regular expression matches in a text.
                Regex search
                Returns all matches of a pattern, or only the first""",
        asks="search with a regular expression | match a pattern | test a regex | extract what a pattern matches",
        questions="What does the pattern match",
        roles=[
            role("pattern|regex|expression", "regex", "using {} | with the pattern {} | for {}",
                 "Regular expression, as it is. | Pattern (regex)", required=True),
            role("text|subject|input", "text", "in {} | on the text {} | within {}",
                 "Text to search. | Input text", required=True),
            role("first_only|single|only_first", "flag", "{}",
                 "Return the first match only. | Whether to stop after one", default=False,
                 says={True: "stopping after the first match | with the first match only",
                       False: "returning every match | with all matches"}),
        ],
    ),
    action(
        "database", "create branch | new git branch | branch off",
        does="""Creates a branch in a repository.
                New branch
                Starts a branch from another one and pushes it""",
        asks="create a branch | start a new branch | branch off | open a feature branch",
        questions="Can you create a branch",
        roles=[
            role("branch|name|new_branch", "git_branch", "called {} | named {} | with the name {}",
                 "Name of the branch. | New branch", required=True),
            role("repository|repo|project", "repository", "in {} | for the repository {} | of {}",
                 "Repository, owner/name. | Project (owner/name)", required=True),
            role("assignee|owner|developer", "assignee", "assigned to {} | for {} | with {} in charge",
                 "Who works on it. | Owner of the branch"),
            role("urgency|priority|level", "urgency_text", "with {} | at {} | marked as {}",
                 "'low', 'medium', 'high' or 'critical'. | Priority, one of low, medium, high, critical"),
        ],
    ),
]
