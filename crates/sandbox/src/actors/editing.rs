//! A bookkeeper edits an order in Uni after it was read in: its reference, customer, date and lines.
//!
//! The shop and the provider must not change here.

use super::import::checked_reference;
use super::item::Item;
use super::{Happened, find};
use crate::amount::E4_PER_MINOR;
use crate::unimicro::document::{self, LINE_REGISTERED, Order};
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// The VAT of lines that are typed, percent.
const VAT_PERCENT: i64 = 25;

/// What of an order is typed anew; `None` stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Edit<'a> {
    /// The field that carries the shop's number; empty text empties it.
    pub reference: Option<&'a str>,
    /// The customer's name.
    pub customer: Option<&'a str>,
    /// The customer's address; empty text takes it away.
    pub email: Option<&'a str>,
    /// The customer's organisation number; empty text takes it away.
    pub org_number: Option<&'a str>,
    /// The order's date, `2026-01-31`.
    pub date: Option<&'a str>,
    /// The sums of its lines with VAT, minor units: one more is added, one less is taken off.
    pub amounts: Option<&'a [i64]>,
}

impl World {
    /// A person edits an order in Uni.
    ///
    /// # Errors
    /// When there is no such order, or a line that is invoiced would change.
    pub fn edit(&mut self, order: &str, edit_: &Edit) -> Result<Happened> {
        self.turn(|turn| edit(turn, order, edit_))
    }
}

/// Edits an order in Uni.
pub(crate) fn edit(turn: &Turn, name: &str, edit: &Edit) -> Outcome<Happened> {
    let order = find(turn, name)?.order;
    if let Some(reference) = edit.reference {
        // As it is typed: blanks around it stay, as in the real field.
        let reference = Some(reference).filter(|reference| !reference.trim().is_empty());
        reference.map(checked_reference).transpose()?;
        turn.run("UPDATE uni_order SET requisition = ?2 WHERE id = ?1", (order.id, reference))?;
    }
    if edit.customer.is_some() || edit.email.is_some() || edit.org_number.is_some() {
        let mut buyer = order.buyer.clone();
        let typed = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        if let Some(customer) = edit.customer {
            customer.clone_into(&mut buyer.name);
        }
        if let Some(email) = edit.email {
            buyer.email = typed(email);
        }
        if let Some(number) = edit.org_number {
            buyer.org_number = typed(number);
        }
        document::readdress(turn, order.id, &document::Buyer { id: None, ..buyer })?;
    }
    if let Some(date) = edit.date {
        let date = checked_date(date)?;
        turn.run("UPDATE uni_order SET placed = ?2 WHERE id = ?1", (order.id, date))?;
    }
    if let Some(amounts) = edit.amounts {
        change_lines(turn, &order, amounts)?;
    }
    turn.run("UPDATE uni_order SET updated_at = ?2 WHERE id = ?1", (order.id, turn.now))?;
    let known = find(turn, &order.number.to_string())?;
    let total_e4: i64 =
        turn.one("SELECT total_e4 FROM uni_order WHERE id = ?1", [known.order.id])?;
    Ok(known.happened(total_e4 / E4_PER_MINOR))
}

/// Returns a date as Uni keeps it.
pub(super) fn checked_date(text: &str) -> Result<String> {
    text.parse::<jiff::civil::Date>().map(|date| date.to_string()).map_err(|_| {
        let message = format!("`{}` is no date", text.escape_default());
        Error::usage("bad-date", message).hint("Write it as 2026-01-31")
    })
}

