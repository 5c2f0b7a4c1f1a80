"""Trips: flights, trains, hotels, cars, entry rules, bags."""

from zlib import crc32

from fcall_helpers.data.actions.model import action, role


def rail_connection(
    origin: str, destination: str, date: str, depart_after: str = "06:00", travel_class: str = "second"
) -> dict:
    """The first train of a toy timetable: every city pair has its own minute past the hour and its own distance."""
    if origin == destination:
        raise ValueError(f"origin and destination must differ, both are {origin!r}")
    pair = crc32("|".join(sorted((origin, destination))).encode())
    hour, minute = int(depart_after[:2]), pair % 60
    leaves = hour * 60 + minute + (60 if int(depart_after[3:5]) > minute else 0)
    lasts = 40 + pair % 400
    fare = round((9 + lasts * 0.16) * (1.6 if travel_class == "first" else 1), 2)
    clock = [f"{t // 60 % 24:02d}:{t % 60:02d}" for t in (leaves, leaves + lasts)]
    return {"date": date, "departs": clock[0], "arrives": clock[1], "minutes": lasts, "fare": fare}


def baggage_fee(bags: int, cabin: str = "economy", member: bool = False) -> dict:
    """What checked bags cost: some are free, each further one costs 35."""
    if bags < 0:
        raise ValueError(f"bags must be 0 or more, got {bags}")
    free = {"economy": 0, "premium": 1, "business": 2, "first": 3}[cabin] + member
    return {"free": min(free, bags), "fee": 35 * max(0, bags - free)}


