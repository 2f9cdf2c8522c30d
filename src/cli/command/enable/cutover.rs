//! The cut-over report of `enable`: every order that was invoiced or dropped before the activation, by class with sums,
//! and every order of which nobody can know whose it is.
//!
//! It shows what the rules say; nothing is decided here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::assess::{Attention, Class, classify};
use uniac_core::money::{Currency, Money};
use uniac_core::settings::{Autocapture, Setting, Settings};
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::order_view::figures::Figures;
use crate::cli::session::Session;
use crate::cli::view::words;

/// What there is at the moment of activation.
#[derive(Default)]
struct CutOver {
    orders: Vec<Predating>,
    doubtful: Vec<Doubtful>,
}

/// An order that was invoiced or dropped before the activation.
struct Predating {
    order: String,
    class: Class,
    owed_minor: i64,
    held_minor: i64,
    reserved_minor: i64,
    currency: Currency,
}

/// An order of which nobody can know whose it is.
struct Doubtful {
    order: String,
    shop_order: Option<String>,
    attention: Attention,
    why: String,
}

/// The sums of a class in one currency.
#[derive(Default)]
struct Total {
    orders: usize,
    owed_minor: i64,
    held_minor: i64,
    reserved_minor: i64,
}

impl CutOver {
    fn read(session: &Session) -> Result<CutOver> {
        let quiet = |_: &str| {};
        let mut cut_over = CutOver::default();
        session.engine(&quiet).assessed(&mut |case, assessment| {
            let uni = &case.order.uni;
            if let Some(class) = classify(&case, &assessment) {
                cut_over.orders.push(Predating {
                    order: uni.number.clone(),
                    class,
                    owed_minor: assessment.ledger.owed(),
                    held_minor: assessment.ledger.held(),
                    reserved_minor: Figures::of(&case, &assessment).reserved_minor(),
                    currency: uni.currency,
                });
            }
            let whose = [Attention::DoubtfulLink, Attention::ClaimedTwice];
            let found = assessment.attentions.iter().find(|attention| whose.contains(attention));
            cut_over.doubtful.extend(found.map(|attention| Doubtful {
                order: uni.number.clone(),
                shop_order: case.order.shop.as_ref().map(|shop| shop.number.clone()),
                attention: *attention,
                why: match attention {
                    Attention::ClaimedTwice => t!("why-claimed-twice"),
                    _ => words::link(assessment.link),
                },
            }));
            Ok(())
        })?;
        Ok(cut_over)
    }

    fn totals(&self) -> BTreeMap<(Class, Currency), Total> {
        let mut totals: BTreeMap<(Class, Currency), Total> = BTreeMap::new();
        for order in &self.orders {
            let total = totals.entry((order.class, order.currency)).or_default();
            total.orders += 1;
            total.owed_minor = total.owed_minor.saturating_add(order.owed_minor);
            total.held_minor = total.held_minor.saturating_add(order.held_minor);
            total.reserved_minor = total.reserved_minor.saturating_add(order.reserved_minor);
        }
        totals
    }
}

/// Returns what there is by class, for the question before anything is stamped.
///
/// # Errors
/// When the store cannot be read.
pub fn before(session: &Session) -> Result<Page> {
    let totals = CutOver::read(session)?.totals();
    let mut page = Page::new();
    if !totals.is_empty() {
        page.paragraph(t!("enable-before"));
        page.table(totals_table(&totals));
    }
    page.pair("company", Cell::new(&session.company));
    Ok(page)
}

/// Reports what was switched on, and at an activation the cut-over.
pub fn report(
    session: &Session,
    changed: &[Setting],
    activates: bool,
    settings: &Settings,
) -> Result<()> {
    let cut_over = if activates { CutOver::read(session)? } else { CutOver::default() };
    let totals = cut_over.totals();
    let totals: Vec<Value> = totals.iter().map(|(key, total)| total_json(*key, total)).collect();
    let data = json!({
        "activation": settings.activation.map(|at| at.to_string()),
        "autocapture": settings.autocapture().name(),
        "activated": activates && !session.base.global.dry_run,
        "changed": changed.iter().map(|setting| setting.name()).collect::<Vec<_>>(),
        "orders": cut_over.orders.len(),
        "predating": cut_over.orders.iter().map(order_json).collect::<Vec<_>>(),
        "doubtful": cut_over.doubtful.iter().map(doubtful_json).collect::<Vec<_>>(),
        "totals": totals,
        "dry_run": session.base.global.dry_run,
    });
    session.ui().result("uniac.cutover/1", &data, &page(changed, activates, settings, &cut_over))
}

