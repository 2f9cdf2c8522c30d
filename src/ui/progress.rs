//! Progress: a bar on stderr while a person watches, and nothing at all otherwise.
//!
//! It must never be needed to understand a run: what matters is said by the result.

use std::borrow::Cow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::Ui;
use super::text::clean;

/// How often the bar moves although nothing was reported, so that waiting does not look like
/// hanging.
const TICK: Duration = Duration::from_millis(120);

/// A running bar; dropped, it vanishes. Threads share it by reference.
pub struct Progress(ProgressBar);

impl Ui {
    /// Starts a bar of `total` steps, or one that only shows that something goes on.
    pub fn progress(&self, label: &str, total: impl Into<Option<u64>>) -> Progress {
        let total = total.into();
        let template = match total {
            Some(_) => "{spinner} {prefix} {bar:24} {pos}/{len} {msg}",
            None => "{spinner} {prefix} {pos} {msg}",
        };
        let style = ProgressStyle::with_template(template)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::no_length(),
        };
        let bar = self.bars.add(bar.with_style(style).with_prefix(clean(label).into_owned()));
        if !bar.is_hidden() {
            bar.enable_steady_tick(TICK);
        }
        Progress(bar)
    }
}

impl Progress {
    /// Reports steps done.
    pub fn inc(&self, steps: u64) {
        self.0.inc(steps);
    }

    /// Says how many steps there are, once that is known.
    pub fn set_total(&self, steps: u64) {
        self.0.set_length(steps);
    }

    /// Says what is being done now.
    pub fn message(&self, text: &str) {
        self.0.set_message(Cow::into_owned(clean(text)));
    }

    /// Takes the bar away.
    pub fn finish_and_clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish_and_clear();
    }
}
