# Databasen til et firma: det som hindrer at den brukes.

store-odd-hint = Ingenting er endret. Legg tilbake en sikkerhetskopi, eller få hjelp med `uniac doctor`
store-cannot-make = «{ $path }» kan ikke lages: { $error }
exchanges-unusable = den detaljerte loggen «{ $path }» kan ikke brukes: { $error }
exchanges-unusable-hint = Flytt filen et annet sted; ingen penger avhenger av den, og en ny blir laget
store-is-damaged = databasen er skadet: { $error }
store-full = disken som databasen ligger på, er full
store-full-hint = Frigjør plass og kjør kommandoen på nytt; det som ble sendt, står i journalen
store-busy = et annet program holder databasen opptatt
store-failed = databasen svikter: { $error }
store-untouched = Ingenting er skrevet til den. Legg tilbake en sikkerhetskopi, eller flytt den og slå på auto-capture på nytt
store-cannot-read = «{ $shown }» kan ikke leses: { $error }
store-dead-link = «{ $shown }» er en lenke, og det den peker på, er ikke der
store-dead-link-hint = Koble til disken den peker på; ingenting er endret
store-no-file = «{ $shown }» er ikke en fil
store-empty = databasen er tom: «{ $shown }» har ikke én byte igjen
store-no-database = databasen er skadet: den er ingen database
store-gone = databasen «{ $gone }» er borte, og en del av den, «{ $left }», er der fortsatt
store-damaged = databasen er skadet
store-other-company = databasen tilhører et annet firma i Uni
store-other-company-hint = Gi firmaet et annet navn i konfigurasjonen, eller rett `company_key`
store-taken-over = en annen kjøring har tatt over dette firmaet; denne stanset
store-taken-over-hint = Kjør kommandoen på nytt når den er ferdig; det som ble sendt, står i journalen
store-foreign = databasen tilhører et annet program
store-foreign-hint = Flytt filen, eller angi en annen datamappe; ingenting er endret
store-newer = en nyere uniac har skrevet databasen (skjema { $version }; denne kjenner { $known })
store-newer-hint = Bruk den nyere versjonen av uniac; ingenting er endret
store-odd-version = versjonen av databasen
store-cannot-open = «{ $path }» kan ikke åpnes: { $error }
store-cannot-lock = databasen kan ikke låses: { $error }
store-locked = en annen kjøring av uniac arbeider med dette firmaet
store-locked-hint = Vent til den er ferdig, og kjør kommandoen på nytt
store-odd = { $what ->
    [act] databasen inneholder et oppdrag som ikke kan forstås
    [attention] databasen inneholder et varsel som ikke kan forstås
    [day] databasen inneholder en dato som ikke kan forstås
    [mode] databasen inneholder en måte å gjøre et oppdrag på som ikke kan forstås
    [state] databasen inneholder en tilstand som ikke kan forstås
    [currency] databasen inneholder en valuta som ikke kan forstås
    [era] databasen inneholder et stempel for aktiveringen som ikke kan forstås
    [fact] databasen inneholder en opplysning som ikke kan forstås
    [moment] databasen inneholder et tidspunkt som ikke kan forstås
    [order] databasen inneholder en ordre som ikke kan forstås
    [exit] databasen inneholder en sluttkode som ikke kan forstås
    [run-state] databasen inneholder en tilstand for en kjøring som ikke kan forstås
    [run] databasen inneholder en kjøring som ikke kan forstås
   *[outcome] databasen inneholder et utfall som ikke kan forstås
}

# `uniac store`.

store-whole = Databasen er hel, og det som er lagret om { $count } ordrer, er det reglene sier.
store-differs = Det som er lagret om { $count } ordrer, er ikke det reglene sier: { $orders }
store-differs-hint = Alt vurderes på nytt fra nå av. Meld fra om det med det `uniac doctor` skriver
store-bad-address = dette er ingen adresse til en database: { $why }
store-bad-address-hint = Skriv `postgres://bruker@vert:5432/database`; passordet hentes fra UNIAC_STORE_PASSWORD eller `store_password`
store-password-in-file = adressen til databasen inneholder et passord
store-password-in-file-hint = Ta det ut, og oppgi hvor det skal leses: `store_password = {"{"} file = "..." {"}"}`, eller UNIAC_STORE_PASSWORD
store-no-tls = det går ikke an å snakke trygt med databasetjeneren: { $error }
store-unreachable = databasetjeneren kan ikke brukes: { $error }
store-unreachable-hint = Sjekk databasens adresse, bruker og passord, og at tjeneren er oppe
store-unknown-issuer = databasetjeneren viser et sertifikat fra en utsteder som ikke er kjent her
store-unknown-issuer-hint = Oppgi filen med utstederens sertifikat i adressen: `?sslrootcert=/path/ca.pem`
store-wrong-name = sertifikatet til databasetjeneren gjelder et annet navn: { $error }
store-wrong-name-hint = Skriv et navn som står i sertifikatet, som vert i adressen, eller gi tjeneren et sertifikat for dette navnet
store-bad-certificate = sertifikatet til databasetjeneren er ikke i orden: { $error }
store-bad-certificate-hint = Gi tjeneren et gyldig sertifikat; `?sslrootcert=/path/ca.pem` i adressen oppgir utstederen
store-speaks-no-tls = databasetjeneren snakker ikke TLS
store-speaks-no-tls-hint = Sett `ssl = on` og et sertifikat på tjeneren; bare i et eget nett skriver du `?sslmode=disable` i adressen
store-bad-roots = `sslrootcert` i adressen til databasen oppgir `{ $path }`, som ikke kan brukes: { $why }
store-bad-roots-hint = Oppgi en fil i PEM-form med sertifikatet til den som har signert tjenerens
store-no-certificate = det er ikke noe sertifikat i den
store-lost = forbindelsen til databasetjeneren ble brutt; ingenting av det siste steget er lagret
store-lost-hint = Kjør kommandoen på nytt når tjeneren er oppe; oppdrag som var begynt, blir avklart først
store-unclear = forbindelsen til databasetjeneren ble brutt mens den skrev, og ingen kan si om det ble lagret
store-foreign-schema = databasen har et skjema `uniac` eller `uniac_data` som ikke er uniacs
store-without-server = denne uniac er bygd uten PostgreSQL
store-half-copied = databasen er en halv kopi
store-half-copied-hint = La `uniac store copy` bli ferdig, med databasen den ble begynt fra
store-moved = databasen er kopiert til «{ $place }», som har tatt over for den
store-moved-hint = Sett `store` eller UNIAC_STORE til det stedet; `uniac store copy` henter den tilbake
store-not-empty = den andre databasen er ikke tom
store-not-empty-hint = Velg en annen database, eller flytt filen; ingenting er endret
store-copy-differs = kopien av tabellen «{ $table }» er ikke lik
store-copy-differs-hint = Selve databasen er som den var; begynn på nytt med en tom
store-same-place = begge er den samme databasen
store-copied = { $rows } rader er i «{ $place }» nå, sammenlignet hver for seg.
store-copied-hint = Fra nå av brukes bare den databasen: Sett `store` eller UNIAC_STORE
store-migrated = «{ $place }» har formen til denne versjonen ({ $version }).
