//! The rules: what is due on an order, who is to do it, and why it is not simply done.
//!
//! A pure function of facts, settings, eras, hold and journal; the clock is a value. Every command
//! shows or executes its answer, and no rule about money may stand anywhere else.

mod attention;
mod bars;
mod closing;
mod cutover;
mod found;
mod lasting;
mod link;
mod merged;
mod others;
mod passing;
mod payments;
mod refusal;
mod release;
mod share;
mod shop;
mod siblings;
mod sights;
mod steps;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::act::{Act, Intent, Operation};
use crate::code::Code;
use crate::hooks::Hooks;
use crate::ledger::Ledger;
use crate::method::Known;
use crate::money::Money;
use crate::order::{DocumentId, OrderId, PaymentStatus};
use crate::purchase::{Case, Skip};

pub use attention::Attention;
pub use bars::Bar;
use bars::Found;
pub use closing::Closing;
pub use cutover::Class;
pub use lasting::{Span, span};
pub use link::{Doubt, Link};
use share::Stand;
use steps::Rules;

/// Which rules these are: with others, what is kept of an assessment is worth nothing.
pub const RULES: &str = env!("UNIAC_RULES");

/// What is the same for all orders of a company.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// The company's key in Uni, from which keys are derived.
    pub key: String,
    /// Whether auto-capture is active.
    pub active: bool,
    /// Since when orders made by hand are created in the shop; `None`: they are not.
    pub upload_new_orders_since: Option<Timestamp>,
    /// The payment methods in the shop that the configured providers take.
    pub methods: Vec<Method>,
    /// Whose payment methods are, as far as that is known.
    pub known: Known,
    /// What the shop's plug-ins do when an order's status changes.
    pub hooks: Hooks,
    /// What the company has configured for the rules.
    pub terms: Terms,
}

/// What a company configures for the rules. By default nothing waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// How old a deletion must be, by our first sight of it, before `sync` releases the reservation.
    pub release_after: SignedDuration,
    /// How old a credit note must be, by our first sight of it, before `sync` pays back.
    pub refund_after: SignedDuration,
    /// Whether what Uni shows as paid on invoices says nothing.
    pub ignores_paid: bool,
    /// Whether every reference that leads to one shop order is taken for right.
    pub trusts_links: bool,
}

/// A payment method in the shop that a configured provider takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its id in the shop.
    pub id: String,
    /// Whether the provider can release what is left reserved after a capture.
    pub releases_rest: bool,
    /// For how long after the reservation a capture is guaranteed, where that is less than the reservation's life.
    pub guaranteed: Option<SignedDuration>,
}

impl Company {
    /// Returns whether a configured provider takes payments of this method.
    pub fn takes(&self, method: &str) -> bool {
        self.method(method).is_some()
    }

    fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.id.eq_ignore_ascii_case(id))
    }

    fn guaranteed(&self, method: &str) -> Option<SignedDuration> {
        self.method(method)?.guaranteed
    }

    /// Returns whether what is left of a reservation can be released after a capture. Where no
    /// provider is configured, nothing can.
    fn releases_rest(&self, method: &str) -> bool {
        self.method(method).is_some_and(|method| method.releases_rest)
    }
}

impl Skip {
    /// Returns what a person is told of the order because of it.
    pub fn attention(&self) -> Attention {
        match Code::named(&self.code) {
            _ if self.code == Attention::Braked.name() => Attention::Braked,
            Some(Code::PaymentNotFound) => Attention::PaymentNotFound,
            Some(Code::MethodNotConfigured) => Attention::MethodNotConfigured,
            Some(Code::OverBounds) => Attention::OverBounds,
            Some(code) if code.is_of_reading() => Attention::Unreadable,
            Some(_) | None => Attention::Refused,
        }
    }
}

impl Case {
    /// Returns the orders of its purchase, itself first: those that surely stem from the same shop order or payment.
    pub fn purchase(&self) -> impl Iterator<Item = OrderId> {
        share::together(self).map(|case| case.order.uni.id)
    }

    /// Notes on it and on those that it is tied to whether references are trusted.
    fn trust(&mut self, is_trusted: bool) {
        self.ties.is_trusted = is_trusted;
        for other in &mut self.ties.siblings {
            other.ties.is_trusted = is_trusted;
        }
    }
}

/// Who is to do a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// `uniac sync` does it.
    Auto,
    /// It waits for a person.
    Manual,
}

