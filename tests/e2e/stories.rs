//! What people do in untidy books, story by story: what ends settled by itself, what a person is told, and that the
//! command of the page settles it.
//!
//! Each story says what is right to the øre, by the provider's own book; no story may trust what uniac says of money.

mod credits;

use serde_json::Value;

use crate::harness::{World, minor, steps, text};

/// What happens in a story. `O` stands for the order, `P` for its first payment.
enum Deed {
    /// A person does something in one of the systems.
    Does(&'static str),
    /// A pass of the automation.
    Sync,
    /// A person's command, with its exit code.
    Runs(&'static str, i32),
    /// The attentions of the order, worst first.
    Says(&'static [&'static str]),
    /// Among the remarks of the order is this one.
    Remarks(&'static str),
    /// Captured, refunded and released, øre, on each payment in turn.
    Holds(&'static [(i64, i64, i64)]),
}

use Deed::{Does, Holds, Remarks, Runs, Says, Sync};

fn play(story: &str, begins: &str, deeds: &[Deed]) {
    let world = World::active();
    let order = world.order_with(begins);
    let payments = world.view(&order)["payments"].clone();
    let payment = payments.as_array().and_then(|all| all.first()).map(text).unwrap_or_default();
    let filled = |line: &str| {
        let words = line.split_whitespace().map(|word| match word {
            "O" => order.as_str(),
            "P" => payment.as_str(),
            word => word,
        });
        words.collect::<Vec<_>>().join(" ")
    };
    for deed in deeds {
        match deed {
            Does(what) => drop(world.happened(&filled(what))),
            Sync => drop(world.sync()),
            Runs(line, exit) => drop(world.uniac(&filled(line)).exit(*exit)),
            Says(expected) => {
                let said = world.view(&order)["attentions"].clone();
                assert_eq!(said, Value::from(expected.to_vec()), "{story}");
            }
            Remarks(expected) => {
                let remarks = world.view(&order)["remarks"].clone();
                let remarks: Vec<String> =
                    remarks.as_array().into_iter().flatten().map(text).collect();
                assert!(remarks.iter().any(|remark| remark == expected), "{story}: {remarks:?}");
            }
            Holds(expected) => assert_eq!(book(&world), *expected, "{story}"),
        }
    }
}

fn book(world: &World) -> Vec<(i64, i64, i64)> {
    let ledger = world.ledger();
    let sums = |row: &Value| {
        let of = |name: &str| minor(&row[name]);
        (of("captured_minor"), of("refunded_minor"), of("cancelled_minor"))
    };
    ledger.as_array().into_iter().flatten().map(sums).collect()
}

#[test]
fn typed_lines_belong_to_the_only_order() {
    play(
        "a discount",
        "--amount 499.00",
        &[
            Does("invoice O --line Rabatt=-50"),
            Sync,
            Holds(&[(44_900, 0, 0)]),
            Says(&["reservation-left-over"]),
            Runs("cancel --manual O --yes", 0),
            Holds(&[(44_900, 0, 5_000)]),
            Says(&[]),
        ],
    );
    play(
        "freight above the reservation",
        "--amount 499.00",
        &[
            Does("invoice O --line Frakt=50"),
            Sync,
            Holds(&[(0, 0, 0)]),
            Says(&["exceeds-reservation"]),
            Runs("capture --manual O --up-to-reserved", 3),
            Runs("capture --manual O --up-to-reserved --yes --dry-run", 0),
            Says(&["exceeds-reservation"]),
            Runs("capture --manual O --up-to-reserved --yes --reason bank", 0),
            Holds(&[(49_900, 0, 0)]),
            Says(&[]),
            Sync,
            Holds(&[(49_900, 0, 0)]),
        ],
    );
}

#[test]
fn what_is_paid_in_uni_is_not_asked_of_the_provider() {
    play(
        "all by bank",
        "--amount 499.00",
        &[
            Does("invoice O --paid-by-bank"),
            Sync,
            Holds(&[(0, 0, 0)]),
            Says(&["paid-elsewhere", "reservation-left-over"]),
            Runs("capture --manual O --yes", 0),
            Holds(&[(0, 0, 0)]),
            Runs("cancel --manual O --yes", 0),
            Holds(&[(0, 0, 49_900)]),
            Says(&[]),
        ],
    );
    play(
        "a part by bank",
        "--amount 499.00",
        &[
            Does("invoice O --paid-by-bank 100"),
            Sync,
            Sync,
            Holds(&[(39_900, 0, 0)]),
            Says(&["reservation-left-over"]),
        ],
    );
    play(
        "gift card and card",
        "--amount 500 --gift-card 200",
        &[Does("invoice O"), Sync, Sync, Holds(&[(30_000, 0, 0)]), Says(&[])],
    );
    play(
        "gift card, and the rest taken in the portal",
        "--amount 500 --gift-card 200",
        &[
            Does("invoice O"),
            Does("portal capture O 300.00"),
            Sync,
            Sync,
            Holds(&[(30_000, 0, 0)]),
            Says(&[]),
        ],
    );
}

#[test]
fn drafts_and_documents_that_were_opened_again() {
    play(
        "a draft is not asked for, and nothing is said of it",
        "--amount 499.00",
        &[Does("invoice O --draft"), Sync, Holds(&[(0, 0, 0)]), Says(&[])],
    );
    play(
        "opened again and finished again",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("invoice O --reopen"),
            Sync,
            Says(&["document-withdrawn"]),
            Does("invoice O --finalise"),
            Sync,
            Says(&[]),
            Holds(&[(49_900, 0, 0)]),
        ],
    );
    play(
        "opened again, and paid back by a person",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("invoice O --reopen"),
            Sync,
            Holds(&[(49_900, 0, 0)]),
            Runs("refund --manual O --yes", 0),
            Holds(&[(49_900, 49_900, 0)]),
            Says(&[]),
        ],
    );
    play(
        "a draft of a credit note holds refunds back for three days",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("credit O --amount 100"),
            Does("credit O --amount 50 --draft"),
            Sync,
            Holds(&[(49_900, 0, 0)]),
            Remarks("waits-until"),
            Says(&[]),
            Runs("refund --manual O --yes", 0),
            Holds(&[(49_900, 10_000, 0)]),
        ],
    );
}

