# Words that every command uses.

label-hint = hint:
label-note = note:
label-warning = warning:
label-error = error:
table-empty = None.

moved-no = No money moved.
moved-yes = Money moved; see the result above.
moved-unknown = It is not known whether money moved.
error-because = because: { $cause }

output-failed = writing the result: { $why }
output-failed-hint = Make room on the disk, or send the output elsewhere, and run it again
xlsx-terminal = a workbook cannot be shown on a terminal
xlsx-terminal-hint = Send it to a file: put `> list.xlsx` behind the command
xlsx-sum = Sum
xlsx-too-large = the result is larger than a sheet can be: { $why }
xlsx-too-large-hint = Take `--output csv`, or ask for less

prompt-confirmation-needed = confirmation is needed
prompt-not-answered = `{ $question }` is not answered
prompt-no-terminal = { $what }, and there is no terminal to ask on
prompt-answer-in-advance = To answer in advance, add { $flag }
prompt-declined = declined; nothing was done
prompt-left = the question was left; nothing was saved or sent
prompt-left-hint = Run the command again when you like; { $flag } answers in advance
prompt-yes-no = [y/N]

count-orders = { $count ->
    [0] no order
    [one] 1 order
   *[other] { $count } orders
}
count-payments = { $count ->
    [0] no payment
    [one] 1 payment
   *[other] { $count } payments
}

language-unknown = `{ $tag }` is no language that uniac speaks; use `en` or `nb`

told-unnamed = a user without a name
told-no-reason = no reason given
