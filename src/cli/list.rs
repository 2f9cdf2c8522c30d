//! `uniac order list`: web orders with what the rules say of them.
//!
//! It must never hide an order because something is wrong with it. Who asks what needs a person gets the worst and the
//! largest first, each with the command that goes on.

use std::cmp::Reverse;

use clap::Args;

use crate::ui::{Cell, Format, Page};
use uniac_core::assess::Closing;
use uniac_engine::Reading;
use uniac_engine::exit::Exit;
use uniac_system::error::Result;
use uniac_texts::t;

use super::accepted::Accepted;
use super::fields::FieldsArgs;
use super::filter::{Chosen, OrderFilter};
use super::purchase::Purchases;
use super::session::Session;
use super::sums::Sums;
use super::view::{Columns, Item, OrderView, order_row, order_table};
use super::way::Ways;

/// How many orders a terminal without a pager shows when nothing else is said.
const TERMINAL_ROWS: usize = 50;

/// The arguments of `order list`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac order list --attention any
  uniac order list --closing 7d
  uniac order list --missing --customer hansen
  uniac order list --due --json
  uniac order list --state reserved --from 2026-01-01 --output csv
  uniac order list --fields order,customer,missing,closes_at

With --attention and --missing the worst and largest stand first, with
--closing what ends first. Without them a terminal shows the newest 50, or all
in the pager; pipes, CSV and JSON get all. Reads only.")]
pub struct ListArgs {
    #[command(flatten)]
    filter: OrderFilter,
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
    let chosen = args.filter.chosen(session.clock.now())?;
    session.refresh_for_reading(Reading::Payments)?;
    let mut items = items(args, &chosen, session)?;
    match args.order() {
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
    let cut = cut(args, session, &mut items);
    show(args, session, &items, cut)
}

fn items(args: &ListArgs, chosen: &Chosen<'_>, session: &Session) -> Result<Vec<Item>> {
    let (now, quiet) = (session.clock.now(), |_: &str| {});
    let (accepted, ways) = (Accepted::read(&session.store)?, Ways::of(session));
    let needs_purchases = session.ui().look().format == Format::Json || args.fields.is_given();
    let mut purchases = Purchases::default();
    let mut items: Vec<Item> = Vec::new();
    session.engine(&quiet).assessed(&mut |case, assessment| {
        if needs_purchases {
            purchases.add(&case, assessment.link);
        }
        let word = accepted.of(&case, &assessment);
        if !chosen.takes(&case, &assessment, word.is_some()) {
            return Ok(());
        }
        items.push(Item {
            view: OrderView::new(&case, &assessment, word, &ways, now),
            id: case.order.uni.id,
            currency: case.order.uni.currency,
            attention: assessment.attention,
            next: assessment.next().map(|step| (step.operation(), step.money)),
            closes_at: assessment.closing.as_ref().and_then(Closing::at),
        });
        Ok(())
    })?;
    for item in &mut items {
        if let Some(number) = purchases.number_of(item.id) {
            number.clone_into(&mut item.view.purchase);
        }
    }
    Ok(items)
}

/// Leaves as many as are wanted, and returns how many are left out.
fn cut(args: &ListArgs, session: &Session, items: &mut Vec<Item>) -> usize {
    let is_screen = session.ui().look().format == Format::Table && !session.ui().is_paged();
    let limit = match (args.limit, is_screen) {
        (Some(limit), _) => limit,
        (None, true) => TERMINAL_ROWS,
        (None, false) => items.len(),
    };
    let cut = items.len().saturating_sub(limit);
    match args.order() {
        Order::Age => drop(items.drain(..cut)),
        Order::Rank | Order::Size | Order::End => items.truncate(limit),
    }
    cut
}

fn show(args: &ListArgs, session: &Session, items: &[Item], cut: usize) -> Result<Exit> {
    let zone = session.clock.zone();
    let views: Vec<&OrderView> = items.iter().map(|item| &item.view).collect();
    let selected = args.fields.select_of(views.iter())?;
    let mut sums = Sums::default();
    for item in items {
        let minor = match args.order() {
            Order::Age if args.filter.due || args.filter.accepted => item.view.at_stake_minor,
            Order::Age => item.view.missing_minor,
            Order::Size => item.view.missing_minor,
            Order::Rank => item.view.at_stake_minor,
            Order::End => item.view.reserved_minor,
        };
        sums.add(item.currency, minor);
    }
    let mut page = match args.fields.is_given() {
        true => args.fields.page(&selected, session, &Sums::default())?,
        false => {
            let columns = match (Columns::that_fit(session.ui().look()), args.order()) {
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
