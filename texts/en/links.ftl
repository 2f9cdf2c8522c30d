# Links, words of persons, acts that are settled: `order link`, `unlink`, `accept`, `settle`, `log`.

list-and = {" and "}
dry-run-unchanged = A dry run: nothing was changed.
dry-run-nothing-sent = A dry run: nothing was sent.
said-heading = What people have said
accept-none = order { $order } has no attention
accept-none-hint = `uniac order list --attention any` lists the orders that have one
accept-no-attention = no attention
accept-noted = Order { $order }: { $attention } is noted as seen. It is not solved by that: what it bars stays barred.
accept-undone = Order { $order }: { $attention } is no longer noted as seen; it is listed again.
against-has-order = the shop's order { $order } has { $sum }
against-has-orders = the shop's orders { $orders } have { $sum }
against-has-payment = on the payment { $payment } was reserved { $sum }
against-one = Order { $order } claims { $sum }, and { $has }.
against-several = Orders { $orders } together claim { $sum }, and { $has }. Link all of them only when one purchase was split over several orders; never a copy, and never another customer's order.
against-others-order = The shop's order { $shop } belongs already to { $orders }.
against-other-customer = The shop's { $shop } has another customer than { $order }.
order-words = order { $order } ({ $sum })
order-words-customer = order { $order } ({ $customer }, { $sum })
shop-words-bare = order { $order }
shop-words = order { $order } ({ $facts })
barred-unexplained = no reason is known
barred-whole-order = captures, releases and the shop's status: { $attention }
barred-person = a person decides
barred-not-settled = an invoice is not settled yet
barred-other-order = another order of the purchase may need it
barred-act = { $act } of { $sum }
barred-act-on = { $act } of { $sum } for invoice { $invoice }
act-capture = capture
act-refund = refund
act-release = release
act-shop-update = shop-update
act-book = book
link-several-shop-orders = several orders of the shop have the number { $number }
link-no-shop-order = the shop has no order { $number }
link-name-it = Name it by the number that the shop shows
link-question = Link all the same?
link-names-none = order { $order } names no order of the shop
link-names-none-hint = Name it with `--shop NUMBER`, or write its number into the order in Uni
link-payment-unread = The payment could not be read now: { $why }.
link-no-order = no order
link-none = none
link-belongs = { $order } belongs to the shop's { $shop }.
link-would-belong = { $order } would belong to the shop's { $shop }.
link-then-read = After that: its payment is read first; then `uniac order show { $order }` says what is due.
link-then-look = Something speaks against it, as the warning says: see what `uniac sync --dry-run` would do before the next run.
link-then = After that: { $next }.
link-carries-again = Order { $order } carries the number of the shop's order { $shop } again; that link is { $link }: { $why }
link-names-none-now = Order { $order } names no order of the shop
link-taken-back = The link to the shop's order { $shop } is taken back. { $now }.
link-would-be-taken-back = The link to the shop's order { $shop } would be taken back. { $now }.
link-does-not-belong = { $order } does not belong to the shop's order { $shop }: nothing of its payment is taken for it.
link-would-not-belong = { $order } would not belong to the shop's order { $shop }: nothing of its payment is taken for it.
link-invoice-open = Invoice { $invoice } has no payment here: { $sum } of it is open. If it is a copy's, credit it in Uni; if it is right, collect it another way.
link-can-be-invoiced = Order { $order } can still be invoiced in Uni. If it is a copy, delete it there.
link-unlink-takes-back = `uniac order unlink { $order }` takes the link back
link-unlink-opposite = `uniac order unlink { $order }` says the opposite
link-link-again = `uniac order link { $order } --shop { $shop }` makes it again
link-link-opposite = `uniac order link { $order }` says the opposite
settle-offline = `--offline` cannot be used to settle an act
settle-offline-hint = Leave it out; the other side is read before your word is taken
settle-not-needed = No act is open any more; your word was not needed.
settle-question = Keep this for good?
settle-no-act = the order has no act { $number }
settle-acts = Its acts are: { $acts }
settle-several = { $count } acts of this order are open
settle-several-hint = Add `--intent` with one of: { $acts }
settle-act = { $act } of { $sum }
settle-sums = captured { $captured }, refunded { $refunded }, released { $released }
settle-took-effect = it took effect
settle-no-effect = it never took effect
settle-none-open = Order { $order } has no act without a definite answer.
settle-look = Look in the portal, then say `uniac order settle { $order } --done` or `--not-done`
undone-line = { $orders }: { $act } { $outcome }
undone-order = order { $order }
undone-orders = orders { $orders }
undone-orders-more = orders { $orders } and { $count } more
journal-vanished = the order has vanished from the store
journal-empty = Nothing was sent.
journal-hold-until = hold until { $until }
journal-told = How act { $act } ended was told by { $by }: { $reason }
log-no-exchange = No exchange is recorded; `uniac enable detailed-logging` records them.
log-unreadable =
    { $count ->
        [one] One row of the exchange log cannot be read and is left out.
       *[other] { $count } rows of the exchange log cannot be read and are left out.
    }
