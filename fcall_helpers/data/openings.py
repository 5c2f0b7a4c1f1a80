"""How a request begins, and what people add before and after.

Openings are what dev and test do not share with train.
"""

from fcall_helpers.data.actions.model import split

# {Ask}/{ask}: the wish as an infinitive, {Question}/{question}: as a question; the arguments follow at {rest}.
ASKING = split("""
    {Ask}{rest}. | {Ask}{rest}, please. | {Ask}{rest}! | Please {ask}{rest}. | Kindly {ask}{rest}.
    Can you {ask}{rest}? | Could you {ask}{rest}? | Could you please {ask}{rest}? | Can you please {ask}{rest}?
    Would you {ask}{rest}? | Will you {ask}{rest} for me? | Would you be able to {ask}{rest}?
    Would it be possible to {ask}{rest}? | Is it possible to {ask}{rest}? | I need to {ask}{rest}.
    I want to {ask}{rest}. | I'd like to {ask}{rest}. | I would like to {ask}{rest}.
    I'd like you to {ask}{rest}. | I need you to {ask}{rest}. | I want you to {ask}{rest}. | Help me {ask}{rest}.
    Can you help me {ask}{rest}? | I'm trying to {ask}{rest}. | I have to {ask}{rest}.
    I was hoping you could {ask}{rest}. | I wonder if you could {ask}{rest}. | We need to {ask}{rest}.
    Let's {ask}{rest}. | Go ahead and {ask}{rest}. | Hey, {ask}{rest}. | Hi! Could you {ask}{rest}? Thanks!
    Hello, I need to {ask}{rest}. | My task for today: {ask}{rest}. | Next on my list is to {ask}{rest}.
    My manager wants me to {ask}{rest}. | A friend asked me to {ask}{rest}. | What I need is to {ask}{rest}.
    It's time to {ask}{rest}. | I forgot to {ask}{rest}. Can you do it?
    I have no time to {ask}{rest}, so please do it for me. | Quickly {ask}{rest}.
    When you have a moment, {ask}{rest}. | If you can, {ask}{rest}. | Do me a favor and {ask}{rest}.
    It would be great if you could {ask}{rest}. | Your job is to {ask}{rest}. | I'm looking to {ask}{rest}.
    Now {ask}{rest}. | Is there a way to {ask}{rest}? | Any chance you could {ask}{rest}?
    I was wondering whether you could {ask}{rest}. | Before I forget: {ask}{rest}. | First thing today: {ask}{rest}.
    As part of a project, I have to {ask}{rest}. | Could someone {ask}{rest}? | I still have to {ask}{rest}.
    My colleague asked me to {ask}{rest}. | I must {ask}{rest}. | Mind helping me {ask}{rest}?
    Someone needs to {ask}{rest}; can you? | I'd appreciate it if you could {ask}{rest}.
""")
QUESTIONING = split("""
    {Question}{rest}? | {Question}{rest}? Thanks. | Tell me, {question}{rest}? | Quick question: {question}{rest}?
    Hi, {question}{rest}? | So {question}{rest}? | Please tell me: {question}{rest}?
    I'm curious: {question}{rest}? | {Question}{rest}? I need to know. | One question: {question}{rest}?
    One more thing: {question}{rest}? | Remind me, {question}{rest}? | I can't work it out. {Question}{rest}?
    My question is: {question}{rest}? | Hello! {Question}{rest}? | I was asking myself: {question}{rest}?
""")
LISTING = split("""
    {Ask}. {listed}. | {Ask} with the following: {listed}. | Please {ask} ({listed}). | I need to {ask}. {listed}.
    Could you {ask}? Here are the details: {listed}. | {Ask} ({listed}).
""")
OPENINGS = (*ASKING, *QUESTIONING, *LISTING)
CONTEXTS = split("""
    I'm in a hurry. | I just got back to my desk. | This is for a report I'm writing. | I'm planning ahead.
    My sister asked me about this. | We talked about it yesterday. | I'm new here.
    Sorry to bother you again. | I'm working on something for a client. | There is a meeting in ten minutes.
    I promised to look into it. | I've been putting this off. | I'm checking my notes. | It has been a long day.
    I hope you are well. | Good morning! | I'd rather not do it by hand. | It's just an idea so far.
    I'm helping a neighbor with this. | I'm comparing a few options. | Big day tomorrow! | Here is my next question.
    My last attempt went wrong. | I could use some help here.
""")
AFTERWARDS = split("""
    Thanks. | Thank you! | That's all. | Cheers. | No rush. | It's urgent. | Let me know. | Much appreciated.
""")
