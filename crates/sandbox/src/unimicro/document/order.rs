//! Orders in Uni: made, changed, invoiced line by line, deleted and closed.
//!
//! The header's sums must always be those of the lines.

use super::customer::{self, Buyer};
use super::{
    CLOSED, LINE_CLOSED, LINE_REGISTERED, LINE_TRANSFERRED, Line, Order, PART_TRANSFERRED,
    REGISTERED, TRANSFERRED, rate_e4,
};
use crate::world::{Outcome, Turn};

/// Makes a registered order.
pub(crate) fn create_order(
    turn: &Turn,
    buyer: &Buyer,
    currency: &str,
    requisition: Option<&str>,
    lines: &[Line],
    rounding_e4: i64,
) -> Outcome<Order> {
    let number = turn.next("order")?;
    let id = number - 99_300;
    let buyer = customer::registered(turn, buyer)?;
    turn.run(
        "INSERT INTO uni_order (id, number, customer, placed, currency, rate_e4, status, requisition,
            rounding_e4, created_at, customer_id, email, org_number, person)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        (
            id,
            number,
            &buyer.name,
            turn.today(),
            currency,
            rate_e4(currency),
            REGISTERED,
            requisition,
            rounding_e4,
            turn.now,
            buyer.id,
            &buyer.email,
            &buyer.org_number,
            &buyer.person,
        ),
    )?;
    for line in lines {
        insert_order_line(turn, id, currency, line)?;
    }
    sum_order(turn, id)?;
    Ok(Order {
        id,
        number,
        buyer,
        currency: currency.to_owned(),
        rate_e4: rate_e4(currency),
        status: REGISTERED,
        requisition: requisition.map(str::to_owned),
        rounding_e4,
        rest_e4: lines.iter().map(Line::total_e4).sum::<i64>() + rounding_e4,
        deleted: false,
        shop_id: None,
    })
}

/// Adds a line to an order.
pub(crate) fn add_order_line(turn: &Turn, order: &Order, line: &Line) -> Outcome<()> {
    insert_order_line(turn, order.id, &order.currency, line)?;
    sum_order(turn, order.id)?;
    touch_order(turn, order.id)
}

/// Gives a line of an order another net sum and VAT.
pub(crate) fn reprice_order_line(
    turn: &Turn,
    order: &Order,
    line: i64,
    net_e4: i64,
    vat_e4: i64,
) -> Outcome<()> {
    turn.run(
        "UPDATE uni_order_item SET net_e4 = ?2, vat_e4 = ?3, total_e4 = ?2 + ?3, updated_at = ?4
            WHERE id = ?1",
        (line, net_e4, vat_e4, turn.now),
    )?;
    sum_order(turn, order.id)?;
    touch_order(turn, order.id)
}

fn insert_order_line(turn: &Turn, order: i64, currency: &str, line: &Line) -> Outcome<()> {
    turn.run(
        "INSERT INTO uni_order_item (order_id, position, text, quantity_e4, vat_percent_e4, currency,
            rate_e4, net_e4, vat_e4, total_e4, status, created_at)
            VALUES (?1, (SELECT count(*) + 1 FROM uni_order_item WHERE order_id = ?1),
                ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7 + ?8, ?9, ?10)",
        (
            order,
            &line.text,
            line.quantity_e4,
            line.vat_percent_e4,
            currency,
            rate_e4(currency),
            line.net_e4,
            line.vat_e4,
            LINE_REGISTERED,
            turn.now,
        ),
    )?;
    Ok(())
}

/// Sums an order's lines up in its header. The rounding goes with the last lines that are invoiced.
pub(super) fn sum_order(turn: &Turn, id: i64) -> Outcome<()> {
    turn.run(
        "UPDATE uni_order SET (net_e4, vat_e4, total_e4, rest_net_e4, rest_e4) =
            (SELECT coalesce(sum(net_e4), 0), coalesce(sum(vat_e4), 0),
                coalesce(sum(total_e4), 0) + rounding_e4,
                coalesce(sum(iif(status = ?2, net_e4, 0)), 0),
                coalesce(sum(iif(status = ?2, total_e4, 0)), 0)
                    + iif(coalesce(max(status = ?2), 0), rounding_e4, 0)
                FROM uni_order_item WHERE order_id = ?1) WHERE id = ?1",
        (id, LINE_REGISTERED),
    )?;
    Ok(())
}

fn touch_order(turn: &Turn, id: i64) -> Outcome<()> {
    turn.run("UPDATE uni_order SET updated_at = ?2 WHERE id = ?1", (id, turn.now))?;
    Ok(())
}

/// Returns an order by its number.
pub(crate) fn order_by_number(turn: &Turn, number: i64) -> Outcome<Option<Order>> {
    find_order(turn, "number = ?1", number)
}

/// Returns an order by its id.
pub(crate) fn order_by_id(turn: &Turn, id: i64) -> Outcome<Option<Order>> {
    find_order(turn, "id = ?1", id)
}

