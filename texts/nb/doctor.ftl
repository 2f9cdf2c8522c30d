# Det `uniac doctor` finner, og hva du gjør med det.

progress-looking = Ser etter
doctor-clock-ahead = klokken på denne maskinen går { $seconds } s foran systemets
doctor-clock-behind = klokken på denne maskinen går { $seconds } s etter systemets
doctor-clock-set = Still klokken på maskinen etter en tidstjener (NTP)
doctor-clock-set-for-sign-in = Still klokken på maskinen etter en tidstjener (NTP); signerte pålogginger avvises med en slik forskjell
doctor-clock-apart = { $seconds } s fra hverandre
doctor-elsewhere = { $elsewhere } av { $payments } ordrer med betaling ble belastet utenom uniac
doctor-elsewhere-last = { $elsewhere } av { $payments } ordrer med betaling ble belastet utenom uniac, sist { $at }
doctor-switch-capturing-off = Slå av belastning i nettbutikkens betalingsutvidelse, så bare uniac belaster; `uniac explain two-drivers` sier mer
doctor-by-key = { $counted }, { $count } med nøkkelen til en utvidelse i nettbutikken
doctor-near = { $counted }; { $near } av { $compared } sammenlignede kom innen { $minutes } min etter at ordren ble fullført i nettbutikken: trolig belaster en utvidelse i nettbutikken også
doctor-none-near = { $counted }, ingen da ordren ble fullført i nettbutikken: trolig for hånd
doctor-bridge-likely =
    { $count ->
        [one] 1 faktura er laget etter at pengene ble belastet utenom uniac, og betalt i Uni uten uniac: slik arbeider Unimicro Bridge; en regnskapsfører kan også gjøre det
       *[other] { $count } fakturaer er laget etter at pengene ble belastet utenom uniac, og betalt i Uni uten uniac: slik arbeider Unimicro Bridge; en regnskapsfører kan også gjøre det
    }
doctor-bridge-look = Se i Uni om Unimicro Bridge styrer denne nettbutikken; Bridge og auto-capture må ikke styre de samme ordrene
doctor-bridge-unclear = { $count } fakturaer med penger belastet utenom uniac er betalt i Uni uten uniac; hvem som gjorde det, kan ikke ses, men alle er laget før belastningen, og det er ikke de fra Bridge
doctor-bridge-none = ingen tegn til et annet program som bokfører belastede penger i Uni
doctor-nothing-to-compare = det er ikke noe å sammenligne med ennå
doctor-nothing-changed = ingenting er endret
doctor-not-kept = det som ble sett, kunne ikke lagres til neste gang: { $why }
doctor-make-writable = Gjør datamappen skrivbar
doctor-not-there = ikke der
doctor-nothing = ingenting
doctor-was-is = { $name } var { $was }, er { $is }
doctor-changed-settings = Hvis ingen mente det, så slå det tilbake med `uniac enable` eller `uniac disable`
doctor-changed-configuration = Hvis ingen mente det, så rett konfigurasjonsfilen
doctor-changed-orders = Se om nettbutikken eller integrasjonen med Uni fortsatt fyller ut referansefeltet
doctor-changed-drivers = Finn ut hvem som har begynt å belaste eller bokføre ved siden av uniac
doctor-changed-other = Hvis ingen mente det, så finn ut hvem som endret det; det blir ikke nevnt igjen
doctor-no-order-of-year = nettbutikken kjenner ingen ordre fra det siste året
doctor-method = betalingsmåte: { $method }
doctor-method-not-found = { $provider }, som ikke kjenner betalingen til { $count } av dem
doctor-method-not-found-hint = `uniac explain payment-not-found` sier hva du gjør
doctor-method-not-configured = ingen: den hører til { $provider }, som ikke er konfigurert for den
doctor-method-not-configured-hint = Legg til betalingsleverandøren som en [[company.NAVN.payment]], eller id-en i dens `payment_methods`; uten det blir disse ordrene aldri belastet
doctor-method-unknown = ingen: det er ikke kjent hvem den hører til
doctor-method-unknown-hint = Hvis en konfigurert betalingsleverandør tar den, så legg id-en til i dens `payment_methods`
doctor-method-nobody = ingen betalingsleverandørs, så det er ingenting å belaste
doctor-not-looked-at = ikke sett på: Uni, nettbutikken eller databasen kan ikke leses
doctor-mend-above = Rett det som er feil over, og kjør på nytt
doctor-orders-known = { $orders } ordrer i Uni, { $known } kjent i nettbutikken
doctor-orders-strange =
    { $count ->
        [one] { $orders } ordrer i Uni, { $known } kjent i nettbutikken, 1 med en referanse uten noe nummer fra nettbutikken
       *[other] { $orders } ordrer i Uni, { $known } kjent i nettbutikken, { $count } med referanser uten noe nummer fra nettbutikken
    }
