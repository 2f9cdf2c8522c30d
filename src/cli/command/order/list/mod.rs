//! `uniac order list`: web orders with what the rules say of them.
//!
//! It must never hide an order because something is wrong with it. Who asks what needs a person gets the worst and the
//! largest first, each with the command that goes on.

mod if_credited;
mod sequence;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clap::Args;
use jiff::Timestamp;

use crate::ui::{Cell, Format, Page};
use uniac_core::assess::{Closing, assess};
use uniac_core::order::OrderId;
use uniac_engine::exit::Exit;
use uniac_engine::{Engine, Reading};
use uniac_store::{Assessments as _, Filter};
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::list::fields::FieldsArgs;
use crate::cli::list::filter::{Chosen, OrderFilter};
use crate::cli::order_view::accepted::Accepted;
use crate::cli::order_view::figures::reserved;
use crate::cli::order_view::json::OrderView;
use crate::cli::order_view::next_command::Ways;
use crate::cli::order_view::purchase::{Purchases, orders_with};
use crate::cli::order_view::table::{Item, order_row, order_table};
use crate::cli::session::Session;
use crate::cli::view::columns::Columns;
use crate::cli::view::sums::Sums;

use sequence::{First, Sequence};

/// How many orders a terminal without a pager shows when nothing else is said.
const TERMINAL_ROWS: usize = 50;

/// The arguments of `order list`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac order list --attention any
  uniac order list --closing 7d
  uniac order list --missing --customer hansen
  uniac order list --predates --if-credited
  uniac order list --due --json
  uniac order list --state reserved --from 2026-01-01 --output csv
  uniac order list --fields order,customer,missing,closes_at

With --attention and --missing the worst and largest stand first, with
--closing what ends first. Without them a terminal shows the newest 50, or all
in the pager; pipes, CSV and JSON get all. Reads only.")]
pub struct ListArgs {
    #[command(flatten)]
    filter: OrderFilter,
    /// Only orders that give trouble if they are credited in Uni, and what kind of trouble
    #[arg(long)]
    if_credited: bool,
    /// Only the first N, or the newest N
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    limit: Option<usize>,
    #[command(flatten)]
    fields: FieldsArgs,
}

impl ListArgs {
    fn sequence(&self) -> Sequence {
        match (self.filter.closing, &self.filter.attention, self.filter.missing) {
            (Some(_), ..) => Sequence::End,
            (None, Some(_), _) => Sequence::Rank,
            (None, None, true) => Sequence::Size,
            (None, None, false) => Sequence::Age,
        }
    }

    /// Returns what the foot sums up: what is due or was accepted is about what is at stake, whatever the sequence.
    fn summed(&self) -> Sequence {
        match self.sequence() {
            Sequence::Age if self.filter.due || self.filter.accepted => Sequence::Rank,
            sequence => sequence,
        }
    }
}

/// Runs the command.
pub fn run(args: &ListArgs, session: &Session) -> Result<Exit> {
    let chosen = args.filter.chosen(session.clock.now(), session.clock.zone())?;
    session.refresh_for_reading(Reading::Payments)?;
    if args.if_credited {
        return if_credited::run(&chosen, limit(args, session), &args.fields, session);
    }
    let (items, cut) = items(args, &chosen, session)?;
    show(args, session, &items, cut)
}

/// How many orders are wanted; `None`: all.
fn limit(args: &ListArgs, session: &Session) -> Option<usize> {
    let is_screen = session.ui().look().format == Format::Table && !session.ui().is_paged();
    args.limit.or(is_screen.then_some(TERMINAL_ROWS))
}

