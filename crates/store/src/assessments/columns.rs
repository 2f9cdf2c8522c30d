//! What the columns of a kept assessment hold.

use uniac_core::assess::{Attention, State};
use uniac_core::money::Currency;
use uniac_system::error::Result;

use crate::db::{Row, failure};
use crate::failure::damaged;

pub(super) fn attentions(names: &str) -> Result<Vec<Attention>> {
    let all = names.split_whitespace().map(|name| name.parse().map_err(|_| damaged("attention")));
    all.collect()
}

pub(super) fn state(name: &str) -> Result<State> {
    State::from_name(name).ok_or_else(|| damaged("state"))
}

pub(super) fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| damaged("currency"))
}

pub(super) fn text(row: &Row<'_>, index: usize) -> Result<String> {
    row.get(index).map_err(failure)
}

pub(super) fn counted(row: &Row<'_>, index: usize) -> Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(index).map_err(failure)?).unwrap_or(0))
}
