//! Credit notes of all kinds on one and two invoices: each line lands where the rules say, or nowhere.

use super::*;
use crate::money::Currency;
use crate::order::{OrderId, Part};

fn document(id: i64, kind: DocumentKind, amount: i64, parts: &[(i64, i64)]) -> Document {
    let part = |(item, minor): &(i64, i64)| Part { item: Some(*item), minor: *minor };
    Document {
        id: DocumentId(id),
        number: id.to_string(),
        order: OrderId(7),
        kind,
        date: "2026-11-01".parse().unwrap(),
        currency: Currency::NOK,
        amount_minor: amount,
        parts: parts.iter().map(part).collect(),
        whole_minor: None,
        unpaid_minor: 0,
        unpaid_base: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    }
}

fn invoice(id: i64, parts: &[(i64, i64)]) -> Document {
    document(id, DocumentKind::Invoice, parts.iter().map(|(_, minor)| minor).sum(), parts)
}

fn note(id: i64, names: Option<i64>, amount: i64, parts: &[(i64, i64)]) -> Document {
    let kind = DocumentKind::CreditNote { credits: names.map(DocumentId) };
    document(id, kind, amount, parts)
}

/// Returns what is placed as (note, invoice, amount), and the notes that are not.
fn placed(documents: &[Document]) -> (Vec<(i64, i64, i64)>, Vec<i64>) {
    let placing = place(documents);
    let placed = placing.placed.iter().map(|p| (p.note.0, p.invoice.0, p.minor)).collect();
    (placed, placing.unplaced.iter().map(|note| note.0).collect())
}

#[test]
fn a_line_goes_to_the_invoice_that_carries_its_order_line_whatever_the_note_names() {
    let invoices = [invoice(1, &[(10, 300)]), invoice(2, &[(11, 200)])];
    let both = note(3, Some(1), 500, &[(10, 300), (11, 200)]);
    let all = [&invoices[..], &[both]].concat();
    assert_eq!(placed(&all), (vec![(3, 1, 300), (3, 2, 200)], vec![]));
    let nameless = note(3, None, 200, &[(11, 200)]);
    let all = [&invoices[..], &[nameless]].concat();
    assert_eq!(placed(&all), (vec![(3, 2, 200)], vec![]));
}

#[test]
fn a_note_over_all_of_several_invoices_credits_each_with_what_was_typed_on_it() {
    // 300 with a typed discount of 21 on the second.
    let discounted = Document { amount_minor: 179, ..invoice(2, &[(11, 200)]) };
    let invoices = [invoice(1, &[(10, 300)]), discounted];
    let of = |names, minor| note(3, names, minor, &[(10, 300), (11, 200)]);
    let all = |note| [&invoices[..], &[note]].concat();
    let whole = (vec![(3, 1, 300), (3, 2, 179)], vec![]);
    assert_eq!(placed(&all(of(Some(1), 479))), whole);
    assert_eq!(placed(&all(of(None, 479))), whole);
    // What is typed on a note that leaves something goes by its name.
    assert_eq!(placed(&all(of(Some(1), 470))), (vec![(3, 1, 270), (3, 2, 200)], vec![]));
}

#[test]
fn an_order_line_on_several_invoices_goes_by_the_name_else_to_the_newest_that_is_open() {
    let invoices = [invoice(1, &[(10, 300)]), invoice(2, &[(10, 200)])];
    let of = |names| [&invoices[..], &[note(3, names, 100, &[(10, 100)])]].concat();
    assert_eq!(placed(&of(Some(1))), (vec![(3, 1, 100)], vec![]));
    assert_eq!(placed(&of(None)), (vec![(3, 2, 100)], vec![]));
    let full = note(3, Some(2), 200, &[(10, 200)]);
    let next = note(4, None, 50, &[(10, 50)]);
    let all = [&invoices[..], &[full, next]].concat();
    assert_eq!(placed(&all), (vec![(3, 2, 200), (4, 1, 50)], vec![]));
}

#[test]
fn a_typed_note_goes_by_the_name_else_to_the_only_invoice_else_nowhere() {
    let one = [invoice(1, &[(10, 300)])];
    let two = [invoice(1, &[(10, 300)]), invoice(2, &[(11, 200)])];
    let typed = |names| note(3, names, 100, &[]);
    assert_eq!(placed(&[&one[..], &[typed(None)]].concat()), (vec![(3, 1, 100)], vec![]));
    assert_eq!(placed(&[&two[..], &[typed(Some(2))]].concat()), (vec![(3, 2, 100)], vec![]));
    assert_eq!(placed(&[&two[..], &[typed(None)]].concat()), (vec![], vec![3]));
    assert_eq!(placed(&[&one[..], &[typed(Some(9))]].concat()), (vec![], vec![3]));
    // A rounding goes with the largest sum.
    let rounded = note(3, None, 501, &[(10, 300), (11, 200)]);
    let (shares, unplaced) = placed(&[&two[..], &[rounded]].concat());
    assert_eq!((shares, unplaced), (vec![(3, 1, 301), (3, 2, 200)], vec![]));
}

#[test]
fn a_note_that_is_credited_takes_itself_back() {
    let invoices = [invoice(1, &[(10, 300)])];
    let made = note(3, Some(1), 300, &[(10, 300)]);
    let back = |minor: i64| note(4, Some(3), -minor, &[(10, -minor)]);
    let all = |minor: i64| [&invoices[..], &[made.clone(), back(minor)]].concat();
    assert_eq!(placed(&all(300)), (vec![], vec![]));
    // Of a part of it nobody can know which lines are meant.
    assert_eq!(placed(&all(100)), (vec![], vec![3, 4]));
    assert_eq!(placed(&[&invoices[..], &[back(300)]].concat()), (vec![], vec![4]));
}

#[test]
fn a_stray_note_that_was_taken_back_is_nobodys() {
    let stray = |note| Stray { note, customer: Some(7), shop_reference: None };
    let (made, back) = (note(3, None, 300, &[]), note(4, Some(3), -300, &[]));
    let part = note(5, Some(3), -100, &[]);
    let left = |notes: &[&Document]| -> Vec<i64> {
        let strays = notes.iter().map(|note| stray((*note).clone())).collect();
        standing(strays).into_iter().map(|stray| stray.note.id.0).collect()
    };
    assert_eq!(left(&[&made]), [3]);
    assert!(left(&[&made, &back]).is_empty());
    assert_eq!(left(&[&made, &part]), [3, 5], "of a part nobody can know which");
}
