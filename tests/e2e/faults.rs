//! Every fault on every act: at most three runs, each act exactly once in the provider's book, and no
//! word of a run that the book denies.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

use crate::harness::{LOOK_EVERY, Money, PATIENCE, World, minor, steps, text};

/// The faults, each once. What is slow is slower than a request otherwise is; what lags does so for
/// longer than a run takes.
const FAULTS: [&str; 10] = [
    "request-lost",
    "reply-lost",
    "error-before",
    "error-after",
    "rate-limited",
    "rate-limited-after",
    "slow --ms 300",
    "lagging-read --ms 3000",
    "duplicate",
    "torn-body",
];

/// The most runs until everything is at rest.
const RUNS_MAX: usize = 3;

/// How many minutes after a run the next one comes: longer than a shop or Uni may be at work on what it
/// has not answered.
const BETWEEN_RUNS: i64 = 11;

/// What a run may end with: done, refused or failed before the effect, partly done, unknown.
const EXITS: [i32; 5] = [0, 1, 5, 6, 7];

/// Runs one cell for each fault, all at once: they wait more than they work.
fn each_fault(operation: &str, cell: impl Fn(&str) + Sync) {
    std::thread::scope(|scope| {
        let cells: Vec<_> = FAULTS
            .iter()
            .map(|fault| {
                let cell = &cell;
                (fault, scope.spawn(move || cell(fault)))
            })
            .collect();
        let failed: Vec<String> = cells
            .into_iter()
            .filter_map(|(fault, run)| run.join().err().map(|_| format!("{fault} on {operation}")))
            .collect();
        assert!(failed.is_empty(), "failing cells: {failed:?}");
    });
}

/// Runs `sync` until it ends with 0 and has nothing more to do, and holds each word against the book.
fn sync_until_rest(world: &mut World, order: &str, cell: &str) {
    let mut claimed = BTreeMap::new();
    for run in 1..=RUNS_MAX {
        let ended = world.uniac("sync --json").exit_any(&EXITS);
        let result = ended.data();
        let steps = steps(&result);
        assert_eq!(minor(&result["exit"]), i64::from(ended.code), "{cell}\n{}", ended.report());
        for step in steps.iter().filter(|step| step["outcome"] == "done") {
            *claimed.entry(text(&step["operation"])).or_insert(0) += 1;
        }
        let money = world.money(order);
        for (operation, events) in
            [("capture", &money.captures), ("refund", &money.refunds), ("cancel", &money.cancels)]
        {
            let claims = claimed.get(operation).copied().unwrap_or(0);
            assert!(claims <= events.len(), "{cell}, run {run}: false success\n{}", ended.report());
        }
        let unknown = steps.iter().any(|step| step["outcome"] == "unknown");
        assert_eq!(unknown, ended.code == 7, "{cell}, run {run}\n{}", ended.report());
        if ended.code == 0 {
            return;
        }
        world.pass(BETWEEN_RUNS);
    }
    panic!("{cell}: not at rest after {RUNS_MAX} runs");
}

/// Asserts that a further run finds nothing to do.
fn assert_rest(world: &World, cell: &str) {
    world.clear_calls();
    let result = world.sync();
    assert_eq!(world.writes(), 0, "{cell}: a further run wrote: {result:#}");
}

