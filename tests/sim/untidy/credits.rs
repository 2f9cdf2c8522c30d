//! Untidy credits: typed, without a reference, over two invoices, taken back, drafts, and what is invoiced
//! anew after them.
//!
//! For which invoice a credit truly is must be known to who makes it, also where the note does not say.

use fastrand::Rng;
use uniac_sandbox::{CreditTarget, Crediting, DraftAct, Edit};

use super::{draw, invoices, orders};
use crate::kinds::Kind;
use crate::life::Life;
use crate::people::{self, foreign, invoice_lines};
use crate::truth::{Bill, Credited};

/// Returns a final invoice of the order alone that fits, with its number.
fn find(life: &Life, order: &str, fits: impl Fn(&Bill) -> bool) -> Option<(usize, String, Bill)> {
    let oracle = life.oracle();
    let bills = oracle.truth.paper(order).bills.iter().enumerate();
    let found: Vec<(usize, String, Bill)> = bills
        .filter(|(_, bill)| !bill.is_draft && !bill.is_shared && fits(bill))
        .filter_map(|(index, bill)| Some((index, bill.number.clone()?, bill.clone())))
        .collect();
    drop(oracle);
    let index = draw(life, |rng| rng.usize(0..found.len().max(1)));
    found.into_iter().nth(index)
}

fn is_whole(bill: &Bill) -> bool {
    bill.minor > 0 && bill.credited == 0 && bill.typed_credit == 0 && bill.loose == 0
}

/// Credits a bill of an order and tells the truth of it; returns the amount.
fn credit(
    life: &Life,
    order: &str,
    (index, number): (usize, &str),
    how: &Crediting,
    is: Credited,
) -> Option<i64> {
    let happened = life.world().credit_as(CreditTarget::Invoice(number), how).ok()?;
    let minor = happened.amount_minor;
    life.tell(|| format!(" credit of {minor} on invoice {number} of {order}: {how:?}"));
    let foreign = foreign(life, order);
    let mut oracle = life.oracle();
    oracle.truth.credited(order, index, minor, is, foreign);
    let note = happened.credit_note.map(|note| (note, minor, is));
    oracle.truth.deed(order).bills[index].note = note;
    Some(minor)
}

/// A part of one of several invoices, or of one that is not plain, is credited by its lines.
pub fn credit_one(life: &Life, order: &str, part: Option<i64>) {
    let Some((index, number, bill)) = find(life, order, |bill| bill.creditable() > 0) else {
        return;
    };
    let amount_minor = part.map(|minor| minor.min(bill.creditable()));
    let how = Crediting { amount_minor, ..Crediting::default() };
    credit(life, order, (index, &number), &how, Credited::Lines);
}

/// A person pays back in the portal. Some make the credit note for it afterwards, and some of them
/// correct the order's reference before.
pub fn refund_by_hand(life: &Life, order: &str, draw: i64) -> bool {
    // Most know what is held, and do not ask for more.
    let held = held(life, order);
    let minor = if held > 0 { 1 + draw % held } else { draw };
    if !people::portal(life, Kind::PortalRefund, order, minor) {
        return false;
    }
    // A generator of its own, so that other worlds stay as they are.
    let mut rng = Rng::with_seed(draw.unsigned_abs());
    if rng.bool() {
        return true;
    }
    if rng.bool() && Kind::ReferenceEdited.is_on() {
        orders::edit_reference(life, order);
    }
    let found = find(life, order, |bill| bill.gross() >= minor && bill.creditable() >= minor);
    let Some((index, number, _)) = found else { return true };
    let how = Crediting { amount_minor: Some(minor), ..Crediting::default() };
    if credit(life, order, (index, &number), &how, Credited::Lines).is_some() {
        life.mark("untidy/portal-refund, and credited");
    }
    true
}

/// Returns what is held on the payments of the purchase of an order.
fn held(life: &Life, order: &str) -> i64 {
    let book = life.world().ledger().expect("the book is read");
    let oracle = life.oracle();
    let rows = oracle.truth.rows(oracle.truth.paper(order).purchase, &book);
    rows.iter().map(|row| row.captured_minor - row.refunded_minor).sum()
}

