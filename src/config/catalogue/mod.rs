//! Which companies there are, where each stands, and the reading of one of them.
//!
//! Only a company that is asked for is parsed, so that a start with a thousand costs what one with one costs, and a fault
//! in one stops no other. A company that stands twice is refused, because nobody can say which of the two was meant.

mod reading;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::t;

use super::company::{CompanyConfig, SANDBOX, is_name};
use super::fault::{bad, cleaned};
use super::merged::Defaults;
use super::sections::Snippet;
use reading::{Inner, Main};

pub use reading::Place;

/// The configuration: the file, and beside it a folder with one file a company.
#[derive(Debug, Clone, Default)]
pub struct Config {
    inner: Arc<Inner>,
}

/// A company as it was read, with what its values come from.
#[derive(Debug, Clone)]
pub struct Read {
    /// The company, with the defaults.
    pub company: CompanyConfig,
    /// What stands in its own table.
    pub own: toml::Table,
    /// Where it stands.
    pub place: Place,
}

impl Config {
    /// Reads the file and the names of those beside it; without a file, the configuration is empty.
    ///
    /// # Errors
    /// `bad-configuration` with the place in the file: what is wrong with a single company is said first when that
    /// company is asked for.
    pub fn read(path: &Path) -> Result<Config> {
        let (config, mut faults) = Config::salvage(path)?;
        match faults.is_empty() {
            true => Ok(config),
            false => Err(faults.remove(0)),
        }
    }

