//! Where the money of an order is. Pure; a name for what the ledger says, on which no act may hang alone.

use crate::ledger::Ledger;
use crate::order::PaymentStatus;
use crate::purchase::Case;

/// Where the money of an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No payment known to a configured provider.
    None,
    /// Reserved, nothing taken.
    Reserved,
    /// A part taken, a part still reserved.
    PartCaptured,
    /// Taken.
    Captured,
    /// A part paid back.
    PartRefunded,
    /// All paid back.
    Refunded,
    /// The reservation was released.
    Cancelled,
    /// The reservation ran out.
    Expired,
}

impl State {
    /// Returns the state of a name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// All states, in the order of an order's life.
    pub const ALL: [State; 8] = [
        State::None,
        State::Reserved,
        State::PartCaptured,
        State::Captured,
        State::PartRefunded,
        State::Refunded,
        State::Cancelled,
        State::Expired,
    ];

    /// Returns the name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::None => "none",
            State::Reserved => "reserved",
            State::PartCaptured => "part-captured",
            State::Captured => "captured",
            State::PartRefunded => "part-refunded",
            State::Refunded => "refunded",
            State::Cancelled => "cancelled",
            State::Expired => "expired",
        }
    }
}

/// Returns where the money of an order is.
pub(super) fn state(case: &Case, ledger: &Ledger) -> State {
    let Some(payment) = &case.order.payment else { return State::None };
    if ledger.captured == 0 && ledger.balances.iter().any(|balance| balance.passed_in > 0) {
        return State::Captured; // for another order, and held for this one
    }
    if payment.status == PaymentStatus::NotAuthorised && ledger.captured == 0 {
        return State::None;
    }
    if ledger.refunded > 0 {
        return match ledger.refunded >= ledger.captured {
            true => State::Refunded,
            false => State::PartRefunded,
        };
    }
    match (ledger.captured > 0, ledger.capturable > 0) {
        (true, true) => State::PartCaptured,
        (true, false) => State::Captured,
        (false, true) => State::Reserved,
        (false, false) if payment.status == PaymentStatus::Expired => State::Expired,
        (false, false) if payment.authorised_minor == 0 => State::None,
        (false, false) => State::Cancelled,
    }
}
