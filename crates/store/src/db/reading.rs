//! Rows as the store reads them, with failures that people can read.

use uniac_system::error::Result;

use super::connection::Connection;
use super::failure::failure;
use super::statement::Row;
use super::value::Params;

/// Hands over each row of a query.
pub(crate) fn read_rows<P: Params>(
    connection: &Connection,
    query: &str,
    params: P,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let mut rows = query.query(params).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        each(&row)?;
    }
    Ok(())
}
