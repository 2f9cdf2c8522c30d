# `uniac order show`, sperrer.

hold-in-the-past = sperren ville allerede ha vært over
hold-in-the-past-hint = Oppgi dagens dato eller en senere med `--until`, eller utelat det
hold-taken-out = Tatt ut av auto-capture: { $orders }.
hold-in-auto-capture = I auto-capture: { $orders }.
hold-no-date = `--until { $text }` er ikke noen dato
hold-no-date-hint = Skriv den som 2026-12-31, eller som et tidspunkt: 2026-12-31T12:00:00Z
show-order = Ordre { $order }
show-payer-unknown = Uni viser at en del av faktura { $invoice }, som gjelder flere ordrer, er betalt på annen måte; hvem sin det var, er ikke kjent
show-journal = Journal
show-explain = `uniac explain { $attention }` sier hva du gjør
show-state-held-back = { $state } for denne ordren: holdt tilbake ({ $attention })
show-stray = kreditnota { $note }, { $date }, { $sum }: { $why }
show-stray-same-number = den har samme nummer fra nettbutikken som denne ordren
show-stray-same-customer = kunden i Uni er den samme som på denne ordren
show-stray-perhaps = den kan gjelde denne ordren
show-of-payment = { $own } for denne ordren; { $all } på hele betalingen
show-held-back = { $sum }; holdt tilbake til { $attention } er avklart
show-hold = av { $by } til den oppheves: { $reason }
show-hold-until = av { $by } til { $until }: { $reason }
show-nothing-barred = ingenting av seg selv så lenge det er stoppet
show-seen-by = av { $word }
show-was-seen = som { $attention } av { $word }; det er endret siden
show-unlinked = En person har sagt at denne ordren ikke har del i nettbutikkens ordre { $shop } og betalingen for den.
show-doubt-order = ordren i Uni: { $doubt }
show-doubt-document = dokument { $document } i Uni: { $doubt }
show-doubt-shop = ordren i nettbutikken: { $doubt }
show-doubt-payment = betalingen: { $doubt }
show-method = { $method }, referanse { $reference }
show-method-bare = { $method }, ingen referanse
show-nothing-invoiced = Ingenting er fakturert.

document-invoice = faktura
document-note = kreditnota
document-unknown = ukjent
era-before = før
era-after = etter
