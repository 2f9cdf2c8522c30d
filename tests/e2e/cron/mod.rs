//! The cron line of the book, in situations: it alarms in each in which something that is due in mode auto
//! and not barred was not done, and in no other.
//!
//! Each situation is a row: how it comes about, the exit code, what stderr says, the order's attention
//! afterwards, and whether the run moved money, by the provider's own book. A row must not be made true by
//! leaving out one of these.

mod again;
mod alarms;
mod answers;
mod barred;
mod missing;
mod quiet;
mod reads;
mod runs;
mod stage;

use stage::Stage;

/// The flags of the book's cron line, after `uniac sync --company NAME`.
const FLAGS: &str = "--quiet --max-total 50000 --max-orders 200";

/// How many situations are played at once.
const AT_ONCE: usize = 6;

/// What is seen of the order after the run.
enum Seen {
    /// This attention; empty: none.
    Attention(&'static str),
    /// Nobody can look: there is no order, or the store cannot be opened.
    Nothing,
}

use Seen::{Attention, Nothing};

/// A situation, and what the cron line makes of it.
struct Situation {
    name: &'static str,
    comes_about: fn() -> Stage,
    exit: i32,
    /// What stderr says; empty: nothing at all.
    says: &'static str,
    seen: Seen,
    moves: bool,
}

/// A situation in which it must not alarm, nor say a word on stderr.
fn quiet(name: &'static str, comes_about: fn() -> Stage, seen: Seen, moves: bool) -> Situation {
    Situation { name, comes_about, exit: 0, says: "", seen, moves }
}

impl Situation {
    fn play(&self) {
        let stage = (self.comes_about)();
        let before = stage.outside.ledger();
        let ended = stage.cron().exit(self.exit);
        let said = ended.stderr.trim();
        match self.says {
            "" => assert_eq!(said, "", "it is quiet\n{}", ended.report()),
            says => assert!(said.contains(says), "it does not say `{says}`\n{}", ended.report()),
        }
        assert_eq!(stage.outside.ledger() != before, self.moves, "money\n{}", ended.report());
        if ended.code != 0 {
            assert_ne!(said, "", "an alarm says why\n{}", ended.report());
            assert!(!ended.stdout.contains("Nothing to do."), "{}", ended.report());
        }
        if let Attention(expected) = self.seen {
            assert_eq!(stage.attention(), expected, "the attention\n{}", ended.report());
        }
    }
}

#[test]
fn the_book_has_this_cron_line() {
    let page = std::fs::read_to_string(crate::harness::repository().join("docs/cron-and-ci.md"));
    let line = format!("uniac sync --company kopp {FLAGS} || mail");
    assert!(page.expect("the page").contains(&line), "{line}");
}

/// Plays all rows, a few at once, and names those that are not as they should be.
fn play(rows: &[Situation]) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failed = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    let Some(row) = rows.get(index) else { return };
                    let played = std::panic::catch_unwind(|| row.play());
                    if played.is_err() {
                        failed.lock().expect("nobody panics with it").push(row.name);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("nobody panics with it");
    assert!(failed.is_empty(), "not as they should be: {failed:#?}");
}
