# `uniac runs`: the history of passes; and moments as people type them.

runs-none = No run is kept yet.
runs-hint-show = `uniac runs show ID` says of one what was done, what was left, and why
runs-heading = Run { $id }
runs-heading-sent = What was sent
runs-heading-left = What was to be done and was not, and why
runs-left-nothing = All that was due by itself was done. What waits for a person is in `uniac order list --attention any`.
runs-code-of-others = refused by the other side, by a code of its own; `uniac order show { $order }` says what follows
runs-unknown = no run `{ $id }` is kept
runs-unknown-hint = `uniac runs` lists them; the oldest are forgotten after 400 days
runs-by = { $by } on { $host }
runs-read = { $orders } orders and { $documents } documents of Uni, { $shop } orders of the shop, { $payments } payments
runs-found = never; that it had broken off was found { $at }
runs-took = { $at }, after { $seconds } s
runs-exit = , exit { $exit }
runs-last = { $at }: { $command }, { $state }{ $exit } (run { $id })
runs-unrecorded = This run could not be written into the history ({ $why }); what is said of it here stands.

runs-state-running = running
runs-state-ended = ended
runs-state-stopped = stopped
runs-state-failed = failed
runs-state-declined = declined
runs-state-answered-no = answered no
runs-state-broken-off = broken off

moved-heading = What moved
moved-by-uniac = uniac
moved-by-others = others

when-no-date = `{ $flag } { $typed }` is no date
when-write-it = Write it as 2026-12-31 or 31.12.2026, or as a moment: 2026-12-31T12:00:00Z
