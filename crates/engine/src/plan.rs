//! The plan: which acts on which orders a run is about to do, before anything is sent.
//!
//! It selects from what `assess` lists and must never add to it; what may be sent again is in it too.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Cause;
use uniac_core::act::{Intent, Operation};
use uniac_core::assess::{Assessment, Attention, Bar, Step, assess};
use uniac_core::code::Code;
use uniac_core::money::Money;
use uniac_core::order::{OrderId, Payment, PaymentStatus};
use uniac_core::purchase::Case;
use uniac_core::summary::is_web_order;
use uniac_store::Filter;
use uniac_system::error::Result;

use super::bounds::Moved;
use super::brake::{self, Braking};
use super::foresee::{Before, Expected};
use super::refresh::Unread;
use super::result::{StepResult, Verdict};
use super::run::Run;
use super::scope::Scope;

/// So many orders are looked at with one read of the store.
const PAGE: usize = 500;

/// An act that was found, with its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The order.
    pub order: OrderId,
    /// The order's number.
    pub number: String,
    /// The customer's name.
    pub customer: String,
    /// The invoice's number, for an act on an invoice.
    pub invoice: Option<String>,
    /// What is to be done.
    pub step: Step,
    /// Whether it was sent before, has no definite answer, and may be sent again.
    pub again: bool,
    /// Why it cannot be sent.
    pub skip: Option<Cause>,
    /// Stands for the facts that it rests on; empty but for a plan that is to be saved.
    pub fingerprint: String,
    /// Whether it would not be done without what is known of the shop's plug-ins.
    pub trusts_plug_ins: bool,
}

/// What a look at all orders found.
#[derive(Debug, Default)]
pub struct Plan {
    /// The acts within the command's scope, in the order in which they would be sent.
    pub steps: Vec<Planned>,
    /// Orders with an act of unknown outcome, to be settled.
    pub open: BTreeSet<OrderId>,
    /// Named orders on which nothing of the kind is due, and orders on which something may be due that
    /// could not be read, with the reason.
    pub idle: Vec<StepResult>,
    /// What the brake on releases looks at.
    pub releases: Braking,
    /// What the brake on refunds looks at.
    pub refunds: Braking,
    /// The operations that a brake holds back.
    pub braked: BTreeSet<Operation>,
}

impl Planned {
    /// Returns its row in a dry run.
    fn row(&self) -> StepResult {
        let (verdict, cause) = match &self.skip {
            Some(cause) => (Verdict::Skipped, Some(cause.clone())),
            None if self.again => (Verdict::Planned, Some(Code::MaySendAgain.into())),
            None => (Verdict::Planned, None),
        };
        StepResult {
            order: self.number.clone(),
            act: self.step.act,
            invoice: self.invoice.clone(),
            money: self.step.money,
            payment: self.step.payment.clone(),
            verdict,
            cause,
        }
    }
}

impl Plan {
    /// Returns whether an act would not be done without what is known of the shop's plug-ins.
    pub(super) fn trusts_plug_ins(&self) -> bool {
        self.steps.iter().any(|planned| planned.trusts_plug_ins)
    }

