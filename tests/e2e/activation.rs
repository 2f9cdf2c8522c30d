//! The cut-over: what was invoiced before the activation waits for a person.

use crate::harness::{Money, World, minor, steps, text};

#[test]
fn invoiced_before_is_left_alone_by_sync_and_taken_by_hand() {
    let world = World::empty();
    let order = world.invoiced("1250.00");
    world.enable();
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    let view = world.view(&order);
    assert_eq!(view["attention"], "invoiced-before-activation");
    assert_eq!(
        (&view["next"]["operation"], &view["next"]["mode"]),
        (&"capture".into(), &"manual".into())
    );
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([125_000]));
    assert_eq!(world.status_in_shop(&order), "completed");
}

#[test]
fn credited_while_never_captured_nothing_moves_and_nothing_fails() {
    let world = World::empty();
    let order = world.invoiced("1250.00");
    world.enable();
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.attention(&order), "credited-without-capture");
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::untouched());
}

#[test]
fn part_credited_while_never_captured_the_rest_is_taken_by_hand() {
    let world = World::empty();
    let order = world.invoiced("1250.00");
    world.enable();
    world.happened(&format!("credit {order} --amount 250.00"));
    world.sync();
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([100_000]));
}

#[test]
fn credited_after_the_manual_capture_the_refund_waits_for_a_person() {
    let world = World::empty();
    let order = world.invoiced("800.00");
    world.enable();
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([80000]));
    let next = world.view(&order)["next"].clone();
    assert_eq!((&next["operation"], &next["mode"]), (&"refund".into(), &"manual".into()));
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([80000]).refunded([80000]));
    assert_eq!(world.view(&order)["shop_status"], "credited");
}

#[test]
fn capture_manual_without_an_order_takes_all_old_ones_and_no_others() {
    let world = World::empty();
    let old = [world.invoiced("100.00"), world.invoiced("200.00")];
    let never = world.order(2, "300.00");
    world.enable();
    let held = world.invoiced("400.00");
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    let new = world.invoiced("500.00");
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.money(&old[0]), Money::captured([10000]));
    assert_eq!(world.money(&old[1]), Money::captured([20000]));
    for other in [&never, &held, &new] {
        assert_eq!(world.money(other), Money::untouched(), "order {other}");
    }
}

#[test]
fn part_invoiced_before_sync_takes_only_the_rest() {
    let world = World::empty();
    let order = world.order(2, "800.00");
    let before = world.invoice_lines(&order, "1").amount_minor;
    let cutover = world.enable();
    assert_eq!(cutover["predating"][0]["class"], "part-invoiced-before");
    assert_eq!(world.attention(&order), "part-invoiced-before-activation");
    let after = world.invoice_lines(&order, "2").amount_minor;
    world.sync();
    assert_eq!(world.money(&order), Money::captured([after]));
    let view = world.view(&order);
    let eras: Vec<_> =
        view["invoices"].as_array().expect("two").iter().map(|i| text(&i["era"])).collect();
    assert_eq!(eras, ["predates", "auto"]);
    assert_eq!(view["shop_status"], "open");
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([after, before]));
    assert_eq!(world.status_in_shop(&order), "completed");
}

#[test]
fn captured_elsewhere_before_is_neither_taken_nor_paid_back() {
    let world = World::empty();
    let order = world.invoiced("340.00");
    world.happened(&format!("portal capture {order} 340.00"));
    let cutover = world.enable();
    assert_eq!(cutover["predating"][0]["class"], "captured-elsewhere");
    world.sync();
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.money(&order), Money::captured([34000]));
}

#[test]
fn captured_elsewhere_and_credited_afterwards_the_refund_is_manual() {
    let world = World::empty();
    let order = world.invoiced("340.00");
    world.happened(&format!("portal capture {order} 340.00"));
    world.enable();
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([34000]));
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([34000]).refunded([34000]));
}

