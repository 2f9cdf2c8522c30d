//! The configuration file with one company more: what stood in it stays, comments and order too.
//!
//! Nothing is written here: see `config::write`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table};

use crate::config::{CompanyConfig, File};
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::t;

/// Returns the text of the file with the company added behind all that it holds.
///
/// # Errors
/// `bad-configuration` when the file cannot be read.
pub fn with_company(path: &Path, name: &str, company: &CompanyConfig) -> Result<String> {
    let before = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(unreadable(path, &os::why(&error)).caused_by(error)),
    };
    added(&before, name, company).map_err(|why| unextended(path, &why))
}

fn added(before: &str, name: &str, company: &CompanyConfig) -> Result<String, String> {
    let mut document: DocumentMut = before.parse().map_err(|_| t!("init-no-toml"))?;
    let last = last_position(document.as_table());
    let companies = document.entry("company").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let companies = companies.as_table_mut().ok_or_else(|| t!("init-no-table"))?;
    let mut table = alone(name, company)?;
    move_behind(&mut table, last);
    companies.insert(name, Item::Table(table));
    Ok(document.to_string())
}

/// Returns the company as a file with nothing else would have it.
fn alone(name: &str, company: &CompanyConfig) -> Result<Table, String> {
    let company = BTreeMap::from([(name.to_owned(), company.clone())]);
    let config = File { company, ..File::default() };
    let text = toml::to_string_pretty(&config).map_err(|error| error.to_string())?;
    let document: DocumentMut = text.parse().map_err(|_| t!("init-cannot-be-written"))?;
    let table = document.get("company").and_then(|companies| companies.get(name));
    table.and_then(Item::as_table).cloned().ok_or_else(|| t!("init-cannot-be-written"))
}

/// Returns the position of the last table that stands in the file.
fn last_position(table: &Table) -> isize {
    let below = table.iter().map(|(_, item)| match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().map(last_position).max().unwrap_or(0),
        Item::None | Item::Value(_) => 0,
    });
    below.max().unwrap_or(0).max(table.position().unwrap_or(0))
}

/// Gives the table and all below it places behind `last`, in the order that they have.
fn move_behind(table: &mut Table, last: isize) {
    if let Some(position) = table.position() {
        table.set_position(Some(position + last + 1));
    }
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => move_behind(table, last),
            Item::ArrayOfTables(tables) => {
                tables.iter_mut().for_each(|table| move_behind(table, last));
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    let path = path.display().to_string();
    Error::failed("bad-configuration", t!("init-file-unread", path = path, why = why))
}

fn unextended(path: &Path, why: &str) -> Error {
    let path = path.display().to_string();
    Error::failed("bad-configuration", t!("init-file-not-extended", path = path, why = why))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "\
# Our shops. Ask Kari before you change anything.
default_company = \"old\" # the first one

[company.old.uni] # Uni
base_url   = \"https://uni.example\"
company_key = \"1\"
token = { env = \"T\" }

[company.old.shop]
consumer_secret = { env = \"S\" }
consumer_key = { env = \"K\" }
base_url = \"https://shop.example\"
kind = \"woocommerce\"
# The end.
";

    fn company() -> CompanyConfig {
        let config: File = toml::from_str(BEFORE).unwrap();
        config.company["old"].clone()
    }

    #[test]
    fn what_stood_in_the_file_stays_as_it_was() {
        let after = added(BEFORE, "new", &company()).unwrap();
        assert!(after.starts_with(BEFORE.trim_end_matches("# The end.\n")), "{after}");
        assert!(after.contains("# The end."), "{after}");
        let read: File = toml::from_str(&after).unwrap();
        assert_eq!(read.company.keys().collect::<Vec<_>>(), ["new", "old"]);
        assert_eq!(read.default_company.as_deref(), Some("old"));
        let third = added(&after, "third", &company()).unwrap();
        assert!(
            third.find("[company.third").unwrap() > third.find("[company.new").unwrap(),
            "{third}"
        );
    }

    #[test]
    fn a_file_that_is_not_there_yet_begins_with_the_company() {
        let after = added("", "new", &company()).unwrap();
        assert!(after.trim_start().starts_with("[company.new"), "{after}");
        assert!(toml::from_str::<File>(&after).is_ok());
    }
}
