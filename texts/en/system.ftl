# What every part of uniac says of the machine and the run.

files-look-around = Make sure that nobody else has read or changed it meanwhile
files-chmod = Run `chmod { $mode } { $path }`
system-uni = Uni
system-identity = Uni's sign-in
system-shop = the shop
system-provider = the payment provider
stop-allow-more = Allow more with `--timeout`; the next run goes on where this one stopped
stop-timed-out = timed out after { $seconds } s
files-mended = others had access to `{ $path }` (mode { $mode }); it is yours alone now
files-wide = others have access to `{ $path }` (mode { $mode })
error-report = Nothing more was sent. Please report this with the output of `uniac log`
stop-interrupted = interrupted
secret-from-file = file `{ $path }`
secret-from-variable = variable `{ $name }`
secret-from-command = command `{ $program }`