    /// Returns the orders to be worked through, each once.
    pub fn orders(&self) -> Vec<OrderId> {
        let orders = self.steps.iter().map(|planned| planned.order).chain(self.open.clone());
        orders.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns the acts that would be sent: neither braked nor impossible.
    pub fn sent(&self) -> impl Iterator<Item = &Planned> {
        self.steps.iter().filter(|planned| planned.skip.is_none())
    }

    /// Returns whether nothing would be sent, and nothing is open that a look may settle.
    pub(super) fn is_idle(&self) -> bool {
        self.open.is_empty() && self.sent().next().is_none()
    }

    /// Returns the acts that would be sent and move money.
    pub fn money(&self) -> impl Iterator<Item = &Planned> {
        self.sent().filter(|planned| planned.step.operation().moves_money())
    }

    /// Returns what would move.
    pub fn moved(&self) -> Moved {
        let mut moved = Moved::default();
        for planned in self.sent() {
            moved.add(planned.order, planned.step.operation(), planned.step.money);
        }
        moved
    }

    /// Returns the rows of a dry run, and what the brakes hold back.
    pub fn rows(&self) -> Vec<StepResult> {
        self.steps.iter().map(Planned::row).chain(self.idle.iter().cloned()).collect()
    }
}

impl Run<'_> {
    /// Looks through all orders, or those that are named, for what the command may do. `unread` are the
    /// orders whose payments could just not be read, `let_go` is how many orders with braked acts of each
    /// kind a person lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan(
        &self,
        named: Option<&[OrderId]>,
        unread: &[Unread],
        let_go: usize,
    ) -> Result<Plan> {
        let (mut plan, mut before) = (Plan::default(), Before::default());
        let now = self.engine.clock.now();
        self.engine.keep_up()?;
        let orders = self.orders_to_look_at(named, unread)?;
        // Of a plan's orders its steps are told.
        let is_named = named.is_some() && !matches!(self.scope, Scope::All(_) | Scope::Plan(_));
        for page in orders.chunks(PAGE) {
            for case in self.engine.cases_of(page)? {
                self.look_at(&mut plan, &mut before, case, is_named, unread)?;
            }
        }
        let followed = self.follow(&plan, named, &BTreeSet::new(), &mut before)?;
        plan.add(followed);
        self.measure_brakes(&mut plan, now)?;
        plan.brake(let_go);
        self.hold_back(&mut plan, named)?;
        Ok(plan)
    }

    /// Looks at one order for what the command may do.
    fn look_at(
        &self,
        plan: &mut Plan,
        before: &mut Before,
        mut case: Case,
        is_named: bool,
        unread: &[Unread],
    ) -> Result<()> {
        let (id, now) = (case.order.uni.id, self.engine.clock.now());
        if !is_web_order(&case, &assess(&case, &self.company, now)) {
            return Ok(());
        }
        // What the last run's brake held back is looked at anew.
        case.skips.retain(|skip| skip.attention() != Attention::Braked);
        if let Some(heard) = self.heard(&case) {
            case = heard;
        }
        if case.intents.iter().any(Intent::is_open) {
            plan.open.insert(id);
        }
        if let Some(found) = before.found(&case, now) {
            case = found;
        }
        let assessment = self.assess(&case);
        let found = self.planned(&case, &assessment, before)?;
        if found.is_empty() && !plan.open.contains(&id) {
            let unread = unread.iter().find(|unread| unread.order == case.order.uni.number);
            let row = unread
                .and_then(|unread| self.not_seen(&case, unread, is_named))
                .or_else(|| is_named.then(|| idle(&self.scope, &case, &assessment)));
            plan.idle.extend(row);
        }
        plan.idle.extend(self.stopped_by_doubt(&case, &assessment));
        plan.steps.extend(found);
        Ok(())
    }

    /// Returns the orders on which the command can find something, by id: those that are named, or those on which
    /// something is due or open or could not be read, with those that are tied to them. What is done on one can make
    /// something due on another.
    fn orders_to_look_at(
        &self,
        named: Option<&[OrderId]>,
        unread: &[Unread],
    ) -> Result<Vec<OrderId>> {
        let store = self.engine.store;
        if let Some(named) = named {
            return Ok(named.iter().copied().collect::<BTreeSet<_>>().into_iter().collect());
        }
        let filter = match self.scope {
            Scope::Automatic => Filter { for_run: true, ..Filter::default() },
            Scope::Predating(_)
            | Scope::Named(_)
            | Scope::All(_)
            | Scope::Plan(_)
            | Scope::Nothing => Filter { pending: true, ..Filter::default() },
        };
        let mut orders: BTreeSet<OrderId> = store.kept_orders(&filter)?.into_iter().collect();
        for unread in unread.iter().filter(|unread| !unread.order.is_empty()) {
            orders.extend(store.find_orders(&unread.order, false)?);
        }
        let of_filter: Vec<OrderId> = orders.iter().copied().collect();
        for order in store.tied(&of_filter)? {
            orders.extend(store.together(order)?);
        }
        Ok(orders.into_iter().collect())
    }

    fn planned(
        &self,
        case: &Case,
        assessment: &Assessment,
        before: &mut Before,
    ) -> Result<Vec<Planned>> {
        let begins = assessment.steps.iter().any(|step| self.scope.begins(case.order.uni.id, step));
        // What an earlier run of the same kind began and could not finish.
        let began = case.intents.iter().any(|intent| intent.act.operation().moves_money());
        let in_scope = !matches!(self.scope, Scope::Predating(_)) || case.predates();
        let is_open = case.intents.iter().any(Intent::is_open);
        let allowed =
            assessment.steps.iter().any(|step| self.scope.allows(case.order.uni.id, step));
        let resumes = began && in_scope && allowed;
        if !begins && !resumes && !is_open {
            return Ok(Vec::new());
        }
        let expected = self.foresee(case, &BTreeSet::new(), before)?;
        Ok(expected.into_iter().map(|expected| planned(case, expected)).collect())
    }

    /// Looks again at the orders with a braked act, and at those of the same purchase: what was to follow from it does not
    /// happen either.
    fn hold_back(&self, plan: &mut Plan, named: Option<&[OrderId]>) -> Result<()> {
        let is_braked = |planned: &&Planned| {
            brake::holds_back(&plan.braked, planned.step.operation(), planned.step.money)
        };
        let braked: BTreeSet<OrderId> =
            plan.steps.iter().filter(is_braked).map(|planned| planned.order).collect();
        let mut together = BTreeSet::new();
        for order in &braked {
            together.extend(self.engine.store.together(*order)?);
        }
        let steps = plan.steps.iter().map(|planned| planned.order);
        let orders: BTreeSet<OrderId> = steps.filter(|order| together.contains(order)).collect();
        let mut anew: BTreeMap<OrderId, Vec<Planned>> = BTreeMap::new();
        let (mut before, now) = (Before::default(), self.engine.clock.now());
        for order in &orders {
            let Some(case) = self.engine.store.case(*order)? else { continue };
            let case = before.found(&case, now).unwrap_or(case);
            let expected = self.foresee(&case, &plan.braked, &mut before)?;
            anew.insert(*order, expected.into_iter().map(|e| planned(&case, e)).collect());
        }
        for planned in std::mem::take(&mut plan.steps) {
            match anew.remove(&planned.order) {
                Some(steps) => plan.steps.extend(steps),
                None if orders.contains(&planned.order) => {}
                None => plan.steps.push(planned),
            }
        }
        let followed = self.follow(plan, named, &plan.braked, &mut before)?;
        plan.add(followed);
        Ok(())
    }

    /// Returns the act that would be due if the payment that could not be read were as it should be:
    /// such an order must not look as if nothing were due.
    fn not_seen(&self, case: &Case, unread: &Unread, is_named: bool) -> Option<StepResult> {
        let cause = Cause::from(&unread.error);
        let row = |act, document, money| StepResult {
            order: case.order.uni.number.clone(),
            act,
            invoice: invoice(case, document),
            money,
            payment: None,
            verdict: Verdict::Skipped,
            cause: Some(cause.clone()),
        };
        let assumed = self.assess(&with_a_reservation(case, self.engine.clock.now()));
        let due = assumed.steps.iter().find(|step| self.scope.begins(case.order.uni.id, step));
        match due {
            Some(step) => Some(row(step.act, step.document, step.money)),
            None if is_named => {
                Some(row(self.scope.act(), None, Money::new(0, case.order.uni.currency)))
            }
            None => None,
        }
    }

    /// Returns what is stopped because something of the order could not be read: `sync` has not done it.
    fn stopped_by_doubt(&self, case: &Case, assessment: &Assessment) -> Vec<StepResult> {
        let row = |step: &Step| StepResult {
            order: case.order.uni.number.clone(),
            act: step.act,
            invoice: invoice(case, step.document),
            money: step.money,
            payment: step.payment.clone(),
            verdict: Verdict::Skipped,
            cause: Some(Attention::Unreadable.into()),
        };
        let is_its = |step: &&Step| {
            let bare = Step { why: None, ..(*step).clone() };
            self.scope.begins(case.order.uni.id, &bare)
        };
        assessment.stopped.iter().filter(is_its).map(row).collect()
    }

    /// Counts what the brakes hold against: what is due now, and what went within the last day.
    fn measure_brakes(&self, plan: &mut Plan, now: Timestamp) -> Result<()> {
        if !matches!(self.scope, Scope::Automatic | Scope::Plan(_)) {
            return Ok(());
        }
        let since = now.checked_sub(brake::WINDOW).unwrap_or(now);
        for (order, act, money) in self.engine.store.automatic_since(since)? {
            if brake::counts(act.operation(), money) {
                plan.braking(act.operation()).map(|braking| braking.lately.insert(order));
            }
        }
        let due: Vec<(OrderId, Operation)> = plan
            .steps
            .iter()
            .filter(|planned| planned.skip.is_none())
            .filter(|planned| brake::counts(planned.step.operation(), planned.step.money))
            .map(|planned| (planned.order, planned.step.operation()))
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        for (order, operation) in due {
            plan.braking(operation).map(|braking| braking.due.insert(order));
        }
        let since = now.checked_sub(brake::CAPTURED_WITHIN).unwrap_or(now);
        let (reserved, captured) = self.engine.store.reserved_and_captured(since)?;
        plan.releases.out_of = reserved;
        plan.refunds.out_of = captured;
        Ok(())
    }
}

