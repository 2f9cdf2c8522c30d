//! Payment providers as the engine knows them: capabilities as data, and three functions.
//!
//! A provider must never choose a key, an amount or a moment: all three come with the intent. An
//! answer that was not understood is *unknown*, never *done* and never *refused*.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod vipps;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::act::{Act, Intent, Reply};
use crate::error::Result;
use crate::money::Money;
use crate::order::Payment;

/// What a provider can promise; the engine settles lost replies by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// How long the provider surely answers a repeated key with the first result; `None` when it
    /// keeps no keys.
    pub key_lifetime: Option<SignedDuration>,
    /// Whether a payment's events name the key that caused them.
    pub lookup: bool,
    /// How long an effect may stay invisible to reads.
    pub lookup_delay: SignedDuration,
    /// Whether a part of a reservation can be captured.
    pub partial_capture: bool,
    /// Whether a reservation can be captured in several parts.
    pub several_captures: bool,
    /// Whether the rest can be released after a part was captured.
    pub release_rest: bool,
    /// The largest amount of one call, minor units.
    pub amount_minor_max: i64,
}

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Returns the provider's name, for instance `vipps`.
    fn name(&self) -> &str;

    /// Returns what the provider can promise.
    fn capabilities(&self) -> &Capabilities;

    /// Returns whether payments of this method in the shop are this provider's.
    fn handles(&self, payment_method: &str) -> bool;

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

    /// Returns the body of the request for an act that moves money.
    fn body(&self, act: Act, money: Money) -> String;

    /// Does the act: sends the intent's body with the intent's key, once.
    fn send(&self, intent: &Intent) -> Reply;

    /// Checks that the provider answers and the sign-in is accepted; returns what it says.
    ///
    /// # Errors
    /// What is wrong, with a remedy as hint.
    fn check(&self) -> Result<String>;
}
