//! The crash sweep: the real program, killed at every named point of every story, and, for long, a second time
//! at every point of the recovery.
//!
//! Nothing is sampled: a first run counts the points, and each of them is met. `UNIAC_CRASH_PAIRS=1` meets each of the
//! recovery too. One kill alone, or one pair, is had by `UNIAC_CRASH=refund/12/7 cargo test --test crash`.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]

#[path = "../proof/books.rs"]
mod books;
#[path = "../product/outside.rs"]
#[expect(dead_code, reason = "the product's own truth is of one order")]
mod outside;
mod plan;
mod server;
#[path = "../proof/stage.rs"]
#[expect(dead_code, reason = "what only the other suites use")]
mod stage;
mod stopped;
#[path = "../proof/stories.rs"]
mod stories;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use books::Books;
use stage::{SIGKILL, Stage};
use stories::Story;
use uniac_system::seam;

/// How many sweeps run at once: they wait for the disk as much as they work.
const WORKERS: usize = 4;

/// How often the command may have to be typed after the last crash until it ends well.
const RUNS_MAX: usize = 4;

/// A story whose points are counted.
struct Swept {
    story: &'static Story,
    before: Stage,
    /// The points that an undisturbed run comes to.
    points: Vec<String>,
    /// The books after an undisturbed run.
    books: Books,
}

/// What the sweep came to.
#[derive(Default)]
struct Tally {
    singles: BTreeMap<&'static str, usize>,
    pairs: BTreeMap<&'static str, usize>,
    met: BTreeMap<String, usize>,
    wrongs: Vec<String>,
}

