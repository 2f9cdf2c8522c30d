//! Collecting: the facts of each order as rows of the three books.
//!
//! Pure. A payment or shop order that several orders lead to counts once, and a day that no system tells is never made up.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::act::{Act, Intent, payment_in};
use crate::assess::{Assessment, Attention, Mode};
use crate::money::{Currency, Money};
use crate::order::{
    Document, DocumentId, DocumentKind, EventKind, NO_DAY, OrderId, Payment, ShopOrder, ShopStatus,
};
use crate::purchase::Case;

use super::facts::{Facts, InvoiceFacts, OrderFacts, PaymentFacts, ShopFacts, StrayFacts};
use super::movement::{Kind, Movement, Side, When};
use super::period::{Period, Within};

/// How days are told.
pub struct Lens<'a> {
    /// The company's time zone.
    pub zone: &'a TimeZone,
    /// The moment at which is looked.
    pub now: Timestamp,
    /// The day for which an act of ours booked a payment, where its ERP tells it.
    pub booked_on: &'a dyn Fn(&Intent) -> Option<Date>,
}

impl Lens<'_> {
    fn day(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    fn today(&self) -> Date {
        self.day(self.now)
    }

    fn since(&self, first: Option<Date>) -> When {
        first.map_or(When::Unknown, |first| When::Between(first, self.today().max(first)))
    }

    /// Returns the day on which an act was done.
    fn done_on(&self, intent: &Intent) -> When {
        When::On(self.day(intent.outcome.as_ref().map_or(intent.at, |outcome| outcome.at)))
    }
}

/// An act of ours on money that is known to be done.
struct Own {
    order: OrderId,
    invoice: Option<DocumentId>,
    kind: EventKind,
    key: String,
    money: Money,
    when: When,
}

/// Collects facts, order by order.
pub struct Collector<'a> {
    lens: Lens<'a>,
    /// Orders of which nothing was or may have been in it are not kept: memory holds what the period asks for.
    period: Option<Period>,
    facts: Facts,
    payments: BTreeMap<String, Payment>,
    own: HashMap<String, Vec<Own>>,
    left_out: usize,
}

