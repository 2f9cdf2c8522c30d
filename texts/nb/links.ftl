# Koblinger, det personer har sagt, og oppdrag som avklares: `order link`, `unlink`, `accept`, `settle`, `log`.

list-and = {" og "}
dry-run-unchanged = Prøvekjøring: ingenting er endret.
dry-run-nothing-sent = Prøvekjøring: ingenting er sendt.
said-heading = Det personer har sagt
accept-none = ordre { $order } har ikke noe varsel
accept-none-hint = `uniac order list --attention any` viser ordrene som har et varsel
accept-no-attention = ikke noe varsel
accept-noted = Ordre { $order }: { $attention } er kvittert ut. Det er ikke løst med det: det varselet stopper, er fortsatt stoppet.
accept-undone = Ordre { $order }: { $attention } er ikke lenger kvittert ut; det vises igjen.
against-has-order = nettbutikkens ordre { $order } er på { $sum }
against-has-orders = nettbutikkens ordrer { $orders } er på { $sum }
against-has-payment = på betalingen { $payment } ble det reservert { $sum }
against-one = Ordre { $order } gjør krav på { $sum }, og { $has }.
against-several = Ordrene { $orders } gjør til sammen krav på { $sum }, og { $has }. Koble alle bare når én handel er delt opp i flere ordrer; aldri en kopi, og aldri en annen kundes ordre.
against-others-order = Nettbutikkens ordre { $shop } hører allerede til { $orders }.
against-other-customer = Nettbutikkens { $shop } har en annen kunde enn { $order }.
order-words = ordre { $order } ({ $sum })
order-words-customer = ordre { $order } ({ $customer }, { $sum })
shop-words-bare = ordre { $order }
shop-words = ordre { $order } ({ $facts })
barred-unexplained = ingen årsak er kjent
barred-whole-order = belastninger, kanselleringer og statusen i nettbutikken: { $attention }
barred-person = en person avgjør
barred-not-settled = en faktura er ikke gjort opp ennå
barred-other-order = en annen ordre i handelen kan trenge den
barred-act = { $act } av { $sum }
barred-act-on = { $act } av { $sum } for faktura { $invoice }
act-capture = belastning
act-refund = tilbakebetaling
act-release = kansellering
act-shop-update = status i nettbutikken
act-book = bokføring
link-several-shop-orders = flere ordrer i nettbutikken har nummeret { $number }
link-no-shop-order = nettbutikken har ingen ordre { $number }
link-name-it = Bruk nummeret som nettbutikken viser
link-question = Koble likevel?
link-names-none = ordre { $order } viser ikke til noen ordre i nettbutikken
link-names-none-hint = Oppgi den med `--shop NUMMER`, eller skriv nummeret inn på ordren i Uni
link-payment-unread = Betalingen kunne ikke leses nå: { $why }.
link-no-order = ingen ordre
link-none = ingen
link-belongs = { $order } hører til nettbutikkens { $shop }.
link-would-belong = { $order } ville høre til nettbutikkens { $shop }.
link-then-read = Deretter: betalingen leses først; så sier `uniac order show { $order }` hva som gjenstår.
link-then-look = Noe taler mot det, som advarselen sier: Se hva `uniac sync --dry-run` ville gjøre, før neste kjøring.
link-then = Deretter: { $next }.
link-carries-again = Ordre { $order } viser igjen til nettbutikkens ordre { $shop }; den koblingen er { $link }: { $why }
link-names-none-now = Ordre { $order } viser ikke til noen ordre i nettbutikken
link-taken-back = Koblingen til nettbutikkens ordre { $shop } er tatt tilbake. { $now }.
link-would-be-taken-back = Koblingen til nettbutikkens ordre { $shop } ville bli tatt tilbake. { $now }.
link-does-not-belong = { $order } hører ikke til nettbutikkens ordre { $shop }: ingenting av betalingen tas for den.
link-would-not-belong = { $order } ville ikke høre til nettbutikkens ordre { $shop }: ingenting av betalingen tas for den.
link-invoice-open = Faktura { $invoice } har ingen betaling her: { $sum } av den er ubetalt. Gjelder den en kopi, så krediter den i Uni; er den riktig, så krev den inn på en annen måte.
link-can-be-invoiced = Ordre { $order } kan fortsatt faktureres i Uni. Er den en kopi, så slett den der.
link-unlink-takes-back = `uniac order unlink { $order }` tar koblingen tilbake
link-unlink-opposite = `uniac order unlink { $order }` sier det motsatte
link-link-again = `uniac order link { $order } --shop { $shop }` gjør koblingen på nytt
link-link-opposite = `uniac order link { $order }` sier det motsatte
settle-offline = `--offline` kan ikke brukes for å avklare et oppdrag
settle-offline-hint = Utelat det; motparten leses før det du sier, blir tatt med
settle-not-needed = Ingen oppdrag er åpne lenger; svaret ditt trengtes ikke.
settle-question = Ta vare på dette for godt?
settle-no-act = ordren har ikke noe oppdrag { $number }
settle-acts = Oppdragene er: { $acts }
settle-several = { $count } oppdrag på denne ordren er åpne
settle-several-hint = Legg til `--intent` med ett av: { $acts }
settle-act = { $act } av { $sum }
settle-sums = belastet { $captured }, tilbakebetalt { $refunded }, kansellert { $released }
settle-took-effect = det er utført
settle-no-effect = det ble aldri utført
settle-none-open = Ordre { $order } har ingen oppdrag uten entydig svar.
settle-look = Se i portalen, og si så `uniac order settle { $order } --done` eller `--not-done`
undone-line = { $orders }: { $act } { $outcome }
undone-order = ordre { $order }
undone-orders = ordrene { $orders }
undone-orders-more = ordrene { $orders } og { $count } til
journal-vanished = ordren er forsvunnet fra databasen
journal-empty = Ingenting er sendt.
journal-hold-until = hold til { $until }
journal-told = Hvordan oppdrag { $act } endte, har { $by } sagt: { $reason }
log-no-exchange = Ingen forespørsler er loggført; `uniac enable detailed-logging` slår på loggen.
log-unreadable =
    { $count ->
        [one] Én rad i den detaljerte loggen kan ikke leses og er utelatt.
       *[other] { $count } rader i den detaljerte loggen kan ikke leses og er utelatt.
    }
