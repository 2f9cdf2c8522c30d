//! `uniac doctor`: checks of configuration, sign-in and each system, with a remedy beside each.
//!
//! It only reads, goes on after a finding, and never prints a secret, only where it comes from.

use clap::Args;
use serde::Serialize;

use crate::config::{Paths, SANDBOX};
use crate::error::{Error, Result};
use crate::store::Store;
use crate::ui::{Cell, Column, Page, Table};

use super::Exit;
use super::session::{Base, Session, secret_sources};

/// The arguments of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac doctor\n  uniac doctor --company kopp --json\n\n\
                        Reads only. Exit 1 when something is wrong, 4 when it is a sign-in.")]
pub struct DoctorArgs {}

/// One check.
#[derive(Debug, Serialize)]
struct Finding {
    check: String,
    /// `ok`, `warning` or `wrong`.
    result: &'static str,
    found: String,
    remedy: Option<String>,
    #[serde(skip)]
    exit: Option<Exit>,
}

impl Finding {
    fn ok(check: &str, found: impl Into<String>) -> Finding {
        let found = found.into();
        Finding { check: check.to_owned(), result: "ok", found, remedy: None, exit: None }
    }

    fn warning(check: &str, found: impl Into<String>, remedy: &str) -> Finding {
        let remedy = Some(remedy.to_owned());
        Finding { result: "warning", remedy, ..Finding::ok(check, found) }
    }

    fn wrong(check: &str, error: &Error) -> Finding {
        let remedy = match error.hints.is_empty() {
            true => None,
            false => Some(error.hints.join("; ")),
        };
        let exit = Some(Exit::from(error.kind));
        Finding { result: "wrong", remedy, exit, ..Finding::ok(check, error.message.clone()) }
    }

    fn of(check: &str, outcome: Result<String>) -> Finding {
        match outcome {
            Ok(found) => Finding::ok(check, found),
            Err(error) => Finding::wrong(check, &error),
        }
    }
}

/// Runs the command.
pub fn run(_args: &DoctorArgs, base: Base) -> Result<Exit> {
    let mut findings = origins(&base);
    let name = base.company_name()?;
    if name != SANDBOX {
        findings.extend(secrets(&base, &name)?);
    }
    let ui = std::sync::Arc::clone(&base.ui);
    match base.open() {
        Ok(session) => findings.extend(systems(&session)),
        Err(error) => findings.push(Finding::wrong("company", &error)),
    }
    let worst = findings.iter().filter_map(|finding| finding.exit);
    let exit = worst.fold(Exit::Done, |worst, exit| match (worst, exit) {
        (Exit::Done, _) | (_, Exit::SignIn) => exit,
        (worst, _) => worst,
    });
    ui.result("uniac.doctor/1", &findings, &page(&findings))?;
    Ok(exit)
}

/// Says where each value of the run comes from.
fn origins(base: &Base) -> Vec<Finding> {
    let Paths { config, data } = &base.paths;
    let origin = |variable: &str, flag: bool| match (flag, base.environment.var(variable)) {
        (true, _) => "flag",
        (false, Some(_)) => "environment",
        (false, None) => "default",
    };
    let exists = if config.exists() { "" } else { ", which does not exist" };
    let from = origin("UNIAC_CONFIG", base.global.config.is_some());
    let company = match (&base.global.company, base.environment.var("UNIAC_COMPANY")) {
        (Some(_), _) => "flag",
        (None, Some(_)) => "environment",
        (None, None) if base.config.default_company.is_some() => "file (default_company)",
        (None, None) => "the only one there is",
    };
    vec![
        Finding::ok("configuration", format!("`{}` ({from}){exists}", config.display())),
        Finding::ok("data", format!("`{}` ({})", data.display(), origin("UNIAC_DATA_DIR", false))),
        Finding::of("company", base.company_name().map(|name| format!("`{name}` ({company})"))),
    ]
}

fn secrets(base: &Base, name: &str) -> Result<Vec<Finding>> {
    let company = base.config.company(name)?;
    let check = |(what, source): &(String, &crate::config::SecretSource)| match (
        source.fetch(base.environment),
        source.warning(),
    ) {
        (Err(error), _) => Finding::wrong(what, &error),
        (Ok(_), Some(warning)) => Finding::warning(what, warning, "Run `chmod 600` on the file"),
        (Ok(_), None) => Finding::ok(what, format!("from {}", source.origin())),
    };
    Ok(secret_sources(company).iter().map(check).collect())
}

fn systems(session: &Session) -> Vec<Finding> {
    let mut findings =
        vec![Finding::of("Uni", session.erp.check()), Finding::of("shop", session.shop.check())];
    for provider in &session.providers {
        findings.push(Finding::of(provider.name(), provider.check()));
    }
    if session.providers.is_empty() {
        findings.push(Finding::warning(
            "providers",
            "no payment provider is configured",
            "Add a [[company.NAME.payment]] section; without one no money can move",
        ));
    }
    findings.push(references(session));
    findings.push(match session.store.settings() {
        Err(error) => Finding::wrong("settings", &error),
        Ok(settings) if settings.is_active() => Finding::ok("settings", "auto-capture is active"),
        Ok(settings) => Finding::warning(
            "settings",
            format!("auto-capture is {}", settings.autocapture().name()),
            "Switch it on with `uniac enable`",
        ),
    });
    findings
}

/// Counts how many orders of Uni the shop knows: the sign of a wrong reference field is none.
fn references(session: &Session) -> Finding {
    let check = "order reference";
    if let Err(error) = session.read_documents() {
        return Finding::wrong(check, &error);
    }
    let (mut orders, mut referring, mut known) = (0, 0, 0);
    let counted = session.store.cases(&mut |case| {
        orders += 1;
        referring += usize::from(case.order.uni.shop_reference.is_some());
        known += usize::from(case.order.shop.is_some());
        Ok(())
    });
    let found = format!(
        "{orders} orders in Uni, {referring} with a shop's number, {known} known to the shop"
    );
    match counted {
        Err(error) => Finding::wrong(check, &error),
        Ok(()) if orders > 0 && known == 0 => Finding::warning(
            check,
            found,
            "Check `order_reference_field` and `order_reference_prefix` of [company.NAME.uni]",
        ),
        Ok(()) => Finding::ok(check, found),
    }
}

fn page(findings: &[Finding]) -> Page {
    let mut table = Table::new([
        Column::left("check"),
        Column::left("result"),
        Column::wide("found"),
        Column::wide("remedy"),
    ]);
    for finding in findings {
        let result = Cell::new(finding.result);
        table.row([
            Cell::new(&finding.check),
            match finding.result {
                "ok" => result.good(),
                "warning" => result.warn(),
                _ => result.bad(),
            },
            Cell::new(&finding.found),
            Cell::new(finding.remedy.clone().unwrap_or_default()),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    page
}
