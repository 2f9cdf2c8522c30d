//! The catalogue of faults: all that can go wrong between a client and a system, by name.
//!
//! Names only; what each one does stands in `delivery`. A name never changes its meaning: scripts
//! depend on it.

use serde::Serialize;

use super::exchange::System;

/// What goes wrong.
///
/// "After" means that the effect has happened. A read has no effect, so before and after are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// The request never arrives, and the connection ends.
    RequestLost,
    /// The effect happens, and the connection ends without an answer.
    ReplyLost,
    /// 500 before the effect.
    ErrorBefore,
    /// 500 after the effect.
    ErrorAfter,
    /// 429 with `Retry-After`, before the effect.
    RateLimited,
    /// 429 with `Retry-After`, after the effect: what is delivered twice gets the no to the second.
    RateLimitedAfter,
    /// A no for good in the system's own words, before the effect; of one code, when one is asked for.
    Refused,
    /// The customer's bank says no, before the effect; the provider keeps it for the key.
    Declined,
    /// Each answer takes its time.
    Slow,
    /// Reads do not show the write for some time.
    LaggingRead,
    /// The request is delivered twice; the client gets the first answer.
    Duplicate,
    /// The effect happens, and the connection ends in the middle of the body.
    TornBody,
    /// A redirect to the same address, before the effect: who follows it acts.
    Redirect(u16),
    /// The page of a proxy that cannot reach the system, before the effect.
    Proxy(u16),
    /// The page of a proxy that has given up waiting, after the effect.
    ProxyAfter(u16),
    /// 500 after the effect, and again for each repetition of the key, for as long as keys are kept:
    /// no repetition ever tells the truth.
    ErrorReplayed,
    /// "Another request on it is in progress", after the effect.
    InProgress,
    /// "It is done already", after the effect: something on the way has sent the request twice and
    /// handed on the second answer.
    AlreadyDone,
    /// 429 without `Retry-After`, before the effect.
    RateLimitedBare,
    /// 202 without a body, and the effect happens.
    Accepted,
    /// 202 without a body, and the effect never happens.
    AcceptedFailed,
    /// The effect happens; the answer tells half the amount.
    OtherAmount,
    /// The effect happens; the answer tells another currency.
    OtherCurrency,
    /// The effect happens; the answer is about another order.
    OtherOrder,
    /// The answer to another order's act, mixed up on the way; nothing happens to this one.
    OtherAnswer,
    /// The effect happens; the answer to it comes with status 400.
    SuccessAs400,
    /// An error's body with status 200, before the effect.
    ErrorAs200,
    /// The effect happens; the JSON of a whole answer ends in the middle.
    TruncatedJson,
    /// The effect happens; the answer has a state that nobody knows.
    UnknownEnum,
    /// The effect happens; the answer is 200 without a body.
    Empty200,
    /// The page of some gateway with status 200, before the effect.
    Html200,
}

