//! Fingerprint: stands for the facts that a saved plan's steps on an order rest on.
//!
//! The plan's own acts change facts too, so whatever they change is taken out again or left out where it cannot be. What
//! anybody else has changed must never go unseen; where it is not clear who it was, the fingerprint differs.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use jiff::Timestamp;
use ring::digest::{SHA256, digest};

use uniac_core::act::{Act, Intent, IntentId, Operation, payment_in};
use uniac_core::order::{Document, EventKind, Payment};
use uniac_core::purchase::Case;

/// From this number on acts are foreseen and in no journal.
pub(super) const FORESEEN: i64 = 1 << 48;

/// Which acts of the journal are a plan's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    /// The last act of the journal when the run began: later ones are its own.
    pub after: IntentId,
    /// Those of an earlier application of the same plan, which broke off.
    pub before: BTreeSet<IntentId>,
}

impl Own {
    /// Returns whether an act is the plan's own.
    pub(super) fn is_own(&self, intent: &Intent) -> bool {
        intent.id > self.after || self.before.contains(&intent.id)
    }
}

/// What stands for the facts of an order, in parts: those that no act of the plan changes, and those that its acts in
/// the shop, or on the money, can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    facts: String,
    shop: String,
    money: String,
}

impl Fingerprint {
    /// Returns the fingerprint of an order as it is known now.
    pub(super) fn of(case: &Case, own: &Own, now: Timestamp) -> Fingerprint {
        let (mut facts, mut shop, mut money) = (String::new(), String::new(), String::new());
        add_ties(&mut facts, case);
        // What has no answer may have one before the plan's acts begin.
        let others = case.intents.iter().filter(|intent| !own.is_own(intent) && !intent.is_open());
        for known in others {
            let _ = writeln!(facts, "act {}", known.key);
        }
        let mut together: Vec<&Case> = case.ties.siblings.iter().collect();
        together.push(case);
        together.sort_by_key(|case| case.order.uni.id);
        for one in together {
            add_order(&mut facts, one, case, now);
        }
        for order in case.shop_orders() {
            let _ = writeln!(shop, "{:?} {}", order.status, order.refunded_minor);
        }
        let mut payments: Vec<&Payment> = case.payments().collect();
        payments.sort_by(|one, other| one.reference.cmp(&other.reference));
        for payment in payments {
            let others = |kind| by_others(payment, kind, case);
            let _ = writeln!(
                facts,
                "payment {} {} {} {} {} {:?} {} {}",
                payment.provider,
                payment.reference,
                payment.currency,
                payment.authorised_minor,
                payment.whole_only,
                payment.unreadable,
                others(EventKind::Capture),
                others(EventKind::Refund),
            );
            // A capture can release the rest, and an act can change the state.
            let _ = writeln!(money, "{:?} {}", payment.status, others(EventKind::Cancel));
        }
        Fingerprint { facts: hash(&facts), shop: hash(&shop), money: hash(&money) }
    }

    /// Returns a fingerprint as it was written into a plan.
    pub(super) fn parse(text: &str) -> Option<Fingerprint> {
        let mut parts = text.split('.').map(str::to_owned);
        let (facts, shop, money) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then_some(Fingerprint { facts, shop, money })
    }

    /// Returns whether the facts of an order are still those of this fingerprint, but for what the plan's own acts have
    /// changed. `in_shop`: its provider's acts change the shop's order, too.
    pub(super) fn stands(&self, case: &Case, own: &Own, in_shop: bool, now: Timestamp) -> bool {
        let found = Fingerprint::of(case, own, now);
        let all = || intents(case).filter(|intent| own.is_own(intent));
        let touches_shop = |intent: &Intent| match intent.act.operation() {
            Operation::ShopUpdate | Operation::ShopCreate => true,
            Operation::Capture | Operation::Refund | Operation::Cancel => in_shop,
            Operation::BookPayment => false,
        };
        let shop_touched = all().any(touches_shop);
        let money_touched = all().any(|intent| intent.act.operation().moves_money());
        self.facts == found.facts
            && (shop_touched || self.shop == found.shop)
            && (money_touched || self.money == found.money)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.facts, self.shop, self.money)
    }
}

/// Returns the acts on an order and on those that are tied to it.
fn intents(case: &Case) -> impl Iterator<Item = &Intent> {
    let of_others = case.ties.siblings.iter().flat_map(|other| &other.intents);
    case.intents.iter().chain(of_others)
}

