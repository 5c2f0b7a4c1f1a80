"""Rows as numbers, and batches of them that waste little: rows behind the tools they share, and several to a sequence.

Rows with the same tools begin with the same tokens. `pack` writes such a prefix once and the rows one after another
behind it; each row sees the prefix and itself, and counts its positions on from the prefix. Rows without a partner
stand in one sequence as well, where none sees another. So every token gets the very logits it has when its row runs
alone, and the loss and its gradients are the same, for fewer positions. Packing without leaking is that of Krell et
al. (https://arxiv.org/abs/2107.02027); one copy of a shared prefix is what Hydragen does for inference
(https://arxiv.org/abs/2402.05099), here in training.
"""

from fcall_helpers.packing.batches import Batch, rows_of
from fcall_helpers.packing.examples import Example, encode_rows
from fcall_helpers.packing.forward import forward_loss
from fcall_helpers.packing.planning import pack

__all__ = ["Batch", "Example", "encode_rows", "forward_loss", "pack", "rows_of"]
