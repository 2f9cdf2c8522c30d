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

# Why the system or the network said no.
os-refused = the connection was refused; nothing answers at that address
os-timed-out = the time was over without an answer
os-no-host = there is no server of that name
os-certificate = the certificate is not accepted
os-broken-off = the connection broke off
os-no-way = the network has no way there
os-not-found = it does not exist
os-denied = access is denied
os-full = the disk is full
os-exists = it exists already
os-folder = it is a folder
os-no-folder = a part of the path is no folder
os-read-only = the disk can only be read
os-port-taken = the port is in use
