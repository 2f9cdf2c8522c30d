//! Credit notes of which nobody knows the order: what they credit is not paid back.
//!
//! Those that are shown on no order would else be told by `doctor` alone.

use serde_json::{Value, json};

use crate::cli::view::sums::Sums;
use crate::ui::Cell;
use uniac_core::order::Document;
use uniac_texts::t;

/// So many are named.
const NAMED_MAX: usize = 3;

/// The credit notes that no order could be found for.
pub struct NotPlaced {
    notes: Vec<Document>,
}

impl NotPlaced {
    pub fn of(notes: Vec<Document>) -> NotPlaced {
        NotPlaced { notes }
    }

    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    pub fn json(&self) -> Vec<Value> {
        let row = |note: &Document| {
            json!({
                "credit": note.number,
                "amount_minor": note.amount_minor,
                "currency": note.currency.to_string(),
            })
        };
        self.notes.iter().map(row).collect()
    }

    /// Returns what is said of them; `None` when there are none.
    pub fn line(&self) -> Option<Cell> {
        if self.is_empty() {
            return None;
        }
        let numbers: Vec<&str> = self.notes.iter().map(|note| note.number.as_str()).collect();
        let first = numbers[..numbers.len().min(NAMED_MAX)].join(", ");
        let sum = self.sum().words();
        let line = t!("status-not-placed", count = numbers.len(), sum = sum, first = first);
        Some(Cell::new(line).warn())
    }

    fn sum(&self) -> Sums {
        let mut sums = Sums::default();
        for note in &self.notes {
            sums.add(note.currency, note.amount_minor);
        }
        sums
    }
}
