//! `uniac order list`: web orders with what the rules say of them.
//!
//! It must never hide an order because something is wrong with it. Who asks what needs a person gets the worst and the
//! largest first, each with the command that goes on.

mod if_credited;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clap::Args;
use jiff::Timestamp;

use crate::ui::{Cell, Format, Page};
use uniac_core::assess::{Closing, assess};
use uniac_core::money::Money;
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
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    fields: FieldsArgs,
}

/// What decides the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Uni's ids grow with time, so the newest stand last.
    Age,
    /// The worst and largest first.
    Rank,
    /// The largest first.
    Size,
    /// What ends first.
    End,
}

impl ListArgs {
    fn order(&self) -> Order {
        match (self.filter.closing, &self.filter.attention, self.filter.missing) {
            (Some(_), ..) => Order::End,
            (None, Some(_), _) => Order::Rank,
            (None, None, true) => Order::Size,
            (None, None, false) => Order::Age,
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
    let (limit, order) = (limit(args, session), args.order());
    let engine = session.engine(&quiet);
    let kept = Filter { limit: limit.filter(|_| order == Order::Age), ..chosen.kept() };
    let is_counted = chosen.is_all_kept();
    let (mut items, mut found): (Vec<Item>, usize) = (Vec::new(), 0);
    engine.assessed_of(&kept, &mut |case, assessment| {
        let word = accepted.of(&case, &assessment);
        if !chosen.takes(&case, &assessment, word.is_some()) {
            return Ok(ControlFlow::Continue(()));
        }
        found += 1;
        if order != Order::Age || limit.is_none_or(|limit| items.len() < limit) {
            items.push(Item {
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
        // Memory holds no more than twice what is wanted.
        if let Some(limit) = limit
            && items.len() >= limit.saturating_mul(2).max(TERMINAL_ROWS)
        {
            sort(order, &mut items);
            items.truncate(limit);
        }
        let is_enough = order == Order::Age && limit.is_some_and(|limit| found >= limit);
        Ok(match is_enough && is_counted {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        })
    })?;
    if is_counted && order == Order::Age && limit.is_some_and(|limit| found >= limit) {
        found = session.store.kept_count(&kept)?.max(found);
    }
    sort(order, &mut items);
    items.truncate(limit.unwrap_or(usize::MAX));
    if order == Order::Age {
        // The newest stand last.
        items.reverse();
    }
    if session.ui().look().format == Format::Json || args.fields.is_given() {
        name_purchases(&engine, &mut items, now)?;
    }
    let cut = found.saturating_sub(items.len());
    Ok((items, cut))
}

/// Puts the orders in their sequence; by age the newest stand first as they are found.
fn sort(order: Order, items: &mut [Item]) {
    match order {
        Order::Age => {}
        Order::Rank => items.sort_by_key(|item| {
            let of_rank = |one: &Item| one.attention.map_or(usize::MAX, |found| found as usize);
            (of_rank(item), Reverse(item.view.at_stake_minor), item.id)
        }),
        Order::Size => {
            items.sort_by_key(|item| (Reverse(item.view.missing_minor), item.id));
        }
        Order::End => items.sort_by_key(|item| (item.closes_at, item.id)),
    }
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
    let zone = session.clock.zone();
    let views: Vec<&OrderView> = items.iter().map(|item| &item.view).collect();
    let selected = args.fields.select_of(views.iter())?;
    let mut sums = Sums::default();
    for item in items {
        let missing = Money::new(item.view.missing_minor, item.currency);
        let sum = match args.order() {
            Order::Age if args.filter.due || args.filter.accepted => item.stake(),
            Order::Age | Order::Size => missing,
            Order::Rank => item.stake(),
            Order::End => item.reserved,
        };
        sums.add(sum.currency, sum.minor);
    }
    let mut page = match args.fields.is_given() {
        true => args.fields.page(&selected, session, &Sums::default())?,
        false => {
            let columns = match (Columns::of_list(session.ui().look()), args.order()) {
                (Columns::Few, Order::Age) if args.filter.due => Columns::FewDue,
                (Columns::Few, Order::Rank | Order::Size | Order::End) => Columns::FewToDo,
                (columns, _) => columns,
            };
            let mut table = order_table(columns);
            for item in items {
                table.row(order_row(columns, item, zone));
            }
            let mut page = Page::new();
            page.table(table);
            page
        }
    };
    if !items.is_empty() {
        page.foot("orders", Cell::new(items.len().to_string()));
        let what = match args.order() {
            Order::Age if !args.filter.due && !args.filter.accepted => "missing",
            Order::Size => "missing",
            Order::Age | Order::Rank => "at stake",
            Order::End => "reserved",
        };
        if !sums.is_empty() {
            page.foot(what, sums.cell());
        }
    }
    if cut > 0 {
        page.note(t!("list-cut", count = cut));
    }
    match args.fields.is_given() {
        true => session.ui().long_result("uniac.orders/1", &selected, &page)?,
        false => session.ui().long_result("uniac.orders/1", &views, &page)?,
    }
    Ok(Exit::Done)
}
