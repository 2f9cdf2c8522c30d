//! Access tokens: fetched once, kept until shortly before they end, renewed once on 401.
//!
//! A token must never reach a log, a message or the disk from here; it lives in this process only.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::wire::Text;
use super::{Answer, not_understood};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

/// How long before its end a token is no longer used.
const MARGIN: SignedDuration = SignedDuration::from_mins(2);

/// How long a token is used whose answer does not say how long it lives. A *guess* on the safe side:
/// Vipps' live an hour in its test environment and a day in production (1.4.1,
/// `Bearer-Authorization`), Uni's an hour (its official sample).
const LIFETIME_UNSTATED: SignedDuration = SignedDuration::from_mins(10);

/// A token in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The whole value of the `Authorization` header.
    pub bearer: Secret,
    /// From when on it is no longer used.
    pub ends_at: Timestamp,
    /// Where it is to be used, if it says so itself.
    pub base: Option<String>,
}

impl Token {
    /// Returns the token of a sign-in's answer.
    ///
    /// # Errors
    /// `not-understood` when it cannot be a token.
    pub fn new(
        system: System,
        access_token: &str,
        expires_in: Option<&Text>,
        now: Timestamp,
    ) -> Result<Token> {
        let token = access_token.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(not_understood(system, t!("answers-no-token")));
        }
        let stated = expires_in.and_then(Text::trimmed);
        let lifetime = stated
            .and_then(|seconds| seconds.parse::<u32>().ok())
            .map_or(LIFETIME_UNSTATED, |seconds| SignedDuration::from_secs(i64::from(seconds)));
        let ends_at = now.checked_add(lifetime - MARGIN).unwrap_or(now);
        Ok(Token { bearer: Secret::new(&format!("Bearer {token}")), ends_at, base: None })
    }

    /// Returns a token that nothing is known of but itself.
    pub fn ready(access_token: &Secret) -> Token {
        let bearer = Secret::new(&format!("Bearer {}", access_token.expose()));
        Token { bearer, ends_at: Timestamp::MAX, base: None }
    }
}

/// The token in use, if any.
#[derive(Debug, Default)]
pub struct Tokens(Mutex<Option<Token>>);

impl Tokens {
    /// Returns a token that still lives, fetching one when needed; other threads wait for it.
    ///
    /// # Errors
    /// All of `fetch`.
    pub fn current(&self, clock: &Clock, fetch: impl FnOnce() -> Result<Token>) -> Result<Token> {
        let mut token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = token.as_ref().filter(|token| clock.now() < token.ends_at) {
            return Ok(token.clone());
        }
        let fresh = fetch()?;
        *token = Some(fresh.clone());
        Ok(fresh)
    }

    /// Sends with a token, and on 401 once more with a fresh one: a 401 comes before anything is
    /// executed, so even a write may be sent again.
    ///
    /// # Errors
    /// All of `send`, and what `unsent` makes of a failure of `fetch`.
    pub fn sent<E>(
        &self,
        clock: &Clock,
        fetch: impl Fn() -> Result<Token>,
        unsent: impl Fn(Error) -> E,
        send: impl Fn(&Token) -> Result<Answer, E>,
    ) -> Result<Answer, E> {
        let token = self.current(clock, &fetch).map_err(&unsent)?;
        let answer = send(&token)?;
        if answer.status != 401 {
            return Ok(answer);
        }
        self.forget(&token);
        send(&self.current(clock, &fetch).map_err(&unsent)?)
    }

    /// Drops a token that was refused, unless another thread has renewed it already.
    fn forget(&self, refused: &Token) {
        let mut token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if token.as_ref().is_some_and(|token| token.bearer == refused.bearer) {
            *token = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use std::cell::Cell;

    fn token(text: &str) -> Token {
        Token::new(System::Uni, text, None, Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_token_is_kept_until_shortly_before_its_end() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for (stated, lives_s) in [
            (Some(Text::Text("3599".to_owned())), 3599 - 120),
            (Some(Text::Number(86_400)), 86_400 - 120),
            (Some(Text::Number(-1)), 480),
            (None, 480),
        ] {
            let token = Token::new(System::Provider, " t ", stated.as_ref(), now).unwrap();
            assert_eq!(token.bearer.expose(), "Bearer t");
            assert_eq!(token.ends_at.as_second() - now.as_second(), lives_s, "{stated:?}");
        }
        for text in ["", " ", "a\nb", "a b"] {
            let error = Token::new(System::Provider, text, None, now).unwrap_err();
            assert_eq!(error.code, "not-understood");
        }
    }

    #[test]
    fn a_refused_token_is_renewed_once_and_a_fresh_one_kept() {
        let clock = Clock::manual("2026-01-01T00:00:00Z".parse().unwrap(), TimeZone::UTC);
        let (tokens, fetched) = (Tokens::default(), Cell::new(0));
        let fetch = || {
            fetched.set(fetched.get() + 1);
            let text = format!("t{}", fetched.get());
            Token::new(System::Uni, &text, Some(&Text::Number(3600)), clock.now())
        };
        let answer_to = |accepted: &'static str| {
            let send = move |token: &Token| -> Result<Answer> {
                let status = if token.bearer.expose() == accepted { 200 } else { 401 };
                Ok(Answer::made(status, &[], "{}"))
            };
            tokens.sent(&clock, fetch, |error| error, send).unwrap().status
        };
        assert_eq!((answer_to("Bearer t1"), fetched.get()), (200, 1));
        assert_eq!((answer_to("Bearer t1"), fetched.get()), (200, 1));
        assert_eq!((answer_to("Bearer t2"), fetched.get()), (200, 2));
        assert_eq!((answer_to("nobody"), fetched.get()), (401, 3));
        clock.sleep(std::time::Duration::from_mins(58));
        assert_eq!((answer_to("Bearer t4"), fetched.get()), (200, 4));
    }

    #[test]
    fn a_token_that_another_thread_renewed_is_not_dropped() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH, TimeZone::UTC);
        let tokens = Tokens::default();
        let one = tokens.current(&clock, || Ok(token("one"))).unwrap();
        tokens.forget(&one);
        let two = tokens.current(&clock, || Ok(token("two"))).unwrap();
        tokens.forget(&one);
        assert_eq!(tokens.current(&clock, || panic!("fetched again")).unwrap(), two);
    }
}
