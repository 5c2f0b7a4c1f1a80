"""The process that executes one notebook: ``python -m fcall_helpers.course.worker``.

The job is one JSON line on stdin; stdin stays open as long as the run that asked for it lives. Events are JSON
lines on stdout: ``{"ready": true}``, ``{"cell": id}`` before each code cell, and last
``{"done": error or null, "over": bool}``, where ``over`` says that the wall budget was used up.
"""

import json
import os
import sys
import threading
import time

from .guard import INSTALL


def main() -> None:
    job = json.loads(sys.stdin.readline())
    emit = _claim_stdout()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    emit(_execute(job, emit))
    os._exit(0)  # the kernel is shut down and the notebook written: nothing is left to tidy


def _claim_stdout():
    """Keep the real stdout for events; whatever libraries or the kernel print goes to the log that is stderr."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def emit(event: dict) -> None:
        events.write(json.dumps(event) + "\n")
        events.flush()

    return emit


def _leave_with_parent() -> None:
    """End of file on stdin means the run was killed: take the kernel along."""
    sys.stdin.read()
    from .processes import kill_tree

    kill_tree(os.getpid(), os.environ.get("FCALL_RUN_ID", ""), itself=False)
    os._exit(1)


def _execute(job: dict, emit) -> dict:
    """Run the notebook at ``job["path"]`` in place; the event that says how it ended."""
    import papermill

    clock = {"end": float("inf")}
    message = None

    def kernel_is_ready(**_):
        clock["end"] = time.monotonic() + job["limit_s"]
        emit({"ready": True})

    try:
        papermill.execute_notebook(
            job["path"],
            job["path"],
            parameters=job["parameters"],
            kernel_name="python3",
            progress_bar=False,
            cwd=job["cwd"],
            iopub_timeout=30,  # the default of 4 s is short for a busy machine
            # What is left of the wall budget is each cell's timeout; at its end the cell is interrupted.
            timeout_func=lambda _cell: max(0.1, clock["end"] - time.monotonic()),
            interrupt_on_timeout=True,
            on_notebook_start=kernel_is_ready,
            on_cell_execute=lambda cell, **_: emit({"cell": cell.get("id")}),
            # ERROR: ipykernel 7.4 warns about TCP at each start.
            extra_arguments=["--IPKernelApp.log_level=ERROR", f"--IPKernelApp.exec_lines={INSTALL}"],
        )
    except Exception as error:  # every way a run can fail is the caller's data
        message = f"{type(error).__name__}: {_last_line(error)}"
    return {"done": message, "over": time.monotonic() >= clock["end"]}


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else ""


if __name__ == "__main__":
    main()