impl<'a> Collector<'a> {
    /// Returns one that has collected nothing, and keeps what concerns a period, or all.
    pub fn new(lens: Lens<'a>, period: Option<Period>) -> Collector<'a> {
        let (payments, own) = (BTreeMap::new(), HashMap::new());
        Collector { lens, period, facts: Facts::default(), payments, own, left_out: 0 }
    }

    /// Adds an order of Uni. One that no provider pays is left out.
    pub fn add(&mut self, case: &Case, assessment: &Assessment) {
        if assessment.remarks.contains(&Attention::NoPayment) {
            self.left_out += 1;
            return;
        }
        if self.period.is_some_and(|period| self.is_outside(case, assessment, period)) {
            return;
        }
        let is_tied = case.ties.said != Some(false);
        let shops = case.order.shop.iter().chain(&case.ties.also).filter(|_| is_tied);
        let shops: Vec<&ShopOrder> = shops.collect();
        for shop in &shops {
            self.shop(shop, true, &case.intents);
        }
        let payments = case.order.payment.iter().filter(|_| is_tied).chain(&case.earlier);
        let mut references = Vec::new();
        for payment in payments {
            references.push(payment.reference.clone());
            self.payments.entry(payment.reference.clone()).or_insert_with(|| payment.clone());
        }
        for (reference, own) in own_acts(case, &self.lens) {
            self.own.entry(reference.to_owned()).or_default().push(own);
        }
        self.strays(case);
        let invoices = invoices(case, assessment);
        let mut movements = documents(case, assessment);
        movements.extend(self.bookings(case, assessment));
        let due = assessment.steps.iter().map(|step| (step.act, step.mode == Mode::Auto));
        let records = assessment.steps.iter().filter(|step| step.act == Act::ShopRecordRefund);
        self.facts.orders.push(OrderFacts {
            id: case.order.uni.id,
            number: case.order.uni.number.clone(),
            link: assessment.link,
            shops: shops.iter().map(|shop| shop.id.clone()).collect(),
            payments: references,
            movements,
            invoices,
            doubt: case.order.doubts().next().map(str::to_owned),
            is_payment_unknown: case.order.not_found_at.is_some() && case.order.payment.is_none(),
            attentions: assessment.attentions.clone(),
            due: due.collect(),
            capturable_minor: assessment.ledger.capturable,
            unrecorded_minor: records.map(|step| step.money.minor).fold(0, i64::saturating_add),
        });
    }

    /// Returns whether an order, with all that it leads to, has nothing to do with a period. What could not be read, and what
    /// several orders share, is never left out.
    fn is_outside(&self, case: &Case, assessment: &Assessment, period: Period) -> bool {
        // What was moved on a payment that it does not name any more tells the days of that payment's rows.
        let names_all = case.payments().all(|payment| case.is_named(&payment.reference));
        let is_plain = case.ties.siblings.is_empty()
            && names_all
            && case.kept.strays.is_empty()
            && case.order.doubts().next().is_none()
            && case.order.not_found_at.is_none();
        let is_out = |when: When| period.within(when) == Within::Out;
        let are_out = |rows: Vec<Movement>| rows.iter().all(|row| is_out(row.when));
        let mut own: HashMap<&str, Vec<Own>> = HashMap::new();
        for (reference, act) in own_acts(case, &self.lens) {
            own.entry(reference).or_default().push(act);
        }
        let of_payment = |payment: &Payment| {
            let own = own.get(payment.reference.as_str()).map_or(&[][..], Vec::as_slice);
            payment_facts(payment, own, &self.lens).movements
        };
        let is_shop_out = |shop: &ShopOrder| {
            let placed = shop.bought.at.map(|at| self.lens.day(at));
            let refunded = || is_out(self.lens.since(placed));
            is_out(placed.map_or(When::Unknown, When::On))
                && (shop.refunded_minor == 0 || refunded())
        };
        is_plain
            && case.shop_orders().all(is_shop_out)
            && are_out(documents(case, assessment))
            && are_out(self.bookings(case, assessment))
            && case.payments().all(|payment| are_out(of_payment(payment)))
    }

    /// Adds an order of the shop that no order of Uni leads to, and that a configured provider was to pay.
    pub fn add_unclaimed(&mut self, shop: &ShopOrder, payment: Option<&Payment>) {
        self.shop(shop, false, &[]);
        if let Some(payment) = payment {
            self.payments.entry(payment.reference.clone()).or_insert_with(|| payment.clone());
        }
    }

    /// Adds a credit note of which nothing tells the order, and that may be about too many to be shown on any.
    pub fn add_stray(&mut self, note: &Document) {
        self.stray(note);
    }

    /// Returns how many orders were left out because no provider pays them.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns the facts.
    pub fn finish(mut self) -> Facts {
        let own = &self.own;
        let lens = &self.lens;
        let none = Vec::new();
        let rows = self.payments.iter().map(|(reference, payment)| {
            let own = own.get(reference).unwrap_or(&none);
            (reference.clone(), payment_facts(payment, own, lens))
        });
        self.facts.payments = rows.collect();
        self.facts
    }

    fn shop(&mut self, shop: &ShopOrder, is_known: bool, intents: &[Intent]) {
        let currency = shop.bought.currency.unwrap_or(Currency::NOK);
        let placed = shop.bought.at.map(|at| self.lens.day(at));
        let lens = &self.lens;
        let facts = self.facts.shops.entry(shop.id.clone()).or_insert_with(|| {
            let mut movements = Vec::new();
            if let Some(minor) = shop.bought.total_minor {
                let kind = match is_dropped(&shop.status) {
                    true => Kind::Cancelled,
                    false => Kind::Ordered,
                };
                let when = placed.map_or(When::Unknown, When::On);
                movements.push(shop_row(kind, shop, when, Money::new(minor, currency)));
            }
            if shop.refunded_minor > 0 {
                let money = Money::new(shop.refunded_minor, currency);
                movements.push(shop_row(Kind::Refunded, shop, lens.since(placed), money));
            }
            ShopFacts {
                number: shop.number.clone(),
                status: shop.status.clone(),
                payment: shop.payment_reference.clone(),
                refunded: Money::new(shop.refunded_minor, currency),
                is_known_to_uni: false,
                movements,
            }
        });
        facts.is_known_to_uni |= is_known;
        // What we recorded ourselves, we know the day of.
        for intent in intents.iter().filter(|i| i.act == Act::ShopRecordRefund && i.is_done()) {
            let rest = facts
                .movements
                .iter_mut()
                .find(|row| row.kind == Kind::Refunded && !matches!(row.when, When::On(_)));
            let Some(rest) = rest.filter(|rest| rest.money.minor >= intent.money.minor) else {
                continue;
            };
            rest.money.minor -= intent.money.minor;
            facts.movements.push(shop_row(
                Kind::Refunded,
                shop,
                lens.done_on(intent),
                intent.money,
            ));
        }
        facts.movements.retain(|row| row.money.minor != 0 || row.kind != Kind::Refunded);
    }

    fn strays(&mut self, case: &Case) {
        for note in &case.kept.strays {
            self.stray(note).orders.push(case.order.uni.id);
        }
    }

    fn stray(&mut self, note: &Document) -> &mut StrayFacts {
        self.facts.strays.entry(note.id).or_insert_with(|| StrayFacts {
            movement: row(Kind::Credited, note, note.amount_minor, None, None),
            orders: Vec::new(),
        })
    }

    /// What of the invoices was booked: by us, and as far as Uni's rests tell by others.
    fn bookings(&self, case: &Case, assessment: &Assessment) -> Vec<Movement> {
        let invoice = |id: DocumentId| case.order.documents.iter().find(|d| d.id == id);
        let booked = |id, name: String, when, money| Movement {
            side: Side::Uni,
            kind: Kind::Booked,
            order: Some(case.order.uni.id),
            invoice: Some(id),
            on: name,
            provider: None,
            when,
            money,
        };
        let ours = case.intents.iter().filter(|i| i.act == Act::Book && i.is_done());
        // Uni's answer to a booking names neither invoice nor amount: what Uni does not show as paid is not in its books.
        let mut shown: BTreeMap<DocumentId, i64> = BTreeMap::new();
        let ours = ours.filter_map(|intent| {
            let id = intent.document?;
            let document = invoice(id);
            let left = shown.entry(id).or_insert_with(|| document.map_or(i64::MAX, shown_as_paid));
            let minor = intent.money.minor.min(*left);
            *left -= minor;
            let name = document.map_or_else(String::new, |document| document.number.clone());
            let day = (self.lens.booked_on)(intent).map(When::On);
            let when = day.unwrap_or_else(|| self.lens.done_on(intent));
            let money = Money::new(minor, intent.money.currency);
            (minor > 0).then(|| booked(id, name, when, money))
        });
        let ours: Vec<Movement> = ours.collect();
        let others = assessment.ledger.balances.iter().filter_map(|balance| {
            let document = invoice(balance.invoice)?;
            // A person's word that it was paid otherwise is no row of Uni.
            let is_word = case.kept.paid_by_word.contains_key(&balance.invoice);
            let otherwise = if is_word { 0 } else { balance.paid_otherwise };
            let minor = balance.booked_elsewhere + otherwise;
            let since = (document.date != NO_DAY).then_some(document.date);
            let money = Money::new(minor, document.currency);
            let name = document.number.clone();
            (minor > 0).then(|| booked(document.id, name, self.lens.since(since), money))
        });
        ours.into_iter().chain(others).collect()
    }
}

/// Returns what Uni shows as paid of an invoice, by whatever, minor units. Of one over several orders it is not one order's.
fn shown_as_paid(document: &Document) -> i64 {
    match document.is_shared() {
        true => i64::MAX,
        false => (document.whole() - document.unpaid_minor).max(0),
    }
}

/// Returns what uniac has done on money of an order, by the payment's reference.
fn own_acts<'c>(case: &'c Case, lens: &Lens) -> impl Iterator<Item = (&'c str, Own)> {
    let done = case.intents.iter().filter(|intent| intent.is_done());
    done.filter_map(|intent| {
        let own = Own {
            order: intent.order,
            invoice: intent.document,
            kind: intent.act.effect()?,
            key: intent.key.clone(),
            money: intent.money,
            when: lens.done_on(intent),
        };
        Some((payment_in(&intent.target), own))
    })
}

