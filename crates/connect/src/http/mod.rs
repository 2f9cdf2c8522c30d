//! The only way out to the network: one client for each system, reads and writes apart.
//!
//! A read may be repeated; a write is sent once, from one place, and nothing here repeats it,
//! follows a redirect with it, or turns a lost answer into a refusal. Credentials must never be
//! sent in the clear to another machine, and never reach a message or the exchange log.

pub mod address;
mod ahead;
mod client;
mod context;
pub mod field;
pub mod list;
mod network;
mod permits;
mod shared;
pub mod tokens;
mod transport;
pub mod wire;

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::de::DeserializeOwned;

use uniac_core::act::{Refusal, Reply, Retry};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_texts::t;

pub(crate) use ahead::Ahead;
pub use client::Http;
pub use context::Context;
pub use permits::{Permit, Permits};
pub use shared::Shared;
pub use transport::{Auth, Failure, Parcel, Transport};

/// A request, put together by a connector.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    verb: Verb,
    path: String,
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, &'a str)>,
    body: Option<&'a str>,
    about: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Get,
    Post,
    Put,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
        }
    }
}

impl<'a> Request<'a> {
    /// Reads `path`, which begins with `/` and stands under the client's base address.
    pub fn get(path: impl Into<String>) -> Request<'a> {
        Request::new(Verb::Get, path.into(), None)
    }

    /// Posts a JSON body; an empty one is sent without a body.
    pub fn post(path: impl Into<String>, body: &'a str) -> Request<'a> {
        Request::new(Verb::Post, path.into(), Some(body))
    }

    /// Puts a JSON body.
    pub fn put(path: impl Into<String>, body: &'a str) -> Request<'a> {
        Request::new(Verb::Put, path.into(), Some(body))
    }

    fn new(verb: Verb, path: String, body: Option<&'a str>) -> Request<'a> {
        let body = body.filter(|body| !body.is_empty());
        Request { verb, path, query: Vec::new(), headers: Vec::new(), body, about: None }
    }

    /// Adds a query parameter; the value is escaped.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Request<'a> {
        self.query.push((name, value.into()));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'a str) -> Request<'a> {
        self.headers.push((name, value));
        self
    }

    /// Says for messages and the log what the request is about, where its path does not: ids only.
    /// It is not sent.
    #[must_use]
    pub fn about(mut self, what: impl Into<String>) -> Request<'a> {
        self.about = Some(what.into());
        self
    }

    /// Returns the path with the names, not the values, of the query: for messages and the log.
    fn shown(&self) -> String {
        let names: Vec<_> = self.query.iter().map(|(name, _)| *name).collect();
        let mark = if names.is_empty() { "" } else { "?" };
        let about = self.about.as_ref().map_or(String::new(), |about| format!("#{about}"));
        format!("{}{mark}{}{about}", self.path, names.join("&"))
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names are lower case; values that are no text are left out.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// Returns an answer as it came; header names are lower case.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Answer {
        Answer { status, headers, body }
    }

    /// Returns an answer as if it had come, for tests of what connectors make of it.
    #[cfg(test)]
    pub(crate) fn made(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &str,
    ) -> Answer {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Answer::new(status, headers.iter().map(owned).collect(), body.as_bytes().to_vec())
    }

    /// Returns whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns whether the status can be a judgement of the act. Not: too slow, in conflict, locked, too
    /// early, too many calls. They say nothing of what an earlier delivery has done.
    pub fn is_judgement(&self) -> bool {
        (400..500).contains(&self.status) && !matches!(self.status, 408 | 409 | 423 | 425 | 429)
    }

    /// Returns a header's value, when it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns a header's value as a whole number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }

    /// Returns the body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body parsed as JSON, whatever the content type says: Vipps ePayment 1.4.1
    /// declares a success as `application/problem+json`.
    ///
    /// Bytes that are no text are no JSON, also in a part of the answer that nobody reads.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(std::str::from_utf8(&self.body).ok()?).ok()
    }

    /// Returns how long the other side asks to be left alone (`Retry-After` in seconds).
    pub fn retry_after(&self) -> Option<Duration> {
        self.number("retry-after").map(Duration::from_secs)
    }

    /// Returns the other side's clock when it answered (`Date`, RFC 9110, section 6.6.1).
    pub fn date(&self) -> Option<Timestamp> {
        rfc2822::DateTimeParser::new().parse_timestamp(self.header("date")?).ok()
    }

    /// Returns the answer to a read when its status is 2xx.
    ///
    /// # Errors
    /// `sign-in` for 401 and 403, otherwise `unexpected-status`.
    pub fn accepted(self, system: System) -> Result<Answer> {
        match self.status {
            _ if self.is_success() => Ok(self),
            401 | 403 => Err(sign_in(system, self.status)),
            status => Err(Error::failed(
                "unexpected-status",
                t!("answers-status", system = system.to_string(), status = status),
            )
            .hint(t!("answers-address"))),
        }
    }

    /// Returns the body of an accepted read as JSON.
    ///
    /// # Errors
    /// As [`Answer::accepted`], and `not-understood` when the body is something else.
    pub fn read_as<T: DeserializeOwned>(self, system: System) -> Result<T> {
        let answer = self.accepted(system)?;
        answer.json().ok_or_else(|| not_understood(system, t!("answers-other-form")))
    }

    /// Returns the body of an accepted read about one thing, whose id `I` reads and `is_it` judges. An answer about the
    /// right thing of which something is not understood is `Err` inside, with what it is.
    ///
    /// # Errors
    /// As [`Answer::read_as`], also when it is about another thing.
    pub fn read_of<T: DeserializeOwned, I: DeserializeOwned>(
        self,
        system: System,
        is_it: impl FnOnce(&I) -> bool,
    ) -> Result<Result<T, String>> {
        let answer = self.accepted(system)?;
        match answer.json::<I>() {
            Some(id) if is_it(&id) => Ok(answer.parsed()),
            Some(_) => Err(not_understood(system, t!("answers-other-thing"))),
            None => Err(not_understood(system, t!("answers-other-form"))),
        }
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(&self.body).map_err(|error| field::odd(&self.body, &error))
    }

    /// Returns the reply to a write for the statuses that mean the same everywhere.
    ///
    /// 401 and 403 come before anything is executed. 429 says nothing: a request that was delivered
    /// twice on the way gets the no to the second delivery. All others are for the connector.
    pub fn common_reply(&self) -> Option<Reply> {
        match self.status {
            401 | 403 => Some(self.locked_out()),
            429 => Some(self.unknown()),
            _ => None,
        }
    }

    /// Returns the reply for an answer that refuses not the act but whoever asks.
    pub fn locked_out(&self) -> Reply {
        Reply::Refused(Refusal::sign_in())
    }

    /// Returns the reply for an answer from which nothing can be concluded: `status-500`.
    pub fn unknown(&self) -> Reply {
        let retry_after_s = self.retry_after().map(|wait| wait.as_secs());
        Reply::Unknown { code: format!("status-{}", self.status), retry_after_s }
    }
}

