# The command line itself: its faults.

usage-no-command = a command is missing
usage-no-command-demo = The same with `--help` lists the commands; `uniac demo` shows them at work
usage-no-command-help = The same with `--help` lists the commands
usage-no-amount = No command takes an amount: uniac captures, refunds and releases what Uni's invoices and credit notes ask for. To pay a part back, credit that part in Uni
usage-try-help = The same with `--help` shows how the command is used
usage-unknown-argument = unexpected argument '{ $argument }' found
usage-unknown-command = unrecognized subcommand '{ $command }'
usage-missing = the following required arguments were not provided: { $arguments }
usage-conflict = the argument '{ $argument }' cannot be used with '{ $other }'
usage-no-value = a value is required for '{ $argument }' but none was supplied
usage-not-a-choice = invalid value '{ $value }' for '{ $argument }'; possible values: { $choices }
usage-invalid-value = invalid value '{ $value }' for '{ $argument }'
run-time-is-over = The { $seconds } s of --timeout are over: finishing what is in flight, then stopping.
run-interrupted = Interrupted: finishing what is in flight, then stopping. Again to stop at once.
usage-age = write a time such as 10m or 2h
