//! `uniac enable` and `uniac disable`: the four settings, and the activation with its report.
//!
//! Before anything is switched on, everything is read, so that every invoice of that moment is
//! stamped. An activation must never be half done.

mod cutover;

use clap::Args;
use serde_json::json;

use crate::ui::{Cell, Page};
use uniac_core::settings::Setting;
use uniac_engine::Reading;
use uniac_engine::exit::Exit;
use uniac_store::Store;
use uniac_system::error::{Error, Result};
use uniac_system::seam;
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::session::{Base, Session};

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
    #[command(flatten)]
    fleet: FleetArgs,
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

/// Runs `enable`; on several companies it only shows what would be.
pub fn enable(args: &EnableArgs, base: Base) -> Result<Exit> {
    if args.fleet.is_meant(&base) && !base.global.dry_run {
        let message = t!("fleet-dry-run-only", command = "uniac enable");
        return Err(Error::usage("usage", message).hint(t!("fleet-dry-run-only-hint")));
    }
    let perform = |base: Base| enable_one(args, &base.open()?);
    let task = Task { name: "enable", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

fn enable_one(args: &EnableArgs, session: &Session) -> Result<Exit> {
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
        cutover::report(session, &wanted, activates, &before)?;
        return Ok(Exit::Done);
    }
    session.lock()?;
    if activates {
        // The stamps and the report are of what is read here; an invoice that Uni finalises after
        // this moment is first seen later, and therefore of the auto era.
        session.refresh_for_reading(Reading::FarBack)?;
        seam::point(seam::DURING_ACTIVATION);
        if session.ui().look().asks() {
            session.ui().preview(&cutover::before(session)?);
            session.ui().confirm(&t!("enable-question"), "--yes")?;
        }
    }
    let now = session.clock.now();
    let changed = session.store.switch(&wanted, true, now, &session.base.environment.user())?;
    seam::point(seam::ACTIVATION_COMMITTED);
    cutover::report(session, &changed, activates, &session.store.settings()?)?;
    Ok(Exit::Done)
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
        true => page.paragraph(t!("setting-off-already")),
        false => page.paragraph(t!("setting-switched-off", names = names.join(", "))),
    };
    page.pair("auto-capture", Cell::named(settings.autocapture().name()));
    session.ui().result("uniac.settings/1", &data, &page)?;
    Ok(Exit::Done)
}