fn is_dropped(status: &ShopStatus) -> bool {
    match status {
        ShopStatus::Cancelled => true,
        ShopStatus::Other(name) => matches!(name.as_str(), "failed" | "trash"),
        ShopStatus::Open | ShopStatus::Completed | ShopStatus::Credited => false,
    }
}

fn shop_row(kind: Kind, shop: &ShopOrder, when: When, money: Money) -> Movement {
    Movement {
        side: Side::Shop,
        kind,
        order: None,
        invoice: None,
        on: shop.number.clone(),
        provider: Some(shop.payment_method.clone()),
        when,
        money,
    }
}

fn row(
    kind: Kind,
    document: &Document,
    minor: i64,
    order: Option<OrderId>,
    invoice: Option<DocumentId>,
) -> Movement {
    let when = if document.date == NO_DAY { When::Unknown } else { When::On(document.date) };
    let money = Money::new(minor, document.currency);
    let on = document.number.clone();
    Movement { side: Side::Uni, kind, order, invoice, on, provider: None, when, money }
}

/// Returns the invoices and credit notes of an order; a note that credits several invoices in parts.
fn documents(case: &Case, assessment: &Assessment) -> Vec<Movement> {
    let order = Some(case.order.uni.id);
    let mut rows = Vec::new();
    for document in &case.order.documents {
        match document.kind {
            DocumentKind::Invoice => {
                rows.push(row(
                    Kind::Invoiced,
                    document,
                    document.amount_minor,
                    order,
                    Some(document.id),
                ));
            }
            DocumentKind::CreditNote { .. } => {
                let placed = &assessment.ledger.placing.placed;
                let placed = placed.iter().filter(|p| p.note == document.id && p.minor != 0);
                let mut rest = document.amount_minor;
                for placed in placed {
                    rest -= placed.minor;
                    rows.push(row(
                        Kind::Credited,
                        document,
                        placed.minor,
                        order,
                        Some(placed.invoice),
                    ));
                }
                if rest != 0 {
                    rows.push(row(Kind::Credited, document, rest, order, None));
                }
            }
            DocumentKind::Unknown => {}
        }
    }
    rows
}

