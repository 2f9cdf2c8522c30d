//! The books of all sides after a story: the provider's, the shop's, Uni's and uniac's own.
//!
//! The first three come from the outside world's own words. What uniac wrote is held against them,
//! never used to explain them.

use uniac_core::act::{Intent, OutcomeKind};
use uniac_core::assess::{Company, assess};
use uniac_core::settings::Setting;
use uniac_sandbox::World;
use uniac_store::Store;

use crate::outside::{minor, rows, shop, text, uni};
use crate::stage::Stage;

/// What has happened, without keys, numbers of rows and moments: equal stories have equal books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The provider's effects: order, kind, minor units.
    pub money: Vec<(String, &'static str, i64)>,
    /// The shop's orders: status, notes of uniac, refunds in minor units.
    pub shop: Vec<(String, usize, Vec<i64>)>,
    /// The payments in Uni's books, minor units.
    pub bookings: Vec<i64>,
    /// The settings that are on.
    pub settings: Vec<&'static str>,
    /// Orders with what they need: number, steps due, attention, whether a hold is on.
    pub orders: Vec<(String, usize, Option<&'static str>, bool)>,
}

impl Books {
    /// Reads them all; no run may be under way.
    pub fn read(stage: &Stage) -> Books {
        let mut world = stage.world();
        world.fault_clear().expect("healed");
        let store = stage.store();
        let settings = store.settings().expect("the settings");
        let on = |setting: &Setting| settings.since(*setting).is_some();
        Books {
            money: money(&mut world),
            shop: shops(&mut world),
            bookings: bookings(&mut world),
            settings: Setting::ALL.into_iter().filter(on).map(Setting::name).collect(),
            orders: orders(&store, stage.now()),
        }
    }
}

/// Returns the provider's effects, oldest first for each payment.
pub fn money(world: &mut World) -> Vec<(String, &'static str, i64)> {
    let mut effects = Vec::new();
    for payment in world.ledger().expect("the ledger") {
        let order = payment.order.unwrap_or_default();
        let moved = payment.events.iter().filter(|event| event.kind != "reserve");
        effects.extend(moved.map(|event| (order.clone(), event.kind, event.amount_minor)));
    }
    effects
}

fn shops(world: &mut World) -> Vec<(String, usize, Vec<i64>)> {
    let mut books = Vec::new();
    let mut orders = rows(&shop(world, "orders?per_page=100")).to_vec();
    orders.sort_by_key(|order| order["id"].as_i64());
    for order in orders {
        let notes = shop(world, &format!("orders/{}/notes", order["id"]));
        let refunds = shop(world, &format!("orders/{}/refunds", order["id"]));
        let ours = rows(&notes).iter().filter(|note| text(&note["note"]).contains("(uniac "));
        let refunded = rows(&refunds).iter().map(|refund| minor(&refund["amount"]));
        books.push((text(&order["status"]), ours.count(), refunded.collect()));
    }
    books
}

fn bookings(world: &mut World) -> Vec<i64> {
    let mut bookings = Vec::new();
    for invoice in rows(&uni(world, "invoices")) {
        let payments = uni(world, &format!("invoices/{}?action=get-payments", invoice["ID"]));
        bookings.extend(rows(&payments).iter().map(|row| minor(&row["AmountCurrency"])));
    }
    bookings
}

fn orders(
    store: &dyn Store,
    now: jiff::Timestamp,
) -> Vec<(String, usize, Option<&'static str>, bool)> {
    let settings = store.settings().expect("the settings");
    let upload = settings.since(Setting::UploadNewOrders);
    let company = Company {
        key: uniac_sandbox::unimicro::COMPANY_KEY.to_owned(),
        active: settings.is_active(),
        upload_new_orders_since: upload.filter(|_| settings.is_active()),
        ..Company::default()
    };
    let mut orders = Vec::new();
    store
        .cases(&mut |case| {
            let assessed = assess(&case, &company, now);
            orders.push((
                case.order.uni.number.clone(),
                assessed.steps.len(),
                assessed.attention.map(uniac_core::assess::Attention::name),
                case.active_hold(now).is_some(),
            ));
            Ok(())
        })
        .expect("the orders");
    orders
}

/// Returns the journal, oldest first.
pub fn journal(store: &dyn Store) -> Vec<Intent> {
    let rows = store.journal(None).expect("the journal");
    rows.into_iter().map(|(_, intent)| intent).collect()
}

/// Holds the journal against the provider's book: what is `done` there took effect exactly once, what
/// is `refused` not at all, and no effect is without its intent. `may_be_open` allows acts of which
/// the journal knows no end yet.
pub fn contradictions(stage: &Stage, may_be_open: bool) -> Vec<String> {
    let mut wrongs = Vec::new();
    let journal = journal(&stage.store());
    let ledger = stage.world().ledger().expect("the ledger");
    let events: Vec<_> = ledger.iter().flat_map(|payment| &payment.events).collect();
    for intent in &journal {
        let story = format!("{} {} ({})", intent.act.name(), intent.money, intent.key);
        if intent.is_open() && !may_be_open {
            wrongs.push(format!("without an end: {story}"));
        }
        if !intent.act.operation().moves_money() {
            continue;
        }
        let mine = events.iter().filter(|event| event.key.as_ref() == Some(&intent.key));
        let amounts: Vec<i64> = mine.map(|event| event.amount_minor).collect();
        match intent.outcome.as_ref().map(|outcome| outcome.kind) {
            _ if amounts.len() > 1 => wrongs.push(format!("double effect: {story}")),
            Some(OutcomeKind::Done) if amounts != [intent.money.minor] => {
                wrongs.push(format!("false success: {story}"));
            }
            Some(OutcomeKind::Refused) if !amounts.is_empty() => {
                wrongs.push(format!("false refusal: {story}"));
            }
            _ => {}
        }
    }
    let of_uniac = |key: &str| journal.iter().any(|intent| intent.key == key);
    for event in events.iter().filter(|event| event.kind != "reserve") {
        if event.key.as_deref().is_some_and(|key| !of_uniac(key)) {
            wrongs.push(format!("an effect without an intent: {event:?}"));
        }
    }
    wrongs
}
