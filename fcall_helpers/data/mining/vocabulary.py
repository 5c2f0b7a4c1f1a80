"""Words that docstrings begin with: which of them are verbs, and which of those a person would ask for."""

_VERBS = """
    accept access accumulate acquire activate adapt add adjust advance aggregate align allocate alter analyse analyze
    annotate append apply approximate arrange assemble assign attach auto-detect average bin bind blend blur book
    bring broadcast build buy calculate call cancel capitalize cast center change charge check choose clamp clean
    cleanup clear clip clone close coerce collapse collect color combine compare compile compose compress compute
    concatenate configure connect construct consume contain contract convert convolve copy correct count cover crawl
    create crop cut cycle deactivate decide declare decode decompose decompress decorate decrease decrement decrypt
    deduce deduplicate define delete deliver denote deploy derive describe deserialize detect determine differentiate
    digest disable discard disconnect discover dispatch display dissect divide download draw drop dump duplicate edit
    email embed emit empty enable encode encrypt end enforce enqueue ensure enter enumerate erase escape estimate
    evaluate examine exchange exclude execute exit expand explain export expose express extend extract factor
    factorize fade fetch fill filter find finish fire fit fix flatten flip float flush fold follow force forget format
    forward free freeze gather generate get give go grant group grow guess halt handle hash hide highlight hold
    identify ignore import impute include increase increment index indicate infer initialise initialize insert inspect
    install instantiate instruct integrate interpolate interpret intersect invert invite invoke issue iterate join
    jump keep kill label launch lay left-justify limit link list listen load localize locate lock log look lookup
    lower mail make manage map mark mask match maximize measure merge minimize mirror mix modify monitor mount move
    multiply mutate name navigate negate normalise normalize notify observe obtain open optimize order output override
    pack pad paint parse partition pass paste pause pay perform permute pick pivot place play plot pop populate post
    predict prepare preprocess present press pretty-print print process produce project prompt propagate provide prune
    publish pull purge push put quantize query quote raise randomize randomly rank rasterize re-order read rearrange
    rebuild recalculate receive recode reconstruct record redirect reduce reflect refresh register reindex reject
    release reload remove rename render rent reorder repeat replace reply report represent request resample rescale
    reschedule reserve reset reshape resize resolve restore restrict retrieve return reverse revert review rewrite
    right-justify roll rotate round route run sample save scale scan schedule score search select sell send separate
    serialize set setup share shift ship shorten show shrink shuffle shut sign simplify simulate skip sleep slice
    smooth snap solve sort spawn specify split squeeze stack standardize start stop store stream stretch strip submit
    subscribe substitute subtract sum summarize suppress suspend swap switch sync synthesize take tell terminate test
    tile toggle tokenize trace track transform translate transpose traverse trigger trim truncate try turn uncompress
    undo unescape uninstall unlock unpack unquote unregister unset unstack untokenize unzip update upgrade upload use
    validate vectorize verify view visit vote wait walk warn weigh widen wrap write yield zip zoom
"""
# These start a sentence about Python itself: "Wrap the function ...", "Override ...".
_NOT_A_WISH = """
    call contain decorate go handle hold ignore include indicate invoke manage override provide raise test try use
    visit yield
"""
# Of a class, these are things: "Index based on an underlying Categorical".
_THINGS = """
    cast filter format group image index join label link list lock map mark mask name order place plot process project
    query record report run sample schedule score set stack store track value view
"""
# These start a thing: "The number of nodes", "Sum of the array elements".
_NOUNS = """
    a all an array element-wise elementwise length list matrix maximum mean minimum name names number one product size
    sum the value values vector
"""
_ADVERBS = """
    asynchronously efficiently lazily only quickly randomly recursively safely simply
"""

VERBS, NOT_A_WISH, THINGS = frozenset(_VERBS.split()), frozenset(_NOT_A_WISH.split()), frozenset(_THINGS.split())
NOUNS, ADVERBS = frozenset(_NOUNS.split()), frozenset(_ADVERBS.split())


def base_form(word: str) -> str | None:
    """The base form of a verb we know: "computes" and "compute" are compute; None for any other word."""
    if word in VERBS:
        return word
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("es", "e")):
        if word.endswith(ending) and (base := word.removesuffix(ending) + instead) in VERBS:
            return base
    return None
