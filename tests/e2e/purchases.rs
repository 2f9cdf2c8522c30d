//! The purchase as a person sees it: what belongs together and why, its payments, what is barred and by what.
//!
//! Kept to the letter, as the other pictures: a bookkeeper decides by these words.

use serde_json::Value;

use crate::harness::{Money, World, steps, text};
use crate::pictures::{NOW, at_nine, table};

/// Returns what `order show` says below who bought what.
fn shown(world: &World, order: &str) -> String {
    let page = at_nine(&table(world, &format!("order show {order}")));
    let begin = page.find("shop  ").expect("the shop's order");
    let end = page.find("\nJournal\n").or_else(|| page.find("\nhint: ")).unwrap_or(page.len());
    page[begin..end].trim_end().to_owned()
}

fn active() -> World {
    let world = World::seeded_at(NOW, 0, 1);
    world.enable();
    world
}

fn made(world: &World, what: &str) -> String {
    text(&world.uniac(&format!("sandbox {what} --json")).exit(0).data()["order"])
}

#[test]
fn a_copy_is_shown_with_its_original_until_a_person_says_no() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let copy = made(&world, &format!("order --copy-of {order}"));
    world.invoice(&order);
    insta::assert_snapshot!(shown(&world, &order), @"
    shop            order 5001, open; NOK 300.00, 2026-03-10
    link            sure: one shop order carries the number, and the customer agrees
    method          vipps, reference fjordglimt-5001-975835de
    payment         vipps fjordglimt-5001-975835de
    reserved        NOK 300.00; barred until claimed-twice is settled
    reserved until  2026-09-06 11:00 (180 days)
    captured        NOK 0.00
    refunded        NOK 0.00
    missing         NOK 300.00
    next            nothing by itself; a person decides (claimed-twice)
    barred          capture of NOK 300.00 for invoice 10001: claimed-twice
    barred          captures, releases and the shop's status: claimed-twice
    attention       claimed-twice

    Several orders in Uni claim one order of the shop, or one payment, and nobody
    can know which is the real one.

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 300.00  after           0.00      0.00

    Purchase 100001: 2 orders of the shop's 5001, 1 payment
    order 100001  Gro, claims NOK 300.00, sure link: one shop order carries the
                  number, and the customer agrees
    order 100002  Gro, claims NOK 300.00, sure link: one shop order carries the
                  number, and the customer agrees
    payment       fjordglimt-5001-975835de: vipps, reserved at first NOK 300.00
    ");
    let reason = format!("order unlink {copy}");
    world.uniac(&reason).arg("--reason=imported twice").exit(0);
    insta::assert_snapshot!(shown(&world, &order), @"
    shop            order 5001, open; NOK 300.00, 2026-03-10
    link            sure: one shop order carries the number, and the customer agrees
    method          vipps, reference fjordglimt-5001-975835de
    payment         vipps fjordglimt-5001-975835de
    reserved        NOK 300.00
    reserved until  2026-09-06 11:00 (180 days)
    captured        NOK 0.00
    refunded        NOK 0.00
    missing         NOK 300.00
    next            capture NOK 300.00 for invoice 10001, by the next `sync` (auto)

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 300.00  after           0.00      0.00

    Purchase 100001: 1 order of the shop's 5001, 1 payment
    order 100001  Gro, claims NOK 300.00, sure link: one shop order carries the
                  number, and the customer agrees
    order 100002  Gro, not of this purchase, claims NOK 300.00, no link: a person
                  has said that they do not belong together (kari, 2026-03-10 10:00:
                  imported twice)
    payment       fjordglimt-5001-975835de: vipps, reserved at first NOK 300.00
    ");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([30_000]));
    let links = world.view(&copy)["links"].clone();
    assert_eq!((&links[0]["link"], &links[1]["link"]), (&"sure".into(), &"none".into()));
    assert_eq!((&links[1]["by"], &links[1]["reason"]), (&"kari".into(), &"imported twice".into()));
    assert_eq!(links[1]["claim_minor"], 30_000);
}

#[test]
fn the_parts_of_an_order_share_its_payment() {
    let world = active();
    let order = world.order_with("--lines 3 --amount 300.00 --customer Gro");
    let part = made(&world, &format!("order --part-of {order} --only 2"));
    world.invoice(&part);
    world.sync();
    insta::assert_snapshot!(shown(&world, &part), @"
    shop               order 5001, open; NOK 300.00, 2026-03-10
    link               sure: one shop order carries the number, and the customer
                       agrees
    method             vipps, reference fjordglimt-5001-975835de
    payment            vipps fjordglimt-5001-975835de
    reserved at first  NOK 300.00
    still reserved     NOK 200.00
    reserved until     2026-09-06 11:00 (180 days)
    captured           NOK 100.00
    refunded           NOK 0.00
    next               nothing

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 100.00  after         100.00      0.00

    Purchase 100001: 2 orders of the shop's 5001, 1 payment
    order 100001  Gro, claims NOK 200.00, sure link: one shop order carries the
                  number, and the customer agrees
    order 100002  Gro, claims NOK 100.00, sure link: one shop order carries the
                  number, and the customer agrees
    payment       fjordglimt-5001-975835de: vipps, reserved at first NOK 300.00,
                  captured NOK 100.00

    What moved
    AT                WHAT         AMOUNT  INVOICE  BY     REFERENCE
    2026-03-10 10:00  capture  NOK 100.00  10001    uniac  7700000003
    ");
}

#[test]
fn a_payment_that_was_replaced_is_told_from_the_journal() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    world.invoice_lines(&order, "1");
    world.sync();
    world.happened(&format!("shop pay-again {order}"));
    insta::assert_snapshot!(shown(&world, &order), @"
    shop            order 5001, open; NOK 300.00, 2026-03-10
    link            sure: one shop order carries the number, and the customer agrees
    method          vipps, reference fjordglimt-5001-6e73e372
    payment         vipps fjordglimt-5001-6e73e372
    reserved        NOK 300.00
    reserved until  2026-09-06 11:00 (180 days)
    captured        NOK 150.00
    refunded        NOK 0.00
    next            nothing by itself; a person decides: cancel NOK 150.00 (manual)
    attention       replaced-payment

    The customer has paid anew, and money is still reserved on the payment of
    before.

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 150.00  after         150.00      0.00

    Purchase 100001: 1 order of the shop's 5001, 2 payments
    order 100001  Gro, claims NOK 300.00, sure link: one shop order carries the
                  number, and the customer agrees
    payment       fjordglimt-5001-6e73e372: vipps, reserved at first NOK 300.00
    payment       fjordglimt-5001-975835de: the order no longer leads to it; vipps,
                  reserved at first NOK 300.00, captured NOK 150.00

    What moved
    AT                WHAT         AMOUNT  INVOICE  BY     REFERENCE
    2026-03-10 10:00  capture  NOK 150.00  10001    uniac  7700000003
    ");
}

#[test]
fn what_a_person_has_linked_says_who_and_why() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let who = "--customer Ola --email ola@example.com --org-number 112233445";
    world.happened(&format!("edit {order} {who}"));
    insta::assert_snapshot!(shown(&world, &order), @"
    shop             order 5001, open; NOK 300.00, 2026-03-10
    shop's customer  another than Uni's; look at order 5001 in the shop (uniac does
                     not keep the name)
    link             doubtful: Uni and the shop name different customers
    method           vipps, reference fjordglimt-5001-975835de
    payment          vipps fjordglimt-5001-975835de
    reserved         NOK 300.00; barred until doubtful-link is settled
    reserved until   2026-09-06 11:00 (180 days)
    captured         NOK 0.00
    refunded         NOK 0.00
    next             nothing by itself; a person decides (doubtful-link)
    barred           captures, releases and the shop's status: doubtful-link
    attention        doubtful-link

    Nobody can know whether this order stems from the shop order whose number it
    carries.

    Nothing is invoiced.
    ");
    world.uniac(&format!("order link {order}")).arg("--reason=her husband").exit(0);
    insta::assert_snapshot!(shown(&world, &order), @"
    shop             order 5001, open; NOK 300.00, 2026-03-10
    shop's customer  another than Uni's; look at order 5001 in the shop (uniac does
                     not keep the name)
    link             by-person: a person has said so (kari, 2026-03-10 10:00: her
                     husband)
    method           vipps, reference fjordglimt-5001-975835de
    payment          vipps fjordglimt-5001-975835de
    reserved         NOK 300.00
    reserved until   2026-09-06 11:00 (180 days)
    captured         NOK 0.00
    refunded         NOK 0.00
    next             nothing

    Nothing is invoiced.

    What people have said
    AT                ORDER   BY    WHAT            WHY
    2026-03-10 10:00  100001  kari  link shop:5001  her husband
    ");
}

#[test]
fn all_that_waits_for_a_person_is_named() {
    let world = World::seeded_at(NOW, 0, 1);
    let order = world.order_with("--lines 2 --amount 300.00 --customer Gro");
    world.invoice_lines(&order, "1");
    world.invoice_lines(&order, "2");
    world.enable();
    insta::assert_snapshot!(shown(&world, &order), @"
    shop            order 5001, open; NOK 300.00, 2026-03-10
    link            sure: one shop order carries the number, and the customer agrees
    method          vipps, reference fjordglimt-5001-975835de
    payment         vipps fjordglimt-5001-975835de
    reserved        NOK 300.00
    reserved until  2026-09-06 11:00 (180 days)
    captured        NOK 0.00
    refunded        NOK 0.00
    missing         NOK 300.00
    next            nothing by itself; a person decides: capture NOK 150.00 for
                    invoice 10001 (manual)
    waits           capture of NOK 150.00 for invoice 10002:
                    invoiced-before-activation
    attention       invoiced-before-activation

    Invoiced before auto-capture was active; the capture or refund waits for a
    person.

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 150.00  before          0.00      0.00
    10002     invoice  2026-03-10  NOK 150.00  before          0.00      0.00
    ");
}

#[test]
fn what_is_reserved_on_an_earlier_payment_is_told_with_it() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let first =
        text(&world.uniac(&format!("order show {order} --json")).exit(0).data()["payments"][0]);
    world.happened(&format!("shop pay-again {order} --unfinished"));
    let page = shown(&world, &order);
    assert!(page.contains(&format!("reserved        NOK 300.00 on payment {first}\n")), "{page}");
    assert!(!page.contains("\nreserved at first"), "{page}");
}

#[test]
fn an_invoice_over_two_orders_names_the_other() {
    let world = active();
    let orders = ["300.00", "200.00"].map(|sum| world.order_with(&format!("--amount {sum}")));
    let [first, second] = &orders;
    world.happened(&format!("invoice {first} {second} --together"));
    for (order, other, own) in [(first, second, "300.00"), (second, first, "200.00")] {
        let page = shown(&world, order).replace('\n', " ");
        let told =
            format!("NOK {own} of NOK 500.00 stem from this order; also on it: order {other}.");
        assert!(page.contains(&told), "{page}");
    }
}

#[test]
fn what_was_paid_back_is_not_booked_on_the_rest_of_another_order_on_the_invoice() {
    // With a clock that runs on: what was captured before the credit note is paid back by itself.
    let world = World::active();
    let [first, second] =
        ["300.00", "200.00"].map(|sum| world.order_with(&format!("--amount {sum}")));
    world.happened(&format!("invoice {first} {second} --together"));
    world.happened(&format!("portal capture {first} 300"));
    world.happened(&format!("credit {first}"));
    world.uniac(&format!("order disable-autocapture {second}")).exit(0);
    world.sync();
    let data = world.uniac(&format!("order show {first} --json")).exit(0).data();
    let acts: Vec<String> =
        data["journal"].as_array().expect("rows").iter().map(|row| text(&row["act"])).collect();
    assert!(acts.iter().any(|act| act == "refund"), "{acts:?}");
    assert!(!acts.iter().any(|act| act == "book"), "{acts:?}");
}

#[test]
fn a_payment_that_was_replaced_is_released_for_a_split_purchase() {
    let world = World::active();
    let whole = world.order(3, "300.00");
    let part = world.uniac(&format!("sandbox order --part-of {whole} --only 2 --json"));
    let part = text(&part.exit(0).data()["order"]);
    let old = text(&world.view(&whole)["payments"][0]);
    world.happened(&format!("shop pay-again {whole}"));
    world.sync();
    for order in [&whole, &part] {
        let view = world.view(order);
        assert!(view["payments"].to_string().contains(&old), "{view}");
        assert_eq!(view["attention"], "replaced-payment", "{view}");
    }
    // Nothing of it is due twice.
    let status = world.uniac("status --json").exit(0).data();
    assert_eq!(status["due"][0]["amount_minor"], 30_000, "{status}");
    world.uniac(&format!("cancel --manual {part} --payment {old} --yes --json")).exit(0);
    let ledger = world.ledger();
    let mut rows = ledger.as_array().expect("payments").iter();
    let row = rows.find(|row| text(&row["reference"]) == old).expect("the payment");
    assert_eq!(row["cancelled_minor"], 30_000);
    assert_eq!(world.view(&whole)["attention"], Value::Null);
}

/// An order of a status whose plug-in is off is in no list of the shop: that the customer has paid anew is seen when it is
/// looked at before the capture, and the new payment is taken in the same run.
#[test]
fn a_new_payment_that_no_list_shows_is_taken_at_once() {
    let world = World::active();
    let order = world.order(2, "500");
    world.sync();
    world.uniac("sandbox set own-statuses hidden").exit(0);
    world.happened(&format!("shop status {order} pakket"));
    world.happened(&format!("shop pay-again {order}"));
    world.invoice(&order);
    let steps = steps(&world.sync());
    assert_eq!((&steps[0]["act"], &steps[0]["outcome"]), (&"capture".into(), &"done".into()));
    let shown = world.view(&order);
    assert_eq!(shown["payments"][0], steps[0]["payment"]);
    assert_eq!(shown["attentions"], serde_json::json!(["replaced-payment"]));
}

/// A shop's own status that uniac has never read as another one is one of an order that waits, like any that it does not know.
#[test]
fn an_order_that_has_a_status_of_the_shops_own_from_the_beginning_is_captured() {
    let world = World::active();
    let order = world.order(1, "499");
    world.happened(&format!("shop status {order} pakkes"));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order).captures, [49_900]);
    assert_eq!(world.status_in_shop(&order), "completed");
}

/// Whoever puts an order into the shop's bin has ended it there.
#[test]
fn an_order_in_the_bin_stays_there_when_it_is_deleted_in_uni() {
    let world = World::active();
    let order = world.order(1, "499");
    world.sync();
    world.happened(&format!("shop status {order} trash"));
    world.happened(&format!("delete {order}"));
    let acts: Vec<Value> = steps(&world.sync()).iter().map(|step| step["act"].clone()).collect();
    assert_eq!(acts, ["cancel"]);
}

/// The live order's own reservation is left over: it is paid otherwise, credited before anything was taken, or cannot be read.
#[test]
fn closing_a_copy_releases_nothing_of_what_the_live_order_has_left() {
    for (invoice, then, left) in [
        ("--odd-type 7", None, "unreadable"),
        ("--paid-by-bank", None, "reservation-left-over"),
        ("", Some("credit"), "reservation-left-over"),
    ] {
        let world = World::active();
        let order = world.order(1, "499");
        let copy = made(&world, &format!("order --copy-of {order}"));
        world.happened(&format!("invoice {order} {invoice}"));
        if let Some(then) = then {
            world.happened(&format!("{then} {order}"));
        }
        world.happened(&format!("delete {copy} --close"));
        world.uniac("sync").exit_any(&[0, 1]);
        let attentions = world.view(&order)["attentions"].clone();
        assert!(attentions.as_array().unwrap().contains(&left.into()), "{invoice}: {attentions}");
        assert_eq!(world.money(&order), Money::untouched(), "{invoice}");
        world.uniac(&format!("cancel --manual {order} --yes")).exit_any(&[0, 1, 3]);
        let released = world.ledger()[0]["cancelled_minor"] == 49_900;
        assert_eq!(released, left == "reservation-left-over", "{invoice}");
    }
}

/// The other part lives: what the dropped one leaves reserved is for a person to release.
#[test]
fn closing_a_part_leaves_its_money_to_a_person() {
    let world = World::active();
    let order = world.order(2, "400");
    let part = made(&world, &format!("order --part-of {order}"));
    world.invoice(&order);
    world.sync();
    world.happened(&format!("delete {part} --close"));
    world.sync();
    assert_eq!(world.view(&order)["attentions"], serde_json::json!(["reservation-left-over"]));
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
    let ledger = world.ledger();
    let sums = (&ledger[0]["captured_minor"], &ledger[0]["cancelled_minor"]);
    assert_eq!(sums, (&20_000.into(), &20_000.into()));
}

/// Captured in the portal, invoiced and credited between two runs: the credit makes the next run look at the payment.
#[test]
fn a_new_credit_is_held_against_what_others_have_taken_since_the_last_look() {
    for plug_ins in ["none", "as-shipped"] {
        let world = World::active();
        world.uniac(&format!("sandbox plug-ins {plug_ins}")).exit(0);
        let order = world.order(1, "499");
        world.sync();
        world.happened(&format!("portal capture {order} 499.00"));
        world.invoice(&order);
        world.happened(&format!("credit {order}"));
        world.sync();
        assert_eq!(world.money(&order).refunds, [49_900], "{plug_ins}");
        assert_eq!(world.view(&order)["attentions"], serde_json::json!([]), "{plug_ins}");
    }
}

/// A doubtful order that is dropped leaves its money behind, and nobody else is told of it.
#[test]
fn money_that_a_dropped_doubtful_order_names_is_told_while_no_other_order_is_surely_its() {
    let world = World::active();
    let order = made(&world, "order --amount 499 --collective");
    world.sync();
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.view(&order)["attentions"], serde_json::json!(["doubtful-link"]));
    world.uniac(&format!("order link {order} --yes")).exit(0);
    world.sync();
    assert_eq!(world.view(&order)["attentions"], serde_json::json!([]));
    assert_eq!(world.ledger()[0]["cancelled_minor"], 49_900);
}

