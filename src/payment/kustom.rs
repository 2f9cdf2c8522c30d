//! Kustom, which was Klarna Checkout: another company with Klarna's order management API at an address
//! of its own. The connector is Klarna's; only what differs stands here.
//!
//! An order of Kustom must never be looked for at Klarna: since 2026-03-31 it answers for none of them.

use crate::error::Result;
use crate::http::Context;
use crate::payment::Capabilities;
use crate::payment::klarna::{self, Brand, Klarna, Setup};

/// The name in the configuration and in facts.
pub const NAME: &str = "kustom";

/// The payment method of Kustom's plug-in for WooCommerce (Kustom Checkout 2.20.9).
pub const PAYMENT_METHODS: [&str; 1] = ["kco"];

/// What Kustom promises. A *guess*: it says that paths, bodies and the idempotency header are
/// unchanged, and gives no figure of its own for a key's life.
pub const CAPABILITIES: Capabilities = klarna::CAPABILITIES;

/// Returns the connector of one store. The store's key is the password, of the user `MID-suffix` or,
/// without a user, alone (Kustom, "Authentication"). Nothing is sent yet.
///
/// # Errors
/// As [`Klarna::new`].
pub fn connect(setup: Setup, context: &Context) -> Result<Klarna> {
    Klarna::of_brand(Brand { name: NAME, title: "Kustom" }, setup, context)
}
