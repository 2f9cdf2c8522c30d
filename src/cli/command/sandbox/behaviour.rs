//! `uniac sandbox balance`, `review` and `set`: what the systems are like.
//!
//! Each is one switch of the world; none of them moves money, but for refunds that waited.

use clap::Args;
use serde_json::json;

use crate::ui::{Cell, Column, Page, Table};
use uniac_engine::exit::Exit;
use uniac_sandbox::{PLUG_IN_PROFILES, Setting};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::session::{Base, play};

/// The arguments of `sandbox balance`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox balance low\n  uniac sandbox balance enough")]
pub struct BalanceArgs {
    /// low or enough
    #[arg(value_parser = ["low", "enough"])]
    balance: String,
}

/// The arguments of `sandbox review`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox review pending\n  uniac sandbox review accepted"
)]
pub struct ReviewArgs {
    /// accepted, pending or rejected
    #[arg(value_parser = ["accepted", "pending", "rejected"])]
    outcome: String,
}

/// The arguments of `sandbox set`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox set
  uniac sandbox set credit_lines untraced

For what the real systems do not document: both ways can be tried.")]
pub struct SetArgs {
    /// The setting; none: all of them with their values
    name: Option<String>,
    /// Its value
    #[arg(requires = "name")]
    value: Option<String>,
}

/// Runs `sandbox balance`.
pub(super) fn balance(args: &BalanceArgs, base: &Base) -> Result<Exit> {
    let refunds = play::world(base)?.world()?.balance(args.balance == "enough")?;
    let data = json!({"balance": args.balance, "refunds": refunds});
    let mut page = Page::new();
    page.paragraph(match args.balance.as_str() {
        "enough" => t!("sandbox-refunds-happened", count = refunds),
        _ => t!("sandbox-refunds-wait"),
    });
    base.ui.result("uniac.balance/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Runs `sandbox review`.
pub(super) fn review(args: &ReviewArgs, base: &Base) -> Result<Exit> {
    let outcome = &args.outcome;
    play::world(base)?.world()?.set(Setting::FraudReview, outcome)?;
    let mut page = Page::new();
    page.paragraph(t!("sandbox-review", outcome = outcome));
    base.ui.result("uniac.review/1", &json!({ "review": outcome }), &page)?;
    Ok(Exit::Done)
}

/// Runs `sandbox set`: changes a setting, or lists them.
pub(super) fn set(args: &SetArgs, base: &Base) -> Result<Exit> {
    let mut world = play::world(base)?.world()?;
    let named = |setting: &Setting| {
        args.name.as_ref().is_none_or(|name| setting.name() == name.replace('-', "_"))
    };
    let settings: Vec<Setting> = Setting::ALL.into_iter().filter(named).collect();
    if settings.is_empty() {
        let names: Vec<&str> = Setting::ALL.iter().map(|setting| setting.name()).collect();
        return Err(Error::usage("unknown-setting", t!("sandbox-no-setting"))
            .hint(t!("sandbox-known", names = names.join(", "))));
    }
    if let (Some(value), [setting]) = (&args.value, settings.as_slice()) {
        world.set(*setting, value)?;
    }
    let mut table = Table::new(["setting", "value", "it can be"].map(Column::left));
    let mut data = serde_json::Map::new();
    for setting in settings {
        let value = world.get(setting)?;
        data.insert(setting.name().to_owned(), json!(value));
        let values = setting.values().join(", ");
        table.row([Cell::new(setting.name()), Cell::new(value), Cell::new(values)]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.sandbox-settings/1", &data, &page)?;
    Ok(Exit::Done)
}

/// The arguments of `sandbox plug-ins`.
#[derive(Debug, Args)]
#[command(after_help = format!("\
{PLUG_IN_PROFILES}

Examples:
  uniac sandbox plug-ins none
  uniac sandbox plug-ins as-shipped"))]
pub struct PlugInsArgs {
    /// as-shipped, none or on-completed
    #[arg(value_parser = ["as-shipped", "none", "on-completed"])]
    profile: String,
}

/// Runs `sandbox plug-ins`.
pub fn plug_ins(args: &PlugInsArgs, base: &Base) -> Result<Exit> {
    let profile = &args.profile;
    play::world(base)?.world()?.set(Setting::GatewayProfile, profile)?;
    let mut page = Page::new();
    page.paragraph(t!("sandbox-plug-ins", profile = profile));
    base.ui.result("uniac.plug-ins/1", &json!({ "plug_ins": profile }), &page)?;
    Ok(Exit::Done)
}
