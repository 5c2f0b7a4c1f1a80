"""Biology: populations, inheritance, cells, the body, genes, and observing animals."""

from collections import Counter

from fcall_helpers.data.actions.model import action, role

ACTIVITY = {"sedentary": 1.2, "light": 1.375, "moderate": 1.55, "high": 1.725}
BLOOD = {"A": ("AA", "AO"), "B": ("BB", "BO"), "AB": ("AB",), "O": ("OO",)}  # genotypes behind each blood type
RESTING = {"athlete": 48, "average": 64, "untrained": 76}  # beats a minute


def project_population(initial: int, growth_rate: float, years: int, capacity: int | None = None) -> int:
    """Population after some years: exponential, or logistic where there is a capacity."""
    size = float(initial)
    for _ in range(years):
        brake = 1.0 if capacity is None else max(-1.0, 1 - size / capacity)
        size = max(0.0, size + size * growth_rate * brake)
    return round(size)


def cross_genotypes(mother: str, father: str, trait_is_recessive: bool = False) -> dict:
    """Punnett square of one gene with two alleles."""
    children = Counter("".join(sorted(a + b)) for a in mother for b in father)
    shown = children["aa"] if trait_is_recessive else children["AA"] + children["Aa"]
    return {"genotypes": {name: n / 4 for name, n in sorted(children.items())}, "shows_trait": shown / 4}


def hardy_weinberg(allele_frequency: float, population: int = 1000) -> dict:
    """Expected counts of the three genotypes in equilibrium."""
    p, q = allele_frequency, 1 - allele_frequency
    shares = {"homozygous_dominant": p * p, "heterozygous": 2 * p * q, "homozygous_recessive": q * q}
    return {name: round(share * population) for name, share in shares.items()}


def culture_growth(start_cells: int, doubling_time: float, elapsed: float, survival: int = 100) -> float:
    """Cells in a culture that doubles regularly."""
    if elapsed / doubling_time > 500:
        raise ValueError("culture_growth: no culture doubles more than 500 times")
    return float(f"{start_cells * 2 ** (elapsed / doubling_time) * survival / 100:.5g}")


def blood_types(mother: str, father: str) -> list[str]:
    """Blood types that children can have."""
    alleles = [{letter for genotype in BLOOD[parent] for letter in genotype} for parent in (mother, father)]
    pairs = {"".join(sorted(a + b)) for a in alleles[0] for b in alleles[1]}
    return sorted({name for name, genotypes in BLOOD.items() if pairs & {"".join(sorted(g)) for g in genotypes}})


def basal_metabolism(weight: float, height: float, age: int, sex: str, activity: str = "sedentary") -> int:
    """Kilocalories a day, by the Mifflin-St Jeor equation times the activity."""
    basal = 10 * weight + 6.25 * height - 5 * age + (5 if sex == "male" else -161)
    return round(max(0.0, basal) * ACTIVITY[activity])


def training_pulse(age: int, intensity: int, fitness: str = "average") -> int:
    """Heart rate to train at, by the Karvonen formula."""
    resting = RESTING[fitness]
    return round(resting + (220 - age - resting) * intensity / 100)


