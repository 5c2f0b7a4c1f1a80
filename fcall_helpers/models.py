"""Load a causal language model and its tokenizer: the bundled one, one from the hub or a folder, with an adapter.

The bundled SmolLM2-135M-Instruct (https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct, Apache-2.0) arrives as
a 4-bit GGUF file, which takes transformers 15 s to read. `load` converts it once to safetensors in the cache; after
that it loads in well under a second, with or without a network.
"""

import contextlib
import json
import logging
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock
from safetensors import SafetensorError
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM
from transformers.utils import logging as hf_logging

from fcall_helpers.assets import ASSETS, asset, cache_dir, sha256, staged, storing
from fcall_helpers.chat import use_template

log = logging.getLogger(__name__)

BUNDLED = "smollm2-135m"
PUBLISHED_AS = "HuggingFaceTB/SmolLM2-135M-Instruct"  # the bundled model, on the hub
ARCHITECTURE = LlamaForCausalLM  # its import takes a second or two: it belongs here, not in the first `load`
CONTEXT = 8192  # tokens; the GGUF file names it for the model, but not for the tokenizer
CONVERTED = 1  # raise when the conversion below changes, so that caches are converted anew
ADAPTERS = Path(__file__).with_name("adapters")
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16, "float64": torch.float64}


@dataclass
class LM:
    """A model ready to use: a transformers model in eval mode, its tokenizer, where it lives, what it is called."""

    model: Any
    tokenizer: Any
    device: torch.device
    name: str
    kept: dict = field(default_factory=dict, repr=False, compare=False)  # what other rooms make once for this tokenizer


def load(
    name: str | Path = BUNDLED, *, adapter: str | Path | None = None, device: str = "auto", dtype: str = "auto"
) -> LM:
    """Load a model and tokenizer, the tokenizer set to this course's prompt format.

    Parameters
    ----------
    name : "smollm2-135m" (bundled, works offline), a folder, or a hub id such as "Qwen/Qwen2.5-0.5B-Instruct".
    adapter : a PEFT adapter to merge into the weights: the name of a bundled one, or a folder.
    device : "auto" (a GPU when there is one), "cpu", "cuda", "cuda:1", "mps", …
    dtype : "auto" (bfloat16 on a GPU, float32 on a CPU, so that every CPU gives the same answers), "float32",
        "bfloat16", "float16" or "float64".

    Raises ``ValueError`` for an unknown name, adapter, device or dtype, `AssetError` when the bundled model is not in
    the cache and cannot be fetched.
    """
    where = _device(device)
    what = _dtype(dtype, where)
    adapter_folder = _adapter(adapter)
    source, pinned = _source(name := str(name) if isinstance(name, Path) else name)
    try:
        with _no_bars():
            tokenizer = AutoTokenizer.from_pretrained(source)
            model = AutoModelForCausalLM.from_pretrained(source, dtype=what)
    except (OSError, ValueError, SafetensorError) as error:
        if pinned:
            raise
        raise ValueError(f"load: could not load {name!r}: {str(error).strip().splitlines()[0]}") from None
    if adapter_folder:
        model = _merge(model, adapter_folder, name)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return LM(model.to(where).eval(), use_template(tokenizer), where, name)


@contextlib.contextmanager
def _no_bars():
    """Without transformers' progress bars: they go to stderr, which no notebook of the course may write to."""
    shown = hf_logging.is_progress_bar_enabled()
    hf_logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            hf_logging.enable_progress_bar()


def _device(device: str) -> torch.device:
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        where = torch.device(device)
        torch.empty(0, device=where)
    except (RuntimeError, AssertionError, TypeError, ImportError):
        raise ValueError(f"load: device {device!r} is not one this machine has; use 'auto' or 'cpu'") from None
    return where


def _dtype(dtype: str | torch.dtype, where: torch.device) -> torch.dtype:
    dtype = str(dtype).removeprefix("torch.")
    if dtype == "auto":
        return torch.float32 if where.type == "cpu" else torch.bfloat16
    if dtype not in DTYPES:
        raise ValueError(f"load: dtype {dtype!r} is not one of auto, {', '.join(DTYPES)}")
    return DTYPES[dtype]


