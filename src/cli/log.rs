//! `uniac log`: the journal of intents and outcomes, and the exchange log of detailed-logging.
//!
//! It shows what is written and nothing else; both logs are redacted when they are written.

use clap::Args;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::order::OrderId;
use uniac_store::{Store, exchanges};
use uniac_system::error::Result;
use uniac_system::log::Exchange;

use super::journal::{decisions_table, journal_table};
use super::session::Session;
use super::view::intent_json;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_texts::t;

/// The arguments of `log`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac log\n  uniac log 100045 --json\n  uniac log --exchanges 100045\n\n\
                        Below the acts stands what people have said: holds, links, accepts, with who\n\
                        and why; in JSON it is `history` of `order show`.\n\
                        Reads only, and asks no other system."
)]
pub struct LogArgs {
    /// Only this order: Uni's number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: Option<String>,
    /// Show the exchanges with Uni, shop and provider instead
    #[arg(long)]
    exchanges: bool,
}

/// Runs the command.
pub fn run(args: &LogArgs, session: &Session) -> Result<Exit> {
    let order =
        args.order.as_deref().map(|name| choose::order(&session.store, name)).transpose()?;
    match args.exchanges {
        false => journal(session, order),
        true => show_exchanges(session, order),
    }
}

fn journal(session: &Session, order: Option<OrderId>) -> Result<Exit> {
    let rows = session.store.journal(order)?;
    let data: Vec<_> = rows.iter().map(|(number, intent)| intent_json(number, intent)).collect();
    let mut page = Page::new();
    let zone = session.clock.zone();
    let journal = rows.iter().map(|(number, intent)| (number.as_str(), intent));
    page.table(journal_table(journal, zone));
    let decisions = session.store.decisions(order)?;
    if !decisions.is_empty() {
        page.heading(t!("said-heading"));
        page.table(decisions_table(&decisions, zone));
    }
    session.ui().result("uniac.journal/1", &data, &page)?;
    Ok(Exit::Done)
}

fn show_exchanges(session: &Session, order: Option<OrderId>) -> Result<Exit> {
    let names = order.map(|order| names(session, order)).transpose()?;
    let path = session.base.exchanges(&session.company);
    let columns = Table::new([
        Column::left("at"),
        Column::left("system"),
        Column::left("method"),
        Column::wide("path"),
        Column::right("status"),
        Column::right("ms"),
    ])
    .when_empty(t!("log-no-exchange"));
    let mut list = session.ui().list("uniac.exchanges/1", columns);
    let read = exchanges::each(&path, names.as_deref(), &mut |exchange| {
        session.check_interrupted()?;
        list.row(exchange, row(exchange))
    });
    // What could be read until then is shown, and the failure with it.
    if read.is_ok() || list.has_begun() {
        list.end()?;
    }
    match read? {
        0 => {}
        rows => session.ui().warn(&t!("log-unreadable", count = rows)),
    }
    Ok(Exit::Done)
}

fn row(exchange: &Exchange) -> [Cell; 6] {
    let status = match (exchange.status, &exchange.error) {
        (Some(status), None) => Cell::new(status.to_string()),
        (Some(status), Some(error)) => Cell::new(format!("{status} {error}")).warn(),
        (None, error) => Cell::new(error.clone().unwrap_or_else(|| "none".to_owned())).warn(),
    };
    [
        Cell::new(format!("{:.3}", exchange.at)),
        Cell::new(exchange.system.name()),
        Cell::new(&exchange.method),
        Cell::new(&exchange.path),
        status,
        Cell::new(exchange.ms.to_string()),
    ]
}

/// Returns the parts of paths that name an order's things in the three systems.
fn names(session: &Session, order: OrderId) -> Result<Vec<String>> {
    let mut names = vec![format!("orders/{order}")];
    if let Some(case) = session.store.case(order)? {
        names.extend(
            case.order.documents.iter().map(|document| format!("invoices/{}", document.id)),
        );
        if let Some(shop) = &case.order.shop {
            names.push(format!("orders/{}", shop.id));
            names.extend(shop.payment_reference.clone());
        }
    }
    Ok(names)
}