def growing_degree_days(daily_high: float, daily_low: float, base_temperature: float = 10.0) -> float:
    """Warmth of a day that a crop can use."""
    return round(max(0.0, (daily_high + daily_low) / 2 - base_temperature), 2)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "biology", "project population | population growth | simulate population | forecast colony",
        does="""Projects a population some years ahead.
                Population growth, exponential or logistic
                Simulates how many animals there will be, up to what the habitat can carry""",
        asks="""project a population | simulate the growth of a population | forecast the size of a colony
                work out how a herd will grow""",
        questions="How large will the population be | How many animals will there be",
        roles=[
            role("initial|initial_population|n0|start_size", "population",
                 "starting from {} | with {} individuals at the outset | beginning with {} animals",
                 "Population at the start. | Initial number of individuals", required=True, within=(200, 50000)),
            role("growth_rate|rate|r|annual_growth", "rate",
                 "growing by {} a year | with a yearly growth rate of {} | at an annual growth of {}",
                 "Growth a year as a fraction, e.g. 0.08 for 8%. | Growth rate, 1.0 doubles it every year",
                 required=True),
            role("years|num_years|t|horizon", "years", "over {} | in {} | looking {} ahead",
                 "Number of years. | How far to look ahead, in years", required=True, within=(1, 30)),
            role("capacity|carrying_capacity|k|max_population", "population",
                 "with a carrying capacity of {} | in a habitat that carries {} | where no more than {} can live",
                 "How many the habitat can carry. | Carrying capacity; growth is unlimited without it",
                 required=False, within=(5000, 900000)),
        ],
        fn=project_population,
        rising="initial capacity",
    ),
    action(
        "biology", "cross genotypes | punnett square | monohybrid cross | offspring odds",
        does="""Crosses two genotypes of one gene.
                Punnett square for one gene
                Gives the odds of each genotype among the offspring of two parents""",
        asks="""draw up a Punnett square | cross two parents | work out the odds of a trait in the offspring
                do a monohybrid cross""",
        questions="What are the odds for the offspring | Which genotypes can the offspring have",
        roles=[
            role("mother|parent_1|maternal_genotype|female", "choice",
                 "with {} as the mother | where the mother is {} | taking {} for the mother",
                 "Genotype of the mother: AA, Aa or aa. | First parent", required=True,
                 says={"AA": "AA | homozygous dominant", "Aa": "Aa | heterozygous",
                       "aa": "aa | homozygous recessive"}),
            role("father|parent_2|paternal_genotype|male", "choice",
                 "with {} as the father | where the father is {} | taking {} for the father",
                 "Genotype of the father: AA, Aa or aa. | Second parent", required=True,
                 says={"AA": "AA | homozygous dominant", "Aa": "Aa | heterozygous",
                       "aa": "aa | homozygous recessive"}),
            role("trait_is_recessive|recessive|recessive_trait", "flag", "{}",
                 "The trait shows only in aa. | Whether the trait of interest is recessive", default=False,
                 says={True: "for a recessive trait", False: "for a dominant trait"}),
        ],
        fn=cross_genotypes,
    ),
    action(
        "biology", "hardy weinberg | genotype frequencies | allele equilibrium | expected genotypes",
        does="""Expected genotype counts in Hardy-Weinberg equilibrium.
                p², 2pq, q²
                From how common an allele is, predicts how many carry two, one or no copies of it""",
        asks="""apply the Hardy-Weinberg principle | predict the genotype counts | estimate how many carriers there are
                work out genotype frequencies""",
        questions="How many carriers should there be | What are the expected genotype counts",
        roles=[
            role("allele_frequency|p|dominant_frequency|freq", "probability",
                 "for an allele frequency of {} | with p = {} | where the dominant allele has a frequency of {}",
                 "Frequency of the dominant allele, 0 to 1. | p", required=True),
            role("population|sample_size|individuals", "population",
                 "in a population of {} | among {} individuals | across {} people",
                 "Number of individuals. | Population size", default=1000, within=(200, 100000)),
        ],
        fn=hardy_weinberg,
    ),
    action(
        "biology", "culture growth | cell count | bacterial growth | count after doubling",
        does="""Number of cells in a growing culture.
                Cell doubling
                Predicts how many bacteria there are after some hours of regular doubling""",
        asks="""predict the size of a bacterial culture | calculate how a culture grows | estimate a cell count
                work out how many bacteria there will be""",
        questions="How many bacteria will there be | How large does the culture get",
        roles=[
            role("start_cells|initial_cells|inoculum|n0", "count",
                 "starting with {} cells | from an inoculum of {} cells | beginning with {} bacteria",
                 "Cells at the start. | Inoculum, a whole number", required=True, within=(10, 5000)),
            role("doubling_time|generation_time|doubling_hours", "duration_hours",
                 "doubling every {} | with a generation time of {} | if it takes {} to double",
                 "Hours one doubling takes. | Generation time in hours", required=True, within=(0.25, 12)),
            role("elapsed|incubation_hours|growth_time", "duration_hours",
                 "after {} | following {} of incubation | left to grow for {}",
                 "Hours of growth. | Incubation time in hours", required=True, within=(1, 40)),
            role("survival|viable_percent|viability", "percentage",
                 "with {} of them viable | assuming {} survive | at a viability of {}",
                 "Cells that survive, in percent. | Viability from 0 to 100", default=100, within=(30, 99)),
        ],
        fn=culture_growth,
    ),
    action(
        "biology", "blood types | child blood type | blood group inheritance | abo inheritance",
        does="""Lists the blood types a child can inherit.
                ABO inheritance
                Tells which blood groups are possible for the children of two parents""",
        asks="""find the possible blood types of a child | work out which blood group a baby can have
                check the inheritance of blood types | predict a baby's blood type""",
        questions="Which blood types can a child have | What blood group could the baby have",
        roles=[
            role("mother|mothers_type|maternal_type|parent_a", "choice",
                 "with a mother of {} | if the mother has {} | when the mom is {}",
                 "Blood type of the mother. | ABO group of the first parent", required=True,
                 says={"A": "type A", "B": "type B", "AB": "type AB", "O": "type O"}),
            role("father|fathers_type|paternal_type|parent_b", "choice",
                 "with a father of {} | if the father has {} | when the dad is {}",
                 "Blood type of the father. | ABO group of the second parent", required=True,
                 says={"A": "type A", "B": "type B", "AB": "type AB", "O": "type O"}),
        ],
        fn=blood_types,
    ),
    action(
        "biology", "basal metabolism | daily energy need | bmr | energy expenditure",
        does="""Kilocalories a person needs a day.
                Mifflin-St Jeor estimate
                Estimates the daily energy need from body, age and activity""",
        asks="""estimate the daily energy need | calculate the basal metabolic rate
                work out how many calories somebody burns | get the energy expenditure""",
        questions="How many calories does the body need a day | What is the basal metabolic rate",
        roles=[
            role("weight|weight_kg|body_weight|mass_kg", "weight_kg",
                 "weighing {} | at a body weight of {} | given a weight of {}",
                 "Body weight in kilograms. | Weight (kg)", required=True, within=(40, 140)),
            role("height|height_cm|stature", "height_cm",
                 "measuring {} | at a height of {} | with a height of {}",
                 "Height in centimeters. | Stature (cm)", required=True, within=(145, 205)),
            role("age|age_years|years_old", "age", "for someone who is {} | if the person is {} | with the age at {}",
                 "Age in years. | How old the person is", required=True, within=(16, 90)),
            role("sex|gender|biological_sex", "choice", "being {} | if it is {} | in the case of {}",
                 "male or female. | Biological sex, for the formula", required=True,
                 says={"male": "a man | a male", "female": "a woman | a female"}),
            role("activity|activity_level|lifestyle", "choice", "with {} | leading {}",
                 "How active the person is. | Activity level", default="sedentary",
                 says={"sedentary": "a desk-bound life", "light": "a lightly active life",
                       "moderate": "a moderately active life", "high": "a very active life"}),
        ],
        fn=basal_metabolism,
    ),
    action(
        "biology", "training pulse | target heart rate | exercise zone | karvonen",
        does="""Heart rate to aim for in training.
                Karvonen formula
                Computes the pulse that matches a training intensity for someone's age""",
        asks="""calculate a target heart rate | find the right pulse for a workout | set a training zone
                work out the heart rate to train at""",
        questions="What pulse should one train at | What is the target heart rate",
        roles=[
            role("age|age_years|athlete_age", "age",
                 "for someone who is {} | for an athlete who is {} | with the age at {}",
                 "Age in years. | Age of the athlete", required=True, within=(15, 80)),
            role("intensity|effort|intensity_percent|load", "percentage",
                 "at an intensity of {} | with {} effort | going at {} intensity",
                 "Intensity in percent, as a whole number. | Effort from 0 to 100", required=True, within=(50, 95)),
            role("fitness|condition|fitness_level", "choice", "being {} | in the case of {} | training {}",
                 "How fit the person is; sets the resting pulse. | Fitness level", default="average",
                 says={"athlete": "an athlete", "average": "a person of average fitness",
                       "untrained": "a novice"}),
        ],
        fn=training_pulse,
    ),
    action(
        "biology", "growing degree days | heat units | crop warmth | degree days",
        does="""Growing degree days of one day.
                GDD for a crop
                Turns the high and the low of a day into the warmth a crop can use""",
        asks="""compute the growing degree days | work out the heat units of a day
                find how much warmth a crop got | add up the heat a crop received""",
        questions="How many growing degree days were there | How much warmth did the crop get",
        roles=[
            role("daily_high|t_max|max_temp", "celsius",
                 "with a high of {} | with {} at noon | for a maximum of {}",
                 "Highest temperature of the day in °C. | Daily maximum (°C)", required=True, within=(18, 40)),
            role("daily_low|t_min|min_temp", "celsius",
                 "with a low of {} | with {} at night | for a minimum of {}",
                 "Lowest temperature of the day in °C. | Daily minimum (°C)", required=True, within=(2, 17)),
            role("base_temperature|base_temp|threshold", "celsius",
                 "over a base of {} | with a base temperature of {} | for a crop that needs {} to grow",
                 "Temperature below which the crop rests, in °C. | Base temperature (°C)", default=10.0,
                 within=(4, 13)),
        ],
        fn=growing_degree_days,
        rising="daily_low daily_high",
    ),
    action(
        "biology", "gene info | lookup gene | describe gene | gene summary",
        does="""Looks up a gene.
                Gene summary
                Returns the location, product and function of a gene in the chosen organism""",
        asks="look up a gene | pull a gene record | read up on a gene | get the facts on a gene",
        questions="What is known about a gene | What does the database say on a gene",
        roles=[
            role("gene|gene_symbol|symbol|target_gene", "gene", "called {} | named {} | with the symbol {}",
                 "Gene symbol. | Official symbol of the gene", required=True),
            role("organism|species|model_organism", "choice", "in {} | as found in {}",
                 "Organism the gene belongs to. | Scientific name of the species", default="homo_sapiens",
                 says={"homo_sapiens": "humans | Homo sapiens", "mus_musculus": "mice | Mus musculus",
                       "danio_rerio": "zebrafish", "drosophila_melanogaster": "fruit flies"}),
            role("include_variants|with_variants|variants", "flag", "{}",
                 "Also list known variants. | Whether variants are returned", default=False,
                 says={True: "including known variants | along with its variants", False: "without the variants"}),
        ],
    ),
    action(
        "biology", "log sighting | report animal | record observation | add wildlife record",
        does="""Records a sighting of an animal.
                Wildlife observation
                Adds an observation to the survey: what was seen, where, when and how many""",
        asks="log a sighting | report an animal | record a wildlife observation | note down an animal I saw",
        questions="Can you log an animal I saw",
        roles=[
            role("species|animal|organism|common_name", "organism",
                 "of the species {} | namely {} | with {} as the animal",
                 "Common name of the animal. | Species that was seen", required=True),
            role("place|location|near_city|site", "city", "near {} | just outside {} | not far from {}",
                 "Nearest town. | Where it was seen, by the nearest city", required=True),
            role("observed_on|date|sighting_date", "date", "on {} | spotted on {} | seen on {}",
                 "Day of the sighting, YYYY-MM-DD. | Date of the observation (ISO)"),
            role("individuals|animal_count|number_seen", "small_count",
                 "with {} seen in all | counting {} of them | with a count of {}",
                 "How many were seen. | Number of individuals", default=1),
        ],
    ),
]
