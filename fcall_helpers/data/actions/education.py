"""School and study: marks, quizzes, courses, revision, tutors."""

from datetime import date as day
from datetime import timedelta

from fcall_helpers.data.actions.model import action, role


def mark_quiz(answers: list[bool], key: list[bool], penalty: float = 0.0) -> dict:
    """Right answers count 1, wrong ones take ``penalty`` away, and what is not answered counts nothing."""
    pairs = list(zip(answers, key, strict=False))
    right = sum(given == wanted for given, wanted in pairs)
    points = max(0.0, right - penalty * (len(pairs) - right))
    return {"right": right, "wrong": len(pairs) - right, "percent": round(100 * points / len(key), 1)}


def needed_on_final(current: float, target: float, final_weight: float = 0.4) -> float:
    """The mark that the final must bring, with all marks from 0 to 100, to reach the target overall."""
    if not 0 < final_weight <= 1:
        raise ValueError(f"final_weight must be more than 0 and at most 1, got {final_weight}")
    return round((target - current * (1 - final_weight)) / final_weight, 2)


def next_review(last_review: str, interval_days: int, recall: str = "good") -> dict:
    """When a flash card is due again: the better it was remembered, the longer the next gap (SM-2, simplified)."""
    factor = {"forgotten": 0.0, "hard": 1.2, "good": 2.5, "easy": 3.3}[recall]
    gap = min(max(1, round(interval_days * factor)), 3650)
    return {"interval_days": gap, "due": (day.fromisoformat(last_review) + timedelta(days=gap)).isoformat()}


