"""Suggestions: films, books, wine, gifts, restaurants, and the ratings they rest on."""

from fcall_helpers.data.actions.model import action, role

FILMS = {  # title: (genre, minutes, audience, stars); all made up
    "The Salt Road": ("drama", 134, "adults", 4.4),
    "Kettle Bay": ("comedy", 97, "everyone", 3.9),
    "Night Ferry": ("thriller", 112, "adults", 4.1),
    "Paper Comet": ("animation", 88, "children", 4.6),
    "Seven Lanterns": ("fantasy", 141, "everyone", 4.2),
    "Low Orbit": ("science_fiction", 126, "everyone", 4.0),
    "Mister Puddle": ("comedy", 81, "children", 3.6),
    "Ash and Ivory": ("drama", 103, "everyone", 3.8),
}
GRAPES = {
    ("beef", "red"): "Malbec",
    ("fish", "white"): "Albariño",
    ("fish", "rosé"): "Grenache rosé",
    ("poultry", "white"): "Chardonnay",
    ("pasta", "red"): "Sangiovese",
    ("cheese", "red"): "Merlot",
    ("cheese", "white"): "Riesling",
    ("dessert", "white"): "Muscat",
}


def pick_film(genre: str, audience: str = "everyone", max_minutes: int = 240) -> list[str]:
    """The films of a small table that fit, the best liked first."""
    fits = [
        title
        for title, (kind, minutes, viewers, _) in FILMS.items()
        if kind == genre and viewers in ("everyone", audience) and minutes <= max_minutes
    ]
    return sorted(fits, key=lambda title: -FILMS[title][3])


def pair_wine(dish: str, color: str = "any", budget: float = 20.0) -> dict:
    """A grape for a dish from a small table, and the class of bottle that the money buys."""
    found = [grape for (food, shade), grape in GRAPES.items() if food == dish and color in ("any", shade)]
    bottle = "table" if budget < 12 else "estate" if budget < 40 else "reserve"
    return {"grapes": found or ["Pinot Noir"], "bottle": bottle}


def predict_rating(my_ratings: list[float], their_ratings: list[float], their_rating_of_item: float) -> float:
    """What I shall think of something, from somebody who rated the same things: my mean plus their deviation."""
    if not my_ratings or not their_ratings:
        raise ValueError("my_ratings and their_ratings must each hold at least one number")
    mine, theirs = sum(my_ratings) / len(my_ratings), sum(their_ratings) / len(their_ratings)
    return round(mine + their_rating_of_item - theirs, 2)


