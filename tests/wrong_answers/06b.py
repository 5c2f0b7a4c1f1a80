# %% says="interval returned None"
def interval(right, n):
    print(textbook(right, n))


# %% says="should return (low, high)"
def interval(right, n):
    return right / n


# %% says="this is the textbook's"
def interval(right, n):
    return textbook(right, n)


# %% says="these are percent"
def interval(right, n):
    return tuple(100 * end for end in wilson(right, n))


# %% says="this is the middle and the half width"
def interval(right, n):
    low, high = wilson(right, n)
    return (low + high) / 2, (high - low) / 2


# %% says="the ends are the wrong way round"
def interval(right, n):
    low, high = wilson(right, n)
    return high, low


# %% says="this interval is of 90%"
def interval(right, n):
    return wilson(right, n, confidence=0.9)


# %% says="the denominator 1 + z²/n is missing"
def interval(right, n):
    z, p = 1.96, right / n
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p + z**2 / (2 * n) - half, p + z**2 / (2 * n) + half


# %% says="the middle moves towards one half"
def interval(right, n):
    z, p = 1.96, right / n
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (p - half) / (1 + z**2 / n), (p + half) / (1 + z**2 / n)


# %% says="missing under the root"
def interval(right, n):
    z, p = 1.96, right / n
    half = z * math.sqrt(p * (1 - p) / n)
    return (p + z**2 / (2 * n) - half) / (1 + z**2 / n), (p + z**2 / (2 * n) + half) / (1 + z**2 / n)


# %% says="for 0 of 20 you give"
def interval(right, n):
    low, high = wilson(right, n)
    return (0.0, 0.0) if right == 0 else (low, high)


# %% says="your code raised ZeroDivisionError"
def interval(right, n):
    low, high = wilson(right, n)
    return low * right / right, high
