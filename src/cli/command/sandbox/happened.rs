//! What is typed of an event in the sandbox, and what is said of what happened.
//!
//! It tells what the sandbox tells, and adds nothing.

use crate::typed;
use crate::ui::{Cell, Column, Page, Table};
use uniac_core::money::{Currency, Money};
use uniac_engine::exit::Exit;
use uniac_sandbox::Happened;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::session::Base;

/// Reads a currency; kroner when nothing is said.
pub fn currency(code: Option<&str>) -> Result<Currency> {
    code.unwrap_or("NOK")
        .parse()
        .map_err(|error| Error::usage("usage", format!("{error}")).hint(t!("sandbox-code")))
}

/// Reads an amount.
pub fn minor(text: &str, currency: Currency) -> Result<i64> {
    let none = |why: String| Error::usage("usage", t!("typed-no-amount", typed = text)).hint(why);
    let amount = typed::amount(text).map_err(|wrong| none(wrong.0))?;
    currency.minor(amount).map_err(|_| {
        none(t!("typed-decimals", currency = currency.code(), decimals = currency.decimals()))
    })
}

/// Reports what happened.
pub fn tell(happened: &Happened, base: &Base) -> Result<Exit> {
    base.ui.result("uniac.sandbox/1", happened, &happened_page(happened))?;
    Ok(Exit::Done)
}

/// Reports what happened to several orders: a list, in the order of what was asked.
pub fn many(happened: &[Happened], base: &Base) -> Result<Exit> {
    let columns = ["order", "shop order", "invoice"].map(Column::left);
    let mut table = Table::new(columns.into_iter().chain([Column::money("amount")]));
    for one in happened {
        let text = |value: &Option<String>| Cell::new(value.clone().unwrap_or_default());
        let currency = one.currency.parse().unwrap_or(Currency::NOK);
        let amount = Cell::money(Money::new(one.amount_minor, currency));
        table.row([text(&one.order), text(&one.shop_order), text(&one.invoice), amount]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.sandbox/1", &happened, &page)?;
    Ok(Exit::Done)
}

fn happened_page(happened: &Happened) -> Page {
    let mut page = Page::new();
    for (key, value) in [
        ("order", &happened.order),
        ("shop order", &happened.shop_order),
        ("reference", &happened.reference),
        ("invoice", &happened.invoice),
        ("credit note", &happened.credit_note),
    ] {
        if let Some(value) = value {
            page.pair(key, Cell::new(value));
        }
    }
    if let Ok(currency) = happened.currency.parse() {
        page.pair("amount", Cell::money(Money::new(happened.amount_minor, currency)));
    }
    page
}
