//! Stray credit notes: those of which Uni does not tell the order are placed as soon as their invoice is known, and else
//! shown on the orders that they may belong to.
//!
//! It only says where a note may belong. Whose it is, a person says; nothing is paid back because of a guess here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use uniac_core::assess::{Assessment, assess};
use uniac_core::order::{Document, DocumentId, DocumentKind, OrderId, Stray};
use uniac_core::placing::standing;
use uniac_core::purchase::Case;
use uniac_core::split;
use uniac_store::OfCustomer;
use uniac_system::error::Result;

use super::{Engine, is_web_order};

/// So long after it was placed an order may be the one that a nameless credit note is about.
const RECENT: SignedDuration = SignedDuration::from_hours(24 * 180);

/// On more orders of one customer than this a note is no matter of theirs, but of the company.
const CANDIDATES_MAX: usize = 5;

/// Finds the orders that stray notes may belong to.
#[derive(Debug, Default)]
pub(super) struct Search {
    strays: Vec<Stray>,
    by_invoice: BTreeMap<DocumentId, Vec<OrderId>>,
    by_reference: BTreeMap<DocumentId, Vec<OrderId>>,
    by_customer: BTreeMap<DocumentId, Vec<OrderId>>,
}

impl Search {
    /// Looks at one more order.
    pub(super) fn look_at(&mut self, case: &Case, assessment: &Assessment, now: Timestamp) {
        let uni = &case.order.uni;
        let held = assessment.ledger.captured - assessment.ledger.refunded;
        let is_recent = uni.placed >= earliest_day(now);
        for Stray { note, customer, shop_reference } in &self.strays {
            let names = |document: &Document| {
                note.kind == DocumentKind::CreditNote { credits: Some(document.id) }
            };
            if case.order.documents.iter().any(names) {
                self.by_invoice.entry(note.id).or_default().push(uni.id);
            } else if shop_reference.is_some() && *shop_reference == uni.shop_reference {
                self.by_reference.entry(note.id).or_default().push(uni.id);
            } else if customer.is_some()
                && *customer == uni.buyer.customer
                && held >= note.amount_minor
                && is_recent
            {
                self.by_customer.entry(note.id).or_default().push(uni.id);
            }
        }
    }

    /// Returns each note with the orders that it may belong to: those of the invoice that it names, else those with its
    /// reference, else those of its customer.
    fn found(&self) -> Vec<(DocumentId, OrderId)> {
        let mut found = Vec::new();
        for Stray { note, .. } in &self.strays {
            let customers = self.by_customer.get(&note.id);
            let customers = customers.filter(|orders| orders.len() <= CANDIDATES_MAX);
            let named = self.by_invoice.get(&note.id).or(self.by_reference.get(&note.id));
            let orders = named.or(customers);
            found.extend(orders.into_iter().flatten().map(|order| (note.id, *order)));
        }
        found
    }
}

impl Engine<'_> {
    /// Places the credit notes whose invoice has become known since they were read.
    pub(super) fn place_strays(&self) -> Result<()> {
        for stray in self.store.strays()? {
            let DocumentKind::CreditNote { credits: Some(invoice) } = stray.note.kind else {
                continue;
            };
            let shares = split::of_credited(&stray.note, &self.store.shares_of_document(invoice)?);
            if !shares.is_empty() {
                self.store.place_stray(stray.note.id, &shares)?;
            }
        }
        Ok(())
    }

    /// Returns the stray notes that may be about web orders: of a customer for whom money of one is held. It also has those
    /// that are shown on no order, because they may be about too many, or are about more than any of them holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn strays_of_web_orders(&self) -> Result<Vec<Document>> {
        let any = OfCustomer { since: None, holding_minor: 1, most: 1 };
        let mut notes = Vec::new();
        for stray in standing(self.store.strays()?) {
            if !self.store.orders_of_stray(&stray, any)?.is_empty() {
                notes.push(stray.note);
            }
        }
        Ok(notes)
    }

    /// Looks for the orders that stray notes may belong to, and keeps what is found.
    pub(super) fn find_orders_of_strays(&self) -> Result<()> {
        let strays = self.store.strays()?;
        if strays.is_empty() {
            return Ok(());
        }
        let mut search = Search { strays: standing(strays), ..Search::default() };
        let (company, now) = (self.company()?, self.clock.now());
        let mut orders = BTreeSet::new();
        for stray in &search.strays {
            let asked = OfCustomer {
                since: Some(earliest_day(now)),
                holding_minor: stray.note.amount_minor,
                // One more than are shown tells that there are too many.
                most: CANDIDATES_MAX + 1,
            };
            orders.extend(self.store.orders_of_stray(stray, asked)?);
        }
        let orders: Vec<OrderId> = orders.into_iter().collect();
        self.store.cases_of(&orders, &mut |case| {
            let assessment = assess(&case, &company, now);
            if is_web_order(&case, &assessment) {
                search.look_at(&case, &assessment, now);
            }
            Ok(())
        })?;
        self.store.put_candidates(&search.found())
    }
}

/// Returns the first day whose orders a nameless credit note may be about.
fn earliest_day(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now.checked_sub(RECENT).unwrap_or(now)).date()
}
