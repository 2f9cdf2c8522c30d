//! The judge of a simulated world: it knows what people did and what the provider's book says.
//!
//! It must share nothing with the rules of uniac: it never asks `ledger` or `assess`, only the journal
//! (what uniac claims) and the world (what is true).

mod books;
mod brakes;
mod foretold;
mod rest;
mod runs;
mod untidy;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use uniac_core::act::{Act, Intent, Operation, OutcomeKind, Retry};
use uniac_core::order::OrderId;
use uniac_core::settings::Era;
use uniac_sandbox::{LedgerEvent, LedgerRow};
use uniac_store::Store;

use crate::life::{Life, Runner};
use crate::truth::{Paper, Truth};

pub use rest::taken_for;
pub use runs::Before;

/// What is known of a runner's settings: `None` while a switch may or may not have been kept.
type Known = Option<bool>;

/// The judge.
#[derive(Debug, Default)]
pub struct Oracle {
    /// What people did.
    pub truth: Truth,
    active: BTreeMap<Runner, Known>,
    /// Invoices and dropped orders that surely predate an activation of the runner.
    predating: BTreeSet<(Runner, String)>,
    /// Invoices and dropped orders that an active runner may have seen.
    maybe_auto: BTreeSet<(Runner, String)>,
    /// The keys that were on their way to the provider.
    sent: BTreeSet<String>,
    /// What was last known of each act, by its key.
    known: BTreeMap<(Runner, String), Option<OutcomeKind>>,
    /// Orders that are surely held by the runner, and until when.
    held: BTreeMap<(Runner, OrderId), Option<Timestamp>>,
    /// Invoices and drops of orders that surely are of the automation's era for the runner.
    surely_auto: BTreeSet<(Runner, String)>,
    /// How many processes each runner has begun.
    processes: BTreeMap<Runner, u64>,
    /// Whether a clock was ever set: what carries a wrong moment may be read late.
    is_clock_wrong: bool,
    /// The acts with a brake that an automatic run began and sent, by key.
    by_itself: BTreeMap<String, (Runner, Intent)>,
}

// What happens beside.
impl Oracle {
    /// A process is begun.
    pub fn begun(&mut self, runner: Runner) {
        *self.processes.entry(runner).or_default() += 1;
    }

    /// The clock was set.
    pub fn clock_was_set(&mut self) {
        self.is_clock_wrong = true;
    }

    /// Returns how much people have done.
    pub fn deeds(&self) -> u64 {
        self.truth.deeds
    }
}

// What people do.
impl Oracle {
    /// An invoice is made or an order is dropped: of the automation's era for who is active.
    pub fn comes_to_be(&mut self, number: &str) {
        for runner in [Runner::Steady, Runner::Other] {
            if self.active.get(&runner).is_some_and(|active| *active != Some(false)) {
                self.maybe_auto.insert((runner, number.to_owned()));
            }
            if self.active.get(&runner) == Some(&Some(true)) {
                self.surely_auto.insert((runner, number.to_owned()));
            }
        }
    }

    /// Nobody knows of which era it is: an invoice that was final before.
    pub fn is_of_any_era(&mut self, number: &str) {
        for runner in [Runner::Steady, Runner::Other] {
            self.maybe_auto.insert((runner, number.to_owned()));
            self.surely_auto.remove(&(runner, number.to_owned()));
        }
    }

    /// Returns the numbers of all invoices and dropped orders: what an activation leaves to a person.
    pub fn stamped(&self) -> Vec<String> {
        let papers = &self.truth.papers;
        let dropped = papers.iter().filter(|(_, paper)| paper.deleted).map(|(order, _)| order);
        papers.values().flat_map(Paper::invoices).chain(dropped).cloned().collect()
    }
}

// What uniac was told, and said that it did.
impl Oracle {
    /// A switch is about to be kept, or not; what is made meanwhile may become automatic.
    pub fn unsure(&mut self, runner: Runner) {
        self.active.insert(runner, None);
        self.surely_auto.retain(|(of, _)| *of != runner);
    }

