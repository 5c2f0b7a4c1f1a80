"""Games: dice, words, chess ratings, levels, lobbies, leaderboards."""

from random import Random

from fcall_helpers.data.actions.model import action, role

LETTERS = {1: "aeioulnstr", 2: "dg", 3: "bcmp", 4: "fhvwy", 5: "k", 8: "jx", 10: "qz"}
MODIFIERS = {"easy": 0.5, "normal": 1.0, "hard": 1.5, "nightmare": 2.5}


def throw_dice(dice: int, sides: int = 6, modifier: int = 0, seed: int = 1) -> dict:
    """Throws of fair dice; the same seed gives the same throws."""
    if not 1 <= dice <= 100 or sides < 2:
        raise ValueError(f"dice must be 1 to 100 and sides 2 or more, got {dice} and {sides}")
    chance = Random(seed)
    throws = [chance.randint(1, sides) for _ in range(dice)]
    return {"throws": throws, "total": sum(throws) + modifier}


def word_points(word: str, bonus: str = "none", all_tiles_used: bool = False) -> int:
    """Points of a word in a crossword game with English tiles; what is no letter counts nothing."""
    plain = sum(worth for worth, letters in LETTERS.items() for letter in word.lower() if letter in letters)
    return plain * {"none": 1, "double_word": 2, "triple_word": 3}[bonus] + 50 * all_tiles_used


def update_rating(player: int, opponent: int, result: str, k_factor: int = 20) -> dict:
    """The player's Elo rating after a game."""
    expected = 1 / (1 + 10 ** ((opponent - player) / 400))
    score = {"win": 1.0, "draw": 0.5, "loss": 0.0}[result]
    return {"expected": round(expected, 3), "rating": round(player + k_factor * (score - expected))}


def level_progress(experience: int, difficulty: str = "normal", bonus: float = 0.0) -> dict:
    """Level reached and points missing to the next: level n begins at 50 n (n - 1) points."""
    if experience < 0:
        raise ValueError(f"experience must be 0 or more, got {experience}")
    total = int(experience * (1 + bonus) / MODIFIERS[difficulty])
    level = int((1 + (1 + 4 * total / 50) ** 0.5) / 2)
    return {"level": level, "missing": 50 * (level + 1) * level - total}


