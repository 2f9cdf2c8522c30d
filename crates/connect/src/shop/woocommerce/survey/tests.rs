//! What plug-ins are seen to do, by their settings.

use super::*;
use serde_json::json;

fn status() -> Status {
    serde_json::from_value(json!({"active_plugins": [
        {"plugin": "woo-vipps/woo-vipps.php", "version": "6.0.5"},
        {"plugin": "klarna-payments-for-woocommerce/klarna-payments-for-woocommerce.php"},
        {"plugin": "klarna-checkout-for-woocommerce/klarna-checkout-for-woocommerce.php"},
        {"plugin": "dibs-easy-for-woocommerce/dibs-easy-for-woocommerce.php"}]}))
    .unwrap()
}

fn found(gateways: Value) -> Finding {
    let gateways: Vec<Gateway> = serde_json::from_value(gateways).unwrap();
    finding(&gateways, Some(&status()))
}

fn hook(gateway: Value) -> Hook {
    let gateway: Gateway = serde_json::from_value(gateway).unwrap();
    Acting::of(&gateway, Some(&status())).hook
}

#[test]
fn a_plug_in_that_captures_is_named_with_its_remedy() {
    let vipps = found(json!([{"id": "vipps", "enabled": true, "settings": []}]));
    assert_eq!(vipps.verdict, Verdict::Warning);
    assert_eq!(
        vipps.found,
        "Vipps MobilePay 6.0.5 captures at processing, captures and releases at completed, \
         releases and refunds at cancelled, releases and refunds at refunded"
    );
    assert!(vipps.remedy.unwrap().contains("woo_vipps_captured_statuses"));
}

#[test]
fn the_switch_of_a_plug_in_decides() {
    for (id, switch, value, captures) in [
        ("klarna_payments", "kom_auto_capture", Some("yes"), true),
        ("klarna_payments", "kom_auto_capture", Some("no"), false),
        // Klarna's captures until it is told not to, Nexi's does not until it is told to.
        ("kco", "kom_auto_capture", None, true),
        ("dibs_easy", "dibs_manage_orders", Some("yes"), true),
        ("dibs_easy", "dibs_manage_orders", None, false),
    ] {
        let settings = value.map_or(json!({}), |value| json!({switch: {"value": value}}));
        let finding = found(json!([{"id": id, "enabled": true, "settings": settings}]));
        assert_eq!(finding.verdict == Verdict::Warning, captures, "{id} {value:?}");
    }
    let off = found(json!([{"id": "vipps", "enabled": false}, {"id": "bacs", "enabled": true}]));
    assert_eq!(off.verdict, Verdict::Ok);
    let other = json!([{"id": "stripe", "enabled": true}]);
    let verdict = found(other).verdict;
    assert_eq!(verdict, Verdict::Unverified, "the plug-in of that name is not active");
}

#[test]
fn the_hook_of_a_method_is_known_or_may_be_anything() {
    let vipps = hook(json!({"id": "vipps_card", "settings": []}));
    assert_eq!(vipps.sign(), hook(json!({"id": "vipps", "enabled": false})).sign());
    assert!(vipps.completed.could_move(200, 0, 300) && vipps.refunded.could_move(0, 200, 500));
    let nexi = hook(json!({"id": "nets_easy_vipps",
        "settings": {"dibs_manage_orders": {"value": "yes"}}}));
    assert!(nexi.completed.could_move(300, 0, 0) && !nexi.completed.could_move(200, 0, 300));
    assert_eq!(hook(json!({"id": "dibs_easy"})), Hook::QUIET);
    let no = json!({"kom_auto_capture": {"value": "no"}});
    let klarna = hook(json!({"id": "klarna_payments", "settings": no}));
    assert!(!klarna.completed.could_move(200, 0, 300) && klarna.cancelled.could_move(1, 0, 0));
    assert_eq!(hook(json!({"id": "bacs"})), Hook::QUIET);
    for other in ["stripe", "my_gateway", ""] {
        assert_eq!(hook(json!({"id": other})), Hook::UNKNOWN, "{other}");
    }
}