impl Plan {
    fn braking(&mut self, operation: Operation) -> Option<&mut Braking> {
        match operation {
            Operation::Cancel => Some(&mut self.releases),
            Operation::Refund => Some(&mut self.refunds),
            Operation::Capture
            | Operation::ShopUpdate
            | Operation::BookPayment
            | Operation::ShopCreate => None,
        }
    }

    /// Sets the brakes.
    fn brake(&mut self, let_go: usize) {
        for operation in brake::OPERATIONS {
            if self.braking(operation).is_some_and(|braking| braking.holds(let_go)) {
                self.braked.insert(operation);
            }
        }
    }
}

fn invoice(case: &Case, document: Option<uniac_core::order::DocumentId>) -> Option<String> {
    let found = case.order.documents.iter().find(|known| Some(known.id) == document);
    found.map(|document| document.number.clone())
}

pub(super) fn planned(case: &Case, expected: Expected) -> Planned {
    Planned {
        order: case.order.uni.id,
        number: case.order.uni.number.clone(),
        customer: case.order.uni.customer.clone(),
        invoice: invoice(case, expected.step.document),
        step: expected.step,
        again: expected.again,
        skip: expected.skip,
        fingerprint: expected.fingerprint,
        trusts_plug_ins: expected.trusts_plug_ins,
    }
}

