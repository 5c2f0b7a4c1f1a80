"""Records and media: books, timetables, reports, music, lists of countries, genes and languages."""

from fcall_helpers.data.actions.model import action, role

# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "records", "look up book | book by isbn | identify book",
        does="""Looks up a book by its ISBN.
                Book data
                Returns title, author and publisher of a book""",
        asks="look up a book | identify a book | get the data of a book | find out which book that is",
        questions="Which book is that | What does the catalog say",
        roles=[
            role("isbn|isbn13|book_number", "isbn", "with the ISBN {} | numbered {} | for the ISBN {}",
                 "ISBN of 13 digits, without hyphens. | ISBN-13, digits only", required=True),
            role("languages|editions|translated_into", "language_codes",
                 "in {} | with editions in {} | translated into {}",
                 "Languages of the editions wanted, ISO 639-1 codes as a list. | Two-letter language codes (list)"),
            role("with_cover|include_cover|cover", "flag", "{}",
                 "Also return the cover. | Whether the cover image is wanted", default=False,
                 says={True: "with its cover | including the cover image", False: "without the cover"}),
        ],
    ),
    action(
        "records", "class timetable | timetable entry | schedule lesson",
        does="""Puts a lesson into the timetable.
                Timetable entry
                Adds a subject on a weekday at some times to a class's timetable""",
        asks="put a lesson into the timetable | schedule a lesson | add a class to the timetable | plan a lesson",
        questions="Can you schedule a lesson",
        roles=[
            role("subject|school_subject|course", "school_subject", "in {} | on {} | teaching {}",
                 "Subject of the lesson. | School subject", required=True),
            role("weekday|day|on_day", "weekday", "on {} | for {} | scheduled for {}",
                 "Day of the week, in English. | Weekday", required=True),
            role("times|starts|hours", "times", "at {} | starting at {} | beginning at {}",
                 "Start times, HH:MM on the 24-hour clock, as a list. | List of times (HH:MM)", required=True),
            role("floor|level|storey", "floor_level", "on {} | located on {} | held on {}",
                 "Floor number, 0 is the ground floor (int). | Floor", within=(0, 9)),
            role("month|from_month|begins_in", "month_name", "from {} on | starting in {} | beginning in {}",
                 "Month in which it begins. | First month"),
        ],
    ),
    action(
        "records", "weekly report | make weekly report | report for week",
        does="""Writes the report of a department for a week.
                Weekly report
                Puts the figures of a week together, as a chart if wanted""",
        asks="write a weekly report | put a report together | get the report of a week | generate a department report",
        questions="What does the weekly report say",
        roles=[
            role("department|team|unit", "department", "for {} | of {} | covering {}",
                 "Name of the department. | Department", required=True),
            role("week|iso_week|calendar_week", "iso_week", "for {} | about {} | from {}",
                 "Week as YYYY-Www, e.g. 2025-W09. | ISO week (YYYY-Www)", required=True),
            role("figures|metrics|columns", "columns", "with the figures {} | showing {} | listing {}",
                 "Figures to show, a list of column names. | Metrics (list)"),
            role("chart|graphic|plot", "chart", "drawn as a {} | with a {} | illustrated by a {}",
                 "Chart to add. | Kind of chart"),
            role("language|lang|written_in", "language", "in {} | written in {} | worded in {}",
                 "Language, by its English name. | Language of the report", default="English"),
        ],
    ),
    action(
        "records", "compare countries | country indicator | nation figures",
        does="""Compares countries by an indicator.
                Country comparison
                Returns a figure for each country and year""",
        asks="""compare some countries | look up figures for countries
                get an indicator for countries | compare nations""",
        questions="How do the countries compare | What are the figures for the countries",
        roles=[
            role("countries|nations|country_list", "countries", "for {} | covering {} | about {}",
                 "Names of the countries in English, as a list. | Countries (list of names)", required=True),
            role("indicator|measure|statistic", "choice", "by {} | in terms of {} | looking at {}",
                 "Indicator. | What is compared", required=True,
                 says={"population": "population | the number of inhabitants", "gdp": "gross domestic product | GDP",
                       "life_expectancy": "life expectancy", "co2_emissions": "CO2 emissions | carbon emissions",
                       "literacy_rate": "literacy | the literacy rate", "unemployment": "unemployment",
                       "forest_area": "forest area | the area covered by forest", "birth_rate": "the birth rate"}),
            role("years|in_years|points_in_time", "years_list", "in {} | for the years {} | in the years {}",
                 "Years, a list of integers. | Years to compare (list)", required=True),
            role("per_person|per_capita|relative", "flag", "{}",
                 "Divide by the number of inhabitants. | Whether figures are per person", default=False,
                 says={True: "per person | per capita", False: "in absolute numbers"}),
        ],
    ),
    action(
        "records", "pick music | music by mood | suggest tracks",
        does="""Suggests music by genre and mood.
                Music suggestions
                Returns tracks that fit a genre, a mood and an instrument""",
        asks="suggest some music | find music to listen to | pick some tracks | put me on to some music",
        questions="What music fits | Which tracks could I listen to",
        roles=[
            role("genre|style|music_genre", "music_genre",
                 "in the {} genre | from the field of {} | along the lines of {}",
                 "Genre. | Style of music", required=True),
            role("mood|feeling|atmosphere", "mood", "in a {} mood | with a {} feel | sounding {}",
                 "Mood of the music. | How it should feel"),
            role("instrument|featuring|with_instrument", "instrument",
                 "featuring the {} | with a {} in it | played on the {}",
                 "Instrument that should be heard. | Instrument"),
            role("tracks|count|how_many", "small_count", "with {} tracks | limited to {} songs | giving me {} of them",
                 "How many tracks (int). | Number of tracks", default=10, within=(2, 30)),
            role("decade|years|era", "choice", "from {} | recorded in {} | going back to {}",
                 "Decade. | When it was made",
                 says={"1960s": "the sixties | the 1960s", "1970s": "the seventies | the 1970s",
                       "1980s": "the eighties | the 1980s", "1990s": "the nineties | the 1990s",
                       "2000s": "the 2000s", "2010s": "the 2010s"}),
        ],
    ),
    action(
        "records", "gene panel | order gene panel | request sequencing",
        does="""Orders a genetic test for some genes.
                Gene panel
                Requests the sequencing of a list of genes for a patient""",
        asks="order a gene panel | request a genetic test | have some genes sequenced | book a sequencing run",
        questions="Can you order a genetic test",
        roles=[
            role("genes|gene_list|panel", "genes", "for {} | covering {} | with {}",
                 "Gene symbols, as a list. | Genes (list of symbols)", required=True),
            role("patient|person|subject", "person", "on {} | belonging to {} | with {} as the patient",
                 "Patient as an object with name and age. | Who is tested: full name, age in years", required=True),
            role("blood_type|blood_group|abo", "blood_type", "with blood type {} | of blood group {} | having {} blood",
                 "Blood type. | Blood group of the patient"),
            role("urgency|priority|level", "urgency_text", "with {} | at {} | marked as {}",
                 "'low', 'medium', 'high' or 'critical'. | Priority, one of low, medium, high, critical"),
        ],
    ),
    action(
        "records", "call list | phone several people | group call",
        does="""Starts a call with several numbers.
                Group call
                Calls some numbers one after another or all at once""",
        asks="start a group call | phone several people | set up a conference call | call some numbers",
        questions="Can you call some people",
        roles=[
            role("numbers|phone_numbers|callees", "phones", "with {} | to {} | dialing {}",
                 "Phone numbers in E.164 form, e.g. +14155550123, as a list. | Numbers with country code (list)",
                 required=True),
            role("at_time|time|start", "time_12h", "at {} | starting at {} | beginning at {}",
                 "Time on the 12-hour clock, e.g. 2:30 PM. | H:MM AM/PM", required=True),
            role("offset|utc_offset|timezone_offset", "utc_offset",
                 "on a clock set to {} | with an offset of {} | given in {}",
                 "Offset from UTC as +HH:MM or -HH:MM. | UTC offset, e.g. -07:00"),
            role("record|recorded|keep_recording", "flag", "{}",
                 "Record the call. | Whether it is recorded", default=False,
                 says={True: "and record it | with a recording made", False: "without recording it"}),
        ],
    ),
    action(
        "records", "pay invoices | settle bills | clear invoices",
        does="""Pays a list of invoices.
                Invoice payment
                Settles some invoices on a day and tells somebody about it""",
        asks="pay some invoices | settle our bills | clear the open invoices | get some orders paid",
        questions="Can you pay the invoices",
        roles=[
            role("order_ids|orders|references", "order_ids", "for orders {} | covering {} | with the references {}",
                 "Order numbers, as a list. | Orders that are paid (list)", required=True),
            role("prices|amounts|sums", "prices", "of {} | over {} | with the amounts {}",
                 "Amounts in US dollars, a list of floats in the same order. | Prices (USD), in order", required=True),
            role("dates|due_dates|pay_on", "dates", "on {} | due on {} | to be paid on {}",
                 "Days of payment, YYYY-MM-DD, as a list. | List of ISO dates"),
            role("quarter|fiscal_quarter|booked_in", "quarter", "booked in {} | for {} | belonging to {}",
                 "Quarter, Q1 to Q4. | Fiscal quarter"),
        ],
        rising="order_ids prices",
    ),
    action(
        "records", "submit purchase | order goods | buy items",
        does="""Orders articles in any number.
                Purchase order
                Sends an order with its lines, where it goes and how it is paid""",
        asks="place an order | submit a purchase order | buy several things | order some articles",
        questions="Can you order something for me",
        roles=[
            role("items|lines|order_lines", "line_items", "for {} | consisting of {} | with {}",
                 "Lines of the order, a list of objects with product and quantity. | What is ordered: product (string) "
                 "and quantity (int) of each", required=True),
            role("ship_to|address|delivery_address", "address_object", "to {} | delivered to {} | going to {}",
                 "Address as an object: street, city, state (two letters), zip. | Where it is sent", required=True),
            role("payment|payment_method|pay_by", "payment_method", "paid by {} | paying with {} | charged to my {}",
                 "How it is paid. | Means of payment"),
            role("deliver_in|lead_time|within", "iso_duration", "within {} | arriving in {} | delivered in {}",
                 "Longest delivery time, an ISO 8601 duration. | How soon, e.g. P5D for five days"),
            role("gift|is_gift|gift_wrap", "flag", "{}",
                 "Wrap it as a gift. | Whether it is a present", default=False,
                 says={True: "wrapped as a gift | as a present", False: "without gift wrapping | unwrapped"}),
        ],
    ),
]
