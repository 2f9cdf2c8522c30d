//! The pages of `uniac explain`: one an attention, exit code, error code, and word that stands on others.
//!
//! Each says in plain words what it means, whether money moved, and what to do. A page must never
//! promise what the rules do not hold, and never lack one of the three.

use uniac_texts::{Language, has, language, text_in};

use crate::typed;

/// Declares the pages; an id without its file in each language does not compile.
macro_rules! pages {
    ($($id:literal)+) => {
        &[$(Page {
            id: $id,
            en: include_str!(concat!("../../texts/en/explain/", $id, ".md")),
            nb: include_str!(concat!("../../texts/nb/explain/", $id, ".md")),
        }),+]
    };
}

/// A page in both languages.
struct Page {
    id: &'static str,
    en: &'static str,
    nb: &'static str,
}

impl Page {
    fn text(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Nb => self.nb,
        }
    }

    /// Returns what its title says behind the id.
    fn title(&self, language: Language) -> &'static str {
        let first = self.text(language).lines().next().unwrap_or_default();
        first.split_once(": ").map_or(first, |(_, title)| title)
    }
}

/// Attentions and remarks, worst first. Some are codes of steps, too.
const ATTENTIONS: &[Page] = pages! {
    "unknown-outcome"
    "unreadable"
    "doubtful-link"
    "claimed-twice"
    "several-payments"
    "reference-changed"
    "replaced-payment"
    "amount-not-exact"
    "currency-mismatch"
    "credit-not-placed"
    "credit-exceeds-invoice"
    "document-withdrawn"
    "paid-elsewhere"
    "exceeds-reservation"
    "reservation-expired"
    "whole-capture-only"
    "cancelled-in-shop"
    "shop-would-move-money"
    "order-gone"
    "refused"
    "held"
    "inactive"
    "invoiced-before-activation"
    "part-invoiced-before-activation"
    "dropped-before"
    "braked"
    "over-bounds"
    "captured-not-invoiced"
    "refunded-elsewhere"
    "credited-without-capture"
    "reservation-expiring"
    "reservation-left-over"
    "method-not-configured"
    "payment-not-found"
    "unlinked"
    "no-payment"
    "captured-elsewhere"
    "in-review"
    "waits-until"
    "match-in-uni"
};

/// Exit codes.
const EXITS: &[Page] = pages! {
    "0" "1" "2" "3" "4" "5" "6" "7" "8" "9" "10" "70" "130"
};

/// Codes of errors and of steps, by the alphabet.
const CODES: &[Page] = pages! {
    "ambiguous-order"
    "amount-too-large"
    "bad-configuration"
    "bad-key"
    "bad-secret"
    "captured"
    "changed"
    "clock-difference"
    "company-not-found"
    "confirmation-needed"
    "conflict"
    "declined"
    "defect"
    "done-before"
    "exchange-log"
    "foreign-currency"
    "hold-in-the-past"
    "insecure-address"
    "interrupted"
    "kept-differs"
    "locked"
    "login-failed"
    "login-file"
    "login-needed"
    "may-be-sent-again"
    "mismatch"
    "never-arrived"
    "no-charge"
    "no-company"
    "no-effect"
    "no-reply"
    "no-sandbox"
    "no-secret"
    "not-reached"
    "not-released"
    "not-set"
    "not-shown"
    "not-supported"
    "not-understood"
    "nothing-due"
    "nothing-to-accept"
    "offline"
    "order-reference"
    "output-failed"
    "overtaken"
    "paging-loop"
    "pending"
    "plan-applied"
    "plan-edited"
    "plan-expired"
    "plan-other-company"
    "plan-required"
    "plan-same-person"
    "plan-unreadable"
    "rate-limited"
    "refund-failed"
    "release-not-possible"
    "settled"
    "shop-paid"
    "shop-refund-failed"
    "sign-in"
    "stale"
    "store-busy"
    "store-damaged"
    "store-failed"
    "store-full"
    "store-lost"
    "store-newer"
    "store-other-company"
    "store-unreachable"
    "superseded"
    "timed-out"
    "told"
    "too-much"
    "too-soon"
    "torn-body"
    "two-drivers"
    "unconfirmed"
    "unexpected-status"
    "unknown-company"
    "unknown-intent"
    "unknown-order"
    "unknown-run"
    "unreachable"
    "usage"
    "wrong-issuer"
};

/// Reasons of `reconcile` that are no attention, worst first.
const REASONS: &[Page] = pages! {
    "unknown-to-uni"
    "unknown-to-provider"
    "unknown-to-shop"
    "invoiced-not-captured"
    "refunded-not-credited"
    "credited-not-refunded"
    "other-amount"
    "captured-not-booked"
    "booked-not-captured"
    "other-month"
};

