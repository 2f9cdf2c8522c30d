# `uniac plan` og `uniac apply`.

plan-nothing = Ingenting gjenstår.
plan-again = { $count ->
    [one] 1 av disse er sendt før og har ikke noe sikkert svar; den kan bli sendt på nytt, med samme nøkkel.
   *[other] { $count } av disse er sendt før og har ikke noe sikkert svar; de kan bli sendt på nytt, med samme nøkkel.
}
plan-hint-apply = `uniac apply { $path }` gjør akkurat dette, etter et spørsmål
plan-hint-out = `uniac plan --out FIL` lagrer den, for `uniac apply FIL`
plan-not-written = kan ikke skrive planen `{ $path }`: { $why }
plan-not-written-hint = Oppgi en annen fil med `--out`
plan-not-read = kan ikke lese planen `{ $path }`: { $why }
plan-too-large = `{ $path }` er for stor til å være en plan
plan-not-read-hint = Lag en med `uniac plan --out FIL`
plan-same-person = planen er laget av { $by }, og en annen bruker må utføre den; ingenting er sendt
plan-same-person-hint = La en annen gå gjennom den og kjøre `uniac apply FIL`
plan-required = i dette firmaet flyttes penger for hånd bare gjennom en plan som en annen bruker utfører; ingenting er sendt
plan-required-hint = Lag en med `uniac plan --out FIL`, og la en annen utføre den
plan-other-key = planen ble laget for et annet firma som også heter «{ $company }»: det har en annen nøkkel i Uni; ingenting ble sendt
plan-replaced = I { $path } stod plan { $id }; nå står denne der.
plan-would-replace = «{ $path }» finnes fra før og er ingen plan; ingenting ble skrevet
plan-would-replace-hint = Nevn en annen fil, eller si med `--yes` at den kan erstattes
plan-required-bounds = `{ $flag }` går utover grensene i konfigurasjonen, og da krever dette firmaet en plan; ingenting er sendt
plan-stale = { $count ->
    [one] 1 steg er utdatert og blir ikke utført: det det bygger på, er endret.
   *[other] { $count } steg er utdatert og blir ikke utført: det de bygger på, er endret.
}

label-made-by = laget av
label-good-until = gyldig til
label-why = begrunnelse
label-company = firma

help-plan = Vis og lagre det som ville blitt gjort, så en annen kan gå gjennom det
help-plan-after =
    Alt som gjenstår, av seg selv eller med en kommando fra en person, skrives i
    FIL med det som følger av det i nettbutikken og i Unis regnskap. Noen går
    gjennom det, og `uniac apply FIL` gjør akkurat det: det som er endret i
    mellomtiden, er utdatert og blir ikke utført. En plan utføres én gang.

    Eksempler:
      uniac plan
      uniac plan --out plan.json
      uniac plan --operation capture --predates --out plan.json
      uniac plan 100045 invoice:20017 --out plan.json

    Leser bare; skriver FIL.
help-plan--orders = Bare disse: ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-plan--state = Bare ordrer i denne tilstanden
help-plan--attention = Bare ordrer med dette varselet, eller `any`, som ingen har kvittert ut
help-plan--accepted = Bare ordrer der noen har kvittert ut varselet
help-plan--due = Bare ordrer der noe gjenstår
help-plan--predates = Bare ordrer med en faktura fra før aktiveringen
help-plan--since = Bare ordrer fra denne datoen eller senere (31.12.2026 eller 2026-12-31)
help-plan--operation = Bare denne slags oppdrag, og det som følger av det
help-plan--out = Skriv planen i denne filen
help-plan--valid-for = I hvor mange timer den kan utføres
help-apply = Utfør akkurat det en lagret plan sier, én gang
help-apply-after =
    Hvert steg utføres bare hvis det fortsatt gjenstår med akkurat dette
    beløpet, på det grunnlaget det bygger på; ellers er det utdatert og blir
    latt være. Ingenting legges til. En utføring som ble avbrutt, går videre med
    samme kommando; en som kom til slutten, kan ikke gjentas. Grenser og bremser
    gjelder som for `sync`. Med `plans = "required"` utføres en plan av en annen
    bruker enn den som laget den.

    Eksempler:
      uniac apply plan.json --dry-run
      uniac apply plan.json
      uniac apply plan.json --yes --max-total 50000

    Flytter penger. Uten terminal og uten --yes sendes ingenting (sluttkode 3).
help-apply--file = Filen som `uniac plan --out` skrev
help-apply--max-total = Send ingenting når belastninger, tilbakebetalinger og kanselleringer til sammen er mer enn dette, i noen valuta
help-apply--max-orders = Send ingenting når penger flyttes på flere ordrer enn dette
help-apply--max-release = Send ingenting når kanselleringer alene er mer enn dette, i noen valuta
help-apply--let-go = Slipp gjennom kanselleringer og tilbakebetalinger som bremsen stopper, på inntil N ordrer av hver
plan-applied-before = planen er allerede utført, av { $by } { $at }; ingenting er sendt
plan-applied-before-hint = `uniac runs` viser hva den gjorde; det som fortsatt gjenstår, kommer med i en ny plan
plan-unreadable = filen er ingen plan som denne uniac kan lese
plan-make-one = Lag en med `uniac plan --out FIL`
plan-other-company = planen gjelder firmaet «{ $company }»; ingenting er sendt
plan-other-company-hint = Velg det firmaet med `--company`, eller lag en plan for dette
plan-edited = planen er endret, eller laget av en annen database; ingenting er sendt
plan-expired = planen gjaldt til { $until }; ingenting er sendt
plan-make-anew = Lag den på nytt med `uniac plan --out FIL`
