//! What the tests of all providers share. Nothing here may be used outside tests.

use jiff::Timestamp;

use super::Draft;
use uniac_core::act::{Act, Intent, IntentId};
use uniac_core::money::Currency;
use uniac_core::order::{OrderId, Payment, PaymentStatus};

/// Returns a payment of which nothing was taken yet, minor units, NOK.
pub fn reserved(provider: &str, reference: &str, minor: i64) -> Payment {
    Payment {
        provider: provider.to_owned(),
        reference: reference.to_owned(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: minor,
        cancelled_minor: 0,
        captured_minor: 0,
        refunded_minor: 0,
        events: Vec::new(),
        whole_only: false,
        authorised_at: None,
        closes_at: None,
        read_at: Timestamp::UNIX_EPOCH,
        unreadable: None,
    }
}

/// Returns the intent that is made of a draft.
pub fn intent(act: Act, key: &str, draft: &Draft) -> Intent {
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: None,
        act,
        ordinal: 1,
        money: draft.money,
        key: key.to_owned(),
        target: draft.target.clone(),
        body: draft.body.clone(),
        at: Timestamp::UNIX_EPOCH,
        outcome: None,
    }
}
