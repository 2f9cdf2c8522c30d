# `uniac status`, what is missing, and `uniac explain`.

status-nothing-due = Nothing is due.
status-setting-on = on   { $label }
status-setting-off = off  { $label }
status-no-attention = Nothing needs attention.
status-accepted = { $count } more that people have noted as seen: `uniac order list --accepted`.
status-hint-owed = `uniac owed` says what goes on with what is missing
status-hint-closing = `uniac order list --closing 7d` lists the reservations that close
status-not-placed = { $count ->
    [one] 1 credit note, { $sum }: { $first }
   *[other] { $count } credit notes, { $sum }: { $first }
}
status-hint-not-placed = `uniac refund --manual ORDER --credit NUMBER` says which order a credit note is about; until then it is not paid back
status-hint-attention = `uniac order list --attention any` lists what needs a person

missing-nothing = Nothing is missing.
missing-line-nothing = nothing
missing-no-money = no money, on { $orders }
missing-on-orders = { $sums } on { $orders }

explain-no-page = there is no page for `{ $id }`
explain-where-ids-stand = `uniac explain` lists the ids; an exit code is one, too
explain-hint-id = `uniac explain ID` prints the page
explain-code =
    # { $id }: { $meaning }

    It needs no page of its own: a step that ends with it is of the class
    { $class }, and leads to exit code { $exit }. The page of the exit code says what
    that means, and whether money moved. The log shows what was sent.

    {"    "}uniac explain { $exit }
    {"    "}uniac log
explain-other-codes = Any other code is the other side's own: a refusal, exit 5.
explain-exit-6 = Exit 6 takes the place of 1, 3, 4 and 5 when something else was done.
did-you-mean = Did you mean `{ $command }`?
