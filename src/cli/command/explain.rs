//! `uniac explain`: the page of an attention, an error code or an exit code.
//!
//! It reads nothing but its own pages, so it works without a configuration.

use clap::Args;
use serde_json::json;

use crate::explain;
use crate::ui::{Cell, Column, Page, Table, Ui};
use uniac_core::assess::Attention;
use uniac_core::code::{Class, Code};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::line::translated::with_placeholders;
use crate::cli::view::words;

/// The arguments of `explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac explain\n  uniac explain unknown-outcome\n  uniac explain 7\n  uniac explain --codes\n\n\
                  Reads only."
)]
pub struct ExplainArgs {
    /// An id from a list, an error's code, an exit code, or a word: barred, classes, link, purchase, states. Without one, all
    /// ids
    id: Option<String>,
    /// List what a step can end with: each code with its class and the exit code it leads to
    #[arg(long, conflicts_with = "id")]
    codes: bool,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, ui: &Ui) -> Result<Exit> {
    let id = match &args.id {
        Some(id) => id.trim(),
        None if args.codes => return codes(ui),
        None => return all(ui),
    };
    let Some(text) = explain::page(id).map(str::to_owned).or_else(|| of_code(id)) else {
        let error = Error::usage("unknown-id", t!("explain-no-page", id = id));
        return Err(match explain::nearest(id) {
            Some(near) => error.hint(t!("did-you-mean", command = format!("uniac explain {near}"))),
            None => error.hint(t!("explain-where-ids-stand")),
        });
    };
    let mut page = Page::new();
    page.text(with_placeholders(text.trim_end()));
    ui.result("uniac.explain/1", &json!({"id": id, "text": text}), &page)?;
    Ok(Exit::Done)
}

/// Returns the page of a code that needs no page of its own: what it means, and which exit code it leads to.
fn of_code(id: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.name() == id)?;
    let (meaning, class) = (words::code(*code), code.class());
    let exit = Exit::from(class).code();
    let class = words::class(class.name());
    Some(t!("explain-code", id = id, meaning = meaning, class = class, exit = exit))
}

/// Lists the pages: each id with what its page is about.
fn all(ui: &Ui) -> Result<Exit> {
    let mut table = Table::new([Column::left("id"), Column::wrapped("meaning")]);
    for (id, title) in explain::titles() {
        table.row([Cell::new(id), Cell::new(title)]);
    }
    let data: Vec<_> =
        explain::titles().map(|(id, title)| json!({"id": id, "title": title})).collect();
    let mut page = Page::new();
    page.table(table);
    page.hint(t!("explain-hint-id"));
    ui.long_result("uniac.pages/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Lists the causes of steps. What a step of an attention was kept by is no failure, unless it says so.
fn codes(ui: &Ui) -> Result<Exit> {
    let of_codes = Code::ALL.iter().map(|code| (code.name(), code.class(), words::code(*code)));
    let of_attentions = Attention::ALL.iter().map(|a| (a.name(), a.class(), words::attention(*a)));
    let all: Vec<(&str, Class, String)> = of_codes.chain(of_attentions).collect();
    let mut table = Table::new([
        Column::left("code"),
        Column::left("class"),
        Column::right("exit"),
        Column::wrapped("meaning"),
    ]);
    for (name, class, meaning) in &all {
        let exit = Exit::from(*class).code().to_string();
        table.row([
            Cell::new(*name),
            words::class_cell(class.name()),
            Cell::new(exit),
            Cell::new(meaning),
        ]);
    }
    let data: Vec<_> = all
        .iter()
        .map(|(name, class, meaning)| {
            let exit = Exit::from(*class).code();
            json!({"code": name, "class": class.name(), "exit": exit, "meaning": meaning})
        })
        .collect();
    let mut page = Page::new();
    page.table(table);
    page.note(t!("explain-other-codes"));
    page.note(t!("explain-exit-6"));
    ui.result("uniac.codes/1", &data, &page)?;
    Ok(Exit::Done)
}
