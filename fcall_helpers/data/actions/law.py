"""Law: cases and statutes, deadlines, contracts, counsel, registers."""

from datetime import date as Date
from datetime import timedelta

from fcall_helpers.data.actions.model import action, role

LIMITATION = {"personal_injury": 2, "property_damage": 3, "written_contract": 6, "fraud": 4, "debt": 5}  # years


def _years_later(day: Date, years: int) -> Date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February in a year without one
        return day.replace(year=day.year + years, day=28)


def limitation_deadline(incident_date: str, claim_type: str, tolled_days: int = 0) -> dict:
    """Last day for a claim, after a toy table of limitation periods."""
    start = Date.fromisoformat(incident_date)
    last = _years_later(start, LIMITATION[claim_type]) + timedelta(days=tolled_days)
    return {"deadline": last.isoformat(), "years": LIMITATION[claim_type]}


def judgment_interest(award: float, rate: float, days: int, compound: bool = False) -> dict:
    """Interest on a judgment; the rate is yearly and in percent."""
    share = rate / 100 * days / 365
    interest = award * ((1 + rate / 36500) ** days - 1 if compound else share)
    return {"interest": round(interest, 2), "total": round(award + interest, 2)}


def contract_end(start_date: str, term_years: int, notice_weeks: int = 4) -> dict:
    """When a contract ends and until when notice may be given."""
    end = _years_later(Date.fromisoformat(start_date), term_years) - timedelta(days=1)
    return {"last_day": end.isoformat(), "notice_by": (end - timedelta(weeks=notice_weeks)).isoformat()}


