# Hjelpen til kommandoene. Engelsk står i koden.

help-word-heading-commands = Kommandoer
help-word-heading-arguments = Argumenter
help-word-heading-options = Flagg
help-word-heading-global = Flagg for alle kommandoer
help-word-heading-several = Flere firmaer
help-word-usage = Bruk:
help-word-choices = velg mellom:
help-word-default = standard:
help-word-help = Vis hjelp
help-word-version = Vis versjon

# Det som settes inn i en kommando.
help-value-act = HANDLING
help-value-address = ADRESSE
help-value-amount = BELØP
help-value-amounts = BELØP
help-value-balance = SALDO
help-value-code = KODE
help-value-codes = KODER
help-value-command = KOMMANDO
help-value-date = DATO
help-value-days = DAGER
help-value-dir = MAPPE
help-value-field = FELT
help-value-file = FIL
help-value-folder = MAPPE
help-value-form = FORM
help-value-group = GRUPPE
help-value-guid = GUID
help-value-hours = TIMER
help-value-id = ID
help-value-key = NØKKEL
help-value-kind = SLAG
help-value-language = SPRÅK
help-value-lines = LINJER
help-value-m = M
help-value-month = MÅNED
help-value-ms = MS
help-value-msn = MSN
help-value-n = N
help-value-name = NAVN
help-value-names = NAVN
help-value-number = NUMMER
help-value-operation = OPPDRAG
help-value-options = FLAGG
help-value-order = ORDRE
help-value-outcome = UTFALL
help-value-p = P
help-value-profile = PROFIL
help-value-reference = REFERANSE
help-value-s = S
help-value-scopes = RETTIGHETER
help-value-seconds = SEKUNDER
help-value-setting = INNSTILLING
help-value-shell = SKALL
help-value-source = KILDE
help-value-state = TILSTAND
help-value-status = STATUS
help-value-text = TEKST
help-value-time = TID
help-value-topic = TEMA
help-value-url = URL
help-value-value = VERDI
help-value-what = HVA
help-value-when = NÅR

help = Webordrer som faktureres i Uni, blir belastet, nøyaktig én gang
help-long =
    Administrerer og kjører auto-capture: når en webordre faktureres i Uni, blir
    nettbutikkens ordre Fullført og de reserverte pengene belastes; når den
    krediteres, tilbakebetales pengene; når den slettes eller avsluttes,
    kanselleres reservasjonen.
help-after =
    Eksempler:
      uniac demo                         hele historien med lekepenger
      uniac enable                       slå på, med en rapport om overgangen
      uniac order list --attention any   det som trenger en person
      uniac sync --max-total 50000       én automatisk kjøring, for cron
      uniac capture --manual --dry-run   ordrer fakturert før aktiveringen

    Sluttkoder:
       0 ferdig, eller ingenting å gjøre  6 delvis utført
       1 mislyktes før noe ble sendt      7 ukjent: et svar kom aldri
       2 feil bruk                        8 godtatt, ikke bekreftet ennå
       3 svart nei, eller ikke bekreftet  9 en annen kjøring har låsen
       4 pålogging avvist                10 auto-capture er av eller ufullstendig
       5 avvist av motparten             70 en feil i uniac; 130 avbrutt
    `uniac explain 7` forklarer en av dem; `uniac help` viser sidene i boken.
help-global--company = Arbeid med dette firmaet i konfigurasjonen; noen kommandoer tar flere, og `*`
help-global--config = Les denne konfigurasjonsfilen
help-global--json = Skriv ett JSON-objekt, også når noe mislykkes (det samme som `--output json`)
help-global--output = Skriv resultatet i denne formen
help-global--dry-run = Les alt, send ingenting, vis stegene
help-global--yes = Svar ja på spørsmål
help-global--offline = Bruk det siste kjøring leste; spør ingen andre systemer
help-global--color = Bruk farger
help-global--lang = Språk: en eller nb
help-global--no-pager = Skriv det som er lengre enn skjermen uten visningsprogram
help-global--quiet = Skriv verken merknader eller framdrift
help-global--verbose = Vis hva som skjer, og årsakene til en feil; to ganger: også hvert kall
help-global--trace = Legg alle forespørsler og svar, sladdet, til i denne filen
help-global--wait = Vent så lenge på at en annen kjøring for firmaet blir ferdig
help-global--timeout = Stans etter denne tiden som etter Ctrl-C; sluttkode 6 når noe er utført, ellers 1
help-status = Vis innstillinger, aktivering, antall og summer etter tilstand og varsel
help-status-after =
    Eksempler:
      uniac status
      uniac status --json

    Leser bare.
help-enable = Slå innstillinger på; alle de tre som kreves, aktiverer auto-capture
help-enable-after =
    Uten INNSTILLING: de tre som auto-capture trenger. Når det aktiverer
    auto-capture, leses alt først, hver faktura som allerede er ferdig, stemples
    som «fra før aktiveringen», og en rapport sier hvilke det er: `sync` rører dem
    aldri.

    Eksempler:
      uniac enable
      uniac enable upload-new-orders
      uniac enable --dry-run --json

    Skriver uniacs egne innstillinger. Flytter ingen penger.
help-enable--settings = upload-order-changes, fetch-card-payments, detailed-logging, upload-new-orders
help-disable = Slå innstillinger av
help-disable-after =
    Uten INNSTILLING: de tre som auto-capture trenger. Det som faktureres mens
    de er av, venter på en person; slås de på igjen, blir det stemplet som «fra
    før aktiveringen».

    Eksempler:
      uniac disable
      uniac disable upload-new-orders

    Skriver uniacs egne innstillinger. Flytter ingen penger.
help-disable--settings = upload-order-changes, fetch-card-payments, detailed-logging, upload-new-orders
help-owed = Vis alle penger som er fakturert og ikke belastet, etter årsak, og hva som gjør at det går videre
help-owed-after =
    Uansett hva som står i veien: Det neste `uniac sync` tar, er med (årsak
    `due`), og det samme er det som venter på en person, det ingen kan gjøre noe
    med her, og det ingen vet ennå. Ved hver gruppe står kommandoen som gjør at
    det går videre.

    Eksempler:
      uniac owed
      uniac owed --by month
      uniac owed --by order --cause held
      uniac owed --held
      uniac owed --by customer --output csv

    Leser bare.
