# %% says="no <tool_call> tag"
call_text = "add(12, 30)"

# %% says="double quotes"
call_text = "<tool_call>\n{'name': 'add', 'arguments': {'a': 12, 'b': 30}}\n</tool_call>"

# %% says="without quotes"
call_text = '<tool_call>\n{"name": "add", "arguments": {"a": "12", "b": "30"}}\n</tool_call>'

# %% says="never closed"
call_text = '<tool_call>\n{"name": "add", "arguments": {"a": 12, "b": 30}}'

# %% says="needs \"arguments\""
call_text = '<tool_call>\n{"name": "add", "a": 12, "b": 30}\n</tool_call>'

# %% says="'addition'"
call_text = '<tool_call>\n{"name": "addition", "arguments": {"a": 12, "b": 30}}\n</tool_call>'
