//! Orders, invoices and credit notes as people make them in Uni's windows.
//!
//! A document's total must always be the sum of its lines and its rounding ("øreavrunding").

use crate::sandbox::world::{Outcome, Turn};

/// Order statuses.
pub(in crate::sandbox) const REGISTERED: i64 = 41002;
pub(in crate::sandbox) const PART_TRANSFERRED: i64 = 41003;
pub(in crate::sandbox) const TRANSFERRED: i64 = 41004;
pub(in crate::sandbox) const CLOSED: i64 = 41005;

/// Order line statuses.
pub(in crate::sandbox) const LINE_REGISTERED: i64 = 41102;
pub(in crate::sandbox) const LINE_TRANSFERRED: i64 = 41103;
pub(in crate::sandbox) const LINE_CLOSED: i64 = 41104;

/// Invoice statuses.
const DRAFT: i64 = 42001;
const INVOICED: i64 = 42002;
const CREDITED: i64 = 42006;
const PART_CREDITED: i64 = 42007;

/// A line of an order or invoice.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sandbox) struct Line {
    /// The row's id; 0 for a line that is to be made.
    pub id: i64,
    pub text: String,
    pub quantity_e4: i64,
    pub vat_percent_e4: i64,
    pub net_e4: i64,
    pub vat_e4: i64,
    /// Status of an order line.
    pub status: i64,
    /// The order line that an invoice line came from.
    pub order_item: Option<i64>,
    /// The invoice line that a credit line credits.
    pub credits: Option<i64>,
}

impl Line {
    /// Returns the line's sum with VAT.
    pub fn total_e4(&self) -> i64 {
        self.net_e4 + self.vat_e4
    }
}

/// An order's header.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Order {
    pub id: i64,
    pub number: i64,
    pub customer: String,
    pub currency: String,
    pub rate_e4: i64,
    pub status: i64,
    pub requisition: Option<String>,
    /// What the header's total has above the sum of the lines.
    pub rounding_e4: i64,
    pub rest_e4: i64,
    pub deleted: bool,
}

/// An invoice's or credit note's header.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Invoice {
    pub id: i64,
    pub number: Option<i64>,
    pub kind: i64,
    pub customer: String,
    pub currency: String,
    pub rate_e4: i64,
    pub status: i64,
    pub total_e4: i64,
    /// What of the total is rounding, not lines.
    pub rounding_e4: i64,
}

/// Returns a currency's exchange rate to the company's krone.
pub(in crate::sandbox) fn rate_e4(currency: &str) -> i64 {
    match currency {
        "EUR" => 117_450,
        "DKK" => 15_730,
        "SEK" => 10_320,
        _ => 10_000,
    }
}

/// Makes a registered order.
pub(in crate::sandbox) fn create_order(
    turn: &Turn,
    customer: &str,
    currency: &str,
    requisition: Option<&str>,
    lines: &[Line],
    rounding_e4: i64,
) -> Outcome<Order> {
    let number = turn.next("order")?;
    let id = number - 99_300;
    turn.run(
        "INSERT INTO uni_order (id, number, customer, placed, currency, rate_e4, status, requisition,
            rounding_e4, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            id,
            number,
            customer,
            turn.today(),
            currency,
            rate_e4(currency),
            REGISTERED,
            requisition,
            rounding_e4,
            turn.now,
        ),
    )?;
    for line in lines {
        insert_order_line(turn, id, currency, line)?;
    }
    sum_order(turn, id)?;
    Ok(Order {
        id,
        number,
        customer: customer.to_owned(),
        currency: currency.to_owned(),
        rate_e4: rate_e4(currency),
        status: REGISTERED,
        requisition: requisition.map(str::to_owned),
        rounding_e4,
        rest_e4: lines.iter().map(Line::total_e4).sum::<i64>() + rounding_e4,
        deleted: false,
    })
}

/// Adds a line to an order.
pub(in crate::sandbox) fn add_order_line(turn: &Turn, order: &Order, line: &Line) -> Outcome<()> {
    insert_order_line(turn, order.id, &order.currency, line)?;
    sum_order(turn, order.id)?;
    touch_order(turn, order.id)
}

