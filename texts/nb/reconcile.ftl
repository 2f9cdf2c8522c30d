# `uniac reconcile`: tre regnskap side om side.

reconcile-heading = { $from } til { $to }
reconcile-row-sold = solgt: fakturert, bestilt, belastet
reconcile-row-paid-back = tilbake til kunden: kreditert, tilbakebetalt
reconcile-row-booked = bokført som betalt
reconcile-row-given-up = frafalt: kansellert
reconcile-row-net = netto
reconcile-agree = De tre stemmer overens.
reconcile-nothing = Det var ingenting i perioden.
reconcile-no-day = uten dag
reconcile-whose-days = Per dag: fakturert, kreditert og bokført er Unis, etter datoene på dokumentene; belastet, tilbakebetalt og kansellert er betalingsleverandørens, etter dens egne datoer.
reconcile-left-out = { $orders } som ingen betalingsleverandør betaler (bankoverføring, faktura), er holdt utenfor.
reconcile-undated = { $sum }, { $kind } ({ $side }), er ikke med i noen sum: Ingen av systemene oppgir dagen, og det kan ha vært i perioden.
reconcile-hint-explain = `uniac explain ID` sier hva en årsak betyr, og hva som retter den
reconcile-ends-before = perioden ville slutte { $to }, før den begynner { $from }
reconcile-ends-before-hint = Oppgi den første dagen med --from og den siste med --to

reason-unreadable = Noe ved handelen kunne ikke leses, så den kan ikke avstemmes.
reason-unknown-to-uni = Nettbutikken har en betalt ordre som ikke finnes i Uni.
reason-unknown-to-provider = Betalingsleverandøren kjenner ikke betalingen eller tilbakebetalingen som de andre viser.
reason-unknown-to-shop = Nettbutikken viser ikke betalingen eller tilbakebetalingen som betalingsleverandøren har.
reason-captured-not-invoiced = Det er belastet penger som ingen faktura ber om.
reason-invoiced-not-captured = Det er fakturert, men ikke belastet.
reason-refunded-not-credited = Det er tilbakebetalt uten kreditnota.
reason-credited-not-refunded = Det er kreditert, men ikke tilbakebetalt.
reason-other-amount = Begge sider har det, med ulike beløp.
reason-captured-not-booked = Det er belastet, men innbetalingen er ikke bokført på fakturaen i Uni.
reason-booked-not-captured = Fakturaen i Uni viser en innbetaling som ingen betalingsleverandør har belastet.
reason-other-month = Begge sider har det, den ene utenfor perioden.

kind-ordered = bestilt
kind-cancelled = kansellert
kind-invoiced = fakturert
kind-credited = kreditert
kind-booked = bokført
kind-captured = belastet
kind-refunded = tilbakebetalt
kind-released = kansellert reservasjon
side-uni = Uni
side-shop = nettbutikk
side-provider = betalingsleverandør

label-amount = beløp
label-booked = bokført
label-released = kansellert
month-1 = januar { $year }
month-2 = februar { $year }
month-3 = mars { $year }
month-4 = april { $year }
month-5 = mai { $year }
month-6 = juni { $year }
month-7 = juli { $year }
month-8 = august { $year }
month-9 = september { $year }
month-10 = oktober { $year }
month-11 = november { $year }
month-12 = desember { $year }

# Hjelpen til kommandoene.
help-reconcile = Still Uni, nettbutikken og betalingsleverandøren side om side, med hvert avvik
help-reconcile--month = Dagene i denne måneden (10.2026 eller 2026-10)
help-reconcile--from = Fra og med denne dagen (31.12.2026 eller 2026-12-31)
help-reconcile--to = Til og med denne dagen (31.12.2026 eller 2026-12-31)
help-reconcile--by = Vis også summene per dag, leverandør eller ordre
help-report = Skriv perioden som en side til å se på, eller som en arbeidsbok
help-report--month = Dagene i denne måneden (10.2026 eller 2026-10)
help-report--from = Fra og med denne dagen (31.12.2026 eller 2026-12-31)
help-report--to = Til og med denne dagen (31.12.2026 eller 2026-12-31)
help-report--html = Skriv den som en side for nettleseren
help-report--xlsx = Skriv den som en arbeidsbok, ett ark per tabell
reconcile-reading = Leser perioden
