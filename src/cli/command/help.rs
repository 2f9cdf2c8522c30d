//! `uniac help`: a page of the book, or the help of a command.
//!
//! It reads nothing but its own pages, so it works without a configuration.

use clap::error::ErrorKind;
use clap::{Args, Command};
use serde_json::{Value, json};

use crate::ui::{Page, Ui};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_texts::{language, t};

use crate::cli::book::{TOPICS, beside, commands, plain, topic};
use crate::cli::line::translated;

/// Declares the published schemas; one without its file does not compile.
macro_rules! schemas {
    ($($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../../docs/schema/", $name, ".json")))),+]
    };
}

/// The schemas of what is printed with `--json`, by name.
const SCHEMAS: &[(&str, &str)] = schemas! {
    "accepts" "auth" "balance" "calls" "codes" "companies" "company" "config" "copy" "cutover" "demo"
    "doctor" "error" "exchanges" "explain" "faults" "fleet" "help" "holds" "init" "journal"
    "known-faults" "ledger" "links" "login" "logout" "man" "migrated" "order" "order-group" "orders" "owed"
    "pages"
    "plan" "plug-ins" "reconcile" "report" "result" "review" "runs" "sandbox" "sandbox-settings" "serve"
    "settings" "settled" "status" "store"
};

/// The least likeness of a topic that is proposed.
const LIKENESS_MIN: f64 = 0.75;

/// How far the text beside a name stands in.
const BESIDE: usize = 17;

/// The arguments of `help`.
#[derive(Debug, Args)]
#[command(after_help = "Without TOPIC: the list of commands and topics.\n\n\
                  Examples:\n  uniac help\n  uniac help cut-over\n  uniac help order list\n  uniac help schema orders\n\nReads only.")]
pub struct HelpArgs {
    /// A page of the book, or a command
    #[arg(value_name = "TOPIC")]
    words: Vec<String>,
}

/// Runs the command.
pub fn run(args: &HelpArgs, tree: fn() -> Command, ui: &Ui) -> Result<Exit> {
    let tree = tree();
    let wanted = args.words.join(" ");
    let (data, text) = match &*args.words {
        [] => contents(&tree, ui.look().width),
        [name] if topic(name).is_some() => {
            let text = topic(name).map_or("", |topic| topic.text(language()));
            let shown = translated::with_placeholders(text);
            (json!({"topic": name, "text": text}), plain(&shown, ui.look().width))
        }
        [schema] if schema == "schema" => {
            let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
            let text = names.join("\n");
            (json!({"topic": wanted, "text": text}), text)
        }
        [schema, name] if schema == "schema" => {
            let text = schema_of(name).ok_or_else(|| {
                Error::usage("unknown-topic", t!("book-no-schema", name = name))
                    .hint(t!("book-schemas"))
            })?;
            (json!({"topic": wanted, "text": text}), text.to_owned())
        }
        words => {
            let text = help_of(tree.clone(), words).ok_or_else(|| unknown(&tree, &wanted))?;
            (json!({"topic": wanted, "text": text}), text)
        }
    };
    let mut page = Page::new();
    page.text(text.trim_end());
    ui.result("uniac.help/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns a schema by its name: `order`, `uniac.order/1`.
fn schema_of(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("uniac.").unwrap_or(name);
    let name = name.strip_suffix("/1").unwrap_or(name);
    SCHEMAS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the parser's own help of a command; `None` when there is no such command.
fn help_of(mut tree: Command, words: &[String]) -> Option<String> {
    words.iter().try_fold(&tree, |command, word| command.find_subcommand(word))?;
    let line = ["uniac"].into_iter().chain(words.iter().map(String::as_str)).chain(["--help"]);
    let error = tree.try_get_matches_from_mut(line).err()?;
    (error.kind() == ErrorKind::DisplayHelp).then(|| translated::told(&error.render().to_string()))
}

fn unknown(tree: &Command, wanted: &str) -> Error {
    let error = Error::usage("unknown-topic", t!("book-unknown", topic = wanted));
    let typed = wanted.to_lowercase().replace([' ', '_'], "-");
    let names = TOPICS.iter().map(|topic| topic.name.to_owned());
    let nearest = names
        .chain(commands(tree).into_iter().map(|(name, _)| name))
        .map(|name| (strsim::jaro_winkler(&name, &typed), name))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN);
    let error = match nearest {
        Some((_, name)) => error.hint(t!("did-you-mean", command = format!("uniac help {name}"))),
        None => error,
    };
    error.hint(t!("book-lists"))
}

/// Returns the list of commands and topics.
fn contents(tree: &Command, width: usize) -> (Value, String) {
    let topics: Vec<(String, String)> =
        TOPICS.iter().map(|topic| (topic.name.to_owned(), topic.about())).collect();
    let row = |(name, about): &(String, String)| json!({"name": name, "about": about});
    let rows = |all: &[(String, String)]| all.iter().map(row).collect::<Vec<_>>();
    let list = |all: &[(String, String)]| -> String {
        all.iter().map(|(name, about)| beside(&format!("  {name}"), about, BESIDE, width)).collect()
    };
    let commands = commands(tree);
    let text = format!(
        "{}\n{}\n{}\n{}\n{}\n",
        t!("book-commands"),
        list(&commands),
        t!("book-topics"),
        list(&topics),
        t!("book-foot"),
    );
    (json!({"commands": rows(&commands), "topics": rows(&topics)}), text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::tree::command;

    #[test]
    fn every_schema_is_printed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
        let files = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<String> = files
            .map(|entry| entry.unwrap().file_name().to_string_lossy().replace(".json", ""))
            .collect();
        files.sort();
        assert_eq!(files, SCHEMAS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        assert_eq!(schema_of("uniac.order/1"), schema_of("order"));
        assert!(topic("schema").is_none() && command().find_subcommand("schema").is_none());
    }

    #[test]
    fn no_topic_hides_a_command() {
        for (name, _) in commands(&command()) {
            assert!(topic(&name).is_none(), "{name}");
        }
    }
}
