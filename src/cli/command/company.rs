//! `uniac company`: which companies are configured, with which systems, and whether each can be used.
//!
//! Nothing but the configuration is read: no store is opened, no secret fetched, nobody asked. A company that cannot be
//! read is a row like the others, and stops none of them.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::config::{self, Read, Shown};
use crate::ui::{Cell, Column, Page, Table};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::session::Base;
use crate::cli::session::naming::fitting;

/// The commands on what is configured.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  uniac company list\n  uniac company show kopp\n  \
                        uniac company check --json\n\nReads the configuration only.")]
pub enum CompanyCommand {
    /// List the companies that are configured
    List(ListArgs),
    /// Show every value of a company, and where it comes from
    Show(ShowArgs),
    /// Check what is configured for each company; exit 2 when something cannot be used
    Check(ListArgs),
}

/// The arguments of `company list` and `company check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac company list --group nord\n  uniac company check 'kopp*'\n\n\
                        Reads the configuration only."
)]
pub struct ListArgs {
    /// Only these companies; `*` stands for any letters
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Only the companies of this group
    #[arg(long, value_name = "GROUP")]
    group: Vec<String>,
}

/// The arguments of `company show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac company show kopp\n  uniac company show --json\n\n\
                        Reads the configuration only. Of a secret it shows where it comes from.")]
pub struct ShowArgs {
    /// The company
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Runs the command; `faults` are what is wrong with the configuration besides single companies.
pub fn run(command: &CompanyCommand, base: &Base, faults: Vec<Error>) -> Result<Exit> {
    match command {
        CompanyCommand::List(args) => {
            for fault in &faults {
                base.ui.warn(&fault.message);
            }
            list(args, base, &faults)?;
            Ok(Exit::Done)
        }
        CompanyCommand::Check(args) => {
            for fault in &faults {
                base.ui.warn(&fault.message);
            }
            let is_right = list(args, base, &faults)?;
            Ok(if is_right { Exit::Done } else { Exit::Usage })
        }
        CompanyCommand::Show(args) => match faults.into_iter().next() {
            Some(fault) => Err(fault),
            None => show(args, base),
        },
    }
}

/// Prints the companies and returns whether all can be used.
fn list(args: &ListArgs, base: &Base, faults: &[Error]) -> Result<bool> {
    let mut all = base.config.all();
    let names: Vec<String> = args.names.iter().chain(&base.global.company).cloned().collect();
    if !names.is_empty() {
        let meant = fitting(&base.config, &names)?;
        all.retain(|name, _| meant.contains(name));
    }
    if !args.group.is_empty() {
        // Of a company that cannot be read nobody knows its groups, so it stays in sight.
        all.retain(|_, read| match read {
            Ok(read) => read.company.groups.iter().any(|group| args.group.contains(group)),
            Err(_) => true,
        });
    }
    let rows: Vec<Value> = all.iter().map(|(name, read)| row(base, name, read)).collect();
    let page = page(&all);
    let is_right = faults.is_empty() && all.values().all(Result::is_ok);
    base.ui.result("uniac.companies/1", &rows, &page)?;
    Ok(is_right)
}

/// Returns the row of a company for programs.
fn row(base: &Base, name: &str, read: &Result<Read>) -> Value {
    let places = base.config.places(name);
    let place = places.first();
    let mut row = json!({
        "company": name,
        "file": place.map(|place| &place.file),
        "line": place.map(|place| place.line),
        "result": if read.is_ok() { "ok" } else { "wrong" },
        "is_default": base.config.default_company() == Some(name),
        "groups": [],
        "uni": null,
        "sign_in": null,
        "shop": null,
        "providers": [],
        "bounds": null,
        "error": null,
    });
    match read {
        Ok(read) => {
            let company = &read.company;
            row["groups"] = json!(company.groups);
            row["uni"] =
                json!({"base_url": company.uni.base_url, "company_key": company.uni.company_key});
            row["sign_in"] = json!(sign_in(read));
            row["shop"] = json!({"kind": company.shop.name(), "base_url": shop_url(read)});
            row["providers"] = json!(providers(read));
            row["bounds"] = json!(company.bounds);
        }
        Err(error) => {
            row["error"] = json!({
                "schema": "uniac.error/1",
                "company": name,
                "code": error.code,
                "message": error.message,
                "hint": (!error.hints.is_empty()).then(|| error.hints.join("; ")),
                "moved": error.moved.name(),
            });
        }
    }
    row
}

fn sign_in(read: &Read) -> &'static str {
    read.company.uni.sign_in.as_ref().map_or("token", |sign_in| sign_in.kind())
}

fn shop_url(read: &Read) -> Option<String> {
    let shop = toml::Value::try_from(&read.company.shop).ok()?;
    shop.get("base_url")?.as_str().map(str::to_owned)
}

fn providers(read: &Read) -> Vec<&'static str> {
    read.company.payment.iter().map(config::PaymentConfig::name).collect()
}

fn page(all: &BTreeMap<String, Result<Read>>) -> Page {
    let mut table = Table::new([
        Column::left("company"),
        Column::left("result"),
        Column::wrapped("groups"),
        Column::left("signs in as"),
        Column::left("shop"),
        Column::wrapped("providers"),
        Column::wrapped("stands in"),
    ])
    .when_empty(t!("companies-none"));
    for (name, read) in all {
        match read {
            Ok(read) => table.row([
                Cell::new(name),
                Cell::named("ok").good(),
                Cell::new(read.company.groups.join(", ")),
                Cell::named(sign_in(read)),
                Cell::new(read.company.shop.name()),
                Cell::new(providers(read).join(", ")),
                Cell::new(read.place.to_string()),
            ]),
            Err(error) => table.row([
                Cell::new(name),
                Cell::worded(t!("company-is-wrong"), "wrong").bad(),
                Cell::default(),
                Cell::default(),
                Cell::default(),
                Cell::default(),
                Cell::new(&error.message).silent(),
            ]),
        };
    }
    let mut page = Page::new();
    page.table(table);
    // Who reads a table reads of a fault below it.
    for (name, error) in all.iter().filter_map(|(name, read)| Some((name, read.as_ref().err()?))) {
        page.heading(t!("company-wrong", company = name.clone()));
        page.paragraph(format!("{}. {}.", error.message, error.hints.join(". ")));
    }
    let wrong = all.values().filter(|read| read.is_err()).count();
    page.paragraph(t!("company-counted", companies = all.len(), wrong = wrong));
    page
}

fn show(args: &ShowArgs, base: &Base) -> Result<Exit> {
    let name = match &args.name {
        Some(name) => name.clone(),
        None => base.company_name()?,
    };
    base.ui.set_company(name.clone());
    let read = base.config.read_company(&name)?;
    let shown = config::values(&base.config, &read)?;
    let mut page = Page::new();
    page.pair("company", Cell::new(&name));
    page.pair("stands in", Cell::new(read.place.to_string()));
    let mut table =
        Table::new([Column::left("value"), Column::wrapped("is"), Column::left("from")]);
    for value in &shown {
        let from = Cell::named(value.from);
        table.row([
            Cell::new(&value.path),
            Cell::new(&value.value),
            if value.from == "default" { from.faint() } else { from },
        ]);
    }
    page.table(table);
    let data = json!({
        "company": name,
        "file": read.place.file,
        "line": read.place.line,
        "values": shown.iter().map(Shown::json).collect::<Vec<_>>(),
    });
    base.ui.result("uniac.company/1", &data, &page)?;
    Ok(Exit::Done)
}
