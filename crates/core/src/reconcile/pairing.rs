//! Pairing: each row of one book with its counterpart in another, and what has none.
//!
//! Pure. A capture goes to the invoice that it was made for; what people did elsewhere goes to the oldest invoice of an
//! order that surely stems from the payment's. What is left on either side is a difference, to the øre.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::money::{Currency, Money};
use crate::order::{DocumentId, OrderId};

use super::beside::{alone, in_shop, unreadable};
use super::difference::{Difference, Reason};
use super::facts::InvoiceFacts;
use super::movement::{Kind, Movement, Side};
use super::period::{Period, Within};
use super::piece::Piece;
use super::purchases::Purchase;
use super::told::Row;

/// Returns every difference of a purchase that the period has a part in.
pub(super) fn differences(purchase: &Purchase, period: Period) -> Vec<Difference> {
    if purchase.orders.is_empty() {
        return alone(purchase, period);
    }
    let movements = purchase.movements();
    let currencies: BTreeSet<Currency> = movements.iter().map(|row| row.money.currency).collect();
    let mut found = Vec::new();
    for currency in currencies {
        let mut books = Books::of(purchase, &movements, currency, period);
        books.pair();
        found.extend(books.differences);
    }
    found.extend(in_shop(purchase, period));
    match purchase_doubt(purchase) {
        None => found,
        Some((order, doubt)) => unreadable(purchase, &movements, period, order, doubt),
    }
}

fn purchase_doubt<'a>(purchase: &Purchase<'a>) -> Option<(Option<&'a str>, &'a str)> {
    let of_order = purchase
        .orders
        .iter()
        .find_map(|order| Some((Some(order.number.as_str()), order.doubt.as_deref()?)));
    let of_payment = || purchase.payments.iter().find_map(|payment| payment.doubt.as_deref());
    of_order.or_else(|| of_payment().map(|doubt| (purchase.name(), doubt)))
}

/// The books of a purchase in one currency.
struct Books<'a> {
    purchase: &'a Purchase<'a>,
    currency: Currency,
    invoices: Vec<Piece<'a>>,
    credits: Vec<Piece<'a>>,
    captures: Vec<Piece<'a>>,
    refunds: Vec<Piece<'a>>,
    bookings: Vec<Piece<'a>>,
    /// The invoice that captured money is for: the capture's place, how much, and the invoice.
    taken: Vec<(usize, i64, DocumentId)>,
    /// What of each invoice was paid otherwise, and not yet credited.
    paid: BTreeMap<DocumentId, i64>,
    /// What of each invoice stands although no money was taken for it.
    facts: BTreeMap<DocumentId, InvoiceFacts>,
    differences: Vec<Difference>,
}

impl<'a> Books<'a> {
    fn of(
        purchase: &'a Purchase<'a>,
        movements: &[&'a Movement],
        currency: Currency,
        period: Period,
    ) -> Books<'a> {
        let is_firm = |id: Option<OrderId>| {
            id.and_then(|id| purchase.order(id)).is_some_and(|order| order.link.is_firm())
        };
        let pieces = |side: Side, kind: Kind| {
            let rows = movements.iter().copied().filter(|row| {
                row.side == side && row.kind == kind && row.money.currency == currency
            });
            let mut pieces: Vec<Piece> = rows
                .map(|row| Piece {
                    row,
                    within: period.within(row.when),
                    left: row.money.minor,
                    met: 0,
                    is_firm: is_firm(row.order),
                })
                .collect();
            pieces.sort_by_key(|piece| (!piece.is_firm, piece.day().is_none(), piece.day()));
            pieces
        };
        let mut facts: BTreeMap<DocumentId, InvoiceFacts> = BTreeMap::new();
        for (id, of) in purchase.orders.iter().flat_map(|order| &order.invoices) {
            let all = facts.entry(*id).or_default();
            all.paid_otherwise += of.paid_otherwise;
            all.passed_in += of.passed_in;
            all.passed_out += of.passed_out;
            // Of an invoice over several orders it is the rest of the whole.
            all.unpaid = all.unpaid.max(of.unpaid);
        }
        Books {
            purchase,
            currency,
            invoices: pieces(Side::Uni, Kind::Invoiced),
            credits: pieces(Side::Uni, Kind::Credited),
            captures: pieces(Side::Provider, Kind::Captured),
            refunds: pieces(Side::Provider, Kind::Refunded),
            bookings: pieces(Side::Uni, Kind::Booked),
            taken: Vec::new(),
            paid: BTreeMap::new(),
            facts,
            differences: Vec::new(),
        }
    }

