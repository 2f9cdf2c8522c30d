//! What a run looks at right before an act, looked at beforehand: so a dry run foretells what the run will find.
//!
//! It only reads. What cannot be read stays as it is known; the run itself says so when it comes to it.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use uniac_core::act::Act;
use uniac_core::assess::Step;
use uniac_core::facts::{ShopRow, Stage};
use uniac_core::order::{Document, DocumentId, OrderId, ShopOrder};
use uniac_core::purchase::Case;
use uniac_system::error::Result;

use super::Engine;
use super::plan::Plan;

/// For so long an invoice counts as just read.
const NEW: SignedDuration = SignedDuration::from_hours(1);

impl Engine<'_> {
    /// Looks at the shop's orders and the invoices of what would be captured or released, and keeps what has changed; returns
    /// whether anything has.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn look_ahead(&self, plan: &Plan) -> Result<bool> {
        let steps = plan.money().filter(|planned| reads_shop_before(planned.step.act));
        let orders: BTreeSet<OrderId> = steps.map(|planned| planned.order).collect();
        let cases = self.cases_of(&orders.into_iter().collect::<Vec<_>>())?;
        let looked = self.in_parallel(&cases, |case| self.look_ahead_at(case, plan));
        looked.into_iter().try_fold(false, |any, changed| Ok(any | changed?))
    }

    fn look_ahead_at(&self, case: &Case, plan: &Plan) -> Result<bool> {
        let mut has_changed = false;
        for read in self.shop_orders_now(case).unwrap_or_default() {
            let known = case.shop_orders().find(|known| known.id == read.id);
            if known != Some(&read) {
                has_changed = true;
                let names_another =
                    known.is_none_or(|known| known.payment_reference != read.payment_reference);
                self.store.put_shop_orders(&[ShopRow { order: read, changed_at: None }])?;
                if names_another {
                    _ = self.look_at_order(case.order.uni.id)?;
                }
            }
        }
        for planned in plan.money().filter(|planned| planned.order == case.order.uni.id) {
            let Some(invoice) = self.invoice_to_look_for(case, &planned.step) else { continue };
            if self.is_withdrawn(invoice).unwrap_or(false) {
                has_changed = true;
                self.forget(invoice)?;
            }
        }
        Ok(has_changed)
    }

    /// Reads the shop's orders of an order one by one: one in the bin, or of a status whose plug-in is off, is in no list.
    pub(super) fn shop_orders_now(&self, case: &Case) -> Result<Vec<ShopOrder>> {
        let read = case.shop_orders().map(|shop| self.shop.order(&shop.id));
        read.filter_map(Result::transpose).collect()
    }

    /// Returns the invoice that a capture is for, where it is not new: one that was opened again and thrown away is in no list.
    pub(super) fn invoice_to_look_for(&self, case: &Case, step: &Step) -> Option<DocumentId> {
        let now = self.clock.now();
        let is_its = |invoice: &&Document| Some(invoice.id) == step.document;
        let invoice = case.order.documents.iter().find(is_its)?;
        let is_new = invoice.created_at.is_none_or(|made| now.duration_since(made) < NEW);
        (step.act == Act::Capture && !is_new).then_some(invoice.id)
    }

    /// Asks Uni whether an invoice is no longer final, or gone.
    pub(super) fn is_withdrawn(&self, invoice: DocumentId) -> Result<bool> {
        let row = self.erp.document(invoice)?;
        Ok(row.is_none_or(|row| row.stage != Stage::Final))
    }
}

/// Returns whether the shop's order is read before an act.
pub(super) fn reads_shop_before(act: Act) -> bool {
    matches!(act, Act::Capture | Act::Cancel)
}
