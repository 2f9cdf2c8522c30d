//! Choosing orders by what a person types: Uni's number, or `shop:NUMBER`.
//!
//! A name that fits no order or several must never be guessed; the nearest ones are named.

use crate::error::{Error, Result};
use crate::order::OrderId;
use crate::store::Store;

/// What separates a shop's number from Uni's.
const SHOP_PREFIX: &str = "shop:";

/// How many near matches are named.
const NEAR_MAX: usize = 3;

/// Returns the orders that were named, each once.
///
/// # Errors
/// `unknown-order` or `ambiguous-order`.
pub fn orders(store: &dyn Store, names: &[String]) -> Result<Vec<OrderId>> {
    let mut chosen = Vec::new();
    for name in names {
        let id = order(store, name)?;
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    Ok(chosen)
}

/// Returns the one order that was named.
///
/// # Errors
/// As [`orders`].
pub fn order(store: &dyn Store, name: &str) -> Result<OrderId> {
    let name = name.trim();
    let found = match name.strip_prefix(SHOP_PREFIX) {
        Some(number) => store.find_orders(number, true)?,
        None => store.find_orders(name, false)?,
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(store, name)?),
        _ => {
            let message = format!("`{name}` names {} orders", found.len());
            Err(Error::usage("ambiguous-order", message)
                .hint("Use Uni's order number; `uniac order list` shows it beside the shop's"))
        }
    }
}

fn unknown(store: &dyn Store, name: &str) -> Result<Error> {
    let mut near: Vec<(usize, String)> = store
        .order_numbers()?
        .into_iter()
        .map(|number| (strsim::damerau_levenshtein(&number, name), number))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort();
    let error = Error::usage("unknown-order", format!("there is no web order `{name}`"));
    Ok(if near.is_empty() {
        error.hint("`uniac order list` shows all; `shop:NUMBER` names one by the shop's number")
    } else {
        let near: Vec<String> = near.into_iter().take(NEAR_MAX).map(|(_, number)| number).collect();
        error.hint(format!("The nearest are: {}", near.join(", ")))
    })
}