    /// Reads what of a faulty file can be understood, with what is wrong with the rest besides single companies.
    ///
    /// # Errors
    /// `bad-configuration` when the file cannot be read, or nobody could say what it means.
    pub fn salvage(path: &Path) -> Result<(Config, Vec<Error>)> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(bad(path, &os::why(&error))),
        };
        let (mut inner, mut faults) = Inner::of(path, text)?;
        inner.list_files(&mut faults)?;
        Ok((Config { inner: Arc::new(inner) }, faults))
    }

    /// Reads a text as if it stood in the file: to see what a change would bring about.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn of_text(path: &Path, text: String) -> Result<Config> {
        let (mut inner, mut faults) = Inner::of(path, text)?;
        inner.list_files(&mut faults)?;
        match faults.is_empty() {
            true => Ok(Config { inner: Arc::new(inner) }),
            false => Err(faults.remove(0)),
        }
    }

    /// Returns the file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Returns the company that is meant when none is named.
    pub fn default_company(&self) -> Option<&str> {
        self.inner.default_company.as_deref()
    }

    /// Returns the language that uniac speaks, where the file says one.
    pub fn language(&self) -> Option<&str> {
        self.inner.language.as_deref()
    }

    /// Returns the values for all companies, as they stand in the file.
    pub fn defaults(&self) -> toml::Table {
        self.inner.defaults.as_ref().map(Defaults::plain).unwrap_or_default()
    }

    /// Returns the names of all companies, also of those that cannot be read.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = match &self.inner.main {
            Main::Plain(sections) => {
                let runs = sections.runs.iter().filter_map(|run| run.name.clone());
                runs.map(|name| self.inner.text[name].to_owned()).collect()
            }
            Main::Whole(companies) => companies.keys().cloned().collect(),
        };
        names.extend(self.inner.files.keys().cloned());
        names
    }

    /// Returns whether no company is configured.
    pub fn is_empty(&self) -> bool {
        let none_in_main = match &self.inner.main {
            Main::Plain(sections) => sections.runs.iter().all(|run| run.name.is_none()),
            Main::Whole(companies) => companies.is_empty(),
        };
        none_in_main && self.inner.files.is_empty()
    }

    /// Returns the file of the folder in which a company stands.
    pub fn own_file(&self, name: &str) -> Option<&Path> {
        self.inner.files.get(name).map(PathBuf::as_path)
    }

    /// Returns where a company stands, or each place where it does.
    pub fn places(&self, name: &str) -> Vec<Place> {
        let line = match &self.inner.main {
            Main::Plain(_) => self.inner.runs(name).next().map(|run| run.line),
            Main::Whole(companies) => companies.get(name).map(|(line, _)| *line),
        };
        let main = line.map(|line| Place { file: self.inner.path.clone(), line });
        let own = self.own_file(name).map(|file| Place { file: file.to_owned(), line: 1 });
        main.into_iter().chain(own).collect()
    }

    /// Returns the company of a name.
    ///
    /// # Errors
    /// `unknown-company`, with those that there are; `bad-configuration` with the place.
    pub fn company(&self, name: &str) -> Result<CompanyConfig> {
        self.read_company(name).map(|read| read.company)
    }

    /// Returns the company of a name, with what its values come from.
    ///
    /// # Errors
    /// As [`Config::company`].
    pub fn read_company(&self, name: &str) -> Result<Read> {
        let read = self.alone(name)?;
        match self.same_in_file(name, &read.company) {
            Some(other) => Err(one_in_uni((name, &read.place), (&other.0, &other.1))),
            None => Ok(read),
        }
    }

    /// Returns the company of a name, whatever the others are.
    fn alone(&self, name: &str) -> Result<Read> {
        let places = self.places(name);
        let place = match places.as_slice() {
            [] => return Err(self.unknown(name)),
            [place] => place.clone(),
            [one, other, ..] => {
                let what = t!(
                    "config-company-twice",
                    company = name,
                    one = one.to_string(),
                    other = other.to_string()
                );
                return Err(bad(&one.file, &what).hint(t!("config-keep-one")));
            }
        };
        if !is_name(name) || name == SANDBOX {
            let what = match name == SANDBOX {
                true => t!("config-sandbox-taken"),
                false => t!("config-no-name", name = cleaned(name)),
            };
            return Err(bad(&place.file, &what));
        }
        let inner = &self.inner;
        let (own, company) = match (self.own_file(name), &inner.main) {
            (Some(file), _) => {
                let text = std::fs::read_to_string(file);
                let text = text.map_err(|error| bad(file, &os::why(&error)))?;
                inner.parsed(&place, name, &Snippet::whole(text), true)?
            }
            (None, Main::Plain(_)) => {
                inner.parsed(&place, name, &Snippet::of(&inner.text, inner.runs(name)), false)?
            }
            (None, Main::Whole(companies)) => {
                let (_, table) = companies.get(name).ok_or_else(|| self.unknown(name))?;
                let text = toml::to_string(table).unwrap_or_default();
                inner.parsed(&place, name, &Snippet::rewritten(text), false)?
            }
        };
        Ok(Read { company, own, place })
    }

    fn unknown(&self, name: &str) -> Error {
        let error =
            Error::usage("unknown-company", t!("config-no-company", company = cleaned(name)));
        let known = self.names();
        let near = known
            .iter()
            .map(|known| (strsim::damerau_levenshtein(known, name), known))
            .filter(|(distance, _)| *distance <= 2)
            .min();
        let error = match near {
            Some((_, near)) => error.hint(t!("config-did-you-mean", near = near)),
            None => error,
        };
        match known.len() {
            0 => error.hint(t!("config-make-one")),
            1..=SHOWN_MAX => error.hint(t!("config-configured-are", companies = listed(&known))),
            _ => error.hint(t!("config-configured-many", companies = listed(&known))),
        }
    }

    /// Returns another company of the file that names the same company of Uni, by a look at its lines.
    fn same_in_file(&self, name: &str, company: &CompanyConfig) -> Option<(String, Place)> {
        let key = uni_key(company)?;
        let others = self.inner.with_key(&key).into_iter().filter(|other| other != name);
        others.into_iter().find_map(|other| Some((other.clone(), self.names_key(&other, &key)?)))
    }

    /// Returns where a company stands if it can be read and names this company of Uni.
    fn names_key(&self, name: &str, key: &str) -> Option<Place> {
        let read = self.alone(name).ok()?;
        (uni_key(&read.company)? == key).then_some(read.place)
    }

    /// Goes on, unless another company is configured for the same company of Uni: each would keep a journal of its own
    /// of the same invoices.
    ///
    /// # Errors
    /// `bad-configuration`, with both places.
    pub fn not_both(&self, name: &str, other: &str) -> Result<()> {
        let (Ok(one), true) = (self.alone(name), name != other) else { return Ok(()) };
        let Some(key) = uni_key(&one.company) else { return Ok(()) };
        match self.names_key(other, &key) {
            Some(place) => Err(one_in_uni((name, &one.place), (other, &place))),
            None => Ok(()),
        }
    }

    /// Reads a company as if this text stood in its file of the folder.
    ///
    /// # Errors
    /// As [`Config::company`].
    pub(super) fn with_file(&self, name: &str, text: &str) -> Result<CompanyConfig> {
        let file = self.own_file(name).unwrap_or(self.path()).to_owned();
        let snippet = Snippet::whole(text.to_owned());
        let read = self.inner.parsed(&Place { file, line: 1 }, name, &snippet, true)?;
        Ok(read.1)
    }

    /// Reads all companies; what is wrong with one is its own, and of several for one company of Uni none is right.
    pub fn all(&self) -> BTreeMap<String, Result<Read>> {
        let mut all: BTreeMap<String, Result<Read>> = BTreeMap::new();
        let mut by_key: HashMap<String, Vec<(String, Place)>> = HashMap::new();
        for name in self.names() {
            let read = self.alone(&name);
            if let Ok(read) = &read
                && let Some(key) = uni_key(&read.company)
            {
                by_key.entry(key).or_default().push((name.clone(), read.place.clone()));
            }
            all.insert(name, read);
        }
        for same in by_key.into_values().filter(|same| same.len() > 1) {
            for (index, (name, place)) in same.iter().enumerate() {
                let other = &same[usize::from(index == 0)];
                all.insert(name.clone(), Err(one_in_uni((name, place), (&other.0, &other.1))));
            }
        }
        all
    }
}

/// How many companies an error names.
const SHOWN_MAX: usize = 12;

/// Returns some names, to be shown.
pub fn listed(names: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = names.iter().take(SHOWN_MAX).map(String::as_str).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => t!("config-and-more", names = shown.join(", "), count = more),
    }
}

/// Returns which company of Uni is meant, in one spelling. What is on this machine is played: there several names may stand
/// for one, and it has none.
pub fn uni_key(company: &CompanyConfig) -> Option<String> {
    let key = company.uni.company_key.trim().to_ascii_lowercase();
    let host = company.uni.base_url.split("://").nth(1).unwrap_or_default();
    let is_here = ["127.", "localhost", "[::1]"].iter().any(|here| host.starts_with(here));
    (!key.is_empty() && !is_here).then_some(key)
}

fn one_in_uni(one: (&str, &Place), other: (&str, &Place)) -> Error {
    let what = t!(
        "config-one-in-uni",
        one = one.0,
        place = one.1.to_string(),
        other = other.0,
        elsewhere = other.1.to_string()
    );
    bad(&one.1.file, &what).hint(t!("config-own-key"))
}
