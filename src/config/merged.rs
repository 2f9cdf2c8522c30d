//! A company's own values over those for all companies, and what makes a company whole.
//!
//! A value of the company goes before one of `[defaults]`. Two ways to say one thing are never mixed: a company with a
//! token of its own takes no sign-in from the defaults.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue, ValueDeserializer};

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::company::CompanyConfig;
use super::fault::bad;
use super::parser::{self, in_line};
use super::sections::Snippet;
use super::sign_in;

/// Where the places of the defaults begin: far behind those of any file, so that an error says whose it is.
const OFFSET: usize = 1 << 48;

/// What stands for the same thing: a company that says one takes the other from nobody.
const EITHER: &[(&str, &str)] = &[
    ("token", "sign_in"),
    ("key", "p12"),
    ("key", "p12_password"),
    ("api_key", "username"),
    ("api_key", "password"),
];

/// A company that needs no defaults, to see which keys there are.
const WHOLE: &str = r#"
[uni]
base_url = "https://uni.example"
company_key = "x"
[shop]
kind = "woocommerce"
base_url = "https://shop.example"
consumer_key = { env = "X" }
consumer_secret = { env = "X" }
"#;

/// The values for all companies.
#[derive(Debug)]
pub(super) struct Defaults {
    /// Their text: `[defaults]` and what is below it.
    snippet: Snippet,
}

/// Whose value an error is about.
pub(super) enum Origin {
    /// The company's, at this place of its text.
    Company(Option<usize>),
    /// The defaults', in this line.
    Defaults(Option<usize>),
}

impl Defaults {
    /// Takes the text, if all of its keys are known.
    ///
    /// # Errors
    /// `bad-configuration` with the place.
    pub(super) fn of(path: &Path, snippet: Snippet) -> Result<Defaults> {
        let wrong = |line: Option<usize>, what: &str| {
            bad(path, &in_line(line, t!("config-in-defaults", what = what)))
        };
        let parsed = DeTable::parse(&snippet.text).map_err(|error| {
            let line = error.span().and_then(|span| snippet.line(span.start));
            wrong(line, &parser::words(&error))
        })?;
        let value = parsed.into_inner().remove("defaults").map(Spanned::into_inner);
        let table = match value {
            None => DeTable::new(),
            Some(DeValue::Table(table)) => table,
            Some(_) => return Err(wrong(None, &t!("config-no-table", key = "defaults"))),
        };
        let own = |inner: &DeTable<'_>, key: &str| {
            inner.get_key_value(key).map(|(key, _)| snippet.line(key.span().start))
        };
        if let Some(line) = own(&table, "payment") {
            return Err(wrong(line, &t!("config-payment-of-each")));
        }
        if let Some(DeValue::Table(uni)) = table.get("uni").map(Spanned::get_ref)
            && let Some(line) = own(uni, "company_key")
        {
            return Err(wrong(line, &t!("config-key-of-each")));
        }
        drop(table);
        let defaults = Defaults { snippet };
        let whole =
            DeTable::parse(WHOLE).map_err(|_| Error::defect("a whole company cannot be read"))?;
        let whole = Spanned::new(0..WHOLE.len(), DeValue::Table(whole.into_inner()));
        match company(whole, Some(&defaults)) {
            // What only some companies lack is said of those.
            Err((Origin::Defaults(line), error)) if !parser::is_missing_field(&error) => {
                Err(wrong(line, &parser::words(&error)))
            }
            Ok(_) | Err(_) => Ok(defaults),
        }
    }

    /// Returns the values, far behind any company's.
    fn far(&self) -> DeTable<'_> {
        let parsed = DeTable::parse(&self.snippet.text).ok().map(Spanned::into_inner);
        let value = parsed.and_then(|mut parsed| parsed.remove("defaults"));
        match value.map(|value| far(value).into_inner()) {
            Some(DeValue::Table(table)) => table,
            _ => DeTable::new(),
        }
    }

    /// Returns the values without their places.
    pub(super) fn plain(&self) -> toml::Table {
        plain(Spanned::new(0..0, DeValue::Table(self.far())))
    }
}

/// Returns the values without their places.
pub(super) fn plain(value: Spanned<DeValue<'_>>) -> toml::Table {
    toml::Table::deserialize(ValueDeserializer::from(value)).unwrap_or_default()
}

/// Reads a company over the defaults.
///
/// # Errors
/// What is wrong, and whose value it is.
pub(super) fn company<'i>(
    value: Spanned<DeValue<'i>>,
    defaults: Option<&'i Defaults>,
) -> Result<CompanyConfig, (Origin, toml::de::Error)> {
    let span = value.span();
    let mut value = value.into_inner();
    if let (DeValue::Table(table), Some(defaults)) = (&mut value, defaults) {
        fill(table, defaults.far());
    }
    let read = CompanyConfig::deserialize(ValueDeserializer::from(Spanned::new(span, value)));
    read.map_err(|error| {
        let origin = match (error.span(), defaults) {
            (Some(span), Some(defaults)) if span.start >= OFFSET => {
                Origin::Defaults(defaults.snippet.line(span.start - OFFSET))
            }
            (span, _) => Origin::Company(span.map(|span| span.start)),
        };
        (origin, error)
    })
}