/// Reads until what is read is as expected; what lags shows in the end.
fn assert_shows<T: PartialEq + std::fmt::Debug>(cell: &str, expected: &T, read: impl Fn() -> T) {
    let began = Instant::now();
    loop {
        let found = read();
        if found == *expected {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{cell}: {found:?} and not {expected:?}");
        std::thread::sleep(LOOK_EVERY);
    }
}

/// The three systems agree that the order is done with.
fn assert_in_step(world: &World, order: &str, status: &str, cell: &str) {
    let view = world.view(order);
    assert_eq!(view["next"], Value::Null, "{cell}: {view:#}");
    let served = world.serve();
    let number = text(&view["shop_order"]);
    assert_shows(cell, &status.to_owned(), || text(&served.shop_order(&number)["status"]));
    for invoice in view["invoices"].as_array().expect("invoices") {
        if invoice["kind"] == "invoice" {
            assert_shows(cell, &vec![499.0], || served.payments(&text(&invoice["invoice"])));
        }
    }
}

#[test]
fn a_capture_happens_once_whatever_goes_wrong() {
    each_fault("capture", |fault| {
        let cell = format!("{fault} on capture");
        let mut world = World::active();
        let order = world.invoiced("499.00");
        world.fault(&format!("{fault} --on capture"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]), "{cell}");
        assert_in_step(&world, &order, "completed", &cell);
        assert_rest(&world, &cell);
    });
}

#[test]
fn a_refund_happens_once_whatever_goes_wrong() {
    each_fault("refund", |fault| {
        let cell = format!("{fault} on refund");
        let mut world = World::active();
        let order = world.invoiced("499.00");
        world.sync();
        world.happened(&format!("credit {order}"));
        world.fault(&format!("{fault} --on refund"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]).refunded([49900]), "{cell}");
        assert_in_step(&world, &order, "refunded", &cell);
        assert_rest(&world, &cell);
    });
}

#[test]
fn a_part_of_a_refund_happens_once_whatever_goes_wrong() {
    each_fault("partial refund", |fault| {
        let cell = format!("{fault} on partial refund");
        let mut world = World::active();
        let order = world.invoiced("499.00");
        world.sync();
        world.happened(&format!("credit {order} --amount 100.00"));
        world.fault(&format!("{fault} --on refund"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]).refunded([10000]), "{cell}");
        assert_rest(&world, &cell);
    });
}

#[test]
fn a_release_happens_once_whatever_goes_wrong() {
    each_fault("cancel", |fault| {
        let cell = format!("{fault} on cancel");
        let mut world = World::active();
        let order = world.order(2, "499.00");
        world.happened(&format!("delete {order}"));
        world.fault(&format!("{fault} --on cancel"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::untouched().cancelled(49900), "{cell}");
        assert_in_step(&world, &order, "cancelled", &cell);
        assert_rest(&world, &cell);
    });
}

#[test]
fn the_shop_follows_once_whatever_goes_wrong() {
    each_fault("shop", |fault| {
        let cell = format!("{fault} on shop");
        let mut world = World::active();
        let order = world.invoiced("499.00");
        world.fault(&format!("{fault} --on shop"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]), "{cell}");
        assert_in_step(&world, &order, "completed", &cell);
        assert_rest(&world, &cell);
    });
}

/// The shop has no keys: a request that is delivered twice is recorded twice, and no client can
/// prevent it. What holds: no money moves, and uniac adds nothing to it.
#[test]
fn a_refund_is_recorded_once_in_the_shop_except_when_the_request_is_doubled() {
    each_fault("refund record", |fault| {
        let cell = format!("{fault} on refund record");
        let mut world = World::active();
        let order = world.invoiced("499.00");
        world.sync();
        world.happened(&format!("credit {order} --amount 100.00"));
        world.fault(&format!("{fault} --on shop"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]).refunded([10000]), "{cell}");
        let (served, number) = (world.serve(), text(&world.view(&order)["shop_order"]));
        let times = if fault == "duplicate" { 2 } else { 1 };
        assert_shows(&cell, &vec!["-100.00".to_owned(); times], || served.refunds(&number));
        assert_rest(&world, &cell);
    });
}

