//! The oracle: holds what uniac says and has written down against the truth outside.
//!
//! It knows nothing of how uniac decides. Money is judged after every pass, all else in the end.

use std::collections::BTreeMap;

use uniac_core::act::{Act, Intent, Operation, OutcomeKind};
use uniac_core::assess::Attention;
use uniac_sandbox::{LedgerEvent, LedgerRow};

use crate::cells::Cell;
use crate::outside::Truth;
use crate::story::Expected;

/// What must never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// An act took effect twice, or with too much.
    DoubleEffect(String),
    /// An act that was due never took effect, and nobody is told.
    LostAct(String),
    /// Something is said to be done that is not.
    FalseSuccess(String),
    /// Something is said to be refused that is done.
    FalseRefusal(String),
    /// It does not come to rest, or the three books differ.
    Unrest(String),
}

/// Judges the money after a pass.
pub fn money(payment: &LedgerRow, journal: &[Intent], expected: &Expected) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    for intent in journal.iter().filter(|intent| intent.act.operation().moves_money()) {
        let effects: Vec<_> =
            payment.events.iter().filter(|event| is_of(event, intent, journal)).collect();
        let story = || format!("{} {} ({})", intent.act.name(), intent.money, intent.key);
        if effects.len() > 1 {
            wrongs.push(Wrong::DoubleEffect(story()));
        }
        let fits = effects.first().is_some_and(|event| {
            event.kind == intent.act.name()
                && event.amount_minor == intent.money.minor
                && payment.currency == intent.money.currency.code()
        });
        match intent.outcome.as_ref().map(|outcome| outcome.kind) {
            Some(OutcomeKind::Done) if !fits => wrongs.push(Wrong::FalseSuccess(story())),
            Some(OutcomeKind::Refused) if !effects.is_empty() => {
                wrongs.push(Wrong::FalseRefusal(story()));
            }
            _ => {}
        }
    }
    for event in payment.events.iter().filter(|event| event.kind != "reserve") {
        if !journal.iter().any(|intent| is_of(event, intent, journal)) {
            wrongs.push(Wrong::DoubleEffect(format!("an effect without an intent: {event:?}")));
        }
    }
    let sum = |kind| amounts(payment, kind).iter().sum::<i64>();
    let (captured, refunded) = (sum("capture"), sum("refund"));
    if captured + sum("cancel") > payment.authorised_minor
        || captured > expected.captures.iter().sum()
        || refunded > expected.refunds.iter().sum()
        || refunded > captured
    {
        wrongs.push(Wrong::DoubleEffect(format!("captured {captured}, refunded {refunded}")));
    }
    wrongs
}

/// Returns whether an intent caused an effect. Nexi takes no key with a cancel, and Klarna keeps none with
/// a release: it is the last one's,
/// because after an effect there is no other.
fn is_of(event: &LedgerEvent, intent: &Intent, journal: &[Intent]) -> bool {
    let last_cancel = || journal.iter().rfind(|other| other.act == Act::Cancel);
    match &event.key {
        Some(key) => *key == intent.key,
        None if event.kind == "cancel" => last_cancel().is_some_and(|last| last.id == intent.id),
        None => false,
    }
}

/// Judges what the passes have reported as done so far, by act.
pub fn words(payment: &LedgerRow, said: &BTreeMap<&str, usize>) -> Vec<Wrong> {
    let is_false =
        |kind: &&str| said.get(*kind).copied().unwrap_or_default() > amounts(payment, kind).len();
    let kinds = ["capture", "refund", "cancel"].into_iter().filter(is_false);
    kinds.map(|kind| Wrong::FalseSuccess(format!("{kind} is reported and not there"))).collect()
}

