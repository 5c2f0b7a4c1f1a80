"""The exercises' checks: ``check_01a(the_learner's_function)`` says passed, not attempted yet, or what is wrong.

A check's parameter names are the names the learner defines; the build writes the call from them. A wrong answer
raises `CheckFailed` with a diagnosis in the learner's terms. CI proves every check on its solution, on its stub and on
at least three wrong answers (``tests/wrong_answers/``), each with a message of its own.
"""

from fcall_helpers.checks.clinic import CURES, Diagnosis, Finding, Pipeline, diagnose
from fcall_helpers.checks.framework import CheckFailed, Verdict, exercise, expect
from fcall_helpers.checks.nb00 import check_00a, check_00b, check_00c
from fcall_helpers.checks.nb01 import check_01a, check_01b, check_01c
from fcall_helpers.checks.nb02 import check_02a, check_02b, check_02c, check_02d
from fcall_helpers.checks.nb03 import check_03a, check_03b, check_03c
from fcall_helpers.checks.nb04 import check_04a, check_04b, check_04c
from fcall_helpers.checks.nb05 import check_05a, check_05b, check_05c
from fcall_helpers.checks.nb06 import check_06a, check_06b, check_06c

__all__ = [
    "CURES",
    "CheckFailed",
    "Diagnosis",
    "Finding",
    "Pipeline",
    "Verdict",
    "check_00a",
    "check_00b",
    "check_00c",
    "check_01a",
    "check_01b",
    "check_01c",
    "check_02a",
    "check_02b",
    "check_02c",
    "check_02d",
    "check_03a",
    "check_03b",
    "check_03c",
    "check_04a",
    "check_04b",
    "check_04c",
    "check_05a",
    "check_05b",
    "check_05c",
    "check_06a",
    "check_06b",
    "check_06c",
    "diagnose",
    "exercise",
    "expect",
]
