//! The purchase as a person sees it: what belongs together and why, its payments, what is barred and by what.
//!
//! Kept to the letter, as the other pictures: a bookkeeper decides by these words.

use crate::harness::{Money, World, text};
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
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              sure: one shop order carries the number, and customer or totals agree
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 0.00
    captured          NOK 0.00
    refunded          NOK 0.00
    missing           NOK 300.00
    next              nothing
    barred            capture of NOK 300.00 for invoice 10001: claimed-twice
    barred            captures, releases and the shop's status: claimed-twice
    attention         claimed-twice

    Several orders in Uni claim more of one shop order, or of one payment, than
    there is.

    DOCUMENT  KIND     DATE            AMOUNT  ERA   CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 300.00  auto      0.00      0.00

    Purchase 100001: 2 orders of the shop's 5001, 1 payment
    order 100001  claims NOK 300.00, sure link: one shop order carries the number, and customer or totals agree
    order 100002  claims NOK 300.00, sure link: one shop order carries the number, and customer or totals agree
    payment       fjordglimt-5001-975835de: vipps, reserved NOK 300.00
    ");
    let reason = format!("order unlink {copy}");
    world.uniac(&reason).arg("--reason=imported twice").exit(0);
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              sure: one shop order carries the number, and customer or totals agree
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 300.00
    reserved until    2026-09-06T09:00:00Z
    captured          NOK 0.00
    refunded          NOK 0.00
    missing           NOK 300.00
    next              capture NOK 300.00 for invoice 10001, auto

    DOCUMENT  KIND     DATE            AMOUNT  ERA   CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 300.00  auto      0.00      0.00

    Purchase 100001: 1 order of the shop's 5001, 1 payment
    order 100001  claims NOK 300.00, sure link: one shop order carries the number, and customer or totals agree
    order 100002  claims NOK 300.00, no link: a person has said that they do not belong together (kari on 2026-03-10T09:00:00Z: imported twice)
    payment       fjordglimt-5001-975835de: vipps, reserved NOK 300.00
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
    insta::assert_snapshot!(shown(&world, &part), @r"
    shop              order 5001, open
    link              sure: one shop order carries the number, and customer or totals agree
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 200.00
    reserved until    2026-09-06T09:00:00Z
    captured          NOK 100.00
    refunded          NOK 0.00
    next              nothing

    DOCUMENT  KIND     DATE            AMOUNT  ERA   CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 100.00  auto    100.00      0.00

    Purchase 100001: 2 orders of the shop's 5001, 1 payment
    order 100001  claims NOK 200.00, sure link: one shop order carries the number, and customer or totals agree
    order 100002  claims NOK 100.00, sure link: one shop order carries the number, and customer or totals agree
    payment       fjordglimt-5001-975835de: vipps, reserved NOK 300.00, captured NOK 100.00
    ");
}

#[test]
fn a_payment_that_was_replaced_is_told_from_the_journal() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    world.invoice_lines(&order, "1");
    world.sync();
    world.happened(&format!("shop pay-again {order}"));
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              sure: one shop order carries the number, and customer or totals agree
    method            vipps, reference fjordglimt-5001-6e73e372
    payment           vipps fjordglimt-5001-6e73e372
    reserved          NOK 300.00
    still capturable  NOK 300.00
    reserved until    2026-09-06T09:00:00Z
    captured          NOK 150.00
    refunded          NOK 0.00
    next              cancel NOK 150.00, manual
    attention         replaced-payment

    The customer has paid anew, and money is still reserved on the payment of
    before.

    DOCUMENT  KIND     DATE            AMOUNT  ERA   CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 150.00  auto    150.00      0.00

    Purchase 100001: 1 order of the shop's 5001, 2 payments
    order 100001  claims NOK 300.00, sure link: one shop order carries the number, and customer or totals agree
    payment       fjordglimt-5001-6e73e372: vipps, reserved NOK 300.00
    payment       fjordglimt-5001-975835de: no longer named by the shop; uniac captured NOK 150.00, refunded NOK 0.00
    ");
}

#[test]
fn what_a_person_has_linked_says_who_and_why() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let who = "--customer Ola --email ola@example.com --org-number 112233445";
    world.happened(&format!("edit {order} {who}"));
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              doubtful: Uni and the shop name different customers
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 0.00
    captured          NOK 0.00
    refunded          NOK 0.00
    next              nothing
    barred            captures, releases and the shop's status: doubtful-link
    attention         doubtful-link

    Nobody can know whether this order stems from the shop order whose number it
    carries.

    Nothing is invoiced.
    ");
    world.uniac(&format!("order link {order}")).arg("--reason=her husband").exit(0);
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              by-person: a person has said so (kari on 2026-03-10T09:00:00Z: her husband)
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 300.00
    reserved until    2026-09-06T09:00:00Z
    captured          NOK 0.00
    refunded          NOK 0.00
    next              nothing

    Nothing is invoiced.
    ");
}

#[test]
fn all_that_waits_for_a_person_is_named() {
    let world = World::seeded_at(NOW, 0, 1);
    let order = world.order_with("--lines 2 --amount 300.00 --customer Gro");
    world.invoice_lines(&order, "1");
    world.invoice_lines(&order, "2");
    world.enable();
    insta::assert_snapshot!(shown(&world, &order), @r"
    shop              order 5001, open
    link              sure: one shop order carries the number, and customer or totals agree
    method            vipps, reference fjordglimt-5001-975835de
    payment           vipps fjordglimt-5001-975835de
    reserved          NOK 300.00
    still capturable  NOK 300.00
    reserved until    2026-09-06T09:00:00Z
    captured          NOK 0.00
    refunded          NOK 0.00
    missing           NOK 300.00
    next              capture NOK 150.00 for invoice 10001, manual
    waits             capture of NOK 150.00 for invoice 10002: invoiced-before-activation
    attention         invoiced-before-activation

    Invoiced before auto-capture was active; the capture or refund waits for a
    person.

    DOCUMENT  KIND     DATE            AMOUNT  ERA       CAPTURED  REFUNDED
    10001     invoice  2026-03-10  NOK 150.00  predates      0.00      0.00
    10002     invoice  2026-03-10  NOK 150.00  predates      0.00      0.00
    ");
}