/// Gives the lines these sums. A rounding goes: it was that of the old ones.
fn change_lines(turn: &Turn, order: &Order, amounts: &[i64]) -> Outcome<()> {
    let rows = document::order_lines(turn, order.id)?;
    let order = &Order { rounding_e4: 0, ..order.clone() };
    turn.run("UPDATE uni_order SET rounding_e4 = 0 WHERE id = ?1", [order.id])?;
    for (index, amount_minor) in amounts.iter().enumerate() {
        let name =
            rows.get(index).map_or_else(|| format!("Linje {}", index + 1), |row| row.text.clone());
        let gross_minor = *amount_minor;
        let item =
            Item { kind: "line_item", name, quantity: 1, gross_minor, vat_percent: VAT_PERCENT };
        let line = item.uni_line();
        match rows.get(index) {
            None => document::add_order_line(turn, order, &line)?,
            Some(row) if row.total_e4() == line.total_e4() => {}
            Some(row) => {
                refuse_invoiced(row.status, index)?;
                document::reprice_order_line(turn, order, row.id, line.net_e4, line.vat_e4)?;
            }
        }
    }
    for (index, row) in rows.iter().enumerate().skip(amounts.len()) {
        refuse_invoiced(row.status, index)?;
        document::remove_order_line(turn, order, row.id)?;
    }
    document::bring_up_to_date(turn, order.id)
}

fn refuse_invoiced(status: i64, index: usize) -> Result<()> {
    if status == LINE_REGISTERED {
        return Ok(());
    }
    let message = format!("line {} is already invoiced and cannot be changed", index + 1);
    Err(Error::usage("already-invoiced", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::world;

    fn value(world: &mut World, sql: &str) -> i64 {
        world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
    }

    #[test]
    fn what_is_typed_anew_stands_in_uni_and_the_money_stays_where_it_was() {
        let mut world = world();
        let made = world.order(2, 10_000, None, None).unwrap();
        world.order(2, 10_000, None, None).unwrap();
        let order = made.order.clone().unwrap();
        let edit = Edit {
            reference: Some(" 5002"),
            customer: Some("Rognebær Hagesenter AS"),
            email: Some(""),
            org_number: Some("112233445"),
            date: Some("2024-03-01"),
            ..Edit::default()
        };
        let happened = world.edit(&order, &edit).unwrap();
        assert_eq!(
            (&happened.reference, &happened.shop_order),
            (&made.reference, &made.shop_order)
        );
        let sql = "SELECT count(*) FROM uni_order WHERE requisition = ' 5002' AND email IS NULL
            AND customer = 'Rognebær Hagesenter AS' AND org_number = '112233445'
            AND placed = '2024-03-01' AND updated_at IS NOT NULL";
        assert_eq!(value(&mut world, sql), 1);
        world.edit(&order, &Edit { reference: Some(" "), ..Edit::default() }).unwrap();
        let empty = "SELECT count(*) FROM uni_order WHERE requisition IS NULL";
        assert_eq!(value(&mut world, empty), 1);
        let error = world.edit(&order, &Edit { date: Some("1 March"), ..Edit::default() });
        assert_eq!(error.unwrap_err().code, "bad-date");
    }

    #[test]
    fn lines_are_added_changed_and_taken_off_unless_they_are_invoiced() {
        let mut world = world();
        let order = world.order(2, 10_000, None, None).unwrap().order.unwrap();
        let edit = |world: &mut World, amounts: &[i64]| {
            world.edit(&order, &Edit { amounts: Some(amounts), ..Edit::default() })
        };
        assert_eq!(edit(&mut world, &[3_000]).unwrap().amount_minor, 3_000);
        assert_eq!(edit(&mut world, &[3_000, -500, 0]).unwrap().amount_minor, 2_500);
        assert_eq!(value(&mut world, "SELECT rest_e4 FROM uni_order"), 250_000);
        assert_eq!(world.invoice(&order, Some(&[1])).unwrap().amount_minor, 3_000);
        assert_eq!(edit(&mut world, &[3_000, 100]).unwrap().amount_minor, 3_100);
        assert_eq!(edit(&mut world, &[2_000]).unwrap_err().code, "already-invoiced");
        assert_eq!(edit(&mut world, &[]).unwrap_err().code, "already-invoiced");
        assert_eq!(edit(&mut world, &[3_000]).unwrap().amount_minor, 3_000);
        assert_eq!(value(&mut world, "SELECT status FROM uni_order"), 41004);
        assert_eq!(edit(&mut world, &[3_000, 9_900]).unwrap().amount_minor, 12_900);
        assert_eq!(value(&mut world, "SELECT status FROM uni_order"), 41003);
    }
}
