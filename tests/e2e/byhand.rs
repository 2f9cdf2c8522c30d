//! Orders that a person makes in Uni: in the shop only with the fourth setting, and without money.

use crate::harness::{World, steps, text};

fn by_hand(world: &World) -> String {
    world.order_with("--by-hand --amount 250.00")
}

#[test]
fn without_the_fourth_setting_it_is_nobodys() {
    let world = World::active();
    let order = by_hand(&world);
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
    assert!(!world.list().contains_key(&order), "it is no web order");
}

#[test]
fn with_the_fourth_setting_it_is_created_in_the_shop_once() {
    let world = World::active();
    let before = by_hand(&world);
    world.uniac("enable upload-new-orders").exit(0);
    let order = by_hand(&world);
    let result = world.sync();
    let created = steps(&result);
    assert_eq!(created.len(), 1, "{result:#}");
    assert_eq!(
        (&created[0]["operation"], &created[0]["order"], &created[0]["moved"]),
        (&"shop-create".into(), &order.clone().into(), &"no".into())
    );
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
    assert!(!world.list().contains_key(&before), "what was made before the setting stays alone");
}

#[test]
fn it_has_no_payment_and_no_money_moves_for_it() {
    let world = World::active();
    world.uniac("enable upload-new-orders").exit(0);
    let order = by_hand(&world);
    world.sync();
    world.invoice(&order);
    world.sync();
    let view = world.view(&order);
    assert_eq!(text(&view["state"]), "none", "{view:#}");
    let ledger = world.ledger();
    assert!(ledger.as_array().is_some_and(Vec::is_empty), "{ledger:#}");
}
