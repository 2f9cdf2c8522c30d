# Ord som alle kommandoer bruker.

label-hint = tips:
label-note = merk:
label-warning = advarsel:
label-error = feil:
table-empty = Ingen.

moved-no = Ingen penger er flyttet.
moved-yes = Penger er flyttet; se resultatet over.
moved-unknown = Det er ikke kjent om penger er flyttet.
error-because = fordi: { $cause }

output-failed = resultatet kunne ikke skrives: { $why }
output-failed-hint = Lag plass på disken, eller send resultatet et annet sted, og kjør på nytt
xlsx-terminal = en arbeidsbok kan ikke vises i en terminal
xlsx-terminal-hint = Send den til en fil: skriv `> liste.xlsx` bak kommandoen
xlsx-sum = Sum
xlsx-too-large = resultatet er større enn et ark kan være: { $why }
xlsx-too-large-hint = Bruk `--output csv`, eller be om mindre

prompt-confirmation-needed = bekreftelse kreves
prompt-not-answered = «{ $question }» er ikke besvart
prompt-no-terminal = { $what }, og det er ingen terminal å spørre på
prompt-answer-in-advance = Svar på forhånd med { $flag }
prompt-declined = besvart med nei; ingenting er gjort
prompt-yes-no = [j/N]

count-orders = { $count ->
    [0] ingen ordre
    [one] 1 ordre
   *[other] { $count } ordrer
}
count-payments = { $count ->
    [0] ingen betaling
    [one] 1 betaling
   *[other] { $count } betalinger
}

# Overskrifter og ledetekster, etter navnet programmer leser.
label-order = ordre
label-orders = ordrer
label-sum = sum
label-attention = varsel
label-meaning = betydning
label-to-capture = å belaste
label-month = måned
label-customer = kunde
label-held-too-much = for mye belastet
label-reservations-that-close = reservasjoner som utløper
label-guaranteed-until = garantert til
label-reserved-until = reservert til
label-state = tilstand
label-mode = måte
label-due = gjenstår
label-missing = mangler
label-missing-because-of = mangler på grunn av
label-auto-capture = auto-capture
label-active-since = aktiv siden
label-no-answer-yet = uten svar ennå
label-code = kode
label-class = klasse
language-unknown = uniac snakker ikke «{ $tag }»; bruk `en` eller `nb`

told-unnamed = en bruker uten navn
told-no-reason = ingen begrunnelse oppgitt
label-act = oppdrag
label-activation = aktivering
label-also = også
label-at = tid
label-authorised = godkjent
label-barred = stoppet
label-cancelled = kansellert
label-check = kontroll
label-company-in-Uni = firma i Uni
label-configuration = konfigurasjon
label-credit-notes = kreditnotaer
label-date = dato
label-document = dokument
label-fault = feil
label-file = fil
label-found = funnet
label-from = fra
label-groups = grupper
label-held = netto belastet
label-hold = sperre
label-in-step = stemmer
label-in-the-shop = i nettbutikken
label-intent = oppdrag
label-is = er
label-it-shows = den viser
label-journal = journal
label-kept-in = lagret i
label-key = nøkkel
label-kind = slag
label-link = kobling
label-method = metode
label-ms = ms
label-next = neste
label-not-placed = ikke plassert
label-not-understood = ikke forstått
label-number = nummer
label-order-reference = ordrereferanse
label-owed = å betale
label-paid-otherwise = betalt på annen måte
label-path = sti
label-payment = betaling
label-payment-methods = betalingsmetoder
label-besides = dessuten
label-progress = i Uni
label-perhaps = kanskje
label-placed = bestilt
label-providers = betalingsleverandører
label-reading = lesing
label-reference = referanse
label-remark = merknad
label-remedy = tiltak
label-reserved-at-first = først reservert
label-result = resultat
label-seen = sett
label-sent = sendt
label-settings = innstillinger
label-shop--plug-ins = nettbutikk: utvidelser
label-shop-order = butikkordre
label-shop-s-customer = nettbutikkens kunde
label-shop-s-orders = nettbutikkens ordrer
label-signs-in-as = logger på som
label-since-last-time = siden sist
label-stands-in = står i
label-status = status
label-still-reserved = fortsatt reservert
label-store = database
label-system = system
label-times-left = ganger igjen
label-total = totalbeløp
label-two-drivers = to som belaster
label-Uni = Uni
label-Uni-invoiced = fakturert i Uni
label-valid-until = gyldig til
label-value = verdi
label-waits = venter
label-was-seen = ble sett
label-what-is-wrong = hva som er feil
label-what-it-does = hva den gjør
label-who = hvem
label-writing = skriving
label-your-word = det du sier
label-captured = belastet
label-cause = årsak
label-closes = utløper
label-credited = kreditert
label-currency = valuta
label-day = dag
label-days-left = dager igjen
label-differences = avvik
label-done = utført
label-exit = sluttkode
label-invoiced = fakturert
label-invoiced--not-captured = fakturert, ikke belastet
label-mends = rettes med
label-oldest = eldste
label-on = på
label-provider = leverandør
label-reason = årsak
label-refunded = tilbakebetalt
label-reserved = reservert
label-shop = butikk
label-what = hva
