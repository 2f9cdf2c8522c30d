//! What the shop tells of itself: its payment methods with their settings, and its system status.
//!
//! As published (REST API v3, "Payment gateways" and "System status"); only the fields that a client
//! of auto-capture can want. The settings hold a secret as the real ones do, so that a client which
//! asks for more than it needs shows it.

use serde_json::{Value, json};

use super::answer::trimmed;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Setting, Turn};

/// A secret among the payment method's settings. It must never be seen outside the shop.
pub const GATEWAY_SECRET: &str = "sandbox-gateway-secret-5d0c7f";

/// Vipps' own plug-in, by its main file. It has no switch for what it does at a status.
const VIPPS: (&str, &str, &str) = ("woo-vipps/woo-vipps.php", "Vipps MobilePay", "6.0.5");

/// One of the sandbox, which nobody knows and which leaves capturing to others.
const RESERVING: (&str, &str, &str) =
    ("vipps-reserve-only/vipps-reserve-only.php", "Vipps reserve only", "1.2.0");

const OTHERS: [(&str, &str, &str); 3] = [
    (
        "klarna-payments-for-woocommerce/klarna-payments-for-woocommerce.php",
        "Klarna for WooCommerce",
        "4.10.7",
    ),
    (
        "klarna-checkout-for-woocommerce/klarna-checkout-for-woocommerce.php",
        "Kustom Checkout",
        "2.20.9",
    ),
    (
        "dibs-easy-for-woocommerce/dibs-easy-for-woocommerce.php",
        "Nexi Checkout for WooCommerce",
        "2.14.6",
    ),
];

/// Answers `GET payment_gateways`.
pub(super) fn gateways(turn: &Turn, request: &Request) -> Outcome<Response> {
    let profile = turn.setting(Setting::GatewayProfile)?;
    let setting = |id: &str, kind: &str, value: &str| {
        json!({ "id": id, "label": id, "description": "", "type": kind, "value": value,
            "default": "", "tip": "", "placeholder": "" })
    };
    let yes_if = |id: &str, is_on: bool| {
        let value = if is_on { "yes" } else { "no" };
        (id.to_owned(), setting(id, "checkbox", value))
    };
    let gateway = |id: &str, title: &str, order: i64, settings: Value| {
        json!({ "id": id, "title": title, "description": "", "order": order, "enabled": true,
            "method_title": title, "method_description": "", "method_supports": ["products"],
            "settings": settings })
    };
    let secret = setting("client_secret", "password", GATEWAY_SECRET);
    let vipps = json!({
        "result_status": setting("result_status", "select", "processing"),
        "client_secret": secret,
    });
    let order_management: Value = [
        yes_if("kom_auto_capture", profile != "none"),
        yes_if("kom_auto_cancel", profile != "none"),
        yes_if("kom_force_full_capture", false),
    ]
    .into_iter()
    .collect();
    let nexi: Value =
        [yes_if("dibs_manage_orders", profile == "on-completed")].into_iter().collect();
    let body = json!([
        gateway("bacs", "Faktura", 0, json!([])),
        gateway("vipps", "Vipps", 1, vipps),
        gateway("klarna_payments", "Klarna", 2, order_management.clone()),
        gateway("kco", "Kustom Checkout", 3, order_management),
        gateway("dibs_easy", "Nexi Checkout", 4, nexi),
    ]);
    Ok(trimmed(200, body, request))
}

/// Answers `GET system_status`.
pub(super) fn status(turn: &Turn, request: &Request) -> Outcome<Response> {
    let acts = turn.setting(Setting::GatewayProfile)? != "none";
    let plug_in = |(file, name, version): (&str, &str, &str)| {
        json!({ "plugin": file, "name": name, "version": version, "url": "",
            "author_name": "", "network_activated": false })
    };
    let woocommerce = ("woocommerce/woocommerce.php", "WooCommerce", "7.9.0");
    let own = [woocommerce, if acts { VIPPS } else { RESERVING }];
    let active: Vec<Value> = own.into_iter().chain(OTHERS).map(plug_in).collect();
    let body = json!({
        "environment": {
            "home_url": "https://shop.example.no", "site_url": "https://shop.example.no",
            "version": "7.9.0", "wp_version": "6.2.2", "wp_multisite": false, "language": "nb_NO",
        },
        "active_plugins": active,
    });
    Ok(trimmed(200, body, request))
}
