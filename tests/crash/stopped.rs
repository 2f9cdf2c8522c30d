//! A run that stands still at each of its points while another takes its lock away, and then goes on.
//!
//! So does a machine that is suspended, or a lock on a network's disk that is lost. One case alone:
//! `UNIAC_CRASH=refund/12 cargo test --test crash stands_still`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use uniac_system::seam;

use crate::books::{self, Books};
use crate::stage::{Ended, Stage};
use crate::{Swept, WORKERS, stories, to_rest, wanted};

/// The stories in which a run sends something.
const STORIES: [&str; 6] = [
    "two-part-captures",
    "refund",
    "cancel",
    "lost-reply",
    "capture-by-hand",
    "upload-of-an-order",
];

/// The exit codes that a run which lost its lock may have.
const EXITS: [i32; 6] = [0, 1, 5, 6, 7, 9];

#[test]
fn a_run_that_stands_still_while_its_lock_is_taken_moves_no_money_twice() {
    let began = Instant::now();
    let wanted = wanted();
    let stories = stories::ALL.iter().filter(|story| STORIES.contains(&story.name));
    let swept: Vec<Swept> = stories.map(Swept::new).collect();
    let units: Vec<(&Swept, usize)> = swept
        .iter()
        .flat_map(|swept| (1..=swept.points.len()).map(move |at| (swept, at)))
        .filter(|(swept, at)| wanted.is_empty() || wanted == format!("{}/{at}", swept.story.name))
        .collect();
    let next = AtomicUsize::new(0);
    let (wrongs, doubled) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some((swept, at)) = units.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let name = format!("{}/{at} ({})", swept.story.name, swept.points[at - 1]);
                    match stopped(swept, *at) {
                        Ok(None) => {}
                        Ok(Some(record)) => {
                            doubled.lock().expect("no panic").push(format!("{name}: {record}"));
                        }
                        Err(wrong) => {
                            wrongs.lock().expect("no panic").push(format!("{name}: {wrong}"));
                        }
                    }
                }
            });
        }
    });
    let (wrongs, doubled) = (wrongs.into_inner().expect("no panic"), doubled.into_inner());
    let doubled = doubled.expect("no panic");
    let mut text = String::new();
    for record in &doubled {
        let _ = writeln!(text, "stopped: a record twice: {record}");
    }
    for wrong in &wrongs {
        let _ = writeln!(text, "stopped: {wrong}");
    }
    let _ = writeln!(
        text,
        "stopped: {} runs stood still and went on, {} records twice, {} wrong; {:.1} s",
        units.len(),
        doubled.len(),
        wrongs.len(),
        began.elapsed().as_secs_f64()
    );
    std::io::stdout().write_all(text.as_bytes()).expect("a terminal");
    assert!(wrongs.is_empty(), "{} wrongs, listed above", wrongs.len());
}

/// A run that stands still at one of its points.
pub struct Standing(Child);

impl Standing {
    /// Starts a command that stops at its point of this number.
    pub fn at(stage: &Stage, command: &str, at: usize) -> Result<Standing, String> {
        let mut run = stage
            .command(command, &[("UNIAC_STOP_AT", &at.to_string())])
            .spawn()
            .expect("uniac starts");
        let waited = waitpid(Some(Pid::from_child(&run)), WaitOptions::UNTRACED);
        let (_, status) = waited.expect("it waits").expect("a child");
        if !status.stopped() {
            let _ = run.wait();
            return Err("it did not stand still".to_owned());
        }
        Ok(Standing(run))
    }

    /// Lets it go on to its end.
    pub fn go_on(self) -> Ended {
        kill_process(Pid::from_child(&self.0), Signal::CONT).expect("it goes on");
        self.0.wait_with_output().expect("it ends").into()
    }
}

/// Stops a run at a point, lets another do all, and lets the first go on. Returns which record of the
/// shop or of Uni is there twice: those know no keys.
fn stopped(swept: &Swept, at: usize) -> Result<Option<String>, String> {
    let (story, stage) = (swept.story, swept.before.copied());
    let first = Standing::at(&stage, story.command, at)?;
    let mut second = None;
    // Inside a transaction the store itself is held, whoever has the lock.
    if swept.points[at - 1] != seam::IN_TRANSACTION {
        let refused = stage.uniac(story.command, &[]);
        std::fs::remove_file(stage.file("store.lock")).expect("the lock");
        second = Some((refused, stage.uniac(story.command, &[])));
    }
    let first = first.go_on();
    expect_ended("the first", &first)?;
    if let Some((refused, taken)) = &second {
        if refused.code != Some(9) || !refused.stdout.contains("\"moved\":\"no\"") {
            return Err(format!("the lock did not hold: {refused:?}"));
        }
        expect_ended("the second", taken)?;
    }
    to_rest(&stage, story.command);
    let wrongs = books::contradictions(&stage, false);
    if !wrongs.is_empty() {
        return Err(format!("{}; {first:?}", wrongs.join("; ")));
    }
    let books = Books::read(&stage);
    if books.money != swept.books.money || books.orders != swept.books.orders {
        return Err(format!("{books:?}, not {:?}; {first:?}", swept.books));
    }
    Ok((books != swept.books).then(|| {
        format!(
            "shop {:?}, Uni {:?}; not {:?}, {:?}",
            books.shop, books.bookings, swept.books.shop, swept.books.bookings
        )
    }))
}

fn expect_ended(who: &str, ended: &Ended) -> Result<(), String> {
    match ended.code {
        Some(code) if EXITS.contains(&code) && !ended.stderr.contains("panicked") => Ok(()),
        _ => Err(format!("{who} ended badly: {ended:?}")),
    }
}
