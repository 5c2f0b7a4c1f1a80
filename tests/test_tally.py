"""`Tally`: short in a log, alive in a terminal."""

import io

from fcall_helpers.tally import Tally


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, calls) -> str:
    tally = Tally("rows", stream)
    for call in calls:
        tally(*call)
    tally.end()
    tally.end()  # once is enough
    return stream.getvalue()


def test_in_a_log_it_is_a_line_every_tenth():
    lines = told(io.StringIO(), [(done, 1000, ", fine") for done in range(0, 1001, 25)]).splitlines()
    assert len(lines) == 10 and lines[0] == "100 of 1,000 rows, fine" and lines[-1] == "1,000 of 1,000 rows, fine"


def test_a_log_of_a_few_things_has_a_line_for_each():
    assert told(io.StringIO(), [(done, 3) for done in range(4)]).count("\n") == 3


def test_in_a_terminal_a_line_replaces_the_one_before():
    assert told(Terminal(), [(0, 2), (1, 2), (2, 2)]) == "".join(f"\r\033[K{n} of 2 rows" for n in range(3)) + "\n"


def test_nothing_to_do_is_no_fault():
    assert told(io.StringIO(), [(0, 0)]) == ""
