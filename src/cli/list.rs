//! `uniac order list`: web orders with what the rules say of them.
//!
//! It must never hide an order because something is wrong with it. Who asks what needs a person gets the worst and the
//! largest first, each with the command that goes on.

use std::cmp::Reverse;

use clap::Args;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::ui::{Cell, Format, Page};
use uniac_core::assess::{Assessment, Attention, Closing, State};
use uniac_core::purchase::Case;
use uniac_engine::Reading;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::accepted::Accepted;
use super::fields::FieldsArgs;
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
    /// Only orders in this state
    #[arg(long, value_name = "STATE", value_parser = clap::builder::PossibleValuesParser::new(State::ALL.map(State::name)))]
    state: Option<String>,
    /// Only orders with this attention, or `any`, that nobody has accepted
    #[arg(long, value_name = "ID")]
    attention: Option<String>,
    /// Only orders whose attention a person has accepted
    #[arg(long)]
    accepted: bool,
    /// Only orders on which something is due
    #[arg(long)]
    due: bool,
    /// Only orders of which invoiced money is missing
    #[arg(long)]
    missing: bool,
    /// Only orders whose reservation ends within this time, or has lost its guarantee: `7d`
    #[arg(long, value_name = "DAYS", value_parser = days)]
    closing: Option<i64>,
    /// Only orders with an invoice that predates the activation
    #[arg(long)]
    predates: bool,
    /// Only orders whose customer's name has this text in it
    #[arg(long, value_name = "TEXT")]
    customer: Option<String>,
    /// Only orders that are paid at this provider, for instance `vipps`
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only orders placed on this date or later (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", visible_alias = "from")]
    since: Option<Date>,
    /// Only orders placed on this date or earlier (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only the first N, or the newest N
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    fields: FieldsArgs,
}

/// Reads a count of days: `7d` or `7`.
fn days(text: &str) -> std::result::Result<i64, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    let days = number.parse::<i64>().ok().filter(|days| (0..=36_500).contains(days));
    days.ok_or_else(|| t!("list-no-days", text = text))
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
    fn attention(&self) -> Result<Option<Option<Attention>>> {
        match self.attention.as_deref() {
            None => Ok(None),
            Some("any") => Ok(Some(None)),
            Some(name) => name.parse().map(|attention| Some(Some(attention))).map_err(|error| {
                let names: Vec<&str> = Attention::ALL.iter().map(|a| a.name()).collect();
                Error::usage("usage", error).hint(t!("list-attentions", names = names.join(", ")))
            }),
        }
    }

    fn order(&self) -> Order {
        match (self.closing, &self.attention, self.missing) {
            (Some(_), ..) => Order::End,
            (None, Some(_), _) => Order::Rank,
            (None, None, true) => Order::Size,
            (None, None, false) => Order::Age,
        }
    }

    fn selects(
        &self,
        wanted: Option<Option<Attention>>,
        case: &Case,
        assessment: &Assessment,
        is_accepted: bool,
    ) -> bool {
        let attention = match wanted {
            None => true,
            Some(None) => assessment.attention.is_some(),
            Some(Some(one)) => {
                assessment.attentions.contains(&one) || assessment.remarks.contains(&one)
            }
        };
        // Who asks for what needs somebody does not ask for what somebody has seen.
        let accepted = if self.accepted { is_accepted } else { wanted.is_none() || !is_accepted };
        let uni = &case.order.uni;
        let is_paid_at = |name: &String| {
            case.payments().any(|payment| payment.provider.eq_ignore_ascii_case(name))
        };
        let has = |text: &String| uni.customer.to_lowercase().contains(&text.to_lowercase());
        attention
            && accepted
            && self.state.as_deref().is_none_or(|state| assessment.state.name() == state)
            && (!self.due || !assessment.steps.is_empty())
            && (!self.predates || case.predates())
            && self.since.is_none_or(|since| uni.placed >= since)
            && self.to.is_none_or(|to| uni.placed <= to)
            && self.customer.as_ref().is_none_or(has)
            && self.provider.as_ref().is_none_or(is_paid_at)
    }

    /// Returns whether an order is wanted by its figures.
    fn wants(&self, item: &Item, now: Timestamp) -> bool {
        let within = |days: i64| {
            let last = now.checked_add(SignedDuration::from_hours(24 * days)).ok();
            item.closes_at.is_some_and(|end| last.is_some_and(|last| end <= last))
        };
        (!self.missing || item.view.missing_minor > 0) && self.closing.is_none_or(within)
    }
}

/// Runs the command.
pub fn run(args: &ListArgs, session: &Session) -> Result<Exit> {
    let wanted = args.attention()?;
    session.refresh_for_reading(Reading::Payments)?;
    let mut items = items(args, wanted, session)?;
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

fn items(
    args: &ListArgs,
    wanted: Option<Option<Attention>>,
    session: &Session,
) -> Result<Vec<Item>> {
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
        if !args.selects(wanted, &case, &assessment, word.is_some()) {
            return Ok(());
        }
        let item = Item {
            view: OrderView::new(&case, &assessment, word, &ways, now),
            id: case.order.uni.id,
            currency: case.order.uni.currency,
            attention: assessment.attention,
            next: assessment.next().map(|step| (step.operation(), step.money)),
            closes_at: assessment.closing.as_ref().and_then(Closing::at),
        };
        if args.wants(&item, now) {
            items.push(item);
        }
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
            Order::Age if args.due || args.accepted => item.view.at_stake_minor,
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
                (Columns::Few, Order::Age) if args.due => Columns::FewDue,
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
            Order::Age if !args.due && !args.accepted => "missing",
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
