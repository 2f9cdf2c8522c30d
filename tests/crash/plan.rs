//! A saved plan whose application is killed at each of its points, and that is applied again: each step happens once.
//!
//! One case alone: `UNIAC_CRASH=plan/12 cargo test --test crash a_plan_that`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use uniac_sandbox::CreditTarget;

use crate::books::{self, Books};
use crate::stage::Stage;
use crate::{WORKERS, counted, killed, wanted};

const APPLY: &str = "apply data/sandbox/plan.json --yes";

/// A capture in two parts, a refund, a release, and a capture of before the activation.
fn prepared() -> Stage {
    let stage = Stage::new();
    let ordered = |minor| {
        let made = stage.world().order(2, minor, Some("Kari Nordmann"), None).expect("an order");
        made.order.expect("a number")
    };
    let old = ordered(11_000);
    stage.world().invoice(&old, None).expect("an invoice");
    stage.must("enable");
    let credited = ordered(22_000);
    stage.world().invoice(&credited, None).expect("an invoice");
    stage.must("sync");
    let credit = CreditTarget::Order(&credited);
    stage.world().credit(credit, Some(5_000), None).expect("a credit note");
    let parts = ordered(49_900);
    stage.world().invoice(&parts, Some(&[1])).expect("an invoice");
    stage.world().invoice(&parts, Some(&[2])).expect("an invoice");
    let dropped = ordered(33_000);
    stage.world().delete(&dropped).expect("deleted");
    stage.must("plan --out data/sandbox/plan.json");
    stage
}

#[test]
fn a_plan_that_is_killed_at_any_point_and_applied_again_does_each_step_once() {
    let before = prepared();
    let undisturbed = before.copied();
    let points = counted(&undisturbed, APPLY);
    let measure = Books::read(&undisturbed);
    let money: Vec<(&str, i64)> =
        measure.money.iter().map(|(_, kind, minor)| (*kind, *minor)).collect();
    for effect in [
        ("capture", 11_000),
        ("capture", 22_000),
        ("refund", 5_000),
        ("capture", 24_950),
        ("cancel", 33_000),
    ] {
        assert!(money.contains(&effect), "{effect:?} is not in {money:?}");
    }
    let wanted = wanted();
    let is_wanted = |at: &usize| match wanted.strip_prefix("plan/") {
        Some(number) => number == at.to_string(),
        None => wanted.is_empty(),
    };
    let units: Vec<usize> = (1..=points.len()).filter(is_wanted).collect();
    let (next, wrongs) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(at) = units.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(wrong) = again(&before, &measure, *at) {
                        let line = format!("plan/{at} ({}): {wrong}", points[at - 1]);
                        wrongs.lock().expect("no panic").push(line);
                    }
                }
            });
        }
    });
    let wrongs = wrongs.into_inner().expect("no panic");
    let mut text = String::new();
    for wrong in &wrongs {
        let _ = writeln!(text, "crash: {wrong}");
    }
    let _ = writeln!(text, "crash: a plan: {} points, {} wrong", units.len(), wrongs.len());
    std::io::stdout().write_all(text.as_bytes()).expect("a terminal");
    assert!(wrongs.is_empty(), "{} wrongs, listed above", wrongs.len());
}

/// Kills the application at one point, and applies the plan again: to its end, or it was at its end.
fn again(before: &Stage, measure: &Books, at: usize) -> Result<(), String> {
    let stage = before.copied();
    killed(&stage, APPLY, at)?;
    let ended = stage.uniac(APPLY, &[]);
    let was_applied = ended.code == Some(3) && ended.stdout.contains("plan-applied");
    if ended.code != Some(0) && !was_applied {
        return Err(format!("applied again: {ended:?}"));
    }
    let once_more = stage.uniac(APPLY, &[]);
    if !once_more.stdout.contains("plan-applied") {
        return Err(format!("applied a third time: {once_more:?}"));
    }
    let wrongs = books::contradictions(&stage, false);
    if !wrongs.is_empty() {
        return Err(wrongs.join("; "));
    }
    let books = Books::read(&stage);
    if books != *measure {
        return Err(format!("{books:?}, not {measure:?}; {ended:?}"));
    }
    Ok(())
}
