"""A chat box in the notebook in which every call and result is seen."""

import html

import ipywidgets
from IPython.display import display

from fcall_helpers.agent import Trace, run_agent
from fcall_helpers.models import LM
from fcall_helpers.show.html import note, turns
from fcall_helpers.tools import ToolBox

WIDGET = "application/vnd.jupyter.widget-view+json"


class ChatWidget:
    """A text box, a button and the conversation. ``ask(text)`` does without a browser what the button does."""

    def __init__(self, lm: LM, toolbox: ToolBox, **options):
        self.messages: list[dict] = []
        self._lm, self._toolbox, self._options = lm, toolbox, options
        self._input = ipywidgets.Text(placeholder="Ask something", layout=ipywidgets.Layout(width="70%"))
        self._button = ipywidgets.Button(description="Send", button_style="primary")
        self._page = ipywidgets.HTML()
        self._button.on_click(self._send)
        self.box = ipywidgets.VBox([ipywidgets.HBox([self._input, self._button]), self._page])
        self._draw()

    def ask(self, text: str) -> Trace:
        """Send a text as if it were typed; returns what the loop did and redraws the conversation."""
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"ask: expected a question as text, got {text!r}")
        asked = [*self.messages, {"role": "user", "content": text.strip()}]
        trace = run_agent(self._lm, asked, self._toolbox, **self._options)
        self.messages = trace.messages
        self._draw()
        return trace

    def _send(self, _button) -> None:
        text, self._input.value = self._input.value, ""
        if not text.strip():
            return
        self._button.disabled = True
        try:
            self.ask(text)
        except Exception as error:  # whoever clicked must see it: a callback's traceback goes to the server's log
            self._page.value += note("Something went wrong.", f"{type(error).__name__}: {error}", good=False).page
            raise
        finally:
            self._button.disabled = False

    def _draw(self) -> None:
        self._page.value = self._transcript()

    def _transcript(self) -> str:
        if not self.messages:
            names = ", ".join(tool.name for tool in self._toolbox)
            return f"<i>No questions yet. The tools: {html.escape(names)}.</i>"
        return turns(self.messages).page

    def _ipython_display_(self) -> None:
        # The widget for a live page; the transcript for a saved one, where widgets are dead.
        text = turns(self.messages).text if self.messages else "a chat box (run the notebook to use it)"
        # Written out: ipywidgets 7 (Colab's) and 8 agree on this bundle, but not on the method that gives it.
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        display({WIDGET: view, "text/html": self._transcript(), "text/plain": text}, raw=True)


def chat_widget(lm: LM, toolbox: ToolBox, **options) -> ChatWidget:
    """A `ChatWidget`; ``options`` go to `run_agent` (``max_turns``, ``approve``, ``tool_choice``, …)."""
    return ChatWidget(lm, toolbox if isinstance(toolbox, ToolBox) else ToolBox(toolbox), **options)
