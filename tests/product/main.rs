//! The fault product: every deed with every fault at every kind of provider, over real HTTP.
//!
//! Each cell makes an order, lets the fault meet its deed once, runs passes until all is at rest, and
//! compares uniac's words with the outside world's own books. One cell alone, with all it did:
//! `UNIAC_CELL=capture/reply-lost/key-replayed cargo test --test product`; a part of a name runs all
//! cells that have it.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]

mod cells;
mod lies;
mod oracle;
mod outside;
mod rig;
mod story;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use uniac_connect::payment::vipps::READ_DELAY_SECONDS;
use uniac_core::assess::Attention;
use uniac_engine::Verdict;
use uniac_sandbox::{Fault, World};

use cells::{Cell, Fate, Trouble};
use lies::Excuse;
use oracle::Wrong;
use outside::Truth;
use rig::{Circumstances, Passed, Rig};
use story::Expected;

/// How many worlds run at once: they wait for each other's answers as much as they work.
const WORKERS: usize = 4;

/// How many passes the trouble and a provider's lag last, and how many there may be in all.
const TROUBLED_PASSES: usize = 2;
const PASSES_MAX: usize = 6;

/// After which pass a day goes by where something was refused.
const DAYS_END: usize = 3;

/// How long a shop or Uni may be at work on a request, and longer: the guess in the engine.
const RECORD_S: u64 = 600;

/// How long a slow answer takes, and one that comes after a hasty pass has given up.
const SLOW_MS: u64 = 20;
const TOO_SLOW_MS: u64 = 1300;

/// The seconds of a day.
const DAY_S: u64 = 24 * 3600;

/// What became of a cell.
#[derive(Default)]
struct End {
    wrongs: Vec<Wrong>,
    /// What the passes have reported as done, by act.
    said: BTreeMap<&'static str, usize>,
    /// Whether an act is left unknown, and a person is told.
    left: bool,
    /// Whether what is wrong is the outside's doing and known.
    excused: bool,
    /// What happened, line by line.
    trace: String,
}

impl End {
    /// Adds what is wrong, each thing once.
    fn add(&mut self, wrongs: Vec<Wrong>) {
        for wrong in wrongs {
            if !self.wrongs.contains(&wrong) {
                self.wrongs.push(wrong);
            }
        }
    }

    /// Takes what is wrong for the outside's own doing, when it is that and nothing else.
    fn excuse(&mut self, excuse: &Excuse) {
        if self.wrongs.is_empty() {
            self.wrongs
                .push(Wrong::Unrest(format!("needs no excuse any more: {}", excuse.because)));
        } else if self.wrongs.iter().all(excuse.is) {
            self.wrongs.clear();
            self.excused = true;
        }
    }
}

#[test]
fn every_fault_on_every_deed_takes_effect_exactly_once() {
    let wanted = wanted();
    let cells = Cell::named(&wanted);
    assert!(!cells.is_empty(), "no cell is called `{wanted}`");
    let next = AtomicUsize::new(0);
    let ends = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for worker in 0..WORKERS.min(cells.len()) {
            let (next, ends, cells) = (&next, &ends, &cells);
            scope.spawn(move || {
                let mut rig = Rig::new(worker);
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let end = judged(&mut rig, cell);
                    ends.lock().expect("no panic").insert(cell.name(), end);
                }
            });
        }
    });
    report(&ends.into_inner().expect("no panic"), !wanted.is_empty());
}

#[expect(clippy::disallowed_methods, reason = "a test may ask which cell is wanted")]
fn wanted() -> String {
    std::env::var("UNIAC_CELL").unwrap_or_default()
}

/// Runs a cell; what panics in it is unrest, too.
fn judged(rig: &mut Rig, cell: &Cell) -> End {
    let mut end = End::default();
    let run = catch_unwind(AssertUnwindSafe(|| run(rig, cell, &mut end)));
    if let Err(panic) = run {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        end.wrongs.push(Wrong::Unrest(format!("panic: {}", text.unwrap_or("of another form"))));
    }
    end
}

