# Det alle deler av uniac sier om maskinen og kjøringen.

files-look-around = Kontroller at ingen andre har lest eller endret den i mellomtiden
files-chmod = Kjør `chmod { $mode } { $path }`
system-uni = Uni
system-identity = påloggingen til Uni
system-shop = nettbutikken
system-provider = betalingsleverandøren
stop-allow-more = Tillat mer med `--timeout`; neste kjøring fortsetter der denne stanset
stop-timed-out = tiden gikk ut etter { $seconds } s
files-mended = andre hadde tilgang til «{ $path }» (rettigheter { $mode }); nå har bare du tilgang
files-wide = andre har tilgang til «{ $path }» (rettigheter { $mode })
error-report = Ingenting mer er sendt. Meld fra om dette med det som `uniac log` viser
stop-interrupted = avbrutt
secret-from-file = filen «{ $path }»
secret-from-variable = variabelen `{ $name }`
secret-from-command = kommandoen `{ $program }`
