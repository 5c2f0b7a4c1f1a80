# %% says="returned None"
def ungrounded(request, arguments):
    print([name for name, value in arguments.items() if str(value) not in request])


# %% says="return a list of names, not"
def ungrounded(request, arguments):
    return any(str(value).lower() not in request.lower() for value in arguments.values())


# %% says="not their values"
def ungrounded(request, arguments):
    return [value for value in arguments.values() if str(value) not in request]


# %% says="upper or lower case"
def ungrounded(request, arguments):
    return [name for name, value in arguments.items() if str(value) not in request]


# %% says="the 2 of '12'"
def ungrounded(request, arguments):
    return [name for name, value in arguments.items() if str(value).lower() not in request.lower()]


# %% says="the 2 of '2.5'"
def ungrounded(request, arguments):
    return [
        name
        for name, value in arguments.items()
        if not re.search(rf"\b{re.escape(str(value).lower())}\b", request.lower())
    ]


# %% says="ends the sentence, not the number"
def ungrounded(request, arguments):
    return [
        name
        for name, value in arguments.items()
        if not re.search(rf"(?<![\w.]){re.escape(str(value).lower())}(?![\w.])", request.lower())
    ]


# %% says="each item of the list"
def ungrounded(request, arguments):
    return [
        name
        for name, value in arguments.items()
        if not re.search(rf"(?<![\w.]){re.escape(str(value).lower())}(?!\w|\.\d)", request.lower())
    ]


# %% says="blanks or underscores"
def ungrounded(request, arguments):
    def is_said(value):
        values = value if isinstance(value, list) else [value]
        return all(re.search(rf"(?<![\w.]){re.escape(str(v).lower())}(?!\w|\.\d)", request.lower()) for v in values)

    return [name for name, value in arguments.items() if not is_said(value)]


# %% says="nothing speaks of keep order"
def ungrounded(request, arguments):
    def is_said(value):
        values = value if isinstance(value, list) else [value]
        return all(re.search(rf"(?<![\w.]){re.escape(str(v).lower())}(?!\w|\.\d)", request.lower()) for v in values)

    return [name for name, value in arguments.items() if not isinstance(value, bool) and not is_said(value)]
