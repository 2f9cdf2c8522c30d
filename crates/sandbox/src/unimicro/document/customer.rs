//! Whom an order or invoice is for, and Uni's register of customers.
//!
//! Two customers must never share an id: what a client concludes from one would be about the other.

use crate::world::{Outcome, Turn};

/// A customer as a document's header shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Buyer {
    /// The register's id; none before it is registered.
    pub id: Option<i64>,
    pub name: String,
    pub email: Option<String>,
    pub org_number: Option<String>,
    /// The person at a company.
    pub person: Option<String>,
    /// Only in the register: a header has no telephone number.
    pub phone: Option<String>,
}

impl Buyer {
    /// A customer of whom nothing but the name is known.
    pub fn named(name: &str) -> Buyer {
        Buyer { name: name.to_owned(), ..Buyer::default() }
    }
}

/// Returns the customer with its id; one that is not known is put into the register.
pub(super) fn registered(turn: &Turn, buyer: &Buyer) -> Outcome<Buyer> {
    if buyer.id.is_some() {
        return Ok(buyer.clone());
    }
    let known = turn.first(
        "SELECT id FROM uni_customer WHERE name = ?1 AND email IS ?2 AND org_number IS ?3",
        (&buyer.name, &buyer.email, &buyer.org_number),
        |row| row.get(0),
    )?;
    let id = match known {
        Some(id) => id,
        None => {
            turn.run(
                "INSERT INTO uni_customer (name, email, org_number, phone) VALUES (?1, ?2, ?3, ?4)",
                (&buyer.name, &buyer.email, &buyer.org_number, &buyer.phone),
            )?;
            turn.db.last_insert_rowid()
        }
    };
    Ok(Buyer { id: Some(id), ..buyer.clone() })
}

/// Writes a customer into an order's header.
pub(crate) fn readdress(turn: &Turn, order: i64, buyer: &Buyer) -> Outcome<()> {
    let buyer = registered(turn, buyer)?;
    turn.run(
        "UPDATE uni_order SET customer = ?2, customer_id = ?3, email = ?4, org_number = ?5,
            person = ?6, updated_at = ?7 WHERE id = ?1",
        (order, &buyer.name, buyer.id, &buyer.email, &buyer.org_number, &buyer.person, turn.now),
    )?;
    Ok(())
}
