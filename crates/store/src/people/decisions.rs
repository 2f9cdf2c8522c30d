//! What persons have said and decided, by order: holds, links, accepts, and words on documents.
//!
//! Only reads. Nothing that was said is forgotten because it was taken back or replaced.

use jiff::Timestamp;

use uniac_core::order::{Document, OrderId};
use uniac_system::error::Result;

use crate::db::{Connection, Row, failure, read_rows};
use crate::text::{parse, timestamp};

/// What a person has said or decided: of an order, or of the company's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The order of Uni.
    pub order: OrderId,
    /// Its number; empty when the order is not known any more.
    pub number: String,
    /// What was done: `hold`, `lift`, `link`, `unlink`, `accept`, `accept-undone`, `credit-placed` or `paid-otherwise`; of settings `setting-on` or `setting-off`.
    pub what: String,
    /// On what: the shop's order, the attention or the document, by the number that people see.
    pub on: Option<String>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Each kind of word with its moment, its reason and what it is about; a hold that replaces another is of the moment of that one's
/// lift, and the place says which came first.
const DECISIONS: &str = "
    WITH said AS (
        SELECT order_id, 'hold' AS what, until AS about, by, reason, at, 2 * id AS place
        FROM hold
        UNION ALL
        SELECT order_id, 'lift', NULL, coalesce(lifted_by, ''), NULL, lifted_at, 2 * id + 1 FROM hold
        WHERE lifted_at IS NOT NULL
        UNION ALL
        SELECT l.order_id, CASE WHEN l.linked = 1 THEN 'link' ELSE 'unlink' END, coalesce(s.number, l.shop_id),
               l.by, l.reason, l.at, 0
        FROM link_word l LEFT JOIN shop_order s ON s.id = l.shop_id
        UNION ALL
        SELECT order_id, 'accept', attention, by, reason, at, 0 FROM accepted
        UNION ALL
        SELECT order_id, 'accept-undone', attention, coalesce(ended_by, ''), NULL, ended_at, 0
        FROM accepted a WHERE ended_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM accepted b WHERE b.order_id = a.order_id AND b.at = a.ended_at)
        UNION ALL
        SELECT c.order_id, 'credit-placed', d.fact, c.by, c.reason, c.at, 0
        FROM credit_word c LEFT JOIN document d ON d.id = c.id AND d.order_id = c.order_id
        UNION ALL
        SELECT p.order_id, 'paid-otherwise', d.fact, p.by, p.reason, p.at, 0
        FROM paid_word p LEFT JOIN document d ON d.id = p.document_id AND d.order_id = p.order_id)
    SELECT said.order_id, coalesce(u.number, ''), what, about, by, reason, at, place
    FROM said LEFT JOIN uni_order u ON u.id = said.order_id";

/// Returns what persons have said, of one order or of all, oldest first.
pub(crate) fn of_orders(connection: &Connection, order: Option<OrderId>) -> Result<Vec<Decision>> {
    let mut decisions = Vec::new();
    let mut add = |row: &Row<'_>| -> Result<()> {
        let mut decision = decision(row)?;
        // Of a document the query gives all that is kept.
        if matches!(decision.what.as_str(), "credit-placed" | "paid-otherwise") {
            let document: Option<Document> = decision.on.as_deref().map(parse).transpose()?;
            decision.on = document.map(|document| document.number);
        }
        let place: i64 = row.get(7).map_err(failure)?;
        decisions.push((decision, place));
        Ok(())
    };
    match order {
        Some(order) => {
            let of_one = format!("{DECISIONS} WHERE said.order_id = ?1");
            read_rows(connection, &of_one, [order.0], &mut add)?;
        }
        None => read_rows(connection, DECISIONS, [], &mut add)?,
    }
    // The moments are texts of differing length in the store.
    decisions.sort_by_key(|(decision, place)| (decision.at, *place == 0, *place));
    Ok(decisions.into_iter().map(|(decision, _)| decision).collect())
}

/// Returns who has switched which setting on or off, oldest first: they are of no one order.
pub(crate) fn of_settings(connection: &Connection) -> Result<Vec<Decision>> {
    let mut changes = Vec::new();
    let all = "SELECT 0, '', CASE WHEN is_on = 1 THEN 'setting-on' ELSE 'setting-off' END, name, by, NULL, at
               FROM setting_change ORDER BY id";
    read_rows(connection, all, [], |row| {
        changes.push(decision(row)?);
        Ok(())
    })?;
    Ok(changes)
}

fn decision(row: &Row<'_>) -> Result<Decision> {
    Ok(Decision {
        order: OrderId(row.get(0).map_err(failure)?),
        number: row.get(1).map_err(failure)?,
        what: row.get(2).map_err(failure)?,
        on: row.get(3).map_err(failure)?,
        by: row.get(4).map_err(failure)?,
        reason: row.get(5).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(6).map_err(failure)?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Acceptance, LinkWord, Store};
    use uniac_core::settings::Hold;

    fn moment(minute: u32) -> Timestamp {
        format!("2026-03-10T09:{minute:02}:00Z").parse().unwrap()
    }

    #[test]
    fn nothing_that_was_said_is_forgotten_when_it_is_replaced() {
        let store = crate::tests::fresh("company-key");
        let order = OrderId(7);
        let link = |linked, minute| LinkWord {
            order,
            shop: "a".into(),
            linked,
            chosen: false,
            by: "kari".into(),
            reason: Some("seen".into()),
            at: moment(minute),
        };
        store.say_link(&link(true, 1)).unwrap();
        store.say_link(&link(false, 2)).unwrap();
        let hold = Hold { reason: None, by: "ola".into(), at: moment(3), until: None };
        store.hold(order, &hold).unwrap();
        store.lift(order, moment(4), "kari").unwrap();
        let accept = Acceptance {
            attention: "held".into(),
            fingerprint: String::new(),
            by: "kari".into(),
            reason: None,
            at: moment(5),
        };
        store.accept(order, &accept).unwrap();
        store.accept(order, &Acceptance { at: moment(6), ..accept }).unwrap();
        store.end_acceptance(order, moment(7), "ola").unwrap();
        let said = store.decisions(Some(order)).unwrap();
        let said: Vec<(&str, &str)> =
            said.iter().map(|said| (said.what.as_str(), said.by.as_str())).collect();
        let expected = [
            ("link", "kari"),
            ("unlink", "kari"),
            ("hold", "ola"),
            ("lift", "kari"),
            ("accept", "kari"),
            ("accept", "kari"),
            ("accept-undone", "ola"),
        ];
        assert_eq!(said, expected);
        // One hold takes the place of another at its moment.
        let hold = |reason: &str, minute| Hold {
            reason: Some(reason.into()),
            by: "ola".into(),
            at: moment(minute),
            until: None,
        };
        store.hold(OrderId(9), &hold("one", 8)).unwrap();
        store.hold(OrderId(9), &hold("two", 9)).unwrap();
        let said = store.decisions(Some(OrderId(9))).unwrap();
        let said: Vec<(&str, Option<&str>)> =
            said.iter().map(|said| (said.what.as_str(), said.reason.as_deref())).collect();
        assert_eq!(said, [("hold", Some("one")), ("lift", None), ("hold", Some("two"))]);
        assert_eq!(store.decisions(Some(OrderId(8))).unwrap(), []);
        assert_eq!(store.decisions(None).unwrap().len(), expected.len() + 3);
    }
}
