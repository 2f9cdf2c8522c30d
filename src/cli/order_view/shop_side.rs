//! What the shop says of a purchase: shown beside Uni's, so that a person can compare.
//!
//! The shop's customer is kept as marks only, so it is said whether it is Uni's, and never who it is.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use uniac_core::money::Money;
use uniac_core::order::{EventKind, Payment, PaymentStatus, ShopOrder, day_text};
use uniac_core::purchase::Case;
use uniac_store::Store;
use uniac_system::error::Result;
use uniac_texts::{label, t};

use crate::cli::view::moment;

/// How many of the shop's orders are proposed.
const PERHAPS_MAX: usize = 3;

/// An order of the shop beside an order of Uni.
pub struct ShopSide {
    number: String,
    status: String,
    total: Option<Money>,
    /// The day in the company's time zone.
    placed: Option<Date>,
    /// Whether the customer is that of Uni; `None`: one side does not say.
    is_same_customer: Option<bool>,
    payment_reference: Option<String>,
}

impl ShopSide {
    /// Returns what the shop says.
    pub fn of(case: &Case, shop: &ShopOrder, zone: &TimeZone) -> ShopSide {
        ShopSide {
            number: shop.number.clone(),
            status: shop.status.to_string(),
            total: shop.total(case.order.uni.currency),
            placed: shop.bought.at.map(|at| zone.to_datetime(at).date()),
            is_same_customer: case.order.uni.buyer.agrees(&shop.bought.buyer),
            payment_reference: shop.payment_reference.clone(),
        }
    }

    /// Returns number, status, sum and day.
    pub fn text(&self) -> String {
        let facts = self.facts();
        match facts.is_empty() {
            true => t!("shops-order-bare", order = &self.number, status = label(&self.status)),
            false => {
                t!("shops-order", order = &self.number, status = label(&self.status), facts = facts)
            }
        }
    }

    fn facts(&self) -> String {
        let total = self.total.map(uniac_texts::amount);
        let facts: Vec<String> = total.into_iter().chain(self.placed.map(moment::day)).collect();
        facts.join(", ")
    }

    /// Says where the shop's customer is not surely Uni's.
    pub fn customer_text(&self) -> Option<String> {
        match self.is_same_customer {
            Some(true) | None => None,
            Some(false) => Some(t!("shops-other-customer", order = &self.number)),
        }
    }

    /// Returns it in JSON.
    pub fn json(&self) -> Value {
        json!({
            "shop_order": self.number,
            "status": self.status,
            "total_minor": self.total.map(|total| total.minor),
            "currency": self.total.map(|total| total.currency.to_string()),
            "placed": self.placed.map(day_text),
            "same_customer": self.is_same_customer,
        })
    }
}

/// The shop's orders that an order of Uni may stem from: no order of Uni leads to them, and customer or total agree.
#[derive(Default)]
pub struct Perhaps {
    orders: Vec<ShopSide>,
    /// The payments of those orders, as far as they were ever read.
    payments: Vec<Payment>,
    /// Uni's number of the order that may stem from one of them.
    number: String,
}

impl Perhaps {
    /// Returns the orders, those of the same customer first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(case: &Case, store: &dyn Store, zone: &TimeZone) -> Result<Perhaps> {
        let uni = &case.order.uni;
        let own = Money::new(uni.total_minor, uni.currency);
        let has_total = |side: &ShopSide| {
            side.total.is_some_and(|total| {
                let difference = (total.minor - own.minor).abs();
                total.currency == own.currency && difference <= own.currency.unit()
            })
        };
        let unclaimed = store.unclaimed_shop_orders()?;
        // A person has said that the order does not belong to the one that it names.
        let named = case.order.shop.as_ref().filter(|_| case.ties.said == Some(false));
        let is_refused = |shop: &ShopOrder| named.is_some_and(|named| named.id == shop.id);
        let sides = unclaimed.iter().filter(|shop| !is_refused(shop));
        let sides = sides.map(|shop| ShopSide::of(case, shop, zone));
        let fits = |side: &ShopSide| match side.is_same_customer {
            Some(is_same) => is_same,
            None => has_total(side),
        };
        let mut orders: Vec<ShopSide> = sides.filter(fits).collect();
        orders.sort_by_key(|side| (!has_total(side), side.is_same_customer != Some(true)));
        orders.truncate(PERHAPS_MAX);
        let references = orders.iter().filter_map(|side| side.payment_reference.as_deref());
        let payments: Result<Vec<Option<Payment>>> =
            references.map(|reference| store.payment(reference)).collect();
        let payments = payments?.into_iter().flatten().collect();
        Ok(Perhaps { orders, payments, number: uni.number.clone() })
    }

    /// Returns for each a line that says which, what money lies there, and the command that links it.
    pub fn lines(&self) -> Vec<String> {
        let line = |side: &ShopSide| {
            let which = match side.is_same_customer {
                Some(true) => {
                    t!("shops-perhaps-customer", order = &side.number, facts = side.facts())
                }
                Some(false) | None => {
                    t!("shops-perhaps-total", order = &side.number, facts = side.facts())
                }
            };
            let link = t!("shops-perhaps-link", order = &self.number, shop = &side.number);
            [Some(which), self.money_there(side), Some(link)]
                .into_iter()
                .flatten()
                .collect::<Vec<String>>()
                .join("; ")
        };
        self.orders.iter().map(line).collect()
    }

    fn money_there(&self, side: &ShopSide) -> Option<String> {
        let reference = side.payment_reference.as_ref()?;
        let payment = self.payments.iter().find(|payment| payment.reference == *reference)?;
        let captured = payment.sum_minor(EventKind::Capture);
        let gone = captured + payment.sum_minor(EventKind::Cancel);
        let left = match payment.status {
            PaymentStatus::Authorised | PaymentStatus::InReview => payment.authorised_minor - gone,
            PaymentStatus::NotAuthorised | PaymentStatus::Expired => 0,
        };
        let money = |minor: i64| Money::new(minor, payment.currency);
        Some(t!("shops-perhaps-payment", captured = money(captured), reserved = money(left)))
    }

    /// Returns them in JSON.
    pub fn json(&self) -> Vec<Value> {
        self.orders.iter().map(ShopSide::json).collect()
    }
}
