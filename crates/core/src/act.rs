//! Acts: what uniac may do to the outside, the intent that announces it, and its outcome.
//!
//! The idempotency key is derived here, from the identity of the intent and nothing else. It must
//! never be random, never depend on the attempt, and never be made anew for a retry.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::money::{Currency, Money};
use crate::order::{DocumentId, EventKind, OrderId};

/// The operations by the names that people and scripts read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Take reserved money.
    Capture,
    /// Pay taken money back.
    Refund,
    /// Release what is left of a reservation.
    Cancel,
    /// Let the shop's order follow.
    ShopUpdate,
    /// Register the captured payment on Uni's invoice.
    BookPayment,
    /// Create an order in the shop that was made by hand in Uni.
    ShopCreate,
}

impl Operation {
    /// Returns whether the operation moves money at the provider.
    pub fn moves_money(self) -> bool {
        matches!(self, Operation::Capture | Operation::Refund | Operation::Cancel)
    }

    /// Returns the name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Operation::Capture => "capture",
            Operation::Refund => "refund",
            Operation::Cancel => "cancel",
            Operation::ShopUpdate => "shop-update",
            Operation::BookPayment => "book-payment",
            Operation::ShopCreate => "shop-create",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One kind of act: an operation, and for the shop what exactly is said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Capture for an invoice.
    Capture,
    /// Refund for an invoice that was credited.
    Refund,
    /// Release the rest of the reservation of an order.
    Cancel,
    /// Set the shop's order to Fullført.
    ShopComplete,
    /// Set the shop's order to Kreditert.
    ShopCredit,
    /// Set the shop's order to Kansellert.
    ShopCancel,
    /// Record a refund in the shop, which must not pay again.
    ShopRecordRefund,
    /// Write a note about a partial capture in the shop's order.
    ShopNote,
    /// Book the payment on Uni's invoice.
    Book,
    /// Create the order in the shop.
    ShopCreate,
}

impl Act {
    /// All acts.
    pub const ALL: [Act; 10] = [
        Act::Capture,
        Act::Refund,
        Act::Cancel,
        Act::ShopComplete,
        Act::ShopCredit,
        Act::ShopCancel,
        Act::ShopRecordRefund,
        Act::ShopNote,
        Act::Book,
        Act::ShopCreate,
    ];

    /// Returns the operation this act belongs to.
    pub fn operation(self) -> Operation {
        match self {
            Act::Capture => Operation::Capture,
            Act::Refund => Operation::Refund,
            Act::Cancel => Operation::Cancel,
            Act::ShopComplete
            | Act::ShopCredit
            | Act::ShopCancel
            | Act::ShopRecordRefund
            | Act::ShopNote => Operation::ShopUpdate,
            Act::Book => Operation::BookPayment,
            Act::ShopCreate => Operation::ShopCreate,
        }
    }

    /// Returns the name that stands in the journal and in keys.
    pub fn name(self) -> &'static str {
        match self {
            Act::Capture => "capture",
            Act::Refund => "refund",
            Act::Cancel => "cancel",
            Act::ShopComplete => "shop-complete",
            Act::ShopCredit => "shop-credit",
            Act::ShopCancel => "shop-cancel",
            Act::ShopRecordRefund => "shop-refund",
            Act::ShopNote => "shop-note",
            Act::Book => "book",
            Act::ShopCreate => "shop-create",
        }
    }

    /// Returns the act of a name in the journal.
    pub fn from_name(name: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.name() == name)
    }

    /// Returns the effect at the provider that this act aims at, for acts that move money.
    pub fn effect(self) -> Option<EventKind> {
        match self {
            Act::Capture => Some(EventKind::Capture),
            Act::Refund => Some(EventKind::Refund),
            Act::Cancel => Some(EventKind::Cancel),
            Act::ShopComplete
            | Act::ShopCredit
            | Act::ShopCancel
            | Act::ShopRecordRefund
            | Act::ShopNote
            | Act::Book
            | Act::ShopCreate => None,
        }
    }
}

/// The longest key that every provider takes (Vipps ePayment: `Idempotency-Key` of at most 50).
pub const KEY_LENGTH_MAX: usize = 50;