help-owed--by = Hva en rad er
help-owed--held = Vis i stedet penger som er belastet, og som ingen faktura ber om
help-owed--cause = Bare det som mangler av denne årsaken: `due`, eller id-en til et varsel
help-owed--month = Bare fakturaer fra denne måneden (10.2026 eller 2026-10)
help-owed--customer = Bare ordrer der kundens navn inneholder denne teksten
help-owed--fields = Bare disse feltene, med navnene de har i JSON og komma mellom: `order,customer,missing`
help-order = Vis ordrer; ta enkelte ordrer ut av auto-capture
help-order-after =
    Eksempler:
      uniac order list --attention any
      uniac order show 100045
      uniac order disable-autocapture 100045 --reason "kunden bestrider kravet"

    De flytter ingen penger.
help-order-list = Vis webordrer og om de er belastet
help-order-list-after =
    Eksempler:
      uniac order list --attention any
      uniac order list --closing 7d
      uniac order list --missing --customer hansen
      uniac order list --predates --if-credited
      uniac order list --due --json
      uniac order list --state reserved --from 2026-01-01 --output csv
      uniac order list --fields order,customer,missing,closes_at

    Med --attention og --missing står det verste og største først, med --closing
    det som utløper først. Ellers viser en terminal de 50 nyeste, eller alle i
    visningsprogrammet; en pipe, CSV og JSON får alle. Leser bare.
help-order-list--if-credited = Bare ordrer som gir vansker om de krediteres i Uni, og hvilke
help-order-list--state = Bare ordrer i denne tilstanden
help-order-list--attention = Bare ordrer med dette varselet, eller `any`, som ingen har kvittert ut
help-order-list--accepted = Bare ordrer der noen har kvittert ut varselet
help-order-list--due = Bare ordrer der noe gjenstår
help-order-list--missing = Bare ordrer der fakturerte penger mangler
help-order-list--closing = Bare ordrer der reservasjonen utløper innen denne tiden, eller har mistet garantien: `7d`
help-order-list--customer = Bare ordrer der kundens navn inneholder denne teksten
help-order-list--provider = Bare ordrer som er betalt hos denne leverandøren, for eksempel `vipps`
help-order-list--to = Bare ordrer til og med denne datoen (31.12.2026 eller 2026-12-31)
help-order-list--fields = Bare disse feltene, med navnene de har i JSON og komma mellom: `order,customer,missing`
help-order-list--predates = Bare ordrer med en faktura fra før aktiveringen
help-order-list--since = Bare ordrer fra denne datoen eller senere (31.12.2026 eller 2026-12-31)
help-order-list--limit = Bare de N første, eller de N nyeste
help-order-show = Vis én ordre: dokumenter, penger, nettbutikk, sperre, journal, og hvorfor det er slik
help-order-show-after =
    Eksempler:
      uniac order show 100045
      uniac order show shop:5512 --json
      uniac order show invoice:20017 --if-credited 199.00

    En faktura eller en betaling som gjelder flere ordrer, viser hver av dem
    med sin del.
    Leser betalingen på nytt. Leser bare.
help-order-show--if-credited = Hva som ville skje med pengene om ordren ble kreditert i Uni: alt, eller BELØP; med `invoice:NUMMER` den fakturaen
help-order-show--order = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-disable-autocapture = Ta ordrer ut av auto-capture
help-order-disable-autocapture-after =
    Alt som gjenstår på en sperret ordre, venter på en person til sperren oppheves
    eller slutter. En dato slutter med dagen; et tidspunkt (2026-01-31T12:00:00Z)
    slutter nøyaktig da.

    Eksempler:
      uniac order disable-autocapture 100045 --reason "kunden bestrider kravet"
      uniac order disable-autocapture 100045 100046 --until 2026-12-31

    Skriver uniacs egne data. Flytter ingen penger.
help-order-disable-autocapture--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-disable-autocapture--reason = Begrunnelse, for dem som leser det senere
help-order-disable-autocapture--until = Siste dag for sperren (31.12.2026 eller 2026-12-31), eller tidspunktet den slutter
help-order-enable-autocapture = Ta ordrer inn i auto-capture igjen
help-order-enable-autocapture-after =
    Eksempler:
      uniac order enable-autocapture 100045

    Det som gjenstår, gjøres av neste `uniac sync`.
    Skriver uniacs egne data. Flytter ingen penger.
help-order-enable-autocapture--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-link = Si at ordrer stammer fra nettbutikkordrene de viser til
help-order-link-after =
    For ordrer med varselet doubtful-link eller claimed-twice, og for en ordre som
    har et nummer i Uni som ikke fører til noen ordre i nettbutikken. Det du sier,
    lagres med navnet ditt, vises av `order show` og erstattes av noe du sier
    senere; `order unlink` tar en kobling med --shop tilbake. uniac advarer, og
    spør i en terminal, når kravene er større enn nettbutikkens ordre, eller når
    den hører til en annen ordre eller en annen kunde. Med --dry-run sier den hva
    som ville følge.

    Eksempler:
      uniac order link 100045
      uniac order link 100045 100046 --reason "én ordre, to pakker"
      uniac order link 100047 --shop 5512 --reason "feil nummer skrevet inn"

    Skriver uniacs egne data. Flytter ingen penger.
help-order-link--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-link--reason = Begrunnelse, for dem som leser det senere
help-order-link--shop = Til denne ordren i nettbutikken, uansett hva nummeret i Uni sier
help-order-unlink = Si at ordrer ikke stammer fra nettbutikkordrene de viser til
help-order-unlink-after =
    Ordren hører ikke til nettbutikkordren den har nummeret til: den får ingenting
    av betalingen. Det du sier, lagres med navnet ditt og erstattes av noe du sier
    senere.

    Eksempler:
      uniac order unlink 100046 --reason "importert to ganger"

    Skriver uniacs egne data. Flytter ingen penger.
help-order-unlink--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-unlink--reason = Begrunnelse, for dem som leser det senere
help-order-accept = Kvitter ut varselet på ordrer; det som er stoppet, er fortsatt stoppet
help-order-accept-after =
    For ordrer som ikke trenger mer fra deg selv om de har et varsel:
    `order list --attention any` og tallene i `status` utelater dem. Det som er
    stoppet, er fortsatt stoppet, det som mangler, står fortsatt i summen i
    `status`, og varselet er tilbake så snart saken endrer seg: andre summer,
    dokumenter eller betalinger.

    Eksempler:
      uniac order accept 100045 --reason "betalt til bankkontoen"
      uniac order accept 100045 100046
      uniac order accept 100045 --undo
      uniac order list --accepted

    Skriver uniacs egne data. Flytter ingen penger.