def daily_allowance(budget: float, nights: int, reserve: float = 0.0) -> dict:
    """What is left to spend a day of a trip, which has a day more than nights."""
    if reserve > budget:
        raise ValueError(f"reserve must not be more than the budget of {budget}, got {reserve}")
    return {"days": nights + 1, "per_day": round((budget - reserve) / (nights + 1), 2)}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "travel", "book flight | reserve flight | create flight booking | purchase airfare",
        does="""Book a flight.
                Reserves seats on a scheduled flight between two cities and returns the booking reference
                Purchase airline tickets for one or more travellers""",
        asks="""book a flight | get a seat on a plane | reserve plane tickets | buy an airline ticket
                arrange air travel""",
        questions="Which flight can you book me | Can I still get a seat on a plane",
        roles=[
            role("origin|from_city|departure_city|source", "city",
                 "from {} | leaving from {} | departing {} | with {} as the starting point",
                 "City of departure. | Name of the city where the journey starts", required=True),
            role("destination|to_city|arrival_city|dest", "city",
                 "to {} | going to {} | bound for {} | with {} as the destination",
                 "City of arrival. | Where the traveller wants to go, as a city name", required=True),
            role("departure_date|date|depart_on|outbound_date", "date",
                 "on {} | leaving on {} | flying out on {}",
                 "Departure date, YYYY-MM-DD. | Day of the outbound flight in ISO format"),
            role("passengers|travelers|num_passengers|adults", "guests",
                 "for a party of {} | for {} | with {} travelling",
                 "Number of passengers. | How many people travel, children included", default=1),
            role("cabin|cabin_class|seat_class|fare_class", "choice", "in {} | flying {} | with seats in {}",
                 "Cabin class. | The class of service to book",
                 says={"economy": "economy | coach", "premium_economy": "premium economy | economy plus",
                       "business": "business class | business", "first": "first class | the first-class cabin"}),
            role("nonstop|direct_only|non_stop", "flag", "{}",
                 "True to allow only flights without a stop. | Whether connections are ruled out", default=False,
                 says={True: "without any layover | on nonstop flights only | on a direct flight",
                       False: "with layovers allowed | with connections as an option"}),
        ],
    ),
    action(
        "travel", "search stays | find lodging | list accommodations | lookup hotels",
        does="""Search for places to stay.
                Returns lodging with free rooms in a city, filtered by price, dates and facilities
                Look up hotels, hostels and apartments that are available for the given stay""",
        asks="find a place to stay | look for a room | search for accommodation | find somewhere to sleep",
        questions="Which hotels have rooms | What places to stay are there | Where could we spend the night",
        roles=[
            role("city|location|town|place", "city", "in {} | somewhere in {} | around {}",
                 "City to search in. | Name of the town or city where lodging is wanted", required=True),
            role("check_in|checkin_date|arrival|start_date", "date",
                 "checking in on {} | arriving on {} | with check-in on {}",
                 "Check-in date (YYYY-MM-DD). | First night of the stay as an ISO date"),
            role("nights|num_nights|length_of_stay|stay_length", "nights",
                 "for {} | staying {} | for a stay of {}",
                 "Number of nights. | Length of the stay, counted in nights", default=1),
            role("max_price|price_limit|budget_per_night|max_rate", "max_price",
                 "for at most {} a night | under {} per night | not above {} a night",
                 "Highest price per night. | Upper limit of the nightly rate in US dollars", within=(40, 600)),
            role("stars|min_stars|star_rating", "choice", "with at least {} | rated {} or better",
                 "Minimum star rating, 1 to 5. | Lowest hotel category to include",
                 says={3: "three stars | 3 stars", 4: "four stars | 4 stars", 5: "five stars | 5 stars"}),
            role("pets_allowed|pet_friendly|allow_pets", "flag", "{}",
                 "Only places that accept pets. | Whether animals must be welcome",
                 says={True: "that takes dogs | where pets are welcome", False: "with no animals | without pets"}),
            role("party|occupancy|travelers|group", "party", "for {} | with {} in our group | sleeping {}",
                 "Who travels: numbers of adults and children. | Occupancy as an object with adults and children"),
        ],
    ),
    action(
        "travel", "rail connection | next train | find train | search rail timetable",
        does="""Find the next train between two cities.
                Looks up the first rail connection of a day and returns its times and its fare
                Search the railway timetable""",
        asks="find a train | look up a rail connection | check the train times | see which train I can catch",
        questions="When is there a train | Which train can I take | How much is the train | What is the first train",
        roles=[
            role("origin|from_station|start|departure_station", "city",
                 "from {} | starting in {} | out of {}",
                 "City where the train leaves. | Station of departure, given as the city's name", required=True),
            role("destination|to_station|end|arrival_station", "city", "to {} | towards {} | heading for {}",
                 "City where the train arrives. | Station of arrival, given as the city's name", required=True),
            role("date|travel_date|day", "date", "on {} | for travel on {} | the day being {}",
                 "Day of travel, YYYY-MM-DD. | Travel date in ISO 8601", required=True),
            role("depart_after|earliest_departure|not_before|from_time", "time",
                 "leaving after {} | no earlier than {} | departing any time from {}",
                 "Earliest departure as HH:MM. | The train must not leave before this time, 24-hour clock",
                 default="06:00"),
            role("travel_class|class_of_travel|comfort_class", "choice", "in {} | with a seat in {}",
                 "Class of the coach. | Which class the fare is for", default="second",
                 says={"first": "first class | the first-class coach", "second": "second class | standard class"}),
        ],
        fn=rail_connection,
    ),
    action(
        "travel", "rent car | reserve rental car | hire vehicle",
        does="""Reserve a rental car.
                Hires a vehicle at a branch for a period and returns the total price
                Books a car of the wanted class with a car rental company""",
        asks="rent a car | hire a car | reserve a rental vehicle | get a rental car",
        questions="What does a rental car cost | Which cars can I rent",
        roles=[
            role("pickup_location|pick_up_city|branch|pickup_place", "city",
                 "picking it up in {} | with pick-up in {} | from the branch in {}",
                 "City of the pick-up branch. | Where the car is collected", required=True),
            role("dropoff_location|return_city|drop_off|return_location", "city",
                 "dropping it off in {} | returning it in {} | to be handed back in {}",
                 "City of the return branch; the pick-up branch if left out. | Where the car is returned"),
            role("days|rental_days|duration_days|num_days", "duration_days", "for {} | keeping it for {} | over {}",
                 "Length of the rental in days. | Whole days that the car is needed", within=(1, 30)),
            role("car_type|vehicle_class|category|car_class", "choice",
                 "preferably {} | with {} as the vehicle | the vehicle being {}",
                 "Class of car. | Category of the vehicle",
                 says={"compact": "a compact car | something small", "suv": "an SUV | a sport utility vehicle",
                       "van": "a van | a minivan", "convertible": "a convertible | one with an open top"}),
            role("automatic|automatic_transmission|is_automatic", "flag", "{}",
                 "Whether the gearbox is automatic. | True for automatic, False for manual transmission",
                 says={True: "with automatic transmission | with an automatic gearbox",
                       False: "with a stick shift | with manual transmission"}),
            role("driver_age|age|age_of_driver", "age",
                 "for a driver who is {} | when the driver is {} | the driver's age being {}",
                 "Age of the main driver in years. | Driver's age; young drivers pay more", within=(19, 80)),
        ],
    ),
    action(
        "travel", "check entry rules | visa requirement | lookup visa rules | get entry requirements",
        does="""Check whether a traveller needs a visa.
                Tells which papers a citizen of one country needs to enter another and for how long they may stay
                Looks up the entry requirements of a country""",
        asks="""check the visa rules | find out whether a visa is needed | look up the entry requirements
                see what papers are necessary""",
        questions="Is a visa needed | Which documents are required | What are the entry rules | Do I need a visa",
        roles=[
            role("nationality|passport_country|citizenship|passport", "country",
                 "with a passport from {} | for a citizen of {} | travelling on papers issued by {}",
                 "Country that issued the passport. | Traveller's citizenship as a country name", required=True),
            role("destination_country|visiting|target_country|entry_country", "country",
                 "for a visit to {} | to enter {} | for travel into {}",
                 "Country to be visited. | Where the traveller wants to enter", required=True),
            role("purpose|trip_purpose|reason_for_travel", "choice", "for {} | the purpose being {}",
                 "Purpose of the trip. | Why the person travels", default="tourism",
                 says={"tourism": "tourism | a holiday", "business": "business | work meetings",
                       "study": "studies | a study programme", "transit": "transit | changing planes only"}),
            role("stay_days|length_of_visit|days_in_country", "duration_days",
                 "staying {} | for a stay of {} | with {} in the country",
                 "Planned stay in days. | How many days the visit lasts", within=(3, 180)),
        ],
    ),
    action(
        "travel", "baggage fee | checked bag charge | luggage cost",
        does="""Work out the fee for checked bags.
                Tells how many bags are free of charge in a cabin and what the others cost
                Calculates an airline's luggage charge""",
        asks="""work out the baggage fee | calculate the luggage charge | find out what checked bags cost
                price my suitcases""",
        questions="What is the baggage fee | How much are checked bags | What would the airline charge me",
        roles=[
            role("bags|num_bags|checked_bags|suitcases", "small_count",
                 "for {} checked bags | with {} suitcases | checking {} bags",
                 "Number of checked bags. | How many pieces go into the hold", required=True, within=(2, 8)),
            role("cabin|ticket_class|booked_class|service_class", "choice", "on {} | travelling on {} | holding {}",
                 "Class of the ticket. | Cabin that was booked", default="economy",
                 says={"economy": "an economy ticket | a coach ticket", "premium": "a premium ticket | a premium fare",
                       "business": "a business ticket | a business-class ticket",
                       "first": "a first-class ticket | a ticket in first"}),
            role("member|frequent_flyer|loyalty_member", "flag", "{}",
                 "Whether the passenger is in the loyalty programme. | Members get one more bag", default=False,
                 says={True: "as a frequent flyer | with loyalty membership",
                       False: "without any membership | without being in the loyalty program"}),
        ],
        fn=baggage_fee,
    ),
    action(
        "travel", "cancel reservation | void booking | drop itinerary",
        does="""Cancel a booking.
                Cancels a travel reservation and refunds whatever the fare rules allow
                Voids the itinerary with the given reference""",
        asks="cancel my reservation | call off the trip | drop the booking | undo the reservation we made",
        roles=[
            role("booking_reference|confirmation_code|pnr|record_locator", "order_id",
                 "with the reference {} | filed under {} | with the booking code {}",
                 "Booking reference. | Confirmation code printed on the ticket", required=True),
            role("last_name|surname|family_name", "last_name",
                 "in the name of {} | where the surname is {} | made out to {}",
                 "Surname on the booking. | Family name of the lead traveller"),
            role("refund_method|refund_to|payout", "choice", "with the refund {} | with the money coming back {}",
                 "How to pay back. | Where the refund goes", default="original_payment",
                 says={"original_payment": "to the card I paid with | by the way I paid",
                       "voucher": "as a voucher | in the form of a voucher",
                       "miles": "in miles | as bonus miles"}),
            role("notify|send_confirmation|email_confirmation", "flag", "{}",
                 "Whether to send a confirmation. | True to mail a notice of the cancellation",
                 says={True: "and send a confirmation | with a notice sent to me",
                       False: "without sending a notice | and do not mail anything"}),
        ],
    ),
    action(
        "travel", "daily allowance | spending per day | split travel budget",
        does="""Spread a travel budget over the days of a trip.
                Computes how much money may be spent each day, after setting a reserve aside
                Divides the budget by the days of the trip""",
        asks="""work out a daily allowance | spread my travel money | find my spending limit per day
                split the holiday budget""",
        questions="How much can I spend a day | What is my daily budget | What can we afford each day",
        roles=[
            role("budget|total_budget|funds|trip_budget", "budget_usd",
                 "with {} in total | on a budget of {} | having {} altogether",
                 "Money for the whole trip. | Total funds in the traveller's currency, dollars", required=True,
                 within=(300, 9000)),
            role("nights|trip_nights|nights_away|hotel_nights", "nights",
                 "over {} | for a trip of {} | when I am away for {}",
                 "Nights away from home. | Number of nights; the trip has one day more", required=True),
            role("reserve|emergency_fund|set_aside|buffer", "price_usd",
                 "keeping {} in reserve | with {} set aside for emergencies | after putting {} aside",
                 "Money to keep back. | Amount that must not be spent", default=0.0, within=(50, 900)),
        ],
        fn=daily_allowance,
    ),
]
