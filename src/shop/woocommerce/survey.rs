//! What can be seen of a shop beside its orders: versions, plug-ins, and who else captures.
//!
//! It only reads, and asks for single settings by name: a payment method's settings hold its keys,
//! which must stay in the shop. WooCommerce tells nobody what its key may write.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{API, WooCommerce, is_id};
use crate::error::Result;
use crate::finding::{Finding, Verdict};
use crate::http::Request;
use crate::http::wire::{cleaned, moment};
use crate::log::System;

/// A payment plug-in and when it captures by itself, as read in its own code.
struct PlugIn {
    name: &'static str,
    /// Its main file in `active_plugins` stands in a folder that begins with one of these.
    folders: &'static [&'static str],
    /// The ids of its payment methods begin with one of these.
    gateways: &'static [&'static str],
    /// At which status it captures.
    when: &'static str,
    /// The setting that decides: its name, and the value with which it captures.
    switch: Option<(&'static str, &'static str)>,
    /// What a plug-in does that has not saved the setting yet.
    on_by_default: bool,
    remedy: &'static str,
}

const PLUG_INS: &[PlugIn] = &[
    PlugIn {
        // WC_Gateway_Vipps.class.php, `captured_statuses`; version 6.0.5.
        name: "Vipps MobilePay",
        folders: &["woo-vipps/"],
        gateways: &["vipps"],
        when: "processing and completed",
        switch: None,
        on_by_default: true,
        remedy: "It has no switch for this: let its filter `woo_vipps_captured_statuses` return an \
                 empty list, so that only uniac captures",
    },
    PlugIn {
        // `kom_settings`, added to the settings of Klarna's payment methods.
        name: "Klarna Order Management",
        folders: &[
            "klarna-order-management-for-woocommerce/",
            "klarna-payments-for-woocommerce/",
            "klarna-checkout-for-woocommerce/",
        ],
        gateways: &["klarna_payments", "kco"],
        when: "completed",
        switch: Some(("kom_auto_capture", "yes")),
        on_by_default: true,
        remedy: "Switch `On order completion` off in Klarna's order management settings, so that \
                 only uniac captures",
    },
    PlugIn {
        // `woocommerce_dibs_easy_settings`; the default is no.
        name: "Nexi Checkout",
        folders: &["dibs-easy-for-woocommerce/"],
        gateways: &["dibs_easy", "nets_easy"],
        when: "completed",
        switch: Some(("dibs_manage_orders", "yes")),
        on_by_default: false,
        remedy: "Switch `Manage orders` off in the settings of Nexi Checkout, so that only uniac \
                 captures",
    },
    PlugIn {
        // Dintero.Checkout.WooCommerce.V2, version 1.14.2.
        name: "Dintero",
        folders: &["dintero-checkout"],
        gateways: &["dintero_checkout"],
        when: "completed",
        switch: None,
        on_by_default: true,
        remedy: "Switch its order management off, so that only uniac captures",
    },
    PlugIn {
        // class-wc-stripe-order-handler.php: what was not charged at once is at these statuses.
        name: "Stripe",
        folders: &["woocommerce-gateway-stripe/"],
        gateways: &["stripe"],
        when: "processing and completed",
        switch: None,
        on_by_default: true,
        remedy: "Do not let uniac handle this payment method: the plug-in captures by itself",
    },
];

/// The fields of `GET payment_gateways` that are read; `settings` holds the plug-in's keys, so
/// only the switches are asked for (WordPress REST API, `_fields` with dots).
const GATEWAY_FIELDS: &str = "id,enabled,settings.kom_auto_capture,settings.dibs_manage_orders";

/// The fields of `GET system_status` that are read.
const STATUS_FIELDS: &str = "environment.version,environment.wp_version,active_plugins";

#[derive(Debug, Deserialize)]
struct Gateway {
    id: String,
    enabled: Option<bool>,
    /// An object by name; an empty PHP list when there are none.
    #[serde(default)]
    settings: Value,
}

#[derive(Debug, Deserialize)]
struct Status {
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    active_plugins: Vec<Active>,
}

