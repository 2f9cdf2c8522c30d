//! The source's own rules: what no lint checks, and who may know whom.

mod circles;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use uniac_core::code::Code;

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
    ("Timestamp::now()", "crates/system/src/clock.rs"),
    ("std::env::var", "src/config/environment.rs"),
];

/// Whom each crate may know: the map of the project, as its manifests have it.
const CRATES: [(&str, &[&str]); 8] = [
    ("core", &[]),
    ("texts", &["core"]),
    ("system", &["texts"]),
    ("store", &["core", "system", "texts"]),
    ("connect", &["core", "system", "texts"]),
    ("engine", &["core", "system", "texts", "store", "connect"]),
    ("sandbox", &["system"]),
    ("", &["core", "system", "texts", "store", "connect", "engine", "sandbox"]),
];

/// Whom each part of a crate may know besides itself, where the compiler would let it know more.
const MAY_KNOW: [(&str, &[&str]); 46] = [
    ("core/kept", &[]),
    ("core/money", &[]),
    ("core/buyer", &[]),
    ("core/code", &[]),
    ("core/hooks", &[]),
    ("core/method", &[]),
    ("core/finding", &[]),
    ("core/order", &["buyer", "money"]),
    ("core/facts", &["order"]),
    ("core/placing", &["money", "order"]),
    ("core/split", &["facts", "kept", "money", "order"]),
    ("core/purchase", &["act", "code", "order", "settings"]),
    ("core/ledger", &["act", "money", "order", "placing", "purchase"]),
    (
        "core/assess",
        &["act", "code", "hooks", "ledger", "method", "money", "order", "purchase", "settings"],
    ),
    ("connect/kind", &[]),
    ("connect/plug_in", &[]),
    ("connect/written", &[]),
    ("connect/erp", &["http"]),
    ("connect/shop", &["http", "kind", "payment", "plug_in", "written"]),
    ("connect/payment", &["http", "kind", "plug_in", "written"]),
    ("store/failure", &[]),
    ("store/range", &[]),
    ("store/text", &["failure"]),
    ("store/db", &["failure"]),
    ("store/settings", &["db", "text"]),
    ("store/facts", &["db", "range", "text"]),
    ("store/documents", &["db", "failure", "range", "settings", "text"]),
    ("store/people", &["db", "facts", "range", "text"]),
    ("store/journal", &["db", "documents", "facts", "failure", "range", "text"]),
    ("store/cases", &["db", "documents", "facts", "failure", "journal", "people", "range", "text"]),
    ("store/assessments", &["cases", "db", "documents", "failure", "journal", "people", "text"]),
    ("store/runs", &["db", "failure", "journal", "text"]),
    ("store/schema", &["db", "facts"]),
    ("store/medium", &["db", "failure", "schema", "text"]),
    ("store/database", &["db", "failure", "journal", "medium", "schema"]),
    // The parts of the command line, from the ground up.
    ("cli/book", &[]),
    ("cli/line", &[]),
    ("cli/view", &[]),
    ("cli/session", &["line"]),
    ("cli/order_view", &["session", "view"]),
    ("cli/list", &["session", "view"]),
    ("cli/books", &["session", "view"]),
    ("cli/pass", &["order_view", "session", "view"]),
    ("cli/fleet", &["line", "session"]),
    (
        "cli/command",
        &["book", "books", "fleet", "line", "list", "order_view", "pass", "session", "view"],
    ),
    ("cli/tree", &["command", "line"]),
];

/// The part of the program that is held by its own parts, as a crate is.
const CLI: &str = "src/cli/";

/// Its part whose files and folders are held one by one: no command knows another.
const COMMANDS: &str = "src/cli/command/";

/// The connectors. Only the command line, which puts everything together, may name one.
const CONNECTORS: [&str; 7] = [
    "erp::unimicro",
    "payment::klarna",
    "payment::nexi",
    "payment::vipps",
    "shop::medusa",
    "shop::vendure",
    "shop::woocommerce",
];

/// A file of the source.
pub struct Source {
    /// Its path under the repository, with `/`.
    pub name: String,
    text: String,
}

impl Source {
    /// Returns the crate and its part that it belongs to: `core/money`, and `/cli` of the program.
    fn place(&self) -> (&str, &str) {
        let inner = self.name.strip_prefix("crates/").unwrap_or(&self.name);
        let (house, rest) = match inner.split_once("/src/") {
            Some(parts) => parts,
            None => ("", inner.strip_prefix("src/").unwrap_or(inner)),
        };
        (house, &rest[..rest.find(['/', '.']).unwrap_or(rest.len())])
    }

    /// Returns the part by which the layers hold it, and how its own paths to other parts begin.
    fn layer(&self) -> (String, &str) {
        match self.name.strip_prefix(CLI) {
            Some(rest) => {
                (format!("cli/{}", &rest[..rest.find(['/', '.']).unwrap_or(0)]), "crate::cli::")
            }
            None => (format!("{}/{}", self.place().0, self.place().1), "crate::"),
        }
    }

    /// Returns its path in the crate: `cli`, `view`, `words`.
    fn module(&self) -> Vec<&str> {
        let (_, path) = self.name.split_once("src/").unwrap_or_default();
        let mut module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        module.pop_if(|last| ["lib", "mod"].contains(last));
        module
    }

    /// Returns whether it is there only for tests.
    pub fn is_test(&self) -> bool {
        ["/tests.rs", "/testing.rs"].iter().any(|end| self.name.ends_with(end))
            || self.name.contains("/tests/")
    }