def interest_overlap(interests: list[str], tags: list[str], threshold: float = 0.2) -> dict:
    """How alike two lists of topics are (Jaccard), and whether that is enough to suggest the one to the other."""
    mine, yours = {topic.lower() for topic in interests}, {tag.lower() for tag in tags}
    score = len(mine & yours) / max(1, len(mine | yours))
    return {"score": round(score, 3), "shared": sorted(mine & yours), "suggest": score >= threshold}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "recommendation", "pick film | recommend movie | suggest film | movie night choice",
        does="""Recommend a film.
                Picks films of a genre that suit the audience and are not too long, best liked first
                Suggests something to watch""",
        asks="recommend a film | pick a movie | suggest something to watch | choose a film for tonight",
        questions="Which film should we watch | What can you recommend | What movie would be good",
        roles=[
            role("genre|category|film_genre|kind", "choice",
                 "in the way of {} | the genre being {} | along the lines of {}",
                 "Genre. | Kind of film", required=True,
                 says={"drama": "a drama | serious drama", "comedy": "a comedy | something funny",
                       "thriller": "a thriller | a suspense film",
                       "animation": "animation | a cartoon", "fantasy": "fantasy | a fantasy film",
                       "science_fiction": "science fiction | a sci-fi film"}),
            role("audience|viewers|suitable_for|rating_group", "choice",
                 "for {} | suitable for {} | to be watched by {}", "Who watches. | Audience that it must suit",
                 default="everyone", says={"children": "children | the kids", "adults": "adults | grown-ups only",
                                           "everyone": "everyone | the whole family"}),
            role("max_minutes|max_length|longest|runtime_limit", "duration_minutes",
                 "no longer than {} | running at most {} | that fits into {}",
                 "Longest running time in minutes. | Upper limit of the length, minutes", default=240,
                 within=(80, 200)),
        ],
        fn=pick_film,
    ),
    action(
        "recommendation", "pair wine | match wine | suggest bottle | wine for dish",
        does="""Suggest a wine for a dish.
                Finds grapes that go with some food and the class of bottle for the money
                Pairs food and wine""",
        asks="suggest a wine | pair a wine with dinner | find a bottle that fits | choose something to drink",
        questions="Which wine goes well | What should we drink | Which bottle should I open",
        roles=[
            role("dish|food|meal|main_course", "choice", "to go with {} | alongside {} | when we are having {}",
                 "Food it goes with. | Main part of the meal", required=True,
                 says={"beef": "beef | a steak", "fish": "fish | a fillet of fish", "poultry": "chicken | poultry",
                       "pasta": "pasta | a plate of noodles",
                       "cheese": "cheese | a cheese board", "dessert": "dessert | something sweet"}),
            role("color|wine_color|colour|shade", "choice", "preferring {} | with a taste for {} | the colour being {}",
                 "Colour of the wine. | Preferred colour", default="any",
                 says={"red": "red | a red one", "white": "white | a white one", "rosé": "rosé | a pink one",
                       "any": "any colour | whichever colour"}),
            role("budget|price|max_spend|bottle_price", "max_price",
                 "for up to {} | spending no more than {} | with {} for the bottle",
                 "Money for a bottle, US dollars. | Highest price (USD)", default=20.0, within=(8, 120)),
        ],
        fn=pair_wine,
    ),
    action(
        "recommendation", "predict rating | estimate preference | collaborative score",
        does="""Predict how somebody will rate an item.
                Uses the ratings of another person with a similar taste to estimate one's own
                Computes a collaborative filtering prediction""",
        asks="""predict my rating | estimate how I would like it | work out a collaborative score
                guess the rating I would give""",
        questions="How would I rate it | What rating should I expect | How much would I like it",
        roles=[
            role("my_ratings|user_ratings|own_scores|ratings_a", "ratings_list",
                 "when my own ratings are {} | with {} as my scores | given that I rated things {}",
                 "Ratings by the user. | Own past ratings, as a list of numbers", required=True),
            role("their_ratings|neighbor_ratings|other_scores|ratings_b", "ratings_list",
                 "while the other person gave {} | with {} from the other person | compared with their scores of {}",
                 "Ratings by the other person. | The neighbour's past ratings, as a list of numbers", required=True),
            role("their_rating_of_item|neighbor_item_rating|other_item_score|item_rating", "rating",
                 "and {} for the item in question | with {} from them for this one | who rated this one {}",
                 "What the other person gave the item. | Neighbour's score for it", required=True),
        ],
        fn=predict_rating,
        rising="my_ratings their_ratings",
    ),
    action(
        "recommendation", "interest overlap | match interests | compare tastes | tag similarity",
        does="""Compare two lists of interests.
                Computes the Jaccard overlap of a person's interests and an item's tags
                Tells whether something is worth suggesting to somebody""",
        asks="compare the interests | match the tastes | measure the overlap | see whether the two go together",
        questions="How much do they have in common | How well do the tastes match | What is shared",
        roles=[
            role("interests|likes|user_tags|profile", "topics",
                 "with a liking for {} | for someone into {} | where the person likes {}",
                 "Interests of the person. | What somebody likes, as a list", required=True),
            role("tags|item_tags|labels|attributes", "topics",
                 "against the tags {} | for an item about {} | compared to something tagged {}",
                 "Tags of the item. | What the item is about, as a list", required=True),
            role("threshold|min_score|cutoff|required_overlap", "probability",
                 "with a threshold of {} | asking for an overlap of {} | the bar being {}",
                 "Least overlap that counts, 0 to 1. | Threshold as a fraction", default=0.2, within=(0.2, 0.9)),
        ],
        fn=interest_overlap,
    ),
    action(
        "recommendation", "suggest book | recommend reading | next read | find similar books",
        does="""Suggest a book.
                Recommends what to read next from what was liked before
                Finds reading matter by subject, length and age of the reader""",
        asks="suggest a book | recommend something to read | find my next read | pick a book",
        questions="What should I read next | Which book would you recommend | What is worth reading",
        roles=[
            role("liked|similar_to|based_on|favorite", "title",
                 "in the spirit of {} | similar to {} | for a reader who loved {}",
                 "A book that was liked. | Title to start from", required=True),
            role("avoid_topics|exclude|dislikes|not_about", "topics",
                 "but nothing about {} | avoiding {} | with no {} in it",
                 "Topics to avoid. | What it must not be about, as a list"),
            role("max_pages|page_limit|longest|length_limit", "positive_integer",
                 "with no more than {} pages | under {} pages | at most {} pages long",
                 "Greatest number of pages. | Upper limit of the length in pages", within=(100, 900)),
            role("language|in_language|book_language", "language", "in {} | written in {} | available in {}",
                 "Language of the book. | Language, by its English name"),
            role("fiction|is_fiction|novels_only", "flag", "{}",
                 "Whether it is fiction. | True for novels and stories, False for non-fiction",
                 says={True: "as long as it is fiction | that is fiction",
                       False: "as long as it is non-fiction | something factual"}),
        ],
    ),
    action(
        "recommendation", "suggest gift | gift ideas | find present",
        does="""Suggest a present.
                Comes up with gifts that suit a person's age, tastes and the occasion
                Finds gift ideas within a budget""",
        asks="suggest a present | come up with a gift | find something to give | think of a gift idea",
        questions="What would make a good present | What could I give | Which gift would fit",
        roles=[
            role("relation|recipient|for_whom|receiver", "choice", "for {} | to give to {}",
                 "Who gets it. | Relation to the giver", required=True,
                 says={"partner": "my partner | my better half", "parent": "my mother | one of my parents",
                       "child": "my son | my daughter",
                       "friend": "a friend | a good friend", "colleague": "a colleague | somebody from work"}),
            role("occasion|event|reason|celebration", "choice", "on the occasion of {} | for {} | to mark {}",
                 "Occasion. | What is celebrated",
                 says={"birthday": "a birthday | turning a year older", "wedding": "a wedding | getting married",
                       "graduation": "a graduation | finishing school",
                       "housewarming": "a housewarming | moving house"}),
            role("age|recipient_age|age_years", "age", "the person being {} | for a person who is {} | turning {}",
                 "Age of the person in years. | How old the receiver is", within=(18, 80)),
            role("price_range|budget|spend_between|cost_range", "price_range",
                 "costing {} | in the range {} | with a price {}",
                 "Price range in US dollars, min and max. | What it may cost (USD)"),
            role("hobbies|interests|likes|loves", "topics",
                 "matching an interest in {} | with an interest in {} | given a passion for {}",
                 "What the person likes. | Hobbies, as a list"),
        ],
    ),
    action(
        "recommendation", "suggest restaurant | recommend eatery | where to eat",
        does="""Recommend a restaurant.
                Finds places to eat by cuisine, price level and what the guests can eat
                Suggests where to go for a meal""",
        asks="recommend a restaurant | suggest a place to eat | find somewhere for dinner | pick an eatery",
        questions="Where should we eat | Which restaurant is good | Where can I get a decent meal",
        roles=[
            role("city|near|location|town", "city", "in {} | close to {} | around {}",
                 "Town to eat in. | City where the restaurant is", required=True),
            role("cuisine|food_type|kitchen|style", "cuisine", "serving {} food | with {} cooking | for a {} meal",
                 "Cuisine. | Kind of cooking", required=True),
            role("price_level|cost|price_range|budget_tier", "choice", "that is {} | on the {} side",
                 "Price level. | How dear it may be",
                 says={"$": "cheap | inexpensive", "$$": "moderate | mid-priced", "$$$": "expensive | upscale"}),
            role("avoid_allergens|allergens|allergies|free_from", "allergens",
                 "serving dishes without {} | as one of us is allergic to {} | where they can leave out {}",
                 "Allergens to avoid. | What guests must not eat, as a list"),
            role("outdoor|terrace|outside_seating", "flag", "{}",
                 "Whether to sit outside. | True for tables in the open",
                 says={True: "with tables outside | where one can sit outdoors",
                       False: "with seats indoors | where one sits inside"}),
        ],
    ),
    action(
        "recommendation", "hide suggestion | mute recommendation | dismiss item | mark not interested",
        does="""Hide a suggestion.
                Stops recommending a title, and others like it if wanted, for a while or for good
                Tells the recommender what somebody does not want to see""",
        asks="""hide a suggestion | stop a recommendation from coming up | dismiss something from my feed
                mark a title as not interesting""",
        roles=[
            role("title|item|content|suggestion", "title", "namely {} | called {} | the title being {}",
                 "Title to hide. | What must not be suggested", required=True),
            role("reason|why|feedback|cause", "choice", "because {} | since {} | the reason being that {}",
                 "Why it is hidden. | Reason for the dismissal",
                 says={"seen": "I have seen it | I know it already",
                       "disliked": "I did not like it | it was not to my taste",
                       "offensive": "I find it offensive | it upsets me",
                       "irrelevant": "it has nothing to do with me | it is not for me"}),
            role("days|snooze_days|for_days|mute_period", "duration_days", "for {} | during the next {} | over {}",
                 "Days for which it stays hidden; for good if left out. | Length of the pause, days",
                 within=(7, 180)),
            role("similar_too|include_similar|hide_related", "flag", "{}",
                 "Whether to hide similar ones too. | True to treat related titles alike",
                 default=False, says={True: "along with everything similar | and others like it",
                                      False: "but nothing else | leaving similar ones alone"}),
        ],
    ),
]
