//! The access token of Vipps, as its sign-in gives it.
//!
//! The token must never reach a log, a message or the disk.

use jiff::Timestamp;
use serde::Deserialize;

use crate::http::tokens::Token;
use crate::http::wire::Text;
use crate::http::{Answer, sign_in};
use uniac_system::error::Result;
use uniac_system::log::System;

/// The answer of `POST /accesstoken/get`; `expires_in` are seconds, sent as a string.
#[derive(Deserialize)]
struct Wire {
    access_token: String,
    expires_in: Option<Text>,
}

/// Reads the answer.
///
/// # Errors
/// `sign-in` when the credentials are refused, otherwise that there is no token in it.
pub(super) fn parsed(answer: &Answer, now: Timestamp) -> Result<Token> {
    // Wrong keys are answered with 400 as well as 401.
    if matches!(answer.status, 400 | 401 | 403) {
        return Err(sign_in(System::Provider, answer.status));
    }
    let wire: Wire = answer.clone().read_as(System::Provider)?;
    Token::new(System::Provider, &wire.access_token, wire.expires_in.as_ref(), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lifetime_is_read_as_a_text_and_as_a_number() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for (body, lives_s) in [
            (r#"{"access_token":"t","expires_in":"3599"}"#, 3599 - 120),
            (r#"{"access_token":"t","expires_in":86400}"#, 86_400 - 120),
            (r#"{"access_token":"t"}"#, 480),
        ] {
            let token = parsed(&Answer::made(200, &[], body), now).unwrap();
            assert_eq!(token.bearer.expose(), "Bearer t");
            assert_eq!(token.ends_at.as_second() - now.as_second(), lives_s, "{body}");
        }
    }

    #[test]
    fn an_answer_without_a_token_is_an_error() {
        let now = Timestamp::UNIX_EPOCH;
        for body in ["", "{}", r#"{"access_token":""}"#, r#"{"access_token":"a\nb"}"#, "<html>"] {
            let error = parsed(&Answer::made(200, &[], body), now).unwrap_err();
            assert_eq!(error.code, "not-understood");
        }
        let refused = Answer::made(400, &[], "{}");
        assert_eq!(parsed(&refused, now).unwrap_err().code, "sign-in");
    }
}
