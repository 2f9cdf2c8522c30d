//! Splitting a document by order: one invoice can carry lines of several orders.
//!
//! A line that was typed on the document belongs to the order of the other lines when there is only one. No figure may be
//! rounded to make sums meet; what does not fit is marked and stops the document (attention `amount-not-exact`).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::facts::{DocumentRow, Stage};
use crate::kept::{MONEY, kept};
use crate::money::{Currency, UnknownCurrency};
use crate::order::{Document, DocumentKind, OrderId, Part, Stray};

/// The shares of a document.
#[derive(Debug, Default, PartialEq)]
pub struct Shares {
    /// One share an order.
    pub shares: Vec<Document>,
    /// The document as a credit note of which nothing tells the order.
    pub stray: Option<Stray>,
}

/// What is known of the orders of a document beside its lines.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// The orders whose lines it is known to have carried; one that cannot be read is in doubt on these, too.
    pub before: &'a [OrderId],
    /// The shares of the invoice that a credit note names.
    pub credited: &'a [Document],
}

/// The owner of a line: an order, or one that nobody knows.
type Owner = Option<OrderId>;

/// Returns each order's share of a document; `order_of` knows the order of an order line.
pub fn by_order(
    row: &DocumentRow,
    order_of: impl Fn(i64) -> Option<OrderId>,
    known: &Known,
) -> Shares {
    if row.stage == Stage::Deleted {
        return Shares::default();
    }
    let Some((mut sums, mut typed)) = sums(row, &order_of) else {
        let unreadable = Some(kept("doubt-lines-too-large", &[]));
        let bare = DocumentRow { lines: Vec::new(), unreadable, ..row.clone() };
        let owners = row.lines.iter().filter_map(|line| order_of(line.order_item?));
        let before: Vec<OrderId> = owners.chain(known.before.iter().copied()).collect();
        return by_order(&bare, order_of, &Known { before: &before, ..*known });
    };
    let is_bare = sums.keys().all(Option::is_none);
    let is_of_several = is_bare && known.credited.len() > 1 && row.unreadable.is_none();
    if is_of_several {
        let stray = stray(row, typed);
        let shares = stray.as_ref().map(|stray| of_credited(&stray.note, known.credited));
        let shares = shares.unwrap_or_default();
        return Shares { stray: stray.filter(|_| shares.is_empty()), shares };
    }
    if is_bare {
        // Lines of orders that nobody knows tell no more than typed ones.
        let unknown = sums.remove(&None).unwrap_or_default();
        typed = typed.checked_add(unknown.sum).unwrap_or(Decimal::MAX);
        sums.extend(known.credited.iter().map(|share| (Some(share.order), Lines::default())));
    }
    if row.unreadable.is_some() {
        for order in known.before {
            sums.entry(Some(*order)).or_default();
        }
    }
    if sums.is_empty() {
        return Shares { shares: Vec::new(), stray: stray(row, typed) };
    }
    let all = sums.values().try_fold(typed, |all, lines| all.checked_add(lines.sum));
    let all = all.unwrap_or(Decimal::MAX);
    let is_unplaced = sums.len() > 1 && !typed.is_zero();
    let trouble = disagreement(row, all).or_else(|| is_unplaced.then(several_orders));
    // Nothing is sent for such a document; but its whole total must stand in the figures, and be counted once.
    if is_unplaced
        && !sums.contains_key(&None)
        && let Some(first) = sums.values_mut().next()
    {
        first.sum = first.sum.checked_add(typed).unwrap_or(first.sum);
    }
    let sole = sums.len() == 1;
    let share = |(owner, lines): (Owner, Lines)| {
        let amount = if sole { row.total } else { lines.sum };
        Some(document(row, owner?, amount, &lines.parts, trouble.clone()))
    };
    Shares { shares: sums.into_iter().filter_map(share).collect(), stray: None }
}

/// Returns the lines by owner, and the sum of those that were typed; `None` when a sum is too large.
fn sums(
    row: &DocumentRow,
    order_of: impl Fn(i64) -> Option<OrderId>,
) -> Option<(BTreeMap<Owner, Lines>, Decimal)> {
    let mut sums: BTreeMap<Owner, Lines> = BTreeMap::new();
    let mut typed = Decimal::ZERO;
    for line in &row.lines {
        let sum = match line.order_item {
            Some(item) => {
                let lines = sums.entry(order_of(item)).or_default();
                lines.parts.push((item, line.amount));
                &mut lines.sum
            }
            None => &mut typed,
        };
        *sum = sum.checked_add(line.amount)?;
    }
    Some((sums, typed))
}

