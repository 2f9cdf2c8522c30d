//! What the provider's plug-in for WooCommerce does with money at a change of status.

use uniac_core::hooks::{Deeds, Hook, When};

use crate::plug_in::{CAPTURES, PlugIn, RELEASES, RELEASES_AND_REFUNDS};

/// The plug-in.
pub const PLUG_IN: PlugIn = PlugIn {
    // WC_Gateway_Vipps.class.php, version 6.0.5. What switches it off are filters, which no interface
    // shows.
    name: "Vipps MobilePay",
    folders: &["woo-vipps/"],
    methods: &["vipps"],
    reference_meta: None,
    hook: Hook {
        processing: CAPTURES,
        completed: Deeds { captures: When::Always, ..RELEASES },
        cancelled: RELEASES_AND_REFUNDS,
        refunded: RELEASES_AND_REFUNDS,
    },
    switches: &[],
    remedy: "plug-in-vipps",
};