/// Returns the orders that are wanted, and how many more there are.
fn items(args: &ListArgs, chosen: &Chosen<'_>, session: &Session) -> Result<(Vec<Item>, usize)> {
    let (now, quiet) = (session.clock.now(), |_: &str| {});
    let (accepted, ways) = (Accepted::read(&session.store)?, Ways::of(session));
    let (limit, sequence) = (limit(args, session), args.sequence());
    let engine = session.engine(&quiet);
    let kept = Filter { limit: limit.filter(|_| sequence == Sequence::Age), ..chosen.kept() };
    // What the store has kept of them tells how many there are: they need not all be looked at.
    let is_counted = chosen.is_all_kept();
    let mut first = First::of(sequence, limit);
    engine.assessed_of(&kept, &mut |case, assessment| {
        let word = accepted.of(&case, &assessment);
        if chosen.takes(&case, &assessment, word.is_some()) {
            first.add(|| Item {
                view: OrderView::new(&case, &assessment, word, &ways, now),
                id: case.order.uni.id,
                currency: case.order.uni.currency,
                attention: assessment.attention,
                next: assessment.next().map(|step| (step.operation(), step.money)),
                closes_at: assessment.closing.as_ref().and_then(Closing::at),
                is_alone: case.ties.siblings.is_empty(),
                reserved: reserved(&case, &assessment),
            });
        }
        Ok(match is_counted && first.is_full() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        })
    })?;
    let is_more = is_counted && first.is_full();
    let (mut items, mut found) = first.in_sequence();
    if is_more {
        found = session.store.kept_count(&kept)?.max(found);
    }
    if session.ui().look().format == Format::Json || args.fields.is_given() {
        name_purchases(&engine, &mut items, now)?;
    }
    let cut = found.saturating_sub(items.len());
    Ok((items, cut))
}

/// Gives each order the number of its purchase; one that is tied to no other has its own.
fn name_purchases(engine: &Engine<'_>, items: &mut [Item], now: Timestamp) -> Result<()> {
    let company = engine.company()?;
    let mut known: BTreeMap<OrderId, String> = BTreeMap::new();
    for item in items.iter_mut().filter(|item| !item.is_alone) {
        if !known.contains_key(&item.id) {
            let mut purchases = Purchases::default();
            let together = orders_with(engine.store, item.id)?;
            for case in &together {
                purchases.add(case, assess(case, &company, now).link);
            }
            known.extend(together.iter().filter_map(|case| {
                let id = case.order.uni.id;
                Some((id, purchases.number_of(id)?.to_owned()))
            }));
        }
        if let Some(number) = known.get(&item.id) {
            number.clone_into(&mut item.view.purchase);
        }
    }
    Ok(())
}

fn show(args: &ListArgs, session: &Session, items: &[Item], cut: usize) -> Result<Exit> {
    let views: Vec<&OrderView> = items.iter().map(|item| &item.view).collect();
    let selected = args.fields.select_of(views.iter())?;
    let is_chosen = args.fields.is_given();
    let mut page = match is_chosen {
        true => args.fields.page(&selected, session, &Sums::default())?,
        false => page(args, session, items),
    };
    if !items.is_empty() {
        page.foot("orders", Cell::new(items.len().to_string()));
        let mut sums = Sums::default();
        for amount in items.iter().map(|item| args.summed().amount(item)) {
            sums.add(amount.currency, amount.minor);
        }
        if !sums.is_empty() {
            page.foot(args.summed().sum(), sums.cell());
        }
    }
    if cut > 0 {
        page.note(t!("list-cut", count = cut));
    }
    match is_chosen {
        true => session.ui().long_result("uniac.orders/1", &selected, &page)?,
        false => session.ui().long_result("uniac.orders/1", &views, &page)?,
    }
    Ok(Exit::Done)
}

/// Returns the orders as a table, with the columns that fit and that the list is about.
fn page(args: &ListArgs, session: &Session, items: &[Item]) -> Page {
    let columns = match (Columns::of_list(session.ui().look()), args.sequence()) {
        (Columns::Few, Sequence::Age) if args.filter.due => Columns::FewDue,
        (Columns::Few, Sequence::Rank | Sequence::Size) => Columns::FewToDo,
        (Columns::Few, Sequence::End) => Columns::FewClosing,
        (columns, _) => columns,
    };
    let mut table = order_table(columns);
    for item in items {
        table.row(order_row(columns, item, session.clock.zone()));
    }
    let mut page = Page::new();
    page.table(table);
    page
}
