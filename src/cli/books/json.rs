//! The JSON of `uniac.reconcile/1`.
//!
//! Its fields are a contract: they are added, never changed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use uniac_core::money::Currency;
use uniac_core::reconcile::{Column, Difference, Kind, PurchaseSums, Reason, Side, Sum};
use uniac_texts::in_words;

use super::mends::mends;
use super::reading::Books;

impl Serialize for Books {
    /// Rows are made one at a time while they are written: those of years would not fit into little memory.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let result = &self.result;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("days", &days(&result.days))?;
        let differences = || result.differences.iter().map(difference);
        object.serialize_entry("differences", &Rows(differences))?;
        object.serialize_entry("from", &self.period.from.to_string())?;
        object.serialize_entry("left_out", &json!({"orders": self.left_out}))?;
        object.serialize_entry("orders", &Rows(|| result.purchases.iter().flat_map(purchase)))?;
        object.serialize_entry("providers", &providers(&result.sums))?;
        object.serialize_entry("sums", &sums(&result.sums))?;
        object.serialize_entry("to", &self.period.to.to_string())?;
        object.serialize_entry("totals", &totals(&result.differences))?;
        object.serialize_entry("undated", &sums(&result.undated))?;
        object.serialize_entry("unread", &self.unread)?;
        object.end()
    }
}

/// Rows, of which each is made when it is written.
struct Rows<F>(F);

impl<F, I> Serialize for Rows<F>
where
    F: Fn() -> I,
    I: Iterator<Item = Value>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// The sums of each side over all providers.
fn sums(columns: &BTreeMap<Column, Sum>) -> Vec<Value> {
    let mut sums: BTreeMap<(Side, Kind, Currency), Sum> = BTreeMap::new();
    for ((side, kind, _, currency), sum) in columns {
        let all = sums.entry((*side, *kind, *currency)).or_default();
        all.minor = all.minor.saturating_add(sum.minor);
        all.count += sum.count;
    }
    let row = |((side, kind, currency), sum): (&(Side, Kind, Currency), &Sum)| {
        json!({
            "side": side.name(),
            "kind": kind.name(),
            "amount_minor": sum.minor,
            "currency": currency.to_string(),
            "count": sum.count,
        })
    };
    sums.iter().map(row).collect()
}

fn providers(columns: &BTreeMap<Column, Sum>) -> Vec<Value> {
    let of_providers = columns.iter().filter(|((side, ..), _)| *side == Side::Provider);
    let row = |((_, kind, provider, currency), sum): (&Column, &Sum)| {
        json!({
            "provider": provider,
            "kind": kind.name(),
            "amount_minor": sum.minor,
            "currency": currency.to_string(),
            "count": sum.count,
        })
    };
    of_providers.map(row).collect()
}

/// The name of a sum in the rows of days and orders.
fn field(side: Side, kind: Kind) -> String {
    match side {
        Side::Shop => format!("shop_{}_minor", kind.name()),
        Side::Uni | Side::Provider => format!("{}_minor", kind.name()),
    }
}

/// All sums that a row of a day or an order has, 0 where nothing was.
const FIELDS: [(Side, Kind); 9] = [
    (Side::Uni, Kind::Invoiced),
    (Side::Uni, Kind::Credited),
    (Side::Uni, Kind::Booked),
    (Side::Shop, Kind::Ordered),
    (Side::Shop, Kind::Cancelled),
    (Side::Shop, Kind::Refunded),
    (Side::Provider, Kind::Captured),
    (Side::Provider, Kind::Refunded),
    (Side::Provider, Kind::Released),
];

fn figures<'a>(columns: impl Iterator<Item = (&'a Column, &'a Sum)>) -> Map<String, Value> {
    let mut minors: BTreeMap<(Side, Kind), i64> = FIELDS.iter().map(|field| (*field, 0)).collect();
    for ((side, kind, ..), sum) in columns {
        let minor = minors.entry((*side, *kind)).or_default();
        *minor = minor.saturating_add(sum.minor);
    }
    minors.into_iter().map(|((side, kind), minor)| (field(side, kind), json!(minor))).collect()
}

fn days(days: &BTreeMap<(Option<Date>, Column), Sum>) -> Vec<Value> {
    let mut keys: Vec<(Option<Date>, Currency)> =
        days.keys().map(|(day, (.., currency))| (*day, *currency)).collect();
    // What no system dates comes last.
    keys.sort_by_key(|(day, currency)| (day.is_none(), *day, *currency));
    keys.dedup();
    let row = |(day, currency): (Option<Date>, Currency)| {
        let same = days.iter().filter(|((d, (.., c)), _)| *d == day && *c == currency);
        let mut row = Map::new();
        row.insert("day".to_owned(), json!(day.map(|day| day.to_string())));
        row.insert("currency".to_owned(), json!(currency.to_string()));
        row.extend(figures(same.map(|((_, column), sum)| (column, sum))));
        Value::Object(row)
    };
    keys.into_iter().map(row).collect()
}

/// A purchase has a row for each of its currencies.
fn purchase(purchase: &PurchaseSums) -> Vec<Value> {
    let mut currencies: Vec<Currency> = purchase.sums.keys().map(|(.., c)| *c).collect();
    currencies.sort();
    currencies.dedup();
    let shops = purchase.shops.iter();
    let shops =
        shops.map(|(number, status)| json!({"number": number, "status": status.to_string()}));
    let shops: Vec<Value> = shops.collect();
    let row = |currency: Currency| {
        let same = purchase.sums.iter().filter(|((.., c), _)| *c == currency);
        let mut row = Map::new();
        row.insert("order".to_owned(), json!(purchase.orders.first()));
        row.insert("orders".to_owned(), json!(purchase.orders));
        row.insert("shop_orders".to_owned(), json!(shops));
        row.insert("currency".to_owned(), json!(currency.to_string()));
        row.extend(figures(same));
        row.insert("differences".to_owned(), json!(purchase.differences));
        Value::Object(row)
    };
    currencies.into_iter().map(row).collect()
}

fn difference(difference: &Difference) -> Value {
    json!({
        "order": difference.order,
        "purchase": difference.purchase,
        "provider": difference.provider,
        "reason": difference.reason.name(),
        "kind": difference.kind.name(),
        "on": difference.on,
        "amount_minor": difference.money.minor,
        "currency": difference.money.currency.to_string(),
        "day": difference.day.map(|day| day.to_string()),
        "other_day": difference.other_day.map(|day| day.to_string()),
        "uni_minor": difference.uni_minor,
        "shop_minor": difference.shop_minor,
        "provider_minor": difference.provider_minor,
        "attentions": difference.attentions.iter().map(|a| a.name()).collect::<Vec<_>>(),
        "unreadable": difference.doubt.as_deref().map(in_words),
        "mends": mends(difference),
    })
}

/// The differences by reason and currency.
fn totals(differences: &[Difference]) -> Vec<Value> {
    let mut totals: BTreeMap<(Reason, Currency), Sum> = BTreeMap::new();
    for difference in differences {
        let sum = totals.entry((difference.reason, difference.money.currency)).or_default();
        sum.minor = sum.minor.saturating_add(difference.money.minor);
        sum.count += 1;
    }
    let row = |((reason, currency), sum): (&(Reason, Currency), &Sum)| {
        json!({
            "reason": reason.name(),
            "count": sum.count,
            "amount_minor": sum.minor,
            "currency": currency.to_string(),
        })
    };
    totals.iter().map(row).collect()
}
