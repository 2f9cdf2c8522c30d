//! The n-th call fails, for all n: disk full, input/output errors, half writes, locks and opens.
//!
//! One case alone: `UNIAC_STORAGE=refund/full:7:on cargo test --test storage disk`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::Value;

use crate::books::{self, Books};
use crate::stage::{Ended, SIGKILL, Stage};
use crate::stories::{self, Story};
use crate::{is_tried, print, variable};

/// The kinds of failure: name, the class of calls that it spoils, and whether it lasts.
const KINDS: [(&str, char, &str); 10] = [
    ("full", 'W', "once"),
    ("full", 'W', "on"),
    ("write", 'W', "once"),
    ("write", 'W', "on"),
    ("short", 'W', "once"),
    ("kill", 'W', "once"),
    ("sync", 'S', "once"),
    ("sync", 'S', "on"),
    ("busy", 'L', "once"),
    ("open", 'O', "once"),
];

/// The exit codes that a failing disk may have; a defect's is none of them.
const EXITS: [i32; 8] = [0, 1, 5, 6, 7, 8, 9, 10];

const WORKERS: usize = 4;
const RUNS_MAX: usize = 4;

/// A story with the calls that an undisturbed run makes.
struct Counted {
    story: &'static Story,
    before: Stage,
    calls: String,
    books: Books,
}

#[test]
fn the_nth_call_fails_for_all_n() {
    let Some(shim) = shim() else {
        print("storage: skipped: no C compiler, or not Linux\n");
        return;
    };
    let began = Instant::now();
    let wanted = variable("UNIAC_STORAGE");
    let counted: Vec<Counted> =
        stories::ALL.iter().map(|story| Counted::new(story, &shim)).collect();
    let (mut cases, mut n) = (Vec::new(), 0);
    for counted in &counted {
        for (kind, class, how) in KINDS {
            let calls = counted.calls.chars().filter(|call| *call == class).count();
            for at in 1..=calls {
                let fault = format!("{kind}:{at}:{how}");
                let name = format!("{}/{fault}", counted.story.name);
                let is_wanted = if wanted.is_empty() { is_tried(n) } else { wanted == name };
                n += 1;
                if is_wanted {
                    cases.push((counted, fault, name));
                }
            }
        }
    }
    assert!(!cases.is_empty(), "no such case");
    let next = AtomicUsize::new(0);
    let wrongs = Mutex::new(Vec::new());
    let ends = Mutex::new(BTreeMap::<String, usize>::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some((counted, fault, name)) =
                    cases.get(next.fetch_add(1, Ordering::SeqCst))
                {
                    let (end, wrong) = spoiled(counted, fault, &shim);
                    let kind = fault.split(':').next().unwrap_or_default();
                    let mut ends = ends.lock().expect("no panic");
                    *ends.entry(format!("{kind}: {end}")).or_default() += 1;
                    let told = wrong.map(|wrong| {
                        format!("{wrong}\n  UNIAC_STORAGE={name} cargo test --test storage disk\n")
                    });
                    wrongs.lock().expect("no panic").extend(told);
                }
            });
        }
    });
    let wrongs = wrongs.into_inner().expect("no panic");
    let mut text = wrongs.concat();
    for (end, times) in ends.into_inner().expect("no panic") {
        let _ = writeln!(text, "storage: {end}: {times}");
    }
    let _ = writeln!(
        text,
        "storage: {} failing calls of {n} in {} stories, {} wrong; {:.1} s",
        cases.len(),
        counted.len(),
        wrongs.len(),
        began.elapsed().as_secs_f64()
    );
    print(&text);
    assert!(wrongs.is_empty(), "{} wrongs, listed above", wrongs.len());
}

impl Counted {
    fn new(story: &'static Story, shim: &Shim) -> Counted {
        let before = story.prepared();
        let undisturbed = before.copied();
        let log = undisturbed.folder().join("calls");
        let variables = [("FAULTY_LOG", log.to_str().expect("a plain path"))];
        shim.run(&undisturbed, story.command, &variables);
        to_rest(&undisturbed, story.command);
        let books = Books::read(&undisturbed);
        let calls = std::fs::read_to_string(&log).expect("the calls");
        Counted { story, before, calls, books }
    }
}

