//! The payment plug-ins for WooCommerce that are known: what each does with money at a change of status,
//! by its settings.
//!
//! As read in their own code, in the versions named beside them. A plug-in that is not here may do
//! anything.

use std::collections::BTreeMap;

use serde_json::Value;

use uniac_core::hooks::{Deeds, Hook, When};

/// A payment plug-in.
pub(super) struct PlugIn {
    pub name: &'static str,
    /// Its main file in `active_plugins` stands in a folder that begins with one of these.
    folders: &'static [&'static str],
    /// The ids of its payment methods begin with one of these.
    methods: &'static [&'static str],
    /// What it does when all its switches are on.
    hook: Hook,
    switches: &'static [Switch],
    /// How it is told not to capture by itself.
    pub remedy: &'static str,
}

/// A setting that decides whether a plug-in does something.
struct Switch {
    name: &'static str,
    /// What a plug-in does that has not saved the setting yet.
    on_by_default: bool,
    /// Takes away what the plug-in does not do when the switch is off.
    off: fn(Hook) -> Hook,
}

const CAPTURES: Deeds = Deeds { captures: When::Always, ..Deeds::NONE };
const RELEASES: Deeds = Deeds { releases: When::Always, ..Deeds::NONE };
const REFUNDS: Deeds = Deeds { refunds: When::Always, ..Deeds::NONE };
const RELEASES_AND_REFUNDS: Deeds = Deeds { refunds: When::Always, ..RELEASES };
const RELEASES_UNTOUCHED: Deeds = Deeds { releases: When::Untouched, ..Deeds::NONE };

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

const PLUG_INS: &[PlugIn] = &[
    PlugIn {
        // WC_Gateway_Vipps.class.php, version 6.0.5. What switches it off are filters, which no interface
        // shows.
        name: "Vipps MobilePay",
        folders: &["woo-vipps/"],
        methods: &["vipps"],
        hook: Hook {
            processing: CAPTURES,
            completed: Deeds { captures: When::Always, ..RELEASES },
            cancelled: RELEASES_AND_REFUNDS,
            refunded: RELEASES_AND_REFUNDS,
        },
        switches: &[],
        remedy: "It has no switch for this: let its filter `woo_vipps_captured_statuses` return an \
                 empty list, so that only uniac captures",
    },
    PlugIn {
        // `kom_settings`, added to the settings of Klarna's payment methods; version 4.10.7.
        name: "Klarna",
        folders: &["klarna-payments-for-woocommerce/", ORDER_MANAGEMENT_FOLDER],
        methods: &["klarna_payments"],
        hook: ORDER_MANAGEMENT,
        switches: ORDER_MANAGEMENT_SWITCHES,
        remedy: "Switch `On order completion` off in Klarna's order management settings, so that \
                 only uniac captures",
    },
    PlugIn {
        // Version 2.20.9.
        name: "Kustom Checkout",
        folders: &["klarna-checkout-for-woocommerce/", ORDER_MANAGEMENT_FOLDER],
        methods: &["kco"],
        hook: ORDER_MANAGEMENT,
        switches: ORDER_MANAGEMENT_SWITCHES,
        remedy: "Switch `On order completion` off in Kustom's order management settings, so that \
                 only uniac captures",
    },
    PlugIn {
        // `woocommerce_dibs_easy_settings`, version 2.14.6; the default is no. It stops at any charge.
        name: "Nexi Checkout",
        folders: &["dibs-easy-for-woocommerce/"],
        methods: &["dibs_easy", "nets_easy"],
        hook: Hook {
            completed: Deeds { captures: When::Untouched, ..Deeds::NONE },
            cancelled: RELEASES_UNTOUCHED,
            ..Hook::QUIET
        },
        switches: &[Switch {
            name: "dibs_manage_orders",
            on_by_default: false,
            off: |_| Hook::QUIET,
        }],
        remedy: "Switch `Manage orders` off in the settings of Nexi Checkout, so that only uniac \
                 captures",
    },
    PlugIn {
        // Dintero.Checkout.WooCommerce.V2, version 1.14.2. At cancelled it refunds Swish.
        name: "Dintero",
        folders: &["dintero-checkout"],
        methods: &["dintero_checkout"],
        hook: Hook {
            completed: CAPTURES,
            cancelled: RELEASES_AND_REFUNDS,
            refunded: REFUNDS,
            ..Hook::QUIET
        },
        switches: &[Switch {
            name: "order_management_manual_refund",
            on_by_default: true,
            off: |hook| Hook { refunded: Deeds::NONE, ..hook },
        }],
        remedy: "Switch its order management off, so that only uniac captures",
    },
    PlugIn {
        // Version 3.0.7.
        name: "Svea Checkout",
        folders: &["svea-checkout-for-woocommerce/"],
        methods: &["svea_checkout"],
        hook: Hook { completed: CAPTURES, cancelled: RELEASES, ..Hook::QUIET },
        switches: &[
            Switch {
                name: "sync_order_completion",
                on_by_default: true,
                off: |hook| Hook { completed: Deeds::NONE, ..hook },
            },
            Switch {
                name: "sync_order_cancellation",
                on_by_default: true,
                off: |hook| Hook { cancelled: Deeds::NONE, ..hook },
            },
        ],
        remedy: "Do not let uniac handle this payment method: it knows no connector for Svea",
    },
    PlugIn {
        // class-wc-stripe-order-handler.php: what was not charged at once is at these statuses.
        name: "Stripe",
        folders: &["woocommerce-gateway-stripe/"],
        methods: &["stripe"],
        hook: Hook {
            processing: CAPTURES,
            completed: CAPTURES,
            cancelled: RELEASES_AND_REFUNDS,
            refunded: RELEASES_AND_REFUNDS,
        },
        switches: &[],
        remedy: "Do not let uniac handle this payment method: the plug-in captures by itself",
    },
    PlugIn {
        // Version 2.2.8. Which statuses it acts on can be set; no setting is trusted to mean none.
        name: "Qliro",
        folders: &["qliro-for-woocommerce/", "qliro-one-for-woocommerce/"],
        methods: &["qliro_one"],
        hook: Hook { completed: CAPTURES, cancelled: RELEASES, ..Hook::QUIET },
        switches: &[],
        remedy: "Do not let uniac handle this payment method: it knows no connector for Qliro",
    },
    PlugIn {
        // Version 4.6.1. `enable_order_capture` is for orders in processing only.
        name: "Swedbank Pay",
        folders: &["swedbank-pay-", "payex-woocommerce-"],
        methods: &["payex_checkout"],
        hook: Hook { completed: CAPTURES, cancelled: RELEASES, refunded: REFUNDS, ..Hook::QUIET },
        switches: &[Switch {
            name: "enable_order_cancel",
            on_by_default: true,
            off: |hook| Hook { cancelled: Deeds::NONE, ..hook },
        }],
        remedy: "Do not let uniac handle this payment method: it knows no connector for Swedbank Pay",
    },
];

