"""A conversation as the model sees it: tokens, coloured by role, with what is trained."""

import html

from fcall_helpers.chat import IGNORE, Encoded
from fcall_helpers.show.html import ROLE_COLOURS, TEXT, Shown

START, END = "<|im_start|>", "<|im_end|>"


def microscope(encoded: Encoded | list[int], tokenizer, *, table: bool = False) -> Shown:
    """Tokens as coloured boxes; hovering tells position, id, role and whether the token is trained.

    Parameters
    ----------
    encoded : an `Encoded`, or only its ``input_ids`` (then nothing is marked as trained).
    table : one row a token instead, for print and for reading without a mouse.
    """
    ids, labels = (encoded.input_ids, encoded.labels) if isinstance(encoded, Encoded) else (encoded, None)
    labels = labels if labels is not None else [IGNORE] * len(ids)
    texts = [tokenizer.decode([i]) for i in ids]
    tokens = list(zip(ids, texts, roles(texts), labels, strict=True))
    plain = "".join(text if label == IGNORE else f"[{text}]" for _, text, _, label in tokens)
    page = _table(tokens) if table else _legend(tokens) + _boxes(tokens)
    return Shown(page, plain)


def roles(texts: list[str]) -> list[str]:
    """The role each token belongs to: the turn's, or "markup" for what frames a turn."""
    out, role, naming = [], "markup", False
    for text in texts:
        if text == START:
            role, naming = "", True
            out.append("markup")
        elif naming:
            role += text
            naming = "\n" not in text
            out.append("markup")
            role = role.strip()
        else:
            out.append(role if role in ROLE_COLOURS else "markup")
            if text == END:
                role = "markup"
    return out


def _boxes(tokens) -> str:
    boxes = []
    for position, (token_id, text, role, label) in enumerate(tokens):
        trained = label != IGNORE
        hint = f"position {position}, id {token_id}, {role}, {'trained' if trained else 'not trained'}"
        border = "2px solid #009E73" if trained else "1px solid #DDDDDD"
        shown = html.escape(text).replace("\n", "↵\n") if text.strip(" ") else text.replace(" ", "·")
        boxes.append(
            f'<span title="{hint}" style="background:{ROLE_COLOURS[role]};border-bottom:{border};'
            f'margin:1px;border-radius:3px">{shown}</span>'
        )
    style = f"font-family:monospace;font-size:13px;line-height:1.9;white-space:pre-wrap;background:#FFFFFF;{TEXT}"
    return f'<div style="{style}">{"".join(boxes)}</div>'


def _legend(tokens) -> str:
    seen = [role for role in ROLE_COLOURS if any(token[2] == role for token in tokens)]
    keys = "".join(
        f'<span style="background:{ROLE_COLOURS[role]};padding:1px 8px;margin-right:6px">{role}</span>' for role in seen
    )
    trained = sum(token[3] != IGNORE for token in tokens)
    count = f"{len(tokens)} tokens" + (f", {trained} trained (green underline)" if trained else "")
    return f'<div style="font-size:13px;margin-bottom:6px;{TEXT};background:#FFFFFF">{keys} {count}</div>'


def _table(tokens) -> str:
    rows = "".join(
        f'<tr style="background:{ROLE_COLOURS[role]};{TEXT}"><td>{position}</td><td>{token_id}</td>'
        f"<td><code>{html.escape(repr(text))}</code></td><td>{role}</td><td>{label}</td></tr>"
        for position, (token_id, text, role, label) in enumerate(tokens)
    )
    head = "".join(f"<th>{name}</th>" for name in ("position", "id", "token", "role", "label"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
