//! Rows that no system should send, one among good ones: the others go on, and their own order says what was not understood.
//!
//! The sandbox's people cannot make them, so they are written into its world.

use crate::harness::{Money, World, text};

impl World {
    /// Writes into the sandbox's world.
    fn spoil(&self, statement: &str) {
        let path = self.path("data/sandbox/sandbox.db");
        let world = rusqlite::Connection::open(path).expect("the sandbox's world");
        world.execute_batch(statement).expect("a statement");
    }
}

#[test]
fn a_document_of_an_unknown_kind_stops_its_own_order_only() {
    let world = World::empty();
    let odd = world.order(1, "100.00");
    let invoice = world.invoice(&odd);
    world.spoil(&format!("UPDATE uni_invoice SET kind = 2 WHERE number = {invoice}"));
    world.enable();
    let good = world.invoiced("499.00");
    let late = world.order(1, "100.00");
    let invoice = world.invoice(&late);
    world.spoil(&format!("UPDATE uni_invoice SET kind = 2 WHERE number = {invoice}"));
    world.uniac("sync").exit_any(&[0, 1, 6]);
    assert_eq!(world.money(&good), Money::captured([49900]));
    for order in [&odd, &late] {
        assert_eq!(world.attention(order), "unreadable");
        assert_eq!(world.money(order), Money::untouched());
        world
            .uniac(&format!("order show {order}"))
            .exit(0)
            .says("in Uni: uniac does not know the kind `2` of document");
    }
    let view = world.view(&odd);
    assert_eq!(text(&view["unreadable"][0]), "uniac does not know the kind `2` of document");
}

#[test]
fn an_event_that_is_not_known_bars_the_refund_of_what_may_be_gone() {
    let world = World::active();
    let disputed = world.invoiced("100.00");
    world.sync();
    let reference = text(&world.ledger()[0]["reference"]);
    world.spoil(&format!(
        "INSERT INTO payment_event (reference, name, amount_minor, at, success, visible_at)
             VALUES ('{reference}', 'DISPUTED', 10000, CAST(strftime('%s', 'now') AS INTEGER) * 1000, 1, 0);
         UPDATE payment SET refunded_minor = 10000 WHERE reference = '{reference}'"
    ));
    world.happened(&format!("credit {disputed}"));
    let good = world.invoiced("499.00");
    world.uniac("sync").exit_any(&[0, 1, 6]);
    assert_eq!(world.money(&good), Money::captured([49900]));
    assert_eq!(world.attention(&disputed), "unreadable");
    world.uniac(&format!("order show {disputed}")).exit(0).says("its name is `DISPUTED`");
    for command in ["refund --manual", "capture --manual", "cancel --manual"] {
        let before = world.writes();
        world.uniac(&format!("{command} {disputed} --yes")).exit_any(&[0, 1, 3, 5, 6]);
        assert_eq!(world.writes(), before, "{command} has sent something");
    }
}
