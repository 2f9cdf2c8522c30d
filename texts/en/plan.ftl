# `uniac plan` and `uniac apply`.

plan-nothing = Nothing is due.
plan-again = { $count ->
    [one] 1 of these was sent before and has no definite answer; it may be sent again, with the same key.
   *[other] { $count } of these were sent before and have no definite answer; they may be sent again, with the same key.
}
plan-hint-apply = `uniac apply { $path }` does exactly this, after a question
plan-hint-out = `uniac plan --out FILE` saves it, for `uniac apply FILE`
plan-not-written = cannot write the plan `{ $path }`: { $why }
plan-not-written-hint = Name another file with `--out`
plan-not-read = cannot read the plan `{ $path }`: { $why }
plan-too-large = `{ $path }` is too large for a plan
plan-not-read-hint = Make one with `uniac plan --out FILE`
plan-same-person = the plan was made by { $by }, and another user must apply it; nothing was sent
plan-same-person-hint = Let somebody else review it and run `uniac apply FILE`
plan-required = this company's money moves by hand only through a plan that another user applies; nothing was sent
plan-required-hint = Make one with `uniac plan --out FILE`, and let somebody else apply it
plan-other-key = the plan was made for another company that is called `{ $company }` as this one is: its key in Uni differs; nothing was sent
plan-replaced = In { $path } stood plan { $id }; this one stands there now.
plan-would-replace = `{ $path }` is there already and is no plan; nothing was written
plan-would-replace-hint = Name another file, or say with `--yes` that it may be replaced
plan-required-bounds = `{ $flag }` is beyond the configured bounds, and this company requires a plan for that; nothing was sent
plan-stale = { $count ->
    [one] 1 step is stale and will not be done: what it rests on has changed.
   *[other] { $count } steps are stale and will not be done: what they rest on has changed.
}
plan-applied-before = the plan was applied by { $by } at { $at }; nothing was sent
plan-applied-before-hint = `uniac runs` shows what it did; what is still due is in a new plan
plan-unreadable = the file is no plan that this uniac can read
plan-make-one = Make one with `uniac plan --out FILE`
plan-other-company = the plan is of the company `{ $company }`; nothing was sent
plan-other-company-hint = Choose that company with `--company`, or make a plan of this one
plan-edited = the plan was edited, or another store has made it; nothing was sent
plan-expired = the plan was good until { $until }; nothing was sent
plan-make-anew = Make it anew with `uniac plan --out FILE`
