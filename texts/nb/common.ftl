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
count-invoices = { $count ->
    [0] ingen faktura
    [one] 1 faktura
   *[other] { $count } fakturaer
}
count-credit-notes = { $count ->
    [0] ingen kreditnota
    [one] 1 kreditnota
   *[other] { $count } kreditnotaer
}
count-acts = { $count ->
    [0] ingen oppdrag
    [one] 1 oppdrag
   *[other] { $count } oppdrag
}

# Overskrifter og ledetekster, etter navnet programmer leser.
label-order = ordre
label-orders = ordrer
label-sum = sum
label-attention = varsel
label-meaning = betydning
label-cause = årsak
label-month = måned
label-customer = kunde
label-oldest = eldste
label-closes = utløper
label-command = kommando
label-held-too-much = for mye innkrevd
label-shop = butikk
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
label-exit = sluttkode

language-unknown = uniac snakker ikke «{ $tag }»; bruk `en` eller `nb`

told-unnamed = en bruker uten navn
told-no-reason = ingen begrunnelse oppgitt
