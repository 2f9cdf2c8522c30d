//! The schema in a PostgreSQL server, which all companies share, and the number under which a company's rows stand in it.

use std::slice::from_ref;

use postgres::Client;
use postgres::types::{ToSql, Type};

use uniac_system::error::{self, Error};
use uniac_system::seam;
use uniac_texts::t;

use super::sqlite::MIGRATIONS;
use crate::db::postgres::Remote;
use crate::db::{DbResult, failure};

/// The first script, and the version that it makes. Later ones follow those of SQLite.
const FIRST: usize = 6;
const SCRIPTS: &[&str] = &[include_str!("postgres_v6.sql")];

/// What is not of one company: the schema's version, whose rows are whose, the lease of each, and which writes were
/// committed lately.
const GROUND: &str = "
    CREATE SCHEMA uniac;
    CREATE SCHEMA uniac_data;
    CREATE TABLE uniac_data.version (version bigint NOT NULL);
    CREATE TABLE uniac_data.company (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text COLLATE \"C\" NOT NULL UNIQUE,
        holder text, heard timestamptz, lasts_seconds bigint
    );
    CREATE TABLE uniac_data.done (
        company bigint NOT NULL REFERENCES uniac_data.company (id) ON DELETE CASCADE, mark text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (company, mark)
    );
    CREATE INDEX done_at ON uniac_data.done (company, at);
";

/// Who makes or upgrades the schema has this lock: a number of uniac's own.
const SCHEMA_LOCK: i64 = 0x7561_6331;

/// Returns the number under which a company's rows are kept.
pub(crate) fn register(plain: &Remote, company: &str) -> DbResult<i64> {
    plain.apart(|client| {
        let known = "SELECT id FROM uniac_data.company WHERE key = $1";
        let company = (&company as &(dyn ToSql + Sync), Type::TEXT);
        if let Some(row) = client.query_typed_opt(known, from_ref(&company))? {
            return row.try_get(0);
        }
        let make = "INSERT INTO uniac_data.company (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
        client.execute_typed(make, from_ref(&company))?;
        client.query_typed_one(known, from_ref(&company))?.try_get(0)
    })
}

/// Brings the schema to the present version, once, whoever comes first.
pub(crate) fn migrate(plain: &Remote) -> error::Result<()> {
    let present = MIGRATIONS.len();
    let found = version(plain)?;
    if found == present {
        return Ok(());
    }
    // Under the lock another may have been faster; then nothing is left to do.
    plain.apart(|client| run_scripts(client, present)).map_err(failure)
}

/// Makes the ground where there is none, and runs the scripts that are left, in one transaction.
fn run_scripts(client: &mut Client, present: usize) -> Result<(), postgres::Error> {
    let mut work = client.transaction()?;
    work.batch_execute(&format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})"))?;
    let is_there: bool = work
        .query_typed_one("SELECT to_regclass('uniac_data.version') IS NOT NULL", &[])?
        .try_get(0)?;
    if !is_there {
        work.batch_execute(GROUND)?;
        let before = FIRST - 1;
        work.batch_execute(&format!("INSERT INTO uniac_data.version VALUES ({before})"))?;
    }
    let version: i64 =
        work.query_typed_one("SELECT version FROM uniac_data.version", &[])?.try_get(0)?;
    let done = usize::try_from(version).unwrap_or(0).saturating_sub(FIRST - 1);
    for script in SCRIPTS.iter().skip(done) {
        work.batch_execute(script)?;
    }
    work.batch_execute(&format!("UPDATE uniac_data.version SET version = {present}"))?;
    seam::point(seam::DURING_MIGRATION);
    work.commit()?;
    seam::point(seam::MIGRATION_COMMITTED);
    Ok(())
}

/// Returns the schema's version; 0: there is none.
fn version(plain: &Remote) -> error::Result<usize> {
    let present = MIGRATIONS.len();
    match plain.apart(look).map_err(failure)? {
        (None, true) => Err(Error::failed("store-damaged", t!("store-foreign-schema"))
            .hint(t!("store-foreign-hint"))),
        (None, false) => Ok(0),
        (Some(version), _) if version > number(present) => Err(Error::failed(
            "store-newer",
            t!("store-newer", version = version, known = number(present)),
        )
        .hint(t!("store-newer-hint"))),
        (Some(version), _) => usize::try_from(version)
            .map_err(|_| Error::failed("store-damaged", t!("store-odd-version"))),
    }
}

/// Returns the version that stands in the database, and whether there is any schema of these names.
fn look(client: &mut Client) -> Result<(Option<i64>, bool), postgres::Error> {
    let there = "SELECT to_regclass('uniac_data.version') IS NOT NULL,
        EXISTS (SELECT 1 FROM pg_namespace WHERE nspname IN ('uniac', 'uniac_data'))";
    let row = client.query_typed_one(there, &[])?;
    let (is_ours, is_any): (bool, bool) = (row.try_get(0)?, row.try_get(1)?);
    if !is_ours {
        return Ok((None, is_any));
    }
    let row = client.query_typed_one("SELECT version FROM uniac_data.version", &[])?;
    Ok((Some(row.try_get(0)?), is_any))
}

fn number(version: usize) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}
