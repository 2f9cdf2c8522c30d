//! A bookkeeper takes an order out of Uni: deletes it, closes it, or lets it vanish.
//!
//! What is invoiced must stay.

use super::invoicing::refuse_gone;
use super::{Happened, find};
use crate::amount::E4_PER_MINOR;
use crate::unimicro::document;
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// How an order is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It is deleted; with something invoiced it is closed instead.
    Delete,
    /// It is closed ("Avslutt ordre"), also when nothing of it is invoiced.
    Close,
    /// Uni no longer answers for it.
    Vanish,
}

impl World {
    /// A person deletes an order in Uni. With something invoiced it is closed instead, and its other
    /// lines never will be invoiced; a fully invoiced order cannot be deleted.
    ///
    /// # Errors
    /// When the order is unknown, already deleted or closed, or fully invoiced.
    pub fn delete(&mut self, order: &str) -> Result<Happened> {
        self.remove(order, Removal::Delete)
    }

    /// A person takes an order out of Uni in one of several ways.
    ///
    /// # Errors
    /// When the order is unknown, already deleted or closed, or fully invoiced.
    pub fn remove(&mut self, order: &str, how: Removal) -> Result<Happened> {
        self.turn(|turn| remove(turn, order, how))
    }
}

/// Takes an order out of Uni.
pub(crate) fn remove(turn: &Turn, name: &str, how: Removal) -> Outcome<Happened> {
    let known = find(turn, name)?;
    if how != Removal::Vanish {
        refuse_gone(&known.order)?;
    }
    let happened = known.happened(known.order.rest_e4 / E4_PER_MINOR);
    match (how, known.order.status) {
        (Removal::Vanish, _) => document::forget_order(turn, &known.order)?,
        (Removal::Delete, document::REGISTERED) => document::delete_order(turn, &known.order)?,
        (Removal::Close, document::REGISTERED) | (_, document::PART_TRANSFERRED) => {
            document::close_order(turn, &known.order)?;
        }
        _ => {
            let number = known.order.number;
            let message = format!("order {number} is fully invoiced and cannot be deleted");
            return Err(Error::usage("order-invoiced", message)
                .hint(format!("Credit it: `uniac sandbox credit {number}`"))
                .into());
        }
    }
    Ok(happened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::world;

    #[test]
    fn an_order_is_closed_though_nothing_is_invoiced_or_gone_altogether() {
        let mut world = world();
        let order = world.order(2, 10_000, None, None).unwrap().order.unwrap();
        assert_eq!(world.remove(&order, Removal::Close).unwrap().amount_minor, 10_000);
        let closed = "SELECT count(*) FROM uni_order WHERE status = 41005 AND NOT deleted";
        assert_eq!(world.turn(|turn| Ok(turn.one::<i64>(closed, ())?)).unwrap(), 1);
        assert_eq!(world.remove(&order, Removal::Close).unwrap_err().code, "order-gone");
        world.remove(&order, Removal::Vanish).unwrap();
        assert_eq!(world.remove(&order, Removal::Vanish).unwrap_err().code, "unknown-order");
        assert_eq!(world.ledger().unwrap()[0].authorised_minor, 10_000, "the money is still there");
    }
}
