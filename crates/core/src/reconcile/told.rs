//! What is told of a row that two books do not agree on. Pure.

use jiff::civil::Date;

use crate::money::Money;
use crate::order::OrderId;

use super::difference::{Difference, Reason};
use super::movement::{Kind, Movement};
use super::piece::Piece;
use super::purchases::Purchase;

/// What a difference tells of the row that it is about.
pub(super) struct Row {
    pub order: Option<OrderId>,
    pub kind: Kind,
    pub on: String,
    pub provider: Option<String>,
    pub day: Option<Date>,
    pub other_day: Option<Date>,
}

impl Row {
    pub fn of(piece: &Piece) -> Row {
        let Movement { order, kind, on, provider, .. } = piece.row.clone();
        Row { order, kind, on, provider, day: piece.day(), other_day: None }
    }

    pub fn tell(self, purchase: &Purchase, reason: Reason, money: Money) -> Difference {
        // An event without a key of ours is told of the order that the payment leads to.
        let is_nobodys = self.kind == Kind::Credited && self.order.is_none();
        let first = purchase.orders.first().copied();
        let first = first.filter(|_| !is_nobodys || purchase.orders.len() == 1);
        let order = self.order.and_then(|id| purchase.order(id)).or(first);
        let sole = || {
            let mut all = purchase.payments.iter().flat_map(|p| &p.movements);
            all.find_map(|row| row.provider.clone())
        };
        Difference {
            reason,
            order: order.map(|order| order.number.clone()),
            purchase: purchase.name().map(str::to_owned),
            provider: self.provider.or_else(sole),
            kind: self.kind,
            on: self.on,
            money,
            day: self.day,
            other_day: self.other_day,
            uni_minor: None,
            shop_minor: None,
            provider_minor: None,
            attentions: order.map_or_else(Vec::new, |order| order.attentions.clone()),
            due: order.map_or_else(Vec::new, |order| order.due.clone()),
            capturable_minor: order.map_or(0, |order| order.capturable_minor),
            doubt: None,
        }
    }
}
