//! Invoices and credit notes in Uni: made, as drafts or final.
//!
//! A draft has no number and must change nothing on what it would credit.

use super::{DRAFT, INVOICED, Invoice, LINE_DRAFT, LINE_FINAL, Line, Order, credit};
use crate::world::{Outcome, Setting, Turn};

/// How long a customer has for paying.
const DUE_MS: i64 = 14 * 86_400_000;

/// Makes an invoice of lines; a draft has no number and does not count.
pub(crate) fn create_invoice(
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
        reference: None,
        buyer: like.buyer.clone(),
        currency: like.currency.clone(),
        rate_e4: like.rate_e4,
        status: INVOICED,
        total_e4: 0,
        rounding_e4,
    };
    let invoice = insert_document(turn, header, lines, draft)?;
    turn.run("UPDATE uni_invoice SET order_id = ?2 WHERE id = ?1", [invoice.id, like.id])?;
    Ok(invoice)
}

/// Makes a credit note in the name of an invoice; `lines` are the credited lines with negative sums. A
/// draft changes nothing on the invoice. `reference` is the document that the note names, if any.
pub(crate) fn create_credit_note(
    turn: &Turn,
    invoice: &Invoice,
    reference: Option<i64>,
    lines: &[Line],
    rounding_e4: i64,
    draft: bool,
) -> Outcome<Invoice> {
    // A credit note keeps the invoice's exchange rate.
    let header =
        Invoice { id: 0, number: None, kind: 1, reference, rounding_e4, ..invoice.clone() };
    let traced = turn.setting(Setting::CreditLines)? == "traced";
    let copied =
        |line: &Line| Line { order_item: line.order_item.filter(|_| traced), ..line.clone() };
    let lines: Vec<Line> = lines.iter().map(copied).collect();
    let note = insert_document(turn, header, &lines, draft)?;
    if !draft {
        credit::take_credit(turn, note.id, 1)?;
    }
    Ok(note)
}

fn insert_document(
    turn: &Turn,
    mut document: Invoice,
    lines: &[Line],
    draft: bool,
) -> Outcome<Invoice> {
    let net_e4: i64 = lines.iter().map(|line| line.net_e4).sum();
    let vat_e4: i64 = lines.iter().map(|line| line.vat_e4).sum();
    document.total_e4 = net_e4 + vat_e4 + document.rounding_e4;
    document.status = if draft { DRAFT } else { INVOICED };
    document.number = if draft { None } else { Some(turn.next("invoice")?) };
    turn.run(
        "INSERT INTO uni_invoice (number, kind, reference_id, customer, issued, due, currency, rate_e4,
            status, net_e4, vat_e4, total_e4, rounding_e4, rest_e4, created_at, customer_id, email,
            org_number, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
            ?15, ?16, ?17, ?18, ?19)",
        rusqlite::params![
            document.number,
            document.kind,
            document.reference,
            &document.buyer.name,
            turn.today(),
            due(turn),
            &document.currency,
            document.rate_e4,
            document.status,
            net_e4,
            vat_e4,
            document.total_e4,
            document.rounding_e4,
            document.total_e4.max(0),
            turn.now,
            document.buyer.id,
            &document.buyer.email,
            &document.buyer.org_number,
            &document.buyer.person,
        ],
    )?;
    document.id = turn.db.last_insert_rowid();
    for line in lines {
        insert_line(turn, &document, line)?;
    }
    Ok(document)
}

/// Returns the day by which a document of today is to be paid.
pub(super) fn due(turn: &Turn) -> String {
    crate::world::date(turn.now + DUE_MS)
}

/// Adds a line to a document; its header is not touched.
pub(super) fn insert_line(turn: &Turn, document: &Invoice, line: &Line) -> Outcome<()> {
    turn.run(
        "INSERT INTO uni_invoice_item (invoice_id, order_item_id, credits_item_id, position, text,
            quantity_e4, vat_percent_e4, currency, rate_e4, net_e4, vat_e4, total_e4, status,
            created_at) VALUES (?1, ?2, ?3,
                (SELECT count(*) + 1 FROM uni_invoice_item WHERE invoice_id = ?1),
                ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        (
            document.id,
            line.order_item,
            line.credits,
            &line.text,
            line.quantity_e4,
            line.vat_percent_e4,
            &document.currency,
            document.rate_e4,
            line.net_e4,
            line.vat_e4,
            line.total_e4(),
            if document.status == DRAFT { LINE_DRAFT } else { LINE_FINAL },
            turn.now,
        ),
    )?;
    Ok(())
}
