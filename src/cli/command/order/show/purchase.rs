//! The purchase of an order, for people: its orders in Uni with their links and claims, and its payments.
//!
//! Orders that a person has taken out of it are shown, too: whoever decides must see what was decided before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Page};
use uniac_core::act::{Act, Intent, payment_in};
use uniac_core::assess::{Assessment, Company, Link, assess, claim};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{OrderId, Payment, Progress};
use uniac_core::purchase::Case;
use uniac_store::{LinkWord, Store};
use uniac_system::error::Result;
use uniac_texts::{label, t};

use crate::cli::order_view::purchase::{Purchases, orders_with, payments};
use crate::cli::view::words;

/// An order of the purchase.
struct Tied {
    case: Case,
    link: Link,
    /// What it claims of the payment, minor units.
    claim: i64,
    word: Option<LinkWord>,
    /// The number of its purchase: another one, where a person has said that it does not belong.
    purchase: String,
}

/// An order's purchase.
pub struct Purchase {
    /// The lowest number among its orders.
    pub number: String,
    of: OrderId,
    orders: Vec<Tied>,
    zone: TimeZone,
    /// Whether the company takes every unique reference for right.
    is_trusted: bool,
}

impl Purchase {
    /// Returns the purchase of an order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(
        store: &dyn Store,
        case: &Case,
        company: &Company,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Purchase> {
        let id = case.order.uni.id;
        let mut purchases = Purchases::default();
        let mut orders = Vec::new();
        for case in orders_with(store, id)? {
            let Assessment { link, .. } = assess(&case, company, now);
            purchases.add(&case, link);
            let is_said = matches!(link, Link::ByPerson | Link::Unlinked);
            let word = if is_said { store.said_link(case.order.uni.id)? } else { None };
            let claim = claim(&case, company.terms);
            orders.push(Tied { case, link, claim, word, purchase: String::new() });
        }
        for tied in &mut orders {
            let uni = &tied.case.order.uni;
            tied.purchase = purchases.number_of(uni.id).unwrap_or(&uni.number).to_owned();
        }
        let number = purchases.number_of(id).unwrap_or(&case.order.uni.number).to_owned();
        let is_trusted = company.terms.trusts_links;
        Ok(Purchase { number, of: id, orders, zone: zone.clone(), is_trusted })
    }

    /// Returns how sure the link of the order itself is, and why.
    pub fn link(&self) -> Option<String> {
        let own = self.orders.iter().find(|tied| tied.case.order.uni.id == self.of)?;
        Some(format!("{}: {}", label(own.link.name()), self.why(own)))
    }

    /// Returns the JSON of `links` in `uniac.order/1`.
    pub fn json(&self) -> Vec<Value> {
        self.orders.iter().map(link_json).collect()
    }

    /// Adds the purchase to a page, unless the order is alone with its one payment.
    pub fn show(&self, page: &mut Page) {
        let payments = self.payments();
        if self.orders.len() < 2 && payments.len() < 2 {
            return;
        }
        let shop = self.shop();
        let within = self.orders.iter().filter(|tied| tied.purchase == self.number).count();
        let orders = t!("count-orders", count = within);
        let paid = t!("count-payments", count = payments.len());
        page.heading(match shop {
            Some(shop) => t!(
                "tied-purchase-of",
                purchase = &self.number,
                orders = orders,
                shop = shop,
                payments = paid
            ),
            None => {
                t!("tied-purchase", purchase = &self.number, orders = orders, payments = paid)
            }
        });
        for tied in &self.orders {
            let line = Cell::new(self.line(tied, shop.is_some()));
            let line = if tied.link.is_doubtful() { line.warn() } else { line };
            page.pair(t!("order-name", order = &tied.case.order.uni.number), line);
        }
        for payment in payments {
            page.pair("payment", Cell::new(self.payment_line(payment)));
        }
        for line in self.shared_payments() {
            page.pair("in the shop", Cell::new(line).warn());
        }
    }

