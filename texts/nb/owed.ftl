# `uniac owed`, reservasjoner som utløper, og feltene i lister.

owed-what-goes-on = Slik går det videre
owed-hint-customer = `uniac owed --by order --customer NAVN` har en kommando for hver ordre
owed-hint-explain = `uniac explain ID` sier hva en årsak betyr og hva du kan gjøre
owed-without-a-name = uten navn
owed-nothing-held = Ingen penger er belastet uten at en faktura ber om dem.
owed-nothing-missing = Ingenting mangler: det som er fakturert, er belastet.
owed-no-cause = `--cause { $cause }` er ingen årsak
owed-no-cause-hint = Bruk `due`, eller id-en til et varsel; `uniac owed` viser dem som finnes

closing-over = utløpt
closing-today = i dag
closing-days = { $days ->
    [one] 1 dag
   *[other] { $days } dager
}
closing-within = innen { $days } dager

fields-unknown = «{ $field }» er ikke noe felt i denne listen
fields-known = Feltene er: { $fields }

label-at-stake = beløp
label-since = siden
label-then = da
label-because-of = fordi