/// Every fault: what it is in the code, its name, and what it does.
pub(super) const FAULTS: [(Name, &str, &str); 36] = [
    (Name::RequestLost, "request-lost", "the request does not arrive"),
    (Name::ReplyLost, "reply-lost", "done, but no answer comes"),
    (Name::ErrorBefore, "error-before", "not done: 500"),
    (Name::ErrorAfter, "error-after", "done, but the answer is 500"),
    (Name::RateLimited, "rate-limited", "not done: 429 with Retry-After"),
    (Name::Slow, "slow", "the answer takes --ms"),
    (Name::LaggingRead, "lagging-read", "reads do not show the change for --ms"),
    (Name::Duplicate, "duplicate", "the request arrives twice"),
    (Name::TornBody, "torn-body", "done, but the answer breaks off"),
    (Name::Redirect(301), "redirect-301", "not done: a redirect to the same address"),
    (Name::Redirect(302), "redirect-302", "not done: a redirect to the same address"),
    (Name::Redirect(307), "redirect-307", "not done: a redirect to the same address"),
    (Name::Redirect(308), "redirect-308", "not done: a redirect to the same address"),
    (Name::Proxy(502), "proxy-502", "not done: a proxy's page instead of an answer"),
    (Name::Proxy(503), "proxy-503", "not done: a proxy's page instead of an answer"),
    (Name::Proxy(504), "proxy-504", "not done: a proxy's page instead of an answer"),
    (Name::ProxyAfter(504), "proxy-504-after", "done, but a proxy gave up waiting"),
    (Name::ErrorReplayed, "error-replayed", "done, but 500, and again for each repetition"),
    (Name::InProgress, "in-progress", "done, but the answer says it is in progress"),
    (Name::AlreadyDone, "already-done", "done, but the answer says it was done before"),
    (Name::RateLimitedBare, "rate-limited-bare", "not done: 429 without Retry-After"),
    (Name::Accepted, "accepted", "done, but the answer is 202 without a body"),
    (Name::AcceptedFailed, "accepted-failed", "never done, though the answer is 202"),
    (Name::OtherAmount, "other-amount", "done, but the answer tells another amount"),
    (Name::OtherCurrency, "other-currency", "done, but the answer tells another currency"),
    (Name::OtherOrder, "other-order", "done, but the answer is about another order"),
    (Name::OtherAnswer, "other-answer", "not done: the answer to another order's act"),
    (Name::SuccessAs400, "success-as-400", "done, but the answer has status 400"),
    (Name::ErrorAs200, "error-as-200", "not done: an error with status 200"),
    (Name::TruncatedJson, "truncated-json", "done, but the answer's JSON ends in the middle"),
    (Name::UnknownEnum, "unknown-enum", "done, but the answer has a state nobody knows"),
    (Name::Empty200, "empty-200", "done, but the answer has no body"),
    (Name::Html200, "html-200", "not done: a gateway's page with status 200"),
    (Name::RateLimitedAfter, "rate-limited-after", "done, but the answer is 429"),
    (Name::Refused, "refused", "not done: a no for good; refused=CODE: by this code"),
    (Name::Declined, "declined", "not done: the customer's bank says no"),
];

/// A fault that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KnownFault {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a few words.
    pub meaning: &'static str,
}

/// Returns all faults that can be asked for.
pub fn known_faults() -> impl Iterator<Item = KnownFault> {
    FAULTS.into_iter().map(|(_, name, meaning)| KnownFault { name, meaning })
}

/// The longest code of a refusal that can be asked for.
const CODE_LENGTH_MAX: usize = 40;

/// Returns the fault of a name.
pub(super) fn by_name(name: &str) -> Option<Name> {
    let (plain, code) = parts(name);
    let found = FAULTS.into_iter().find(|(_, known, _)| *known == plain)?.0;
    let is_code = |code: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        (1..=CODE_LENGTH_MAX).contains(&code.len()) && code.bytes().all(is_letter)
    };
    let fits = code.is_none_or(|code| found == Name::Refused && is_code(code));
    fits.then_some(found)
}

/// Returns the code in the name of a fault, as in `refused=6100`.
pub(super) fn code_in(name: &str) -> Option<&str> {
    parts(name).1
}

fn parts(name: &str) -> (&str, Option<&str>) {
    name.split_once('=').map_or((name, None), |(plain, code)| (plain, Some(code)))
}

impl Name {
    /// Returns whether the fault can meet a read.
    ///
    /// What answers an act cannot answer a read, and a read that tells false values cannot be told
    /// from a true one by anybody. A payment in a state that nobody knows is no false value.
    pub(super) fn meets_reads(self, system: System) -> bool {
        match self {
            Name::UnknownEnum => matches!(system, System::Provider(_)),
            Name::LaggingRead
            | Name::Refused
            | Name::Declined
            | Name::InProgress
            | Name::AlreadyDone
            | Name::Accepted
            | Name::AcceptedFailed
            | Name::OtherAmount
            | Name::OtherCurrency
            | Name::OtherOrder
            | Name::OtherAnswer => false,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_fit_a_line_with_their_meaning() {
        let names: BTreeSet<_> = known_faults().map(|fault| fault.name).collect();
        assert_eq!(names.len(), FAULTS.len());
        for (fault, name, meaning) in FAULTS {
            assert_eq!(by_name(name), Some(fault));
            assert!(name.len() + meaning.len() < 74, "{name}");
        }
    }

    #[test]
    fn only_a_refusal_has_a_code_and_only_one_that_can_be() {
        assert_eq!(by_name("refused=PAYMENT_METHOD_FAILED"), Some(Name::Refused));
        assert_eq!(code_in("refused=05"), Some("05"));
        for name in ["refused=", "refused=a b", "slow=1", "refused=5\"", "=1"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}
