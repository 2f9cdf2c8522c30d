//! What no pair of rows tells: refunds that shop and provider show differently, shop orders that no order in Uni leads to, and
//! purchases that could not be read. Pure.

use crate::assess::Attention;
use crate::money::{Currency, Money};
use crate::order::DocumentId;

use super::difference::{Difference, Reason};
use super::facts::ShopFacts;
use super::movement::{Kind, Movement, Side, When};
use super::period::{Period, Within};
use super::piece::Piece;
use super::purchases::Purchase;
use super::told::Row;

/// What the shop shows otherwise than the provider: refunds, and payments that it does not name any more.
pub(super) fn in_shop(purchase: &Purchase, period: Period) -> Vec<Difference> {
    let mut found = Vec::new();
    let row = |kind, on: &str, when, order| Row {
        order,
        kind,
        on: on.to_owned(),
        provider: None,
        day: match when {
            When::On(day) => Some(day),
            When::Between(..) | When::Unknown => None,
        },
        other_day: None,
    };
    let rows = || purchase.payments.iter().flat_map(|payment| &payment.movements);
    let sum = |kind| rows().filter(|row| row.kind == kind).map(|row| row.money.minor).sum::<i64>();
    let refunds = rows().filter(|row| row.kind == Kind::Refunded);
    let last = refunds.clone().max_by_key(|row| match row.when {
        When::On(day) | When::Between(_, day) => Some(day),
        When::Unknown => None,
    });
    let is_here = |when| period.within(when) == Within::In;
    let Some(currency) = rows().map(|row| row.money.currency).next() else { return found };
    let refunded = sum(Kind::Refunded);
    let in_shop: i64 = purchase.shops.iter().map(|shop| shop.refunded.minor).sum();
    // What the shop lacks, the rules know: what was recorded, what a status says, whose it is.
    for order in purchase.orders.iter().filter(|order| order.unrecorded_minor > 0) {
        if let Some(last) = last.filter(|last| is_here(last.when)) {
            let money = Money::new(order.unrecorded_minor, currency);
            let row = row(Kind::Refunded, &last.on, last.when, Some(order.id));
            found.push(Difference {
                shop_minor: Some(in_shop),
                provider_minor: Some(refunded),
                ..row.tell(purchase, Reason::UnknownToShop, money)
            });
        }
    }
    let same_currency = purchase.shops.iter().all(|shop| shop.refunded.currency == currency);
    // A shop shows what was credited as refunded, also where the money was never taken.
    let of_uni = |kind| {
        let is_meant = move |row: &&Movement| row.kind == kind && row.money.currency == currency;
        let rows = purchase.movements().into_iter().filter(is_meant);
        rows.map(|row| row.money.minor).sum::<i64>()
    };
    let never_taken = (of_uni(Kind::Invoiced) - sum(Kind::Captured)).max(0);
    let unpaid = in_shop - refunded - never_taken.min(of_uni(Kind::Credited));
    if unpaid > 0 && same_currency {
        let shown = |shop: &&&ShopFacts| shop.refunded.minor > 0;
        let shop = purchase.shops.iter().find(shown);
        let when = |shop: &ShopFacts| {
            let rows = shop.movements.iter().filter(|row| row.kind == Kind::Refunded);
            rows.map(|row| row.when).find(|when| !matches!(when, When::On(_)))
        };
        let touched = purchase.movements().iter().any(|row| is_here(row.when));
        if let Some((shop, when)) = shop.and_then(|s| Some((s, when(s)?))).filter(|_| touched) {
            let money = Money::new(unpaid, currency);
            let row = row(Kind::Refunded, &shop.number, when, None);
            found.push(Difference {
                shop_minor: Some(in_shop),
                provider_minor: Some(refunded),
                ..row.tell(purchase, Reason::UnknownToProvider, money)
            });
        }
    }
    let named = |reference: &str| {
        purchase.shops.iter().any(|shop| shop.payment.as_deref() == Some(reference))
    };
    for payment in purchase.payments.iter().filter(|payment| !named(&payment.reference)) {
        let of = |kind| payment.movements.iter().filter(move |row| row.kind == kind);
        let sum = |kind| of(kind).map(|row| row.money.minor).sum::<i64>();
        let held = sum(Kind::Captured) - sum(Kind::Refunded);
        let last = of(Kind::Captured).rfind(|row| is_here(row.when));
        if let Some(last) = last.filter(|_| held > 0) {
            let row = row(Kind::Captured, &payment.reference, last.when, last.order);
            let money = Money::new(held, last.money.currency);
            let told = row.tell(purchase, Reason::UnknownToShop, money);
            found.push(Difference {
                provider_minor: Some(held),
                provider: last.provider.clone(),
                ..told
            });
        }
    }
    found
}

