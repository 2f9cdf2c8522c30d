//! Web shops: the list of all, what the engine knows of one in `contract`, and a folder for each.
//!
//! Nothing else in the program names a shop.

mod contract;
pub mod medusa;
mod registry;
pub mod vendure;
pub mod woocommerce;

use crate::kind::{Kind, registry};

pub use contract::{Shop, ShopChange, ShopSurvey};
pub use registry::{ConfiguredShop, Connected};

// All shops: one line each. `init` lists them in this order.
registry! {
    "The web shop, by its kind.", ConfiguredShop, Kind;
    Woocommerce: woocommerce,
    Vendure: vendure,
    Medusa: medusa,
}
