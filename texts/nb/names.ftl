# Navn på det programmet kjenner som id-er: varsler, årsaker, tilstander, oppdrag. Korte nok til en kolonne (28 tegn).

label-cause-due = gjenstår
label-cause-none = uten årsak
label-cause-unknown-outcome = ukjent utfall
label-cause-unreadable = kan ikke leses
label-cause-doubtful-link = usikker kobling
label-cause-claimed-twice = flere krav på betalingen
label-cause-several-payments = flere betalinger
label-cause-reference-changed = annen betaling enn før
label-cause-replaced-payment = betalt på nytt
label-cause-amount-not-exact = beløpet går ikke opp
label-cause-currency-mismatch = ulik valuta
label-cause-credit-not-placed = kreditnota ikke plassert
label-cause-credit-exceeds-invoice = kreditert for mye
label-cause-document-withdrawn = faktura trukket tilbake
label-cause-paid-elsewhere = betalt på annen måte
label-cause-exceeds-reservation = mer enn reservert
label-cause-reservation-expired = reservasjon utløpt
label-cause-whole-capture-only = kan bare belastes i ett
label-cause-cancelled-in-shop = kansellert i nettbutikken
label-cause-shop-would-move-money = utvidelse flytter penger
label-cause-order-gone = ordren er borte
label-cause-refused = avvist
label-cause-held = sperret
label-cause-inactive = auto-capture ikke aktiv
label-cause-invoiced-before-activation = fakturert før aktivering
label-cause-part-invoiced-before-activation = delfakturert før aktivering
label-cause-dropped-before = slettet før aktivering
label-cause-braked = bremset
label-cause-over-bounds = over grensene
label-cause-captured-not-invoiced = belastet uten faktura
label-cause-refunded-elsewhere = tilbakebetalt utenom uniac
label-cause-credited-without-capture = kreditert uten belastning
label-cause-reservation-expiring = reservasjon utløper snart
label-cause-reservation-left-over = reservasjon til overs
label-cause-method-not-configured = ukjent betalingsmåte
label-cause-payment-not-found = betaling ikke funnet
label-cause-unlinked = koblet fra
label-cause-no-payment = uten betaling
label-cause-captured-elsewhere = belastet utenom uniac
label-cause-in-review = kontrolleres ennå
label-cause-waits-until = venter litt
label-cause-match-in-uni = må motpostes i Uni

# Årsaker til avvik i `uniac reconcile`.
label-cause-invoiced-not-captured = fakturert, ikke belastet
label-cause-captured-not-booked = belastet, ikke bokført
label-cause-booked-not-captured = bokført, ikke belastet
label-cause-refunded-not-credited = betalt tilbake, ikke kreditert
label-cause-credited-not-refunded = kreditert, ikke betalt tilbake
label-cause-other-amount = annet beløp
label-cause-other-month = annen måned
label-cause-unknown-to-shop = ukjent i nettbutikken
label-cause-unknown-to-uni = ukjent i Uni
label-cause-unknown-to-provider = ukjent hos leverandøren

# Klassene i overgangen.
label-cause-invoiced-before = fakturert før aktivering
label-cause-part-invoiced-before = delfakturert før aktivering
label-cause-expired = reservasjon utløpt
label-cause-settled = gjort opp
# Også det uniac selv har belastet før.
label-class-captured-elsewhere = alt er belastet
label-class-benign = i orden
label-class-failed = mislyktes
label-class-declined = ikke sendt
label-class-pending = venter på svar
label-class-sign-in = pålogging
label-class-refused = avvist
label-class-unknown = ukjent
label-class-defect = feil i uniac
label-cause-doubtful = usikker kobling

# Tilstander, koblinger og nettbutikkens status.
label-none = ingen
label-part-captured = delvis belastet
label-part-refunded = delvis tilbakebetalt
label-expired = utløpt
label-sure = sikker
label-doubtful = usikker
label-by-person = bestemt av en person
label-open = åpen
label-completed = fullført
label-other-failed = mislykket
label-other-trash = i papirkurven

# Det som gjøres i nettbutikken, kort.
label-step-shop-complete = butikk: Fullført
label-step-shop-refund = butikk: tilbakebetalt
label-step-shop-credit = butikk: Kreditert
label-step-shop-cancel = butikk: Kansellert
label-step-shop-note = butikk: merknad
label-step-shop-create = butikk: ny ordre

# Det personer har sagt og bestemt.
label-lift = sperre opphevet
label-unlink = koblet fra
label-accept = kvittert ut
label-accept-undone = ikke lenger kvittert ut
label-credit-placed = kreditnota plassert
label-setting-on = slått på
label-setting-off = slått av

# Når en ordre krediteres.
label-if-credited = om kreditert
label-by-hand = for hånd
label-nothing-taken = ikke belastet

# Systemer, og det `doctor` og `auth status` har funnet.
label-uni = Uni
label-ok = i orden
label-verdict-ok = i orden
label-verdict-unverified = ikke bekreftet
label-verdict-warning = advarsel
label-verdict-wrong = feil
label-not-asked = ikke spurt
label-failed = mislyktes
label-token = tilgangsnøkkel
label-attentions = varsler
label-remarks = merknader

# Overskrifter som står på to linjer der skjermen er smal.
label-narrow-refunded = tilbake- betalt
label-narrow-released = kansel- lert
label-narrow-invoiced = faktu- rert
label-narrow-credited = kredi- tert
