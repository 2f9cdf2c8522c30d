//! `uniac store`: the company's store itself.
//!
//! It looks at uniac's own data only, and asks no other system.

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde_json::json;

use crate::config::{CompanyConfig, SANDBOX, named_store};
use crate::ui::Page;
use uniac_engine::exit::Exit;
use uniac_store::{Assessments, DbStore};
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use crate::cli::session::{Base, Session, open_shared, play};

/// How many orders are named that differ.
const NAMED_MAX: usize = 10;

/// The commands on the store.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac store check
  uniac store migrate
  uniac store copy --to postgres://uniac@db.example.no/uniac

They move no money.")]
pub enum StoreCommand {
    /// Bring the store to the form of this version, as every command does that opens it
    Migrate(MigrateArgs),
    /// Check the file, and what is kept of each order against the rules
    Check(CheckArgs),
    /// Copy the store to PostgreSQL, or back to a file, and compare both
    Copy(CopyArgs),
}

/// The arguments of `store check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Every order is assessed, and compared with what lists and sums are read from.
Ends with 0 when all is as it should be.

Examples:
  uniac store check

Asks no other system, moves no money.")]
pub struct CheckArgs {}

/// The arguments of `store migrate`.
#[derive(Debug, Args)]
#[command(after_help = "\
A store of an older version is brought to the form of this one, in one step or
not at all; an older version of uniac does not open it afterwards. Ends with 0
when it has that form already.

Examples:
  uniac store migrate

Asks no other system, moves no money.")]
pub struct MigrateArgs {}

/// The arguments of `store copy`.
#[derive(Debug, Args)]
#[command(after_help = "\
The store that the configuration names is copied and compared row by row; a
copy that broke off goes on. Afterwards it is of use to no run any more, and
the other one is: set `store` or UNIAC_STORE. The password of the other comes
from UNIAC_STORE_PASSWORD or `store_password`. Ends with 9 while a run is at
work.

Examples:
  uniac store copy --to postgres://uniac@db.example.no/uniac
  uniac store copy --to file

Asks no other system, moves no money.")]
pub struct CopyArgs {
    /// The other place: an address without a password, or `file`, the one in the data directory
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// Runs the command.
///
/// # Errors
/// What is wrong with the store, or with one of both.
pub fn run(command: &StoreCommand, base: Base) -> Result<Exit> {
    match command {
        StoreCommand::Check(_) => check(&base.open()?),
        StoreCommand::Migrate(_) => migrate(&base),
        StoreCommand::Copy(args) => copy(args, &base),
    }
}

/// Returns the name of the company whose store is meant, its key in Uni, and what is configured of it.
fn company(base: &Base) -> Result<(String, String, Option<CompanyConfig>)> {
    let name = base.company_name()?;
    base.ui.set_company(name.clone());
    if name == SANDBOX {
        return Ok((name, play::COMPANY_KEY.to_owned(), None));
    }
    let company = base.config.company(&name)?;
    Ok((name, company.uni.company_key.clone(), Some(company)))
}

/// Returns where a store is: its server, or its file.
fn place(store: &DbStore, base: &Base, name: &str) -> String {
    store.server().unwrap_or_else(|| base.store_file(name).display().to_string())
}

fn migrate(base: &Base) -> Result<Exit> {
    let (name, key, _) = company(base)?;
    let store = base.open_any_store(&name, &key)?;
    let place = place(&store, base, &name);
    let version = uniac_store::schema_version();
    let mut page = Page::new();
    page.paragraph(t!("store-migrated", place = place.as_str(), version = version));
    base.ui.result("uniac.migrated/1", &json!({"place": place, "version": version}), &page)?;
    Ok(Exit::Done)
}

fn copy(args: &CopyArgs, base: &Base) -> Result<Exit> {
    let (name, key, company) = company(base)?;
    let from = base.open_any_store(&name, &key)?;
    let to = match args.to.as_str() {
        "file" => DbStore::open(&base.store_file(&name), &key)?,
        url => {
            let shared = named_store(base.environment, company.as_ref(), url)?;
            open_shared(&shared, &base.identity(&name, &key)?)?
        }
    };
    if from.server() == to.server() {
        return Err(Error::usage("usage", t!("store-same-place")));
    }
    let place = place(&to, base, &name);
    let now = Base::clock(TimeZone::UTC).now();
    let tables = uniac_store::copy(&from, &to, &place, now)?;
    let rows: usize = tables.values().sum();
    let mut page = Page::new();
    page.paragraph(t!("store-copied", rows = rows, place = place.as_str()));
    page.hint(t!("store-copied-hint"));
    let data = json!({"rows": rows, "place": place, "tables": tables});
    base.ui.result("uniac.copy/1", &data, &page)?;
    Ok(Exit::Done)
}

fn check(session: &Session) -> Result<Exit> {
    session.store.check_integrity()?;
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    engine.keep_up()?;
    let (mut differing, mut named) = (0_usize, Vec::new());
    let orders = engine.check_kept(&mut |number| {
        differing += 1;
        if named.len() < NAMED_MAX {
            named.push(number);
        }
    })?;
    if differing > 0 {
        // Until they are right again, everything is assessed anew.
        session.store.mark_all()?;
        let orders = named.join(", ");
        let message = t!("store-differs", count = differing, orders = orders);
        return Err(
            Error::new(Kind::Defect, "kept-differs", message).hint(t!("store-differs-hint"))
        );
    }
    let mut page = Page::new();
    page.paragraph(t!("store-whole", count = orders));
    session.ui().result("uniac.store/1", &json!({"orders": orders, "differing": 0}), &page)?;
    Ok(Exit::Done)
}
