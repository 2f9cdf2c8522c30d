//! The terminal of one run: results on stdout, everything else on stderr.
//!
//! Text from outside is never written as it came, and a reader that went away is no error. Nothing in here may read the
//! environment: what the user wishes comes in as a [`Look`].

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use indicatif::{MultiProgress, ProgressDrawTarget};
use serde::Serialize;

use crate::explain;
use uniac_system::error::{Error, Moved, Result};
use uniac_system::os;
use uniac_texts::t;

use super::look::{Format, Look};
use super::page::{Page, Style};
use super::stream::Stream;
use super::text::{self, clean, paint, wrap};
use super::{json, render, xlsx};

/// The code of a wrong command line.
const USAGE: &str = "usage";

/// The code of a question that a person answered with no, or left.
const DECLINED: &str = "declined";

/// The terminal of one run. Threads share it by reference.
pub struct Ui {
    pub(super) look: Look,
    out: Stream,
    err: Stream,
    /// Whether a JSON object is already on stdout; there is never a second one.
    answered: AtomicBool,
    pub(super) bars: MultiProgress,
    company: OnceLock<String>,
    /// What was warned of by [`Ui::warn_once`].
    warned: Mutex<BTreeSet<String>>,
}

impl Ui {
    /// Returns the terminal of this process.
    pub fn new(look: Look) -> Ui {
        Ui::with_writers(look, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    /// Returns a terminal that writes elsewhere, for tests.
    pub fn with_writers(
        look: Look,
        out: Box<dyn io::Write + Send>,
        err: Box<dyn io::Write + Send>,
    ) -> Ui {
        let target = match look.stderr_terminal && !look.quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        Ui {
            look,
            out: Stream::new(out),
            err: Stream::new(err),
            answered: AtomicBool::new(false),
            bars: MultiProgress::with_draw_target(target),
            company: OnceLock::new(),
            warned: Mutex::default(),
        }
    }

    fn company(&self) -> Option<&str> {
        self.company.get().or(self.look.company.as_ref()).map(String::as_str)
    }

    /// Returns how output looks in this run.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Names the company of the run once the configuration is read; JSON carries it.
    pub fn set_company(&self, name: impl Into<String>) {
        // Only the first name counts: a run has one company.
        let _ = self.company.set(name.into());
    }

    /// Shows a page on stderr before a question, so that stdout keeps to the result.
    pub fn preview(&self, page: &Page) {
        let text = render::table(page, self.look.width, self.colors_stderr());
        self.tell(text.trim_end());
    }

    /// Writes the result of a command: with JSON the one object of `schema`, otherwise the page.
    ///
    /// # Errors
    /// `output-failed` when stdout cannot be written (a full disk; a closed pipe is no error). It
    /// says that no money moved, so a command that moved some sets [`Error::moved`].
    pub fn result(&self, schema: &str, data: &impl Serialize, page: &Page) -> Result<()> {
        let text = match self.look.format {
            Format::Xlsx => return self.workbook(page),
            Format::Json => {
                let text = json::result(schema, self.company(), data)?;
                self.answered.store(true, Ordering::Relaxed);
                text
            }
            Format::Table => render::table(page, self.look.width, self.colors_stdout()),
            Format::Plain => render::plain(page),
            Format::Csv => render::csv(page)?,
        };
        self.print(&text)
    }

    /// Writes the result of a command that only shows, and that may be longer than the screen: at a terminal with the
    /// pager.
    ///
    /// # Errors
    /// As [`Ui::result`].
    pub fn long_result(&self, schema: &str, data: &impl Serialize, page: &Page) -> Result<()> {
        match (self.look.format, &self.look.pager) {
            (Format::Table, Some(pager)) => {
                let text = render::table(page, self.look.width, self.colors_stdout());
                let is_shown = text.lines().count() > self.look.height && pager.show(&text);
                if is_shown { Ok(()) } else { self.print(&text) }
            }
            (Format::Table | Format::Plain | Format::Csv | Format::Json | Format::Xlsx, _) => {
                self.result(schema, data, page)
            }
        }
    }

    /// Returns whether a long result is paged, so that it need not be cut.
    pub fn is_paged(&self) -> bool {
        self.look.format == Format::Table && self.look.pager.is_some()
    }

    /// Returns what a list begins with in JSON; from now on the one object is on stdout.
    pub(super) fn begin_json(&self, schema: &str) -> Result<String> {
        self.answered.store(true, Ordering::Relaxed);
        let empty: [(); 0] = [];
        let mut text = json::result(schema, self.company(), &empty)?;
        text.truncate(text.trim_end().trim_end_matches("]}").len());
        Ok(text)
    }

    /// Returns a part of a list; CSV names the columns once, a screen at each part.
    pub(super) fn part(&self, page: &Page, is_first: bool) -> Result<String> {
        Ok(match self.look.format {
            Format::Csv => {
                let text = render::csv(page)?;
                let rows = text.split_once('\n').map_or("", |(_, rows)| rows);
                if is_first { text } else { rows.to_owned() }
            }
            Format::Plain => render::plain(page),
            Format::Table | Format::Json | Format::Xlsx => {
                let text = render::table(page, self.look.width, self.colors_stdout());
                if is_first { text } else { format!("\n{text}") }
            }
        })
    }

    /// Refuses a form that the terminal cannot show, before anything is done.
    ///
    /// # Errors
    /// `usage`.
    pub fn check_form(&self) -> Result<()> {
        match self.look.format == Format::Xlsx && self.look.stdout_terminal {
            true => Err(Error::usage(USAGE, t!("xlsx-terminal")).hint(t!("xlsx-terminal-hint"))),
            false => Ok(()),
        }
    }

    pub(super) fn workbook(&self, page: &Page) -> Result<()> {
        self.put(&xlsx::workbook(page)?)
    }

    /// Returns a page as the bytes of a workbook, for a file.
    ///
    /// # Errors
    /// When a table is larger than a sheet can be.
    pub fn as_workbook(&self, page: &Page) -> Result<Vec<u8>> {
        xlsx::workbook(page)
    }

    /// Writes text of our own to stdout as it is: a completion script, a configuration.
    ///
    /// # Errors
    /// As [`Ui::result`].
    pub fn print(&self, text: &str) -> Result<()> {
        self.put(text.as_bytes())
    }

    fn put(&self, bytes: &[u8]) -> Result<()> {
        let written = self.bars.suspend(|| self.out.write(bytes));
        written.map_err(|error| {
            Error::failed("output-failed", t!("output-failed", why = os::why(&error)))
                .caused_by(error)
                .hint(t!("output-failed-hint"))
        })
    }

    /// Says what goes on; `--quiet` silences it.
    pub fn status(&self, text: &str) {
        if !self.look.quiet {
            self.tell(&clean(text));
        }
    }

    /// Points something out; `--quiet` silences it.
    pub fn note(&self, text: &str) {
        if !self.look.quiet {
            self.tell_labelled(&t!("label-note"), Style::Faint, text);
        }
    }

    /// Says what to do next; `--quiet` silences it.
    pub fn hint(&self, text: &str) {
        if !self.look.quiet {
            self.tell_labelled(&t!("label-hint"), Style::Good, text);
        }
    }

    /// Warns; nothing silences it.
    pub fn warn(&self, text: &str) {
        self.tell_labelled(&t!("label-warning"), Style::Warn, text);
    }

    /// Warns of what several parts of a run come upon; once.
    pub fn warn_once(&self, text: &str) {
        let is_new =
            self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned());
        if is_new {
            self.warn(text);
        }
    }

    /// Reports a failure: for people on stderr, and with JSON also the one object on stdout, unless
    /// the result is already there.
    pub fn error(&self, error: &Error) {
        if self.look.format == Format::Json && !self.answered.swap(true, Ordering::Relaxed) {
            // Where even the error cannot be written, stderr and the exit code are left.
            let _ = self.print(&json::error(self.company(), error));
        }
        let colors = self.colors_stderr();
        let mut lines = vec![self.faulted(error, colors), moved(error.moved)];
        if self.look.verbose {
            lines.extend(error.causes().map(|cause| t!("error-because", cause = clean(&cause))));
        }
        let page = explain::page(error.code).map(|_| format!("uniac explain {}", error.code));
        let hints = error.hints.iter().chain(&page);
        let hints = hints.map(|hint| {
            let label = t!("label-hint");
            let text = self.for_terminal(&clean(hint), &label);
            format!("{} {text}", paint(&label, Style::Good, colors))
        });
        lines.extend(hints.enumerate().map(|(index, hint)| match index {
            0 => format!("\n{hint}"),
            _ => hint,
        }));
        self.tell(&lines.join("\n"));
    }

    /// Returns the line of a failure; what the parser says of the user's own words keeps its lines.
    fn faulted(&self, error: &Error, colors: bool) -> String {
        let message = &*message(error);
        // Who answers no has made no error.
        let (label, style) = match error.code {
            DECLINED => (t!("label-note"), Style::Faint),
            _ => (t!("label-error"), Style::Bad),
        };
        let text = match message.contains('\n') {
            true => message.to_owned(),
            false => self.for_terminal(message, &label),
        };
        format!("{} {text}", paint(&label, style, colors))
    }

    fn tell_labelled(&self, label: &str, style: Style, text: &str) {
        let text = self.for_terminal(&clean(text), label);
        self.tell(&format!("{} {text}", paint(label, style, self.colors_stderr())));
    }

    /// Returns what stands behind a label on stderr. A terminal would break a line in the middle of a word; a log keeps it
    /// whole.
    fn for_terminal(&self, text: &str, label: &str) -> String {
        match self.look.stderr_terminal {
            true => wrap(text, self.look.width.saturating_sub(text::width(label) + 1)).join("\n"),
            false => text.to_owned(),
        }
    }

    /// Writes a line to stderr. There is nobody left to tell when that fails.
    pub(super) fn tell(&self, line: &str) {
        let _ = self.bars.suspend(|| self.err.write(format!("{line}\n").as_bytes()));
    }

    fn colors_stdout(&self) -> bool {
        self.look.color.applies(self.look.stdout_terminal)
    }

    /// Returns whether messages are coloured.
    pub fn colors_stderr(&self) -> bool {
        self.look.color.applies(self.look.stderr_terminal)
    }
}

/// Returns the message in one line, lest text from outside looks like a line of ours. Only what
/// the command line's parser says of the user's own words keeps its lines.
fn message(error: &Error) -> String {
    match error.code {
        USAGE => error.message.lines().map(clean).collect::<Vec<_>>().join("\n"),
        _ => clean(&error.message).into_owned(),
    }
}

fn moved(moved: Moved) -> String {
    match moved {
        Moved::No => t!("moved-no"),
        Moved::Yes => t!("moved-yes"),
        Moved::Unknown => t!("moved-unknown"),
    }
}
