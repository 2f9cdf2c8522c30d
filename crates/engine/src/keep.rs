//! The keeping of assessments: what was touched is assessed anew, everything else is read as it was kept.
//!
//! Whatever an assessment rests on beside an order's facts is in one text, the basis; with another one everything is
//! assessed anew. What is kept decides nothing: an order that is acted on is assessed again.

use std::ops::ControlFlow;

use jiff::Timestamp;

use uniac_core::assess::{Assessment, Company, RULES, State, assess};
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_core::summary::{Summary, hash, is_web_order};
use uniac_store::{Assessed, Filter, Tally};
use uniac_system::error::Result;

use super::Engine;
use super::refresh::{newly_sure, perhaps_thrown_away};

/// How many orders are looked at together; memory holds no more of them.
const PAGE: usize = 500;

impl Engine<'_> {
    /// Assesses what was touched since it was assessed, so that lists and sums can be read from the store.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the run is to stop.
    pub fn keep_up(&self) -> Result<()> {
        let (company, now) = (self.company()?, self.clock.now());
        self.store.rest_on(&self.basis(&company))?;
        let mut assess = |case: &Case| self.look(case, &company, now);
        while self.store.assess_marked(now, &mut assess)? > 0 {
            self.check_stopped()?;
        }
        Ok(())
    }

    /// Returns the counts and sums over all web orders, after what was touched is assessed.
    ///
    /// # Errors
    /// As [`Engine::keep_up`].
    pub fn tally(&self) -> Result<Tally> {
        self.keep_up()?;
        self.store.tally()
    }

    /// Assesses the web orders that a filter lets through, the newest first, until no more are wanted. What is kept only
    /// says which orders these are; each is handed over as the rules see it now. The filter's limit is how many are
    /// looked at first.
    ///
    /// # Errors
    /// As [`Engine::keep_up`].
    pub fn assessed_of(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(Case, Assessment) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.keep_up()?;
        let (company, now) = (self.company()?, self.clock.now());
        let page = filter.limit.unwrap_or(PAGE).clamp(1, PAGE);
        let mut before = filter.before;
        loop {
            let wanted = Filter { before, limit: Some(page), ..filter.clone() };
            let mut orders = self.store.kept_orders(&wanted)?;
            let is_last = orders.len() < page;
            before = orders.last().copied();
            orders.reverse();
            for case in self.cases_of(&orders)?.into_iter().rev() {
                let assessment = assess(&case, &company, now);
                if is_web_order(&case, &assessment) && each(case, assessment)?.is_break() {
                    return Ok(());
                }
            }
            self.check_stopped()?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// Returns what all assessments rest on: the rules, what is the same for all orders, and who is asked for payments.
    fn basis(&self, company: &Company) -> String {
        let providers: Vec<&str> = self.providers.iter().map(|provider| provider.name()).collect();
        hash(&format!("{RULES} {} {company:?} {providers:?}", env!("CARGO_PKG_VERSION")))
    }

    /// Returns what is to be kept of an order.
    fn look(&self, case: &Case, company: &Company, now: Timestamp) -> Assessed {
        let assessment = assess(case, company, now);
        let summary = Summary::of(case, &assessment, company.terms, now);
        let is_ours = summary.is_web_order;
        Assessed {
            reads: is_ours && self.is_to_be_read(case, &assessment),
            documents: is_ours && !perhaps_thrown_away(case, &assessment).is_empty(),
            sure: newly_sure(case, &assessment).filter(|_| is_ours),
            summary,
        }
    }

    /// Compares what is kept with what the rules say of every order that is not marked, and hands over the numbers of those
    /// that differ, and the states whose counts do; returns how many orders it compared.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check_kept(&self, differs: &mut dyn FnMut(String)) -> Result<usize> {
        let (company, now) = (self.company()?, self.clock.now());
        if self.store.kept_basis()?.is_none_or(|basis| basis != self.basis(&company)) {
            return Ok(0);
        }
        let marked = self.store.marked_orders(now)?;
        let mut compared = 0;
        self.by_page(&mut |cases| {
            for case in cases.into_iter().filter(|case| !marked.contains(&case.order.uni.id)) {
                compared += 1;
                if !self.is_kept_as_said(&case, &company, now)? {
                    differs(case.order.uni.number);
                }
            }
            Ok(())
        })?;
        let counts = self.store.tally()?.states;
        for state in State::ALL {
            let kept = counts.get(&state).copied().unwrap_or(0);
            let counted = Filter { state: Some(state), ..Filter::default() };
            // Another process may have assessed an order in between.
            if self.store.kept_count(&counted)? != kept && self.store.tally()?.states == counts {
                differs(state.name().to_owned());
            }
        }
        Ok(compared)
    }

    fn is_kept_as_said(&self, case: &Case, company: &Company, now: Timestamp) -> Result<bool> {
        let said = self.look(case, company, now).digest();
        Ok(self.store.kept_digest(case.order.uni.id)?.as_deref() == Some(said.as_str()))
    }

    /// Hands over all orders in pages. The store can be asked in between.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn by_page(&self, each: &mut dyn FnMut(Vec<Case>) -> Result<()>) -> Result<()> {
        let mut after = None;
        loop {
            let page = self.store.orders_after(after)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(*last);
            each(self.cases_of(&page)?)?;
        }
    }

    /// Returns these orders, which stand by id.
    pub(super) fn cases_of(&self, orders: &[OrderId]) -> Result<Vec<Case>> {
        let mut cases = Vec::new();
        self.store.cases_of(orders, &mut |case| {
            cases.push(case);
            Ok(())
        })?;
        Ok(cases)
    }
}
