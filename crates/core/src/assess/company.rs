//! What is the same for all orders of a company, as the rules need it. Pure data: nothing here looks at an order.

use jiff::{SignedDuration, Timestamp};

use crate::hooks::Hooks;
use crate::method::Known;

/// What is the same for all orders of a company.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// The company's key in Uni, from which keys are derived.
    pub key: String,
    /// Whether auto-capture is active.
    pub active: bool,
    /// Since when orders made by hand are created in the shop; `None`: they are not.
    pub upload_new_orders_since: Option<Timestamp>,
    /// The payment methods in the shop that the configured providers take.
    pub methods: Vec<Method>,
    /// Whose payment methods are, as far as that is known.
    pub known: Known,
    /// What the shop's plug-ins do when an order's status changes.
    pub hooks: Hooks,
    /// What the company has configured for the rules.
    pub terms: Terms,
}

/// What a company configures for the rules. By default nothing waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// How old a deletion must be, by our first sight of it, before `sync` releases the reservation.
    pub release_after: SignedDuration,
    /// How old a credit note must be, by our first sight of it, before `sync` pays back.
    pub refund_after: SignedDuration,
    /// Whether what Uni shows as paid on invoices says nothing.
    pub ignores_paid: bool,
    /// Whether every reference that leads to one shop order is taken for right.
    pub trusts_links: bool,
}

/// A payment method in the shop that a configured provider takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its id in the shop.
    pub id: String,
    /// Whether the provider can release what is left reserved after a capture.
    pub releases_rest: bool,
    /// For how long after the reservation a capture is guaranteed, where that is less than the reservation's life.
    pub guaranteed: Option<SignedDuration>,
}

impl Company {
    /// Returns whether a configured provider takes payments of this method.
    pub fn takes(&self, method: &str) -> bool {
        self.method(method).is_some()
    }

    fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.id.eq_ignore_ascii_case(id))
    }

    pub(super) fn guaranteed(&self, method: &str) -> Option<SignedDuration> {
        self.method(method)?.guaranteed
    }

    /// Returns whether what is left of a reservation can be released after a capture. Where no
    /// provider is configured, nothing can.
    pub(super) fn releases_rest(&self, method: &str) -> bool {
        self.method(method).is_some_and(|method| method.releases_rest)
    }
}
