//! Kustom, which was Klarna Checkout: another company with Klarna's order management API at an address
//! of its own. The connector is Klarna's; only what differs stands here.
//!
//! An order of Kustom must never be looked for at Klarna: since 2026-03-31 it answers for none of them.

mod config;

use crate::http::Context;
use crate::payment::Capabilities;
use uniac_system::error::Result;

use super::{Brand, Klarna, Setup};

pub use config::{BASE_URL, Config, KIND};

/// The name in the configuration and in facts.
pub const NAME: &str = "kustom";

/// The payment method of Kustom's plug-in for WooCommerce (Kustom Checkout 2.20.9).
pub const PAYMENT_METHODS: [&str; 1] = ["kco"];

/// What Kustom promises. A *guess*: it says that paths, bodies and the idempotency header are
/// unchanged, and gives no figure of its own for a key's life.
pub const CAPABILITIES: Capabilities = super::CAPABILITIES;

/// Returns the connector of one store. The store's key is the password, of the user `MID-suffix` or,
/// without a user, alone (Kustom, "Authentication"). Nothing is sent yet.
///
/// # Errors
/// As [`Klarna::new`].
pub fn connect(setup: Setup, context: &Context) -> Result<Klarna> {
    Klarna::of_brand(Brand { name: NAME, title: "Kustom" }, setup, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::{Server, context, json};
    use crate::payment::Provider;
    use uniac_system::secret::Secret;

    const ORDER: &str = "f3392f8b-6116-4073-ab96-e330819e2c07";

    fn connector(address: &str, username: &str) -> Klarna {
        let setup = Setup {
            base_url: address.to_owned(),
            username: username.to_owned(),
            password: Secret::new("kco_test_api_s3cret"),
            payment_methods: PAYMENT_METHODS.map(str::to_owned).to_vec(),
            capabilities: CAPABILITIES,
        };
        connect(setup, &context().0).unwrap()
    }

    #[test]
    fn the_key_signs_in_alone_or_as_the_password_of_a_user() {
        for (username, header) in [
            ("", "authorization: Basic kco_test_api_s3cret\r\n"),
            ("M1-a", "authorization: Basic TTEtYTprY29fdGVzdF9hcGlfczNjcmV0\r\n"),
        ] {
            let absent = r#"{"error_code": "NO_SUCH_ORDER", "error_messages": []}"#;
            let server = Server::start(vec![json(404, absent)]);
            let said = connector(&server.address, username).check().unwrap();
            assert!(said.starts_with("Kustom Order Management at 127.0.0.1"), "{said}");
            let request = &server.requests()[0];
            assert!(request.contains(header), "{request}");
        }
    }

    #[test]
    fn its_payments_are_its_own() {
        let order = format!(
            r#"{{"order_id": "{ORDER}", "status": "AUTHORIZED", "order_amount": 500,
                "captured_amount": 0, "refunded_amount": 0, "remaining_authorized_amount": 500,
                "purchase_currency": "NOK"}}"#
        );
        let server = Server::start(vec![json(200, &order)]);
        let kustom = connector(&server.address, "");
        let payment = kustom.read(ORDER, None, jiff::Timestamp::UNIX_EPOCH).unwrap().unwrap();
        assert_eq!((payment.provider.as_str(), kustom.name()), (NAME, NAME));
        assert!(kustom.handles("kco") && !kustom.handles("klarna_payments"));
    }
}
