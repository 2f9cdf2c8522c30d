//! Booking a payment on an invoice: `payInvoice`, and how to see whether it was done.
//!
//! Uni keeps no key for it and would book twice (reference, "Payments"), so an unknown end is
//! settled by looking, and what cannot be told apart from another's booking is left to a person.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::setup::BIZ;
use super::wire;
use crate::http::wire::{Figure, Text, cleaned, day};
use crate::http::{Answer, not_understood, refused, unknown};
use uniac_core::act::{Found, Intent, Reply};
use uniac_core::money::{Currency, Money};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::t;

/// `JournalEntry`, the success of `payInvoice`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct JournalEntry {
    #[serde(rename = "ID")]
    id: i64,
    journal_entry_number: Option<Text>,
}

/// A row of `get-payments`. Its form is not published; these names are a guess from
/// `InvoicePaymentData`, and a row without them is not understood.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Payment {
    payment_date: Option<String>,
    amount: Option<Figure>,
    amount_currency: Option<Figure>,
    deleted: Option<bool>,
}

/// `InvoicePaymentData` as this program writes it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    payment_date: String,
    amount: Option<Figure>,
    amount_currency: Figure,
}

/// Returns the `InvoicePaymentData` for `money`. Everything that Uni can choose is left out.
///
/// `Amount` is in the company's base currency, taken to be NOK. In another currency the whole rest
/// is `RestAmount` (unimicro.md, "Payments": the two amounts are normally the two rests); a part of
/// it would need the rate of the booking, which no field tells. Then the amount is left out, and
/// [`path`] refuses to send it.
pub(super) fn body(
    money: Money,
    whole_rest_base: Option<&str>,
    date: Date,
    currency_id: Option<i64>,
) -> String {
    let amount = money.currency.decimal(money.minor);
    let base = match (money.currency, whole_rest_base) {
        (Currency::NOK, _) => format!(r#""Amount":{amount},"#),
        (_, Some(base)) => format!(r#""Amount":{base},"#),
        (_, None) => String::new(),
    };
    let currency = currency_id.map(|id| format!(r#","CurrencyCodeID":{id}"#)).unwrap_or_default();
    format!(r#"{{"PaymentDate":"{date}",{base}"AmountCurrency":{amount}{currency}}}"#)
}

/// Returns the path of the intent's invoice.
///
/// # Errors
/// The refusal of an intent that must not be sent.
pub(super) fn path(intent: &Intent) -> Result<String, Reply> {
    match intent.target.parse::<u32>() {
        Ok(id) if asked(intent).is_some() && base_amount(intent).is_some() => {
            Ok(format!("{BIZ}/invoices/{id}"))
        }
        Ok(_) if asked(intent).is_some() => Err(refused("foreign-currency")),
        _ => Err(refused("defect")),
    }
}

/// Returns the amount in the base currency that the intent's body names.
fn base_amount(intent: &Intent) -> Option<Decimal> {
    let body: Body = serde_json::from_str(&intent.body).ok()?;
    body.amount?.decimal().ok()
}

/// Returns the date and amount that the intent's body asks for, when they are the intent's.
fn asked(intent: &Intent) -> Option<(Date, Decimal)> {
    let body: Body = serde_json::from_str(&intent.body).ok()?;
    let amount = body.amount_currency.decimal().ok()?;
    let expected = intent.money.currency.decimal(intent.money.minor);
    (amount == expected && amount > Decimal::ZERO).then_some((day(&body.payment_date)?, amount))
}

/// Returns the day for which the intent's body books its payment.
pub(super) fn booked_on(intent: &Intent) -> Option<Date> {
    asked(intent).map(|(day, _)| day)
}

/// Returns what an answer to `payInvoice` means.
///
/// The success is a voucher, which names neither invoice nor amount: its id is the proof. A 204
/// would say that some transition worked, not that money was booked, and is looked up instead.
pub(super) fn reply(answer: &Answer) -> Reply {
    if let Some(reply) = answer.common_reply() {
        return reply;
    }
    match answer.status {
        200 | 201 => match answer.json::<JournalEntry>() {
            Some(entry) if entry.id > 0 => {
                let number = entry.journal_entry_number.as_ref().and_then(Text::trimmed);
                let receipt = number.unwrap_or_else(|| entry.id.to_string());
                Reply::Done { receipt: Some(cleaned(&receipt, 80)) }
            }
            Some(_) => unknown("mismatch"),
            None if answer.json::<serde::de::IgnoredAny>().is_some() => unknown("not-understood"),
            None => unknown("torn-body"),
        },
        status @ (400 | 404 | 422) => match wire::message(answer) {
            Some(_) => refused(format!("status-{status}")),
            None => answer.unknown(),
        },
        409 => unknown("conflict"),
        _ => answer.unknown(),
    }
}

/// Returns whether the intent's payment is on the invoice, of which credit notes take so much off.
///
/// # Errors
/// When the invoice has no figures to judge by.
pub(super) fn found(
    intent: &Intent,
    credited: Money,
    payments: &Answer,
    invoice: &wire::Invoice,
) -> Result<Found> {
    let Some((date, amount)) = asked(intent) else { return Ok(Found::Absent) };
    let (Some(unpaid), Some(total)) = (invoice.unpaid(), invoice.total()) else {
        return Err(not_understood(System::Uni, t!("uni-no-total")));
    };
    let Some(payments) = read_payments(payments) else {
        // Nothing was ever paid; or something was, and it cannot be told by whom.
        return Ok(if unpaid == total { Found::Absent } else { Found::Unclear });
    };
    let of_amount = payments.iter().filter(|(_, paid)| *paid == amount);
    let ours = of_amount.clone().filter(|(on, _)| *on == date).count();
    // Whether there is room for it but for the credit notes; a payment of its amount on another day could be it.
    let credited = credited.currency.decimal(credited.minor);
    let has_room = of_amount.count() == 0 && unpaid.saturating_add(credited) >= amount;
    Ok(match ours {
        1 => Found::Done { receipt: None },
        // It would still fit, so it is not there. Otherwise something else may have taken its room.
        0 if unpaid >= amount || has_room => Found::Absent,
        _ => Found::Unclear,
    })
}

/// Returns date and amount of each payment, or `None` when the list is not understood.
fn read_payments(answer: &Answer) -> Option<Vec<(Date, Decimal)>> {
    if !answer.is_success() {
        return None;
    }
    let rows: Vec<Payment> = answer.json()?;
    let rows = rows.iter().filter(|row| row.deleted != Some(true));
    rows.map(|row| {
        let figure = row.amount_currency.as_ref().or(row.amount.as_ref())?;
        // A payment may stand with either sign, as it is seen from the customer or the bank.
        Some((day(row.payment_date.as_deref()?)?, figure.decimal().ok()?.abs()))
    })
    .collect()
}
