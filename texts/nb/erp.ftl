# Uni: det undersøkelsen finner, påloggingen, og hva svarene betyr.

uni-no-total = fakturaen har verken totalbeløp eller restbeløp
uni-other-invoice = det er en annen faktura
uni-other-line = det er en annen ordrelinje
uni-not-this-company = Uni godtar påloggingen, men ikke for det konfigurerte firmaet
uni-check-key = Kontroller firmanøkkelen i konfigurasjonen
uni-activate = Firmaet må aktivere applikasjonen på markedsplassen i Uni
uni-no-random = denne maskinen gir ingen tilfeldige tall
uni-token-issuer = en annen utsteder har laget det
uni-token-application = det gjelder en annen applikasjon
uni-token-sign-in = det hører til en annen pålogging
uni-token-ended = det er utløpt
uni-wrong-issuer = identitetstjeneren sier at den er en annen enn den konfigurerte
uni-wrong-issuer-hint = Kontroller `issuer` under [company.NAVN.uni.sign_in]
uni-leads-astray = det oppgir en adresse som påloggingsopplysninger ikke kan sendes til
uni-no-authorization = det oppgir ingen adresse der en person kan logge på
uni-no-bearer = tilgangsnøkkelen er ikke et bearer-token
uni-no-address = det oppgir en adresse som ikke er en adresse
uni-scope-hint = Det ble bedt om «{ $scope }». Gi klienten dette i utviklerportalen til Uni, eller sett `scope` under [company.NAVN.uni.sign_in]
uni-client-hint = Kontroller `client_id`, `issuer` og nøkkelen i konfigurasjonen mot utviklerportalen til Uni
uni-key-locked-hint = Oppgi .p12-filen med passordet i stedet, eller kjør `openssl pkey -in NØKKEL -out NY`
uni-key-no-pem-hint = Teksten begynner med `-----BEGIN PRIVATE KEY-----` eller `-----BEGIN RSA …`
uni-key-password-hint = Det er passordet som portalen ga sammen med filen
uni-key-convert = Gjør den om til en PEM-nøkkel: `openssl pkcs12 -in FIL -nocerts -nodes`, og bruk `key`
uni-key-size = Det trengs en RSA-nøkkel på 2048 til 4096 bit
uni-key-locked = nøkkelen til serverapplikasjonen i Uni: PEM-nøkkelen er låst med et passord
uni-key-no-rsa = nøkkelen til serverapplikasjonen i Uni: nøkkelen er ikke en RSA-nøkkel
uni-key-no-pem = nøkkelen til serverapplikasjonen i Uni: den inneholder ingen privat nøkkel i PEM-format
uni-key-password = nøkkelen til serverapplikasjonen i Uni: passordet til .p12-filen er feil
uni-key-no-p12 = nøkkelen til serverapplikasjonen i Uni: filen er ikke en .p12-fil, eller den er skadet
uni-key-p12-left-out = nøkkelen til serverapplikasjonen i Uni: denne utgaven av uniac leser ikke .p12-filer
uni-key-unknown-lock = nøkkelen til serverapplikasjonen i Uni: .p12-filen er låst på en måte som ikke er kjent her
uni-key-empty-p12 = nøkkelen til serverapplikasjonen i Uni: .p12-filen inneholder ingen privat nøkkel
uni-key-several = nøkkelen til serverapplikasjonen i Uni: .p12-filen inneholder flere private nøkler
uni-key-unusable = nøkkelen til serverapplikasjonen i Uni: nøkkelen kan ikke brukes: { $error }
uni-key-mute = nøkkelen til serverapplikasjonen i Uni: nøkkelen kan ikke signere
uni-code-used = påloggingen til Uni godtar ikke koden: den er brukt, eller det tok for lang tid
uni-id-token = id-tokenet kan ikke godtas: { $why }
uni-no-id-token = påloggingen til Uni ga ikke noe id-token
uni-no-refresh = påloggingen til Uni ga ikke noe refresh-token
uni-no-refresh-hint = `scope` må inneholde `offline_access`, og klienten må ha lov til å få det
uni-try-again = Prøv igjen med `uniac login`
uni-short-lived = Tilgangsnøklene til Uni varer en time: la uniac logge på av seg selv (`sign_in`), eller la en kommando hente en ny tilgangsnøkkel ved hver kjøring
uni-let-sign-in = La uniac logge på av seg selv (`sign_in`), eller la en kommando hente en ny tilgangsnøkkel ved hver kjøring
uni-route-unread = { $route } kan ikke leses: { $error }
uni-may-read = kan lese ordrer og fakturaer
uni-let-read = Gi applikasjonen eller brukeren i Uni rett til å lese ordrer og fakturaer
uni-addresses = plattformen oppgir de adressene som brukes
uni-other-address = plattformen oppgir «{ $named }» som { $name }, og «{ $used }» er i bruk
uni-set-address = Sett `{ $key }` under [company.NAVN.uni] til adressen til plattformen din
uni-signed-in = logget på som «{ $user }»; hvor lenge tilgangsnøkkelen varer, kan ikke ses
uni-signed-in-until = logget på som «{ $user }» til { $until }
uni-refused = { $name ->
    [invalid_client] påloggingen til Uni avviste forespørselen ({ $name }): den godtar ikke klienten: id, nøkkel, sertifikat eller tidspunkter
    [invalid_grant] påloggingen til Uni avviste forespørselen ({ $name }): koden eller refresh-tokenet er brukt opp eller utløpt
    [invalid_request] påloggingen til Uni avviste forespørselen ({ $name }): noe mangler i forespørselen
    [invalid_scope] påloggingen til Uni avviste forespørselen ({ $name }): klienten har ikke dette scopet
    [unauthorized_client] påloggingen til Uni avviste forespørselen ({ $name }): klienten har ikke lov til å logge på slik
    [unsupported_grant_type] påloggingen til Uni avviste forespørselen ({ $name }): den tilbyr ikke denne måten å logge på
   *[other] påloggingen til Uni avviste forespørselen ({ $name }): den oppgir ingen kjent årsak
}
uni-clock-slow = { $minutes ->
    [one] Klokken på denne maskinen går 1 minutt for sakte: still den, helst med en tidstjener
   *[other] Klokken på denne maskinen går { $minutes } minutter for sakte: still den, helst med en tidstjener
}
uni-clock-fast = { $minutes ->
    [one] Klokken på denne maskinen går 1 minutt for fort: still den, helst med en tidstjener
   *[other] Klokken på denne maskinen går { $minutes } minutter for fort: still den, helst med en tidstjener
}
ask-uni-url = Adressen til Uni
ask-uni-reference-field = Feltet på ordren som har nettbutikkens ordrenummer
ask-uni-reference-prefix = Det som står foran nettbutikkens nummer i feltet
ask-uni-company-key = Firmaets nøkkel i Uni
ask-uni-issuer = Identitetstjeneren til Uni
ask-uni-client-id = Applikasjonens klient-id
ask-uni-scope = Det påloggingen ber om, når det ikke er det vanlige
kind-uni-token = en tilgangsnøkkel, hentet av en egen kommando
ask-uni-token = Tilgangsnøkkel til Uni
kind-uni-server = en serverapplikasjon, for kjøringer uten tilsyn
ask-uni-key = Applikasjonens private nøkkel (PEM)
ask-uni-p12 = .p12-filen fra portalen, i stedet for nøkkelen
ask-uni-p12-password = Passordet til .p12-filen
kind-uni-person = en person, med `uniac login`
uni-nobody-signed-in = ingen har logget på Uni for dette firmaet
uni-sign-in-ended = påloggingen til Uni er utløpt
uni-sign-in-hint = Logg på med `uniac login --company NAVN`; kjøringer uten tilsyn trenger en serverapplikasjon
