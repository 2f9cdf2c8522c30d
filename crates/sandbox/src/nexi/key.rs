//! Idempotency keys: what a key has caused is answered as the first time.
//!
//! A key must never cause a second act, unless the world is set to ignore keys.

use super::answer::{failure, invalid};
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Setting, Turn};

/// The longest idempotency key that is taken.
const KEY_LENGTH_MAX: usize = 63;

/// Keeps an answer as the one that every repetition of the request's key gets.
pub(crate) fn remember(
    turn: &Turn,
    request: &Request,
    operation: &str,
    answer: &Response,
) -> Outcome<()> {
    let key = request.header("idempotency-key").unwrap_or_default();
    turn.run(
        "UPDATE idempotency SET status = ?3, answer = ?4 WHERE operation = ?1 AND key = ?2",
        (names_of_keys(operation), key, answer.status, String::from_utf8_lossy(&answer.body)),
    )?;
    Ok(())
}

/// Keys of Nexi and of other providers have nothing to do with each other.
fn names_of_keys(operation: &str) -> String {
    format!("nexi-{operation}")
}

/// Carries out what a key has not caused yet, and otherwise answers as the first time: the same
/// status and body, whatever they were.
pub(super) fn once(
    turn: &Turn,
    request: &Request,
    operation: &str,
    id: &str,
    act: impl FnOnce(&Turn, Option<&str>) -> Outcome<Response>,
) -> Outcome<Response> {
    let Some(key) = request.header("idempotency-key") else { return act(turn, None) };
    if !(1..=KEY_LENGTH_MAX).contains(&key.len()) {
        return Ok(invalid("Idempotency-Key", "The key has from 1 to 63 characters"));
    }
    let (names, asked) =
        (names_of_keys(operation), format!("{id} {}", String::from_utf8_lossy(&request.body)));
    let known = turn.first(
        "SELECT request, status, answer FROM idempotency WHERE operation = ?1 AND key = ?2",
        (&names, key),
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?)),
    )?;
    let conflict = || match operation {
        "capture" => failure(402, "1026", "The charge was tried with another amount"),
        _ => failure(402, "1027", "The refund was tried with another amount"),
    };
    if let Some((first, status, answer)) = known {
        match turn.setting(Setting::Idempotency)?.as_str() {
            "ignore" => {}
            "replay" if first == asked => {
                return Ok(Response::bytes(status, "application/json", answer.into_bytes()));
            }
            _ => return Ok(conflict()),
        }
    }
    let answer = act(turn, Some(key))?;
    // What was not well-formed was never carried out.
    if matches!(answer.status, 201 | 402) {
        turn.run(
            "INSERT OR REPLACE INTO idempotency (operation, key, request, status, answer)
                VALUES (?1, ?2, ?3, ?4, ?5)",
            (&names, key, asked, answer.status, String::from_utf8_lossy(&answer.body)),
        )?;
    }
    Ok(answer)
}
