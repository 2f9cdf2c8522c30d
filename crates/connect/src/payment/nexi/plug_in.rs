//! What the provider's plug-in for WooCommerce does with money at a change of status.

use uniac_core::hooks::{Deeds, Hook, When};

use crate::plug_in::{PlugIn, RELEASES_UNTOUCHED, Switch};

/// The plug-in.
pub const PLUG_IN: PlugIn = PlugIn {
    // `woocommerce_dibs_easy_settings`, version 2.14.6; the default is no. It stops at any charge.
    name: "Nexi Checkout",
    folders: &["dibs-easy-for-woocommerce/"],
    methods: &["dibs_easy", "nets_easy"],
    reference_meta: Some("_dibs_payment_id"),
    hook: Hook {
        completed: Deeds { captures: When::Untouched, ..Deeds::NONE },
        cancelled: RELEASES_UNTOUCHED,
        ..Hook::QUIET
    },
    switches: &[Switch { name: "dibs_manage_orders", on_by_default: false, off: |_| Hook::QUIET }],
    remedy: "plug-in-nexi",
};
