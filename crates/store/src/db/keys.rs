//! Statements about many rows by their keys: a server is asked once for many of them, not once for each.
//!
//! What is to be found or changed must not depend on the order of the keys, nor on how many are named at once.

use uniac_system::error::Result;

use super::connection::Connection;
use super::failure::failure;
use super::reading::read_rows;
use super::statement::Row;
use super::value::ToValue;

/// So many keys are named at once.
const AT_ONCE: usize = 64;

/// Stands in a statement for the list of its keys.
const KEYS: &str = "KEYS";

/// Hands over each row of a query about keys, in which `KEYS` stands for them.
pub(crate) fn read_by_keys<K: ToValue>(
    connection: &Connection,
    query: &str,
    keys: &[K],
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    for keys in keys.chunks(AT_ONCE) {
        let (query, values) = of_keys(query, keys);
        read_rows(connection, &query, values, &mut each)?;
    }
    Ok(())
}

/// Executes a statement about keys, in which `KEYS` stands for them.
pub(crate) fn change_by_keys<K: ToValue>(
    transaction: &Connection,
    statement: &str,
    keys: &[K],
) -> Result<()> {
    for keys in keys.chunks(AT_ONCE) {
        let (statement, values) = of_keys(statement, keys);
        transaction.execute(&statement, values).map_err(failure)?;
    }
    Ok(())
}

/// Returns a statement with a list of so many parameters as there are keys, and a value for each. The last key is named more
/// than once where that makes the list one of a few lengths: each is a statement of its own that is prepared.
fn of_keys<'k, K: ToValue>(statement: &str, keys: &'k [K]) -> (String, Vec<&'k K>) {
    let length = keys.len().next_power_of_two();
    let list: Vec<String> = (1..=length).map(|place| format!("?{place}")).collect();
    let values = keys.iter().chain(std::iter::repeat(&keys[keys.len() - 1])).take(length);
    (statement.replace(KEYS, &list.join(", ")), values.collect())
}