def hit_damage(attack: int, defense: int, critical: bool = False, element: str = "neutral") -> int:
    """What a blow does: at least 1, twice as much when critical, changed by the element."""
    strength = {"neutral": 1.0, "weak": 1.5, "resistant": 0.5}[element]
    return max(1, int((attack - defense / 2) * (2 if critical else 1) * strength))


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "games", "throw dice | dice roll | roll polyhedral",
        does="""Throw dice.
                Throws fair dice with any number of sides and adds a modifier to the total
                Rolls dice for a tabletop game""",
        asks="throw some dice | do a roll | make a dice roll | do a throw for the game",
        questions="What do I roll | What does the throw give",
        roles=[
            role("dice|num_dice|count|dice_count", "choice", "with {} | using {} | throwing {}",
                 "Number of dice. | How many to throw", required=True,
                 says={1: "one die | a single die", 2: "two dice | a pair of dice", 3: "three dice | 3 dice",
                       4: "four dice | 4 dice",
                       5: "five dice | 5 dice", 8: "eight dice | 8 dice", 10: "ten dice | 10 dice"}),
            role("sides|faces|num_sides|die_type", "choice", "having {} each | with {} on each",
                 "Sides of each die. | Kind of dice", default=6,
                 says={4: "four sides | 4 faces", 6: "six sides | 6 faces", 8: "eight sides | 8 faces",
                       10: "ten sides | 10 faces",
                       12: "twelve sides | 12 faces", 20: "twenty sides | 20 faces"}),
            role("modifier|bonus|add|plus", "small_count", "with {} added to the total | plus {} | and a bonus of {}",
                 "Added to the total. | Modifier of the throw", default=0, within=(1, 10)),
            role("seed|random_seed|rng_seed", "seed",
                 "with the seed {} | seeded with {} | starting the generator at {}",
                 "Seed of the random generator. | Same seed, same throws", default=1),
        ],
        fn=throw_dice,
    ),
    action(
        "games", "word points | score word | tile score",
        does="""Count the points of a word in a crossword game.
                Adds up the letter values and applies the bonus of the square
                Scores a word laid with tiles""",
        asks="count the points of a word | score my word | work out the tile points | value what I laid",
        questions="How many points is it | What does the word bring | What is the score",
        roles=[
            role("word|letters|tiles|played_word", "keyword", "for {} | having laid {} | the word being {}",
                 "The word. | Letters laid, without spaces", required=True),
            role("bonus|square|premium|multiplier", "choice", "on {} | lying on {}",
                 "Bonus of the square. | Premium square that was hit", default="none",
                 says={"none": "a plain square | ordinary squares",
                       "double_word": "a double-word square | a square that doubles it",
                       "triple_word": "a triple-word square | a square that triples it"}),
            role("all_tiles_used|bingo|used_all_seven", "flag", "{}",
                 "Whether all tiles were used. | True adds fifty points", default=False,
                 says={True: "with all my tiles used up | clearing the rack",
                       False: "with tiles left over | not clearing the rack"}),
        ],
        fn=word_points,
    ),
    action(
        "games", "update rating | elo change | new elo | rate chess game",
        does="""Update an Elo rating after a game.
                Computes the expected score and the player's new rating
                Tells how many points a game wins or loses""",
        asks="update my rating | compute the Elo change | work out the new rating | rate the game I played",
        questions="What is my new rating | How does my Elo change | Where do I stand after the game",
        roles=[
            role("player|my_rating|rating_a|current_elo", "positive_integer",
                 "when I am rated {} | with my own rating at {} | starting from {}",
                 "Rating of the player. | Elo before the game", required=True, within=(600, 2800)),
            role("opponent|opponent_rating|rating_b|rival_elo", "positive_integer",
                 "against somebody rated {} | with the opponent at {} | facing a {} player",
                 "Rating of the opponent. | Elo of the other side", required=True, within=(600, 2800)),
            role("result|outcome|score|game_result", "choice", "{} | after a game that ended {}",
                 "Result for the player. | Outcome of the game", required=True,
                 says={"win": "with a win | in my favour", "draw": "in a draw | with the point shared",
                       "loss": "with a loss | in my defeat"}),
            role("k_factor|k|development_coefficient|volatility", "count",
                 "with a K-factor of {} | K being {} | using {} as K", "K-factor. | Greatest change by one game",
                 default=20, within=(10, 40)),
        ],
        fn=update_rating,
    ),
    action(
        "games", "level progress | experience to level | next level requirement | check level",
        does="""Tell a player's level.
                Computes the level from the experience points and what is missing to the next
                Shows the progress of a character""",
        asks="""check my level | work out the level of my character | see how far the next level is
                look up the progress""",
        questions="Which level is that | How far is the next level | What level am I",
        roles=[
            role("experience|xp|exp_points|total_xp", "positive_integer",
                 "with {} experience points | having {} XP | at {} points of experience",
                 "Experience points. | Total XP collected", required=True, within=(100, 20000)),
            role("difficulty|mode|game_mode|challenge", "choice", "on {} | playing on {}",
                 "Difficulty. | Mode of the game; harder modes ask for more", default="normal",
                 says={"easy": "the easy setting | easy", "normal": "the normal setting | normal",
                       "hard": "the hard setting | hard", "nightmare": "nightmare | the nightmare setting"}),
            role("bonus|xp_bonus|boost|extra_share", "discount",
                 "with a boost of {} | counting {} on top | and an XP bonus of {}",
                 "Bonus on the points as a fraction. | Boost, 0.1 for 10%", default=0.0, within=(0.05, 0.5)),
        ],
        fn=level_progress,
    ),
    action(
        "games", "hit damage | resolve attack | compute damage | strike outcome",
        does="""Compute the damage of a blow.
                Subtracts half of the defence from the attack and applies critical hits and elements
                Resolves an attack in a role-playing game""",
        asks="compute the damage | resolve an attack | work out what the blow does | see how hard the strike lands",
        questions="How much damage is done | What does the blow do | How many hit points are lost",
        roles=[
            role("attack|attack_power|strength|atk", "count",
                 "with an attack of {} | hitting with strength {} | with an attack power of {}",
                 "Attack value. | Strength of the attacker", required=True, within=(5, 200)),
            role("defense|armor|defence|def_value", "count",
                 "against a defense of {} | with armor at {} | against armor worth {}",
                 "Defence value. | Armour of the one hit", required=True, within=(2, 150)),
            role("critical|is_critical|crit", "flag", "{}", "Whether it is a critical hit. | True doubles the damage",
                 default=False,
                 says={True: "as a critical hit | landing critically",
                       False: "as an ordinary hit | without a critical"}),
            role("element|elemental|affinity|damage_type", "choice", "where the target is {} | on a foe that is {}",
                 "How the element matters. | Affinity of the target", default="neutral",
                 says={"neutral": "neutral to it | indifferent to the element",
                       "weak": "weak to it | vulnerable to the element",
                       "resistant": "resistant to it | protected against the element"}),
        ],
        fn=hit_damage,
    ),
    action(
        "games", "create lobby | open game room | host match | new multiplayer session",
        does="""Open a room for a multiplayer game.
                Creates a lobby that others can join, by a code or openly
                Hosts a match""",
        asks="open a game room | create a lobby | host a match | start a multiplayer session",
        roles=[
            role("name|lobby_name|room_name|session_title", "playlist", "called {} | named {} | with the name {}",
                 "Name of the room. | What others see in the list", required=True),
            role("max_players|capacity|player_limit|slots", "guests",
                 "for {} | with places for {} | letting in {} at most",
                 "Greatest number of players. | How many may join", required=True, within=(2, 16)),
            role("mode|game_mode|rules|ruleset", "choice", "playing {} | for {} | with {} as the mode",
                 "Mode. | Kind of match", default="casual",
                 says={"casual": "a casual match | just for fun", "ranked": "a ranked match | for the ladder",
                       "coop": "a cooperative game | working together"}),
            role("invite|players|friends|invitees", "first_names",
                 "inviting {} | with invitations to {} | asking {} to join",
                 "Players to invite. | First names, as a list"),
            role("turn_seconds|time_limit|turn_timer|seconds_per_turn", "duration_seconds",
                 "with {} for each turn | limiting turns to {} | giving everyone {} a turn",
                 "Seconds for each turn. | Time limit of a turn", within=(10, 300)),
            role("private|is_private|hidden", "flag", "{}", "Whether it is hidden. | True to admit by invitation only",
                 says={True: "by invitation only | hidden from strangers",
                       False: "open to anyone | listed for all to see"}),
        ],
    ),
    action(
        "games", "get leaderboard | top players | show rankings | fetch high scores",
        does="""Get a leaderboard.
                Returns the best players of a game in a region and a season
                Fetches the high scores""",
        asks="show the leaderboard | list the best players | fetch the high scores | get the ranking",
        questions="Who is in the lead | Who has the best scores | What does the ranking look like",
        roles=[
            role("game|game_title|title|which_game", "title", "of {} | for {} | in the game {}",
                 "Game. | Title of the game", required=True),
            role("region|server|country|territory", "continent", "in {} | across {} | among players from {}",
                 "Part of the world. | Region of the servers"),
            role("period|timeframe|window|time_span", "choice", "{} | counting only {}", "Period. | Time that counts",
                 default="all_time",
                 says={"day": "today | the last 24 hours", "week": "this week | the last seven days",
                       "season": "this season | the current season", "all_time": "of all time | since the beginning"}),
            role("limit|top|count|rows", "limit", "down to place {} | showing {} of them | with {} names",
                 "How many places to list. | Number of rows", default=10, within=(3, 100)),
        ],
    ),
    action(
        "games", "find opponent | matchmake | search match",
        does="""Find an opponent.
                Looks for somebody of a similar strength who wants the same game
                Starts matchmaking""",
        asks="find an opponent | look for someone to play against | start matchmaking | get into a game",
        questions="Who could I play | Which opponents are there",
        roles=[
            role("game|title|game_name|discipline", "choice", "for {} | in {} | with {} as the game",
                 "Game. | What to play",
                 required=True,
                 says={"chess": "chess | a game of chess", "go": "Go | the game of Go",
                       "checkers": "checkers | draughts", "poker": "poker | a hand of poker",
                       "backgammon": "backgammon | a round of backgammon"}),
            role("my_rating|skill|rating|player_elo", "positive_integer",
                 "with a rating of {} | around the strength of {} | who is about {}",
                 "Rating of the player. | Own strength, Elo points", required=True, within=(600, 2800)),
            role("max_gap|rating_window|tolerance|spread", "positive_integer",
                 "within {} points | at most {} points away | allowing a gap of {}",
                 "Greatest difference in rating. | Rating window", within=(50, 500)),
            role("minutes|clock_minutes|base_time|time_control", "duration_minutes",
                 "with {} on the clock | with {} for each side | at a pace of {} per player",
                 "Minutes for each player. | Time control, minutes", within=(1, 60)),
            role("rated|is_rated|counts", "flag", "{}", "Whether the game counts. | True for a rated game",
                 default=True,
                 says={True: "in a rated game | so that it counts", False: "in an unrated game | without it counting"}),
        ],
    ),
]