/// A credit that says less than it should: a typed line, no reference, or lines of no order.
pub fn untraced(life: &Life, kind: Kind, order: &str) -> bool {
    let Some((index, number, bill)) = find(life, order, |bill| bill.gross() > 1) else {
        return kind == Kind::CreditUntraced && over_all_of_shared(life, order);
    };
    let most = bill.gross();
    // A few are above what is owed.
    let amount = draw(life, |rng| match rng.u32(0..8) {
        0 => most + rng.i64(1..5_000),
        1..4 => most,
        _ => rng.i64(1..=most),
    });
    let (how, is) = match kind {
        Kind::CreditUntraced => {
            let amount_minor = Some(amount.min(bill.creditable()));
            (Crediting { amount_minor, untraced: true, ..Crediting::default() }, Credited::Lines)
        }
        Kind::CreditWithoutReference => {
            let amount_minor = Some(amount);
            let how = Crediting { amount_minor, no_reference: true, ..Crediting::default() };
            (Crediting { typed: Some("Kulanse"), ..how }, Credited::Loose)
        }
        _ => {
            let amount_minor = Some(amount);
            (
                Crediting { amount_minor, typed: Some("Kulanse"), ..Crediting::default() },
                Credited::Typed,
            )
        }
    };
    let done = credit(life, order, (index, &number), &how, is).is_some();
    if done {
        life.oracle().truth.untidy(order, kind);
    }
    done
}

/// One note credits all of an invoice over several orders, with lines that name none of them.
fn over_all_of_shared(life: &Life, order: &str) -> bool {
    let is_its = |bill: &Bill| bill.is_shared && !bill.is_draft;
    let (number, shares) = {
        let oracle = life.oracle();
        let number = oracle.truth.paper(order).bills.iter().find(|bill| is_its(bill));
        let Some(number) = number.and_then(|bill| bill.number.clone()) else { return false };
        let papers = oracle.truth.papers.iter();
        let shares: Vec<(String, usize, Bill)> = papers
            .filter_map(|(name, paper)| {
                let is_it = |bill: &Bill| is_its(bill) && bill.number.as_ref() == Some(&number);
                let index = paper.bills.iter().position(is_it)?;
                Some((name.clone(), index, paper.bills[index].clone()))
            })
            .collect();
        (number, shares)
    };
    if !shares.iter().all(|(_, _, bill)| is_whole(bill)) {
        return false;
    }
    let how = Crediting { untraced: true, ..Crediting::default() };
    let Ok(happened) = life.world().credit_as(CreditTarget::Invoice(&number), &how) else {
        return false;
    };
    let whole: i64 = shares.iter().map(|(_, _, bill)| bill.minor).sum();
    assert_eq!(happened.amount_minor, whole, "a note is all of its invoice");
    life.tell(|| format!(" one note credits all of {number}, of several orders: {whole}"));
    for (name, index, bill) in shares {
        let foreign = foreign(life, &name);
        let mut oracle = life.oracle();
        oracle.truth.credited(&name, index, bill.minor, Credited::Lines, foreign);
        oracle.truth.untidy(&name, Kind::CreditUntraced);
    }
    life.mark("untidy/all of an invoice over several orders credited");
    true
}

/// One note credits all of two invoices of the purchase.
pub fn over_two(life: &Life, order: &str) -> bool {
    let bills: Vec<(String, usize, String, i64)> = {
        let oracle = life.oracle();
        let papers = oracle.truth.papers_of(oracle.truth.paper(order).purchase);
        papers
            .flat_map(|(name, paper)| {
                let bills = paper.bills.iter().enumerate();
                let fits = |bill: &Bill| {
                    is_whole(bill) && !bill.is_typed && !bill.is_shared && !bill.is_draft
                };
                bills.filter(move |(_, bill)| fits(bill)).filter_map(|(index, bill)| {
                    Some((name.clone(), index, bill.number.clone()?, bill.minor))
                })
            })
            .take(2)
            .collect()
    };
    let [first, second] = bills.as_slice() else {
        // For two invoices the lines are invoiced one by one.
        let lines = life.oracle().truth.paper(order).lines.len();
        let line = draw(life, |rng| rng.usize(1..=lines.max(1)));
        return lines > 1 && invoice_lines(life, order, Some(&[line]));
    };
    let numbers = [first.2.as_str(), second.2.as_str()];
    let done = life.world().credit_as(CreditTarget::Invoices(&numbers), &Crediting::default());
    let Ok(happened) = done else { return false };
    assert_eq!(happened.amount_minor, first.3 + second.3, "a note is the sum of its invoices");
    life.tell(|| format!(" one note credits {numbers:?}: {}", happened.amount_minor));
    let foreign = foreign(life, order);
    for (name, index, _, minor) in [first, second] {
        let mut oracle = life.oracle();
        oracle.truth.credited(name, *index, *minor, Credited::Lines, foreign);
        oracle.truth.untidy(name, Kind::CreditOverTwo);
    }
    true
}

