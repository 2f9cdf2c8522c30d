# En kjøring: det som stanser den, og det en person ikke kan si til den.

engine-no-provider = ingen konfigurert betalingsleverandør tar ordrens betalingsmåte
bounds-hint = Se etter med `--dry-run`, og hev så grensen eller nevn enkelte ordrer
bounds-sum = { $sum } er mer enn { $flag } { $most }; ingenting er sendt
bounds-orders = { $count ->
    [one] 1 ordre er mer enn --max-orders { $most }; ingenting er sendt
   *[other] { $count } ordrer er mer enn --max-orders { $most }; ingenting er sendt
}
choose-ambiguous = «{ $typed }» gjelder { $count } ordrer: { $numbers }
choose-ambiguous-hint = Nevn én av dem med nummeret i Uni; `uniac order show NUMMER` viser hver av dem
choose-only-shop = nettbutikken har en ordre { $number }, og ingen ordre i Uni er koblet til den
choose-only-shop-hint = `uniac order link ORDRE --shop { $number }` kobler en til den
choose-no-invoice = ingen faktura eller kreditnota «{ $number }» har linjer fra en webordre
choose-no-order = det finnes ingen webordre «{ $typed }»
choose-none-of-them = { $why }; ingenting ble gjort for noen av de { $count } som ble nevnt
choose-no-payment = ingen webordre er koblet til betalingen «{ $reference }», og ingenting er sendt til den
choose-hint = `uniac order list` viser alle; i stedet for nummeret i Uni kan du skrive `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
choose-nearest = De nærmeste er: { $numbers }
choose-stray = kreditnota { $number } viser verken til en ordrelinje eller til en kjent faktura
choose-stray-of = kreditnota { $number } viser verken til en ordrelinje eller til en kjent faktura; den kan gjelde { $orders }
choose-stray-look = Se i Uni hva den krediterer; `uniac explain credit-not-placed` sier hvordan
choose-stray-say = `uniac refund --manual ORDRE --credit { $number }` sier hvilken ordre den gjelder
pass-switch-on = Slå den på med `uniac enable`; den viser først hva den ikke rører
pass-incomplete = auto-capture er ufullstendig ({ $settings } er av), så `sync` gjorde ingenting
pass-off = auto-capture er av, så `sync` gjorde ingenting
refresh-nobodys-hint = `uniac log --exchanges` viser svarene når logging er på
refresh-payment-unread = ordre { $order }: betalingen kunne ikke leses: { $why }
refresh-shop-orders = { $count ->
    [one] 1 ordre i nettbutikken kunne ikke leses, og ingen vet hvilken
   *[other] { $count } ordrer i nettbutikken kunne ikke leses, og ingen vet hvilke
}
refresh-uni-orders = { $count ->
    [one] 1 ordre i Uni kunne ikke leses, og ingen vet hvilken
   *[other] { $count } ordrer i Uni kunne ikke leses, og ingen vet hvilke
}
refresh-uni-documents = { $count ->
    [one] 1 faktura eller kreditnota i Uni kunne ikke leses, og ingen vet hvilken
   *[other] { $count } fakturaer eller kreditnotaer i Uni kunne ikke leses, og ingen vet hvilke
}
refresh-uni-lost = { $count ->
    [one] 1 ordre som før var i Uni, kunne ikke leses, og ingen vet hvilken
   *[other] { $count } ordrer som før var i Uni, kunne ikke leses, og ingen vet hvilke
}
said-one-order = dette kan bare sies om én ordre om gangen
said-one-order-hint = Nevn nøyaktig én ORDRE sammen med det
said-strange-payment = betalingen «{ $reference }» gjelder en annen kundes ordre i nettbutikken; ordre { $number } tar ingenting av den
said-no-payment = ordre { $number } har ingen betaling «{ $reference }»
said-payments = Ordrens betalinger: { $references }
said-no-credit = ingen kreditnota «{ $credit }» venter på å bli plassert på ordre { $number }
said-no-credit-hint = `uniac order show { $number }` viser dokumentene og det som venter på å bli plassert
tell-pending-hint = Trekk det tilbake i portalen til betalingsleverandøren, og kjør kommandoen på nytt; den ser etter først
tell-unseen-hint = Konfigurer betalingsleverandøren som tok imot betalingen, og kjør kommandoen på nytt
tell-too-soon-hint = Vent { $seconds } s, og kjør kommandoen på nytt; den ser etter først
tell-not-shown-hint = Se etter en gang til i portalen til betalingsleverandøren; er det ikke der, skriv `--not-done`
tell-pending = { $operation ->
    [capture] betalingsleverandøren har godtatt belastningen og kan fortsatt utføre den
    [refund] betalingsleverandøren har godtatt tilbakebetalingen og kan fortsatt utføre den
    [cancel] betalingsleverandøren har godtatt kanselleringen og kan fortsatt utføre den
   *[other] motparten har godtatt oppdraget ({ $operation }) og kan fortsatt utføre det
}
tell-unseen = { $operation ->
    [capture] det finnes ingen betaling der belastningen kan ses
    [refund] det finnes ingen betaling der tilbakebetalingen kan ses
    [cancel] det finnes ingen betaling der kanselleringen kan ses
   *[other] det finnes ingen betaling der oppdraget ({ $operation }) kan ses
}
tell-too-soon = { $operation ->
    [capture] belastningen er kanskje ikke synlig ennå
    [refund] tilbakebetalingen er kanskje ikke synlig ennå
    [cancel] kanselleringen er kanskje ikke synlig ennå
   *[other] oppdraget ({ $operation }) er kanskje ikke synlig ennå
}
tell-not-shown = { $operation ->
    [capture] { $provider } viser belastninger på til sammen { $shown }, og dette oppdraget er ikke med
    [refund] { $provider } viser tilbakebetalinger på til sammen { $shown }, og dette oppdraget er ikke med
    [cancel] { $provider } viser kanselleringer på til sammen { $shown }, og dette oppdraget er ikke med
   *[other] { $provider } viser til sammen { $shown } ({ $operation }), og dette oppdraget er ikke med
}
