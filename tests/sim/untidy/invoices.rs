//! Untidy invoices: with typed lines, of two orders, drafts, opened again, paid by bank.
//!
//! What an invoice asks for is what the bookkeeper reads on it, never a sum that is made here.

use fastrand::Rng;
use uniac_sandbox::{DraftAct, Invoicing, Typed};

use super::{draw, orders};
use crate::kinds::Kind;
use crate::life::Life;
use crate::oracle::taken_for;
use crate::people::{billed, delete, invoice_lines};
use crate::truth::Bill;

/// Draws a line that is typed on an invoice.
pub fn typed_line(life: &Life, kind: Kind, order: &str) -> [Typed; 1] {
    let most = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        paper.total / (4 * i64::try_from(paper.lines.len().max(1)).unwrap_or(1))
    };
    let (text, amount_minor) = match kind {
        Kind::TypedDiscount => ("Rabatt", -draw(life, |rng| rng.i64(1..=most.max(1)))),
        _ => ("Frakt", draw(life, |rng| rng.i64(1..9_900))),
    };
    [Typed { text: text.to_owned(), amount_minor }]
}

/// An invoice with a typed line.
pub fn typed(life: &Life, kind: Kind, order: &str) -> bool {
    let lines = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        let is_open = paper.lines.iter().any(|line| line.is_open);
        let is_alone = kind == Kind::TypedAlone;
        if paper.deleted || is_open == is_alone || (is_alone && paper.bills.is_empty()) {
            return false;
        }
        paper.lines.len()
    };
    let some = kind != Kind::TypedAlone && draw(life, Rng::bool);
    let chosen = some.then(|| draw(life, |rng| [rng.usize(1..=lines.max(1))]));
    let chosen = chosen.as_ref().map(<[usize; 1]>::as_slice);
    let typed = typed_line(life, kind, order);
    let how = Invoicing { lines: chosen, typed: &typed, ..Invoicing::default() };
    let Ok(happened) = life.world().invoice_as(&[order], &how) else { return false };
    let minor = happened.amount_minor;
    life.tell(|| format!(" invoice {:?} of {order} with {typed:?}: {minor}", happened.invoice));
    life.oracle().truth.untidy(order, kind);
    let bill = Bill { number: happened.invoice, minor, is_typed: true, ..Bill::default() };
    billed(life, order, chosen, bill);
    true
}

/// One invoice with all of this order and of another.
pub fn together(life: &Life, order: &str) -> bool {
    let others: Vec<(String, i64)> = {
        let oracle = life.oracle();
        let first = oracle.truth.paper(order);
        let is_whole = |name: &str| {
            let paper = oracle.truth.paper(name);
            paper.bills.is_empty() && !paper.deleted && paper.currency == first.currency
        };
        if !is_whole(order) {
            return false;
        }
        let others =
            oracle.truth.papers.iter().filter(|(name, _)| *name != order && is_whole(name));
        others.map(|(name, paper)| (name.clone(), paper.total)).collect()
    };
    if others.is_empty() {
        return false;
    }
    let (other, other_minor) = others[draw(life, |rng| rng.usize(0..others.len()))].clone();
    let minor = life.oracle().truth.paper(order).total;
    let done = life.world().invoice_as(&[order, &other], &Invoicing::default());
    let Ok(happened) = done else { return false };
    assert_eq!(happened.amount_minor, minor + other_minor, "an invoice is the sum of its orders");
    let number = happened.invoice;
    life.tell(|| format!(" invoice {number:?} of {order} and {other}: {minor} and {other_minor}"));
    for (name, minor) in [(order, minor), (&other, other_minor)] {
        life.oracle().truth.untidy(name, Kind::InvoicedTogether);
        let bill = Bill { number: number.clone(), minor, is_shared: true, ..Bill::default() };
        billed(life, name, None, bill);
    }
    true
}

/// An invoice is made as a draft; a draft is finished.
pub fn draft(life: &Life, order: &str) -> bool {
    let (has_draft, is_open) = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        (paper.has_draft(), paper.is_open())
    };
    if has_draft {
        return go_on(life, Kind::Draft, order);
    }
    let how = Invoicing { draft: true, ..Invoicing::default() };
    if !is_open {
        return false;
    }
    let Ok(happened) = life.world().invoice_as(&[order], &how) else { return false };
    let minor = happened.amount_minor;
    life.tell(|| format!(" a draft of an invoice of {order}: {minor}"));
    life.oracle().truth.untidy(order, Kind::Draft);
    billed(life, order, None, Bill { minor, is_draft: true, ..Bill::default() });
    true
}

