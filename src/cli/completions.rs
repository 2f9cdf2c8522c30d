//! `uniac completions`: what a shell needs to complete commands and flags.
//!
//! Made from the command tree itself; the files under `completions/` are tested for being current.

use clap::Args;
use clap_complete::Shell;

use crate::ui::Ui;
use uniac_system::error::{Error, Result};

use uniac_engine::exit::Exit;

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac completions bash > /etc/bash_completion.d/uniac\n  \
                        uniac completions zsh > ~/.zfunc/_uniac\n\nReads only.")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs, ui: &Ui) -> Result<Exit> {
    ui.print(&script(args.shell)?)?;
    Ok(Exit::Done)
}

/// Returns the completions of a shell.
pub fn script(shell: Shell) -> Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "uniac", &mut script);
    String::from_utf8(script).map_err(|_| Error::defect("completions are no text"))
}
