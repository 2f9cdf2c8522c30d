//! What makes a list of connectors a registry: the configuration by kind, and what is known of each kind.
//!
//! The list itself stands in `shop`, one line a shop.

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use super::ShopSurvey;
use crate::http::Context;
use crate::kind::FetchSecret;
use crate::payment::Provider;

/// The shop, and the provider that it is itself.
pub type Connected = (Box<dyn ShopSurvey>, Vec<Box<dyn Provider>>);

/// What is configured of a shop.
pub trait ConfiguredShop {
    /// Makes the connector. Nothing is sent yet.
    ///
    /// # Errors
    /// When a secret is missing or the address cannot be used.
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Connected>;

    /// Returns where its secrets come from, by their key in the configuration.
    fn secrets(&self) -> Vec<(&'static str, &SecretSource)>;
}

/// Makes of the list of connectors the configuration by kind, and the kinds in the order of the list.
macro_rules! registry {
    ($($variant:ident: $module:ident),+ $(,)?) => {
        /// The web shop, by its kind.
        #[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum Config {
            $(#[doc = concat!("Of the kind of `", stringify!($module), "`.")]
            $variant($module::Config)),+
        }

        impl Config {
            /// Returns the name of the kind.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Config::$variant(_) => $module::KIND.name),+
                }
            }
        }

        impl std::ops::Deref for Config {
            type Target = dyn ConfiguredShop;

            fn deref(&self) -> &(dyn ConfiguredShop + 'static) {
                match self {
                    $(Config::$variant(config) => config),+
                }
            }
        }

        /// All kinds of shops.
        pub const KINDS: &[&Kind] = &[$(&$module::KIND),+];
    };
}
pub(super) use registry;
