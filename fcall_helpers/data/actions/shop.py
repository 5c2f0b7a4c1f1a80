"""Shops and their support: finding and paying for goods, tracking them, sending them back."""

from fcall_helpers.data.actions.model import action, role

RETURN_SHARE = {"unopened": 1.0, "opened": 0.85, "damaged_on_arrival": 1.0, "used": 0.4}
SHIPPING = {"standard": 4.9, "express": 12.9, "overnight": 29.0, "pickup": 0.0}
POINTS = {"basic": 1.0, "silver": 1.25, "gold": 1.5, "platinum": 2.0}


def order_total(unit_price: float, quantity: int, discount: float = 0.0, shipping: str = "standard") -> dict:
    """What an order costs."""
    goods = unit_price * quantity * (1 - discount)
    postage = 0.0 if goods >= 100 and shipping == "standard" else SHIPPING[shipping]
    return {"goods": round(goods, 2), "shipping": postage, "total": round(goods + postage, 2)}


def refund_quote(price: float, days_since_delivery: int, condition: str = "unopened", member: bool = False) -> dict:
    """How much of the price comes back; members have twice the time."""
    if days_since_delivery > (60 if member else 30) and condition != "damaged_on_arrival":
        return {"eligible": False, "refund": 0.0}
    return {"eligible": True, "refund": round(price * RETURN_SHARE[condition], 2)}


