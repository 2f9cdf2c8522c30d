//! The judge of runs: what a run's exit code and report say, held against the book, the journal and
//! what people did.
//!
//! It shares no rule with uniac; of uniac it takes only what the command line itself would show.

use std::collections::BTreeMap;
use std::sync::Arc;

use uniac_core::act::{Act, Intent, OutcomeKind, Retry};
use uniac_core::code::Class;
use uniac_engine::exit::Exit;
use uniac_engine::{Scope, Verdict};
use uniac_store::Store;

use super::Oracle;
use crate::commands::{Passed, attentions, due_by_itself};
use crate::life::{Life, Runner};
use crate::tally::Tally;
use crate::truth::Paper;
use crate::typed::Way;

/// How things stood before a run.
#[derive(Debug)]
pub struct Before {
    /// How much people had done.
    pub deeds: u64,
    /// How many processes the runner had begun, this one among them.
    processes: u64,
    /// The acts in the journal by key, with what was known of them.
    pub(super) journal: BTreeMap<String, (Intent, Option<OutcomeKind>)>,
    /// How many orders were held.
    pub(super) holds: usize,
}

impl Before {
    /// Looks at how things stand.
    pub fn see(life: &Life, runner: Runner) -> Before {
        let journal = life.store(runner).journal(None).expect("the journal is read");
        let known = |(_, intent): (String, Intent)| {
            let kind = intent.outcome.as_ref().map(|outcome| outcome.kind);
            (intent.key.clone(), (intent, kind))
        };
        let oracle = life.oracle();
        Before {
            deeds: oracle.truth.deeds,
            processes: oracle.processes.get(&runner).copied().unwrap_or_default(),
            journal: journal.into_iter().map(known).collect(),
            holds: active_holds(life, runner),
        }
    }
}

/// Returns how many orders are held.
pub(super) fn active_holds(life: &Life, runner: Runner) -> usize {
    let now = life.clock.now();
    let mut holds = 0;
    let read = life.store(runner).cases(&mut |case| {
        holds += usize::from(case.active_hold(now).is_some());
        Ok(())
    });
    read.expect("the store is read");
    holds
}

/// How things stand after a run.
struct After {
    journal: BTreeMap<String, Intent>,
    /// Whether no other process of the runner came between.
    is_alone: bool,
}

impl After {
    fn see(oracle: &Oracle, life: &Life, before: &Before, runner: Runner) -> After {
        let journal = life.store(runner).journal(None).expect("the journal is read");
        After {
            journal: journal.into_iter().map(|(_, i)| (i.key.clone(), i)).collect(),
            is_alone: oracle.processes.get(&runner).copied().unwrap_or_default()
                == before.processes,
        }
    }

    fn open(&self) -> impl Iterator<Item = &Intent> {
        self.journal.values().filter(|intent| intent.is_open())
    }

    fn is_any_pending(&self) -> bool {
        self.open().any(|i| i.outcome.as_ref().is_some_and(|o| o.kind == OutcomeKind::Pending))
    }

    /// Returns the acts that have come to this end since before.
    fn ended<'a>(
        &'a self,
        before: &'a Before,
        wanted: OutcomeKind,
    ) -> impl Iterator<Item = &'a Intent> {
        self.journal.values().filter(move |intent| {
            let kind = intent.outcome.as_ref().map(|outcome| outcome.kind);
            let was = before.journal.get(&intent.key).and_then(|(_, kind)| *kind);
            kind == Some(wanted) && was != kind
        })
    }
}

impl Oracle {
    /// After a run: its exit code tells the truth.
    pub fn check_exit(&self, life: &Arc<Life>, before: &Before, tally: &Tally, passed: &Passed) {
        let after = After::see(self, life, before, tally.runner);
        let told = || format!("{passed:?} {tally:?}");
        life.mark(format!("exit/{}", passed.exit.code()));
        let dry = tally.ask.as_ref().is_some_and(|ask| ask.way == Way::Dry);
        if dry {
            assert!(tally.sent.is_empty(), "sent in a dry run: {}", told());
            return;
        }
        match passed.exit {
            Exit::Failed
            | Exit::Usage
            | Exit::Declined
            | Exit::SignIn
            | Exit::Refused
            | Exit::Locked
            | Exit::Inactive => {
                assert!(tally.moved.is_empty(), "money moved, and the exit denies it: {}", told());
            }
            Exit::Partly => self.check_partly(life, before, &after, tally, passed),
            Exit::Unknown => {
                let open = !after.is_alone || after.open().next().is_some();
                assert!(open, "everything is known: {}", told());
            }
            Exit::Pending => assert!(after.is_any_pending(), "nothing is pending: {}", told()),
            Exit::Interrupted => assert!(tally.interrupted, "nobody interrupted: {}", told()),
            Exit::Done => self.check_done(life, before, &after, tally, passed),
            Exit::Defect => panic!("a defect: {}", told()),
        }
        if let Some("over-bounds" | "inactive" | "unknown-order") = passed.error {
            assert!(tally.sent.is_empty(), "sent all the same: {}", told());
        }
        if tally.said_no {
            assert_eq!(passed.exit, Exit::Declined, "a no is no success: {}", told());
        }
        if passed.is_whole && after.is_alone {
            self.check_open(&after, tally, passed);
            check_attentions(life, tally, passed);
        }
        let refused = after.ended(before, OutcomeKind::Refused);
        let for_good = refused.filter(|intent| {
            let outcome = intent.outcome.as_ref();
            outcome.is_some_and(|o| o.retry != Retry::NextRun && o.told.is_none())
        });
        if after.is_alone && for_good.count() > 0 {
            assert_ne!(passed.exit, Exit::Done, "a no was sent: {}", told());
        }
    }

