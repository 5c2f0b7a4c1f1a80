"""At home, in American units: ovens in Fahrenheit, floors in square feet, screens in inches, parcels in pounds."""

from fcall_helpers.data.actions.model import action, role

# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "household", "preheat oven | start oven | warm up oven",
        does="""Preheats the oven.
                Oven control
                Brings the oven to a temperature and keeps it there for a while""",
        asks="preheat the oven | start the oven | turn on the oven | warm up the oven",
        questions="Can you preheat the oven",
        roles=[
            role("temperature|degrees|target_f|oven_temp", "fahrenheit", "to {} | at {} | with a target of {}",
                 "Temperature in degrees Fahrenheit (float). | Target (°F)", required=True, within=(170, 475)),
            role("mode|program|heat", "choice", "using {} | on {} | with {}",
                 "How it heats. | 'bake', 'broil' or 'convection'", default="bake",
                 says={"bake": "the bake mode", "broil": "the broiler | the broil mode",
                       "convection": "the convection fan | convection"}),
            role("hold_minutes|minutes|keep_for", "duration_minutes", "for {} | holding it for {} | staying on for {}",
                 "Minutes to keep the temperature (int). | How long it stays on, minutes", within=(5, 240)),
            role("ready_by|finish_time|at", "time_12h", "ready by {} | to be ready at {} | in time for {}",
                 "When it should be ready, 12-hour clock, e.g. 5:30 PM. | H:MM AM/PM"),
        ],
    ),
    action(
        "household", "paint needed | wall paint estimate | gallons for room",
        does="""Estimates the paint for a room.
                Paint calculator
                Works out how many gallons cover an area with some coats""",
        asks="""estimate the paint for a room | work out how much paint to buy
                calculate the paint I need | plan a paint job""",
        questions="How much paint do I need | How many gallons does it take",
        roles=[
            role("wall_area|area|square_feet", "area_sqft", "with {} of wall | for {} | covering {}",
                 "Area in square feet (float). | Wall area (sq ft)", required=True, within=(80, 3000)),
            role("coats|layers|num_coats", "choice", "with {} | in {} | applying {}",
                 "Number of coats (int). | Coats of paint", default=2,
                 says={1: "one coat | a single coat", 2: "two coats", 3: "three coats"}),
            role("color|shade|paint_color", "color", "in {} | colored {} | using {}",
                 "Color, by its English name. | Shade"),
            role("finish|sheen|surface", "choice", "with a {} finish | in a {} version | as {} paint",
                 "Finish of the paint. | 'matte', 'satin' or 'gloss'",
                 says={"matte": "matte | flat", "satin": "satin", "gloss": "gloss | glossy"}),
        ],
    ),
    action(
        "household", "find screen | search televisions | compare screens",
        does="""Searches screens by size and price.
                Television search
                Lists televisions and monitors that are at least so large and cost at most so much""",
        asks="look for a television | find a screen | compare monitors | search for a new TV",
        questions="Which screens are there | What televisions can I get",
        roles=[
            role("min_size|size_inches|screen_size|diagonal", "length_inches",
                 "of at least {} | no smaller than {} | measuring {} or more",
                 "Smallest diagonal in inches (float). | Size (inches)", required=True, within=(24, 100)),
            role("max_price|budget|price_limit", "max_price", "for at most {} | under {} | for up to {}",
                 "Highest price in USD (float). | Budget, US dollars", within=(100, 3500)),
            role("brands|makers|manufacturers", "companies", "made by {} | from {} | by the makers {}",
                 "Makers to choose from, a list of names. | Brands, as a list"),
            role("min_stars|rating|stars", "stars", "with at least {} | rated {} or better | having {} or more",
                 "Fewest stars, 1 to 5 (int). | Lowest rating"),
        ],
    ),
    action(
        "household", "data plan | find mobile plan | compare phone plans",
        does="""Finds a mobile plan.
                Phone plans
                Compares plans by data volume, price and the countries in which they work""",
        asks="find a mobile plan | compare phone plans | look for a data plan | search for a cheaper phone contract",
        questions="Which plans are there | What does a data plan cost",
        roles=[
            role("data_gb|volume|min_data|gigabytes", "data_gb",
                 "with {} of data | offering {} | including at least {}",
                 "Data a month in gigabytes (float). | Volume (GB)", required=True, within=(1, 300)),
            role("max_cents|price_cents|budget_cents", "amount_cents",
                 "for at most {} a month | under {} monthly | costing no more than {} a month",
                 "Highest price a month in US cents, e.g. 2500 for $25. | Price limit in cents (int)",
                 within=(800, 12_000)),
            role("roaming|countries|works_in", "country_codes", "that works in {} | with roaming in {} | usable in {}",
                 "Countries as two-letter codes, a list. | ISO country codes in which it must work"),
            role("term|contract|duration", "choice", "with {} | on {} | having {}",
                 "Length of the contract. | 'none', 'one_year' or 'two_years'",
                 says={"none": "no contract | monthly cancellation", "one_year": "a one-year contract",
                       "two_years": "a two-year contract"}),
        ],
    ),
    action(
        "household", "register vehicle | renew registration | vehicle registration",
        does="""Renews the registration of a vehicle.
                Vehicle registration
                Registers a car for another year in a state""",
        asks="renew my car registration | register a vehicle | extend a registration | put a car on the road again",
        questions="Can you renew a registration",
        roles=[
            role("plate|licence_plate|registration_number", "licence_plate", "with the plate {} | for {} | plated {}",
                 "License plate, as printed. | Plate of the vehicle", required=True),
            role("state|state_code|issued_in", "us_state_code", "in {} | registered in {} | for the state of {}",
                 "State as two letters, e.g. OR. | Two-letter state code", required=True),
            role("mileage|odometer|miles", "distance_miles", "with {} on the clock | showing {} | after {}",
                 "Miles on the odometer (float). | Mileage", within=(100, 3000)),
            role("owner_birth_date|date_of_birth|dob", "birth_date",
                 "for an owner born on {} | born {} | whose birthday is {}",
                 "Birth date of the owner, YYYY-MM-DD. | Date of birth (ISO)"),
        ],
    ),
    action(
        "household", "mail parcel | parcel rate | ship box",
        does="""Quotes the postage for a box.
                Parcel rate
                Tells what a box costs to send between two cities""",
        asks="quote a parcel | get a parcel rate | find out what mailing a box costs | price a box for the mail",
        questions="What does a parcel cost | How much is it to mail a box",
        roles=[
            role("from_city|origin|ship_from", "city_state", "from {} | sent from {} | mailed in {}",
                 "City of the sender in the format 'City, ST'. | Origin, e.g. 'Eugene, OR'", required=True),
            role("to_city|destination|ship_to", "city_state", "to {} | going to {} | addressed to {}",
                 "City of the receiver in the format 'City, ST'. | Destination, e.g. 'Tulsa, OK'", required=True),
            role("weight_lbs|weight|pounds", "weight_lb", "weighing {} | with a weight of {} | at {}",
                 "Weight in pounds (float). | Weight (lb)", required=True, within=(0.5, 70)),
            role("mail_class|service|speed", "choice", "by {} | sent by {} | using {}",
                 "Class of mail. | 'ground', 'priority' or 'express'", default="ground",
                 says={"ground": "ground mail", "priority": "priority mail", "express": "express mail"}),
        ],
    ),
    action(
        "household", "driving directions | plan drive | find way",
        does="""Plans the way between two addresses.
                Directions
                Returns the route, its length and how long it takes""",
        asks="get directions | plan a drive | find the way | look up a route",
        questions="How do I get there | What is the best way",
        roles=[
            role("start|origin|from_address", "address", "from {} | starting at {} | setting out from {}",
                 "Address where the trip begins, in one line. | Starting point (full address)", required=True),
            role("destination|end|to_address", "address", "to {} | ending at {} | heading for {}",
                 "Address where the trip ends, in one line. | Destination (full address)", required=True),
            role("mode|travel_mode|by", "transport_text", "by {} | going by {} | travelling by {}",
                 "'driving', 'walking', 'bicycling' or 'transit'. | Means of transport, one of driving, walking, "
                 "bicycling, transit", default="driving"),
            role("arrive_by|arrival_time|deadline", "time_12h",
                 "arriving by {} | to be there by {} | getting there by {}",
                 "Latest arrival, 12-hour clock, e.g. 9:15 AM. | H:MM AM/PM"),
            role("avoid_tolls|no_tolls|toll_free", "flag", "{}",
                 "Avoid toll roads. | Whether tolls are to be avoided", default=False,
                 says={True: "without paying tolls | on toll-free roads", False: "with toll roads allowed"}),
        ],
    ),
    action(
        "household", "weekly menu | meal plan | plan dinners",
        does="""Makes a meal plan.
                Weekly menu
                Suggests a dish for each of some days, for a diet and a number of people""",
        asks="plan some meals | make a meal plan | draw up a menu | decide what to cook",
        questions="What should we eat | Which meals could we have",
        roles=[
            role("days|weekdays|on_days", "weekdays", "for {} | on {} | covering {}",
                 "Days of the week, lower case, as a list. | Weekdays (list)", required=True),
            role("meal|meal_type|which_meal", "meal_type", "planning {} | with {} in mind | focusing on {}",
                 "Which meal. | Kind of meal", default="dinner"),
            role("diet|dietary_need|restriction", "diet", "keeping it {} | making it {} | staying {}",
                 "Diet to respect. | Dietary restriction"),
            role("people|eaters|servings", "guests", "for {} | cooking for {} | feeding {}",
                 "How many people eat (int). | Number of people", within=(1, 10)),
            role("budget|price_range|cost", "price_range", "costing {} | with a price of {} | in the range {}",
                 "Price range in US dollars as an object with min and max. | Cost: min and max"),
        ],
    ),
    action(
        "household", "log steps | record walk | save step count",
        does="""Records how many steps were taken.
                Step log
                Adds the steps of a day, and the floors climbed, to a diary""",
        asks="log my steps | record a walk | save my step count | add steps to my diary",
        questions="Can you log my steps",
        roles=[
            role("steps|count|step_count", "steps", "with {} steps | after {} steps | counting {} steps",
                 "Number of steps (int). | Steps taken", required=True, within=(1000, 30_000)),
            role("day|date|on_date", "date_us", "on {} | for {} | dated {}",
                 "Day as MM/DD/YYYY. | Date (MM/DD/YYYY)", required=True),
            role("distance_miles|miles|distance", "distance_miles", "covering {} | over {} | walking {}",
                 "Distance in miles (float). | Miles walked", within=(0.5, 18)),
            role("offset|utc_offset|tz_offset", "utc_offset", "in {} | at {} | recorded at {}",
                 "Offset from UTC as +HH:MM or -HH:MM. | UTC offset, e.g. +05:30"),
        ],
    ),
]
