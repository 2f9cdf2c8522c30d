//! Whether a person has seen an order's attention, and the case is still the one that was seen.
//!
//! It only takes orders off lists of what needs somebody. It lifts no bar, and no sum may leave an order out because of it.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use uniac_core::assess::Assessment;
use uniac_core::order::{Document, OrderId};
use uniac_core::purchase::Case;
use uniac_store::{Acceptance, Store};
use uniac_system::error::Result;

use super::purchase;
use super::told;

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
    told::word(&word.by, word.at, word.reason.as_deref(), zone)
}

/// Returns what stands for the case that a person has seen: the attention, the sums, the documents and the payments, and
/// what the orders of the same purchase are about. Moments are no part of it.
pub fn fingerprint(case: &Case, assessment: &Assessment) -> String {
    let ledger = &assessment.ledger;
    let uni = &case.order.uni;
    let attentions: Vec<&str> = assessment.attentions.iter().map(|a| a.name()).collect();
    let attention = attentions.join(" ");
    let mut text = format!(
        "{attention}\n{}\n{} {} {} {}\n{:?}\n",
        uni.currency,
        uni.total_minor,
        ledger.owed(),
        ledger.captured - ledger.refunded,
        ledger.capturable,
        purchase::payments(case, assessment.link),
    );
    add_documents(&mut text, &case.order.documents);
    let mut others: Vec<&Case> = case.ties.siblings.iter().collect();
    others.sort_by_key(|other| other.order.uni.id);
    for other in others {
        let _ = writeln!(text, "with {} {}", other.order.uni.id, other.order.uni.total_minor);
        add_documents(&mut text, &other.order.documents);
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn add_documents(text: &mut String, documents: &[Document]) {
    let mut lines: Vec<String> = documents
        .iter()
        .map(|document| {
            let Document { id, number, kind, amount_minor, .. } = document;
            format!("{id} {number} {kind:?} {amount_minor}\n")
        })
        .collect();
    lines.sort();
    text.push_str(&lines.concat());
}