/// Returns the shares of a note without an order in those of the document that it names, or that a person has named, whose shares are given: all of it where
/// that is one order's; each order's own where it credits, or takes back, the whole. Of a part nobody can know whose it is.
pub fn of_credited(note: &Document, credited: &[Document]) -> Vec<Document> {
    let share = |order, amount_minor| Document { order, amount_minor, ..note.clone() };
    match credited {
        [only] => vec![share(only.order, note.amount_minor)],
        all if all.iter().all(|of| is_over_all_of(note, of)) => {
            let own = |of: &Document| share(of.order, note.amount_minor.signum() * of.amount_minor);
            all.iter().map(own).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns whether a note credits the whole of the invoice of which this is a share, or takes the whole of such a note back.
fn is_over_all_of(note: &Document, share: &Document) -> bool {
    let takes_back = matches!(share.kind, DocumentKind::CreditNote { .. });
    let is_clear = note.inexact.is_none() && share.inexact.is_none() && !share.is_draft;
    let whole = share.whole_minor.filter(|whole| *whole > 0);
    is_clear
        && note.currency == share.currency
        && whole.is_some_and(|whole| note.amount_minor == if takes_back { -whole } else { whole })
}

fn several_orders() -> String {
    kept("doubt-several-orders", &[])
}

/// The lines of one order on a document.
#[derive(Debug, Default)]
struct Lines {
    sum: Decimal,
    parts: Vec<(i64, Decimal)>,
}

/// The total must be the sum of the lines and the rounding; if not, somebody's reading of the document is wrong, perhaps
/// ours.
fn disagreement(row: &DocumentRow, lines: Decimal) -> Option<String> {
    let rounded = lines.checked_add(row.rounding);
    let agrees = rounded == Some(row.total) || lines == row.total;
    (!agrees).then(|| {
        let (lines, total) = (lines.to_string(), row.total.to_string());
        kept("doubt-lines-disagree", &[("lines", &lines), ("total", &total)])
    })
}

/// A credit note without an order is a stray one; an invoice without one is not of the web.
fn stray(row: &DocumentRow, typed: Decimal) -> Option<Stray> {
    let is_note = matches!(row.kind, DocumentKind::CreditNote { .. });
    (is_note && row.stage == Stage::Final).then(|| Stray {
        note: document(row, OrderId(0), row.total, &[], disagreement(row, typed)),
        customer: row.customer,
        shop_reference: row.shop_reference.clone(),
    })
}

fn document(
    row: &DocumentRow,
    order: OrderId,
    share: Decimal,
    lines: &[(i64, Decimal)],
    trouble: Option<String>,
) -> Document {
    let mut trouble = trouble;
    let currency = row.currency.parse().unwrap_or_else(|error: UnknownCurrency| {
        trouble.get_or_insert_with(|| kept("doubt-currency", &[("currency", &error.code())]));
        Currency::NOK
    });
    // Credit notes are negative in Uni; here both kinds are positive.
    let sign = |amount: Decimal| match row.kind {
        DocumentKind::Invoice => amount,
        DocumentKind::CreditNote { .. } => -amount,
        // What it means is not known; it is shown by its size.
        DocumentKind::Unknown => amount.abs(),
    };
    let share = sign(share);
    // A credit note of the opposite sign takes the one back that it names.
    let takes_back = matches!(row.kind, DocumentKind::CreditNote { credits: Some(_) });
    if share.is_sign_negative() && !share.is_zero() && !takes_back {
        let money = |minor: i64| {
            kept(MONEY, &[("minor", &minor.to_string()), ("currency", currency.code())])
        };
        let shown = currency.minor(share).map_or_else(|_| share.to_string(), money);
        trouble.get_or_insert_with(|| kept("doubt-wrong-sign", &[("amount", &shown)]));
    }
    let parts = lines
        .iter()
        .map(|(item, amount)| Part { item: Some(*item), minor: currency.cut(sign(*amount)) });
    let parts = parts.collect();
    let mut exact = |amount: Decimal| {
        currency.minor(amount).unwrap_or_else(|error| {
            trouble.get_or_insert_with(|| kept("doubt-not-exact", &[("amount", &error.0)]));
            currency.cut(amount)
        })
    };
    let amount_minor = exact(share);
    let amount_minor = if takes_back { amount_minor } else { amount_minor.max(0) };
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
        parts,
        whole_minor: Some(currency.cut(sign(row.total))),
        unpaid_minor,
        unpaid_base: row.unpaid_base.map(|base| base.normalize().to_string()),
        inexact: trouble,
        is_draft: row.stage == Stage::Draft,
        created_at: row.created_at,
        unreadable: row.unreadable.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DocumentLine;
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
            stage: Stage::Final,
            customer: None,
            shop_reference: None,
            created_at: None,
            changed_at: None,
            unreadable: None,
        }
    }

    fn order_of(item: i64) -> Option<OrderId> {
        (item < 1000).then_some(OrderId(item / 100))
    }

    fn split(row: &DocumentRow) -> Vec<Document> {
        by_order(row, order_of, &Known::default()).shares
    }

    fn sums(shares: &[Document]) -> Vec<(i64, i64, bool)> {
        let sum = |d: &Document| (d.order.0, d.amount_minor, d.inexact.is_none());
        shares.iter().map(sum).collect()
    }

    #[test]
    fn lines_go_to_their_orders_and_a_rounding_over_several_to_none() {
        let lines = [(Some(100), "80"), (Some(101), "20.50"), (Some(200), "7"), (None, "0")];
        let invoice = row(DocumentKind::Invoice, &lines, "0.25");
        assert_eq!(sums(&split(&invoice)), [(1, 10_050, true), (2, 700, true)]);
    }

    #[test]
    fn a_typed_line_belongs_to_the_order_of_the_others_when_there_is_only_one() {
        let lines = [(Some(100), "80"), (Some(101), "20.50"), (None, "-30")];
        let invoice = row(DocumentKind::Invoice, &lines, "0.25");
        assert_eq!(sums(&split(&invoice)), [(1, 7_075, true)]);
        let lines = [(Some(100), "80"), (Some(200), "20.50"), (None, "-30")];
        let invoice = row(DocumentKind::Invoice, &lines, "0");
        // Of several it is nobody's for sure: the first one shows it, and nothing is sent for either.
        assert_eq!(sums(&split(&invoice)), [(1, 5_000, false), (2, 2_050, false)]);
        // Beside a line of an order that nobody knows, nobody knows whose it is.
        let lines = [(Some(100), "80"), (Some(1000), "20.50"), (None, "-30")];
        let invoice = row(DocumentKind::Invoice, &lines, "0");
        assert_eq!(sums(&split(&invoice)), [(1, 8_000, false)]);
    }

    #[test]
    fn a_typed_credit_note_belongs_to_the_order_of_the_invoice_that_it_names() {
        let kind = DocumentKind::CreditNote { credits: Some(DocumentId(7)) };
        let note = row(kind, &[(None, "-100")], "0");
        let of =
            |credited: &[Document]| by_order(&note, order_of, &Known { before: &[], credited });
        let one = split(&row(DocumentKind::Invoice, &[(Some(300), "400")], "0"));
        assert_eq!(sums(&of(&one).shares), [(3, 10_000, true)]);
        let lines = [(Some(300), "70"), (Some(400), "80")];
        let both = of(&split(&row(DocumentKind::Invoice, &lines, "0")));
        assert_eq!((both.shares.len(), both.stray.is_some()), (0, true), "a part of 150 is whose?");
        let none = of(&[]);
        assert_eq!(none.stray.map(|stray| stray.note.amount_minor), Some(10_000));
        let invoice = row(DocumentKind::Invoice, &[(None, "100")], "0");
        assert_eq!(by_order(&invoice, order_of, &Known::default()), Shares::default());
    }

    #[test]
    fn a_typed_note_over_all_of_an_invoice_of_several_orders_credits_each_of_them() {
        let kind = DocumentKind::CreditNote { credits: Some(DocumentId(7)) };
        let lines = [(Some(300), "70.25"), (Some(400), "30")];
        let invoice = split(&row(DocumentKind::Invoice, &lines, "-0.25"));
        let of = |note: &DocumentRow, credited: &[Document]| {
            let split = by_order(note, order_of, &Known { before: &[], credited });
            assert!(split.stray.is_none() || split.shares.is_empty());
            split.shares
        };
        let note = of(&row(kind, &[(None, "-100")], "0"), &invoice);
        assert_eq!(sums(&note), [(3, 7_025, true), (4, 3_000, true)]);
        let taken_back = of(&row(kind, &[(None, "100")], "0"), &note);
        assert_eq!(sums(&taken_back), [(3, -7_025, true), (4, -3_000, true)]);
        let unclear = split(&row(DocumentKind::Invoice, &[lines[0], lines[1], (None, "5")], "0"));
        assert!(of(&row(kind, &[(None, "-105.25")], "0"), &unclear).is_empty());
    }

    #[test]
    fn the_rounding_belongs_to_an_invoice_that_is_one_orders_alone() {
        let lines = [(Some(100), "99.75")];
        let shares = split(&row(DocumentKind::Invoice, &lines, "0.25"));
        assert_eq!(shares[0].amount_minor, 10_000);
    }

    #[test]
    fn a_credit_note_is_positive_here() {
        let kind = DocumentKind::CreditNote { credits: Some(DocumentId(7)) };
        let shares = split(&row(kind, &[(Some(100), "-125.00")], "0"));
        assert_eq!((shares[0].amount_minor, shares[0].unpaid_minor), (12_500, 0));
        assert_eq!(shares[0].inexact, None);
    }

    #[test]
    fn what_does_not_fit_is_marked_and_never_rounded() {
        let lines = [(Some(100), "100.005")];
        let shares = split(&row(DocumentKind::Invoice, &lines, "0"));
        assert!(shares[0].inexact.is_some());
        assert_eq!(shares[0].amount_minor, 10_000, "shown cut off, beside the mark");
        let halves = [(Some(100), "50.005"), (Some(101), "50.005")];
        let shares = split(&row(DocumentKind::Invoice, &halves, "0"));
        assert_eq!((shares[0].amount_minor, shares[0].inexact.is_none()), (10_001, true));
        let mut strange = row(DocumentKind::Invoice, &[(Some(100), "80")], "0");
        strange.currency = "XTS".into();
        assert!(split(&strange)[0].inexact.is_some());
        let mut wrong = row(DocumentKind::Invoice, &[(Some(100), "80")], "0");
        wrong.total = decimal("90");
        assert!(split(&wrong)[0].inexact.is_some());
    }
}