    fn pair(&mut self) {
        self.take_back();
        self.leave_out_paid_otherwise();
        self.own_refunds_with_credits();
        self.captures_with_invoices();
        self.bookings_with_captures();
        self.refunds_with_credits();
        self.what_came_to_nothing();
        self.left_over();
    }

    /// A credit note that is credited takes itself back.
    fn take_back(&mut self) {
        for index in 0..self.credits.len() {
            let order = self.credits[index].row.order;
            let mut back = (-self.credits[index].left).max(0);
            for other in 0..self.credits.len() {
                let credit = &mut self.credits[other];
                let taken = back.min(credit.left.max(0));
                if credit.row.order == order && taken > 0 {
                    credit.left -= taken;
                    back -= taken;
                    self.credits[index].left += taken;
                    self.note_other_month((Kind::Credited, other), (Kind::Credited, index), taken);
                }
            }
        }
    }

    fn leave_out_paid_otherwise(&mut self) {
        for piece in &mut self.invoices {
            let facts = piece.row.invoice.and_then(|id| self.facts.get_mut(&id));
            let Some(facts) = facts else { continue };
            let share = facts.paid_otherwise.min(piece.left).max(0);
            facts.paid_otherwise -= share;
            piece.left -= share;
            *self.paid.entry(piece.row.invoice.unwrap_or_default()).or_default() += share;
        }
    }

    /// A credit of what was paid otherwise is paid back otherwise, too.
    fn leave_out_credited_of_paid(&mut self) {
        for piece in &mut self.credits {
            let paid = piece.row.invoice.and_then(|id| self.paid.get_mut(&id));
            let Some(paid) = paid else { continue };
            let share = (*paid).min(piece.left).max(0);
            *paid -= share;
            piece.left -= share;
        }
    }

    /// What others captured goes first to what is still owed, then to what was credited after they captured it.
    fn captures_with_invoices(&mut self) {
        let own = |capture: &Piece, invoice: &Piece| {
            let own = capture.row.order.is_none() || capture.row.order == invoice.row.order;
            invoice.is_firm && (own || capture.is_firm)
        };
        self.meet(Kind::Captured, Kind::Invoiced, |capture, invoice| {
            capture.row.invoice.is_some() && capture.row.invoice == invoice.row.invoice
        });
        let set_apart = self.set_apart_credited();
        self.meet(Kind::Captured, Kind::Invoiced, own);
        for (piece, minor) in self.invoices.iter_mut().zip(set_apart) {
            piece.left += minor;
        }
        let credited: Vec<(DocumentId, Option<Date>)> = self
            .credits
            .iter()
            .filter_map(|credit| Some((credit.row.invoice?, credit.day())))
            .collect();
        self.meet(Kind::Captured, Kind::Invoiced, |capture, invoice| {
            let mut notes = credited.iter().filter(|(id, _)| Some(*id) == invoice.row.invoice);
            let is_before = notes.any(|(_, day)| {
                capture.day().zip(*day).is_none_or(|(captured, credited)| captured <= credited)
            });
            own(capture, invoice) && is_before
        });
    }

    /// Takes off the invoices what is credited of them, and returns how much that is of each.
    fn set_apart_credited(&mut self) -> Vec<i64> {
        let mut credited: BTreeMap<DocumentId, i64> = BTreeMap::new();
        for credit in &self.credits {
            if let Some(invoice) = credit.row.invoice {
                *credited.entry(invoice).or_default() += credit.left.max(0);
            }
        }
        // What was captured and paid back for an invoice leaves no more to be set apart.
        let set_apart = self.invoices.iter_mut().map(|piece| {
            let rest = piece.row.invoice.and_then(|id| credited.get_mut(&id));
            let Some(rest) = rest else { return 0 };
            let minor = piece.left.min(*rest);
            *rest -= minor;
            piece.left -= minor;
            minor
        });
        set_apart.collect()
    }

    fn own_refunds_with_credits(&mut self) {
        self.meet(Kind::Refunded, Kind::Credited, |refund, credit| {
            refund.row.invoice.is_some() && refund.row.invoice == credit.row.invoice
        });
    }

    fn refunds_with_credits(&mut self) {
        self.meet(Kind::Refunded, Kind::Credited, |refund, credit| {
            let own = refund.row.order.is_none() || refund.row.order == credit.row.order;
            (credit.is_firm || credit.row.order.is_none()) && own
        });
    }

