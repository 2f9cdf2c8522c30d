# Words around the help of commands. The help itself is English in the code.

help-word-heading-commands = Commands
help-word-heading-arguments = Arguments
help-word-heading-options = Options
help-word-heading-global = Global options
help-word-heading-several = Several companies
help-word-usage = Usage:
help-word-choices = possible values:
help-word-help = Print help
help-word-version = Print version
