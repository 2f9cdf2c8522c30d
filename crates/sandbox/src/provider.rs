//! The payment providers of the sandbox: which there are, what the shop knows of a payment at each, and
//! who answers for which.
//!
//! All of them keep one book (`book`), the truth; only the way to speak of it differs. Nothing here may
//! know what a client makes of an answer.

use serde_json::{Value, json};

use super::book::{self, Done, Effect, Particulars, Reason};
use super::brand::Brand;
use super::exchange::{Request, Response};
use super::world::{Outcome, Turn};
use super::{klarna, nexi, vipps};

const DAY_MS: i64 = 86_400_000;

impl Brand {
    /// Returns the reference that a new payment gets.
    pub(super) fn reference(self, turn: &Turn, shop_number: &str) -> Outcome<String> {
        Ok(match self {
            Brand::Vipps => format!("fjordglimt-{shop_number}-{:08x}", turn.chance()? >> 32),
            // A UUID without its dashes.
            Brand::Nexi => format!("{:016x}{:016x}", turn.chance()?, turn.chance()?),
            Brand::Klarna | Brand::Kustom => klarna::order_id(turn)?,
        })
    }

    /// Returns the meta data that the plug-in leaves in the shop's order, besides its transaction.
    pub(super) fn meta(self, reference: &str, paid_at: &str) -> Value {
        match self {
            Brand::Vipps => json!([]),
            Brand::Nexi => json!([
                { "key": "_dibs_payment_id", "value": reference },
                { "key": "_dibs_date_paid", "value": paid_at },
                { "key": "dibs_payment_type", "value": "CARD" },
            ]),
            Brand::Klarna | Brand::Kustom => {
                json!([{ "key": "_wc_klarna_order_id", "value": reference }])
            }
        }
    }

    /// Returns how long a reservation lives until the provider releases the rest, milliseconds.
    pub(super) fn reservation_ms(self) -> i64 {
        match self {
            // In Norway. (Denmark and Finland have 14 days; the sandbox's company is Norwegian.)
            Brand::Vipps => 180 * DAY_MS,
            // Cards.
            Brand::Nexi => 30 * DAY_MS,
            // By contract up to 180 days.
            Brand::Klarna | Brand::Kustom => 28 * DAY_MS,
        }
    }

    /// Returns how long after the reservation a refund is possible, milliseconds; `None` where no
    /// limit is published.
    pub(super) fn refund_ms(self) -> Option<i64> {
        match self {
            Brand::Vipps => Some(365 * DAY_MS),
            Brand::Nexi | Brand::Klarna | Brand::Kustom => None,
        }
    }

