# Selve kommandolinjen: feil i den.

usage-no-command = en kommando mangler
usage-no-command-demo = Det samme med `--help` viser kommandoene; `uniac demo` viser dem i arbeid
usage-no-command-help = Det samme med `--help` viser kommandoene
usage-no-amount = Ingen kommando tar et beløp: uniac belaster, tilbakebetaler og kansellerer det fakturaene og kreditnotaene i Uni sier. Skal en del betales tilbake, så krediter den delen i Uni
usage-try-help = Det samme med `--help` viser hvordan kommandoen brukes
usage-unknown-argument = argumentet «{ $argument }» er ukjent
usage-unknown-command = kommandoen «{ $command }» er ukjent
usage-missing = dette må oppgis: { $arguments }
usage-conflict = «{ $argument }» kan ikke brukes sammen med «{ $other }»
usage-no-value = «{ $argument }» trenger en verdi
usage-not-a-choice = «{ $value }» kan ikke brukes for «{ $argument }»; velg mellom: { $choices }
usage-invalid-value = «{ $value }» kan ikke brukes for «{ $argument }»
run-time-is-over = De { $seconds } sekundene i --timeout er ute: gjør ferdig det som er underveis, og stanser så.
run-interrupted = Avbrutt: gjør ferdig det som er underveis, og stanser så. Én gang til for å stanse straks.
usage-age = skriv en tid som 10m eller 2h
