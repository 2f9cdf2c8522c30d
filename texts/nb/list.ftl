# `uniac order list`, og hva en kreditering ville føre til.

list-no-orders = Ingen ordrer.
list-no-days = Skriv et antall dager, for eksempel `7d`
list-no-attention = `{ $name }` er ikke noe varsel
list-attentions = Bruk `any`, eller: { $names }
list-cut = Summene gjelder disse ordrene. { $count } til vises ikke; --limit N eller --output csv viser flere.

what-if-heading = Om ordre { $order } ble kreditert
what-if-invoice = Faktura { $invoice }, kreditert med { $sum }:
what-if-auto = { $sum } tilbakebetales av neste `uniac sync`
what-if-waits = { $sum } tilbakebetales av seg selv, men ikke før { $until }
what-if-manual = { $sum } skal tilbakebetales, og venter på en person: `uniac refund --manual { $order }`
what-if-barred = { $sum } skulle vært tilbakebetalt, men blir det ikke: noe står i veien
what-if-never-captured = ingenting tilbakebetales, for ingenting er belastet for den
what-if-nothing-due = ingenting tilbakebetales: det er ikke innkrevd mer enn det som er igjen av fakturaen
what-if-capture = { $after } i stedet for { $before }
what-if-nothing-was-done = Ingenting er gjort. Dette er hva reglene ville si med en slik kreditnota.
what-if-nothing = ordre { $order } har ingen faktura som ikke alt er kreditert
what-if-nothing-hint = `uniac order show { $order }` viser dokumentene
what-if-which = ordre { $order } har flere fakturaer
what-if-which-hint = Nevn den som krediteres: { $names }
what-if-no-amount = `--if-credited { $text }` er ikke et beløp på denne fakturaen
what-if-no-amount-hint = Skriv et beløp i fakturaens valuta, for eksempel `--if-credited 199,50`, eller utelat beløpet for hele fakturaen

enable-question = Slå på auto-capture? Sync flytter aldri penger for disse ordrene.
enable-before = Det som er fakturert eller slettet allerede, etter klasse:
outcome-within-bounds = Innenfor grensene: { $bounds }.
outcome-real-exit = Den virkelige kjøringen ville ende med sluttkode { $exit }, om alle systemer svarer som ventet.
what-if-passes = { $sum } går over til faktura { $invoice } i samme handel, som mangler det
what-if-all = Som om alle disse fakturaene ble kreditert; `invoice:NUMMER` i stedet for ordren spør om én.
what-if-together = Til sammen: { $credited } ville blitt kreditert og { $refund } tilbakebetalt.
what-if-passed-on = ingenting tilbakebetales

credited-nothing = Ingen vansker: `uniac sync` betaler tilbake det som er belastet for hver av dem.
credited-barred = stoppet: det er belastet penger, og noe står i veien for å betale dem tilbake.
credited-by-hand = for hånd: tilbakebetalingen venter på en person; `uniac refund --manual ORDRE` når det er kreditert.
credited-nothing-taken = ikke belastet: ingenting er belastet for fakturaen, så uniac kan ikke betale noe tilbake.
credited-hint = `uniac order show ORDRE --if-credited` sier mer om én
