//! `uniac config`: where the configuration is, what one value is, and the change of one value.
//!
//! A secret is never printed, only where it comes from; what the file holds is never printed as it stands there. A change
//! is checked before it is written, and keeps comments and order.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::config::{self, Shown};
use crate::ui::{Cell, Page};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::session::Base;

/// The commands on the configuration.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  uniac config path\n  uniac config get company.kopp.release_after\n  \
                        uniac config set company.kopp.bounds.max_total 50000\n\n\
                        Reads or changes the configuration. Moves no money."
)]
pub enum ConfigCommand {
    /// Print where the configuration is
    Path(PathArgs),
    /// Print a value, and where it comes from
    Get(GetArgs),
    /// Change a value; comments and all else stay
    Set(SetArgs),
}

/// The arguments of `config path`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac config path\n\nReads nothing.")]
pub struct PathArgs {}

/// The arguments of `config get`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac config get default_company\n  \
                        uniac config get company.kopp.bounds --json\n\n\
                        Reads the configuration only. Of a secret it prints where it comes from.")]
pub struct GetArgs {
    /// `company.NAME.KEY`, `defaults.KEY` or `default_company`; a table prints all below it
    #[arg(value_name = "KEY")]
    key: String,
}

/// The arguments of `config set`.
#[derive(Debug, Args)]
#[command(after_help = "\
The value is a number, `true`, `false`, a list such as '[\"nord\"]', or a text.
A secret is given by where it comes from: env:NAME, file:PATH or
command:PROGRAM.

Examples:
  uniac config set default_company kopp
  uniac config set defaults.bounds.max_orders 200
  uniac config set company.kopp.payment.1.client_secret env:KOPP_VIPPS_SECRET

Writes the configuration file. Moves no money.")]
pub struct SetArgs {
    /// `company.NAME.KEY`, `defaults.KEY` or `default_company`
    #[arg(value_name = "KEY")]
    key: String,
    /// The value
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
}

/// Runs the command.
pub fn run(command: &ConfigCommand, base: &Base) -> Result<Exit> {
    match command {
        ConfigCommand::Path(_) => path(base),
        ConfigCommand::Get(args) => get(args, base),
        ConfigCommand::Set(args) => set(args, base),
    }
}

fn path(base: &Base) -> Result<Exit> {
    let file = &base.paths.config;
    let folder = config::folder(file);
    let mut page = Page::new();
    page.text(format!("{}\n", file.display()));
    let data = json!({
        "file": file,
        "exists": file.exists(),
        "from": base.origin("UNIAC_CONFIG", base.global.config.is_some()),
        "companies": folder,
        "data": base.paths.data,
        "data_from": base.origin("UNIAC_DATA_DIR", false),
    });
    base.ui.result("uniac.config/1", &data, &page)?;
    Ok(Exit::Done)
}

fn get(args: &GetArgs, base: &Base) -> Result<Exit> {
    let found = found(base, &args.key)?;
    let mut page = Page::new();
    let is_whole = matches!(found.as_slice(), [one] if one.path == args.key);
    for value in &found {
        match is_whole {
            true => page.text(format!("{}\n", value.value)),
            false => page.pair(&value.path, Cell::new(&value.value)),
        };
    }
    let data = match found.as_slice() {
        [one] if is_whole => one.json(),
        several => {
            json!({"key": args.key, "values": several.iter().map(Shown::json).collect::<Vec<Value>>()})
        }
    };
    base.ui.result("uniac.config/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns the values at a path or below it.
fn found(base: &Base, key: &str) -> Result<Vec<Shown>> {
    let config = &base.config;
    let keys: Vec<&str> = key.split('.').collect();
    let all: Vec<Shown> = match keys.as_slice() {
        ["default_company" | "language"] => {
            let value = match key {
                "language" => config.language(),
                _ => config.default_company(),
            };
            let value = value.map(|value| toml::Value::String(value.to_owned()));
            return match value {
                None => Err(not_set(key)),
                Some(value) => Ok(vec![Shown {
                    path: key.to_owned(),
                    value: value.as_str().unwrap_or_default().to_owned(),
                    plain: Some(value),
                    from: "file",
                    is_secret: false,
                }]),
            };
        }
        ["defaults", ..] => config::defaults_shown(config),
        ["company", name, ..] => {
            let mut values = config::values(config, &config.read_company(name)?)?;
            for value in &mut values {
                value.path = format!("company.{name}.{}", value.path);
            }
            values
        }
        _ => return Err(config::no_key(key)),
    };
    let below = format!("{key}.");
    let is_meant = |value: &Shown| value.path == key || value.path.starts_with(&below);
    let found: Vec<Shown> = all.into_iter().filter(is_meant).collect();
    if found.is_empty() { Err(not_set(key)) } else { Ok(found) }
}

fn not_set(key: &str) -> Error {
    Error::failed("not-set", t!("config-not-set", key = key)).hint(t!("config-not-set-hint"))
}

fn set(args: &SetArgs, base: &Base) -> Result<Exit> {
    let edited = config::edited(&base.config, &args.key, &args.value)?;
    let is_dry = base.global.dry_run;
    if !is_dry {
        config::write(&edited.file, &edited.text)?;
    }
    let mut page = Page::new();
    let file = edited.file.display().to_string();
    page.paragraph(match is_dry {
        true => t!("config-would-be-set", key = edited.path.clone(), file = file),
        false => t!("config-set", key = edited.path.clone(), file = file),
    });
    let data = json!({"key": edited.path, "file": edited.file, "written": !is_dry});
    base.ui.result("uniac.config/1", &data, &page)?;
    Ok(Exit::Done)
}
