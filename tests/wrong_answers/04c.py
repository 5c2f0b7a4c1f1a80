# %% says="my_action returned None"
def my_action():
    garden(days_of_water, "water days")


# %% says="should return an action"
def my_action():
    return days_of_water


# %% says="has no function"
def my_action():
    return garden(None, "water days")


# %% says="takes one argument"
def my_action():
    def double(cups: int) -> int:
        return 2 * cups

    cups = role("cups", "integer", "for {} cups", "How many cups", required=True)
    return action("kitchen", "water for tea", does="Tells.", asks="measure the water", roles=[cups], fn=double)


# %% says="the request is ambiguous"
def my_action():
    def seats(rows: int, gaps: int) -> int:
        return rows - gaps

    amounts = [role(name, "integer", "with {}", f"How many {name}", required=True) for name in ("rows", "gaps")]
    return action("theatre", "free seats in hall", does="Tells.", asks="count the seats", roles=amounts, fn=seats)


# %% says="are both described as 'How many'"
def my_action():
    def left(rows: int, gaps: int) -> int:
        return rows - gaps

    amounts = [role(name, "integer", f"with {{}} {name}", "How many", required=True) for name in ("rows", "gaps")]
    return action("theatre", "free seats in hall", does="Tells.", asks="count the seats", roles=amounts, fn=left)


# %% says="rejected, the first because: failed in garden.tank_days"
def my_action():
    def empty(tank: float, plants: int, daily: float) -> float:
        return tank / (plants - plants)

    return garden(empty, "tank days")


# %% says="let it use its arguments"
def my_action():
    def always(tank: float, plants: int, daily: float) -> float:
        return 7.0

    return garden(always, "water days")


# %% says="the function takes"
def my_action():
    def days(litres: float) -> float:
        return litres / 3

    return garden(days, "water days")