/// A person who is to release one of two payments sees which, before and while it is asked.
#[test]
fn what_is_left_on_a_payment_that_was_replaced_is_told_with_its_reference() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let first = text(&world.view(&order)["payments"][0]);
    world.happened(&format!("shop pay-again {order}"));
    world.invoice(&order);
    world.sync();
    let page = shown(&world, &order);
    assert!(page.contains(&format!(" NOK 300.00 on payment {first}\n")), "{page}");
    assert_eq!(world.view(&order)["at_stake_minor"], 30_000);
    let by_payment = world.uniac(&format!("order show payment:{first} --json")).exit(0).data();
    assert_eq!(by_payment["order"], order);
    let asked = world.uniac(&format!("cancel --manual {order}")).exit(3);
    assert!(asked.stderr.contains(&format!("on the payment {first}")), "{}", asked.report());
}

/// Both attentions stand there; the one that keeps the money from being taken is named.
#[test]
fn of_several_attentions_the_one_that_bars_the_act_is_named() {
    let world = active();
    let order = world.order_with("--amount 550.00 --customer Gro");
    world.sync();
    world.happened(&format!("shop pay-again {order} --amount 500.00"));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.attention(&order), "replaced-payment");
    let page = shown(&world, &order);
    assert!(
        page.contains("capture of NOK 550.00 for invoice 10001: exceeds-reservation"),
        "{page}"
    );
    let taken = world.uniac(&format!("capture --manual {order} --yes --json")).exit(0).data();
    assert_eq!(taken["steps"][0]["code"], "exceeds-reservation");
}

#[test]
fn a_refund_that_cannot_be_taken_again_is_warned_of() {
    let world = active();
    let order = world.order_with("--amount 350.00 --customer Gro");
    world.invoice(&order);
    world.sync();
    world.happened(&format!("invoice {order} --reopen"));
    let asked = world.uniac(&format!("refund --manual {order}")).exit(3);
    assert!(asked.stderr.contains("cannot be taken again"), "{}", asked.report());
}