    /// `enable` is about to keep a switch. What was made while it read may be seen after the activation
    /// only, and is automatic then.
    pub fn switches_on(&mut self, runner: Runner, before: &[String]) {
        self.unsure(runner);
        let made = self.stamped().into_iter().filter(|number| !before.contains(number));
        self.maybe_auto.extend(made.map(|invoice| (runner, invoice)));
    }

    /// `enable` has returned: what was there before it began predates, unless it may be automatic.
    pub fn enabled(&mut self, runner: Runner, was: bool, is: bool, before: Vec<String>) {
        self.active.insert(runner, Some(is));
        if is && !was {
            let sure = before.into_iter().map(|invoice| (runner, invoice));
            let sure = sure.filter(|invoice| !self.maybe_auto.contains(invoice));
            self.predating.extend(sure.collect::<Vec<_>>());
        }
    }

    /// `disable` has returned.
    pub fn disabled(&mut self, runner: Runner, is: bool) {
        self.active.insert(runner, Some(is));
    }

    /// A hold is about to be kept or lifted, or not.
    pub fn unsure_of(&mut self, runner: Runner, order: OrderId) {
        self.held.remove(&(runner, order));
    }

    /// A hold is kept.
    pub fn held(&mut self, runner: Runner, order: OrderId, until: Option<Timestamp>) {
        self.held.insert((runner, order), until);
    }

    /// A hold is lifted.
    pub fn lifted(&mut self, runner: Runner, order: OrderId) {
        self.held.remove(&(runner, order));
    }

    /// A key is on its way; returns whether it was before.
    pub fn sent(&mut self, key: &str) -> bool {
        !self.sent.insert(key.to_owned())
    }

    /// Holds a request of the automation against what uniac was told.
    pub fn check_allowed(
        &self,
        runner: Runner,
        intent: &Intent,
        invoice: Option<&str>,
        now: Timestamp,
    ) {
        let hold = self.held.get(&(runner, intent.order));
        let holds = hold.is_some_and(|until| until.is_none_or(|until| now < until));
        assert!(!holds, "sent for an order that is held: {intent:?}");
        assert_ne!(self.active.get(&runner), Some(&Some(false)), "sent while inactive: {intent:?}");
        if let Some(invoice) = invoice.filter(|_| intent.act.operation().moves_money()) {
            let predates = self.predating.contains(&(runner, invoice.to_owned()));
            assert!(!predates, "sent for an invoice that predates: {intent:?}");
        }
    }
}

/// One unit of the currency: so much left reserved is a rounding.
pub const UNIT_MINOR: i64 = 100;

// The verdicts.
impl Oracle {
    /// The automation releases nothing but a rounding of an order that lives, or that was dropped
    /// before the activation.
    pub fn check_release(&self, runner: Runner, order: &str, intent: &Intent) {
        let Some(story) = self.truth.papers.get(order).filter(|_| intent.act == Act::Cancel) else {
            return;
        };
        if !self.truth.is_tidy(story.purchase) {
            return;
        }
        let is_rounding = intent.money.minor <= UNIT_MINOR;
        assert!(story.deleted || is_rounding, "released a living order by itself: {intent:?}");
        let predates = self.predating.contains(&(runner, order.to_owned()));
        assert!(!predates || is_rounding, "released what was dropped before: {intent:?}");
    }

