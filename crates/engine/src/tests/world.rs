//! Uni, the shop and a provider for the engine's tests, in one: they answer what a test tells them, and
//! note what is sent and what is looked for.
//!
//! Nothing here may be cleverer than a list of answers: what the engine makes of them is under test.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use uniac_system::stop::{Stop, Why};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::run::Run;
use crate::task::Task;
use crate::tests::FORGETFUL;
use crate::{Engine, Scope, StepResult};
use uniac_connect::erp::Erp;
use uniac_connect::http::list::Pass;
use uniac_connect::payment::{Capabilities, Draft, Provider, Wanted};
use uniac_connect::shop::{Shop, ShopChange};
use uniac_core::act::{
    Act, Found, Intent, IntentId, Operation, Outcome, OutcomeKind, Reply, Retry, derive_key,
};
use uniac_core::assess::{Mode, Step};
use uniac_core::facts::ShopRow;
use uniac_core::facts::{DocumentRow, OrderRow, Stage as DocumentStage};
use uniac_core::hooks::{Hook, Hooks};
use uniac_core::money::{Currency, Money};
use uniac_core::order::*;
use uniac_core::purchase::Case;
use uniac_core::settings::Setting;
use uniac_store::sqlite::SqliteStore;
use uniac_store::{DocumentPage, SeenDocument, SeenHooks, Store};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};

pub const COMPANY: &str = "company";

/// The one order of these tests, and its one invoice.
pub const ORDER: OrderId = OrderId(7);
pub const INVOICE: DocumentId = DocumentId(1);

pub fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::NOK)
}