    /// 6: something was done, and something that was due was not.
    fn check_partly(
        &self,
        life: &Arc<Life>,
        before: &Before,
        after: &After,
        tally: &Tally,
        passed: &Passed,
    ) {
        // What an earlier run had sent and this one saw is done too, kept or not.
        let was_open = before.journal.values().filter(|(intent, _)| intent.is_open());
        let is_seen = was_open.into_iter().any(|(intent, _)| life.happened(intent));
        let done = is_seen || after.ended(before, OutcomeKind::Done).next().is_some();
        assert!(done || !tally.sent.is_empty(), "nothing was done: {passed:?} {tally:?}");
        if !passed.is_whole {
            return;
        }
        let refused = after.ended(before, OutcomeKind::Refused).next().is_some();
        let left = refused
            || passed.unread > 0
            || after.open().next().is_some()
            || !attentions(life, tally.runner).is_empty();
        assert!(left, "nothing was left: {passed:?} {tally:?}");
    }

    /// An act without a definite answer is told by the exit code, unless it was not to be sent again.
    fn check_open(&self, after: &After, tally: &Tally, passed: &Passed) {
        let Some(ask) = &tally.ask else { return };
        if ask.scope != Scope::Automatic {
            return;
        }
        let open: Vec<&Intent> = after.open().collect();
        if open.is_empty() {
            return;
        }
        let stopped = passed
            .steps
            .iter()
            .any(|step| step.verdict == Verdict::Skipped && step.class() == Class::Declined);
        let tells = match passed.exit {
            Exit::Unknown | Exit::Defect => true,
            Exit::Pending => after.is_any_pending(),
            Exit::Partly => stopped || after.is_any_pending(),
            Exit::Declined => stopped,
            _ => false,
        };
        assert!(tells, "an act is open: {passed:?} {open:?}");
    }

    /// 0: nothing is left undone that the automation surely was to do, by what was there before it began.
    fn check_done(
        &self,
        life: &Arc<Life>,
        before: &Before,
        after: &After,
        tally: &Tally,
        passed: &Passed,
    ) {
        let automatic = tally.is_automatic() && passed.is_whole && after.is_alone;
        if automatic && !self.is_clock_wrong {
            // Also what became due through another order of the same run.
            let due = due_by_itself(life, tally);
            assert!(due.is_empty(), "exit 0, and {due:?} is due by itself: {passed:?}");
        }
        if !automatic || self.is_clock_wrong || tally.runner != Runner::Steady {
            return;
        }
        for (number, story) in &self.truth.papers {
            let seen = story.touched_at <= before.deeds;
            if !seen || story.by_hand || !self.is_surely_automatic(tally.runner, number, story) {
                continue;
            }
            if !self.is_plain(life, number, story) || rests_till_tomorrow(life, tally, number) {
                continue;
            }
            if let Some(lack) = self.lack(life, story) {
                panic!("exit 0, and {lack}: {number} {story:?} {passed:?}");
            }
            life.mark("exit/0 is true of an order");
        }
    }

    fn is_surely_automatic(&self, runner: Runner, order: &String, story: &Paper) -> bool {
        let is_auto = |number: &String| self.surely_auto.contains(&(runner, number.clone()));
        self.active.get(&runner) == Some(&Some(true))
            && story.invoices().all(is_auto)
            && (!story.deleted || is_auto(order))
    }

    /// At rest after healing: the exit code is 0, or there is a reason that a person can see.
    pub fn check_rest(&self, life: &Arc<Life>, runner: Runner, exit: Exit) {
        let store = life.store(runner);
        let journal = store.journal(None).expect("the journal is read");
        let open = journal.iter().any(|(_, intent)| intent.is_open());
        let active = store.settings().expect("the settings are read").is_active();
        let braked = attentions(life, runner).values().any(|name| *name == "braked");
        let right = match exit {
            Exit::Done => active && !open && !braked,
            Exit::Inactive => !active,
            Exit::Unknown => active && open,
            Exit::Declined => active && braked,
            _ => false,
        };
        assert!(right, "at rest with {exit:?}: active {active}, open {open}, braked {braked}");
    }
}

/// Returns whether the provider's no to an order's act is one that is asked again tomorrow.
fn rests_till_tomorrow(life: &Life, tally: &Tally, number: &str) -> bool {
    let store = life.store(tally.runner);
    let ids = store.find_orders(number, false).expect("the orders are read");
    let journal = store.journal(ids.first().copied()).expect("the journal is read");
    journal.iter().any(|(_, intent)| {
        intent.outcome.as_ref().is_some_and(|outcome| outcome.retry == Retry::Daily)
    })
}

/// What was due in mode auto and was skipped, whatever for, leaves its order with an attention.
fn check_attentions(life: &Arc<Life>, tally: &Tally, passed: &Passed) {
    if !tally.is_automatic() {
        return;
    }
    let attentions = attentions(life, tally.runner);
    for step in &passed.steps {
        let is_left = step.verdict == Verdict::Skipped && step.class() != Class::Benign;
        // The creation of an order in the shop is no matter of money.
        if is_left && step.act != Act::ShopCreate {
            life.mark(format!("left/{}", step.code().unwrap_or_default()));
            let is_told = attentions.contains_key(&step.order);
            assert!(is_told, "left without an attention: {step:?} {passed:?}");
        }
    }
}
