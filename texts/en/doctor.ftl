# What `uniac doctor` finds, and what to do about it.

progress-looking = Looking
doctor-clock-ahead = this machine's clock is { $seconds } s ahead of the system's
doctor-clock-behind = this machine's clock is { $seconds } s behind the system's
doctor-clock-set = Set this machine's clock by a time server (NTP)
doctor-clock-set-for-sign-in = Set this machine's clock by a time server (NTP); signed sign-ins are refused with such a difference
doctor-clock-apart = { $seconds } s apart
doctor-elsewhere = { $elsewhere } of { $payments } orders with a payment were captured elsewhere
doctor-elsewhere-last = { $elsewhere } of { $payments } orders with a payment were captured elsewhere, last at { $at }
doctor-switch-capturing-off = Switch capturing off in the shop's payment plug-in, so that only uniac captures; `uniac explain two-drivers` says more
doctor-by-key = { $counted }, { $count } by the key of a plug-in of the shop
doctor-near = { $counted }; { $near } of { $compared } compared came within { $minutes } min of the completion in the shop: very likely a plug-in of the shop captures too
doctor-none-near = { $counted }, none at the completion in the shop: likely by hand
doctor-bridge-likely =
    { $count ->
        [one] 1 invoice made after the money was captured elsewhere, and paid in Uni without uniac: Unimicro Bridge works like that; a bookkeeper may too
       *[other] { $count } invoices made after the money was captured elsewhere, and paid in Uni without uniac: Unimicro Bridge works like that; a bookkeeper may too
    }
doctor-bridge-look = See in Uni whether Unimicro Bridge drives this shop; Bridge and auto-capture must not drive the same orders
doctor-bridge-unclear = { $count } invoices of money captured elsewhere are paid in Uni without uniac; by whom cannot be seen, but all were made before the capture, as Bridge's are not
doctor-bridge-none = no sign of another program that books captured money in Uni
doctor-nothing-to-compare = there is nothing to compare with yet
doctor-nothing-changed = nothing has changed
doctor-not-kept = what was seen could not be kept for next time: { $why }
doctor-make-writable = Make the data folder writable
doctor-not-there = not there
doctor-nothing = nothing
doctor-was-is = { $name } was { $was }, is { $is }
doctor-changed-settings = If nobody meant it, switch it back with `uniac enable` or `uniac disable`
doctor-changed-configuration = If nobody meant it, correct the configuration file
doctor-changed-orders = See whether the shop or its integration with Uni still fills the reference field
doctor-changed-drivers = Find out who began to capture or to book besides uniac
doctor-changed-other = If nobody meant it, find out who changed it; it is not pointed out again
doctor-no-order-of-year = no order of the last year is known to the shop
doctor-method = payment method: { $method }
doctor-method-not-found = { $provider }, which does not know the payments of { $count } of them
doctor-method-not-found-hint = `uniac explain payment-not-found` says what to do
doctor-method-not-configured = nobody: it is { $provider }'s, which is not configured for it
doctor-method-not-configured-hint = Add the provider as a [[company.NAME.payment]], or its id to that one's `payment_methods`; without it these orders are never captured
doctor-method-unknown = nobody: whose it is is not known
doctor-method-unknown-hint = If a configured provider takes it, add its id to that one's `payment_methods`
doctor-method-nobody = no provider's, so there is nothing to capture
doctor-not-looked-at = not looked at: Uni, the shop or the store cannot be read
doctor-mend-above = Mend what is wrong above, and run this again
doctor-orders-known = { $orders } orders in Uni, { $known } known to the shop
doctor-orders-strange =
    { $count ->
        [one] { $orders } orders in Uni, { $known } known to the shop, 1 with a reference that holds no number of the shop
       *[other] { $orders } orders in Uni, { $known } known to the shop, { $count } with references that hold no number of the shop
    }
doctor-check-field = Check `order_reference_field` and `order_reference_prefix` of [company.NAME.uni]
doctor-no-field-looked-for = { $found }; no other field could be looked for: { $why }
doctor-no-field-matches = { $found }; no field of Uni's newest orders carries one of the { $numbers } numbers of the shop's last { $days } days
doctor-no-prefix = no order_reference_prefix
doctor-field-matches = { $found }; `{ $field }` carries a number of the shop's on { $matches } of { $orders } orders
doctor-set-field = Set `order_reference_field = "{ $field }"` and { $prefix } in [company.NAME.uni]
doctor-check-credentials = Check these credentials in the configuration, and whether they have ended or been withdrawn
doctor-check-address-reached = Check this `base_url` in the configuration, and whether this machine reaches it
doctor-check-address = Check this `base_url` in the configuration
doctor-set-secret = Set the variable, write the file, or see what the command prints
doctor-explain = `uniac explain { $code }` says what to do
doctor-counts = wrong { $wrong }, warnings { $warnings }, unverified { $unverified }, ok { $ok }.
doctor-store-shared = shared, in `{ $address }`
doctor-store-whole = whole, { $size } in `{ $folder }`
doctor-none-waits = no order waits for a person, as last read
doctor-some-wait = orders that wait for a person, as last read: { $attentions }
doctor-some-wait-hint = `uniac order list --attention any` lists them; `uniac explain ID` explains one
doctor-active = auto-capture is active
doctor-not-active = auto-capture is { $state }; off: { $off }
doctor-switch-on = Switch it on with `uniac enable`
doctor-notes-placed = each tells its order or its invoice
doctor-notes-stray =
    { $count ->
        [one] 1 credit note that names neither an order line nor an invoice that is known, for instance { $first }
       *[other] { $count } credit notes that name neither an order line nor an invoice that is known, for instance { $first }
    }
doctor-notes-stray-hint = Orders that they may be of say `credit-not-placed`; where none does, and it is a web order's, place it with `uniac refund --manual ORDER --credit NUMBER`
doctor-acts-ended = every act has a definite end
doctor-acts-open =
    { $count ->
        [one] 1 act without a definite end; the oldest is of order { $order }, { $at }
       *[other] { $count } acts without a definite end; the oldest is of order { $order }, { $at }
    }
doctor-acts-open-hint = Run `uniac sync`, which settles them by looking; `uniac log ORDER` shows them
doctor-shop-all-claimed = to each an order in Uni leads
doctor-shop-unclaimed =
    { $count ->
        [one] 1 order to which no order in Uni leads, the newest { $numbers }
       *[other] { $count } orders to which no order in Uni leads, the newest { $numbers }
    }
doctor-writes-bookings = payments on invoices
doctor-first-booking = The first booking will tell; the application or user needs the right to register payments on invoices in Uni
doctor-writes-orders = orders
doctor-first-change = The first change will tell; the key must be made with the right to read and write
doctor-writes-money = captures, refunds and releases
doctor-first-capture = The first capture will tell
doctor-no-provider = no payment provider is configured
doctor-no-provider-hint = Add a [[company.NAME.payment]] section; without one no money can move
doctor-may-write = may write { $what }: it did, last at { $at }
doctor-write-refused = the sign-in was refused when it wrote { $what }, last at { $at }
doctor-write-unseen = whether it may write { $what } cannot be seen by reading
doctor-why-flag = flag
doctor-why-environment = environment
doctor-why-file = file (default_company)
doctor-why-only = the only one there is
doctor-chmod = Run `chmod 600` on the file
doctor-from = from { $origin }
doctor-workers = workers { $workers } (flag)
