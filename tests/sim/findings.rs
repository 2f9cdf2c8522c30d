//! What untidy worlds have found in uniac and is not mended yet: the judge looks away from just that.
//!
//! Each goes when it is mended. Nothing may stand here that could move the wrong money.

/// What an order captured on its own payment before its reference was edited is taken off the payment
/// that it names now: the one whose number it carries `exceeds-reservation`.
pub const WHO_IS_NAMED_BY_OTHERS_MAY_WAIT: bool = false;

/// Attentions that stay on orders of purchases that are done with: one that was credited before the money
/// was taken, and an original that was dropped while its copy lives on.
pub const FALSE_ALARMS: [&str; 2] = ["credited-without-capture", "no-payment"];

/// What people do in the portal with a payment on which nothing is due is not seen until something is.
pub const PORTAL_ACTS_ARE_SEEN_LATE: bool = false;

/// An order that was credited before its money was taken and then dropped keeps its reservation: the table of
/// what an attention bars leaves the release to a person, the rule on dropped orders does not.
pub const CREDITED_WITHOUT_CAPTURE_IS_NOT_RELEASED: bool = false;

/// An order that was paid again and then dropped keeps both reservations; only the old one is a person's.
pub const REPLACED_BARS_THE_RELEASE_OF_THE_NEW: bool = false;

/// Seeds of worlds without untidy people that fail and whose cause is not mended yet; a run leaves them out and says so.
/// 74: the shop could not be read after a refund, so its status is set though no dry run foretells that. 1995: the provider
/// refuses a second sending while its reads lag behind the first, so a capture that happened is kept as refused, and
/// taken up as somebody else's. 4582: another store pays back what this one has passed on, and this one sees it a day later.
pub const OPEN_SEEDS: [u64; 3] = [74, 1995, 4582];