/// Returns the idempotency key of an act: derived, so that a lost journal derives it again.
///
/// `company` is the company's key in Uni, the same on every machine; `document` is `None` for acts
/// on the whole order; `ordinal` counts from 1 and grows only after a definite outcome.
///
/// # Panics
/// When the key is longer than a provider takes, which no act's name makes it.
pub fn derive_key(
    company: &str,
    order: OrderId,
    document: Option<DocumentId>,
    act: Act,
    ordinal: u32,
) -> String {
    let subject = match document {
        Some(document) => format!("d{document}"),
        None => format!("o{order}"),
    };
    let identity = format!("{company}\n{order}\n{subject}\n{}\n{ordinal}", act.name());
    let digest = Sha256::digest(identity.as_bytes());
    let mut key = format!("ua-{}-", act.name());
    for byte in digest.iter().take(14) {
        key.push_str(&format!("{byte:02x}"));
    }
    assert!(key.len() <= KEY_LENGTH_MAX, "a key fits every provider");
    key
}

/// The number of an intent in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IntentId(pub i64);

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A journal row that says which act is to be done, written before it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// The row's number.
    pub id: IntentId,
    /// The order.
    pub order: OrderId,
    /// The invoice, or `None` for an act on the whole order.
    pub document: Option<DocumentId>,
    /// What is to be done.
    pub act: Act,
    /// 1 for the first, one more after each definite outcome.
    pub ordinal: u32,
    /// How much.
    pub money: Money,
    /// The idempotency key.
    pub key: String,
    /// What the act is done to: the provider's payment reference, the shop's order id, Uni's
    /// invoice id.
    pub target: String,
    /// The request's body, byte for byte; the same intent always sends the same bytes.
    pub body: String,
    /// When the intent was written.
    pub at: Timestamp,
    /// How it ended, as far as is known. `None`: written, and nothing more is known.
    pub outcome: Option<Outcome>,
}

impl Intent {
    /// Returns whether the act may have happened or not: no outcome, or an unknown one.
    pub fn is_open(&self) -> bool {
        match &self.outcome {
            None => true,
            Some(outcome) => {
                matches!(outcome.kind, OutcomeKind::Unknown | OutcomeKind::Pending)
            }
        }
    }

    /// Returns whether the act is known to have taken effect.
    pub fn is_done(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.kind == OutcomeKind::Done)
    }
}

/// How an intent ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Done, refused, unknown or pending.
    pub kind: OutcomeKind,
    /// A stable code: the provider's error number, or one of ours such as `no-reply`.
    pub code: Option<String>,
    /// The other side's own id of the effect (a PSP reference, a refund id, a voucher number).
    pub receipt: Option<String>,
    /// When a refused act may be tried again without a person; [`Retry::Never`] for all else.
    pub retry: Retry,
    /// When it was learnt.
    pub at: Timestamp,
    /// Who told it, where a person did and no other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// A person's word on how an act ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The person, by the name of the user.
    pub by: String,
    /// What the person has seen.
    pub reason: Option<String>,
}

/// The ways an intent can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// A parsed answer said so, and its id, amount and currency matched.
    Done,
    /// The other side said no; nothing happened.
    Refused,
    /// No definite answer.
    Unknown,
    /// Accepted, not yet confirmed.
    Pending,
}

impl OutcomeKind {
    /// Returns the kind of a name in the journal.
    pub fn from_name(name: &str) -> Option<OutcomeKind> {
        [OutcomeKind::Done, OutcomeKind::Refused, OutcomeKind::Unknown, OutcomeKind::Pending]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            OutcomeKind::Done => "done",
            OutcomeKind::Refused => "refused",
            OutcomeKind::Unknown => "unknown",
            OutcomeKind::Pending => "pending",
        }
    }
}

/// What a connector makes of an answer. Only a parsed answer that matches is `Done`, only an
/// explicit refusal is `Refused`; everything else is `Unknown`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a reply that is not recorded is a lost reply"]
pub enum Reply {
    /// It happened; the other side's own id of the effect, when it gave one.
    Done {
        /// A PSP reference, a refund id, a voucher number.
        receipt: Option<String>,
    },
    /// It did not happen, and the other side said why.
    Refused(Refusal),
    /// It is not known whether it happened.
    Unknown {
        /// What was seen instead of an answer: `no-reply`, `status-500`, `torn-body`.
        code: String,
        /// How long the other side asked to be left alone, seconds.
        retry_after_s: Option<u64>,
    },
    /// Accepted; the effect is still to come.
    Pending {
        /// The other side's own id of the request.
        receipt: Option<String>,
    },
}

