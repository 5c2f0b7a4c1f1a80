# %% says="all tokens were counted"
def trained_roles(tokens, labels):
    counts, role = Counter(), "markup"
    for place, token in enumerate(tokens):
        if token == "<|im_start|>":
            role = tokens[place + 1]
        counts[role] += 1
        if token == "<|im_end|>":
            role = "markup"
    return counts


# %% says="does its end mark belong to it"
def trained_roles(tokens, labels):
    counts, role = Counter(), "markup"
    for place, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if token == "<|im_start|>":
            role = tokens[place + 1]
        if token == "<|im_end|>":
            role = "markup"
        if label != IGNORE:
            counts[role] += 1
    return counts


# %% says="does not begin a turn of the assistant"
def trained_roles(tokens, labels):
    counts, role = Counter(), "markup"
    for token, label in zip(tokens, labels, strict=True):
        if token in ("user", "assistant", "tool"):
            role = token
        if label != IGNORE:
            counts[role] += 1
        if token == "<|im_end|>":
            role = "markup"
    return counts


# %% says="what stands between turns is markup"
def trained_roles(tokens, labels):
    counts, role = Counter(), "markup"
    for place, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if token == "<|im_start|>":
            role = tokens[place + 1]
        if label != IGNORE:
            counts[role] += 1
    return counts
