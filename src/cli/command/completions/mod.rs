//! `uniac completions`: what a shell needs to complete commands, flags, and the orders and companies that there are.
//!
//! bash, zsh and fish ask the program itself at each Tab, others have a list of commands and flags. What a Tab asks for is
//! answered from this machine alone, at once, and without a word on stderr: a shell shows whatever stands there in the
//! middle of the line that is typed.

mod candidates;

use std::ffi::OsString;
use std::panic;
use std::path::Path;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_complete::env::{Bash, EnvCompleter, Fish, Zsh};

use crate::ui::{Choices, Look, Ui};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};

/// The variable in which a shell says that it asks, and which shell it is.
pub const ASKED_BY: &str = "UNIAC_COMPLETE";

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
In bash, zsh and fish a Tab also completes the numbers of orders, the names of
companies and groups, attentions, faults and the pages of `uniac explain`: as
they stand on this machine, without asking another system.

Examples:
  uniac completions bash > /etc/bash_completion.d/uniac
  uniac completions zsh > ~/.zfunc/_uniac
  uniac completions fish > ~/.config/fish/completions/uniac.fish

Reads only.")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs, tree: fn() -> Command, ui: &Ui) -> Result<Exit> {
    ui.print(&script(args.shell, tree)?)?;
    Ok(Exit::Done)
}

/// Returns the script of a shell.
fn script(shell: Shell, tree: fn() -> Command) -> Result<String> {
    let mut script = Vec::new();
    match completer(&shell.to_string()) {
        Some(completer) => completer
            .write_registration(ASKED_BY, "uniac", "uniac", "uniac", &mut script)
            .map_err(|error| Error::defect(format!("completions: {error}")))?,
        None => clap_complete::generate(shell, &mut tree(), "uniac", &mut script),
    }
    let script = String::from_utf8(script).map_err(|_| Error::defect("completions are no text"))?;
    Ok(match shell {
        // The first Tab loads the file as the function itself, so that it has to answer already.
        Shell::Zsh => format!("{}\n{ZSH_FIRST}", script.trim_end()),
        _ => script,
    })
}

const ZSH_FIRST: &str = "\
if [[ \"${funcstack[1]}\" == _uniac ]]; then
    _clap_dynamic_completer_uniac
fi
";

fn completer(shell: &str) -> Option<&'static dyn EnvCompleter> {
    let all: [&'static dyn EnvCompleter; 3] = [&Bash, &Zsh, &Fish];
    all.into_iter().find(|completer| completer.is(shell))
}

/// Answers a shell that asks how a line may go on: the words of the line stand behind `--`.
pub fn answer(shell: &str, tree: fn() -> Command, arguments: &[OsString]) -> Exit {
    // A defect here is no reason to write into the line that somebody types.
    panic::set_hook(Box::new(|_| {}));
    let answered = panic::catch_unwind(|| answers(shell, tree, arguments));
    let ui = Ui::new(Look::detect(&Choices::default()));
    match answered.ok().flatten().is_some_and(|text| ui.print(&text).is_ok()) {
        true => Exit::Done,
        false => Exit::Failed,
    }
}

fn answers(shell: &str, tree: fn() -> Command, arguments: &[OsString]) -> Option<String> {
    let completer = completer(shell)?;
    let from = arguments.iter().position(|argument| argument == "--")? + 1;
    let words = arguments.get(from..).filter(|words| !words.is_empty())?;
    let mut command = candidates::with_candidates(tree(), words);
    let mut text = Vec::new();
    let here = Path::new(".");
    completer.write_complete(&mut command, words.to_vec(), Some(here), &mut text).ok()?;
    String::from_utf8(text).ok()
}
