//! How much a pass has read, for its row in the history.
//!
//! Counted while it reads, by all workers at once. Nothing may hang on it.

use std::sync::atomic::{AtomicU64, Ordering};

use uniac_store::RunRead;

/// How many rows of each kind were read.
#[derive(Debug, Default)]
pub struct Counts {
    orders: AtomicU64,
    documents: AtomicU64,
    shop_orders: AtomicU64,
    payments: AtomicU64,
    postponed: AtomicU64,
}

impl Counts {
    pub(crate) fn add_orders(&self, rows: usize) {
        add(&self.orders, rows);
    }

    pub(crate) fn add_documents(&self, rows: usize) {
        add(&self.documents, rows);
    }

    pub(crate) fn add_shop_orders(&self, rows: usize) {
        add(&self.shop_orders, rows);
    }

    pub(crate) fn add_payment(&self) {
        add(&self.payments, 1);
    }

    pub(crate) fn add_postponed(&self) {
        add(&self.postponed, 1);
    }

    /// Returns what was read so far; nobody but who reports knows what could not be.
    pub fn so_far(&self) -> RunRead {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        RunRead {
            orders: read(&self.orders),
            documents: read(&self.documents),
            shop_orders: read(&self.shop_orders),
            payments: read(&self.payments),
            unread: 0,
            postponed: read(&self.postponed),
        }
    }
}

fn add(count: &AtomicU64, rows: usize) {
    count.fetch_add(rows as u64, Ordering::Relaxed);
}