/// As for refunds: a note that is delivered twice stands there twice, and is only a note.
#[test]
fn a_note_stands_in_the_shop_once_except_when_the_request_is_doubled() {
    each_fault("note", |fault| {
        let cell = format!("{fault} on note");
        let mut world = World::active();
        let order = world.order(2, "600.00");
        let part = world.invoice_lines(&order, "1");
        world.fault(&format!("{fault} --on shop"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([part.amount_minor]), "{cell}");
        let (served, number) = (world.serve(), text(&world.view(&order)["shop_order"]));
        let invoice = part.invoice.expect("a number");
        let times = if fault == "duplicate" { 2 } else { 1 };
        assert_shows(&cell, &times, || {
            served.notes(&number).iter().filter(|note| note.contains(&invoice)).count()
        });
        assert_rest(&world, &cell);
    });
}

/// Uni has no keys either, but a payment above the rest is refused: a whole one cannot be doubled.
#[test]
fn a_payment_is_booked_once_whatever_goes_wrong() {
    each_fault("booking", |fault| {
        let cell = format!("{fault} on booking");
        let mut world = World::active();
        let order = world.order(2, "499.00");
        let invoice = world.invoice(&order);
        world.fault(&format!("{fault} --on booking"));
        sync_until_rest(&mut world, &order, &cell);
        assert_eq!(world.money(&order), Money::captured([49900]), "{cell}");
        let served = world.serve();
        assert_shows(&cell, &vec![499.0], || served.payments(&invoice));
        assert_in_step(&world, &order, "completed", &cell);
        assert_rest(&world, &cell);
    });
}

/// An order has no key in the shop either; uniac's own mark on it is what a look finds.
#[test]
fn an_order_made_by_hand_is_created_in_the_shop_once_except_when_the_request_is_doubled() {
    each_fault("creation", |fault| {
        let cell = format!("{fault} on creation");
        let mut world = World::active();
        world.uniac("enable upload-new-orders").exit(0);
        world.order_with("--by-hand --amount 250.00");
        world.fault(&format!("{fault} --on shop"));
        for _ in 0..RUNS_MAX {
            if world.uniac("sync").exit_any(&EXITS).code == 0 {
                break;
            }
            world.pass(BETWEEN_RUNS);
        }
        let served = world.serve();
        let times = if fault == "duplicate" { 2 } else { 1 };
        assert_shows(&cell, &times, || served.shop_orders());
        assert_rest(&world, &cell);
    });
}

#[test]
fn a_lost_reply_is_settled_or_said_to_be_unknown() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.fault("reply-lost --on capture");
    let ended = world.uniac("sync --json").exit_any(&[0, 7]);
    let capture = &steps(&ended.data())[0];
    let expected = if ended.code == 0 { "done" } else { "unknown" };
    assert_eq!((&capture["operation"], &capture["outcome"]), (&"capture".into(), &expected.into()));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]));
}

/// The case that costs money elsewhere: the reply is lost, and the look that should settle it does
/// not show the effect yet.
#[test]
fn a_lost_reply_and_a_lagging_read_together_do_not_capture_twice() {
    let mut world = World::active();
    let order = world.invoiced("499.00");
    world.fault("lagging-read --on capture --ms 2500");
    world.fault("reply-lost --on capture");
    sync_until_rest(&mut world, &order, "reply-lost and lagging-read on capture");
    assert_eq!(world.money(&order), Money::captured([49900]));
}

/// A bank that declines today: the no rests, everybody is told, and tomorrow's run captures.
#[test]
fn a_card_that_is_empty_today_is_captured_tomorrow() {
    for (provider, fault, code) in [
        ("vipps", "declined", "6990"),
        ("nexi", "refused=05", "05"),
        ("nexi", "declined", "1020"),
        ("klarna", "declined", "PAYMENT_METHOD_FAILED"),
    ] {
        let mut world = World::active();
        let order = world.order_with(&format!("--amount 499.00 --provider {provider}"));
        world.invoice(&order);
        world.fault(&format!("{fault} --on capture --times 0"));
        let ended = world.uniac("sync --json").exit(5);
        assert_eq!(steps(&ended.data())[0]["code"], code);
        assert_eq!(world.view(&order)["attention"], "refused");
        world.pass(60);
        world.clear_calls();
        world.sync();
        assert_eq!(world.writes(), 0, "{provider}: it rests");
        world.uniac("sandbox fault clear").exit(0);
        world.pass(24 * 60);
        world.sync();
        assert_eq!(world.money(&order), Money::captured([49900]), "{provider}");
        assert_eq!(world.view(&order)["attention"], Value::Null);
    }
}

