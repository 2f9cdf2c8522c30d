//! The way of a request to its system and of the answer back, with the faults that meet it.
//!
//! No socket here, so that a simulation delivers as the server does. Whatever is lost on the way, the
//! call is counted, and what took effect stays.

use std::time::Duration;

use super::exchange::{Request, Response, System};
use super::faults::{self, Name, Taken};
use super::world::{Outcome, Turn, World};
use super::{calls, unimicro, vipps, woocommerce};
use crate::error::Result;

/// What comes back to the client, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// How long the answer is on its way.
    pub delay: Duration,
    /// What the client gets.
    pub answer: Answer,
}

/// What the client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The whole answer.
    Whole(Response),
    /// All headers, half of the body, then the end of the connection.
    Torn(Response),
    /// Nothing: the connection ends.
    Nothing,
}

/// How long a `rate-limited` client is asked to wait.
const RETRY_AFTER_S: i64 = 1;

impl World {
    /// Delivers a request and returns what comes back.
    ///
    /// # Errors
    /// When the world's file cannot be used; then nothing happened.
    pub fn deliver(&mut self, request: &Request) -> Result<Delivery> {
        self.turn(|turn| deliver(turn, request))
    }
}

fn deliver(turn: &Turn, request: &Request) -> Outcome<Delivery> {
    let Some((system, path)) = request.system() else {
        let body = b"Nothing is served here; the systems are /uni, /shop and /provider.\n".to_vec();
        let answer = Answer::Whole(Response::bytes(404, "text/plain; charset=utf-8", body));
        return Ok(Delivery { delay: Duration::ZERO, answer });
    };
    let signs_in = match system {
        System::Uni => unimicro::is_sign_in(path),
        System::Shop => false,
        System::Provider => vipps::is_sign_in(path),
    };
    let taken = if signs_in {
        Taken::default()
    } else {
        calls::count(turn, system, request.is_reading())?;
        faults::take(turn, faults::operation(request, system))?
    };
    let turn = turn.lagging(i64::try_from(taken.lag_ms).unwrap_or(i64::MAX / 2));
    let answer = match taken.fault {
        None | Some(Name::Slow | Name::LaggingRead) => {
            Answer::Whole(handle(&turn, system, request, path)?)
        }
        Some(Name::RequestLost) => Answer::Nothing,
        Some(Name::ReplyLost) => {
            handle(&turn, system, request, path)?;
            Answer::Nothing
        }
        Some(Name::ErrorBefore) => Answer::Whole(broken(&turn, system)?),
        Some(Name::ErrorAfter) => {
            handle(&turn, system, request, path)?;
            Answer::Whole(broken(&turn, system)?)
        }
        Some(Name::RateLimited) => Answer::Whole(match system {
            System::Uni => unimicro::too_many(RETRY_AFTER_S),
            System::Shop => woocommerce::too_many(RETRY_AFTER_S),
            System::Provider => vipps::too_many(RETRY_AFTER_S),
        }),
        Some(Name::Duplicate) => {
            let first = handle(&turn, system, request, path)?;
            handle(&turn, system, request, path)?;
            Answer::Whole(first)
        }
        Some(Name::TornBody) => Answer::Torn(handle(&turn, system, request, path)?),
    };
    Ok(Delivery { delay: Duration::from_millis(taken.slow_ms), answer })
}

fn handle(turn: &Turn, system: System, request: &Request, path: &str) -> Outcome<Response> {
    match system {
        System::Uni => unimicro::handle(turn, request, path),
        System::Provider => vipps::handle(turn, request, path),
        System::Shop => {
            // The way to the shop leads through the proxy that ends TLS and says so.
            let mut request = request.clone();
            request.headers.retain(|(name, _)| name != "x-forwarded-proto");
            request.headers.push(("x-forwarded-proto".to_owned(), "https".to_owned()));
            woocommerce::handle(turn, &request, path)
        }
    }
}

fn broken(turn: &Turn, system: System) -> Outcome<Response> {
    match system {
        System::Uni => Ok(unimicro::broken()),
        System::Shop => Ok(woocommerce::broken()),
        System::Provider => vipps::broken(turn),
    }
}
