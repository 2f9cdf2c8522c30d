//! The words that uniac writes into the shop and to the provider: in the language that the company has chosen for them,
//! never in the terminal's.
//!
//! Nothing may be found by these words: a key stands behind them wherever something is to be known again.

use uniac_core::money::Money;
use uniac_texts::{Language, text_in};

/// Names the credit notes for which money was paid back.
pub fn credit_notes(language: Language, numbers: &str) -> String {
    text_in(language, "written-credit-notes", &[("numbers", numbers.into())])
}

/// Says that the money for an invoice was taken.
pub fn captured(language: Language, invoice: &str, sum: Money) -> String {
    text_in(language, "written-captured", &[("invoice", invoice.into()), ("sum", sum.into())])
}

/// Says that money was paid back for credit notes.
pub fn refunded(language: Language, numbers: &str, sum: Money) -> String {
    text_in(language, "written-refunded", &[("numbers", numbers.into()), ("sum", sum.into())])
}

/// Names an order of Uni.
pub fn order(language: Language, number: &str) -> String {
    text_in(language, "written-order", &[("number", number.into())])
}

/// Says that it was credited in Uni.
pub fn credited_in_uni(language: Language) -> String {
    text_in(language, "written-credited-in-uni", &[])
}

/// Says that it was cancelled in Uni.
pub fn cancelled_in_uni(language: Language) -> String {
    text_in(language, "written-cancelled-in-uni", &[])
}

/// Names the line of what was invoiced.
pub fn invoiced(language: Language) -> String {
    text_in(language, "written-invoiced", &[])
}

/// Names the line of what was credited.
pub fn credited(language: Language) -> String {
    text_in(language, "written-credited", &[])
}
