"""What notebooks display: HTML that shows text as text, a plain fallback for each, and no promise left unkept."""

import base64
import html
import struct
import sys
from html.parser import HTMLParser

import ipywidgets
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from fcall_helpers import show
from fcall_helpers.show.html import Shown
from fcall_helpers.tools import tool

EVIL = '<script>alert("&amp;")</script><b>'
PROGRESS = sys.modules["fcall_helpers.show.progress"]  # show.progress is the function
WIDGET = "application/vnd.jupyter.widget-view+json"


class Page(HTMLParser):
    """What a browser makes of HTML: the tags it opens and the text it shows."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.titles, self.text, self._open = [], [], "", []
        self.feed(page)
        self.close()
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.titles += [value for name, value in attributes if name == "title"]
        if tag not in ("br", "img", "wbr"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def displayed(tmp_path, monkeypatch):
    """What is displayed in a notebook: an IPython shell that has a kernel. Each entry has data, metadata, update."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.kernel = None  # only its being there counts
    with capture_output() as captured:
        yield captured._outputs
    InteractiveShell.clear_instance()


@tool
def add(a: int, b: int) -> int:
    """Add two whole numbers."""
    return a + b


# Text stays text


def test_a_table_shows_cells_as_text(displayed):
    show.table([[EVIL, 1], ["plain", None]], [EVIL, "n"])
    (output,) = displayed
    page = Page(output["data"]["text/html"])
    assert set(page.tags) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.text == f"{EVIL}n{EVIL}1plainNone"
    lines = output["data"]["text/plain"].splitlines()
    assert [line.split() for line in lines] == [[*EVIL.split(), "n"], [*EVIL.split(), "1"], ["plain", "None"]]
    assert len({line.index(last) for line, last in zip(lines, ["n", "1", "None"], strict=True) if last != "n"}) == 1


def test_a_table_may_be_empty_and_its_header_numbers(displayed):
    show.table([], [1, 2])
    assert Page(displayed[0]["data"]["text/html"]).text == "12"


@pytest.mark.parametrize("row", [["one"], ["one", "two", "three"]])
def test_a_row_that_does_not_fit_the_header_is_quoted(row, displayed):
    with pytest.raises(ValueError, match=f"table: a row has {len(row)} cells and the header 2: .'one'"):
        show.table([["a", "b"], row], ["x", "y"])


@pytest.mark.parametrize("good", [True, False, None])
def test_a_note_shows_its_words_as_text(good):
    note = show.note(EVIL, EVIL, good=good)
    assert set(Page(note.page).tags) == {"div", "b"}
    assert Page(note.page).text == f"{EVIL} {EVIL}" == repr(note)


def test_notes_of_each_kind_look_different():
    assert len({show.note("x", "y", good=good).page for good in (True, False, None)}) == 3


def test_steps_show_their_words_as_text():
    steps = show.steps(["ask", EVIL], [EVIL, "emit"], here=2)
    assert set(Page(steps.page).tags) == {"table", "tr", "td", "span", "br"}
    assert Page(steps.page).text == f"1 ask{EVIL}→2 {EVIL}emit"
    assert repr(steps) == f"1 ask ({EVIL}) → 2 {EVIL} (emit)"


def test_turns_show_a_conversation_as_text():
    call = {"type": "function", "function": {"name": "look", "arguments": {"what": EVIL, "é": [1, None]}}}
    messages = [
        {"role": "user", "content": EVIL},
        {"role": "assistant", "content": "Well.", "tool_calls": [call]},
        {"role": "tool", "content": EVIL},
        {"role": "assistant", "content": None},
        {"role": EVIL, "content": "who?"},
    ]
    turns = show.turns(messages)
    page = Page(turns.page)
    assert page.tags == ["div", "b"] * 6
    for text in (EVIL, "Well.", "→ look(what=", "é=[1, null]", "(nothing)", "who?"):
        assert text in page.text and text in repr(turns)
    assert [line.split()[0] for line in repr(turns).splitlines()][:5] == [
        "user",
        "assistant",
        "assistant",
        "tool",
        "assistant",
    ]


def test_turns_read_arguments_in_either_form_and_show_broken_ones():
    def line(arguments):
        call = {"type": "function", "function": {"name": "f", "arguments": arguments}}
        return repr(show.turns([{"role": "assistant", "tool_calls": [call]}]))

    assert line('{"é": "ü"}') == line({"é": "ü"}) == 'assistant  → f(é="ü")'
    assert "not JSON" in line("{'é': 1}") and "{'é': 1}" in line("{'é': 1}")


def test_what_is_shown_has_both_forms():
    shown = Shown("<b>x</b>", "x")
    assert shown._repr_mimebundle_() == {"text/html": "<b>x</b>", "text/plain": "x"}


# Figures