    /// Says why a link is as it is.
    fn why(&self, tied: &Tied) -> String {
        match (&tied.word, tied.link) {
            (None, Link::Sure) => why_sure(tied, self.is_trusted),
            (None, _) => why(tied),
            (Some(word), link) => {
                let word = words::said_by(&word.by, word.at, word.reason.as_deref(), &self.zone);
                format!("{} ({word})", words::link(link))
            }
        }
    }

    fn line(&self, tied: &Tied, is_one_shop_order: bool) -> String {
        let order = &tied.case.order;
        let dropped = match order.uni.progress {
            Progress::Deleted => Some(t!("tied-deleted")),
            Progress::Closed => Some(t!("tied-closed")),
            Progress::Draft | Progress::Open | Progress::PartInvoiced | Progress::Invoiced => None,
        };
        let shop = order.shop.as_ref().filter(|_| !is_one_shop_order);
        let shop = shop.map(|shop| t!("tied-of-shops", order = &shop.number));
        let outside = (tied.purchase != self.number).then(|| t!("tied-not-of-purchase"));
        let claims = claims(tied.claim, order.uni.currency);
        let link = match tied.link {
            Link::Sure => t!("tied-link-sure"),
            Link::Doubtful(_) => t!("tied-link-doubtful"),
            Link::ByPerson => t!("tied-link-by-person"),
            Link::Unlinked | Link::None => t!("tied-link-none"),
        };
        let facts = [outside, shop, dropped].into_iter().flatten();
        let facts: Vec<String> = std::iter::once(name(tied))
            .chain(facts)
            .chain([t!("tied-claims", sum = claims), format!("{link}: {}", self.why(tied))])
            .collect();
        facts.join(", ")
    }

    /// Says of which shop orders of the purchase name one payment: one of them is mostly wrong in the shop.
    fn shared_payments(&self) -> Vec<String> {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for shop in self.orders.iter().flat_map(|tied| tied.case.shop_orders()) {
            if let Some(reference) = &shop.payment_reference {
                names.entry(reference).or_default().insert(&shop.number);
            }
        }
        let several = names.into_iter().filter(|(_, numbers)| numbers.len() > 1);
        let line = |(reference, numbers): (&str, BTreeSet<&str>)| {
            let numbers: Vec<&str> = numbers.into_iter().collect();
            let numbers = numbers.join(&t!("list-and"));
            t!("tied-shared-payment", orders = numbers, payment = reference)
        };
        several.map(line).collect()
    }

    /// Returns the number of the shop's order that all of them name.
    fn shop(&self) -> Option<&str> {
        let number = |tied: &Tied| tied.case.order.shop.as_ref().map(|shop| shop.number.clone());
        let first = self.orders.first()?;
        let is_one = self.orders.iter().all(|tied| number(tied) == number(first));
        let shop = first.case.order.shop.as_ref().filter(|_| is_one)?;
        Some(&shop.number)
    }

    fn payments(&self) -> Vec<&str> {
        let within = self.orders.iter().filter(|tied| tied.purchase == self.number);
        let mut all = Vec::new();
        for payment in within.flat_map(|tied| payments(&tied.case, tied.link)) {
            if !all.contains(&payment) {
                all.push(payment);
            }
        }
        all
    }

    /// Says what is known of a payment: by its provider, or, where it was never read, by our journal.
    fn payment_line(&self, reference: &str) -> String {
        let mut known = self.orders.iter().flat_map(|tied| tied.case.payments());
        let known = known.find(|payment| payment.reference == reference);
        let ours = self.moved(reference);
        match (known, &ours) {
            (Some(payment), _) => {
                let says = provider_says(payment, ours.as_ref());
                match self.is_named(reference) {
                    true => format!("{reference}: {says}"),
                    false => t!("tied-payment-of-before", payment = reference, says = says),
                }
            }
            (None, Some(ours)) => t!(
                "tied-payment-ours",
                payment = reference,
                captured = ours.captured,
                refunded = ours.refunded
            ),
            (None, None) => t!("tied-payment-unknown", payment = reference),
        }
    }

    /// Returns whether an order of the shop that the orders lead to names a payment.
    fn is_named(&self, reference: &str) -> bool {
        let mut shops = self.orders.iter().flat_map(|tied| tied.case.shop_orders());
        shops.any(|shop| shop.payment_reference.as_deref() == Some(reference))
    }

