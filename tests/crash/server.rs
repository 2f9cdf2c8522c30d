//! The database's server, or the processes of all its connections, killed at each point of a run.
//!
//! The run stands still there, the server is killed with -9 and started again, and the run goes on: no act may be done
//! twice, and none be lost. `UNIAC_TEST_STRIKE` names the program that kills `server` or `connections`, as
//! `tests/real/postgres/run killed` sets it. One case alone: `UNIAC_CRASH=refund/12`.

use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use crate::stopped::Standing;
use crate::{Swept, judged, stories, to_rest, wanted};

/// The program that strikes, and what it can kill.
const STRIKE: &str = "UNIAC_TEST_STRIKE";
const TARGETS: [&str; 2] = ["server", "connections"];

/// A run that lost its database may end with every code but this.
const DEFECT: i32 = 70;

#[test]
fn a_server_that_is_killed_at_any_point_of_a_run_loses_and_doubles_nothing() {
    let Some(strike) = strike() else {
        let said = b"SKIPPED: no program is named by UNIAC_TEST_STRIKE\n";
        return std::io::stdout().write_all(said).expect("a terminal");
    };
    let (began, wanted) = (Instant::now(), wanted());
    let (mut met, mut wrongs) = (0, Vec::new());
    // One after the other: a server that dies is dead for all.
    let name = wanted.split('/').next().unwrap_or_default();
    let stories = stories::ALL.iter().filter(|story| name.is_empty() || name == story.name);
    for swept in stories.map(Swept::new) {
        for at in 1..=swept.points.len() {
            let place = format!("{}/{at}", swept.story.name);
            if !wanted.is_empty() && wanted != swept.story.name && wanted != place {
                continue;
            }
            for target in TARGETS {
                met += 1;
                let wrong = struck(&swept, at, &strike, target).err();
                wrongs.extend(wrong.map(|wrong| {
                    let point = &swept.points[at - 1];
                    format!("{place} ({point}), {target} killed: {wrong}\n")
                }));
            }
        }
    }
    let told = format!(
        "{}server: killed at {met} points, {} wrong; {:.1} s\n",
        wrongs.concat(),
        wrongs.len(),
        began.elapsed().as_secs_f64()
    );
    std::io::stdout().write_all(told.as_bytes()).expect("a terminal");
    assert!(met > 0, "no such story or point");
    assert!(wrongs.is_empty(), "{} wrongs, listed above", wrongs.len());
}

#[expect(clippy::disallowed_methods, reason = "a test may ask for its server")]
fn strike() -> Option<String> {
    std::env::var(STRIKE).ok().filter(|program| !program.is_empty())
}

/// Stops a run at a point, kills what it works with, and lets it go on.
fn struck(swept: &Swept, at: usize, strike: &str, target: &str) -> Result<(), String> {
    let (story, stage) = (swept.story, swept.before.copied());
    let run = Standing::at(&stage, story.command, at)?;
    let killed = Command::new(strike).arg(target).output().expect("the program that strikes");
    let ended = run.go_on();
    if !killed.status.success() {
        return Err(format!("nothing was killed: {killed:?}"));
    }
    if ended.code.is_none_or(|code| code == DEFECT) || ended.stderr.contains("panicked") {
        return Err(format!("it ended badly: {ended:?}"));
    }
    to_rest(&stage, story.command);
    judged(swept, &stage).map_or(Ok(()), |wrong| Err(format!("{wrong}; {ended:?}")))
}
