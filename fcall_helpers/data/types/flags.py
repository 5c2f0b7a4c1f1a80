"""Yes or no, said in the words that belong to the argument: "including taxes" is True."""

from fcall_helpers.data.types.base import SemanticType, define, one_of, split


def flag(name: str, yes: str, no: str, names: str, descriptions: str) -> SemanticType:
    """A boolean whose forms are whole phrases, separated by ``|``, so that its only phrase is the bare form."""
    said = {True: split(yes), False: split(no)}
    return define(name, "boolean", one_of((True, False)), lambda value: [*said[value]], names, descriptions, "{}")


FLAGS: tuple[SemanticType, ...] = (
    flag(
        "include_taxes",
        "including taxes | with taxes included | tax included",
        "without taxes | excluding taxes | before tax",
        "include_taxes include_tax tax_included with_tax",
        "Whether taxes are included | Include taxes | True to add taxes to the result",
    ),
    flag(
        "verbose",
        "with all the details | in detail | with verbose output",
        "without details | without verbose output | briefly",
        "verbose detailed include_details show_details",
        "Whether to give all details | Detailed output | True for a long answer",
    ),
    flag(
        "pets_allowed",
        "with pets allowed | that accepts pets | where my dog is welcome",
        "with no pets allowed | without pets | where pets are not allowed",
        "pets_allowed pet_friendly allow_pets",
        "Whether pets are allowed | Pet-friendly | Pets may come along",
    ),
    flag(
        "notify",
        "and notify everyone | with a notification | and let everybody know",
        "without a notification | without notifying anyone | and tell nobody",
        "notify send_notification notify_users alert",
        "Whether to send a notification | Notify those concerned | True to tell everyone about it",
    ),
    flag(
        "gift_wrap",
        "gift-wrapped | with gift wrapping | wrapped as a present",
        "without gift wrapping | not gift-wrapped | unwrapped",
        "gift_wrap is_gift gift_wrapping",
        "Whether to wrap it as a gift | Gift wrapping | Wrap the items",
    ),
    flag(
        "case_sensitive",
        "case-sensitive | respecting upper and lower case | with case mattering",
        "ignoring case | case-insensitive | regardless of upper and lower case",
        "case_sensitive match_case respect_case",
        "Whether upper and lower case differ | Case-sensitive matching | Respect the case of letters",
    ),
    flag(
        "recursive",
        "including all subfolders | recursively | with subfolders",
        "without subfolders | not recursively | only at the top level",
        "recursive include_subfolders include_subdirectories",
        "Whether to go into subfolders | Recurse | Include folders inside folders",
    ),
    flag(
        "overwrite",
        "overwriting what is there | and overwrite existing files | replacing the old one",
        "without overwriting anything | and keep existing files | leaving the old one as it is",
        "overwrite force replace_existing",
        "Whether existing files are replaced | Overwrite | Replace what is there",
    ),
    flag(
        "nonstop",
        "nonstop only | without stopovers | direct flights only",
        "stopovers are fine | with connections allowed | not necessarily direct",
        "nonstop direct_only direct_flight nonstop_only",
        "Whether only direct flights count | Nonstop flights only | No stopovers",
    ),
    flag(
        "breakfast",
        "with breakfast | breakfast included | including breakfast",
        "without breakfast | no breakfast | excluding breakfast",
        "breakfast breakfast_included include_breakfast",
        "Whether breakfast is included | Breakfast | Add breakfast to the stay",
    ),
    flag(
        "public",
        "visible to everyone | as a public one | open to the public",
        "as a private one | visible to me only | kept private",
        "public is_public visible shared",
        "Whether everyone may see it | Public visibility | False keeps it private",
    ),
    flag(
        "dry_run",
        "as a dry run | without really doing it | just as a rehearsal",
        "for real | not as a dry run | this is not a rehearsal",
        "dry_run simulate test_mode",
        "Whether to only simulate | Dry run: change nothing | Simulate the operation",
    ),
    flag(
        "round_result",
        "rounded | with the result rounded | and round the result",
        "unrounded | without rounding | and do not round the result",
        "round_result rounded use_rounding",
        "Whether to round the result | Rounding | Round to a whole number",
    ),
    flag(
        "remote",
        "working remotely | fully remote | from home",
        "on site | in the office | not remote",
        "remote is_remote remote_ok work_from_home",
        "Whether it is remote | Remote work | True if it can be done from home",
    ),
    flag(
        "in_stock",
        "in stock only | that are in stock | available right now",
        "including those out of stock | whether in stock or not | even if sold out",
        "in_stock in_stock_only available_only",
        "Whether to list only what is in stock | In stock | Leave out what is sold out",
    ),
    flag(
        "smoking",
        "in a smoking room | smoking allowed | for smokers",
        "in a non-smoking room | non-smoking | no smoking",
        "smoking smoking_room smoking_allowed smoker",
        "Whether smoking is allowed | Smoking | True for a room in which one may smoke",
    ),
    flag(
        "furnished",
        "furnished | with furniture | fully furnished",
        "unfurnished | without furniture | not furnished",
        "furnished is_furnished with_furniture",
        "Whether it is furnished | Furniture included | Furnished or empty",
    ),
    flag(
        "outdoor_seating",
        "with seats outside | with outdoor seating | where we can sit outside",
        "with seats inside only | without outdoor seating | indoors only",
        "outdoor_seating outdoor terrace has_terrace",
        "Whether there are seats outside | Outdoor seating | Terrace or garden",
    ),
    flag(
        "accessible",
        "with wheelchair access | wheelchair accessible | with step-free access",
        "without wheelchair access | wheelchair access not needed | steps are no problem",
        "wheelchair_accessible accessible step_free",
        "Whether a wheelchair can enter | Accessible | Step-free access",
    ),
    flag(
        "subtitles",
        "with subtitles | subtitles on | and show the subtitles",
        "without subtitles | subtitles off | and hide the subtitles",
        "subtitles show_subtitles captions enable_subtitles",
        "Whether to show subtitles | Subtitles | Turn captions on",
    ),
    flag(
        "include_images",
        "with pictures | including images | images included",
        "without pictures | text only | leaving out images",
        "include_images images with_images show_images",
        "Whether images are included | Images | Add pictures to the result",
    ),
    flag(
        "normalize",
        "normalized | after normalizing | with normalization",
        "unnormalized | without normalizing | as raw values",
        "normalize normalized scale_values standardize",
        "Whether to normalize the values | Normalization | Scale the values first",
    ),
    flag(
        "turned_on",
        "switched on | on | turned on",
        "switched off | off | turned off",
        "on power state enabled is_on",
        "Whether it is on | Power, true for on | Switch it on (true) or off (false)",
    ),
    flag(
        "urgent",
        "as soon as possible | urgently | it is urgent",
        "there is no hurry | whenever it suits | it is not urgent",
        "urgent is_urgent rush expedite",
        "Whether it is urgent | Urgent | True if it cannot wait",
    ),
)
