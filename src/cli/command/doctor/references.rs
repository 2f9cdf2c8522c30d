//! The field of Uni's order that carries the shop's number: does it match on real orders, and if it
//! does not, which field would.
//!
//! The texts of orders are counted here and never shown; only the name of a field and what stands
//! before the number are.

use std::collections::{BTreeMap, HashSet};

use jiff::SignedDuration;

use uniac_connect::erp::ErpSurvey;
use uniac_engine::Engine;
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use super::report::Report;

/// How many of Uni's newest orders are looked at for another field.
const ORDERS_SAMPLED: u32 = 200;

/// How many of the shop's numbers are compared with.
const NUMBERS_MAX: usize = 5_000;

/// How far back the shop's orders are read for their numbers.
const SHOP_DAYS: i64 = 90;

/// The fewest orders on which a field is proposed.
const MATCHES_MIN: usize = 2;

/// The longest text before a number, such as `WEB-`.
const PREFIX_LENGTH_MAX: usize = 24;

/// The row's id and check.
pub const ROW: (&str, &str) = ("orders.reference", "order reference");

const ID: &str = ROW.0;
const CHECK: &str = ROW.1;

/// Counts how many orders of Uni the shop knows, and looks for another field when they are few.
pub fn look(report: &mut Report, engine: &Engine<'_>, erp: &dyn ErpSurvey, offline: bool) {
    if !offline && let Err(error) = engine.refresh_documents() {
        return report.wrong(ID, CHECK, &error);
    }
    let counted = match counted(engine) {
        Ok(counted) => counted,
        Err(error) => return report.wrong(ID, CHECK, &error),
    };
    let found = counted.words();
    report.mark("orders.known-to-shop%", percent(counted.known, counted.orders).to_string());
    if !counted.is_poor() || offline {
        return match counted.orders > 0 && counted.known == 0 {
            true => report.warn(ID, CHECK, found, &t!("doctor-check-field")),
            false => report.ok(ID, CHECK, found),
        };
    }
    match better(engine, erp) {
        Err(error) => {
            let found = t!("doctor-no-field-looked-for", found = found, why = error.to_string());
            report.warn(ID, CHECK, found, &t!("doctor-check-field"));
        }
        Ok((numbers, None)) => {
            let found =
                t!("doctor-no-field-matches", found = found, numbers = numbers, days = SHOP_DAYS);
            report.warn(ID, CHECK, found, &t!("doctor-check-field"));
        }
        Ok((_, Some(proposal))) => report.wrong(ID, CHECK, &proposal.error(&found)),
    }
}

/// How many orders of Uni there are, and how many of them lead to an order of the shop.
#[derive(Default)]
struct Counted {
    orders: usize,
    known: usize,
    /// They name an order that the shop does not have.
    strange: usize,
}

fn counted(engine: &Engine<'_>) -> Result<Counted> {
    let mut counted = Counted::default();
    engine.store.cases(&mut |case| {
        let is_known = case.order.shop.is_some();
        counted.orders += 1;
        counted.known += usize::from(is_known);
        counted.strange += usize::from(!is_known && case.order.uni.shop_reference.is_some());
        Ok(())
    })?;
    Ok(counted)
}

impl Counted {
    fn words(&self) -> String {
        let (orders, known) = (self.orders, self.known);
        match self.strange {
            0 => t!("doctor-orders-known", orders = orders, known = known),
            strange => {
                t!("doctor-orders-strange", orders = orders, known = known, count = strange)
            }
        }
    }