help-order-accept--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-accept--reason = Begrunnelse, for dem som leser det senere
help-order-accept--undo = Ta det tilbake: varselet vises og telles igjen
help-order-settle = Se på nytt på oppdrag uten entydig svar, eller si hvordan ett endte
help-order-settle-after =
    Ser én gang til på det som ikke har noe entydig svar. Det som ikke kan ses,
    sier du: finn oppdraget i portalen til betalingsleverandøren eller i
    nettbutikken, og si så --done eller --not-done. Journalen tar vare på det du
    sier, med navnet ditt, for godt. Det som ikke ble gjort og fortsatt gjenstår,
    gjøres av neste `uniac sync`.

    Eksempler:
      uniac order settle 100045
      uniac order settle 100045 --done --reason "den står i portalen"
      uniac order settle 100045 --not-done --yes

    Skriver i journalen. Sender ingenting og flytter ingen penger.
help-order-settle--order = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-order-settle--done = Oppdraget er utført
help-order-settle--not-done = Oppdraget ble aldri utført
help-order-settle--intent = Hvilket oppdrag, etter nummeret i journalen, når flere er åpne
help-order-settle--reason = Hva du har sett, for dem som leser det senere
help-sync = Gjør én automatisk kjøring: alt som gjenstår og går automatisk
help-sync-after =
    Belaster, tilbakebetaler og kansellerer det som gjenstår og går automatisk,
    lar nettbutikken følge etter og bokfører betalingene. Den spør ikke; sett
    grenser når den kjøres av cron.

    Eksempler:
      uniac sync
      uniac sync --max-total 50000 --max-orders 200
      uniac sync --dry-run --json
      uniac sync --all --max-age 10m --junit out.xml

    Flytter penger. Sluttkode 10: auto-capture er ikke aktiv, så ingenting ble
    gjort.
help-sync--max-total = Send ingenting når belastninger, tilbakebetalinger og kanselleringer til sammen er mer enn dette, i noen valuta
help-sync--max-orders = Send ingenting når penger flyttes på flere ordrer enn dette
help-sync--max-release = Send ingenting når kanselleringer alene er mer enn dette, i noen valuta
help-sync--let-go = Slipp gjennom kanselleringer og tilbakebetalinger som bremsen stopper, på inntil N ordrer av hver
help-capture = Belast for hånd det som ble fakturert før aktiveringen, eller ordrer du oppgir
help-capture-after =
    Uten ORDRE: alle ordrer der belastningen venter fordi de ble fakturert før
    aktiveringen; sperrede utelates. Med ORDRE: disse, sperret eller ikke.
    Belaster nøyaktig det som skal betales, fullfører så nettbutikkens ordre og
    bokfører betalingen i Uni.

    Eksempler:
      uniac capture --manual --dry-run
      uniac capture --manual 100045 shop:5512
      uniac capture --manual --yes --max-total 25000
      uniac capture --manual 100045 --payment REFERANSE
      uniac capture --manual 100045 --up-to-reserved --reason bank

    Flytter penger. Uten terminal og uten --yes sendes ingenting (sluttkode 3).
help-capture--manual = Belast for hånd; automatikken er `uniac sync`
help-capture--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-capture--payment = Ta det fra denne betalingen, der flere kan være ment
help-capture--up-to-reserved = Der det er fakturert mer enn det er reservert: ta det som er der; resten er betalt på annen måte, og nettbutikkens ordre fullføres
help-capture--reason = Begrunnelse; den lagres med navnet ditt
help-capture--max-total = Send ingenting når belastninger, tilbakebetalinger og kanselleringer til sammen er mer enn dette, i noen valuta
help-capture--max-orders = Send ingenting når penger flyttes på flere ordrer enn dette
help-capture--max-release = Send ingenting når kanselleringer alene er mer enn dette, i noen valuta
help-refund = Tilbakebetal for hånd på ordrer du oppgir
help-refund-after =
    Tilbakebetaler nøyaktig det som gjenstår på disse ordrene, automatisk eller
    ikke. Hva det er, sier `uniac order show ORDRE`.

    Eksempler:
      uniac refund --manual 100045
      uniac refund --manual invoice:20017 --dry-run
      uniac refund --manual 100045 --credit 20031

    Flytter penger. Uten terminal og uten --yes sendes ingenting (sluttkode 3).
help-refund--manual = Gjør det for hånd; automatikken er `uniac sync`
help-refund--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-refund--credit = Denne kreditnotaen hører til ordren, selv om Uni ikke sier det
help-refund--reason = Begrunnelse; den lagres med navnet ditt
help-refund--max-total = Send ingenting når belastninger, tilbakebetalinger og kanselleringer til sammen er mer enn dette, i noen valuta
help-refund--max-orders = Send ingenting når penger flyttes på flere ordrer enn dette
help-refund--max-release = Send ingenting når kanselleringer alene er mer enn dette, i noen valuta
help-cancel = Kanseller for hånd reservasjonen på ordrer du oppgir
help-cancel-after =
    Kansellerer det som er til overs av reservasjonen, der ingenting kan trenge
    det lenger. Hva det er, sier `uniac order show ORDRE`.

    Eksempler:
      uniac cancel --manual 100046 --yes
      uniac cancel --manual 100046 --payment REFERANSE

    Flytter penger. Uten terminal og uten --yes sendes ingenting (sluttkode 3).
help-cancel--manual = Gjør det for hånd; automatikken er `uniac sync`
help-cancel--orders = Ordrenummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-cancel--payment = Kanseller det som er til overs på denne betalingen, for eksempel en som er erstattet
help-cancel--max-total = Send ingenting når belastninger, tilbakebetalinger og kanselleringer til sammen er mer enn dette, i noen valuta
help-cancel--max-orders = Send ingenting når penger flyttes på flere ordrer enn dette
help-cancel--max-release = Send ingenting når kanselleringer alene er mer enn dette, i noen valuta
help-log = Vis journalen, eller den detaljerte loggen
help-log-after =
    Eksempler:
      uniac log
      uniac log 100045 --json
      uniac log --exchanges 100045

    Under oppdragene står det personer har sagt: sperrer, koblinger, kvitteringer,
    med hvem og hvorfor; i JSON er det `history` i `order show`.
    Leser bare, og spør ingen andre systemer.
