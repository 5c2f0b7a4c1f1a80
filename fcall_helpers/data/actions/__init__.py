"""What people ask for: actions of many domains, from which the composer makes tools and requests.

`model` says what an action is; each of the other files holds those of one domain.
"""

from types import ModuleType

from fcall_helpers.data.actions import (
    algebra,
    arithmetic,
    aviation,
    banking,
    biology,
    calendar,
    chemistry,
    city,
    clinic,
    conversions,
    database,
    devops,
    education,
    files,
    finance,
    food,
    games,
    geometry,
    household,
    hr,
    law,
    logistics,
    media,
    messaging,
    physics,
    real_estate,
    recommendation,
    records,
    shop,
    smart_home,
    sports,
    statistics,
    text,
    travel,
    vectors,
    weather,
)
from fcall_helpers.data.actions.model import Action, Role, action, role

# The order is fixed: the same seed must draw the same actions on every machine. New files go to the end.
DOMAINS: tuple[ModuleType, ...] = (
    *(arithmetic, geometry, physics, chemistry, biology, statistics, finance, shop, law, real_estate, text),
    *(travel, calendar, clinic, city, education, smart_home, files, recommendation, media, sports, games, food),
    *(weather, messaging, devops, hr, logistics),
    *(algebra, vectors, conversions, banking, aviation, database, household, records),
)


def collect(domains: tuple[ModuleType, ...]) -> tuple[Action, ...]:
    """All actions of some domains, in order.

    Raises:
        ValueError: two actions have the same key; the message names it.
    """
    actions: dict[str, Action] = {}
    for one in (one for domain in domains for one in domain.ACTIONS):
        if one.key in actions:
            raise ValueError(f"collect: two actions have the key {one.key!r}; give one another first name")
        actions[one.key] = one
    return tuple(actions.values())


ACTIONS = collect(DOMAINS)

__all__ = ["ACTIONS", "DOMAINS", "Action", "Role", "action", "collect", "role"]
