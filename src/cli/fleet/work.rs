//! Works on several companies, some at once; what happens to one touches no other.
//!
//! After a stop nothing is begun any more; what is in hand ends as a run of one company does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::config::SANDBOX;
use crate::ui::Ui;
use uniac_engine::exit::Exit;
use uniac_store::History;
use uniac_system::error::{Error, Moved, Result};
use uniac_system::stop;
use uniac_texts::t;

use super::args::Task;
use super::pick::Meant;
use super::row::Row;
use crate::cli::session::{Base, play};

/// Works on all that are meant; returns their rows, and how many were not due.
pub fn all(base: &Base, meant: Meant, jobs: usize, task: &Task<'_>) -> (Vec<Row>, usize) {
    let mut broken = Vec::new();
    let mut names = Vec::new();
    for (name, fault) in meant {
        match fault {
            Some(fault) => broken.push(Row::failed(&name, &fault)),
            None => names.push(name),
        }
    }
    let before = names.len();
    let names = due(base, names, jobs, task);
    let mut recent = before - names.len();
    let progress = base.ui.progress(task.name, names.len() as u64);
    let rows = at_once(names.len(), jobs, |index| {
        let name = &names[index];
        if let Some(why) = stop::PROCESS.why() {
            return Some(Row::failed(name, &why.error()));
        }
        progress.message(name);
        // Another run may have done it since it was looked at. The pass asks once more when it has the lock.
        let is_due = task.max_age.is_none_or(|age| is_due(base, task, name, age));
        let row = is_due.then(|| one(base, name, task));
        progress.inc(1);
        row
    });
    progress.finish_and_clear();
    let done: Vec<Row> = rows.into_iter().flatten().filter(|row| !row.is_recent()).collect();
    recent += names.len() - done.len();
    for row in broken.iter().chain(&done) {
        if let (Some(company), Some(message)) = (&row.company, row.message())
            && row.exit != Exit::Locked
        {
            tell(&base.ui, company, &message);
        }
    }
    broken.extend(done);
    (broken, recent)
}

/// Does a piece of work for each number, some at once; the results are in the order of the numbers.
fn at_once<T: Send>(count: usize, jobs: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::default();
    let hand = || {
        loop {
            let index = next.fetch_add(1, Ordering::SeqCst);
            if index >= count {
                break;
            }
            let result = work(index);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(count) {
            scope.spawn(hand);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Works on one company.
fn one(base: &Base, name: &str, task: &Task<'_>) -> Row {
    let (ui, printed) = base.ui.apart(name);
    let mut own = Base { ui: Arc::new(ui), ..base.clone() };
    own.global.company = vec![name.to_owned()];
    let ended = contained(|| (task.perform)(own));
    Row::of(name, ended, printed.printed())
}

/// Runs something of which even a defect must not end the others.
fn contained(work: impl FnOnce() -> Result<Exit>) -> Result<Exit> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::defect(t!("fleet-defect")).moved(Moved::Unknown)))
}

/// Returns the companies on which the command has not run lately, the oldest first; without an age all.
fn due(base: &Base, names: Vec<String>, jobs: usize, task: &Task<'_>) -> Vec<String> {
    let Some(age) = task.max_age else { return names };
    let last = at_once(names.len(), jobs, |index| last_run(base, task, &names[index]));
    let since = since(age);
    let mut due: Vec<(Option<Timestamp>, String)> = last.into_iter().zip(names).collect();
    due.retain(|(last, _)| last.is_none_or(|last| last < since));
    due.sort();
    due.into_iter().map(|(_, name)| name).collect()
}

fn is_due(base: &Base, task: &Task<'_>, name: &str, age: SignedDuration) -> bool {
    last_run(base, task, name).is_none_or(|last| last < since(age))
}

fn since(age: SignedDuration) -> Timestamp {
    let now = Base::clock(jiff::tz::TimeZone::UTC).now();
    now.checked_sub(age).unwrap_or(Timestamp::MIN)
}

/// Returns when the command last worked through a company to its end, well or not. A run that was stopped or killed does not
/// count, nor one that another kept out.
fn last_run(base: &Base, task: &Task<'_>, name: &str) -> Option<Timestamp> {
    if !base.may_have_store(name) {
        return None;
    }
    let key = match name {
        SANDBOX => play::COMPANY_KEY.to_owned(),
        _ => base.config.company(name).ok()?.uni.company_key,
    };
    base.open_store(name, &key).ok()?.last_end(task.name).ok()?
}

/// Tells people of a failure that is its own row.
fn tell(ui: &Ui, company: &str, message: &str) {
    ui.warn(&format!("{company}: {message}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_in_order() {
        for (count, jobs) in [(0, 4), (1, 4), (50, 3), (50, 64)] {
            assert_eq!(at_once(count, jobs, |index| index), (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_defect_in_one_company_is_its_own() {
        let ended = contained(|| panic!("as a defect does"));
        let error = ended.unwrap_err();
        assert_eq!((error.code, error.moved), ("defect", Moved::Unknown));
        assert_eq!(contained(|| Ok(Exit::Done)).unwrap(), Exit::Done);
    }
}
