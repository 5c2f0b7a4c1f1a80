"""Messages: mail, texts, channels, templates, drafts."""

from fcall_helpers.data.actions.model import action, role


def sms_segments(text: str, encoding: str = "auto", recipients: int = 1) -> dict:
    """How many text messages a text is split into: 160 or 70 characters alone, 153 or 67 when joined."""
    wide = encoding == "unicode" or (encoding == "auto" and not text.isascii())
    alone, joined = (70, 67) if wide else (160, 153)
    parts = 1 if len(text) <= alone else -(-len(text) // joined)
    return {"characters": len(text), "segments": parts, "messages": parts * recipients}


def fill_template(template: str, name: str, company: str = "", signature: str = "") -> str:
    """A letter from a stock of texts, addressed to a person."""
    body = {
        "welcome": "welcome aboard! We are glad to have you with us.",
        "reminder": "this is a friendly reminder that your invoice is due.",
        "thanks": "thank you for your order.",
        "apology": "we are sorry for the trouble that we caused.",
    }[template]
    place = f" at {company}" if company else ""
    return f"Dear {name}{place},\n{body}" + (f"\n{signature}" if signature else "")


def mask_address(address: str, keep: int = 1, symbol: str = "*") -> str:
    """An e-mail address in which all letters of the name but the first ``keep`` are hidden."""
    name, at, domain = address.partition("@")
    if not at:
        raise ValueError(f"address must hold an @, got {address!r}")
    return name[:keep] + symbol * max(0, len(name) - keep) + at + domain


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "messaging", "sms segments | count text messages | split sms | message length",
        does="""Count the text messages that a text needs.
                Tells into how many segments a text is split and how many messages are paid for
                Computes the length of an SMS""",
        asks="""count the text messages | check the length of my text | see how many segments a text needs
                work out the number of messages""",
        questions="How many messages is that | How long is the text | How many segments does it take",
        roles=[
            role("text|body|content|message", "message", "for {} | reading {} | with the text {}",
                 "Text to send. | Body of the message", required=True),
            role("encoding|charset|alphabet|coding", "choice", "in {} | using {} | encoded with {}",
                 "Alphabet. | Encoding of the message", default="auto",
                 says={"auto": "whatever encoding fits | automatic encoding",
                       "gsm": "the GSM alphabet | plain GSM letters", "unicode": "Unicode | the Unicode alphabet"}),
            role("recipients|num_recipients|receivers|audience_size", "guests",
                 "going to {} | sent to {} | for an audience of {}", "How many people get it. | Number of receivers",
                 default=1, within=(2, 60)),
        ],
        fn=sms_segments,
    ),
    action(
        "messaging", "fill template | render letter | compose from template | merge fields",
        does="""Write a letter from a template.
                Fills the name and other fields into one of the stock texts
                Renders a message template""",
        asks="""write a letter from a template | fill in a stock text | prepare a standard message
                compose one of our letters""",
        roles=[
            role("template|letter_type|kind|template_id", "choice", "using {} | based on {} | taking {}",
                 "Template. | Which stock text to use", required=True,
                 says={"welcome": "the welcome text | the greeting for newcomers",
                       "reminder": "the payment reminder | the invoice reminder",
                       "thanks": "the thank-you note | the text that says thanks",
                       "apology": "the apology | the text that says sorry"}),
            role("name|addressee|recipient_name|to_name", "full_name",
                 "addressed to {} | for {} | with {} as the addressee", "Who gets it. | Full name of the addressee",
                 required=True),
            role("company|organisation|firm|employer", "company",
                 "employed by {} | of the company {} | from the company {}",
                 "Company of the addressee. | Name of the firm", default=""),
            role("signature|signed_by|sender_name|closing_name", "first_name",
                 "signed {} | with {} under it | closing with {}", "Name under the letter. | Who signs", default=""),
        ],
        fn=fill_template,
    ),
    action(
        "messaging", "mask address | redact email | hide mail address | obfuscate contact",
        does="""Hide most of an e-mail address.
                Replaces the letters before the @ by a symbol, keeping the first few
                Redacts a contact so that it can be shown in public""",
        asks="hide an e-mail address | redact a contact | mask the address | make an address unreadable",
        questions="What does the masked address look like | How does the address read once redacted",
        roles=[
            role("address|email|contact|mail_address", "email", "of {} | for {} | given {}",
                 "Address to hide. | E-mail address to redact", required=True),
            role("keep|visible|unmasked|show_first", "choice",
                 "keeping {} | leaving {} visible | with {} shown",
                 "Letters left visible. | How many characters stay", default=1,
                 says={1: "one letter | 1 letter", 2: "two letters | 2 letters", 3: "three letters | 3 letters"}),
            role("symbol|mask|replacement|mask_char", "choice", "with {} | putting {} in their place | using {}",
                 "Symbol put in their place. | Character that hides a letter", default="*",
                 says={"*": "asterisks | stars", "#": "hash signs | number signs", "x": "the letter x | little crosses",
                       "_": "underscores | low lines"}),
        ],
        fn=mask_address,
    ),
    action(
        "messaging", "send email | compose mail | dispatch message | mail someone",
        does="""Send an e-mail.
                Mails a text to somebody, with a subject and copies to others
                Composes and sends a message""",
        asks="send an e-mail | write a mail | drop somebody a line | mail a message",
        roles=[
            role("to|recipient|to_address|receiver", "email", "to {} | addressed to {} | for {}",
                 "Address of the receiver. | E-mail address", required=True),
            role("subject|subject_line|headline|topic_line", "subject_line",
                 "with the subject {} | under the heading {} | the subject line being {}",
                 "Subject line. | Short heading of the mail", required=True),
            role("body|text|content|message", "message", "saying {} | with the text {} | that reads {}",
                 "Text of the mail. | What the message says", required=True),
            role("cc|copy_to|carbon_copy|also_to", "emails", "with copies to {} | copying in {} | and cc {}",
                 "Who gets a copy. | Addresses, as a list"),
            role("attachments|files|attached|enclosures", "files",
                 "attaching {} | with {} attached | enclosing {}", "Files sent along. | Names of the files, as a list"),
            role("importance|priority|urgency|flag", "choice", "as {} | marked {}",
                 "Importance. | How the mail is flagged", default="normal",
                 says={"high": "urgent | highly important", "normal": "normal | of normal importance",
                       "low": "unimportant | of low importance"}),
        ],
    ),
    action(
        "messaging", "send text message | text someone | deliver sms",
        does="""Send a text message to a phone.
                Delivers an SMS to a mobile number, at once or at a given moment
                Texts somebody""",
        asks="send a text message | text somebody | shoot over an SMS | let someone know by text",
        roles=[
            role("phone|number|to_number|mobile", "phone", "to {} | at the number {} | on {}",
                 "Phone number with country code. | Mobile number, E.164", required=True),
            role("message|text|body|sms_text", "message", "saying {} | with the words {} | that goes {}",
                 "Text of the message. | What it says", required=True),
            role("send_at|deliver_at|schedule|scheduled_time", "datetime", "at {} | to go out {} | timed for {}",
                 "When to send it, ISO 8601 in UTC. | Moment of delivery; at once if left out"),
            role("sender_id|from_name|sender|signed_as", "company",
                 "from {} | in the name of {} | with {} shown as the sender",
                 "Name shown as the sender. | Who it comes from"),
            role("delivery_report|receipt|request_receipt", "flag", "{}",
                 "Whether to report the delivery. | True to ask for a receipt",
                 says={True: "with a delivery report | and confirm that it arrived",
                       False: "without a delivery report | with no receipt needed"}),
        ],
    ),
    action(
        "messaging", "create channel | open chat room | new group chat | make conversation",
        does="""Create a channel.
                Opens a chat room for a team, with members and a purpose
                Makes a new group conversation""",
        asks="create a channel | open a chat room | start a group chat | set up a new conversation",
        roles=[
            role("name|channel_name|room|title", "channel_name", "called {} | with the name {} | named {}",
                 "Name of the channel, lower case. | What the room is called", required=True),
            role("members|users|participants|people", "people", "with {} | for {} | bringing in {}",
                 "Members. | Full names, as a list", required=True),
            role("purpose|topic|description|about", "topic", "about {} | to talk about {} | devoted to {}",
                 "What it is for. | Purpose of the channel"),
            role("private|is_private|invite_only", "flag", "{}",
                 "Whether it is private. | True to let members in by invitation only", default=False,
                 says={True: "kept private | by invitation only", False: "open to all | as a public one"}),
            role("retention_days|keep_days|history_days|message_lifetime", "duration_days",
                 "keeping messages for {} | with a history of {} | deleting messages after {}",
                 "Days for which messages are kept. | Retention period, days", within=(7, 365)),
        ],
    ),
    action(
        "messaging", "search messages | find mail | query inbox | lookup conversation",
        does="""Search the messages.
                Finds mails and chats by words, sender, period and state
                Queries the inbox""",
        asks="search my messages | find a mail | go through my mail | look for a conversation",
        questions="Which messages are there | What mail do I have | Where is the mail",
        roles=[
            role("keywords|terms|words|search_terms", "tags", "with the words {} | containing {} | mentioning {}",
                 "Words to look for. | Search terms, as a list", required=True),
            role("sender|from_address|author|written_by", "sender", "from {} | sent by {} | written by {}",
                 "Who wrote it. | E-mail address of the sender"),
            role("before|older_than|until|received_before", "date",
                 "before {} | older than {} | from the time up to {}", "Only older ones, YYYY-MM-DD. | Latest date"),
            role("unread_only|only_unread|unseen", "flag", "{}",
                 "Whether to list unread ones only. | True to leave out what was read",
                 says={True: "that I have not read yet | unread ones only",
                       False: "including those I have read | whether read or not"}),
            role("folder|mailbox|label|where", "choice", "in {} | within {}", "Folder to search. | Part of the mailbox",
                 default="inbox",
                 says={"inbox": "the inbox | my incoming mail", "sent": "the sent folder | what I sent",
                       "archive": "the archive | archived mail", "spam": "the spam folder | the junk mail"}),
            role("max_results|limit|top|count", "limit",
                 "giving {} results at most | up to {} of them | stopping at {}",
                 "Greatest number of results. | How many to return", within=(5, 100)),
        ],
    ),
    action(
        "messaging", "set auto reply | out of office | enable vacation responder | configure absence note",
        does="""Set an automatic reply.
                Answers incoming mail with a text while somebody is away
                Configures the out-of-office note""",
        asks="""set an automatic reply | switch on my out-of-office note | set up a vacation message
                tell people that I am away""",
        roles=[
            role("text|reply_text|note|message", "message", "reading {} | with the text {} | that says {}",
                 "Text of the reply. | What senders are told", required=True),
            role("from_date|start|first_day|away_from", "start_date",
                 "from {} | beginning {} | with {} as the first day", "First day, YYYY-MM-DD. | Start of the absence",
                 required=True),
            role("to_date|end|last_day|away_until", "end_date", "until {} | through {} | with {} as the last day",
                 "Last day, YYYY-MM-DD. | End of the absence"),
            role("deputy|contact|stand_in|alternative_contact", "email",
                 "naming {} as the stand-in | referring people to {} | with {} for urgent matters",
                 "Who stands in. | E-mail address of the deputy"),
            role("audience|reply_to|scope|answer_whom", "choice", "answering {} | addressed to {}",
                 "Who is answered. | Which senders get the reply", default="everyone",
                 says={"everyone": "everyone | all senders", "contacts": "people I know | my contacts",
                       "colleagues": "colleagues | people in the company"}),
        ],
        rising="from_date to_date",
    ),
]