/// What nobody in Uni leads to: an order that only the shop has, and a credit note that tells no order.
pub(super) fn alone(purchase: &Purchase, period: Period) -> Vec<Difference> {
    let mut found = Vec::new();
    for stray in purchase.strays.iter().map(|stray| &stray.movement) {
        if period.within(stray.when) == Within::In && stray.money.minor > 0 {
            let piece = Piece { row: stray, within: Within::In, left: 0, met: 0, is_firm: false };
            let mut told = Row::of(&piece).tell(purchase, Reason::CreditedNotRefunded, stray.money);
            told.uni_minor = Some(stray.money.minor);
            told.attentions = vec![Attention::CreditNotPlaced];
            found.push(told);
        }
    }
    for shop in &purchase.shops {
        let rows = || purchase.payments.iter().flat_map(|payment| &payment.movements);
        let here = |kind| {
            let rows = rows().filter(move |row| row.kind == kind);
            let rows = rows.filter(|row| period.within(row.when) == Within::In);
            rows.map(|row| row.money.minor).sum::<i64>()
        };
        let (captured, refunded) = (here(Kind::Captured), here(Kind::Refunded));
        let net = captured - refunded;
        let placed = shop.movements.iter().find(|row| {
            matches!(row.kind, Kind::Ordered | Kind::Cancelled)
                && period.within(row.when) == Within::In
        });
        let is_live = placed.is_some_and(|row| row.kind == Kind::Ordered);
        let whole =
            |kind| rows().filter(|row| row.kind == kind).map(|r| r.money.minor).sum::<i64>();
        // A purchase that came to nothing on both sides has no difference.
        let is_over = !purchase.payments.is_empty()
            && whole(Kind::Captured) == whole(Kind::Refunded)
            && whole(Kind::Captured) + whole(Kind::Released) > 0;
        if net == 0 && (!is_live || is_over) {
            continue;
        }
        let Some(row) = shop.movements.first() else { continue };
        let currency = rows().map(|row| row.money.currency).next().unwrap_or(row.money.currency);
        let minor = if net == 0 { row.money.minor } else { net.abs() };
        let piece = Piece { row, within: Within::In, left: 0, met: 0, is_firm: false };
        let row = Row { kind: Kind::Ordered, ..Row::of(&piece) };
        let mut told = row.tell(purchase, Reason::UnknownToUni, Money::new(minor, currency));
        told.shop_minor = placed.map(|row| row.money.minor);
        told.provider_minor = Some(net);
        told.provider = rows().find_map(|row| row.provider.clone()).or(told.provider);
        found.push(told);
    }
    found
}

/// Of a purchase that could not be read nothing is compared: the one row says so, with its sums as far as they are known.
pub(super) fn unreadable(
    purchase: &Purchase,
    movements: &[&Movement],
    period: Period,
    number: Option<&str>,
    doubt: &str,
) -> Vec<Difference> {
    let order = purchase.orders.iter().find(|order| Some(order.number.as_str()) == number);
    let currency = movements.iter().find(|row| row.side == Side::Provider).or(movements.first());
    let currency = currency.map_or(Currency::NOK, |row| row.money.currency);
    let here = |side: Side, kind: Kind| {
        let rows = movements.iter().filter(|row| row.side == side && row.kind == kind);
        let rows = rows.filter(|row| period.within(row.when) == Within::In);
        rows.filter(|row| row.money.currency == currency).map(|row| row.money.minor).sum::<i64>()
    };
    let otherwise = paid_otherwise(purchase, movements, period);
    let uni = here(Side::Uni, Kind::Invoiced) - here(Side::Uni, Kind::Credited) - otherwise;
    let provider = here(Side::Provider, Kind::Captured) - here(Side::Provider, Kind::Refunded);
    let row = Row {
        order: order.map(|order| order.id),
        kind: Kind::Invoiced,
        on: number.unwrap_or_default().to_owned(),
        provider: None,
        day: None,
        other_day: None,
    };
    let money = Money::new((uni - provider).abs(), currency);
    let told = row.tell(purchase, Reason::Unreadable, money);
    let (uni_minor, provider_minor) = (Some(uni), Some(provider));
    vec![Difference { uni_minor, provider_minor, doubt: Some(doubt.to_owned()), ..told }]
}

/// Returns what of the period's invoices was paid otherwise.
fn paid_otherwise(purchase: &Purchase, movements: &[&Movement], period: Period) -> i64 {
    let here = |id: DocumentId| {
        let mut rows = movements.iter().filter(|row| row.kind == Kind::Invoiced);
        rows.any(|row| row.invoice == Some(id) && period.within(row.when) == Within::In)
    };
    let all = purchase.orders.iter().flat_map(|order| &order.invoices);
    all.filter(|(id, _)| here(**id)).map(|(_, facts)| facts.paid_otherwise).sum()
}
