//! What the engine keeps of two absences: plug-ins of the shop that nobody has looked at, and payments
//! that their provider does not know.
//!
//! A look at the shop that fails must never stop a pass, and never make a plug-in look quiet.

use jiff::SignedDuration;

use uniac_core::act::Act;
use uniac_core::assess::{Company, Step, assess};
use uniac_core::code::Code;
use uniac_core::hooks::{Hook, Hooks};
use uniac_core::purchase::Case;
use uniac_store::{Entry, NotFound, SeenHooks};
use uniac_system::error::Result;

use super::Engine;
use super::run::Run;
use super::task::Task;

/// How long a look at the shop's plug-ins is good enough where nothing hangs on it. They change when somebody installs one,
/// or clicks a setting; a pass that would tell the shop something beside money that they could move looks anew.
const HOOKS_PACE: SignedDuration = SignedDuration::from_hours(24);

/// After how long without a look what was seen is not believed any more: a long weekend.
const HOOKS_OLD: SignedDuration = SignedDuration::from_hours(96);

impl Engine<'_> {
    /// Looks at the shop's plug-ins when the last look is a day old. That it cannot be looked at is told
    /// by `doctor`; until it can, what was last seen counts, and then nothing is taken for quiet.
    pub(super) fn refresh_hooks(&self) -> Result<()> {
        let now = self.clock.now();
        let is_fresh = |seen: &SeenHooks| now.duration_since(seen.at).abs() < HOOKS_PACE;
        if self.store.hooks()?.as_ref().is_some_and(is_fresh) {
            return Ok(());
        }
        self.look_at_hooks().map(|_| ())
    }

    /// Looks at the shop's plug-ins and keeps what is seen; `None` when they cannot be looked at.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn look_at_hooks(&self) -> Result<Option<Hooks>> {
        let Ok(hooks) = self.shop.hooks() else { return Ok(None) };
        let seen = SeenHooks { hooks, at: self.clock.now() };
        self.store.put_hooks(&seen)?;
        Ok(Some(seen.hooks))
    }

    /// Returns what the shop's plug-ins do, as far as it is known now.
    pub(super) fn hooks_now(&self) -> Result<Hooks> {
        let now = self.clock.now();
        let seen = self.store.hooks()?;
        let is_known = |seen: &SeenHooks| now.duration_since(seen.at).abs() < HOOKS_OLD;
        Ok(seen.filter(is_known).map(|seen| seen.hooks).unwrap_or_default())
    }

    /// Keeps that a payment was looked for and not found.
    pub(super) fn note_not_found(&self, case: &Case) -> Result<()> {
        match self.not_found(case) {
            Some(not_found) => self.store.put_not_found(&not_found),
            None => Ok(()),
        }
    }

    /// Returns the provider's word on a payment that it was asked for; `None` when there is no provider
    /// to ask.
    fn not_found(&self, case: &Case) -> Option<NotFound> {
        let (_, reference) = self.provider_of(case.order.shop.as_ref()?)?;
        Some(NotFound { reference: reference.to_owned(), at: self.clock.now() })
    }
}

impl Run<'_> {
    /// Returns whether an act in the shop would not be due if it were not known what the shop's plug-ins do: there is money
    /// that they could move.
    pub(super) fn trusts_plug_ins(&self, case: &Case, step: &Step) -> bool {
        let is_told = matches!(
            step.act,
            Act::ShopComplete | Act::ShopCancel | Act::ShopCredit | Act::ShopRecordRefund
        );
        if !is_told {
            return false;
        }
        let hooks = Hooks::all(Hook::UNKNOWN);
        let company = Company { hooks, ..self.company.clone() };
        let assessment = assess(case, &company, self.engine.clock.now());
        let is_it = |due: &Step| (due.act, due.document) == (step.act, step.document);
        // On *refunded* one that is not known is not taken for one that releases; the known ones do.
        let is_reserved = step.act == Act::ShopCredit && assessment.ledger.capturable > 0;
        is_reserved || !assessment.steps.iter().any(is_it)
    }

    /// Leaves out an act for want of its payment, and keeps whose word that is.
    pub(super) fn without_payment(&self, task: &mut Task, step: &Step) {
        let why = match self.engine.not_found(&task.case) {
            Some(not_found) => {
                task.case.order.not_found_at = Some(not_found.at);
                task.pending.push(Entry::NotFound(not_found));
                Code::PaymentNotFound
            }
            None => Code::MethodNotConfigured,
        };
        task.skip(step, why.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;
    use crate::tests::world::{Stage, World, noon};
    use uniac_store::Store;

    /// What the plug-in of a method that nobody met does, `hours` after quiet ones were seen; the look
    /// then made is answered, or not.
    fn known(hours: i64, can_look: bool, looks: bool) -> Hook {
        let stage = Stage::new(World { hides_plug_ins: !can_look, ..World::default() });
        let at = noon().checked_sub(SignedDuration::from_hours(hours)).unwrap();
        let quiet = Hooks::all(Hook::QUIET);
        stage.store.put_hooks(&SeenHooks { hooks: quiet, at }).unwrap();
        stage.with(Scope::Nothing, |run| {
            if looks {
                run.engine.refresh_hooks().unwrap();
            }
            run.engine.company().unwrap().hooks.of("any")
        })
    }

    #[test]
    fn what_was_seen_is_believed_for_some_days_and_then_nothing_is_quiet() {
        for (hours, can_look, looks, expected) in [
            (1, false, false, Hook::QUIET),
            (95, false, true, Hook::QUIET),
            (97, false, true, Hook::UNKNOWN),
            // From the future: a clock was wrong.
            (-97, false, false, Hook::UNKNOWN),
            (97, true, true, Hook::QUIET),
        ] {
            assert_eq!(known(hours, can_look, looks), expected, "{hours} {can_look} {looks}");
        }
    }
}