doctor-check-field = Kontroller `order_reference_field` og `order_reference_prefix` i [company.NAVN.uni]
doctor-no-field-looked-for = { $found }; det gikk ikke an å lete etter et annet felt: { $why }
doctor-no-field-matches = { $found }; ingen felt på de nyeste ordrene i Uni har et av de { $numbers } numrene fra nettbutikkens siste { $days } dager
doctor-no-prefix = ingen order_reference_prefix
doctor-field-matches = { $found }; `{ $field }` har et nummer fra nettbutikken på { $matches } av { $orders } ordrer
doctor-set-field = Sett `order_reference_field = "{ $field }"` og { $prefix } i [company.NAVN.uni]
doctor-check-credentials = Kontroller disse påloggingsopplysningene i konfigurasjonen, og om de er utløpt eller trukket tilbake
doctor-check-address-reached = Kontroller denne `base_url` i konfigurasjonen, og om maskinen når den
doctor-check-address = Kontroller denne `base_url` i konfigurasjonen
doctor-set-secret = Sett variabelen, skriv filen, eller se hva kommandoen skriver
doctor-explain = `uniac explain { $code }` sier hva du gjør
doctor-counts = feil { $wrong }, advarsler { $warnings }, ikke bekreftet { $unverified }, i orden { $ok }.
doctor-store-shared = felles, i «{ $address }»
doctor-store-whole = hel, { $size } i `{ $folder }`
doctor-none-waits = ingen ordre venter på en person, slik det sist ble lest
doctor-some-wait = ordrer som venter på en person, slik det sist ble lest: { $attentions }
doctor-some-wait-hint = `uniac order list --attention any` viser dem; `uniac explain ID` forklarer et varsel
doctor-active = auto-capture er aktiv
doctor-not-active = auto-capture er { $state }; av: { $off }
doctor-switch-on = Slå den på med `uniac enable`
doctor-notes-placed = hver av dem sier hvilken ordre eller faktura den gjelder
doctor-notes-stray =
    { $count ->
        [one] 1 kreditnota som verken viser til en kjent ordrelinje eller en kjent faktura, for eksempel { $first }
       *[other] { $count } kreditnotaer som verken viser til en kjent ordrelinje eller en kjent faktura, for eksempel { $first }
    }
doctor-notes-stray-hint = Ordrer de kan gjelde, har varselet `credit-not-placed`; der ingen har det, og den gjelder en webordre, plasserer du den med `uniac refund --manual ORDRE --credit NUMMER`
doctor-acts-ended = hvert oppdrag har en entydig slutt
doctor-acts-open =
    { $count ->
        [one] 1 oppdrag uten en entydig slutt; det eldste er på ordre { $order }, { $at }
       *[other] { $count } oppdrag uten en entydig slutt; det eldste er på ordre { $order }, { $at }
    }
doctor-acts-open-hint = Kjør `uniac sync`, som avklarer dem ved å se etter; `uniac log ORDRE` viser dem
doctor-shop-all-claimed = hver av dem har en ordre i Uni
doctor-shop-unclaimed =
    { $count ->
        [one] 1 ordre som ingen ordre i Uni viser til, den nyeste { $numbers }
       *[other] { $count } ordrer som ingen ordre i Uni viser til, de nyeste { $numbers }
    }
doctor-writes-bookings = betalinger på fakturaer
doctor-first-booking = Den første bokføringen vil vise det; applikasjonen eller brukeren må ha rett til å registrere betalinger på fakturaer i Uni
doctor-writes-orders = ordrer
doctor-first-change = Den første endringen vil vise det; nøkkelen må lages med rett til å lese og skrive
doctor-writes-money = belastninger, tilbakebetalinger og kanselleringer
doctor-first-capture = Den første belastningen vil vise det
doctor-no-provider = ingen betalingsleverandør er konfigurert
doctor-no-provider-hint = Legg til en [[company.NAVN.payment]]; uten den kan ingen penger flyttes
doctor-may-write = kan skrive { $what }: det har den gjort, sist { $at }
doctor-write-refused = påloggingen ble avvist da den skrev { $what }, sist { $at }
doctor-write-unseen = om den kan skrive { $what }, kan ikke ses ved å lese
doctor-why-flag = flagg
doctor-why-environment = miljøvariabel
doctor-why-file = filen (default_company)
doctor-why-only = det eneste som finnes
doctor-chmod = Kjør `chmod 600` på filen
doctor-from = fra { $origin }
doctor-workers = workers { $workers } (flagg)
