//! The payment plug-ins for WooCommerce that are known: those of the providers that uniac has a connector for, each
//! described in its provider's folder, and here those of others.
//!
//! As read in their own code, in the versions named beside them. A plug-in that is not here may do
//! anything.

use uniac_core::hooks::{Deeds, Hook};

use crate::payment;
use crate::plug_in::{CAPTURES, PlugIn, REFUNDS, RELEASES, RELEASES_AND_REFUNDS, Switch};

/// The plug-ins of providers without a connector.
const OTHERS: &[PlugIn] = &[
    PlugIn {
        // Dintero.Checkout.WooCommerce.V2, version 1.14.2. At cancelled it refunds Swish.
        name: "Dintero",
        folders: &["dintero-checkout"],
        methods: &["dintero_checkout"],
        reference_meta: None,
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
        remedy: "plug-in-order-management",
    },
    PlugIn {
        // Version 3.0.7.
        name: "Svea Checkout",
        folders: &["svea-checkout-for-woocommerce/"],
        methods: &["svea_checkout"],
        reference_meta: None,
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
        remedy: "plug-in-svea",
    },
    PlugIn {
        // class-wc-stripe-order-handler.php: what was not charged at once is at these statuses.
        name: "Stripe",
        folders: &["woocommerce-gateway-stripe/"],
        methods: &["stripe"],
        reference_meta: None,
        hook: Hook {
            processing: CAPTURES,
            completed: CAPTURES,
            cancelled: RELEASES_AND_REFUNDS,
            refunded: RELEASES_AND_REFUNDS,
        },
        switches: &[],
        remedy: "plug-in-captures-itself",
    },
    PlugIn {
        // Version 2.2.8. Which statuses it acts on can be set; no setting is trusted to mean none.
        name: "Qliro",
        folders: &["qliro-for-woocommerce/", "qliro-one-for-woocommerce/"],
        methods: &["qliro_one"],
        reference_meta: None,
        hook: Hook { completed: CAPTURES, cancelled: RELEASES, ..Hook::QUIET },
        switches: &[],
        remedy: "plug-in-qliro",
    },
    PlugIn {
        // Version 4.6.1. `enable_order_capture` is for orders in processing only.
        name: "Swedbank Pay",
        folders: &["swedbank-pay-", "payex-woocommerce-"],
        methods: &["payex_checkout"],
        reference_meta: None,
        hook: Hook { completed: CAPTURES, cancelled: RELEASES, refunded: REFUNDS, ..Hook::QUIET },
        switches: &[Switch {
            name: "enable_order_cancel",
            on_by_default: true,
            off: |hook| Hook { cancelled: Deeds::NONE, ..hook },
        }],
        remedy: "plug-in-swedbank-pay",
    },
];

/// Returns all plug-ins that are known.
fn all() -> impl Iterator<Item = &'static PlugIn> {
    payment::plug_ins().chain(OTHERS)
}

/// The payment methods of WooCommerce itself, which do nothing at a change of status.
const OWN_METHODS: [&str; 3] = ["bacs", "cheque", "cod"];

/// Returns whether a payment method is WooCommerce's own.
pub(super) fn is_own(method: &str) -> bool {
    OWN_METHODS.contains(&method)
}

/// Returns the names of the settings that decide, to be asked for by name.
pub(super) fn switches() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&str> =
        all().flat_map(|plug_in| plug_in.switches).map(|switch| switch.name).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

/// Returns the plug-in that a payment method's id belongs to.
pub(super) fn of_method(method: &str) -> Option<&'static PlugIn> {
    all().find(|plug_in| plug_in.methods.iter().any(|id| method.starts_with(id)))
}

/// Returns the meta fields in which plug-ins keep the provider's reference beside the transaction.
pub(super) fn reference_metas() -> impl Iterator<Item = &'static str> {
    all().filter_map(|plug_in| plug_in.reference_meta)
}
