//! The source's own rules: what no lint checks, and who may know whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::harness::repository;

/// No file is longer; one that wants to be is two.
const LINES_MAX: usize = 600;

/// What no code outside tests may call, with the one file that may.
const FORBIDDEN: [(&str, &str); 9] = [
    ("println!(", ""),
    ("eprintln!(", ""),
    ("print!(", ""),
    ("dbg!(", ""),
    ("todo!(", ""),
    ("unimplemented!(", ""),
    (".unwrap()", ""),
    ("Timestamp::now()", "clock.rs"),
    ("std::env::var", "config/environment.rs"),
];

/// Whom each part may know besides itself. The map of the crate, as a table.
const MAY_KNOW: [(&str, &[&str]); 19] = [
    ("money", &[]),
    ("buyer", &[]),
    ("order", &["buyer", "money"]),
    ("placing", &["money", "order"]),
    ("ledger", &["act", "money", "order", "placing"]),
    ("code", &[]),
    ("exit", &["code", "error"]),
    ("hooks", &[]),
    ("method", &[]),
    ("facts", &["order"]),
    ("purchase", &["act", "code", "order", "settings"]),
    (
        "assess",
        &["act", "code", "hooks", "ledger", "method", "money", "order", "purchase", "settings"],
    ),
    (
        "store",
        &[
            "act",
            "error",
            "facts",
            "files",
            "hooks",
            "log",
            "money",
            "order",
            "purchase",
            "reference",
            "seam",
            "settings",
            "stop",
        ],
    ),
    ("finding", &[]),
    (
        "erp",
        &[
            "act", "buyer", "clock", "error", "facts", "finding", "http", "log", "money", "order",
            "secret",
        ],
    ),
    (
        "shop",
        &[
            "act", "buyer", "clock", "error", "facts", "finding", "hooks", "http", "log", "money",
            "order", "payment", "secret",
        ],
    ),
    ("payment", &["act", "clock", "error", "finding", "http", "log", "money", "order", "secret"]),
    ("sandbox", &["clock", "error", "files"]),
    (
        "engine",
        &[
            "act", "assess", "clock", "code", "erp", "error", "exit", "facts", "hooks", "money",
            "order", "ledger", "payment", "placing", "purchase", "seam", "settings", "shop",
            "split", "stop", "store",
        ],
    ),
];

/// The connectors. Only `cli`, which puts everything together, may name one.
const CONNECTORS: [&str; 8] = [
    "erp::unimicro",
    "payment::klarna",
    "payment::kustom",
    "payment::nexi",
    "payment::vipps",
    "shop::medusa",
    "shop::vendure",
    "shop::woocommerce",
];

/// A file of the source.
struct Source {
    /// Its path under `src`, with `/`.
    name: String,
    text: String,
}

impl Source {
    /// Returns the part of the crate that it belongs to.
    fn part(&self) -> &str {
        let end = self.name.find(['/', '.']).unwrap_or(self.name.len());
        &self.name[..end]
    }

    /// Returns whether it is there only for tests.
    fn is_test(&self) -> bool {
        ["/tests.rs", "/testing.rs"].iter().any(|end| self.name.ends_with(end))
            || self.name.contains("/tests/")
    }

    /// Returns its lines of code, with their numbers from 1. Tests stand last in a file and are left
    /// out, as are comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("\n#[cfg(test)]\n").unwrap_or(self.text.len());
        let end = if self.is_test() { 0 } else { tests };
        let lines = self.text[..end].lines().enumerate();
        lines
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim().starts_with("//"))
    }

    /// Returns the parts of the crate that its code names.
    fn known(&self) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        for (_, line) in self.code() {
            for rest in line.split("crate::").skip(1) {
                let name = |text: &str| -> String {
                    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
                };
                let group =
                    rest.strip_prefix('{').map(|group| group.split('}').next().unwrap_or(group));
                let names = match group {
                    Some(group) => group.split(',').map(|item| name(item.trim())).collect(),
                    None => vec![name(rest)],
                };
                known.extend(
                    names.into_iter().filter(|name| name != self.part() && !name.is_empty()),
                );
            }
        }
        known
    }
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = repository().join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let source = |path: PathBuf| Source {
        name: path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/"),
        text: std::fs::read_to_string(&path).expect("text"),
    };
    paths.into_iter().map(source).collect()
}

#[test]
fn every_file_says_what_it_is_for() {
    let mute: Vec<String> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| source.name)
        .collect();
    assert_eq!(mute, Vec::<String>::new(), "files without an opening paragraph");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.text.lines().count() > LINES_MAX)
        .map(|source| format!("{}: {} lines", source.name, source.text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new(), "files of more than {LINES_MAX} lines");
}

#[test]
fn nothing_forbidden_is_called_outside_tests() {
    let mut found = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            for (call, allowed) in FORBIDDEN {
                if line.contains(call) && source.name != allowed {
                    found.push(format!("{}:{number}: {}", source.name, line.trim()));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_part_knows_only_whom_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_KNOW.into();
    let mut strangers = Vec::new();
    for source in sources() {
        let Some(allowed) = allowed.get(source.part()) else { continue };
        for known in source.known().iter().filter(|known| !allowed.contains(&known.as_str())) {
            strangers.push(format!("{} knows {known}", source.name));
        }
    }
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn only_the_command_line_names_a_connector() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.part() != "cli") {
        for (number, line) in source.code() {
            for connector in CONNECTORS {
                let of_itself = connector.starts_with(source.part());
                if !of_itself && line.contains(&format!("crate::{connector}")) {
                    found.push(format!("{}:{number}: {}", source.name, line.trim()));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
