# `uniac runs`: kjøringshistorikken; og tidspunkter slik folk skriver dem.

runs-none = Ingen kjøring er lagret ennå.
runs-hint-show = `uniac runs show ID` viser hva én kjøring gjorde, hva som ikke ble gjort, og hvorfor
runs-heading = Kjøring { $id }
runs-heading-sent = Det som ble sendt
runs-heading-left = Det som skulle gjøres og ikke ble gjort, og hvorfor
runs-left-nothing = Alt som skulle gjøres av seg selv, ble gjort. Det som venter på en person, viser `uniac order list --attention any`.
runs-code-of-others = avslått av den andre siden, med en kode den selv bruker; `uniac order show { $order }` sier hva som følger
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
runs-state-failed = mislyktes
runs-state-declined = ikke utført
runs-state-answered-no = svart nei
runs-state-broken-off = brutt av

moved-heading = Det som ble flyttet
moved-by-uniac = uniac
moved-by-others = andre

when-no-date = `{ $flag } { $typed }` er ingen dato
when-write-it = Skriv den som 31.12.2026 eller 2026-12-31, eller som et tidspunkt: 2026-12-31T12:00:00Z

label-run = nr.
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

help-runs = Vis kjøringshistorikken: hvem, når, hva som ble gjort, hva som ikke ble gjort og hvorfor
help-runs-after =
    Hver kjøring av `sync`, `capture`, `refund`, `cancel` og `apply` lagres, også
    en som mislyktes eller ble avbrutt brått: i 400 dager, og i 30 når den ikke
    fant noe å gjøre. En prøvekjøring lagres ikke.

    Eksempler:
      uniac runs
      uniac runs --since 2026-11-01 --json
      uniac runs show 17

    Leser bare, og spør ingen andre systemer.
help-runs--since = Bare kjøringer som begynte på denne datoen eller senere (31.12.2026 eller 2026-12-31, eller et tidspunkt)
help-runs--limit = Bare de N nyeste
help-runs-show = Vis én kjøring med hvert steg, og hva den ikke gjorde og hvorfor
help-runs-show-after =
    Eksempler:
      uniac runs show 17
      uniac runs show last

    Leser bare, og spør ingen andre systemer.
help-runs-show--id = Nummeret på kjøringen, eller `last`
help-log--since = Bare det som ble skrevet på denne datoen eller senere (31.12.2026 eller 2026-12-31, eller et tidspunkt)
help-log--until = Bare det som ble skrevet på denne datoen eller før
help-log--limit = Bare de N nyeste oppdragene
help-log--operation = Bare denne slags oppdrag, og ikke det personer har sagt
help-log--outcome = Bare oppdrag med dette utfallet, og ikke det personer har sagt
