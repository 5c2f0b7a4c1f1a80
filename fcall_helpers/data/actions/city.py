"""Services of a town hall: complaints, parking, waste, permits, transit, the library."""

from datetime import date as day
from datetime import timedelta
from zlib import crc32

from fcall_helpers.data.actions.model import action, role


def parking_fee(minutes: int, zone: str = "center", resident: bool = False) -> dict:
    """A toy tariff: the first quarter hour is free, then every started half hour costs the zone's price."""
    if minutes < 0:
        raise ValueError(f"minutes must be 0 or more, got {minutes}")
    price = {"center": 2.5, "station": 2.0, "suburb": 0.8}[zone] * (0.5 if resident else 1.0)
    blocks = -(-max(0, minutes - 15) // 30)
    return {"half_hours": blocks, "fee": round(min(blocks * price, 30.0), 2)}


def next_collection(address: str, waste: str, after: str) -> str:
    """The next day on which a house's bins are emptied: each has its weekday, paper every second week."""
    weekday = crc32(address.lower().encode()) % 5
    start = day.fromisoformat(after) + timedelta(days=1)
    due = start + timedelta(days=(weekday - start.weekday()) % 7)
    gap = {"general": 1, "paper": 2, "glass": 4, "organic": 1}[waste]
    return (due + timedelta(weeks=-(due.toordinal() // 7) % gap)).isoformat()


def bus_route(from_stop: str, to_stop: str, line_type: str = "any") -> dict:
    """A toy network: a hash of the stops says which line links them and after how many minutes one arrives."""
    if from_stop.lower() == to_stop.lower():
        raise ValueError(f"from_stop and to_stop must differ, both are {from_stop!r}")
    link = crc32("|".join(sorted((from_stop.lower(), to_stop.lower()))).encode())
    kind = line_type if line_type != "any" else ("bus", "tram", "metro")[link % 3]
    return {"line": f"{kind[0].upper()}{link % 60 + 1}", "minutes": 5 + link // 7 % 45, "changes": link // 11 % 2}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "city", "report defect | file street complaint | submit civic issue | report problem",
        does="""Report a defect in a public place.
                Opens a ticket with the town for a pothole, a broken lamp or the like and returns its number
                Files a complaint with the municipal services""",
        asks="""report a problem to the town hall | file a complaint with the city
                tell the council about a defect | open a civic ticket""",
        roles=[
            role("category|issue_type|problem|defect", "choice", "about {} | because of {} | concerning {}",
                 "Kind of defect. | What is wrong", required=True,
                 says={"pothole": "a pothole | a hole in the road",
                       "street_light": "a broken street light | a lamp that is out",
                       "graffiti": "graffiti | a sprayed wall", "litter": "litter | rubbish lying around",
                       "noise": "noise | a constant racket"}),
            role("address|location|street_address|place", "address", "at {} | in front of {} | near {}",
                 "Address of the defect. | Where it is, street and number", required=True),
            role("description|details|comment|remarks", "message",
                 "with the remark {} | adding the comment {} | saying {}",
                 "What the staff should know. | Free text that describes the problem"),
            role("contact_email|reply_to|reporter_email|email", "email",
                 "with answers going to {} | leaving {} for questions | reachable at {}",
                 "E-mail for questions. | Address to which the answer is sent"),
            role("anonymous|hide_identity|is_anonymous", "flag", "{}",
                 "Whether to hide the reporter. | True to file without a name", default=False,
                 says={True: "anonymously | without giving my name",
                       False: "with my name on it | under my own name"}),
        ],
    ),
    action(
        "city", "parking fee | parking charge | meter cost | quote parking",
        does="""Work out a parking fee.
                Computes what a car pays for a stay in one of the town's parking zones
                Tells the price of parking""",
        asks="""work out the parking fee | find out the price of parking | calculate what the meter wants
                check the cost of parking""",
        questions="What does parking cost | How much is the meter | What would I pay for parking",
        roles=[
            role("minutes|duration|parked_minutes|stay_minutes", "duration_minutes",
                 "for {} | over {} | with the car standing there {}",
                 "Length of the stay in minutes. | Parked time, minutes", required=True, within=(10, 600)),
            role("zone|parking_zone|area|tariff_zone", "choice", "in {} | parked in {} | with a space in {}",
                 "Parking zone. | Part of town, which sets the tariff",
                 default="center",
                 says={"center": "the town centre | the central zone",
                       "station": "the station zone | the zone by the railway station",
                       "suburb": "the suburbs | the suburban zone"}),
            role("resident|has_permit|resident_permit", "flag", "{}",
                 "Whether a resident's permit is there. | Residents pay half", default=False,
                 says={True: "with a resident's permit | as a resident", False: "without a permit | as a visitor"}),
        ],
        fn=parking_fee,
    ),
    action(
        "city", "next collection | garbage day | waste pickup date | bin schedule",
        does="""Find the next waste collection.
                Returns the next day on which the bins of a house are emptied
                Looks up when rubbish of some kind is collected""",
        asks="""look up the bin day | find out when the rubbish goes | check the waste collection
                see when the bins are emptied""",
        questions="When is the next collection | When do the bins go out | Which day is bin day",
        roles=[
            role("address|street|house|street_address", "street_address", "at {} | for {} | in front of {}",
                 "Street and number. | House whose bins are meant", required=True),
            role("waste|waste_type|bin|material", "choice", "for {} | with {} | when it comes to {}",
                 "Kind of waste. | Which bin is meant",
                 required=True,
                 says={"general": "household waste | the ordinary bin", "paper": "paper | cardboard and paper",
                       "glass": "glass | bottles and jars", "organic": "organic waste | kitchen scraps"}),
            role("after|from_date|as_of|reference_date", "date", "after {} | later than {} | as seen from {}",
                 "Day after which to look, YYYY-MM-DD. | Only later collections count", required=True),
        ],
        fn=next_collection,
    ),
    action(
        "city", "bus route | transit directions | plan public transport | find line",
        does="""Find a public transport connection.
                Returns the line that links two stops, the minutes it takes and the number of changes
                Plans a ride by bus, tram or metro""",
        asks="plan a ride | find a line | look up a connection | get transit directions",
        questions="Which line do I take | How do I ride | How long is the ride",
        roles=[
            role("from_stop|origin_stop|board_at|start_stop", "landmark",
                 "from {} | getting on at {} | boarding near {}",
                 "Stop to board at. | Name of the first stop", required=True),
            role("to_stop|destination_stop|alight_at|end_stop", "landmark", "to {} | getting off at {} | as far as {}",
                 "Stop to get off at. | Name of the last stop", required=True),
            role("line_type|mode|vehicle|transport_mode", "choice", "by {} | going by {} | taking {}",
                 "Means of transport. | Which vehicles are allowed",
                 default="any", says={"bus": "bus | coach", "tram": "tram | streetcar", "metro": "metro | underground",
                                      "any": "any means of transport | whatever runs"}),
        ],
        fn=bus_route,
    ),
    action(
        "city", "apply permit | request permit | submit permit application",
        does="""Apply for a permit.
                Submits an application for a building, event or parking permit to the town
                Files a permit request and returns its case number""",
        asks="""apply for a permit | request a permit from the city | hand in a permit application
                get official permission""",
        roles=[
            role("permit_type|kind|licence|permit", "choice", "for {} | to allow {} | covering {}",
                 "Kind of permit. | What is to be permitted",
                 required=True, says={"building": "a building project | construction work",
                                      "street_party": "a street party | a block party",
                                      "food_truck": "a food truck | selling food from a van",
                                      "tree_removal": "felling a tree | removing a tree"}),
            role("applicant|applicant_name|on_behalf_of|petitioner", "full_name",
                 "in the name of {} | on behalf of {} | with {} as the applicant",
                 "Who applies. | Full name of the applicant", required=True),
            role("valid_from|start_date|begins_on|from_day", "date",
                 "valid from {} | taking effect on {} | with {} as its first day",
                 "First day, YYYY-MM-DD. | Date from which it is needed"),
            role("valid_days|duration_days|length_days", "duration_days",
                 "valid for {} | running {} | for a period of {}",
                 "How long it is needed, in days. | Length of validity, days", within=(1, 120)),
            role("site|property|premises|location", "address_object",
                 "at {} | for the premises at {} | the site being {}",
                 "Address of the site. | Where it happens: street, city, state and zip"),
        ],
    ),
    action(
        "city", "hold library item | reserve library book | place library hold",
        does="""Reserve an item of the public library.
                Places a hold on a book, a film or a game and says when it can be collected
                Puts a library item aside for a card holder""",
        asks="""reserve something at the library | place a hold | have the library put a copy aside
                request a library item""",
        roles=[
            role("title|item|work|item_title", "title", "on {} | for {} | with the title {}",
                 "Title of the item. | What is to be put aside",
                 required=True),
            role("card_number|library_card|member_number|patron_id", "customer_id",
                 "with card {} | for the card holder {} | under the number {}",
                 "Number of the library card. | Card on which the item is lent", required=True),
            role("pickup_branch|branch|collect_at|library", "city",
                 "at the branch in {} | collecting it in {} | with pick-up in {}",
                 "Branch where it is collected. | Part of town whose library holds it"),
            role("format|medium|media_type", "choice", "as {} | in the form of {}",
                 "Medium. | In which form the item is wanted", default="print",
                 says={"print": "a printed book | a paper copy", "audiobook": "an audiobook | a recording",
                       "ebook": "an e-book | an electronic copy",
                       "large_print": "a large-print book | a copy in large letters"}),
        ],
    ),
    action(
        "city", "list public events | search city events | list happenings",
        does="""List public events.
                Finds concerts, markets and other events of a town in a period
                Searches the municipal calendar of events""",
        asks="find something to do | list what is going on | look through the city's events | search for public events",
        questions="What is going on | Which events are there | What is there to do",
        roles=[
            role("city|town|municipality|where", "city", "in {} | around {} | happening in {}",
                 "Town. | Name of the town or city", required=True),
            role("start|from_date|window_start|since", "date", "from {} | starting {} | no sooner than {}",
                 "First day, YYYY-MM-DD. | Start of the period", required=True),
            role("end|to_date|window_end|until", "date", "until {} | through {} | no later than {}",
                 "Last day, YYYY-MM-DD. | End of the period"),
            role("categories|types|genres|event_types", "topics",
                 "to do with {} | in the categories {} | about {}",
                 "Kinds of events. | Categories to include, as a list"),
            role("free_only|no_admission|only_free", "flag", "{}",
                 "Whether to list free events only. | True to leave out whatever costs money",
                 default=False, says={True: "with free admission | that cost nothing",
                                      False: "including paid ones | whether free or not"}),
            role("max_distance_km|radius|within_km", "distance_km",
                 "within {} | no farther than {} | in a radius of {}",
                 "Search radius in kilometres. | Greatest distance from the centre, km", default=10.0,
                 within=(1, 60)),
        ],
        rising="start end",
    ),
]
