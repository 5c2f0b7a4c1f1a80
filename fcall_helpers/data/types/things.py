"""Things by their names: products, ingredients, dishes, topics, species, symptoms, events."""

import string
from random import Random

from fcall_helpers.data.types.base import SemanticType, by_space, define, distinct, one_of, quoted, verbatim
from fcall_helpers.data.types.words_people import FIRST_NAMES
from fcall_helpers.data.types.words_places import STREETS
from fcall_helpers.data.types.words_things import (
    ADJECTIVES,
    CHORES,
    DISHES,
    EVENTS,
    INGREDIENTS,
    NOUNS,
    ORGANISMS,
    PRODUCT_ADJECTIVES,
    PRODUCTS,
    SUBJECTS,
    SYMPTOMS,
    TOPICS,
)


def _draw_product(rng: Random) -> str:
    product, kind = rng.choice(PRODUCTS), rng.choice(PRODUCT_ADJECTIVES)
    return product if rng.random() < 0.4 or kind in product else f"{kind} {product}"


def _word(rng: Random) -> str:
    return rng.choice(rng.choice((NOUNS, NOUNS, ADJECTIVES))).lower()


_product = define(
    "product",
    "string",
    _draw_product,
    lambda name: [name, f"the {name}", f'"{name}"'],
    "product product_name item item_name article",
    "Name of the product | Item | What to look for or buy | Product, without the article",
    "for {} | of {} | with {}",
)

_COLORS = by_space("""
    red orange yellow green blue purple pink brown black white gray cyan magenta turquoise teal maroon navy olive lime
    indigo violet beige ivory coral salmon crimson gold silver lavender khaki plum orchid tan aqua azure amber mint
    burgundy charcoal mustard peach rose rust sand scarlet emerald cream copper lilac mauve ochre sapphire
    """)
_SHADES = ("", "", "", "light ", "dark ", "pale ", "bright ")


def _draw_hex_color(rng: Random) -> str:
    return "#" + "".join(rng.choices(string.digits + "ABCDEF", k=6))


def _hex_forms(value: str) -> list[str]:
    return distinct(value, value.lower(), value[1:])


def _named_after(*kinds: str):
    """A ``draw`` for a business named after a street or a person: "Harbor Pharmacy", "Mira's Kitchen"."""

    def draw(rng: Random) -> str:
        owner = rng.choice(STREETS) if rng.random() < 0.6 else f"{rng.choice(FIRST_NAMES)}'s"
        return f"{owner} {rng.choice(kinds)}"

    return draw


THINGS: tuple[SemanticType, ...] = (
    define(
        "pharmacy",
        "string",
        _named_after("Pharmacy", "Drugstore", "Apothecary"),
        lambda name: [name, f'"{name}"'],
        "pharmacy pharmacy_name drugstore",
        "Pharmacy | Name of the pharmacy | Where it is picked up",
        "at {} | from {} | through {}",
    ),
    define(
        "restaurant",
        "string",
        _named_after("Kitchen", "Diner", "Grill", "Bistro", "Noodle House", "Pizzeria", "Curry House", "Taqueria"),
        lambda name: [name, f'"{name}"'],
        "restaurant restaurant_name eatery venue",
        "Restaurant | Name of the restaurant | Where to eat",
        "at {} | from {} | for {}",
    ),
    define(
        "grocery",
        "string",
        _named_after("Market", "Grocery", "Foods", "Corner Shop", "Supermarket"),
        lambda name: [name, f'"{name}"'],
        "store shop store_name supermarket",
        "Store | Name of the shop | Where to buy it",
        "at {} | from {} | in {}",
    ),
    define(
        "task",
        "string",
        one_of(CHORES),
        lambda chore: [f'"{chore}"', f"'{chore}'", chore],
        "task task_name todo reminder action_item",
        "Task | What to do | What to be reminded of | Task, in a few words",
        "to {} | for the task {} | with the task {}",
    ),
    define(
        "keyword",
        "string",
        _word,
        lambda word: [word, f'"{word}"', f"the word {word}"],
        "keyword word tag term label search_word",
        "A word | Keyword | Tag | The word to look for",
        "with {} | for {} | containing {} | on {}",
    ),
    _product,
    define(
        "ingredient",
        "string",
        one_of(INGREDIENTS),
        verbatim,
        "ingredient food food_item main_ingredient",
        "Ingredient | Food | Name of the food item | Main ingredient",
        "with {} | for {} | containing {} | using {}",
    ),
    define(
        "dish",
        "string",
        one_of(DISHES),
        quoted,
        "dish recipe dish_name recipe_name meal",
        "Dish | Name of the recipe | What to cook | Recipe",
        "for {} | of {} | with {}",
    ),
    define(
        "topic",
        "string",
        one_of(TOPICS),
        quoted,
        "topic subject theme category field_of_study area_of_interest",
        "Topic | Subject | What it is about | Theme",
        "about {} | on {} | on the topic of {} | regarding {}",
    ),
    define(
        "school_subject",
        "string",
        one_of(SUBJECTS),
        verbatim,
        "subject course class_name school_subject discipline",
        "School subject | Course | What is taught | Name of the subject",
        "in {} | for {} | on {}",
    ),
    define(
        "organism",
        "string",
        one_of(ORGANISMS),
        lambda name: [f"the {name}", name, f'"{name}"'],
        "species animal organism animal_name",
        "Species, common name | Animal | Name of the species, in English",
        "for {} | of {} | about {}",
    ),
    define(
        "symptom",
        "string",
        one_of(SYMPTOMS),
        verbatim,
        "symptom complaint reason_for_visit main_symptom reason",
        "Symptom | Main complaint | What the patient suffers from | Reason of the visit",
        "because of {} | with {} | for {} | due to {}",
    ),
    define(
        "event",
        "string",
        one_of(EVENTS),
        lambda name: [f"the {name}", name, f'"{name}"'],
        "event event_type occasion activity appointment_type",
        "Kind of event | Occasion | Activity | What it is for, without the article",
        "for {} | about {} | around {}",
    ),
    define(
        "color",
        "string",
        lambda rng: rng.choice(_SHADES) + rng.choice(_COLORS),
        lambda name: [name, f"'{name}'"],
        "color colour background_color light_color paint_color",
        "Color | Name of the color | Colour, in English | The color, e.g. 'dark green'",
        "in {} | with the color {} | to {} | colored {}",
    ),
    define(
        "hex_color",
        {"type": "string", "pattern": "^#[0-9A-F]{6}$"},
        _draw_hex_color,
        _hex_forms,
        "color hex_color color_code accent_color",
        "Color as #RRGGBB, capitals | Hex color, e.g. #1E90FF | RGB color in upper-case hexadecimal form with #",
        "in {} | with the color {} | to {}",
    ),
)
