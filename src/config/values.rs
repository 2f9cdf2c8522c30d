//! Every value of a company, and where it comes from: its own table, the defaults of all, or uniac's own.
//!
//! Of a secret only the source is shown. A value of the file that no type of the configuration has taken is never shown.

use toml::{Table, Value};

use super::catalogue::{Config, Read};
use super::company::{CompanyConfig, TIME_ZONE_DEFAULT, WORKERS_DEFAULT};
use uniac_engine::Bounds;
use uniac_store::exchanges::LIMITS;
use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The path of its keys, with points between them.
    pub path: String,
    /// The value; of a secret, where it comes from.
    pub value: String,
    /// The value for programs; `None` for a secret.
    pub plain: Option<Value>,
    /// `file`, `defaults` or `default`.
    pub from: &'static str,
    /// Whether it is a secret.
    pub is_secret: bool,
}

impl Shown {
    /// Returns the value for programs; a secret has none, only where it comes from.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "key": self.path,
            "value": self.plain,
            "secret": self.is_secret.then_some(&self.value),
            "from": self.from,
        })
    }
}

/// Returns all values of a company.
///
/// # Errors
/// `bad-configuration` when the company cannot be written as a table.
pub fn values(config: &Config, read: &Read) -> Result<Vec<Shown>> {
    let effective = Value::try_from(&read.company).map_err(|error| {
        uniac_system::error::Error::defect(format!("a configuration cannot be shown: {error}"))
    })?;
    let mut shown = Vec::new();
    if let Value::Table(mut effective) = effective {
        add_own_defaults(&mut effective, &read.company);
        let defaults = config.defaults();
        let origin = Origin { own: Some(&read.own), defaults: Some(&defaults) };
        walk("", &effective, &origin, &mut shown);
    }
    Ok(shown)
}

/// Returns the values for all companies, as they stand in the file.
pub fn defaults_shown(config: &Config) -> Vec<Shown> {
    let mut shown = Vec::new();
    let defaults = config.defaults();
    let origin = Origin { own: Some(&defaults), defaults: None };
    walk("defaults", &defaults, &origin, &mut shown);
    shown
}

/// Adds what counts where nobody has said anything, in the order in which the book lists it.
fn add_own_defaults(effective: &mut Table, company: &CompanyConfig) {
    let text = |text: &str| Value::String(text.to_owned());
    let megabytes = LIMITS.bytes / (1024 * 1024);
    for (key, value) in [
        ("release_after", text("24h")),
        ("refund_after", text("30m")),
        ("brakes", Value::Boolean(true)),
        ("links", text("judged")),
        ("plans", text("optional")),
        ("workers", Value::Integer(i64::try_from(WORKERS_DEFAULT).unwrap_or(i64::MAX))),
        ("exchange_log_megabytes", Value::Integer(megabytes)),
        ("time_zone", text(TIME_ZONE_DEFAULT)),
        ("texts", text("nb")),
    ] {
        effective.entry(key).or_insert(value);
    }
    if company.bounds().is_ok_and(|bounds: Bounds| !bounds.are_set()) {
        effective.entry("bounds").or_insert(text("none"));
    }
}

/// Where the values of a table may come from.
struct Origin<'a> {
    own: Option<&'a Table>,
    defaults: Option<&'a Table>,
}

impl<'a> Origin<'a> {
    fn of(&self, key: &str) -> &'static str {
        let has = |table: Option<&Table>| table.is_some_and(|table| table.contains_key(key));
        match (has(self.own), has(self.defaults)) {
            (true, _) => "file",
            (false, true) => "defaults",
            (false, false) => "default",
        }
    }

    fn below(&self, key: &str) -> Origin<'a> {
        let below =
            |table: Option<&'a Table>| table.and_then(|t| t.get(key)).and_then(Value::as_table);
        Origin { own: below(self.own), defaults: below(self.defaults) }
    }

    /// A part of an array of tables, which only the company itself has.
    fn part(&self, key: &str, index: usize) -> Origin<'a> {
        let rows = self.own.and_then(|own| own.get(key)).and_then(Value::as_array);
        Origin {
            own: rows.and_then(|rows| rows.get(index)).and_then(Value::as_table),
            defaults: None,
        }
    }
}

fn walk(path: &str, table: &Table, origin: &Origin<'_>, shown: &mut Vec<Shown>) {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let is_below = |value: &&Value| match value {
        Value::Table(_) => true,
        Value::Array(rows) => !rows.is_empty() && rows.iter().all(Value::is_table),
        _ => false,
    };
    // A value of the table itself comes before what is below it, as in a file.
    for (key, value) in table.iter().filter(|(_, value)| !is_below(value)) {
        shown.push(Shown {
            path: under(key),
            value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            plain: Some(value.clone()),
            from: origin.of(key),
            is_secret: false,
        });
    }
    for (key, value) in table.iter().filter(|(_, value)| is_below(value)) {
        match value {
            Value::Table(inner) => match source(value, inner) {
                Some(source) => shown.push(Shown {
                    path: under(key),
                    value: source.origin(),
                    plain: None,
                    from: origin.of(key),
                    is_secret: true,
                }),
                None => walk(&under(key), inner, &origin.below(key), shown),
            },
            Value::Array(rows) => {
                for (index, row) in
                    rows.iter().enumerate().filter_map(|(i, row)| Some((i, row.as_table()?)))
                {
                    let path = format!("{}.{}", under(key), index + 1);
                    walk(&path, row, &origin.part(key, index), shown);
                }
            }
            _ => {}
        }
    }
}

/// Returns where a secret comes from, if the table says so.
fn source(value: &Value, table: &Table) -> Option<SecretSource> {
    let names_one =
        table.len() == 1 && table.keys().all(|k| ["file", "env", "command"].contains(&k.as_str()));
    names_one.then(|| value.clone().try_into().ok()).flatten()
}