def contingency_split(settlement: float, fee_percent: int, expenses: float = 0.0) -> dict:
    """Who gets what of a settlement; expenses come off first."""
    if expenses > settlement:
        raise ValueError(f"contingency_split: expenses must not exceed the settlement of {settlement}, got {expenses}")
    fee = (settlement - expenses) * fee_percent / 100
    return {"lawyer": round(fee, 2), "client": round(settlement - expenses - fee, 2)}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "law", "search cases | find precedents | case law search | query court decisions",
        does="""Searches court decisions.
                Case law search
                Finds precedents on a topic, limited to a court, a state or a period""",
        asks="search the case law | find precedents | look for court decisions | dig up some rulings",
        questions="Which precedents are there | What have the courts decided",
        roles=[
            role("query|topic|issue|keywords", "topic", "on {} | about {} | dealing with {}",
                 "Topic or keywords. | Legal issue to search for", required=True),
            role("state|jurisdiction|us_state", "us_state", "in {} | from the courts of {} | under the law of {}",
                 "US state, written in full. | Jurisdiction"),
            role("court|court_level|level", "choice", "decided by {} | before {} | from {}",
                 "Level of the court. | Which court decided",
                 says={"trial": "a trial court", "appellate": "an appellate court | a court of appeals",
                       "supreme": "the supreme court | the highest court"}),
            role("year_from|since|from_year|decided_after", "year", "since {} | from {} on | going back to {}",
                 "First year to include. | Earliest year of the decision", within=(1950, 2024)),
            role("limit|max_results|top_n", "limit", "at most {} results | stopping after {} of them | with {} at most",
                 "Maximum number of cases. | How many to return", default=10, within=(5, 50)),
        ],
    ),
    action(
        "law", "case status | get case | docket lookup | court case details",
        does="""Returns the status of a court case.
                Docket lookup
                Retrieves the parties, the next hearing and the history of a pending case""",
        asks="look up a court case | check where a lawsuit stands | pull a docket | get the details of a case",
        questions="Where does a lawsuit stand | What's happening in the case",
        roles=[
            role("case_number|case_id|docket|docket_number", "ticket_id",
                 "under the number {} | with the docket number {} | filed as {}",
                 "Number of the case. | Docket number", required=True),
            role("city|court_city|venue|court_location", "city",
                 "at the court in {} | pending in {} | heard in {}",
                 "City of the court. | Where the case is heard"),
            role("include_history|history|with_filings", "flag", "{}",
                 "Also list earlier filings. | Whether the history is returned", default=False,
                 says={True: "with all earlier filings | including its history", False: "without the earlier filings"}),
        ],
    ),
    action(
        "law", "limitation deadline | statute of limitations | filing deadline | last day to sue",
        does="""Last day on which a claim can be filed.
                Statute of limitations
                Adds the limitation period of the kind of claim to the day it arose""",
        asks="""work out a filing deadline | check the statute of limitations | find the last day to sue
                see how long a claim stays alive""",
        questions="Until when can a claim be filed | When does the claim expire",
        roles=[
            role("incident_date|date|accrual_date|event_date", "date",
                 "for something that happened on {} | arising on {} | dating from {}",
                 "Day the claim arose, YYYY-MM-DD. | Date of the incident (ISO)", required=True),
            role("claim_type|kind|cause_of_action", "choice", "in a matter of {} | over {} | concerning {}",
                 "Kind of claim. | Cause of action", required=True,
                 says={"personal_injury": "personal injury | a bodily injury", "property_damage": "property damage",
                       "written_contract": "breach of a written contract | a written contract", "fraud": "fraud",
                       "debt": "an unpaid debt"}),
            role("tolled_days|suspended_days|paused_for", "duration_days",
                 "with the clock stopped for {} | suspended for {} | after a pause of {}",
                 "Days the period was suspended. | Tolling, in days", default=0, within=(10, 200)),
        ],
        fn=limitation_deadline,
    ),
    action(
        "law", "judgment interest | post judgment interest | court award interest | accrued interest",
        does="""Interest that accrues on a judgment.
                Post-judgment interest
                Adds up what a debtor owes when a court award is paid late""",
        asks="""calculate the interest on a judgment | work out what a court award has grown to
                add up late interest | compute what a late payer owes""",
        questions="How much interest has the award earned | What is owed on the judgment by now",
        roles=[
            role("award|judgment_amount|principal|damages", "budget_usd",
                 "on an award of {} | for damages of {} | over {}",
                 "Amount awarded, in USD. | Judgment in dollars", required=True, within=(1000, 900000)),
            role("rate|annual_rate|interest_rate|statutory_rate", "percent_number",
                 "at {} a year | with a statutory rate of {} | accruing at {}",
                 "Yearly rate in percent, e.g. 6 for 6%. | Statutory rate, a percentage", required=True,
                 within=(2, 12)),
            role("days|days_late|elapsed_days", "duration_days", "after {} | paid {} late | outstanding for {}",
                 "Days since the judgment. | How long it has been unpaid, in days", required=True, within=(20, 400)),
            role("compound|compounding|daily_compounding", "flag", "{}",
                 "Compound the interest daily. | Whether interest earns interest", default=False,
                 says={True: "compounded daily | with daily compounding", False: "as simple interest"}),
        ],
        fn=judgment_interest,
    ),
    action(
        "law", "contract end | termination date | notice deadline | contract expiry",
        does="""Tells when a contract ends and when notice is due.
                Contract expiry
                Counts the term of an agreement from its start and the notice period back from its end""",
        asks="""work out when a contract ends | find the last day for giving notice
                check the expiry of an agreement | see how long a contract binds""",
        questions="When does a contract run out | By when must notice be given",
        roles=[
            role("start_date|effective_date|signed_on|begins", "date",
                 "starting on {} | effective from {} | signed on {}",
                 "First day of the contract, YYYY-MM-DD. | Effective date (ISO)", required=True),
            role("term_years|years|contract_length|duration_years", "years",
                 "running for {} | with a term of {} | concluded for {}",
                 "Term in years. | How many years it runs", required=True, within=(1, 10)),
            role("notice_weeks|notice_period|weeks_notice", "weeks",
                 "with {} notice | given a notice period of {} | needing {} of notice",
                 "Notice period in weeks. | Weeks before the end", default=4, within=(2, 26)),
        ],
        fn=contract_end,
    ),
    action(
        "law", "contingency split | settlement payout | divide settlement | lawyer fee",
        does="""Divides a settlement between lawyer and client.
                Contingency fee
                Takes the expenses and the lawyer's share off a settlement""",
        asks="split a settlement | work out the lawyer's cut | divide a payout | calculate a contingency fee",
        questions="What is left for the client | How much does the lawyer get",
        roles=[
            role("settlement|settlement_amount|gross|payout", "budget_usd",
                 "of {} | for a settlement of {} | when the other side pays {}",
                 "Settlement in USD. | Gross amount in dollars", required=True, within=(5000, 900000)),
            role("fee_percent|contingency|lawyer_share|fee", "tip_percent",
                 "with a fee of {} | at a contingency of {} | leaving {} to the lawyer",
                 "Share of the lawyer in percent, a whole number. | Contingency fee, e.g. 33 for 33%", required=True,
                 within=(10, 40)),
            role("expenses|costs|disbursements", "price_usd",
                 "after {} in expenses | less costs of {} | minus {} of court costs",
                 "Expenses in USD. | Costs that come off first", default=0.0, within=(50, 4000)),
        ],
        fn=contingency_split,
    ),
    action(
        "law", "draft contract | generate agreement | create contract | prepare legal document",
        does="""Drafts a contract between two parties.
                Contract generator
                Prepares an agreement of the chosen kind from a template and fills in the parties and the start""",
        asks="draft a contract | prepare an agreement | draw up a legal document | write up a contract",
        questions="Can you draw up an agreement",
        roles=[
            role("contract_type|template|document_type|kind", "choice", "in the form of {} | using {} | namely {}",
                 "Kind of contract. | Template to use", required=True,
                 says={"nda": "a non-disclosure agreement | an NDA", "employment": "an employment contract",
                       "lease": "a lease | a rental agreement", "service": "a service agreement",
                       "sale": "a sales contract | a bill of sale"}),
            role("first_party|party_a|client|provider", "full_name",
                 "with {} as the first party | on behalf of {} | where one side is {}",
                 "Full name of the first party. | Party A", required=True),
            role("second_party|party_b|counterparty|other_party", "company",
                 "with {} as the other party | against the counterparty {} | where the other side is {}",
                 "Company that is the second party. | Party B", required=True),
            role("effective_date|start_date|starts_on", "date", "effective {} | taking effect on {} | as of {}",
                 "First day, YYYY-MM-DD. | Effective date (ISO)"),
            role("language|contract_language|lang", "language", "in {} | written in {} | drawn up in {}",
                 "Language of the text. | Language, in English", default="English"),
        ],
    ),
    action(
        "law", "find attorney | search lawyers | match lawyer | attorney directory",
        does="""Finds lawyers.
                Attorney directory
                Lists lawyers of a field near a city, by fee and language""",
        asks="find a lawyer | look for an attorney | look for legal counsel | search for legal help",
        questions="Which lawyers are there | Who could represent me",
        roles=[
            role("specialty|practice_area|field|area_of_law", "choice",
                 "for {} | dealing with {} | with experience in {}",
                 "Field of law. | Practice area", required=True,
                 says={"family": "family law | a divorce", "criminal": "criminal law | a criminal charge",
                       "tax": "tax law | a tax dispute", "immigration": "immigration law | a visa matter",
                       "employment": "labor law | a wrongful dismissal", "real_estate": "property law"}),
            role("city|location|near|place", "city", "in {} | near {} | based in {}",
                 "City. | Where the lawyer should be", required=True),
            role("language|spoken_language|speaks", "language", "speaking {} | with a command of {} | fluent in {}",
                 "Language the lawyer speaks. | Spoken language"),
            role("max_hourly_rate|hourly_limit|fee_limit", "max_price",
                 "charging at most {} an hour | for under {} per hour | below {} an hour",
                 "Highest hourly fee in USD. | Upper limit of the fee", within=(80, 900)),
        ],
    ),
    action(
        "law", "trademark search | check trademark | search brand register | mark availability",
        does="""Searches the trademark register.
                Trademark check
                Finds registered marks that are equal or similar to a name""",
        asks="""check whether a name is taken as a trademark | search the trademark register | look up a brand name
                make sure that a brand is free""",
        questions="Is the name free as a trademark | Which marks are registered",
        roles=[
            role("mark|name|brand_name|word_mark", "company", "for the name {} | spelled {} | with the mark {}",
                 "Name to check. | Word mark", required=True),
            role("country|territory|jurisdiction|registry", "country_code", "in {} | registered in {} | valid in {}",
                 "Country as a two-letter code, e.g. PT. | ISO country code", required=True),
            role("similar|include_similar|fuzzy", "flag", "{}",
                 "Also find similar marks. | Whether look-alikes count", default=True,
                 says={True: "including similar ones | counting look-alikes", False: "with exact matches only"}),
        ],
    ),
]
