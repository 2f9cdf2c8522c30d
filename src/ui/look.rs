//! How output looks in one run: decided once, at the start, from what the user chose and where the
//! streams go.
//!
//! Choices come in as values. The environment must never be read here.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use dialoguer::console::Term;

use super::pager::Pager;

/// The height of a screen of which nobody says how high it is.
const HEIGHT_DEFAULT: usize = 24;

/// The width that tables take where nobody says how wide the screen is.
const WIDTH_DEFAULT: usize = 80;

/// The narrowest width that a table is laid out for; a smaller screen breaks the lines itself.
const WIDTH_MIN: usize = 40;

/// The forms of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// Lines with tabs, no header, nothing cut.
    Plain,
    /// A header and rows for a spreadsheet: one table, the main one
    Csv,
    /// One object.
    Json,
    /// A workbook, a sheet for each table; to a file or a pipe.
    Xlsx,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorWhen {
    /// Returns whether a stream is coloured.
    pub fn applies(self, terminal: bool) -> bool {
        match self {
            ColorWhen::Auto => terminal,
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        }
    }
}

/// What the user chose by flags, environment and file, already resolved.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// `--output` or `--json`.
    pub format: Option<Format>,
    /// `--color`.
    pub color: ColorWhen,
    /// Whether `NO_COLOR` is set and not empty, or the terminal is a dumb one. `--color always` is
    /// stronger.
    pub no_color: bool,
    /// `COLUMNS`: a width that is stronger than the screen's own.
    pub columns: Option<usize>,
    /// `--quiet`.
    pub quiet: bool,
    /// `--verbose`.
    pub verbose: bool,
    /// `--yes`.
    pub yes: bool,
    /// The program that shows what is longer than the screen, unless `--no-pager`.
    pub pager: Option<Pager>,
}

/// How output looks in one run.
#[derive(Debug, Clone)]
pub struct Look {
    /// The form of the result.
    pub format: Format,
    /// When output is coloured.
    pub color: ColorWhen,
    /// No notes and no progress; warnings and errors stay.
    pub quiet: bool,
    /// Details too.
    pub verbose: bool,
    /// Whether somebody can type.
    pub stdin_terminal: bool,
    /// Whether somebody looks at the result.
    pub stdout_terminal: bool,
    /// Whether somebody looks at the messages.
    pub stderr_terminal: bool,
    /// The width of the screen, columns.
    pub width: usize,
    /// The height of the screen, lines.
    pub height: usize,
    /// Shows what is longer than the screen; only where somebody looks at a screen.
    pub pager: Option<Pager>,
    /// The company of the run, once it is known.
    pub company: Option<String>,
    /// Questions are answered with yes.
    pub yes: bool,
}

impl Look {
    /// Returns whether there is somebody who can be asked and has not answered in advance.
    pub fn asks(&self) -> bool {
        self.stdin_terminal && self.stderr_terminal && !self.yes
    }

    /// Returns the look of this process: the choices, and what the streams are.
    ///
    /// Without a chosen format a terminal gets a table and a pipe plain lines.
    pub fn detect(choices: &Choices) -> Look {
        let stdout_terminal = io::stdout().is_terminal();
        let size = Term::stdout().size_checked();
        let screen = size.map(|(_, columns)| usize::from(columns));
        let height = size.map_or(HEIGHT_DEFAULT, |(lines, _)| usize::from(lines));
        Look {
            format: choices.format.unwrap_or(match stdout_terminal {
                true => Format::Table,
                false => Format::Plain,
            }),
            color: match choices.color {
                ColorWhen::Auto if choices.no_color || !understands_colors() => ColorWhen::Never,
                chosen => chosen,
            },
            quiet: choices.quiet,
            verbose: choices.verbose,
            stdin_terminal: io::stdin().is_terminal(),
            stdout_terminal,
            stderr_terminal: io::stderr().is_terminal(),
            height,
            pager: choices.pager.clone().filter(|_| stdout_terminal && io::stdin().is_terminal()),
            width: choices.columns.or(screen).unwrap_or(WIDTH_DEFAULT).max(WIDTH_MIN),
            company: None,
            yes: choices.yes,
        }
    }
}

/// Returns whether the console understands escape sequences. Only Windows has to be asked, and
/// asking switches them on.
#[cfg(windows)]
fn understands_colors() -> bool {
    let on = |term: Term| !term.is_term() || term.features().colors_supported();
    on(Term::stdout()) && on(Term::stderr())
}

#[cfg(not(windows))]
fn understands_colors() -> bool {
    true
}
