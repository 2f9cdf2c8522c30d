//! What is configured of a shop, whatever its kind. The list of the kinds stands in `shop`, one line each.
//!
//! Nothing is sent here.

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use super::contract::ShopSurvey;
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