setting-off-already = De var allerede av.
setting-switched-off = Slått av: { $names }.
batch-no-amount = `{ $flag } { $text }` er ikke noe beløp
batch-offline = `--offline` kan ikke brukes når penger skal flyttes
batch-offline-hint = Utelat det; betalingen leses før hvert oppdrag
progress-reading = Leser
progress-orders = Ordrer
batch-question = Gjøre dette?
batch-flag = --yes (med --max-total BELØP som grense)
batch-withdrawn = Ordre { $order }: fakturaen er en kladd igjen eller borte. Det som betales tilbake nå, kan ikke belastes igjen; ble fakturaen bare åpnet for en endring, fullfør den heller i Uni.
batch-again = { $count } av disse er sendt før og har ikke noe entydig svar; de kan bli sendt igjen, med samme nøkkel.
outcome-braked = Bremset: { $act } på { $orders } ordrer på én gang ({ $lately } på ett døgn, av { $of }) er langt mer enn på en vanlig dag. Se på dem; { $ways }
braked-sync = oppgi dem i `uniac { $operation } --manual ORDRE...`, eller slipp dem gjennom med `uniac sync --let-go { $orders }`.
braked-apply = slipp dem så gjennom med samme kommando og `--let-go { $orders }`.
braked-new-plan = lag så en ny plan med dem, `uniac plan --out plan.json`, og slipp den gjennom: `uniac apply plan.json --let-go { $orders }`.
outcome-would-send-nothing = Den virkelige kjøringen ville ikke sende noe og ende med 3: { $why }
outcome-none-in-flight = ingenting er underveis
outcome-in-flight = underveis med ukjent utfall: { $orders }
outcome-interrupted = Avbrutt etter { $worked } av { $orders } ordrer; { $flight }. Neste kjøring gjør resten.
outcome-timed-out = Tiden gikk ut etter { $seconds } s, etter { $worked } av { $orders } ordrer; { $flight }. Neste kjøring gjør resten.
outcome-nothing-to-do = Ingenting å gjøre.
outcome-nothing-by-itself =
    { $count ->
        [one] Ingenting gjenstår som gjøres automatisk. 1 ordre venter på en person.
       *[other] Ingenting gjenstår som gjøres automatisk. { $count } ordrer venter på en person.
    }
