//! What a script or a person asks has one whole answer: an invoice over several orders, an order whose payment cannot be read,
//! what is barred, what a dry run would end with.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

/// Two orders on one invoice, captured by `sync`.
fn on_one_invoice(world: &World) -> ([String; 2], String) {
    let orders = ["300.00", "200.00"].map(|sum| world.order_with(&format!("--amount {sum}")));
    let happened = world.happened(&format!("invoice {} {} --together", orders[0], orders[1]));
    world.sync();
    (orders, happened.invoice.expect("an invoice"))
}

fn rows<'a>(data: &'a Value, name: &str) -> &'a Vec<Value> {
    data[name].as_array().unwrap_or_else(|| panic!("{name}: {data:#}"))
}

#[test]
fn an_invoice_over_two_orders_is_answered_by_one_command() {
    let world = World::active();
    let (orders, invoice) = on_one_invoice(&world);
    let named = format!("invoice:{invoice}");
    let asked = |flags: &str| {
        let ended = world.uniac(&format!("order show {named} {flags} --json")).exit(0);
        assert_eq!(ended.json()["schema"], "uniac.order-group/1");
        ended.data()
    };
    let before = asked("");
    assert_eq!(before["named"], json!(named));
    let numbers: Vec<String> =
        rows(&before, "orders").iter().map(|row| text(&row["order"])).collect();
    assert_eq!(numbers, orders);
    let credited = asked("--if-credited");
    let parts: Vec<i64> = rows(&credited, "orders")
        .iter()
        .map(|row| minor(&row["if_credited"][0]["refund_minor"]))
        .collect();
    assert_eq!(parts, [30_000, 20_000]);
    let page = world.uniac(&format!("order show {named} --if-credited --output table")).exit(0);
    page.says("NOK 500.00 would be credited, NOK 500.00 paid back");
    // Of which order an amount would be, nobody can know.
    world.uniac(&format!("order show {named} --if-credited 10")).exit(2).says("ambiguous-order");
    // One of them was credited: the other can still be.
    world.happened(&format!("credit {}", orders[0]));
    world.sync();
    let half = asked("--if-credited");
    assert_eq!(rows(&half, "orders")[0]["if_credited"], json!([]));
    assert_eq!(minor(&rows(&half, "orders")[1]["if_credited"][0]["refund_minor"]), 20_000);
    let page = world.uniac(&format!("order show {named} --output table")).exit(0).report();
    for order in &orders {
        assert!(page.contains(&format!("Order {order}")), "{page}");
    }
    // The journal of both is one list in its sequence.
    let journal = world.uniac(&format!("log {named} --json")).exit(0).data();
    let journal = journal.as_array().expect("rows");
    for order in &orders {
        assert!(journal.iter().any(|row| row["order"] == **order), "{journal:#?}");
    }
    world.uniac(&format!("log {named} --exchanges --json")).exit(0);
}

#[test]
fn an_order_whose_payment_cannot_be_read_is_shown_as_last_read() {
    let outside = World::empty();
    let served = outside.serve();
    let mut world = World::bare();
    std::fs::write(world.path("uniac.toml"), &served.configuration).expect("it is written");
    for (name, value) in served.secrets() {
        world.set(&name, &value);
    }
    world.uniac("enable").exit(0);
    let order = outside.invoiced("150.00");
    world.uniac("sync").exit(0);
    // The provider answers this client no more; Uni and the shop do.
    world.set("PLAY_VIPPS_SECRET", "another");
    for line in [format!("order show {order}"), format!("order show {order} --if-credited")] {
        let ended = world.uniac(&format!("{line} --json")).exit(0).says("last read");
        assert_eq!(minor(&ended.data()["captured_minor"]), 15_000);
    }
}

#[test]
fn programs_learn_what_is_barred_and_how_much() {
    let world = World::active();
    let order = world.order_with("--amount 150.00 --customer Gro");
    let who = "--customer Ola --email ola@example.com --org-number 112233445";
    world.happened(&format!("edit {order} {who}"));
    world.happened(&format!("invoice {order}"));
    let data = world.uniac(&format!("order show {order} --json")).exit(0).data();
    let barred = rows(&data, "barred");
    assert_eq!(barred.len(), 1, "{data:#}");
    assert_eq!(barred[0]["operation"], "capture");
    assert_eq!(minor(&barred[0]["amount_minor"]), 15_000);
    assert_eq!(barred[0]["why"], "doubtful-link");
    let due = world.view(&world.invoiced("90.00"));
    assert_eq!(due["barred"], json!([]));
}

/// Returns the rows of a result in CSV, each by the names of its columns.
fn csv(world: &World, line: &str) -> Vec<BTreeMap<String, String>> {
    let text = world.uniac(&format!("{line} --output csv")).exit(0).stdout;
    assert!(!text.contains("NOK "), "{line}: {text}");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows = rows.deserialize().map(|row| row.expect("a row"));
    rows.collect()
}

