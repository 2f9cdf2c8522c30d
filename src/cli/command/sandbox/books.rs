//! `uniac sandbox ledger` and `calls`: the truth that only the outside world knows.
//!
//! Nothing here may change money.

use clap::Args;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::money::{Currency, Money};
use uniac_engine::exit::Exit;
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::session::{Base, play};

/// The arguments of `sandbox calls`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox calls --clear\n  uniac sandbox calls --json")]
pub struct CallsArgs {
    /// Begin to count anew
    #[arg(long)]
    clear: bool,
}

/// Shows the provider's own book.
pub(super) fn ledger(base: &Base) -> Result<Exit> {
    let rows = play::world(base)?.ledger()?;
    let mut table = Table::new([
        Column::left("order"),
        Column::wide("reference"),
        Column::money("authorised"),
        Column::money("captured"),
        Column::money("refunded"),
        Column::money("cancelled"),
    ])
    .when_empty(t!("sandbox-no-payments"));
    for row in &rows {
        let currency: Currency = row.currency.parse().unwrap_or(Currency::NOK);
        let amount = |minor| Cell::money(Money::new(minor, currency));
        table.row([
            Cell::new(row.order.clone().unwrap_or_default()),
            Cell::new(&row.reference),
            amount(row.authorised_minor),
            amount(row.captured_minor),
            amount(row.refunded_minor),
            amount(row.cancelled_minor),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.ledger/1", &rows, &page)?;
    Ok(Exit::Done)
}

/// Shows the calls received.
pub(super) fn calls(args: &CallsArgs, base: &Base) -> Result<Exit> {
    let counts = play::world(base)?.calls(args.clear)?;
    let mut table =
        Table::new([Column::left("system"), Column::right("reading"), Column::right("writing")]);
    for (name, calls) in
        [("uni", &counts.uni), ("shop", &counts.shop), ("provider", &counts.provider)]
    {
        table.row([
            Cell::named(name),
            Cell::new(calls.read.to_string()),
            Cell::new(calls.write.to_string()),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.calls/1", &counts, &page)?;
    Ok(Exit::Done)
}