#[test]
fn what_was_paid_back_or_taken_back_before_needs_nobody() {
    play(
        "a part was paid back in the portal before",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("portal refund O 100"),
            Does("credit O"),
            Sync,
            Holds(&[(49_900, 49_900, 0)]),
            Says(&[]),
        ],
    );
    play(
        "typed, without a name, and taken back",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Does("credit O --typed Kulanse --amount 100 --no-reference"),
            Does("credit --credit-note 10002"),
            Sync,
            Holds(&[(49_900, 0, 0)]),
            Says(&[]),
        ],
    );
}

#[test]
fn who_pays_again_pays_once() {
    play(
        "before the invoice",
        "--amount 499.00",
        &[
            Does("shop pay-again O"),
            Does("invoice O"),
            Sync,
            Holds(&[(0, 0, 0), (49_900, 0, 0)]),
            Says(&["replaced-payment"]),
            Runs("cancel --manual O --payment nobody --yes", 2),
            Runs("cancel --manual O --payment P --yes", 0),
            Holds(&[(0, 0, 49_900), (49_900, 0, 0)]),
            Says(&[]),
        ],
    );
    play(
        "after the capture, and credited: the payment that was captured pays back",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("shop pay-again O"),
            Does("credit O"),
            Sync,
            Holds(&[(49_900, 49_900, 0), (0, 0, 0)]),
            Says(&["reservation-left-over"]),
            Runs("cancel --manual O --yes", 0),
            Holds(&[(49_900, 49_900, 0), (0, 0, 49_900)]),
            Says(&[]),
        ],
    );
    play(
        "between two invoices: each refund goes to its payment",
        "--amount 600 --lines 2",
        &[
            Does("invoice O --lines 1"),
            Sync,
            Does("shop pay-again O"),
            Does("invoice O --lines 2"),
            Sync,
            Holds(&[(30_000, 0, 0), (30_000, 0, 0)]),
            Does("credit O"),
            Sync,
            Holds(&[(30_000, 30_000, 0), (30_000, 30_000, 0)]),
        ],
    );
}

