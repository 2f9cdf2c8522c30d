//! The way of a request to its system and of the answer back, with the faults that meet it.
//!
//! No socket here, so that a simulation delivers as the server does. Whatever is lost on the way, the
//! call is counted, and what took effect stays. What each fault does is told here and nowhere else.

use std::time::Duration;

use super::catalogue::Name;
use super::exchange::{Request, Response, System};
use super::faults::{self, Taken};
use super::world::{Outcome, Turn, World};
use super::{calls, spoiled, unimicro, woocommerce};
use uniac_system::error::Result;

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
        System::Provider(brand) => brand.is_sign_in(path),
    };
    let operation = faults::operation(request, system);
    let taken = if signs_in {
        Taken::default()
    } else {
        calls::count(turn, system, request.is_reading())?;
        faults::take(turn, system, operation)?
    };
    let turn = turn.lagging(i64::try_from(taken.lag_ms).unwrap_or(i64::MAX / 2));
    let code = taken.code.as_deref();
    let way = Way { turn: &turn, system, request, path, operation, code };
    let answer = match taken.fault {
        None => Answer::Whole(way.work()?),
        Some(fault) => way.with(fault)?,
    };
    Ok(Delivery { delay: Duration::from_millis(taken.slow_ms), answer })
}

/// A request on its way to its system.
struct Way<'a> {
    turn: &'a Turn<'a>,
    system: System,
    request: &'a Request,
    /// The path within the system.
    path: &'a str,
    /// What the request is, by the names that faults use.
    operation: &'static str,
    /// The code by which it is to be refused, when one was asked for.
    code: Option<&'a str>,
}

impl Way<'_> {
    /// Lets a fault meet the request. Where nobody works there is no effect.
    fn with(&self, fault: Name) -> Outcome<Answer> {
        let answer = match fault {
            Name::RequestLost => return Ok(Answer::Nothing),
            Name::ReplyLost => {
                self.work()?;
                return Ok(Answer::Nothing);
            }
            Name::TornBody => return Ok(Answer::Torn(self.work()?)),
            // Conditions of the world, not of one answer.
            Name::Slow | Name::LaggingRead => self.work()?,
            Name::Duplicate => {
                let first = self.work()?;
                self.work()?;
                first
            }
            Name::ErrorBefore => self.broken()?,
            Name::ErrorAfter => {
                self.work()?;
                self.broken()?
            }
            Name::ErrorReplayed => {
                self.work()?;
                let answer = self.broken()?;
                if let System::Provider(brand) = self.system {
                    brand.remember(self.turn, self.request, self.operation, &answer)?;
                }
                answer
            }
            Name::RateLimited => self.too_many(),
            Name::RateLimitedAfter => {
                self.work()?;
                self.too_many()
            }
            Name::Refused => self.refused(self.code)?,
            Name::Declined => self.declined()?,
            Name::RateLimitedBare => spoiled::without_header(self.too_many(), "retry-after"),
            Name::Redirect(status) => spoiled::redirect(status, self.request),
            Name::Proxy(status) => spoiled::page(status),
            Name::ProxyAfter(status) => {
                self.work()?;
                spoiled::page(status)
            }
            Name::InProgress => {
                self.work()?;
                self.in_progress()?
            }
            Name::AlreadyDone => {
                self.work()?;
                self.already_done()?
            }
            Name::Accepted => {
                self.work()?;
                spoiled::empty(202)
            }
            Name::AcceptedFailed => spoiled::empty(202),
            Name::OtherAmount => spoiled::other_amount(self.work()?),
            Name::OtherCurrency => spoiled::other_currency(self.work()?),
            Name::OtherOrder => spoiled::other_order(self.work()?),
            Name::OtherAnswer => spoiled::other_order(self.rehearse()?),
            Name::UnknownEnum => spoiled::unknown_state(self.work()?),
            Name::SuccessAs400 => Response { status: 400, ..self.work()? },
            Name::ErrorAs200 => Response { status: 200, ..self.broken()? },
            Name::TruncatedJson => spoiled::truncated(self.work()?),
            Name::Empty200 => {
                self.work()?;
                spoiled::empty(200)
            }
            Name::Html200 => spoiled::page(200),
        };
        Ok(Answer::Whole(answer))
    }

    /// Lets the system do what is asked.
    fn work(&self) -> Outcome<Response> {
        match self.system {
            System::Uni => unimicro::handle(self.turn, self.request, self.path),
            System::Provider(brand) => brand.handle(self.turn, self.request, self.path),
            System::Shop => {
                // The way to the shop leads through the proxy that ends TLS and says so.
                let mut request = self.request.clone();
                request.headers.retain(|(name, _)| name != "x-forwarded-proto");
                request.headers.push(("x-forwarded-proto".to_owned(), "https".to_owned()));
                woocommerce::handle(self.turn, &request, self.path)
            }
        }
    }

    /// Returns what the system would answer, and leaves everything as it was.
    fn rehearse(&self) -> Outcome<Response> {
        self.turn.db.execute_batch("SAVEPOINT rehearsal")?;
        let answer = self.work();
        self.turn.db.execute_batch("ROLLBACK TO rehearsal; RELEASE rehearsal")?;
        answer
    }

    fn broken(&self) -> Outcome<Response> {
        match self.system {
            System::Uni => Ok(unimicro::broken()),
            System::Shop => Ok(woocommerce::broken()),
            System::Provider(brand) => brand.broken(self.turn),
        }
    }

    fn too_many(&self) -> Response {
        match self.system {
            System::Uni => unimicro::too_many(RETRY_AFTER_S),
            System::Shop => woocommerce::too_many(RETRY_AFTER_S),
            System::Provider(brand) => brand.too_many(RETRY_AFTER_S),
        }
    }

    fn refused(&self, code: Option<&str>) -> Outcome<Response> {
        match self.system {
            System::Uni => Ok(unimicro::refused()),
            System::Shop => Ok(woocommerce::refused(code)),
            System::Provider(brand) => {
                let code = code.unwrap_or_else(|| brand.last_word(self.operation));
                brand.refuse(self.turn, self.request, self.path, self.operation, code)
            }
        }
    }

    /// Only a provider has customers' banks behind it.
    fn declined(&self) -> Outcome<Response> {
        match self.system {
            System::Uni | System::Shop => self.refused(None),
            System::Provider(brand) => self.refused(Some(brand.decline())),
        }
    }

    fn in_progress(&self) -> Outcome<Response> {
        match self.system {
            System::Uni => Ok(unimicro::in_progress()),
            System::Shop => Ok(woocommerce::in_progress()),
            System::Provider(brand) => brand.in_progress(self.turn),
        }
    }

    fn already_done(&self) -> Outcome<Response> {
        match self.system {
            System::Uni => Ok(unimicro::already_done()),
            System::Shop => Ok(woocommerce::already_done(self.path)),
            System::Provider(brand) => brand.already_done(self.turn, self.operation),
        }
    }
}

#[cfg(test)]
mod tests;