    /// At every step: what the provider's book says of each payment is within its bounds.
    pub fn look(&self, book: &[LedgerRow], life: &Life) {
        for row in book {
            let sum = |kind| events(row, kind).map(|event| event.amount_minor).sum::<i64>();
            let (captured, refunded, cancelled) = (sum("capture"), sum("refund"), sum("cancel"));
            assert!(captured + cancelled <= row.authorised_minor, "above the reservation: {row:?}");
            assert!(refunded <= captured, "refunded above what was captured: {row:?}");
            let mut keys = BTreeSet::new();
            for event in row.events.iter().filter(|event| is_ours(event)) {
                assert!(keys.insert(&event.key), "a second effect of one intent: {row:?}");
                life.mark(format!("effect/{}", event.kind));
            }
            let Some(purchase) = self.truth.of_payment(&row.reference) else { continue };
            let papers = self.truth.papers_of(purchase);
            let Some((_, story)) =
                papers.into_iter().next().filter(|_| self.truth.is_tidy(purchase))
            else {
                continue;
            };
            let ours = |kind| -> i64 {
                events(row, kind).filter(|event| is_ours(event)).map(|e| e.amount_minor).sum()
            };
            assert!(
                ours("capture") <= story.invoiced(),
                "above what is invoiced: {row:?} {story:?}"
            );
            // What others took and no invoice can ask for a person pays back.
            let most = story.credited() + captured - ours("capture");
            assert!(ours("refund") <= most, "above what is credited: {row:?} {story:?}");
            // Of a living order only what no invoice needs any more, and no line can need.
            let is_left_over = story.invoiced() >= story.total
                && ours("cancel") <= row.authorised_minor - (story.invoiced() - story.credited());
            let is_fine = ours("cancel") == 0 || story.deleted || is_left_over;
            assert!(is_fine, "released a living order: {row:?}");
        }
    }

    /// After every process: what the journals claim is true, and what is true they announced.
    pub fn check_journals(&mut self, life: &Life) {
        let book = life.world().ledger().expect("the book is read");
        let mut effects: BTreeMap<&str, (&LedgerEvent, &LedgerRow)> = BTreeMap::new();
        for row in &book {
            let ours = row.events.iter().filter(|event| is_ours(event));
            effects.extend(ours.filter_map(|event| Some((event.key.as_deref()?, (event, row)))));
        }
        let mut announced = BTreeSet::new();
        for runner in [Runner::Steady, Runner::Other] {
            let journal = life.store(runner).journal(None).expect("the journal is read");
            for (_, intent) in &journal {
                self.mark_change(life, runner, intent);
                if !intent.act.operation().moves_money() {
                    continue;
                }
                announced.insert(intent.key.clone());
                let effect = effects.get(intent.key.as_str());
                let kind = intent.outcome.as_ref().map(|outcome| outcome.kind);
                match (kind, effect) {
                    (Some(OutcomeKind::Done), None) => panic!("a false success: {intent:?}"),
                    // Two stores of one company share their keys: the other one may have done it,
                    // and something else by it.
                    (Some(OutcomeKind::Refused), Some(_)) => {
                        assert!(
                            self.is_shared(life, intent),
                            "refused, and it happened: {intent:?}"
                        );
                    }
                    (Some(OutcomeKind::Done), Some((event, row))) => matches(intent, event, row),
                    (_, Some((event, row))) if !self.is_shared(life, intent) => {
                        matches(intent, event, row);
                    }
                    _ => {}
                }
            }
        }
        for key in effects.keys() {
            assert!(announced.contains(*key), "an effect that no intent announced: {key}");
        }
    }

    /// Counts what became of an act since it was last looked at.
    fn mark_change(&mut self, life: &Life, runner: Runner, intent: &Intent) {
        let outcome = intent.outcome.as_ref();
        let kind = outcome.map(|outcome| outcome.kind);
        let before = self.known.insert((runner, intent.key.clone()), kind);
        if before == Some(kind) {
            return;
        }
        life.mark(format!("act/{}/{}", intent.act.name(), kind.map_or("open", OutcomeKind::name)));
        let was_open = matches!(before, Some(None | Some(OutcomeKind::Unknown)));
        let code = outcome.and_then(|outcome| outcome.code.as_deref());
        match (kind, code) {
            (Some(OutcomeKind::Done), _) if was_open => life.mark("settled/done"),
            (_, Some("never-arrived" | "superseded")) => {
                life.mark(format!("settled/{}", code.unwrap_or_default()));
            }
            _ => {}
        }
    }

    fn is_shared(&self, life: &Life, intent: &Intent) -> bool {
        let knows = |runner| {
            let journal = life.store(runner).journal(None).expect("the journal is read");
            journal.iter().any(|(_, other)| other.key == intent.key)
        };
        knows(Runner::Steady) && knows(Runner::Other)
    }