setting-off-already = They were off already.
setting-switched-off = Switched off: { $names }.
batch-no-amount = `{ $flag } { $text }` is no amount
batch-offline = `--offline` cannot be used to move money
batch-offline-hint = Leave it out; the payment is read before each act
progress-reading = Reading
progress-orders = Orders
batch-question = Do this?
batch-flag = --yes (with --max-total AMOUNT to bound it)
batch-withdrawn = Order { $order }: the invoice is a draft again or gone. What is paid back now cannot be taken again; if the invoice was only opened for a change, finalise it in Uni instead.
batch-again = { $count } of these were sent before and have no definite answer; they may be sent again, with the same key.
outcome-braked = Braked: a { $act } on { $orders } orders at once ({ $lately } within a day, of { $of }) is far more than a day brings. Look at them; { $ways }
braked-sync = name them in `uniac { $operation } --manual ORDER...`, or let them through with `uniac sync --let-go { $orders }`.
braked-apply = then let them through with the same command and `--let-go { $orders }`.
braked-new-plan = then make a new plan of them, `uniac plan --out plan.json`, and let it through: `uniac apply plan.json --let-go { $orders }`.
outcome-would-send-nothing = The real run would send nothing and end with 3: { $why }
outcome-none-in-flight = nothing is in flight
outcome-in-flight = in flight with an unknown outcome: { $orders }
outcome-interrupted = Interrupted after { $worked } of { $orders } orders; { $flight }. The next run finishes the rest.
outcome-timed-out = Timed out after { $seconds } s, after { $worked } of { $orders } orders; { $flight }. The next run finishes the rest.
outcome-nothing-to-do = Nothing to do.
outcome-nothing-by-itself =
    { $count ->
        [one] Nothing is due by itself. 1 order waits for a person.
       *[other] Nothing is due by itself. { $count } orders wait for a person.
    }
outcome-recent = Another run has just done it: within the time of `--max-age`.
outcome-nothing-done = Nothing was done.
outcome-list-them = `uniac order list --attention any` lists them
outcome-sum = { $operation } { $sum } { $outcome }
outcome-sums = Money in all: { $sums }.
outcome-barred = { $order } waits, barred: { $line }.
outcome-hint-attention = Nothing was sent where it says { $attention }: { $meaning } `uniac explain { $attention }`
outcome-hint-unknown = An unknown outcome is settled by the next run; `uniac explain unknown-outcome`
outcome-hint-refused = `uniac order show ORDER` says why; `uniac explain refused` what to do
outcome-hint-braked = Far more than a day brings was stopped by the brake; `uniac explain braked`
cutover-on-already = They were on already; nothing changed.
cutover-switched-on = Switched on: { $names }.
cutover-incomplete = Auto-capture is incomplete; `uniac status` shows what is off.
cutover-heading =
    { $count ->
        [0] Cut-over: no order invoiced or dropped already
        [one] Cut-over: 1 order invoiced or dropped already
       *[other] Cut-over: { $count } orders invoiced or dropped already
    }
cutover-by-class = By class
cutover-doubtful =
    { $count ->
        [one] 1 order of which nobody can know whose
       *[other] { $count } orders of which nobody can know whose
    }
