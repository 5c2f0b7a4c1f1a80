"""Semantic types: what argument values are like, and all the ways in which a request may say them.

``TYPES`` maps a name to a `SemanticType`; ``FAMILIES`` groups the same types. A file each family or half of one:
numbers (`counts`, `measures`, `money`, `scores`), time (`dates`, `clocks`, `durations`), who and where (`people`,
`places`, `coordinates`), what is copied (`codes`, `standards`, `computing`), choices (`enums`, `enums_life`,
`enums_home`, `enums_work`, `enums_open`, `flags`), words (`texts`, `things`), `maths`, and what holds others (`arrays`,
`arrays_of`, `objects`, `objects_shop`). `numberwords` says numbers, `draws` draws them, the ``words_*`` files hold what
is drawn from.
"""

from fcall_helpers.data.types.arrays import ARRAYS, array
from fcall_helpers.data.types.arrays_of import ARRAYS_OF
from fcall_helpers.data.types.base import SemanticType, define, distinct, gather, role
from fcall_helpers.data.types.clocks import CLOCKS
from fcall_helpers.data.types.codes import CODES
from fcall_helpers.data.types.computing import COMPUTING
from fcall_helpers.data.types.coordinates import COORDINATES
from fcall_helpers.data.types.counts import COUNTS
from fcall_helpers.data.types.dates import DATES
from fcall_helpers.data.types.durations import DURATIONS
from fcall_helpers.data.types.enums import ENUMS, choice
from fcall_helpers.data.types.enums_home import ENUMS_HOME
from fcall_helpers.data.types.enums_life import ENUMS_LIFE
from fcall_helpers.data.types.enums_open import ENUMS_OPEN
from fcall_helpers.data.types.enums_work import ENUMS_WORK
from fcall_helpers.data.types.flags import FLAGS, flag
from fcall_helpers.data.types.maths import MATHS
from fcall_helpers.data.types.measures import MEASURES
from fcall_helpers.data.types.money import MONEY
from fcall_helpers.data.types.objects import OBJECTS
from fcall_helpers.data.types.objects_shop import OBJECTS_SHOP
from fcall_helpers.data.types.people import PEOPLE
from fcall_helpers.data.types.places import PLACES
from fcall_helpers.data.types.scores import SCORES
from fcall_helpers.data.types.standards import STANDARDS
from fcall_helpers.data.types.texts import TEXTS
from fcall_helpers.data.types.things import THINGS

FAMILIES: dict[str, tuple[SemanticType, ...]] = {
    **{"counts": COUNTS, "measures": MEASURES, "money": MONEY, "scores": SCORES},
    **{"dates": DATES, "clocks": CLOCKS, "durations": DURATIONS},
    **{"places": PLACES, "coordinates": COORDINATES, "people": PEOPLE, "codes": CODES},
    **{
        "standards": STANDARDS,
        "computing": COMPUTING,
        "enums": ENUMS + ENUMS_LIFE + ENUMS_HOME + ENUMS_WORK + ENUMS_OPEN,
    },
    **{"flags": FLAGS, "texts": TEXTS, "things": THINGS, "maths": MATHS, "arrays": ARRAYS + ARRAYS_OF},
    "objects": OBJECTS + OBJECTS_SHOP,
}
TYPES: dict[str, SemanticType] = gather(*FAMILIES.values())

__all__ = ["FAMILIES", "TYPES", "SemanticType", "array", "choice", "define", "distinct", "flag", "gather", "role"]
