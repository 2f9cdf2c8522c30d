//! Choosing orders by what a person types: Uni's number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`.
//!
//! A name that fits no order must never be guessed; the nearest ones are named. Neither must one of several orders:
//! an invoice or a payment stands for all of its orders, or for none.

use uniac_core::order::OrderId;
use uniac_store::Store;
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

/// How many near matches are named.
const NEAR_MAX: usize = 3;

/// What a person names an order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name<'a> {
    /// Uni's order number.
    Uni(&'a str),
    /// The shop's order number.
    Shop(&'a str),
    /// An invoice or credit note that carries lines of it.
    Invoice(&'a str),
    /// A payment that it leads to, or to which an act of ours was sent.
    Payment(&'a str),
}

impl Name<'_> {
    fn of(typed: &str) -> Name<'_> {
        let typed = typed.trim();
        match typed.split_once(':') {
            Some(("shop", number)) => Name::Shop(number.trim()),
            Some(("invoice", number)) => Name::Invoice(number.trim()),
            Some(("payment", reference)) => Name::Payment(reference.trim()),
            Some(_) | None => Name::Uni(typed),
        }
    }

    fn find(self, store: &dyn Store) -> Result<Vec<OrderId>> {
        match self {
            Name::Uni("") | Name::Shop("") | Name::Invoice("") | Name::Payment("") => {
                Ok(Vec::new())
            }
            Name::Uni(number) => store.find_orders(number, false),
            Name::Shop(number) => store.find_orders(number, true),
            Name::Invoice(number) => store.orders_of_invoice(number),
            Name::Payment(reference) => store.orders_of_payment(reference),
        }
    }

    /// Returns whether several orders can be meant.
    fn is_of_several(self) -> bool {
        matches!(self, Name::Invoice(_) | Name::Payment(_))
    }
}

/// Returns the orders that were named, each once.
///
/// # Errors
/// `unknown-order` or `ambiguous-order`.
pub fn orders(store: &dyn Store, names: &[String]) -> Result<Vec<OrderId>> {
    let mut chosen = Vec::new();
    for typed in names {
        let found = named(store, typed).map_err(|error| none_of(names, error))?;
        for id in found {
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
    }
    Ok(chosen)
}

/// Returns the orders that were named, each once, and for each name that fits none why not: for a command that moves no money and
/// goes on with the others.
///
/// # Errors
/// When the store cannot be read; `unknown-order` or `ambiguous-order` when no name fits.
pub fn each(store: &dyn Store, names: &[String]) -> Result<(Vec<OrderId>, Vec<(String, Error)>)> {
    let (mut chosen, mut unfit) = (Vec::new(), Vec::new());
    for typed in names {
        match named(store, typed) {
            Ok(found) => {
                for id in found {
                    if !chosen.contains(&id) {
                        chosen.push(id);
                    }
                }
            }
            Err(error) if error.kind == Kind::Usage => unfit.push((typed.trim().to_owned(), error)),
            Err(error) => return Err(error),
        }
    }
    match (chosen.is_empty(), unfit.len()) {
        (true, 1..) => Err(none_of(names, unfit.swap_remove(0).1)),
        _ => Ok((chosen, unfit)),
    }
}

fn named(store: &dyn Store, typed: &str) -> Result<Vec<OrderId>> {
    let name = Name::of(typed);
    let found = name.find(store)?;
    match name.is_of_several() && !found.is_empty() {
        true => Ok(found),
        false => Ok(vec![only(store, typed, name, &found)?]),
    }
}

/// Says that nothing was done for the others either: who mistypes one number must not wonder about the rest.
fn none_of(names: &[String], mut error: Error) -> Error {
    if names.len() > 1 && error.kind == Kind::Usage {
        error.message = t!("choose-none-of-them", why = error.message, count = names.len());
    }
    error
}

/// Returns the one order that was named.
///
/// # Errors
/// As [`orders`]; `ambiguous-order` also where an invoice or a payment has several.
pub fn order(store: &dyn Store, typed: &str) -> Result<OrderId> {
    let name = Name::of(typed);
    only(store, typed, name, &name.find(store)?)
}

fn only(store: &dyn Store, typed: &str, name: Name<'_>, found: &[OrderId]) -> Result<OrderId> {
    match found {
        [one] => Ok(*one),
        [] => Err(unknown(store, typed.trim(), name)?),
        several => Err(ambiguous(store, typed.trim(), several)?),
    }
}

fn ambiguous(store: &dyn Store, typed: &str, found: &[OrderId]) -> Result<Error> {
    let mut numbers = Vec::new();
    for id in found {
        numbers.extend(store.case(*id)?.map(|case| case.order.uni.number));
    }
    let message =
        t!("choose-ambiguous", count = found.len(), numbers = numbers.join(", "), typed = typed);
    Ok(Error::usage("ambiguous-order", message).hint(t!("choose-ambiguous-hint")))
}

fn unknown(store: &dyn Store, typed: &str, name: Name<'_>) -> Result<Error> {
    let what = match name {
        Name::Shop(number) if !store.shop_orders_numbered(number)?.is_empty() => {
            return Ok(Error::usage("unknown-order", t!("choose-only-shop", number = number))
                .hint(t!("choose-only-shop-hint", number = number)));
        }
        Name::Invoice(number) if is_stray(store, number)? => return stray(store, number),
        Name::Invoice(number) => {
            t!("choose-no-invoice", number = number)
        }
        Name::Uni(_) | Name::Shop(_) => t!("choose-no-order", typed = typed),
        Name::Payment(reference) => {
            t!("choose-no-payment", reference = reference)
        }
    };
    let error = Error::usage("unknown-order", what);
    let near = match name {
        Name::Uni(number) => near(store, number)?,
        Name::Shop(_) | Name::Invoice(_) | Name::Payment(_) => Vec::new(),
    };
    Ok(match near.is_empty() {
        true => error.hint(t!("choose-hint")),
        false => error.hint(t!("choose-nearest", numbers = near.join(", "))),
    })
}

/// Returns whether it is a credit note of which nothing tells the order.
fn is_stray(store: &dyn Store, number: &str) -> Result<bool> {
    Ok(store.strays()?.iter().any(|stray| stray.note.number == number))
}

/// Names the orders that a credit note may be of.
fn stray(store: &dyn Store, number: &str) -> Result<Error> {
    let mut orders = Vec::new();
    store.cases_of(&store.stray_candidates(number)?, &mut |case| {
        orders.push(case.order.uni.number);
        Ok(())
    })?;
    let message = match orders.is_empty() {
        true => t!("choose-stray", number = number),
        false => t!("choose-stray-of", number = number, orders = orders.join(", ")),
    };
    Ok(Error::usage("unknown-order", message)
        .hint(t!("choose-stray-look"))
        .hint(t!("choose-stray-say", number = number)))
}

fn near(store: &dyn Store, typed: &str) -> Result<Vec<String>> {
    let mut near: Vec<(usize, String)> = store
        .order_numbers()?
        .into_iter()
        .map(|number| (strsim::damerau_levenshtein(&number, typed), number))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort();
    Ok(near.into_iter().take(NEAR_MAX).map(|(_, number)| number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_by_what_stands_before_its_colon() {
        for (typed, name) in [
            ("100045", Name::Uni("100045")),
            (" 100045 ", Name::Uni("100045")),
            ("shop:5512", Name::Shop("5512")),
            ("invoice: 20017", Name::Invoice("20017")),
            ("payment:fjord-1:2", Name::Payment("fjord-1:2")),
            ("order:1", Name::Uni("order:1")),
            ("payment:", Name::Payment("")),
        ] {
            assert_eq!(Name::of(typed), name, "{typed}");
        }
    }
}
