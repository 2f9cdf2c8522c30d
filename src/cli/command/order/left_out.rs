//! What a batch that moves no money leaves: the orders on which it can do nothing, beside those that it does.
//!
//! It must never be silent about one of them, nor keep the others from being done.

use serde_json::{Value, json};

use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use crate::cli::session::Session;

/// The orders that are left, by what was typed, each with the reason.
#[derive(Default)]
pub struct Unfit {
    left: Vec<(String, Error)>,
}

impl Unfit {
    /// Begins with names that fit no order.
    pub fn of(left: Vec<(String, Error)>) -> Unfit {
        Unfit { left }
    }

    /// Adds an order on which it cannot be done.
    ///
    /// # Errors
    /// What must end the whole run.
    pub fn add(&mut self, order: String, error: Error) -> Result<()> {
        match error.kind {
            Kind::Interrupted | Kind::Defect => Err(error),
            _ => {
                self.left.push((order, error));
                Ok(())
            }
        }
    }

    /// Returns the reason of the first, where nothing at all could be done.
    ///
    /// # Errors
    /// That reason.
    pub fn check_any_done(&mut self, done: usize) -> Result<()> {
        match done == 0 && !self.left.is_empty() {
            true => Err(self.left.swap_remove(0).1),
            false => Ok(()),
        }
    }

    /// Tells people.
    pub fn warn(&self, session: &Session) {
        for (order, error) in &self.left {
            session.ui().warn(&t!("unfit-left", order = order, why = &error.message));
        }
    }

    /// Returns each for programs: the row that an order has, with `error` in it.
    pub fn json<'a>(&'a self, row: &'a Value) -> impl Iterator<Item = Value> + 'a {
        self.left.iter().map(|(order, error)| {
            let mut row = row.clone();
            row["order"] = json!(order);
            row["error"] = json!({"code": error.code, "message": error.message});
            row
        })
    }

    /// Returns the exit code of a batch that did something.
    pub fn exit(&self) -> Exit {
        if self.left.is_empty() { Exit::Done } else { Exit::Partly }
    }
}
