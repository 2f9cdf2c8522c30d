//! What a company configures for the rules: how long releases and refunds wait, what Uni's payments say, and whether
//! references are trusted.
//!
//! A waiting time is a text such as "24h" or "30m"; nothing else is guessed from it.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use uniac_core::assess::Terms;
use uniac_system::error::{Error, Result};
use uniac_texts::{Language, t};

/// How old a deletion must be before `sync` releases, unless configured.
const RELEASE_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// How old a credit note must be before `sync` pays back, unless configured.
const REFUND_AFTER: SignedDuration = SignedDuration::from_mins(30);

/// The longest waiting time that is believed.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A waiting time: `"24h"`, `"30m"`, or `0`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Wait {
    /// Only 0 needs no unit.
    Number(i64),
    /// With its unit.
    Text(String),
}

/// What is made of payments that Uni shows on invoices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidInUni {
    /// What is paid in Uni is not asked of the provider.
    #[default]
    Count,
    /// It says nothing: the company's terms book a payment at invoicing.
    Ignore,
}

/// How links between orders of Uni and of the shop are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Links {
    /// Customer or totals must agree.
    #[default]
    Judged,
    /// Every reference that leads to one shop order is right.
    Trusted,
}

/// The language of what uniac writes into other systems, for the people who read it there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Texts {
    /// Norwegian.
    #[default]
    Nb,
    /// English.
    En,
}

impl From<Texts> for Language {
    fn from(texts: Texts) -> Language {
        match texts {
            Texts::Nb => Language::Nb,
            Texts::En => Language::En,
        }
    }
}

/// Who may move money by hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PlansRule {
    /// Whoever runs the command.
    #[default]
    Optional,
    /// Two people: one makes a plan, another applies it.
    Required,
}

/// Returns what is configured for the rules.
///
/// # Errors
/// `bad-configuration` when a waiting time is none.
pub(super) fn terms(
    release_after: Option<&Wait>,
    refund_after: Option<&Wait>,
    paid: Option<PaidInUni>,
    links: Option<Links>,
) -> Result<Terms> {
    Ok(Terms {
        release_after: wait("release_after", release_after, RELEASE_AFTER)?,
        refund_after: wait("refund_after", refund_after, REFUND_AFTER)?,
        ignores_paid: paid == Some(PaidInUni::Ignore),
        trusts_links: links == Some(Links::Trusted),
    })
}

fn wait(name: &str, wait: Option<&Wait>, default: SignedDuration) -> Result<SignedDuration> {
    let Some(wait) = wait else { return Ok(default) };
    let parsed = match wait {
        Wait::Number(number) => (*number == 0).then_some(SignedDuration::ZERO),
        Wait::Text(text) if text.trim() == "0" => Some(SignedDuration::ZERO),
        Wait::Text(text) => text.trim().parse::<SignedDuration>().ok(),
    };
    parsed.filter(|wait| !wait.is_negative() && *wait <= LONGEST).ok_or_else(|| {
        Error::usage("bad-configuration", t!("config-no-wait", name = name))
            .hint(t!("config-no-wait-hint"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_time_has_its_unit_and_only_0_needs_none() {
        let of = |value: Wait| wait("release_after", Some(&value), RELEASE_AFTER).ok();
        let text = |text: &str| of(Wait::Text(text.to_owned()));
        assert_eq!(text("24h"), Some(SignedDuration::from_hours(24)));
        assert_eq!(text(" 30 m "), Some(SignedDuration::from_mins(30)));
        assert_eq!(text("0"), Some(SignedDuration::ZERO));
        assert_eq!(of(Wait::Number(0)), Some(SignedDuration::ZERO));
        for bad in ["", "24", "-1h", "soon", "9000h9", "90000h"] {
            assert_eq!(text(bad), None, "{bad}");
        }
        assert_eq!(of(Wait::Number(24)), None);
        assert_eq!(wait("refund_after", None, REFUND_AFTER).ok(), Some(REFUND_AFTER));
    }
}