    /// In the end: nothing is unknown that can be known, and an order with nothing unusual about it
    /// is done with, to the øre.
    pub fn check_end(&self, life: &Arc<Life>) {
        self.check_purchases(life, false);
        let active = self.active.get(&Runner::Steady) == Some(&Some(true));
        let settles = active && life.swarm.lookup;
        let journal = life.store(Runner::Steady).journal(None).expect("the journal is read");
        for (order, intent) in &journal {
            let money = intent.act.operation().moves_money();
            assert!(!(settles && money && intent.is_open()), "{order} is unknown: {intent:?}");
        }
        for (number, story) in self.truth.papers.iter().filter(|(_, paper)| !paper.by_hand) {
            if self.is_plain(life, number, story) {
                life.mark("end/plain order");
                let lack = self.lack(life, story);
                assert!(lack.is_none(), "in the end {lack:?}: {number} {story:?}");
            }
        }
    }

    /// Returns what the book lacks of an order that is the automation's to do.
    fn lack(&self, life: &Life, story: &Paper) -> Option<String> {
        let book = life.world().ledger().expect("the book is read");
        let rows = self.truth.rows(story.purchase, &book);
        let row = rows.first()?;
        let (held, owed) =
            (row.captured_minor - row.refunded_minor, story.invoiced() - story.credited());
        if held != owed {
            return Some(format!("{held} is held, {owed} is owed: {row:?}"));
        }
        let rest = row.authorised_minor - row.captured_minor - row.cancelled_minor;
        (story.deleted && rest > 0).then(|| format!("{rest} is not released: {row:?}"))
    }

    /// After a person has told what nobody could see: no act is without an end, and as in the end.
    pub fn check_told(&self, life: &Arc<Life>) {
        let journal = life.store(Runner::Steady).journal(None).expect("the journal is read");
        for (order, intent) in &journal {
            let money = intent.act.operation().moves_money();
            assert!(!(money && intent.is_open()), "{order} is open still: {intent:?}");
        }
        self.check_end(life);
        self.check_purchases(life, true);
        self.check_books(life);
    }

    /// Returns whether the automation surely is to do everything on an order.
    fn is_plain(&self, life: &Life, number: &str, story: &Paper) -> bool {
        let store = life.store(Runner::Steady);
        let now = life.clock.now();
        let active = store.settings().expect("the settings are read").is_active();
        let ids = store.find_orders(number, false).expect("the orders are read");
        let case = ids.first().and_then(|id| store.case(*id).expect("the order is read"));
        let Some(case) = case else { return active && story.bills.is_empty() };
        let surely_dropped = self.surely_auto.contains(&(Runner::Steady, number.to_owned()));
        let automatic = case.eras.values().all(|era| *era == Era::Auto)
            && (!case.ties.dropped_before || surely_dropped);
        let refused = case.intents.iter().any(|intent| {
            intent
                .outcome
                .as_ref()
                .is_some_and(|o| o.kind == OutcomeKind::Refused && o.retry == Retry::Never)
        });
        let open = case.intents.iter().any(Intent::is_open);
        active
            && automatic
            && !refused
            && !open
            && self.truth.is_tidy(story.purchase)
            && !self.truth.purchases[story.purchase].touched
            && story.total > 0
            && case.active_hold(now).is_none()
    }
}

fn events<'a>(row: &'a LedgerRow, kind: &'a str) -> impl Iterator<Item = &'a LedgerEvent> {
    row.events.iter().filter(move |event| event.kind == kind)
}

/// Returns whether uniac's key caused an effect.
fn is_ours(event: &LedgerEvent) -> bool {
    event.key.as_ref().is_some_and(|key| key.starts_with("ua-"))
}

fn matches(intent: &Intent, event: &LedgerEvent, row: &LedgerRow) {
    let kind = match intent.act {
        Act::Capture => "capture",
        Act::Refund => "refund",
        _ => "cancel",
    };
    let amount =
        intent.act.operation() == Operation::Cancel || intent.money.minor == event.amount_minor;
    let currency = intent.money.currency.to_string() == row.currency;
    assert!(event.kind == kind && amount && currency, "not what was meant: {intent:?} {event:?}");
}
