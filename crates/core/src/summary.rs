//! What is shown and summed of an order: its figures, why money is missing, and what is kept of its assessment.
//!
//! Pure, and for people and stores only: lists, totals and what is kept all take it from here, so that a total is the sum
//! of its rows. No rule may depend on it.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::act::{Act, Intent, payment_in};
use crate::assess::{Assessment, Attention, Closing, Link, Mode, Span, State, Step, Terms, span};
use crate::money::Currency;
use crate::order::{Document, EventKind, OrderId, ShopOrder};
use crate::owed::{self, Gap};
use crate::purchase::Case;

/// Returns the shop order that an order is tied to, surely or not; a person's no unties it.
pub fn tied_shop(case: &Case, link: Link) -> Option<&ShopOrder> {
    case.order.shop.as_ref().filter(|_| link != Link::Unlinked)
}

/// Returns the references of an order's payments: the one that the shop names, then those that it named before and those
/// that our own acts on money were sent to.
pub fn payments(case: &Case, link: Link) -> Vec<&str> {
    let shops = tied_shop(case, link).into_iter().flat_map(|_| case.shop_orders());
    let named = shops.filter_map(|shop| shop.payment_reference.as_deref());
    let before = case.earlier.iter().map(|payment| payment.reference.as_str());
    let before = before.filter(|reference| link != Link::Unlinked && case.is_named(reference));
    let intents = case.intents.iter().filter(|intent| intent.act.operation().moves_money());
    let sent = intents.map(|intent| payment_in(&intent.target));
    let mut payments = Vec::new();
    for payment in named.chain(before).chain(sent) {
        if !payments.contains(&payment) {
            payments.push(payment);
        }
    }
    payments
}

/// Returns what stands for the case that a person has seen: the attention, the sums, the documents and the payments, and
/// what the orders of the same purchase are about. Moments are no part of it.
pub fn fingerprint(case: &Case, assessment: &Assessment) -> String {
    let ledger = &assessment.ledger;
    let uni = &case.order.uni;
    let attentions: Vec<&str> = assessment.attentions.iter().map(|a| a.name()).collect();
    let attention = attentions.join(" ");
    let mut text = format!(
        "{attention}\n{}\n{} {} {} {}\n{:?}\n",
        uni.currency,
        uni.total_minor,
        ledger.owed(),
        ledger.captured - ledger.refunded,
        ledger.capturable,
        payments(case, assessment.link),
    );
    add_documents(&mut text, &case.order.documents);
    let mut others: Vec<&Case> = case.ties.siblings.iter().collect();
    others.sort_by_key(|other| other.order.uni.id);
    for other in others {
        let _ = writeln!(text, "with {} {}", other.order.uni.id, other.order.uni.total_minor);
        add_documents(&mut text, &other.order.documents);
    }
    hash(&text)
}

fn add_documents(text: &mut String, documents: &[Document]) {
    let mut lines: Vec<String> = documents
        .iter()
        .map(|document| {
            let Document { id, number, kind, amount_minor, .. } = document;
            format!("{id} {number} {kind:?} {amount_minor}\n")
        })
        .collect();
    lines.sort();
    text.push_str(&lines.concat());
}

/// Returns the hash of a text, in hexadecimal digits.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Who has something to do on an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Nobody.
    Nothing,
    /// A person: all that is due waits.
    Person,
    /// A run has to look at it: something is due by itself, or would be if it were not braked or could be read, or an act
    /// has no definite answer.
    Run,
}

