# Flere firmaer i én kjøring: `--all`, `--company` med mønster, `--group`.

fleet-unknown-group = ingen firmaer hører til gruppen `{ $group }`
fleet-fits-nothing = ingen firmaer passer til `{ $pattern }`
fleet-hint-list = `uniac company list` viser alle firmaer med gruppene deres
fleet-nobody = ingen firmaer er ment
fleet-report-unwritable = rapporten `{ $path }` kan ikke skrives: { $why }
fleet-defect = uniac mislyktes med dette firmaet på en måte som ikke skal forekomme
fleet-one-only = denne kommandoen gjelder ett firma om gangen
fleet-one-only-hint = Nevn ett med `--company`; `sync`, `status`, `owed`, `runs` og `doctor` kan ta flere
fleet-dry-run-only = `{ $command }` tar flere firmaer bare med `--dry-run`
fleet-dry-run-only-hint = Se på overgangen for hvert firma, og slå det så på for seg

fleet-busy = en annen kjøring har det
fleet-missing = mangler { $sum }
fleet-books-agree = alle tre stemmer
fleet-differences = { $count ->
    [one] 1 avvik: { $sums }
   *[other] { $count } avvik: { $sums }
}
fleet-no-run = ingen kjøring ennå
fleet-last-run = den siste: { $command }, sluttkode { $exit }
fleet-runs = { $count ->
    [one] 1 kjøring; { $last }
   *[other] { $count } kjøringer; { $last }
}
fleet-runs-not-well = { $count ->
    [one] 1 kjøring, ikke avsluttet med 0; { $last }
   *[other] { $count } kjøringer, { $bad } ikke avsluttet med 0; { $last }
}
fleet-money = Penger i alt: { $sums }.
fleet-none-due = Ingen firmaer står for tur.
fleet-quiet = { $count ->
    [one] 1 firma til uten noe å melde.
   *[other] { $count } firmaer til uten noe å melde.
}
fleet-summary = firmaer { $companies }: ferdig { $done }, mislyktes { $failed }, i en annen kjøring { $busy }, ikke for tur { $recent }.
fleet-hint-one = Samme kommando med `--company NAVN` viser ett firma i sin helhet
fleet-markdown-head = | firma | sluttkode | resultat | hva som er feil |
