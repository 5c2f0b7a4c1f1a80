"""Banking: transfers, cards, statements, exchange rates. Amounts are objects, cents or dollars, as real APIs differ."""

from fcall_helpers.data.actions.model import action, role

# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "banking", "wire money | bank transfer | send payment | transfer funds",
        does="""Sends money to an account at any bank.
                Bank transfer
                Starts a payment from the user's account to an IBAN and returns its reference""",
        asks="send a bank transfer | wire some money | make a payment | transfer funds",
        questions="Can you send a payment",
        roles=[
            role("recipient|payee|beneficiary|to_name", "full_name", "to {} | for {} | with {} as the payee",
                 "Full name of the recipient. | Who gets the money", required=True),
            role("iban|account|to_account|recipient_iban", "iban",
                 "into account {} | with the IBAN {} | to the IBAN {}",
                 "IBAN of the recipient, without spaces. | Account number (IBAN, no spaces)", required=True),
            role("amount|sum|value|payment", "money", "of {} | in the amount of {} | over {}",
                 "Amount and currency as an object: amount (number) and currency (ISO 4217). | What is paid, with "
                 "its three-letter currency code", required=True),
            role("purpose|memo|remittance_text", "note", "with the memo {} | adding the note {} | marked {}",
                 "Text for the recipient. | What stands on the statement"),
            role("execution_date|pay_on|due_date", "date_dotted", "on {} | due on {} | to be executed on {}",
                 "Day of the payment as DD.MM.YYYY; today if left out. | When to pay, DD.MM.YYYY"),
        ],
    ),
    action(
        "banking", "freeze card | lock bank card | suspend card",
        does="""Blocks a payment card at once.
                Card freeze
                Stops all payments with a card that was lost, stolen or misused""",
        asks="freeze a bank card | block my card | lock a payment card | have a card suspended",
        questions="Can you block my card",
        roles=[
            role("card_last4|last4|card_ending|last_digits", "card_last4",
                 "ending in {} | with the last four digits {} | whose number ends in {}",
                 "Last four digits of the card, as a string. | Card, by its last 4 digits", required=True),
            role("reason|cause|block_reason", "choice", "because {} | since {} | as {}",
                 "Why it is blocked. | Reason code",
                 says={"lost": "I lost it | it has gone missing", "stolen": "it was stolen | somebody took it",
                       "fraud": "there are payments that I did not make", "travel": "I am going away for a while"}),
            role("replacement|order_new_card|reissue", "flag", "{}",
                 "Order a new card as well. | Whether a replacement is sent", default=False,
                 says={True: "and order a new one | with a new card to replace it",
                       False: "without ordering a new one | with no replacement"}),
        ],
    ),
    action(
        "banking", "monthly statement | fetch statement | download account statement",
        does="""Fetches the statement of an account for one month.
                Account statement
                Returns all bookings of a month as a file""",
        asks="get my account statement | download a bank statement | fetch a statement | pull up a month's bookings",
        questions="What does my statement say",
        roles=[
            role("account_id|account|account_number", "numeric_id",
                 "for account {} | of account {} | from the account numbered {}",
                 "Numeric id of the account. | Account (integer)", required=True, within=(10_000, 99_999_999)),
            role("month|period|statement_month", "month", "for {} | covering {} | from {}",
                 "Month as YYYY-MM. | Which month, e.g. 2025-03", required=True),
            role("file_type|format|output", "choice", "as {} | in the form of {} | saved as {}",
                 "File format. | 'pdf', 'csv' or 'xlsx'", default="pdf",
                 says={"pdf": "a PDF", "csv": "a CSV file", "xlsx": "an Excel file | an Excel sheet"}),
        ],
    ),
    action(
        "banking", "recurring payment | standing order | scheduled payment",
        does="""Sets up a payment that repeats.
                Standing order
                Creates a recurring transfer to a company or a person""",
        asks="set up a standing order | arrange a recurring payment | create a repeating transfer | automate a payment",
        questions="Can you set up a recurring payment",
        roles=[
            role("payee|recipient|company", "company", "to {} | for {} | with {} as the recipient",
                 "Who is paid. | Name of the company", required=True),
            role("amount_cents|amount|cents", "amount_cents", "of {} | in the amount of {} | paying {} each time",
                 "Amount in US cents, e.g. 4999 for $49.99. | Amount in cents (integer)", required=True,
                 within=(500, 200_000)),
            role("frequency|interval|recurrence", "repeat_text", "{} | repeating {} | to be paid {}",
                 "How often: 'once', 'daily', 'weekly', 'monthly' or 'yearly'. | Interval, one of once, daily, weekly, "
                 "monthly, yearly", required=True),
            role("first_payment|start_date|starting", "date_us",
                 "starting on {} | from {} on | with the first one on {}",
                 "Day of the first payment, MM/DD/YYYY. | First payment (MM/DD/YYYY)"),
        ],
    ),
    action(
        "banking", "dispute charge | contest payment | report wrong charge",
        does="""Disputes a charge on a card.
                Chargeback request
                Opens a case about a payment that the customer does not recognize""",
        asks="dispute a charge | contest a card payment | report a wrong charge | ask for a chargeback",
        questions="Can I dispute a charge",
        roles=[
            role("transaction_id|charge_id|payment_id", "uuid",
                 "with the transaction id {} | for transaction {} | listed under {}",
                 "Id of the transaction, a UUID. | Transaction (UUID)", required=True),
            role("amount|disputed_amount|charge", "price_usd", "of {} | over {} | in the amount of {}",
                 "Amount in US dollars. | Disputed amount (USD)", required=True, within=(5, 3000)),
            role("reason|dispute_reason|category", "choice", "because {} | since {} | as {}",
                 "Why it is disputed. | Category of the dispute", required=True,
                 says={"not_mine": "I never made it | it is not mine", "duplicate": "I was charged twice",
                       "wrong_amount": "the amount is wrong", "not_received": "the goods never arrived"}),
            role("contact_email|email|reply_to", "email",
                 "sending answers to {} | reaching me at {} | with {} as my address",
                 "E-mail for questions. | Address to write to"),
        ],
    ),
    action(
        "banking", "exchange rates | list rates | currency rates of",
        does="""Lists exchange rates of one currency against several others.
                Exchange rates
                Returns how much one unit of a currency was worth in others on a day""",
        asks="list the exchange rates | look up currency rates | get the rates of a currency | compare exchange rates",
        questions="What are the exchange rates | How do the currencies stand",
        roles=[
            role("base|base_currency|source", "from_currency", "of {} | for {} | with {} as the base",
                 "Currency to convert from, ISO 4217 code. | Base currency (three letters)", required=True),
            role("targets|symbols|quote_currencies|currencies", "currencies", "against {} | in {} | compared with {}",
                 "Currencies to convert to, a list of ISO 4217 codes. | Three-letter codes, as a list", required=True),
            role("on_date|date|as_of", "date_dense", "on {} | as of {} | at the close of {}",
                 "Day as YYYYMMDD; the latest if left out. | Trading day, eight digits (YYYYMMDD)"),
        ],
    ),
    action(
        "banking", "savings goal | create savings target | plan saving",
        does="""Creates a savings goal and puts money aside for it.
                Savings target
                Sets up a pot with a sum to reach and a month by which it should be reached""",
        asks="set a savings goal | create a savings pot | start saving for something | plan my savings",
        questions="Can you set up a savings goal",
        roles=[
            role("goal|purpose|event", "event", "for {} | to pay for {} | toward {}",
                 "What the money is for. | Event to save for", required=True),
            role("target_amount|target|sum", "budget_usd", "worth {} | with a target of {} | to reach {}",
                 "Sum to reach, in US dollars (float). | Target in USD", required=True, within=(200, 60_000)),
            role("deadline|target_month|by_month", "month", "by {} | until {} | to be reached by {}",
                 "Month by which it is reached, YYYY-MM. | Deadline (YYYY-MM)"),
            role("monthly_share|share_of_income|rate", "rate",
                 "putting in {} of my pay | saving {} of each paycheck | setting aside {} of what I earn",
                 "Share of the pay put in each month, a decimal fraction: 0.05 is 5%. | Fraction of the income"),
            role("round_up|round_up_purchases|spare_change", "flag", "{}",
                 "Round purchases up and save the difference. | Whether spare change is saved", default=False,
                 says={True: "rounding up my purchases | with my spare change added",
                       False: "without rounding up | leaving my purchases as they are"}),
        ],
    ),
    action(
        "banking", "open account | create bank account | new account",
        does="""Opens an account for a customer.
                New bank account
                Registers a person and opens a current, savings or business account""",
        asks="open a bank account | set up a new account | start an account | register a new customer",
        questions="Can you open an account",
        roles=[
            role("owner|holder|customer|person", "person", "for {} | with {} as the holder | on behalf of {}",
                 "The owner as an object with name and age. | Account holder: full name, and age in years",
                 required=True),
            role("account_type|kind|product", "choice", "as {} | in the form of {} | namely {}",
                 "Kind of account. | 'checking', 'savings' or 'business'", required=True,
                 says={"checking": "a checking account | a current account", "savings": "a savings account",
                       "business": "a business account"}),
            role("currency|account_currency|ccy", "currency", "in {} | held in {} | kept in {}",
                 "Currency of the account, ISO 4217. | Three-letter code of the currency", default="USD"),
            role("branch_city|branch|location", "city", "at the branch in {} | in {} | at the {} office",
                 "City of the branch. | Branch, by its city"),
        ],
    ),
    action(
        "banking", "portfolio value | value holdings | track holdings",
        does="""Values a list of shares on a day.
                Portfolio value
                Adds up what some holdings are worth, with or without dividends""",
        asks="value my portfolio | check what my holdings are worth | look up a portfolio | add up my shares",
        questions="What are my holdings worth | How is my portfolio doing",
        roles=[
            role("tickers|symbols|holdings|stocks", "tickers", "with {} | holding {} | made up of {}",
                 "Ticker symbols, as a list. | Shares held, a list of symbols in capitals", required=True),
            role("weights|shares_of_total|allocation", "fractions",
                 "weighted {} | with weights of {} | in shares of {}",
                 "Weights as decimal fractions, in the same order: 0.25 is 25%. | List of fractions of 1"),
            role("as_of|date|on", "date_dense", "as of {} | on {} | at the close of {}",
                 "Day as YYYYMMDD. | Trading day (YYYYMMDD)"),
            role("with_dividends|dividends|include_dividends", "flag", "{}",
                 "Count dividends too. | Whether dividends are included", default=False,
                 says={True: "with dividends counted | including dividends",
                       False: "without dividends | leaving out dividends"}),
        ],
        rising="tickers weights",
    ),
]