    /// Returns its lines of code, with their numbers from 1. Tests stand last in a file and are left
    /// out, as are comments.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_inner = |at: &usize| {
            let mut below = self.text[*at..].lines().skip(1);
            below.find(|line| !line.starts_with('#')).is_some_and(|line| line.ends_with('{'))
        };
        let mut marks = self.text.match_indices("\n#[cfg(test)]\n").map(|(at, _)| at);
        let tests = marks.find(is_inner).unwrap_or(self.text.len());
        let end = if self.is_test() { 0 } else { tests };
        let lines = self.text[..end].lines().enumerate();
        lines
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim().starts_with("//"))
    }

    /// Returns the parts beside its own that its code names.
    fn known(&self) -> BTreeSet<String> {
        let name = |text: &str| -> String {
            text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        let (part, root) = self.layer();
        let paths = self.code().flat_map(|(_, line)| line.split(root).skip(1));
        let own = |name: &String| part.ends_with(&format!("/{name}"));
        paths.map(name).filter(|name| !own(name)).collect()
    }

    /// Returns how many steps up its code takes with `super` at most.
    fn steps_up(&self) -> usize {
        let steps = |line: &str| {
            let runs = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            runs.map(|run| run.matches("super::").count()).max().unwrap_or_default()
        };
        self.code().map(|(_, line)| steps(line)).max().unwrap_or_default()
    }
}

/// Returns the folder of a crate; the program's is the repository.
fn folder(house: &str) -> PathBuf {
    if house.is_empty() {
        repository().to_path_buf()
    } else {
        repository().join("crates").join(house)
    }
}

pub fn sources() -> Vec<Source> {
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
    let root = repository();
    let mut paths = Vec::new();
    for (house, _) in CRATES {
        collect(&folder(house).join("src"), &mut paths);
    }
    paths.sort();
    let source = |path: PathBuf| Source {
        name: path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/"),
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
fn each_crate_knows_only_whom_it_may() {
    for (house, allowed) in CRATES {
        let manifest = std::fs::read_to_string(folder(house).join("Cargo.toml")).expect("text");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let known: BTreeSet<&str> = manifest["dependencies"]
            .as_table()
            .expect("a table")
            .keys()
            .filter_map(|name| name.strip_prefix("uniac-"))
            .collect();
        assert_eq!(known, allowed.iter().copied().collect(), "dependencies of `{house}`");
    }
}

#[test]
fn each_part_knows_only_whom_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_KNOW.into();
    let mut strangers = Vec::new();
    for source in sources() {
        let Some(allowed) = allowed.get(source.layer().0.as_str()) else { continue };
        for known in source.known().iter().filter(|known| !allowed.contains(&known.as_str())) {
            strangers.push(format!("{} knows {known}", source.name));
        }
    }
    assert_eq!(strangers, Vec::<String>::new());
}

/// A part of the command line is named by its whole path wherever another one knows it, so that it is seen who does.
#[test]
fn no_part_of_the_command_line_is_reached_by_going_up() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.name.starts_with(CLI)) {
        let depth = if source.name.starts_with(COMMANDS) { 3 } else { 2 };
        let is_above = source.module().len() < depth;
        if source.steps_up() > source.module().len().saturating_sub(depth) && !is_above {
            found.push(source.name.clone());
        }
        if !is_above && depth == 3 && source.code().any(|(_, line)| line.contains("cli::command")) {
            found.push(format!("{} knows another command", source.name));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn only_the_command_line_names_a_connector() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.place() != ("", "cli")) {
        for (number, line) in source.code() {
            for connector in CONNECTORS {
                let of_itself =
                    source.place().0 == "connect" && connector.starts_with(source.place().1);
                if !of_itself && line.contains(connector) {
                    found.push(format!("{}:{number}: {}", source.name, line.trim()));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// A code that is written down where systems are read and acts are sent is in the list.
#[test]
fn no_code_is_made_up_elsewhere() {
    let sends = |source: &&Source| ["engine", "connect"].contains(&source.place().0);
    let mut strangers = Vec::new();
    for source in sources().iter().filter(sends) {
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        strangers.extend(codes_in(&code.join("\n")).filter(|code| !is_known(code)));
    }
    assert_eq!(strangers, Vec::<String>::new());
}

/// Errors of a command, which are no step's causes: they end it before anything is sent.
const OF_COMMANDS: [&str; 11] = [
    "ambiguous-order",
    "inactive",
    "plan-unreadable",
    "no-payment",
    "not-shown",
    "pending",
    "too-soon",
    "unknown-order",
    "unreadable",
    "login-port",
    "usage",
];

fn is_known(code: &str) -> bool {
    let theirs = code.starts_with("status-") || code.bytes().all(|b| b.is_ascii_digit());
    theirs || Code::named(code).is_some() || OF_COMMANDS.contains(&code)
}

/// Returns the first text of each call that makes an error or a reply.
fn codes_in(code: &str) -> impl Iterator<Item = String> {
    let makers = [
        "Error::failed(",
        "Error::usage(",
        "Refusal::last(",
        "Refusal::transient(",
        "Refusal::not_judged(",
        "Refusal::unsent(",
        " refused(",
        " refused_today(",
        " unknown(",
    ];
    let calls = makers.into_iter().flat_map(|maker| code.split(maker).skip(1));
    let firsts = calls.filter_map(|call| {
        let text = call.trim_start().strip_prefix('"')?;
        Some(text.split('"').next()?.to_owned())
    });
    firsts.collect::<Vec<_>>().into_iter()
}
