//! Whether a person has seen an order's attention, and the case is still the one that was seen.
//!
//! It only takes orders off lists of what needs somebody. It lifts no bar, and no sum may leave an order out because of it.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use uniac_core::assess::Assessment;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_store::{Acceptance, Store};
use uniac_system::error::Result;

use crate::cli::view::words;

pub use uniac_core::summary::fingerprint;

/// What people have said of all orders.
#[derive(Debug, Default)]
pub struct Accepted {
    words: HashMap<OrderId, Acceptance>,
}

impl Accepted {
    /// Reads what people have said.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(store: &dyn Store) -> Result<Accepted> {
        Ok(Accepted { words: store.acceptances()? })
    }

    /// Returns the word on an order's attention, as long as the case is the one that was seen.
    pub fn of(&self, case: &Case, assessment: &Assessment) -> Option<&Acceptance> {
        let word = self.words.get(&case.order.uni.id)?;
        let is_same = word.fingerprint == fingerprint(case, assessment);
        (assessment.attention.is_some() && is_same).then_some(word)
    }

    /// Returns the word on an order whose case has changed since.
    pub fn outdated(&self, case: &Case, assessment: &Assessment) -> Option<&Acceptance> {
        let word = self.words.get(&case.order.uni.id)?;
        self.of(case, assessment).is_none().then_some(word)
    }
}

/// Returns a person's word in JSON.
pub fn word_json(word: Option<&Acceptance>) -> Value {
    match word {
        None => Value::Null,
        Some(word) => json!({"by": word.by, "at": word.at.to_string(), "reason": word.reason}),
    }
}

/// Returns a person's word for people.
pub fn word_text(word: &Acceptance, zone: &TimeZone) -> String {
    words::said_by(&word.by, word.at, word.reason.as_deref(), zone)
}
