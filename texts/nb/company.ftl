# `uniac company` og `uniac config`: det som er satt opp.

companies-none = Ingen firmaer er satt opp.
company-wrong = { $company }: feil
company-counted = { $companies ->
    [one] 1 firma,
   *[other] { $companies } firmaer,
} { $wrong } av dem med feil.
config-set = `{ $key }` er satt i `{ $file }`.
config-would-be-set = `{ $key }` ville blitt satt i `{ $file }`.
config-not-set = `{ $key }` er ikke satt
config-not-set-hint = `uniac company show NAVN` viser alt som er satt; `uniac help configuration` alt som kan settes
company-is-wrong = feil
config-no-key = `{ $key }` er ingen nøkkel i konfigurasjonen
config-no-key-hint = Skriv `company.NAVN.NØKKEL`, `defaults.NØKKEL`, `default_company` eller `language`

