# %% says="position_ids run on"
def pack(examples):
    ids = [token for example in examples for token in example["input_ids"]]
    labels = [label for example in examples for label in [IGNORE, *example["labels"][1:]]]
    return {"input_ids": ids, "labels": labels, "position_ids": list(range(len(ids)))}


# %% says="the packed row lacks position_ids"
def pack(examples):
    ids = [token for example in examples for token in example["input_ids"]]
    return {"input_ids": ids, "labels": [label for example in examples for label in example["labels"]]}


# %% says="would have to predict it"
def pack(examples):
    return {
        "input_ids": [token for example in examples for token in example["input_ids"]],
        "labels": [label for example in examples for label in example["labels"]],
        "position_ids": [place for example in examples for place in range(len(example["input_ids"]))],
    }


# %% says="changed the examples"
def pack(examples):
    packed = {"input_ids": [], "labels": [], "position_ids": []}
    for example in examples:
        example["labels"][0] = IGNORE
        packed["input_ids"] += example["input_ids"]
        packed["labels"] += example["labels"]
        packed["position_ids"] += range(len(example["input_ids"]))
    return packed


# %% says="labels should be"
def pack(examples):
    packed = {"input_ids": [], "labels": [], "position_ids": []}
    for example in examples:
        packed["input_ids"] += example["input_ids"]
        packed["labels"] += [*example["labels"][1:], IGNORE]
        packed["position_ids"] += range(len(example["input_ids"]))
    return packed
