//! The schema of the store and its migrations, by version.
//!
//! A migration runs in one transaction together with its version number. A store of a newer version
//! must never be opened, and a migration that was released must never be edited.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use uniac_system::error::{Error, Result};
use uniac_system::seam;
use uniac_texts::t;

use crate::db::{self, failure};
use crate::facts::leads;

/// Marks a file as a store of uniac (`PRAGMA application_id`): the letters "uac1".
pub const APPLICATION_ID: i32 = 0x7561_6331;

/// One script for each version, the first for version 1.
pub(crate) const MIGRATIONS: &[&str] = &[
    "
    -- The journal and uniac's own data: truth.
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE epoch (number INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE setting (name TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE setting_change (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL,
        name TEXT NOT NULL, is_on INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE activation (id INTEGER PRIMARY KEY, at TEXT NOT NULL, ended_at TEXT) STRICT;
    CREATE TABLE era (
        document_id INTEGER PRIMARY KEY, era TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE hold (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, reason TEXT, by TEXT NOT NULL,
        at TEXT NOT NULL, until TEXT, lifted_at TEXT, lifted_by TEXT
    ) STRICT;
    CREATE INDEX hold_order ON hold (order_id);
    CREATE TABLE intent (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
        act TEXT NOT NULL, ordinal INTEGER NOT NULL, minor INTEGER NOT NULL,
        currency TEXT NOT NULL, key TEXT NOT NULL UNIQUE, target TEXT NOT NULL,
        body TEXT NOT NULL, at TEXT NOT NULL, epoch INTEGER NOT NULL,
        UNIQUE (order_id, document_id, act, ordinal)
    ) STRICT;
    CREATE TABLE outcome (
        id INTEGER PRIMARY KEY, intent_id INTEGER NOT NULL REFERENCES intent (id),
        kind TEXT NOT NULL, code TEXT, receipt TEXT, passing INTEGER NOT NULL, at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outcome_intent ON outcome (intent_id);
    -- The facts as last read: a copy.
    CREATE TABLE uni_order (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL, shop_reference TEXT, fact TEXT NOT NULL
    ) STRICT;
    CREATE INDEX uni_order_number ON uni_order (number);
    CREATE INDEX uni_order_shop ON uni_order (shop_reference);
    CREATE TABLE order_item (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL) STRICT;
    CREATE TABLE document_seen (id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE document (
        order_id INTEGER NOT NULL, id INTEGER NOT NULL, fact TEXT NOT NULL,
        PRIMARY KEY (order_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX document_id ON document (id);
    CREATE TABLE shop_order (
        id TEXT PRIMARY KEY, number TEXT NOT NULL, created_from INTEGER, payment_reference TEXT,
        fact TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX shop_order_number ON shop_order (number);
    CREATE INDEX shop_order_created_from ON shop_order (created_from);
    CREATE TABLE payment (
        reference TEXT PRIMARY KEY, read_at TEXT NOT NULL, fact TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE watermark (name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
",
    "
    -- A person's word on how an act ended.
    ALTER TABLE outcome ADD COLUMN told_by TEXT;
    ALTER TABLE outcome ADD COLUMN reason TEXT;
",
    "
    -- Which runs were the automation, and what the last run left undone.
    ALTER TABLE epoch ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE skip (
        order_id INTEGER NOT NULL, act TEXT NOT NULL, document_id INTEGER NOT NULL,
        minor INTEGER NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (order_id, act, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX intent_epoch ON intent (epoch);
    -- Payments that their provider said it does not know; and what the shop's plug-ins do.
    CREATE TABLE payment_not_found (reference TEXT PRIMARY KEY, at TEXT NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE shop_hooks (
        id INTEGER PRIMARY KEY CHECK (id = 1), at TEXT NOT NULL, fact TEXT NOT NULL
    ) STRICT;
    -- What ties orders to each other: who bought, which payments, what a person has said.
    ALTER TABLE uni_order ADD COLUMN customer INTEGER;
    ALTER TABLE shop_order ADD COLUMN buyer TEXT;
    CREATE INDEX uni_order_customer ON uni_order (customer);
    CREATE INDEX shop_order_payment ON shop_order (payment_reference);
    CREATE TABLE link (
        order_id INTEGER PRIMARY KEY, shop_id TEXT NOT NULL, reference TEXT NOT NULL,
        state TEXT NOT NULL, by TEXT, reason TEXT, at TEXT NOT NULL,
        chosen INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    -- Attentions that a person has seen; with other facts (the fingerprint) they are back.
    CREATE TABLE accepted (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, attention TEXT NOT NULL,
        fingerprint TEXT NOT NULL, reason TEXT, by TEXT NOT NULL, at TEXT NOT NULL,
        ended_at TEXT, ended_by TEXT
    ) STRICT;
    CREATE INDEX accepted_order ON accepted (order_id);
    CREATE TABLE dropped_before (order_id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    -- Orders that a store of before had seen dropped were dropped before anybody could be asked.
    INSERT INTO dropped_before (order_id, at)
        SELECT id, strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM uni_order
        WHERE json_extract(fact, '$.progress') IN ('closed', 'deleted');
    -- The payments that a shop order has named before, and those that our own acts were sent to: for good.
    CREATE TABLE shop_payment (
        shop_id TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (shop_id, reference)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE intent ADD COLUMN payment TEXT;
    UPDATE intent SET payment = substr(target, 1, instr(target || '/', '/') - 1)
        WHERE act IN ('capture', 'refund', 'cancel');
    CREATE INDEX intent_payment ON intent (payment);
    CREATE INDEX shop_payment_reference ON shop_payment (reference);
    -- When a drop was first seen; which documents were drafts once; credit notes of which nothing tells the
    -- order, and the orders that they may belong to; and what persons have said of documents.
    CREATE TABLE dropped (order_id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    INSERT INTO dropped (order_id, at) SELECT order_id, at FROM dropped_before;
    CREATE TABLE gone (order_id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE draft_seen (id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE note_seen (id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE stray (id INTEGER PRIMARY KEY, fact TEXT NOT NULL) STRICT;
    CREATE TABLE stray_order (
        order_id INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (order_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE credit_word (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
        by TEXT NOT NULL, reason TEXT, at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE paid_word (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
        minor INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT, at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX paid_word_order ON paid_word (order_id);
    -- The shop orders that the reference of a Uni order leads to: `place` tells its numbers apart, and
    -- `shop_id` is the one in hand. The digits are those by which both sides find each other.
    ALTER TABLE uni_order ADD COLUMN shop_id TEXT;
    CREATE INDEX uni_order_shop_id ON uni_order (shop_id);
    ALTER TABLE shop_order ADD COLUMN digits TEXT;
    CREATE INDEX shop_order_digits ON shop_order (digits);
    CREATE TABLE reference_digits (
        digits TEXT NOT NULL, order_id INTEGER NOT NULL, PRIMARY KEY (digits, order_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reference_digits_order ON reference_digits (order_id);
    CREATE TABLE leads (
        order_id INTEGER NOT NULL, shop_id TEXT NOT NULL, place INTEGER NOT NULL,
        by_digits INTEGER NOT NULL, PRIMARY KEY (order_id, shop_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX leads_shop ON leads (shop_id);
    -- Everything is read once more, for what was not kept of it before.
    DELETE FROM watermark;
",
    "
    -- Every word on a link, also one that a later word has replaced in `link`.
    CREATE TABLE link_word (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, shop_id TEXT NOT NULL,
        linked INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT, at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX link_word_order ON link_word (order_id);
    INSERT INTO link_word (order_id, shop_id, linked, by, reason, at)
        SELECT order_id, shop_id, state = 'by-person', coalesce(by, ''), reason, at FROM link
        WHERE state IN ('by-person', 'unlinked');
",
    include_str!("v5.sql"),
    include_str!("v6.sql"),
];

/// Returns the version of the form that a store has when this version of uniac has opened it.
pub fn schema_version() -> usize {
    MIGRATIONS.len()
}

/// The first version that keeps where references lead.
const WITH_LEADS: usize = 3;

/// Returns whether the store has the present version; only reads.
///
/// # Errors
/// `store-newer` when a newer uniac wrote it, `store-damaged` when it is no store of uniac.
pub fn is_current(connection: &Connection) -> Result<bool> {
    Ok(version(connection)? == MIGRATIONS.len())
}

/// Brings a store to the present version.
///
/// # Errors
/// As [`is_current`], or when the disk refuses.
pub fn migrate(store: &db::Connection) -> Result<()> {
    let connection = store.sqlite()?;
    // What needs no change takes no writer's lock.
    if is_current(connection)? {
        return Ok(());
    }
    let transaction =
        Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(failure)?;
    // Another process may have been faster; then no script is left.
    let version = version(&transaction)?;
    for script in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(script).map_err(failure)?;
    }
    if (1..WITH_LEADS).contains(&version) {
        leads::resolve_all(store)?;
    }
    transaction
        .pragma_update(None, "user_version", i64::try_from(MIGRATIONS.len()).unwrap_or(0))
        .and_then(|()| transaction.pragma_update(None, "application_id", APPLICATION_ID))
        .map_err(failure)?;
    seam::point(seam::DURING_MIGRATION);
    transaction.commit().map_err(failure)?;
    seam::point(seam::MIGRATION_COMMITTED);
    Ok(())
}

fn version(connection: &Connection) -> Result<usize> {
    let pragma = |name: &str| -> Result<i64> {
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(failure)
    };
    let (version, application) = (pragma("user_version")?, pragma("application_id")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failure)?;
    if tables > 0 && application != i64::from(APPLICATION_ID) {
        return Err(
            Error::failed("store-damaged", t!("store-foreign")).hint(t!("store-foreign-hint"))
        );
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > known {
        return Err(Error::failed(
            "store-newer",
            t!("store-newer", version = version, known = known),
        )
        .hint(t!("store-newer-hint")));
    }
    usize::try_from(version).map_err(|_| Error::failed("store-damaged", t!("store-odd-version")))
}