/// When a refused act may be tried again without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// Never: the act was judged, and the same question gets the same answer.
    Never,
    /// By the next run: the act as such was not judged.
    NextRun,
    /// Once a day: the act was judged, and the judgement may change (a card that is empty today).
    Daily,
    /// By a run that is let in: not the act was refused, but whoever asked for it.
    SignIn,
}

impl Retry {
    /// Returns the number in the journal. Program versions before this had 0 and 1 only, and take
    /// every other number for 1.
    pub fn number(self) -> u8 {
        match self {
            Retry::Never => 0,
            Retry::NextRun => 1,
            Retry::Daily => 2,
            Retry::SignIn => 3,
        }
    }

    /// Returns what a number in the journal says.
    pub fn from_number(number: u8) -> Option<Retry> {
        [Retry::Never, Retry::NextRun, Retry::Daily, Retry::SignIn]
            .into_iter()
            .find(|retry| retry.number() == number)
    }
}

/// An explicit no: a code, and no words, for what is shown and kept of a no is its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code, for instance the provider's error number `6090`.
    pub code: String,
    /// When it may be tried again without a person.
    pub retry: Retry,
    /// Whether surely nothing was sent, so that there is nothing to look for.
    pub is_unsent: bool,
}

impl Refusal {
    fn new(code: impl Into<String>, retry: Retry) -> Refusal {
        Refusal { code: code.into(), retry, is_unsent: false }
    }

    /// Returns a no for good.
    pub fn last(code: impl Into<String>) -> Refusal {
        Refusal::new(code, Retry::Never)
    }

    /// Returns a refusal that may not be repeated if the act is sent again later.
    pub fn transient(code: impl Into<String>) -> Refusal {
        Refusal::new(code, Retry::Daily)
    }

    /// Returns a no to an act that was not judged, so that the next run asks anew.
    pub fn not_judged(code: impl Into<String>) -> Refusal {
        Refusal::new(code, Retry::NextRun)
    }

    /// Returns the other side's no to whoever asks.
    pub fn sign_in() -> Refusal {
        Refusal::new("sign-in", Retry::SignIn)
    }

    /// Returns what stands for an act of which surely nothing was sent.
    pub fn unsent(code: impl Into<String>) -> Refusal {
        Refusal { is_unsent: true, ..Refusal::not_judged(code) }
    }
}

/// What a look at the other side says about an act whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The act's effect is there.
    Done {
        /// The other side's own id of the effect.
        receipt: Option<String>,
    },
    /// The act was accepted, and its effect is still to come.
    Pending {
        /// The other side's own id of the request.
        receipt: Option<String>,
    },
    /// The act was accepted once and has come to nothing.
    Refused {
        /// A stable code of ours.
        code: String,
    },
    /// The act's effect is not there (yet).
    Absent,
    /// What is there cannot be told apart from somebody else's act.
    Unclear,
}

/// Returns the payment's reference in the target of an act that moves money; behind a `/` stands what else
/// its connector needs.
pub fn payment_in(target: &str) -> &str {
    target.split('/').next().unwrap_or(target)
}

/// Returns what of the payment an act is sent to, where a provider takes it for a part only: Nexi pays back a charge.
pub fn part_in(target: &str) -> Option<&str> {
    target.split_once('/').map(|(_, part)| part)
}

/// Returns `true` when the event is the effect that the intent aimed at, to the øre.
pub fn matches_event(intent: &Intent, kind: EventKind, minor: i64, currency: Currency) -> bool {
    intent.act.effect() == Some(kind)
        && intent.money.currency == currency
        && (intent.money.minor == minor || kind == EventKind::Cancel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_derived_and_differ_in_every_part_of_the_identity() {
        let key = |company, order, document, act, ordinal| {
            derive_key(company, OrderId(order), document, act, ordinal)
        };
        let document = Some(DocumentId(7));
        let first = key("c", 7, document, Act::Capture, 1);
        assert_eq!(first, key("c", 7, document, Act::Capture, 1));
        for other in [
            key("d", 7, document, Act::Capture, 1),
            key("c", 8, document, Act::Capture, 1),
            key("c", 7, None, Act::Capture, 1),
            key("c", 7, document, Act::Refund, 1),
            key("c", 7, document, Act::Capture, 2),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn every_key_fits_every_provider() {
        for act in Act::ALL {
            let key = derive_key("c", OrderId(i64::MAX), Some(DocumentId(i64::MAX)), act, u32::MAX);
            assert!(key.len() <= KEY_LENGTH_MAX, "{key}");
            assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        }
    }
}
