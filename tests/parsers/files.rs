//! The configuration and the store, whatever the files hold: no secret is taken from the file itself,
//! and a file that is no store of this company is refused and left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uniac::config::{Config, File, SANDBOX, is_name};
use uniac_store::Store;
use uniac_store::sqlite::SqliteStore;

use crate::canned::noon;

/// What a credential is called in the file.
const SECRETS: [&str; 7] = [
    "token",
    "consumer_key",
    "consumer_secret",
    "client_secret",
    "subscription_key",
    "password",
    "p12_password",
];

const COMPANY: &str = "company";

/// Reads a configuration and judges what was taken for one.
pub fn check_config(data: &[u8], folder: &Path) {
    let path = folder.join("config.toml");
    std::fs::write(&path, data).expect("written");
    let Ok(config) = Config::read(&path) else { return };
    let text = std::str::from_utf8(data).expect("what is no text is no configuration");
    // A mistake in one company is its own: the whole may be no TOML, and the others are read all the same.
    if let Ok(table) = text.parse::<toml::Table>() {
        for name in table.keys() {
            let known = ["default_company", "language", "company", "defaults"];
            assert!(known.contains(&name.as_str()), "unknown: {name}");
        }
        let named: BTreeSet<String> = match table.get("company") {
            Some(toml::Value::Table(companies)) => companies.keys().cloned().collect(),
            _ => BTreeSet::new(),
        };
        assert_eq!(config.names(), named, "the quick look sees what the parser sees");
    }
    let mut read = BTreeMap::new();
    for name in config.names() {
        let Ok(company) = config.read_company(&name) else { continue };
        assert!(is_name(&name) && name != SANDBOX, "no name: {name}");
        assert!(company.company.workers.is_none_or(|workers| workers < 1 << 40));
        assert_no_secret(&toml::Value::Table(company.own));
        read.insert(name, company.company);
    }
    // What was read means the same when it is written.
    let file = File { company: read, ..File::default() };
    let written = toml::to_string(&file).expect("it can be written");
    std::fs::write(&path, &written).expect("written");
    let again = Config::read(&path).expect("it can be read again");
    let mut read = BTreeMap::new();
    for name in again.names() {
        read.insert(name.clone(), again.company(&name).expect("it can be read again"));
    }
    let file = File { company: read, ..File::default() };
    assert_eq!(toml::to_string(&file).expect("it can be written"), written);
}

fn assert_no_secret(value: &toml::Value) {
    let toml::Value::Table(table) = value else {
        if let toml::Value::Array(values) = value {
            values.iter().for_each(assert_no_secret);
        }
        return;
    };
    for (name, value) in table {
        let is_itself = SECRETS.contains(&name.as_str()) && !value.is_table();
        assert!(!is_itself, "a secret stands in the file: {name}");
        assert_no_secret(value);
    }
}

/// Opens a store of these bytes: it opens and its journal is read or refused, or it is refused and no
/// byte of it is changed.
pub fn check_store(data: &[u8], folder: &Path) {
    let path = folder.join("store.db");
    for name in ["store.db-wal", "store.db-shm"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    std::fs::write(&path, data).expect("written");
    match SqliteStore::open(&path, COMPANY) {
        Err(error) => {
            let after = std::fs::read(&path).expect("still there");
            let unreadable = error.code == "store-failed";
            assert!(after == data || unreadable, "{}: written to", error.code);
        }
        Ok(store) => {
            assert!(data.starts_with(b"SQLite format 3\0"), "no database");
            if store.lock(noon()).is_ok() {
                let _ = store.journal(None);
                let _ = store.cases(&mut |_| Ok(()));
            }
        }
    }
}
