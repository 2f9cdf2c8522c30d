//! A change of one value in the file that holds it: comments, order and all else stay as they are.
//!
//! A change that makes something unreadable that was readable is not written; nor is a secret itself, ever.

use std::io::Write;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::os;

use crate::typed;

use super::catalogue::Config;
use super::company::is_name;
use super::paths::FOLDER;
use uniac_texts::t;

/// A change that is ready to be written.
#[derive(Debug)]
pub struct Edited {
    /// The file that it is in.
    pub file: PathBuf,
    /// The file's text with the change.
    pub text: String,
    /// The path of the value in that file.
    pub path: String,
}

/// Returns a file with a value set: `default_company`, `defaults.KEY…`, or `company.NAME.KEY…`, the latter in the file
/// in which the company stands.
///
/// # Errors
/// `usage` when the path names nothing; `bad-configuration` when the result could not be read.
pub fn edited(config: &Config, key: &str, value: &str) -> Result<Edited> {
    let keys: Vec<&str> = key.split('.').collect();
    let (file, path, company) = match keys.as_slice() {
        ["default_company" | "language"] | ["defaults", _, ..] => {
            (config.path().to_owned(), keys.clone(), None)
        }
        ["company", name, _, ..] => {
            config.company_stands(name)?;
            match config.own_file(name) {
                None => (config.path().to_owned(), keys.clone(), Some(*name)),
                Some(file) => (file.to_owned(), keys.clone(), Some(*name)),
            }
        }
        _ => {
            return Err(no_key(key));
        }
    };
    if let (["default_company"], false) = (path.as_slice(), config.names().contains(value)) {
        config.company(value)?;
    }
    let before = read(&file)?;
    let mut first = None;
    let value = &amount(&keys, value)?;
    for candidate in candidates(value) {
        let text = changed(&file, &before, &path, company, candidate)?;
        match allowed(config, &file, &text, company) {
            Ok(()) => return Ok(Edited { file, text, path: path.join(".") }),
            Err(error) => first = first.or(Some(error)),
        }
    }
    let mut error = first.unwrap_or_else(|| Error::usage("usage", t!("config-no-value")));
    // The file is not what is wrong.
    error.hints = vec![t!("config-set-hint", key = above(&keys))];
    Err(error)
}

/// Returns a value as the file has it: an amount among the bounds is written with a point.
fn amount(keys: &[&str], value: &str) -> Result<String> {
    let is_amount = matches!(keys, [.., "bounds", "max_total" | "max_release"]);
    if !is_amount || value.starts_with('"') {
        return Ok(value.to_owned());
    }
    let refused = |wrong: typed::Wrong| {
        Error::usage("usage", t!("typed-no-amount", typed = value)).hint(wrong.0)
    };
    let amount = typed::amount(value).map_err(refused)?;
    let is_whole = amount.fract().is_zero();
    Ok(if is_whole { amount.trunc().to_string() } else { format!("\"{amount}\"") })
}

/// Returns the path of the table in which a key stands.
fn above(keys: &[&str]) -> String {
    match keys {
        [above @ .., _] if !above.is_empty() => above.join("."),
        alone => alone.join("."),
    }
}

/// The error of a path that names nothing.
pub fn no_key(key: &str) -> Error {
    let first = key.split('.').next().unwrap_or_default();
    let error = Error::usage("usage", t!("config-no-key", key = key));
    let error = match typed::nearest(
        first,
        ["company", "defaults", "default_company", "language"].into_iter(),
    ) {
        Some(near) if near != first => error.hint(t!("config-did-you-mean", near = near)),
        _ => error,
    };
    error.hint(t!("config-no-key-hint"))
}

fn read(file: &Path) -> Result<String> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            let message = t!("config-cannot-be-read", path = file.display(), why = os::why(&error));
            Err(unusable(message).caused_by(error))
        }
    }
}

/// Returns what a text can mean, the likeliest first: a value of TOML, where a secret comes from, or the text itself.
fn candidates(text: &str) -> Vec<Value> {
    let parsed = text.parse::<Value>().ok();
    let source = text.split_once(':').and_then(|(kind, rest)| {
        let value = match kind {
            "env" | "file" => Value::from(rest),
            "command" => rest.split_whitespace().collect(),
            _ => return None,
        };
        Some(Value::InlineTable(InlineTable::from_iter([(kind, value)])))
    });
    parsed.into_iter().chain(source).chain([Value::from(text)]).collect()
}

