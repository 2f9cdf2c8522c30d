# The store of a company: what stands against its use.

store-odd-hint = Nothing was changed. Restore a backup, or ask for help with `uniac doctor`
store-cannot-make = cannot make `{ $path }`: { $error }
exchanges-unusable = the exchange log `{ $path }` cannot be used: { $error }
exchanges-unusable-hint = Move the file away; no money hangs on it, and a new one is made
store-is-damaged = the store is damaged: { $error }
store-full = the disk of the store is full
store-full-hint = Free some space and run the command again; what was sent is in the journal
store-busy = another process keeps the store busy
store-failed = the store failed: { $error }
store-untouched = Nothing was written to it. Restore a backup, or move it away and enable again
store-cannot-read = cannot read `{ $shown }`: { $error }
store-dead-link = `{ $shown }` is a link, and what it leads to is not there
store-dead-link-hint = Bring back the disk that it leads to; nothing was changed
store-no-file = `{ $shown }` is no file
store-empty = the store is empty: `{ $shown }` has no byte left
store-no-database = the store is damaged: it is no database
store-gone = the store `{ $gone }` is gone, and a part of it, `{ $left }`, is still there
store-damaged = the store is damaged
store-other-company = the store belongs to another company in Uni
store-other-company-hint = Give the company another name in the configuration, or correct its company_key
store-taken-over = another run has taken over this company; this one stopped
store-taken-over-hint = Run the command again when it has ended; what was sent is in the journal
store-foreign = the store is a database of another program
store-foreign-hint = Move the file away, or name another data directory; nothing was changed
store-newer = a newer uniac wrote the store (schema { $version }; this one knows { $known })
store-newer-hint = Use the newer uniac; nothing was changed
store-odd-version = the store's version
store-cannot-open = cannot open `{ $path }`: { $error }
store-cannot-lock = cannot lock the store: { $error }
store-locked = another run of uniac is working on this company
store-locked-hint = Wait until it has ended, then run the command again
store-odd = { $what ->
    [act] the store holds an act that cannot be understood
    [attention] the store holds an attention that cannot be understood
    [day] the store holds a day that cannot be understood
    [mode] the store holds a mode that cannot be understood
    [state] the store holds a state that cannot be understood
    [currency] the store holds a currency that cannot be understood
    [era] the store holds an era that cannot be understood
    [fact] the store holds a fact that cannot be understood
    [moment] the store holds a moment that cannot be understood
    [order] the store holds an order that cannot be understood
    [exit] the store holds an exit code that cannot be understood
    [run-state] the store holds a run's state that cannot be understood
    [run] the store holds a run that cannot be understood
   *[outcome] the store holds an outcome that cannot be understood
}

# `uniac store`.

store-whole = The store is whole, and what is kept of { $count } orders is what the rules say.
store-differs = what is kept of { $count } orders is not what the rules say: { $orders }
store-differs-hint = Everything is assessed anew from now on; please report it with the output of `uniac doctor`
store-bad-address = this is no address of a store: { $why }
store-bad-address-hint = Write `postgres://user@host:5432/database`; the password comes from UNIAC_STORE_PASSWORD or `store_password`
store-password-in-file = a password stands in the address of the store
store-password-in-file-hint = Take it out, and name where it is to be read: `store_password = {"{"} file = "..." {"}"}`, or UNIAC_STORE_PASSWORD
store-no-tls = the store's server cannot be spoken to safely: { $error }
store-unreachable = the store's server cannot be used: { $error }
store-unreachable-hint = Check the address, the user and the password of the store, and that the server is up
store-unknown-issuer = the store's server shows a certificate of an authority that is not known here
store-unknown-issuer-hint = Name the file with the authority's certificate in the address: `?sslrootcert=/path/ca.pem`
store-wrong-name = the certificate of the store's server is for another name: { $error }
store-wrong-name-hint = Write a name that stands in the certificate as the host in the address, or give the server one for this name
store-bad-certificate = the certificate of the store's server is not right: { $error }
store-bad-certificate-hint = Give the server a valid certificate; `?sslrootcert=/path/ca.pem` in the address names its authority
store-speaks-no-tls = the store's server does not speak TLS
store-speaks-no-tls-hint = Set `ssl = on` and a certificate on the server; only in a network of your own write `?sslmode=disable` in the address
store-bad-roots = `sslrootcert` in the address of the store names `{ $path }`, which cannot be used: { $why }
store-bad-roots-hint = Name a file in PEM form with the certificate of the authority that signed the server's
store-no-certificate = there is no certificate in it
store-lost = the connection to the store's server was lost; nothing of the last step was kept
store-lost-hint = Run the command again when the server is up; acts that were begun are settled first
store-unclear = the connection to the store's server was lost while it wrote, and nobody can say whether that was kept
store-foreign-schema = the database has a schema `uniac` or `uniac_data` that is not uniac's
store-without-server = this uniac was built without PostgreSQL
store-half-copied = the store is half of a copy
store-half-copied-hint = Let `uniac store copy` come to its end, with the store that it was begun from
store-moved = the store was copied to `{ $place }`, which has taken its place
store-moved-hint = Set `store` or UNIAC_STORE to that place; `uniac store copy` brings it back
store-not-empty = the other store is not empty
store-not-empty-hint = Choose another database, or move the file away; nothing was changed
store-copy-differs = the copy of the table `{ $table }` is not the same
store-copy-differs-hint = The store itself is as it was; begin again with an empty one
store-same-place = both are the same store
store-copied = { $rows } rows are in `{ $place }` now, each compared.
store-copied-hint = From now on only that store is used: set `store` or UNIAC_STORE
store-migrated = `{ $place }` has the form of this version ({ $version }).