fn run(rig: &mut Rig, cell: &Cell, end: &mut End) {
    rig.reset(cell.kind);
    let mut world = rig.world();
    let order = story::order(&mut world, cell.kind.brand);
    story::begin(&mut world, cell.deed, &order);
    let before = rig.sync(Circumstances::Usual);
    assert_eq!(before.error, None, "before the trouble");
    rig.wait(3600);
    let mut expected = story::make_due(&mut world, cell.deed, &order);
    if cell.refusal() == Some(Fate::Final) {
        expected = expected.without(cell.deed);
    }
    let (circumstances, fault) = cause(&mut world, cell);
    for pass in 1..=PASSES_MAX {
        let passed = rig.sync(if pass == 1 { circumstances } else { Circumstances::Usual });
        tell(end, pass, &passed);
        let payment = outside::payment(&mut world);
        end.add(oracle::money(&payment, &rig.journal(), &expected));
        end.add(oracle::words(&payment, &end.said));
        let waits = |known: &Fault| Some(known.id) == fault;
        if pass == 1 && world.fault_list().expect("the faults").iter().any(waits) {
            end.wrongs.push(Wrong::Unrest("the trouble was not met".to_owned()));
        }
        if pass == TROUBLED_PASSES {
            world.fault_clear().expect("healed");
        }
        let is_refused = cell.refusal().is_some();
        if pass == DAYS_END && is_refused {
            rest_for_a_day(rig, &mut world, cell, &passed, end);
        }
        rig.wait(if pass == 1 { 5 } else { RECORD_S });
        let is_over = pass > if is_refused { DAYS_END } else { TROUBLED_PASSES };
        if is_over && is_at_rest(rig, &passed) {
            return conclude(rig, cell, &mut world, &expected, end);
        }
    }
    end.wrongs.push(Wrong::Unrest(format!("not at rest after {PASSES_MAX} passes")));
}

/// A refusal has come to rest: for nearly a day nothing is sent. Then the day is over.
fn rest_for_a_day(rig: &Rig, world: &mut World, cell: &Cell, passed: &Passed, end: &mut End) {
    if cell.refusal() == Some(Fate::Settled) || cell.is_left_to_a_person() {
        return rig.wait(DAY_S);
    }
    if !is_at_rest(rig, passed) {
        end.wrongs.push(Wrong::Unrest("a refusal does not rest".to_owned()));
    }
    rig.wait(DAY_S - 2 * 3600);
    world.calls(true).expect("the calls");
    rig.sync(Circumstances::Usual);
    let calls = world.calls(true).expect("the calls");
    if calls.provider.write + calls.shop.write + calls.uni.write > 0 {
        end.wrongs.push(Wrong::Unrest("a refused act is asked again within a day".to_owned()));
    }
    rig.wait(2 * 3600);
}

/// Lets the trouble and the provider's lag begin; returns the circumstances of the first pass and
/// the fault that it must meet.
fn cause(world: &mut World, cell: &Cell) -> (Circumstances, Option<i64>) {
    let on = cell.deed.operation();
    let mut once = |name: &str, ms| {
        let fault = world.fault_add(name, Some(on), 1, Some(ms)).expect("a fault");
        Some(fault.id)
    };
    let caused = match cell.trouble {
        Trouble::Fault("slow") => (Circumstances::Usual, once("slow", SLOW_MS)),
        Trouble::Fault(name) | Trouble::Code(name, _) => {
            (Circumstances::Usual, once(name, lag_ms(on)))
        }
        Trouble::ConnectionRefused => (Circumstances::Unreachable(on), None),
        Trouble::TimeOut => (Circumstances::Hasty, once("slow", TOO_SLOW_MS)),
    };
    if cell.kind.lags {
        for on in ["capture", "refund", "cancel", "shop", "booking"] {
            let ms = Some(lag_ms(on));
            world.fault_add("lagging-read", Some(on), 0, ms).expect("a fault");
        }
    }
    caused
}

/// Returns how long reads of such a change lag: nearly as long as uniac is told that they may.
fn lag_ms(operation: &str) -> u64 {
    match operation {
        // The provider's figure, in its capabilities; the guess for shops and Uni, in the engine.
        "capture" | "refund" | "cancel" => u64::from(READ_DELAY_SECONDS) * 1000 - 100,
        _ => RECORD_S * 1000 - 100,
    }
}