    /// Returns whether so few are known that another field may be the right one.
    fn is_poor(&self) -> bool {
        self.orders > 0 && self.known < self.strange.max(1)
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}

/// A field that would match better.
#[derive(Debug, PartialEq, Eq)]
struct Proposal {
    field: String,
    prefix: String,
    matches: usize,
    orders: usize,
}

impl Proposal {
    /// Says that the configured field is the wrong one, and how to set this one.
    fn error(&self, found: &str) -> Error {
        let prefix = match self.prefix.as_str() {
            "" => t!("doctor-no-prefix"),
            prefix => format!("`order_reference_prefix = \"{prefix}\"`"),
        };
        let message = t!(
            "doctor-field-matches",
            found = found,
            field = &self.field,
            matches = self.matches,
            orders = self.orders
        );
        Error::new(Kind::Failed, "order-reference", message).hint(t!(
            "doctor-set-field",
            field = &self.field,
            prefix = prefix
        ))
    }
}

/// Reads the shop's numbers and Uni's newest orders, and looks for the field.
fn better(engine: &Engine<'_>, erp: &dyn ErpSurvey) -> Result<(usize, Option<Proposal>)> {
    let days = SignedDuration::from_hours(24 * SHOP_DAYS);
    let now = engine.clock.now();
    let since = now.checked_sub(days).unwrap_or(now);
    let mut numbers = HashSet::new();
    let mut enough = false;
    let read = engine.shop.orders_since(Some(since), &mut |rows| {
        numbers.extend(rows.into_iter().map(|row| row.order.number));
        enough = numbers.len() >= NUMBERS_MAX;
        // There is no other way to end the reading.
        if enough { Err(Error::failed("enough", "enough was read")) } else { Ok(()) }
    });
    if !enough {
        read?;
    }
    let texts = erp.order_texts(ORDERS_SAMPLED)?;
    Ok((numbers.len(), propose(&texts, &numbers)))
}

/// Returns the field and the prefix that match most orders.
fn propose(orders: &[Vec<(String, String)>], numbers: &HashSet<String>) -> Option<Proposal> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for order in orders {
        for (field, text) in order {
            if let Some(prefix) = prefix_of(text, numbers) {
                *counts.entry((field, prefix)).or_default() += 1;
            }
        }
    }
    // Of equals the one with the least before the number.
    let best = counts
        .into_iter()
        .max_by_key(|((_, prefix), matches)| (*matches, std::cmp::Reverse(prefix.len())));
    let ((field, prefix), matches) = best?;
    (matches >= MATCHES_MIN.min(orders.len())).then(|| Proposal {
        field: field.to_owned(),
        prefix: prefix.to_owned(),
        matches,
        orders: orders.len(),
    })
}

/// Returns what stands before one of the shop's numbers at the end of a text. A digit there would
/// make it another number, or a date.
fn prefix_of<'a>(text: &'a str, numbers: &HashSet<String>) -> Option<&'a str> {
    let mut starts = text.char_indices().map(|(index, _)| index);
    let start = starts.find(|start| numbers.contains(&text[*start..]))?;
    let prefix = &text[..start];
    let is_number = prefix.chars().any(|c| c.is_ascii_digit());
    (!is_number && prefix.len() <= PREFIX_LENGTH_MAX).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(field: &str, texts: &[&str]) -> Vec<Vec<(String, String)>> {
        let order = |text: &&str| {
            let date = ("OrderDate".to_owned(), "2026-01-20".to_owned());
            vec![date, (field.to_owned(), (*text).to_owned())]
        };
        texts.iter().map(order).collect()
    }

    fn numbers(known: &[&str]) -> HashSet<String> {
        known.iter().map(|number| (*number).to_owned()).collect()
    }

    #[test]
    fn the_field_and_what_stands_before_the_number_are_found() {
        let known = numbers(&["1001", "1002", "1003", "20"]);
        for (texts, prefix, matches) in [
            (["1001", "1002", "x"], "", 2),
            (["WEB-1001", "WEB-1002", "WEB-1003"], "WEB-", 3),
            (["Nettordre 1001", "Nettordre 1002", "1003"], "Nettordre ", 2),
        ] {
            let proposal = propose(&orders("YourReference", &texts), &known).unwrap();
            let wanted = Proposal {
                field: "YourReference".to_owned(),
                prefix: prefix.to_owned(),
                matches,
                orders: 3,
            };
            assert_eq!(proposal, wanted);
        }
    }

    #[test]
    fn a_number_within_another_or_in_a_date_is_no_match() {
        let known = numbers(&["1001", "1002", "20"]);
        let texts = ["91001", "91002", "2026-1001"];
        assert_eq!(propose(&orders("Comment", &texts), &known), None);
        assert_eq!(propose(&[], &known), None);
    }
}