/// What became of a write.
#[derive(Debug)]
#[must_use = "a write whose end is not looked at is a lost reply"]
pub enum Sending {
    /// It was sent, and a whole answer came.
    Sent(Answer),
    /// There was no connection: surely nothing was sent.
    NotSent,
    /// It may have been sent, and no whole answer came.
    NoReply {
        /// `no-reply` or `torn-body`.
        code: &'static str,
    },
}

impl Sending {
    /// Returns the answer.
    ///
    /// # Errors
    /// The reply to be recorded, when there is no answer: refused for the time being when surely
    /// nothing was sent, otherwise unknown.
    pub fn answer(self) -> Result<Answer, Reply> {
        match self {
            Sending::Sent(answer) => Ok(answer),
            Sending::NotSent => Err(Reply::Refused(Refusal::unsent("unreachable"))),
            Sending::NoReply { code } => Err(unknown(code)),
        }
    }
}

/// Returns an unknown reply with a code of ours.
pub fn unknown(code: impl Into<String>) -> Reply {
    Reply::Unknown { code: code.into(), retry_after_s: None }
}

/// Returns a refusal that judges the act as such.
pub fn refused(code: impl Into<String>) -> Reply {
    Reply::Refused(Refusal::last(code))
}

/// Returns a refusal that may be another tomorrow.
pub fn refused_today(code: impl Into<String>) -> Reply {
    Reply::Refused(Refusal::transient(code))
}

/// Returns the reply of an act of which nothing was sent because of an error before it.
pub fn unsent(error: Error) -> Reply {
    let retry = if error.kind == Kind::SignIn { Retry::SignIn } else { Retry::NextRun };
    Reply::Refused(Refusal { retry, ..Refusal::unsent(error.code) })
}

/// The code of an answer that could not be understood.
pub(crate) const NOT_UNDERSTOOD: &str = "not-understood";

/// Returns the error of a read whose answer cannot be facts.
pub fn not_understood(system: System, what: impl std::fmt::Display) -> Error {
    Error::failed(
        NOT_UNDERSTOOD,
        t!("answers-not-understood", system = system.to_string(), what = what.to_string()),
    )
    .hint(t!("answers-not-understood-hint"))
}

/// Returns the error of a sign-in that was refused.
pub fn sign_in(system: System, status: u16) -> Error {
    Error::new(
        Kind::SignIn,
        "sign-in",
        t!("answers-sign-in", system = system.to_string(), status = status),
    )
    .hint(t!("answers-credentials"))
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