help-log--order = Bare denne ordren: nummeret i Uni, `shop:NUMMER`, `invoice:NUMMER` eller `payment:REFERANSE`
help-log--exchanges = Vis i stedet forespørslene til Uni, nettbutikk og betalingsleverandør
help-doctor = Kontroller konfigurasjon, pålogging og hvert system, med et tiltak ved hvert funn
help-doctor-after =
    Eksempler:
      uniac doctor
      uniac doctor --company kopp --json
      uniac doctor --all --json

    Ser på konfigurasjonen, hemmelighetene, hver pålogging og rettighetene,
    klokkene, feltet med nettbutikkens ordrenummer, innstillingene, journalen,
    hvem andre som belaster, betalingsmåtene det siste året og hvem som tar dem,
    og hva som er endret siden doctor så på det sist.

    Leser bare. Sluttkode 1 når noe er feil, 4 når det er en pålogging.
help-several--all = Arbeid med alle firmaene i konfigurasjonen
help-several--group = Arbeid med firmaene i denne gruppen
help-several--jobs = Arbeid med så mange firmaer samtidig
help-several--junit = Skriv en JUnit-rapport: en del for hvert firma
help-several--markdown = Skriv et sammendrag i Markdown, for siden til en CI-jobb
help-several--max-age = Bare firmaer der den ikke er kjørt på så lenge, for eksempel 10m; de eldste først
help-init = Skriv konfigurasjonen til et firma, ved å spørre eller fra flagg
help-init-after =
    Det som ingen flagg sier, blir det spurt om når det er en terminal. KILDE
    sier hvor en hemmelighet kommer fra: `env:NAVN`, `file:STI` eller
    `command:PROGRAM`; selve hemmeligheten skrives aldri i konfigurasjonen. I en
    terminal kan den skrives inn, uten å vises, og lagres i en egen fil som bare
    du kan lese.

    Før noe skrives, blir Uni, nettbutikken og hver betalingsleverandør spurt om
    de godtar det. Det de avviser, kan rettes; i et skript er det en feil, og
    ingenting skrives.

    Eksempler:
      uniac init
      uniac init --name kopp --uni-url https://app.unimicro.no \
        --uni-company-key GUID --uni-token env:KOPP_UNI_TOKEN \
        --shop woocommerce --shop-url https://kopp.example.no \
        --shop-key env:KOPP_CK --shop-secret file:/run/secrets/kopp-cs \
        --provider vipps --vipps-msn 123456 --vipps-client-id ID \
        --vipps-client-secret env:KOPP_VS --vipps-subscription-key env:KOPP_VK

    Skriver konfigurasjonsfilen. Flytter ingen penger.
help-init--name = Hva du kaller firmaet
help-init--no-verify = Skriv uten å spørre systemene, for en maskin uten nett
help-init--sign-in = Hvordan uniac logger på Uni
help-init--shop = Hva slags nettbutikk
help-init--providers = Betalingsleverandør, én gang for hver; `none` for ingen
help-init--uni-url = Adressen til Uni
help-init--order-reference-field = Feltet på ordren som har nettbutikkens ordrenummer
help-init--order-reference-prefix = Det som står foran nettbutikkens nummer i feltet
help-init--uni-company-key = Firmaets nøkkel i Uni
help-init--uni-token = Tilgangsnøkkel til Uni: hvor den kommer fra
help-init--uni-issuer = Identitetsserveren til Uni
help-init--uni-client-id = Applikasjonens klient-id
help-init--uni-key = Applikasjonens private nøkkel (PEM): hvor den kommer fra
help-init--uni-p12 = .p12-filen fra portalen, i stedet for nøkkelen
help-init--uni-p12-password = Passordet til .p12-filen: hvor det kommer fra
help-init--uni-scope = Det påloggingen ber om, når det ikke er det vanlige
help-init--shop-url = Adressen til nettbutikken
help-init--shop-key = Nettbutikkens consumer key: hvor den kommer fra
help-init--shop-secret = Nettbutikkens consumer secret: hvor den kommer fra
help-init--shop-user = Administratorens navn
help-init--shop-password = Administratorens passord: hvor det kommer fra
help-init--shop-api-key = En API-nøkkel i stedet for navn og passord: hvor den kommer fra
help-init--shop-payment-methods = Kodene til betalingsmåtene som uniac kan belaste, med komma mellom
help-init--shop-secret-key = En hemmelig API-nøkkel til nettbutikken (sk_…): hvor den kommer fra
help-init--vipps-url = Adressen til Vipps
help-init--vipps-msn = Salgsstedet hos Vipps (MSN)
help-init--vipps-client-id = Klient-id hos Vipps
help-init--vipps-client-secret = Klienthemmelighet hos Vipps: hvor den kommer fra
help-init--vipps-subscription-key = Abonnementsnøkkel hos Vipps: hvor den kommer fra
help-init--vipps-payment-methods = Nettbutikkens navn på betalingsmåtene som er Vipps, med komma mellom
help-init--vipps-reservation-days = Hvor lenge en reservasjon varer: 180 dager i Norge, 14 i Danmark og Finland
help-init--nexi-url = Adressen til Nexi
help-init--nexi-secret-key = Hemmelig nøkkel hos Nexi: hvor den kommer fra
help-init--nexi-payment-methods = Nettbutikkens navn på betalingsmåtene som er Nexi, med komma mellom
help-init--nexi-reservation-days = Hvor lenge en kortreservasjon varer hos Nexi
help-init--klarna-url = Adressen til Klarna for regionen
help-init--klarna-user = API-brukernavn hos Klarna
help-init--klarna-password = API-passord hos Klarna: hvor det kommer fra
help-init--klarna-payment-methods = Nettbutikkens navn på betalingsmåtene som er Klarna, med komma mellom
help-init--kustom-url = Adressen til Kustom
help-init--kustom-key = API-nøkkelen til butikken hos Kustom (kco_…): hvor den kommer fra
help-init--kustom-user = API-bruker hos Kustom (MID-suffiks), der nøkkelen alene ikke godtas
help-init--kustom-payment-methods = Nettbutikkens navn på betalingsmåtene som er Kustom, med komma mellom
help-login = Logg på Uni som person, i nettleseren
help-login-after =
    Adressen som skal åpnes, skrives på stderr; i en terminal åpnes den også i
    nettleseren. Det som kommer tilbake, lagres i en fil som bare du kan lese.

    Eksempler:
      uniac login
      uniac login --company kopp --no-browser

    Logger på Uni. Flytter ingen penger.
