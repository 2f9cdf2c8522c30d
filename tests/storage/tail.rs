//! The journal's tail is cut or flipped at every frame, pages are damaged, a backup is restored.
//!
//! What the journal has lost, the provider still knows: no act may be sent twice with effect.

use std::path::Path;
use std::time::Instant;

use rusqlite::Connection;

use crate::books::{self, Books};
use crate::stage::Stage;
use crate::stories::{self, Story};
use crate::{is_tried, print};

/// The header of a write-ahead log, and of each frame in it (sqlite.org/walformat.html).
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Where the length of a page stands in the log's header.
const PAGE_BYTES_AT: std::ops::Range<usize> = 8..12;

/// The stories whose journal matters: money has moved.
const STORIES: [&str; 5] =
    ["two-part-captures", "refund", "cancel", "capture-by-hand", "activation-of-a-new-store"];

fn stories() -> impl Iterator<Item = &'static Story> {
    stories::ALL.iter().filter(|story| STORIES.contains(&story.name))
}

/// How a tail is damaged.
#[derive(Debug, Clone, Copy)]
enum Damage {
    /// The frame and all after it are gone.
    Cut,
    /// Half of the frame is there.
    Torn,
    /// One bit of the frame's header is wrong.
    HeaderFlipped,
    /// One bit of its page is wrong.
    PageFlipped,
}

const DAMAGES: [Damage; 4] =
    [Damage::Cut, Damage::Torn, Damage::HeaderFlipped, Damage::PageFlipped];

#[test]
fn a_tail_that_is_cut_or_flipped_at_any_frame_doubles_and_loses_nothing() {
    let began = Instant::now();
    let (mut n, mut cases, mut frames_of_all) = (0, 0, 0);
    for story in stories() {
        let (told, books) = with_tail(story);
        let log = std::fs::read(told.file("store.db-wal")).expect("a write-ahead log");
        let page = u32::from_be_bytes(log[PAGE_BYTES_AT].try_into().expect("four bytes"));
        let frame = FRAME_HEADER + page as usize;
        let frames = (log.len() - WAL_HEADER) / frame;
        assert!(frames > 2, "{}: a tail to damage", story.name);
        frames_of_all += frames;
        for at in 0..frames {
            for damage in DAMAGES {
                n += 1;
                if !is_tried(n) {
                    continue;
                }
                let stage = told.copied();
                let damaged = damaged(&log, WAL_HEADER + at * frame, frame, damage);
                std::fs::write(stage.file("store.db-wal"), damaged).expect("damaged");
                let _ = std::fs::remove_file(stage.file("store.db-shm"));
                comes_to_rest(&stage, story, &books, &format!("frame {at}: {damage:?}"));
                cases += 1;
            }
        }
        let stage = told.copied();
        std::fs::remove_file(stage.file("store.db-wal")).expect("gone");
        let _ = std::fs::remove_file(stage.file("store.db-shm"));
        comes_to_rest(&stage, story, &books, "no log");
        cases += 1;
    }
    let seconds = began.elapsed().as_secs_f64();
    print(&format!("storage: {cases} damaged tails of {frames_of_all} frames; {seconds:.1} s\n"));
}

/// Tells a story to its end and returns it with its write-ahead log, and the books.
fn with_tail(story: &Story) -> (Stage, Books) {
    let stage = story.prepared();
    let told = {
        // Whoever closes a store last folds its log in; this connection keeps it open.
        let keeper = Connection::open(stage.file("store.db")).expect("the store");
        keeper.pragma_update(None, "journal_mode", "WAL").expect("a write-ahead log");
        let _: i64 = keeper
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .expect("it is read");
        stage.must(story.command);
        stage.copied()
    };
    (told, Books::read(&stage))
}

fn damaged(log: &[u8], at: usize, frame: usize, damage: Damage) -> Vec<u8> {
    let mut log = log.to_vec();
    match damage {
        Damage::Cut => log.truncate(at),
        Damage::Torn => log.truncate(at + frame / 2),
        Damage::HeaderFlipped => log[at + 9] ^= 0x10,
        Damage::PageFlipped => log[at + FRAME_HEADER + frame / 3] ^= 0x10,
    }
    log
}

/// Runs the story's command until it ends well: the money and the books of the shop and of Uni must be
/// those of the undisturbed story.
fn comes_to_rest(stage: &Stage, story: &Story, books: &Books, what: &str) {
    let before = books::money(&mut stage.world());
    let mut ends = (0..4).map(|_| stage.uniac(story.command, &[]));
    let well = ends.find(|ended| ended.code == Some(0));
    assert!(well.is_some(), "{}, {what}: it does not come to rest", story.name);
    let after = Books::read(stage);
    assert_eq!(after.money, before, "{}, {what}: money moved once more", story.name);
    assert_eq!(&after, books, "{}, {what}", story.name);
}

