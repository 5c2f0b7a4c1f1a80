# %% says="e to the 1000 is infinite; subtract the largest logit first"
def log_softmax(logits):
    return logits - logits.exp().sum(-1, keepdim=True).log()


# %% says="take the logarithm of the sum alone"
def log_softmax(logits):
    return torch.softmax(logits, -1).log()


# %% says="subtract from each row its own largest logit"
def log_softmax(logits):
    moved = logits - logits.max()
    return moved - moved.exp().sum(-1, keepdim=True).log()


# %% says="these are probabilities"
def log_softmax(logits):
    e = (logits - logits.max(-1, keepdim=True).values).exp()
    return e / e.sum(-1, keepdim=True)


# %% says="sum over the last dimension"
def log_softmax(logits):
    moved = logits - logits.max(0).values
    return moved - moved.exp().sum(0).log()


# %% says="all rows together sum to one"
def log_softmax(logits):
    moved = logits - logits.max()
    return moved - moved.exp().sum().log()


# %% says="the sign is turned"
def log_softmax(logits):
    moved = logits - logits.max(-1, keepdim=True).values
    return moved.exp().sum(-1, keepdim=True).log() - moved


# %% says="the logarithm of the sum is still missing"
def log_softmax(logits):
    return logits - logits.max(-1, keepdim=True).values


# %% says="all exponentials round to 0"
def log_softmax(logits):
    moved = torch.where(logits > 0, logits - logits.max(-1, keepdim=True).values, logits)
    if (logits > 0).any():
        moved = logits - logits.max(-1, keepdim=True).values
    return moved - moved.exp().sum(-1, keepdim=True).log()


# %% says="the probabilities of each row should sum to 1, yours sum to 0.000"
def log_softmax(logits):
    return logits - 100


# %% says="should have shape (3, 5), it has (3,)"
def log_softmax(logits):
    return torch.softmax(logits, -1).max(-1).values.log()


# %% says="should be a tensor, it is list"
def log_softmax(logits):
    return logits.tolist()