fn invoices(case: &Case, assessment: &Assessment) -> BTreeMap<DocumentId, InvoiceFacts> {
    let facts = assessment.ledger.balances.iter().map(|balance| {
        let document = case.order.documents.iter().find(|d| d.id == balance.invoice);
        // What a person says to be paid otherwise, and Uni shows as open, still has to come from somewhere.
        let said = case.kept.paid_by_word.get(&balance.invoice).copied().unwrap_or(0);
        let said = said.min(document.map_or(0, |document| document.unpaid_minor.max(0)));
        let facts = InvoiceFacts {
            paid_otherwise: (balance.paid_otherwise - said).max(0),
            passed_in: balance.passed_in,
            passed_out: balance.passed_out,
            unpaid: document.map_or(0, |document| document.unpaid_minor.max(0)),
        };
        (balance.invoice, facts)
    });
    facts.collect()
}

/// Returns a payment's rows: what its provider lists, what we know to be done although a lagging read does not show
/// it, and what the provider's sums say beyond both, of which nobody tells the day.
fn payment_facts(payment: &Payment, own: &[Own], lens: &Lens) -> PaymentFacts {
    let movement = |kind, when, minor, of: Option<&Own>| Movement {
        side: Side::Provider,
        kind: match kind {
            EventKind::Capture => Kind::Captured,
            EventKind::Refund => Kind::Refunded,
            EventKind::Cancel => Kind::Released,
        },
        order: of.map(|own| own.order),
        invoice: of.and_then(|own| own.invoice),
        on: payment.reference.clone(),
        provider: Some(payment.provider.clone()),
        when,
        money: Money::new(minor, payment.currency),
    };
    let mut rows = Vec::new();
    let mut known: BTreeMap<EventKind, i64> = BTreeMap::new();
    for event in &payment.events {
        let of = own.iter().find(|own| event.key.as_deref() == Some(&own.key));
        let when = When::On(lens.day(event.at));
        *known.entry(event.kind).or_default() += event.amount_minor;
        rows.push(movement(event.kind, when, event.amount_minor, of));
    }
    let is_listed = |own: &&Own| payment.events.iter().any(|e| e.key.as_deref() == Some(&own.key));
    for own in own.iter().filter(|own| !is_listed(own)) {
        // How much a release let go, the provider's sum tells.
        if own.kind == EventKind::Cancel {
            continue;
        }
        *known.entry(own.kind).or_default() += own.money.minor;
        rows.push(movement(own.kind, own.when, own.money.minor, Some(own)));
    }
    for kind in [EventKind::Capture, EventKind::Refund, EventKind::Cancel] {
        let rest = payment.sum_minor(kind) - known.get(&kind).copied().unwrap_or(0);
        if rest > 0 {
            let released = own.iter().rfind(|own| own.kind == kind && !is_listed(own));
            let first = payment.authorised_at.map(|at| lens.day(at));
            let when = released.map(|own| own.when);
            let when = when.unwrap_or_else(|| match first {
                Some(first) => When::Between(first, lens.day(payment.read_at).max(first)),
                None => When::Unknown,
            });
            rows.push(movement(kind, when, rest, None));
        }
    }
    PaymentFacts {
        reference: payment.reference.clone(),
        movements: rows,
        doubt: payment.unreadable.clone(),
    }
}