impl Mode {
    /// Returns the mode of a word in JSON.
    pub fn from_name(name: &str) -> Option<Mode> {
        [Mode::Auto, Mode::Manual].into_iter().find(|mode| mode.name() == name)
    }

    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Auto => "auto",
            Mode::Manual => "manual",
        }
    }
}

/// A due step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is to be done.
    pub act: Act,
    /// The invoice it is done for; `None` for an act on the whole order.
    pub document: Option<DocumentId>,
    /// How much.
    pub money: Money,
    /// The payment that it is done on; `None` for what moves no money at a provider.
    pub payment: Option<String>,
    /// The order of the shop that it is done on, by its id, where the order was merged of several; `None`: the only one.
    pub shop: Option<String>,
    /// Who is to do it.
    pub mode: Mode,
    /// Why it waits for a person.
    pub why: Option<Attention>,
}

impl Step {
    /// Returns whether it is a person's answer to what others moved on purpose or by mistake, and not what any document
    /// asks for: only who names the order means it.
    pub fn is_answer(&self) -> bool {
        matches!(
            (self.act, self.why),
            (Act::Refund, Some(Attention::CapturedNotInvoiced))
                | (Act::Capture, Some(Attention::RefundedElsewhere))
        )
    }

    /// Returns the operation of the step.
    pub fn operation(&self) -> Operation {
        self.act.operation()
    }
}

/// Where the money of an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No payment known to a configured provider.
    None,
    /// Reserved, nothing taken.
    Reserved,
    /// A part taken, a part still reserved.
    PartCaptured,
    /// Taken.
    Captured,
    /// A part paid back.
    PartRefunded,
    /// All paid back.
    Refunded,
    /// The reservation was released.
    Cancelled,
    /// The reservation ran out.
    Expired,
}

impl State {
    /// Returns the state of a name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// All states, in the order of an order's life.
    pub const ALL: [State; 8] = [
        State::None,
        State::Reserved,
        State::PartCaptured,
        State::Captured,
        State::PartRefunded,
        State::Refunded,
        State::Cancelled,
        State::Expired,
    ];

    /// Returns the name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::None => "none",
            State::Reserved => "reserved",
            State::PartCaptured => "part-captured",
            State::Captured => "captured",
            State::PartRefunded => "part-refunded",
            State::Refunded => "refunded",
            State::Cancelled => "cancelled",
            State::Expired => "expired",
        }
    }
}

/// What the rules say of one order now.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Where the money is.
    pub state: State,
    /// The due steps, first to last. One that cannot be done is not among them; the attention
    /// says so.
    pub steps: Vec<Step>,
    /// Why the order is not simply done, or what a person should know: the first of `attentions`.
    pub attention: Option<Attention>,
    /// All that a person should know, worst first.
    pub attentions: Vec<Attention>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<Attention>,
    /// Until when what waits a little waits.
    pub waits_until: Option<Timestamp>,
    /// The balances.
    pub ledger: Ledger,
    /// Whether nothing is due, nothing is open and nothing is left reserved.
    pub settled: bool,
    /// What `sync` would do, or might have to do, if all could be read: what the attention `unreadable` stops. A run
    /// that leaves it undone has not done its work.
    pub stopped: Vec<Step>,
    /// How sure it is that the order stems from its shop order.
    pub link: Link,
    /// The reservation that ends first, while something is reserved.
    pub closing: Option<Closing>,
    /// Whether what others took for no invoice is counted on another order that shares the payment.
    pub is_counted_elsewhere: bool,
}

impl Assessment {
    /// Returns why an act that was due is no longer, as far as it is known.
    pub fn why_gone(&self) -> Option<Attention> {
        let elsewhere = self.remarks.iter().find(|remark| **remark == Attention::CapturedElsewhere);
        elsewhere.copied().or(self.attention)
    }

    /// Returns the first due step.
    pub fn next(&self) -> Option<&Step> {
        self.steps.first()
    }
}

/// Assesses one order.
///
/// # Panics
/// When the ledger contradicts itself: that is a defect, and nothing may be sent on it.
pub fn assess(case: &Case, company: &Company, now: Timestamp) -> Assessment {
    let mut own = case.clone();
    own.trust(company.terms.trusts_links);
    own.date_by_sight();
    own.leave_strangers();
    own.turn_to_live();
    let link = share::link_of(&own);
    let stand = share::stand(&own, link, company);
    let (all, is_foreign) = (own.sums(), share::is_foreign(&own));
    let ends = closing::ends(&own, company);
    share::take_own(&mut own, stand, company);
    // What is not its own, and may be, keeps the books from agreeing.
    let is_whole = stand == Stand::Draws || own.sums() == all;
    let ledger = passing::ledger(&own, company, now, is_foreign);
    let closing = closing::of(ends, &ledger, stand);
    let assessment = assess_own(&own, ledger, (stand, is_whole), (link, closing), company, now);
    Assessment { is_counted_elsewhere: siblings::another_counts(&own, company), ..assessment }
}

