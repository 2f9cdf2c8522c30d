# Several companies in one run: `--all`, `--company` with patterns, `--group`.

fleet-unknown-group = no company belongs to the group `{ $group }`
fleet-fits-nothing = no company fits `{ $pattern }`
fleet-hint-list = `uniac company list` shows all companies with their groups
fleet-nobody = no company is meant
fleet-report-unwritable = the report `{ $path }` cannot be written: { $why }
fleet-defect = uniac has failed at this company in a way that should not happen
fleet-one-only = this command works on one company at a time
fleet-one-only-hint = Name one with `--company`; `sync`, `status`, `owed`, `runs` and `doctor` can work on several
fleet-dry-run-only = `{ $command }` works on several companies only with `--dry-run`
fleet-dry-run-only-hint = Look at the cut-over of each, then switch it on by itself

fleet-busy = another run has it in hand
fleet-missing = missing { $sum }
fleet-books-agree = all three agree
fleet-differences = { $count ->
    [one] 1 difference: { $sums }
   *[other] { $count } differences: { $sums }
}
fleet-no-run = no run yet
fleet-last-run = the last: { $command }, exit code { $exit }
fleet-runs = { $count ->
    [one] 1 run; { $last }
   *[other] { $count } runs; { $last }
}
fleet-runs-not-well = { $count ->
    [one] 1 run, not ended with 0; { $last }
   *[other] { $count } runs, { $bad } not ended with 0; { $last }
}
fleet-money = Money in all: { $sums }.
fleet-none-due = No company is due.
fleet-quiet = { $count ->
    [one] 1 company more with nothing to say.
   *[other] { $count } companies more with nothing to say.
}
fleet-summary = companies { $companies }: done { $done }, failed { $failed }, in another run's hand { $busy }, not due { $recent }.
fleet-hint-one = The same command with `--company NAME` shows one company in full
fleet-markdown-head = | company | exit | result | what is wrong |
