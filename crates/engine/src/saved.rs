//! A saved plan: exactly what would be done, for a person to review and for another to apply.
//!
//! It is sealed by a key that only the store has: what was edited, and what another company's store has sealed, must never
//! be applied.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ring::{digest, hmac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use uniac_core::act::Act;
use uniac_core::order::{DocumentId, OrderId};
use uniac_store::Store;
use uniac_system::error::{Error, Kind, Result};

use uniac_texts::dates::minute;
use uniac_texts::t;

/// The schema of a saved plan.
pub const SCHEMA: &str = "uniac.plan/1";

/// A plan as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPlan {
    /// Its id; it is applied once.
    pub id: String,
    /// The company's name.
    pub company: String,
    /// The company's key in Uni.
    pub company_key: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub made_by: String,
    /// Until when it can be applied.
    pub valid_until: Timestamp,
    /// What is to be done, in its order.
    pub steps: Vec<SavedStep>,
    /// Stands for all of the above; only the store can make it.
    #[serde(default)]
    pub seal: String,
    /// Whether its file had anything else, or anything else than it was written with.
    #[serde(skip)]
    was_edited: bool,
}

/// A step of a saved plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedStep {
    /// Uni's number of the order.
    pub order: String,
    /// Uni's id of the order.
    pub order_id: OrderId,
    /// Uni's number of the first order of its purchase.
    pub purchase: String,
    /// The operation.
    pub operation: String,
    /// The act.
    pub act: Act,
    /// The invoice's number.
    pub invoice: Option<String>,
    /// Uni's id of the document.
    pub document_id: Option<DocumentId>,
    /// The payment, of an act that moves money.
    pub payment: Option<String>,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
    /// Who would do it: `auto` or `manual`.
    pub mode: String,
    /// Why it waits for a person.
    pub why: Option<String>,
    /// Whether it was sent before, has no definite answer, and may be sent again.
    pub again: bool,
    /// Stands for the facts that it rests on.
    pub fingerprint: String,
}

/// Whose plan it is, and how long it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker<'a> {
    /// The company's name.
    pub company: &'a str,
    /// Its key in Uni.
    pub company_key: &'a str,
    /// Who makes it.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
    /// The company's time zone, in which people are told moments.
    pub zone: &'a TimeZone,
    /// Until when it can be applied.
    pub valid_until: Timestamp,
}

