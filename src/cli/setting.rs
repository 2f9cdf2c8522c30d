//! `uniac enable` and `uniac disable`: the four settings, and the activation with its report.
//!
//! Before anything is switched on, everything is read, so that every invoice of that moment is
//! stamped. An activation must never be half done.

use clap::Args;
use serde_json::{Value, json};

use crate::assess::{Class, classify};
use crate::engine::Reading;
use crate::error::{Error, Result};
use crate::money::{Currency, Money};
use crate::seam;
use crate::settings::{Autocapture, Setting, Settings};
use crate::store::Store;
use crate::ui::{Cell, Column, Page, Table};

use super::session::Session;
use crate::exit::Exit;

const ENABLE_HELP: &str = "\
Without SETTING: the three that auto-capture needs. When that activates it,
everything is read first, every invoice that is already finalised is stamped
as predating, and a report says what those are: `sync` never touches them.

Examples:
  uniac enable
  uniac enable upload-new-orders
  uniac enable --dry-run --json

Writes uniac's own settings. Moves no money.";

const DISABLE_HELP: &str = "\
Without SETTING: the three that auto-capture needs. What is invoiced while
they are off waits for a person; enabling again stamps it as predating.

Examples:
  uniac disable
  uniac disable upload-new-orders

Writes uniac's own settings. Moves no money.";

/// The arguments of `enable`.
#[derive(Debug, Args)]
#[command(after_help = ENABLE_HELP)]
pub struct EnableArgs {
    /// upload-order-changes, fetch-card-payments, detailed-logging, upload-new-orders
    #[arg(value_name = "SETTING", value_parser = clap::builder::PossibleValuesParser::new(Setting::ALL.map(Setting::name)), hide_possible_values = true)]
    settings: Vec<String>,
}

/// The arguments of `disable`.
#[derive(Debug, Args)]
#[command(after_help = DISABLE_HELP)]
pub struct DisableArgs {
    /// upload-order-changes, fetch-card-payments, detailed-logging, upload-new-orders
    #[arg(value_name = "SETTING", value_parser = clap::builder::PossibleValuesParser::new(Setting::ALL.map(Setting::name)), hide_possible_values = true)]
    settings: Vec<String>,
}

fn chosen(names: &[String]) -> Result<Vec<Setting>> {
    if names.is_empty() {
        return Ok(Setting::REQUIRED.to_vec());
    }
    let parse = |name: &String| name.parse().map_err(|error| Error::usage("usage", error));
    names.iter().map(parse).collect()
}

/// Runs `enable`.
pub fn enable(args: &EnableArgs, session: &Session) -> Result<Exit> {
    let wanted = chosen(&args.settings)?;
    let before = session.store.settings()?;
    let after: Vec<Setting> = Setting::ALL
        .into_iter()
        .filter(|s| before.since(*s).is_some() || wanted.contains(s))
        .collect();
    let activates =
        !before.is_active() && Setting::REQUIRED.iter().all(|required| after.contains(required));
    if session.base.global.dry_run {
        session.refresh_for_reading(Reading::FarBack)?;
        return report(session, &wanted, activates, &before);
    }
    session.lock()?;
    if activates {
        // The stamps and the report are of what is read here; an invoice that Uni finalises after
        // this moment is first seen later, and therefore of the auto era.
        session.refresh_for_reading(Reading::FarBack)?;
        seam::point(seam::DURING_ACTIVATION);
    }
    let now = session.clock.now();
    let changed = session.store.switch(&wanted, true, now, &session.base.environment.user())?;
    seam::point(seam::ACTIVATION_COMMITTED);
    report(session, &changed, activates, &session.store.settings()?)
}