fn order_json(order: &Predating) -> Value {
    json!({
        "order": order.order,
        "class": order.class.name(),
        "owed_minor": order.owed_minor,
        "held_minor": order.held_minor,
        "reserved_minor": order.reserved_minor,
        "currency": order.currency.to_string(),
    })
}

fn doubtful_json(order: &Doubtful) -> Value {
    json!({
        "order": order.order,
        "shop_order": order.shop_order,
        "attention": order.attention.name(),
        "why": order.why,
    })
}

fn total_json((class, currency): (Class, Currency), total: &Total) -> Value {
    json!({
        "class": class.name(),
        "orders": total.orders,
        "owed_minor": total.owed_minor,
        "held_minor": total.held_minor,
        "reserved_minor": total.reserved_minor,
        "currency": currency.to_string(),
    })
}

fn page(changed: &[Setting], activates: bool, settings: &Settings, cut_over: &CutOver) -> Page {
    let mut page = Page::new();
    let names: Vec<&str> = changed.iter().map(|setting| setting.name()).collect();
    match names.is_empty() {
        true => page.paragraph(t!("cutover-on-already")),
        false => page.paragraph(t!("cutover-switched-on", names = names.join(", "))),
    };
    if !activates {
        if settings.autocapture() == Autocapture::Incomplete {
            page.note(t!("cutover-incomplete"));
        }
        return page;
    }
    let orders = &cut_over.orders;
    page.heading(t!("cutover-heading", count = orders.len()));
    page.table(orders_table(orders));
    if !orders.is_empty() {
        page.heading(t!("cutover-by-class"));
        page.table(totals_table(&cut_over.totals()));
    }
    if !cut_over.doubtful.is_empty() {
        page.heading(t!("cutover-doubtful", count = cut_over.doubtful.len()));
        page.table(doubtful_table(&cut_over.doubtful));
        page.hint(t!("cutover-decide"));
    }
    page.note(t!("cutover-never"));
    page.hint(t!("cutover-by-hand"));
    page
}

fn orders_table(orders: &[Predating]) -> Table {
    let mut table = Table::new([
        Column::left("order"),
        Column::left("class"),
        Column::money("owed"),
        Column::money("held"),
    ])
    .when_empty(t!("cutover-none"));
    for order in orders {
        let class = words::class_cell(order.class.name());
        let money = |minor| Cell::money(Money::new(minor, order.currency));
        table.row([
            Cell::new(&order.order),
            if order.owed_minor > order.held_minor { class.warn() } else { class },
            money(order.owed_minor),
            money(order.held_minor),
        ]);
    }
    table
}

fn totals_table(totals: &BTreeMap<(Class, Currency), Total>) -> Table {
    let mut table = Table::new([
        Column::left("class"),
        Column::right("orders"),
        Column::money("owed"),
        Column::money("held"),
        Column::money("reserved"),
    ]);
    for ((class, currency), total) in totals {
        let money = |minor| Cell::money(Money::new(minor, *currency));
        table.row([
            words::class_cell(class.name()),
            Cell::new(total.orders.to_string()),
            money(total.owed_minor),
            money(total.held_minor),
            money(total.reserved_minor),
        ]);
    }
    table
}

fn doubtful_table(doubtful: &[Doubtful]) -> Table {
    let mut table = Table::new([
        Column::left("order"),
        Column::left("shop order"),
        Column::left("attention"),
        Column::wrapped("why"),
    ]);
    for order in doubtful {
        table.row([
            Cell::new(&order.order),
            Cell::new(order.shop_order.as_deref().unwrap_or_default()),
            words::cause_cell(order.attention.name()).warn(),
            Cell::new(&order.why),
        ]);
    }
    table
}
