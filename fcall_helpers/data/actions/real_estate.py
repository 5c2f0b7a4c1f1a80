"""Real estate: searching and valuing homes, mortgages, renting and letting, viewings."""

from fcall_helpers.data.actions.model import action, role

CONDITION = {"needs_work": 0.8, "average": 1.0, "renovated": 1.15, "new": 1.3}


def mortgage_payment(home_price: float, down_payment: float, annual_rate: float, years: int) -> dict:
    """Monthly payment of a fixed-rate mortgage; the rate is in percent, the down payment a fraction."""
    loan, n, monthly = home_price * (1 - down_payment), years * 12, annual_rate / 1200
    payment = loan / n if monthly == 0 else loan * monthly / (1 - (1 + monthly) ** -n)
    return {"loan": round(loan, 2), "monthly_payment": round(payment, 2)}


def affordable_rent(annual_income: int, share: int = 30, monthly_debt: float = 0.0) -> float:
    """The monthly rent that an income can bear."""
    return round(max(0.0, annual_income / 12 * share / 100 - monthly_debt), 2)


def rental_yield(purchase_price: float, monthly_rent: float, yearly_costs: float = 0.0) -> dict:
    """Gross and net yield of a rented home, in percent."""
    if purchase_price <= 0:
        raise ValueError(f"rental_yield: purchase_price must be above 0, got {purchase_price}")
    gross = monthly_rent * 12
    net = gross - yearly_costs
    return {"gross": round(gross / purchase_price * 100, 2), "net": round(net / purchase_price * 100, 2)}


def estimate_value(area: float, price_per_sqm: float, condition: str = "average", balcony: bool = False) -> int:
    """A rough value of a home, to the thousand."""
    return round(area * price_per_sqm * CONDITION[condition] * (1.03 if balcony else 1) / 1000) * 1000


