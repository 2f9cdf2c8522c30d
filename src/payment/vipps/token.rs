//! The access token of Vipps: fetched once, kept until shortly before it ends, renewed on 401.
//!
//! The token must never reach a log, a message or the disk; it lives in this process only.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::clock::Clock;
use crate::error::Result;
use crate::http::wire::Text;
use crate::http::{Answer, not_understood, sign_in};
use crate::log::System;
use crate::secret::Secret;

/// How long before its end a token is no longer used.
const MARGIN: SignedDuration = SignedDuration::from_mins(2);

/// How long a token is used whose answer does not say how long it lives. A guess on the safe side:
/// the test environment gives an hour, production a day (1.4.1, `Bearer-Authorization`).
const LIFETIME_UNSTATED: SignedDuration = SignedDuration::from_mins(10);

/// The answer of `POST /accesstoken/get`; `expires_in` are seconds, sent as a string.
#[derive(Deserialize)]
struct Wire {
    access_token: String,
    expires_in: Option<Text>,
}

/// The token in use, if any.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<Option<Token>>);

#[derive(Debug)]
struct Token {
    /// The whole value of the `Authorization` header.
    bearer: Secret,
    ends_at: Timestamp,
}

impl Tokens {
    /// Returns a token that still lives, fetching one when needed; other threads wait for it.
    ///
    /// # Errors
    /// `sign-in` when the credentials are refused, and all of `fetch`.
    pub(super) fn current(
        &self,
        clock: &Clock,
        fetch: impl FnOnce() -> Result<Answer>,
    ) -> Result<Secret> {
        let now = clock.now();
        let mut token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = token.as_ref().filter(|token| now < token.ends_at) {
            return Ok(token.bearer.clone());
        }
        let fresh = parsed(&fetch()?, now)?;
        let bearer = fresh.bearer.clone();
        *token = Some(fresh);
        Ok(bearer)
    }

    /// Drops a token that was refused, unless another thread has renewed it already.
    pub(super) fn forget(&self, bearer: &Secret) {
        let mut token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if token.as_ref().is_some_and(|token| token.bearer == *bearer) {
            *token = None;
        }
    }
}

fn parsed(answer: &Answer, now: Timestamp) -> Result<Token> {
    // Wrong keys are answered with 400 as well as 401.
    if matches!(answer.status, 400 | 401 | 403) {
        return Err(sign_in(System::Provider, answer.status));
    }
    let wire: Wire = answer.clone().read_as(System::Provider)?;
    let token = wire.access_token.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(not_understood(System::Provider, "there is no usable token"));
    }
    let stated = wire.expires_in.as_ref().and_then(Text::trimmed);
    let lifetime = stated
        .and_then(|seconds| seconds.parse::<u32>().ok())
        .map_or(LIFETIME_UNSTATED, |seconds| SignedDuration::from_secs(i64::from(seconds)));
    let ends_at = now.checked_add(lifetime - MARGIN).unwrap_or(now);
    Ok(Token { bearer: Secret::new(&format!("Bearer {token}")), ends_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[expect(clippy::unnecessary_wraps, reason = "as a fetch gives it")]
    fn answer(body: &str) -> Result<Answer> {
        Ok(Answer::made(200, &[], body))
    }

    #[test]
    fn a_token_is_kept_until_shortly_before_its_end() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for (body, lives_s) in [
            (r#"{"access_token":"t","expires_in":"3599"}"#, 3599 - 120),
            (r#"{"access_token":"t","expires_in":86400}"#, 86_400 - 120),
            (r#"{"access_token":"t"}"#, 480),
        ] {
            let token = parsed(&answer(body).unwrap(), now).unwrap();
            assert_eq!(token.bearer.expose(), "Bearer t");
            assert_eq!(token.ends_at.as_second() - now.as_second(), lives_s, "{body}");
        }
    }

    #[test]
    fn one_fetch_serves_until_the_token_is_refused() {
        let clock = Clock::system(TimeZone::UTC);
        let tokens = Tokens::default();
        let first = || answer(r#"{"access_token":"one","expires_in":"3600"}"#);
        let second = || answer(r#"{"access_token":"two","expires_in":"3600"}"#);
        let one = tokens.current(&clock, first).unwrap();
        assert_eq!(tokens.current(&clock, || panic!("fetched again")).unwrap(), one);
        tokens.forget(&one);
        let two = tokens.current(&clock, second).unwrap();
        assert_eq!(two.expose(), "Bearer two");
        tokens.forget(&one);
        assert_eq!(tokens.current(&clock, || panic!("fetched again")).unwrap(), two);
    }

    #[test]
    fn an_answer_without_a_token_is_an_error() {
        let now = Timestamp::UNIX_EPOCH;
        for body in ["", "{}", r#"{"access_token":""}"#, r#"{"access_token":"a\nb"}"#, "<html>"] {
            assert_eq!(parsed(&answer(body).unwrap(), now).unwrap_err().code, "not-understood");
        }
        let refused = Answer::made(400, &[], "{}");
        assert_eq!(parsed(&refused, now).unwrap_err().code, "sign-in");
    }
}
