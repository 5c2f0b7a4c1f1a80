"""Sport: running, lifting, leagues, tickets, training."""

from fcall_helpers.data.actions.model import action, role

LOADS = {"walking": 3.5, "cycling": 7.5, "swimming": 8.0, "rowing": 7.0, "tennis": 7.3}  # metabolic equivalents


def running_pace(distance_km: float, minutes: int, unit: str = "km") -> str:
    """Time for each kilometre or mile as M:SS."""
    if distance_km <= 0:
        raise ValueError(f"distance_km must be more than 0, got {distance_km}")
    seconds = round(minutes * 60 / distance_km * (1.609344 if unit == "mile" else 1))
    return f"{seconds // 60}:{seconds % 60:02d} per {unit}"


def one_rep_max(weight_kg: float, repetitions: int, formula: str = "epley") -> float:
    """The weight that could be lifted once, from one that was lifted several times."""
    if not 1 <= repetitions <= 30 and formula == "brzycki":
        raise ValueError(f"repetitions must be between 1 and 30 for the Brzycki formula, got {repetitions}")
    factor = {"epley": 1 + repetitions / 30, "brzycki": 36 / (37 - min(repetitions, 30)), "lombardi": repetitions**0.1}
    return round(weight_kg * (1.0 if repetitions == 1 else factor[formula]), 1)


def league_points(wins: int, draws: int, losses: int, scheme: str = "football") -> dict:
    """Points of a team, and its share of the points it might have won."""
    win, draw = {"football": (3, 1), "old_football": (2, 1), "chess": (1, 0.5)}[scheme]
    played = wins + draws + losses
    points = wins * win + draws * draw
    return {"played": played, "points": points, "share": round(points / (played * win), 3) if played else 0.0}