/// What is for good is a person's: nothing is sent by itself, and by hand it is done.
#[test]
fn a_no_for_good_waits_for_a_person() {
    for provider in ["vipps", "nexi", "klarna"] {
        let mut world = World::active();
        let order = world.order_with(&format!("--amount 499.00 --provider {provider}"));
        world.invoice(&order);
        world.fault("refused --on capture");
        world.uniac("sync").exit(5);
        world.pass(3 * 24 * 60);
        world.clear_calls();
        world.sync();
        assert_eq!(world.writes(), 0, "{provider}: it rests");
        assert_eq!(world.view(&order)["attention"], "refused");
        world.uniac(&format!("capture --manual {order} --yes")).exit(0);
        assert_eq!(world.money(&order), Money::captured([49900]), "{provider}");
    }
}

/// Uni is still at work on a booking whose answer never came. The invoice has room for a second one,
/// because the provider refused the other half of the capture.
#[test]
fn a_booking_that_uni_is_still_at_work_on_is_not_sent_again() {
    let mut world = World::active();
    let order = world.order(1, "600.00");
    world.happened(&format!("portal capture {order} 300.00"));
    let invoice = world.invoice(&order);
    world.fault("refused --on capture");
    world.fault("lagging-read --on booking --ms 300000");
    world.fault("reply-lost --on booking");
    for _ in 0..3 {
        let ended = world.uniac("sync --json").exit(7);
        assert!(steps(&ended.data()).iter().any(|step| step["operation"] == "book-payment"));
        assert_eq!(world.view(&order)["attention"], "unknown-outcome");
        world.pass(1);
    }
    world.pass(5);
    world.sync();
    let served = world.serve();
    assert_shows("booking", &vec![300.0], || served.payments(&invoice));
}

#[test]
fn reads_that_fail_move_nothing_and_are_made_again() {
    each_fault("read", |fault| {
        let cell = format!("{fault} on read");
        let world = World::active();
        let order = world.invoiced("499.00");
        world.fault(&format!("{fault} --on read --times 3"));
        for _ in 0..RUNS_MAX {
            let ended = world.uniac("sync --json").exit_any(&EXITS);
            if ended.code == 0 {
                break;
            }
            assert_eq!(world.money(&order), Money::untouched(), "{cell}\n{}", ended.report());
        }
        assert_eq!(world.money(&order), Money::captured([49900]), "{cell}");
        assert_in_step(&world, &order, "completed", &cell);
    });
}

#[test]
fn a_provider_that_stays_down_is_said_to_be_down_and_nothing_is_lost() {
    let world = World::active();
    let orders = [world.invoiced("100.00"), world.invoiced("200.00")];
    world.fault("request-lost --on capture --times 0");
    let ended = world.uniac("sync --json").exit_any(&[1, 6, 7]);
    assert!(
        steps(&ended.data()).iter().all(|step| step["outcome"] != "done"),
        "{}",
        ended.report()
    );
    for order in &orders {
        assert_eq!(world.money(order), Money::untouched());
    }
    world.uniac("sandbox fault clear").exit(0);
    world.sync();
    assert_eq!(world.money(&orders[0]), Money::captured([10000]));
    assert_eq!(world.money(&orders[1]), Money::captured([20000]));
}

#[test]
fn a_fault_that_is_not_known_is_refused_with_the_nearest() {
    let world = World::empty();
    let error = world.uniac("sandbox fault add reply-los --json").exit(2).json();
    assert!(text(&error["hint"]).contains("reply-lost"), "{error:#}");
    world.fault("slow --times 0 --ms 20");
    let faults = world.uniac("sandbox fault list --json").exit(0).data();
    assert_eq!((&faults[0]["name"], &faults[0]["times_left"]), (&"slow".into(), &Value::Null));
}