outcome-recent = En annen kjøring har nettopp gjort det: innen tiden i `--max-age`.
outcome-nothing-done = Ingenting ble gjort.
outcome-list-them = `uniac order list --attention any` viser dem
outcome-sum = { $operation } { $sum } { $outcome }
outcome-sums = Penger i alt: { $sums }.
outcome-barred = { $order } venter, stoppet: { $line }.
outcome-hint-attention = Ingenting er sendt der det står { $attention }: { $meaning } `uniac explain { $attention }`
outcome-hint-unknown = Et ukjent utfall avklares av neste kjøring; `uniac explain unknown-outcome`
outcome-hint-refused = `uniac order show ORDRE` sier hvorfor; `uniac explain refused` hva du gjør
outcome-hint-braked = Langt mer enn på en vanlig dag er stoppet av bremsen; `uniac explain braked`
cutover-on-already = De var allerede på; ingenting er endret.
cutover-switched-on = Slått på: { $names }.
cutover-incomplete = Auto-capture er ufullstendig; `uniac status` viser hva som er av.
cutover-heading =
    { $count ->
        [0] Overgang: ingen ordre er allerede fakturert, slettet eller avsluttet
        [one] Overgang: 1 ordre er allerede fakturert, slettet eller avsluttet
       *[other] Overgang: { $count } ordrer er allerede fakturert, slettet eller avsluttet
    }
cutover-by-class = Etter klasse
cutover-doubtful =
    { $count ->
        [one] 1 ordre som ingen kan vite hvem hører til
       *[other] { $count } ordrer som ingen kan vite hvem hører til
    }
cutover-decide = Avgjør med `uniac order link ORDRE` eller `uniac order unlink ORDRE`
cutover-never = `sync` flytter aldri penger for disse. Det som faktureres fra nå av, går automatisk.
cutover-by-hand = Belast dem som ikke er belastet, for hånd: `uniac capture --manual --dry-run`
cutover-none = Ingen ordre var fakturert før dette tidspunktet.

next-step = { $operation } { $sum }
next-step-on = { $operation } { $sum } for faktura { $invoice }
next-auto = { $step }, gjøres av neste `sync` (automatisk)
next-manual = ingenting av seg selv; en person avgjør: { $step } (manuelt)
next-nothing = ingenting
next-unknown = ingenting før det er kjent hvordan det siste oppdraget endte (unknown-outcome)
next-person = ingenting av seg selv; en person avgjør ({ $attention })
act-shop-create = ordre i nettbutikken
why-link-none = den viser ikke til noen ordre i nettbutikken
why-link-nowhere = ingen ordre i nettbutikken som kan leses, har nummeret i referansen «{ $reference }»
why-link-sure = én ordre i nettbutikken har nummeret, og kunden eller totalbeløpet stemmer
why-link-by-person = en person har sagt det
why-link-unlinked = en person har sagt at de ikke hører sammen
why-link-several-shop-orders = flere ordrer i nettbutikken har nummeret
why-link-other-customer = Uni og nettbutikken oppgir ulike kunder
why-link-other-total = kunden er ikke kjent på den ene siden, og totalbeløpene er ulike
why-link-older = ordren i Uni er eldre enn nettbutikkens, og kunden er ikke kjent
why-claimed-twice = flere ordrer gjør krav på én i nettbutikken, eller på én betaling