def loyalty_points(amount_spent: float, tier: str = "basic", double_points: bool = False) -> int:
    """Points that a purchase earns."""
    return int(amount_spent * POINTS[tier] * (2 if double_points else 1))


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "shop", "issue refund | refund order | process refund | give money back",
        does="""Refunds an order.
                Issues a full or partial refund to the customer
                Sends the money for an order back, with the reason and the way it is paid out""",
        asks="refund a purchase | give the customer their money back | issue a refund | process a refund",
        questions="Could I get my money back",
        roles=[
            role("order_id|order_number|order|order_ref", "order_id",
                 "with the order number {} | under order number {} | with the number {}",
                 "Number of the order. | Order to refund", required=True),
            role("amount|refund_amount|partial_amount", "price_usd",
                 "of {} | in the amount of {} | paying back {}",
                 "Amount to refund in USD; everything if left out. | Partial amount in dollars", within=(5, 900)),
            role("reason|refund_reason|cause", "choice", "because {} | since {} | as {}",
                 "Why the money is refunded. | Reason code",
                 says={"damaged": "it arrived broken | it was damaged in the mail", "late": "it came far too late",
                       "wrong_item": "they sent the wrong thing | it was not what was ordered",
                       "not_as_described": "it does not match its description",
                       "changed_mind": "it is no longer wanted | I changed my mind"}),
            role("method|refund_to|payout_method", "choice", "to {} | paid to {}",
                 "Where the money goes. | Payout method", default="original_payment",
                 says={"original_payment": "the card it was paid with | the original payment method",
                       "store_credit": "store credit | my store balance", "gift_card": "a gift card",
                       "bank_transfer": "a bank account | my bank account"}),
        ],
    ),
    action(
        "shop", "order status | check order | lookup order | get order details",
        does="""Gets the status of an order.
                Order lookup
                Tells whether an order is being packed, has been shipped or was delivered""",
        asks="check on my order | look up an order | find out how far an order is | see what happened to an order",
        questions="What is the status of my order | Has anything been shipped yet | How far along is my order",
        roles=[
            role("order_id|order|order_no|reference", "order_id",
                 "with the order number {} | under the number {} | numbered {}",
                 "Number of the order. | Order reference", required=True),
            role("email|customer_email|buyer_email", "email",
                 "with the email address {} | registered to {} | under the email {}",
                 "E-mail the order was placed with. | Address of the buyer"),
            role("include_items|with_items|show_items", "flag", "{}",
                 "Also list what was ordered. | Whether items are returned", default=False,
                 says={True: "listing the items too | with all its items", False: "without the items"}),
        ],
    ),
    action(
        "shop", "start return | create return | return item | request return label",
        does="""Starts the return of an item.
                Return request with label
                Opens a return for one article of an order and creates the shipping label""",
        asks="return an item | start a return | send something back | get a return label",
        questions="How do I send an item back | Can I return something",
        roles=[
            role("order_id|order_number|purchase_id", "order_id",
                 "from order {} | bought with order {} | under the order number {}",
                 "Number of the order. | Order the item belongs to", required=True),
            role("sku|item_code|article|product_code", "sku",
                 "namely the article {} | with the item code {} | under the SKU {}",
                 "Code of the article. | SKU to return", required=True),
            role("condition|item_condition|state", "choice", "{}",
                 "State of the item. | Condition it is in",
                 says={"unopened": "with the seal intact | in unopened condition", "opened": "opened but unused",
                       "used": "after using it a few times", "defective": "with a defect | in defective condition"}),
            role("pickup|home_pickup|collect", "flag", "{}",
                 "Have it collected at home. | Whether a courier picks it up", default=False,
                 says={True: "with a courier picking it up | to be collected at my door",
                       False: "dropping it off myself | without a pickup"}),
        ],
    ),
    action(
        "shop", "exchange item | swap size | replace item | change variant",
        does="""Exchanges an item for another size or color.
                Item exchange
                Swaps an article that was bought for a different variant of it""",
        asks="exchange an item | swap something I bought | get a replacement | change what I ordered",
        questions="Can I swap something I bought",
        roles=[
            role("order_id|order|original_order", "order_id",
                 "from order {} | bought under order number {} | with the order number {}",
                 "Number of the order. | Original order", required=True),
            role("new_size|size|to_size", "clothing_size", "for size {} | in size {} instead | with {} as the new size",
                 "Size wanted now. | New size, as letters"),
            role("new_color|color|to_color", "color", "in {} | preferably in {} | with {} as the new color",
                 "Color wanted now. | New color"),
            role("reason|exchange_reason|why", "choice", "because {} | since {}",
                 "Why it is exchanged. | Reason code",
                 says={"too_small": "it is too small | it's too tight", "too_large": "it is too big | it's too loose",
                       "dislike_color": "the color is not right"}),
        ],
    ),
    action(
        "shop", "search products | find items | browse catalog | product search",
        does="""Searches the catalog of a shop.
                Product search with filters
                Finds articles by name and narrows them down by price, brand and rating""",
        asks="search the shop | find something to buy | browse the catalog | look for a product",
        questions="What do you have | Which products are there",
        roles=[
            role("query|search_term|keywords|q", "product", "for {} | matching {} | along the lines of {}",
                 "What to look for. | Search words", required=True),
            role("max_price|price_limit|budget|price_to", "max_price", "under {} | for at most {} | up to {}",
                 "Highest price in USD. | Upper price limit", within=(10, 2000)),
            role("min_rating|rating|stars_from", "rating", "rated at least {} | with {} or better | scoring {} or more",
                 "Lowest rating, 1 to 5 stars. | Minimum stars", within=(3, 5)),
            role("brand|manufacturer|maker", "brand", "by {} | made by {} | from the brand {}",
                 "Brand. | Who makes it"),
            role("sort_by|order|sort", "choice", "with {} first | showing {} at the top",
                 "How results are ordered. | Sort order", default="relevance",
                 says={"relevance": "the best matches", "price_asc": "the cheapest", "price_desc": "the most expensive",
                       "newest": "the newest", "best_selling": "the best sellers"}),
        ],
    ),
    action(
        "shop", "order total | cart total | checkout price | price quote",
        does="""Works out the total of an order.
                Cart total
                Multiplies price and quantity, takes off the discount and adds shipping""",
        asks="work out the total of an order | price up a cart | calculate what I pay at the checkout | quote a price",
        questions="What do I pay in the end | How much is the order altogether",
        roles=[
            role("unit_price|price|price_each|item_price", "price_usd",
                 "at {} each | with a unit price of {} | costing {} apiece",
                 "Price of one, in USD. | Unit price (USD)", required=True, within=(2, 500)),
            role("quantity|qty|units|count", "quantity",
                 "for {} pieces | ordering {} units | with a quantity of {}",
                 "How many. | Number of pieces", required=True, within=(2, 60)),
            role("discount|discount_rate|rebate", "discount",
                 "with {} off | after a discount of {} | less a rebate of {}",
                 "Discount as a fraction, e.g. 0.2 for 20%. | Rebate between 0 and 1", default=0.0,
                 within=(0.05, 0.5)),
            role("shipping|delivery|shipping_method", "choice", "with {} | sent by {}",
                 "How it is shipped. | Delivery method", default="standard",
                 says={"standard": "standard shipping | regular mail", "express": "express shipping | express mail",
                       "overnight": "overnight delivery | overnight courier"}),
        ],
        fn=order_total,
    ),
    action(
        "shop", "refund quote | return value | check refund eligibility | estimate refund",
        does="""Tells how much of a price is refunded.
                Refund eligibility
                Applies the return policy to the price, the time since delivery and the state of the item""",
        asks="estimate a refund | check if an item can still be refunded | apply the return policy | quote a refund",
        questions="How much would I get back | Is that still eligible for a refund",
        roles=[
            role("price|paid|purchase_price|item_price", "price_usd",
                 "for an item of {} | with a price of {} | bought for {}",
                 "Price that was paid, in USD. | Purchase price", required=True, within=(5, 1500)),
            role("days_since_delivery|days|age_days|days_owned", "duration_days",
                 "delivered {} ago | received {} ago | {} after delivery",
                 "Days since it was delivered. | Age of the purchase in days", required=True, within=(2, 90)),
            role("condition|item_condition|state", "choice", "{}",
                 "State of the item. | Condition on return", default="unopened",
                 says={"unopened": "with the wrapping intact | in unopened condition", "opened": "with the box opened",
                       "damaged_on_arrival": "with damage on arrival | with transit damage",
                       "used": "with signs of use"}),
            role("member|is_member|loyalty_member", "flag", "{}",
                 "The customer is in the loyalty program. | Membership", default=False,
                 says={True: "for a member | for a loyalty member", False: "for a non-member"}),
        ],
        fn=refund_quote,
    ),
    action(
        "shop", "loyalty points | reward points | points earned | bonus points",
        does="""Points a purchase earns in the loyalty program.
                Reward points
                Converts an amount spent to points, according to the tier of the customer""",
        asks="""work out the loyalty points | calculate the reward points | see how many points a purchase earns
                convert spending to points""",
        questions="How many points do I get | What does a purchase earn in points",
        roles=[
            role("amount_spent|spent|purchase_amount|spend", "price_usd",
                 "for {} spent | on a purchase of {} | if I spend {}",
                 "Amount spent, in USD. | Value of the purchase", required=True, within=(5, 2000)),
            role("tier|level|membership|status", "choice", "as {} | for {}",
                 "Tier of the customer. | Membership level", default="basic",
                 says={"basic": "a basic member", "silver": "a silver member", "gold": "a gold member",
                       "platinum": "a platinum member"}),
            role("double_points|promotion|double", "flag", "{}",
                 "A double-points promotion is on. | Whether points count twice", default=False,
                 says={True: "with double points | during the double-points week", False: "on an ordinary day"}),
        ],
        fn=loyalty_points,
    ),
    action(
        "shop", "track parcel | trace shipment | parcel status | follow package",
        does="""Tracks a parcel.
                Shipment tracking
                Returns where a parcel is and when it is expected""",
        asks="track a parcel | trace a shipment | find out where my package is | follow a delivery",
        questions="Where is my package | When does the parcel arrive",
        roles=[
            role("tracking_number|tracking_code|shipment_id|parcel_id", "tracking_number",
                 "with the tracking number {} | under {} | for {}",
                 "Tracking number, without spaces. | Code of the parcel", required=True),
            role("postal_code|zip|delivery_zip", "postal_code",
                 "going to {} | for delivery in {} | addressed to {}",
                 "Postal code of the receiver. | ZIP it is sent to"),
            role("history|full_history|all_events", "flag", "{}",
                 "Return every event, not only the last. | Full history", default=False,
                 says={True: "with its full history | showing every stop", False: "with just the latest event"}),
        ],
    ),
    action(
        "shop", "change delivery address | redirect order | update shipping address | reroute parcel",
        does="""Changes the delivery address of an order.
                Redirects an order that has not been shipped
                Replaces the shipping address of an open order and leaves a note for the driver""",
        asks="change the delivery address | redirect an order | have an order sent elsewhere | update an address",
        questions="Can an order still be redirected",
        roles=[
            role("order_id|order_number|order", "order_id",
                 "with the order number {} | with the number {} | numbered {}",
                 "Number of the order. | Order to redirect", required=True),
            role("address|new_address|ship_to|deliver_to", "address",
                 "to {} | with {} as the new address | sending it to {}",
                 "New address in one line. | Where it should go", required=True),
            role("note|driver_note|delivery_note", "note", "with the note {} | telling the driver {} | noting {}",
                 "Note for the driver. | Remark for the delivery"),
        ],
    ),
    action(
        "shop", "submit review | rate product | post review | leave feedback",
        does="""Posts a review of a product.
                Product review
                Publishes a rating, and a text if there is one, under the name of the customer""",
        asks="review a product | leave a rating | post some feedback | rate something I bought",
        questions="Can you post a review for me",
        roles=[
            role("product|item|product_name|reviewed_item", "product", "for {} | on {} | about {}",
                 "Product that is reviewed. | Name of the product", required=True),
            role("stars|rating|score|star_rating", "choice", "giving it {} | with {} | worth {}",
                 "Rating from 1 to 5. | Number of stars", required=True,
                 says={1: "a single star | one star", 2: "two stars | 2 stars", 3: "three stars | 3 stars",
                       4: "four stars | 4 stars", 5: "five stars | full marks"}),
            role("text|comment|review_text|body", "message", "saying {} | with the words {} | with the comment {}",
                 "What the review says. | Text of the review"),
        ],
    ),
]
