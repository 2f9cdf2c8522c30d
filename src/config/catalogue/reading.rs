//! The reading of the configuration's text: what stands before the companies, which lines are whose, and one company of them.
//!
//! A fault in one company must stop no other: each is parsed from its own lines.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::company::{CompanyConfig, SANDBOX, is_name};
use crate::config::fault::{bad, cleaned, says};
use crate::config::merged::{self, Defaults, Origin};
use crate::config::parser::{self, in_line, located};
use crate::config::paths::{FOLDER, folder};
use crate::config::sections::{Run, Sections, Snippet, divided};
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::{Language, t};

/// The file and the names of those beside it, as they were read.
#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) default_company: Option<String>,
    pub(super) language: Option<String>,
    pub(super) defaults: Option<Defaults>,
    pub(super) main: Main,
    /// The files of the folder, by the company that each must hold.
    pub(super) files: BTreeMap<String, PathBuf>,
}

/// The companies of the file itself.
#[derive(Debug)]
pub(super) enum Main {
    /// It is plain: which lines are whose.
    Plain(Sections),
    /// It had to be parsed whole: each company with the line at which it begins.
    Whole(BTreeMap<String, (usize, toml::Table)>),
}

impl Default for Main {
    fn default() -> Main {
        Main::Plain(Sections::default())
    }
}

/// Where a company stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line at which it begins.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&t!("config-place", file = self.file.display(), line = self.line))
    }
}

impl Inner {
    /// Looks at the file's text.
    pub(super) fn of(path: &Path, text: String) -> Result<(Inner, Vec<Error>)> {
        let mut inner = Inner { path: path.to_owned(), ..Inner::default() };
        let (head, defaults) = match plain(&text) {
            Some(sections) => inner.divided(&text, sections)?,
            None => inner.parsed_whole(&text)?,
        };
        let mut faults = Vec::new();
        for (key, value) in head {
            faults.extend(inner.take(&key, value));
        }
        inner.defaults = defaults.map(|snippet| Defaults::of(path, snippet)).transpose()?;
        inner.text = text;
        Ok((inner, faults))
    }

    /// Takes the file as sections; returns what stands before them, and the defaults of all companies.
    fn divided(
        &mut self,
        text: &str,
        sections: Sections,
    ) -> Result<(toml::Table, Option<Snippet>)> {
        let head = text[..sections.head].parse::<toml::Table>();
        let head = head.map_err(|error| bad(&self.path, &located(&error, text)))?;
        let of_all = sections.runs.iter().filter(|run| run.name.is_none());
        let snippet = Snippet::of(text, of_all);
        self.main = Main::Plain(sections);
        Ok((head, Some(snippet).filter(|snippet| !snippet.text.is_empty())))
    }

    /// As [`Inner::divided`], of a file that has to be parsed whole.
    fn parsed_whole(&mut self, text: &str) -> Result<(toml::Table, Option<Snippet>)> {
        let (head, companies) = whole(&self.path, text)?;
        self.main = Main::Whole(companies);
        let defaults = head.get("defaults").map(|value| {
            let table = toml::Table::from_iter([("defaults".to_owned(), value.clone())]);
            Snippet::rewritten(toml::to_string(&table).unwrap_or_default())
        });
        Ok((head, defaults))
    }

    /// Takes a key that stands before the companies; returns what is wrong with it.
    fn take(&mut self, key: &str, value: toml::Value) -> Option<Error> {
        match (key, value) {
            ("default_company", toml::Value::String(name)) => {
                self.default_company = Some(name);
                None
            }
            ("language", toml::Value::String(tag)) => {
                let is_known = Language::of_tag(&tag).is_some();
                let fault = || bad(&self.path, &t!("language-unknown", tag = cleaned(&tag)));
                let fault = (!is_known).then(fault);
                self.language = Some(tag);
                fault
            }
            ("language" | "default_company", _) => {
                Some(bad(&self.path, &t!("config-no-text", key = key)))
            }
            ("defaults", _) => None,
            (key, _) => Some(bad(&self.path, &t!("config-not-known", key = cleaned(key)))),
        }
    }

