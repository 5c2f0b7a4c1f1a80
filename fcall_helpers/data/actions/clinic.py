"""A doctor's practice: appointments, prescriptions, measurements, vaccinations."""

from datetime import date as day
from datetime import timedelta
from zlib import crc32

from fcall_helpers.data.actions.model import action, role


def open_appointments(doctor: str, date: str, part_of_day: str = "any") -> list[str]:
    """The free quarter hours of a toy practice, by a hash of doctor and date; weekends are closed."""
    if day.fromisoformat(date).weekday() > 4:
        return []
    taken = crc32(f"{doctor}/{date}".encode())
    first, last = {"any": (0, 32), "morning": (0, 16), "afternoon": (16, 32)}[part_of_day]
    free = [8 * 60 + 15 * n for n in range(first, last) if not taken >> n & 1]
    return [f"{t // 60:02d}:{t % 60:02d}" for t in free]


def dose_volume(weight_kg: float, mg_per_kg: float, strength: float = 20.0, doses_per_day: int = 1) -> dict:
    """How much of a liquid medicine a weight calls for; ``strength`` in mg per mL."""
    if weight_kg <= 0 or strength <= 0:
        raise ValueError(f"weight_kg and strength must be more than 0, got {weight_kg} and {strength}")
    single = weight_kg * mg_per_kg / strength / doses_per_day
    return {"ml_per_dose": round(single, 2), "mg_per_day": round(weight_kg * mg_per_kg, 2)}


