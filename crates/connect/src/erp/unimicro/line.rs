//! A line of an order or of an invoice in Uni, and what its own figures tell.

use serde::Deserialize;

use uniac_core::money::Currency;
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::kept;

use super::row::Row;
use crate::http::field::Field;
use crate::http::not_understood;
use crate::http::wire::Figure;

/// `CustomerOrderItem` and `CustomerInvoiceItem`. The id of the order line is spelt `OrderItemId`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Line {
    #[serde(rename = "ID", default)]
    pub(super) id: Field<i64>,
    #[serde(rename = "CustomerOrderID", default)]
    pub(super) order_id: Field<i64>,
    #[serde(rename = "CustomerInvoiceID", default)]
    pub(super) invoice_id: Field<i64>,
    #[serde(alias = "OrderItemID", default)]
    pub(super) order_item_id: Field<i64>,
    #[serde(rename = "ProductID", default)]
    pub(super) product_id: Field<i64>,
    #[serde(default)]
    pub(super) number_of_items: Field<Figure>,
    #[serde(default)]
    pub(super) status_code: Field<i64>,
    #[serde(default)]
    pub(super) sum_total_inc_vat_currency: Field<Figure>,
    #[serde(default)]
    pub(super) deleted: Field<bool>,
}

impl Line {
    /// Returns Uni's id of the line, when it can be read.
    pub(super) fn id(&self) -> Option<i64> {
        self.id.get().copied()
    }

    /// Returns the order that an order line belongs to; an error when it names one that cannot be read.
    pub(super) fn order(&self) -> Result<Option<i64>> {
        match &self.order_id {
            Field::Odd(_) => Err(not_understood(System::Uni, kept!("doubt-order-of-line"))),
            id => Ok(id.get().copied().filter(|id| *id > 0)),
        }
    }

    /// Returns whether it belongs to something whose id cannot be read.
    pub(super) fn has_odd_parent(&self) -> bool {
        [&self.order_id, &self.invoice_id].iter().any(|id| matches!(id, Field::Odd(_)))
    }
}

/// Returns the sum with VAT of the lines that were closed and never invoiced (41104, reference "Status codes"), minor units.
pub(super) fn closed_minor(lines: &[Field<Line>], currency: Currency) -> i64 {
    let lines = lines.iter().filter_map(Field::get);
    let closed = lines.filter(|line| line.status_code.get() == Some(&41_104));
    let amounts = closed.filter_map(|line| line.sum_total_inc_vat_currency.get()?.decimal().ok());
    amounts.map(|amount| currency.cut(amount)).fold(0, i64::saturating_add)
}

impl Row for Line {
    fn parent(&self) -> Option<i64> {
        self.order_id.get().or(self.invoice_id.get()).copied()
    }
}