def test_a_figure_is_a_small_png_with_words(displayed):
    fig, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2, 3])
    show.figure(fig, "A line that rises from 1 to 3.")
    (output,) = displayed
    png = base64.b64decode(output["data"]["image/png"])
    assert png.startswith(b"\x89PNG") and min(struct.unpack(">II", png[16:24])) > 100
    assert output["data"]["text/plain"] == "A line that rises from 1 to 3."
    assert output["metadata"] == {"image/png": {"alt": "A line that rises from 1 to 3."}}
    assert not plt.fignum_exists(fig.number)  # else the inline backend would show it a second time


@pytest.mark.parametrize("alt", ["", " \n"])
def test_a_figure_without_words_is_refused(alt):
    with pytest.raises(ValueError, match="figure: alt is empty"):
        show.figure(plt.figure(), alt)
    plt.close("all")


def test_a_figure_that_is_too_large_is_refused():
    fig, axes = plt.subplots(figsize=(8, 8), dpi=100)
    axes.imshow(np.random.default_rng(0).random((800, 800, 3)))  # noise does not compress
    with pytest.raises(ValueError, match=r"figure: the picture has [\d,]+ bytes, at most 150,000 are kept"):
        show.figure(fig, "Noise.")
    assert plt.get_fignums() == []


def test_the_style_changes_plots_and_knows_the_colours():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        before = dict(matplotlib.rcParams)
        show.style()
        assert dict(matplotlib.rcParams) != before
        cycle = [colour.upper().lstrip("#") for colour in matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]]
    assert {colour.lstrip("#") for colour in show.COLOURS.values()} <= set(cycle)


# Errors that are meant


def test_an_expected_error_is_printed_on_one_line(capsys):
    with show.expect_error(ValueError):
        raise ValueError("first\n  second")
    assert capsys.readouterr().out == "ValueError: first second\n"


def test_any_error_will_do_unless_one_is_named(capsys):
    with show.expect_error():
        raise KeyError("k")
    with show.expect_error(TypeError, LookupError):
        raise KeyError("k")
    assert capsys.readouterr().out == "KeyError: 'k'\n" * 2


def test_an_error_that_does_not_happen_is_an_error():
    complaint = "was to raise ValueError or TypeError and raised nothing"
    with pytest.raises(AssertionError, match=complaint), show.expect_error(ValueError, TypeError):
        pass


@pytest.mark.parametrize(("wanted", "raised"), [((ValueError,), KeyError), ((), KeyboardInterrupt), ((), SystemExit)])
def test_another_error_goes_through(wanted, raised):
    with pytest.raises(raised), show.expect_error(*wanted):
        raise raised


# Progress


def frames(displayed) -> list[str]:
    return [output["data"]["text/plain"] for output in displayed]


@pytest.mark.parametrize("items", [[], [1], list(range(50)), range(7), {"a": 1, "b": 2}])
def test_progress_yields_everything_and_leaves_its_last_frame(items, displayed):
    assert list(show.progress(items, "counting")) == list(items)
    assert frames(displayed)[-1] == f"counting: {len(items)} of {len(items)}"


def test_progress_of_a_generator(displayed):
    assert list(show.progress((i for i in range(5)), "rows")) == [0, 1, 2, 3, 4]
    assert frames(displayed)[-1] == "rows: 5"


def test_progress_with_a_total_given(displayed):
    assert list(show.progress(iter("abc"), "rows", total=1_000)) == ["a", "b", "c"]
    assert frames(displayed)[-1] == "rows: 3 of 1,000"


def test_progress_is_one_display_updated_in_place(displayed, monkeypatch):
    monkeypatch.setattr(PROGRESS, "EVERY_S", -1.0)  # a frame for every item
    for _ in show.progress(range(5), EVIL):
        pass
    assert [output["update"] for output in displayed] == [False] + [True] * (len(displayed) - 1)
    assert len({output["transient"]["display_id"] for output in displayed}) == 1
    assert len(displayed) > 2
    page = Page(displayed[-1]["data"]["text/html"])
    assert set(page.tags) == {"div", "span"}
    assert page.text == f"{EVIL}: 5 of 5"
    assert "width:100%" in displayed[-1]["data"]["text/html"]


def test_progress_takes_items_only_when_they_are_asked_for(displayed):
    taken = []
    items = show.progress(taken.append(i) or i for i in range(5))
    assert taken == []
    next(items)
    assert taken == [0]


def test_progress_passes_errors_on(displayed):
    with pytest.raises(ZeroDivisionError):
        list(show.progress(1 / i for i in (1, 0)))


def test_outside_a_notebook_and_a_terminal_progress_is_silent(capfd):
    assert list(show.progress([1, 2], "x")) == [1, 2]
    assert capfd.readouterr() == ("", "")


def test_in_a_terminal_progress_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(PROGRESS, "EVERY_S", -1.0)  # a frame for every item
    list(show.progress([1, 2, 3], "x"))
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and err.endswith("x: 3 of 3\n")


