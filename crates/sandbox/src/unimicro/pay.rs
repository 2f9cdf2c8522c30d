//! Payments on invoices: `payInvoice` and `get-payments`.
//!
//! It is not idempotent and must stay so: the same request twice books twice as long as there is a rest.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::answer::not_found;
use super::query::{Cell, Row};
use crate::amount;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn, moment};

/// `InvoicePaymentData`, as far as it matters. Amounts stay text until they are parsed exactly.
#[derive(Deserialize)]
struct PaymentData<'a> {
    #[serde(rename = "PaymentDate")]
    date: Option<String>,
    #[serde(rename = "Amount", borrow)]
    base: Option<&'a RawValue>,
    #[serde(rename = "AmountCurrency", borrow)]
    amount: Option<&'a RawValue>,
    #[serde(rename = "CurrencyCodeID")]
    currency: Option<i64>,
    #[serde(rename = "PaymentID")]
    payment_id: Option<String>,
}

/// What of an invoice decides on a payment.
struct Payable {
    kind: i64,
    status: i64,
    rest_e4: i64,
    rate_e4: i64,
    currency: i64,
    number: Option<i64>,
}

fn payable(turn: &Turn, id: i64) -> Outcome<Option<Payable>> {
    let sql = "SELECT kind, status, rest_e4, rate_e4,
            instr('NOK EUR DKK SEK USD GBP', currency) / 4 + 1, number
        FROM uni_invoice WHERE id = ?1";
    Ok(turn.first(sql, [id], |row| {
        Ok(Payable {
            kind: row.get(0)?,
            status: row.get(1)?,
            rest_e4: row.get(2)?,
            rate_e4: row.get(3)?,
            currency: row.get(4)?,
            number: row.get(5)?,
        })
    })?)
}

/// Answers `PUT invoices/ID?action=payInvoice`. Each refusal has another of the shapes in which the
/// real system is known to refuse; which of them it uses for which case is not known.
pub(super) fn pay(turn: &Turn, request: &Request, id: i64) -> Outcome<Response> {
    let Some(invoice) = payable(turn, id)? else { return Ok(not_found()) };
    let Ok(data) = serde_json::from_slice::<PaymentData>(&request.body) else {
        return Ok(Response::json(400, &"The request is invalid."));
    };
    let e4 = |value: Option<&RawValue>| value.and_then(|value| amount::parse(value.get(), 4));
    let date = data.date.as_deref().and_then(|text| text.get(..10));
    let date = date.and_then(|text| text.parse::<jiff::civil::Date>().ok());
    let (Some(amount_e4), Some(base_e4), Some(date)) = (e4(data.amount), e4(data.base), date)
    else {
        return Ok(Response::json(400, &"PaymentDate, Amount and AmountCurrency are required."));
    };
    if invoice.kind == 1 {
        let message = "A credit note cannot be paid with this action.";
        return Ok(Response::json(400, &json!({ "Message": message })));
    }
    if invoice.status == 42001 || invoice.number.is_none() {
        let message = "The invoice is a draft.";
        return Ok(Response::json(400, &json!({ "Messages": [{ "Message": message }] })));
    }
    if data.currency.is_some_and(|currency| currency != invoice.currency && currency != 0) {
        let message = "The payment's currency is not the invoice's.";
        return Ok(Response::json(400, &json!({ "message": message })));
    }
    if amount_e4 <= 0 || amount_e4 > invoice.rest_e4 {
        let mut echo: Value = request.json().unwrap_or_default();
        echo["_validationResults"] = json!({ "AmountCurrency": [{
            "Message": "Beløpet er større enn restbeløpet", "EntityType": "CustomerInvoice",
            "EntityID": id, "PropertyName": "RestAmountCurrency", "Level": 30, "ID": 0,
        }] });
        return Ok(Response::json(400, &echo));
    }
    let number = register(turn, id, amount_e4, base_e4, &date.to_string(), data.payment_id)?;
    // What else a journal entry shows is left out.
    let (entry, _) = number.split_once('-').unwrap_or((&number, ""));
    let entry: i64 = entry.parse().unwrap_or(0);
    Ok(Response::json(
        200,
        &json!({ "ID": 9000 + entry, "JournalEntryNumber": number, "StatusCode": 30001 }),
    ))
}