fn changed(
    file: &Path,
    before: &str,
    path: &[&str],
    company: Option<&str>,
    value: Value,
) -> Result<String> {
    let mut document: DocumentMut = before.parse().map_err(|_| {
        let why = t!("config-not-toml");
        unusable(t!("config-cannot-be-changed", path = file.display(), why = why))
    })?;
    // A file of the folder may begin at the company's own keys.
    let skipped = match company {
        Some(_) if !document.contains_key("company") && is_in_folder(file) => 2,
        _ => 0,
    };
    let mut at: &mut Item = document.as_item_mut();
    let Some((last, above)) = path[skipped..].split_last() else {
        return Err(Error::usage("usage", t!("config-company-no-value")));
    };
    for (depth, key) in above.iter().enumerate() {
        at = below(at, key, depth == 0).ok_or_else(|| no_table(path, key))?;
    }
    let table = at.as_table_like_mut().ok_or_else(|| no_table(path, last))?;
    match table.get_mut(last).and_then(Item::as_value_mut) {
        // What stands around the old value, a comment behind it above all, stays.
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(last, Item::Value(value))),
    }
    Ok(document.to_string())
}

/// Returns what stands under a key: a table, which is made where there is none, or the part of that number.
fn below<'a>(item: &'a mut Item, key: &str, is_first: bool) -> Option<&'a mut Item> {
    if let Item::ArrayOfTables(_) | Item::Value(Value::Array(_)) = item {
        let index = key.parse::<usize>().ok()?.checked_sub(1)?;
        return item.get_mut(index);
    }
    let table = item.as_table_like_mut()?;
    if !table.contains_key(key) {
        let mut new = Table::new();
        new.set_implicit(is_first);
        table.insert(key, Item::Table(new));
    }
    table.get_mut(key)
}

fn no_table(path: &[&str], key: &str) -> Error {
    Error::usage("usage", t!("config-no-table-for", path = path.join("."), key = key))
        .hint(t!("config-part-hint"))
}

fn is_in_folder(file: &Path) -> bool {
    file.parent().is_some_and(|folder| folder.ends_with(FOLDER))
}

/// Goes on if the changed file can be read, and every company that could be read before.
fn allowed(config: &Config, file: &Path, text: &str, company: Option<&str>) -> Result<()> {
    let after = match is_in_folder(file) {
        true => {
            let name = company.unwrap_or_default();
            return config.with_file(name, text).map(|_| ());
        }
        false => Config::of_text(config.path(), text.to_owned())?,
    };
    if let Some(name) = company {
        return after.company(name).map(|_| ());
    }
    let could_be_read = |name: &String| config.company(name).is_ok();
    for name in after.names().iter().filter(|name| could_be_read(name)) {
        after.company(name)?;
    }
    Ok(())
}

impl Config {
    /// Goes on if a company of the name is configured.
    fn company_stands(&self, name: &str) -> Result<()> {
        match is_name(name) && !self.places(name).is_empty() {
            true => Ok(()),
            false => self.company(name).map(|_| ()),
        }
    }
}

/// Writes a file beside and renames it, so that a crash leaves the old or the new one. A new file is
/// its owner's alone; one that was there keeps its rights: a service may read it.
///
/// # Errors
/// `bad-configuration` when the disk refuses.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let written = path.parent().map_or(Ok(()), files::make_folder).and_then(|()| {
        let beside = path.with_extension("toml.new");
        let mut options = std::fs::OpenOptions::new();
        let mut file = files::open(options.create(true).write(true).truncate(true), &beside)?;
        file.write_all(text.as_bytes())?;
        if let Ok(before) = std::fs::metadata(path) {
            std::fs::set_permissions(&beside, before.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        files::sync_folder(path);
        Ok(())
    });
    written.map_err(|error| {
        let message = t!("config-cannot-be-written", path = path.display(), why = os::why(&error));
        unusable(message).caused_by(error)
    })
}

fn unusable(message: String) -> Error {
    Error::failed("bad-configuration", message)
}
