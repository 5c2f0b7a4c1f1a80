"""Function Calling from First Principles: what the notebooks share.

The rooms, in the order data flows through them; a room imports only rooms above it:
assets, tools, chat, loss, parsing, models, decoding, agent, data, bfcl. ``checks`` knows the exercises,
``show`` displays, ``course`` builds and runs the notebooks.
"""

__version__ = "0.1.0"
