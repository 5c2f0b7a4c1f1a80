"""Everything a notebook displays: figures, progress, expected errors, the token microscope, the widgets."""

from fcall_helpers.show.chat_widget import ChatWidget, chat_widget
from fcall_helpers.show.errors import expect_error
from fcall_helpers.show.figures import COLOURS, figure, style
from fcall_helpers.show.html import note, steps, table, turns
from fcall_helpers.show.live_loss import live_loss
from fcall_helpers.show.logits import LogitExplorer, logit_explorer
from fcall_helpers.show.microscope import microscope
from fcall_helpers.show.progress import counter, progress
from fcall_helpers.show.saliency import saliency

__all__ = [
    "COLOURS",
    "ChatWidget",
    "LogitExplorer",
    "chat_widget",
    "counter",
    "expect_error",
    "figure",
    "live_loss",
    "logit_explorer",
    "microscope",
    "note",
    "progress",
    "saliency",
    "steps",
    "style",
    "table",
    "turns",
]
