"""Statistics: describing data, lines and correlations, tests, probabilities, surveys."""

import math
from statistics import NormalDist, correlation, fmean, linear_regression, median, mode, pstdev, stdev

from fcall_helpers.data.actions.model import action, role

Z = {90: 1.6449, 95: 1.96, 99: 2.5758}  # two-sided normal quantiles


def summarize(data: list[float], measure: str = "mean") -> float:
    """One number that describes many."""
    if not data:
        raise ValueError("summarize: data must not be empty")
    found = {"mean": fmean(data), "median": median(data), "mode": mode(data), "std_dev": pstdev(data)}
    found |= {"range": max(data) - min(data), "sum": math.fsum(data)}
    return round(found[measure], 4)


def _ranks(values: list[float]) -> list[float]:
    """Places in order of size; equal values share the mean of theirs."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def correlate(x: list[float], y: list[float], method: str = "pearson") -> float:
    """Correlation of the pairs; numbers without a partner are left out."""
    n = min(len(x), len(y))
    pairs = [_ranks(x[:n]), _ranks(y[:n])] if method == "spearman" else [x[:n], y[:n]]
    return round(correlation(*pairs), 4)


def fit_line(x: list[float], y: list[float], predict_at: float | None = None) -> dict:
    """Least squares through the pairs; numbers without a partner are left out."""
    n = min(len(x), len(y))
    slope, intercept = linear_regression(x[:n], y[:n])
    line = {"slope": round(slope, 5), "intercept": round(intercept, 5)}
    return line if predict_at is None else line | {"prediction": round(slope * predict_at + intercept, 5)}


def compare_means(group_a: list[float], group_b: list[float], equal_variances: bool = False) -> dict:
    """Student's or Welch's t statistic of two samples."""
    n, m = len(group_a), len(group_b)
    if min(n, m) < 2:
        raise ValueError("compare_means: each group must hold at least two numbers")
    va, vb = stdev(group_a) ** 2, stdev(group_b) ** 2
    if equal_variances:
        va = vb = ((n - 1) * va + (m - 1) * vb) / (n + m - 2)
    if va + vb == 0:
        raise ValueError("compare_means: at least one group must vary")
    a, b = va / n, vb / m
    df = float(n + m - 2) if equal_variances else (a + b) ** 2 / (a * a / (n - 1) + b * b / (m - 1))
    return {"t": round((fmean(group_a) - fmean(group_b)) / math.sqrt(a + b), 4), "df": round(df, 2)}


def _binomial(n: int, k: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_probability(trials: int, successes: int, p: float, mode: str = "exactly") -> float:
    """Chance of so many successes in independent trials."""
    if not 0 < p < 1:
        raise ValueError(f"binomial_probability: p must lie between 0 and 1, got {p}")
    wanted = {
        "exactly": range(successes, min(successes, trials) + 1),
        "at_least": range(successes, trials + 1),
        "at_most": range(min(successes, trials) + 1),
    }
    return round(min(1.0, math.fsum(_binomial(trials, k, p) for k in wanted[mode])), 6)


def normal_probability(mean: float, std_dev: float, value: float, tail: str = "below") -> float:
    """Chance that a normal variable falls below or above a value."""
    if std_dev <= 0:
        raise ValueError(f"normal_probability: std_dev must be above 0, got {std_dev}")
    below = NormalDist(mean, std_dev).cdf(value)
    return round(below if tail == "below" else 1 - below, 6)


def percentile(data: list[float], rank: int) -> float:
    """The value below which some percent of the data lie, interpolated."""
    if not data:
        raise ValueError("percentile: data must not be empty")
    ordered = sorted(data)
    place = (len(ordered) - 1) * rank / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 4)


def survey_size(margin_of_error: float, confidence: int = 95, population: int | None = None) -> int:
    """How many people to ask."""
    if not 0 < margin_of_error <= 1:
        raise ValueError(f"survey_size: margin_of_error must lie between 0 and 1, got {margin_of_error}")
    n = Z[confidence] ** 2 * 0.25 / margin_of_error**2
    return math.ceil(n if population is None else n / (1 + (n - 1) / population))


def bayes_update(prior: float, hit_rate: float, false_alarm_rate: float) -> float:
    """Probability of a condition after a positive test."""
    positive = prior * hit_rate + (1 - prior) * false_alarm_rate
    if positive == 0:
        raise ValueError("bayes_update: the test could never be positive")
    return round(prior * hit_rate / positive, 6)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "statistics", "summarize data | describe sample | central tendency | summary statistic",
        does="""Describes a list of numbers by one number.
                Mean, median, standard deviation and the like
                Computes the summary statistic of a data set that was asked for""",
        asks="summarize my data | describe a sample | boil down a list of numbers | run summary statistics",
        questions="What is the typical value | How do the numbers summarize",
        roles=[
            role("data|values|numbers|observations", "floats", "for {} | on the values {} | given {}",
                 "The numbers to describe. | Data as an array of numbers", required=True),
            role("measure|statistic|stat|metric", "choice", "using {} | by way of {} | with {}",
                 "Which statistic. | Statistic to compute", default="mean",
                 says={"mean": "the mean | the average", "median": "the median | the middle value",
                       "mode": "the mode | the most frequent value", "std_dev": "the standard deviation",
                       "range": "the range | the spread from low to high", "sum": "the sum | the total"}),
        ],
        fn=summarize,
    ),
    action(
        "statistics", "correlate | correlation coefficient | series correlation | association strength",
        does="""Correlation of two series of numbers.
                Pearson or Spearman coefficient
                Measures how strongly two variables move together, from -1 to 1""",
        asks="""correlate two series | compute a correlation coefficient | check whether two variables move together
                measure how closely two data sets are related""",
        questions="How strongly are two series related | What is the correlation",
        roles=[
            role("x|series_a|first_series|xs", "floats", "with x as {} | where the first series is {} | taking x = {}",
                 "First series of numbers. | Values of x", required=True),
            role("y|series_b|second_series|ys", "floats",
                 "with y as {} | where the second series is {} | taking y = {}",
                 "Second series of numbers. | Values of y, in the order of x", required=True),
            role("method|coefficient|kind", "choice", "using {} | with {}",
                 "Which coefficient. | pearson for values, spearman for ranks", default="pearson",
                 says={"pearson": "Pearson's method | the Pearson coefficient",
                       "spearman": "Spearman's method | rank correlation"}),
        ],
        fn=correlate,
        rising="x y",
    ),
    action(
        "statistics", "fit line | linear regression | least squares | trend line",
        does="""Fits a straight line to points.
                Simple linear regression
                Finds slope and intercept of the least-squares line, and predicts y at a point if wanted""",
        asks="""fit a line through my points | run a linear regression | find the trend line
                do a least-squares fit""",
        questions="What is the trend line | Which line fits the points best",
        roles=[
            role("x|inputs|x_values|predictor", "floats", "with x values {} | on inputs {} | where x runs over {}",
                 "Values of x. | The predictor, an array of numbers", required=True),
            role("y|outputs|y_values|response", "floats",
                 "with y values {} | on outputs {} | where y comes out as {}",
                 "Values of y. | The response, as many as x", required=True),
            role("predict_at|x_new|query_x", "number",
                 "predicting y at x = {} | with a prediction for x = {} | with a forecast at x = {}",
                 "x at which y is predicted. | New x, if a prediction is wanted", required=False, within=(0, 100)),
        ],
        fn=fit_line,
        rising="x y",
    ),
    action(
        "statistics", "compare means | t test | two sample test | group difference",
        does="""t statistic for the difference of two means.
                Two-sample t-test
                Tests whether two groups differ on average; returns t and the degrees of freedom""",
        asks="""run a t-test | compare the means of two groups | test whether two groups differ
                do a two-sample test""",
        questions="Do the two groups differ | What is the t statistic",
        roles=[
            role("group_a|sample_1|control|first_group", "floats",
                 "with group A being {} | taking {} as the first group | where the first group scored {}",
                 "Numbers of the first group. | Sample 1", required=True),
            role("group_b|sample_2|treatment|second_group", "floats",
                 "with group B being {} | taking {} as the second group | where the second group scored {}",
                 "Numbers of the second group. | Sample 2", required=True),
            role("equal_variances|equal_var|pooled", "flag", "{}",
                 "Assume that both groups vary alike. | Pool the variances", default=False,
                 says={True: "assuming equal variances | with pooled variances",
                       False: "without assuming equal variances | using Welch's version"}),
        ],
        fn=compare_means,
    ),
    action(
        "statistics", "binomial probability | chance of successes | binomial distribution | success odds",
        does="""Chance of a number of successes in independent trials.
                Binomial distribution
                Probability of exactly, at least or at most k successes out of n""",
        asks="""find a binomial probability | work out the chance of so many successes
                compute the odds over repeated trials | evaluate a binomial distribution""",
        questions="How likely is that many successes | What is the binomial probability",
        roles=[
            role("trials|n|num_trials|attempts", "count", "in {} trials | over {} attempts | out of {} tries",
                 "Number of trials. | How often it is tried", required=True, within=(10, 200)),
            role("successes|k|num_successes|hits", "small_count",
                 "of {} successes | with {} hits | where {} of them succeed",
                 "Number of successes. | How many trials should succeed", required=True, within=(2, 30)),
            role("p|success_probability|prob|success_rate", "probability",
                 "with a success probability of {} | when each succeeds with probability {} | given p = {}",
                 "Chance of success in one trial, 0 to 1. | p", required=True),
            role("mode|comparison|cumulative_mode", "choice", "{}",
                 "exactly, at_least or at_most. | How successes are counted", default="exactly",
                 says={"exactly": "counting exactly that number", "at_least": "counting that many or more",
                       "at_most": "counting that many or fewer"}),
        ],
        fn=binomial_probability,
        rising="successes trials",
    ),
    action(
        "statistics", "normal probability | normal tail | gaussian cdf | bell curve area",
        does="""Probability under a normal distribution.
                Normal CDF
                Chance that a normally distributed quantity lies below or above a value""",
        asks="""find the area under a bell curve | compute a normal probability | evaluate the normal distribution
                get a Gaussian tail probability""",
        questions="How likely is such a value | What share of a normal distribution is that",
        roles=[
            role("mean|mu|average|center", "number", "with a mean of {} | centered at {} | given an average of {}",
                 "Mean of the distribution. | μ", required=True, within=(1, 200)),
            role("std_dev|sigma|sd|standard_deviation", "ratio",
                 "with a standard deviation of {} | where sigma is {} | with an sd of {}",
                 "Standard deviation. | σ, above 0", required=True, within=(0.5, 20)),
            role("value|x|cutoff|threshold", "number", "for a value of {} | with the cutoff at {} | at x = {}",
                 "Value to compare with. | Cutoff", required=True, within=(1, 250)),
            role("tail|side|direction", "choice", "{}",
                 "below or above the value. | Which tail", default="below",
                 says={"below": "falling below it | in the lower tail",
                       "above": "lying above it | in the upper tail"}),
        ],
        fn=normal_probability,
    ),
    action(
        "statistics", "percentile | quantile | data percentile | value at rank",
        does="""Percentile of a data set.
                Quantile with interpolation
                Finds the value below which the given percentage of the observations lie""",
        asks="find a percentile | get a quantile | look up the value at a percentile | cut the data at a percentile",
        questions="Which value marks the percentile | Where is the percentile",
        roles=[
            role("data|scores|sample_values|dataset", "floats", "of {} | in the data {} | among {}",
                 "The numbers. | Observations as an array", required=True),
            role("rank|percent|q|percentile_rank", "percentage",
                 "at {} | with {} of the data below it | for a rank of {}",
                 "Percent of the data below, as a whole number. | Rank from 0 to 100", required=True, within=(5, 95)),
        ],
        fn=percentile,
    ),
    action(
        "statistics", "survey size | sample size | respondents needed | poll sample",
        does="""How many people a survey must ask.
                Sample size for a proportion
                Computes the sample that reaches a margin of error at a level of confidence""",
        asks="work out the size of a survey | calculate a sample size | find how many people to poll | plan a poll",
        questions="How many people must be asked | How large should the sample be",
        roles=[
            role("margin_of_error|margin|error|precision", "discount",
                 "with a margin of error of {} | accurate to {} either way | within {} of the truth",
                 "Margin of error, 0.03 for 3%. | Allowed error, 0 to 1", required=True, within=(0.01, 0.1)),
            role("confidence|confidence_level|level", "choice", "at {} | with {} | aiming for {}",
                 "Confidence level in percent. | 90, 95 or 99", default=95,
                 says={90: "90 percent confidence | 90% confidence", 95: "95 percent confidence | 95% confidence",
                       99: "99 percent confidence | 99% confidence"}),
            role("population|population_size|total_people", "population",
                 "in a population of {} | among {} people | for a town of {}",
                 "Size of the population. | People to choose from", required=False, within=(500, 2000000)),
        ],
        fn=survey_size,
    ),
    action(
        "statistics", "bayes update | posterior probability | test reliability | positive predictive value",
        does="""Probability of a condition after a positive test.
                Bayes' theorem
                Updates a prior belief by the result of a test that can be wrong""",
        asks="""apply Bayes' theorem | update a probability after a positive test | find the posterior probability
                work out how far to trust a positive result""",
        questions="How likely is it after a positive test | What is the posterior probability",
        roles=[
            role("prior|prevalence|base_rate|prior_probability", "probability",
                 "with a prior of {} | for a base rate of {} | where the prevalence is {}",
                 "Probability before the test, 0 to 1. | Prior", required=True, within=(0.001, 0.3)),
            role("hit_rate|sensitivity|true_positive_rate", "probability",
                 "with a sensitivity of {} | catching {} of the cases | given a hit rate of {}",
                 "Chance that the test finds a case, 0 to 1. | Sensitivity", required=True, within=(0.7, 0.999)),
            role("false_alarm_rate|false_positive_rate|p_false_positive", "probability",
                 "with a false positive rate of {} | given a false alarm rate of {} | erring in {} of healthy cases",
                 "Chance of a false alarm, 0 to 1. | False positive rate", required=True, within=(0.001, 0.2)),
        ],
        fn=bayes_update,
    ),
]
