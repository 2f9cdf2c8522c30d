# A pass: what stops it, and what a person cannot say to it.

engine-no-provider = no configured provider takes the order's payment method
bounds-hint = Look with `--dry-run`, then raise the bound or name single orders
bounds-sum = { $sum } is more than { $flag } { $most }; nothing was sent
bounds-orders = { $count ->
    [one] 1 order is more than --max-orders { $most }; nothing was sent
   *[other] { $count } orders are more than --max-orders { $most }; nothing was sent
}
choose-ambiguous = `{ $typed }` names { $count } orders: { $numbers }
choose-ambiguous-hint = Name one of them by its number in Uni; `uniac order show NUMBER` shows each
choose-only-shop = the shop has an order { $number }, and no order in Uni leads to it
choose-only-shop-hint = `uniac order link ORDER --shop { $number }` ties one to it
choose-no-invoice = no invoice or credit note `{ $number }` carries lines of a web order
choose-no-order = there is no web order `{ $typed }`
choose-none-of-them = { $why }; nothing was done for any of the { $count } that were named
choose-no-payment = no web order leads to the payment `{ $reference }`, and nothing was sent to it
choose-hint = `uniac order list` shows all; besides Uni's number, `shop:NUMBER`, `invoice:NUMBER` and `payment:REFERENCE` name one
choose-nearest = The nearest are: { $numbers }
choose-stray = credit note { $number } names neither an order line nor an invoice that is known
choose-stray-of = credit note { $number } names neither an order line nor an invoice that is known; it may be of { $orders }
choose-stray-look = Look in Uni what it credits; `uniac explain credit-not-placed` says how
choose-stray-say = `uniac refund --manual ORDER --credit { $number }` says which order it is of
pass-switch-on = Switch it on with `uniac enable`; it reports first what it would not touch
pass-incomplete = auto-capture is incomplete ({ $settings } off), so `sync` did nothing
pass-off = auto-capture is off, so `sync` did nothing
refresh-nobodys-hint = `uniac log --exchanges` shows the answers when logging is on
refresh-payment-unread = order { $order }: its payment could not be read: { $why }
refresh-shop-orders = { $count ->
    [one] 1 order of the shop could not be read, and nobody knows which
   *[other] { $count } orders of the shop could not be read, and nobody knows which
}
refresh-uni-orders = { $count ->
    [one] 1 order of Uni could not be read, and nobody knows which
   *[other] { $count } orders of Uni could not be read, and nobody knows which
}
refresh-uni-documents = { $count ->
    [one] 1 invoice or credit note of Uni could not be read, and nobody knows which
   *[other] { $count } invoices or credit notes of Uni could not be read, and nobody knows which
}
refresh-uni-lost = { $count ->
    [one] 1 order of Uni that was there before could not be read, and nobody knows which
   *[other] { $count } orders of Uni that were there before could not be read, and nobody knows which
}
said-one-order = this can be said of one order at a time
said-one-order-hint = Name exactly one ORDER with it
said-strange-payment = the payment `{ $reference }` is of another customer's order in the shop; order { $number } takes nothing from it
said-no-payment = order { $number } has no payment `{ $reference }`
said-payments = Its payments: { $references }
said-no-credit = no credit note `{ $credit }` waits to be placed on order { $number }
said-no-credit-hint = `uniac order show { $number }` lists its documents and what waits to be placed
tell-pending-hint = Take it back in the provider's portal, then run the command again; it looks first
tell-unseen-hint = Configure the provider that took the payment, then run the command again
tell-too-soon-hint = Wait { $seconds } s, then run the command again; it looks first
tell-not-shown-hint = Look again in the provider's portal; if it is not there, say `--not-done`
tell-pending = { $operation ->
    [capture] the provider has accepted the capture and may still do it
    [refund] the provider has accepted the refund and may still do it
    [cancel] the provider has accepted the cancel and may still do it
   *[other] the provider has accepted the { $operation } and may still do it
}
tell-unseen = { $operation ->
    [capture] there is no payment on which to look for the capture
    [refund] there is no payment on which to look for the refund
    [cancel] there is no payment on which to look for the cancel
   *[other] there is no payment on which to look for the { $operation }
}
tell-too-soon = { $operation ->
    [capture] the capture may not be visible yet
    [refund] the refund may not be visible yet
    [cancel] the cancel may not be visible yet
   *[other] the { $operation } may not be visible yet
}
tell-not-shown = { $operation ->
    [capture] { $provider } shows { $shown } for capture in all, and this act is not among it
    [refund] { $provider } shows { $shown } for refund in all, and this act is not among it
    [cancel] { $provider } shows { $shown } for cancel in all, and this act is not among it
   *[other] { $provider } shows { $shown } for { $operation } in all, and this act is not among it
}
