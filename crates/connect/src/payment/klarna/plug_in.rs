//! What the plug-ins of Klarna and Kustom for WooCommerce do with money at a change of status.

use uniac_core::hooks::{Deeds, Hook};

use crate::plug_in::{CAPTURES, PlugIn, RELEASES_UNTOUCHED, Switch};

/// Klarna's order management, which is built into Klarna's and Kustom's plug-ins. After a part capture
/// it asks for the whole total, which it gets when the total was lowered meanwhile.
const ORDER_MANAGEMENT: Hook =
    Hook { completed: CAPTURES, cancelled: RELEASES_UNTOUCHED, ..Hook::QUIET };

const ORDER_MANAGEMENT_SWITCHES: &[Switch] = &[
    Switch {
        name: "kom_auto_capture",
        on_by_default: true,
        off: |hook| Hook { completed: Deeds::NONE, ..hook },
    },
    Switch {
        name: "kom_auto_cancel",
        on_by_default: true,
        off: |hook| Hook { cancelled: Deeds::NONE, ..hook },
    },
];

/// The separate plug-in, which switches the built-in order management off.
const ORDER_MANAGEMENT_FOLDER: &str = "klarna-order-management-for-woocommerce/";

/// Klarna's plug-in.
pub const KLARNA: PlugIn = PlugIn {
    // `kom_settings`, added to the settings of Klarna's payment methods; version 4.10.7.
    name: "Klarna",
    folders: &["klarna-payments-for-woocommerce/", ORDER_MANAGEMENT_FOLDER],
    methods: &["klarna_payments"],
    reference_meta: Some("_wc_klarna_order_id"),
    hook: ORDER_MANAGEMENT,
    switches: ORDER_MANAGEMENT_SWITCHES,
    remedy: "plug-in-klarna",
};

/// Kustom's plug-in.
pub const KUSTOM: PlugIn = PlugIn {
    // Version 2.20.9.
    name: "Kustom Checkout",
    folders: &["klarna-checkout-for-woocommerce/", ORDER_MANAGEMENT_FOLDER],
    methods: &["kco"],
    reference_meta: None,
    hook: ORDER_MANAGEMENT,
    switches: ORDER_MANAGEMENT_SWITCHES,
    remedy: "plug-in-kustom",
};