/// Who registers a payment in Uni besides clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payer {
    /// A bookkeeper, by hand.
    Person,
    /// The import of the bank's transactions; the customer has paid with the invoice's number (KID).
    Bank,
    /// A gift card, registered when the order is invoiced.
    GiftCard,
}

/// Registers a payment on an invoice, at most what is open on it; of all of it when no amount is said.
/// Returns how much that was.
pub(crate) fn pay_by_hand(
    turn: &Turn,
    id: i64,
    amount_e4: Option<i64>,
    payer: Payer,
) -> Outcome<i64> {
    let Some(invoice) = payable(turn, id)? else { return Ok(0) };
    let paid_e4 = amount_e4.unwrap_or(invoice.rest_e4).min(invoice.rest_e4);
    if paid_e4 <= 0 {
        return Ok(0);
    }
    let base_e4 = paid_e4 * invoice.rate_e4 / 10_000;
    let payment_id = match payer {
        Payer::Person => None,
        Payer::Bank => invoice.number.map(|number| format!("{number:012}")),
        Payer::GiftCard => Some("GAVEKORT".to_owned()),
    };
    register(turn, id, paid_e4, base_e4, &turn.today(), payment_id)?;
    if payer == Payer::Bank {
        turn.run(
            "UPDATE uni_payment SET transaction_id = 'BANK-' || id WHERE id = ?1",
            [turn.one::<i64>("SELECT max(id) FROM uni_payment", ())?],
        )?;
    }
    Ok(paid_e4)
}

/// Registers a payment that was found good; returns the voucher's number.
fn register(
    turn: &Turn,
    id: i64,
    amount_e4: i64,
    base_e4: i64,
    date: &str,
    payment_id: Option<String>,
) -> Outcome<String> {
    let number = format!("{}-{}", turn.next("journal")?, date.get(..4).unwrap_or_default());
    turn.run(
        "INSERT INTO uni_payment (invoice_id, amount_e4, base_e4, paid, payment_id, journal_number,
            created_at, visible_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (id, amount_e4, base_e4, date, payment_id, &number, turn.now, turn.visible_at()),
    )?;
    if turn.lag_ms > 0 {
        turn.run(
            "UPDATE uni_invoice SET
                lag_rest_e4 = iif(lag_until > ?2, lag_rest_e4, rest_e4),
                lag_status = iif(lag_until > ?2, lag_status, status),
                lag_updated_at = iif(lag_until > ?2, lag_updated_at, updated_at),
                lag_until = ?3 WHERE id = ?1",
            (id, turn.now, turn.visible_at()),
        )?;
    }
    // One status, overwritten: that an invoice was partly credited is forgotten here.
    turn.run(
        "UPDATE uni_invoice SET rest_e4 = rest_e4 - ?2,
            status = iif(rest_e4 = ?2, 42004, 42003), updated_at = ?3 WHERE id = ?1",
        (id, amount_e4, turn.now),
    )?;
    Ok(number)
}

/// Answers `GET invoices/ID?action=get-payments`.
pub(super) fn payments(turn: &Turn, id: i64) -> Outcome<Response> {
    let Some(invoice) = payable(turn, id)? else { return Ok(not_found()) };
    let sql = "SELECT id, amount_e4, base_e4, paid, payment_id, journal_number, created_at,
            transaction_id
        FROM uni_payment WHERE invoice_id = ?1 AND visible_at <= ?2 ORDER BY id";
    let rows = turn.all(sql, (id, turn.now), |row| {
        let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
        Ok(Row(vec![
            ("ID", Cell::Int(row.get(0)?)),
            ("CustomerInvoiceID", Cell::Int(id)),
            ("InvoiceNumber", text(invoice.number.map(|number| number.to_string()))),
            ("IsCustomerPayment", Cell::Bool(true)),
            ("AmountCurrency", Cell::Amount(row.get(1)?)),
            ("Amount", Cell::Amount(row.get(2)?)),
            ("CurrencyCodeID", Cell::Int(invoice.currency)),
            ("PaymentDate", Cell::Text(row.get(3)?)),
            ("PaymentID", text(row.get(4)?)),
            ("TransactionID", text(row.get(7)?)),
            ("JournalEntryNumber", Cell::Text(row.get(5)?)),
            ("StatusCode", Cell::Int(44004)),
            ("CreatedAt", Cell::Text(moment(row.get(6)?).to_string())),
        ]))
    })?;
    Ok(Response::json(200, &rows))
}
