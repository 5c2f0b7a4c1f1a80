# %% says="better returned None"
def better(first, second):
    print(sum(second) - sum(first))


# %% says="should return two numbers"
def better(first, second):
    return sum(second) > sum(first)


# %% says="the sign is turned"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    return (only_first - only_second) / len(first), mcnemar(only_first, only_second)


# %% says="the difference is in points"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    return 100 * (only_second - only_first) / len(first), mcnemar(only_first, only_second)


# %% says="the difference is a count of cases"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    return only_second - only_first, mcnemar(only_first, only_second)


# %% says="this is one side only"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    coins = only_first + only_second
    tail = sum(math.comb(coins, k) for k in range(min(only_first, only_second) + 1))
    return (only_second - only_first) / len(first), tail / 2**coins


# %% says="exactly that split"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    coins = only_first + only_second
    return (only_second - only_first) / len(first), 2 * math.comb(coins, only_first) / 2**coins


# %% says="you toss a coin for every case"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    tail = sum(math.comb(len(first), k) for k in range(min(only_first, only_second) + 1))
    return (only_second - only_first) / len(first), min(1, 2 * tail / 2 ** len(first))


# %% says="this test ignores the pairs"
def better(first, second):
    n = len(first)
    one, two = sum(first) / n, sum(second) / n
    pooled = (one + two) / 2
    z = abs(two - one) / math.sqrt(2 * pooled * (1 - pooled) / n)
    return two - one, 2 * (1 - NormalDist().cdf(z))


# %% says="McNemar's approximation"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    z = abs(only_first - only_second) / math.sqrt(only_first + only_second)
    return (only_second - only_first) / len(first), 2 * (1 - NormalDist().cdf(z))


# %% says="no probability is above 1"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    coins = only_first + only_second
    tail = sum(math.comb(coins, k) for k in range(min(only_first, only_second) + 1))
    return (only_second - only_first) / len(first), 2 * tail / 2**coins


# %% says="there is no coin to toss"
def better(first, second):
    only_first = sum(one and not two for one, two in zip(first, second, strict=True))
    only_second = sum(two and not one for one, two in zip(first, second, strict=True))
    fair = (only_first + only_second) / (only_first + only_second)
    return (only_second - only_first) / len(first), fair * mcnemar(only_first, only_second)
