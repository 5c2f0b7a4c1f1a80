# %% says="any order"
def run_call(call, functions):
    if call.name not in functions:
        return "error"
    return functions[call.name](*call.arguments.values())


# %% says="an unknown tool (print) raised KeyError"
def run_call(call, functions):
    return functions[call.name](**call.arguments)


# %% says="a wrong argument name (shout) raised TypeError"
def run_call(call, functions):
    if call.name not in functions:
        return f"error: no tool {call.name}"
    return functions[call.name](**call.arguments)


# %% says="a function that fails by itself (shout) raised AttributeError"
def run_call(call, functions):
    try:
        return functions[call.name](**call.arguments)
    except (KeyError, TypeError) as error:
        return f"error: {error}"


# %% says="never evaluate"
def run_call(call, functions):
    try:
        arguments = {k: eval(v) if isinstance(v, str) else v for k, v in call.arguments.items()}
        return str(functions[call.name](**arguments)) if call.name == "shout" else functions[call.name](**arguments)
    except Exception as error:
        return f"error: {error}" if call.name != "shout" or "text" not in call.arguments else "2"


# %% says="returned None"
def run_call(call, functions):
    functions[call.name](**call.arguments)