#[test]
fn a_refund_that_stands_in_the_shop_alone_is_looked_at_before_money_is_taken() {
    play(
        "promised in the shop, not paid back, and invoiced in full",
        "--amount 499.00",
        &[
            Does("shop refund O 100.00"),
            Does("invoice O"),
            Sync,
            Holds(&[(0, 0, 0)]),
            Says(&["cancelled-in-shop"]),
            Runs("capture --manual O --yes", 0),
            Holds(&[(49_900, 0, 0)]),
        ],
    );
}

#[test]
fn an_order_that_uni_no_longer_knows_waits_for_a_person() {
    play(
        "gone",
        "--amount 499.00",
        &[
            Does("delete O --vanish"),
            Says(&["order-gone"]),
            Sync,
            Holds(&[(0, 0, 0)]),
            Runs("cancel --manual O --yes", 0),
            Holds(&[(0, 0, 49_900)]),
            Says(&[]),
        ],
    );
}

/// What uniac has taken stays where it was taken, whatever the reference says afterwards.
#[test]
fn an_edited_reference_makes_no_other_customer_pay() {
    let world = World::active();
    let who = "--customer Kari --email kari@example.com";
    let order = world.order_with(&format!("--amount 499.00 {who}"));
    world.order_with(&format!("--amount 700.00 {who}"));
    world.invoice(&order);
    world.sync();
    world.happened(&format!("edit {order} --reference 5002"));
    world.happened(&format!("credit {order}"));
    let steps = world.sync()["steps"].clone();
    let acts: Vec<String> =
        steps.as_array().into_iter().flatten().map(|s| text(&s["act"])).collect();
    assert_eq!(acts, ["refund"], "the other shop order is told nothing");
    assert_eq!(book(&world), [(49_900, 49_900, 0), (0, 0, 0)]);
    assert_eq!(world.attention(&order), "reference-changed");
}

/// A copy is invoiced instead of the original, which is credited: the money stays, and nobody pays twice.
#[test]
fn money_passes_from_the_original_to_its_copy() {
    let world = World::active();
    let order = world.order_with("--amount 500.00");
    world.invoice(&order);
    world.sync();
    let copy = world.order_with(&format!("--copy-of {order}"));
    world.happened(&format!("credit {order}"));
    world.invoice(&copy);
    world.sync();
    world.sync();
    assert_eq!(book(&world), [(50_000, 0, 0)]);
    for one in [&order, &copy] {
        assert_eq!(world.view(one)["attentions"], Value::from(Vec::<Value>::new()), "{one}");
    }
    world.happened(&format!("credit {copy}"));
    world.sync();
    assert_eq!(book(&world), [(50_000, 50_000, 0)]);
}

/// An order that a person has unlinked takes nothing.
#[test]
fn a_persons_no_is_kept() {
    let world = World::active();
    let order = world.order_with("--amount 500.00");
    let copy = world.order_with(&format!("--copy-of {order}"));
    world.uniac(&format!("order unlink {copy}")).exit(0);
    world.invoice(&copy);
    world.sync();
    assert_eq!(book(&world), [(0, 0, 0)]);
    // What is invoiced is missing, whatever a person has said of the order, until it is credited or paid.
    assert_eq!(minor(&world.view(&copy)["missing_minor"]), 50_000);
    assert_eq!(world.attention(&copy), "unlinked");
    assert_eq!(minor(&status_missing(&world)), 50_000);
    world.invoice(&order);
    world.sync();
    assert_eq!(book(&world), [(50_000, 0, 0)]);
    world.happened(&format!("credit {copy}"));
    world.sync();
    assert_eq!(book(&world), [(50_000, 0, 0)]);
    assert_eq!(world.view(&copy)["attentions"], Value::from(Vec::<Value>::new()));
    assert_eq!(minor(&world.view(&copy)["missing_minor"]), 0);
}

fn status_missing(world: &World) -> Value {
    world.uniac("status --json").exit(0).data()["missing"][0]["amount_minor"].clone()
}

