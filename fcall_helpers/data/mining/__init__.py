"""Training rows from the code that is installed: real functions, real signatures, real argument values.

A file each, in the order of the work: `packages` (what is installed, under which licences), `scan` (one file, with
`scopes`, `repeats`, `definitions` and `annotations`), `names` (what a name in one file means in another), `values` and
`matching` (which arguments may stay), `vocabulary`, `wording` and `schemas` (a docstring and a signature as a tool),
`phrases` and `rows` (a call as an example), `mine` (all of it). Nothing is imported or run: what is read is text.
"""

from fcall_helpers.data.mining.mine import Mined, MiningReport, mine_calls

__all__ = ["Mined", "MiningReport", "mine_calls"]
