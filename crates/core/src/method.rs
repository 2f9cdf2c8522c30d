//! Payment methods by their ids in shops: whose each is, as far as that is known.
//!
//! It goes by the id and never by a title: a Vipps logo can stand on a payment of Nexi. An id that no
//! list names is *unknown* and must never be taken for one that needs no provider.

/// Whose a payment method is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// That of a payment provider, by the name that people know.
    Provider(&'static str),
    /// No provider's: bank transfer, invoice, cash on delivery, a gift card.
    Nobody,
    /// Not known.
    Unknown,
}

/// The ids that plug-ins for WooCommerce use, read in their code, with their providers (versions of
/// November 2026).
const IDS: &[(&str, &str)] = &[
    ("vipps", "Vipps MobilePay"),
    ("vipps_card", "Vipps MobilePay"),
    ("klarna_payments", "Klarna"),
    ("kco", "Kustom"),
    ("dibs_easy", "Nexi Checkout"),
    ("nets_easy_card", "Nexi Checkout"),
    ("nets_easy_sofort", "Nexi Checkout"),
    ("nets_easy_trustly", "Nexi Checkout"),
    ("nets_easy_swish", "Nexi Checkout"),
    ("nets_easy_ratepay_sepa", "Nexi Checkout"),
    ("nets_easy_klarna", "Nexi Checkout"),
    ("nets_easy_mobilepay", "Nexi Checkout"),
    ("nets_easy_vipps", "Nexi Checkout"),
    ("dintero_checkout", "Dintero"),
    ("svea_checkout", "Svea"),
    ("stripe", "Stripe"),
    ("qliro_one", "Qliro"),
    ("payex_checkout", "Swedbank Pay"),
];

/// Ids that are surely no provider's: those of WooCommerce itself, Medusa's for payment outside, and
/// what shops call payment by invoice.
const NOBODYS: &[&str] =
    &["", "bacs", "cheque", "cod", "other", "invoice", "faktura", "manual", "pp_system_default"];

/// Words in an id that tell whose it is. The first that fits counts, so the provider that hosts
/// the payment stands before the brand that it offers.
const WORDS: &[(&str, &str)] = &[
    ("nets", "Nexi Checkout"),
    ("nexi", "Nexi Checkout"),
    ("dibs", "Nexi Checkout"),
    ("stripe", "Stripe"),
    ("dintero", "Dintero"),
    ("svea", "Svea"),
    ("qliro", "Qliro"),
    ("payex", "Swedbank Pay"),
    ("swedbank", "Swedbank Pay"),
    ("adyen", "Adyen"),
    ("paypal", "PayPal"),
    ("ppcp", "PayPal"),
    ("woocommerce_payments", "WooPayments"),
    ("mollie", "Mollie"),
    ("braintree", "Braintree"),
    ("quickpay", "Quickpay"),
    ("bambora", "Bambora"),
    ("worldline", "Worldline"),
    ("walley", "Walley"),
    ("collector", "Walley"),
    ("resurs", "Resurs"),
    ("kustom", "Kustom"),
    ("klarna", "Klarna"),
    ("vipps", "Vipps MobilePay"),
    ("mobilepay", "Vipps MobilePay"),
];

/// Words in an id that tell that it is no provider's.
const NOBODYS_WORDS: &[&str] = &["invoice", "faktura", "gift_card", "giftcard", "gavekort"];

/// Returns whose a payment method is.
pub fn owner(method: &str) -> Owner {
    let id = method.trim().to_ascii_lowercase();
    if let Some((_, provider)) = IDS.iter().find(|(known, _)| *known == id) {
        return Owner::Provider(provider);
    }
    if NOBODYS.contains(&id.as_str()) {
        return Owner::Nobody;
    }
    if let Some((_, provider)) = WORDS.iter().find(|(word, _)| id.contains(word)) {
        return Owner::Provider(provider);
    }
    match NOBODYS_WORDS.iter().any(|word| id.contains(word)) {
        true => Owner::Nobody,
        false => Owner::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_tells_whose_a_method_is_and_never_the_brand_in_it() {
        for (id, expected) in [
            ("vipps_card", Owner::Provider("Vipps MobilePay")),
            ("VIPPS", Owner::Provider("Vipps MobilePay")),
            ("nets_easy_vipps", Owner::Provider("Nexi Checkout")),
            ("nets_easy_klarna", Owner::Provider("Nexi Checkout")),
            ("stripe_klarna", Owner::Provider("Stripe")),
            ("kco", Owner::Provider("Kustom")),
            ("pp_stripe_stripe", Owner::Provider("Stripe")),
            ("bacs", Owner::Nobody),
            ("", Owner::Nobody),
            ("pp_system_default", Owner::Nobody),
            ("b2b_faktura", Owner::Nobody),
            ("my_own_gateway", Owner::Unknown),
        ] {
            assert_eq!(owner(id), expected, "{id}");
        }
    }
}
