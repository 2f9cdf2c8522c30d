# Boken: `uniac help`: listen over kommandoer og emner, og det som står ved siden av sidene i boken.

book-commands = Kommandoer
book-topics = Emner
book-foot = `uniac help TEMA` viser en side, `uniac help KOMMANDO` hjelpen til kommandoen.
book-see-also = Se også:
book-unknown = det finnes verken emne eller kommando som heter «{ $topic }»
book-lists = `uniac help` viser kommandoene og emnene

# Hva hver side i boken handler om.
topic-install = Installere, øve uten penger, begynne med et virkelig firma
topic-glossary = Ordene, også på engelsk
topic-connect-uni = Koble til Uni: pålogging, referansefelt, betalinger
topic-woocommerce = Koble til en nettbutikk på WooCommerce
topic-vendure = Koble til en nettbutikk på Vendure
topic-medusa = Koble til en nettbutikk på Medusa
topic-vipps = Koble til Vipps MobilePay
topic-klarna = Koble til Klarna
topic-kustom = Koble til Kustom, som var Klarna Checkout
topic-nexi = Koble til Nexi Checkout (Nets Easy)
topic-cut-over = Slå på auto-capture når det finnes ordrer fra før
topic-day = En dag for regnskapsføreren
topic-untidy-books = Koblinger, krav, betalinger, dokumenter, og hva som stopper hva
topic-cron-and-ci = La uniac kjøre av seg selv
topic-commands = Hva hver kommando leser, skriver og flytter
topic-json = Alle JSON-objekter med feltene
topic-exit-codes = Hva hver sluttkode betyr
topic-configuration = Alle nøkler, standardverdier og plasseringer
topic-limits = Hva uniac ikke gjør, og hvor rask den er
topic-reliability = Hva som er lovet om penger, og hvordan det er prøvd
topic-month-end = Avstemme en måned i tre bøker, og rapport om den
man-unknown = det finnes ingen kommando `{ $command }`
man-written = { $count } manualsider er skrevet i «{ $path }».
man-would-write = { $count } manualsider ville blitt skrevet i «{ $path }».
man-name = NAVN
man-synopsis = SYNOPSIS
man-description = BESKRIVELSE
man-options = FLAGG
man-commands = KOMMANDOER
man-more = MER
man-version = VERSJON
book-no-schema = det finnes ikke noe skjema `{ $name }`
book-schemas = `uniac help schema` viser dem
