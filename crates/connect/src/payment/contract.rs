//! What the engine knows of a payment provider: capabilities as data, and three functions.
//!
//! A provider must never choose a key, an amount or a moment: all three come with the intent. An
//! answer that was not understood is *unknown*, never *done* and never *refused*.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::http::refused;
use uniac_core::act::{Act, Found, Intent, KEY_LENGTH_MAX, Reply, matches_event};
use uniac_core::finding::Finding;
use uniac_core::money::Money;
use uniac_core::order::{EventKind, Payment};
use uniac_system::error::Result;

/// What a provider can promise; the engine settles lost replies by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// How long the provider surely answers a repeated key with the first result; `None` when it
    /// keeps no keys.
    pub key_lifetime: Option<SignedDuration>,
    /// Whether a look at the payment tells surely that an act has happened or not, after
    /// `lookup_delay`: its events name the key, or [`Provider::find`] knows another sign.
    pub lookup: bool,
    /// How long an effect may stay invisible to reads.
    pub lookup_delay: SignedDuration,
    /// Whether the web shop itself is the provider: it passes each act on to its own and writes it
    /// into its order.
    pub in_shop: bool,
    /// Whether what is left reserved after a capture can be released.
    pub releases_rest: bool,
    /// How many reads of one payment the provider answers within an hour; `None`: it names no such limit.
    pub reads_an_hour: Option<u16>,
}

/// An act that moves money, as it is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What is to be done.
    pub act: Act,
    /// How much.
    pub money: Money,
    /// The intent's key, by which the effect is recognised later.
    pub key: &'a str,
    /// The payment as it was just read.
    pub payment: &'a Payment,
}

/// What is to be sent for an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How much: what is wanted, or less where one call cannot do it all (a refund that is spread
    /// over several captures). What is left stays due.
    pub money: Money,
    /// What the act is done to: the payment's reference, and behind a `/` what else the connector
    /// needs to send it, for instance the capture that is paid back.
    pub target: String,
    /// The request's body, byte for byte.
    pub body: String,
}

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Returns the provider's name, for instance `vipps`.
    fn name(&self) -> &str;

    /// Returns what the provider can promise.
    fn capabilities(&self) -> &Capabilities;

    /// Returns the payment methods in the shop that are this provider's.
    fn payment_methods(&self) -> &[String];

    /// Returns whether payments of this method in the shop are this provider's.
    fn handles(&self, payment_method: &str) -> bool {
        self.payment_methods().iter().any(|name| name.eq_ignore_ascii_case(payment_method))
    }

    /// Returns for how many days after the reservation a capture of this method is guaranteed, where that is less than the
    /// reservation's life.
    fn guaranteed_days(&self, _payment_method: &str) -> Option<u16> {
        None
    }

    /// Reads a payment. With `known`, the events are read only when the sums have moved since.
    ///
    /// # Errors
    /// When it could not be read or understood; `None` only when the provider knows no such
    /// payment.
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>>;

    /// Returns what is to be sent for an act that moves money. Nothing is sent yet.
    ///
    /// # Errors
    /// When this provider cannot do the act on this payment.
    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft>;

    /// Does the act: sends the intent's body with the intent's key, once.
    fn send(&self, intent: &Intent) -> Reply;

    /// Tells from a payment just read whether the act has happened: by the key that its events name.
    fn find(&self, intent: &Intent, payment: &Payment) -> Found {
        let capabilities = self.capabilities();
        let event = payment.events.iter().find(|event| event.key.as_deref() == Some(&intent.key));
        match event {
            // Without lookup an absence proves nothing, but a remembered key makes a second sending
            // safe; the engine decides.
            None if capabilities.lookup || capabilities.key_lifetime.is_some() => Found::Absent,
            None => Found::Unclear,
            Some(event)
                if matches_event(intent, event.kind, event.amount_minor, payment.currency) =>
            {
                Found::Done { receipt: event.id.clone() }
            }
            Some(_) => Found::Unclear,
        }
    }

    /// Returns whether the act can be sent again without a second effect, whatever became of the
    /// first sending and without a key: one that takes all there is, which is there only once.
    fn is_repeatable(&self, _intent: &Intent) -> bool {
        false
    }

    /// Checks that the provider answers and the sign-in is accepted; returns what it says.
    ///
    /// # Errors
    /// What is wrong, with a remedy as hint.
    fn check(&self) -> Result<String>;

    /// Returns what else can be seen of the account and its rights; only reads.
    fn survey(&self) -> Vec<Finding> {
        Vec::new()
    }
}

/// Checks an intent just before its bytes leave, once more after the check before it was written: these bytes move the
/// money. Returns what the act is to do.
///
/// # Errors
/// The refusal of an intent that is no provider's, whose body does not say what it says, or whose key cannot be sent.
pub fn sendable(
    intent: &Intent,
    body_says: impl FnOnce(EventKind) -> bool,
) -> Result<EventKind, Reply> {
    let Some(effect) = intent.act.effect() else {
        return Err(refused("defect"));
    };
    if intent.money.minor <= 0 || !body_says(effect) {
        return Err(refused("defect"));
    }
    if intent.key.is_empty() || intent.key.len() > KEY_LENGTH_MAX {
        return Err(refused("defect"));
    }
    Ok(effect)
}
