-- The sandbox's world. Times are milliseconds since 1970; `e4` is 1/10000 of the currency's unit (Uni's four
-- decimals), `minor` 1/100 (shop and provider). `lag_*` and `visible_at` serve the fault `lagging-read`: until
-- that moment reads show the older value.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE calls (
    system TEXT PRIMARY KEY, reading INTEGER NOT NULL, writing INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE fault (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, operation TEXT NOT NULL, times_left INTEGER,
    ms INTEGER NOT NULL
) STRICT;

-- Uni
--
-- Scripts write into some of these tables: a new column has a default or may be null, and `payment` has
-- no new one. `shop_id` and `order_id` are the sandbox's own memory of what stems from what: Uni shows neither.

CREATE TABLE uni_customer (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT, org_number TEXT, phone TEXT
) STRICT;
CREATE INDEX uni_customer_name ON uni_customer (name);

CREATE TABLE uni_order (
    id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, customer TEXT NOT NULL, placed TEXT NOT NULL,
    currency TEXT NOT NULL, rate_e4 INTEGER NOT NULL, status INTEGER NOT NULL, requisition TEXT,
    net_e4 INTEGER NOT NULL DEFAULT 0, vat_e4 INTEGER NOT NULL DEFAULT 0,
    total_e4 INTEGER NOT NULL DEFAULT 0, rounding_e4 INTEGER NOT NULL,
    rest_net_e4 INTEGER NOT NULL DEFAULT 0, rest_e4 INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, updated_at INTEGER,
    customer_id INTEGER, email TEXT, org_number TEXT, person TEXT, shop_id INTEGER,
    gift_e4 INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX uni_order_requisition ON uni_order (requisition);
CREATE INDEX uni_order_shop ON uni_order (shop_id);
CREATE INDEX uni_order_updated ON uni_order (updated_at);

CREATE TABLE uni_order_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, position INTEGER NOT NULL,
    text TEXT NOT NULL, quantity_e4 INTEGER NOT NULL, vat_percent_e4 INTEGER NOT NULL,
    currency TEXT NOT NULL, rate_e4 INTEGER NOT NULL, net_e4 INTEGER NOT NULL, vat_e4 INTEGER NOT NULL,
    total_e4 INTEGER NOT NULL, status INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER
) STRICT;
CREATE INDEX uni_order_item_order ON uni_order_item (order_id, position);

CREATE TABLE uni_invoice (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER UNIQUE, kind INTEGER NOT NULL,
    reference_id INTEGER, customer TEXT NOT NULL, issued TEXT NOT NULL, due TEXT NOT NULL,
    currency TEXT NOT NULL, rate_e4 INTEGER NOT NULL, status INTEGER NOT NULL,
    net_e4 INTEGER NOT NULL, vat_e4 INTEGER NOT NULL, total_e4 INTEGER NOT NULL,
    rounding_e4 INTEGER NOT NULL, rest_e4 INTEGER NOT NULL, credited_e4 INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, updated_at INTEGER,
    lag_until INTEGER NOT NULL DEFAULT 0, lag_rest_e4 INTEGER NOT NULL DEFAULT 0,
    lag_status INTEGER NOT NULL DEFAULT 0, lag_updated_at INTEGER,
    customer_id INTEGER, email TEXT, org_number TEXT, person TEXT, order_id INTEGER
) STRICT;
CREATE INDEX uni_invoice_reference ON uni_invoice (reference_id);
CREATE INDEX uni_invoice_updated ON uni_invoice (updated_at);
CREATE INDEX uni_invoice_created ON uni_invoice (created_at);
CREATE INDEX uni_invoice_order ON uni_invoice (order_id);

-- `credits_item_id` is the sandbox's own memory: Uni has no reference from a credit line to an invoice line.
CREATE TABLE uni_invoice_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, invoice_id INTEGER NOT NULL, order_item_id INTEGER,
    credits_item_id INTEGER, position INTEGER NOT NULL, text TEXT NOT NULL,
    quantity_e4 INTEGER NOT NULL, vat_percent_e4 INTEGER NOT NULL, currency TEXT NOT NULL,
    rate_e4 INTEGER NOT NULL, net_e4 INTEGER NOT NULL, vat_e4 INTEGER NOT NULL,
    total_e4 INTEGER NOT NULL, status INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER
) STRICT;
CREATE INDEX uni_invoice_item_invoice ON uni_invoice_item (invoice_id, position);
CREATE INDEX uni_invoice_item_order_item ON uni_invoice_item (order_item_id);
CREATE INDEX uni_invoice_item_credits ON uni_invoice_item (credits_item_id);

