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

/// What the connectors know of payment methods, each of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Ids, with the name of their provider.
    pub ids: Vec<(&'static str, &'static str)>,
    /// Words in an id that tell whose it is, with the name of the provider.
    pub words: Vec<(&'static str, &'static str)>,
}

/// The ids that plug-ins for WooCommerce of providers without a connector use, read in their code (versions of
/// November 2026).
const IDS: &[(&str, &str)] = &[
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

/// Words in an id that tell whose it is, of providers without a connector. Of several the one that stands first in the id
/// counts: who hosts a payment names it after itself, and the brand that it offers behind.
const WORDS: &[(&str, &str)] = &[
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
];

/// Words in an id that tell that it is no provider's.
const NOBODYS_WORDS: &[&str] = &["invoice", "faktura", "gift_card", "giftcard", "gavekort"];

impl Known {
    /// Returns whose a payment method is.
    pub fn owner(&self, method: &str) -> Owner {
        let id = method.trim().to_ascii_lowercase();
        if let Some((_, provider)) = self.ids.iter().chain(IDS).find(|(known, _)| *known == id) {
            return Owner::Provider(provider);
        }
        if NOBODYS.contains(&id.as_str()) {
            return Owner::Nobody;
        }
        let words = WORDS.iter().chain(&self.words);
        let placed = words.filter_map(|(word, provider)| Some((id.find(word)?, provider)));
        if let Some((_, provider)) = placed.min_by_key(|(place, _)| *place) {
            return Owner::Provider(provider);
        }
        match NOBODYS_WORDS.iter().any(|word| id.contains(word)) {
            true => Owner::Nobody,
            false => Owner::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_tells_whose_a_method_is_and_never_the_brand_in_it() {
        let known = Known {
            ids: vec![("wallet_card", "Wallet")],
            words: vec![("wallet", "Wallet"), ("host", "Host")],
        };
        for (id, expected) in [
            ("wallet_card", Owner::Provider("Wallet")),
            ("WALLET", Owner::Provider("Wallet")),
            ("host_easy_wallet", Owner::Provider("Host")),
            ("stripe_wallet", Owner::Provider("Stripe")),
            ("pp_stripe_stripe", Owner::Provider("Stripe")),
            ("bacs", Owner::Nobody),
            ("", Owner::Nobody),
            ("pp_system_default", Owner::Nobody),
            ("b2b_faktura", Owner::Nobody),
            ("my_own_gateway", Owner::Unknown),
        ] {
            assert_eq!(known.owner(id), expected, "{id}");
        }
    }
}
