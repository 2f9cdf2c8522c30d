//! What the shop tells of itself: its payment methods with their settings, and its system status.
//!
//! As published (REST API v3, "Payment gateways" and "System status"); only the fields that a client
//! of auto-capture can want. The settings hold a secret as the real ones do, so that a client which
//! asks for more than it needs shows it.

use serde_json::{Value, json};

use super::trimmed;
use crate::sandbox::exchange::{Request, Response};
use crate::sandbox::world::{Outcome, Setting, Turn};

/// A secret among the payment method's settings. It must never be seen outside the shop.
pub const GATEWAY_SECRET: &str = "sandbox-gateway-secret-5d0c7f";

/// The plug-in that captures by itself, by its main file.
const CAPTURING: (&str, &str) = ("woo-vipps/woo-vipps.php", "6.0.5");

/// The sandbox's own one, which leaves capturing to others.
const RESERVING: (&str, &str) = ("vipps-reserve-only/vipps-reserve-only.php", "1.2.0");

/// Answers `GET payment_gateways`.
pub(super) fn gateways(request: &Request) -> Response {
    let setting = |id: &str, kind: &str, value: &str| {
        json!({ "id": id, "label": id, "description": "", "type": kind, "value": value,
            "default": "", "tip": "", "placeholder": "" })
    };
    let gateway = |id: &str, title: &str, order: i64, settings: Value| {
        json!({ "id": id, "title": title, "description": "", "order": order, "enabled": true,
            "method_title": title, "method_description": "", "method_supports": ["products"],
            "settings": settings })
    };
    let secret = setting("client_secret", "password", GATEWAY_SECRET);
    let body = json!([
        gateway("bacs", "Faktura", 0, json!([])),
        gateway(
            "vipps",
            "Vipps",
            1,
            json!({
                "result_status": setting("result_status", "select", "processing"),
                "client_secret": secret,
            })
        ),
    ]);
    trimmed(200, body, request)
}

/// Answers `GET system_status`.
pub(super) fn status(turn: &Turn, request: &Request) -> Outcome<Response> {
    let captures = turn.setting(Setting::GatewayProfile)? == "on-completed";
    let (file, version) = if captures { CAPTURING } else { RESERVING };
    let plug_in = |file: &str, name: &str, version: &str| {
        json!({ "plugin": file, "name": name, "version": version, "url": "",
            "author_name": "", "network_activated": false })
    };
    let body = json!({
        "environment": {
            "home_url": "https://shop.example.no", "site_url": "https://shop.example.no",
            "version": "7.9.0", "wp_version": "6.2.2", "wp_multisite": false, "language": "nb_NO",
        },
        "active_plugins": [
            plug_in("woocommerce/woocommerce.php", "WooCommerce", "7.9.0"),
            plug_in(file, "Vipps", version),
        ],
    });
    Ok(trimmed(200, body, request))
}
