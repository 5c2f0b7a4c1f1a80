"""Flights: status, seats, fares, transfers, claims.

Airports are IATA codes, dates are American, heights are in feet.
"""

from fcall_helpers.data.actions.model import action, role

# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "aviation", "flight status | check flight | flight tracker",
        does="""Tells whether a flight is on time.
                Flight status
                Returns gate, departure and delay of a flight on a day""",
        asks="check the status of a flight | see whether a flight is on time | look up a flight | track a flight",
        questions="Is the flight on time | What is the status of the flight",
        roles=[
            role("flight_number|flight|flight_no", "flight_number", "for flight {} | with the number {} | numbered {}",
                 "Flight number without a space, e.g. QX412. | Airline code and number, no space", required=True),
            role("date|day|departure_date", "date_us", "on {} | leaving on {} | for {}",
                 "Day of departure, MM/DD/YYYY. | Date in MM/DD/YYYY format", required=True),
            role("include_gate|with_gate|show_gate", "flag", "{}",
                 "Also return the gate. | Whether the gate is wanted", default=False,
                 says={True: "with the gate | including the gate number", False: "without the gate"}),
        ],
    ),
    action(
        "aviation", "pick seat | seat change | assign seat",
        does="""Changes the seat of a booking.
                Seat change
                Moves a passenger to another seat, for a fee if need be""",
        asks="change my seat | pick another seat | move to another seat | get a different seat",
        questions="Can I change my seat",
        roles=[
            role("booking|reservation|confirmation_code", "order_id",
                 "under booking {} | with the booking number {} | on reservation {}",
                 "Number of the booking. | Confirmation code", required=True),
            role("seat|new_seat|seat_number", "seat", "to {} | taking {} | with {} as the new one",
                 "Seat wanted, row and letter, e.g. 14C. | New seat", required=True),
            role("passenger|traveler|name", "full_name", "for {} | in the name of {} | with {} as the passenger",
                 "Full name of the passenger. | Who sits there"),
            role("max_fee|fee_limit|pay_up_to", "max_price", "for at most {} | paying no more than {} | for {} or less",
                 "Highest fee in USD (float). | What it may cost, US dollars", within=(5, 150)),
        ],
    ),
    action(
        "aviation", "fare search | search airfares | compare fares",
        does="""Searches fares between two airports.
                Airfare search
                Returns the cheapest fares for a route, a day and a cabin""",
        asks="search for airfares | compare fares | look for a cheap fare | find out what flights cost",
        questions="What do flights cost | Which fares are there",
        roles=[
            role("origin|from_airport|departure_iata", "origin_airport", "from {} | leaving {} | departing from {}",
                 "IATA code of the airport of departure. | Origin, three letters", required=True),
            role("destination|to_airport|arrival_iata", "destination_airport", "to {} | arriving at {} | bound for {}",
                 "IATA code of the airport of arrival. | Destination, three letters", required=True),
            role("depart_on|outbound|departure_date", "date_us", "on {} | flying out on {} | for {}",
                 "Day of departure, MM/DD/YYYY. | Outbound date (MM/DD/YYYY)", required=True),
            role("trip_type|journey|ticket_type", "trip_type", "as a {} trip | for a {} ticket | with a {} fare",
                 "Kind of ticket. | One way, round trip or several cities"),
            role("cabin|cabin_class|travel_class", "cabin_class", "in {} | flying {} | with seats in {}",
                 "Cabin. | Class of service", default="economy"),
            role("max_stops|stops|layovers", "choice", "with {} | making {} | having {}",
                 "Highest number of stops (int), 0 for nonstop. | Stops allowed",
                 says={0: "no stops | no layovers", 1: "one stop at most", 2: "up to two stops"}),
        ],
    ),
    action(
        "aviation", "airport ride | airport transfer | book airport pickup",
        does="""Books a car between an airport and an address.
                Airport transfer
                Reserves a ride from or to the airport for a group with luggage""",
        asks="""book an airport transfer | get a ride to the airport
                order a car for the airport | arrange an airport ride""",
        questions="What does an airport transfer cost",
        roles=[
            role("airport|airport_code|iata", "airport", "at {} | for {} | for the airport {}",
                 "Airport as its IATA code. | Three-letter airport code", required=True),
            role("pickup_time|time|at", "time_12h", "at {} | with pickup at {} | leaving at {}",
                 "Time of the pickup, 12-hour clock, e.g. 2:30 PM. | H:MM AM/PM", required=True),
            role("address|pickup_address|where", "address", "from {} | picking us up at {} | starting at {}",
                 "Address in one line. | Where the ride starts", required=True),
            role("passengers|people|riders", "guests", "for {} | with room for {} | carrying {}",
                 "Number of passengers. | How many people ride", within=(1, 8)),
            role("vehicle|car_class|car", "choice", "in {} | with {} | taking {}",
                 "Class of car. | Kind of vehicle", default="sedan",
                 says={"sedan": "a sedan | an ordinary car", "minivan": "a minivan", "limousine": "a limousine",
                       "electric": "an electric car"}),
        ],
    ),
    action(
        "aviation", "delay claim | claim compensation | flight delay refund",
        does="""Files a claim for a flight that was late or cancelled.
                Compensation claim
                Sends a claim to the airline, with the passengers and an account to pay into""",
        asks="""claim compensation for a flight | file a delay claim
                ask the airline for compensation | report a late flight""",
        questions="Can I get compensation",
        roles=[
            role("flight_number|flight|flight_code", "flight_number",
                 "for flight {} | on flight {} | against flight {}",
                 "Flight number without a space. | Flight, airline code and number", required=True),
            role("flight_date|date|flown_on", "date_dotted", "on {} | flown on {} | dated {}",
                 "Day of the flight, DD.MM.YYYY. | Date as DD.MM.YYYY", required=True),
            role("delay|arrival_delay|late_by", "iso_duration",
                 "after a delay of {} | arriving {} late | with {} of delay",
                 "Delay on arrival as an ISO 8601 duration, e.g. PT3H30M. | How late it was (ISO 8601 duration)",
                 required=True),
            role("passengers|claimants|names", "people", "for {} | on behalf of {} | with {} as the claimants",
                 "Full names of the passengers, as a list. | Who claims"),
            role("iban|account|pay_to", "iban", "paid to {} | with the IBAN {} | to the account {}",
                 "IBAN without spaces. | Account for the payment"),
        ],
    ),
    action(
        "aviation", "pet on board | register pet | animal in cabin",
        does="""Registers a pet for a flight.
                Pet on board
                Tells the airline about an animal, its weight and where it travels""",
        asks="bring my pet on a flight | register a pet for a flight | book a place for my dog | take an animal along",
        questions="Can my pet come along",
        roles=[
            role("booking|reservation|booking_code", "order_id",
                 "under booking {} | on booking {} | with the booking number {}",
                 "Number of the booking. | Booking", required=True),
            role("animal|species|pet", "choice", "with {} | taking {} | bringing {}",
                 "Kind of animal. | 'dog', 'cat', 'rabbit' or 'bird'", required=True,
                 says={"dog": "a dog", "cat": "a cat", "rabbit": "a rabbit", "bird": "a bird | a parrot"}),
            role("weight_lbs|weight|pounds", "weight_lb", "weighing {} | with a weight of {} | at a weight of {}",
                 "Weight with its carrier, in pounds (float). | Weight (lb)", required=True, within=(1, 90)),
            role("placement|where|compartment", "choice", "traveling {} | kept {} | to be placed {}",
                 "Where it travels. | 'cabin' or 'hold'", default="cabin",
                 says={"cabin": "in the cabin | under the seat", "hold": "in the hold"}),
        ],
    ),
    action(
        "aviation", "route length | flight miles | route distance",
        does="""Computes how long a route is.
                Route distance
                Measures the distance between the two cities of a route, in any unit""",
        asks="""measure a flight route | compute the length of a route
                find out how long a route is | work out the flight miles""",
        questions="How long is the route | How far is the flight",
        roles=[
            role("route|trip|leg", "route", "from {} | on the route {} | for the leg from {}",
                 "Route as an object with origin and destination. | Origin and destination, two cities", required=True),
            role("unit|units|distance_unit", "distance_unit_text", "in {} | expressed in {} | measured in {}",
                 "Unit: 'km', 'm', 'mi', 'ft', 'nmi' or 'yd'. | One of km, m, mi, ft, nmi, yd", required=True),
            role("round_trip|both_ways|return_trip", "flag", "{}",
                 "Count the way back too. | Whether both ways are counted", default=False,
                 says={True: "there and back | both ways", False: "one way"}),
        ],
    ),
    action(
        "aviation", "climb plan | plan climb | climb time",
        does="""Works out how long a climb takes.
                Climb planning
                Estimates time and distance of a climb from altitude, speed and wind""",
        asks="plan a climb | work out a climb | estimate how long a climb takes | compute a climb profile",
        questions="How long does the climb take",
        roles=[
            role("target_altitude|altitude_ft|cruise_level", "height_feet",
                 "to an altitude of {} | up to {} | climbing to {}",
                 "Altitude to reach, in feet (float). | Target altitude (ft)", required=True, within=(80, 900)),
            role("airspeed|speed_mph|speed", "speed_mph", "at {} | with an airspeed of {} | flying at {}",
                 "Airspeed in miles per hour (float). | Speed (mph)", required=True, within=(60, 200)),
            role("pressure|qnh|air_pressure", "pressure_hpa",
                 "with the pressure at {} | at an air pressure of {} | given a pressure of {}",
                 "Air pressure in hectopascals (float). | QNH (hPa)", within=(960, 1050)),
            role("heading|course|direction", "angle", "on a heading of {} | on a course of {} | heading {}",
                 "Course in degrees, 0 to 360 (float). | Heading (degrees)", within=(1, 359)),
        ],
    ),
]
