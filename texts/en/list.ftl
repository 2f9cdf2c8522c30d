# `uniac order list`, and what would become of a credit.

list-no-orders = No orders.
list-no-days = Write a number of days, for instance `7d`
list-no-attention = `{ $name }` is no attention
list-attentions = Use `any`, or: { $names }
list-cut = Sums are of these orders. { $count } more are not shown; --limit N or --output csv shows more.

what-if-heading = If order { $order } were credited
what-if-invoice = Invoice { $invoice }, credited with { $sum }:
what-if-auto = { $sum } is paid back by the next `uniac sync`
what-if-waits = { $sum } is paid back by itself, not before { $until }
what-if-manual = { $sum } is to be paid back, and waits for a person: `uniac refund --manual { $order }`
what-if-barred = { $sum } would be to be paid back, and is not: something stands in the way
what-if-never-captured = nothing is paid back, because nothing was captured for it
what-if-nothing-due = nothing is paid back: no more is held than what is left of the invoice
what-if-capture = { $after } instead of { $before }
what-if-nothing-was-done = Nothing was done. The rules were asked what they would say with such a credit note.
what-if-nothing = order { $order } has no invoice that is not credited already
what-if-nothing-hint = `uniac order show { $order }` lists its documents
what-if-which = order { $order } has several invoices
what-if-which-hint = Name the one that is credited: { $names }
what-if-no-amount = `--if-credited { $text }` is no amount of this invoice
what-if-no-amount-hint = Write it in whole units, for instance `--if-credited 199.50`, or leave it out for all of it

enable-question = Switch auto-capture on? Sync never moves money for these orders.
enable-before = What is invoiced or dropped already, by class:
outcome-within-bounds = Within the bounds: { $bounds }.
outcome-real-exit = The real run would end with exit code { $exit }, if every system answers as expected.
what-if-passes = { $sum } passes to invoice { $invoice } of the same purchase, which lacks it
what-if-all = As if all of these invoices were credited; `invoice:NUMBER` in place of the order asks about one.
what-if-together = Together: { $credited } would be credited, { $refund } paid back.
what-if-passed-on = nothing is paid back

credited-nothing = No trouble: `uniac sync` pays back what was taken for each of them.
credited-barred = barred: money was taken, and something stands in the way of paying it back.
credited-by-hand = by-hand: the refund waits for a person; `uniac refund --manual ORDER` when it is credited.
credited-nothing-taken = nothing-taken: nothing was captured for the invoice, so nothing can be paid back by uniac.
credited-hint = `uniac order show ORDER --if-credited` says more of one