    /// Returns the provider's number for a reason why money does not move, when one is known.
    pub(super) fn code(self, reason: Reason) -> Option<&'static str> {
        match self {
            Brand::Vipps => Some(vipps::code(reason)),
            Brand::Nexi => nexi::code(reason),
            Brand::Klarna | Brand::Kustom => Some(klarna::code(reason)),
        }
    }

    /// Returns which operation a write is, by the names that faults use.
    pub(super) fn operation(self, path: &str) -> &'static str {
        let operations: &[(&str, &'static str)] = match self {
            Brand::Vipps => {
                &[("/capture", "capture"), ("/refund", "refund"), ("/cancel", "cancel")]
            }
            Brand::Nexi => {
                &[("/charges", "capture"), ("/refunds", "refund"), ("/cancels", "cancel")]
            }
            Brand::Klarna | Brand::Kustom => &[
                ("/captures", "capture"),
                ("/refunds", "refund"),
                ("/cancel", "cancel"),
                ("/release-remaining-authorization", "cancel"),
            ],
        };
        operations.iter().find(|(end, _)| path.ends_with(end)).map_or("other", |(_, name)| name)
    }

    /// Returns whether the path is the sign-in, which is no call of its own.
    pub(super) fn is_sign_in(self, path: &str) -> bool {
        match self {
            Brand::Vipps => vipps::is_sign_in(path),
            Brand::Nexi | Brand::Klarna | Brand::Kustom => false,
        }
    }

    /// Answers one request; `path` is without the prefix.
    pub(super) fn handle(self, turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
        match self {
            Brand::Vipps => vipps::handle(turn, request, path),
            Brand::Nexi => nexi::handle(turn, request, path),
            Brand::Klarna | Brand::Kustom => klarna::handle(self, turn, request, path),
        }
    }

    /// The answer to a failure inside the provider.
    pub(super) fn broken(self, turn: &Turn) -> Outcome<Response> {
        match self {
            Brand::Vipps => vipps::broken(turn),
            Brand::Nexi => Ok(nexi::broken()),
            Brand::Klarna | Brand::Kustom => klarna::broken(turn),
        }
    }

    /// The answer to a request that is sent too often.
    pub(super) fn too_many(self, seconds: i64) -> Response {
        match self {
            Brand::Vipps => vipps::too_many(seconds),
            Brand::Nexi => nexi::too_many(seconds),
            Brand::Klarna | Brand::Kustom => klarna::too_many(seconds),
        }
    }

    /// The answer to an act on a payment on which another one is being carried out.
    pub(super) fn in_progress(self, turn: &Turn) -> Outcome<Response> {
        match self {
            Brand::Vipps => vipps::in_progress(turn),
            Brand::Nexi => Ok(nexi::in_progress()),
            Brand::Klarna | Brand::Kustom => klarna::in_progress(turn),
        }
    }

    /// Returns the code of a no for good to an operation.
    pub(super) fn last_word(self, operation: &str) -> &'static str {
        match self {
            Brand::Vipps => vipps::last_word(operation),
            Brand::Nexi => nexi::LAST_WORD,
            Brand::Klarna | Brand::Kustom => klarna::LAST_WORD,
        }
    }

    /// Returns the code by which it says that the customer could not be charged.
    pub(super) fn decline(self) -> &'static str {
        match self {
            Brand::Vipps => vipps::DECLINE,
            Brand::Nexi => nexi::DECLINE,
            Brand::Klarna | Brand::Kustom => klarna::DECLINE,
        }
    }

    /// Refuses an act by a code, and keeps the no for the act's key where it keeps them. A key that has
    /// had its answer gets that.
    pub(super) fn refuse(
        self,
        turn: &Turn,
        request: &Request,
        path: &str,
        operation: &str,
        code: &str,
    ) -> Outcome<Response> {
        match self {
            Brand::Vipps => vipps::refuse(turn, code),
            Brand::Nexi => nexi::refuse(turn, request, path, operation, code),
            Brand::Klarna | Brand::Kustom => klarna::refuse(turn, request, code),
        }
    }

    /// The answer to an act for which nothing is left to be done.
    pub(super) fn already_done(self, turn: &Turn, operation: &str) -> Outcome<Response> {
        match self {
            Brand::Vipps => vipps::already_done(turn, operation),
            Brand::Nexi => Ok(nexi::already_done(operation)),
            Brand::Klarna | Brand::Kustom => klarna::already_done(turn, operation),
        }
    }

    /// Moves money for somebody who is no client of the interface, with a key of their own.
    pub(super) fn by_hand(
        self,
        turn: &Turn,
        effect: Effect,
        reference: &str,
        amount_minor: Option<i64>,
        key: &str,
    ) -> Outcome<std::result::Result<Done, Reason>> {
        match self {
            Brand::Vipps => {
                let particulars = Particulars { key: Some(key), ..Particulars::default() };
                book::act(turn, effect, reference, amount_minor, particulars)
            }
            Brand::Nexi => nexi::by_hand(turn, effect, reference, amount_minor, key),
            Brand::Klarna | Brand::Kustom => {
                klarna::by_hand(turn, effect, reference, amount_minor, key)
            }
        }
    }

    /// Keeps an answer as the one that every repetition of the request's key gets.
    pub(super) fn remember(
        self,
        turn: &Turn,
        request: &Request,
        operation: &str,
        answer: &Response,
    ) -> Outcome<()> {
        match self {
            Brand::Vipps => vipps::remember(turn, request, operation, answer),
            Brand::Nexi => nexi::remember(turn, request, operation, answer),
            Brand::Klarna | Brand::Kustom => klarna::remember(turn, request, answer),
        }
    }
}