/// Judges the end of an order that has come to rest: `attention` is what people are told, and then
/// what they should be told.
pub fn end(
    cell: &Cell,
    truth: &Truth,
    journal: &[Intent],
    expected: &Expected,
    (attention, told): (&[Attention], &[Attention]),
) -> Vec<Wrong> {
    let open: Vec<&Intent> = journal.iter().filter(|intent| intent.is_open()).collect();
    if !open.is_empty() {
        let mut wrongs = left_to_a_person(cell, &open, attention);
        wrongs.extend(records(truth, journal));
        return wrongs;
    }
    let mut wrongs = Vec::new();
    if cell.is_left_to_a_person() {
        wrongs.push(Wrong::Unrest("settled where nothing can settle it".to_owned()));
    }
    for (what, are, should) in [
        ("captures", amounts(&truth.payment, "capture"), &expected.captures),
        ("refunds", amounts(&truth.payment, "refund"), &expected.refunds),
        ("cancels", amounts(&truth.payment, "cancel"), &expected.cancels),
        ("bookings", truth.bookings.clone(), &expected.bookings),
        ("refund records", recorded(truth), &expected.records),
    ] {
        let story = || format!("{what}: {are:?}, not {should:?}");
        match are.iter().sum::<i64>().cmp(&should.iter().sum()) {
            std::cmp::Ordering::Greater => wrongs.push(Wrong::DoubleEffect(story())),
            std::cmp::Ordering::Less => wrongs.push(Wrong::LostAct(story())),
            std::cmp::Ordering::Equal if are != *should => wrongs.push(Wrong::Unrest(story())),
            std::cmp::Ordering::Equal => {}
        }
    }
    let notes = truth.notes.iter().filter(|note| note.contains("(uniac ")).count();
    match notes.cmp(&expected.notes) {
        std::cmp::Ordering::Greater => wrongs.push(Wrong::DoubleEffect(format!("{notes} notes"))),
        std::cmp::Ordering::Less => wrongs.push(Wrong::LostAct(format!("{notes} notes"))),
        std::cmp::Ordering::Equal => {}
    }
    if truth.shop != expected.shop {
        let story = format!("the shop says {}, not {}", truth.shop, expected.shop);
        wrongs.push(Wrong::LostAct(story));
    }
    if truth.records.iter().any(|(_, _, paid)| *paid) {
        wrongs.push(Wrong::DoubleEffect("the shop has paid a refund itself".to_owned()));
    }
    if attention != told {
        wrongs.push(Wrong::Unrest(format!("attention {attention:?}")));
    }
    wrongs.extend(records(truth, journal));
    wrongs
}

/// Holds the journal's word on the shop and the books against them.
fn records(truth: &Truth, journal: &[Intent]) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let mut compare = |what: String, said: usize, are: usize| match said.cmp(&are) {
        std::cmp::Ordering::Greater => wrongs.push(Wrong::FalseSuccess(what)),
        std::cmp::Ordering::Less if said > 0 => wrongs.push(Wrong::DoubleEffect(what)),
        std::cmp::Ordering::Less => wrongs.push(Wrong::FalseRefusal(what)),
        std::cmp::Ordering::Equal => {}
    };
    for intent in journal.iter().filter(|i| i.act.operation() == Operation::ShopUpdate) {
        let said = usize::from(intent.is_done());
        let are = match intent.act {
            Act::ShopNote => truth.notes.iter().filter(|note| note.contains(&intent.key)).count(),
            Act::ShopRecordRefund => {
                truth.records.iter().filter(|(_, reason, _)| reason.contains(&intent.key)).count()
            }
            _ => continue,
        };
        compare(format!("{} ({})", intent.act.name(), intent.key), said, are);
    }
    let done = |act| journal.iter().filter(|i| i.act == act && i.is_done()).count();
    compare("book".to_owned(), done(Act::Book), truth.bookings.len());
    for (act, status) in [(Act::ShopComplete, "completed"), (Act::ShopCancel, "cancelled")] {
        let tried = journal.iter().any(|intent| intent.act == act);
        let are = usize::from(truth.shop == status);
        if tried && truth.shop != "refunded" {
            compare(act.name().to_owned(), done(act), are);
        }
    }
    wrongs
}

/// An unknown act is left to a person only where the provider offers nothing to settle it by, and
/// then the person is told.
fn left_to_a_person(cell: &Cell, open: &[&Intent], attention: &[Attention]) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let [intent] = open else {
        return vec![Wrong::LostAct(format!("{} acts are left unknown", open.len()))];
    };
    if !cell.is_left_to_a_person() || !intent.act.operation().moves_money() {
        wrongs.push(Wrong::LostAct(format!("left unknown: {}", intent.act.name())));
    }
    if attention != [Attention::UnknownOutcome] {
        wrongs.push(Wrong::LostAct(format!("nobody is told: {attention:?}")));
    }
    wrongs
}

fn recorded(truth: &Truth) -> Vec<i64> {
    truth.records.iter().map(|(minor, _, _)| *minor).collect()
}

/// Returns the amounts of one kind of event.
fn amounts(payment: &LedgerRow, kind: &str) -> Vec<i64> {
    let events = payment.events.iter().filter(|event| event.kind == kind);
    events.map(|event| event.amount_minor).collect()
}