/// Returns the order as it would be with a reservation of all that it is about.
fn with_a_reservation(case: &Case, now: Timestamp) -> Case {
    let mut case = case.clone();
    let invoiced = case.order.documents.iter().map(|document| document.amount_minor);
    let most = invoiced.fold(case.order.uni.total_minor, i64::saturating_add);
    if case.order.payment.is_none() {
        let (status, currency) = (PaymentStatus::Authorised, case.order.uni.currency);
        let shop = case.order.shop.as_ref();
        let named = shop.and_then(|shop| shop.payment_reference.as_deref()).unwrap_or_default();
        let nothing = Payment::not_read("", named, None, String::new(), now);
        let payment =
            Payment { status, currency, authorised_minor: most, unreadable: None, ..nothing };
        case.order.payment = Some(payment);
    }
    case
}

/// Says why nothing is done on an order that was named.
fn idle(scope: &Scope, case: &Case, assessment: &Assessment) -> StepResult {
    let act = scope.act();
    let balances = &assessment.ledger.balances;
    let is_due = match act.operation() {
        Operation::Capture => balances.iter().any(|balance| balance.capture_due() > 0),
        Operation::Refund => balances.iter().any(|balance| balance.refund_due() > 0),
        Operation::Cancel => assessment.ledger.capturable > 0,
        Operation::ShopUpdate | Operation::BookPayment | Operation::ShopCreate => true,
    };
    // What stands in the way of something else is no answer to why this is not done; what others moved is.
    let moved_by_others = [Attention::CapturedNotInvoiced, Attention::RefundedElsewhere];
    let concerns = |attention: &Attention| {
        is_due || attention.bar(act) != Bar::Free || moved_by_others.contains(attention)
    };
    let attention = assessment.what_bars(act).filter(concerns).map(Cause::from);
    StepResult {
        order: case.order.uni.number.clone(),
        act: scope.act(),
        invoice: None,
        money: Money::new(0, case.order.uni.currency),
        payment: None,
        verdict: Verdict::Skipped,
        cause: Some(attention.unwrap_or(Code::NothingDue.into())),
    }
}

#[cfg(test)]
mod tests;