/// Returns whether a pass found nothing that it could do, and a look at everything finds nothing due.
fn is_at_rest(rig: &Rig, passed: &Passed) -> bool {
    let idle = passed.results.iter().all(|result| result.verdict == Verdict::Unknown);
    idle && passed.error.is_none() && rig.status().expect("a status").0 == 0
}

/// Judges a cell that has come to rest: one pass more writes nothing, and the books agree.
fn conclude(rig: &Rig, cell: &Cell, world: &mut World, expected: &Expected, end: &mut End) {
    world.calls(true).expect("the calls");
    let passed = rig.sync(Circumstances::Usual);
    tell(end, PASSES_MAX + 1, &passed);
    let calls = world.calls(true).expect("the calls");
    let journal = rig.journal();
    let open = journal.iter().filter(|intent| intent.is_open()).count() as u64;
    // What is unknown may be asked for again with its key.
    let writes = calls.provider.write + calls.shop.write + calls.uni.write;
    if writes > open {
        end.wrongs.push(Wrong::Unrest(format!("a pass at rest wrote {writes} times")));
    }
    let (_, attention) = rig.status().expect("a status");
    let truth = Truth::read(world);
    end.left = open > 0;
    let excuse = lies::excuse(cell);
    let refused: &[Attention] = match cell.refusal() {
        Some(Fate::Final) => &[Attention::Refused],
        _ => &[],
    };
    let told = excuse.as_ref().map_or(refused, |excuse| excuse.attention);
    end.add(oracle::end(cell, &truth, &journal, expected, (&attention, told)));
    if let Some(excuse) = excuse {
        end.excuse(&excuse);
    }
    for intent in &journal {
        let _ = writeln!(end.trace, "  journal: {intent:?}");
    }
    let _ = writeln!(end.trace, "  {truth:#?}\n  {expected:?}, attention {attention:?}");
}

fn tell(end: &mut End, pass: usize, passed: &Passed) {
    let _ = writeln!(end.trace, "  pass {pass}: {:?}", passed.error);
    for result in &passed.results {
        let (act, verdict) = (result.act.name(), result.verdict.name());
        *end.said.entry(act).or_default() += usize::from(result.verdict == Verdict::Done);
        let _ = writeln!(end.trace, "    {act} {}: {verdict} {:?}", result.money, result.code());
    }
}

#[test]
fn the_page_of_the_proof_tells_how_many_cells_there_are() {
    let cells = Cell::named("").len();
    let told = format!("{},{:03} cells", cells / 1000, cells % 1000);
    let page = include_str!("../../docs/reliability.md");
    assert!(page.contains(&told), "docs/reliability.md does not say `{told}`");
}

fn report(ends: &BTreeMap<String, End>, with_trace: bool) {
    let all = || ends.values().flat_map(|end| &end.wrongs);
    let count = |is: fn(&Wrong) -> bool| all().filter(|wrong| is(wrong)).count();
    let summary = format!(
        "product: {} cells, {} double effects, {} lost acts, {} false successes\n\
         product: {} false refusals, {} not at rest; {} cells left to a person, \
         {} in which the outside itself doubles or lies\n",
        ends.len(),
        count(|wrong| matches!(wrong, Wrong::DoubleEffect(_))),
        count(|wrong| matches!(wrong, Wrong::LostAct(_))),
        count(|wrong| matches!(wrong, Wrong::FalseSuccess(_))),
        count(|wrong| matches!(wrong, Wrong::FalseRefusal(_))),
        count(|wrong| matches!(wrong, Wrong::Unrest(_))),
        ends.values().filter(|end| end.left).count(),
        ends.values().filter(|end| end.excused).count(),
    );
    let mut text = String::new();
    for (name, end) in ends {
        if with_trace {
            text += &format!("{name}\n{}", end.trace);
        }
        for wrong in &end.wrongs {
            text += &format!("{name}: {wrong:?}\n  UNIAC_CELL={name} cargo test --test product\n");
        }
    }
    // Not by a macro, whose output a test that passes would swallow.
    let told = write!(std::io::stdout(), "{text}{summary}");
    told.expect("a terminal");
    assert_eq!(all().count(), 0, "failing cells, listed above");
}
