//! What every crate may use of the machine, and the forms that pass between them: [`error`], [`clock`] (the only
//! reader of time), [`stop`] (what ends a run early), [`secret`], [`files`] (how private files are made), [`log`] (the
//! form of an exchange, and its redaction), [`os`] (why the system refused something), [`seam`] (where tests can stop the program).
//!
//! Nothing here knows Uni, a shop, a provider or a rule about money.

pub mod clock;
pub mod error;
pub mod files;
pub mod log;
pub mod os;
pub mod seam;
pub mod secret;
pub mod stop;