impl SavedPlan {
    /// Returns a plan of these steps, sealed by the store.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) fn sealed(
        maker: &Maker<'_>,
        steps: Vec<SavedStep>,
        store: &dyn Store,
    ) -> Result<SavedPlan> {
        let mut saved = SavedPlan {
            id: String::new(),
            company: maker.company.to_owned(),
            company_key: maker.company_key.to_owned(),
            made_at: maker.at,
            made_by: maker.by.to_owned(),
            valid_until: maker.valid_until,
            steps,
            seal: String::new(),
            was_edited: false,
        };
        // Two plans of one moment on the same facts are two plans when an act was between them.
        let runs = store.last_intent()?;
        let identity = format!("{runs}\n{}", saved.sealed_text()?);
        saved.id = hex(digest::digest(&digest::SHA256, identity.as_bytes()).as_ref(), 8);
        saved.seal = saved.sealed_by(&store.plan_key()?)?;
        Ok(saved)
    }

    /// Reads a plan's file, as it came: nothing is known of it yet.
    ///
    /// # Errors
    /// `plan-unreadable`.
    pub fn parse(text: &str) -> Result<SavedPlan> {
        let unreadable =
            || Error::usage("plan-unreadable", t!("plan-unreadable")).hint(t!("plan-make-one"));
        let mut value: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
        if value["schema"] != SCHEMA {
            return Err(unreadable());
        }
        let data = value["data"].clone();
        let saved: SavedPlan = serde_json::from_value(data).map_err(|_| unreadable())?;
        // What a program prints has the sums beside the steps; who reviews them must be able to trust them.
        let totals = value["data"].as_object_mut().and_then(|data| data.remove("totals"));
        let has_other_sums = totals.is_some_and(|totals| totals != Value::from(saved.totals()));
        let was_edited = has_other_sums || value != saved.object();
        Ok(SavedPlan { was_edited, ..saved })
    }

    /// Returns the object that stands in its file.
    pub fn object(&self) -> Value {
        json!({"schema": SCHEMA, "company": self.company, "data": self})
    }

    /// Returns the sums for programs.
    pub fn totals(&self) -> Vec<Value> {
        let sum = |((operation, currency), (steps, minor))| {
            json!({
                "operation": operation,
                "steps": steps,
                "amount_minor": minor,
                "currency": currency,
            })
        };
        self.sums().into_iter().map(sum).collect()
    }

    /// Checks that the plan is this company's, that nobody has edited it, and that its time is not over.
    ///
    /// # Errors
    /// `plan-other-company`, `plan-edited` or `plan-expired`.
    pub fn check(&self, maker: &Maker<'_>, store: &dyn Store) -> Result<()> {
        let no = |code, message: String| Err(Error::new(Kind::Declined, code, message));
        if self.company_key != maker.company_key || self.company != maker.company {
            let message = match self.company == maker.company {
                true => t!("plan-other-key", company = &self.company),
                false => t!("plan-other-company", company = &self.company),
            };
            return no("plan-other-company", message)
                .map_err(|error| error.hint(t!("plan-other-company-hint")));
        }
        if self.was_edited || !self.is_sealed_by(&store.plan_key()?)? {
            return no("plan-edited", t!("plan-edited"))
                .map_err(|error| error.hint(t!("plan-make-anew")));
        }
        if maker.at >= self.valid_until {
            let message =
                t!("plan-expired", until = minute(maker.zone.to_datetime(self.valid_until)));
            return no("plan-expired", message).map_err(|error| error.hint(t!("plan-make-anew")));
        }
        Ok(())
    }

    /// Returns the orders of the plan, each once.
    pub fn orders(&self) -> Vec<OrderId> {
        let orders: BTreeSet<OrderId> = self.steps.iter().map(|step| step.order_id).collect();
        orders.into_iter().collect()
    }

    /// Returns whether the plan has an act on an order.
    pub(super) fn has(&self, order: OrderId, act: Act, document: Option<DocumentId>) -> bool {
        self.steps
            .iter()
            .any(|step| (step.order_id, step.act, step.document_id) == (order, act, document))
    }

    /// Returns how many steps of each operation there are, and their sum in minor units, by currency.
    pub fn sums(&self) -> BTreeMap<(&str, &str), (usize, i64)> {
        let mut sums: BTreeMap<(&str, &str), (usize, i64)> = BTreeMap::new();
        for step in &self.steps {
            let sum = sums.entry((&step.operation, &step.currency)).or_default();
            sum.0 += 1;
            sum.1 = sum.1.saturating_add(step.amount_minor);
        }
        sums
    }

    fn sealed_text(&self) -> Result<String> {
        let bare = SavedPlan { seal: String::new(), ..self.clone() };
        serde_json::to_string(&bare).map_err(|error| Error::defect(format!("a plan: {error}")))
    }

    fn sealed_by(&self, key: &str) -> Result<String> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        Ok(hex(hmac::sign(&key, self.sealed_text()?.as_bytes()).as_ref(), 32))
    }

    /// Compares in a time that tells nothing of the seal.
    fn is_sealed_by(&self, key: &str) -> Result<bool> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        let text = self.sealed_text()?;
        Ok(unhex(&self.seal).is_some_and(|seal| hmac::verify(&key, text.as_bytes(), &seal).is_ok()))
    }
}

fn hex(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_plain =
        text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pairs = (0..text.len()).step_by(2);
    is_plain.then(|| {
        pairs.filter_map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
    })
}