/// The payment methods of WooCommerce itself, which do nothing at a change of status.
const OWN_METHODS: [&str; 3] = ["bacs", "cheque", "cod"];

/// Returns whether a payment method is WooCommerce's own.
pub(super) fn is_own(method: &str) -> bool {
    OWN_METHODS.contains(&method)
}

/// Returns the names of the settings that decide, to be asked for by name.
pub(super) fn switches() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&str> =
        PLUG_INS.iter().flat_map(|plug_in| plug_in.switches).map(|switch| switch.name).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

impl PlugIn {
    /// Returns the plug-in that a payment method's id belongs to.
    pub fn of_method(method: &str) -> Option<&'static PlugIn> {
        PLUG_INS.iter().find(|plug_in| plug_in.methods.iter().any(|id| method.starts_with(id)))
    }

    /// Returns whether a main file in `active_plugins` is this plug-in's.
    pub fn is(&self, file: &str) -> bool {
        self.folders.iter().any(|folder| file.starts_with(folder))
    }

    /// Returns what it does with the settings of one of its payment methods.
    pub fn does(&self, settings: &Value) -> Hook {
        let settings: BTreeMap<String, Value> =
            serde_json::from_value(settings.clone()).unwrap_or_default();
        let is_on = |switch: &&Switch| {
            let set = settings.get(switch.name).and_then(|setting| setting["value"].as_str());
            match set {
                Some("no") => false,
                None | Some("") => switch.on_by_default,
                // What is neither yes nor no is taken for yes.
                Some(_) => true,
            }
        };
        let off = self.switches.iter().filter(|switch| !is_on(switch));
        off.fold(self.hook, |hook, switch| (switch.off)(hook))
    }
}
