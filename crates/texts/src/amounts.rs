//! Amounts as a language writes them: `NOK 1,250.00`, `1 250,00 kr`.
//!
//! A program gets minor units, a script that reads lines the bare form: `NOK 1250.00`. At the blanks within a Norwegian amount no line breaks.

use uniac_core::money::{Currency, Money, grouped};

use crate::{Form, Language, form, language};

/// A blank at which no line breaks.
const BLANK: char = '\u{a0}';

/// Returns an amount with its currency in the language and the form of the run.
pub fn amount(money: Money) -> String {
    amount_in(language(), form(), money)
}

/// Returns an amount with its currency, in a form.
pub(crate) fn amount_in(language: Language, form: Form, amount: Money) -> String {
    match form {
        Form::Written => money(language, amount),
        Form::Bare => format!("{} {}", amount.currency, amount.currency.decimal(amount.minor)),
    }
}

/// Returns an amount with its currency, as people write it.
pub fn money(language: Language, money: Money) -> String {
    match language {
        Language::En => money.to_string(),
        Language::Nb => format!("{}{BLANK}{}", decimal(language, money), unit(money.currency)),
    }
}

/// Returns an amount without its currency, in groups of three digits.
pub fn decimal(language: Language, money: Money) -> String {
    let english = grouped(money.minor, money.currency);
    let norwegian = |char| match char {
        ',' => BLANK,
        '.' => ',',
        other => other,
    };
    match language {
        Language::En => english,
        Language::Nb => english.chars().map(norwegian).collect(),
    }
}

/// Returns what stands behind an amount in Norwegian: `kr` is the krone of the reader's own country.
fn unit(currency: Currency) -> String {
    match currency == Currency::NOK {
        true => "kr".to_owned(),
        false => currency.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_amounts_its_own_way() {
        let yen: Currency = "JPY".parse().unwrap();
        for (amount, en, nb) in [
            (Money::new(125_000, Currency::NOK), "NOK 1,250.00", "1 250,00 kr"),
            (Money::new(5, Currency::NOK), "NOK 0.05", "0,05 kr"),
            (Money::new(-123_456_789, Currency::NOK), "NOK -1,234,567.89", "-1 234 567,89 kr"),
            (Money::new(99_999, Currency::NOK), "NOK 999.99", "999,99 kr"),
            (Money::new(1_000_000, yen), "JPY 1,000,000", "1 000 000 JPY"),
        ] {
            assert_eq!(money(Language::En, amount).replace(BLANK, " "), en);
            assert_eq!(money(Language::Nb, amount).replace(BLANK, " "), nb);
        }
    }

    #[test]
    fn the_bare_form_is_the_same_in_every_language() {
        for (amount, bare) in [
            (Money::new(125_000, Currency::NOK), "NOK 1250.00"),
            (Money::new(-5, Currency::NOK), "NOK -0.05"),
            (Money::new(1_000_000, "JPY".parse().unwrap()), "JPY 1000000"),
        ] {
            for language in Language::ALL {
                assert_eq!(amount_in(language, Form::Bare, amount), bare);
            }
        }
    }
}
