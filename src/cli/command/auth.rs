//! `uniac auth status`: how each company signs in to Uni, and whether it is let in.
//!
//! It asks the systems and goes on after a failure: one company's trouble must not hide another's.
//! No token, key or password is shown.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use crate::config::{CompanyConfig, SANDBOX};
use crate::ui::{Cell, Column, Page, Table};
use uniac_connect::erp::unimicro::Platform;
use uniac_connect::http::Context;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Kind, Result};
use uniac_system::stop;
use uniac_texts::t;

use crate::cli::session::naming::fitting;
use crate::cli::session::{Base, play, sign_in};

/// How many companies are asked at once.
const AT_ONCE: usize = 16;

/// The commands on sign-ins.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  uniac auth status\n  uniac auth status --json\n\n\
                        Reads only.")]
pub enum AuthCommand {
    /// Show for all companies how they sign in to Uni, and whether they are let in
    Status(StatusArgs),
}

/// The arguments of `auth status`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac auth status\n  uniac auth status --company kopp --json\n\n\
                        Reads only. Exit 4 when a sign-in is refused, 1 when a system cannot be \
                        asked."
)]
pub struct StatusArgs {}

/// One company's sign-in.
#[derive(Debug, Serialize)]
struct Status {
    company: String,
    /// `server`, `person`, `token`, or `none` for the embedded sandbox.
    sign_in: &'static str,
    /// `ok`, `refused`, `failed` or `not-asked`.
    result: &'static str,
    /// The client or person that is let in.
    who: Option<String>,
    /// The company's name in Uni.
    uni_company: Option<String>,
    issuer: Option<String>,
    /// The platform's address.
    api: Option<String>,
    /// Whether the token has named it.
    api_is_named: bool,
    valid_until: Option<Timestamp>,
    code: Option<&'static str>,
    message: Option<String>,
    hint: Option<String>,
}

/// Runs the command.
pub fn run(command: &AuthCommand, base: &Base) -> Result<Exit> {
    let AuthCommand::Status(_) = command;
    let names: Vec<String> = match base.global.company.as_slice() {
        [] if !base.config.is_empty() => base.config.names().into_iter().collect(),
        [] => vec![base.company_name()?],
        patterns => fitting(&base.config, patterns)?,
    };
    let all = asked(base, &names)?;
    let exit = if all.iter().any(|status| status.result == "refused") {
        Exit::SignIn
    } else if all.iter().any(|status| status.result == "failed") {
        Exit::Failed
    } else {
        Exit::Done
    };
    base.ui.result("uniac.auth/1", &all, &page(&all))?;
    stop::PROCESS.check()?;
    Ok(exit)
}

/// Asks all companies' systems, some at once; the order is that of the names.
fn asked(base: &Base, names: &[String]) -> Result<Vec<Status>> {
    let clock = Base::clock(crate::config::zone(None)?);
    let context = base.tracing_context(&clock)?;
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..names.len().min(AT_ONCE) {
            scope.spawn(|| {
                while let Some((index, name)) = {
                    let index = next.fetch_add(1, Ordering::SeqCst);
                    names.get(index).map(|name| (index, name))
                } {
                    let status = status(base, name, &context);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, status));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, status)| status).collect()
}

fn status(base: &Base, name: &str, context: &Context) -> Result<Status> {
    base.guard(name);
    let mut status = Status {
        company: name.to_owned(),
        sign_in: "none",
        result: "ok",
        who: None,
        uni_company: None,
        issuer: None,
        api: None,
        api_is_named: false,
        valid_until: None,
        code: None,
        message: None,
        hint: None,
    };
    if name == SANDBOX {
        if !play::is_there(&base.paths) {
            play::start(base)?;
        }
        return Ok(status);
    }
    let company = match base.config.company(name) {
        Ok(company) => company,
        // One company's fault is its own row.
        Err(error) => {
            status.result = "failed";
            status.code = Some(error.code);
            status.hint = error.hints.into_iter().next();
            status.message = Some(error.message);
            return Ok(status);
        }
    };
    let sign_in = company.uni.sign_in.as_ref();
    status.sign_in = sign_in.map_or("token", |sign_in| sign_in.kind());
    status.issuer = sign_in.map(|sign_in| sign_in.issuer().to_owned());
    if base.global.offline {
        status.result = "not-asked";
        return Ok(status);
    }
    if let Err(error) = tried(base, name, &company, context, &mut status) {
        status.result = if error.kind == Kind::SignIn { "refused" } else { "failed" };
        status.code = Some(error.code);
        status.message = Some(error.message);
        status.hint = error.hints.first().map(|hint| hint.replace("NAME", name));
    }
    Ok(status)
}

/// Signs in as the company does, and asks Uni for it.
fn tried(
    base: &Base,
    name: &str,
    company: &CompanyConfig,
    context: &Context,
    status: &mut Status,
) -> Result<()> {
    let uni = &company.uni;
    let sign_in = sign_in::connect(uni, base.paths.login(name), base.environment)?;
    let platform = Platform::new(&uni.base_url, sign_in, context)?;
    let signed_in = platform.signed_in()?;
    status.who = signed_in.subject;
    status.api = Some(signed_in.api);
    status.api_is_named = signed_in.api_is_named;
    status.valid_until = signed_in.valid_until;
    let companies = platform.companies()?;
    let key = uni.company_key.trim();
    let found = companies.into_iter().find(|company| company.key.eq_ignore_ascii_case(key));
    let found = found.ok_or_else(|| {
        Error::new(Kind::SignIn, "company-not-found", t!("login-other-company"))
            .hint(t!("auth-activate"))
    })?;
    status.uni_company = Some(found.name);
    Ok(())
}

fn page(all: &[Status]) -> Page {
    let mut table = Table::new([
        Column::left("company"),
        Column::left("signs in as"),
        Column::left("result"),
        Column::wrapped("who"),
        Column::wrapped("company in Uni"),
        Column::left("valid until"),
        Column::wrapped("what is wrong"),
    ]);
    let mut page = Page::new();
    for status in all {
        let result = Cell::named(status.result);
        table.row([
            Cell::new(&status.company),
            Cell::named(status.sign_in),
            match status.result {
                "ok" => result.good(),
                "not-asked" => result.faint(),
                _ => result.bad(),
            },
            Cell::new(status.who.clone().unwrap_or_default()),
            Cell::new(status.uni_company.clone().unwrap_or_default()),
            Cell::new(status.valid_until.map_or_else(String::new, |at| format!("{at:.0}"))),
            Cell::new(status.message.clone().unwrap_or_default()),
        ]);
    }
    page.table(table);
    for status in all {
        if let Some(hint) = &status.hint {
            page.hint(format!("{}: {hint}", status.company));
        }
    }
    page
}
