"""Cooking and eating: recipes, calories, orders, tables, shopping."""

from math import ceil

from fcall_helpers.data.actions.model import action, role

KCAL = {"apple": 52, "bread": 265, "butter": 717, "cheese": 402, "chicken": 165, "egg": 155, "milk": 64, "rice": 130}
CUPS = {"flour": 125.0, "sugar": 200.0, "butter": 227.0, "rice": 185.0, "oats": 90.0, "honey": 340.0}  # grams a cup
SWAPS = {
    "butter": {"vegan": ("coconut oil", 0.8), "low_fat": ("apple sauce", 0.5), "any": ("margarine", 1.0)},
    "egg": {"vegan": ("flax meal", 0.3), "low_fat": ("egg white", 1.5), "any": ("chickpea flour", 0.5)},
    "milk": {"vegan": ("oat drink", 1.0), "low_fat": ("skimmed milk", 1.0), "any": ("oat drink", 1.0)},
    "sugar": {"vegan": ("maple syrup", 0.75), "low_fat": ("stevia", 0.02), "any": ("honey", 0.75)},
}


def meal_energy(food: str, grams: float, portions: int = 1) -> dict:
    """Kilocalories of some food, from a table of values for 100 g."""
    if grams < 0:
        raise ValueError(f"grams must be 0 or more, got {grams}")
    each = KCAL[food] * grams / 100
    return {"kcal_per_portion": round(each, 1), "kcal_total": round(each * portions, 1)}


def scale_amount(amount: float, servings: int, wanted: int, rounding: str = "exact") -> float:
    """An amount of a recipe for another number of people."""
    if servings < 1:
        raise ValueError(f"servings must be 1 or more, got {servings}")
    scaled = amount * wanted / servings
    if rounding == "half":
        return round(scaled * 2) / 2
    return float(ceil(scaled)) if rounding == "up" else round(scaled, 2)


def cups_to_grams(ingredient: str, cups: float, heaped: bool = False) -> float:
    """Grams in some American cups; a heaped cup holds a fifth more."""
    return round(CUPS[ingredient] * cups * (1.2 if heaped else 1.0), 1)


def substitute(ingredient: str, grams: float = 100.0, diet: str = "any") -> dict:
    """What to take instead, and how much of it."""
    instead, factor = SWAPS[ingredient][diet]
    return {"instead": instead, "grams": round(grams * factor, 1)}