/// Words that stand on other pages and in lists, by the alphabet.
const WORDS: &[Page] = pages! {
    "acts" "barred" "classes" "due" "link" "purchase" "states"
};

/// Other forms of words, as a person may type them, in both languages.
const FORMS: &[(&str, &str)] = &[
    ("act", "acts"),
    ("operation", "acts"),
    ("operations", "acts"),
    ("capture", "acts"),
    ("refund", "acts"),
    ("cancel", "acts"),
    ("shop-complete", "acts"),
    ("shop-credit", "acts"),
    ("shop-cancel", "acts"),
    ("shop-refund", "acts"),
    ("shop-note", "acts"),
    ("shop-create", "acts"),
    ("shop-update", "acts"),
    ("book", "acts"),
    ("book-payment", "acts"),
    ("oppdrag", "acts"),
    ("bar", "barred"),
    ("auto", "due"),
    ("manual", "due"),
    ("class", "classes"),
    ("klasse", "classes"),
    ("klasser", "classes"),
    ("invoiced-before", "classes"),
    ("part-invoiced-before", "classes"),
    ("none", "states"),
    ("reserved", "states"),
    ("part-captured", "states"),
    ("part-refunded", "states"),
    ("refunded", "states"),
    ("cancelled", "states"),
    ("expired", "states"),
    ("links", "link"),
    ("unlink", "link"),
    ("linked", "link"),
    ("sure", "link"),
    ("doubtful", "doubtful-link"),
    ("claim", "purchase"),
    ("claims", "purchase"),
    ("purchases", "purchase"),
    ("state", "states"),
    ("stoppet", "barred"),
    ("kobling", "link"),
    ("koblinger", "link"),
    ("handel", "purchase"),
    ("krav", "purchase"),
    ("tilstand", "states"),
    ("tilstander", "states"),
    ("sperre", "held"),
    ("sperret", "held"),
];

/// The cause of `owed` that has no page.
const CAUSE_WITHOUT_PAGE: &str = "none";

/// What an exit code may be written with, as in `exit-7`.
const EXIT_PREFIX: &str = "exit-";

fn pages() -> impl Iterator<Item = &'static Page> {
    [ATTENTIONS, EXITS, CODES, REASONS, WORDS].into_iter().flatten()
}

/// Returns the page of an attention, an error code, or an exit code (`7` or `exit-7`), in the language of the run.
pub fn page(id: &str) -> Option<&'static str> {
    page_in(language(), id)
}

fn page_in(language: Language, id: &str) -> Option<&'static str> {
    let id = FORMS.iter().find(|(form, _)| *form == id).map_or_else(|| id_of(id), |(_, id)| id);
    let page = match id.strip_prefix(EXIT_PREFIX) {
        Some(number) => EXITS.iter().find(|page| page.id == number),
        None => pages().find(|page| page.id == id),
    };
    page.map(|page| page.text(language))
}

/// Returns all ids, attentions first.
pub fn ids() -> impl Iterator<Item = &'static str> {
    pages().map(|page| page.id)
}

/// Returns all ids with what their pages are about, in the language of the run.
pub fn titles() -> impl Iterator<Item = (&'static str, &'static str)> {
    pages().map(|page| (page.id, page.title(language())))
}

/// Returns the Norwegian name of an id, as tables have it; none where it has none of its own.
fn name_of(id: &str) -> Option<String> {
    let label = format!("label-cause-{id}");
    has(Language::Nb, &label).then(|| text_in(Language::Nb, &label, &[]))
}

/// Returns the id of an attention or a cause that was typed by its Norwegian name, as tables have it; else what was typed.
pub fn id_of(typed: &str) -> &str {
    let wanted = typed.trim().to_lowercase();
    let is_named = |id: &&str| name_of(id).is_some_and(|name| name.to_lowercase() == wanted);
    ids().chain([CAUSE_WITHOUT_PAGE]).find(is_named).unwrap_or(typed)
}

