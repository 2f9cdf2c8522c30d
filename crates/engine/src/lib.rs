//! A pass: refresh the facts, assess, choose, execute, and write down what became of it.
//!
//! The engine knows traits, never a connector, and has no rules about money of its own: it does
//! what `assess` lists, within the scope of the command.

#![warn(clippy::wildcard_enum_match_arm)]

mod apply;
mod applying;
mod attempt;
mod bounds;
mod brake;
mod cause;
pub mod choose;
mod counts;
mod doors;
mod draw_up;
mod execute;
pub mod exit;
mod fingerprint;
mod follow;
mod foresee;
mod heard;
mod held_back;
mod hidden;
mod history;
mod hooks;
mod keep;
mod leave;
mod look_ahead;
mod outcomes;
mod pass;
mod plan;
mod refresh;
mod report;
mod request;
mod reread;
mod result;
mod run;
mod said;
mod saved;
mod scope;
mod settle;
mod strays;
mod task;
mod tell;
mod wanted;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use jiff::SignedDuration;
use uniac_connect::erp::Erp;
use uniac_connect::payment::{Provider, known_methods};
use uniac_connect::shop::Shop;
use uniac_core::assess::{Assessment, Company, Method, Terms, assess};
use uniac_core::order::{OrderId, ShopOrder};
use uniac_core::purchase::Case;
use uniac_core::settings::Setting;
use uniac_core::summary::is_web_order;
use uniac_store::Store;
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::stop::Stop;

pub use bounds::{Bounds, Moved};
pub use cause::Cause;
pub use counts::Counts;
pub use plan::{Plan, Planned};
pub use refresh::{Reading, Unread};
pub use report::{Ending, Report, moved};
pub use request::{Caller, Phase, Request};
pub use result::{StepResult, Verdict};
pub use run::Run;
pub use said::Said;
pub use saved::{Maker, SCHEMA, SavedPlan, SavedStep};
pub use scope::{Confirmed, Scope};
pub use tell::Statement;

/// So many orders are read before they are looked at.
const READ_AHEAD: usize = 256;

/// Everything a pass works with.
pub struct Engine<'a> {
    /// Uni.
    pub erp: &'a dyn Erp,
    /// The web shop.
    pub shop: &'a dyn Shop,
    /// The payment providers.
    pub providers: &'a [Box<dyn Provider>],
    /// The store of the company.
    pub store: &'a dyn Store,
    /// The time.
    pub clock: &'a Clock,
    /// The company's key in Uni.
    pub company_key: &'a str,
    /// What the company has configured for the rules.
    pub terms: Terms,
    /// How many requests are on their way at once; half as many more orders are worked on, so that
    /// waiting for the disk keeps no line idle. With one, everything happens in this thread, in a
    /// fixed order.
    pub workers: usize,
    /// Set when the user interrupts; the order that is worked on is finished, no other is begun.
    pub stop: &'a Stop,
    /// How much it has read.
    pub read: Counts,
    /// Told about each order that is through, for a progress bar.
    pub tick: &'a (dyn Fn(&str) + Sync),
}