cutover-decide = Decide with `uniac order link ORDER` or `uniac order unlink ORDER`
cutover-never = `sync` never moves money for these. What is invoiced from now on is automatic.
cutover-by-hand = Capture the uncaptured ones by hand: `uniac capture --manual --dry-run`
cutover-none = No order was invoiced before this moment.

next-step = { $operation } { $sum }
next-step-on = { $operation } { $sum } for invoice { $invoice }
next-auto = { $step }, by the next `sync` (auto)
next-manual = nothing by itself; a person decides: { $step } (manual)
next-nothing = nothing
next-unknown = nothing before it is known how the last act ended (unknown-outcome)
next-person = nothing by itself; a person decides ({ $attention })
act-shop-create = order in the shop
why-link-none = it names no order of the shop
why-link-nowhere = no order of the shop that can be read has the number of the reference `{ $reference }`
why-link-sure = one shop order carries the number, and customer or totals agree
why-link-by-person = a person has said so
why-link-unlinked = a person has said that they do not belong together
why-link-several-shop-orders = several shop orders carry the number
why-link-other-customer = Uni and the shop name different customers
why-link-other-total = the customer is not known on one side, and the totals differ
why-link-older = the order in Uni is older than the shop's, and the customer is not known
why-claimed-twice = several orders claim one of the shop, or one payment

shops-order-bare = order { $order }, { $status }
shops-order = order { $order }, { $status }; { $facts }
shops-other-customer = another than Uni's; look at order { $order } in the shop (uniac does not keep the name)
shops-perhaps-customer = the shop's order { $order } ({ $facts }), the same customer as in Uni: no order in Uni carries its number
shops-perhaps-total = the shop's order { $order } ({ $facts }), the same total as in Uni: no order in Uni carries its number
order-name = order { $order }
tied-purchase = Purchase { $purchase }: { $orders }, { $payments }
tied-purchase-of = Purchase { $purchase }: { $orders } of the shop's { $shop }, { $payments }
tied-deleted = deleted
tied-closed = closed
tied-of-shops = of the shop's { $order }
tied-not-of-purchase = not of this purchase
tied-claims = claims { $sum }
tied-link-sure = sure link
tied-link-doubtful = doubtful link
tied-link-by-person = linked by a person
tied-link-none = no link
tied-shared-payment = the shop's orders { $orders } name one payment, { $payment }: look in the shop which of them it is of
tied-payment-ours = { $payment }: the order no longer leads to it; uniac captured { $captured }, refunded { $refunded }
tied-payment-of-before = { $payment }: the order no longer leads to it; { $says }
tied-payment-unknown = { $payment }: not read yet, or not known to its provider
tied-reserved = reserved at first { $sum }
tied-captured = captured { $sum }
tied-refunded = refunded { $sum }
tied-released = released { $sum }
tied-no-customer = no customer
tied-nothing = nothing
why-sure-made = uniac made the shop's order from it
why-sure-customer = one shop order carries the number, and the customer agrees
why-sure-totals = one shop order carries the number, and the totals agree; the customer was not compared
why-sure-before = the customer or the total agreed before the order was edited; a later edit raises no doubt
why-sure-trusted = one shop order carries the number, and `links = "trusted"` takes that for sure
why-sure-number = one shop order carries the number; customer and total were not compared
barred-draft = the draft { $draft } in Uni ({ $sum }) may still need it; make it final or discard it there
barred-draft-unnamed = a draft in Uni ({ $sum }) may still need it; make it final or discard it there
shops-perhaps-payment = captured there { $captured }, still reserved { $reserved }
shops-perhaps-link = if it is that one: `uniac order link { $order } --shop { $shop }`
batch-braked = { $operation } on { $orders } orders, { $sum }, is stopped by the brake and not in this sum; `--let-go N` lets it through.
outcome-on-payment = Order { $order }: { $operation } of { $sum } on the payment { $payment }.
outcome-paid-otherwise = Order { $order }: { $sum } of what is invoiced is more than is reserved; it counts as paid otherwise and is no longer missing. Collect it another way.
accept-would-note = Order { $order }: { $attention } would be noted as seen. It would not be solved by that: what it bars stays barred.
accept-would-undo = Order { $order }: { $attention } would no longer be noted as seen; it would be listed again.
link-perhaps = Perhaps it belongs to { $line }
