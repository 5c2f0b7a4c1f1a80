"""What a run found: accuracy with its interval, why calls were wrong, and what others have published beside it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from fcall_helpers.bfcl.checking import KINDS
from fcall_helpers.bfcl.published import PUBLISHED, REMARKS
from fcall_helpers.bfcl.runs import read_run
from fcall_helpers.bfcl.statistics import wilson

COLUMNS = 6  # categories side by side; more than these go below
# What went wrong with the calling as a whole in greys and blues, with an argument in yellow to red.
COLOURS = {
    **{"right": "#009E73", "no_call": "#BBBBBB", "unparseable": "#666666", "missing_call": "#56B4E9"},
    **{"extra_call": "#0072B2", "called": "#332288", "wrong_tool": "#CC79A7", "missing_argument": "#F0E442"},
    **{"unexpected_argument": "#E69F00", "wrong_type": "#D55E00", "wrong_value": "#882255"},
}
ALONE = (
    "irrelevance and relevance mean nothing alone: who never calls has 100 % of the one, who always calls of the "
    "other; evaluate categories that want calls as well"
)


@dataclass(frozen=True)
class Score:
    """One category: ``right`` of ``n`` cases, and the 95 % Wilson interval of that share, ``low`` to ``high``."""

    right: int
    n: int

    @property
    def accuracy(self) -> float:
        """The share that is right, from 0 to 1."""
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """`wilson` at 95 %."""
        return wilson(self.right, self.n)


@dataclass(frozen=True)
class Report:
    """The checked answers of one run.

    ``cases`` are rows {id, category, constrained, kind, message, text}, in the benchmark's order; ``settings`` say how
    they came about, ``folder`` where they are kept.
    """

    settings: dict
    cases: list[dict]
    folder: Path | None = None

    @classmethod
    def read(cls, folder: str | Path) -> "Report":
        """The report of a finished run from its folder, without its model. ``ValueError`` when there is none."""
        return cls(*read_run(Path(folder)), Path(folder))

    @property
    def model(self) -> str:
        """What the model is called, with how it was decoded."""
        return self.settings["model"] + (", constrained" if self.settings["constrained"] else "")

    @property
    def categories(self) -> list[str]:
        """The categories, in the order they were asked for."""
        return list(dict.fromkeys(case["category"] for case in self.cases))

    def scores(self) -> dict[str, Score]:
        """{category: `Score`}."""
        kinds = self.by_kind()
        return {name: Score(kinds[name].get("right", 0), sum(kinds[name].values())) for name in kinds}

    def by_kind(self) -> dict[str, dict[str, int]]:
        """{category: {kind: how many}} for the kinds of verdict that occur, "right" first, then the commonest."""
        found = {name: Counter() for name in self.categories}
        for case in self.cases:
            found[case["category"]][case["kind"]] += 1
        order = lambda pair: (pair[0] != "right", -pair[1], pair[0])  # noqa: E731
        return {name: dict(sorted(kinds.items(), key=order)) for name, kinds in found.items()}

    def to_json(self) -> dict[str, dict]:
        """{category: {accuracy, n, low, high, kinds}}; shares from 0 to 1."""
        kinds = self.by_kind()
        return {
            name: {
                "accuracy": score.accuracy,
                "n": score.n,
                "low": score.interval[0],
                "high": score.interval[1],
                "kinds": kinds[name],
            }
            for name, score in self.scores().items()
        }

    def table(self) -> str:
        """Percent right with intervals, published models below, then how often each kind of verdict came."""
        names = self.categories
        blocks = [self._block(names[i : i + COLUMNS]) for i in range(0, len(names), COLUMNS)]
        return "\n".join(["\n\n".join(blocks), *(f"note: {line}" for line in self.notes())])

    def notes(self) -> list[str]:
        """What a reader of the numbers must know, a line each."""
        notes = [] if any("relevance" not in name for name in self.categories) else [ALONE]
        free = sum(not case["constrained"] for case in self.cases)
        if self.settings["constrained"] and free:
            notes.append(f"{free} of {len(self.cases)} cases were decoded freely: no grammar can hold their schemas")
        shown = _published(self.categories)
        return notes + [f"{name}, published: {REMARKS[name]}" for name in shown if name in REMARKS]

    def in_words(self) -> str:
        """The scores as one sentence: the text of the plot for those who do not see it."""
        scores = self.scores().items()
        return f"{self.model}, percent of calls right: " + "; ".join(
            f"{name} {100 * one.accuracy:.1f} ({_range(one)})" for name, one in scores
        )

    def plot(self) -> Figure:
        """A bar a category, cut by kind of verdict, with the interval of what is right and the published scores."""
        kinds, scores = self.by_kind(), self.scores()
        fig = Figure(figsize=(8, 1.9 + 0.42 * len(scores)), layout="constrained")
        axes = fig.subplots()
        left = dict.fromkeys(kinds, 0.0)
        for kind in [kind for kind in COLOURS if any(kind in found for found in kinds.values())]:
            widths = [100 * kinds[name].get(kind, 0) / scores[name].n for name in kinds]
            axes.barh(
                list(kinds), widths, left=list(left.values()), color=COLOURS[kind], label=KINDS[kind], height=0.62
            )
            left = {name: left[name] + width for name, width in zip(kinds, widths, strict=True)}
        self._mark_intervals(axes)
        axes.invert_yaxis()
        axes.set(xlim=(0, 100), xlabel="percent of cases", title=self._finding())
        axes.grid(axis="y", visible=False)
        fig.legend(loc="outside lower center", ncols=2, fontsize="small", frameon=False)
        return fig

    def __str__(self) -> str:
        return self.table()

    # Parts of the plot

    def _mark_intervals(self, axes) -> None:
        scores = list(self.scores().values())
        middles = [100 * one.accuracy for one in scores]
        spans = [[100 * (one.accuracy - one.interval[0]) for one in scores]]
        spans.append([100 * (one.interval[1] - one.accuracy) for one in scores])
        axes.errorbar(
            middles,
            range(len(scores)),
            xerr=spans,
            fmt="none",
            ecolor="black",
            capsize=3,
            lw=1.2,
            label="95 % interval",
        )
        marks = [
            (PUBLISHED[model][name], place)
            for place, name in enumerate(self.categories)
            for model in PUBLISHED
            if name in PUBLISHED[model]
        ]
        if marks:
            axes.plot(
                *zip(*marks, strict=True), "D", mfc="white", mec="black", ms=4.5, ls="", label="published, others"
            )

    def _finding(self) -> str:
        scores = self.scores()
        best, worst = (
            max(scores, key=lambda name: scores[name].accuracy),
            min(scores, key=lambda name: scores[name].accuracy),
        )
        first = f"{self.model}: {100 * scores[best].accuracy:.0f} % of {best} right"
        return first if best == worst else f"{first}, {100 * scores[worst].accuracy:.0f} % of {worst}"

    # Parts of the table

    def _block(self, names: list[str]) -> str:
        scores, kinds = self.scores(), self.by_kind()
        rows = [["percent right", *names]]
        rows.append([self.model, *(f"{100 * scores[name].accuracy:.1f}" for name in names)])
        rows.append(["  95 % interval", *(_range(scores[name]) for name in names)])
        rows.append(["  right of n", *(f"{scores[name].right} of {scores[name].n}" for name in names)])
        for model, values in _published(names).items():
            rows.append([f"{model}, published", *(f"{values[name]:.1f}" if name in values else "-" for name in names)])
        rows.append(["verdicts", *[""] * len(names)])
        seen = [kind for kind in KINDS if any(kind in kinds[name] for name in names)]
        rows += [[f"  {kind}", *(str(kinds[name].get(kind, "-")) for name in names)] for kind in seen]
        return _align(rows)


def _published(names: list[str]) -> dict[str, dict[str, float]]:
    return {model: values for model, values in PUBLISHED.items() if values.keys() & set(names)}


def _range(score: Score) -> str:
    low, high = score.interval
    return f"{100 * low:.1f} to {100 * high:.1f}"


def _align(rows: list[list[str]]) -> str:
    """The first column to the left, the others to the right."""
    first, *others = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        row[0].ljust(first) + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
