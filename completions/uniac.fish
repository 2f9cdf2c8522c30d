# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_uniac_global_optspecs
    string join \n company= config= json output= dry-run y/yes offline color= no-pager lang= q/quiet v/verbose trace= wait= timeout= workers= h/help V/version
end

function __fish_uniac_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_uniac_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_uniac_using_subcommand
    set -l cmd (__fish_uniac_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c uniac -n "__fish_uniac_needs_command" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_needs_command" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_needs_command" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_needs_command" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_needs_command" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_needs_command" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_needs_command" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_needs_command" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_needs_command" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_needs_command" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_needs_command" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_needs_command" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_needs_command" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_needs_command" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_needs_command" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_needs_command" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_needs_command" -s V -l version -d 'Print version'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "status" -d 'Show settings, activation, counts and sums by state and attention'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "owed" -d 'Show all money that is invoiced and not held, by cause, and what goes on'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "enable" -d 'Switch settings on; all three required ones activate auto-capture'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "disable" -d 'Switch settings off'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "order" -d 'List and show orders; take single orders out of auto-capture'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "sync" -d 'Do one pass of the automation: all that is due in mode auto'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "capture" -d 'Capture by hand what was invoiced before the activation, or named orders'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "refund" -d 'Refund named orders by hand'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "cancel" -d 'Release the reservation of named orders by hand'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "plan" -d 'Show and save what would be done, for somebody else to review'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "apply" -d 'Do exactly what a saved plan says, once'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "log" -d 'Show the journal, or the exchange log'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "reconcile" -d 'Set Uni, the shop and the provider side by side, with every difference'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "report" -d 'Write the period as a page to look at, or as a workbook'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "runs" -d 'Show the history of passes: who, when, what was done, what was left and why'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "store" -d 'Look at the company\'s store itself'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "doctor" -d 'Check configuration, sign-in and each system, with a remedy beside each finding'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "company" -d 'Show and check the companies of the configuration'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "config" -d 'Show and change single values of the configuration'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "init" -d 'Write a company\'s configuration, asking or from flags'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "login" -d 'Sign in to Uni as a person, in the browser'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "logout" -d 'Sign the person out of Uni again'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "auth" -d 'Show how the companies sign in to Uni'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "explain" -d 'Explain an attention, an error code or an exit code'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "help" -d 'Print a page of the book, or the help of a command'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "sandbox" -d 'Play with the embedded sandbox: a company, its shop and its provider'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "demo" -d 'Tell the whole story on a fresh sandbox, each command shown and run'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c uniac -n "__fish_uniac_needs_command" -f -a "man" -d 'Print the manual page of a command, or write them all'
complete -c uniac -n "__fish_uniac_using_subcommand status" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand status" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand status" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand status" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand status" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand status" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand status" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand status" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand status" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand status" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand status" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand status" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand status" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand status" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand status" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l by -d 'What a row is' -r -f -a "cause\t'Why it is missing'
month\t'The month of the invoice'
customer\t'The customer'
order\t'The order'"
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l cause -d 'Only what is missing because of this: `due`, or the id of an attention' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l month -d 'Only invoices of this month (YYYY-MM)' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l customer -d 'Only orders whose customer\'s name has this text in it' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l fields -d 'Only these fields, by their names in JSON, with commas: `order,customer,missing`' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l held -d 'Money that is held and that no invoice asks for, instead'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand owed" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand enable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand disable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "list" -d 'List web orders with their capture status'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "show" -d 'Show one order: documents, money, shop, hold, journal, and why it is so'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "disable-autocapture" -d 'Take orders out of auto-capture'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "enable-autocapture" -d 'Put orders back into auto-capture'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "link" -d 'Say that orders stem from the shop orders that they name'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "unlink" -d 'Say that orders do not stem from the shop orders that they name'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "accept" -d 'Say that you have seen the attention of orders, which lifts no bar'
complete -c uniac -n "__fish_uniac_using_subcommand order; and not __fish_seen_subcommand_from list show disable-autocapture enable-autocapture link unlink accept settle" -f -a "settle" -d 'Look again at acts without a definite answer, or tell how one ended'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l state -d 'Only orders in this state' -r -f -a "none\t''
reserved\t''
part-captured\t''
captured\t''
part-refunded\t''
refunded\t''
cancelled\t''
expired\t''"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l attention -d 'Only orders with this attention, or `any`, that nobody has accepted' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l closing -d 'Only orders whose reservation ends within this time, or has lost its guarantee: `7d`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l customer -d 'Only orders whose customer\'s name has this text in it' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l provider -d 'Only orders that are paid at this provider, for instance `vipps`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l since -l from -d 'Only orders placed on this date or later (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l to -d 'Only orders placed on this date or earlier (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l limit -d 'Only the first N, or the newest N' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l fields -d 'Only these fields, by their names in JSON, with commas: `order,customer,missing`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l accepted -d 'Only orders whose attention a person has accepted'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l due -d 'Only orders on which something is due'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l missing -d 'Only orders of which invoiced money is missing'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l predates -d 'Only orders with an invoice that predates the activation'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l if-credited -d 'What would become of the money if it were credited in Uni: all of it, or AMOUNT; with `invoice:NUMBER` that invoice' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l reason -d 'Why, for those who read it later' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l until -d 'The last day of the hold (YYYY-MM-DD), or the moment when it ends' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from disable-autocapture" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from enable-autocapture" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l reason -d 'Why, for those who read it later' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l shop -d 'To this order of the shop, whatever the number in Uni says' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from link" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l reason -d 'Why, for those who read it later' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from unlink" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l reason -d 'Why, for those who read it later' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l undo -d 'Take it back: the attention is listed and counted again'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from accept" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l intent -d 'Which act, by its number in the journal, when several are open' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l reason -d 'What you have seen, for those who read it later' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l done -d 'The act took effect'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l not-done -d 'The act never took effect'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand order; and __fish_seen_subcommand_from settle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l max-total -d 'Send nothing when captures, refunds and releases sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l max-orders -d 'Send nothing when money moves on more orders than this' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l max-release -d 'Send nothing when releases alone sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l let-go -d 'Let releases and refunds through that the brake holds back, on up to N orders of each' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l max-age -d 'Only companies on which it has not run for so long, for instance 10m; the oldest first' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l payment -d 'Take it from this payment, where several could be meant' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l reason -d 'Why; it is kept with your name' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l max-total -d 'Send nothing when captures, refunds and releases sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l max-orders -d 'Send nothing when money moves on more orders than this' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l max-release -d 'Send nothing when releases alone sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l manual -d 'Capture by hand; the automation is `uniac sync`'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l up-to-reserved -d 'Where more is invoiced than reserved: take what there is; the rest was paid otherwise, and the shop\'s order is completed'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand capture" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l credit -d 'This credit note belongs to the order, although Uni does not say so' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l reason -d 'Why; it is kept with your name' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l max-total -d 'Send nothing when captures, refunds and releases sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l max-orders -d 'Send nothing when money moves on more orders than this' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l max-release -d 'Send nothing when releases alone sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l manual -d 'Act by hand; the automation is `uniac sync`'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand refund" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l payment -d 'Release what is left on this payment, for instance one that was replaced' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l max-total -d 'Send nothing when captures, refunds and releases sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l max-orders -d 'Send nothing when money moves on more orders than this' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l max-release -d 'Send nothing when releases alone sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l manual -d 'Act by hand; the automation is `uniac sync`'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l state -d 'Only orders in this state' -r -f -a "none\t''
reserved\t''
part-captured\t''
captured\t''
part-refunded\t''
refunded\t''
cancelled\t''
expired\t''"
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l attention -d 'Only orders with this attention, or `any`, that nobody has accepted' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l closing -d 'Only orders whose reservation ends within this time, or has lost its guarantee: `7d`' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l customer -d 'Only orders whose customer\'s name has this text in it' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l provider -d 'Only orders that are paid at this provider, for instance `vipps`' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l since -l from -d 'Only orders placed on this date or later (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l to -d 'Only orders placed on this date or earlier (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l operation -d 'Only this operation, and what follows from it' -r -f -a "capture\t''
refund\t''
cancel\t''"
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l out -d 'Write the plan into this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l valid-for -d 'For how many hours it can be applied' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l accepted -d 'Only orders whose attention a person has accepted'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l due -d 'Only orders on which something is due'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l missing -d 'Only orders of which invoiced money is missing'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l predates -d 'Only orders with an invoice that predates the activation'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l max-total -d 'Send nothing when captures, refunds and releases sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l max-orders -d 'Send nothing when money moves on more orders than this' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l max-release -d 'Send nothing when releases alone sum to more than this, in any currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l let-go -d 'Let releases and refunds through that the brake holds back, on up to N orders of each' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand log" -l since -d 'Only what was written down on this date or later (YYYY-MM-DD, or a moment)' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l until -d 'Only what was written down on this date or before' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l limit -d 'Only the newest N acts' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l operation -d 'Only acts of this operation, and not what people have said' -r -f -a "capture\t''
refund\t''
cancel\t''
shop-update\t''
book-payment\t''
shop-create\t''"
complete -c uniac -n "__fish_uniac_using_subcommand log" -l outcome -d 'Only acts with this outcome, and not what people have said' -r -f -a "done\t''
refused\t''
unknown\t''
pending\t''"
complete -c uniac -n "__fish_uniac_using_subcommand log" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand log" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand log" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand log" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand log" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand log" -l exchanges -d 'Show the exchanges with Uni, shop and provider instead'
complete -c uniac -n "__fish_uniac_using_subcommand log" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand log" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand log" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand log" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand log" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand log" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand log" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l month -d 'The days of this month (YYYY-MM)' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l from -d 'From this day on (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l to -d 'Until this day, it included (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l by -d 'List the sums of each day, provider or order, too' -r -f -a "day\t'A row for each day'
provider\t'A row for each provider'
order\t'A row for each purchase'"
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand reconcile" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand report" -l month -d 'The days of this month (YYYY-MM)' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l from -d 'From this day on (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l to -d 'Until this day, it included (YYYY-MM-DD)' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l html -d 'Write it as a page for the browser' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand report" -l xlsx -d 'Write it as a workbook, a sheet for each table' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand report" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand report" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand report" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand report" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand report" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand report" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand report" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand report" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand report" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand report" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand report" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand report" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l since -d 'Only passes that began on this date or later (YYYY-MM-DD, or a moment)' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l limit -d 'Only the newest N' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and not __fish_seen_subcommand_from show" -f -a "show" -d 'Show one pass with each step, and what it left and why'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand runs; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -f -a "check" -d 'Check the file, and what is kept of each order against the rules'
complete -c uniac -n "__fish_uniac_using_subcommand store; and not __fish_seen_subcommand_from check copy" -f -a "copy" -d 'Copy the store to PostgreSQL, or back to a file, and compare both'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l to -d 'The other place: an address without a password, or `file`, the one in the data directory' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand store; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l group -d 'Work on the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l jobs -d 'Work on this many companies at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l junit -d 'Write a JUnit report: a suite a company' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l markdown -d 'Write a summary in Markdown, for a CI job\'s page' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l all -d 'Work on every company of the configuration'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -f -a "list" -d 'List the companies that are configured'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -f -a "show" -d 'Show every value of a company, and where it comes from'
complete -c uniac -n "__fish_uniac_using_subcommand company; and not __fish_seen_subcommand_from list show check" -f -a "check" -d 'Check what is configured for each company; exit 2 when something cannot be used'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l group -d 'Only the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l group -d 'Only the companies of this group' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand company; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -f -a "path" -d 'Print where the configuration is'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -f -a "get" -d 'Print a value, and where it comes from'
complete -c uniac -n "__fish_uniac_using_subcommand config; and not __fish_seen_subcommand_from path get set" -f -a "set" -d 'Change a value; comments and all else stay'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand init" -l name -d 'What you call the company' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l sign-in -d 'How to sign in to Uni' -r -f -a "token\t''
server\t''
person\t''"
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop -d 'The kind of shop' -r -f -a "woocommerce\t''
vendure\t''
medusa\t''"
complete -c uniac -n "__fish_uniac_using_subcommand init" -l provider -d 'A kind of payment provider, once for each; `none` for none' -r -f -a "vipps\t''
nexi\t''
klarna\t''
kustom\t''
none\t''"
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-url -d 'Uni\'s address' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l order-reference-field -d 'The order\'s field that carries the shop\'s order number' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l order-reference-prefix -d 'What stands before the shop\'s number in that field' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-company-key -d 'The company\'s key in Uni' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-token -d 'Uni\'s access token: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-issuer -d 'Uni\'s identity server' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-client-id -d 'The application\'s client id' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-key -d 'The application\'s private key (PEM): where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-p12 -d 'The .p12 file of the portal, instead of the key' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-p12-password -d 'The .p12 file\'s password: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l uni-scope -d 'What the sign-in asks for, if not the usual' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-url -d 'The shop\'s address' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-key -d 'The shop\'s consumer key: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-secret -d 'The shop\'s consumer secret: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-user -d 'The administrator\'s name' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-password -d 'The administrator\'s password: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-api-key -d 'An API key instead of name and password: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-payment-methods -d 'The codes of the payment methods that uniac may capture, with commas' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l shop-secret-key -d 'A secret API key of the shop (sk_…): where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-url -d 'Vipps\' address' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-msn -d 'Vipps\' sales unit (MSN)' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-client-id -d 'Vipps\' client id' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-client-secret -d 'Vipps\' client secret: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-subscription-key -d 'Vipps\' subscription key: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-payment-methods -d 'The shop\'s names of the payment methods that are Vipps\', with commas' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l vipps-reservation-days -d 'How long a reservation lives: 180 days in Norway, 14 in Denmark and Finland' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l nexi-url -d 'Nexi\'s address' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l nexi-secret-key -d 'Nexi\'s secret key: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l nexi-payment-methods -d 'The shop\'s names of the payment methods that are Nexi\'s, with commas' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l nexi-reservation-days -d 'How long a card\'s reservation lives at Nexi' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l klarna-url -d 'Klarna\'s address for the region' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l klarna-user -d 'Klarna\'s API username' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l klarna-password -d 'Klarna\'s API password: where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l klarna-payment-methods -d 'The shop\'s names of the payment methods that are Klarna\'s, with commas' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l kustom-url -d 'Kustom\'s address' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l kustom-key -d 'Kustom\'s API key of the store (kco_…): where it comes from' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l kustom-user -d 'Kustom\'s API user (MID-suffix), where the key alone is not accepted' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l kustom-payment-methods -d 'The shop\'s names of the payment methods that are Kustom\'s, with commas' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand init" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand init" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand init" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand init" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand init" -l no-verify -d 'Write without asking the systems, for a machine without network'
complete -c uniac -n "__fish_uniac_using_subcommand init" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand init" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand init" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand init" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand init" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand init" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand init" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand login" -l wait -d 'Wait this long for the browser, seconds' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l port -d 'Come back to this port of this machine; 0: any free one' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand login" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand login" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand login" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand login" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand login" -l no-browser -d 'Do not open the browser; only print the address'
complete -c uniac -n "__fish_uniac_using_subcommand login" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand login" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand login" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand login" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand login" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand login" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand login" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and not __fish_seen_subcommand_from status" -f -a "status" -d 'Show for all companies how they sign in to Uni, and whether they are let in'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand auth; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l codes -d 'List what a step can end with: each code with its class and the exit code it leads to'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand help" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand help" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand help" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand help" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand help" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand help" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand help" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand help" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand help" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand help" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand help" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand help" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand help" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand help" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand help" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand help" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "reset" -d 'Make a new company with old and new orders; what was there is gone'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "order" -d 'A customer orders and pays; it is read into Uni'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "invoice" -d 'A person invoices in Uni, all or some lines'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "credit" -d 'A person credits in Uni'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "delete" -d 'A person deletes the order in Uni'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "edit" -d 'A person edits an order in Uni after it was read in'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "shop" -d 'Somebody acts in the shop'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "portal" -d 'Somebody acts in the provider\'s portal'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "balance" -d 'The merchant\'s balance at Nexi: with a low one, refunds wait'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "review" -d 'What Klarna\'s check makes of purchases; it takes no money before'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "plug-ins" -d 'What the shop\'s payment plug-ins do when an order\'s status changes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "set" -d 'What the systems are like, where their documents leave it open'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "fault" -d 'Let something go wrong'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "ledger" -d 'Show the provider\'s own book, the truth'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "calls" -d 'Show the calls received, by system, reading and writing'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and not __fish_seen_subcommand_from reset order invoice credit delete edit shop portal balance review plug-ins set fault ledger calls serve" -f -a "serve" -d 'Stay up, and print a ready configuration'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l orders -d 'How many orders its customers make; 60, and 120 when they are messy' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l seed -d 'What the company is made from; the same seed makes the same company' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l messy -d 'The people are untidy: orders twice, typed lines, drafts, credits that name nothing'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l lines -d 'How many lines it has' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l amount -d 'Its total with VAT' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l currency -d 'Its currency' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l hours-ago -d 'The customer ordered so many hours ago; it is read into Uni now' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l customer -d 'The customer\'s name' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l company -d 'The company for which the customer buys; in Uni it is the customer' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l email -d 'The customer\'s address; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l phone -d 'The customer\'s telephone number; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l org-number -d 'The company\'s organisation number; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l provider -d 'By which provider it is paid' -r -f -a "vipps\t''
nexi\t''
klarna\t''
kustom\t''"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l gift-card -d 'So much of it is paid by gift card' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l shop-reference -d 'It carries this number of a shop; it is made in Uni alone' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l from -d 'Orders of another shop, a line `CODE,AMOUNT` each; `-`: standard input' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l copy-of -d 'The order comes into Uni once more, with all that it is' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l part-of -d 'Lines of this order become one of their own in Uni: a back-order' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l only -d 'With --part-of: these lines, counted from 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l collective -d 'In Uni it is one of the customer "Nettbutikkunde"'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l test-mode -d 'It is paid in the plug-in\'s test mode: the provider knows nothing of it'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l by-transfer -d 'It is paid by bank transfer, on an invoice'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l unpaid -d 'It is not paid yet; `sandbox shop pay-again` pays it'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l by-hand -d 'A person makes it in Uni; the shop knows nothing of it'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from order" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l lines -d 'Only these lines, counted from 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l line -d 'A line typed on the invoice, with no line of an order behind it' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l date -d 'Its date, when that is not today' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l paid-by-bank -d 'The customer pays it by bank, all or so much; with --number an older one' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l number -d 'With --paid-by-bank: this invoice' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l odd-type -d 'Uni\'s number of a type of document that is neither invoice nor credit note' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l together -d 'One invoice over all the orders'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l rounded -d 'Round its total to whole units'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l draft -d 'It stays a draft'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l finalise -d 'The order\'s newest draft, also of a credit note, becomes final'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l reopen -d 'The order\'s newest invoice becomes a draft again'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l discard -d 'The order\'s newest draft is thrown away'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from invoice" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l invoice -d 'One invoice' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l invoices -d 'Several invoices in one note, which names the first' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l credit-note -d 'A credit note that was a mistake: a second one takes it back' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l amount -d 'Only this much' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l lines -d 'Only these lines, counted from 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l typed -d 'One line typed by hand, with no order line; it may be above the invoice' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l no-reference -d 'The note names no invoice'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l untraced -d 'Its lines name no line of an order'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l reopen-lines -d 'The lines of the order can be invoiced anew'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l draft -d 'It stays a draft; `sandbox invoice ORDER --finalise` finishes it'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from credit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l close -d 'Close it instead, also when nothing is invoiced'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l vanish -d 'Uni no longer answers for it at all'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l reference -d 'The shop\'s number, typed anew; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l customer -d 'The customer\'s name' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l email -d 'The customer\'s address; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l org-number -d 'The customer\'s organisation number; empty: none' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l date -d 'The order\'s date' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l amounts -d 'The sums of its lines: one more is added, one less is taken off' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "cancel" -d 'Cancel the order'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "status" -d 'Give the order a status, also a plug-in\'s own, or trash'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "pay-again" -d 'The customer pays once more; the order has another payment from then on'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "payment" -d 'Let the order name another payment, whosever it is'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "refund" -d 'Record a refund; the plug-in pays it back if asked to'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from shop" -f -a "number" -d 'Show the order under another number'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l anew -d 'reserve: a second reservation, which the shop does not name'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from portal" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from balance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from review" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from plug-ins" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -f -a "add" -d 'Add a fault'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -f -a "list" -d 'List the faults that wait, or all that there are'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -f -a "clear" -d 'Take all faults away'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from ledger" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l clear -d 'Begin to count anew'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from calls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l port -d 'The port; 0: any free one' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l keep -d 'Keep the sandbox in this folder, to look at it afterwards' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c uniac -n "__fish_uniac_using_subcommand man" -l out -d 'Write all pages into this folder' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand man" -l company -d 'Work on this company of the configuration; some commands take several, and `*`' -r
complete -c uniac -n "__fish_uniac_using_subcommand man" -l config -d 'Read this configuration file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand man" -l output -d 'Print the result in this form' -r -f -a "table\t'Aligned columns for people'
plain\t'Lines with tabs, no header, nothing cut'
csv\t'A header and rows for a spreadsheet'
json\t'One object'
xlsx\t'A workbook, a sheet for each table; to a file or a pipe'"
complete -c uniac -n "__fish_uniac_using_subcommand man" -l color -d 'Colour the output' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c uniac -n "__fish_uniac_using_subcommand man" -l lang -d 'Speak this language: en or nb' -r
complete -c uniac -n "__fish_uniac_using_subcommand man" -l trace -d 'Append every exchange, redacted, to this file' -r -F
complete -c uniac -n "__fish_uniac_using_subcommand man" -l wait -d 'Wait so long for another run on the company to end' -r
complete -c uniac -n "__fish_uniac_using_subcommand man" -l timeout -d 'Stop after this time as after Ctrl-C; exit 6 when something was done, else 1' -r
complete -c uniac -n "__fish_uniac_using_subcommand man" -l workers -d 'Work on this many orders at once' -r
complete -c uniac -n "__fish_uniac_using_subcommand man" -l json -d 'Print one JSON object, also on failure (the same as `--output json`)'
complete -c uniac -n "__fish_uniac_using_subcommand man" -l dry-run -d 'Read everything, send nothing, print the steps'
complete -c uniac -n "__fish_uniac_using_subcommand man" -s y -l yes -d 'Answer questions with yes'
complete -c uniac -n "__fish_uniac_using_subcommand man" -l offline -d 'Use what the last run read; ask no other system'
complete -c uniac -n "__fish_uniac_using_subcommand man" -l no-pager -d 'Print what is longer than the screen without the pager'
complete -c uniac -n "__fish_uniac_using_subcommand man" -s q -l quiet -d 'Print no notes and no progress'
complete -c uniac -n "__fish_uniac_using_subcommand man" -s v -l verbose -d 'Print what goes on, and the causes of an error; twice: each call too'
complete -c uniac -n "__fish_uniac_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
