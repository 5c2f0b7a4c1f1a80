# %% says="mean of means"
def micro_losses(micro_batches):
    means = [token_losses(logits, labels).sum() / (labels[1:] != IGNORE).sum() for logits, labels in micro_batches]
    return [mean / len(micro_batches) for mean in means]


# %% says="the means are only added up"
def micro_losses(micro_batches):
    return [token_losses(logits, labels).sum() / (labels[1:] != IGNORE).sum() for logits, labels in micro_batches]


# %% says="these are sums: divide by the 12 trained tokens"
def micro_losses(micro_batches):
    return [token_losses(logits, labels).sum() for logits, labels in micro_batches]


# %% says="you divided by all 21 positions"
def micro_losses(micro_batches):
    positions = sum(len(labels) for _, labels in micro_batches)
    return [token_losses(logits, labels).sum() / positions for logits, labels in micro_batches]


# %% says="you counted the label of a first token"
def micro_losses(micro_batches):
    trained = sum((labels != IGNORE).sum() for _, labels in micro_batches)
    return [token_losses(logits, labels).sum() / trained for logits, labels in micro_batches]


# %% says="divided the sums by the number of micro-batches"
def micro_losses(micro_batches):
    return [token_losses(logits, labels).sum() / len(micro_batches) for logits, labels in micro_batches]


# %% says="leave out .item() and no_grad()"
def micro_losses(micro_batches):
    trained = sum((labels[1:] != IGNORE).sum() for _, labels in micro_batches)
    return [token_losses(logits, labels).sum().item() / trained for logits, labels in micro_batches]


# %% says="a micro-batch with nothing to train gives NaN"
def micro_losses(micro_batches):
    counts = [(labels[1:] != IGNORE).sum() for _, labels in micro_batches]
    sums = [token_losses(logits, labels).sum() for logits, labels in micro_batches]
    return [total / count * (count / sum(counts)) for total, count in zip(sums, counts, strict=True)]


# %% says="each loss should be one number"
def micro_losses(micro_batches):
    trained = sum((labels[1:] != IGNORE).sum() for _, labels in micro_batches)
    return [token_losses(logits, labels) / trained for logits, labels in micro_batches]


# %% says="one loss for each of the 3, you gave 1"
def micro_losses(micro_batches):
    trained = sum((labels[1:] != IGNORE).sum() for _, labels in micro_batches)
    return [sum(token_losses(logits, labels).sum() / trained for logits, labels in micro_batches)]


# %% says="the losses add up, but backward() leaves micro-batch 0 with another gradient, or none"
def micro_losses(micro_batches):
    trained = sum((labels[1:] != IGNORE).sum() for _, labels in micro_batches)
    sums = [token_losses(logits, labels).sum().item() for logits, labels in micro_batches]
    return [torch.tensor(float(total / trained), requires_grad=True) for total in sums]
