//! The rules of auto-capture. Pure: facts in, what is due out; no file, no network, no clock.
//!
//! In the direction of the data:
//!
//! * the words: [`money`], [`act`], [`settings`], [`buyer`], [`order`]
//! * what was read: [`facts`] (rows of a connector), [`placing`] and [`split`] (which order a document belongs to)
//! * what belongs together: [`reference`] (which numbers of the shop a text in Uni can mean), [`purchase`]
//! * what is known of others: [`method`] (whose a payment method is), [`hooks`] (what a shop's plug-ins do),
//!   [`finding`] (what is seen of a system besides)
//! * the rules: [`ledger`] (what is owed and held), [`assess`] (what is due, and what stands against it)
//! * what follows for people: [`owed`] (what is missing or too much, and why)
//! * what is shown, summed and kept of an order: [`summary`]
//! * why something ended as it did: [`code`]
//! * what is kept to be told later, in whatever language: [`kept`]

pub mod act;
pub mod assess;
pub mod buyer;
pub mod code;
pub mod facts;
pub mod finding;
pub mod hooks;
pub mod kept;
pub mod ledger;
pub mod method;
pub mod money;
pub mod order;
pub mod owed;
pub mod placing;
pub mod purchase;
pub mod reconcile;
pub mod reference;
pub mod settings;
pub mod split;
pub mod summary;
