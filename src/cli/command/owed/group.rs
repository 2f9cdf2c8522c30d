//! The groups of `owed`: by cause, month, customer or order, each with its sum, its age, its end and its command.
//!
//! A command must do what it says for exactly the orders of its group; where none can, it lists them one by one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use uniac_core::assess::Attention;
use uniac_core::money::{Currency, Money};
use uniac_core::order::{NO_DAY, day_text};
use uniac_core::owed::Way;

use super::rows::{By, Owed, Row, month_of};

/// How many orders a command names on a screen.
const NAMED_MAX: usize = 5;

/// How many orders a command names for programs: a line of thousands can neither be read nor be given to every shell.
const NAMED_MAX_OF_PROGRAMS: usize = 20;

/// Orders that belong together.
pub struct Group {
    /// What they have in common.
    pub by: String,
    /// The sum.
    pub money: Money,
    /// The oldest invoice.
    pub oldest: Option<Date>,
    /// When the first reservation ends.
    pub closes_at: Option<Timestamp>,
    rows: BTreeSet<usize>,
}

/// Returns the groups: months by time, all others the largest first.
pub fn groups(owed: &Owed) -> Vec<Group> {
    let mut groups: BTreeMap<(String, Currency), Group> = BTreeMap::new();
    for (index, row) in owed.rows.iter().enumerate() {
        for part in &row.gap.parts {
            let by = match owed.by {
                By::Cause => row.gap.cause.to_owned(),
                By::Month => month_of(&day_text(part.date)).to_owned(),
                By::Customer => row.customer.trim().to_owned(),
                By::Order => row.order.clone(),
            };
            let currency = row.gap.currency;
            let group = groups.entry((by.clone(), currency)).or_insert_with(|| Group {
                by,
                money: Money::new(0, currency),
                oldest: None,
                closes_at: None,
                rows: BTreeSet::new(),
            });
            group.money.minor = group.money.minor.saturating_add(part.minor);
            let date = Some(part.date).filter(|date| *date != NO_DAY);
            group.oldest = [group.oldest, date].into_iter().flatten().min();
            group.closes_at = [group.closes_at, row.closes_at].into_iter().flatten().min();
            group.rows.insert(index);
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    if owed.by != By::Month {
        groups.sort_by_key(|group| Reverse(group.money.minor));
    }
    groups
}

impl Group {
    /// Returns how many orders there are.
    pub fn orders(&self) -> usize {
        self.rows.len()
    }

    /// Returns the JSON of `uniac.owed/1`.
    pub fn json(&self, owed: &Owed) -> Value {
        json!({
            "by": self.by,
            "orders": self.orders(),
            "amount_minor": self.money.minor,
            "currency": self.money.currency.to_string(),
            "oldest": self.oldest.map(|day| day.to_string()),
            "closes_at": self.closes_at.map(|at| at.to_string()),
            "command": self.command(owed, NAMED_MAX_OF_PROGRAMS),
        })
    }

    /// Returns the command on a screen: one that would name too many orders lists them instead.
    pub fn short_command(&self, owed: &Owed) -> String {
        self.command(owed, NAMED_MAX)
    }

    /// Returns the command that goes on for all orders of the group.
    fn command(&self, owed: &Owed, named_max: usize) -> String {
        let rows: Vec<&Row> = self.rows.iter().filter_map(|index| owed.rows.get(*index)).collect();
        let mut ways: BTreeSet<Way> = rows.iter().map(|row| row.gap.way).collect();
        let way = ways.pop_first().filter(|_| ways.is_empty());
        let orders: Vec<&str> = rows.iter().map(|row| row.order.as_str()).collect();
        let is_short = orders.len() <= named_max || way == Some(Way::Sync);
        let together = way.filter(|_| is_short).and_then(|way| owed.ways.on(way, &orders));
        together.unwrap_or_else(|| self.one_by_one(owed, way, &orders))
    }

    fn one_by_one(&self, owed: &Owed, way: Option<Way>, orders: &[&str]) -> String {
        let before = [
            Attention::InvoicedBeforeActivation.name(),
            Attention::PartInvoicedBeforeActivation.name(),
        ];
        let is_cut_over = owed.by == By::Cause && before.contains(&self.by.as_str());
        if is_cut_over && way == Some(Way::Capture) {
            // Without a name it is about just these.
            return owed.ways.command("capture --manual");
        }
        let held = if owed.held { " --held" } else { "" };
        let filter = match owed.by {
            By::Cause => format!("--cause {}", self.by),
            By::Month if !self.by.is_empty() => format!("--month {}", self.by),
            By::Customer if is_plain(&self.by) => format!("--customer \"{}\"", self.by),
            By::Month | By::Customer | By::Order => {
                return owed.ways.on_order(Way::Look, orders.first().copied().unwrap_or_default());
            }
        };
        owed.ways.command(&format!("owed{held} --by order {filter}"))
    }
}

/// Returns whether a name can stand between quotation marks in every shell.
fn is_plain(name: &str) -> bool {
    let is_plain = |char: char| char.is_alphanumeric() || " .,-&'".contains(char);
    !name.is_empty() && name.chars().all(is_plain)
}
