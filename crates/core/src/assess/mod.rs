//! The rules: what is due on an order, who is to do it, and why it is not simply done.
//!
//! A pure function of facts, settings, eras, hold and journal; the clock is a value. Every command
//! shows or executes its answer, and no rule about money may stand anywhere else.

mod assessment;
mod attention;
mod bars;
mod booking;
mod closing;
mod company;
mod cutover;
mod found;
mod lasting;
mod left_undone;
mod link;
mod merged;
mod others;
mod passing;
mod payments;
mod refusal;
mod release;
mod rules;
mod share;
mod shop;
mod siblings;
mod sights;
mod state;
mod step;
mod steps;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::act::Intent;
use crate::ledger::Ledger;
use crate::purchase::Case;

pub use assessment::Assessment;
pub use attention::Attention;
pub use bars::Bar;
use bars::Found;
pub use closing::Closing;
pub use company::{Company, Method, Terms};
pub use cutover::{Class, classify};
pub use lasting::{Span, span};
use left_undone::left_undone;
pub use link::{Doubt, Link};
use rules::Rules;
use share::Stand;
pub use state::State;
use state::state;
pub use step::{Mode, Step};

/// Which rules these are: with others, what is kept of an assessment is worth nothing.
pub const RULES: &str = env!("UNIAC_RULES");

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

/// Returns what an order claims of its payment, minor units, whoever else claims it.
pub fn claim(case: &Case, terms: Terms) -> i64 {
    share::claim(case, &Company { terms, ..Company::default() })
}

#[cfg(test)]
mod tests;
