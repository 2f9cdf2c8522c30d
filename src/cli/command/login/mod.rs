//! `uniac login` and `uniac logout`: a person signs in to Uni in the browser, or out again.
//!
//! A code, a token or a verifier must never be shown; what is kept stands in one file that nobody
//! else may read, and only after the sign-in has been tried on the company.

mod callback;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::config::{CompanyConfig, SANDBOX};
use crate::logins::LoginFile;
use crate::ui::{Cell, Page};
use uniac_connect::erp::login::{Login, Logins};
use uniac_connect::erp::unimicro::{Company, Person, PersonSignIn, Platform, SignIn};
use uniac_connect::http::Context;
use uniac_engine::exit::Exit;
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Kind, Result};
use uniac_system::stop;
use uniac_texts::t;

use crate::cli::session::{Base, sign_in};
use callback::{Brought, Callback};

/// How often the end of the wait is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The arguments of `login`.
#[derive(Debug, Args)]
#[command(after_help = "\
The address to open is printed on stderr; on a terminal it is opened in the
browser as well. What comes back is kept in a file that only you can read.

Examples:
  uniac login
  uniac login --company kopp --no-browser

Signs in to Uni. Moves no money.")]
pub struct LoginArgs {
    /// Do not open the browser; only print the address
    #[arg(long)]
    no_browser: bool,
    /// Wait this long for the browser, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    wait: u64,
    /// Come back to this port of this machine; 0: any free one
    #[arg(long, value_name = "P", default_value_t = 0)]
    port: u16,
}

/// The arguments of `logout`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac logout\n  uniac logout --company kopp\n\n\
                        Tells Uni that the sign-in is over, and removes it. Moves no money.")]
pub struct LogoutArgs {}