def roasting_time(weight_kg: float, meat: str, stuffed: bool = False) -> dict:
    """Minutes in an oven at 180 °C by the rule so many minutes a kilogram and some more."""
    each, more = {"chicken": (45, 20), "beef": (40, 20), "pork": (55, 25), "lamb": (50, 20)}[meat]
    minutes = round(weight_kg * each + more + (30 if stuffed else 0))
    return {"minutes": minutes, "rest_minutes": 10 if weight_kg < 2 else 20}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "food", "meal energy | count calories | food calories | nutrition value",
        does="""Count the calories of some food.
                Looks up the energy of a food and multiplies it by the weight eaten
                Computes the nutrition value of a portion""",
        asks="""count the calories | work out the energy of a meal | find out the calories
                look up the nutrition value""",
        questions="How many calories are there | What energy is that | How much would I take in",
        roles=[
            role("food|food_item|ingredient|item", "choice", "in {} | of {} | eating {}", "Food. | What is eaten",
                 required=True,
                 says={"apple": "apple | raw apple", "bread": "bread | sliced bread", "cheese": "cheese | hard cheese",
                       "chicken": "chicken | chicken meat",
                       "egg": "egg | boiled egg", "rice": "rice | cooked rice",
                       "butter": "butter | salted butter", "milk": "milk | cow's milk"}),
            role("grams|weight|portion_grams|amount_g", "weight_g",
                 "for a portion of {} | weighing {} | with {} on the plate", "Weight in grams. | Size of a portion, g",
                 required=True, within=(20, 600)),
            role("portions|servings|eaters|num_portions", "guests", "served to {} | for {} | when {} eat the same",
                 "Number of portions. | How many people eat one", default=1, within=(1, 8)),
        ],
        fn=meal_energy,
    ),
    action(
        "food", "scale amount | adjust recipe | convert servings | resize recipe quantity",
        does="""Scale an ingredient to another number of people.
                Computes how much of something is needed when a recipe is made for more or fewer
                Adjusts a recipe""",
        asks="scale a recipe | adjust the amount | convert the servings | work out the quantity for more people",
        questions="How much do I need | What amount is right | How much should go in",
        roles=[
            role("amount|quantity|original_amount|recipe_amount", "ratio",
                 "with {} in the recipe | when the recipe says {} | starting from an amount of {}",
                 "Amount in the recipe, in whatever unit. | Quantity to scale", required=True, within=(0.25, 12)),
            role("servings|original_servings|recipe_serves|base_servings", "guests",
                 "written for {} | meant for {} | in a recipe that serves {}",
                 "People the recipe is for. | Servings of the recipe", required=True, within=(2, 8)),
            role("wanted|target_servings|desired_servings|new_servings", "guests",
                 "cooking for {} | when {} are coming | to feed {}", "People to feed. | Servings that are wanted",
                 required=True, within=(2, 30)),
            role("rounding|round_to|precision|rounding_mode", "choice", "rounded {} | rounding {}",
                 "How to round. | Rounding of the result", default="exact",
                 says={"exact": "to two decimals | as exactly as possible", "half": "to the nearest half | to halves",
                       "up": "up to the next whole | upwards"}),
        ],
        fn=scale_amount,
    ),
    action(
        "food", "cups to grams | convert cups | weigh cups | baking conversion",
        does="""Convert cups to grams.
                Tells the weight of an ingredient that is measured in American cups
                Converts a volume used in baking into a weight""",
        asks="convert the cups to grams | translate the cups | find out the weight in grams | do a baking conversion",
        questions="How many grams are there | What do the cups weigh | How much is it by weight",
        roles=[
            role("ingredient|item|substance|baking_ingredient", "choice", "of {} | for {} | measuring {}",
                 "Ingredient. | What is measured", required=True,
                 says={"flour": "flour | plain flour", "sugar": "sugar | white sugar", "butter": "butter | soft butter",
                       "rice": "rice | uncooked rice", "oats": "oats | rolled oats", "honey": "honey | runny honey"}),
            role("cups|num_cups|volume_cups|cup_count", "ratio", "with {} cups | taking {} cups | for {} cupfuls",
                 "Number of American cups. | Volume, cups", required=True, within=(0.25, 6)),
            role("heaped|overfull|is_heaped", "flag", "{}", "Whether the cups are heaped. | True adds a fifth",
                 default=False,
                 says={True: "heaped | piled high", False: "levelled off | filled just to the rim"}),
        ],
        fn=cups_to_grams,
    ),
    action(
        "food", "substitute | replace ingredient | find alternative | swap ingredient",
        does="""Find a substitute for an ingredient.
                Tells what to use instead, and how much, for a diet
                Replaces something that is missing in the kitchen""",
        asks="find a substitute | replace an ingredient | find out what to use instead | suggest an alternative",
        questions="What can I use instead | What could replace it | Which substitute works",
        roles=[
            role("ingredient|missing|original|to_replace", "choice",
                 "for {} | in place of {} | as I have run out of {}", "Ingredient to replace. | What is missing",
                 required=True,
                 says={"butter": "butter | the butter", "egg": "egg | the egg", "milk": "milk | the milk",
                       "sugar": "sugar | the sugar"}),
            role("grams|amount|quantity_g|weight", "weight_g",
                 "when {} are called for | where the recipe wants {} | to stand in for {}",
                 "Weight the recipe wants, grams. | Amount to replace, g", default=100.0, within=(20, 500)),
            role("diet|dietary|restriction|must_be", "choice",
                 "keeping it {} | making it {} if possible | the result being {}",
                 "Diet to respect. | Kind of substitute", default="any",
                 says={"vegan": "vegan | free of animal products", "low_fat": "low in fat | lean",
                       "any": "conventional | ordinary"}),
        ],
        fn=substitute,
    ),
    action(
        "food", "roasting time | oven time | cooking duration | time roast",
        does="""Compute how long to roast a piece of meat.
                Works out the minutes in the oven and the rest afterwards from kind and weight
                Times a roast""",
        asks="time the roast | work out the roasting time | compute the oven time | find out when the meat is done",
        questions="How long does the roast take | How many minutes does it need | When is the meat done",
        roles=[
            role("weight_kg|weight|joint_weight|mass", "weight_kg",
                 "weighing {} | for a piece of {} | at a weight of {}",
                 "Weight in kilograms. | How heavy the piece is, kg", required=True, within=(0.8, 8)),
            role("meat|cut|kind|meat_type", "choice", "for {} | with {} in the oven | roasting {}",
                 "Meat. | What is roasted", required=True,
                 says={"chicken": "chicken | a whole bird", "beef": "beef | a joint of beef",
                       "pork": "pork | a pork roast", "lamb": "lamb | a leg of lamb"}),
            role("stuffed|with_stuffing|has_filling", "flag", "{}", "Whether it is stuffed. | True adds half an hour",
                 default=False,
                 says={True: "with stuffing | stuffed", False: "without stuffing | unstuffed"}),
        ],
        fn=roasting_time,
    ),
    action(
        "food", "search recipes | find dishes | recipe lookup | discover meals",
        does="""Search for recipes.
                Finds dishes that use what is at hand, within a time and a diet
                Looks through the cookbook""",
        asks="find a recipe | look for something to cook | search the cookbook | get an idea for dinner",
        questions="What can I cook | Which recipes are there | What could I make for dinner",
        roles=[
            role("ingredients|with_ingredients|on_hand|using", "ingredients", "with {} | using {} | that needs only {}",
                 "Ingredients to use. | What is at hand, as a list", required=True),
            role("cuisine|style|kitchen|origin", "cuisine",
                 "in a {} style | from the {} kitchen | leaning towards {} cooking", "Cuisine. | Kind of cooking"),
            role("max_minutes|time_limit|ready_in|max_time", "duration_minutes",
                 "ready in {} | taking no more than {} | done within {}",
                 "Greatest time in minutes. | How long it may take, minutes", within=(10, 120)),
            role("exclude|without|allergies|avoid", "ingredients",
                 "but without {} | leaving out {} | as I cannot eat {}",
                 "Ingredients to avoid. | What must not be in it, as a list"),
            role("max_calories|kcal_limit|calorie_cap|calories", "calories",
                 "under {} | with {} at most | staying below {}",
                 "Greatest energy of a serving, kcal. | Calorie limit", within=(200, 1200)),
            role("course|meal_type|dish_type|occasion", "choice", "as {} | for {}", "Course. | Part of the meal",
                 says={"starter": "a starter | an appetizer", "main": "a main course | the main dish",
                       "dessert": "dessert | something sweet at the end", "snack": "a snack | a bite in between"}),
        ],
    ),
    action(
        "food", "order delivery | order meal | place food order | request takeaway",
        does="""Order food.
                Sends an order to a restaurant that delivers it to an address
                Places a takeaway order""",
        asks="order some food | get dinner delivered | place a takeaway order | have a meal brought over",
        roles=[
            role("dish|item|menu_item|meal", "dish", "consisting of {} | namely {} | with {} as the dish",
                 "Dish. | Item of the menu", required=True),
            role("restaurant|from_restaurant|vendor|kitchen", "restaurant", "from {} | through {} | made by {}",
                 "Restaurant. | Who cooks it"),
            role("quantity|portions|count|servings", "guests", "enough for {} | for {} | to feed {}",
                 "Number of portions. | How many eat", within=(1, 8)),
            role("address|deliver_to|delivery_address|drop_at", "address",
                 "to {} | delivered to {} | for the address {}", "Where it goes. | Address of delivery", required=True),
            role("spice_level|heat|spiciness|hotness", "choice", "made {} | cooked {}", "How hot it is. | Spiciness",
                 says={"mild": "mild | without any heat", "medium": "medium hot | moderately spicy",
                       "hot": "hot | really spicy"}),
            role("tip|gratuity|driver_tip|tip_amount", "price_usd",
                 "with a tip of {} | adding {} for the driver | tipping {}",
                 "Tip in US dollars. | Money for the driver (USD)", within=(1, 20)),
        ],
    ),
    action(
        "food", "add groceries | update shopping list | append grocery items",
        does="""Put things on the shopping list.
                Adds articles to the list of groceries for a shop and a day
                Updates the shopping list""",
        asks="""put something on the shopping list | add to the groceries | update my shopping list
                note what we need to buy""",
        roles=[
            role("items|groceries|articles|products", "ingredients", "namely {} | with {} | these being {}",
                 "What to buy. | Articles, as a list", required=True),
            role("store|shop|market|buy_at", "grocery", "from {} | to be bought at {} | for the next trip to {}",
                 "Shop. | Where it is bought"),
            role("needed_by|by_date|before|deadline", "date", "needed by {} | before {} | for {}",
                 "Day by which it is needed, YYYY-MM-DD. | Deadline, ISO date"),
            role("urgent|high_priority|important", "flag", "{}", "Whether it is urgent. | True to put it on top",
                 says={True: "as urgent | on top of the list", False: "without any hurry | at the bottom of the list"}),
        ],
    ),
]
