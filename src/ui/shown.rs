//! A table as a template shows it: texts in the language of the run, with side and meaning.
//!
//! Texts are cleaned here; escaping them is the template's.

use uniac_texts::label;

use super::page::{Align, Cell, Style, Table, Value};
use super::text::clean;

/// A table, ready for a template.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The heads of the columns.
    pub head: Vec<ShownCell>,
    /// The rows.
    pub rows: Vec<Vec<ShownCell>>,
    /// The sums, where a column has one; empty when none has.
    pub foot: Vec<ShownCell>,
    /// What is said in place of a table without rows.
    pub empty: String,
}

/// A cell, ready for a template.
#[derive(Debug, Clone, Default)]
pub struct ShownCell {
    /// What people read.
    pub text: String,
    /// Its side and meaning, as classes.
    pub class: String,
    /// What stands small below it, a line each: what the row's longer texts say.
    pub below: Vec<String>,
}

impl Table {
    /// Returns the table as a template shows it, with its first `rows` rows and the sums of all. Longer texts stand below
    /// a row's first cell.
    pub fn shown(&self, rows: usize) -> Shown {
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|at| *at == 0 || !self.columns[*at].wraps).collect();
        let longer = (1..self.columns.len()).filter(|at| self.columns[*at].wraps);
        let longer: Vec<usize> = longer.collect();
        let side = |at: usize| match self.columns[at].align {
            Align::Right => "right",
            Align::Left => "left",
        };
        let sums = self.sums();
        let has_sums = self.rows.len() > 1 && sums.iter().any(Option::is_some);
        let foot = kept.iter().filter(|_| has_sums).map(|at| ShownCell {
            text: sums[*at].map_or_else(String::new, Value::text),
            class: side(*at).to_owned(),
            below: Vec::new(),
        });
        let head = kept.iter().map(|at| ShownCell {
            text: label(&clean(&self.columns[*at].name)),
            class: side(*at).to_owned(),
            below: Vec::new(),
        });
        let row = |cells: &Vec<Cell>| {
            let text = |at: usize| cells.get(at).map(|cell| clean(&cell.text).into_owned());
            let below = || {
                let texts = longer.iter().filter_map(|at| text(*at));
                texts.filter(|text| !text.is_empty()).collect()
            };
            let shown = kept.iter().map(|at| ShownCell {
                text: text(*at).unwrap_or_default(),
                class: match cells.get(*at).and_then(|cell| cell.style) {
                    Some(style) => format!("{} {}", side(*at), class(style)),
                    None => side(*at).to_owned(),
                },
                below: if *at == 0 { below() } else { Vec::new() },
            });
            shown.collect()
        };
        Shown {
            head: head.collect(),
            rows: self.rows.iter().take(rows).map(row).collect(),
            foot: foot.collect(),
            empty: clean(&self.empty).into_owned(),
        }
    }
}

fn class(style: Style) -> &'static str {
    match style {
        Style::Good => "good",
        Style::Warn => "warn",
        Style::Bad => "bad",
        Style::Faint => "faint",
    }
}
