# `uniac store`.

store-whole = The store is whole, and what is kept of { $count } orders is what the rules say.
store-differs = what is kept of { $count } orders is not what the rules say: { $orders }
store-differs-hint = Everything is assessed anew from now on; please report it with the output of `uniac doctor`
