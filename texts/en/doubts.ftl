# What was not understood of a row that was read. Kept in the store without words.

doubt-lines-too-large = the sum of the lines is too large
doubt-several-orders = it has lines that belong to no order, and several orders
doubt-lines-disagree = lines sum to { $lines }, the total is { $total }
doubt-currency = the currency `{ $currency }` is not known
doubt-not-exact = the amount { $amount } does not fit the currency exactly
doubt-wrong-sign = the amount { $amount } has the wrong sign
doubt-order-of-line-unread = the order of a line could not be read
doubt-missing = { $name } is missing
doubt-of-event = of an event: { $doubt }
doubt-no-figure = no figure
doubt-field-twice = a field stands twice
doubt-not-text = there are bytes in it that are no text
doubt-differs = it stands twice in the list, and differs
doubt-order-of-line = the order of a line
doubt-name-line-id = the ID of a line
doubt-name-total = the total
doubt-name-rest = the rest
doubt-name-rounding = the rounding
doubt-name-line-deleted = Deleted of a line
doubt-name-line-amount = the amount of a line
doubt-is = { $name } is { $value }
doubt-status = the status { $status } is not known
doubt-no-moment = { $name } is no moment
doubt-no-date = { $name } is no date
doubt-dateless = it has no date
doubt-figureless = { $name } is no figure
doubt-kind = uniac does not know the kind `{ $kind }` of document
doubt-sums = the sums contradict each other
doubt-act-momentless = an act has no moment
doubt-moment = a moment is none
doubt-its-currency = its currency is not known
doubt-amount = an amount cannot be
doubt-charge-momentless = a charge has no moment
doubt-refund-momentless = a refund has no moment
doubt-other-payment = it is of another payment
doubt-event-name = its name is { $name }
doubt-other-currency = it is in another currency
doubt-its-amount = its amount cannot be
doubt-currency-unknown = the currency is not known
doubt-event-kind = an event of the kind { $kind }
doubt-event-momentless = an event without a moment
doubt-currency-is = the currency is { $currency }
doubt-refunded-more = more is paid back than was taken
doubt-refund-is = a refund is { $refund }
doubt-amount-none = the amount is no amount
doubt-cancelled-with-refunds = it is cancelled, with refunds
doubt-state-is = the state is { $state }
doubt-refund-state-is = the state of a refund is { $state }
doubt-refund-none = a refund is no amount
doubt-odd = { $form ->
    [text] { $name } is a text of another form
    [object] { $name } is an object of another form
    [list] { $name } is a list of another form
    [bool] { $name } is true or false
    [line] { $name } is a line of another form
    [line-without-id] { $name } is a line without an ID
   *[number] { $name } is a number of another form
}
doubt-form = { $name } has another form
doubt-entry = an entry of { $name }
doubt-word = a text of another form
doubt-a-field = a field
doubt-twice = { $field } stands twice
doubt-timestamp = timestamp is no moment
doubt-amount-of-payment = an amount of a payment has another form
doubt-moment-of-payment = a moment of a payment has another form