pub fn payment(captured_minor: i64) -> Payment {
    Payment {
        provider: "forgetful".into(),
        reference: "reference-7".into(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: 1000,
        cancelled_minor: 0,
        captured_minor,
        refunded_minor: 0,
        events: Vec::new(),
        whole_only: false,
        authorised_at: None,
        closes_at: None,
        read_at: noon(),
        unreadable: None,
    }
}

pub fn document(id: i64, kind: DocumentKind, minor: i64) -> Document {
    Document {
        id: DocumentId(id),
        number: format!("F{id}"),
        order: ORDER,
        kind,
        date: "2026-11-02".parse().unwrap(),
        currency: Currency::NOK,
        amount_minor: minor,
        unpaid_minor: if kind == DocumentKind::Invoice { minor } else { 0 },
        unpaid_base: None,
        parts: Vec::new(),
        whole_minor: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    }
}

pub fn shop_order() -> ShopOrder {
    ShopOrder {
        id: "9007".into(),
        number: "5007".into(),
        status: ShopStatus::Open,
        payment_method: "forgetful".into(),
        payment_reference: Some("reference-7".into()),
        refunded_minor: 0,
        created_from: None,
        bought: uniac_core::order::Bought::default(),
        unreadable: None,
    }
}

/// A store with one order of the auto era, invoiced and not captured.
pub fn store() -> SqliteStore {
    filled(SqliteStore::in_memory(COMPANY).unwrap())
}

pub fn order_row() -> OrderRow {
    let order = UniOrder {
        id: ORDER,
        number: "100007".into(),
        customer: "Kari Nordmann".into(),
        placed: "2026-11-01".parse().unwrap(),
        currency: Currency::NOK,
        total_minor: 500,
        uninvoiced_minor: 0,
        progress: Progress::Invoiced,
        shop_reference: Some("5007".into()),
        inexact: None,
        created_at: None,
        buyer: uniac_core::buyer::Buyer::default(),
        lines: None,
        unreadable: None,
    };
    OrderRow { order, items: vec![], changed_at: None }
}

/// Puts that order into a store.
pub fn filled(store: SqliteStore) -> SqliteStore {
    store.switch(&Setting::REQUIRED, true, noon(), "kari").unwrap();
    store.put_orders(&[order_row()], noon()).unwrap();
    let invoice = document(INVOICE.0, DocumentKind::Invoice, 500);
    let seen =
        SeenDocument { id: INVOICE, stage: DocumentStage::Final, is_note: false, created_at: None };
    let page = DocumentPage { seen: vec![seen], shares: vec![invoice], strays: Vec::new() };
    store.put_documents(&page, noon()).unwrap();
    store.put_shop_orders(&[ShopRow { order: shop_order(), changed_at: None }]).unwrap();
    let hooks = Hooks::all(Hook::QUIET);
    store.put_hooks(&SeenHooks { hooks, at: noon() }).unwrap();
    store
}

pub fn step(act: Act, minor: i64) -> Step {
    let document = act.effect().map_or(Some(INVOICE), |kind| match kind {
        EventKind::Cancel => None,
        EventKind::Capture | EventKind::Refund => Some(INVOICE),
    });
    let payment = act.operation().moves_money().then(|| "reference-7".to_owned());
    Step { act, document, money: nok(minor), payment, shop: None, mode: Mode::Auto, why: None }
}

/// An intent of the journal, written at noon.
pub fn intent(act: Act, minor: i64, ordinal: u32, kind: Option<OutcomeKind>) -> Intent {
    let Step { document, money, .. } = step(act, minor);
    let outcome = kind.map(|kind| Outcome {
        kind,
        code: None,
        receipt: None,
        retry: Retry::Never,
        at: noon(),
        told: None,
    });
    let is_on_shop = act.operation() == Operation::ShopUpdate;
    let target = if is_on_shop { "9007" } else { "reference-7" };
    Intent {
        id: IntentId(i64::from(ordinal)),
        order: ORDER,
        document,
        act,
        ordinal,
        money,
        key: derive_key(COMPANY, ORDER, document, act, ordinal),
        target: target.into(),
        body: money.to_string(),
        at: noon(),
        outcome,
    }
}

/// What the other sides answer, and what they were asked.
pub struct World {
    pub capabilities: Capabilities,
    /// The most that one call can do, minor units.
    pub at_once_minor: i64,
    pub is_repeatable: bool,
    /// The error of every draft.
    pub draft_error: Option<fn() -> Error>,
    pub payment: Mutex<Option<Payment>>,
    pub shop_order: Mutex<Option<ShopOrder>>,
    /// What sendings are answered, one after the other; then *done*.
    pub replies: Mutex<VecDeque<Reply>>,
    /// What looks find, one after the other; then nothing.
    pub finds: Mutex<VecDeque<Found>>,
    pub sent: Mutex<Vec<Intent>>,
    pub looked_for: Mutex<Vec<Intent>>,
    /// An order that Uni's list has.
    pub listed: Option<OrderRow>,
    /// What the shop answers who asks for orders that no list has: an order, or that it cannot be read.
    pub hidden: Mutex<Option<Result<ShopOrder>>>,
    /// Whether nobody can see what the shop's plug-ins do.
    pub hides_plug_ins: bool,
    /// Asked to stop with the first sending.
    pub stops: bool,
    pub stop: Stop,
    /// What happens elsewhere while a request is on its way.
    pub meanwhile: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Default for World {
    fn default() -> World {
        World {
            capabilities: Capabilities {
                key_lifetime: Some(SignedDuration::from_hours(24)),
                lookup: true,
                lookup_delay: SignedDuration::from_secs(30),
                in_shop: false,
                releases_rest: true,
                reads_an_hour: None,
            },
            at_once_minor: i64::MAX,
            is_repeatable: false,
            draft_error: None,
            payment: Mutex::new(Some(payment(0))),
            shop_order: Mutex::default(),
            replies: Mutex::default(),
            finds: Mutex::default(),
            sent: Mutex::default(),
            looked_for: Mutex::default(),
            listed: None,
            hidden: Mutex::default(),
            hides_plug_ins: false,
            stops: false,
            stop: Stop::new(),
            meanwhile: None,
        }
    }
}

impl World {
    fn answer(&self, intent: &Intent) -> Reply {
        self.sent.lock().unwrap().push(intent.clone());
        if let Some(meanwhile) = &self.meanwhile {
            meanwhile();
        }
        if self.stops {
            self.stop.ask(Why::Interrupted);
        }
        let reply = self.replies.lock().unwrap().pop_front();
        reply.unwrap_or(Reply::Done { receipt: None })
    }

    fn found(&self, intent: &Intent) -> Found {
        self.looked_for.lock().unwrap().push(intent.clone());
        self.finds.lock().unwrap().pop_front().unwrap_or(Found::Absent)
    }
}

/// Shared between the engine and the test.
#[derive(Clone, Default)]
pub struct Shared(pub Arc<World>);

impl Erp for Shared {
    fn orders_since(
        &self,
        _: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<OrderRow>) -> Result<()>,
    ) -> Result<Pass> {
        if let Some(row) = &self.0.listed {
            page(vec![row.clone()])?;
        }
        Ok(Pass::default())
    }
    fn documents_since(
        &self,
        _: Option<Timestamp>,
        _: &mut dyn FnMut(Vec<DocumentRow>) -> Result<()>,
    ) -> Result<Pass> {
        Ok(Pass::default())
    }
    fn order(&self, _: OrderId) -> Result<Option<OrderRow>> {
        Ok(Some(order_row()))
    }
    fn document(&self, _: DocumentId) -> Result<Option<DocumentRow>> {
        Ok(None)
    }
    fn order_of_item(&self, _: i64) -> Result<Option<OrderId>> {
        Ok(None)
    }
    fn booking_body(&self, invoice: &Document, money: Money, today: Date) -> String {
        format!("{} {money} {today}", invoice.number)
    }
    fn book(&self, intent: &Intent) -> Reply {
        self.0.answer(intent)
    }
    fn find_booking(&self, intent: &Intent, _: Money) -> Result<Found> {
        Ok(self.0.found(intent))
    }
}

impl Shop for Shared {
    fn orders_since(
        &self,
        _: Option<Timestamp>,
        _: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        Ok(Pass::default())
    }
    fn order(&self, _: &str) -> Result<Option<ShopOrder>> {
        Ok(self.0.shop_order.lock().unwrap().clone())
    }
    fn hidden_orders(
        &self,
        _: &BTreeSet<String>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<()> {
        match self.0.hidden.lock().unwrap().take() {
            Some(order) => page(vec![ShopRow { order: order?, changed_at: None }]),
            None => Ok(()),
        }
    }
    fn body(&self, change: ShopChange<'_>) -> String {
        match change {
            ShopChange::Note { invoice, money, .. } => format!("{invoice} {money}"),
            ShopChange::RecordRefund { money, notes, .. } => format!("{money} {notes}"),
            ShopChange::Complete
            | ShopChange::Credit
            | ShopChange::Cancel
            | ShopChange::Create { .. } => String::new(),
        }
    }
    fn send(&self, intent: &Intent) -> Reply {
        self.0.answer(intent)
    }
    fn find(&self, intent: &Intent) -> Result<Found> {
        Ok(self.0.found(intent))
    }
    fn hooks(&self) -> Result<Hooks> {
        match self.0.hides_plug_ins {
            true => Err(Error::failed("sign-in", "the key may not see them")),
            false => Ok(Hooks::all(Hook::QUIET)),
        }
    }
}

impl Provider for Shared {
    fn name(&self) -> &'static str {
        "forgetful"
    }
    fn capabilities(&self) -> &Capabilities {
        &self.0.capabilities
    }
    fn payment_methods(&self) -> &[String] {
        &FORGETFUL
    }
    fn read(&self, _: &str, _: Option<&Payment>, now: Timestamp) -> Result<Option<Payment>> {
        let payment = self.0.payment.lock().unwrap().clone();
        Ok(payment.map(|payment| Payment { read_at: now, ..payment }))
    }
    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        if let Some(error) = self.0.draft_error {
            return Err(error());
        }
        let target = wanted.payment.reference.clone();
        let money = nok(wanted.money.minor.min(self.0.at_once_minor));
        Ok(Draft { money, target, body: money.to_string() })
    }
    fn send(&self, intent: &Intent) -> Reply {
        self.0.answer(intent)
    }
    fn find(&self, intent: &Intent, _: &Payment) -> Found {
        self.0.found(intent)
    }
    fn is_repeatable(&self, _: &Intent) -> bool {
        self.0.is_repeatable
    }
    fn check(&self) -> Result<String> {
        Ok(String::new())
    }
}