/// A person says of two invoiced copies that both belong to the shop's order: what is planned, asked and done is what the
/// customer reserved, once.
#[test]
fn what_a_person_links_takes_no_more_than_was_reserved() {
    let world = World::active();
    let order = world.order_with("--amount 500.00");
    let copy = world.order_with(&format!("--copy-of {order}"));
    world.invoice(&order);
    world.invoice(&copy);
    world.uniac(&format!("order link {order} {copy}")).exit(0);
    let rows = |flags: &str| -> Vec<(String, String, String)> {
        let result = world.uniac(&format!("capture --manual {order} {copy} {flags} --json"));
        let data = result.exit(0).data();
        let rows = steps(&data).into_iter();
        rows.map(|s| (text(&s["order"]), text(&s["act"]), text(&s["outcome"]))).collect()
    };
    let planned = rows("--dry-run");
    let captures = planned.iter().filter(|row| row.1 == "capture" && row.2 == "planned");
    assert_eq!(captures.count(), 1, "{planned:?}");
    assert_eq!(planned.iter().filter(|row| row.1 == "book").count(), 1, "{planned:?}");
    let bound = format!("capture --manual {order} {copy} --dry-run --max-total 500");
    world.uniac(&bound).exit(0);
    let done = rows("--yes --max-total 500");
    let told = |rows: &[(String, String, String)]| -> Vec<(String, String)> {
        let mut told: Vec<_> = rows.iter().map(|row| (row.0.clone(), row.1.clone())).collect();
        told.sort();
        told
    };
    assert_eq!(told(&planned), told(&done), "{planned:?} {done:?}");
    assert_eq!(book(&world), [(50_000, 0, 0)]);
    assert_eq!(world.attention(&copy), "exceeds-reservation");
    assert_eq!(minor(&world.view(&copy)["missing_minor"]), 50_000);
}

/// A delivery in two parts, the first taken in the portal: the second is taken when it is invoiced, and nobody is told to
/// pay anything back.
#[test]
fn what_was_taken_in_the_portal_for_one_part_is_not_the_others() {
    let world = World::active();
    let order = world.order_with("--amount 600.00 --lines 3");
    let part = world.order_with(&format!("--part-of {order} --only 2"));
    world.invoice(&order);
    world.happened(&format!("portal capture {order} 400.00"));
    world.sync();
    let captured = |order: &str| minor(&world.view(order)["captured_minor"]);
    assert_eq!((captured(&order), captured(&part)), (40_000, 0));
    for one in [&order, &part] {
        assert_eq!(world.view(one)["attentions"], Value::from(Vec::<Value>::new()), "{one}");
    }
    world.invoice(&part);
    world.sync();
    assert_eq!(book(&world), [(60_000, 0, 0)]);
    assert_eq!((captured(&order), captured(&part)), (40_000, 20_000));
    for one in [&order, &part] {
        assert_eq!(world.view(one)["attentions"], Value::from(Vec::<Value>::new()), "{one}");
        assert_eq!(world.view(one)["missing_minor"], 0, "{one}");
    }
    assert_eq!(world.view(&order)["shop_status"], "completed");
}

/// An order whose number in Uni leads nowhere is tied by a person, and then is like any other.
#[test]
fn a_person_names_the_shop_order() {
    let world = World::active();
    let order = world.order_with("--amount 500.00");
    world.happened(&format!("edit {order} --reference nothing"));
    world.invoice(&order);
    world.sync();
    assert_eq!(book(&world), [(0, 0, 0)]);
    world.uniac(&format!("order link {order} --shop 999")).exit(2);
    world.uniac(&format!("order link {order} --shop 5001 --reason typo")).exit(0);
    let view = world.view(&order);
    assert_eq!(
        (text(&view["link"]), text(&view["shop_order"])),
        ("by-person".into(), "5001".into())
    );
    world.sync();
    assert_eq!(book(&world), [(50_000, 0, 0)]);
}

/// Whoever takes one part of an order out of auto-capture takes out the whole purchase.
#[test]
fn a_hold_is_of_the_whole_purchase() {
    let world = World::active();
    let order = world.order_with("--amount 600.00 --lines 2");
    let part = world.order_with(&format!("--part-of {order} --only 2"));
    world.uniac(&format!("order disable-autocapture {part} --reason wait")).exit(0);
    world.invoice(&order);
    world.sync();
    assert_eq!(book(&world), [(0, 0, 0)]);
    assert_eq!(world.attention(&order), "held");
    world.uniac(&format!("order enable-autocapture {part}")).exit(0);
    world.sync();
    assert_eq!(book(&world), [(30_000, 0, 0)]);
}
