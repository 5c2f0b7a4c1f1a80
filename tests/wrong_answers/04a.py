# %% says="forms returned None"
def forms(minutes):
    print(f"{minutes} minutes")


# %% says="should be a list of texts"
def forms(minutes):
    return f"{minutes} minutes"


# %% says="names no unit"
def forms(minutes):
    return [str(minutes), f"{minutes} min"]


# %% says="nobody could read it back"
def forms(minutes):
    hours, rest = divmod(minutes, 60)
    return [f"{minutes} min", "about an hour" if 50 <= minutes <= 70 else f"{hours} h {rest} min"]


# %% says="'0 hours' is 0 minutes"
def forms(minutes):
    return [f"{minutes} min", f"{minutes // 60} hours"]


# %% says="'1 minutes' has the wrong number"
def forms(minutes):
    return [f"{minutes} minutes", f"{minutes} min"]


# %% says="says something twice"
def forms(minutes):
    return [f"{minutes} min", f"{minutes} min"]


# %% says="there should be two or more"
def forms(minutes):
    return [f"{minutes} min"] + ["half an hour"] * (minutes == 30)


# %% says="people say 60 minutes without a digit"
def forms(minutes):
    hours, rest = divmod(minutes, 60)
    said = [f"{minutes} min", f"{hours} h {rest} min"]
    return said + ["half an hour"] * (minutes == 30)