/// The newest credit note of an invoice was a mistake.
pub fn take_back(life: &Life, order: &str) -> bool {
    let has_note = |bill: &Bill| bill.note.is_some();
    let Some((index, _, bill)) = find(life, order, has_note) else {
        let Some((index, number, bill)) = find(life, order, is_whole) else { return false };
        let how = Crediting { amount_minor: Some(bill.minor), ..Crediting::default() };
        return credit(life, order, (index, &number), &how, Credited::Lines).is_some();
    };
    let Some((note, ..)) = bill.note else { return false };
    let done = life.world().credit_as(CreditTarget::CreditNote(&note), &Crediting::default());
    if done.is_err() {
        return false;
    }
    life.tell(|| format!(" the credit note {note} of {order} is taken back"));
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, Kind::CreditTakenBack);
    oracle.truth.taken_back(order, index);
    true
}

/// An invoice is credited whole, and its lines are invoiced anew: at once, or some time later.
pub fn anew(life: &Life, order: &str) -> bool {
    if life.oracle().truth.paper(order).deleted {
        return false;
    }
    let Some((index, number, _)) = find(life, order, is_whole) else { return false };
    let how = Crediting { reopen_lines: true, ..Crediting::default() };
    if credit(life, order, (index, &number), &how, Credited::Lines).is_none() {
        return false;
    }
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, Kind::InvoicedAnew);
    oracle.truth.lines_opened(order, index);
    drop(oracle);
    if draw(life, Rng::bool) {
        let is_typed = Kind::TypedDiscount.is_on() && draw(life, Rng::bool);
        if !(is_typed && invoices::typed(life, Kind::TypedDiscount, order)) {
            invoice_lines(life, order, None);
        }
    }
    true
}

/// Goods come back: their invoice is credited, and other goods are added to the order and invoiced.
pub fn exchange(life: &Life, order: &str) -> bool {
    let total = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        // Of an order with one line the bookkeeper sees at a glance what to add.
        (!paper.deleted && paper.lines.len() == 1).then_some(paper.total)
    };
    let (Some(total), Some((index, number, bill))) = (total, find(life, order, is_whole)) else {
        return false;
    };
    let minor = draw(life, |rng| if rng.bool() { bill.minor } else { rng.i64(1..=bill.minor) });
    let amounts = [total, minor];
    let edit = Edit { amounts: Some(&amounts), ..Edit::default() };
    let how = Crediting::default();
    if life.world().edit(order, &edit).is_err() {
        return false;
    }
    life.oracle().truth.added(order, minor);
    let is_credited = credit(life, order, (index, &number), &how, Credited::Lines).is_some();
    life.oracle().truth.untidy(order, Kind::Exchanged);
    life.tell(|| format!(" goods of {minor} are added to {order}"));
    is_credited && invoice_lines(life, order, None)
}

/// A credit note is made as a draft; a draft is finished, or thrown away.
pub fn draft(life: &Life, order: &str) -> bool {
    let (draft, has_draft) = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        (paper.draft_credit, paper.has_draft())
    };
    if let Some((index, minor)) = draft {
        let is_thrown_away = Kind::DraftDiscarded.is_on() && draw(life, Rng::bool);
        let act = if is_thrown_away { DraftAct::Discard } else { DraftAct::Finalise(&[]) };
        if life.world().draft(order, act).is_err() {
            return false;
        }
        life.tell(|| format!(" the draft of a credit of {order}: {act:?}"));
        let foreign = foreign(life, order);
        let mut oracle = life.oracle();
        oracle.truth.untidy(order, Kind::DraftCredit);
        oracle.truth.deed(order).draft_credit = None;
        if !is_thrown_away {
            oracle.truth.credited(order, index, minor, Credited::Lines, foreign);
        }
        return true;
    }
    let Some((index, number, bill)) = find(life, order, is_whole).filter(|_| !has_draft) else {
        return false;
    };
    let amount = draw(life, |rng| if rng.bool() { bill.minor } else { rng.i64(1..=bill.minor) });
    let how = Crediting { amount_minor: Some(amount), draft: true, ..Crediting::default() };
    let Ok(happened) = life.world().credit_as(CreditTarget::Invoice(&number), &how) else {
        return false;
    };
    let minor = happened.amount_minor;
    life.tell(|| format!(" a draft of a credit of {minor} on invoice {number} of {order}"));
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, Kind::DraftCredit);
    oracle.truth.deed(order).draft_credit = Some((index, minor));
    true
}
