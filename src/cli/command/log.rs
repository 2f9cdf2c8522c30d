//! `uniac log`: the journal of intents and outcomes, and the exchange log of detailed-logging.
//!
//! It shows what is written and nothing else; both logs are redacted when they are written.

use clap::Args;
use jiff::tz::TimeZone;

use crate::typed;
use crate::ui::{Cell, Column, Format, Page, Table};
use uniac_core::act::{Act, IntentId, Operation, OutcomeKind};
use uniac_core::order::OrderId;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{Decision, History, JournalFilter, Store, exchanges};
use uniac_system::error::Result;
use uniac_system::log::Exchange;
use uniac_texts::t;

use crate::cli::session::Session;
use crate::cli::view::journal::{decisions_table, intent_json, journal_row, journal_table};
use crate::cli::view::moment;

/// The arguments of `log`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac log\n  uniac log 100045 --json\n  \
                        uniac log --since 2026-11-01 --operation refund --outcome done\n  \
                        uniac log --exchanges 100045\n\n\
                        Below the acts stands what people have said: holds, links, accepts, with who\n\
                        and why; in JSON it is `history` of `order show`.\n\
                        Reads only, and asks no other system.")]
pub struct LogArgs {
    /// Only this order: Uni's number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: Option<String>,
    /// Show the exchanges with Uni, shop and provider instead
    #[arg(long)]
    exchanges: bool,
    /// Only what was written down on this date or later (YYYY-MM-DD, or a moment)
    #[arg(long, value_name = "DATE", conflicts_with = "exchanges")]
    since: Option<String>,
    /// Only what was written down on this date or before
    #[arg(long, value_name = "DATE", conflicts_with = "exchanges")]
    until: Option<String>,
    /// Only the newest N acts
    #[arg(long, value_name = "N", conflicts_with = "exchanges", allow_negative_numbers = true)]
    limit: Option<usize>,
    /// Only acts of this operation, and not what people have said
    #[arg(long, value_name = "OPERATION", conflicts_with = "exchanges", value_parser = clap::builder::PossibleValuesParser::new(OPERATIONS.map(Operation::name)))]
    operation: Option<String>,
    /// Only acts with this outcome, and not what people have said
    #[arg(long, value_name = "OUTCOME", conflicts_with = "exchanges", value_parser = clap::builder::PossibleValuesParser::new(OUTCOMES.map(OutcomeKind::name)))]
    outcome: Option<String>,
}

/// How many acts are read at once where the whole journal is written.
const PAGE_ROWS: usize = 500;

const OPERATIONS: [Operation; 6] = [
    Operation::Capture,
    Operation::Refund,
    Operation::Cancel,
    Operation::ShopUpdate,
    Operation::BookPayment,
    Operation::ShopCreate,
];

const OUTCOMES: [OutcomeKind; 4] =
    [OutcomeKind::Done, OutcomeKind::Refused, OutcomeKind::Unknown, OutcomeKind::Pending];

impl LogArgs {
    fn wanted(&self, order: Option<OrderId>, zone: &TimeZone) -> Result<JournalFilter> {
        let since = self.since.as_deref().map(|typed| typed::beginning("--since", typed, zone));
        let until = self.until.as_deref().map(|typed| typed::end("--until", typed, zone));
        let acts = self.operation.as_deref().map(|name| {
            let acts = Act::ALL
                .into_iter()
                .filter(|act| [act.name(), act.operation().name()].contains(&name));
            acts.collect::<Vec<_>>()
        });
        Ok(JournalFilter {
            order,
            epoch: None,
            since: since.transpose()?,
            until: until.transpose()?,
            acts,
            outcome: self.outcome.as_deref().and_then(OutcomeKind::from_name),
            limit: self.limit,
            after: None,
        })
    }
}

/// Runs the command.
pub fn run(args: &LogArgs, session: &Session) -> Result<Exit> {
    let named = args.order.as_ref().map(|name| {
        let orders = choose::orders(&session.store, std::slice::from_ref(name));
        orders.map(|orders| orders.into_iter().map(Some).collect::<Vec<_>>())
    });
    let orders = named.transpose()?.unwrap_or_else(|| vec![None]);
    match args.exchanges {
        false => journal(session, args, &orders),
        true => show_exchanges(session, &orders.into_iter().flatten().collect::<Vec<_>>()),
    }
}