def fluid_need(weight_kg: float, activity: str = "light", fever: bool = False) -> dict:
    """Litres to drink a day: 30 mL a kilogram, more for hard work, an eighth more with a fever."""
    if weight_kg <= 0:
        raise ValueError(f"weight_kg must be more than 0, got {weight_kg}")
    litres = weight_kg * {"light": 0.03, "moderate": 0.035, "heavy": 0.042}[activity] * (1.125 if fever else 1)
    return {"litres": round(litres, 2), "glasses": -int(-litres // 0.25)}


def booster_dates(vaccine: str, first_dose: str, doses: int = 3) -> list[str]:
    """The days on which the doses of a toy schedule fall due."""
    gap = {"tetanus": 28, "hepatitis_b": 30, "rabies": 7, "hpv": 61}[vaccine]
    start = day.fromisoformat(first_dose)
    return [(start + timedelta(days=gap * n)).isoformat() for n in range(doses)]


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "clinic", "book consultation | schedule visit | make doctor appointment | reserve patient slot",
        does="""Book a consultation.
                Reserves a time with a doctor for a patient and sends a confirmation
                Makes an appointment at the practice for the given day and time""",
        asks="""book a consultation | make a doctor's appointment | arrange a visit to the practice
                get a check-up booked
                schedule a medical appointment""",
        roles=[
            role("patient|patient_name|client|name", "full_name", "for {} | the patient being {} | in the name of {}",
                 "Full name of the patient. | Who is going to be seen", required=True),
            role("specialty|department|speciality|field", "choice", "with {} | in the care of {} | to see {}",
                 "Medical specialty. | Which kind of doctor is needed", required=True,
                 says={"cardiology": "a cardiologist | a heart specialist",
                       "dermatology": "a dermatologist | a skin doctor",
                       "pediatrics": "a pediatrician | a children's doctor",
                       "dentistry": "a dentist | a dental surgeon",
                       "general": "a general practitioner | a family doctor"}),
            role("date|visit_date|appointment_day|preferred_date", "date", "on {} | any time on {} | for {}",
                 "Day of the visit, YYYY-MM-DD. | Preferred date in ISO format", required=True),
            role("time|visit_time|slot|preferred_time", "time", "at {} | with {} as the hour | around {}",
                 "Time of the visit, 24-hour HH:MM. | When the patient should be there"),
            role("reason|complaint|symptom|chief_complaint", "symptom", "because of {} | complaining of {} | about {}",
                 "Why the patient comes. | Main complaint in a few words"),
            role("first_visit|new_patient|is_new", "flag", "{}",
                 "Whether the practice has never seen the patient. | True for new patients", default=False,
                 says={True: "as a new patient | for a first visit",
                       False: "as a returning patient | with a file already at the practice"}),
        ],
    ),
    action(
        "clinic", "open appointments | doctor availability | list consultation times",
        does="""List a doctor's open appointments.
                Returns the quarter hours that are still free on a day, none at weekends
                Looks up when a doctor can see a patient""",
        asks="""look up open appointments | see when the doctor is free
                list the consultation times that are left | find a free appointment""",
        questions="When is the doctor available | Which appointments are left | What times can I still get",
        roles=[
            role("doctor|physician|practitioner|provider", "full_name",
                 "with Dr. {} | at the practice of Dr. {} | the doctor being {}",
                 "Name of the doctor. | Full name of the physician, without title", required=True),
            role("date|on|day|consultation_date", "date", "on {} | for {} | looking only at {}",
                 "Day to look at, YYYY-MM-DD. | Calendar date of the visit", required=True),
            role("part_of_day|session|day_half|time_of_day", "choice", "{} | if possible {}",
                 "Half of the day. | Limits the list to a part of the day", default="any",
                 says={"morning": "in the morning | before noon", "afternoon": "in the afternoon | after lunch",
                       "any": "at any time of day | all day long"}),
        ],
        fn=open_appointments,
    ),
    action(
        "clinic", "dose volume | calculate dosage | liquid medicine dose | compute pediatric dose",
        does="""Calculate the dose of a liquid medicine.
                Works out millilitres per dose from body weight, prescribed amount and strength
                Computes how much of a syrup to give""",
        asks="""calculate the dose | work out the dosage | find out how much syrup to give
                compute the amount of medicine""",
        questions="How much medicine is right | What is the dose | How many millilitres should be given",
        roles=[
            role("weight_kg|body_weight|patient_weight|mass_kg", "weight_kg",
                 "for a patient weighing {} | at a body weight of {} | for a body weight of {}",
                 "Body weight in kilograms. | Weight of the patient, kg", required=True, within=(3, 95)),
            role("mg_per_kg|dose_rate|prescribed_rate|daily_rate", "ratio",
                 "with {} mg per kilogram prescribed | at {} mg/kg a day | prescribed at {} milligrams per kilo",
                 "Prescribed amount a day, mg per kg of body weight. | Daily dose in mg/kg", required=True,
                 within=(1, 20)),
            role("strength|concentration|mg_per_ml", "ratio",
                 "from a bottle with {} mg per mL | using a {} mg/mL solution | at a strength of {} mg per millilitre",
                 "Strength of the liquid in mg per mL. | Concentration, mg/mL", default=20.0, within=(1, 20)),
            role("doses_per_day|times_daily|frequency|daily_doses", "repetitions",
                 "given {} a day | to be taken {} daily | split so that it is given {} a day",
                 "Doses a day. | How often the medicine is given each day", default=1, within=(1, 4)),
        ],
        fn=dose_volume,
    ),
    action(
        "clinic", "fluid need | daily water intake | hydration target",
        does="""Estimate how much a person should drink.
                Computes the litres of water a day from body weight, activity and fever
                Tells a hydration target""",
        asks="""estimate the daily fluids | work out how much to drink | compute a hydration target
                find the right amount of water""",
        questions="How much water should one drink | What is a good amount of fluid | How many glasses are needed",
        roles=[
            role("weight_kg|body_weight|mass|person_weight", "weight_kg",
                 "for somebody weighing {} | at a body weight of {} | for a person of {}",
                 "Body weight in kilograms. | How heavy the person is, kg", required=True, within=(35, 140)),
            role("activity|exertion|workload|activity_level", "choice", "with {} | doing {} | given {}",
                 "How hard the person works. | Level of activity", default="light",
                 says={"light": "light activity | desk work", "moderate": "moderate activity | a good deal of walking",
                       "heavy": "heavy exertion | hard physical work"}),
            role("fever|has_fever|feverish", "flag", "{}",
                 "Whether there is a fever. | True for a raised temperature", default=False,
                 says={True: "running a fever | with a raised temperature",
                       False: "without any fever | at normal temperature"}),
        ],
        fn=fluid_need,
    ),
    action(
        "clinic", "booster dates | vaccination schedule | plan immunisation",
        does="""Plan the doses of a vaccine.
                Returns the dates of all doses, counted from the first
                Computes when each booster shot is due""",
        asks="""plan the vaccinations | work out the booster dates | schedule the shots
                find out when the next jabs are due""",
        questions="When are the boosters due | On which days are the shots | When is the next dose",
        roles=[
            role("vaccine|shot|immunization|vaccine_name", "choice",
                 "against {} | for the {} vaccine | with the {} shot",
                 "Vaccine. | Which disease the vaccine is for", required=True,
                 says={"tetanus": "tetanus | lockjaw", "hepatitis_b": "hepatitis B | hep B",
                       "rabies": "rabies | dog-bite rabies",
                       "hpv": "HPV | human papillomavirus"}),
            role("first_dose|first_shot_date|start_date|initial_dose", "date",
                 "with the first dose on {} | starting {} | given a first jab on {}",
                 "Day of the first dose, YYYY-MM-DD. | Date the series begins", required=True),
            role("doses|num_doses|series_length|total_doses", "repetitions",
                 "given {} in all | to be given {} altogether | with the shot repeated {}",
                 "Number of doses in the series. | How many shots in all", default=3, within=(2, 5)),
        ],
        fn=booster_dates,
    ),
    action(
        "clinic", "refill prescription | renew medication | reorder medicine | request repeat prescription",
        does="""Refill a prescription.
                Asks the practice to renew a medicine and sends it to a pharmacy
                Orders a repeat prescription""",
        asks="refill a prescription | renew my medication | get more of my pills | order a repeat prescription",
        roles=[
            role("medication|drug|medicine|drug_name", "choice", "for {} | of {} | the medicine being {}",
                 "Name of the medicine. | Drug to be renewed", required=True,
                 says={"ibuprofen": "ibuprofen | the ibuprofen", "metformin": "metformin | the metformin",
                       "salbutamol": "salbutamol | the asthma spray",
                       "levothyroxine": "levothyroxine | the thyroid tablets",
                       "amlodipine": "amlodipine | the blood pressure tablets"}),
            role("dosage_mg|strength_mg|dose_mg", "positive_integer",
                 "at {} mg per tablet | in the {} mg strength | with {} milligrams in each",
                 "Strength of a tablet in milligrams. | Dose per unit, mg", within=(5, 1000)),
            role("quantity|num_tablets|tablets|pill_count", "count",
                 "with {} tablets | for {} pills | in a pack of {}",
                 "Number of tablets. | How many units to supply", within=(10, 180)),
            role("pharmacy|deliver_to|dispensary|pharmacy_name", "pharmacy",
                 "to be sent to {} | through the pharmacy {} | picking it up at {}",
                 "Pharmacy that dispenses it. | Name of the pharmacy"),
            role("generic_ok|allow_generic|substitute_allowed", "flag", "{}",
                 "Whether a generic will do. | True if the pharmacist may substitute", default=True,
                 says={True: "where a generic is fine | with substitutes allowed",
                       False: "with the brand only | with no substitutes"}),
        ],
    ),
    action(
        "clinic", "log symptom | record symptom | add health entry | track complaint",
        does="""Log a symptom in the health diary.
                Adds an entry with the strength and the duration of a symptom to a patient's record
                Records how a patient feels""",
        asks="log a symptom | note down how I feel | add an entry to my health diary | record a complaint",
        roles=[
            role("symptom|complaint|condition|what", "symptom",
                 "namely {} | with {} as the symptom | the symptom being {}",
                 "The symptom. | What the patient feels, in a few words", required=True),
            role("severity|intensity|pain_level|strength", "choice",
                 "with a severity of {} | at level {} out of ten | rated {} out of ten",
                 "Severity from 1 to 10. | How bad it is, 10 being the worst", required=True,
                 says={1: "1 | one", 2: "2 | two", 3: "3 | three", 4: "4 | four", 5: "5 | five", 6: "6 | six",
                       7: "7 | seven",
                       8: "8 | eight", 9: "9 | nine", 10: "10 | ten"}),
            role("since|onset|started_on|first_noticed", "date", "since {} | first noticed on {} | going on from {}",
                 "First day of the symptom, YYYY-MM-DD. | Date of onset"),
            role("body_part|area|location|affected_area", "choice", "affecting {} | felt in {} | located in {}",
                 "Where it is felt. | Affected part of the body",
                 says={"head": "the head | my head", "chest": "the chest | my chest", "back": "the back | my back",
                       "stomach": "the stomach | my belly", "legs": "the legs | both legs"}),
            role("medication_taken|took_medicine|treated", "flag", "{}",
                 "Whether medicine was taken. | True if the patient already took something",
                 says={True: "after taking medicine | and I did take something for it",
                       False: "without any medicine taken | and I took nothing for it"}),
        ],
    ),
    action(
        "clinic", "get lab results | fetch test results | retrieve lab report",
        does="""Get laboratory results.
                Retrieves the values of a patient's laboratory tests in a period
                Fetches lab reports from the patient's record""",
        asks="""fetch the lab results | get the test values | pull up the laboratory report
                look up a patient's blood work""",
        questions="What are the lab results | What did the tests show | How did the blood work turn out",
        roles=[
            role("patient_id|record_number|mrn|chart_id", "customer_id",
                 "of patient {} | in the record {} | for chart number {}",
                 "Patient id. | Medical record number", required=True),
            role("panel|test|analysis|test_group", "choice", "covering {} | limited to {} | as far as {} is concerned",
                 "Group of tests; all if left out. | Which panel to return",
                 says={"blood_count": "the blood count | a full blood count", "lipids": "cholesterol | the lipid panel",
                       "thyroid": "the thyroid | thyroid function", "glucose": "blood sugar | glucose"}),
            role("since|from_date|after|collected_after", "date", "since {} | taken after {} | no older than {}",
                 "Earliest date of the sample, YYYY-MM-DD. | Only samples taken from this day on"),
            role("abnormal_only|flagged_only|only_abnormal", "flag", "{}",
                 "Whether to leave out normal values. | True to list only values out of range", default=False,
                 says={True: "showing only values out of range | showing just the abnormal ones",
                       False: "including normal values | with everything shown"}),
        ],
    ),
]
