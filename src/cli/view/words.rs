//! The words for what the program knows by ids: attentions, codes, settings, and who said something.
//!
//! Only names are turned into words here; nothing is decided.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::Cell;
use uniac_core::act::{Act, Operation};
use uniac_core::assess::{Attention, Doubt, Link};
use uniac_core::code::Code;
use uniac_texts::{named, t, text};

use super::moment;

/// Returns what an attention means, in one line.
pub fn attention(attention: Attention) -> String {
    text(&format!("attention-{attention}"), &[])
}

/// Returns what a code means, in one line.
pub fn code(code: Code) -> String {
    text(&format!("code-{code}"), &[])
}

/// Returns what people read for the id of a cause: an attention, `due`, a reason, a class of the cut-over. English has the
/// id itself.
pub fn cause(id: &str) -> String {
    named(&format!("cause-{id}")).unwrap_or_else(|| id.to_owned())
}

/// Returns a cause in words, with the id behind it that `explain` and the filters take.
pub fn cause_and_id(id: &str) -> String {
    match cause(id) {
        words if words == id => words,
        words => format!("{words} ({id})"),
    }
}

/// Returns the cell of a cause: people read words, programs the id.
pub fn cause_cell(id: &str) -> Cell {
    Cell::worded(cause(id), id)
}

/// Returns the cell of a class, of the cut-over or of codes. What was captured before a cut-over may be our own work, so that
/// the words of the attention do not fit.
pub fn class_cell(id: &str) -> Cell {
    Cell::worded(class(id), id)
}

/// Returns the words for a class. English has the id itself.
pub fn class(id: &str) -> String {
    named(&format!("class-{id}")).unwrap_or_else(|| cause(id))
}

/// Returns the cell of an act, short enough for a column.
pub fn act_cell(act: &str) -> Cell {
    let words = named(&format!("step-{act}")).or_else(|| named(act));
    Cell::worded(words.unwrap_or_else(|| act.to_owned()), act)
}

/// Returns what an act is, as a noun.
pub fn act(act: Act) -> String {
    match act.operation() {
        Operation::Capture => t!("act-capture"),
        Operation::Refund => t!("act-refund"),
        Operation::Cancel => t!("act-release"),
        Operation::ShopUpdate => t!("act-shop-update"),
        Operation::BookPayment => t!("act-book"),
        Operation::ShopCreate => t!("act-shop-create"),
    }
}

/// Returns why a link is as it is.
pub fn link(link: Link) -> String {
    match link {
        Link::None => t!("why-link-none"),
        Link::Sure => t!("why-link-sure"),
        Link::ByPerson => t!("why-link-by-person"),
        Link::Unlinked => t!("why-link-unlinked"),
        Link::Doubtful(Doubt::SeveralShopOrders) => t!("why-link-several-shop-orders"),
        Link::Doubtful(Doubt::OtherCustomer) => t!("why-link-other-customer"),
        Link::Doubtful(Doubt::OtherTotal) => t!("why-link-other-total"),
        Link::Doubtful(Doubt::Older) => t!("why-link-older"),
    }
}

/// Returns what an attention or a code means, by its name; nothing of what is the other side's own.
pub fn meaning(name: &str) -> String {
    let of_ours = name.parse().ok().map(attention);
    of_ours.or_else(|| Code::named(name).map(code)).unwrap_or_default()
}

/// Returns who said something: the name that the machine gave.
pub fn person(by: &str) -> String {
    match by {
        "" | "unknown" => t!("told-unnamed"),
        name => name.to_owned(),
    }
}

/// Returns who said something, when, and why.
pub fn said_by(by: &str, at: Timestamp, reason: Option<&str>, zone: &TimeZone) -> String {
    let reason = reason.map_or_else(|| t!("told-no-reason"), str::to_owned);
    format!("{}, {}: {reason}", person(by), moment::minute(at, zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_core::assess::State;
    use uniac_core::owed::{DUE, UNEXPLAINED};
    use uniac_core::reconcile::Reason;
    use uniac_texts::{Language, has, text_in};

    /// A column of a screen has no room for more.
    const CAUSE_MAX: usize = 30;

    fn label_of(name: &str) -> Option<String> {
        let id = format!("label-{name}");
        has(Language::Nb, &id).then(|| text_in(Language::Nb, &id, &[]))
    }

    #[test]
    fn every_cause_has_a_short_norwegian_name_of_its_own() {
        let attentions = Attention::ALL.iter().map(|attention| attention.name());
        let reasons = Reason::ALL.iter().map(|reason| reason.name());
        let mut names = std::collections::BTreeMap::new();
        for id in attentions.chain(reasons).chain([DUE, UNEXPLAINED]) {
            let name = label_of(&format!("cause-{id}")).unwrap_or_else(|| panic!("no `{id}`"));
            assert!(name.chars().count() <= CAUSE_MAX, "`{name}` is too long");
            let other = names.insert(name, id).filter(|other| *other != id);
            assert!(other.is_none(), "`{id}` has the name of `{}`", other.unwrap_or_default());
        }
    }

    #[test]
    fn every_state_act_and_outcome_has_a_norwegian_name() {
        let states = State::ALL.iter().map(|state| state.name());
        let operations = Act::ALL.iter().map(|act| act.operation().name());
        let acts = Act::ALL.iter().map(|act| act.name());
        let outcomes = ["done", "refused", "unknown", "pending", "skipped", "planned"];
        let others = ["auto", "manual", "active", "incomplete", "off", "sure", "doubtful"];
        for name in states.chain(operations).chain(acts).chain(outcomes).chain(others) {
            assert!(label_of(name).is_some(), "no `{name}`");
        }
    }

    #[test]
    fn every_code_and_every_attention_has_a_meaning() {
        let codes = Code::ALL.iter().map(|code| format!("code-{code}"));
        let attentions = Attention::ALL.iter().map(|attention| format!("attention-{attention}"));
        let all: Vec<String> = codes.chain(attentions).collect();
        for language in Language::ALL {
            let missing: Vec<&String> = all.iter().filter(|id| !has(language, id)).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", language.tag());
        }
    }

    #[test]
    fn a_word_names_the_person_the_minute_and_the_reason() {
        let at: Timestamp = "2026-03-10T09:00:59.7Z".parse().unwrap();
        let oslo = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(said_by("kari", at, Some("a copy"), &oslo), "kari, 2026-03-10 10:00: a copy");
        assert_eq!(
            said_by("unknown", at, None, &TimeZone::UTC),
            "a user without a name, 2026-03-10 09:00: no reason given"
        );
    }
}
