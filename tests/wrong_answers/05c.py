# %% says="returned None"
def allowed(row, permitted):
    print(row["source"].split("(")[1].split(")")[0] in permitted)


# %% says="'GPL-3.0-only' with"
def allowed(row, permitted):
    return any(licence in row["source"] for licence in permitted)


# %% says="its name begins alike"
def allowed(row, permitted):
    expression = row["source"].split("(")[1].split(")")[0]
    return any(expression.startswith(licence) for licence in permitted)


# %% says="'MIT OR GPL-3.0-only' with"
def allowed(row, permitted):
    return row["source"].split("(")[1].split(")")[0] in permitted


# %% says="AND binds you to both, and one"
def allowed(row, permitted):
    expression = row["source"].split("(")[1].split(")")[0]
    return any(part in permitted for part in re.split(" OR | AND ", expression))


# %% says="an exception permits more"
def allowed(row, permitted):
    expression = row["source"].split("(")[1].split(")")[0]
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part in permitted for part in choice) for choice in choices)


# %% says="the side after OR is yours"
def allowed(row, permitted):
    expression = re.sub(r" WITH \S+", "", row["source"].split("(")[1].split(")")[0])
    return all(any(part in permitted for part in side.split(" OR ")) for side in expression.split(" AND "))


# %% says="with no licence permitted"
def allowed(row, permitted):
    permitted = {"MIT", "Apache-2.0"}
    expression = re.sub(r" WITH \S+", "", row["source"].split("(")[1].split(")")[0])
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part in permitted for part in choice) for choice in choices)