/// What is kept of the assessment of one order, amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The order of Uni.
    pub order: OrderId,
    /// Whether it is a web order: one whose reference leads to no order of the shop is somebody's own.
    pub is_web_order: bool,
    /// The day of the order.
    pub placed: Date,
    /// Its currency.
    pub currency: Currency,
    /// Where the money is.
    pub state: State,
    /// The due steps.
    pub steps: Vec<Step>,
    /// All that a person should know, worst first.
    pub attentions: Vec<Attention>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<Attention>,
    /// How sure the tie to the shop order is, by its word in JSON.
    pub link: &'static str,
    /// Who has something to do on it.
    pub due: Due,
    /// Whether nothing is due, nothing is open and nothing is left reserved.
    pub settled: bool,
    /// How many acts have no definite answer.
    pub open: usize,
    /// Whether one of its invoices predates the activation.
    pub predates: bool,
    /// Invoiced less credited.
    pub owed_minor: i64,
    /// Captured less refunded; never negative.
    pub held_minor: i64,
    /// What is owed on an invoice and not held for it.
    pub missing: Option<Gap>,
    /// What is held and no invoice asks for.
    pub excess: Option<Gap>,
    /// When the reservation ends, or its guarantee where that is earlier, while something is reserved.
    pub closes_at: Option<Timestamp>,
    /// What can still be captured.
    pub reserved_minor: i64,
    /// All that was captured.
    pub captured_minor: i64,
    /// All that was refunded.
    pub refunded_minor: i64,
    /// When something was last captured.
    pub captured_at: Option<Timestamp>,
    /// What stands for the case, where it has an attention that a person can accept.
    pub seen: Option<String>,
    /// How long it holds while no fact changes.
    pub span: Span,
    /// The hash of the whole assessment, by which a check sees a difference in what is not kept in full.
    pub digest: String,
}

impl Summary {
    /// Returns what is kept of what the rules said of an order at a moment.
    pub fn of(case: &Case, assessment: &Assessment, terms: Terms, now: Timestamp) -> Summary {
        let open = case.intents.iter().filter(|intent| intent.is_open()).count();
        Summary {
            order: case.order.uni.id,
            is_web_order: is_web_order(case, assessment),
            placed: case.order.uni.placed,
            currency: case.order.uni.currency,
            state: assessment.state,
            steps: assessment.steps.clone(),
            attentions: assessment.attentions.clone(),
            remarks: assessment.remarks.clone(),
            link: assessment.link.name(),
            due: due(case, assessment, open),
            settled: assessment.settled,
            open,
            predates: case.predates(),
            owed_minor: assessment.ledger.owed(),
            held_minor: (assessment.ledger.captured - assessment.ledger.refunded).max(0),
            missing: owed::missing(case, assessment),
            excess: owed::excess(case, assessment),
            closes_at: assessment.closing.as_ref().and_then(Closing::at),
            reserved_minor: assessment.ledger.capturable,
            captured_minor: assessment.ledger.captured,
            refunded_minor: assessment.ledger.refunded,
            captured_at: captured_at(case),
            seen: assessment.attention.map(|_| fingerprint(case, assessment)),
            span: span(case, assessment, terms, now),
            digest: hash(&format!("{assessment:?}")),
        }
    }
}

/// Returns whether an order is one of the shop's: one whose reference leads to no order of the shop is somebody's own.
pub fn is_web_order(case: &Case, assessment: &Assessment) -> bool {
    case.order.shop.is_some()
        || !assessment.steps.is_empty()
        // Its creation in the shop may have an end that nobody knows yet.
        || !case.intents.is_empty()
}

fn due(case: &Case, assessment: &Assessment, open: usize) -> Due {
    // What a brake held back is looked at anew by each run, whatever else stands on it while it is held back.
    let was_braked = case.skips.iter().any(|skip| skip.attention() == Attention::Braked);
    let is_runs = was_braked || assessment.steps.iter().any(|step| step.mode == Mode::Auto);
    match assessment.steps.is_empty() {
        _ if is_runs || open > 0 || !assessment.stopped.is_empty() => Due::Run,
        false => Due::Person,
        true => Due::Nothing,
    }
}

/// Returns when something was last captured, by the provider's events and by our own acts.
fn captured_at(case: &Case) -> Option<Timestamp> {
    let events = case.payments().flat_map(|payment| &payment.events);
    let events = events.filter(|event| event.kind == EventKind::Capture).map(|event| event.at);
    let ours = |intent: &&Intent| intent.act == Act::Capture && intent.is_done();
    events.chain(case.intents.iter().filter(ours).map(|intent| intent.at)).max()
}
