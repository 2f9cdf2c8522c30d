//! Where the money of an order is, as `order show` says it.
//!
//! A payment can be several orders': what is only held back from the order must not look as if it were gone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Page};
use uniac_core::assess::{Assessment, Attention, Closing};
use uniac_core::money::Money;
use uniac_core::order::{EventKind, Payment, PaymentStatus};
use uniac_core::purchase::Case;
use uniac_texts::{label, t};

use crate::cli::order_view::closing::{days_left, days_text};
use crate::cli::order_view::figures::Figures;
use crate::cli::view::{moment, words};

/// The money of an order, and of the payments that it draws on.
pub struct OrderMoney<'a> {
    pub case: &'a Case,
    pub assessment: &'a Assessment,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
}

impl OrderMoney<'_> {
    /// Says where the money is; that none of it is this order's does not mean that it is gone.
    pub fn state_text(&self) -> String {
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

    /// Shows what is reserved, until when, what was taken and paid back, and what is missing.
    pub fn show(&self, page: &mut Page) {
        let (order, ledger) = (&self.case.order, &self.assessment.ledger);
        let figures = Figures::of(self.case, self.assessment);
        let money = |minor| Cell::money(Money::new(minor, order.uni.currency));
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
            let sum = Money::new(ledger.reserved_on(&other.reference), other.currency);
            let text = t!("show-on-payment", sum = sum, payment = &other.reference);
            page.pair("reserved", Cell::new(text));
            return;
        }
        if capturable == payment.authorised_minor {
            page.pair("reserved", Cell::money(money(capturable)));
            return;
        }
        let left = self.left_on_payment();
        if capturable == 0 && left > 0 {
            let text = t!("show-of-payment", own = money(0), all = money(left));
            page.pair("reserved", Cell::new(text));
            return;
        }
        page.pair("reserved at first", Cell::money(money(payment.authorised_minor)));
        page.pair("still reserved", Cell::money(money(capturable)));
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
}