def tournament_rounds(teams: int, mode: str = "knockout", legs: int = 1) -> dict:
    """Rounds and matches of a tournament; ``legs`` is how often the same teams meet."""
    if teams < 2 or legs < 1:
        raise ValueError(f"teams must be 2 or more and legs 1 or more, got {teams} and {legs}")
    rounds, matches = {
        "knockout": ((teams - 1).bit_length(), teams - 1),
        "round_robin": (teams - 1 + teams % 2, teams * (teams - 1) // 2),
        "double_elimination": (2 * (teams - 1).bit_length(), 2 * teams - 2),
    }[mode]
    return {"rounds": rounds * legs, "matches": matches * legs}


def workout_energy(activity: str, minutes: int, weight_kg: float = 70.0) -> int:
    """Kilocalories spent: metabolic equivalent times weight times hours."""
    return round(LOADS[activity] * weight_kg * minutes / 60)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "sports", "running pace | calculate pace | split time | compute tempo",
        does="""Compute the pace of a run.
                Turns a distance and a time into minutes and seconds per kilometre or mile
                Tells how fast somebody ran""",
        asks="compute my pace | work out the split time | find out how fast the run was | calculate the running pace",
        questions="What pace is that | How fast was the run | What was my split",
        roles=[
            role("distance_km|distance|run_length|kilometers", "distance_km", "for a run of {} | over {} | covering {}",
                 "Distance in kilometres. | Length of the run, km", required=True, within=(1, 45)),
            role("minutes|time_minutes|elapsed|duration", "duration_minutes", "in {} | done in {} | that took {}",
                 "Time in minutes. | How long the run took, minutes", required=True, within=(10, 300)),
            role("unit|per|pace_unit|split_unit", "choice", "per {} | for each {} | expressed by the {}",
                 "Unit of the split. | What the pace is given for", default="km",
                 says={"km": "kilometre | km", "mile": "mile | statute mile"}),
        ],
        fn=running_pace,
    ),
    action(
        "sports", "one rep max | estimate max lift | strength maximum | compute 1rm",
        does="""Estimate the greatest weight that can be lifted once.
                Uses a formula of strength training on a weight that was lifted several times
                Computes the one-repetition maximum""",
        asks="""estimate my one-rep max | work out the greatest weight I could lift
                compute my maximum strength | find my top lift""",
        questions="What is my one-rep max | How much could I lift once | What would be my maximum",
        roles=[
            role("weight_kg|weight|load|lifted_kg", "weight_kg", "lifting {} | with {} on the bar | from a set at {}",
                 "Weight lifted, kg. | Load of the set in kilograms", required=True, within=(20, 220)),
            role("repetitions|reps|times|rep_count", "repetitions", "done {} | lifted {} | performed {}",
                 "Repetitions of the set. | How many times it was lifted", required=True, within=(1, 12)),
            role("formula|method|equation|model", "choice", "using {} | by {} | according to {}",
                 "Formula. | Which estimate to use", default="epley",
                 says={"epley": "Epley's formula | the Epley equation",
                       "brzycki": "Brzycki's formula | the Brzycki equation",
                       "lombardi": "Lombardi's formula | the Lombardi equation"}),
        ],
        fn=one_rep_max,
    ),
    action(
        "sports", "league points | table points | count standings | season points",
        does="""Count the points of a team.
                Adds up what wins and draws bring under a scheme and tells the share of the possible points
                Computes a team's total in the table""",
        asks="count the league points | work out the points in the table | add up the season | compute a team's total",
        questions="How many points is that | What total does the team have | Where does that put us in points",
        roles=[
            role("wins|won|victories|games_won", "small_count",
                 "with {} wins | after winning {} games | having won {} matches", "Games won. | Number of victories",
                 required=True, within=(2, 30)),
            role("draws|drawn|ties|games_drawn", "small_count",
                 "with {} draws | after drawing {} games | having tied {} matches", "Games drawn. | Number of ties",
                 required=True, within=(2, 30)),
            role("losses|lost|defeats|games_lost", "small_count",
                 "with {} losses | after losing {} games | having lost {} matches", "Games lost. | Number of defeats",
                 required=True, within=(2, 30)),
            role("scheme|scoring|system|point_system", "choice", "by {} | counting by {} | following {}",
                 "Point scheme. | What a win and a draw bring", default="football",
                 says={"football": "the three-point rule | modern football rules",
                       "old_football": "the two-point rule | the old football rules",
                       "chess": "chess scoring | the way chess counts"}),
        ],
        fn=league_points,
    ),
    action(
        "sports", "tournament rounds | plan tournament | count matches | bracket size",
        does="""Count the rounds and matches of a tournament.
                Computes how many games a number of teams must play under a mode
                Plans a competition""",
        asks="plan a tournament | count the matches of a competition | work out the rounds | size the bracket",
        questions="How many rounds are there | How many matches does that make | What does the bracket need",
        roles=[
            role("teams|num_teams|entrants|participants", "small_count",
                 "for {} teams | with {} entrants | when {} sides take part",
                 "Number of teams. | How many take part, 2 or more", required=True, within=(4, 30)),
            role("mode|format|system|competition_type", "choice", "as {} | played as {} | run as {}",
                 "Mode of the tournament. | Who meets whom", default="knockout",
                 says={"knockout": "a knockout | a single elimination",
                       "round_robin": "a round robin | a league of all against all",
                       "double_elimination": "a double elimination | a knockout with a losers' bracket"}),
            role("legs|meetings|games_per_pair|times_each", "repetitions",
                 "with the same sides meeting {} | each pair playing {} | when every pairing is played {}",
                 "How often the same teams meet. | Games for each pairing", default=1, within=(1, 4)),
        ],
        fn=tournament_rounds,
    ),
    action(
        "sports", "workout energy | calories burned | exercise energy | activity expenditure",
        does="""Estimate the energy spent in sport.
                Computes kilocalories from the kind of activity, its length and the body weight
                Tells how much somebody burned""",
        asks="""estimate the energy I spent | work out the calories burned | compute what the workout used
                see how much I burned""",
        questions="How many calories did I burn | What did the workout use | How much energy went into it",
        roles=[
            role("activity|sport|exercise|workout_type", "choice", "with {} | by {} | from {}",
                 "Activity. | Kind of sport", required=True,
                 says={"walking": "walking | a walk", "cycling": "cycling | riding a bike",
                       "swimming": "swimming | doing laps in the pool",
                       "rowing": "rowing | time on the rowing machine", "tennis": "tennis | playing tennis"}),
            role("minutes|duration|duration_minutes|active_minutes", "duration_minutes",
                 "for {} | over {} | that lasted {}", "Length in minutes. | Active time, minutes", required=True,
                 within=(10, 180)),
            role("weight_kg|body_weight|weight|athlete_kg", "weight_kg",
                 "at a weight of {} | weighing {} | with a body of {}",
                 "Body weight in kilograms. | Weight of the athlete, kg", default=70.0, within=(40, 130)),
        ],
        fn=workout_energy,
    ),
    action(
        "sports", "match schedule | upcoming fixtures | list games | get fixtures",
        does="""List the coming matches of a team.
                Returns dates, opponents and places of games in a period
                Looks up a team's fixtures""",
        asks="look up the fixtures | list the coming matches | show the schedule of a team | look up the games",
        questions="When do they play | Which games are coming up | What is on the schedule",
        roles=[
            role("team|club|side|team_name", "team", "for {} | of {} | with {} on the field",
                 "Team. | Name of the club", required=True),
            role("since|from_date|start|first_day", "date", "from {} | starting {} | beginning on {}",
                 "First day, YYYY-MM-DD. | Start of the period"),
            role("count|num_games|next_n|max_games", "limit",
                 "limited to {} games | up to {} matches | listing the next {} of them",
                 "Greatest number of games. | How many to list", within=(2, 20)),
            role("venue|home_away|location_filter|where", "choice", "{} | counting those {}",
                 "Home or away. | Which games to list", default="all",
                 says={"home": "at home | on their own ground", "away": "away from home | on the road",
                       "all": "both home and away | wherever they are played"}),
            role("competition|league|tournament|cup", "choice", "in {} | within {}",
                 "Competition. | Which contest the games belong to",
                 says={"league": "the league | the championship", "cup": "the cup | the knockout cup",
                       "friendly": "friendlies | friendly matches"}),
        ],
    ),
    action(
        "sports", "buy match tickets | reserve stadium seats | order game tickets",
        does="""Buy tickets for a match.
                Reserves seats in a stadium for a game between two teams
                Orders tickets for a sports event""",
        asks="""buy tickets for the match | get seats in the stadium | order tickets for a game
                get in to see the game""",
        questions="What do tickets cost | Which seats can I get",
        roles=[
            role("home_team|team|host|hosting_team", "team", "when {} are at home | hosted by {} | at the ground of {}",
                 "Team that plays at home. | Name of the hosts", required=True),
            role("opponent|away_team|visitors|guest_team", "opponent",
                 "against {} | facing {} | with {} as the visitors", "The other team. | Name of the visiting team"),
            role("seats|tickets|quantity|num_tickets", "guests", "for {} | with room for {} | to seat {}",
                 "Number of seats. | How many people go", required=True, within=(1, 10)),
            role("section|stand|category|block", "choice", "in {} | with a place in {}",
                 "Part of the stadium. | Where to sit",
                 says={"north": "the north stand | the stand in the north",
                       "south": "the south stand | the stand in the south",
                       "main": "the main stand | the grandstand", "standing": "the standing area | the terraces"}),
            role("max_price|price_limit|per_ticket|ticket_budget", "max_price",
                 "for at most {} each | under {} a ticket | not above {} apiece",
                 "Highest price of a ticket, US dollars. | Limit per seat (USD)", within=(15, 400)),
        ],
    ),
    action(
        "sports", "log training | record workout | add session | save activity",
        does="""Log a training session.
                Writes what was done, how far and how hard, into the training diary
                Records a workout""",
        asks="log my training | record a workout | put a session into my training diary | save what I did today",
        roles=[
            role("sport|discipline|activity|kind", "choice", "in {} | doing {} | with {} as the sport",
                 "Sport. | What was trained", required=True,
                 says={"running": "running | a run", "climbing": "climbing | bouldering", "yoga": "yoga | a yoga class",
                       "rowing": "rowing | time on the water", "skiing": "skiing | cross-country skiing"}),
            role("date|day|performed_on|session_date", "date", "on {} | done on {} | for the day of {}",
                 "Day, YYYY-MM-DD. | Date of the session", required=True),
            role("elapsed|duration|moving_time|time", "clock_duration",
                 "in a time of {} | taking {} | with {} on the clock", "Time as H:MM:SS. | Length of the session"),
            role("distance_m|distance|meters|course_length", "length_m",
                 "covering {} | over a course of {} | for a length of {}", "Distance in metres. | How far, m",
                 within=(100, 900)),
            role("effort|exertion|rpe|perceived_effort", "choice",
                 "with an effort of {} out of ten | at intensity {} | that felt like a {}",
                 "Effort from 1 to 10. | How hard it felt",
                 says={2: "2 | two", 4: "4 | four", 5: "5 | five", 6: "6 | six", 7: "7 | seven", 8: "8 | eight",
                       9: "9 | nine"}),
            role("companions|partners|with_people|training_partners", "people",
                 "together with {} | in the company of {} | alongside {}", "Who trained along. | Names, as a list"),
        ],
    ),
]
