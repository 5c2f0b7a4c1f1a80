"""What several test files share: the bundled model, loaded once a worker."""

import os

import pytest
import torch


@pytest.fixture(scope="session")
def lm():
    """The bundled model in float32 on the CPU; do not change its weights."""
    if os.environ.get("PYTEST_XDIST_WORKER"):  # two workers with one thread each beat one with two
        torch.set_num_threads(1)
    from fcall_helpers.models import load

    return load(device="cpu")
