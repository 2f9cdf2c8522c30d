//! The terminal: the only writer to stdout and stderr, and the only one that asks.
//!
//! Results go to stdout, everything else to stderr. Text from outside is never written as it came
//! (see [`clean`]), a reader that went away is no error, nothing is asked without a terminal, and
//! nothing in here may read the environment: what the user wishes comes in as a [`Look`].

mod apart;
mod json;
mod list;
mod look;
mod page;
mod pager;
mod progress;
mod prompt;
mod render;
mod rows;
mod shown;
mod stream;
mod terminal;
mod text;
pub mod trace;
mod xlsx;

#[cfg(test)]
mod tests;

pub use apart::Apart;
pub use list::List;
pub use look::{Choices, ColorWhen, Format, Look};
pub use page::{Align, Cell, Column, Page, Style, Table};
pub use pager::Pager;
pub use progress::Progress;
pub use prompt::{is_asking, show_cursor};
pub use shown::{Shown, ShownCell};
pub use terminal::Ui;
pub use text::{clean, wrap};
pub use uniac_texts::dates as date;