/// Adds what ties the order to others, and which orders of the shop it leads to.
fn add_ties(text: &mut String, case: &Case) {
    let ties = &case.ties;
    let _ = writeln!(
        text,
        "ties {} {} {:?} {} {}",
        ties.candidates, ties.by_digits, ties.said, ties.dropped_before, ties.is_trusted
    );
    for shop in case.shop_orders() {
        let _ = writeln!(
            text,
            "shop {} {} {} {:?} {:?} {:?} {:?}",
            shop.id,
            shop.number,
            shop.payment_method,
            shop.payment_reference,
            shop.created_from,
            shop.bought,
            shop.unreadable
        );
    }
}

/// Adds the facts of an order: of the one in question, or of one that is tied to it.
fn add_order(text: &mut String, case: &Case, of: &Case, now: Timestamp) {
    let (order, kept) = (&case.order, &case.kept);
    let _ = writeln!(text, "order {:?} {}", order.uni, order.not_found_at.is_some());
    for document in sorted(&order.documents) {
        let paid = paid_by_others(document, case, of);
        let bare = Document { unpaid_minor: 0, unpaid_base: None, ..document.clone() };
        let _ = writeln!(text, "document {bare:?} {paid}");
    }
    for draft in sorted(&order.drafts) {
        let _ = writeln!(text, "draft {draft:?}");
    }
    for stray in sorted(&kept.strays) {
        let _ = writeln!(text, "stray {stray:?}");
    }
    let credited: Vec<_> = kept.on_invoice.iter().map(|(id, on)| (id, on.credited)).collect();
    let _ = writeln!(
        text,
        "kept {:?} {} {:?} {} {credited:?}",
        kept.paid_by_word,
        kept.dropped_at.is_some(),
        kept.named,
        kept.is_gone
    );
    let is_held = case.active_hold(now).is_some();
    let _ = writeln!(text, "hold {is_held} {:?}", case.hold);
}

fn sorted(documents: &[Document]) -> Vec<&Document> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| document.id);
    sorted
}

/// Returns what of a document was paid, in Uni's books, otherwise than by our bookings.
fn paid_by_others(document: &Document, case: &Case, of: &Case) -> i64 {
    let is_its = |intent: &&Intent| intent.act == Act::Book && intent.document == Some(document.id);
    let booked = intents(of).filter(is_its).filter(|intent| intent.is_done());
    let booked = booked.map(|intent| intent.money.minor).fold(0, i64::saturating_add);
    let of_all = case.kept.on_invoice.get(&document.id).map_or(0, |on| on.booked);
    let whole = document.whole();
    (whole - document.unpaid_minor - booked.max(of_all)).max(0)
}

/// Returns what others than uniac did on a payment, of one kind, minor units.
fn by_others(payment: &Payment, kind: EventKind, case: &Case) -> i64 {
    let is_keyed = payment.events.iter().any(|event| event.key.is_some());
    let is_its = |intent: &&Intent| {
        intent.act.effect() == Some(kind) && payment_in(&intent.target) == payment.reference
    };
    let ours: i64 = if is_keyed {
        let keys: BTreeSet<&str> =
            intents(case).filter(is_its).map(|intent| intent.key.as_str()).collect();
        let is_ours = |key: &Option<String>| key.as_deref().is_some_and(|key| keys.contains(key));
        let events = payment.events.iter().filter(|event| event.kind == kind);
        events.filter(|event| is_ours(&event.key)).map(|event| event.amount_minor).sum()
    } else {
        // What was done after the reading is not in it.
        let is_seen = |intent: &&Intent| {
            let at = intent.outcome.as_ref().map(|outcome| outcome.at);
            intent.is_done() && at.is_some_and(|at| at <= payment.read_at)
        };
        intents(case).filter(is_its).filter(is_seen).map(|intent| intent.money.minor).sum()
    };
    let events = payment.events.iter().filter(|event| event.kind == kind);
    let shown: i64 = events.map(|event| event.amount_minor).sum();
    (payment.sum_minor(kind).max(shown) - ours).max(0)
}

fn hash(text: &str) -> String {
    let digest = digest(&SHA256, text.as_bytes());
    digest.as_ref().iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