help-login--no-browser = Ikke åpne nettleseren; skriv bare adressen
help-login--wait = Vent så lenge på nettleseren, sekunder
help-login--port = Kom tilbake til denne porten på maskinen; 0: en ledig
help-logout = Logg personen av Uni igjen
help-logout-after =
    Eksempler:
      uniac logout
      uniac logout --company kopp

    Sier til Uni at påloggingen er over, og fjerner den. Flytter ingen penger.
help-auth = Vis hvordan firmaene logger på Uni
help-auth-after =
    Eksempler:
      uniac auth status
      uniac auth status --json

    Leser bare.
help-auth-status = Vis for alle firmaer hvordan de logger på Uni, og om de slipper inn
help-auth-status-after =
    Eksempler:
      uniac auth status
      uniac auth status --company kopp --json

    Leser bare. Sluttkode 4 når en pålogging avvises, 1 når et system ikke kan
    spørres.
help-explain = Forklar et varsel, en feilkode eller en sluttkode
help-explain-after =
    Eksempler:
      uniac explain
      uniac explain unknown-outcome
      uniac explain 7
      uniac explain --codes

    Leser bare.
help-explain--id = En id fra en liste, en feilkode, en sluttkode, eller et ord: barred, classes, link, purchase, states. Uten: alle id-ene
help-explain--codes = Vis hva et steg kan ende med: hver kode med klassen og sluttkoden den gir
help-help = Vis en side i boken, eller hjelpen til en kommando
help-help-after =
    Uten TEMA: listen over kommandoer og sider.

    Eksempler:
      uniac help
      uniac help cut-over
      uniac help order list
      uniac help schema orders

    Leser bare.
help-help--words = En side i boken, eller en kommando
help-sandbox = Lek i sandkassen: et firma med nettbutikk og betalingsleverandør
help-sandbox-after =
    Eksempler:
      uniac sandbox reset --orders 200 --seed 7
      uniac sandbox order --amount 499.00
      uniac sandbox fault add reply-lost --on capture

    Leker i en egen verden; ingen virkelige penger flyttes.
help-sandbox-reset = Lag et nytt firma med gamle og nye ordrer; det som var der, er borte
help-sandbox-reset-after =
    Eksempler:
      uniac sandbox reset
      uniac sandbox reset --orders 0
      uniac sandbox reset --messy --orders 200
help-sandbox-reset--orders = Hvor mange ordrer kundene lager; 60, og 120 med --messy
help-sandbox-reset--seed = Det firmaet lages av; samme tall gir samme firma
help-sandbox-reset--messy = Folk er uryddige: ordrer to ganger, linjer skrevet for hånd, kladder, krediteringer uten henvisning
help-sandbox-order = En kunde bestiller og betaler; ordren leses inn i Uni
help-sandbox-order-after =
    Eksempler:
      uniac sandbox order
      uniac sandbox order --lines 3 --amount 1249.50 --provider nexi
      uniac sandbox order --customer "Gro Tåkeli" --company "Åkerbær Kafé AS"
      uniac sandbox order --copy-of 100045
      uniac sandbox order --part-of 100045 --only 2
      uniac sandbox order --shop-reference 5512 --amount 300.00
      uniac sandbox order --from orders.csv

    Med --shop-reference eller --from får Uni ordrer fra en nettbutikk utenfor
    sandkassen, eller én ordre til med et nummer som allerede er brukt.
help-sandbox-order--lines = Hvor mange linjer den har
help-sandbox-order--amount = Totalbeløp med mva.
help-sandbox-order--currency = Valutaen
help-sandbox-order--hours-ago = Kunden bestilte for så mange timer siden; ordren leses inn i Uni nå
help-sandbox-order--customer = Kundens navn
help-sandbox-order--company = Firmaet kunden handler for; i Uni er det kunden
help-sandbox-order--email = Kundens e-postadresse; tom: ingen
help-sandbox-order--phone = Kundens telefonnummer; tomt: ingen
help-sandbox-order--org-number = Firmaets organisasjonsnummer; tomt: ingen
help-sandbox-order--collective = I Uni står den på kunden "Nettbutikkunde"
help-sandbox-order--provider = Hvilken betalingsleverandør den betales med
help-sandbox-order--gift-card = Så mye av den betales med gavekort
help-sandbox-order--test-mode = Den betales i utvidelsens testmodus: betalingsleverandøren vet ikke om den
help-sandbox-order--by-transfer = Den betales med bankoverføring, på faktura
help-sandbox-order--unpaid = Den er ikke betalt ennå; `sandbox shop pay-again` betaler den
help-sandbox-order--by-hand = En person lager den i Uni; nettbutikken vet ikke om den
help-sandbox-order--shop-reference = Den har dette nummeret fra en nettbutikk; den lages bare i Uni
help-sandbox-order--from = Ordrer fra en annen nettbutikk, én linje `KODE,BELØP` for hver; `-`: standard inndata
help-sandbox-order--copy-of = Ordren kommer inn i Uni én gang til, slik den er
help-sandbox-order--part-of = Linjer fra denne ordren blir en egen ordre i Uni: en restordre
help-sandbox-order--only = Med --part-of: disse linjene, talt fra 1; den siste når ingen er nevnt
help-sandbox-invoice = En person fakturerer i Uni, alle linjer eller noen
help-sandbox-invoice-after =
    Eksempler:
      uniac sandbox invoice 100045 --lines 1
      uniac sandbox invoice 100045 100046
      uniac sandbox invoice 100045 100046 --together --rounded
      uniac sandbox invoice 100045 --line Frakt=99.00 --line Rabatt=-50.00
      uniac sandbox invoice 100045 --draft
      uniac sandbox invoice 100045 --finalise
      uniac sandbox invoice --number 10031 --paid-by-bank 200.00