#[test]
fn a_crash_at_any_point_and_at_any_point_of_the_recovery_loses_and_doubles_nothing() {
    let began = Instant::now();
    let wanted = wanted();
    let mut wanted = wanted.split('/').filter(|part| !part.is_empty());
    let name = wanted.next();
    let number = |part: &str| part.parse::<usize>().expect("STORY/FIRST/SECOND");
    let (first, second) = (wanted.next().map(number), wanted.next().map(number));
    let stories = stories::ALL.iter().filter(|story| name.is_none_or(|name| name == story.name));
    let swept: Vec<Swept> = stories.map(Swept::new).collect();
    let units: Vec<(&Swept, usize)> = swept
        .iter()
        .flat_map(|swept| (1..=swept.points.len()).map(move |at| (swept, at)))
        .filter(|(_, at)| first.is_none_or(|first| first == *at))
        .collect();
    assert!(!units.is_empty(), "no such story or point");
    let next = AtomicUsize::new(0);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some((swept, at)) = units.get(next.fetch_add(1, Ordering::SeqCst)) {
                    sweep(swept, *at, second, &tally);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no panic");
    report(&swept, &tally, began);
    assert!(tally.wrongs.is_empty(), "{} wrongs, listed above", tally.wrongs.len());
    if name.is_none() {
        for point in seam::ALL {
            assert!(tally.met.contains_key(point), "no crash at the point `{point}`");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may ask which crash is wanted")]
fn wanted() -> String {
    std::env::var("UNIAC_CRASH").unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "a test may ask how much is wanted")]
fn pairs_wanted() -> bool {
    std::env::var_os("UNIAC_CRASH_PAIRS").is_some()
}

impl Swept {
    fn new(story: &'static Story) -> Swept {
        let before = story.prepared();
        let undisturbed = before.copied();
        let points = counted(&undisturbed, story.command);
        if story.name.starts_with("lost") {
            undisturbed.must(story.command);
        }
        let books = Books::read(&undisturbed);
        let money: Vec<_> = books.money.iter().map(|(_, kind, minor)| (*kind, *minor)).collect();
        assert_eq!(money, story.money, "the undisturbed {}", story.name);
        assert_eq!(books::contradictions(&undisturbed, false), Vec::<String>::new());
        Swept { story, before, points, books }
    }
}

/// Kills the command at one point, then its recovery at each of its points.
fn sweep(swept: &Swept, at: usize, second: Option<usize>, tally: &Mutex<Tally>) {
    let story = swept.story;
    let crashed = swept.before.copied();
    let mut wrongs = Vec::new();
    let mut judge = |stage: &Stage, place: &str, died: Result<(), String>| {
        if let Some(wrong) = died.err().or_else(|| judged(swept, stage)) {
            wrongs.push(format!(
                "{} after {place}: {wrong}\n  UNIAC_CRASH={place} \
                 cargo test --test crash",
                story.command
            ));
        }
    };
    let died = killed(&crashed, story.command, at);
    let recovery = crashed.copied();
    let points = counted_to_rest(&recovery, story.command);
    judge(&recovery, &format!("{}/{at}", story.name), died);
    let restless = restless(&recovery, story);
    let mut pairs = 0;
    let is_wanted = |again: &usize| second.map_or_else(pairs_wanted, |second| second == *again);
    for again in (1..=points).filter(is_wanted) {
        let twice = crashed.copied();
        let died = killed(&twice, story.command, again);
        to_rest(&twice, story.command);
        judge(&twice, &format!("{}/{at}/{again}", story.name), died);
        pairs += 1;
    }
    let mut tally = tally.lock().expect("no panic");
    *tally.singles.entry(story.name).or_default() += 1;
    *tally.pairs.entry(story.name).or_default() += pairs;
    *tally.met.entry(swept.points[at - 1].clone()).or_default() += 1;
    tally.wrongs.extend(wrongs);
    tally.wrongs.extend(restless.map(|wrong| format!("{}/{at}: {wrong}", story.name)));
}

/// Returns what is wrong after all has come to rest.
fn judged(swept: &Swept, stage: &Stage) -> Option<String> {
    let wrongs = books::contradictions(stage, false);
    if !wrongs.is_empty() {
        return Some(wrongs.join("; "));
    }
    let books = Books::read(stage);
    (books != swept.books).then(|| format!("{books:?}, not {:?}", swept.books))
}

/// Returns what a further run still writes.
fn restless(stage: &Stage, story: &Story) -> Option<String> {
    stage.world().calls(true).expect("the calls");
    let ended = stage.uniac(story.command, &[]);
    let calls = stage.world().calls(true).expect("the calls");
    let writes = calls.uni.write + calls.shop.write + calls.provider.write;
    match (ended.code, writes) {
        (Some(0), 0) => None,
        _ => Some(format!("a further run writes {writes} times: {ended:?}")),
    }
}

/// Runs the command, which must die at that point.
fn killed(stage: &Stage, command: &str, at: usize) -> Result<(), String> {
    let ended = stage.uniac(command, &[("UNIAC_KILL_AT", &at.to_string())]);
    match ended.signal {
        Some(SIGKILL) => Ok(()),
        _ => Err(format!("it was not killed: {ended:?}")),
    }
}

/// Runs the command undisturbed and returns the points that it came to.
fn counted(stage: &Stage, command: &str) -> Vec<String> {
    let log = stage.folder().join("points");
    let path = log.to_str().expect("a plain path");
    let ended = stage.uniac(command, &[("UNIAC_POINTS_LOG", path)]);
    assert!(matches!(ended.code, Some(0 | 7)), "{ended:?}");
    let points = std::fs::read_to_string(&log).expect("the points");
    points.lines().map(str::to_owned).collect()
}

/// Runs the command until it ends well; returns how many points the first of these runs came to.
fn counted_to_rest(stage: &Stage, command: &str) -> usize {
    let points = counted(stage, command).len();
    to_rest(stage, command);
    points
}

fn to_rest(stage: &Stage, command: &str) {
    let mut ends = (0..RUNS_MAX).map(|_| stage.uniac(command, &[]));
    let well = ends.find(|ended| ended.code == Some(0));
    assert!(well.is_some(), "`{command}` does not come to rest");
}

fn report(swept: &[Swept], tally: &Tally, began: Instant) {
    let mut text = String::new();
    for wrong in &tally.wrongs {
        let _ = writeln!(text, "{wrong}");
    }
    let count = |counts: &BTreeMap<&str, usize>, name| counts.get(name).copied().unwrap_or(0);
    for swept in swept {
        let name = swept.story.name;
        let (singles, pairs) = (count(&tally.singles, name), count(&tally.pairs, name));
        let _ = writeln!(text, "crash: {name}: {singles} points, {pairs} pairs");
    }
    for (point, times) in &tally.met {
        let _ = writeln!(text, "crash: at {point}: {times}");
    }
    let sum = |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>();
    let _ = writeln!(
        text,
        "crash: {} crashes, {} pairs of crashes, {} of {} points met, {} wrong; {:.1} s",
        sum(&tally.singles),
        sum(&tally.pairs),
        tally.met.len(),
        seam::ALL.len(),
        tally.wrongs.len(),
        began.elapsed().as_secs_f64()
    );
    // Not by a macro, whose output a test that passes would swallow.
    std::io::stdout().write_all(text.as_bytes()).expect("a terminal");
}