/// Returns the order that carries a shop's number, the newest if there are several.
pub(crate) fn order_by_requisition(turn: &Turn, requisition: &str) -> Outcome<Option<Order>> {
    find_order(turn, "requisition = ?1", requisition)
}

fn find_order(turn: &Turn, condition: &str, value: impl rusqlite::ToSql) -> Outcome<Option<Order>> {
    let sql = format!(
        "SELECT id, number, customer, currency, rate_e4, status, requisition, rounding_e4,
            rest_e4, deleted, shop_id, customer_id, email, org_number, person FROM uni_order WHERE {condition} ORDER BY id DESC LIMIT 1"
    );
    Ok(turn.first(&sql, [value], |row| {
        Ok(Order {
            id: row.get(0)?,
            number: row.get(1)?,
            buyer: Buyer {
                id: row.get(11)?,
                name: row.get(2)?,
                email: row.get(12)?,
                org_number: row.get(13)?,
                person: row.get(14)?,
                phone: None,
            },
            currency: row.get(3)?,
            rate_e4: row.get(4)?,
            status: row.get(5)?,
            requisition: row.get(6)?,
            rounding_e4: row.get(7)?,
            rest_e4: row.get(8)?,
            deleted: row.get(9)?,
            shop_id: row.get(10)?,
        })
    })?)
}

/// Returns an order's lines in their order.
pub(crate) fn order_lines(turn: &Turn, order: i64) -> Outcome<Vec<Line>> {
    let sql = "SELECT id, text, quantity_e4, vat_percent_e4, net_e4, vat_e4, status
        FROM uni_order_item WHERE order_id = ?1 ORDER BY position";
    Ok(turn.all(sql, [order], |row| {
        Ok(Line {
            id: row.get(0)?,
            text: row.get(1)?,
            quantity_e4: row.get(2)?,
            vat_percent_e4: row.get(3)?,
            net_e4: row.get(4)?,
            vat_e4: row.get(5)?,
            status: row.get(6)?,
            order_item: row.get(0)?,
            credits: None,
        })
    })?)
}

/// Marks lines of an order as transferred to an invoice and brings the header up to date.
pub(crate) fn transfer(turn: &Turn, order: &Order, lines: &[Line]) -> Outcome<()> {
    for line in lines {
        turn.run(
            "UPDATE uni_order_item SET status = ?2, updated_at = ?3 WHERE id = ?1",
            (line.id, LINE_TRANSFERRED, turn.now),
        )?;
    }
    bring_up_to_date(turn, order.id)
}

/// Gives the header the sums of its lines, and the status that they make.
pub(crate) fn bring_up_to_date(turn: &Turn, order: i64) -> Outcome<()> {
    sum_order(turn, order)?;
    turn.run(
        "UPDATE uni_order SET updated_at = ?2, status = CASE
                WHEN NOT EXISTS (SELECT 1 FROM uni_order_item WHERE order_id = ?1 AND status = ?3)
                    THEN ?5
                WHEN EXISTS (SELECT 1 FROM uni_order_item WHERE order_id = ?1 AND status = ?6)
                    THEN ?4
                ELSE ?7 END
            WHERE id = ?1",
        (
            order,
            turn.now,
            LINE_REGISTERED,
            PART_TRANSFERRED,
            TRANSFERRED,
            LINE_TRANSFERRED,
            REGISTERED,
        ),
    )?;
    Ok(())
}

/// Takes a line off an order, with what it was in the sums.
pub(crate) fn remove_order_line(turn: &Turn, order: &Order, line: i64) -> Outcome<()> {
    turn.run("DELETE FROM uni_order_item WHERE id = ?1", [line])?;
    bring_up_to_date(turn, order.id)
}

/// Takes an order out of Uni as if it had never been: from then on Uni answers 404.
pub(crate) fn forget_order(turn: &Turn, order: &Order) -> Outcome<()> {
    turn.run("DELETE FROM uni_order_item WHERE order_id = ?1", [order.id])?;
    turn.run("DELETE FROM uni_order WHERE id = ?1", [order.id])?;
    Ok(())
}

/// Deletes an order. That a deleted order stays readable, marked `Deleted`, is a guess: what the real
/// system answers for one is not known.
pub(crate) fn delete_order(turn: &Turn, order: &Order) -> Outcome<()> {
    turn.run(
        "UPDATE uni_order SET deleted = 1, updated_at = ?2 WHERE id = ?1",
        (order.id, turn.now),
    )?;
    Ok(())
}

/// Closes an order ("Avslutt ordre"): what is not invoiced never will be.
pub(crate) fn close_order(turn: &Turn, order: &Order) -> Outcome<()> {
    turn.run(
        "UPDATE uni_order_item SET status = ?3, updated_at = ?2 WHERE order_id = ?1 AND status = ?4",
        (order.id, turn.now, LINE_CLOSED, LINE_REGISTERED),
    )?;
    sum_order(turn, order.id)?;
    turn.run(
        "UPDATE uni_order SET status = ?3, updated_at = ?2 WHERE id = ?1",
        (order.id, turn.now, CLOSED),
    )?;
    Ok(())
}
