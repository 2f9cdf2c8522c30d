//! What people read of one order: who bought, where the money is, what is done next and why, and all that happened.
//!
//! Every figure and every reason comes from the assessment.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Page};
use uniac_core::assess::Assessment;
use uniac_core::money::Money;
use uniac_core::order::{Document, Progress, ShopOrder, Stray, day_text};
use uniac_core::purchase::Case;
use uniac_store::Decision;
use uniac_texts::{in_words, t};

use super::documents::{Shared, documents_table};
use super::money::OrderMoney;
use super::movements::{self, Movement};
use super::next::OrderNext;
use super::purchase::Purchase;
use crate::cli::order_view::accepted::Accepted;
use crate::cli::order_view::shop_side::{Perhaps, ShopSide};
use crate::cli::view::journal::{decisions_table, journal_table, note_words};
use crate::cli::view::moment;

/// What a page is made of.
pub struct Shown<'a> {
    pub case: &'a Case,
    pub assessment: &'a Assessment,
    pub accepted: Accepted,
    pub purchase: Purchase,
    /// The shop's orders that it names: several where it was merged.
    pub sides: Vec<ShopSide>,
    pub perhaps: Perhaps,
    pub decisions: Vec<Decision>,
    /// Who switched which setting since it was placed.
    pub settings: Vec<Decision>,
    pub moved: Vec<Movement>,
    pub strays: Vec<Stray>,
    pub shared: Vec<Shared>,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
}