#[derive(Debug, Default, Deserialize)]
struct Environment {
    /// The documents of version 2 call it `wc_version`.
    #[serde(alias = "wc_version")]
    version: Option<String>,
    wp_version: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Active {
    plugin: Option<String>,
    version: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Completed {
    date_completed_gmt: Option<String>,
}

impl WooCommerce {
    /// Returns versions and what in the shop captures by itself.
    pub(super) fn surveyed(&self) -> Vec<Finding> {
        let status = self.read_list::<Status>("system_status", STATUS_FIELDS);
        let gateways = self.read_list::<Vec<Gateway>>("payment_gateways", GATEWAY_FIELDS);
        let versions = match &status {
            Ok(status) => versions(status),
            Err(error) => Finding::unverified(
                "version",
                format!("the shop does not tell its versions to this key: {error}"),
                "Let the key belong to a user who may manage the shop (Shop manager)",
            ),
        };
        let driver = match &gateways {
            Ok(gateways) => capturing(gateways, status.as_ref().ok()),
            Err(error) => Finding::unverified(
                "plug-ins",
                format!("whether a plug-in captures too cannot be seen: {error}"),
                "Let the key belong to a user who may manage the shop (Shop manager)",
            ),
        };
        vec![versions, driver]
    }

    fn read_list<T: for<'de> Deserialize<'de>>(&self, route: &str, fields: &str) -> Result<T> {
        let request = Request::get(format!("{API}/{route}")).query("_fields", fields);
        self.http.read(&request)?.read_as(System::Shop)
    }

    /// Returns when an order was completed.
    pub(super) fn completion(&self, id: &str) -> Result<Option<Timestamp>> {
        if !is_id(id) {
            return Ok(None);
        }
        let request =
            Request::get(format!("{API}/orders/{id}")).query("_fields", "id,date_completed_gmt");
        let completed: Completed = self.http.read(&request)?.read_as(System::Shop)?;
        Ok(completed.date_completed_gmt.as_deref().and_then(moment))
    }
}

fn versions(status: &Status) -> Finding {
    let known = |version: &Option<String>| {
        version.as_deref().map_or_else(|| "?".to_owned(), |version| cleaned(version, 20))
    };
    let (shop, press) = (known(&status.environment.version), known(&status.environment.wp_version));
    let finding = Finding::ok("version", format!("WooCommerce {shop}, WordPress {press}"));
    finding.mark("woocommerce", shop).mark("wordpress", press)
}

/// Returns which payment plug-ins capture by themselves.
fn capturing(gateways: &[Gateway], status: Option<&Status>) -> Finding {
    let mut capturing = Vec::new();
    let mut remedies = Vec::new();
    let mut quiet = Vec::new();
    for plug_in in PLUG_INS {
        let own: Vec<&Gateway> = gateways
            .iter()
            .filter(|gateway| gateway.enabled == Some(true))
            .filter(|gateway| plug_in.gateways.iter().any(|id| gateway.id.starts_with(id)))
            .collect();
        // Another plug-in may use the same name for its payment method.
        let active = status.map(|status| active(plug_in, status));
        if own.is_empty() || active == Some(None) {
            continue;
        }
        let named = match active.flatten().and_then(|active| active.version.as_deref()) {
            Some(version) => format!("{} {}", plug_in.name, cleaned(version, 20)),
            None => plug_in.name.to_owned(),
        };
        if own.iter().any(|gateway| captures(plug_in, gateway)) {
            capturing.push(format!("{named} captures at {}", plug_in.when));
            remedies.push(plug_in.remedy);
        } else {
            quiet.push(named);
        }
    }
    let mark = capturing.join("; ");
    let finding = match (capturing.is_empty(), quiet.is_empty()) {
        (false, _) => Finding {
            remedy: Some(remedies.join("; ")),
            ..Finding::new("plug-ins", Verdict::Warning, capturing.join("; "))
        },
        (true, false) => {
            let quiet = quiet.join(", ");
            Finding::ok("plug-ins", format!("{quiet}: set not to capture by itself"))
        }
        (true, true) => {
            Finding::ok("plug-ins", "no payment plug-in that is known to capture by itself")
        }
    };
    finding.mark("capturing", mark)
}

fn captures(plug_in: &PlugIn, gateway: &Gateway) -> bool {
    let Some((name, value)) = plug_in.switch else { return plug_in.on_by_default };
    let settings: BTreeMap<String, Value> =
        serde_json::from_value(gateway.settings.clone()).unwrap_or_default();
    match settings.get(name).and_then(|setting| setting["value"].as_str()) {
        Some(set) => set == value,
        None => plug_in.on_by_default,
    }
}

/// Returns the plug-in among those that are active.
fn active<'a>(plug_in: &PlugIn, status: &'a Status) -> Option<&'a Active> {
    status.active_plugins.iter().find(|active| {
        let file = active.plugin.as_deref().unwrap_or_default();
        plug_in.folders.iter().any(|folder| file.starts_with(folder))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(gateways: Value) -> Finding {
        let status = json!({"active_plugins": [
            {"plugin": "woo-vipps/woo-vipps.php", "version": "6.0.5"},
            {"plugin": "klarna-payments-for-woocommerce/klarna-payments-for-woocommerce.php"},
            {"plugin": "dibs-easy-for-woocommerce/dibs-easy-for-woocommerce.php"}]});
        let gateways: Vec<Gateway> = serde_json::from_value(gateways).unwrap();
        capturing(&gateways, Some(&serde_json::from_value(status).unwrap()))
    }

    #[test]
    fn a_plug_in_that_captures_is_named_with_its_remedy() {
        let vipps = found(json!([{"id": "vipps", "enabled": true, "settings": []}]));
        assert_eq!(vipps.verdict, Verdict::Warning);
        assert_eq!(vipps.found, "Vipps MobilePay 6.0.5 captures at processing and completed");
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
        let off =
            found(json!([{"id": "vipps", "enabled": false}, {"id": "bacs", "enabled": true}]));
        assert_eq!(off.verdict, Verdict::Ok);
        let other = json!([{"id": "stripe", "enabled": true}]);
        assert_eq!(found(other).verdict, Verdict::Ok, "the plug-in of that name is not active");
    }
}