/// A company with the one order, and the world around it.
pub struct Stage {
    pub world: Arc<World>,
    pub store: SqliteStore,
    pub clock: Clock,
    providers: Vec<Box<dyn Provider>>,
}

impl Stage {
    pub fn new(world: World) -> Stage {
        let shared = Shared(Arc::new(world));
        let store = store();
        if let Some(payment) = &*shared.0.payment.lock().unwrap() {
            store.put_payment(payment).unwrap();
        }
        Stage {
            world: Arc::clone(&shared.0),
            store,
            clock: Clock::manual(noon(), TimeZone::UTC),
            providers: vec![Box::new(shared)],
        }
    }

    /// Gives the work a run that has just locked the store.
    pub fn with<T>(&self, scope: Scope, work: impl FnOnce(&Run<'_>) -> T) -> T {
        let others = Shared(Arc::clone(&self.world));
        let engine = Engine {
            erp: &others,
            shop: &others,
            providers: &self.providers,
            store: &self.store,
            clock: &self.clock,
            company_key: COMPANY,
            terms: uniac_core::assess::Terms::default(),
            workers: 1,
            stop: &self.world.stop,
            read: crate::Counts::default(),
            tick: &|_| {},
        };
        let epoch = self.store.lock(self.clock.now()).unwrap();
        work(&Run::new(&engine, epoch, scope).unwrap())
    }

    /// Takes the provider out of the configuration.
    #[must_use]
    pub fn without_provider(self) -> Stage {
        Stage { providers: Vec::new(), ..self }
    }

    /// Runs the automation once over the order.
    pub fn pass(&self) -> (Vec<StepResult>, Option<Error>) {
        self.with(Scope::Automatic, |run| run.orders(&[ORDER]))
    }

    /// Returns the order as the store has it, with a payment just read.
    pub fn case(&self) -> Case {
        let mut case = self.store.case(ORDER).unwrap().unwrap();
        case.order.payment = self.world.payment.lock().unwrap().clone();
        case
    }

    /// Returns the order as a worker's task.
    pub fn task(&self) -> Task {
        Task { is_fresh: true, is_shop_fresh: true, ..Task::new(self.case()) }
    }
}
