"""The benchmark's own wrong answers: rows whose right answer its checker refuses, or its function's schema.

They are reported, not mended: a score is comparable only if everybody counts the same rows. Known to its authors, for
instance as issues 1133 and 1169 of https://github.com/ShishirPatil/gorilla.
"""

from fcall_helpers.bfcl.answers import reference_calls
from fcall_helpers.bfcl.categories import language_of
from fcall_helpers.bfcl.checking import check_calls
from fcall_helpers.tools.check import Checker


def find_faults(row: dict) -> list[str]:
    """What is wrong with the answer of a row of `load_bfcl`, as it is written; [] where nothing is, or none is wanted.

    A line begins with "checker: " where the calls that the answer spells out (see `reference_calls`) are not right: no
    call is, or in simple_java none that is proper Java (arrays of texts would have to lose their quotes). It begins
    with "schema: " where an argument, as the answer has it, breaks the function's own schema.
    """
    calls = reference_calls(row["function"], row["ground_truth"], row["category"])
    if not calls:
        return []
    verdict = check_calls(row["function"], calls, row["ground_truth"], row["category"])
    faults = [] if verdict.ok else [f"checker: {verdict.message}"]
    if language_of(row["category"]) == "python":  # elsewhere every argument is a string, and the schema knows no more
        schemas = {tool["function"]["name"]: tool["function"]["parameters"] for tool in row["tools"]}
        for call in calls:
            faults += [f"schema: {call.name}: {line}" for line in Checker(schemas[call.name]).check(call.arguments)[1]]
    return [*dict.fromkeys(faults)]