def _adapter(adapter: str | Path | None) -> Path | None:
    if adapter is None:
        return None
    for folder in (ADAPTERS / str(adapter), Path(adapter)):
        if (folder / "adapter_config.json").is_file():
            return folder
    bundled = sorted(path.parent.name for path in ADAPTERS.glob("*/adapter_config.json"))
    raise ValueError(
        f"load: no adapter {str(adapter)!r}: neither a bundled one ({', '.join(bundled) or 'there is none yet'}) "
        f"nor a folder with an adapter_config.json"
    )


def _merge(model: Any, folder: Path, name: str) -> Any:
    """The model with the adapter's changes merged into its weights."""
    from peft import PeftModel

    try:
        with warnings.catch_warnings():
            # peft uses a name that transformers will drop: nothing a reader of a notebook can mend.
            warnings.simplefilter("ignore", FutureWarning)
            return PeftModel.from_pretrained(model, str(folder)).merge_and_unload()
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        why = " ".join(str(error).split())[:200]
        raise ValueError(f"load: adapter {folder.name!r} does not fit {name!r}: {why}") from None


def _source(name: str) -> tuple[str, bool]:
    """Where transformers finds the model, and whether it is the bundled one."""
    if name == BUNDLED:
        return str(_bundled()), True
    folder = isinstance(name, str) and Path(name).is_dir()
    known = (Path(name) / "config.json").is_file() if folder else isinstance(name, str) and name.count("/") == 1
    if not known:
        raise ValueError(
            f"load: no model {name!r}; there is {BUNDLED!r}, a folder that holds a model, "
            f"or a hub id such as 'Qwen/Qwen2.5-0.5B-Instruct'"
        )
    return name, False


def _bundled() -> Path:
    """The folder of the converted bundled model, made on first use."""
    folder = cache_dir() / f"{BUNDLED}-{ASSETS[BUNDLED].version}-safetensors-{CONVERTED}"
    if _intact(folder):
        return folder
    lock = FileLock(cache_dir() / f"{folder.name}.lock")
    with storing("the converted model (540 MB)", SafetensorError), lock:
        if not _intact(folder):
            gguf = asset(BUNDLED)
            log.info("converting %s to safetensors (15 s, once)", gguf.name)
            with staged(folder) as scratch, _no_bars():
                _convert(gguf, scratch)
                _seal(scratch)
    return folder


def _convert(gguf: Path, folder: Path) -> None:
    """GGUF to a folder that ``from_pretrained`` reads; float32, because 4-bit values times a scale need it."""
    options = {"gguf_file": gguf.name}
    read = AutoModelForCausalLM.from_pretrained(gguf.parent, dtype=torch.float32, **options)
    # transformers 5 refuses to save a model that came from GGUF: a new one from its config and weights may be saved.
    config = read.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    config._name_or_path = PUBLISHED_AS
    model = ARCHITECTURE(config)
    model.load_state_dict(read.state_dict())
    model.save_pretrained(folder)

    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, **options)
    # GGUF names this pre-tokenizer "smollm" and transformers rebuilds it without its first step, one digit a token.
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.model_max_length = CONTEXT
    tokenizer.save_pretrained(folder)


def _seal(folder: Path) -> None:
    """Write what the files are: sha256 for a careful check, size and time for a quick one."""
    seal = {path.name: [*_stat(path), sha256(path)] for path in sorted(folder.iterdir())}
    (folder / "SEAL.json").write_text(json.dumps(seal, indent=1))


def _stat(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _intact(folder: Path) -> bool:
    """Whether the files are those that were sealed. Only a file whose size or time changed is hashed (1.2 s)."""
    try:
        seal = json.loads((folder / "SEAL.json").read_text())
        damaged = [name for name, entry in seal.items() if not _unchanged(folder / name, *entry)]
    except FileNotFoundError:  # never made
        return False
    except (OSError, ValueError, TypeError, AttributeError):  # the seal itself is damaged
        damaged, seal = ["SEAL.json"], {}
    if damaged:
        log.warning("%s in the cache is damaged; making it again", ", ".join(damaged))
    return bool(seal) and not damaged


def _unchanged(path: Path, size: int, time: int, digest: str) -> bool:
    if not path.is_file():
        return False
    return _stat(path) == [size, time] or (_stat(path)[0] == size and sha256(path) == digest)
