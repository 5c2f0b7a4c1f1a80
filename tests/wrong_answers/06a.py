# %% says="judge returned None for hotel.find("
def judge(function, call, wanted):
    print(call["name"] == function["name"])


# %% says="return the kind as a text"
def judge(function, call, wanted):
    return call["name"] == function["name"]


# %% says="none of the kinds"
def judge(function, call, wanted):
    return "wrong tool" if call["name"] != function["name"] else "right"


# %% says="the function is called hotel.find_room"
def judge(function, call, wanted):
    return "right" if call["arguments"].keys() <= wanted.keys() else "unexpected_argument"


# %% says="what may be left out is left out"
def judge(function, call, wanted):
    if call["name"] != function["name"]:
        return "wrong_tool"
    return "right" if call["arguments"].keys() == wanted.keys() else "missing_argument"


# %% says="the second alternative is as good"
def judge(function, call, wanted):
    if call["name"] != function["name"]:
        return "wrong_tool"
    given = call["arguments"]
    return (
        "right"
        if all(given[key] in (wanted[key][0], wanted[key][-1]) for key in ("nights",))
        and given["city"] == wanted["city"][0]
        else "wrong_value"
    )


# %% says='"" is not among its alternatives here'
def judge(function, call, wanted):
    if call["name"] != function["name"]:
        return "wrong_tool"
    given = call["arguments"]
    if not all(key in given for key in function["parameters"]["required"]):
        return "missing_argument"
    return "right" if all(value in wanted[key] for key, value in given.items()) else "wrong_value"


# %% says="nobody asked for it"
def judge(function, call, wanted):
    if call["name"] != function["name"]:
        return "wrong_tool"
    given = call["arguments"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - function["parameters"]["properties"].keys():
        return "unexpected_argument"
    return "right" if all(value in wanted.get(key, [value]) for key, value in given.items()) else "wrong_value"


# %% says="3.0 is a float, and types are exact"
def judge(function, call, wanted):
    if call["name"] != function["name"]:
        return "wrong_tool"
    given = call["arguments"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if any(isinstance(value, str) != isinstance(wanted[key][-1], str) for key, value in given.items()):
        return "wrong_type"
    return "right" if all(value in wanted[key] for key, value in given.items()) else "wrong_value"


# %% says="isinstance(True, int) holds"
def judge(function, call, wanted):
    types = {"string": str, "integer": int, "float": (int, float), "boolean": bool}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(isinstance(value, types[properties[key]["type"]]) for key, value in given.items()):
        return "wrong_type"
    return "right" if all(value in wanted[key] for key, value in given.items()) else "wrong_value"


# %% says="an integer passes for a float"
def judge(function, call, wanted):
    types = {"string": str, "integer": int, "float": float, "boolean": bool}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) is types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"
    return "right" if all(value in wanted[key] for key, value in given.items()) else "wrong_value"


# %% says="blanks and some punctuation do not count"
def judge(function, call, wanted):
    types = {"string": (str,), "integer": (int,), "float": (int, float), "boolean": (bool,)}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) in types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"

    def lower(value):
        return value.lower() if isinstance(value, str) else value

    return "right" if all(lower(value) in map(lower, wanted[key]) for key, value in given.items()) else "wrong_value"


# %% says="0 is a value like any other"
def judge(function, call, wanted):
    types = {"string": (str,), "integer": (int,), "float": (int, float), "boolean": (bool,)}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(not given.get(key) and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) in types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"

    def plain(value):
        return re.sub(r"[ ,./\-_*^]", "", value).lower() if isinstance(value, str) else value

    return "right" if all(plain(value) in map(plain, wanted[key]) for key, value in given.items()) else "wrong_value"


# %% says="in a regex set /-_ is a range"
def judge(function, call, wanted):
    types = {"string": (str,), "integer": (int,), "float": (int, float), "boolean": (bool,)}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) in types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"

    def plain(value):
        return re.sub(r"[ ,./-_*^]", "", value.lower()) if isinstance(value, str) else value

    return "right" if all(plain(value) in map(plain, wanted[key]) for key, value in given.items()) else "wrong_value"


# %% says="of the signs only"
def judge(function, call, wanted):
    types = {"string": (str,), "integer": (int,), "float": (int, float), "boolean": (bool,)}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) in types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"

    def plain(value):
        return re.sub(r"[\W_]", "", value).lower() if isinstance(value, str) else value

    return "right" if all(plain(value) in map(plain, wanted[key]) for key, value in given.items()) else "wrong_value"


# %% says="city is required, though"
def judge(function, call, wanted):
    types = {"string": (str,), "integer": (int,), "float": (int, float), "boolean": (bool,)}
    if call["name"] != function["name"]:
        return "wrong_tool"
    given, properties = call["arguments"], function["parameters"]["properties"]
    if any(key not in given and "" not in values for key, values in wanted.items()):
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    if not all(type(value) in types[properties[key]["type"]] for key, value in given.items()):
        return "wrong_type"

    def plain(value):
        return re.sub(r"[ ,./\-_*^]", "", value).lower() if isinstance(value, str) else value

    return "right" if all(plain(value) in map(plain, wanted[key]) for key, value in given.items()) else "wrong_value"
