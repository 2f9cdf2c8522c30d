//! Orders that come into Uni otherwise than once from the sandbox's shop: made by hand, of another shop,
//! a second time, or in parts.
//!
//! The shop and the provider must not change here.

use super::item::{self, Item};
use super::{Happened, check_size, drawn_name, find, known};
use crate::amount::E4_PER_MINOR;
use crate::customers::Customer;
use crate::unimicro::document::{self, LINE_REGISTERED, Line, Order};
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// The longest reference that Uni's field takes from a shop.
const REFERENCE_LENGTH_MAX: usize = 100;

/// An order in a shop that is not the sandbox's own, as Uni reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The shop's number of the order.
    pub reference: String,
    /// Its total with VAT, minor units.
    pub amount_minor: i64,
}

impl World {
    /// A person makes an order by hand in Uni; the shop knows nothing of it. `amount_minor` is the
    /// total with VAT.
    ///
    /// # Errors
    /// When the amount or the number of lines cannot be.
    pub fn order_by_hand(
        &mut self,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
    ) -> Result<Happened> {
        self.turn(|turn| uni_alone(turn, lines, amount_minor, customer, None))
    }

    /// Uni reads orders from a shop that is not the sandbox's own: its own shop and provider know
    /// nothing of them. All or none.
    ///
    /// # Errors
    /// When an amount, the number of lines or a reference cannot be.
    pub fn orders_from_outside(
        &mut self,
        lines: u32,
        orders: &[Outside],
        customer: Option<&str>,
    ) -> Result<Vec<Happened>> {
        self.turn(|turn| {
            orders.iter().map(|order| from_outside(turn, lines, order, customer)).collect()
        })
    }

    /// An order comes into Uni once more, with all that it was.
    ///
    /// # Errors
    /// When there is no such order.
    pub fn copy_order(&mut self, order: &str) -> Result<Happened> {
        self.turn(|turn| {
            let order = find(turn, order)?.order;
            copy(turn, &order)
        })
    }

    /// Lines of an order, counted from 1, become an order of their own with the same shop number: a
    /// back-order, which will be delivered and invoiced later. Without lines it is the last one.
    ///
    /// # Errors
    /// When there is no such order, or nothing of it can be parted off.
    pub fn part_order(&mut self, order: &str, lines: Option<&[usize]>) -> Result<Happened> {
        self.turn(|turn| {
            let order = find(turn, order)?.order;
            part(turn, &order, lines)
        })
    }
}

/// Reads an order with a number of some shop into Uni alone.
pub(crate) fn from_outside(
    turn: &Turn,
    lines: u32,
    order: &Outside,
    customer: Option<&str>,
) -> Outcome<Happened> {
    let reference = checked_reference(&order.reference)?;
    uni_alone(turn, lines, order.amount_minor, customer, Some(reference))
}

/// Returns the reference as Uni keeps it.
pub(super) fn checked_reference(reference: &str) -> Result<&str> {
    let reference = reference.trim();
    if reference.is_empty() || reference.len() > REFERENCE_LENGTH_MAX {
        let message = format!("a shop's reference has from 1 to {REFERENCE_LENGTH_MAX} characters");
        return Err(Error::usage("bad-reference", message));
    }
    Ok(reference)
}

/// Makes an order in Uni and nowhere else.
fn uni_alone(
    turn: &Turn,
    lines: u32,
    amount_minor: i64,
    customer: Option<&str>,
    reference: Option<&str>,
) -> Outcome<Happened> {
    check_size(lines, amount_minor)?;
    let chance = turn.chance()?;
    let buyer = Customer::named(customer.unwrap_or_else(|| drawn_name(chance))).buyer();
    let items = item::split(lines, amount_minor, chance >> 8);
    let lines: Vec<Line> = items.iter().map(Item::uni_line).collect();
    let order = document::create_order(turn, &buyer, "NOK", reference, &lines, 0)?;
    Ok(Happened {
        order: Some(order.number.to_string()),
        shop_order: reference.map(str::to_owned),
        amount_minor,
        currency: "NOK".to_owned(),
        ..Happened::default()
    })
}