/// Runs the story with one spoiled call and then on a healed disk; returns how the first run ended,
/// and what is wrong.
fn spoiled(counted: &Counted, fault: &str, shim: &Shim) -> (String, Option<String>) {
    let story = counted.story;
    let stage = counted.before.copied();
    let before = books::money(&mut stage.world());
    let ended = shim.run(&stage, story.command, &[("FAULT", fault)]);
    let end = match ended.code {
        Some(code) => format!("exit {code} {}", code_of(&ended)),
        None => format!("signal {}", ended.signal.unwrap_or_default()),
    };
    let wrong = wrong_at_once(counted, &stage, &ended, &before).or_else(|| {
        to_rest(&stage, story.command);
        let wrongs = books::contradictions(&stage, false);
        if !wrongs.is_empty() {
            return Some(wrongs.join("; "));
        }
        let books = Books::read(&stage);
        (books != counted.books).then(|| format!("{books:?}, not {:?}", counted.books))
    });
    (end, wrong.map(|wrong| format!("{} with {fault}: {wrong}\n  {ended:?}", story.name)))
}

/// Returns what the run has said or done wrong, before anything is healed.
fn wrong_at_once(
    counted: &Counted,
    stage: &Stage,
    ended: &Ended,
    before: &[(String, &'static str, i64)],
) -> Option<String> {
    let Some(code) = ended.code else {
        return (ended.signal != Some(SIGKILL)).then(|| "it died".to_owned());
    };
    if !EXITS.contains(&code) || ended.stderr.contains("panicked") {
        return Some("a defect".to_owned());
    }
    let said: Value = match serde_json::from_str(&ended.stdout) {
        Ok(said) => said,
        Err(error) => return Some(format!("no JSON: {error}")),
    };
    let says = &said["data"]["exit"];
    if !says.is_null() && *says != code {
        return Some(format!("it says exit {says}"));
    }
    let money = books::money(&mut stage.world());
    if said["moved"] == "no" && money != before {
        return Some("it says that no money moved".to_owned());
    }
    let done = |step: &&Value| {
        step["outcome"] == "done"
            && matches!(step["operation"].as_str(), Some("capture" | "refund" | "cancel"))
    };
    let steps = said["data"]["steps"].as_array();
    let said_done = steps.into_iter().flatten().filter(done).count();
    if said_done > money.len() - before.len() {
        return Some("it says done what is not".to_owned());
    }
    if code == 0 && money != counted.books.money {
        return Some("it ended well, and the money is not where it should be".to_owned());
    }
    let store = stage.file("store.db");
    let wrongs = if store.exists() { books::contradictions(stage, true) } else { Vec::new() };
    (!wrongs.is_empty()).then(|| wrongs.join("; "))
}

fn code_of(ended: &Ended) -> String {
    let said: Value = serde_json::from_str(&ended.stdout).unwrap_or_default();
    let code = said["code"].as_str().or_else(|| said["data"]["error"]["code"].as_str());
    code.unwrap_or_default().to_owned()
}

fn to_rest(stage: &Stage, command: &str) {
    let mut ended = None;
    for _ in 0..RUNS_MAX {
        ended = Some(stage.uniac(command, &[]));
        if ended.as_ref().is_some_and(|ended| ended.code == Some(0)) {
            return;
        }
    }
    panic!("it does not come to rest: {ended:?}");
}

/// The library that spoils calls.
struct Shim {
    _folder: tempfile::TempDir,
    library: PathBuf,
}

fn shim() -> Option<Shim> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("faulty_disk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storage/faulty_disk.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status();
    match built {
        Err(_) => None,
        Ok(status) => {
            assert!(status.success(), "the shim is built");
            Some(Shim { _folder: folder, library })
        }
    }
}

impl Shim {
    fn run(&self, stage: &Stage, command: &str, variables: &[(&str, &str)]) -> Ended {
        let library = self.library.to_str().expect("a plain path");
        let mut all = vec![("LD_PRELOAD", library), ("FAULTY_FILES", "store.")];
        all.extend(variables);
        stage.uniac(command, &all)
    }
}