/// Shows the journal of these orders; `None`: of all.
fn journal(session: &Session, args: &LogArgs, orders: &[Option<OrderId>]) -> Result<Exit> {
    let zone = session.clock.zone();
    let wanted: Vec<JournalFilter> =
        orders.iter().map(|order| args.wanted(*order, zone)).collect::<Result<_>>()?;
    let is_for_programs = matches!(session.ui().look().format, Format::Json | Format::Csv);
    if let ([wanted], true) = (wanted.as_slice(), is_for_programs && args.limit.is_none()) {
        return stream(session, wanted);
    }
    let mut rows = Vec::new();
    let mut decisions = Vec::new();
    for wanted in &wanted {
        rows.extend(session.store.journal_of(wanted)?);
        decisions.extend(decided(session, wanted)?);
    }
    // Of several orders the newest of all, in their sequence.
    rows.sort_by_key(|(_, intent)| intent.id);
    let cut = args.limit.map_or(0, |limit| rows.len().saturating_sub(limit));
    rows.drain(..cut);
    decisions.sort_by_key(|said| said.at);
    let data: Vec<_> = rows.iter().map(|(number, intent)| intent_json(number, intent)).collect();
    let mut page = Page::new();
    let journal = rows.iter().map(|(number, intent)| (number.as_str(), intent));
    page.table(journal_table(journal, zone));
    if !decisions.is_empty() {
        page.heading(t!("said-heading"));
        page.table(decisions_table(&decisions, zone));
    }
    session.ui().result("uniac.journal/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns what people have said of these orders in that time; nothing where only certain acts are asked for.
fn decided(session: &Session, wanted: &JournalFilter) -> Result<Vec<Decision>> {
    let mut decisions = match wanted.acts.is_none() && wanted.outcome.is_none() {
        true => session.store.decisions(wanted.order)?,
        false => Vec::new(),
    };
    decisions.retain(|said| {
        wanted.since.is_none_or(|since| said.at >= since)
            && wanted.until.is_none_or(|until| said.at < until)
    });
    Ok(decisions)
}

/// Writes the journal while it is read: memory holds one page of it, however long it is.
fn stream(session: &Session, wanted: &JournalFilter) -> Result<Exit> {
    let zone = session.clock.zone();
    let mut list = session.ui().list("uniac.journal/1", journal_table([].into_iter(), zone));
    let mut page = |after: IntentId| -> Result<Option<IntentId>> {
        session.check_interrupted()?;
        let wanted = JournalFilter { after: Some(after), limit: Some(PAGE_ROWS), ..wanted.clone() };
        let rows = session.store.journal_of(&wanted)?;
        for (number, intent) in &rows {
            list.row(&intent_json(number, intent), journal_row(number, intent, zone))?;
        }
        Ok(rows.last().map(|(_, intent)| intent.id))
    };
    let mut next = Ok(Some(IntentId(i64::MIN)));
    while let Ok(Some(after)) = next {
        next = page(after);
    }
    // What could be read until then is shown, and the failure with it.
    if next.is_ok() || list.has_begun() {
        list.end()?;
    }
    next.map(|_| Exit::Done)
}

/// Shows the exchanges about these orders; none named: all.
fn show_exchanges(session: &Session, orders: &[OrderId]) -> Result<Exit> {
    let mut named = Vec::new();
    for order in orders {
        named.extend(names(session, *order)?);
    }
    let names = (!orders.is_empty()).then_some(named);
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
        list.row(exchange, row(exchange, session.clock.zone()))
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

fn row(exchange: &Exchange, zone: &TimeZone) -> [Cell; 6] {
    let status = match (exchange.status, &exchange.error) {
        (Some(status), None) => Cell::new(status.to_string()),
        (Some(status), Some(error)) => Cell::new(format!("{status} {error}")).warn(),
        (None, error) => Cell::new(error.clone().unwrap_or_else(|| "none".to_owned())).warn(),
    };
    [
        moment::instant(exchange.at, zone),
        Cell::named(exchange.system.name()),
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
