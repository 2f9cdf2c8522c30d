//! Alarms: a bound, a brake, a setting or the machine kept the run from doing what is due.

use super::stage::Stage;
use super::{Attention, Nothing, Seen, Situation, play};
use crate::harness::{World, wait_for};

/// More orders than a day's releases may be, all dropped.
fn dropped() -> Stage {
    let outside = World::active();
    let orders: Vec<String> = (0..12).map(|_| outside.order(1, "10.00")).collect();
    for order in &orders {
        outside.uniac(&format!("sandbox delete {order}")).exit(0);
    }
    let mut stage = Stage::in_world(outside);
    stage.order.clone_from(&orders[0]);
    stage
}

/// Another run on the company is under way.
fn locked() -> Stage {
    let stage = Stage::new().ordered().invoiced().fault("slow --on capture --times 1 --ms 20000");
    let running = stage.outside.uniac("sync").start();
    let captured =
        || stage.outside.ledger()[0]["captured_minor"].as_i64().filter(|minor| *minor > 0);
    wait_for("the capture", captured);
    stage.keeping(running)
}

fn damaged() -> Stage {
    let stage = Stage::new().ordered().invoiced();
    for name in ["store.db-wal", "store.db-shm"] {
        let _ = std::fs::remove_file(stage.outside.path("data/sandbox").join(name));
    }
    let garbage = b"this was a journal once".repeat(500);
    std::fs::write(stage.outside.path("data/sandbox/store.db"), garbage).expect("it is written");
    stage
}

fn row(
    name: &'static str,
    comes_about: fn() -> Stage,
    exit: i32,
    says: &'static str,
    seen: Seen,
    moves: bool,
) -> Situation {
    Situation { name, comes_about, exit, says, seen, moves }
}

#[test]
fn what_a_bound_or_a_brake_stops_alarms() {
    play(&[
        row(
            "more is due than the bound allows",
            || Stage::new().ordered_with("--amount 50001.00").invoiced(),
            3,
            "--max-total 50000",
            Attention("over-bounds"),
            false,
        ),
        row(
            "an order that would fit, in a run that is over its bound",
            || {
                let small = Stage::new().ordered().invoiced();
                let large = small.outside.order(1, "50001.00");
                small.outside.invoice(&large);
                small
            },
            3,
            "--max-total 50000",
            Attention("over-bounds"),
            false,
        ),
        row(
            "a dry run of more than the bound allows",
            || Stage::new().ordered_with("--amount 50001.00").invoiced().with_flags("--dry-run"),
            3,
            "--max-total 50000",
            Attention(""),
            false,
        ),
        row("releases are braked", dropped, 3, "Braked", Attention("braked"), false),
        row(
            "releases are braked again",
            || dropped().ran(3),
            3,
            "Braked",
            Attention("braked"),
            false,
        ),
        row(
            "releases are braked, and something else was done",
            || {
                let stage = dropped();
                stage.outside.invoiced("100.00");
                stage
            },
            6,
            "Braked",
            Attention("braked"),
            true,
        ),
        row(
            "a dry run of braked releases",
            || dropped().with_flags("--dry-run"),
            3,
            "Braked",
            Attention(""),
            false,
        ),
    ]);
}

#[test]
fn what_a_setting_the_machine_or_an_odd_row_stops_alarms() {
    play(&[
        row("another run is under way", locked, 9, "another run", Nothing, false),
        row(
            "auto-capture is off",
            || Stage::in_world(World::empty()).ordered().invoiced().typed(&["order list"]),
            10,
            "auto-capture is off",
            Attention("inactive"),
            false,
        ),
        row(
            "auto-capture is incomplete",
            || {
                Stage::new()
                    .ordered()
                    .typed(&["disable detailed-logging"])
                    .invoiced()
                    .typed(&["order list"])
            },
            10,
            "incomplete",
            Attention("inactive"),
            false,
        ),
        row("the store is damaged", damaged, 1, "damaged", Nothing, false),
        row(
            "the configuration is broken",
            || {
                Stage::configured()
                    .ordered()
                    .invoiced()
                    .changed(|file| file.replace("kind", "knid"))
            },
            2,
            "line ",
            Nothing,
            false,
        ),
        row(
            "an invoice that nobody can place",
            || {
                let stage = Stage::new().ordered().ran(0).invoiced();
                stage.spoiled("UPDATE uni_invoice SET kind = 2; DELETE FROM uni_invoice_item")
            },
            1,
            "nobody knows which",
            Attention("reservation-left-over"),
            false,
        ),
        row(
            "one of two could not be read, and the other was done",
            || {
                let stage = Stage::new().ordered().ran(0).invoiced();
                let stage = stage.spoiled("UPDATE uni_invoice SET kind = 2");
                stage.outside.invoiced("100.00");
                stage
            },
            6,
            "unreadable",
            Attention("unreadable"),
            true,
        ),
    ]);
}