/// Assesses an order on what is its own of its payments.
fn assess_own(
    case: &Case,
    ledger: Ledger,
    (stand, is_whole): (Stand, bool),
    (link, closing): (Link, Option<Closing>),
    company: &Company,
    now: Timestamp,
) -> Assessment {
    assert!(ledger.capturable >= 0, "what can be captured is never negative");
    let state = state(case, &ledger);
    let rules = Rules { case, ledger: &ledger, company, now };
    let is_unreadable = case.order.doubts().next().is_some();
    let mut found = found::all(&rules, state, stand);
    found.extend(found::expiring(&rules, closing.as_ref()));
    if is_unreadable {
        found.push(Found { attention: Attention::Unreadable, on: None });
    }
    let steps = if is_unreadable { Vec::new() } else { rules.due(&found, state) };
    let stopped = if is_unreadable { rules.stopped() } else { Vec::new() };
    let any_open = case.intents.iter().any(Intent::is_open);
    let settled = !is_unreadable && steps.is_empty() && ledger.capturable == 0 && !any_open;
    let mut all: BTreeSet<Attention> = found.iter().map(|found| found.attention).collect();
    all.extend(any_open.then_some(Attention::UnknownOutcome));
    all.extend(steps.iter().filter_map(|step| step.why));
    all.extend(left_undone(case, &steps));
    let agrees = is_whole && !is_unreadable && !any_open && found::books_agree(&rules);
    // What stands in the way of the status is said by what is left over already.
    let is_said = |attention: &Attention| {
        *attention == Attention::ShopWouldMoveMoney && all.contains(&Attention::ReservationLeftOver)
    };
    let said: Vec<Attention> = all.iter().copied().filter(is_said).collect();
    let is_remark = |attention: &Attention| {
        let is_gone = agrees && attention.is_gone_with_agreement();
        attention.is_remark() || is_gone || said.contains(attention)
    };
    let (remarks, attentions): (Vec<_>, Vec<_>) = all.into_iter().partition(is_remark);
    let waits = remarks.contains(&Attention::WaitsUntil);
    Assessment {
        state,
        steps,
        attention: attentions.first().copied(),
        attentions,
        remarks,
        waits_until: if waits { rules.waits_until() } else { None },
        ledger,
        settled,
        stopped,
        link,
        closing,
        is_counted_elsewhere: false,
    }
}

/// Returns the class of an order at the moment of activation; `None` without a finalised invoice.
pub fn classify(case: &Case, assessment: &Assessment) -> Option<Class> {
    cutover::classify(&case.order, assessment)
}

/// Returns what an order claims of its payment, minor units, whoever else claims it.
pub fn claim(case: &Case, terms: Terms) -> i64 {
    share::claim(case, &Company { terms, ..Company::default() })
}

/// Returns what a person should know of a step that is due and that the last run could not do.
fn left_undone(case: &Case, steps: &[Step]) -> Option<Attention> {
    let skip = |step: &Step| {
        let skip = case.skip_of(step.act, step.document)?.attention();
        // What waits for a person for another reason was not left undone by a brake.
        (step.mode == Mode::Auto || step.why == Some(skip)).then_some(skip)
    };
    steps.iter().find_map(skip)
}

fn state(case: &Case, ledger: &Ledger) -> State {
    let Some(payment) = &case.order.payment else { return State::None };
    if ledger.captured == 0 && ledger.balances.iter().any(|balance| balance.passed_in > 0) {
        return State::Captured; // for another order, and held for this one
    }
    if payment.status == PaymentStatus::NotAuthorised && ledger.captured == 0 {
        return State::None;
    }
    if ledger.refunded > 0 {
        return match ledger.refunded >= ledger.captured {
            true => State::Refunded,
            false => State::PartRefunded,
        };
    }
    match (ledger.captured > 0, ledger.capturable > 0) {
        (true, true) => State::PartCaptured,
        (true, false) => State::Captured,
        (false, true) => State::Reserved,
        (false, false) if payment.status == PaymentStatus::Expired => State::Expired,
        (false, false) if payment.authorised_minor == 0 => State::None,
        (false, false) => State::Cancelled,
    }
}

#[cfg(test)]
mod tests;
