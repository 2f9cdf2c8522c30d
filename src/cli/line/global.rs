//! The flags of every command.
//!
//! Only what is typed; what follows from a flag stands where it is used.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::ui::{ColorWhen, Format};
use uniac_texts::Language;

use super::language;

/// What the flags of commands that can work on several companies stand under in the help.
pub const SEVERAL_COMPANIES: &str = "Several companies";

/// Flags of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work on this company of the configuration; some commands take several, and `*`
    #[arg(long, global = true, value_name = "NAME", value_delimiter = ',')]
    pub company: Vec<String>,
    /// Read this configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print one JSON object, also on failure (the same as `--output json`)
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,
    /// Print the result in this form
    #[arg(long, global = true, value_name = "FORM")]
    pub output: Option<Format>,
    /// Read everything, send nothing, print the steps
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Answer questions with yes
    #[arg(long, short, global = true)]
    pub yes: bool,
    /// Use what the last run read; ask no other system
    #[arg(long, global = true)]
    pub offline: bool,
    /// Colour the output
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: ColorWhen,
    /// Print what is longer than the screen without the pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Speak this language: en or nb
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language::parse)]
    pub lang: Option<Language>,
    /// Print no notes and no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Print what goes on, and the causes of an error; twice: each call too
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Append every exchange, redacted, to this file
    #[arg(long, global = true, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Wait so long for another run on the company to end
    #[arg(long, global = true, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// Stop after this time as after Ctrl-C; exit 6 when something was done, else 1
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub timeout: Option<u64>,
    /// Work on this many orders at once
    #[arg(long, global = true, value_name = "N", hide = true)]
    pub workers: Option<usize>,
}

impl Global {
    /// Returns how long a command waits for another run's lock.
    pub fn wait(&self) -> Duration {
        Duration::from_secs(self.wait.unwrap_or(0))
    }
}
