//! Links: whether a Uni order really stems from the shop order that its reference names.
//!
//! A number can be mistyped, used again, or mean something else. A customer that does not agree is never
//! outvoted by totals that do: a mistyped number must not make a stranger pay. Pure.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::order::{ShopOrder, UniOrder};
use crate::purchase::{Case, Ties};

/// How much earlier than the shop's order Uni's may be dated: time zones, and an import that dates by
/// the day.
const EARLIER_MAX: SignedDuration = SignedDuration::from_hours(48);

/// How sure the tie between a Uni order and a shop order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// It names no shop order.
    None,
    /// It names exactly one, and the customer or the totals agree.
    Sure,
    /// Nobody can know by what the systems tell.
    Doubtful(Doubt),
    /// A person has said so.
    ByPerson,
    /// A person has said that they do not belong together.
    Unlinked,
}

/// Why a link is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Several shop orders carry the number.
    SeveralShopOrders,
    /// Uni and the shop name different customers.
    OtherCustomer,
    /// The customer is not known on one side, and the totals differ.
    OtherTotal,
    /// Uni's order is older than the shop's, and nothing says that it is the same customer.
    Older,
}

impl Link {
    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Link::None | Link::Unlinked => "none",
            Link::Sure => "sure",
            Link::Doubtful(_) => "doubtful",
            Link::ByPerson => "by-person",
        }
    }

    /// Returns whether the order may draw on the shop order's payment.
    pub fn is_firm(self) -> bool {
        matches!(self, Link::Sure | Link::ByPerson)
    }

    /// Returns whether nobody can know.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Link::Doubtful(_))
    }
}

impl Case {
    /// Notes on it and on those that it is tied to whether references are trusted.
    pub(super) fn trust(&mut self, is_trusted: bool) {
        self.ties.is_trusted = is_trusted;
        for other in &mut self.ties.siblings {
            other.ties.is_trusted = is_trusted;
        }
    }
}

/// Judges the tie between a Uni order and the shop order that its reference names.
pub(super) fn judge(uni: &UniOrder, shop: Option<&ShopOrder>, ties: &Ties) -> Link {
    let Some(shop) = shop else { return Link::None };
    match ties.said {
        Some(true) => return Link::ByPerson,
        Some(false) => return Link::Unlinked,
        None => {}
    }
    if shop.created_from == Some(uni.id) {
        return Link::Sure;
    }
    if ties.candidates > 1 {
        return Link::Doubtful(Doubt::SeveralShopOrders);
    }
    let shops: Vec<&ShopOrder> = std::iter::once(shop).chain(&ties.also).collect();
    // Digits alone may be a stranger's number, whatever an import is trusted to write.
    let is_believed = !ties.by_digits && (ties.is_trusted || tells_nothing(shop));
    if shops.len() == 1 && (ties.was_sure || is_believed) {
        return Link::Sure;
    }
    let (shops, is_older) = (shops.as_slice(), |uni| shops.iter().any(|shop| is_older(uni, shop)));
    match (agrees(uni, shops), ties.is_collective) {
        (Some(true), _) => Link::Sure,
        (Some(false), false) => Link::Doubtful(Doubt::OtherCustomer),
        (Some(false), true) | (None, _) if !totals_agree(uni, shops) => {
            Link::Doubtful(Doubt::OtherTotal)
        }
        (Some(false), true) | (None, _) if is_older(uni) => Link::Doubtful(Doubt::Older),
        (Some(false), true) | (None, _) => Link::Sure,
    }
}

/// A shop whose connector tells neither total nor customer cannot be held against anything.
fn tells_nothing(shop: &ShopOrder) -> bool {
    shop.bought.total_minor.is_none() && shop.bought.buyer.is_silent()
}

/// Returns whether the customer is that of all the shop orders; `None`: of one of them nobody knows.
pub(super) fn agrees(uni: &UniOrder, shops: &[&ShopOrder]) -> Option<bool> {
    let all: Vec<Option<bool>> =
        shops.iter().map(|shop| uni.buyer.agrees(&shop.bought.buyer)).collect();
    match all.contains(&Some(false)) {
        true => Some(false),
        false => all.iter().all(Option::is_some).then_some(true),
    }
}

/// Up to one unit of the currency is rounding.
pub(super) fn totals_agree(uni: &UniOrder, shops: &[&ShopOrder]) -> bool {
    let is_foreign =
        |shop: &&ShopOrder| shop.bought.currency.is_some_and(|currency| currency != uni.currency);
    let total = shops
        .iter()
        .map(|shop| shop.bought.total_minor)
        .try_fold(0_i64, |sum, total| total.map(|total| sum.saturating_add(total)));
    let agrees = |total: i64| (total - uni.total_minor).abs() <= uni.currency.unit();
    !shops.iter().any(is_foreign) && total.is_some_and(agrees)
}

fn is_older(uni: &UniOrder, shop: &ShopOrder) -> bool {
    let Some(placed_at) = shop.bought.at else { return false };
    let earliest = placed_at.checked_sub(EARLIER_MAX).unwrap_or(placed_at);
    uni.placed < TimeZone::UTC.to_datetime(earliest).date()
}

#[cfg(test)]
mod tests;