    /// Lists the files of the folder; none of them is opened.
    pub(super) fn list_files(&mut self, faults: &mut Vec<Error>) -> Result<()> {
        let folder = folder(&self.path);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(bad(&folder, &os::why(&error))),
        };
        for entry in entries {
            let entry = entry.map_err(|error| bad(&folder, &os::why(&error)))?;
            let file = entry.file_name();
            let name = file.to_str().and_then(|file| file.strip_suffix(".toml"));
            match name {
                // Editors keep their own files beside; a company's has its ending and no dot before it.
                None => {}
                Some(name) if name.starts_with('.') => {}
                Some(name) if is_name(name) && name != SANDBOX => {
                    self.files.insert(name.to_owned(), folder.join(&file));
                }
                Some(name) => {
                    let what = t!("config-file-name", name = cleaned(name), folder = FOLDER);
                    faults.push(bad(&folder, &what));
                }
            }
        }
        Ok(())
    }

    /// Returns the lines of a company.
    pub(super) fn runs<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Run> {
        let runs = match &self.main {
            Main::Plain(sections) => sections.runs.as_slice(),
            Main::Whole(_) => &[],
        };
        let is_own = move |run: &&Run| run.name.clone().is_some_and(|own| &self.text[own] == name);
        runs.iter().filter(is_own)
    }

    /// Reads a company from its own text. A file of its own holds the company's keys, or its table with its name.
    pub(super) fn parsed(
        &self,
        place: &Place,
        name: &str,
        snippet: &Snippet,
        is_own_file: bool,
    ) -> Result<(toml::Table, CompanyConfig)> {
        let file = place.file.as_path();
        let parsed =
            DeTable::parse(&snippet.text).map_err(|error| no_toml(place, name, snippet, &error))?;
        let value = own_value(file, name, parsed.into_inner(), is_own_file)?;
        let value = Spanned::new(0..0, value);
        let own = merged::plain(value.clone());
        let company = merged::company(value, self.defaults.as_ref())
            .map_err(|(origin, error)| self.no_company(place, name, snippet, origin, &error))?;
        merged::check(&company).map_err(|error| {
            let what = t!("config-in-company", company = name, what = &error.message);
            let what = in_line(Some(place.line), what);
            let hints = error.hints.into_iter();
            hints.fold(Error::usage("bad-configuration", says(file, &what)), Error::hint)
        })?;
        Ok((own, company))
    }

    /// Says what of a company's keys does not fit, and where it stands: with the company, or with the defaults of all.
    fn no_company(
        &self,
        place: &Place,
        name: &str,
        snippet: &Snippet,
        origin: Origin,
        error: &toml::de::Error,
    ) -> Error {
        let what = parser::words(error);
        match origin {
            Origin::Company(at) => {
                let line = at.and_then(|at| snippet.line(at)).or(Some(place.line));
                let what = t!("config-in-company", company = name, what = what);
                bad(&place.file, &in_line(line, what))
            }
            Origin::Defaults(line) => {
                let what = t!("config-in-defaults-for", company = name, what = what);
                bad(&self.path, &in_line(line, what))
            }
        }
    }

    /// Returns the companies of the file that seem to name a company of Uni.
    pub(super) fn with_key(&self, key: &str) -> Vec<String> {
        match &self.main {
            Main::Plain(sections) => {
                let keys = sections.keys.iter();
                let same = keys.filter(|(_, value)| is_same_key(&self.text[value.clone()], key));
                let names = same.filter_map(|(run, _)| sections.runs.get(*run)?.name.clone());
                names.map(|name| self.text[name].to_owned()).collect()
            }
            Main::Whole(companies) => {
                let own = companies.iter().map(|(name, (_, company))| (name, key_in(company)));
                let same = own.filter(|(_, own)| own.is_some_and(|own| is_same_key(own, key)));
                same.map(|(name, _)| name.clone()).collect()
            }
        }
    }
}

fn is_same_key(text: &str, key: &str) -> bool {
    text.trim().eq_ignore_ascii_case(key)
}

/// Returns the key in Uni that a company's table has.
fn key_in(company: &toml::Table) -> Option<&str> {
    company.get("uni")?.get("company_key")?.as_str()
}

/// Returns the sections of a file in which each company and the defaults stand in tables of their own, none within another.
fn plain(text: &str) -> Option<Sections> {
    divided(text).filter(|sections| {
        let head = text[..sections.head].parse::<toml::Table>();
        head.is_ok_and(|head| ["company", "defaults"].iter().all(|key| !head.contains_key(*key)))
    })
}

/// Says why a company's text is no TOML, and in which line.
fn no_toml(place: &Place, name: &str, snippet: &Snippet, error: &toml::de::Error) -> Error {
    if let Some(twice) = snippet.twice() {
        return bad(&place.file, &say_twice(twice));
    }
    let line = error.span().and_then(|span| snippet.line(span.start));
    let what = t!("config-in-company", company = name, what = parser::words(error));
    bad(&place.file, &in_line(line, what))
}

/// Returns a company's own keys: they stand in its table, or, in a file of its own, without one.
fn own_value<'a>(
    file: &Path,
    name: &str,
    mut table: DeTable<'a>,
    is_own_file: bool,
) -> Result<DeValue<'a>> {
    let mut companies = match table.remove("company").map(Spanned::into_inner) {
        None => return Ok(DeValue::Table(table)),
        Some(DeValue::Table(companies)) => companies,
        Some(_) => return Err(bad(file, &t!("config-no-table", key = "company"))),
    };
    let value = companies.remove(name).map(Spanned::into_inner);
    if let Some(other) = companies.keys().next() {
        let other = cleaned(other.get_ref());
        let what = t!("config-holds-other", other = &other, folder = FOLDER);
        return Err(bad(file, &what).hint(t!("config-give-own-file", other = other)));
    }
    if let (true, Some(key)) = (is_own_file, table.keys().next()) {
        let key = cleaned(key.get_ref());
        let what = t!("config-not-beside", key = key, company = name);
        return Err(bad(file, &what));
    }
    Ok(value.unwrap_or_else(|| DeValue::Table(DeTable::new())))
}

fn say_twice((header, one, other): (String, usize, usize)) -> String {
    t!("config-twice", header = header, one = one, other = other)
}

/// Parses a file whole: what stands beside the companies, and each with the line at which it begins.
fn whole(path: &Path, text: &str) -> Result<(toml::Table, BTreeMap<String, (usize, toml::Table)>)> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let twice = Snippet::whole(text.to_owned()).twice();
        bad(path, &twice.map_or_else(|| located(&error, text), say_twice))
    })?;
    let mut head = parsed.into_inner();
    let companies = match head.remove("company").map(Spanned::into_inner) {
        None => DeTable::new(),
        Some(DeValue::Table(companies)) => companies,
        Some(_) => return Err(bad(path, &t!("config-no-table", key = "company"))),
    };
    let mut read = BTreeMap::new();
    for (name, company) in companies {
        let before = text.get(..name.span().start).unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        let name = name.into_inner().into_owned();
        if !matches!(company.get_ref(), DeValue::Table(_)) {
            let what = t!("config-no-table", key = cleaned(&name));
            return Err(bad(path, &in_line(Some(line), what)));
        }
        read.insert(name, (line, merged::plain(company)));
    }
    Ok((merged::plain(Spanned::new(0..0, DeValue::Table(head))), read))
}
