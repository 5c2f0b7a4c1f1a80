# %% says="in Python a bool is an int"
def problems(arguments, parameters):
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    found = [f"missing {name}" for name in parameters["required"] if name not in arguments]
    for name, value in arguments.items():
        if name not in parameters["properties"]:
            found.append(f"unexpected {name}")
        elif not isinstance(value, kinds[parameters["properties"][name]["type"]]):
            found.append(f"{name} has the wrong type")
    return found


# %% says="a missing argument got through"
def problems(arguments, parameters):
    return []


# %% says="an argument the schema does not have got through"
def problems(arguments, parameters):
    return [f"missing {name}" for name in parameters["required"] if name not in arguments]


# %% says="0 and '' are values"
def problems(arguments, parameters):
    return [f"missing {name}" for name in parameters["required"] if not arguments.get(name)]


# %% says="an int is a number too"
def problems(arguments, parameters):
    kinds = {"string": str, "integer": int, "number": float, "boolean": bool}
    return [
        f"{name} has the wrong type"
        for name, value in arguments.items()
        if type(value) is not kinds[parameters["properties"][name]["type"]]
    ]


# %% says="a falsy value of the wrong type got through"
def problems(arguments, parameters):
    kinds = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
    found = [f"missing {name}" for name in parameters["required"] if name not in arguments]
    for name, value in arguments.items():
        if name not in parameters["properties"]:
            found.append(f"unexpected {name}")
        elif value and type(value) not in kinds[parameters["properties"][name]["type"]]:
            found.append(f"{name} has the wrong type")
    return found
