//! Where two people must agree: who makes a plan, who applies it, and what nobody may do without one.
//!
//! Nothing that is typed may get past it; only the configuration says whether two people are needed.

use rust_decimal::Decimal;

use uniac_engine::{Bounds, Maker};
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use crate::cli::session::Session;

/// Returns who makes or applies a plan now.
pub fn maker<'a>(session: &'a Session, by: &'a str) -> Maker<'a> {
    let (at, zone) = (session.clock.now(), session.clock.zone());
    let (company, company_key) = (&session.company, &session.company_key);
    Maker { company, company_key, by, at, zone, valid_until: at }
}

/// The error of a command by hand, where two people must agree.
pub fn required() -> Error {
    Error::new(Kind::Declined, "plan-required", t!("plan-required")).hint(t!("plan-required-hint"))
}

/// Checks that nothing that was typed widens the configured bounds, where two people must agree on that.
///
/// # Errors
/// `plan-required`.
pub fn check_within(session: &Session, typed: &Bounds, let_go: usize) -> Result<()> {
    let configured = &session.bounds;
    let is_wider = |typed: Option<Decimal>, most: Option<Decimal>| {
        typed.zip(most).is_some_and(|(typed, most)| typed > most)
    };
    let orders = typed.max_orders.zip(configured.max_orders);
    let wider = [
        ("--max-total", is_wider(typed.max_total, configured.max_total)),
        ("--max-release", is_wider(typed.max_release, configured.max_release)),
        ("--max-orders", orders.is_some_and(|(typed, most)| typed > most)),
        ("--let-go", let_go > 0),
    ];
    match wider.into_iter().find(|(_, is_wider)| *is_wider) {
        None => Ok(()),
        Some((flag, _)) => {
            let message = t!("plan-required-bounds", flag = flag);
            Err(Error::new(Kind::Declined, "plan-required", message).hint(t!("plan-required-hint")))
        }
    }
}
