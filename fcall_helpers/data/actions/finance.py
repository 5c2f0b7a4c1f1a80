"""Finance: interest, loans, saving, taxes, shares, currencies, payments."""

from fcall_helpers.data.actions.model import action, role

COMPOUNDINGS = {"annually": 1, "quarterly": 4, "monthly": 12, "daily": 365}


def compound_interest(principal: float, rate: float, years: int, compounding: str = "annually") -> dict:
    """What money grows to when the interest earns interest."""
    times = COMPOUNDINGS[compounding]
    final = principal * (1 + rate / times) ** (times * years)
    return {"final_amount": float(f"{final:.12g}"), "interest": float(f"{final - principal:.12g}")}


def loan_payment(amount: float, annual_rate: float, months: int, fee: float = 0.0) -> dict:
    """The equal monthly payments that pay a loan back; the rate is in percent."""
    monthly = annual_rate / 1200
    owed = amount + fee
    payment = owed / months if monthly == 0 else owed * monthly / (1 - (1 + monthly) ** -months)
    return {"monthly_payment": round(payment, 2), "total_interest": round(payment * months - amount - fee, 2)}


def sales_tax(amount: float, tax_rate: float, direction: str = "add") -> dict:
    """Net, tax and gross of an amount; the rate is in percent."""
    net = amount if direction == "add" else amount / (1 + tax_rate / 100)
    gross = net * (1 + tax_rate / 100)
    return {"net": round(net, 2), "tax": round(gross - net, 2), "gross": round(gross, 2)}


def trade_profit(shares: int, buy_price: float, sell_price: float, commission: float = 0.0) -> dict:
    """What a trade earned."""
    profit, paid = shares * (sell_price - buy_price) - commission, shares * buy_price
    return {"profit": round(profit, 2), "return_percent": round(profit / paid * 100, 2)}


def card_payoff(balance: float, apr: float, monthly_payment: float) -> dict:
    """Months until a credit card is paid off, if ever; the rate is in percent."""
    rest, months, interest = balance, 0, 0.0
    while rest > 0 and months < 600:
        charged = rest * apr / 1200
        if monthly_payment <= charged:
            return {"ever": False, "months": 0, "interest": 0.0}
        rest, months, interest = rest + charged - monthly_payment, months + 1, interest + charged
    return {"ever": rest <= 0, "months": months, "interest": round(interest, 2)}


def net_present_value(discount_rate: float, cash_flows: list[float], first_flow_now: bool = True) -> float:
    """Today's worth of yearly payments."""
    first = 0 if first_flow_now else 1
    return round(sum(flow / (1 + discount_rate) ** year for year, flow in enumerate(cash_flows, first)), 2)


