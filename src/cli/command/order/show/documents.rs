//! The documents of an order as `order show` lists them.
//!
//! It only lists; no figure is made here.

use crate::ui::{Cell, Column, Table};
use uniac_core::assess::Assessment;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentKind, day_text};
use uniac_core::purchase::Case;
use uniac_core::settings::Era;
use uniac_store::Store;
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::view::moment;

/// A document of which only a part is the order's.
pub struct Shared {
    number: String,
    own: Money,
    whole: Money,
    /// The other orders on it, by their numbers.
    others: Vec<String>,
}

impl Shared {
    /// Reads which orders are on the document besides its own.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(store: &dyn Store, document: &Document) -> Result<Shared> {
        let mut others = Vec::new();
        for id in store.orders_of_invoice(&document.number)? {
            if id != document.order {
                others.extend(store.case(id)?.map(|case| case.order.uni.number));
            }
        }
        let money = |minor| Money::new(minor, document.currency);
        Ok(Shared {
            number: document.number.clone(),
            own: money(document.amount_minor),
            whole: money(document.whole()),
            others,
        })
    }

    /// Says whose the rest of it is.
    pub fn text(&self) -> String {
        let (document, own, whole) = (&self.number, self.own, self.whole);
        match self.others.is_empty() {
            true => t!("show-part-of-document", document = document, own = own, whole = whole),
            false => t!(
                "show-document-shared",
                document = document,
                own = own,
                whole = whole,
                others = self.others.join(", ")
            ),
        }
    }
}

/// Returns the table, drafts included.
pub fn documents_table(case: &Case, assessment: &Assessment) -> Table {
    let mut table = Table::new([
        Column::left("document"),
        Column::left("kind"),
        Column::left("date"),
        Column::money("amount"),
        Column::left("activation"),
        Column::right("captured"),
        Column::right("refunded"),
    ])
    .when_empty(t!("show-nothing-invoiced"));
    // A draft moves no money, and holds a release back: it is seen.
    for document in case.order.documents.iter().chain(&case.order.drafts) {
        let amount = |minor| Cell::amount(minor, document.currency);
        let balance = assessment.ledger.balance(document.id);
        let kind = match document.kind {
            _ if document.is_draft => Cell::worded(t!("document-draft"), "draft"),
            DocumentKind::Invoice => Cell::worded(t!("document-invoice"), "invoice"),
            DocumentKind::CreditNote { .. } => Cell::worded(t!("document-note"), "credit note"),
            DocumentKind::Unknown => Cell::worded(t!("document-unknown"), "unknown"),
        };
        table.row([
            Cell::new(&document.number),
            kind,
            Cell::both(moment::day(document.date), day_text(document.date)),
            Cell::money(Money::new(document.amount_minor, document.currency)),
            case.eras.get(&document.id).map_or(Cell::new(""), |era| era_cell(*era)),
            balance.map_or(Cell::new(""), |balance| amount(balance.captured())),
            balance.map_or(Cell::new(""), |balance| amount(balance.refunded())),
        ]);
    }
    table
}

/// Says whether a document was there before the activation or came after it; programs get the era's name.
fn era_cell(era: Era) -> Cell {
    match era {
        Era::Predates => Cell::worded(t!("era-before"), era.name()),
        Era::Auto => Cell::worded(t!("era-after"), era.name()),
    }
}
