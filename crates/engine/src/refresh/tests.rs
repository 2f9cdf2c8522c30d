//! How far a read reached, and what is said of rows that nobody can place.

use std::sync::{Arc, Mutex};

use jiff::tz::TimeZone;

use super::*;
use crate::tests::world::{COMPANY, Shared, noon, shop_order, store};
use uniac_connect::http::list::Pass;
use uniac_connect::shop::{Shop, ShopChange};
use uniac_core::act::{Found, Intent, Reply};
use uniac_core::facts::ShopRow;
use uniac_core::order::{ShopOrder, ShopStatus};
use uniac_store::Store;
use uniac_store::sqlite::SqliteStore;
use uniac_system::clock::Clock;

const SLOW: SignedDuration = SignedDuration::from_secs(300);

/// A shop that takes its time, and whose orders are what a test says.
struct Slow {
    clock: Arc<Clock>,
    orders: Vec<ShopOrder>,
    pass: Pass,
    breaks_off: bool,
    since: Mutex<Vec<Option<Timestamp>>>,
}

impl Shop for Slow {
    fn hooks(&self) -> Result<uniac_core::hooks::Hooks> {
        Ok(uniac_core::hooks::Hooks::default())
    }
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        self.since.lock().unwrap().push(since);
        self.clock.step(SLOW);
        // The newest row is newer than the start of the read.
        let changed_at = Some(self.clock.now());
        page(
            self.orders.iter().map(|order| ShopRow { order: order.clone(), changed_at }).collect(),
        )?;
        match self.breaks_off {
            true => Err(Error::failed("no-reply", "the shop did not answer")),
            false => Ok(self.pass.clone()),
        }
    }
    fn order(&self, _: &str) -> Result<Option<ShopOrder>> {
        Ok(None)
    }
    fn body(&self, _: ShopChange<'_>) -> String {
        String::new()
    }
    fn send(&self, _: &Intent) -> Reply {
        Reply::Done { receipt: None }
    }
    fn find(&self, _: &Intent) -> Result<Found> {
        Ok(Found::Absent)
    }
}

fn shop() -> Slow {
    Slow {
        clock: Arc::new(Clock::manual(noon(), TimeZone::UTC)),
        orders: Vec::new(),
        pass: Pass::default(),
        breaks_off: false,
        since: Mutex::default(),
    }
}

fn read(shop: &Slow, store: &SqliteStore) -> Result<Vec<Unread>> {
    with(shop, store, |engine: &Engine<'_>| engine.refresh_documents())
}

fn with<T>(shop: &Slow, store: &SqliteStore, work: impl FnOnce(&Engine<'_>) -> T) -> T {
    let uni = Shared::default();
    let engine = Engine {
        erp: &uni,
        shop,
        providers: &[],
        store,
        clock: &shop.clock,
        company_key: COMPANY,
        terms: uniac_core::assess::Terms::default(),
        workers: 1,
        stop: &uniac_system::stop::NEVER,
        read: crate::Counts::default(),
        tick: &|_| {},
    };
    work(&engine)
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[test]
fn a_mark_is_the_start_of_the_last_complete_read() {
    let (mut shop, store) = (shop(), store());
    read(&shop, &store).unwrap();
    assert_eq!(store.watermark(Watermark::Shop).unwrap(), Some(noon()));
    shop.clock.step(seconds(1000));
    shop.breaks_off = true;
    read(&shop, &store).unwrap_err();
    assert_eq!(store.watermark(Watermark::Shop).unwrap(), Some(noon()), "it was not complete");
    shop.breaks_off = false;
    let begun = shop.clock.now();
    read(&shop, &store).unwrap();
    assert_eq!(store.watermark(Watermark::Shop).unwrap(), Some(begun));
    let overlapped = noon().checked_sub(OVERLAP).unwrap();
    assert_eq!(*shop.since.lock().unwrap(), [None, Some(overlapped), Some(overlapped)]);
}

#[test]
fn a_clock_that_is_behind_hides_nothing() {
    for (theirs, expected) in [
        (None, seconds(0)),
        (Some(seconds(-600)), seconds(-600)),
        // One that is ahead dates what changes later than we do.
        (Some(seconds(600)), seconds(0)),
        // What is that far off is no clock.
        (Some(seconds(-1_000_000)), seconds(-24 * 3600)),
    ] {
        let (mut shop, store) = (shop(), store());
        shop.pass.clock = theirs.map(|by| noon().checked_add(by).unwrap());
        read(&shop, &store).unwrap();
        let expected = noon().checked_add(expected).unwrap();
        assert_eq!(store.watermark(Watermark::Shop).unwrap(), Some(expected), "{theirs:?}");
    }
}

#[test]
fn an_activation_reads_far_back() {
    let (shop, store) = (shop(), store());
    read(&shop, &store).unwrap();
    shop.clock.step(seconds(1000));
    with(&shop, &store, |engine| engine.refresh(Reading::FarBack)).unwrap();
    let far = noon().checked_sub(DEEP_OVERLAP).unwrap();
    assert_eq!(*shop.since.lock().unwrap(), [None, Some(far)]);
}

#[test]
fn after_our_clock_was_set_back_all_is_read() {
    let (shop, store) = (shop(), store());
    read(&shop, &store).unwrap();
    shop.clock.step(seconds(-7200));
    let begun = shop.clock.now();
    read(&shop, &store).unwrap();
    assert_eq!(*shop.since.lock().unwrap(), [None, None]);
    assert_eq!(store.watermark(Watermark::Shop).unwrap(), Some(begun));
}

#[test]
fn rows_that_nobody_can_place_are_said_and_stop_nothing() {
    let (mut shop, store) = (shop(), store());
    shop.pass.nameless = 2;
    let unread = read(&shop, &store).unwrap();
    let [unread] = unread.as_slice() else { panic!("{unread:?}") };
    assert_eq!((unread.order.as_str(), unread.error.code), ("", "unreadable"));
    assert!(unread.to_string().contains("2 orders of the shop"), "{unread}");
    assert!(store.watermark(Watermark::Shop).unwrap().is_some());
}

/// A row of which little can be read does not tear its order from what is known of it.
#[test]
fn an_odd_row_keeps_the_ties_that_were_known() {
    let (mut shop, store) = (shop(), store());
    shop.orders = vec![ShopOrder {
        number: "9007".into(),
        status: ShopStatus::Completed,
        payment_method: String::new(),
        payment_reference: None,
        unreadable: Some("number is a list of another form".into()),
        ..shop_order()
    }];
    read(&shop, &store).unwrap();
    let kept = store.case(crate::tests::world::ORDER).unwrap().unwrap().order;
    let kept = kept.shop.expect("still tied to its order");
    assert_eq!(kept.payment_reference.as_deref(), Some("reference-7"));
    assert_eq!((kept.number.as_str(), kept.status), ("5007", ShopStatus::Completed));
    assert!(kept.unreadable.is_some());
}