def split_income(income: int, needs: int = 50, savings: int = 20) -> dict:
    """A year's income divided into monthly pots; needs come first, what is left over is for wishes."""
    month, savings = income / 12, min(savings, 100 - needs)
    pots = {"needs": needs, "savings": savings, "wishes": 100 - needs - savings}
    return {name: round(month * share / 100, 2) for name, share in pots.items()}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "finance", "compound interest | grow investment | future value | investment growth",
        does="""Future value of an investment with compound interest.
                Compound interest calculator
                Computes what a sum grows to over the years when interest is added to it""",
        asks="""calculate compound interest | find out what an investment grows to | project the growth of my savings
                work out a future value""",
        questions="How much will an investment be worth | What does my money grow to",
        roles=[
            role("principal|initial_investment|amount|present_value", "principal",
                 "on {} | starting with {} | for an initial deposit of {}",
                 "Amount invested at the start, in USD. | Principal in dollars", required=True, within=(200, 250000)),
            role("rate|interest_rate|annual_return|yearly_rate", "rate",
                 "at {} | with a yearly rate of {} | earning {} a year",
                 "Yearly rate as a decimal fraction, e.g. 0.05 for 5%. | Rate, 0.07 is 7 percent", required=True),
            role("years|term|num_years|period_years", "years", "over {} | for {} | left alone for {}",
                 "Number of years. | How long the money stays invested", required=True, within=(1, 40)),
            role("compounding|frequency|compound_frequency", "choice", "compounded {} | with interest added {}",
                 "How often interest is added. | Compounding period", default="annually",
                 says={"annually": "once a year | annually", "quarterly": "every quarter | quarterly",
                       "monthly": "every month | monthly", "daily": "every day | daily"}),
        ],
        fn=compound_interest,
    ),
    action(
        "finance", "loan payment | monthly installment | amortize loan | repayment plan",
        does="""Monthly payment of a loan.
                Loan calculator
                Works out the equal installments of a loan and the interest paid in total""",
        asks="""calculate the monthly payment of a loan | work out my installments | run the numbers on a loan
                plan the repayment of a loan""",
        questions="What would a loan cost me a month | How high are the monthly payments",
        roles=[
            role("amount|loan_amount|borrowed|principal", "principal",
                 "borrowing {} | for a loan of {} | on a loan amount of {}",
                 "Amount borrowed in USD. | Loan amount in dollars", required=True, within=(1000, 90000)),
            role("annual_rate|interest_rate|apr|rate_percent", "percent_number",
                 "at {} interest | with an annual rate of {} | charged at {} a year",
                 "Yearly rate in percent, e.g. 4.5 for 4.5%. | APR as a percentage, not a fraction", required=True,
                 within=(2, 20)),
            role("months|term_months|num_payments|duration_months", "months",
                 "over {} | paid back in {} | with a term of {}",
                 "Number of monthly payments. | Term in months, e.g. 24 for two years", required=True, within=(6, 120)),
            role("fee|origination_fee|setup_fee", "price_usd",
                 "plus a fee of {} | with {} in fees | including an origination fee of {}",
                 "One-time fee that is added to the loan, in USD. | Origination fee (USD)", default=0.0,
                 within=(20, 900)),
        ],
        fn=loan_payment,
    ),
    action(
        "finance", "sales tax | vat | gross up | tax on price",
        does="""Adds sales tax to an amount, or takes it out.
                VAT calculator
                Splits a price into its net part and its tax, in either direction""",
        asks="work out the sales tax | do the VAT on a bill | split a price into net and tax | add tax to a purchase",
        questions="How much tax is on that | What are net and gross",
        roles=[
            role("amount|price|bill|base_amount", "price_eur",
                 "on {} | for a price of {} | when the bill is {}",
                 "The price in euros. | Amount (EUR)", required=True),
            role("tax_rate|vat_percent|rate|tax_percent", "percent_number",
                 "at {} tax | with a tax rate of {} | where the tax is {}",
                 "Tax rate in percent, e.g. 19 for 19%. | Percentage, not a fraction", required=True, within=(4, 27)),
            role("direction|mode|operation", "choice", "{}",
                 "add to a net price, or extract from a gross price. | Direction of the calculation", default="add",
                 says={"add": "with the tax added on top | taking the price as net",
                       "extract": "with the tax already included | taking the price as gross"}),
        ],
        fn=sales_tax,
    ),
    action(
        "finance", "trade profit | stock gain | capital gain | evaluate trade",
        does="""Profit or loss of a trade in shares.
                Capital gain
                Compares what shares cost with what they were sold for, after commission""",
        asks="""work out the profit of a trade | evaluate a stock sale | calculate a capital gain
                check how a stock trade went""",
        questions="How much did I make | What was the gain on the trade",
        roles=[
            role("shares|num_shares|quantity|position_size", "shares",
                 "on {} | for {} | with a position of {}", "Number of shares. | Shares traded", required=True,
                 within=(1, 2000)),
            role("buy_price|purchase_price|entry_price|cost_basis", "price_usd",
                 "bought at {} | with an entry price of {} | purchased for {} apiece",
                 "Price paid for a share, in USD. | Purchase price (USD)", required=True, within=(2, 600)),
            role("sell_price|sale_price|exit_price", "price_usd",
                 "sold at {} | with an exit price of {} | sold for {} apiece",
                 "Price a share was sold for, in USD. | Sale price (USD)", required=True, within=(2, 600)),
            role("commission|broker_fee|fees", "price_usd",
                 "after a commission of {} | minus {} for the broker | with {} in broker fees",
                 "What the broker takes, in USD. | Commission (USD)", default=0.0, within=(1, 30)),
        ],
        fn=trade_profit,
    ),
    action(
        "finance", "card payoff | credit card debt | debt free date | payoff time",
        does="""How long it takes to pay off a credit card.
                Payoff calculator
                Counts the months, and the interest, until a balance is gone at a fixed payment""",
        asks="""plan how to pay off my credit card | work out when a debt is gone | work out a credit card payoff
                get rid of card debt on schedule""",
        questions="When is my credit card paid off | How long until I am out of debt",
        roles=[
            role("balance|debt|amount_owed|card_balance", "price_usd",
                 "owing {} | with a balance of {} | for a debt of {}",
                 "What is owed now, in USD. | Balance of the card", required=True, within=(300, 4000)),
            role("apr|annual_rate|interest_percent|card_rate", "percent_number",
                 "at an APR of {} | with {} interest a year | charging {}",
                 "Yearly rate in percent, e.g. 21.9 for 21.9%. | APR in percent", required=True, within=(9, 30)),
            role("monthly_payment|payment|pay_per_month", "price_usd",
                 "paying {} a month | with payments of {} every month | at {} monthly",
                 "Amount paid every month, in USD. | Fixed monthly payment", required=True, within=(60, 900)),
        ],
        fn=card_payoff,
    ),
    action(
        "finance", "net present value | npv | discounted cash flow | value project",
        does="""Net present value of yearly cash flows.
                NPV
                Discounts a series of payments to today and adds them up""",
        asks="calculate the net present value | discount some cash flows | value a project | run a DCF",
        questions="What is the net present value | What is the project worth today",
        roles=[
            role("discount_rate|rate|cost_of_capital|hurdle_rate", "rate",
                 "at a discount rate of {} | discounting at {} | with a cost of capital of {}",
                 "Yearly discount rate as a fraction, e.g. 0.08 for 8%. | Rate, 0.1 means 10 percent", required=True),
            role("cash_flows|flows|payments|yearly_flows", "cash_flows",
                 "of the cash flows {} | for yearly payments of {} | on the flows {}",
                 "Yearly payments, negative for money paid out. | Cash flows in order", required=True),
            role("first_flow_now|start_now|immediate", "flag", "{}",
                 "The first payment happens today. | Whether the first flow is undiscounted", default=True,
                 says={True: "with the first one due today", False: "with the first one due in a year"}),
        ],
        fn=net_present_value,
    ),
    action(
        "finance", "split income | budget plan | monthly budget | allocate salary",
        does="""Divides an income into monthly pots.
                Budget by percentages
                Shows what a yearly income leaves a month for needs, savings and wishes""",
        asks="draw up a monthly budget | split my income | divide my salary into pots | plan my household money",
        questions="How should I divide my income | What does my monthly budget look like",
        roles=[
            role("income|annual_income|salary|yearly_income", "salary",
                 "on an income of {} | earning {} a year | with a salary of {}",
                 "Yearly income in USD, whole dollars. | Annual income", required=True),
            role("needs|needs_percent|essentials", "tip_percent",
                 "with {} for needs | putting {} into essentials | with {} for rent and food",
                 "Percent for needs, a whole number. | Share of needs, e.g. 50 for 50%", default=50, within=(40, 70)),
            role("savings|savings_percent|save_share", "tip_percent",
                 "with {} for savings | saving {} of it | putting away {}",
                 "Percent to save, a whole number. | Share of savings, e.g. 20 for 20%", default=20, within=(5, 30)),
        ],
        fn=split_income,
    ),
    action(
        "finance", "stock quote | get share price | fetch quote | ticker price",
        does="""Price of a stock.
                Stock quote by ticker symbol
                Fetches the latest or a past closing price of a share from an exchange""",
        asks="get a stock quote | check a share price | look up what a stock trades at | pull the price of a stock",
        questions="What is the stock trading at | How is the share doing",
        roles=[
            role("symbol|ticker|stock_symbol|stock", "ticker", "for {} | of {} | with the ticker {}",
                 "Ticker symbol in capitals. | Symbol of the share", required=True),
            role("date|on_date|as_of|trading_day", "date", "as of {} | on {} | at the close of {}",
                 "Trading day, YYYY-MM-DD; the latest if left out. | Date of the closing price (ISO)"),
            role("exchange|market|venue", "choice", "on the {} exchange | listed in {}",
                 "Exchange code. | Market where the share is listed",
                 says={"XNYS": "New York", "XLON": "London", "XETR": "Frankfurt", "XTKS": "Tokyo"}),
            role("currency|quote_currency|in_currency", "currency", "converted to {} | quoted in {} | expressed in {}",
                 "Currency of the price, ISO 4217 code. | Three-letter currency code", default="USD"),
        ],
    ),
    action(
        "finance", "convert currency | exchange money | fx convert | currency exchange",
        does="""Converts an amount from one currency to another.
                Currency conversion
                Uses the exchange rate of the day to express a sum in a different currency""",
        asks="exchange currency | convert from one currency to another | convert an amount of money | change money",
        questions="How much do I get | What does the exchange bring",
        roles=[
            role("amount|value|sum|amount_to_convert", "amount",
                 "for an amount of {} | with {} to change | changing {}",
                 "Amount in the source currency. | How much to convert", required=True, within=(5, 4000)),
            role("from_currency|source_currency|base|sell", "from_currency",
                 "from {} | holding {} | starting out in {}",
                 "Currency to convert from, ISO 4217 code. | Source currency, e.g. CHF", required=True),
            role("to_currency|target_currency|quote|buy", "to_currency", "to {} | into {} | receiving {}",
                 "Currency to convert to, ISO 4217 code. | Target currency, e.g. SEK", required=True),
            role("date|rate_date|value_date", "date", "at the rate of {} | as of {} | with the rate of {}",
                 "Day whose rate is used, YYYY-MM-DD. | Date of the rate; today if left out"),
        ],
    ),
    action(
        "finance", "price alert | watch stock | create alert | notify on price",
        does="""Sets an alert on the price of a share.
                Price alert
                Sends a message as soon as a stock rises above or falls below a limit""",
        asks="set a price alert | watch a share price | put an alarm on a stock | be notified of a price",
        questions="Can you tell me when a stock moves",
        roles=[
            role("symbol|ticker|watch_symbol", "ticker", "on {} | for {} | with the symbol {}",
                 "Ticker symbol in capitals. | Share to watch", required=True),
            role("limit|threshold|trigger_price|target_price", "price_usd",
                 "with a limit of {} | for a limit of {} | triggering at {}",
                 "Price that triggers the alert, in USD. | Limit (USD)", required=True, within=(5, 900)),
            role("direction|condition|trigger", "choice", "{}",
                 "above or below. | Which side of the limit triggers it", required=True,
                 says={"above": "once it rises above that | when it climbs past the limit",
                       "below": "once it drops below that | when it falls under the limit"}),
            role("email|notify_email|contact", "email",
                 "sending the mail to {} | reaching me at {} | with mail going to {}",
                 "Address to notify. | E-mail address for the alert"),
        ],
    ),
    action(
        "finance", "record expense | log spending | add transaction | track expense",
        does="""Records an expense.
                Expense tracking
                Adds a payment to the household book with its category, shop and day""",
        asks="record an expense | log what I spent | add a payment to my books | note down a purchase",
        questions="Can you put a purchase into my books",
        roles=[
            role("amount|spent|total|expense_amount", "price_usd", "of {} | over {} | in the amount of {}",
                 "Amount spent, in USD. | What was paid (USD)", required=True, within=(2, 900)),
            role("category|expense_category|budget_line", "choice", "under {} | in the category {} | filed as {}",
                 "Category of the expense. | Budget line", required=True,
                 says={"groceries": "groceries", "transport": "transport", "eating_out": "eating out",
                       "health": "health", "leisure": "leisure | fun"}),
            role("merchant|shop|payee|paid_to", "company", "paid to {} | at the shop {} | with {} as the payee",
                 "Who received the money. | Shop or company"),
            role("date|spent_on|transaction_date", "date", "on {} | dated {} | made on {}",
                 "Day of the payment, YYYY-MM-DD. | Date (ISO); today if left out"),
        ],
    ),
]
