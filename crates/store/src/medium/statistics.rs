//! What a server knows of the tables by which it plans statements: gathered early where it knows nothing yet.
//!
//! Nothing depends on it but how long a statement takes. By itself a server looks after a minute, and until then it cannot
//! tell the index of an order from that of all orders of a company: a first large capture would be slower with each act.

use crate::db::DbResult;
use crate::db::postgres::Remote;

/// After so many commits it is looked for the first time, and then each time that they have doubled.
const FIRST: u32 = 16;

/// Tables that have rows, and were never looked at.
const UNKNOWN: &str = "SELECT oid::regclass::text FROM pg_class
    WHERE relnamespace = 'uniac_data'::regnamespace AND relkind = 'r' AND reltuples <= 0
        AND pg_relation_size(oid) > 0";

/// Returns whether it is to be looked after so many commits.
pub(super) fn is_turn(commits: u32) -> bool {
    commits >= FIRST && commits.is_power_of_two()
}

/// Has the server look at the tables of which it knows nothing.
pub(super) fn gather(remote: &Remote) {
    // Where it may not be done, or not now, the server does it later by itself.
    let _: DbResult<()> = remote.apart(|client| {
        for row in client.query_typed(UNKNOWN, &[])? {
            let table: String = row.try_get(0)?;
            client.batch_execute(&format!("ANALYZE {table}"))?;
        }
        Ok(())
    });
}
