"""What a run says about a notebook."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the cell it happened in where that is known."""

    error: str  # one line
    cell: int | None = None  # position in the notebook, from 1, prose cells counted
    cell_id: str | None = None
    line: str = ""  # the cell's first line

    def __str__(self) -> str:
        where = f"cell {self.cell} (id {self.cell_id}) `{self.line}`: " if self.cell else ""
        return where + self.error


@dataclass(frozen=True)
class CellTime:
    """How long one cell took."""

    seconds: float
    cell: int
    cell_id: str


@dataclass
class RunResult:
    """One notebook's run. `seconds` counts from the kernel being ready to the last cell's end."""

    name: str
    mode: str
    status: str = "not run"  # passed | failed | timeout | interrupted | not run
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)  # in the order of the cells
    warnings: list[str] = field(default_factory=list)
    slowest: CellTime | None = None
    path: str = ""  # the executed notebook

    @property
    def ok(self) -> bool:
        return self.status == "passed"

    @property
    def error(self) -> str:
        """The first fault in one line, "" when there is none."""
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        return f"{self.faults[0]}{more}" if self.faults else ""

    def as_dict(self) -> dict:
        return asdict(self) | {"ok": self.ok, "error": self.error}
