# `uniac report`: perioden som side og som arbeidsbok.

report-title = Auto-capture-rapport
report-made = Laget { $at }
report-written = Skrev `{ $path }`.
report-not-written = kan ikke skrive `{ $path }`: { $why }
report-not-written-hint = Oppgi en fil i en mappe du har lov til å skrive i
report-hint-html = `--html FIL` skriver den som en side for nettleseren, `--xlsx FIL` som en arbeidsbok
report-verdict = { $count ->
    [one] 1 avvik mellom de tre
   *[other] { $count } avvik mellom de tre
}
report-offline = Laget av det forrige kjøring leste (--offline).
report-unread = Kunne ikke leses nå, og vises slik det sist ble lest: { $orders }.
report-more = { $shown } av { $all } rader; `--xlsx FIL` har alle.
report-foot = uniac { $version }. Fakturaer, kreditnotaer og bokføringer er Unis; belastninger, tilbakebetalinger og kanselleringer er betalingsleverandørenes, på deres egne datoer i firmaets tidssone.

report-chart = Pengenes vei
report-chart-lead = Per dag, i { $currency }. Nederst: det periodens fakturaer og kreditnotaer ber om, fratrukket pengene som er flyttet, fra første dag.
report-chart-day = { $day }: fakturert { $invoiced }, belastet { $captured }, bokført { $booked }, tilbakebetalt { $refunded }
report-missing = Mangler, etter årsak og alder
report-missing-lead = Det som i dag er fakturert, ikke kreditert og ikke belastet, uansett periode; etter fakturaens alder.
report-age-first = inntil { $days } dager
report-age-between = { $from } til { $to } dager
report-age-last = over { $days } dager
report-closing = Reservasjoner som utløper
report-closing-lead = Innen { $days } dager slipper betalingsleverandøren disse pengene.
report-closing-none = Ingen reservasjon utløper snart.
report-differences = Avvik
report-differences-lead = Der Uni, nettbutikken og betalingsleverandøren ikke sier det samme om perioden, og hvorfor.
report-each = Hvert avvik
report-each-lead = Med kommandoen som retter det, eller som sier hva som gjør det.
report-attentions = Det som trenger deg
report-attentions-lead = Ordrer som ikke går av seg selv, i dag, uansett periode.
report-runs = Kjøringer
report-runs-lead = Det uniac gjorde i perioden, det nyeste først.
report-runs-none = Det var ingen kjøring i perioden.
report-by-day = Per dag
report-by-order = Per ordre

cause-due = Neste kjøring tar det.
cause-none = Ingenting er kjent som hindrer det.

label-started = startet
label-command = kommando
label-by = av
label-ended = slutt
label-left = igjen