    /// Returns what our journal knows to have moved on a payment; `None` where nothing was sent to it.
    fn moved(&self, reference: &str) -> Option<Ours> {
        let sent = |intent: &&Intent| {
            intent.act.operation().moves_money() && payment_in(&intent.target) == reference
        };
        let intents: Vec<&Intent> =
            self.orders.iter().flat_map(|tied| &tied.case.intents).filter(sent).collect();
        let currency = intents.first()?.money.currency;
        let sum = |act| {
            let done = intents.iter().filter(|intent| intent.act == act && intent.is_done());
            Money::new(done.map(|intent| intent.money.minor).fold(0, i64::saturating_add), currency)
        };
        Some(Ours { captured: sum(Act::Capture), refunded: sum(Act::Refund) })
    }
}

/// What uniac itself has moved on a payment.
struct Ours {
    captured: Money,
    refunded: Money,
}

/// A reading can be older than what we have done since.
fn provider_says(payment: &Payment, ours: Option<&Ours>) -> String {
    let (captured, refunded) =
        ours.map_or((0, 0), |ours| (ours.captured.minor, ours.refunded.minor));
    let (captured, refunded, released) = (
        payment.captured_minor.max(captured),
        payment.refunded_minor.max(refunded),
        payment.cancelled_minor,
    );
    let money = |minor| Money::new(minor, payment.currency);
    let mut facts =
        vec![payment.provider.clone(), t!("tied-reserved", sum = money(payment.authorised_minor))];
    facts.extend((captured != 0).then(|| t!("tied-captured", sum = money(captured))));
    facts.extend((refunded != 0).then(|| t!("tied-refunded", sum = money(refunded))));
    facts.extend((released != 0).then(|| t!("tied-released", sum = money(released))));
    facts.join(", ")
}

/// Says why a link is sure: what was compared, and what agreed.
fn why_sure(tied: &Tied, is_trusted: bool) -> String {
    let order = &tied.case.order;
    let Some(shop) = &order.shop else { return words::link(tied.link) };
    match order.uni.buyer.agrees(&shop.bought.buyer) {
        _ if shop.created_from == Some(order.uni.id) => t!("why-sure-made"),
        Some(true) => t!("why-sure-customer"),
        _ if is_trusted => t!("why-sure-trusted"),
        Some(false) => t!("why-sure-before"),
        None if totals_agree(&tied.case) => t!("why-sure-totals"),
        None => t!("why-sure-number"),
    }
}

/// Returns whether the order has the total that the shop's orders have together, but for a rounding.
fn totals_agree(case: &Case) -> bool {
    let uni = &case.order.uni;
    case.shop_total_minor()
        .is_some_and(|total| (total - uni.total_minor).abs() <= uni.currency.unit())
}

/// Returns the customer, by whom a person knows an order again.
fn name(tied: &Tied) -> String {
    match tied.case.order.uni.customer.trim() {
        "" => t!("tied-no-customer"),
        customer => customer.to_owned(),
    }
}

fn claims(minor: i64, currency: Currency) -> String {
    match minor {
        0 => t!("tied-nothing"),
        minor => uniac_texts::amount(Money::new(minor, currency)),
    }
}

/// Says why a link is as it is, when no person has said so.
fn why(tied: &Tied) -> String {
    match (tied.link, &tied.case.order.uni.shop_reference) {
        (Link::None, Some(reference)) => t!("why-link-nowhere", reference = reference),
        (link, _) => words::link(link),
    }
}

fn link_json(tied: &Tied) -> Value {
    let order = &tied.case.order;
    let word = tied.word.as_ref();
    json!({
        "order": order.uni.number,
        "shop_order": order.shop.as_ref().map(|shop| &shop.number),
        "link": tied.link.name(),
        "why": why(tied),
        "by": word.map(|word| &word.by),
        "at": word.map(|word| word.at.to_string()),
        "reason": word.and_then(|word| word.reason.as_ref()),
        "claim_minor": tied.claim,
        "currency": order.uni.currency.to_string(),
    })
}
