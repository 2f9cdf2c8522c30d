# `uniac order show`, holds.

hold-in-the-past = the hold would have ended already
hold-in-the-past-hint = Name today or a later date with `--until`, or leave it out
hold-taken-out = Taken out of auto-capture: { $orders }.
hold-in-auto-capture = In auto-capture: { $orders }.
hold-no-date = `--until { $text }` is no date
hold-no-date-hint = Write it as 2026-12-31, or as a moment: 2026-12-31T12:00:00Z
show-order = Order { $order }
show-payer-unknown = Uni shows that a part of invoice { $invoice }, which is over several orders, was paid otherwise; whose it was is not known
show-journal = Journal
show-explain = `uniac explain { $attention }` says what to do
show-state-held-back = { $state } for this order: held back ({ $attention })
show-stray = credit note { $note }, { $date }, { $sum }: { $why }
show-stray-same-number = it carries the same shop number as this order
show-stray-same-customer = its customer in Uni is that of this order
show-stray-perhaps = it may be of this order
show-of-payment = { $own } for this order; { $all } on the whole payment
show-held-back = { $sum }; held back until { $attention } is settled
show-hold = by { $by } until it is lifted: { $reason }
show-hold-until = by { $by } until { $until }: { $reason }
show-nothing-barred = nothing by itself, as long as it is barred
show-seen-by = by { $word }
show-was-seen = as { $attention } by { $word }; it has changed since
show-unlinked = A person has said that this order has no part in the shop's order { $shop } and its payment.
show-doubt-order = the order in Uni: { $doubt }
show-doubt-document = document { $document } in Uni: { $doubt }
show-doubt-shop = the order in the shop: { $doubt }
show-doubt-payment = the payment: { $doubt }
show-method = { $method }, reference { $reference }
show-method-bare = { $method }, no reference
show-nothing-invoiced = Nothing is invoiced.

document-invoice = invoice
document-note = credit note
document-unknown = unknown
era-before = before
era-after = after
