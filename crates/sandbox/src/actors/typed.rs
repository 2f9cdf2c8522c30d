//! A line that somebody types on a document of Uni.

use super::item::Item;
use crate::unimicro::document::Line;

/// A line that is typed on an invoice, with no line of an order behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What it says.
    pub text: String,
    /// Its sum with VAT, minor units; below 0 for a discount.
    pub amount_minor: i64,
}

impl Typed {
    /// Returns the line as Uni has it.
    pub(super) fn line(&self) -> Line {
        let name = self.text.clone();
        let gross_minor = self.amount_minor;
        let item = Item { kind: "fee", name, quantity: 1, gross_minor, vat_percent: 25 };
        item.uni_line()
    }
}