CREATE TABLE uni_payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, invoice_id INTEGER NOT NULL, amount_e4 INTEGER NOT NULL,
    base_e4 INTEGER NOT NULL, paid TEXT NOT NULL, payment_id TEXT, journal_number TEXT NOT NULL,
    created_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, transaction_id TEXT
) STRICT;
CREATE INDEX uni_payment_invoice ON uni_payment (invoice_id);

-- The identity server of Uni's platform: fingerprints, never the secrets themselves.

CREATE TABLE identity_jti (jti TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE identity_code (
    code TEXT PRIMARY KEY, family TEXT NOT NULL, redirect TEXT NOT NULL, challenge TEXT NOT NULL,
    nonce TEXT NOT NULL, scope TEXT NOT NULL, until INTEGER NOT NULL, used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE identity_refresh (
    token TEXT PRIMARY KEY, family TEXT NOT NULL, scope TEXT NOT NULL, until INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The shop

CREATE TABLE shop_order (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, status TEXT NOT NULL, currency TEXT NOT NULL,
    total_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, payment_method TEXT NOT NULL,
    payment_title TEXT NOT NULL, transaction_id TEXT NOT NULL, first_name TEXT NOT NULL,
    last_name TEXT NOT NULL, email TEXT NOT NULL, created_via TEXT NOT NULL, created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL, paid_at INTEGER, completed_at INTEGER,
    lag_until INTEGER NOT NULL DEFAULT 0, lag_status TEXT NOT NULL DEFAULT '',
    lag_modified_at INTEGER NOT NULL DEFAULT 0, lag_completed_at INTEGER,
    company TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX shop_order_transaction ON shop_order (transaction_id);
CREATE INDEX shop_order_modified ON shop_order (modified_at);

-- The payments of an order besides its present one: the sandbox's own memory, the shop shows none.
CREATE TABLE shop_payment (reference TEXT PRIMARY KEY, order_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE shop_line (
    id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, quantity INTEGER NOT NULL, net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX shop_line_order ON shop_line (order_id);

CREATE TABLE shop_meta (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, owner_id INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE INDEX shop_meta_owner ON shop_meta (owner_id, owner);

CREATE TABLE shop_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, author TEXT NOT NULL,
    note TEXT NOT NULL, for_customer INTEGER NOT NULL, created_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL
) STRICT;
CREATE INDEX shop_note_order ON shop_note (order_id);

CREATE TABLE shop_refund (
    id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
    reason TEXT NOT NULL, paid_back INTEGER NOT NULL, created_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, odd_e4 INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX shop_refund_order ON shop_refund (order_id);

-- The payment providers

CREATE TABLE payment (
    reference TEXT PRIMARY KEY, psp TEXT NOT NULL, state TEXT NOT NULL, currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL, authorised_minor INTEGER NOT NULL,
    captured_minor INTEGER NOT NULL DEFAULT 0, refunded_minor INTEGER NOT NULL DEFAULT 0,
    cancelled_minor INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
    authorised_at INTEGER NOT NULL, brand TEXT NOT NULL, closes_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL, name TEXT NOT NULL,
    amount_minor INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT, success INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, note TEXT
) STRICT;
CREATE INDEX payment_event_reference ON payment_event (reference);

CREATE TABLE idempotency (
    operation TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    answer TEXT NOT NULL, PRIMARY KEY (operation, key)
) STRICT, WITHOUT ROWID;

-- Nexi's refunds, which need not happen at once; what has happened is an event, too.
CREATE TABLE nexi_refund (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL, charge INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
    items TEXT NOT NULL, key TEXT, state TEXT NOT NULL, updated_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nexi_refund_reference ON nexi_refund (reference);

CREATE TABLE rate (
    reference TEXT NOT NULL, operation TEXT NOT NULL, since INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (reference, operation)
) STRICT, WITHOUT ROWID;

INSERT INTO setting VALUES
    ('rate_limits', 'on'), ('idempotency', 'replay'), ('events', 'on'), ('gateway_profile', 'none'),
    ('refunds', 'completed'), ('fraud_review', 'accepted'), ('credit_lines', 'traced'),
    ('reopened', 'numbered'), ('gift_cards', 'line'), ('own_statuses', 'listed');
INSERT INTO calls VALUES ('uni', 0, 0), ('shop', 0, 0), ('provider', 0, 0);
-- Ids and numbers of different things start apart, so that a mix-up shows at once.
INSERT INTO sequence VALUES
    ('order', 100000), ('invoice', 10000), ('journal', 0), ('shop', 5000), ('chance', 0);
INSERT INTO sqlite_sequence (name, seq) VALUES
    ('uni_customer', 10000), ('uni_order_item', 40000), ('uni_invoice', 2000), ('uni_invoice_item', 70000), ('uni_payment', 300),
    ('shop_line', 60), ('shop_meta', 800), ('shop_note', 3000), ('shop_refund', 30000);