/// Runs `login`.
pub fn run(args: &LoginArgs, base: &Base) -> Result<Exit> {
    let (name, company, person) = who(base)?;
    if base.global.offline {
        return Err(Error::usage("offline", t!("login-offline")));
    }
    let clock = Base::clock(company.zone()?);
    let context = base.tracing_context(&clock)?;
    let sign_in = PersonSignIn::new(person.clone(), &context)?;
    let callback = Callback::listen(args.port)?;
    let started = sign_in.begin(&callback.redirect())?;
    let mut page = Page::new();
    page.paragraph(t!("login-open-address"));
    page.text(&started.address);
    base.ui.preview(&page);
    if !args.no_browser && base.ui.look().stderr_terminal {
        match open::that_detached(&started.address) {
            Ok(()) => base.ui.status(&t!("login-browser-opens")),
            Err(_) => base.ui.note(&t!("login-no-browser")),
        }
    }
    let arrival = waited(&callback, started.state.expose(), args.wait, &clock)?;
    let code = match &arrival.brought {
        Brought::Code(code) => code,
        Brought::Refused(code) => {
            let error = failed(t!("login-not-let-in", code = code));
            arrival.answer(false);
            return Err(error);
        }
    };
    let kept = sign_in
        .finish(&started, code)
        .and_then(|login| tried(&login, &person, &company, &context, &sign_in));
    let kept = kept.and_then(|(login, company)| {
        let old = LoginFile::new(base.paths.login(&name)).replace(&login)?;
        Ok((login, company, old))
    });
    arrival.answer(kept.is_ok());
    let (login, in_uni, old) = kept?;
    if let Some(old) = old.filter(|old| old.client_id == login.client_id) {
        // It is not used any more; when the server cannot be told, it ends by itself.
        let _ = sign_in.revoke(&old);
    }
    let who = login.who.clone().unwrap_or_else(|| "somebody".to_owned());
    let mut page = Page::new();
    page.paragraph(t!("login-signed-in", who = who, company = &in_uni.name));
    page.pair("kept in", Cell::new(base.paths.login(&name).display().to_string()));
    page.hint(t!("login-sign-out-hint"));
    let data = json!({"company": name, "who": login.who, "uni_company": in_uni.name});
    base.ui.result("uniac.login/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Runs `logout`.
pub fn out(_args: &LogoutArgs, base: &Base) -> Result<Exit> {
    let (name, company, person) = who(base)?;
    let file = LoginFile::new(base.paths.login(&name));
    let login = match file.read() {
        Ok(login) => login,
        Err(error) => {
            base.ui.warn(&error.to_string());
            None
        }
    };
    let signed_in = login.is_some();
    let mut revoked = false;
    if let Some(login) = login.filter(|_| !base.global.offline && !base.global.dry_run) {
        let clock = Base::clock(company.zone()?);
        let context = base.tracing_context(&clock)?;
        match PersonSignIn::new(person, &context).and_then(|sign_in| sign_in.revoke(&login)) {
            Ok(told) => revoked = told,
            Err(error) => base.ui.warn(&t!("logout-not-told", why = error.to_string())),
        }
    }
    let mut page = Page::new();
    page.paragraph(match (signed_in, base.global.dry_run) {
        (false, _) => t!("logout-nobody"),
        (true, true) => t!("logout-would"),
        (true, false) => t!("logout-done"),
    });
    if !base.global.dry_run {
        file.forget()?;
    }
    let data = json!({"company": name, "was_signed_in": signed_in, "revoked": revoked});
    base.ui.result("uniac.logout/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns the company that is meant and its person.
fn who(base: &Base) -> Result<(String, CompanyConfig, Person)> {
    let name = base.company_name()?;
    base.ui.set_company(name.clone());
    base.guard(&name);
    if name == SANDBOX {
        return Err(Error::usage("usage", t!("login-sandbox")).hint(t!("login-sandbox-hint")));
    }
    let company = base.config.company(&name)?;
    let Some(person) = sign_in::person(&company.uni, base.paths.login(&name)) else {
        let message = t!("login-no-person", company = &name);
        return Err(Error::usage("usage", message).hint(t!("login-no-person-hint")));
    };
    Ok((name, company, person))
}

/// Waits until the browser brings the answer to this sign-in.
fn waited(
    callback: &Callback,
    state: &str,
    wait_s: u64,
    clock: &Clock,
) -> Result<callback::Arrival> {
    let began = clock.uptime();
    loop {
        if let Some(arrival) = callback.arrival(state) {
            return Ok(arrival);
        }
        stop::PROCESS.check()?;
        if clock.uptime().saturating_sub(began) > Duration::from_secs(wait_s) {
            return Err(failed(t!("login-timed-out", seconds = wait_s)));
        }
        clock.sleep(LOOK_EVERY);
    }
}

/// Tries a sign-in on the company before it is kept.
fn tried(
    login: &Login,
    person: &Person,
    company: &CompanyConfig,
    context: &Context,
    sign_in: &PersonSignIn,
) -> Result<(Login, Company)> {
    let held = Arc::new(Held(Mutex::new(Some(login.clone()))));
    let logins = Arc::clone(&held) as Arc<dyn Logins>;
    let uni = &company.uni;
    let platform =
        Platform::new(&uni.base_url, SignIn::Person(Person { logins, ..person.clone() }), context)?;
    let companies = platform.companies()?;
    let login = held.read()?.unwrap_or_else(|| login.clone());
    let key = uni.company_key.trim();
    match companies.iter().find(|company| company.key.eq_ignore_ascii_case(key)) {
        Some(company) => Ok((login, company.clone())),
        None => {
            // It is good for nothing here, so it is not left lying about.
            let _ = sign_in.revoke(&login);
            let known: Vec<String> = companies
                .iter()
                .map(|company| format!("{} {}", company.key, company.name))
                .collect();
            Err(Error::new(Kind::SignIn, "company-not-found", t!("login-other-company")).hint(
                match known.is_empty() {
                    true => t!("login-no-role"),
                    false => t!("login-may-work-for", companies = known.join(", ")),
                },
            ))
        }
    }
}

fn failed(what: String) -> Error {
    Error::new(Kind::SignIn, "login-failed", what).hint(t!("login-try-again"))
}

/// A sign-in that is not kept yet.
struct Held(Mutex<Option<Login>>);

impl Logins for Held {
    fn read(&self) -> Result<Option<Login>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn renew(&self, renew: &mut dyn FnMut(Option<Login>) -> Result<Option<Login>>) -> Result<()> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(login) = renew(held.clone())? {
            *held = Some(login);
        }
        Ok(())
    }

    fn forget(&self) -> Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
}
