"""People at work: leave, pay, interviews, reviews, staffing."""

from datetime import date as day
from datetime import timedelta

from fcall_helpers.data.actions.model import action, role


def leave_left(days_per_year: int, taken: int, months_employed: int = 12, carried_over: int = 0) -> dict:
    """Days of leave that remain: they accrue month by month."""
    accrued = days_per_year * min(months_employed, 12) / 12 + carried_over
    return {"accrued": round(accrued, 1), "left": round(accrued - taken, 1), "overdrawn": taken > accrued}


def overtime_pay(hours: float, hourly_rate: float, multiplier: float = 1.5, threshold: float = 40.0) -> dict:
    """A week's pay, with a higher rate for the hours above the threshold."""
    if hours < 0 or hourly_rate < 0:
        raise ValueError(f"hours and hourly_rate must be 0 or more, got {hours} and {hourly_rate}")
    extra = max(0.0, hours - threshold)
    regular = (hours - extra) * hourly_rate
    return {"regular": round(regular, 2), "overtime": round(extra * hourly_rate * multiplier, 2)}


def last_working_day(notice_given: str, weeks: int, month_end: bool = False) -> str:
    """The day a contract ends after its period of notice, moved to the end of that month where the contract says so."""
    ends = day.fromisoformat(notice_given) + timedelta(weeks=weeks)
    if month_end:
        ends = (ends.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return ends.isoformat()


def staffing_need(tasks: int, minutes_per_task: int, shift_hours: float = 8.0, absence: float = 0.0) -> int:
    """How many people it takes, when a share of them is always absent."""
    if shift_hours <= 0 or not 0 <= absence < 1:
        raise ValueError(f"shift_hours must be above 0 and absence from 0 to below 1, got {shift_hours}, {absence}")
    return int(-(-tasks * minutes_per_task // (shift_hours * 60 * (1 - absence))))


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "hr", "leave left | vacation balance | remaining days off | compute leave balance",
        does="""Compute the days of leave that are left.
                Works out what has accrued so far and subtracts the days taken
                Tells a vacation balance""",
        asks="""compute my leave balance | work out the days off I have left | check the remaining vacation
                see how much leave is left""",
        questions="How many days off are left | How much vacation remains | What is my leave balance",
        roles=[
            role("days_per_year|annual_leave|entitlement|yearly_days", "duration_days",
                 "with {} of leave a year | entitled to {} per year | on a contract granting {} a year",
                 "Days of leave a year. | Annual entitlement in days", required=True, within=(18, 35)),
            role("taken|days_taken|used_days|leave_used", "duration_days",
                 "after taking {} | with {} used up | having been off for {}",
                 "Days already taken. | Leave used so far, days", required=True, within=(1, 15)),
            role("months_employed|months_worked|tenure_months|service_months", "months",
                 "having worked {} | after {} in the job | with {} of service",
                 "Months worked this year, 12 at most. | Time in the job, months", default=12, within=(1, 12)),
            role("carried_over|rollover|from_last_year|saved_days", "duration_days",
                 "plus {} from last year | with {} carried over | and {} saved up",
                 "Days brought from last year, if any. | Carry-over in days", within=(1, 10)),
        ],
        fn=leave_left,
    ),
    action(
        "hr", "overtime pay | weekly wage | compute overtime | wage calculation",
        does="""Compute a week's pay with overtime.
                Pays the hours above a threshold at a higher rate
                Calculates regular and overtime wages""",
        asks="compute the weekly pay | work out the overtime | calculate my wage | figure out what the week pays",
        questions="What do I earn this week | How much is the overtime pay | What is the wage",
        roles=[
            role("hours|hours_worked|weekly_hours|time_worked", "duration_hours",
                 "for {} of work | having worked {} | with {} on the time sheet",
                 "Hours worked in the week. | Time on the job, hours", required=True, within=(20, 60)),
            role("hourly_rate|wage|rate|pay_per_hour", "price_usd",
                 "at {} an hour | paid {} per hour | on an hourly wage of {}",
                 "Pay for an hour, US dollars. | Hourly wage (USD)", required=True, within=(12, 120)),
            role("multiplier|overtime_factor|overtime_rate|premium", "multiplier",
                 "with overtime paid at {} | overtime counting {} | and an overtime factor of {}",
                 "Factor for overtime, 1.5 for time and a half. | Overtime multiplier", default=1.5,
                 within=(1.25, 3)),
            role("threshold|regular_limit|standard_hours|overtime_after", "duration_hours",
                 "with overtime starting after {} | counting the first {} as regular | on a contract for {}",
                 "Hours before overtime starts. | Regular week, hours", default=40.0, within=(30, 40)),
        ],
        fn=overtime_pay,
    ),
    action(
        "hr", "last working day | notice period end | contract end date | compute leaving date",
        does="""Find the last day of a job.
                Adds the period of notice to the day on which notice was given
                Computes when a contract ends""",
        asks="""find my last working day | work out when the contract ends | compute the leaving date
                apply the notice period""",
        questions="When is my last day | When does the contract end | How long do I have to stay",
        roles=[
            role("notice_given|resignation_date|given_on|notice_date", "date",
                 "with notice given on {} | resigning on {} | handing it in on {}",
                 "Day notice was given, YYYY-MM-DD. | Date of the resignation", required=True),
            role("weeks|notice_weeks|period_weeks|notice_period", "weeks",
                 "with {} of notice | after a notice period of {} | giving {} of warning",
                 "Period of notice in weeks. | Length of notice, weeks", required=True, within=(1, 26)),
            role("month_end|end_of_month|to_month_end", "flag", "{}",
                 "Whether it runs to the end of the month. | True moves the date to the month's last day",
                 default=False,
                 says={True: "extended to the end of that month | counted to the month's end",
                       False: "to the very day | not moved to the month's end"}),
        ],
        fn=last_working_day,
    ),
    action(
        "hr", "staffing need | headcount plan | required workers | compute staffing",
        does="""Compute how many people a workload needs.
                Divides the work by the length of a shift and allows for absence
                Plans the headcount""",
        asks="""plan the headcount | work out how many people we need | compute the staffing
                see how large the crew must be""",
        questions="How many people are needed | What headcount does it take | How large must the team be",
        roles=[
            role("tasks|num_tasks|workload|jobs", "positive_integer",
                 "for {} tasks | with {} jobs to do | when {} cases come in",
                 "Number of tasks a day. | Workload, tasks", required=True, within=(10, 500)),
            role("minutes_per_task|task_minutes|handling_time|avg_minutes", "duration_minutes",
                 "each taking {} | at {} apiece | with {} for every one",
                 "Minutes for a task. | Handling time, minutes", required=True, within=(5, 90)),
            role("shift_hours|hours_per_day|shift_length|working_hours", "duration_hours",
                 "in shifts of {} | with people working {} a day | on days of {}",
                 "Hours in a shift. | Length of a working day, hours", default=8.0, within=(4, 12)),
            role("absence|absence_rate|sick_share|shrinkage", "discount",
                 "with {} absent | allowing for {} absence | when {} of them are off sick",
                 "Share of people absent, as a fraction. | Absence, 0.1 for 10%", default=0.0, within=(0.03, 0.2)),
        ],
        fn=staffing_need,
    ),
    action(
        "hr", "request leave | submit time off | apply for vacation | book holiday",
        does="""Request leave.
                Submits days off for approval by a manager
                Applies for vacation, sick leave or parental leave""",
        asks="request time off | apply for leave | put in for a holiday | hand in a leave request",
        roles=[
            role("employee|employee_name|staff_member|worker", "full_name",
                 "for {} | on behalf of {} | the employee being {}", "Who takes leave. | Full name of the employee",
                 required=True),
            role("first_day|start_date|from_date|leave_start", "start_date", "from {} | starting {} | beginning on {}",
                 "First day off, YYYY-MM-DD. | Start of the leave", required=True),
            role("last_day|end_date|to_date|leave_end", "end_date", "until {} | to {} | through {}",
                 "Last day off, YYYY-MM-DD. | End of the leave", required=True),
            role("kind|leave_type|category|reason_code", "choice", "as {} | taken as {} | counting as {}",
                 "Kind of leave. | Type of absence", default="vacation",
                 says={"vacation": "vacation | annual leave", "sick": "sick leave | an illness",
                       "parental": "parental leave | time for a new child",
                       "unpaid": "unpaid leave | leave without pay"}),
            role("cover|substitute|backup|replacement", "first_name",
                 "with {} covering | while {} fills in | leaving the work to {}",
                 "Who covers. | First name of the colleague"),
            role("half_day|is_half_day|half", "flag", "{}",
                 "Whether it is half days. | True for mornings or afternoons only",
                 says={True: "as half days | in half days only", False: "as full days | in whole days"}),
        ],
        rising="first_day last_day",
    ),
    action(
        "hr", "schedule interview | arrange job interview | set up candidate call",
        does="""Schedule a job interview.
                Invites a candidate and the interviewers to a conversation about a position
                Arranges an interview""",
        asks="schedule an interview | set up a job interview | invite a candidate | arrange a talk with an applicant",
        roles=[
            role("candidate|applicant|interviewee|candidate_name", "full_name",
                 "with {} | for {} | meeting {}", "Candidate. | Full name of the applicant", required=True),
            role("position|job_title|role|opening", "job_title",
                 "for the position of {} | about the job of {} | to fill the post of {}",
                 "Position to be filled. | Title of the job", required=True),
            role("starts_at|time|interview_time|when", "local_datetime", "at {} | starting {} | set for {}",
                 "Start, ISO 8601. | Date and time of the interview", required=True),
            role("format|mode|channel|type", "choice", "as {} | held as {}",
                 "Form of the interview. | How it takes place",
                 says={"video": "a video call | an online meeting", "phone": "a phone call | a telephone interview",
                       "onsite": "a visit to the office | a meeting on site"}),
            role("interviewers|panel|panelists|conducted_by", "people",
                 "led by {} | with {} asking the questions | conducted by {}",
                 "Who asks. | Names of the interviewers, as a list"),
            role("minutes|length|duration|slot_minutes", "duration_minutes", "lasting {} | for {} | with {} set aside",
                 "Length in minutes. | Duration of the interview", within=(20, 120)),
        ],
    ),
    action(
        "hr", "post job | publish vacancy | create job opening | advertise position",
        does="""Post a job.
                Publishes a vacancy with its salary, skills and place of work
                Advertises an open position""",
        asks="post a job | publish a vacancy | advertise a position | put up a job ad",
        roles=[
            role("title|position|job|vacancy", "job_title", "for {} | seeking {} | looking for {}",
                 "Title of the job. | Position to be filled", required=True),
            role("department|team|unit|division", "department", "in {} | for {} | on behalf of {}",
                 "Department. | Part of the company", required=True),
            role("salary|yearly_pay|annual_salary|compensation", "salary",
                 "paying {} a year | with a salary of {} | offering {} per year",
                 "Yearly salary in US dollars. | Pay a year (USD)"),
            role("skills|requirements|must_have|qualifications", "topics",
                 "asking for {} | with a knowledge of {} | requiring {}",
                 "Skills that are needed. | Requirements, as a list"),
            role("contract|employment_type|job_type|engagement", "choice", "as {} | offered as {}",
                 "Kind of contract. | Type of employment", default="full_time",
                 says={"full_time": "a full-time job | full-time work", "part_time": "a part-time job | part-time work",
                       "internship": "an internship | a trainee post",
                       "contractor": "contract work | a freelance job"}),
            role("remote|work_from_home|fully_remote", "flag", "{}",
                 "Whether it is remote. | True for work from anywhere",
                 says={True: "fully remote | with work from home", False: "at the office | with attendance on site"}),
            role("contact|recruiter|apply_to|contact_person", "contact",
                 "with questions going to {} | naming {} as the contact | where the person to talk to is {}",
                 "Contact: name, e-mail and phone. | Who answers questions"),
        ],
    ),
    action(
        "hr", "submit appraisal | record performance | evaluate employee | write appraisal",
        does="""Submit a performance review.
                Stores the rating, the strengths and the goals of an employee for a period
                Records an appraisal""",
        asks="""submit a performance review | write an appraisal | record how an employee is doing
                evaluate a member of staff""",
        roles=[
            role("employee|employee_name|reviewee|person", "full_name", "of {} | for {} | reviewing {}",
                 "Who is reviewed. | Full name of the employee", required=True),
            role("rating|score|performance|overall", "choice", "with the verdict {} | concluding {}",
                 "Overall rating. | Result of the review", required=True,
                 says={"exceeds": "above expectations | better than expected",
                       "meets": "as expected | meeting expectations",
                       "below": "below expectations | worse than expected"}),
            role("quarter|period|review_period|cycle", "quarter", "for {} | covering {} | looking back on {}",
                 "Quarter that is reviewed. | Period, Q1 to Q4"),
            role("strengths|good_at|positives|highlights", "topics",
                 "praising {} | strong in {} | naming {} as strengths", "Strengths. | What goes well, as a list"),
            role("comment|feedback|remarks|notes", "message", "with the comment {} | noting {} | and the feedback {}",
                 "Comment. | Text of the review"),
            role("raise_share|raise|salary_increase|increase", "rate",
                 "proposing a raise of {} | with {} more pay | and a pay rise of {}",
                 "Pay rise as a fraction, 0.03 for 3%. | Proposed raise, decimal", within=(0.01, 0.1)),
        ],
    ),
]