help-sandbox-invoice--orders = Ordren, eller flere
help-sandbox-invoice--lines = Bare disse linjene, talt fra 1
help-sandbox-invoice--typed = En linje skrevet inn på fakturaen, uten ordrelinje bak
help-sandbox-invoice--together = Én faktura for alle ordrene
help-sandbox-invoice--rounded = Avrund totalen til hele kroner
help-sandbox-invoice--date = Datoen, når den ikke er i dag
help-sandbox-invoice--paid-by-bank = Kunden betaler den i banken, alt eller så mye; med --number en eldre
help-sandbox-invoice--number = Med --paid-by-bank: denne fakturaen
help-sandbox-invoice--odd-type = Unis nummer på en dokumenttype som verken er faktura eller kreditnota
help-sandbox-invoice--draft = Den blir stående som kladd
help-sandbox-invoice--finalise = Ordrens nyeste kladd, også av en kreditnota, blir ferdig
help-sandbox-invoice--reopen = Ordrens nyeste faktura blir kladd igjen
help-sandbox-invoice--discard = Ordrens nyeste kladd kastes
help-sandbox-credit = En person krediterer i Uni
help-sandbox-credit-after =
    Eksempler:
      uniac sandbox credit 100045
      uniac sandbox credit --invoice 10031 --amount 100.00
      uniac sandbox credit 100045 --typed Goodwill --amount 100.00 --no-reference
      uniac sandbox credit --invoices 10031,10032
      uniac sandbox credit --credit-note 10033
help-sandbox-credit--order = Ordren
help-sandbox-credit--invoice = Én faktura
help-sandbox-credit--invoices = Flere fakturaer i én kreditnota, som viser til den første
help-sandbox-credit--credit-note = En kreditnota som var feil: en ny tar den tilbake
help-sandbox-credit--amount = Bare så mye
help-sandbox-credit--lines = Bare disse linjene, talt fra 1
help-sandbox-credit--typed = Én linje skrevet for hånd, uten ordrelinje; den kan være større enn fakturaen
help-sandbox-credit--no-reference = Kreditnotaen viser ikke til noen faktura
help-sandbox-credit--untraced = Linjene viser ikke til noen ordrelinje
help-sandbox-credit--reopen-lines = Ordrelinjene kan faktureres på nytt
help-sandbox-credit--draft = Den blir stående som kladd; `sandbox invoice ORDRE --finalise` gjør den ferdig
help-sandbox-delete = En person sletter ordren i Uni
help-sandbox-delete-after =
    Eksempler:
      uniac sandbox delete 100045
      uniac sandbox delete 100045 --close
help-sandbox-delete--order = Ordren
help-sandbox-delete--close = Avslutt den i stedet, også når ingenting er fakturert
help-sandbox-delete--vanish = Uni svarer ikke for den i det hele tatt
help-sandbox-edit = En person endrer en ordre i Uni etter at den ble lest inn
help-sandbox-edit-after =
    Eksempler:
      uniac sandbox edit 100045 --reference 5046
      uniac sandbox edit 100045 --customer "Åkerbær Kafé AS" --email ""
      uniac sandbox edit 100045 --amounts 300.00,100.00
help-sandbox-edit--order = Ordren
help-sandbox-edit--reference = Nettbutikkens nummer, skrevet på nytt; tomt: ingen
help-sandbox-edit--customer = Kundens navn
help-sandbox-edit--email = Kundens e-postadresse; tom: ingen
help-sandbox-edit--org-number = Kundens organisasjonsnummer; tomt: ingen
help-sandbox-edit--date = Ordrens dato
help-sandbox-edit--amounts = Summene på linjene: én mer legges til, én mindre tas bort
help-sandbox-shop = Noen gjør noe i nettbutikken
help-sandbox-shop-after =
    Eksempler:
      uniac sandbox shop cancel 100045
      uniac sandbox shop status shop:5045 on-hold
      uniac sandbox shop pay-again 100045 --amount 399.00
help-sandbox-shop-cancel = Kanseller ordren
help-sandbox-shop-cancel-after =
    Eksempler:
      uniac sandbox shop cancel 100045
help-sandbox-shop-cancel--order = Ordren
help-sandbox-shop-status = Gi ordren en status, også en utvidelses egen, eller trash
help-sandbox-shop-status-after =
    Eksempler:
      uniac sandbox shop status 100045 on-hold
help-sandbox-shop-status--order = Ordren
help-sandbox-shop-status--status = Statusen
help-sandbox-shop-pay-again = Kunden betaler én gang til; ordren har en annen betaling fra da av
help-sandbox-shop-pay-again-after =
    Eksempler:
      uniac sandbox shop pay-again 100045
      uniac sandbox shop pay-again 100045 --amount 399.00
      uniac sandbox shop pay-again 100045 --unfinished
help-sandbox-shop-pay-again--order = Ordren
help-sandbox-shop-pay-again--amount = Hvor mye; ordrens total når ingenting er sagt
help-sandbox-shop-pay-again--unfinished = Kunden fullfører ikke: ingenting blir reservert
help-sandbox-shop-payment = La ordren vise til en annen betaling, uansett hvem sin
help-sandbox-shop-payment-after =
    Eksempler:
      uniac sandbox shop payment 100046 fjordglimt-5045-1a2b3c4d
help-sandbox-shop-payment--order = Ordren
help-sandbox-shop-payment--reference = Betalingsleverandørens referanse
help-sandbox-shop-refund = Registrer en tilbakebetaling; utvidelsen betaler den om den blir bedt om det
help-sandbox-shop-refund-after =
    Eksempler:
      uniac sandbox shop refund 100045 100.00 --pay-back
      uniac sandbox shop refund 100045 33.3333
help-sandbox-shop-refund--order = Ordren
help-sandbox-shop-refund--amount = Hvor mye; inntil fire desimaler, som i en nettbutikk med slike priser
help-sandbox-shop-refund--pay-back = Utvidelsen betaler kunden tilbake
help-sandbox-shop-number = Vis ordren under et annet nummer
help-sandbox-shop-number-after =
    Eksempler:
      uniac sandbox shop number 100045 WEB-5045
