//! What a run is about to do, shown before the question.
//!
//! A person must see here whatever the yes covers; nothing is decided.

use std::collections::{BTreeMap, BTreeSet};

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::act::{Act, Operation};
use uniac_core::assess::Attention;
use uniac_core::code::Code;
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_engine::{Plan, Planned};
use uniac_store::Store;
use uniac_system::error::Result;
use uniac_texts::{label, t};

use super::result::on_payment;
use crate::cli::session::Session;
use crate::cli::view::sums;

/// What is about to be done, for the question; stdout is kept for what was done.
pub(super) fn preview(session: &Session, plan: &Plan) -> Result<Page> {
    let mut table = Table::new([
        Column::left("order"),
        Column::wide("customer"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::money("amount"),
    ]);
    let mut again = 0;
    for planned in plan.money() {
        again += usize::from(planned.again);
        table.row([
            Cell::new(&planned.number),
            Cell::new(&planned.customer),
            Cell::named(planned.step.operation().name()),
            Cell::new(planned.invoice.clone().unwrap_or_default()),
            Cell::money(planned.step.money),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    sums::moved(&mut page, plan);
    page.pair("orders", Cell::new(plan.moved().orders().to_string()));
    page.pair("company", Cell::new(&session.company));
    if again > 0 {
        page.note(t!("batch-again", count = again));
    }
    for line in braked(plan) {
        page.note(line);
    }
    for line in on_payments(session, plan)? {
        page.note(line);
    }
    for line in not_taken_again(plan) {
        page.note(line);
    }
    let is_stale = |planned: &&Planned| planned.skip == Some(Code::Stale.into());
    let stale = plan.steps.iter().filter(is_stale).count();
    if stale > 0 {
        page.note(t!("plan-stale", count = stale));
    }
    Ok(page)
}

/// Says what the brakes hold back of what is due, so that nobody takes the sum for all of it.
fn braked(plan: &Plan) -> Vec<String> {
    let is_braked = |planned: &&Planned| planned.skip == Some(Attention::Braked.into());
    let mut sums: BTreeMap<(Operation, Currency), (BTreeSet<OrderId>, i64)> = BTreeMap::new();
    for planned in plan.steps.iter().filter(is_braked) {
        let step = &planned.step;
        let sum = sums.entry((step.operation(), step.money.currency)).or_default();
        sum.0.insert(planned.order);
        sum.1 = sum.1.saturating_add(step.money.minor);
    }
    let mut lines = Vec::new();
    for ((operation, currency), (orders, minor)) in sums {
        let sum = Money::new(minor, currency);
        let operation = label(operation.name());
        lines.push(t!("batch-braked", operation = operation, orders = orders.len(), sum = sum));
    }
    lines
}

/// Says on which payment each act is, of an order that has several: what is released or paid back cannot be had again.
fn on_payments(session: &Session, plan: &Plan) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for planned in plan.money() {
        let case = session.store.case(planned.order)?;
        let has_several = case.is_some_and(|case| case.payments().count() > 1);
        if let Some(payment) = planned.step.payment.as_ref().filter(|_| has_several) {
            let (act, sum) = (planned.step.act, planned.step.money);
            lines.push(on_payment(&planned.number, act, sum, payment));
        }
    }
    Ok(lines)
}

/// Says of each refund for an invoice that Uni no longer shows that it may not be what is wanted.
fn not_taken_again(plan: &Plan) -> Vec<String> {
    let is_its = |planned: &&Planned| {
        let step = &planned.step;
        step.act == Act::Refund && step.why == Some(Attention::DocumentWithdrawn)
    };
    let line = |planned: &Planned| t!("batch-withdrawn", order = &planned.number);
    plan.money().filter(is_its).map(line).collect()
}
