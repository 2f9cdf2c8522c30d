//! A person decides by what is shown: the shop beside Uni, what a link would do before it is made, and what was said before.
//!
//! Kept to the letter at 80 columns where a bookkeeper could move or lose money by misreading it.

use serde_json::json;

use crate::harness::{Money, World, text};
use crate::pictures::{NOW, at_nine, table};

fn active() -> World {
    let world = World::seeded_at(NOW, 0, 1);
    world.enable();
    world
}

fn made(world: &World, what: &str) -> String {
    text(&world.uniac(&format!("sandbox {what} --json")).exit(0).data()["order"])
}

/// Gro's order, and Liv's, to which a person has given Gro's number in Uni.
fn mistyped(world: &World) -> (String, String) {
    let gro = world.order_with("--amount 300.00 --customer Gro");
    let liv = world.order_with("--amount 700.00 --customer Liv");
    let number = text(&world.view(&gro)["shop_order"]);
    world.happened(&format!("edit {liv} --reference {number}"));
    world.invoice(&liv);
    (gro, liv)
}

#[test]
fn a_doubtful_order_is_shown_beside_the_shops_and_with_the_one_that_fits() {
    let world = active();
    let (_, liv) = mistyped(&world);
    let page = at_nine(&table(&world, &format!("order show {liv}")));
    let page = page.split("\n\n").next().unwrap_or_default().to_owned();
    insta::assert_snapshot!(page, @r"
    Order 100002
    customer         Liv
    placed           2026-03-10
    total            NOK 700.00
    state            none for this order: barred (doubtful-link)
    shop             order 5001, open; NOK 300.00, 2026-03-10
    shop's customer  another than Uni's; look at order 5001 in the shop (uniac does
                     not keep the name)
    link             doubtful: Uni and the shop name different customers
    method           vipps, reference fjordglimt-5001-975835de
    perhaps          the shop's order 5002 (NOK 700.00, 2026-03-10), the same
                     customer as in Uni: no order in Uni carries its number; if it
                     is that one: `uniac order link 100002 --shop 5002`
    payment          vipps fjordglimt-5001-975835de
    reserved         NOK 300.00; barred until doubtful-link is settled
    reserved until   2026-09-06 11:00 (180 days)
    captured         NOK 0.00
    refunded         NOK 0.00
    missing          NOK 700.00
    next             nothing by itself; a person decides (doubtful-link)
    barred           capture of NOK 700.00 for invoice 10001: doubtful-link
    barred           captures, releases and the shop's status: doubtful-link
    attention        doubtful-link
    ");
    let view = world.view(&liv);
    assert_eq!(view["shop_sides"][0]["total_minor"], 30_000);
    assert_eq!(view["shop_sides"][0]["same_customer"], false);
    assert_eq!(view["perhaps"][0]["shop_order"], "5002");
    assert_eq!(view["perhaps"][0]["same_customer"], true);
    world.uniac("order show shop:5002").exit(2).says("no order in Uni leads to it");
}

#[test]
fn a_dry_run_of_a_link_says_what_the_link_does_and_unlink_what_it_takes_back() {
    let world = active();
    let (_, liv) = mistyped(&world);
    let line = format!("order link {liv} --shop 5002");
    insta::assert_snapshot!(table(&world, &format!("{line} --dry-run")), @r"
    Order 100002 (Liv, NOK 700.00) would belong to the shop's order 5002
    (NOK 700.00, 2026-03-10).

    After that: its payment is read first; then `uniac order show 100002` says what
    is due.

    hint: `uniac order unlink 100002` takes the link back

    A dry run: nothing was changed.
    ");
    assert_eq!(world.view(&liv)["link"], "doubtful");
    insta::assert_snapshot!(table(&world, &line), @r"
    Order 100002 (Liv, NOK 700.00) belongs to the shop's order 5002 (NOK 700.00,
    2026-03-10).

    After that: capture NOK 700.00 for invoice 10001, by the next `sync` (auto).

    hint: `uniac order unlink 100002` takes the link back
    ");
    insta::assert_snapshot!(table(&world, &format!("order unlink {liv}")), @r"
    The link to the shop's order 5002 is taken back. Order 100002 carries the number
    of the shop's order 5001 again; that link is doubtful: Uni and the shop name
    different customers.

    hint: `uniac order link 100002 --shop 5002` makes it again
    ");
    assert_eq!(world.view(&liv)["link"], "doubtful");
    insta::assert_snapshot!(table(&world, &format!("order unlink {liv}")), @r"
    Order 100002 (Liv, NOK 700.00) does not belong to the shop's order 5001: nothing
    of its payment is taken for it.

    Invoice 10001 has no payment here: NOK 700.00 of it is open. If it is a copy's,
    credit it in Uni; if it is right, collect it another way.

    Perhaps it belongs to the shop's order 5002 (NOK 700.00, 2026-03-10), the same
    customer as in Uni: no order in Uni carries its number; captured there NOK 0.00,
    still reserved NOK 700.00; if it is that one: `uniac order link 100002 --shop
    5002`

    hint: `uniac order link 100002` says the opposite
    ");
    assert_eq!(world.view(&liv)["link"], "none");
    world.uniac(&line).exit(0);
    world.sync();
    assert_eq!(world.money(&liv), Money::captured([70_000]));
}

#[test]
fn a_link_that_claims_more_than_there_is_is_warned_of() {
    let world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let copy = made(&world, &format!("order --copy-of {order}"));
    world.invoice(&order);
    world.invoice(&copy);
    let line = format!("order link {order} {copy}");
    let dry = world.uniac(&format!("{line} --dry-run --json")).exit(0);
    let warning = "Orders 100001 and 100002 together claim NOK 600.00, and the shop's order 5001 has NOK 300.00. \
                   Link all of them only when one purchase was split over several orders; never a copy, and \
                   never another customer's order.";
    assert!(dry.stderr.contains(&format!("warning: {warning}")), "{}", dry.report());
    for row in dry.data().as_array().expect("an order each") {
        assert_eq!(row["warnings"], json!([warning]));
    }
    assert_eq!(world.attention(&order), "claimed-twice");
    // Each alone would be captured; only one can be.
    let dry = table(&world, &format!("{line} --dry-run"));
    assert!(dry.contains("Something speaks against it"), "{dry}");
    assert!(!dry.contains("After that"), "{dry}");
    assert!(world.uniac(&line).exit(0).stderr.contains(warning));
}

#[test]
fn a_link_to_a_strangers_order_is_warned_of() {
    let world = active();
    let (_, liv) = mistyped(&world);
    world.order_with("--amount 150.00 --customer Odd");
    let ended = world.uniac(&format!("order link {liv} --shop 5003 --dry-run")).exit(0);
    for warning in [
        "warning: The shop's order 5003 belongs already to order 100003 (Odd, NOK 150.00).\n",
        "warning: The shop's order 5003 (NOK 150.00, 2026-03-10) has another customer than order 100002 \
         (Liv, NOK 700.00).\n",
    ] {
        assert!(ended.stderr.contains(warning), "{}", ended.report());
    }
}

#[test]
fn parts_of_one_purchase_are_linked_without_a_warning() {
    let world = active();
    let order = world.order_with("--lines 3 --amount 300.00 --customer Gro");
    let part = made(&world, &format!("order --part-of {order} --only 2"));
    let ended = world.uniac(&format!("order link {order} {part}")).exit(0);
    assert!(!ended.stderr.contains("warning"), "{}", ended.report());
}

#[test]
fn what_people_have_said_is_in_the_log_and_in_the_history() {
    let mut world = active();
    let order = world.order_with("--amount 300.00 --customer Gro");
    let copy = made(&world, &format!("order --copy-of {order}"));
    for (line, reason) in [
        ("accept", "--reason=asked Gro"),
        ("link", "--reason=a guess"),
        ("unlink", "--reason=a copy"),
        ("disable-autocapture", "--until=2026-03-31"),
    ] {
        world.uniac(&format!("order {line} {copy}")).arg(reason).exit(0);
        world.pass(1);
    }
    world.uniac(&format!("order enable-autocapture {copy}")).exit(0);
    insta::assert_snapshot!(at_nine(&table(&world, "log")), @r"
    Nothing was sent.

    What people have said
    AT                ORDER   BY    WHAT                         WHY
    2026-03-10 10:00  100002  kari  accept: claimed-twice        asked Gro
    2026-03-10 10:00  100002  kari  link shop:5001               a guess
    2026-03-10 10:00  100002  kari  unlink shop:5001             a copy
    2026-03-10 10:00  100002  kari  hold until 2026-04-01 00:00
    2026-03-10 10:00  100002  kari  lift
    ");
    assert_eq!(table(&world, &format!("log {order}")), "Nothing was sent.\n");
    let history = world.view(&copy)["history"].clone();
    let said: Vec<&str> = (0..5).filter_map(|row| history[row]["what"].as_str()).collect();
    assert_eq!(said, ["accept", "link", "unlink", "hold", "lift"]);
    assert_eq!(
        (&history[2]["on"], &history[2]["by"], &history[2]["reason"]),
        (&json!("5001"), &json!("kari"), &json!("a copy"))
    );
    assert_eq!(world.uniac("log --json").exit(0).data(), json!([]));
}

#[test]
fn nothing_by_itself_is_not_nothing() {
    let world = active();
    insta::assert_snapshot!(table(&world, "sync"), @"Nothing to do.");
    let (_, liv) = mistyped(&world);
    insta::assert_snapshot!(table(&world, "sync"), @r"
    Nothing is due by itself. 1 order waits for a person.

    hint: `uniac order list --attention any` lists them
    ");
    insta::assert_snapshot!(table(&world, &format!("order accept {liv}")), @r"
    Order 100002: doubtful-link is noted as seen. It is not solved by that: what it
    bars stays barred.
    ");
    insta::assert_snapshot!(table(&world, "sync"), @"Nothing to do.");
}

#[test]
fn a_dry_run_sums_the_money_and_says_why_it_leaves_orders_out() {
    let world = active();
    let (_, liv) = mistyped(&world);
    let other = world.invoiced("499.00");
    insta::assert_snapshot!(table(&world, &format!("capture --manual {liv} {other} --dry-run")), @r"
    ORDER   OPERATION      INVOICE      AMOUNT  OUTCOME  CODE
    100003  capture        10002    NOK 499.00  planned
    100003  shop-complete                       planned
    100003  book           10002    NOK 499.00  planned
    100002  capture                             skipped  doubtful-link

    Money in all: capture NOK 499.00 planned.

    A dry run: nothing was sent.

    The real run would end with exit code 0, if every system answers as expected.

    hint: Nothing was sent where it says doubtful-link: Nobody can know whether this
          order stems from the shop order whose number it carries. `uniac explain
          doubtful-link`
    ");
    let csv =
        world.uniac(&format!("capture --manual {other} --dry-run --output csv")).exit(0).stdout;
    assert!(csv.contains("shop-complete,,499.00,NOK,planned,"), "{csv}");
}

#[test]
fn a_narrow_list_of_what_is_due_shows_what_is_due() {
    let world = active();
    world.order_with("--amount 700.00 --customer Liv");
    let held = world.order_with("--amount 300.00 --customer Gro");
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    world.invoice_lines(&held, "1");
    insta::assert_snapshot!(table(&world, "order list --due"), @r"
    ORDER   SHOP  CUSTOMER  NEXT            ATTENTION
    100002  5002  Gro       capture 150.00  held

    orders    1
    at stake  NOK 150.00
    ");
}

#[test]
fn a_credit_note_that_tells_no_order_is_named_with_what_to_do() {
    let world = active();
    let order = world.order_with("--lines 2 --amount 300.00 --customer Gro");
    world.invoice_lines(&order, "1");
    world.invoice(&order);
    world.sync();
    let credit = format!("sandbox credit {order} --typed --no-reference --amount 20.00 --json");
    let note = text(&world.uniac(&credit).exit(0).data()["credit_note"]);
    world.sync();
    let shown = table(&world, &format!("order show {order}"));
    let line = format!("credit note {note}, 2026-03-10, NOK 20.00: ");
    assert!(shown.contains(&line), "{shown}");
    let refused = world.uniac(&format!("order show invoice:{note}")).exit(2);
    refused.says("names neither an order line nor an invoice").says("it may be of 100001");
}

#[test]
fn no_command_takes_an_amount_and_says_why() {
    let world = World::bare();
    for line in ["refund --manual 100001 --amount 20", "capture --manual 100001 --amount=20"] {
        let ended = world.uniac(line).exit(2);
        assert!(!ended.stderr.contains("--timeout"), "{}", ended.report());
        ended.says("No command takes an amount");
    }
    let other = world.uniac("sandbox order --amount 20 --amout 3").exit(2);
    assert!(!other.stderr.contains("No command takes an amount"), "{}", other.report());
}

#[cfg(unix)]
mod at_a_terminal {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn a_link_that_claims_more_than_there_is_is_asked_for() {
        let world = active();
        let order = world.order_with("--amount 300.00 --customer Gro");
        let copy = made(&world, &format!("order --copy-of {order}"));
        let line = format!("order link {order} {copy}");
        let mut terminal = Terminal::start(world.uniac(&line).into_command());
        terminal.expect("never another").expect("Link all the same? [y/N]").line("n");
        assert_eq!(terminal.end().0, 3);
        assert_eq!(world.attention(&order), "claimed-twice");
        let mut terminal = Terminal::start(world.uniac(&line).into_command());
        terminal.expect("Link all the same? [y/N]").line("y");
        assert_eq!(terminal.end().0, 0);
        assert_eq!(world.view(&copy)["link"], "by-person");
    }
}