def closing_costs(price: float, transfer_tax: float, agent_fee: float = 0.0, notary: float = 1.5) -> dict:
    """What a buyer pays on top of the price; the rates are in percent."""
    parts = {"tax": transfer_tax, "agent": agent_fee, "notary": notary}
    costs = {name: round(price * percent / 100, 2) for name, percent in parts.items()}
    return costs | {"total": round(sum(costs.values()), 2)}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "real_estate", "search homes | find properties | property listings | search real estate",
        does="""Searches homes for sale.
                Property search
                Lists houses and apartments on the market that fit the wishes of a buyer""",
        asks="search for a home | find properties for sale | look for a house to buy | browse real estate listings",
        questions="Which homes are for sale | What is on the market",
        roles=[
            role("location|city|area|town", "city_state", "in {} | around {} | located in {}",
                 "City and state, e.g. 'Boise, ID'. | Where to search, as 'City, ST'", required=True),
            role("property_type|type|home_type|kind", "choice", "as {} | namely {} | in the shape of {}",
                 "Kind of property. | What to look for",
                 says={"house": "a detached house", "apartment": "an apartment | a flat", "condo": "a condo",
                       "townhouse": "a townhouse", "land": "a building plot"}),
            role("bedrooms|min_bedrooms|beds|num_bedrooms", "choice", "with {} | with at least {} | featuring {}",
                 "Number of bedrooms. | Bedrooms at least",
                 says={1: "one bedroom | 1 bedroom", 2: "two bedrooms | 2 bedrooms", 3: "three bedrooms | 3 bedrooms",
                       4: "four bedrooms | 4 bedrooms", 5: "five bedrooms | 5 bedrooms", 6: "six bedrooms"}),
            role("max_price|budget|price_to|upper_price", "budget_usd",
                 "for no more than {} | on a budget of {} | priced up to {}",
                 "Highest price in USD. | Budget in dollars", within=(80000, 2000000)),
            role("min_area|area_sqft|square_feet|living_area", "area_sqft",
                 "with at least {} of space | no smaller than {} | offering {} or more",
                 "Smallest floor area in square feet. | Area (sq ft)", within=(400, 4000)),
            role("features|amenities|must_have", "amenities", "with {} | having {} | including {}",
                 "Features it must have. | List of amenities"),
        ],
    ),
    action(
        "real_estate", "mortgage payment | mortgage calculator | home loan payment | house payment",
        does="""Monthly payment of a mortgage.
                Mortgage calculator
                Works out what a home costs a month, from its price, the down payment, the rate and the term""",
        asks="calculate a mortgage | work out my house payment | run the numbers on a home loan | estimate a mortgage",
        questions="What would a mortgage cost a month | How high would my house payment be",
        roles=[
            role("home_price|price|purchase_price|property_price", "principal",
                 "for a home that costs {} | on a purchase price of {} | with the house at {}",
                 "Price of the home in USD. | Purchase price (USD)", required=True, within=(100000, 1500000)),
            role("down_payment|deposit_share|down_payment_rate|equity", "discount",
                 "putting {} down | with a down payment of {} | paying {} up front",
                 "Down payment as a fraction of the price, e.g. 0.2 for 20%. | Share paid at once, 0 to 1",
                 required=True, within=(0.05, 0.4)),
            role("annual_rate|interest_rate|mortgage_rate|rate_percent", "percent_number",
                 "at {} interest | with a rate of {} | fixed at {} a year",
                 "Yearly rate in percent, e.g. 6.5 for 6.5%. | Mortgage rate, a percentage", required=True,
                 within=(2.5, 9)),
            role("years|term_years|loan_term|duration", "years", "over {} | for {} | paid off in {}",
                 "Term in years. | How long the loan runs", required=True, within=(10, 30)),
        ],
        fn=mortgage_payment,
    ),
    action(
        "real_estate", "affordable rent | rent budget | max rent | rent affordability",
        does="""The rent that an income can bear.
                Rent affordability
                Tells how much rent a month somebody can pay, after other debts""",
        asks="""work out how much rent I can afford | find my rent limit | set a budget for rent
                check what rent is reasonable""",
        questions="How much rent can I afford | What rent fits my income",
        roles=[
            role("annual_income|income|salary|gross_income", "salary",
                 "on an income of {} | earning {} a year | making {}",
                 "Yearly income in USD, whole dollars. | Gross annual income", required=True),
            role("share|percent|rent_share|rule_percent", "tip_percent",
                 "spending {} of it on rent | with a limit of {} | using {} for housing",
                 "Percent of the income for rent, a whole number. | Share, e.g. 30 for 30%", default=30,
                 within=(20, 45)),
            role("monthly_debt|debts|other_payments", "price_usd",
                 "with {} a month in debts | after other payments of {} | besides {} for loans",
                 "Other payments a month, in USD. | Monthly debts", default=0.0, within=(50, 1500)),
        ],
        fn=affordable_rent,
    ),
    action(
        "real_estate", "rental yield | property return | rent return | yield on property",
        does="""Gross and net rental yield of a property.
                Rental yield
                Compares the rent of a year with the price of a home, before and after costs""",
        asks="""calculate a rental yield | work out the return on a flat | check whether a rental pays off
                see what a buy-to-let brings in""",
        questions="What does a rental property yield | How well does the property pay",
        roles=[
            role("purchase_price|price|property_value|bought_for", "budget_usd",
                 "bought for {} | with a purchase price of {} | worth {}",
                 "Price of the property in USD. | Purchase price (USD)", required=True, within=(90000, 1200000)),
            role("monthly_rent|rent|rent_per_month|rental_income", "price_usd",
                 "renting for {} a month | with a monthly rent of {} | bringing in {} each month",
                 "Rent a month in USD. | Monthly rent", required=True, within=(500, 4000)),
            role("yearly_costs|costs|annual_expenses|upkeep", "price_usd",
                 "with yearly costs of {} | after {} a year for upkeep | less {} in annual expenses",
                 "Costs a year in USD. | Taxes, repairs and the like", default=0.0, within=(300, 4000)),
        ],
        fn=rental_yield,
    ),
    action(
        "real_estate", "estimate value | appraise home | home valuation | price property",
        does="""Estimates what a home is worth.
                Home valuation
                Multiplies floor area by the local price and adjusts for the state of the building""",
        asks="estimate the value of a home | appraise an apartment | put a price on a property | value a flat",
        questions="What is a home worth | How much could the apartment sell for",
        roles=[
            role("area|floor_area|square_meters|living_area", "area_m2",
                 "with {} of floor space | measuring {} | with an area of {}",
                 "Floor area in square meters. | Living area (m²)", required=True, within=(25, 300)),
            role("price_per_sqm|local_price|sqm_price|rate", "price_eur",
                 "at {} per square meter | where a square meter goes for {} | with a local price of {} per m²",
                 "Local price of a square meter, in euros. | EUR per m²", required=True, within=(900, 3900)),
            role("condition|state|building_condition", "choice", "if it is {} | given that it is {}",
                 "State of the home. | Condition of the building", default="average",
                 says={"needs_work": "in need of repair | run down", "average": "in ordinary shape",
                       "renovated": "freshly renovated", "new": "newly built | brand new"}),
            role("balcony|has_balcony|terrace", "flag", "{}",
                 "The home has a balcony. | Whether there is a balcony", default=False,
                 says={True: "with a balcony", False: "without a balcony"}),
        ],
        fn=estimate_value,
    ),
    action(
        "real_estate", "closing costs | purchase costs | buyer fees | transaction costs",
        does="""Costs a buyer pays besides the price.
                Closing costs
                Adds up transfer tax, agent and notary for the purchase of a home""",
        asks="""add up the closing costs | estimate the extra costs of buying
                work out the fees on a house purchase | budget for buying costs""",
        questions="What does buying cost on top | How high are the closing costs",
        roles=[
            role("price|purchase_price|sale_price|home_price", "budget_usd",
                 "for a home of {} | on a price of {} | when buying for {}",
                 "Price of the home in USD. | Purchase price (USD)", required=True, within=(90000, 1500000)),
            role("transfer_tax|tax_rate|tax_percent|stamp_duty", "percent_number",
                 "with a transfer tax of {} | paying {} in stamp duty | where the tax is {}",
                 "Transfer tax in percent, e.g. 3.5 for 3.5%. | Tax rate, a percentage", required=True,
                 within=(0.5, 6)),
            role("agent_fee|commission|broker_percent", "percent_number",
                 "plus {} for the agent | with an agent's commission of {} | with a broker fee of {}",
                 "Agent's fee in percent. | Commission, e.g. 3 for 3%", default=0.0, within=(1, 6)),
            role("notary|notary_percent|legal_fees", "percent_number",
                 "plus {} for the notary | with notary fees of {} | with {} in legal fees",
                 "Notary and register in percent. | Legal fees, a percentage of the price", default=1.5,
                 within=(0.5, 3)),
        ],
        fn=closing_costs,
    ),
    action(
        "real_estate", "schedule viewing | book tour | arrange visit | property viewing",
        does="""Schedules a viewing of a property.
                Viewing appointment
                Arranges a visit to a home on the market, in person or by video""",
        asks="schedule a viewing | arrange a visit to a home | book a tour of a property | go and see an apartment",
        questions="Could I come and see a place | When can I view a home",
        roles=[
            role("address|property_address|home_address", "address",
                 "for the place at {} | at {} | with the address {}",
                 "Address of the property, in one line. | Which home, by its address", required=True),
            role("date|viewing_date|day|visit_date", "date", "on {} | for {} | some time on {}",
                 "Day of the viewing, YYYY-MM-DD. | Date (ISO)", required=True),
            role("time|viewing_time|start_time|slot", "time", "at {} | starting at {} | around {}",
                 "Time on the 24-hour clock, HH:MM. | Start of the visit (HH:MM)"),
            role("visitor|name|client_name|buyer", "full_name", "under the name {} | for {} | with {} as the visitor",
                 "Full name of the visitor. | Who comes to see it"),
            role("mode|viewing_type|format", "choice", "{}",
                 "In person or by video. | Kind of viewing", default="in_person",
                 says={"in_person": "in person | on site", "video": "by video call | as a video tour"}),
        ],
    ),
    action(
        "real_estate", "find rentals | search apartments | rental listings | apartments for rent",
        does="""Searches homes for rent.
                Rental listings
                Finds apartments and rooms to rent in a city, by rent, move-in day and whether pets are welcome""",
        asks="find an apartment to rent | look for a rental | search for a flat | find a place to live",
        questions="Which apartments are for rent | What rentals are available",
        roles=[
            role("city|town|location|rental_city", "city", "in {} | somewhere in {} | close to {}",
                 "City. | Where to live", required=True),
            role("max_rent|rent_limit|budget|monthly_limit", "max_price",
                 "for at most {} a month | under {} per month | below {} monthly",
                 "Highest rent a month, in USD. | Upper limit of the rent", within=(450, 3900)),
            role("move_in|move_in_date|available_from|from_date", "date",
                 "available from {} | moving in on {} | free as of {}",
                 "First day, YYYY-MM-DD. | Move-in date (ISO)"),
            role("pets|pets_allowed|pet_friendly", "flag", "{}",
                 "Pets must be allowed. | Whether it has to be pet-friendly", default=False,
                 says={True: "with pets welcome | with pets allowed", False: "without any pets"}),
            role("furnished|is_furnished|with_furniture", "flag", "{}",
                 "The home must be furnished. | Whether furniture is included", default=False,
                 says={True: "fully furnished | with furniture", False: "unfurnished | without furniture"}),
        ],
    ),
    action(
        "real_estate", "maintenance request | report repair | tenant ticket | request repair",
        does="""Reports a defect in a rented home.
                Maintenance request
                Opens a ticket with the property manager for something that must be repaired""",
        asks="report a repair | put in a maintenance request | get something fixed at home | report a defect",
        questions="Can the landlord send someone",
        roles=[
            role("unit|apartment|unit_number|flat_number", "room", "in {} | for {} | concerning {}",
                 "Number of the apartment. | Unit, as a string", required=True),
            role("problem|issue|category|defect", "choice", "about {} | because of {} | over {}",
                 "What is broken. | Kind of defect", required=True,
                 says={"plumbing": "a dripping tap | a leaking pipe", "heating": "cold radiators | a dead boiler",
                       "electrical": "a dead socket | flickering lights", "lock": "a jammed lock",
                       "pests": "mice in the kitchen | ants everywhere"}),
            role("urgency|priority|severity", "choice", "{}",
                 "How urgent it is. | Priority", default="normal",
                 says={"low": "whenever somebody has time", "normal": "within the usual time",
                       "emergency": "as an emergency | to be done right away"}),
            role("phone|contact_phone|tenant_phone", "phone",
                 "reaching me at {} | with {} as my number | with the phone number {}",
                 "Phone number of the tenant, e.g. +14155550123. | Number to call, with country code"),
        ],
    ),
]