/// Runs `disable`.
pub fn disable(args: &DisableArgs, session: &Session) -> Result<Exit> {
    let wanted = chosen(&args.settings)?;
    let changed = match session.base.global.dry_run {
        true => wanted,
        false => {
            session.lock()?;
            let now = session.clock.now();
            session.store.switch(&wanted, false, now, &session.base.environment.user())?
        }
    };
    let settings = session.store.settings()?;
    let names: Vec<&str> = changed.iter().map(|setting| setting.name()).collect();
    let data = json!({
        "autocapture": settings.autocapture().name(),
        "changed": names,
        "dry_run": session.base.global.dry_run,
    });
    let mut page = Page::new();
    match names.is_empty() {
        true => page.paragraph("They were off already."),
        false => page.paragraph(format!("Switched off: {}.", names.join(", "))),
    };
    page.pair("auto-capture", Cell::new(settings.autocapture().name()));
    session.ui().result("uniac.settings/1", &data, &page)?;
    Ok(Exit::Done)
}

/// An order with a finalised invoice at the moment of activation.
struct Predating {
    order: String,
    class: Class,
    owed_minor: i64,
    held_minor: i64,
    currency: Currency,
}

fn predating(session: &Session) -> Result<Vec<Predating>> {
    let quiet = |_: &str| {};
    let mut orders = Vec::new();
    session.engine(&quiet).assessed(&mut |case, assessment| {
        if let Some(class) = classify(&case, &assessment) {
            orders.push(Predating {
                order: case.order.uni.number.clone(),
                class,
                owed_minor: assessment.ledger.owed(),
                held_minor: assessment.ledger.held(),
                currency: case.order.uni.currency,
            });
        }
        Ok(())
    })?;
    Ok(orders)
}

fn report(
    session: &Session,
    changed: &[Setting],
    activates: bool,
    settings: &Settings,
) -> Result<Exit> {
    let orders = if activates { predating(session)? } else { Vec::new() };
    let row = |order: &Predating| -> Value {
        json!({
            "order": order.order,
            "class": order.class.name(),
            "owed_minor": order.owed_minor,
            "held_minor": order.held_minor,
            "currency": order.currency.to_string(),
        })
    };
    let data = json!({
        "activation": settings.activation.map(|at| at.to_string()),
        "autocapture": settings.autocapture().name(),
        "activated": activates && !session.base.global.dry_run,
        "changed": changed.iter().map(|setting| setting.name()).collect::<Vec<_>>(),
        "orders": orders.len(),
        "predating": orders.iter().map(row).collect::<Vec<_>>(),
        "dry_run": session.base.global.dry_run,
    });
    session.ui().result("uniac.cutover/1", &data, &page(changed, activates, settings, &orders))?;
    Ok(Exit::Done)
}

fn page(changed: &[Setting], activates: bool, settings: &Settings, orders: &[Predating]) -> Page {
    let mut page = Page::new();
    let names: Vec<&str> = changed.iter().map(|setting| setting.name()).collect();
    match names.is_empty() {
        true => page.paragraph("They were on already; nothing changed."),
        false => page.paragraph(format!("Switched on: {}.", names.join(", "))),
    };
    if !activates {
        if settings.autocapture() == Autocapture::Incomplete {
            page.note("Auto-capture is incomplete; `uniac status` shows what is off.");
        }
        return page;
    }
    page.heading(format!("Cut-over: {} orders have an invoice already", orders.len()));
    let mut table = Table::new([
        Column::left("order"),
        Column::left("class"),
        Column::right("owed"),
        Column::right("held"),
    ])
    .when_empty("No order was invoiced before this moment.");
    for order in orders {
        let class = Cell::new(order.class.name());
        let money = |minor| Cell::money(Money::new(minor, order.currency));
        table.row([
            Cell::new(&order.order),
            if order.owed_minor > order.held_minor { class.warn() } else { class },
            money(order.owed_minor),
            money(order.held_minor),
        ]);
    }
    page.table(table);
    page.note("`sync` never moves money for these. What is invoiced from now on is automatic.");
    page.hint("Capture the uncaptured ones by hand: `uniac capture --manual --dry-run`");
    page
}