#[test]
fn a_page_whose_head_is_damaged_never_lets_money_move_wrongly() {
    let began = Instant::now();
    let (mut n, mut refused, mut right) = (0, 0, 0);
    for story in stories().filter(|story| story.name != "activation-of-a-new-store") {
        let before = story.prepared();
        let books = {
            let undisturbed = before.copied();
            undisturbed.must(story.command);
            books::money(&mut undisturbed.world())
        };
        let file = std::fs::read(before.file("store.db")).expect("the store");
        let page = usize::from(u16::from_be_bytes([file[16], file[17]]));
        for at in 0..file.len() / page {
            for offset in [0, 3, 5, page - 1] {
                n += 1;
                if !is_tried(n) {
                    continue;
                }
                let stage = before.copied();
                let mut damaged = file.clone();
                damaged[at * page + offset] ^= 0x55;
                std::fs::write(stage.file("store.db"), damaged).expect("damaged");
                let held = books::money(&mut stage.world());
                let ended = stage.uniac(story.command, &[]);
                let money = books::money(&mut stage.world());
                match ended.code {
                    Some(0) if money == books => right += 1,
                    Some(1) if money == held => refused += 1,
                    _ => panic!(
                        "{}: page {at}, byte {offset}: {money:?}, not {books:?}: {ended:?}",
                        story.name
                    ),
                }
            }
        }
    }
    let (cases, seconds) = (refused + right, began.elapsed().as_secs_f64());
    print(&format!(
        "storage: {cases} damaged pages: {refused} refused, {right} harmless; {seconds:.1} s\n"
    ));
}

/// The moments at which a backup may have been taken in the story of a refund.
#[test]
fn a_restored_backup_sends_nothing_twice() {
    let stage = Stage::new();
    let mut backups = vec![("before there was a store", None)];
    let keep = |stage: &Stage| std::fs::read(stage.file("store.db")).expect("the store");
    stage.must("status");
    backups.push(("before the activation", Some(keep(&stage))));
    stage.must("enable");
    backups.push(("after the activation", Some(keep(&stage))));
    let made = stage.world().order(2, 49_900, None, None).expect("an order");
    let order = made.order.expect("a number");
    stage.must("status");
    backups.push(("after the order", Some(keep(&stage))));
    stage.world().invoice(&order, Some(&[1])).expect("an invoice");
    stage.must("sync");
    backups.push(("after a part capture", Some(keep(&stage))));
    stage.world().invoice(&order, Some(&[2])).expect("an invoice");
    stage.must("sync");
    backups.push(("after both captures", Some(keep(&stage))));
    let credit = uniac_sandbox::CreditTarget::Order(&order);
    stage.world().credit(credit, Some(10_000), None).expect("a credit note");
    stage.must("sync");
    let books = Books::read(&stage);
    assert_eq!(books.money.len(), 3, "two captures and a refund");
    for (moment, backup) in &backups {
        let restored = stage.copied();
        restore(&restored, backup.as_deref());
        for line in ["sync", "sync", "enable", "sync", "sync"] {
            let ended = restored.uniac(line, &[]);
            assert!(matches!(ended.code, Some(0 | 10)), "{moment}: {ended:?}");
            let money = books::money(&mut restored.world());
            assert_eq!(money, books.money, "a backup from {moment}, `{line}`");
        }
        let after = Books::read(&restored);
        assert_eq!(after.bookings, books.bookings, "a backup from {moment}");
        assert_eq!(after.shop, books.shop, "a backup from {moment}");
    }
    print(&format!("storage: backups of {} moments restored\n", backups.len()));
}

fn restore(stage: &Stage, backup: Option<&[u8]>) {
    for name in ["store.db", "store.db-wal", "store.db-shm"] {
        let _ = std::fs::remove_file(stage.file(name));
    }
    if let Some(backup) = backup {
        std::fs::write(stage.file("store.db"), backup).expect("restored");
    }
}

#[test]
fn a_damaged_exchange_log_stops_no_money() {
    let garbage: [&dyn Fn(&Path); 2] =
        [&|path| std::fs::write(path, "no database at all").expect("written"), &|path| {
            let _ = std::fs::remove_file(path);
            std::fs::create_dir(path).expect("a folder in its place");
        }];
    for damage in garbage {
        let stage = Stage::new();
        stage.must("enable");
        stage.must("enable detailed-logging");
        let made = stage.world().order(2, 49_900, None, None).expect("an order");
        stage.world().invoice(&made.order.expect("a number"), None).expect("an invoice");
        damage(&stage.file("exchanges.db"));
        stage.must("sync");
        let money = books::money(&mut stage.world());
        assert_eq!(money.len(), 1, "one capture: {money:?}");
    }
}
