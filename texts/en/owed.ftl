# `uniac owed`, reservations that close, and the fields of lists.

owed-what-goes-on = What goes on
owed-hint-customer = `uniac owed --by order --customer NAME` has a command for each order
owed-hint-explain = `uniac explain ID` says what a cause means and what to do
owed-without-a-name = without a name
owed-nothing-held = Nothing is held that no invoice asks for.
owed-nothing-missing = Nothing is missing: what is invoiced is held.
owed-no-cause = `--cause { $cause }` is no cause
owed-no-cause-hint = Use `due`, or the id of an attention; `uniac owed` lists those there are

closing-over = over
closing-today = today
closing-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
closing-within = within { $days } days

fields-unknown = `{ $field }` is no field of this list
fields-known = Its fields: { $fields }
