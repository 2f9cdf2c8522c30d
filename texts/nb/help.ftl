# Hjelpen til kommandoene. Engelsk står i koden.

help-word-heading-commands = Kommandoer
help-word-heading-arguments = Argumenter
help-word-heading-options = Flagg
help-word-heading-global = Flagg for alle kommandoer
help-word-usage = Bruk:
help-word-choices = velg mellom:
help-word-help = Vis hjelp
help-word-version = Vis versjon