help-sandbox-shop-number--order = Ordren
help-sandbox-shop-number--number = Nummeret
help-sandbox-portal = Noen gjør noe i betalingsleverandørens portal
help-sandbox-portal-after =
    Eksempler:
      uniac sandbox portal capture 100045 499.00
      uniac sandbox portal cancel 100045
      uniac sandbox portal reserve 100045 599.00
      uniac sandbox portal refund payment:fjordglimt-5045-1a2b3c4d 100.00

    complete gjøres i nettbutikken; utvidelsen belaster fra da av.
help-sandbox-portal--act = capture, refund, cancel; reserve: øk eller senk; dispute; complete
help-sandbox-portal--order = Ordren, `shop:NUMMER` eller `payment:REFERANSE`
help-sandbox-portal--amount = Hvor mye; cancel tar resten
help-sandbox-portal--anew = reserve: en ny reservasjon, som nettbutikken ikke viser til
help-sandbox-balance = Butikkens saldo hos Nexi: er den lav, venter tilbakebetalinger
help-sandbox-balance-after =
    Eksempler:
      uniac sandbox balance low
      uniac sandbox balance enough
help-sandbox-balance--balance = low eller enough
help-sandbox-review = Hva kontrollen hos Klarna sier om kjøp; den belaster ikke før
help-sandbox-review-after =
    Eksempler:
      uniac sandbox review pending
      uniac sandbox review accepted
help-sandbox-review--outcome = accepted, pending eller rejected
help-sandbox-plug-ins = Hva nettbutikkens betalingsutvidelser gjør når en ordres status endres
help-sandbox-plug-ins-after =
    as-shipped: det de gjør med vanlige innstillinger; Vipps belaster, kansellerer
    og tilbakebetaler, Klarna og Kustom belaster og kansellerer, Nexi gjør
    ingenting. none: ingenting. on-completed: alt de kan.

    Eksempler:
      uniac sandbox plug-ins none
      uniac sandbox plug-ins as-shipped
help-sandbox-plug-ins--profile = as-shipped, none eller on-completed
help-sandbox-set = Hvordan systemene er, der dokumentasjonen ikke sier det
help-sandbox-set-after =
    Eksempler:
      uniac sandbox set
      uniac sandbox set credit_lines untraced

    For det som de virkelige systemene ikke har dokumentert: begge måter kan
    prøves.
help-sandbox-set--name = Innstillingen; ingen: alle med verdiene sine
help-sandbox-set--value = Verdien
help-sandbox-fault = La noe gå galt
help-sandbox-fault-after =
    Eksempler:
      uniac sandbox fault add reply-lost --on capture
      uniac sandbox fault list
      uniac sandbox fault clear
help-sandbox-fault-add = Legg til en feil
help-sandbox-fault-add-after =
    Feil: request-lost, reply-lost, error-before, error-after, rate-limited,
    slow, lagging-read, duplicate, torn-body, redirect-301, redirect-302,
    redirect-307, redirect-308, proxy-502, proxy-503, proxy-504,
    proxy-504-after, error-replayed, in-progress, already-done,
    rate-limited-bare, accepted, accepted-failed, other-amount,
    other-currency, other-order, other-answer, success-as-400, error-as-200,
    truncated-json, unknown-enum, empty-200, html-200, rate-limited-after,
    refused, declined.
    En betalingsleverandørs egen kode oppgis som `refused=KODE`. Hva hver gjør:
    `uniac sandbox fault list --known`.

    Eksempler:
      uniac sandbox fault add reply-lost --on capture
      uniac sandbox fault add refused=PAYMENT_METHOD_FAILED --on capture
      uniac sandbox fault add slow --times 0 --ms 20
help-sandbox-fault-add--name = Feilen
help-sandbox-fault-add--on = capture, refund, cancel, shop, booking, read eller any
help-sandbox-fault-add--times = Hvor mange ganger; 0: til de tas bort
help-sandbox-fault-add--ms = Millisekunder, for slow og lagging-read
help-sandbox-fault-list = Vis feilene som venter, eller alle som finnes
help-sandbox-fault-list-after =
    Eksempler:
      uniac sandbox fault list
      uniac sandbox fault list --known
help-sandbox-fault-list--known = Alle feil som kan legges til, med hva de gjør
help-sandbox-fault-clear = Ta bort alle feil
help-sandbox-fault-clear-after =
    Eksempler:
      uniac sandbox fault clear
help-sandbox-ledger = Vis betalingsleverandørens egen bok, sannheten
help-sandbox-ledger-after =
    Eksempler:
      uniac sandbox ledger
      uniac sandbox ledger --json
help-sandbox-calls = Vis kallene som er mottatt, etter system, lesing og skriving
help-sandbox-calls-after =
    Eksempler:
      uniac sandbox calls --clear
      uniac sandbox calls --json
help-sandbox-calls--clear = Begynn å telle på nytt
help-sandbox-serve = Bli stående, og skriv en ferdig konfigurasjon
help-sandbox-serve-after =
    Eksempler:
      uniac sandbox serve --port 8080
help-sandbox-serve--port = Porten; 0: en ledig
help-demo = Fortell hele historien i en ny sandkasse, hver kommando vist og kjørt
help-demo-after =
    Eksempler:
      uniac demo
      uniac demo --json

    Flytter lekepenger, i en egen mappe; av den blir bare rapporten igjen.
help-demo--keep = Ta vare på sandkassen i denne mappen, for å se på den etterpå
help-completions = Skriv fullføringene til et skall
help-completions-after =
    I bash, zsh og fish fullfører Tab også ordrenumre, navn på firmaer og grupper,
    varsler, feil og sidene i `uniac explain`: slik de står på denne maskinen,
    uten å spørre noe annet system.

    Eksempler:
      uniac completions bash > /etc/bash_completion.d/uniac
      uniac completions zsh > ~/.zfunc/_uniac
      uniac completions fish > ~/.config/fish/completions/uniac.fish

    Leser bare.
help-completions--shell = Skallet
help-man = Skriv manualsidene
help-man-after =
    Uten KOMMANDO: siden om selve uniac; `| man -l -` viser den. Med --out: alle
    sidene på begge språk, som man1/NAVN.1 og nb/man1/NAVN.1.

    Eksempler:
      uniac man order list
      uniac man --out ~/.local/share/man

    Leser bare.
help-man--words = Kommandoen det skal skrives siden til
help-man--out = Skriv alle sidene i denne mappen

help-store = Se på selve databasen til firmaet
help-store-after =
    Eksempler:
      uniac store check
      uniac store migrate
      uniac store copy --to postgres://uniac@db.example.no/uniac

    Ingen penger flyttes.
