# %% says="run on to the last closing tag"
def find_calls(text):
    found = []
    for body in re.findall(r"<tool_call>(.*)</tool_call>", text, re.DOTALL):
        try:
            call = json.loads(body)
        except ValueError:
            continue
        found.append((call["name"], call["arguments"]))
    return found


# %% says="one bad call must not cost the others"
def find_calls(text):
    bodies = re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)
    return [(call["name"], call["arguments"]) for call in map(json.loads, bodies)]


# %% says="JSON, not Python"
def find_calls(text):
    found = []
    for body in re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL):
        try:
            call = eval(body)
        except Exception:
            continue
        found.append((call["name"], call["arguments"]))
    return found


# %% says="one good call gave nothing"
def find_calls(text):
    return re.findall(r"<tool_call>(.*?)</tool_call>", text)


# %% says="you gave [{"
def find_calls(text):
    return [json.loads(body) for body in re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)]
