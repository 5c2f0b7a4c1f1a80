# %% says="off by one: at position t you compare with token t, which the model has just read"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels)) if labels[t] != IGNORE]
    for t in trained:
        gradient[t] = torch.softmax(logits[t], -1)
        gradient[t, labels[t]] -= 1
    return gradient / len(trained)


# %% says="off by one in the wrong direction"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(1, len(labels)) if labels[t - 1] != IGNORE]
    for t in trained:
        gradient[t] = torch.softmax(logits[t], -1)
        gradient[t, labels[t - 1]] -= 1
    return gradient / len(trained)


# %% says="your loss counts the prompt: positions 0 to 5 should be -100"
def call_gradient(logits, labels):
    gradient = torch.softmax(logits, -1)
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t, labels[t + 1]] -= 1
    return gradient / len(trained)


# %% says="the label -100 is no token"
def call_gradient(logits, labels):
    gradient = torch.softmax(logits, -1)
    for t in range(len(labels) - 1):
        gradient[t, labels[t + 1]] -= 1
    return gradient / (len(labels) - 1)


# %% says="you divided by all 16 positions, not by the 7 trained ones"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    for t in range(len(labels) - 1):
        if labels[t + 1] != IGNORE:
            gradient[t] = torch.softmax(logits[t], -1)
            gradient[t, labels[t + 1]] -= 1
    return gradient / len(labels)


# %% says="you divided by all 15 predictions"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    for t in range(len(labels) - 1):
        if labels[t + 1] != IGNORE:
            gradient[t] = torch.softmax(logits[t], -1)
            gradient[t, labels[t + 1]] -= 1
    return gradient / (len(labels) - 1)


# %% says="this is the gradient of the sum"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    for t in range(len(labels) - 1):
        if labels[t + 1] != IGNORE:
            gradient[t] = torch.softmax(logits[t], -1)
            gradient[t, labels[t + 1]] -= 1
    return gradient


# %% says="the sign is turned"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t] = -torch.softmax(logits[t], -1)
        gradient[t, labels[t + 1]] += 1
    return gradient / len(trained)


# %% says="this is p alone"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t] = torch.softmax(logits[t], -1)
    return gradient / len(trained)


# %% says="this is p - y without p"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t, labels[t + 1]] -= 1
    return gradient / len(trained)


# %% says="positions [9, 10, 11] predict a token that is -100"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    first = next(t for t in range(len(labels)) if labels[t] != IGNORE)
    for t in range(first - 1, len(labels) - 1):
        gradient[t] = torch.softmax(logits[t], -1)
        if labels[t + 1] != IGNORE:
            gradient[t, labels[t + 1]] -= 1
    return gradient / (labels[1:] != IGNORE).sum()


# %% says="your code changed the logits it was given"
def call_gradient(logits, labels):
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in range(len(labels)):
        logits[t] = torch.softmax(logits[t], -1) if t in trained else 0
    for t in trained:
        logits[t, labels[t + 1]] -= 1
    return logits / len(trained)


# %% says="position 14 should have"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels) - 2) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t] = torch.softmax(logits[t], -1)
        gradient[t, labels[t + 1]] -= 1
    return gradient / (len(trained) + 1)


# %% says="you counted the label of the first token"
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    for t in range(len(labels) - 1):
        if labels[t + 1] != IGNORE:
            gradient[t] = torch.softmax(logits[t], -1)
            gradient[t, labels[t + 1]] -= 1
    return gradient / (labels != IGNORE).sum()
