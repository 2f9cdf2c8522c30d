//! The three books of a period, read afresh and reconciled.
//!
//! It sends nothing, and leaves out no order that could have moved in the period.

use uniac_core::act::Intent;
use uniac_core::assess::Assessment;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_core::reconcile::{Collector, Facts, Lens, Period, Reconciliation, reconcile};
use uniac_engine::{Reading, Unread};
use uniac_system::error::Result;
use uniac_texts::t;

use super::period::{self, begin};
use crate::cli::session::Session;

/// The three books of a period.
pub struct Books {
    /// The period.
    pub period: Period,
    /// What they say.
    pub result: Reconciliation,
    /// How many orders no provider pays.
    pub left_out: usize,
    /// The orders whose payment could not be read now.
    pub unread: Vec<String>,
}

/// Reads a period afresh, unless `--offline`, and reconciles it.
///
/// # Errors
/// When Uni or the shop cannot be read, or the store.
pub fn read(session: &Session, period: Period) -> Result<Books> {
    read_with(session, period, &mut |_, _| {})
}

/// As [`read`], and hands each order over that is looked at.
///
/// # Errors
/// As [`read`].
pub fn read_with(session: &Session, period: Period, also: Also) -> Result<Books> {
    let unread = refresh(session, period)?;
    let (facts, left_out) = collect(session, Some(period), also)?;
    session.check_interrupted()?;
    Ok(Books { period, result: reconcile(&facts, period), left_out, unread })
}

/// Is told about each order.
type Also<'a> = &'a mut dyn FnMut(&Case, &Assessment);

/// Collects the facts of a period, or of all orders.
fn collect(session: &Session, period: Option<Period>, also: Also) -> Result<(Facts, usize)> {
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let booked_on = |intent: &Intent| session.erp.booked_on(intent);
    let (zone, now) = (session.clock.zone(), session.clock.now());
    let mut collector = Collector::new(Lens { zone, now, booked_on: &booked_on }, period);
    engine.assessed(&mut |case, assessment| {
        collector.add(&case, &assessment);
        also(&case, &assessment);
        Ok(())
    })?;
    for (shop, payment) in engine.unclaimed()? {
        collector.add_unclaimed(&shop, payment.as_ref());
    }
    for note in engine.strays_of_web_orders()? {
        collector.add_stray(&note);
    }
    let left_out = collector.left_out();
    Ok((collector.finish(), left_out))
}

/// Brings the period up to date, and returns whose payments could not be read.
fn refresh(session: &Session, period: Period) -> Result<Vec<String>> {
    if session.base.global.offline {
        return Ok(Vec::new());
    }
    let begun = session.clock.now();
    session.refresh_for_reading(Reading::Payments)?;
    let progress = session.ui().progress(&t!("reconcile-reading"), None);
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let from = begin(period, session);
    let unread = engine.refresh_from(from).and_then(|mut unread| {
        let (facts, _) = collect(session, None, &mut |_, _| {})?;
        unread.extend(engine.refresh_payments_of(&touched(&facts, period), begun)?);
        let unclaimed: Vec<_> = engine.unclaimed()?.into_iter().map(|(shop, _)| shop).collect();
        unread.extend(engine.refresh_unclaimed(&unclaimed)?);
        Ok(unread)
    });
    progress.finish_and_clear();
    session.check_interrupted()?;
    let unread: Vec<Unread> = unread?;
    session.warn_of(&unread);
    Ok(unread.into_iter().map(|unread| unread.order).filter(|order| !order.is_empty()).collect())
}

/// Returns the orders whose payments could have moved in the period: all that were not over before it.
fn touched(facts: &Facts, period: Period) -> Vec<OrderId> {
    let touched = facts.orders.iter().filter(|order| {
        let shops = order.shops.iter().filter_map(|id| facts.shops.get(id));
        let payments = order.payments.iter().filter_map(|reference| facts.payments.get(reference));
        let own = order.movements.iter();
        let rows = own
            .chain(shops.flat_map(|shop| &shop.movements))
            .chain(payments.flat_map(|payment| &payment.movements));
        rows.into_iter().any(|row| period::may_touch(row.when, period))
    });
    touched.map(|order| order.id).collect()
}