#[test]
fn a_named_order_on_which_nothing_is_due_is_skipped_with_the_reason() {
    let world = World::active();
    let order = world.order(2, "99.00");
    let result = world.uniac(&format!("capture --manual {order} --yes --json")).exit(0).data();
    let [step] = steps(&result).try_into().expect("one step");
    assert_eq!((&step["order"], &step["outcome"]), (&order.clone().into(), &"skipped".into()));
    assert_eq!(world.money(&order), Money::untouched());
}

#[test]
fn an_order_can_be_named_by_the_shops_number() {
    let world = World::empty();
    let order = world.invoiced("100.00");
    world.enable();
    let shop = text(&world.view(&order)["shop_order"]);
    world.uniac(&format!("capture --manual shop:{shop} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([10000]));
}

#[test]
fn auto_capture_is_incomplete_until_all_three_settings_are_on() {
    let world = World::empty();
    let order = world.order(2, "100.00");
    world.uniac("enable upload-order-changes fetch-card-payments").exit(0);
    let status = world.uniac("status --json").exit(0).data();
    assert_eq!((&status["autocapture"], &status["activation"]), (&"incomplete".into(), &().into()));
    world.uniac("sync").exit(10).says("detailed-logging");
    let cutover = world.uniac("enable detailed-logging --json").exit(0).data();
    assert_eq!((&cutover["autocapture"], &cutover["activated"]), (&"active".into(), &true.into()));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([10000]));
}

#[test]
fn what_is_invoiced_while_off_predates_the_next_activation() {
    let world = World::active();
    let auto = world.invoiced("100.00");
    world.sync();
    world.uniac("disable").exit(0);
    let between = world.invoiced("200.00");
    world.uniac("sync").exit(10);
    assert_eq!(world.attention(&between), "inactive");
    let cutover = world.enable();
    assert_eq!(cutover["predating"].as_array().map(Vec::len), Some(2), "{cutover:#}");
    world.sync();
    assert_eq!(world.money(&between), Money::untouched());
    assert_eq!(world.attention(&between), "invoiced-before-activation");
    assert_eq!(world.money(&auto), Money::captured([10000]));
}

#[test]
fn enabling_with_dry_run_reports_and_changes_nothing() {
    let world = World::empty();
    world.invoiced("100.00");
    let cutover = world.uniac("enable --dry-run --json").exit(0).data();
    assert_eq!((minor(&cutover["orders"]), &cutover["activated"]), (1, &false.into()));
    assert_eq!(world.uniac("status --json").exit(0).data()["autocapture"], "off");
}

#[test]
fn a_lost_store_leaves_everything_to_a_person() {
    let world = World::active();
    let taken = world.invoiced("100.00");
    world.sync();
    let open = world.invoiced("200.00");
    world.lose_store();
    world.enable();
    world.sync();
    assert_eq!(world.money(&taken), Money::captured([10000]));
    assert_eq!(world.money(&open), Money::untouched());
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.money(&taken), Money::captured([10000]));
    assert_eq!(world.money(&open), Money::captured([20000]));
}

#[test]
fn a_quiet_run_reads_no_payment_of_which_only_a_person_could_make_something() {
    let world = World::empty();
    let short = || {
        let order = world.order(1, "1000.00");
        world.happened(&format!("portal reserve {order} 600"));
        world.invoice(&order);
        order
    };
    let reads = || {
        world.clear_calls();
        world.sync();
        let calls = world.uniac("sandbox calls --json").exit(0).data();
        calls["provider"]["read"].as_i64().expect("a number")
    };
    let before = short();
    world.enable();
    world.sync();
    assert_eq!(reads(), 0);
    // Of the automatic era one is read each time: its reservation may have been raised.
    let after = short();
    world.sync();
    assert_eq!(reads(), 1);
    for order in [&before, &after] {
        world.happened(&format!("portal reserve {order} 1000"));
    }
    world.sync();
    let of = |order: &str| world.money(order);
    assert_eq!((of(&before), of(&after)), (Money::untouched(), Money::captured([100_000])));
    // A person's command sees it there, too.
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(of(&before), Money::captured([100_000]));
}