/// Gives a line of an order another net sum and VAT.
pub(in crate::sandbox) fn reprice_order_line(
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
fn sum_order(turn: &Turn, id: i64) -> Outcome<()> {
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
pub(in crate::sandbox) fn order_by_number(turn: &Turn, number: i64) -> Outcome<Option<Order>> {
    find_order(turn, "number = ?1", number)
}

/// Returns the order that carries a shop's number, the newest if there are several.
pub(in crate::sandbox) fn order_by_requisition(
    turn: &Turn,
    requisition: &str,
) -> Outcome<Option<Order>> {
    find_order(turn, "requisition = ?1", requisition)
}

fn find_order(turn: &Turn, condition: &str, value: impl rusqlite::ToSql) -> Outcome<Option<Order>> {
    let sql = format!(
        "SELECT id, number, customer, currency, rate_e4, status, requisition, rounding_e4,
            rest_e4, deleted FROM uni_order WHERE {condition} ORDER BY id DESC LIMIT 1"
    );
    Ok(turn.first(&sql, [value], |row| {
        Ok(Order {
            id: row.get(0)?,
            number: row.get(1)?,
            customer: row.get(2)?,
            currency: row.get(3)?,
            rate_e4: row.get(4)?,
            status: row.get(5)?,
            requisition: row.get(6)?,
            rounding_e4: row.get(7)?,
            rest_e4: row.get(8)?,
            deleted: row.get(9)?,
        })
    })?)
}

/// Returns an order's lines in their order.
pub(in crate::sandbox) fn order_lines(turn: &Turn, order: i64) -> Outcome<Vec<Line>> {
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
pub(in crate::sandbox) fn transfer(turn: &Turn, order: &Order, lines: &[Line]) -> Outcome<()> {
    for line in lines {
        turn.run(
            "UPDATE uni_order_item SET status = ?2, updated_at = ?3 WHERE id = ?1",
            (line.id, LINE_TRANSFERRED, turn.now),
        )?;
    }
    sum_order(turn, order.id)?;
    turn.run(
        "UPDATE uni_order SET updated_at = ?2, status = iif(EXISTS (
            SELECT 1 FROM uni_order_item WHERE order_id = ?1 AND status = ?3), ?4, ?5)
            WHERE id = ?1",
        (order.id, turn.now, LINE_REGISTERED, PART_TRANSFERRED, TRANSFERRED),
    )?;
    Ok(())
}

/// Deletes an order. That a deleted order stays readable, marked `Deleted`, is a guess: what the real
/// system answers for one is not known.
pub(in crate::sandbox) fn delete_order(turn: &Turn, order: &Order) -> Outcome<()> {
    turn.run(
        "UPDATE uni_order SET deleted = 1, updated_at = ?2 WHERE id = ?1",
        (order.id, turn.now),
    )?;
    Ok(())
}

/// Closes an order ("Avslutt ordre"): what is not invoiced never will be.
pub(in crate::sandbox) fn close_order(turn: &Turn, order: &Order) -> Outcome<()> {
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

/// Makes an invoice of lines; a draft has no number and does not count.
pub(in crate::sandbox) fn create_invoice(
    turn: &Turn,
    like: &Order,
    lines: &[Line],
    rounding_e4: i64,
    draft: bool,
) -> Outcome<Invoice> {
    let header = Invoice {
        id: 0,
        number: None,
        kind: 0,
        customer: like.customer.clone(),
        currency: like.currency.clone(),
        rate_e4: like.rate_e4,
        status: INVOICED,
        total_e4: 0,
        rounding_e4,
    };
    insert_document(turn, header, None, lines, draft)
}

/// Makes a credit note on an invoice; `lines` are the credited lines with negative sums. A draft
/// changes nothing on the invoice.
pub(in crate::sandbox) fn create_credit_note(
    turn: &Turn,
    invoice: &Invoice,
    lines: &[Line],
    rounding_e4: i64,
    draft: bool,
) -> Outcome<Invoice> {
    // A credit note keeps the invoice's exchange rate.
    let header = Invoice { id: 0, number: None, kind: 1, rounding_e4, ..invoice.clone() };
    let note = insert_document(turn, header, Some(invoice.id), lines, draft)?;
    if !draft {
        turn.run(
            "UPDATE uni_invoice SET credited_e4 = credited_e4 + ?2,
                rest_e4 = max(0, rest_e4 + ?2),
                status = iif(total_e4 + credited_e4 + ?2 = 0, ?3, ?4), updated_at = ?5
                WHERE id = ?1",
            (invoice.id, note.total_e4, CREDITED, PART_CREDITED, turn.now),
        )?;
    }
    Ok(note)
}

fn insert_document(
    turn: &Turn,
    mut document: Invoice,
    reference: Option<i64>,
    lines: &[Line],
    draft: bool,
) -> Outcome<Invoice> {
    let net_e4: i64 = lines.iter().map(|line| line.net_e4).sum();
    let vat_e4: i64 = lines.iter().map(|line| line.vat_e4).sum();
    document.total_e4 = net_e4 + vat_e4 + document.rounding_e4;
    document.status = if draft { DRAFT } else { INVOICED };
    document.number = if draft { None } else { Some(turn.next("invoice")?) };
    let due = crate::sandbox::world::date(turn.now + 14 * 86_400_000);
    turn.run(
        "INSERT INTO uni_invoice (number, kind, reference_id, customer, issued, due, currency, rate_e4,
            status, net_e4, vat_e4, total_e4, rounding_e4, rest_e4, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        (
            document.number,
            document.kind,
            reference,
            &document.customer,
            turn.today(),
            due,
            &document.currency,
            document.rate_e4,
            document.status,
            net_e4,
            vat_e4,
            document.total_e4,
            document.rounding_e4,
            document.total_e4.max(0),
            turn.now,
        ),
    )?;
    document.id = turn.db.last_insert_rowid();
    for (position, line) in (1_i64..).zip(lines) {
        turn.run(
            "INSERT INTO uni_invoice_item (invoice_id, order_item_id, credits_item_id, position, text,
                quantity_e4, vat_percent_e4, currency, rate_e4, net_e4, vat_e4, total_e4, status,
                created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            (
                document.id,
                line.order_item,
                line.credits,
                position,
                &line.text,
                line.quantity_e4,
                line.vat_percent_e4,
                &document.currency,
                document.rate_e4,
                line.net_e4,
                line.vat_e4,
                line.total_e4(),
                if draft { 41301 } else { 41302 },
                turn.now,
            ),
        )?;
    }
    Ok(document)
}

/// Returns a finalised or draft document by id.
pub(in crate::sandbox) fn invoice_by_id(turn: &Turn, id: i64) -> Outcome<Option<Invoice>> {
    find_invoice(turn, "id = ?1", id)
}

/// Returns an invoice or credit note by its number.
pub(in crate::sandbox) fn invoice_by_number(turn: &Turn, number: i64) -> Outcome<Option<Invoice>> {
    find_invoice(turn, "number = ?1", number)
}

fn find_invoice(turn: &Turn, condition: &str, value: i64) -> Outcome<Option<Invoice>> {
    let sql = format!(
        "SELECT id, number, kind, customer, currency, rate_e4, status, total_e4, rounding_e4
            FROM uni_invoice WHERE {condition}"
    );
    Ok(turn.first(&sql, [value], |row| {
        Ok(Invoice {
            id: row.get(0)?,
            number: row.get(1)?,
            kind: row.get(2)?,
            customer: row.get(3)?,
            currency: row.get(4)?,
            rate_e4: row.get(5)?,
            status: row.get(6)?,
            total_e4: row.get(7)?,
            rounding_e4: row.get(8)?,
        })
    })?)
}

/// Returns the finalised invoices that hold lines of an order, oldest first.
pub(in crate::sandbox) fn invoices_of_order(turn: &Turn, order: i64) -> Outcome<Vec<Invoice>> {
    let ids = turn.all(
        "SELECT DISTINCT i.id FROM uni_invoice i
            JOIN uni_invoice_item l ON l.invoice_id = i.id
            JOIN uni_order_item o ON o.id = l.order_item_id
            WHERE o.order_id = ?1 AND i.kind = 0 AND i.number IS NOT NULL ORDER BY i.id",
        [order],
        |row| row.get(0),
    )?;
    let mut invoices = Vec::new();
    for id in ids {
        invoices.extend(invoice_by_id(turn, id)?);
    }
    Ok(invoices)
}

/// Returns an invoice's lines, each reduced to what finalised credit notes have left of it.
pub(in crate::sandbox) fn creditable_lines(turn: &Turn, invoice: i64) -> Outcome<Vec<Line>> {
    let sql = "SELECT l.id, l.text, l.quantity_e4, l.vat_percent_e4,
            l.net_e4 + coalesce(sum(c.net_e4), 0), l.vat_e4 + coalesce(sum(c.vat_e4), 0),
            l.order_item_id
        FROM uni_invoice_item l
        LEFT JOIN uni_invoice_item c ON c.credits_item_id = l.id AND c.status = 41302
        WHERE l.invoice_id = ?1 GROUP BY l.id ORDER BY l.position";
    Ok(turn.all(sql, [invoice], |row| {
        Ok(Line {
            id: row.get(0)?,
            text: row.get(1)?,
            quantity_e4: row.get(2)?,
            vat_percent_e4: row.get(3)?,
            net_e4: row.get(4)?,
            vat_e4: row.get(5)?,
            status: 0,
            order_item: row.get(6)?,
            credits: row.get(0)?,
        })
    })?)
}

/// Returns the order an order line belongs to.
pub(in crate::sandbox) fn order_of_line(turn: &Turn, line: i64) -> Outcome<Option<Order>> {
    let sql = "SELECT order_id FROM uni_order_item WHERE id = ?1";
    match turn.first(sql, [line], |row| row.get::<_, i64>(0))? {
        Some(order) => find_order(turn, "id = ?1", order),
        None => Ok(None),
    }
}