def letter_grade(score: int, scale: str = "plus_minus", curve: int = 0) -> str:
    """A score from 0 to 100 as an American letter."""
    total = min(100, score + curve)
    if total < 60:
        return "F"
    letter, rest = "DCBA"[min(3, (total - 60) // 10)], (total - 60) % 10 if total < 100 else 9
    return letter + ("" if scale == "plain" else "+" if rest >= 7 else "-" if rest < 3 else "")


def study_plan(topics: list[str], hours: float, sessions_per_day: int = 2) -> dict:
    """The hours shared out evenly over the topics, and the days needed with sessions of one hour."""
    if hours <= 0:
        raise ValueError(f"hours must be more than 0, got {hours}")
    share = round(hours / len(topics), 2)
    return {"hours_each": dict.fromkeys(topics, share), "days": -int(-hours // sessions_per_day)}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "education", "mark quiz | grade answers | score true false test | evaluate quiz",
        does="""Mark a true-or-false quiz.
                Compares a student's answers with the key and returns the percentage reached
                Scores a test by its answer sheet""",
        asks="mark a quiz | grade a true-or-false test | score an answer sheet | check a pupil's answers",
        questions="How did the quiz go | What is the score of the test | How many answers were right",
        roles=[
            role("answers|responses|submitted|student_answers", "flags_list",
                 "with {} as the answers given | the pupil answering {} | where the sheet says {}",
                 "Answers given, in order. | What the student ticked, a list of true and false", required=True),
            role("key|answer_key|correct_answers|solutions", "flags_list",
                 "against the key {} | the right answers being {} | when {} would be correct",
                 "Right answers, in order. | Answer key, a list of true and false", required=True),
            role("penalty|negative_marking|wrong_deduction|deduction", "discount",
                 "taking off {} of a point for each mistake | with a penalty of {} per error | deducting {} when wrong",
                 "Share of a point lost by a wrong answer, 0 to 1. | Deduction for errors as a fraction", default=0.0,
                 within=(0.1, 0.5)),
        ],
        fn=mark_quiz,
        rising="answers key",
    ),
    action(
        "education", "needed on final | required exam score | final grade target",
        does="""Work out the mark needed in a final exam.
                Computes which mark a final must bring to reach a target for the whole course
                Tells a student how well they must do in the last test""",
        asks="""work out what I need on the final | compute the exam mark I must reach
                calculate the required final score
                see how well I have to do in the last exam""",
        questions="What do I need on the final | Which mark do I have to get | How well must I do in the exam",
        roles=[
            role("current|current_grade|average_so_far|present_mark", "percent_number",
                 "with {} so far | standing at {} now | when my current mark is {}",
                 "Mark so far, 0 to 100. | Present average in percent, e.g. 82.5", required=True, within=(45, 95)),
            role("target|desired_grade|goal|aim", "percent_number",
                 "to end up with {} | aiming for {} | if I want {} overall",
                 "Mark wanted for the course, 0 to 100. | Desired result in percent, e.g. 90", required=True,
                 within=(50, 98)),
            role("final_weight|exam_weight|weight|share_of_final", "discount",
                 "when the final counts {} | with {} of the grade riding on it | the exam being worth {}",
                 "Weight of the final as a fraction, e.g. 0.4 for 40%. | Share of the exam, between 0 and 1",
                 default=0.4, within=(0.1, 0.6)),
        ],
        fn=needed_on_final,
    ),
    action(
        "education", "next review | schedule flashcard | spaced repetition due | plan revision",
        does="""Schedule the next review of a flash card.
                Uses spaced repetition to tell when a card is due again
                Computes the next interval from how well a card was remembered""",
        asks="schedule a flash card | find out when to revise again | plan the next review | set a card's next date",
        questions="When should I look at the card again | When is the next review",
        roles=[
            role("last_review|reviewed_on|last_seen|review_date", "date",
                 "last seen on {} | reviewed on {} | counting from the review of {}",
                 "Day of the last review, YYYY-MM-DD. | When the card was last shown", required=True),
            role("interval_days|current_interval|previous_gap|gap_days", "duration_days",
                 "after a gap of {} | with an interval of {} before that | having waited {} last time",
                 "Last interval in days. | Days between the last two reviews", required=True, within=(1, 60)),
            role("recall|ease|quality|remembered", "choice", "and it {} | given that it {}",
                 "How well the card was remembered. | Ease of recall at the last review", default="good",
                 says={"forgotten": "had slipped my mind | was forgotten",
                       "hard": "was hard to recall | came back slowly",
                       "good": "went well | was remembered well", "easy": "was easy | came at once"}),
        ],
        fn=next_review,
    ),
    action(
        "education", "letter grade | convert score to letter | to letter mark",
        does="""Turn a score into a letter grade.
                Converts points out of a hundred into an American letter, with or without plus and minus
                Maps a numeric mark to A to F""",
        asks="""turn a score into a letter | convert points to a grade | look up the letter grade
                translate a numeric mark""",
        questions="Which letter is that | What grade is it | What would be the letter",
        roles=[
            role("score|points|numeric_grade|mark", "score", "for {} | of {} | with a result of {}",
                 "Score, 0 to 100. | Points reached out of a hundred", required=True),
            role("scale|grading_scale|style|letter_style", "choice", "using {} | on {} | with {}",
                 "Kind of scale. | Whether letters carry a plus or a minus", default="plus_minus",
                 says={"plus_minus": "plus and minus grades | the plus-minus scale",
                       "plain": "plain letters | whole letters only"}),
            role("curve|bonus_points|extra_credit|adjustment", "choice",
                 "after adding {} points | with a curve of {} | counting {} points of extra credit",
                 "Points added first. | Bonus on top of the score", default=0,
                 says={0: "no | zero", 2: "two | 2", 3: "three | 3", 5: "five | 5", 10: "ten | 10"}),
        ],
        fn=letter_grade,
    ),
    action(
        "education", "study plan | split study time | allocate revision hours | plan exam preparation",
        does="""Share out study time.
                Divides the hours before an exam evenly among topics and tells how many days that takes
                Makes a simple revision plan""",
        asks="""make a study plan | share out my revision time | plan my exam preparation
                divide the hours among the topics""",
        questions="How should I divide my time | How many days of study is that",
        roles=[
            role("topics|subjects|chapters|areas", "topics", "covering {} | for {} | with {} on the list",
                 "Topics to study. | What has to be learned, as a list", required=True),
            role("hours|total_hours|study_time|available_hours", "duration_hours",
                 "with {} to spend | given {} | having {} left",
                 "Hours in all, may be fractional. | Total study time, hours", required=True, within=(2, 40)),
            role("sessions_per_day|daily_sessions|hours_per_day|per_day", "repetitions",
                 "sitting down {} a day | with a session {} daily | studying {} per day",
                 "Sessions of an hour each day. | How often one studies per day", default=2, within=(1, 6)),
        ],
        fn=study_plan,
    ),
    action(
        "education", "enroll student | register for course | sign up class | join course",
        does="""Enrol a student in a course.
                Registers somebody for a class of a term, or puts them on its waiting list
                Signs a learner up""",
        asks="enrol a student | sign somebody up for a class | register for a course | get a place in a course",
        roles=[
            role("student|student_name|learner|participant", "full_name",
                 "for {} | in the name of {} | with {} as the student",
                 "Full name of the student. | Who joins the course", required=True),
            role("course_code|course_id|class_code|module", "course_code", "in {} | into {} | under the code {}",
                 "Code of the course. | Identifier in the course catalogue", required=True),
            role("term|semester|session|academic_term", "choice", "in {} | during {} | for {}",
                 "Term. | Part of the academic year",
                 says={"fall": "the fall term | autumn", "spring": "the spring term | spring",
                       "summer": "the summer term | summer school"}),
            role("year|academic_year|calendar_year", "year", "in {} | for {} | starting in {}",
                 "Calendar year. | Year in which the term begins", within=(2021, 2028)),
            role("credits|credit_hours|units|ects", "small_count",
                 "for {} credits | worth {} credit points | taking {} units",
                 "Credits to be earned. | Size of the course in credits", within=(2, 12)),
            role("audit|auditing|no_credit|as_listener", "flag", "{}",
                 "Whether it is without a grade. | True to attend without credit",
                 default=False, says={True: "as an auditor | without a grade",
                                      False: "for a grade | as a regular student"}),
        ],
    ),
    action(
        "education", "find tutor | search teachers | match tutor",
        does="""Find a private tutor.
                Searches teachers by subject, price and language and returns the best matches
                Matches a learner with a tutor""",
        asks="find a tutor | look for a private teacher | get help from a tutor | search for a person who teaches",
        questions="Who can teach me | Which tutors are there | Who gives private lessons",
        roles=[
            role("subject|topic|discipline|field", "topic", "in {} | for {} | on {}",
                 "Subject to be taught. | What the learner wants to learn",
                 required=True),
            role("level|student_level|grade_level|proficiency", "choice", "at {} | on {}",
                 "Level of the learner. | How advanced the lessons are",
                 says={"beginner": "a beginner's level | an elementary level",
                       "intermediate": "an intermediate level | a middle level",
                       "advanced": "an advanced level | a high level"}),
            role("max_hourly_rate|price_per_hour|hourly_budget|rate_limit", "max_price",
                 "for at most {} an hour | under {} per hour | charging no more than {} an hour",
                 "Highest price per hour, US dollars. | Upper limit of the hourly rate (USD)", within=(15, 120)),
            role("language|teaching_language|lesson_language", "language",
                 "teaching in {} | with lessons in {} | who speaks {}",
                 "Language of the lessons. | Language the tutor speaks, as a name"),
            role("weekdays|available_days|lesson_days|on_days", "weekdays",
                 "available on {} | free on {} | with lessons on {}",
                 "Days that suit. | Weekdays for lessons, as a list of names"),
            role("online|remote|via_video", "flag", "{}",
                 "Whether lessons are online. | True for lessons by video call",
                 says={True: "over video calls | for online lessons", False: "in person | for lessons face to face"}),
        ],
    ),
    action(
        "education", "create practice questions | generate quiz | make exercises",
        does="""Make practice questions.
                Writes exercises on a topic, of a kind and difficulty that may be chosen
                Generates a quiz""",
        asks="make some practice questions | write a quiz | come up with exercises | generate a test",
        roles=[
            role("topic|about|theme|subject_matter", "topic", "about {} | on {} | dealing with {}",
                 "What the questions are about. | Topic of the exercises",
                 required=True),
            role("num_questions|count|length|how_many", "limit",
                 "with {} questions | consisting of {} items | running to {} questions",
                 "Number of questions. | How many exercises to write", default=10, within=(3, 40)),
            role("question_type|format|kind|style", "choice", "made of {} | using {} | with {} only",
                 "Kind of question. | Format of the exercises",
                 says={"multiple_choice": "multiple-choice questions | choices to tick",
                       "true_false": "true-or-false statements | statements to judge",
                       "short_answer": "short-answer questions | questions with brief answers"}),
            role("difficulty|hardness|challenge", "choice", "that should be {} | on the {} side",
                 "Difficulty. | How hard the questions are", default="medium",
                 says={"easy": "easy | simple", "medium": "medium | moderate", "hard": "hard | tricky"}),
            role("include_answers|with_solutions|show_key", "flag", "{}",
                 "Whether to add the answers. | True to append a key",
                 default=True, says={True: "with the solutions | along with an answer key",
                                     False: "without the solutions | leaving out the answers"}),
        ],
    ),
]
