//! uniac administers and runs auto-capture: web orders invoiced in Uni become captured money.
//!
//! The map of the code, in the direction of the data:
//!
//! * facts: [`facts`] (rows as read), [`order`], [`purchase`], [`buyer`], [`money`], [`act`], [`settings`]
//! * where they come from: [`erp`], [`shop`], [`payment`] over [`http`], and [`split`]; what is seen of
//!   these systems besides: [`finding`]
//! * what is known of others: [`method`] (whose a payment method is), [`hooks`] (what a shop's plug-ins do)
//! * what the rules say: [`reference`] (which numbers of the shop a text in Uni can mean), [`ledger`], [`assess`]. Pure
//! * why something ended as it did, and what a script learns: [`code`], [`exit`]
//! * what is kept: [`store`]
//! * what is done: [`engine`], whose `execute` is the only code that sends money
//! * who asks for it: [`cli`] over [`config`], [`secret`] and [`clock`]; what ends it early: [`stop`]; who
//!   shows it: [`ui`], [`explain`]; how private files are made: [`files`]
//! * the outside world on a loopback port: [`sandbox`], which shares no code with the connectors
//! * where tests can stop the program: [`seam`]

pub mod act;
pub mod assess;
pub mod buyer;
pub mod cli;
pub mod clock;
pub mod code;
pub mod config;
pub mod engine;
pub mod erp;
pub mod error;
pub mod exit;
pub mod explain;
pub mod facts;
pub mod files;
pub mod finding;
pub mod hooks;
pub mod http;
pub mod ledger;
pub mod log;
pub mod logins;
pub mod method;
pub mod money;
pub mod order;
pub mod payment;
pub mod placing;
pub mod purchase;
pub mod reference;
pub mod sandbox;
pub mod seam;
pub mod secret;
pub mod settings;
pub mod shop;
pub mod split;
pub mod stop;
pub mod store;
pub mod ui;