shops-order-bare = ordre { $order }, { $status }
shops-order = ordre { $order }, { $status }; { $facts }
shops-other-customer = en annen enn i Uni; se på ordre { $order } i nettbutikken (uniac tar ikke vare på navnet)
shops-perhaps-customer = nettbutikkens ordre { $order } ({ $facts }), samme kunde som i Uni: ingen ordre i Uni har nummeret
shops-perhaps-total = nettbutikkens ordre { $order } ({ $facts }), samme totalbeløp som i Uni: ingen ordre i Uni har nummeret
order-name = ordre { $order }
tied-purchase = Handel { $purchase }: { $orders }, { $payments }
tied-purchase-of = Handel { $purchase }: { $orders } til nettbutikkens ordre { $shop }, { $payments }
tied-deleted = slettet
tied-closed = avsluttet
tied-of-shops = til nettbutikkens ordre { $order }
tied-not-of-purchase = ikke i denne handelen
tied-claims = krav: { $sum }
tied-link-sure = sikker kobling
tied-link-doubtful = usikker kobling
tied-link-by-person = koblet av en person
tied-link-none = ingen kobling
tied-shared-payment = nettbutikkens ordrer { $orders } viser til én betaling, { $payment }: se i nettbutikken hvilken av dem den hører til
tied-payment-ours = { $payment }: ordren fører ikke lenger til den; uniac har belastet { $captured }, tilbakebetalt { $refunded }
tied-payment-of-before = { $payment }: ordren fører ikke lenger til den; { $says }
tied-payment-unknown = { $payment }: ikke lest ennå, eller ukjent for betalingsleverandøren
tied-reserved = først reservert { $sum }
tied-captured = belastet { $sum }
tied-refunded = tilbakebetalt { $sum }
tied-released = kansellert { $sum }
tied-no-customer = ingen kunde
tied-nothing = ingenting
why-sure-made = uniac opprettet nettbutikkens ordre ut fra den
why-sure-customer = én ordre i nettbutikken har nummeret, og kunden stemmer
why-sure-totals = én ordre i nettbutikken har nummeret, og totalbeløpene stemmer; kunden ble ikke sammenlignet
why-sure-before = kunden eller totalbeløpet stemte før ordren ble endret; en senere endring gjør den ikke usikker
why-sure-trusted = én ordre i nettbutikken har nummeret, og `links = "trusted"` regner det som sikkert
why-sure-number = én ordre i nettbutikken har nummeret; kunde og totalbeløp ble ikke sammenlignet
barred-draft = kladden { $draft } i Uni ({ $sum }) kan fortsatt trenge den; gjør den endelig eller forkast den der
barred-draft-unnamed = en kladd i Uni ({ $sum }) kan fortsatt trenge den; gjør den endelig eller forkast den der
shops-perhaps-payment = belastet der { $captured }, fortsatt reservert { $reserved }
shops-perhaps-link = er det den: `uniac order link { $order } --shop { $shop }`
batch-braked = { $operation } på { $orders } ordrer, { $sum }, stoppes av bremsen og er ikke med i summen; `--let-go N` slipper det gjennom.
outcome-on-payment = Ordre { $order }: { $operation } på { $sum } på betalingen { $payment }.
outcome-paid-otherwise = Ordre { $order }: { $sum } av det fakturerte er mer enn det reserverte; det regnes som betalt på annen måte og mangler ikke lenger. Krev det inn på en annen måte.
accept-would-note = Ordre { $order }: { $attention } ville bli kvittert ut som sett. Det løser det ikke: det som er stoppet, forblir stoppet.
accept-would-undo = Ordre { $order }: { $attention } ville ikke lenger være kvittert ut; det ville bli listet igjen.
link-perhaps = Kanskje hører den til { $line }
