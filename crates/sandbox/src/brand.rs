//! Which payment providers the sandbox has, and what each is called. How they answer stands in `provider` and in the
//! emulators.

use uniac_system::error::{Error, Result};

/// A payment provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brand {
    /// Vipps MobilePay, ePayment API.
    Vipps,
    /// Nexi Checkout (Nets Easy), Payment API.
    Nexi,
    /// Klarna, Order Management API.
    Klarna,
    /// Kustom, which was Klarna Checkout: the same API at an address and with a key of its own.
    Kustom,
}

impl Brand {
    /// All providers, the usual one first.
    pub const ALL: [Brand; 4] = [Brand::Vipps, Brand::Nexi, Brand::Klarna, Brand::Kustom];

    /// The one whose check of purchases can be played.
    pub const CHECKING: Brand = Brand::Klarna;

    /// Returns the name on the command line and in the file.
    pub fn name(self) -> &'static str {
        match self {
            Brand::Vipps => "vipps",
            Brand::Nexi => "nexi",
            Brand::Klarna => "klarna",
            Brand::Kustom => "kustom",
        }
    }

    /// Returns the provider of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_name(name: &str) -> Result<Brand> {
        Brand::ALL.into_iter().find(|brand| brand.name() == name).ok_or_else(|| {
            let known = Brand::ALL.map(Brand::name).join(", ");
            let message = format!("the sandbox has no provider `{}`", name.escape_default());
            Error::usage("unknown-provider", message).hint(format!("Known: {known}"))
        })
    }

    /// Returns the first part of the path under which it is served.
    pub(super) fn path(self) -> &'static str {
        match self {
            Brand::Vipps => "provider",
            Brand::Nexi => "nexi",
            Brand::Klarna => "klarna",
            Brand::Kustom => "kustom",
        }
    }

    /// Returns what people call it.
    pub fn title(self) -> &'static str {
        match self {
            Brand::Vipps => "Vipps",
            Brand::Nexi => "Nexi Checkout",
            Brand::Klarna => "Klarna",
            Brand::Kustom => "Kustom",
        }
    }

    /// Returns the payment method's name in the shop, as the provider's plug-in for WooCommerce has it.
    pub(super) fn method(self) -> &'static str {
        match self {
            Brand::Vipps => "vipps",
            Brand::Nexi => "dibs_easy",
            Brand::Klarna => "klarna_payments",
            Brand::Kustom => "kco",
        }
    }

    /// Returns the provider of a payment method in the shop.
    pub(super) fn of_method(method: &str) -> Option<Brand> {
        match method {
            "vipps_card" => Some(Brand::Vipps),
            method if method.starts_with("nets_easy_") => Some(Brand::Nexi),
            method => Brand::ALL.into_iter().find(|brand| brand.method() == method),
        }
    }

    /// Returns the currencies it takes from a customer.
    pub(super) fn currencies(self) -> &'static [&'static str] {
        match self {
            Brand::Vipps => &["NOK", "DKK", "EUR"],
            Brand::Nexi => &["NOK", "SEK", "DKK", "EUR", "GBP", "USD", "CHF"],
            Brand::Klarna | Brand::Kustom => {
                &["NOK", "SEK", "DKK", "EUR", "GBP", "USD", "CHF", "PLN"]
            }
        }
    }
}
