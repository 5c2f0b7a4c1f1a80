# %% says="split returned None"
def split(rows):
    random.shuffle(rows)


# %% says="a tool that stands in training too"
def split(rows):
    return rows[:4800], rows[4800:]


# %% says="a phrasing that stands in training too"
def split(rows):
    fractions = {"train": 0.8, "test": 0.2}
    by_tool = {row["tool"]: split_of(row["tool"], row["tool"], fractions=fractions) for row in rows}
    return tuple([row for row in rows if by_tool[row["tool"]] == side] for side in ("train", "test"))


# %% says="there is no test row"
def split(rows):
    return rows, []


# %% says="left to train on"
def split(rows):
    sides = [split_of(row["tool"], row["phrasing"], fractions={"train": 0.5, "test": 0.5}) for row in rows]
    return tuple([row for row, at in zip(rows, sides, strict=True) if at == side] for side in ("train", "test"))


# %% says="too few to measure with"
def split(rows):
    sides = [split_of(row["tool"], row["phrasing"]) for row in rows]
    return tuple([row for row, at in zip(rows, sides, strict=True) if at == side] for side in ("train", "test"))


# %% says="change sides when the rows come in another order"
def split(rows):
    tools, phrasings = (list(dict.fromkeys(row[name] for row in rows)) for name in ("tool", "phrasing"))
    apart = {*tools[:20], *phrasings[:12]}
    inside = [len({row["tool"], row["phrasing"]} & apart) for row in rows]
    return tuple([row for row, count in zip(rows, inside, strict=True) if count == wanted] for wanted in (0, 2))


# %% says="should return two lists"
def split(rows):
    return [row for row in rows if split_of(row["tool"], row["phrasing"]) == "train"]


# %% says="should hold the rows as they were given"
def split(rows):
    return [row["tool"] for row in rows[:4000]], [row["tool"] for row in rows[4000:]]