/// A final invoice is opened again; one that was is finished.
pub fn reopen(life: &Life, order: &str) -> bool {
    let can = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        if paper.has_draft() {
            drop(oracle);
            return go_on(life, Kind::Reopened, order);
        }
        let is_untouched = |bill: &Bill| {
            let moved = [bill.credited, bill.typed_credit, bill.loose, bill.paid];
            !bill.is_shared && moved.iter().all(|minor| *minor == 0)
        };
        paper.bills.last().is_some_and(is_untouched)
    };
    if !can || life.world().draft(order, DraftAct::Reopen).is_err() {
        return false;
    }
    life.tell(|| format!(" the newest invoice of {order} is a draft again"));
    let minor = {
        let mut oracle = life.oracle();
        oracle.truth.untidy(order, Kind::Reopened);
        oracle.truth.reopened(order);
        oracle.truth.paper(order).total
    };
    // A generator of its own, so that other worlds stay as they are.
    if Kind::Copied.is_on() && Rng::with_seed(minor.unsigned_abs()).u32(0..4) == 0 {
        begin_anew(life, order);
    }
    true
}

/// Whoever opened an invoice again begins anew on a copy of the order: the draft stays, the order goes, and the copy is
/// invoiced.
fn begin_anew(life: &Life, order: &str) {
    let Some(copy) = orders::copy_of(life, Kind::Copied, order) else { return };
    let is_dropped = delete(life, order);
    if invoice_lines(life, &copy, None) && is_dropped {
        life.mark("untidy/reopened, and begun anew on a copy");
    }
}

/// A draft of an invoice is finished; as a deed of its own it is thrown away.
pub fn go_on(life: &Life, kind: Kind, order: &str) -> bool {
    let is_draft = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        paper.has_draft() && paper.draft_credit.is_none()
    };
    if !is_draft {
        return false;
    }
    if kind == Kind::DraftDiscarded {
        if life.world().draft(order, DraftAct::Discard).is_err() {
            return false;
        }
        life.tell(|| format!(" the draft of {order} is thrown away"));
        let mut oracle = life.oracle();
        oracle.truth.untidy(order, kind);
        oracle.truth.discarded(order);
        return true;
    }
    let is_typed = Kind::TypedDiscount.is_on() && draw(life, |rng| rng.u32(0..4)) == 0;
    let typed = is_typed.then(|| typed_line(life, Kind::TypedDiscount, order));
    let typed = typed.as_ref().map_or([].as_slice(), |typed| typed.as_slice());
    let Ok(happened) = life.world().draft(order, DraftAct::Finalise(typed)) else { return false };
    let (number, minor) = (happened.invoice, happened.amount_minor);
    life.tell(|| format!(" the draft of {order} is final: {number:?} {minor}"));
    life.mark("untidy/draft-finalised");
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, kind);
    let was_final = oracle.truth.paper(order).bills.iter().any(|b| b.is_draft && b.was_final);
    oracle.truth.finalised(order, number.clone(), minor);
    match number {
        Some(number) if was_final => oracle.is_of_any_era(&number),
        Some(number) => oracle.comes_to_be(&number),
        None => {}
    }
    true
}

/// The customer pays an invoice by bank, all that is open or a part.
pub fn pay_by_bank(life: &Life, kind: Kind, order: &str) -> bool {
    let bills: Vec<(usize, String, i64)> = {
        let oracle = life.oracle();
        let bills = oracle.truth.paper(order).bills.iter().enumerate();
        bills
            .filter(|(_, bill)| !bill.is_shared && bill.owed() > 1)
            .filter_map(|(index, bill)| Some((index, bill.number.clone()?, bill.owed())))
            .collect()
    };
    if bills.is_empty() {
        // Somebody who pays has been sent an invoice.
        return invoice_lines(life, order, None);
    }
    let (index, number, owed) = bills[draw(life, |rng| rng.usize(0..bills.len()))].clone();
    let part = match kind {
        Kind::PaidByBank => None,
        _ => Some(draw(life, |rng| rng.i64(1..owed))),
    };
    let Ok(happened) = life.world().pay_by_bank(&number, part) else { return false };
    let minor = happened.amount_minor;
    life.tell(|| format!(" {minor} of invoice {number} of {order} is paid by bank"));
    let taken = taken_for(life, &number);
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, kind);
    oracle.truth.deed(order).bills[index].pay(minor, taken);
    true
}