impl Engine<'_> {
    /// Returns what the rules need to know of the company.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn company(&self) -> Result<Company> {
        let settings = self.store.settings()?;
        Ok(Company {
            key: self.company_key.to_owned(),
            active: settings.is_active(),
            upload_new_orders_since: settings
                .is_active()
                .then(|| settings.since(Setting::UploadNewOrders))
                .flatten(),
            methods: self.methods(),
            known: known_methods(),
            hooks: self.hooks_now()?,
            terms: self.terms,
        })
    }

    fn methods(&self) -> Vec<Method> {
        self.providers.iter().flat_map(|provider| methods_of(provider.as_ref())).collect()
    }

    /// Hands over every web order with its assessment, by order id. `each` must not ask the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn assessed(&self, each: &mut dyn FnMut(Case, Assessment) -> Result<()>) -> Result<()> {
        let company = self.company()?;
        let now = self.clock.now();
        self.read_ahead(&mut |case| {
            let assessment = assess(&case, &company, now);
            if is_web_order(&case, &assessment) { each(case, assessment) } else { Ok(()) }
        })
    }

    /// Hands over every order, by order id; while one is looked at, the next ones are read.
    fn read_ahead(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        if self.workers == 1 {
            return self.store.cases(each);
        }
        let (sender, cases) = sync_channel(READ_AHEAD);
        std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                let mut hand_over = |case| {
                    sender.send(case).map_err(|_| Error::defect("nobody looks at the orders"))
                };
                self.store.cases(&mut hand_over)
            });
            let looked_at = cases.iter().try_for_each(each);
            drop(cases); // a reader that waits to hand over ends
            let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            looked_at.and(read)
        })
    }

    /// Returns whether the run is to stop: the order that is worked on is finished, no other is begun.
    pub fn is_stopped(&self) -> bool {
        self.stop.why().is_some()
    }

    /// Returns the provider that handles the shop's order, with the payment's reference.
    pub(crate) fn provider_of<'o>(&self, shop: &'o ShopOrder) -> Option<(&dyn Provider, &'o str)> {
        let reference = shop.payment_reference.as_deref()?;
        let provider = self.providers.iter().find(|p| p.handles(&shop.payment_method))?;
        Some((provider.as_ref(), reference))
    }

    /// Returns the provider of the payment that is looked at, with its reference: the one that it was read from, or the one that takes
    /// the shop order's method.
    pub(crate) fn payment_of<'o>(&self, case: &'o Case) -> Option<(&dyn Provider, &'o str)> {
        let named = case.order.shop.as_ref().and_then(|shop| self.provider_of(shop));
        let Some(payment) = &case.order.payment else { return named };
        let shop = case.order.shop.as_ref();
        if shop.and_then(|shop| shop.payment_reference.as_ref()) == Some(&payment.reference) {
            return named;
        }
        let known = self.providers.iter().find(|provider| provider.name() == payment.provider);
        Some((known?.as_ref(), payment.reference.as_str()))
    }

    /// Returns the orders in groups of those that share a payment: one purchase is in one hand.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn purchases(&self, orders: &[OrderId]) -> Result<Vec<Vec<OrderId>>> {
        let mut groups: Vec<Vec<OrderId>> = Vec::new();
        let mut seen = BTreeSet::new();
        let tied = self.store.tied(orders)?;
        for order in orders {
            if seen.contains(order) {
                continue;
            }
            let group = match tied.contains(order) {
                true => {
                    let together = self.store.together(*order)?;
                    orders.iter().copied().filter(|other| together.contains(other)).collect()
                }
                false => vec![*order],
            };
            seen.extend(group.iter().copied());
            groups.push(group);
        }
        Ok(groups)
    }

    /// Works through the orders with all workers, one order in one hand. Orders that were not begun
    /// when the user interrupted are left out of the answer.
    pub(crate) fn in_parallel<I: Sync, T: Send>(
        &self,
        orders: &[I],
        work: impl Fn(&I) -> T + Sync,
    ) -> Vec<T> {
        let next = AtomicUsize::new(0);
        let hands = (self.workers + self.workers / 2).clamp(1, orders.len().max(1));
        let take_turns = || self.take_turns(orders, &next, &work);
        if hands == 1 {
            return take_turns().into_iter().map(|(_, result)| result).collect();
        }
        let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..hands).map(|_| scope.spawn(take_turns)).collect();
            handles
                .into_iter()
                .flat_map(|handle| match handle.join() {
                    Ok(done) => done,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
                .collect()
        });
        results.sort_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    }

    /// Works through what no other hand has taken; returns each result with its place.
    fn take_turns<I, T>(
        &self,
        orders: &[I],
        next: &AtomicUsize,
        work: impl Fn(&I) -> T,
    ) -> Vec<(usize, T)> {
        let mut done = Vec::new();
        while !self.is_stopped() {
            let index = next.fetch_add(1, Ordering::SeqCst);
            let Some(order) = orders.get(index) else { break };
            done.push((index, work(order)));
        }
        done
    }
}

fn methods_of(provider: &dyn Provider) -> Vec<Method> {
    let releases_rest = provider.capabilities().releases_rest;
    let mut methods = Vec::new();
    for id in provider.payment_methods().iter().cloned() {
        let days = provider.guaranteed_days(&id);
        let guaranteed = days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
        methods.push(Method { releases_rest, guaranteed, id });
    }
    methods
}

#[cfg(test)]
mod tests;