/// Checks what no type says.
///
/// # Errors
/// `bad-configuration`.
pub(super) fn check(company: &CompanyConfig) -> Result<()> {
    company.zone()?;
    company.bounds()?;
    company.terms()?;
    sign_in::check(company.uni.token.as_ref(), company.uni.sign_in.as_ref())
        .map_err(|what| Error::usage("bad-configuration", format!("uni: {what}")))
}

/// Puts in what the company does not say itself.
fn fill<'i>(own: &mut DeTable<'i>, defaults: DeTable<'i>) {
    for (key, value) in defaults {
        let name = key.get_ref().as_ref();
        let is_said_otherwise = EITHER.iter().any(|(one, other)| {
            (name == *one && own.contains_key(*other)) || (name == *other && own.contains_key(*one))
        });
        match own.get_mut(name) {
            None if is_said_otherwise => {}
            None => drop(own.insert(key, value)),
            Some(said) => {
                if let (DeValue::Table(said), DeValue::Table(value)) =
                    (said.get_mut(), value.into_inner())
                    && !is_source(said)
                    && is_same_kind(said, &value)
                {
                    fill(said, value);
                }
            }
        }
    }
}

/// Returns whether a table says where a secret comes from.
fn is_source(table: &DeTable<'_>) -> bool {
    !table.is_empty()
        && table.keys().all(|key| ["file", "env", "command"].contains(&key.get_ref().as_ref()))
}

/// Returns whether the keys of one fit the other: those of two kinds of a system are not the same.
fn is_same_kind(said: &DeTable<'_>, value: &DeTable<'_>) -> bool {
    let kind = |table: &DeTable<'_>| {
        table.get("kind").and_then(|kind| kind.get_ref().as_str().map(str::to_owned))
    };
    match (kind(said), kind(value)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Returns a value whose places are far behind those of any file.
fn far<'i>(value: Spanned<DeValue<'i>>) -> Spanned<DeValue<'i>> {
    let span = value.span();
    let inner = match value.into_inner() {
        DeValue::Array(array) => {
            let mut far_away = DeArray::new();
            array.into_iter().for_each(|value| far_away.push(far(value)));
            DeValue::Array(far_away)
        }
        DeValue::Table(table) => {
            let each = |(key, value): (Spanned<DeString<'i>>, Spanned<DeValue<'i>>)| {
                (Spanned::new(behind(&key.span()), key.into_inner()), far(value))
            };
            DeValue::Table(table.into_iter().map(each).collect())
        }
        scalar => scalar,
    };
    Spanned::new(behind(&span), inner)
}

fn behind(span: &Range<usize>) -> Range<usize> {
    span.start + OFFSET..span.end + OFFSET
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(company_text: &str, defaults: &str) -> Result<CompanyConfig> {
        let path = Path::new("uniac.toml");
        let defaults = Defaults::of(path, Snippet::whole(defaults.to_owned()))?;
        let table = DeTable::parse(company_text).unwrap();
        let value = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        company(value, Some(&defaults)).map_err(|(origin, error)| {
            let line = match origin {
                Origin::Company(_) => "company".to_owned(),
                Origin::Defaults(line) => format!("defaults {line:?}"),
            };
            Error::usage("bad-configuration", format!("{line}: {}", error.message()))
        })
    }

    #[test]
    fn the_companys_own_value_goes_before_the_default() {
        let defaults = "[defaults]\ntime_zone = \"Europe/Oslo\"\nbrakes = false\n[defaults.bounds]\n\
                        max_orders = 5\nmax_total = 100\n[defaults.uni]\ntoken = { env = \"T\" }\n";
        let own = WHOLE.replace("[uni]", "brakes = true\n[bounds]\nmax_orders = 9\n[uni]");
        let company = read(&own, defaults).unwrap();
        assert_eq!(company.brakes, Some(true));
        let bounds = company.bounds().unwrap();
        assert_eq!((bounds.max_orders, bounds.max_total), (Some(9), Some(100.into())));
        assert_eq!(company.time_zone.as_deref(), Some("Europe/Oslo"));
        // A secret's source is one thing, and so is the way of signing in.
        let own = WHOLE.replace("[shop]", "token = { file = \"f\" }\n[shop]");
        let origin = read(&own, defaults).unwrap().uni.token.unwrap().origin();
        assert_eq!(origin, "file `f`");
        let sign_in =
            "[uni.sign_in]\nkind = \"person\"\nissuer = \"https://i\"\nclient_id = \"c\"\n[shop]";
        let company = read(&WHOLE.replace("[shop]", sign_in), defaults).unwrap();
        assert!(company.uni.token.is_none() && company.uni.sign_in.is_some());
    }

    #[test]
    fn a_default_that_no_company_could_have_is_refused_where_it_stands() {
        for (text, line) in [
            ("[defaults]\nbreaks = false", "line 2"),
            ("[defaults.bounds]\n\nmax_totl = 5", "line 3"),
            ("[defaults.uni]\ncompany_key = \"x\"", "line 2"),
            ("[[defaults.payment]]\nkind = \"vipps\"", "line 1"),
            ("[defaults]\nworkers = \"many\"", "line 2"),
        ] {
            let error = read(WHOLE, text).unwrap_err();
            assert!(error.message.contains(line), "{text}: {}", error.message);
        }
        // What is only a part of something is judged with the company that has the rest.
        let part = "[defaults.uni.sign_in]\nkind = \"server\"\nissuer = \"https://i\"";
        let error = read(WHOLE, part).unwrap_err();
        assert!(error.message.contains("client_id"), "{}", error.message);
    }
}
