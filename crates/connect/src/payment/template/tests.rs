//! Each answer that is known, read or refused: a row each. The list grows with what is learnt of the provider.

use uniac_core::act::{Act, Intent, Reply, Retry};
use uniac_core::money::{Currency, Money};
use uniac_system::secret::SecretSource;

use super::*;
use crate::http::testing::{Server, context, json};
use crate::payment::{Configured, testing};

const READ: &str = r#"{"id": "p-1", "currency": "NOK", "authorised": 500, "captured": 200, "refunded": 0, "cancelled": 0,
    "events": [{"id": "e-1", "kind": "capture", "amount": 200, "key": "k-1", "at": "2026-11-01T10:00:00Z"}]}"#;

fn connector(address: &str) -> Box<dyn Provider> {
    let config = Config {
        base_url: address.to_owned(),
        secret_key: SecretSource::Env("KEY".to_owned()),
        payment_methods: Vec::new(),
        key_lifetime_hours: None,
        read_delay_seconds: None,
    };
    assert_eq!(config.secrets().len(), 1);
    config.connect(&|_, _| Ok(Secret::new("s3cret")), &context().0).unwrap()
}

fn capture(provider: &dyn Provider) -> Intent {
    let payment = testing::reserved(NAME, "p-1", 500);
    let money = Money::new(200, Currency::NOK);
    let draft = provider.draft(&Wanted { act: Act::Capture, money, key: "k-1", payment: &payment });
    let draft = draft.unwrap();
    testing::intent(Act::Capture, "k-1", &draft)
}

#[test]
fn its_kind_names_its_methods() {
    assert_eq!((KIND.kind.name, KIND.methods), (NAME, &PAYMENT_METHODS[..]));
}

#[test]
fn a_payment_is_read_with_its_keys_and_an_odd_one_is_a_doubt() {
    let server = Server::start(vec![
        json(200, READ),
        json(200, &READ.replace("\"capture\"", "\"chargeback\"")),
        json(404, "{}"),
    ]);
    let provider = connector(&server.address);
    let read = || provider.read("p-1", None, Timestamp::UNIX_EPOCH).unwrap();
    let payment = read().unwrap();
    assert_eq!((payment.captured_minor, payment.events[0].key.as_deref()), (200, Some("k-1")));
    assert!(read().unwrap().unreadable.unwrap().contains("chargeback"));
    assert!(read().is_none());
    assert!(provider.handles("TEMPLATE_CARD") && !provider.handles("bacs"));
}

#[test]
fn only_a_whole_answer_is_done_and_only_a_known_code_is_a_no() {
    for (status, body, expected) in [
        (200, r#"{"id": "e-1", "amount": 200, "currency": "NOK"}"#, "done"),
        (200, r#"{"id": "e-1", "amount": 300, "currency": "NOK"}"#, "unknown"),
        (200, "", "unknown"),
        (422, r#"{"code": "not_capturable"}"#, "refused"),
        (422, r#"{"code": "issuer_unavailable"}"#, "refused for now"),
        (422, r#"{"code": "something_new"}"#, "unknown"),
        (409, r#"{"code": "not_capturable"}"#, "unknown"),
        (429, "{}", "unknown"),
        (500, "{}", "unknown"),
    ] {
        let server = Server::start(vec![json(status, body)]);
        let provider = connector(&server.address);
        let said = match provider.send(&capture(provider.as_ref())) {
            Reply::Done { .. } => "done",
            Reply::Refused(refusal) if refusal.retry == Retry::Never => "refused",
            Reply::Refused(_) => "refused for now",
            Reply::Unknown { .. } => "unknown",
            Reply::Pending { .. } => "pending",
        };
        assert_eq!(said, expected, "{status} {body}");
        assert!(server.requests()[0].contains("idempotency-key: k-1\r\n"));
    }
}
