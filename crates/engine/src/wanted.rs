//! Which payments a refresh reads, and which of them can wait.
//!
//! Nothing is read here. A payment is read before each act whatever is said here; what a pass leaves out is looked at by the
//! daily read at the latest.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use uniac_core::assess::{Assessment, Attention, State, assess};
use uniac_core::order::{Document, OrderId};
use uniac_core::purchase::Case;
use uniac_core::settings::Era;
use uniac_store::Filter;
use uniac_system::error::Result;

use super::refresh::Reading;
use super::{Engine, is_web_order};

/// How long the reading of a settled payment is good enough for lists.
const SETTLED_PACE: SignedDuration = SignedDuration::from_mins(15);

/// How long after its last event a settled payment is still read at all by lists; refunds are
/// possible for a year, and `order show` always reads.
const SETTLED_RECENT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// So many orders that are not settled, and so many on which money waits for a person, the newest, have their payments read by
/// a list: what a person has done in the portal is seen there at once. The others are read once a day.
const LISTED_MAX: usize = 200;

/// So many orders that are not settled, the newest, and so many that were captured last, are looked at once in a while by
/// lists and by runs that must know what they may do.
const LATELY_MAX: usize = 50;

impl Engine<'_> {
    /// Returns the orders whose payments are to be read.
    pub(super) fn wanted(&self, reading: Reading) -> Result<Vec<OrderId>> {
        let reads = Filter { reads: true, ..Filter::default() };
        let moves = Filter { moves: true, ..Filter::default() };
        let newest = Filter { unsettled: true, limit: Some(LISTED_MAX), ..Filter::default() };
        let filters = match reading {
            Reading::FarBack => return self.all_that_may_have_moved(),
            Reading::NewPayments { .. } => vec![reads],
            Reading::Due { by_itself } => vec![reads, Filter { for_run: by_itself, ..moves }],
            // What waits for a person is read before it is moved; an old shop has thousands of them.
            Reading::Payments => {
                let by_itself = Filter { for_run: true, ..moves.clone() };
                vec![reads, by_itself, Filter { limit: Some(LISTED_MAX), ..moves }, newest]
            }
        };
        let mut wanted = BTreeSet::new();
        for filter in filters {
            wanted.extend(self.store.kept_orders(&filter)?);
        }
        if !matches!(reading, Reading::NewPayments { .. }) {
            wanted.extend(self.not_read_lately()?);
        }
        let wanted: Vec<OrderId> = wanted.into_iter().collect();
        match reading {
            Reading::NewPayments { by_itself: true } => self.without_a_persons(&wanted),
            Reading::Payments
            | Reading::Due { .. }
            | Reading::NewPayments { by_itself: false }
            | Reading::FarBack => Ok(wanted),
        }
    }

    /// Returns the orders without those of which the automation would make nothing, whatever stood on their payments: all that
    /// is due on them was there before the activation. Lists and commands read them, and every run once a day.
    fn without_a_persons(&self, orders: &[OrderId]) -> Result<Vec<OrderId>> {
        let (company, now) = (self.company()?, self.clock.now());
        let mut wanted = Vec::new();
        self.store.cases_of(orders, &mut |case| {
            let why = self.why_read(&case, &assess(&case, &company, now));
            if why != Some(Why::LacksMoney) || !all_predate(&case) {
                wanted.push(case.order.uni.id);
            }
            Ok(())
        })?;
        Ok(wanted)
    }

    /// Returns the orders among the newest unsettled ones and those captured last whose payments were not read for a while.
    fn not_read_lately(&self) -> Result<Vec<OrderId>> {
        let now = self.clock.now();
        let newest = Filter { unsettled: true, limit: Some(LATELY_MAX), ..Filter::default() };
        let since = now.checked_sub(SETTLED_RECENT).unwrap_or(now);
        let mut orders: BTreeSet<OrderId> = self.store.kept_orders(&newest)?.into_iter().collect();
        orders.extend(self.store.captured_last(since, LATELY_MAX)?);
        let orders: Vec<OrderId> = orders.into_iter().collect();
        let mut old = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            let read_at = case.order.payment.as_ref().map(|payment| payment.read_at);
            if read_at.is_some_and(|at| now.duration_since(at) > SETTLED_PACE) {
                old.push(case.order.uni.id);
            }
            Ok(())
        })?;
        Ok(old)
    }

    /// Returns all orders on whose payments something may have happened.
    fn all_that_may_have_moved(&self) -> Result<Vec<OrderId>> {
        let (company, now) = (self.company()?, self.clock.now());
        let mut wanted = Vec::new();
        self.store.cases(&mut |case| {
            let assessment = assess(&case, &company, now);
            if is_web_order(&case, &assessment) && self.wants_reading(&case, &assessment, now) {
                wanted.push(case.order.uni.id);
            }
            Ok(())
        })?;
        Ok(wanted)
    }

    fn wants_reading(&self, case: &Case, assessment: &Assessment, now: Timestamp) -> bool {
        if self.payment_of(case).is_none() {
            return false;
        }
        let Some(payment) = &case.order.payment else { return true };
        let age = now.duration_since(payment.read_at);
        let last = payment.events.iter().map(|event| event.at).max().or(payment.authorised_at);
        let recent = last.is_none_or(|last| now.duration_since(last) < SETTLED_RECENT);
        self.is_to_be_read(case, assessment)
            || !assessment.settled
            || (recent && age > SETTLED_PACE)
    }

    /// Returns whether a look at the payment is to wait, because its provider answers only so many reads of one an hour: half of
    /// them are for looks, the others for the readings before acts, which never wait.
    pub(super) fn is_to_wait(&self, case: &Case) -> Result<bool> {
        let Some((provider, reference)) = self.payment_of(case) else { return Ok(false) };
        let Some(most) = provider.capabilities().reads_an_hour else { return Ok(false) };
        let may_wait = case.order.payment.as_ref().is_some_and(|p| p.unreadable.is_none());
        let is_admitted = self.store.take_look(reference, most / 2, self.clock.now())?;
        Ok(may_wait && !is_admitted)
    }

    /// Returns whether each pass reads the payment of an order: what stands on it may be gone by now.
    pub(super) fn is_to_be_read(&self, case: &Case, assessment: &Assessment) -> bool {
        self.why_read(case, assessment).is_some()
    }

    fn why_read(&self, case: &Case, assessment: &Assessment) -> Option<Why> {
        self.payment_of(case)?;
        let Some(payment) = &case.order.payment else { return Some(Why::NotKnown) };
        if case.is_merged() && case.lacks_a_payment() {
            return Some(Why::NotKnown);
        }
        // What could not be read of it stops the order, and may be gone by now.
        if payment.unreadable.is_some() {
            return Some(Why::NotKnown);
        }
        // What looks paid otherwise may be our own, of which a journal that was restored knows nothing.
        if assessment.attentions.contains(&Attention::PaidElsewhere) {
            return Some(Why::NotKnown);
        }
        lacks_money(assessment).then_some(Why::LacksMoney)
    }
}

/// Why each pass reads a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// What stands on it is not known, or not for sure.
    NotKnown,
    /// Only because money is lacking on it.
    LacksMoney,
}

/// Returns whether all documents of an order predate the activation: then nothing would follow by itself, whatever stood on
/// its payment.
fn all_predate(case: &Case) -> bool {
    let predates = |document: &Document| case.eras.get(&document.id) == Some(&Era::Predates);
    case.order.documents.iter().all(predates)
}

/// Returns whether something is due that cannot be taken and may be by now: a reservation was raised, or made anew.
fn lacks_money(assessment: &Assessment) -> bool {
    let lacks = [Attention::ExceedsReservation, Attention::ReservationExpired];
    let is_due = assessment.ledger.capture_due() > 0;
    let lacks = lacks.iter().any(|attention| assessment.attentions.contains(attention));
    is_due && (lacks || assessment.state == State::None)
}