    /// Pairs rows of money with rows of Uni, the oldest first.
    fn meet(&mut self, money: Kind, document: Kind, may: impl Fn(&Piece, &Piece) -> bool) {
        for index in 0..self.pieces(money).len() {
            for other in 0..self.pieces(document).len() {
                let (one, two) = (&self.pieces(money)[index], &self.pieces(document)[other]);
                let minor = one.left.min(two.left);
                if minor <= 0 || !may(one, two) {
                    continue;
                }
                let invoice = two.row.invoice;
                for (kind, at) in [(money, index), (document, other)] {
                    let piece = &mut self.pieces_mut(kind)[at];
                    piece.left -= minor;
                    piece.met += minor;
                }
                if money == Kind::Captured {
                    self.taken.extend(invoice.map(|invoice| (index, minor, invoice)));
                }
                self.note_other_month((money, index), (document, other), minor);
            }
        }
    }

    /// What was credited before anything was taken for it, money that passed from one invoice to another, and what was
    /// captured and paid back without a document: nothing is left to do about it.
    fn what_came_to_nothing(&mut self) {
        self.offset(|invoice, credit| {
            invoice.row.invoice.is_some() && invoice.row.invoice == credit.row.invoice
        });
        self.leave_out_credited_of_paid();
        let facts = self.facts.clone();
        let passed = |id: Option<DocumentId>, of: fn(&InvoiceFacts) -> i64| {
            id.and_then(|id| facts.get(&id)).is_some_and(|facts| of(facts) > 0)
        };
        self.offset(|invoice, credit| {
            passed(invoice.row.invoice, |f| f.passed_in)
                && passed(credit.row.invoice, |f| f.passed_out)
        });
        for capture in 0..self.captures.len() {
            for refund in 0..self.refunds.len() {
                let (one, other) = (&self.captures[capture], &self.refunds[refund]);
                let minor = one.left.min(other.left);
                if minor > 0 && one.row.on == other.row.on {
                    self.captures[capture].left -= minor;
                    self.refunds[refund].left -= minor;
                    self.note_other_month(
                        (Kind::Captured, capture),
                        (Kind::Refunded, refund),
                        minor,
                    );
                }
            }
        }
    }

    fn offset(&mut self, may: impl Fn(&Piece, &Piece) -> bool) {
        for invoice in 0..self.invoices.len() {
            for credit in 0..self.credits.len() {
                let (one, other) = (&self.invoices[invoice], &self.credits[credit]);
                let minor = one.left.min(other.left);
                if minor > 0 && may(one, other) {
                    self.invoices[invoice].left -= minor;
                    self.credits[credit].left -= minor;
                    self.note_other_month(
                        (Kind::Invoiced, invoice),
                        (Kind::Credited, credit),
                        minor,
                    );
                }
            }
        }
    }

    /// Pairs what Uni shows as paid on each invoice with what was taken for it.
    fn bookings_with_captures(&mut self) {
        // A capture of ours for an invoice that is gone is still the one that was booked there.
        let keyed = self.captures.iter().enumerate().filter(|(_, piece)| piece.left > 0);
        let keyed = keyed.filter_map(|(at, piece)| Some((at, piece.left, piece.row.invoice?)));
        let mut taken: Vec<(usize, i64, DocumentId)> =
            self.taken.iter().copied().chain(keyed).collect();
        for (index, minor) in
            self.bookings.iter().map(|piece| piece.left).enumerate().collect::<Vec<_>>()
        {
            let mut left = minor;
            for (capture, rest, invoice) in &mut taken {
                let minor = left.min(*rest);
                if minor > 0 && self.bookings[index].row.invoice == Some(*invoice) {
                    left -= minor;
                    *rest -= minor;
                    self.note_other_month((Kind::Captured, *capture), (Kind::Booked, index), minor);
                }
            }
            let piece = &mut self.bookings[index];
            piece.met = piece.left - left;
            piece.left = left;
        }
        for (capture, rest, invoice) in taken {
            let stands = self.invoices.iter().any(|piece| piece.row.invoice == Some(invoice));
            let Some(facts) = self.facts.get_mut(&invoice).filter(|_| stands) else { continue };
            let minor = rest.min(facts.unpaid);
            facts.unpaid -= minor;
            let piece = &self.captures[capture];
            if minor > 0 && piece.within == Within::In {
                let (uni, provider) = (Some(rest - minor), Some(rest));
                let on = self.invoices.iter().find(|p| p.row.invoice == Some(invoice));
                let order = on.and_then(|piece| piece.row.order);
                let row = Row { order, provider: piece.row.provider.clone(), ..Row::of(piece) };
                self.tell(Reason::CapturedNotBooked, row, minor, (uni, provider));
            }
        }
    }

