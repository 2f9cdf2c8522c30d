//! Splitting a document by order: one invoice can carry lines of several orders.
//!
//! A line without an order is nobody's. No figure may be rounded to make sums meet; what does not
//! fit is marked and stops the order (attention `amount-not-exact`).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::erp::DocumentRow;
use crate::money::Currency;
use crate::order::{Document, DocumentKind, OrderId};

/// Returns each order's share of a document; `order_of` knows the order of an order line. A document that could not be
/// read has a share in doubt also on the orders whose lines it is `known` to have carried.
pub fn by_order(
    row: &DocumentRow,
    order_of: impl Fn(i64) -> Option<OrderId>,
    known: &[OrderId],
) -> Vec<Document> {
    let mut sums: BTreeMap<OrderId, Decimal> = BTreeMap::new();
    let mut nobodys = Decimal::ZERO;
    let mut is_too_large = false;
    for line in &row.lines {
        let sum = match line.order_item.and_then(&order_of) {
            Some(order) => sums.entry(order).or_default(),
            None => &mut nobodys,
        };
        match sum.checked_add(line.amount) {
            Some(new) => *sum = new,
            None => is_too_large = true,
        }
    }
    if is_too_large {
        let unreadable = Some("the sum of the lines is too large".to_owned());
        let bare = DocumentRow { lines: Vec::new(), unreadable, ..row.clone() };
        let owners: Vec<OrderId> = sums.into_keys().chain(known.iter().copied()).collect();
        return by_order(&bare, order_of, &owners);
    }
    if row.unreadable.is_some() {
        for order in known {
            sums.entry(*order).or_default();
        }
    }
    let owners: BTreeSet<OrderId> = sums.keys().copied().collect();
    let sole_owner = owners.len() == 1 && nobodys.is_zero();
    sums.into_iter()
        .map(|(order, sum)| {
            let rounded = sum.checked_add(row.rounding).unwrap_or(sum);
            let share = if sole_owner { rounded } else { sum };
            // The total of an invoice that is one order's alone must be the sum of its lines and
            // its rounding; if not, somebody's reading of the invoice is wrong, perhaps ours.
            let disagreement = (sole_owner && share != row.total && sum != row.total)
                .then(|| format!("lines sum to {share}, the total is {}", row.total));
            document(row, order, share, disagreement)
        })
        .collect()
}

fn document(
    row: &DocumentRow,
    order: OrderId,
    share: Decimal,
    disagreement: Option<String>,
) -> Document {
    let mut trouble = disagreement;
    let currency = row.currency.parse().unwrap_or_else(|error| {
        trouble.get_or_insert(format!("{error}"));
        Currency::NOK
    });
    // Credit notes are negative in Uni; here both kinds are positive.
    let share = match row.kind {
        DocumentKind::Invoice => share,
        DocumentKind::CreditNote { .. } => -share,
        // What it means is not known; it is shown by its size.
        DocumentKind::Unknown => share.abs(),
    };
    if share.is_sign_negative() && !share.is_zero() {
        trouble.get_or_insert(format!("the amount {share} has the wrong sign"));
    }
    let mut exact = |amount: Decimal| {
        currency.minor(amount).unwrap_or_else(|error| {
            trouble.get_or_insert(error.to_string());
            currency.cut(amount)
        })
    };
    let amount_minor = exact(share).max(0);
    let unpaid_minor = match row.kind {
        DocumentKind::Invoice => exact(row.unpaid),
        DocumentKind::CreditNote { .. } | DocumentKind::Unknown => 0,
    };
    Document {
        id: row.id,
        number: row.number.clone(),
        order,
        kind: row.kind,
        date: row.date,
        currency,
        amount_minor,
        unpaid_minor,
        unpaid_base: row.unpaid_base.map(|base| base.normalize().to_string()),
        inexact: trouble,
        unreadable: row.unreadable.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::erp::DocumentLine;
    use crate::order::DocumentId;

    fn decimal(text: &str) -> Decimal {
        crate::money::parse_decimal(text).unwrap()
    }

    fn row(kind: DocumentKind, lines: &[(Option<i64>, &str)], rounding: &str) -> DocumentRow {
        let lines: Vec<DocumentLine> = lines
            .iter()
            .map(|(order_item, amount)| DocumentLine {
                order_item: *order_item,
                amount: decimal(amount),
            })
            .collect();
        let total = lines.iter().map(|line| line.amount).sum::<Decimal>() + decimal(rounding);
        DocumentRow {
            id: DocumentId(1),
            number: "1".into(),
            kind,
            date: "2026-01-31".parse().unwrap(),
            currency: "NOK".into(),
            total,
            rounding: decimal(rounding),
            unpaid: total,
            unpaid_base: None,
            lines,
            changed_at: None,
            unreadable: None,
        }
    }

    fn order_of(item: i64) -> Option<OrderId> {
        (item < 1000).then_some(OrderId(item / 100))
    }

    #[test]
    fn lines_go_to_their_orders_and_a_line_without_an_order_is_nobodys() {
        let lines = [(Some(100), "80"), (Some(101), "20.50"), (Some(200), "7"), (None, "1000")];
        let shares = by_order(&row(DocumentKind::Invoice, &lines, "0.25"), order_of, &[]);
        let sums: Vec<(i64, i64)> = shares.iter().map(|d| (d.order.0, d.amount_minor)).collect();
        assert_eq!(sums, [(1, 10_050), (2, 700)]);
        assert!(shares.iter().all(|share| share.inexact.is_none()));
    }

    #[test]
    fn the_rounding_belongs_to_an_invoice_that_is_one_orders_alone() {
        let lines = [(Some(100), "99.75")];
        let shares = by_order(&row(DocumentKind::Invoice, &lines, "0.25"), order_of, &[]);
        assert_eq!(shares[0].amount_minor, 10_000);
    }

    #[test]
    fn a_credit_note_is_positive_here() {
        let kind = DocumentKind::CreditNote { credits: Some(DocumentId(7)) };
        let shares = by_order(&row(kind, &[(Some(100), "-125.00")], "0"), order_of, &[]);
        assert_eq!((shares[0].amount_minor, shares[0].unpaid_minor), (12_500, 0));
        assert_eq!(shares[0].inexact, None);
    }

    #[test]
    fn what_does_not_fit_is_marked_and_never_rounded() {
        let lines = [(Some(100), "100.005")];
        let shares = by_order(&row(DocumentKind::Invoice, &lines, "0"), order_of, &[]);
        assert!(shares[0].inexact.is_some());
        assert_eq!(shares[0].amount_minor, 10_000, "shown cut off, beside the mark");
        let halves = [(Some(100), "50.005"), (Some(101), "50.005")];
        let shares = by_order(&row(DocumentKind::Invoice, &halves, "0"), order_of, &[]);
        assert_eq!((shares[0].amount_minor, shares[0].inexact.is_none()), (10_001, true));
        let mut strange = row(DocumentKind::Invoice, &[(Some(100), "80")], "0");
        strange.currency = "XTS".into();
        assert!(by_order(&strange, order_of, &[])[0].inexact.is_some());
        let mut wrong = row(DocumentKind::Invoice, &[(Some(100), "80")], "0");
        wrong.total = decimal("90");
        assert!(by_order(&wrong, order_of, &[])[0].inexact.is_some());
    }
}
