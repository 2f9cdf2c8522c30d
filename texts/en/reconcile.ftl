# `uniac reconcile`: three books side by side.

reconcile-heading = { $from } to { $to }
reconcile-row-sold = sold: invoiced, ordered, captured
reconcile-row-paid-back = paid back: credited, refunded
reconcile-row-booked = booked as paid
reconcile-row-given-up = given up: cancelled, released
reconcile-row-net = net
reconcile-agree = The three books agree.
reconcile-nothing = Nothing was in the period.
reconcile-no-day = no day told
reconcile-whose-days = By day: invoiced, credited and booked are Uni's, by the dates of its documents; captured, refunded and released are the provider's, by its own dates.
reconcile-left-out = Left out: { $orders } that no provider pays (bank transfer, invoice).
reconcile-undated = { $sum }, { $kind } ({ $side }), is in no sum: no system tells the day, and it may have been in the period.
reconcile-hint-explain = `uniac explain REASON` tells what a reason means and what mends it
reconcile-ends-before = the period would end on { $to }, before it begins on { $from }
reconcile-ends-before-hint = Name the first day with --from, the last with --to

reason-unreadable = Something of the purchase could not be read, so its books cannot be compared.
reason-unknown-to-uni = The shop has a paid order that no order in Uni stems from.
reason-unknown-to-provider = The provider does not know the payment or refund that the others name.
reason-unknown-to-shop = The shop does not show the payment or refund that the provider has.
reason-captured-not-invoiced = Money was taken that no invoice asks for.
reason-invoiced-not-captured = It was invoiced, and the money was not taken.
reason-refunded-not-credited = Money was paid back without a credit note.
reason-credited-not-refunded = It was credited, and the money was not paid back.
reason-other-amount = Both sides have it, with different amounts.
reason-captured-not-booked = Money was taken, and Uni's invoice does not show the payment.
reason-booked-not-captured = Uni's invoice shows a payment that no provider took.
reason-other-month = Both sides have it, one of them outside the period.

kind-ordered = ordered
kind-cancelled = cancelled
kind-invoiced = invoiced
kind-credited = credited
kind-booked = booked
kind-captured = captured
kind-refunded = refunded
kind-released = released
side-uni = Uni
side-shop = shop
side-provider = provider

month-1 = January { $year }
month-2 = February { $year }
month-3 = March { $year }
month-4 = April { $year }
month-5 = May { $year }
month-6 = June { $year }
month-7 = July { $year }
month-8 = August { $year }
month-9 = September { $year }
month-10 = October { $year }
month-11 = November { $year }
month-12 = December { $year }
reconcile-reading = Reading the period
