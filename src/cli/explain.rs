//! `uniac explain`: the page of an attention, an error code or an exit code.
//!
//! It reads nothing but its own pages, so it works without a configuration.

use clap::Args;
use serde_json::json;

use crate::error::{Error, Result};
use crate::explain;
use crate::ui::{Page, Ui};

use crate::exit::Exit;

/// The arguments of `explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac explain unknown-outcome\n  uniac explain 7\n\nReads only."
)]
pub struct ExplainArgs {
    /// An id from a list, an error's code, or an exit code
    id: String,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, ui: &Ui) -> Result<Exit> {
    let id = args.id.trim();
    let Some(text) = explain::page(id) else {
        let error = Error::usage("unknown-id", format!("there is no page for `{id}`"));
        return Err(match explain::nearest(id) {
            Some(near) => error.hint(format!("Did you mean `uniac explain {near}`?")),
            None => error.hint("Ids stand in the column attention, in `code`, and in exit codes"),
        });
    };
    let mut page = Page::new();
    page.text(text.trim_end());
    ui.result("uniac.explain/1", &json!({"id": id, "text": text}), &page)?;
    Ok(Exit::Done)
}
