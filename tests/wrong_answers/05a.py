# %% says="*ran* the code"
def literal(node):
    return eval(compile(ast.Expression(node), "<row>", "eval"))


# %% says="you returned a piece of the tree"
def literal(node):
    if isinstance(node, ast.Constant):
        return node
    raise ValueError("no literal")


# %% says="`-7` is a literal"
def literal(node):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple)):
        return [literal(each) for each in node.elts]
    raise ValueError("no literal")


# %% says="came back as a tuple"
def literal(node):
    return ast.literal_eval(node)


# %% says="`b'abc'` should raise"
def literal(node):
    value = ast.literal_eval(node)
    return list(value) if isinstance(value, tuple) else value


# %% says="infinity: JSON has no word"
def literal(node):
    value = ast.literal_eval(node)
    if isinstance(value, (set, complex, bytes)):
        raise ValueError("not JSON")
    if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
        raise ValueError("a key is no text")
    return list(value) if isinstance(value, tuple) else value


# %% says="a call such as `print(1)`"
def literal(node):
    return ast.unparse(node)


# %% says="whose key is no text"
def literal(node):
    value = ast.literal_eval(node)
    if isinstance(value, (bytes, set, complex)):
        raise ValueError("not JSON")
    return list(value) if isinstance(value, tuple) else value