def test_a_counter_is_one_display_that_ends_when_all_is_done(displayed, monkeypatch):
    monkeypatch.setattr(PROGRESS, "EVERY_S", -1.0)  # a frame for every call
    count = show.counter(EVIL)
    for done in (0, 700, 1_400, 1_400):  # work may go on, to replace what is dropped, after all was there once
        count(done, 1_400)
    assert [output["update"] for output in displayed] == [False, True, True]
    assert frames(displayed)[-1] == f"{EVIL}: 1,400 of 1,400"
    assert "width:50%" in displayed[1]["data"]["text/html"]
    assert Page(displayed[-1]["data"]["text/html"]).text == f"{EVIL}: 1,400 of 1,400"


def test_a_counter_shows_its_end_however_soon_it_comes(displayed):
    count = show.counter("rows")
    for done in range(1, 1_001):
        count(done, 1_000)
    assert frames(displayed)[-1] == "rows: 1,000 of 1,000"
    assert len(displayed) < 100


def test_counters_do_not_share_a_display(displayed):
    show.counter("a")(1, 1)
    show.counter("b")(2, 2)
    assert frames(displayed) == ["a: 1 of 1", "b: 2 of 2"]
    assert len({output["transient"]["display_id"] for output in displayed}) == 2


def test_in_a_terminal_a_counter_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    count = show.counter("x")
    for done in (1, 2, 2):
        count(done, 2)
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and err.endswith("x: 2 of 2\n")


# The chat widget


def test_the_chat_widget_asks_the_model_and_shows_what_happened(lm, displayed):
    chat = show.chat_widget(lm, [add], tool_choice="add", max_turns=1, max_new_tokens=40)
    assert "The tools: add." in chat._page.value
    trace = chat.ask(f"  What is 2 plus 3? {EVIL} ")
    (call,) = trace.calls
    assert call.name == "add" and trace.results[0].ok
    assert chat.messages == trace.messages
    assert chat.messages[0] == {"role": "user", "content": f"What is 2 plus 3? {EVIL}"}
    page = Page(chat._page.value)
    assert set(page.tags) == {"div", "b"}
    assert f"→ add(a={call.arguments['a']}, b={call.arguments['b']})" in page.text
    assert trace.results[0].content in page.text

    second = chat.ask("And 4 plus 5?")
    assert second.messages[: len(trace.messages)] == trace.messages  # the conversation goes on

    chat._ipython_display_()
    (output,) = displayed
    assert output["data"]["text/html"] == chat._page.value
    assert "What is 2 plus 3?" in output["data"]["text/plain"]
    assert output["data"][WIDGET]["model_id"] == chat.box.model_id


def test_the_saved_page_of_an_unused_widget_says_so(displayed):
    show.chat_widget(None, [add])._ipython_display_()
    (output,) = displayed
    assert "The tools: add." in Page(output["data"]["text/html"]).text
    assert "run the notebook" in output["data"]["text/plain"]


def test_the_live_widget_is_displayed_as_ipywidgets_displays_it(displayed):
    """Spelt out in our bundle, because ipywidgets 7 and 8 have no method in common; here it is held against 8's."""
    chat = show.chat_widget(None, [add])
    chat._ipython_display_()
    assert displayed[0]["data"][WIDGET] == chat.box._repr_mimebundle_()[WIDGET]


def test_an_error_behind_the_button_is_seen_on_the_page():
    chat = show.chat_widget(None, [add], max_turns=0)  # refused before any model is asked
    chat._input.value = "What is 2 plus 3?"
    chat._button.click()
    page = Page(chat._page.value)
    assert "Something went wrong. ValueError: run_agent: max_turns must be a whole number" in page.text
    assert chat._input.value == "" and not chat._button.disabled
    assert chat.messages == []


def test_an_error_behind_the_button_is_raised_as_well():
    chat = show.chat_widget(None, [add], max_turns=0)
    chat._input.value = "x"
    with pytest.raises(ValueError, match="max_turns"):
        chat._send(chat._button)


def test_an_error_on_the_page_is_text():
    chat = show.chat_widget(None, [add], max_turns=EVIL)
    chat._input.value = "x"
    chat._button.click()
    page = Page(chat._page.value)
    assert "script" not in page.tags and EVIL in page.text


def test_an_empty_question_is_not_sent():
    chat = show.chat_widget(None, [add])
    before = chat._page.value
    chat._input.value = "  "
    chat._button.click()
    assert chat._page.value == before


@pytest.mark.parametrize("text", ["", "  ", None, 5])
def test_a_question_that_is_no_text_is_quoted(text):
    with pytest.raises(ValueError, match=f"ask: expected a question as text, got {text!r}"):
        show.chat_widget(None, [add]).ask(text)


def test_only_widgets_that_both_versions_have():
    chat = show.chat_widget(None, [add])
    kinds = {type(widget) for widget in (chat.box, *chat.box.children, *chat.box.children[0].children)}
    assert kinds == {ipywidgets.VBox, ipywidgets.HBox, ipywidgets.HTML, ipywidgets.Text, ipywidgets.Button}


def test_tool_names_on_the_page_are_escaped():
    chat = show.chat_widget(None, [add])
    chat._toolbox = [type("Named", (), {"name": EVIL})()]
    chat._draw()
    assert html.escape(EVIL) in chat._page.value