help-store-copy = Kopier databasen til PostgreSQL, eller tilbake til en fil, og sammenlign
help-store-copy-after =
    Databasen som konfigurasjonen oppgir, kopieres og sammenlignes rad for rad;
    en kopi som ble avbrutt, går videre. Etterpå er den ikke i bruk lenger, og
    den andre er det: Sett `store` eller UNIAC_STORE. Passordet til den andre
    hentes fra UNIAC_STORE_PASSWORD eller `store_password`. Slutter med 9 mens en
    kjøring arbeider.

    Eksempler:
      uniac store copy --to postgres://uniac@db.example.no/uniac
      uniac store copy --to file

    Spør ingen andre systemer, flytter ingen penger.
help-store-copy--to = Det andre stedet: en adresse uten passord, eller `file`, filen i datamappen
help-store-migrate = Gi databasen formen til denne versjonen, slik hver kommando som åpner den, gjør
help-store-migrate-after =
    Databasen til en eldre versjon får formen til denne, i ett steg eller ikke i
    det hele tatt. En eldre uniac åpner den ikke etterpå. Slutter med 0 også når
    den har den formen allerede.

    Eksempler:
      uniac store migrate

    Spør ingen andre systemer, flytter ingen penger.
help-store-check = Kontroller filen og det som er lagret om hver ordre
help-store-check-after =
    Hver ordre vurderes og sammenlignes med det lister og summer leses fra.
    Slutter med 0 når alt er som det skal.

    Eksempler:
      uniac store check

    Spør ingen andre systemer, flytter ingen penger.
help-doctor--all = Se på alle firmaene i konfigurasjonen
help-kind-token = en tilgangsnøkkel, hentet av en egen kommando
help-kind-server = en serverapplikasjon, for kjøringer uten tilsyn
help-kind-person = en person, med `uniac login`
help-company = Vis og kontroller firmaene i konfigurasjonen
help-company-after =
    Eksempler:
      uniac company list
      uniac company show kopp
      uniac company check --json

    Leser bare konfigurasjonen.
help-company-list = Vis firmaene som er konfigurert
help-company-list-after =
    Eksempler:
      uniac company list --group nord
      uniac company check 'kopp*'

    Leser bare konfigurasjonen.
help-company-list--names = Bare disse firmaene; `*` står for hvilke som helst tegn
help-company-list--group = Bare firmaene i denne gruppen
help-company-show = Vis alle verdier for et firma, og hvor de kommer fra
help-company-show-after =
    Eksempler:
      uniac company show kopp
      uniac company show --json

    Leser bare konfigurasjonen. For en hemmelighet vises hvor den kommer fra.
help-company-show--name = Firmaet
help-company-check = Kontroller det som er konfigurert for hvert firma; sluttkode 2 når noe ikke kan brukes
help-company-check-after =
    Eksempler:
      uniac company list --group nord
      uniac company check 'kopp*'

    Leser bare konfigurasjonen.
help-company-check--names = Bare disse firmaene; `*` står for hvilke som helst tegn
help-company-check--group = Bare firmaene i denne gruppen
help-config = Vis og endre enkeltverdier i konfigurasjonen
help-config-after =
    Eksempler:
      uniac config path
      uniac config get company.kopp.release_after
      uniac config set company.kopp.bounds.max_total 50000

    Leser eller endrer konfigurasjonen. Flytter ingen penger.
help-config-path = Skriv hvor konfigurasjonen er
help-config-path-after =
    Eksempler:
      uniac config path

    Leser ingenting.
help-config-get = Skriv en verdi, og hvor den kommer fra
help-config-get-after =
    Eksempler:
      uniac config get default_company
      uniac config get company.kopp.bounds --json

    Leser bare konfigurasjonen. For en hemmelighet skrives hvor den kommer fra.
help-config-get--key = `company.NAVN.NØKKEL`, `defaults.NØKKEL` eller `default_company`; en tabell gir alt under den
help-config-set = Endre en verdi; kommentarer og alt annet blir stående
help-config-set-after =
    Verdien er et tall, `true`, `false`, en liste som '["nord"]', eller en tekst.
    For en hemmelighet oppgis hvor den kommer fra: env:NAVN, file:STI eller
    command:PROGRAM.

    Eksempler:
      uniac config set default_company kopp
      uniac config set defaults.bounds.max_orders 200
      uniac config set company.kopp.payment.1.client_secret env:KOPP_VIPPS_SECRET

    Skriver konfigurasjonsfilen. Flytter ingen penger.
help-config-set--key = `company.NAVN.NØKKEL`, `defaults.NØKKEL` eller `default_company`
help-config-set--value = Verdien
help-reconcile-after =
    Hvert avvik har en årsak fra en fast liste (`uniac explain other-month`) og en
    kommando som retter det eller sier hva som gjør det. Dagene er i firmaets
    tidssone. Uten periode er det denne måneden til og med i dag.

    Eksempler:
      uniac reconcile --month 2026-10
      uniac reconcile --from 2026-10-01 --to 2026-10-15 --by day
      uniac reconcile --month 2026-10 --json
      uniac reconcile --month 2026-10 --all

    Leser bare: perioden på nytt, også betalinger som er gjort opp; med --offline
    databasen.
help-report-after =
    Siden er én fil: den trenger verken nett eller skript, og skrives ut på A4.
    Den er på språket til kjøringen. Uten periode er det denne måneden til og
    med i dag. Av flere firmaer får hvert sin egen fil: october-kopp.html.

    Eksempler:
      uniac report --month 2026-10 --html october.html
      uniac report --month 2026-10 --xlsx october.xlsx
      uniac report --from 2026-10-01 --to 2026-10-15
      uniac report --month 2026-10 --all --html october.html

    Leser bare, som `reconcile`; skriver filene du oppgir.
help-plan--missing = Bare ordrer der fakturerte penger mangler
help-plan--closing = Bare ordrer der reservasjonen utløper innen denne tiden, eller har mistet garantien: `7d`
help-plan--customer = Bare ordrer der kundens navn inneholder denne teksten
help-plan--provider = Bare ordrer som er betalt hos denne leverandøren, for eksempel `vipps`
help-plan--to = Bare ordrer til og med denne datoen (31.12.2026 eller 2026-12-31)
