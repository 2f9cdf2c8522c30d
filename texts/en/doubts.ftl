# What was not understood of a row that was read. Kept in the store without words.

doubt-lines-too-large = the sum of the lines is too large
doubt-several-orders = it has lines that belong to no order, and several orders
doubt-lines-disagree = lines sum to { $lines }, the total is { $total }
doubt-currency = the currency `{ $currency }` is not known
doubt-wrong-sign = the amount { $amount } has the wrong sign
doubt-order-of-line-unread = the order of a line could not be read
doubt-missing = { $name } is missing
doubt-of-event = of an event: { $doubt }