#[test]
fn csv_has_what_was_asked_for_with_plain_numbers() {
    let world = World::active();
    let order = world.invoiced("1499.00");
    let next = csv(&world, "order list --fields order,next");
    assert_eq!(next[0]["next_operation"], "capture");
    assert_eq!((&*next[0]["next_amount"], &*next[0]["currency"]), ("1499.00", "NOK"));
    assert_eq!((&*next[0]["next_mode"], &*next[0]["order"]), ("auto", &*order));
    let line = world.uniac("order list --fields next --output plain").exit(0).stdout;
    assert!(line.starts_with("capture NOK 1499.00 10001 auto"), "{line}");
    let status = csv(&world, "status");
    let row = |what: &str| {
        let row = status.iter().find(|row| row["what"] == what);
        row.unwrap_or_else(|| panic!("{what}: {status:#?}"))
    };
    for what in ["due", "missing", "owed"] {
        assert_eq!((&*row(what)["sum"], &*row(what)["currency"]), ("1499.00", "NOK"), "{what}");
    }
    world.sync();
    let runs = csv(&world, "runs");
    assert_eq!((&*runs[0]["captured"], &*runs[0]["currency"]), ("1499.00", "NOK"));
    let days = csv(&world, "reconcile --by day");
    // Shortly before midnight by UTC the invoice is of another day than the capture in Norway.
    let captured: Vec<&str> = days.iter().map(|day| &*day["captured"]).collect();
    assert!(captured.contains(&"1499.00"), "{captured:?}");
    assert_eq!(csv(&world, "reconcile --by provider")[0]["provider"], "vipps");
    assert_eq!(csv(&world, "reconcile --by order")[0]["order"], order);
    assert!(csv(&world, "reconcile").is_empty(), "there is no difference");
}

#[test]
fn one_mistyped_number_keeps_the_others_from_being_done_only_where_money_moves() {
    let world = World::active();
    let orders = [world.invoiced("150.00"), world.invoiced("90.00")];
    let named = format!("{} {} 999", orders[0], orders[1]);
    let left = |data: &Value| {
        let rows = data.as_array().expect("rows").iter();
        let left: Vec<(String, String)> = rows
            .filter(|row| row["error"].is_object())
            .map(|row| (text(&row["order"]), text(&row["error"]["code"])))
            .collect();
        left
    };
    let unknown = vec![("999".to_owned(), "unknown-order".to_owned())];
    let held = world.uniac(&format!("order disable-autocapture {named} --json")).exit(6);
    assert_eq!(left(&held.data()), unknown);
    for order in &orders {
        assert_eq!(world.view(order)["autocapture"], false);
    }
    world.uniac(&format!("order disable-autocapture {named}")).exit(6).says("999 was left");
    world
        .uniac("order disable-autocapture 998 999")
        .exit(2)
        .says("nothing was done for any of the 2");
    let accepted = world.uniac(&format!("order accept {named} --json")).exit(6);
    assert_eq!(left(&accepted.data()), unknown);
    assert_eq!(accepted.data()[0]["accepted"]["by"], "kari");
    // An order without an attention is left, too.
    let lifted = world.uniac(&format!("order enable-autocapture {} 999 --json", orders[0])).exit(6);
    assert_eq!(left(&lifted.data()), unknown);
    let accepted = world.uniac(&format!("order accept {} {} --json", orders[0], orders[1])).exit(6);
    let nothing = vec![(orders[0].clone(), "nothing-to-accept".to_owned())];
    assert_eq!(left(&accepted.data()), nothing);
    let before = world.writes();
    let refused = world.uniac(&format!("capture --manual {named} --yes")).exit(2);
    refused.says("unknown-order").says("nothing was done for any of the 3 that were named");
    assert_eq!(world.writes(), before);
}

#[test]
fn a_list_by_attention_has_no_order_on_which_it_is_only_a_remark() {
    let world = World::seeded(200, 7);
    world.uniac("enable").exit_any(&[0, 6]);
    let mut seen = 0;
    for (number, order) in world.list() {
        let names = |field: &str| -> Vec<String> {
            order[field].as_array().expect("ids").iter().map(text).collect()
        };
        for remark in names("remarks") {
            let listed = world.uniac(&format!("order list --attention {remark} --json")).exit(0);
            let listed = listed.data();
            let rows = listed.as_array().expect("rows");
            let is_its = |row: &Value, field: &str| {
                row[field].as_array().expect("ids").contains(&json!(remark))
            };
            let noted = rows.iter().filter(|row| !is_its(row, "attentions")).count();
            // What is never more than a remark is asked for as such.
            assert!(noted == 0 || noted == rows.len(), "{remark} of {number}");
            seen += 1;
        }
        if seen > 12 {
            break;
        }
    }
    assert!(seen > 0, "no remark");
}

#[test]
fn what_is_reserved_in_another_currency_is_in_no_sum_of_the_orders_own() {
    let world = World::seeded(200, 7);
    let orders = world.list();
    let others: Vec<&Value> =
        orders.values().filter(|order| !order["reserved_otherwise"].is_null()).collect();
    assert!(!others.is_empty(), "no order of two currencies");
    for order in others {
        assert_eq!(order["reserved_minor"], 0);
        assert_ne!(order["reserved_otherwise"]["currency"], order["currency"]);
        assert!(minor(&order["reserved_otherwise"]["amount_minor"]) > 0);
    }
}

#[test]
fn a_command_for_many_orders_fits_a_line() {
    let world = World::active();
    world.crowd(25, 10_000);
    world.sync();
    let orders: Vec<String> = world.list().into_keys().collect();
    for order in &orders {
        world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    }
    world.credit_all(&orders);
    let owed = world.uniac("owed --held --json").exit(0).data();
    let group = &rows(&owed, "groups")[0];
    assert_eq!(group["orders"], 25, "{owed:#}");
    let command = text(&group["command"]);
    assert!(command.starts_with("uniac owed --held --by order --cause "), "{command}");
    // It lists just these, each with its own command.
    let listed = world.uniac(&format!("{} --json", &command["uniac ".len()..])).exit(0).data();
    assert_eq!(rows(&listed, "orders").len(), 25);
}
