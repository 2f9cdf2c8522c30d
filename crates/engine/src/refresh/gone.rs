//! Looking for what is in no list: documents that were thrown away, orders that Uni no longer has.
//!
//! A Uni that knows far too few of them is not believed.

use uniac_core::assess::{Assessment, assess};
use uniac_core::facts::Stage;
use uniac_core::order::{Document, DocumentId, DocumentKind, Order};
use uniac_core::purchase::Case;
use uniac_store::{DocumentPage, Filter, SeenDocument};
use uniac_system::error::Result;
use uniac_texts::t;

use super::{Unread, nobodys};
use crate::Engine;

/// So many orders may be gone at once, and a tenth of those that are looked for.
const GONE_MAX: usize = 10;

impl Engine<'_> {
    /// Asks Uni for documents of which it matters whether they are still there: one that was thrown away is in no list.
    pub(in super::super) fn look_for_documents(&self) -> Result<()> {
        let mut orders =
            self.store.kept_orders(&Filter { documents: true, ..Filter::default() })?;
        orders.sort();
        let (company, now) = (self.company()?, self.clock.now());
        let mut drafts = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            drafts.extend(perhaps_thrown_away(&case, &assess(&case, &company, now)));
            Ok(())
        })?;
        for id in drafts {
            match self.erp.document(id) {
                Ok(Some(row)) => _ = self.keep_documents(vec![row], self.clock.now())?,
                Ok(None) => self.forget(id)?,
                // It waits as it did.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Asks Uni once a day for each order on which money is reserved: one that is not there any more is in no list. A Uni
    /// that knows far too few of them is not believed.
    pub(in super::super) fn look_for_all(&self) -> Result<Vec<Unread>> {
        let mut orders = self.store.kept_orders(&Filter { reserved: true, ..Filter::default() })?;
        orders.sort();
        let mut reserved = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            let uni = case.order.uni;
            if !uni.progress.is_dropped() {
                reserved.push((uni.id, uni.number));
            }
            Ok(())
        })?;
        let looked = self.in_parallel(&reserved, |(id, _)| self.erp.order(*id));
        let (mut gone, mut unread) = (Vec::new(), Vec::new());
        for ((id, number), row) in reserved.iter().zip(looked) {
            match row {
                Ok(Some(row)) => self.store.put_orders(&[row], self.clock.now())?,
                Ok(None) => gone.push(*id),
                Err(error) => unread.push(Unread { order: number.clone(), error }),
            }
        }
        if gone.len() > GONE_MAX && gone.len() * 10 > reserved.len() {
            unread
                .extend(nobodys(gone.len() as u64, |count| t!("refresh-uni-lost", count = count)));
            return Ok(unread);
        }
        for id in gone {
            self.store.put_gone(id, self.clock.now())?;
        }
        Ok(unread)
    }

    /// Asks Uni for one order, and keeps what it says, also that there is none.
    pub(in super::super) fn look_for(&self, case: &Case) -> Result<()> {
        let id = case.order.uni.id;
        match self.erp.order(id)? {
            Some(row) => self.store.put_orders(&[row], self.clock.now()),
            None => self.store.put_gone(id, self.clock.now()),
        }
    }

    /// Forgets a document that Uni does not have any more.
    pub(in super::super) fn forget(&self, id: DocumentId) -> Result<()> {
        let (stage, is_note, created_at) = (Stage::Deleted, false, None);
        let seen = vec![SeenDocument { id, stage, is_note, created_at }];
        let page = DocumentPage { seen, ..DocumentPage::default() };
        self.store.put_documents(&page, self.clock.now())
    }
}

/// Returns the drafts of an order that hold back a release or a refund.
fn drafts_in_the_way(case: &Case, assessment: &Assessment) -> Vec<DocumentId> {
    let ledger = &assessment.ledger;
    let releases = case.order.uni.progress.is_dropped() && ledger.capturable > 0;
    let holds = releases || ledger.refund_due() > 0;
    let drafts = case.order.drafts.iter().filter(|_| holds);
    drafts.map(|draft| draft.id).collect()
}

/// Returns the documents of an order of which it matters whether they are still there.
pub(in super::super) fn perhaps_thrown_away(
    case: &Case,
    assessment: &Assessment,
) -> Vec<DocumentId> {
    let mut documents = drafts_in_the_way(case, assessment);
    documents.extend(perhaps_gone(&case.order));
    documents
}

/// Returns the invoices of an order of whose lines, by the order's own figures, less is invoiced than they carry: one of them
/// may have been opened again and thrown away.
fn perhaps_gone(order: &Order) -> Vec<DocumentId> {
    let uni = &order.uni;
    if uni.unreadable.is_some() || uni.inexact.is_some() {
        return Vec::new();
    }

    let is_invoice = |document: &&Document| document.kind == DocumentKind::Invoice;
    let invoices = || order.documents.iter().filter(is_invoice);
    let notes = order.documents.iter().filter(|document| !is_invoice(document));
    let credited = notes.map(|note| note.amount_minor).fold(0, i64::saturating_add);
    let carried = invoices().map(traced_minor).fold(0, i64::saturating_add) - credited;
    match carried > uni.total_minor - uni.uninvoiced_minor + uni.currency.unit() {
        true => invoices().map(|invoice| invoice.id).collect(),
        false => Vec::new(),
    }
}

/// Returns the sum of a document's lines that stem from a line of an order.
fn traced_minor(document: &Document) -> i64 {
    let traced = document.parts.iter().filter(|part| part.item.is_some());
    traced.map(|part| part.minor).fold(0, i64::saturating_add)
}
