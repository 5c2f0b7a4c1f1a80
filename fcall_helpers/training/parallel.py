"""Several processes as one: each takes some micro-batches of a step, and their gradients are added up.

``torchrun --nproc_per_node=2 -m fcall_helpers train …`` starts them. The gradients are added by hand, once after the
last backward pass, not by ``DistributedDataParallel``: that divides by the number of processes where this loop divides
by the step's trained tokens, it wants equally many backward passes in each process, and its hooks are hidden. What is
given up is that it sends while it computes: of a 135M model one sum of 540 MB a step, some milliseconds on NVLink.
"""

import atexit
import datetime
import os
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, distributed, nn

from fcall_helpers.models import LM

PATIENCE = datetime.timedelta(hours=12)  # the others wait while the first process scores the model


@dataclass(frozen=True)
class Group:
    """This process (``rank``, from 0) among all of them (``world``). Alone it does nothing, at no cost."""

    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this is the process that writes."""
        return self.rank == 0

    def deal(self, items: list) -> list[tuple[int, Any]]:
        """This process' share of the items, each with its place among all of them."""
        return list(enumerate(items))[self.rank :: self.world]

    @torch.no_grad()
    def add_up(self, tensors: list[Tensor]) -> None:
        """Replace each tensor by its sum over the processes, in one message."""
        if self.world == 1:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        distributed.all_reduce(flat)
        sizes = [tensor.numel() for tensor in tensors]
        for tensor, total in zip(tensors, flat.split(sizes), strict=True):
            tensor.copy_(total.view_as(tensor))

    def add_gradients(self, weights: dict[str, nn.Parameter], others: list[Tensor]) -> None:
        """Sum the gradients, and ``others``, over the processes; one that had no batch adds zeros."""
        if self.world == 1:
            return
        for weight in weights.values():
            weight.grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
        self.add_up([*(weight.grad for weight in weights.values()), *others])

    def tell(self, value: Any) -> Any:
        """The first process' value, in all of them."""
        if self.world == 1:
            return value
        box = [value]
        distributed.broadcast_object_list(box, src=0)
        return box[0]

    def share(self, tensors: list[Tensor]) -> None:
        """Give every process the first one's tensors."""
        if self.world > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, src=0)

    def wait(self) -> None:
        """Until all processes are here."""
        if self.world > 1:
            distributed.barrier()


def local_device() -> str:
    """The device for `load` in this process: its own GPU under torchrun, else "auto"."""
    started = torch.cuda.is_available() and _world() > 1
    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if started else "auto"


def join(lm: LM) -> Group:
    """This process' place among those that torchrun started, the model on its own GPU. Alone if it started none."""
    if _world() == 1:
        return Group()
    if lm.device.type == "cuda":
        _own_device(lm)
    if not distributed.is_initialized():
        # Once for the life of the process: those who leave a group and meet again at once may miss each other.
        distributed.init_process_group("nccl" if lm.device.type == "cuda" else "gloo", timeout=PATIENCE)
        atexit.register(distributed.destroy_process_group)
    return Group(distributed.get_rank(), distributed.get_world_size())


def _world() -> int:
    """How many processes there are, as torchrun says it."""
    return int(os.environ.get("WORLD_SIZE", "1")) if "RANK" in os.environ else 1


def _own_device(lm: LM) -> None:
    """The model on this process' GPU, where `load` was not told which one: all of them would share the first."""
    if lm.device.index is None:
        lm.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        lm.model.to(lm.device)
    torch.cuda.set_device(lm.device)