/// Returns the id that was probably meant, by what is like it: an id or a Norwegian name.
pub fn nearest(id: &str) -> Option<&'static str> {
    let wanted = id.to_lowercase().replace([' ', '_'], "-");
    typed::nearest(&wanted, ids()).or_else(|| {
        let names: Vec<(String, &str)> =
            ids().filter_map(|id| Some((name_of(id)?.to_lowercase(), id))).collect();
        let near = typed::nearest(&id.to_lowercase(), names.iter().map(|(name, _)| &**name))?;
        names.iter().find(|(name, _)| name == near).map(|(_, id)| *id)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use uniac_core::assess::Attention;

    #[test]
    fn every_attention_and_every_exit_code_has_a_page() {
        let attentions: Vec<&str> = Attention::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(attentions, ATTENTIONS.iter().map(|page| page.id).collect::<Vec<_>>());
        for exit in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130] {
            assert!(page(&exit.to_string()).is_some(), "{exit}");
            assert_eq!(page(&exit.to_string()), page(&format!("exit-{exit}")));
        }
        assert_eq!(page("exit-held"), None);
        assert_eq!(page("11"), None);
    }

    #[test]
    fn every_file_is_listed_once_and_codes_are_in_order() {
        let listed: BTreeSet<String> = ids().map(|id| format!("{id}.md")).collect();
        for language in Language::ALL {
            let root = env!("CARGO_MANIFEST_DIR");
            let folder = format!("{root}/texts/{}/explain", language.tag());
            let files: BTreeSet<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            assert_eq!(files, listed);
        }
        assert_eq!(ids().count(), listed.len());
        assert!(CODES.is_sorted_by_key(|page| page.id) && WORDS.is_sorted_by_key(|page| page.id));
    }

    #[test]
    fn every_page_says_what_it_means_whether_money_moved_and_what_to_do() {
        for (language, moved, next) in [
            (Language::En, "Did money move? ", "What to do: "),
            (Language::Nb, "Ble penger flyttet? ", "Dette gjør du: "),
        ] {
            for (id, text) in pages().map(|page| (page.id, page.text(language))) {
                let title = text.lines().next().unwrap();
                assert!(title.starts_with(&format!("# {id}: ")) && !title.ends_with('.'), "{id}");
                let parts: Vec<&str> = text.split("\n\n").collect();
                let at = |start: &str| parts.iter().position(|part| part.starts_with(start));
                let (money, todo) = (at(moved), at(next));
                assert!(money.is_some_and(|money| money >= 2), "{id}: the meaning, then the money");
                assert!(todo > money, "{id}: what to do comes last");
                let lines = text.lines().count();
                assert!((8..=25).contains(&lines), "{id}: not too short, not too long");
                assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{id}");
                for line in text.lines() {
                    assert!(line.chars().count() <= 78, "{id}: {line}");
                    assert_eq!(line.trim_end(), line, "{id}");
                }
            }
        }
    }

    #[test]
    fn every_command_on_a_page_is_one_that_exists() {
        use clap::error::ErrorKind;
        for (id, text) in pages().flat_map(|page| [(page.id, page.en), (page.id, page.nb)]) {
            for line in text.lines().filter_map(|line| line.strip_prefix("    uniac ")) {
                let line = line.replace("ORDER", "1");
                let line = line.split(" --reason \"").next().unwrap_or_default();
                let words = std::iter::once("uniac").chain(line.split_whitespace());
                let parsed = crate::cli::command().try_get_matches_from(words);
                let is_fine = parsed.as_ref().err().is_none_or(|error| {
                    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
                });
                assert!(is_fine, "{id}: uniac {line}");
            }
        }
    }

    #[test]
    fn a_word_has_a_page_in_each_of_its_forms() {
        for (form, id) in FORMS {
            for language in Language::ALL {
                let text = page_in(language, form);
                assert!(text.is_some_and(|text| text.starts_with(&format!("# {id}: "))), "{form}");
            }
            assert!(pages().all(|page| page.id != *form), "{form} is a page of its own");
        }
        assert_eq!(nearest("barrd"), Some("barred"));
    }

    #[test]
    fn a_norwegian_name_is_as_good_as_its_id() {
        for attention in Attention::ALL {
            let name = name_of(attention.name()).unwrap();
            assert_eq!(id_of(&name), attention.name());
            assert_eq!(page_in(Language::Nb, &name), page_in(Language::Nb, attention.name()));
        }
        assert_eq!(id_of(" Usikker kobling"), "doubtful-link");
        assert_eq!(id_of("gjenstår"), "due");
        assert_eq!(id_of("something else"), "something else");
    }

    #[test]
    fn a_slip_of_the_hand_is_understood() {
        for (typed, meant) in [
            ("unknown-outcom", "unknown-outcome"),
            ("Unknown outcome", "unknown-outcome"),
            ("reservation_expired", "reservation-expired"),
            ("exeeds-reservation", "exceeds-reservation"),
            ("usiker kobling", "doubtful-link"),
        ] {
            assert_eq!(nearest(typed), Some(meant), "{typed}");
        }
        assert_eq!(nearest("zzz"), None);
    }
}
