# `uniac report`: the period on a page and as a workbook.

report-title = Auto-capture report
report-made = Made { $at }
report-written = Wrote `{ $path }`.
report-not-written = cannot write `{ $path }`: { $why }
report-not-written-hint = Name a file in a folder that you may write to
report-hint-html = `--html FILE` writes it as a page for the browser, `--xlsx FILE` as a workbook
report-verdict = { $count ->
    [one] 1 difference between the three books
   *[other] { $count } differences between the three books
}
report-offline = Made from what the last run read (--offline).
report-unread = Could not be read now, and is shown as last read: { $orders }.
report-more = { $shown } of { $all } rows; `--xlsx FILE` has them all.
report-foot = uniac { $version }. Invoices, credit notes and bookings are Uni's; captures, refunds and releases are the payment providers', on their own dates in the company's time zone.

report-chart = The money's way
report-chart-lead = By day, in { $currency }. Below: what the period's invoices and credit notes ask for, less the money that moved, from its first day on.
report-chart-day = { $day }: invoiced { $invoiced }, captured { $captured }, booked { $booked }, refunded { $refunded }
report-missing = Missing, by cause and age
report-missing-lead = What is invoiced, not credited and not captured today, whatever the period; by the age of the invoice.
report-age-first = up to { $days } days
report-age-between = { $from } to { $to } days
report-age-last = over { $days } days
report-closing = Reservations that close
report-closing-lead = Within { $days } days the provider lets this money go.
report-closing-none = No reservation closes soon.
report-differences = Differences
report-differences-lead = Where Uni, the shop and the provider do not say the same of the period, and why.
report-each = Each difference
report-each-lead = With the command that mends it, or that tells what does.
report-attentions = What needs a person
report-attentions-lead = Orders that are not simply done, today, whatever the period.
report-runs = Runs
report-runs-lead = What uniac did in the period, the newest first.
report-runs-none = No run was in the period.
report-by-day = By day
report-by-order = By order

cause-due = The next run takes it.
cause-none = Nothing is known that stands in the way.