impl Shown<'_> {
    /// Returns the page.
    pub fn page(&self) -> Page {
        let (order, assessment) = (&self.case.order, self.assessment);
        let mut page = Page::new();
        page.heading(t!("show-order", order = &order.uni.number));
        self.bought(&mut page);
        self.money().show(&mut page);
        self.next().show(&mut page);
        self.troubles(&mut page);
        page.table(documents_table(self.case, assessment));
        for shared in &self.shared {
            page.note(shared.text());
        }
        for note in &self.case.kept.strays {
            page.pair("not placed", Cell::new(self.stray_text(note)).warn());
        }
        self.purchase.show(&mut page);
        self.history(&mut page);
        if let Some(attention) = assessment.attention {
            page.hint(t!("show-explain", attention = attention.name()));
        }
        page
    }

    fn money(&self) -> OrderMoney<'_> {
        let Shown { case, assessment, now, zone, .. } = *self;
        OrderMoney { case, assessment, now, zone }
    }

    fn next(&self) -> OrderNext<'_> {
        let Shown { case, assessment, now, zone, .. } = *self;
        OrderNext { case, assessment, accepted: &self.accepted, now, zone }
    }

    /// What is not understood, or does not add up.
    fn troubles(&self, page: &mut Page) {
        let (order, assessment) = (&self.case.order, self.assessment);
        for doubt in doubts(self.case) {
            page.pair("not understood", Cell::new(in_words(&doubt)).warn());
        }
        let inexact = order.documents.iter().filter_map(|d| d.inexact.as_ref());
        for trouble in inexact.chain(&order.uni.inexact) {
            page.note(in_words(trouble));
        }
        let unclear = assessment.ledger.balances.iter().filter(|balance| balance.is_payer_unknown);
        for invoice in unclear.filter_map(|b| order.documents.iter().find(|d| d.id == b.invoice)) {
            page.note(t!("show-payer-unknown", invoice = &invoice.number));
        }
    }

    /// What moved, what was sent, and what people have said.
    fn history(&self, page: &mut Page) {
        if !self.moved.is_empty() {
            page.heading(t!("moved-heading"));
            page.table(movements::table(&self.moved, self.zone));
        }
        let intents = &self.case.intents;
        if !intents.is_empty() {
            page.heading(t!("show-journal"));
            let rows = intents.iter().map(|intent| (self.case.order.uni.number.as_str(), intent));
            page.table(journal_table(rows, self.zone));
            note_words(page, intents.iter());
        }
        let decisions = self.decisions_in_time();
        if !decisions.is_empty() {
            page.heading(t!("said-heading"));
            page.table(decisions_table(&decisions, self.zone));
        }
    }

    /// What people have decided, and with it the settings if one was ever off: that all were on all the time is nothing to read.
    fn decisions_in_time(&self) -> Vec<Decision> {
        let mut decisions = self.decisions.clone();
        if self.settings.iter().any(|change| change.what == "setting-off") {
            decisions.extend(self.settings.iter().cloned());
            decisions.sort_by_key(|decision| decision.at);
        }
        decisions
    }

    /// Who bought what, and by which order of the shop.
    fn bought(&self, page: &mut Page) {
        let order = &self.case.order;
        let total = Money::new(order.uni.total_minor, order.uni.currency);
        page.pair("customer", Cell::new(&order.uni.customer));
        page.pair("placed", Cell::both(moment::day(order.uni.placed), day_text(order.uni.placed)));
        page.pair("total", Cell::money(total));
        let dropped = match order.uni.progress {
            Progress::Deleted => Some(t!("show-dropped-deleted")),
            Progress::Closed => Some(t!("show-dropped-closed")),
            Progress::Draft | Progress::Open | Progress::PartInvoiced | Progress::Invoiced => None,
        };
        if let Some(dropped) = dropped {
            page.pair("progress", Cell::new(dropped));
        }
        page.pair("state", Cell::new(self.money().state_text()));
        if let Some(shop) = &order.shop {
            for side in &self.sides {
                page.pair("shop", Cell::new(side.text()));
                if let Some(customer) = side.customer_text() {
                    page.pair("shop's customer", Cell::new(customer).warn());
                }
            }
            page.pair("link", Cell::new(self.purchase.link().unwrap_or_default()));
            page.pair("method", Cell::new(method_text(shop)));
        } else if order.uni.shop_reference.is_some() {
            page.pair("link", Cell::new(self.purchase.link().unwrap_or_default()).warn());
        }
        for line in self.perhaps.lines() {
            page.pair("perhaps", Cell::new(line).warn());
        }
    }

    /// Says why a credit note may be this order's.
    fn stray_text(&self, note: &Document) -> String {
        let uni = &self.case.order.uni;
        let stray = self.strays.iter().find(|stray| stray.note.id == note.id);
        let is_same_number = stray.is_some_and(|stray| {
            stray.shop_reference.is_some() && stray.shop_reference == uni.shop_reference
        });
        let is_same_customer = stray
            .is_some_and(|stray| stray.customer.is_some() && stray.customer == uni.buyer.customer);
        let why = match (is_same_number, is_same_customer) {
            (true, _) => t!("show-stray-same-number"),
            (false, true) => t!("show-stray-same-customer"),
            (false, false) => t!("show-stray-perhaps"),
        };
        t!(
            "show-stray",
            note = &note.number,
            date = moment::day(note.date),
            sum = Money::new(note.amount_minor, note.currency),
            why = why
        )
    }
}

/// Says what was not understood, and where it stands.
fn doubts(case: &Case) -> Vec<String> {
    let order = &case.order;
    let uni = order.uni.unreadable.iter().map(|doubt| t!("show-doubt-order", doubt = doubt));
    let documents = order.documents.iter().filter_map(|document| {
        let doubt = document.unreadable.as_ref()?;
        Some(t!("show-doubt-document", document = &document.number, doubt = doubt))
    });
    let shop = order.shop.iter().filter_map(|shop| shop.unreadable.as_ref());
    let shop = shop.map(|doubt| t!("show-doubt-shop", doubt = doubt));
    let payment = order.payment.iter().filter_map(|payment| payment.unreadable.as_ref());
    let payment = payment.map(|doubt| t!("show-doubt-payment", doubt = doubt));
    uni.chain(documents).chain(shop).chain(payment).collect()
}

/// Says how the order is paid, as the shop has it.
fn method_text(shop: &ShopOrder) -> String {
    let method = match shop.payment_method.as_str() {
        "" => "none",
        method => method,
    };
    match &shop.payment_reference {
        Some(reference) => t!("show-method", method = method, reference = reference),
        None => t!("show-method-bare", method = method),
    }
}
