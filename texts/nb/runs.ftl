# `uniac runs`: kjøringshistorikken; og tidspunkter slik folk skriver dem.

runs-none = Ingen kjøring er lagret ennå.
runs-hint-show = `uniac runs show ID` viser hva én kjøring gjorde, hva som stod igjen, og hvorfor
runs-heading = Kjøring { $id }
runs-heading-sent = Det som ble sendt
runs-heading-left = Det som stod igjen, og hvorfor
runs-left-nothing = Ingenting som gjenstod, ble latt være.
runs-unknown = ingen kjøring `{ $id }` er lagret
runs-unknown-hint = `uniac runs` viser dem; de eldste slettes etter 400 dager
runs-by = { $by } på { $host }
runs-read = { $orders } ordrer og { $documents } dokumenter i Uni, { $shop } ordrer i nettbutikken, { $payments } betalinger
runs-found = aldri; at den var brutt av, ble oppdaget { $at }
runs-took = { $at }, etter { $seconds } s
runs-exit = , sluttkode { $exit }
runs-last = { $at }: { $command }, { $state }{ $exit } (kjøring { $id })
runs-unrecorded = Kjøringen kunne ikke skrives i historikken ({ $why }); det som er sagt om den her, gjelder.

runs-state-running = pågår
runs-state-ended = ferdig
runs-state-stopped = stoppet
runs-state-failed = mislykket
runs-state-broken-off = brutt av

when-no-date = `{ $flag } { $typed }` er ingen dato
when-write-it = Skriv den som 2026-12-31, eller som et tidspunkt: 2026-12-31T12:00:00Z

label-run = kjøring
label-money = penger
label-bounds = grenser
label-because = fordi
label-read = lest
label-not-read = ikke lest
label-operation = oppdrag
label-outcome = utfall
label-count = antall
label-invoice = faktura
label-plan = plan
label-last-run = siste kjøring