    fn left_over(&mut self) {
        let mut rows = Vec::new();
        for (kind, reason) in [
            (Kind::Invoiced, Reason::InvoicedNotCaptured),
            (Kind::Credited, Reason::CreditedNotRefunded),
            (Kind::Captured, Reason::CapturedNotInvoiced),
            (Kind::Refunded, Reason::RefundedNotCredited),
            (Kind::Booked, Reason::BookedNotCaptured),
        ] {
            for piece in self.pieces(kind) {
                if piece.left <= 0 || !self.is_here(piece) {
                    continue;
                }
                let (whole, met) = (piece.left + piece.met, piece.met);
                let figures = match kind {
                    Kind::Captured | Kind::Refunded => (Some(met), Some(whole)),
                    Kind::Invoiced
                    | Kind::Credited
                    | Kind::Booked
                    | Kind::Ordered
                    | Kind::Cancelled
                    | Kind::Released => (Some(whole), Some(met)),
                };
                let is_lost = self.is_payment_unknown(piece.row.order);
                let reason = match (kind, met) {
                    (Kind::Invoiced, _) if is_lost => Reason::UnknownToProvider,
                    (_, 0) => reason,
                    _ => Reason::OtherAmount,
                };
                rows.push((reason, Row::of(piece), piece.left, figures));
            }
        }
        for (reason, row, minor, figures) in rows {
            self.tell(reason, row, minor, figures);
        }
    }

    /// Returns whether a row that has no counterpart is the period's. A booking of unknown day is that of its invoice.
    fn is_here(&self, piece: &Piece) -> bool {
        let invoice = self
            .invoices
            .iter()
            .find(|other| piece.row.kind == Kind::Booked && other.row.invoice == piece.row.invoice);
        match (piece.within, invoice) {
            (Within::In, _) => true,
            (Within::Unsure, Some(invoice)) => invoice.within == Within::In,
            // What may have been in the period is told, whatever the day was.
            (Within::Unsure, None) => true,
            (Within::Out, _) => false,
        }
    }

    fn is_payment_unknown(&self, order: Option<OrderId>) -> bool {
        let order = order.and_then(|id| self.purchase.order(id));
        order.is_some_and(|order| order.is_payment_unknown)
    }

    /// Notes that one of a pair is in the period and the other is not.
    fn note_other_month(&mut self, one: (Kind, usize), other: (Kind, usize), minor: i64) {
        let (first, second) = (&self.pieces(one.0)[one.1], &self.pieces(other.0)[other.1]);
        let (here, there) = match (first.within, second.within) {
            (Within::In, Within::Out) => (first, second),
            (Within::Out, Within::In) => (second, first),
            _ => return,
        };
        let is_money = matches!(here.row.side, Side::Provider);
        let figures = if is_money { (None, Some(minor)) } else { (Some(minor), None) };
        let order = here.row.order.or(there.row.order);
        let provider = here.row.provider.clone().or_else(|| there.row.provider.clone());
        let row = Row { order, provider, other_day: there.day(), ..Row::of(here) };
        self.tell(Reason::OtherMonth, row, minor, figures);
    }

    fn tell(
        &mut self,
        reason: Reason,
        row: Row,
        minor: i64,
        (uni_minor, provider_minor): (Option<i64>, Option<i64>),
    ) {
        let money = Money::new(minor, self.currency);
        let difference =
            Difference { uni_minor, provider_minor, ..row.tell(self.purchase, reason, money) };
        self.differences.push(difference);
    }

    fn pieces(&self, kind: Kind) -> &Vec<Piece<'a>> {
        match kind {
            Kind::Invoiced => &self.invoices,
            Kind::Credited => &self.credits,
            Kind::Captured => &self.captures,
            Kind::Refunded => &self.refunds,
            Kind::Booked | Kind::Ordered | Kind::Cancelled | Kind::Released => &self.bookings,
        }
    }

    fn pieces_mut(&mut self, kind: Kind) -> &mut Vec<Piece<'a>> {
        match kind {
            Kind::Invoiced => &mut self.invoices,
            Kind::Credited => &mut self.credits,
            Kind::Captured => &mut self.captures,
            Kind::Refunded => &mut self.refunds,
            Kind::Booked | Kind::Ordered | Kind::Cancelled | Kind::Released => &mut self.bookings,
        }
    }
}
