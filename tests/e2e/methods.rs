//! Whose a payment method is: the ids of 2026, what is not configured, what a provider does not know, and
//! Kustom, which was Klarna Checkout.

use crate::harness::{Money, World, text};
use crate::outside::Served;

/// A company of its own on a served sandbox, whose configuration is changed.
fn company(served: &Served, changes: &[(&str, &str)]) -> World {
    let mut company = World::bare();
    let mut file = served.with_token();
    for (from, to) in changes {
        assert!(file.contains(from), "{from}");
        file = file.replace(from, to);
    }
    std::fs::write(company.path("uniac.toml"), file).expect("it is written");
    for (name, value) in served.secrets_with_token() {
        company.set(&name, &value);
    }
    company
}

fn rows(company: &World) -> Vec<serde_json::Value> {
    let ended = company.uniac("doctor --json").exit_any(&[0, 1]);
    ended.data().as_array().expect("rows").clone()
}

fn row(rows: &[serde_json::Value], id: &str) -> (String, String, String) {
    let row =
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}: {rows:#?}"));
    let of = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (of("result"), of("found"), of("remedy"))
}

fn kustom_part(served: &Served) -> String {
    let start = served.with_token().find("[[company.play.payment]]\nkind = \"kustom\"");
    served.with_token()[start.expect("kustom is configured")..].to_owned()
}

#[test]
fn kustom_has_the_whole_story_at_an_address_of_its_own() {
    let world = World::active();
    let order = world.order_with("--lines 2 --amount 900.00 --provider kustom");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.sync();
    world.happened(&format!("credit {order} --amount 100.00"));
    world.sync();
    world.happened(&format!("delete {order}"));
    world.sync();
    let money = Money::captured([part]).refunded([10_000]).cancelled(90_000 - part);
    assert_eq!(world.money(&order), money);
    let shown = world.uniac(&format!("order show {order}")).exit(0);
    assert!(shown.stdout.contains("kco, reference "), "{}", shown.stdout);
    let view = world.view(&order);
    assert_eq!(view["payment_method"], "kco");
    assert!(!text(&view["payment_reference"]).is_empty());
}

#[test]
fn a_method_that_no_provider_takes_is_said_so_on_the_order_and_by_doctor() {
    let outside = World::empty();
    let order = outside.order_with("--lines 1 --amount 250.00 --provider kustom");
    outside.invoice(&order);
    let other = outside.invoiced("100.00");
    let served = outside.serve();
    let company = company(&served, &[(&kustom_part(&served), "")]);
    company.uniac("enable").exit(0);
    company.uniac("sync").exit(0);
    assert_eq!(company.attention(&order), "method-not-configured");
    assert_eq!(outside.money(&order), Money::untouched());
    let rows = rows(&company);
    let (result, found, remedy) = row(&rows, "methods.kco");
    assert_eq!(result, "warning");
    assert!(found.contains("1 order, NOK 250.00") && found.contains("Kustom"), "{found}");
    assert!(remedy.contains("payment"), "{remedy}");
    let (result, found, _) = row(&rows, "methods.vipps");
    assert_eq!(result, "ok", "{found}");
    assert!(found.contains("NOK 100.00") && found.ends_with("vipps"), "{found}");
    assert_ne!(company.attention(&other), "method-not-configured");
}

#[test]
fn kco_under_klarna_is_read_explained_and_not_asked_for_there() {
    let outside = World::empty();
    let order = outside.order_with("--lines 1 --amount 250.00 --provider kustom");
    outside.invoice(&order);
    let served = outside.serve();
    let old = "kind = \"klarna\"\npayment_methods = [\"klarna_payments\", \"kco\"]";
    let company = company(&served, &[(&kustom_part(&served), ""), ("kind = \"klarna\"", old)]);
    company.uniac("enable").exit(0);
    outside.clear_calls();
    company.uniac("sync").exit(0);
    let calls = outside.uniac("sandbox calls --json").exit(0).data();
    assert_eq!(calls["provider"]["read"], 0, "nobody is asked for it");
    assert_eq!(company.attention(&order), "method-not-configured");
    let (result, found, remedy) = row(&rows(&company), "klarna.payment-methods");
    assert_eq!(result, "warning");
    assert!(found.contains("Kustom") && remedy.contains("kustom"), "{found} {remedy}");
}

#[test]
fn a_payment_that_its_provider_does_not_know_differs_from_one_that_needs_none() {
    let world = World::active();
    let order = world.invoiced("499.00");
    // Paid in the plug-in's test mode: the shop names a reference that the live account has not.
    let database =
        rusqlite::Connection::open(world.path("data/sandbox/sandbox.db")).expect("a file");
    let lost: String = database
        .query_row("SELECT reference FROM payment", [], |row| row.get(0))
        .expect("a payment");
    let rename = |from: &str, to: &str| {
        database.pragma_update(None, "foreign_keys", "OFF").expect("a setting");
        database
            .execute("UPDATE payment SET reference = ?2 WHERE reference = ?1", (from, to))
            .expect("it is renamed");
    };
    rename(&lost, "elsewhere-00000001");
    world.sync();
    assert_eq!(world.attention(&order), "payment-not-found");
    let (result, found, _) = row(&rows(&world), "methods.vipps");
    assert_eq!(result, "warning", "{found}");
    assert!(found.contains("does not know the payments of 1"), "{found}");
    // As soon as it is found, it is captured.
    rename("elsewhere-00000001", &lost);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
    assert_eq!(world.view(&order)["attention"], serde_json::Value::Null);
}
