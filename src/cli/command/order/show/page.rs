//! What people read of one order: who bought, where the money is, what is done next and why, and all that happened.
//!
//! Every figure and every reason comes from the assessment.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Page};
use uniac_core::assess::{Assessment, Attention, Closing, Link};
use uniac_core::money::Money;
use uniac_core::order::{
    Document, EventKind, Payment, PaymentStatus, Progress, ShopOrder, Stray, day_text,
};
use uniac_core::purchase::Case;
use uniac_store::Decision;
use uniac_texts::{in_words, label, language, t};

use super::documents::{Shared, documents_table};
use super::movements::{self, Movement};
use super::purchase::Purchase;
use crate::cli::order_view::accepted::{Accepted, word_text};
use crate::cli::order_view::closing::{days_left, days_text};
use crate::cli::order_view::figures::Figures;
use crate::cli::order_view::next_step::{barred, next_text, waiting};
use crate::cli::order_view::shop_side::{Perhaps, ShopSide};
use crate::cli::order_view::table::attention_with_id;
use crate::cli::view::journal::{decisions_table, journal_table, note_words};
use crate::cli::view::{moment, words};

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
        self.money(&mut page);
        self.steps(&mut page);
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
        page.pair("total", sum_cell(total));
        let dropped = match order.uni.progress {
            Progress::Deleted => Some(t!("show-dropped-deleted")),
            Progress::Closed => Some(t!("show-dropped-closed")),
            Progress::Draft | Progress::Open | Progress::PartInvoiced | Progress::Invoiced => None,
        };
        if let Some(dropped) = dropped {
            page.pair("progress", Cell::new(dropped));
        }
        page.pair("state", Cell::new(self.state_text()));
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

    /// Says where the money is; that none of it is this order's does not mean that it is gone.
    fn state_text(&self) -> String {
        let state = label(self.assessment.state.name());
        match self.held_back() {
            Some((attention, _)) => {
                t!(
                    "show-state-held-back",
                    state = state,
                    attention = words::cause(attention.name())
                )
            }
            None => state,
        }
    }

    /// Returns what was done on the whole payment, of one kind. A reading can be older than what uniac has done since.
    fn on_payment(&self, kind: EventKind) -> i64 {
        let Some(payment) = &self.case.order.payment else { return 0 };
        let all = std::iter::once(self.case).chain(&self.case.ties.siblings);
        let ours = all.map(|case| case.done_minor_on(kind, &payment.reference));
        payment.sum_minor(kind).max(ours.fold(0, i64::saturating_add))
    }

    /// Returns what is still reserved on the whole payment, whoever it is for.
    fn left_on_payment(&self) -> i64 {
        let Some(payment) = &self.case.order.payment else { return 0 };
        let gone = self.on_payment(EventKind::Capture) + self.on_payment(EventKind::Cancel);
        match payment.status {
            PaymentStatus::Authorised | PaymentStatus::InReview => payment.authorised_minor - gone,
            PaymentStatus::NotAuthorised | PaymentStatus::Expired => 0,
        }
    }

    /// Returns what is still reserved on the payment and is held back from the order, and why.
    fn held_back(&self) -> Option<(Attention, i64)> {
        let left = self.left_on_payment();
        let is_whose = |attention: &&Attention| {
            matches!(attention, Attention::ClaimedTwice | Attention::DoubtfulLink)
        };
        let attention = self.assessment.attentions.iter().find(is_whose)?;
        let is_held_back = self.assessment.ledger.capturable == 0 && left > 0;
        is_held_back.then_some((*attention, left))
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

    /// Where the money is, and what of it is missing.
    fn money(&self, page: &mut Page) {
        let (order, ledger) = (&self.case.order, &self.assessment.ledger);
        let figures = Figures::of(self.case, self.assessment);
        let money = |minor| sum_cell(Money::new(minor, order.uni.currency));
        self.reservation(page);
        self.ends(page, figures.closing.as_ref());
        let on_payment = self.on_payment(EventKind::Capture);
        let payment = order.payment.as_ref().filter(|_| on_payment > ledger.captured);
        page.pair(
            "captured",
            match payment {
                None => money(ledger.captured),
                Some(payment) => Cell::new(t!(
                    "show-of-payment",
                    own = Money::new(ledger.captured, order.uni.currency),
                    all = Money::new(on_payment, payment.currency)
                )),
            },
        );
        page.pair("refunded", money(ledger.refunded));
        let paid: i64 = ledger.balances.iter().map(|balance| balance.paid_otherwise).sum();
        if paid > 0 {
            page.pair("paid otherwise", money(paid));
        }
        if figures.missing_minor() > 0 {
            page.pair("missing", money(figures.missing_minor()).warn());
        }
        if figures.excess_minor() > 0 {
            page.pair("held too much", money(figures.excess_minor()).warn());
        }
    }

    /// When the reservation ends, and how many days are left.
    fn ends(&self, page: &mut Page, closing: Option<&Closing>) {
        let Some(closing) = closing else { return };
        let is_soon = closing.is_soon(self.now);
        let cell = |end: Timestamp| {
            let left = days_text(days_left(end, self.now, self.zone));
            let text = format!("{} ({left})", moment::minute(end, self.zone));
            let cell = Cell::both(text, format!("{end:.0}"));
            if is_soon { cell.warn() } else { cell }
        };
        if let Some(end) = closing.guaranteed {
            page.pair("guaranteed until", cell(end));
        }
        if let Some(end) = closing.technically {
            page.pair("reserved until", cell(end));
        }
    }

    /// What was reserved, and what of it still is. What is only held back is not gone.
    fn reservation(&self, page: &mut Page) {
        let Some(payment) = &self.case.order.payment else { return };
        let capturable = self.assessment.ledger.capturable;
        let money = |minor| Money::new(minor, payment.currency);
        page.pair("payment", Cell::new(format!("{} {}", payment.provider, payment.reference)));
        if let Some((attention, left)) = self.held_back() {
            let why = words::cause(attention.name());
            let text = t!("show-held-back", sum = money(left), attention = why);
            page.pair("reserved", Cell::new(text).warn());
            return;
        }
        let ledger = &self.assessment.ledger;
        let has_rest = |payment: &&Payment| ledger.reserved_on(&payment.reference) > 0;
        // The one that the shop names may be unfinished, while an earlier one has the money.
        let other = self.case.earlier.iter().find(has_rest);
        if let Some(other) = other.filter(|_| !has_rest(&payment)) {
            let text = t!("show-on-payment", sum = money(capturable), payment = &other.reference);
            page.pair("reserved", Cell::new(text));
            return;
        }
        if capturable == payment.authorised_minor {
            page.pair("reserved", sum_cell(money(capturable)));
            return;
        }
        let left = self.left_on_payment();
        if capturable == 0 && left > 0 {
            let text = t!("show-of-payment", own = money(0), all = money(left));
            page.pair("reserved", Cell::new(text));
            return;
        }
        page.pair("reserved at first", sum_cell(money(payment.authorised_minor)));
        page.pair("still reserved", sum_cell(money(capturable)));
    }

    /// What is done next, what is not, and why.
    fn steps(&self, page: &mut Page) {
        let (case, assessment) = (self.case, self.assessment);
        if let Some(hold) = case.active_hold(self.now) {
            let until = hold.until.map(|until| moment::minute(until, self.zone));
            let reason = hold.reason.clone().unwrap_or_else(|| t!("told-no-reason"));
            let by = words::person(&hold.by);
            let text = match until {
                Some(until) => t!("show-hold-until", by = by, until = until, reason = reason),
                None => t!("show-hold", by = by, reason = reason),
            };
            page.pair("hold", Cell::new(text).warn());
        }
        let barred = barred(case, assessment);
        let is_only_barred =
            assessment.next().is_none() && assessment.attention.is_none() && !barred.is_empty();
        page.pair(
            "next",
            match is_only_barred {
                true => Cell::new(t!("show-nothing-barred")),
                false => Cell::new(next_text(case, assessment)),
            },
        );
        for line in waiting(case, assessment) {
            page.pair("waits", Cell::new(line));
        }
        for line in barred {
            page.pair("barred", Cell::new(line).warn());
        }
        for remark in &assessment.remarks {
            let until = assessment.waits_until.filter(|_| *remark == Attention::WaitsUntil);
            let until = until.map(|until| format!(" {}", moment::minute(until, self.zone)));
            let until = until.unwrap_or_default();
            let name = words::cause(remark.name());
            let text = format!("{name}{until}: {}", self.remark_text(*remark));
            page.pair("remark", Cell::new(text).faint());
        }
        // What cannot be read may be wrong, and so may everything that follows of it.
        let is_unreadable = assessment.attentions.contains(&Attention::Unreadable);
        let is_said =
            |attention: &&Attention| !is_unreadable || **attention <= Attention::Unreadable;
        for attention in assessment.attentions.iter().skip(1).filter(is_said) {
            page.pair("also", attention_with_id(*attention));
        }
        let Some(attention) = assessment.attention else { return };
        page.pair("attention", attention_with_id(attention));
        if let Some(word) = self.accepted.of(case, assessment) {
            page.pair("seen", Cell::new(t!("show-seen-by", word = word_text(word, self.zone))));
        } else if let Some(word) = self.accepted.outdated(case, assessment) {
            let word_text = word_text(word, self.zone);
            let text =
                t!("show-was-seen", attention = words::cause(&word.attention), word = word_text);
            page.pair("was seen", Cell::new(text).faint());
        }
        page.paragraph(words::attention(attention));
    }

    /// Says what a remark means on this order.
    fn remark_text(&self, remark: Attention) -> String {
        let is_unlinked = self.assessment.link == Link::Unlinked;
        match (&self.case.order.shop, remark) {
            (Some(shop), Attention::NoPayment) if is_unlinked => {
                t!("show-unlinked", shop = &shop.number)
            }
            _ => words::attention(remark),
        }
    }
}

/// Returns an amount with its currency, which programs read as people do.
fn sum_cell(money: Money) -> Cell {
    Cell::both(uniac_texts::money(language(), money), money.to_string())
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