/// Reads an order into Uni a second time.
pub(crate) fn copy(turn: &Turn, order: &Order) -> Outcome<Happened> {
    let lines = document::order_lines(turn, order.id)?;
    let total_e4: i64 = lines.iter().map(Line::total_e4).sum::<i64>() + order.rounding_e4;
    let made = like(turn, order, &lines, order.rounding_e4)?;
    turn.run(
        "UPDATE uni_order SET gift_e4 = (SELECT gift_e4 FROM uni_order WHERE id = ?2) WHERE id = ?1",
        [made.id, order.id],
    )?;
    Ok(known(turn, made)?.happened(total_e4 / E4_PER_MINOR))
}

/// Moves lines of an order into an order of their own.
pub(crate) fn part(turn: &Turn, order: &Order, lines: Option<&[usize]>) -> Outcome<Happened> {
    let rows = document::order_lines(turn, order.id)?;
    let last = [rows.len()];
    let lines = lines.unwrap_or(&last);
    let moved: Vec<Line> = super::chosen(&rows, Some(lines))?.into_iter().cloned().collect();
    if moved.len() == rows.len() || moved.iter().any(|line| line.status != LINE_REGISTERED) {
        let message = "only a part of an order that is not invoiced can become one of its own";
        return Err(Error::usage("unknown-line", message).into());
    }
    for line in &moved {
        document::remove_order_line(turn, order, line.id)?;
    }
    let total_e4: i64 = moved.iter().map(Line::total_e4).sum();
    let made = like(turn, order, &moved, 0)?;
    Ok(known(turn, made)?.happened(total_e4 / E4_PER_MINOR))
}

/// Makes an order for the same customer from the same order of the shop.
fn like(turn: &Turn, order: &Order, lines: &[Line], rounding_e4: i64) -> Outcome<Order> {
    let made = document::create_order(
        turn,
        &order.buyer,
        &order.currency,
        order.requisition.as_deref(),
        lines,
        rounding_e4,
    )?;
    turn.run("UPDATE uni_order SET shop_id = ?2 WHERE id = ?1", (made.id, order.shop_id))?;
    Ok(Order { shop_id: order.shop_id, ..made })
}

#[cfg(test)]
mod tests {
    use crate::world::tests::world;

    #[test]
    fn an_order_comes_into_uni_twice_or_in_parts_and_the_shop_has_one() {
        let mut world = world();
        let made = world.order(3, 30_000, None, None).unwrap();
        let order = made.order.clone().unwrap();
        let copy = world.copy_order(&order).unwrap();
        assert_eq!((copy.amount_minor, &copy.shop_order), (30_000, &made.shop_order));
        assert!(copy.order != made.order && copy.reference == made.reference);
        let part = world.part_order(&order, Some(&[2, 3])).unwrap();
        assert_eq!(part.amount_minor, 20_000);
        let last = world.part_order(&part.order.clone().unwrap(), None).unwrap();
        assert_eq!(last.amount_minor, 10_000);
        assert_eq!(world.invoice(&order, None).unwrap().amount_minor, 10_000);
        assert_eq!(world.invoice(&part.order.unwrap(), None).unwrap().amount_minor, 10_000);
        let error = world.part_order(&copy.order.unwrap(), Some(&[1, 2, 3])).unwrap_err();
        assert_eq!(error.code, "unknown-line", "an order cannot be empty");
        assert_eq!(world.part_order(&order, None).unwrap_err().code, "unknown-line", "invoiced");
        let orders =
            |turn: &crate::world::Turn| Ok(turn.one::<i64>("SELECT count(*) FROM shop_order", ())?);
        assert_eq!(world.turn(orders).unwrap(), 1);
        let row = &world.ledger().unwrap()[0];
        assert_eq!((row.order.as_ref(), &row.shop_order), (Some(&order), &made.shop_order));
    }
}
