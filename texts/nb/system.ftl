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

# Hvorfor systemet eller nettverket sa nei.
os-refused = forbindelsen ble avvist; ingenting svarer på den adressen
os-timed-out = tiden gikk ut uten svar
os-no-host = det finnes ingen tjener med det navnet
os-certificate = sertifikatet blir ikke godtatt
os-broken-off = forbindelsen ble brutt
os-no-way = nettverket når ikke fram dit
os-not-found = den finnes ikke
os-denied = tilgang nektes
os-full = disken er full
os-exists = den finnes allerede
os-folder = det er en mappe
os-no-folder = en del av stien er ikke en mappe
os-read-only = disken kan bare leses
os-port-taken = porten er i bruk
