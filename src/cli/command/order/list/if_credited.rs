//! `uniac order list --if-credited`: which orders give trouble if they are credited in Uni, and what kind of trouble.
//!
//! The rules answer for each order; only what `sync` would pay back by itself is left out.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde_json::{Value, json};

use crate::ui::{Cell, Column, Page, Style, Table};
use uniac_core::assess::Attention;
use uniac_core::money::Money;
use uniac_engine::exit::Exit;
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::list::fields::FieldsArgs;
use crate::cli::list::filter::Chosen;
use crate::cli::order_view::accepted::Accepted;
use crate::cli::order_view::json::OrderView;
use crate::cli::order_view::next_command::Ways;
use crate::cli::order_view::what_if::{Trouble, WhatIf};
use crate::cli::session::Session;
use crate::cli::view::columns::Columns;
use crate::cli::view::sums::Sums;
use crate::cli::view::words;

/// An order with an invoice whose crediting gives trouble.
struct Troubled {
    view: OrderView,
    what_if: WhatIf,
}

/// An invoice of the table.
struct Row<'a> {
    order: &'a OrderView,
    invoice: &'a str,
    money: Money,
    trouble: Trouble,
    why: Option<Attention>,
}

/// Shows the orders that are chosen and give trouble; of many the worst and largest.
pub fn run(
    chosen: &Chosen<'_>,
    limit: Option<usize>,
    fields: &FieldsArgs,
    session: &Session,
) -> Result<Exit> {
    let mut orders = troubled(chosen, session)?;
    orders.sort_by_cached_key(rank);
    let cut = limit.map_or(0, |limit| orders.len().saturating_sub(limit));
    orders.truncate(orders.len() - cut);
    let rows: Vec<Value> = orders.iter().map(Troubled::json).collect();
    let selected = fields.select(rows)?;
    let page = match fields.is_given() {
        true => fields.page(&json!(selected), session, &Sums::default())?,
        false => page(&orders, cut, Columns::that_fit(session.ui().look())),
    };
    session.ui().long_result("uniac.orders/1", &selected, &page)?;
    Ok(Exit::Done)
}

/// Asks the rules about each order that is chosen.
fn troubled(chosen: &Chosen<'_>, session: &Session) -> Result<Vec<Troubled>> {
    let (now, quiet) = (session.clock.now(), |_: &str| {});
    let (accepted, ways) = (Accepted::read(&session.store)?, Ways::of(session));
    let engine = session.engine(&quiet);
    let company = engine.company()?;
    let mut orders = Vec::new();
    engine.assessed_of(&chosen.kept(), &mut |case, assessment| {
        let word = accepted.of(&case, &assessment);
        if chosen.takes(&case, &assessment, word.is_some())
            && let Some(what_if) = WhatIf::of_all(&case, &company, &assessment, now)
            && what_if.troubles().next().is_some()
        {
            let view = OrderView::new(&case, &assessment, word, &ways, now);
            orders.push(Troubled { view, what_if });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(orders)
}

/// The worst first, then the largest.
fn rank(order: &Troubled) -> (Option<Trouble>, Reverse<i64>, String) {
    let worst = order.what_if.troubles().map(|row| row.trouble).min();
    let sum = order.what_if.troubles().map(|row| row.money.minor).fold(0, i64::saturating_add);
    (worst, Reverse(sum), order.view.order.clone())
}

impl Troubled {
    fn json(&self) -> Value {
        let mut row = json!(self.view);
        row["if_credited"] = json!(self.what_if.json());
        row
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.what_if.troubles().map(|troubled| Row {
            order: &self.view,
            invoice: troubled.invoice,
            money: troubled.money,
            trouble: troubled.trouble,
            why: troubled.why,
        })
    }
}

fn page(orders: &[Troubled], cut: usize, columns: Columns) -> Page {
    let rows: Vec<Row<'_>> = orders.iter().flat_map(Troubled::rows).collect();
    let mut page = Page::new();
    page.table(table(&rows, columns));
    if rows.is_empty() {
        return page;
    }
    let mut sums = Sums::default();
    for row in &rows {
        sums.add(row.money.currency, row.money.minor);
    }
    page.foot("orders", Cell::new(orders.len().to_string()));
    page.foot("sum", sums.cell());
    if cut > 0 {
        page.note(t!("list-cut", count = cut));
    }
    let troubles: BTreeSet<Trouble> = rows.iter().map(|row| row.trouble).collect();
    for trouble in troubles {
        page.note(meaning(trouble));
    }
    page.hint(t!("credited-hint"));
    page
}

fn table(rows: &[Row<'_>], columns: Columns) -> Table {
    let is_wide = columns == Columns::All;
    let mut head = vec![Column::left("order")];
    if is_wide {
        head.extend([Column::left("shop"), Column::left("placed"), Column::wide("customer")]);
    }
    head.extend([
        Column::left("invoice"),
        Column::money("amount"),
        Column::left("if credited"),
        Column::left("because of"),
    ]);
    let mut table = Table::new(head).when_empty(t!("credited-nothing"));
    for row in rows {
        let mut cells = vec![Cell::new(&row.order.order)];
        if is_wide {
            cells.extend([
                Cell::new(row.order.shop_order.clone().unwrap_or_default()),
                row.order.placed.parse().map_or_else(|_| Cell::new(&row.order.placed), Cell::day),
                Cell::new(&row.order.customer),
            ]);
        }
        let style = (row.trouble == Trouble::Barred).then_some(Style::Bad).or(Some(Style::Warn));
        cells.extend([
            Cell::new(row.invoice),
            Cell::money(row.money),
            Cell::named(row.trouble.name()).style(style),
            row.why.map_or_else(|| Cell::new(""), |why| words::cause_cell(why.name())),
        ]);
        table.row(cells);
    }
    table
}

/// Says what a kind of trouble means.
fn meaning(trouble: Trouble) -> String {
    match trouble {
        Trouble::Barred => t!("credited-barred"),
        Trouble::ByHand => t!("credited-by-hand"),
        Trouble::NothingTaken => t!("credited-nothing-taken"),
    }
}
