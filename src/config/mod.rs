//! Configuration: one TOML file with many companies, a folder with one file a company, and the environment, read once.
//!
//! The only reader of the environment. A secret must never stand in the file or on a command line
//! as itself; it is named by where it comes from. An unknown key is an error: a typing mistake must
//! not leave a default in place.

mod bounds;
mod catalogue;
mod company;
mod edit;
mod environment;
mod fault;
mod merged;
mod parser;
mod paths;
mod pattern;
mod program;
mod secrets;
mod sections;
mod shared;
mod sign_in;
mod store_address;
mod terms;
#[cfg(test)]
mod tests;
mod values;

pub use bounds::BoundsConfig;
pub use catalogue::{Config, Place, Read, listed, uni_key};
pub use company::{CompanyConfig, File, SANDBOX, UniConfig, WORKERS_DEFAULT, is_name, zone};
pub use edit::{edited, no_key, write};
pub use environment::Environment;
pub use paths::{FOLDER, Paths, folder};
pub use pattern::matches;
pub use secrets::{Fetch, others_can_read};
pub use shared::{SharedStore, named_store, shared_store};
pub use sign_in::SignInConfig;
pub use store_address::StoreAddress;
pub use terms::{Links, PaidInUni, PlansRule, Texts, Wait};
pub use uniac_connect::payment::Config as PaymentConfig;
pub use uniac_connect::shop::Config as ShopConfig;
pub use values::{Shown, defaults_shown, values};
