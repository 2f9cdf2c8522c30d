//! What carries one request to its system and brings the answer back.
//!
//! The network is one; a simulation is another. A transport must never send a request twice, follow a
//! redirect, or say that surely nothing was sent when something may have been.

use reqwest::Url;

use super::Answer;
use std::sync::Arc;

use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_system::stop::Why;
use uniac_texts::t;

/// How requests are signed in for the whole life of a client.
#[derive(Debug, Clone)]
pub enum Auth {
    /// Each request brings its own headers.
    None,
    /// `Authorization: Bearer …`.
    Bearer(Secret),
    /// `Authorization: Basic …` of a name and a password.
    Basic(Secret, Secret),
}

/// A request on its way.
pub struct Parcel<'a> {
    /// Whom it is for.
    pub system: System,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The whole address, with the query.
    pub url: Url,
    /// How it is signed in, beside the headers.
    pub auth: &'a Auth,
    /// The headers that the connector has given.
    pub headers: &'a [(&'static str, &'a str)],
    /// The body: JSON, unless a header says otherwise.
    pub body: Option<&'a str>,
    /// Whether its answer is waited for though the run is cut: it may change something.
    pub is_write: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Whether surely nothing was sent.
    pub unsent: bool,
    /// `unreachable`, `no-reply` or `torn-body`; of a run that is cut, `interrupted` or `timed-out`.
    pub code: &'static str,
    /// Why, in words without an address or a query.
    pub reason: String,
    /// What it came from, without an address or a query.
    pub cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Carries requests.
pub trait Transport: Send + Sync {
    /// Carries a request once and returns the whole answer.
    ///
    /// # Errors
    /// That there is no whole answer, and whether the request may have arrived.
    fn carry(&self, parcel: &Parcel<'_>) -> Result<Answer, Failure>;
}

impl Failure {
    /// Returns the failure of a request that cannot be put into words.
    pub(super) fn unsendable(system: System) -> Failure {
        let reason = t!("answers-unsendable-to", system = system.to_string());
        Failure { unsent: true, code: "unreachable", reason, cause: None }
    }

    /// Returns the failure of an answer of which only a part came; `reason` says how.
    pub fn torn(reason: String) -> Failure {
        Failure { unsent: false, code: "torn-body", reason, cause: None }
    }

    /// Returns the failure of a request that the end of the run has cut off; `unsent` when it had not
    /// begun.
    pub(super) fn cut(why: Why, unsent: bool) -> Failure {
        let reason = t!("answers-cut", why = why.words());
        Failure { unsent, code: why.code(), reason, cause: None }
    }
}
