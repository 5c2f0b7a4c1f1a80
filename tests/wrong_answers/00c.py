# %% says="another role than 'tool'"
def conversation(question, call, result):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
        {"role": "user", "content": json.dumps(result)},
    ]


# %% says="the model forgets that it called"
def conversation(question, call, result):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": "I will add."},
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps(result)},
    ]


# %% says="which call this answers"
def conversation(question, call, result):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
        {"role": "tool", "content": json.dumps(result)},
    ]


# %% says="a tool's content is text"
def conversation(question, call, result):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
        {"role": "tool", "tool_call_id": call.id, "content": result},
    ]
