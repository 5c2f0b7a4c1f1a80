# %% says="not Python's"
def describe(fn):
    properties = {name: {"type": p.annotation.__name__} for name, p in inspect.signature(fn).parameters.items()}
    function = {"name": fn.__name__, "description": fn.__doc__}
    return {"type": "function", "function": {**function, "parameters": {"type": "object", "properties": properties}}}


# %% says="has a default, so it is not required"
def describe(fn):
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    properties = {name: {"type": names[p.annotation]} for name, p in inspect.signature(fn).parameters.items()}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {
        "type": "function",
        "function": {"name": fn.__name__, "description": fn.__doc__, "parameters": parameters},
    }


# %% says="\"required\" is missing"
def describe(fn):
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    properties = {name: {"type": names[p.annotation]} for name, p in inspect.signature(fn).parameters.items()}
    parameters = {"type": "object", "properties": properties}
    return {
        "type": "function",
        "function": {"name": fn.__name__, "description": fn.__doc__, "parameters": parameters},
    }


# %% says="all the model knows"
def describe(fn):
    return {"type": "function", "function": {"name": fn.__name__, "parameters": {"type": "object"}}}


# %% says="outermost dict"
def describe(fn):
    return {"name": fn.__name__, "description": fn.__doc__}
