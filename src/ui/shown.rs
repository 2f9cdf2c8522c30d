//! A table as a template shows it: texts in the language of the run, with side and meaning.
//!
//! Texts are cleaned here; escaping them is the template's.

use uniac_texts::label;

use super::page::{Align, Cell, Style, Table};
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
}

impl Table {
    /// Returns the table as a template shows it, with its first `rows` rows and the sums of all.
    pub fn shown(&self, rows: usize) -> Shown {
        let side = |at: usize| match self.columns.get(at).map(|column| column.align) {
            Some(Align::Right) => "right",
            Some(Align::Left) | None => "left",
        };
        let cell = |at: usize, cell: &Cell| {
            let style = match cell.style {
                Some(Style::Good) => " good",
                Some(Style::Warn) => " warn",
                Some(Style::Bad) => " bad",
                Some(Style::Faint) => " faint",
                None => "",
            };
            ShownCell {
                text: clean(&cell.text).into_owned(),
                class: format!("{}{style}", side(at)),
            }
        };
        let sums = self.sums();
        let has_sums = self.rows.len() > 1 && sums.iter().any(Option::is_some);
        let foot = sums.into_iter().enumerate().map(|(at, sum)| ShownCell {
            text: sum.map_or_else(String::new, super::page::Value::text),
            class: side(at).to_owned(),
        });
        Shown {
            head: self
                .columns
                .iter()
                .enumerate()
                .map(|(at, column)| ShownCell {
                    text: label(&clean(&column.name)),
                    class: side(at).to_owned(),
                })
                .collect(),
            rows: self
                .rows
                .iter()
                .take(rows)
                .map(|row| row.iter().enumerate().map(|(at, one)| cell(at, one)).collect())
                .collect(),
            foot: if has_sums { foot.collect() } else { Vec::new() },
            empty: clean(&self.empty).into_owned(),
        }
    }
}
