# %% says="returned None"
def mask_of(text, offsets):
    pass


# %% says="nothing is trained"
def mask_of(text, offsets):
    return [False for _ in offsets]


# %% says="the system's 'brief' is trained"
def mask_of(text, offsets):
    return [True for _ in offsets]


# %% says="only the first turn"
def mask_of(text, offsets):
    begin = text.index("<|im_start|>assistant\n") + len("<|im_start|>assistant\n")
    stop = text.index("<|im_end|>", begin) + len("<|im_end|>")
    return [begin < end <= stop for _, end in offsets]


# %% says="never learns to stop"
def mask_of(text, offsets):
    opening, spans, place = "<|im_start|>assistant\n", [], 0
    while (begin := text.find(opening, place)) >= 0:
        place = text.index("<|im_end|>", begin)
        spans.append((begin + len(opening), place))
    return [any(first < end <= last for first, last in spans) for _, end in offsets]


# %% says="the opening of the turn is given"
def mask_of(text, offsets):
    spans, place = [], 0
    while (begin := text.find("<|im_start|>assistant\n", place)) >= 0:
        place = text.index("<|im_end|>", begin) + len("<|im_end|>")
        spans.append((begin, place))
    return [any(first < end <= last for first, last in spans) for _, end in offsets]


# %% says="even if it begins before"
def mask_of(text, offsets):
    opening, spans, place = "<|im_start|>assistant\n", [], 0
    while (begin := text.find(opening, place)) >= 0:
        place = text.index("<|im_end|>", begin) + len("<|im_end|>")
        spans.append((begin + len(opening), place))
    return [any(first <= start and end <= last for first, last in spans) for start, end in offsets]
