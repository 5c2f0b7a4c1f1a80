"""Fixtures of the notebook lint: a healthy notebook and, for every rule, small changes of it, good and bad.

``healthy`` makes the notebook, ``table`` has ``@good`` and ``@bad``, and the changes stand by theme in files named as
those of ``tests/notebook_lint``.
"""

from . import code, frame, outputs, prose, sources
from .healthy import STEM, Course
from .table import MUTATIONS, Mutation

__all__ = ["MUTATIONS", "STEM", "Course", "Mutation", "code", "frame", "outputs", "prose", "sources"]
