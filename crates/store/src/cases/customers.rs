//! Collective customers of Uni: those on whose web orders many different people stand.

use uniac_system::error::Result;

use crate::db::{Connection, failure, read_rows};

/// On the orders of so many different people a customer in Uni is a collective one.
const COLLECTIVE_FROM: i64 = 5;

/// Returns whether a customer of Uni is a collective one. While none of its orders has changed, that is kept: who has
/// ordered a thousand times would else be looked through with each of these orders.
pub(crate) fn is_collective(connection: &Connection, customer: i64) -> Result<bool> {
    let (is_touched, is_kept): (bool, bool) = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM touched_customer WHERE customer = ?1),
                 EXISTS (SELECT 1 FROM collective WHERE customer = ?1)",
        )
        .and_then(|mut query| query.query_row([customer], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(failure)?;
    if is_touched { has_many_people(connection, customer) } else { Ok(is_kept) }
}

/// Returns whether so many people stand on the web orders of a customer of Uni that it is a collective one, by its orders.
fn has_many_people(connection: &Connection, customer: i64) -> Result<bool> {
    let people: i64 = connection
        .prepare_cached(PEOPLE_OF_CUSTOMER)
        .and_then(|mut query| query.query_row([customer], |row| row.get(0)))
        .map_err(failure)?;
    Ok(people >= COLLECTIVE_FROM)
}

/// How many people stand on the web orders of a customer of Uni; no more are counted than matter.
const PEOPLE_OF_CUSTOMER: &str = "
    SELECT count(*) FROM (
        SELECT DISTINCT s.buyer FROM uni_order u JOIN shop_order s ON s.id = u.shop_id
        WHERE u.customer = ?1 AND s.buyer IS NOT NULL LIMIT 5) AS people";

/// Marks the orders of customers of Uni that have become collective ones, or are no longer.
pub(crate) fn judge(transaction: &Connection) -> Result<()> {
    let mut touched = Vec::new();
    read_rows(transaction, "SELECT customer FROM touched_customer", [], |row| {
        touched.push(row.get::<_, i64>(0).map_err(failure)?);
        Ok(())
    })?;
    if touched.is_empty() {
        return Ok(());
    }
    for customer in touched {
        let keep = match has_many_people(transaction, customer)? {
            true => "INSERT INTO collective (customer) VALUES (?1) ON CONFLICT DO NOTHING",
            false => "DELETE FROM collective WHERE customer = ?1",
        };
        if change(transaction, keep, customer)? > 0 {
            let of_customer = "INSERT INTO touched (order_id)
                SELECT id FROM uni_order WHERE customer = ?1 ON CONFLICT DO NOTHING";
            change(transaction, of_customer, customer)?;
        }
    }
    transaction.execute("DELETE FROM touched_customer", []).map_err(failure)?;
    Ok(())
}

/// Changes something of a customer; returns how many rows that were.
fn change(transaction: &Connection, query: &str, customer: i64) -> Result<usize> {
    transaction
        .prepare_cached(query)
        .and_then(|mut query| query.execute([customer]))
        .map_err(failure)
}
