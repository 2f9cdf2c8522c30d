//! An order's status, with all that hangs on it: moments, notes, the plug-in, the record of a refund.
//!
//! What the plug-in fails to do must show in the order alone.

use super::note::write_note;
use super::order::{ShopOrder, find_real, touch};
use super::time::seconds;
use super::{gateway, refunded};
use crate::world::{Outcome, Turn};

/// Gives the order a status, with all that hangs on it, also what its payment plug-in does. The status
/// it has already is no change.
pub(super) fn change_status(turn: &Turn, order: &ShopOrder, status: &str) -> Outcome<()> {
    if order.status == status {
        return Ok(());
    }
    write_status(turn, order, status)?;
    if let Err(reason) = gateway::follow(turn, order, status)? {
        if status == "completed" {
            turn.run("UPDATE shop_order SET status = 'on-hold' WHERE id = ?1", [order.id])?;
        }
        write_note(turn, order.id, "WooCommerce", &reason, false)?;
    }
    Ok(())
}

/// Gives the order a status in the shop's own books.
fn write_status(turn: &Turn, order: &ShopOrder, status: &str) -> Outcome<()> {
    touch(turn, order.id)?;
    let now = seconds(turn);
    turn.run("UPDATE shop_order SET status = ?2 WHERE id = ?1", (order.id, status))?;
    let text = format!("Order status changed from {} to {status}.", order.status);
    write_note(turn, order.id, "WooCommerce", &text, false)?;
    match status {
        "completed" => {
            turn.run(
                "UPDATE shop_order SET completed_at = ?2, paid_at = coalesce(paid_at, ?2)
                    WHERE id = ?1",
                (order.id, now),
            )?;
        }
        "refunded" => {
            let rest_minor = order.total_minor - refunded::refunded_minor(turn, order.id)?;
            if rest_minor > 0 {
                // The books say refunded; whether the customer gets anything is the plug-in's matter.
                refunded::record(turn, order.id, rest_minor, "Order fully refunded.", false)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Gives an order a status by its id, for people in the shop.
pub(crate) fn set_status(turn: &Turn, id: i64, status: &str) -> Outcome<()> {
    match find_real(turn, id)? {
        Some(order) => change_status(turn, &order, status),
        None => Ok(()),
    }
}

/// Gives an order a status that its plug-in does not follow, for the people of the seed: what the plug-in
/// did is told by their story.
pub(crate) fn tell_status(turn: &Turn, id: i64, status: &str) -> Outcome<()> {
    match find_real(turn, id)? {
        Some(order) if order.status != status => write_status(turn, &order, status),
        Some(_) | None => Ok(()),
    }
}
