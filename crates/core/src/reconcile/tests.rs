//! Tables of the pairing: each way in which two books can differ, and that every øre of difference has its row.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::act::Act;
use crate::assess::Link;
use crate::money::{Currency, Money};
use crate::order::{DocumentId, OrderId, ShopStatus};

const OCTOBER: Period =
    Period { from: Date::constant(2026, 10, 1), to: Date::constant(2026, 10, 31) };

fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::NOK)
}

/// A day of October; 100 and more are days of November.
fn on(day: i8) -> When {
    When::On(match day {
        100.. => Date::constant(2026, 11, day - 99),
        day => Date::constant(2026, 10, day),
    })
}

fn row(side: Side, kind: Kind, on: &str, when: When, minor: i64) -> Movement {
    let provider = (side == Side::Provider).then(|| "vipps".to_owned());
    let on = on.to_owned();
    Movement { side, kind, order: None, invoice: None, on, provider, when, money: nok(minor) }
}

/// Three books of one order, written row by row.
struct Books(Facts);

impl Books {
    fn new() -> Books {
        let mut facts = Facts::default();
        facts.orders.push(OrderFacts {
            id: OrderId(7),
            number: "100007".into(),
            link: Link::Sure,
            shops: vec!["9007".into()],
            payments: vec!["p".into()],
            movements: Vec::new(),
            invoices: BTreeMap::new(),
            doubt: None,
            is_payment_unknown: false,
            attentions: Vec::new(),
            capturable_minor: 0,
            due: Vec::new(),
            unrecorded_minor: 0,
        });
        facts.shops.insert("9007".into(), shop("5007", Some("p")));
        let payment = PaymentFacts { reference: "p".into(), movements: Vec::new(), doubt: None };
        facts.payments.insert("p".into(), payment);
        Books(facts)
    }

    fn order(&mut self) -> &mut OrderFacts {
        &mut self.0.orders[0]
    }

    fn uni(
        mut self,
        kind: Kind,
        number: &str,
        invoice: Option<i64>,
        when: When,
        minor: i64,
    ) -> Books {
        let mut row = row(Side::Uni, kind, number, when, minor);
        row.order = Some(OrderId(7));
        row.invoice = invoice.map(DocumentId);
        if let Some(id) = row.invoice.filter(|_| kind == Kind::Invoiced) {
            let facts = InvoiceFacts { unpaid: minor, ..InvoiceFacts::default() };
            self.order().invoices.insert(id, facts);
        }
        self.order().movements.push(row);
        self
    }

    fn invoice(self, id: i64, when: When, minor: i64) -> Books {
        self.uni(Kind::Invoiced, &format!("F{id}"), Some(id), when, minor)
    }

    fn credit(self, of: i64, when: When, minor: i64) -> Books {
        self.uni(Kind::Credited, "K", Some(of), when, minor)
    }

    /// Uni shows so much as paid on the invoice.
    fn book(mut self, invoice: i64, when: When, minor: i64) -> Books {
        if let Some(facts) = self.order().invoices.get_mut(&DocumentId(invoice)) {
            facts.unpaid -= minor;
        }
        self.uni(Kind::Booked, &format!("F{invoice}"), Some(invoice), when, minor)
    }

    fn money(mut self, kind: Kind, invoice: Option<i64>, when: When, minor: i64) -> Books {
        let mut row = row(Side::Provider, kind, "p", when, minor);
        row.invoice = invoice.map(DocumentId);
        row.order = row.invoice.map(|_| OrderId(7));
        self.0.payments.get_mut("p").unwrap().movements.push(row);
        self
    }

    /// uniac captured for an invoice and booked it.
    fn taken(self, invoice: i64, day: i8, minor: i64) -> Books {
        self.money(Kind::Captured, Some(invoice), on(day), minor).book(invoice, on(day), minor)
    }

    #[track_caller]
    fn differ(&self, expected: &[(Reason, i64)]) -> Reconciliation {
        let result = reconcile(&self.0, OCTOBER);
        let found: Vec<_> = result.differences.iter().map(|d| (d.reason, d.money.minor)).collect();
        assert_eq!(found, expected, "{:#?}", result.differences);
        result
    }
}

fn shop(number: &str, payment: Option<&str>) -> ShopFacts {
    ShopFacts {
        number: number.into(),
        status: ShopStatus::Open,
        payment: payment.map(str::to_owned),
        refunded: nok(0),
        is_known_to_uni: true,
        movements: vec![row(Side::Shop, Kind::Ordered, number, on(1), 100)],
    }
}

#[test]
fn books_that_agree_have_sums_and_no_difference() {
    let books = Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    let books = books.credit(1, on(9), 30).money(Kind::Refunded, Some(1), on(10), 30);
    let result = books.differ(&[]);
    let sum = |side, kind| result.sum(side, kind, Currency::NOK);
    assert_eq!(sum(Side::Uni, Kind::Invoiced), 100);
    assert_eq!(sum(Side::Uni, Kind::Credited), 30);
    assert_eq!(sum(Side::Uni, Kind::Booked), 100);
    assert_eq!(sum(Side::Shop, Kind::Ordered), 100);
    assert_eq!(sum(Side::Provider, Kind::Captured), 100);
    assert_eq!(sum(Side::Provider, Kind::Refunded), 30);
    assert_eq!(result.purchases.len(), 1);
    assert_eq!(result.days.len(), 6);
}

#[test]
fn what_only_one_book_has_is_named_by_what_the_other_lacks() {
    use Kind::{Captured, Refunded};
    Books::new().invoice(1, on(3), 100).differ(&[(Reason::InvoicedNotCaptured, 100)]);
    Books::new().money(Captured, None, on(3), 100).differ(&[(Reason::CapturedNotInvoiced, 100)]);
    let sold = || Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    sold().credit(1, on(9), 100).differ(&[(Reason::CreditedNotRefunded, 100)]);
    sold().money(Refunded, None, on(9), 40).differ(&[(Reason::RefundedNotCredited, 40)]);
    // What a person captured in the portal is the invoice's, and Uni does not show it.
    Books::new()
        .invoice(1, on(3), 100)
        .money(Captured, None, on(3), 100)
        .differ(&[(Reason::CapturedNotBooked, 100)]);
}

#[test]
fn both_sides_with_different_amounts_are_told_as_such() {
    use Kind::{Captured, Refunded};
    let part = Books::new().invoice(1, on(3), 100).taken(1, 4, 60);
    let result = part.differ(&[(Reason::OtherAmount, 40)]);
    let difference = &result.differences[0];
    assert_eq!((difference.uni_minor, difference.provider_minor), (Some(100), Some(60)));
    assert_eq!((difference.kind, difference.on.as_str()), (Kind::Invoiced, "F1"));
    let above = Books::new().invoice(1, on(3), 100).money(Captured, None, on(3), 130);
    above.book(1, on(3), 100).differ(&[(Reason::OtherAmount, 30)]);
    let refund = Books::new().invoice(1, on(3), 100).taken(1, 4, 100).credit(1, on(9), 50);
    refund.money(Refunded, Some(1), on(9), 20).differ(&[(Reason::OtherAmount, 30)]);
}

#[test]
fn what_the_other_book_has_in_another_month_is_no_loss() {
    // Invoiced on the last evening, captured the next morning.
    let late = || Books::new().invoice(1, on(31), 100);
    let result = late().taken(1, 100, 100).differ(&[(Reason::OtherMonth, 100)]);
    let difference = &result.differences[0];
    assert_eq!(difference.day, Some(Date::constant(2026, 10, 31)));
    assert_eq!(difference.other_day, Some(Date::constant(2026, 11, 1)));
    assert_eq!(difference.signed_minor(), 100);
    // Credited before it was ever taken, in the next month.
    late().credit(1, on(102), 100).differ(&[(Reason::OtherMonth, 100)]);
    // What is wholly of another month is not this one's.
    Books::new().invoice(1, on(102), 100).differ(&[]);
}

#[test]
fn what_came_to_nothing_is_no_difference() {
    Books::new().invoice(1, on(3), 100).credit(1, on(5), 100).differ(&[]);
    let both = Books::new().money(Kind::Captured, None, on(3), 100);
    both.money(Kind::Refunded, None, on(4), 100).differ(&[]);
    // A credit note that takes itself back.
    let sold = Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    let sold = sold.uni(Kind::Credited, "K1", None, on(5), 100);
    sold.uni(Kind::Credited, "K2", None, on(6), -100).differ(&[]);
}

#[test]
fn money_that_passed_to_a_new_invoice_is_no_difference() {
    let mut anew = Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    anew = anew.credit(1, on(5), 100).invoice(2, on(6), 100);
    anew.differ(&[(Reason::InvoicedNotCaptured, 100), (Reason::CreditedNotRefunded, 100)]);
    anew.order().invoices.get_mut(&DocumentId(1)).unwrap().passed_out = 100;
    anew.order().invoices.get_mut(&DocumentId(2)).unwrap().passed_in = 100;
    anew.differ(&[]);
}

#[test]
fn a_payment_to_the_bank_is_booked_and_not_captured() {
    let between = When::Between(Date::constant(2026, 10, 3), Date::constant(2026, 11, 20));
    let mut books = Books::new().invoice(1, on(3), 100).book(1, between, 100);
    books.order().invoices.get_mut(&DocumentId(1)).unwrap().paid_otherwise = 100;
    let result = books.differ(&[(Reason::BookedNotCaptured, 100)]);
    // Nobody tells the day, and it may have been in November: it is in no sum.
    assert_eq!(result.sum(Side::Uni, Kind::Booked, Currency::NOK), 0);
    assert_eq!(result.undated.values().map(|sum| sum.minor).sum::<i64>(), 100);
}

#[test]
fn a_credit_of_what_was_paid_otherwise_is_no_refund_that_is_missing() {
    let mut books = Books::new().invoice(1, on(3), 100).taken(1, 4, 60).credit(1, on(9), 50);
    books.order().invoices.get_mut(&DocumentId(1)).unwrap().paid_otherwise = 40;
    books.differ(&[(Reason::CreditedNotRefunded, 10)]);
}

#[test]
fn what_surely_was_in_the_period_counts_without_a_day() {
    let between = When::Between(Date::constant(2026, 10, 3), Date::constant(2026, 10, 20));
    let books = Books::new().invoice(1, on(3), 100).money(Kind::Captured, None, between, 100);
    let result = books.book(1, on(4), 100).differ(&[]);
    assert_eq!(result.sum(Side::Provider, Kind::Captured, Currency::NOK), 100);
    assert!(result.days.keys().any(|(day, column)| day.is_none() && column.1 == Kind::Captured));
}

#[test]
fn what_no_system_dates_is_told_and_never_left_out() {
    let sold = || Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    let refunded = sold().money(Kind::Refunded, None, When::Unknown, 40);
    let result = refunded.differ(&[(Reason::RefundedNotCredited, 40)]);
    assert_eq!(result.differences[0].day, None);
    assert_eq!(result.sum(Side::Provider, Kind::Refunded, Currency::NOK), 0);
}

#[test]
fn a_stranger_takes_no_others_money() {
    let mut books = Books::new().money(Kind::Captured, None, on(4), 100).invoice(1, on(3), 100);
    books.order().link = Link::Doubtful(crate::assess::Doubt::OtherCustomer);
    books.differ(&[(Reason::CapturedNotInvoiced, 100), (Reason::InvoicedNotCaptured, 100)]);
    // What was captured for just that invoice is its own, whatever its link has become.
    let mut books = Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    books.order().link = Link::Doubtful(crate::assess::Doubt::OtherCustomer);
    books.differ(&[]);
}

#[test]
fn the_shop_may_lack_a_refund_or_show_one_that_was_never_paid() {
    let sold = || Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    let refunded = || sold().credit(1, on(9), 30).money(Kind::Refunded, Some(1), on(9), 30);
    let mut lacks = refunded();
    lacks.order().unrecorded_minor = 30;
    lacks.order().due = vec![(Act::ShopRecordRefund, true)];
    let result = lacks.differ(&[(Reason::UnknownToShop, 30)]);
    assert_eq!(result.differences[0].is_due(Act::ShopRecordRefund), Some(true));
    let mut shows = sold();
    let shop = shows.0.shops.get_mut("9007").unwrap();
    shop.refunded = nok(50);
    shop.movements.push(row(Side::Shop, Kind::Refunded, "5007", When::Unknown, 50));
    shows.differ(&[(Reason::UnknownToProvider, 50)]);
}

#[test]
fn what_was_credited_and_never_taken_is_no_refund_that_the_provider_lacks() {
    let mut books = Books::new().invoice(1, on(3), 100).credit(1, on(9), 100);
    let shop = books.0.shops.get_mut("9007").unwrap();
    shop.refunded = nok(100);
    shop.movements.push(row(Side::Shop, Kind::Refunded, "5007", When::Unknown, 100));
    books.differ(&[]);
}

#[test]
fn money_on_a_payment_that_the_shop_no_longer_names_is_unknown_to_it() {
    let mut books = Books::new().invoice(1, on(3), 100).taken(1, 4, 100);
    books.0.shops.get_mut("9007").unwrap().payment = Some("other".into());
    books.differ(&[(Reason::UnknownToShop, 100)]);
}

#[test]
fn an_invoice_whose_payment_nobody_knows_is_unknown_to_the_provider() {
    let mut books = Books::new().invoice(1, on(3), 100);
    books.0.payments.clear();
    books.order().is_payment_unknown = true;
    books.differ(&[(Reason::UnknownToProvider, 100)]);
}

#[test]
fn an_order_that_only_the_shop_has_is_unknown_to_uni() {
    let mut books = Books::new();
    books.0.shops.insert("9008".into(), shop("5008", Some("q")));
    books.differ(&[(Reason::UnknownToUni, 100)]);
    let captured = row(Side::Provider, Kind::Captured, "q", on(5), 80);
    let payment = PaymentFacts { reference: "q".into(), movements: vec![captured], doubt: None };
    books.0.payments.insert("q".into(), payment.clone());
    let result = books.differ(&[(Reason::UnknownToUni, 80)]);
    assert_eq!(result.differences[0].order, None);
    assert_eq!(result.sum(Side::Provider, Kind::Captured, Currency::NOK), 80);
    // Given back, it is nobody's loss.
    let mut over = payment;
    over.movements.push(row(Side::Provider, Kind::Refunded, "q", on(6), 80));
    books.0.payments.insert("q".into(), over);
    books.differ(&[]);
}

#[test]
fn a_credit_note_that_tells_no_order_is_one_difference_whoever_it_may_belong_to() {
    let mut books = Books::new();
    let movement = row(Side::Uni, Kind::Credited, "K9", on(5), 40);
    let orders = vec![OrderId(98), OrderId(99)];
    books.0.strays.insert(DocumentId(9), StrayFacts { movement, orders });
    let result = books.differ(&[(Reason::CreditedNotRefunded, 40)]);
    assert_eq!(result.differences[0].order, None);
    assert_eq!(result.sum(Side::Uni, Kind::Credited, Currency::NOK), 40);
}

#[test]
fn of_a_purchase_that_could_not_be_read_nothing_else_is_said() {
    let mut books = Books::new().invoice(1, on(3), 100).money(Kind::Captured, None, on(4), 30);
    books.order().doubt = Some("an amount of another form".into());
    let result = books.differ(&[(Reason::Unreadable, 70)]);
    assert_eq!(result.differences[0].signed_minor(), 70);
    assert_eq!(result.differences[0].order.as_deref(), Some("100007"));
}

#[test]
fn currencies_are_never_set_off_against_each_other() {
    let mut books = Books::new().invoice(1, on(3), 100).money(Kind::Captured, None, on(4), 100);
    let payment = books.0.payments.get_mut("p").unwrap();
    payment.movements[0].money.currency = "EUR".parse().unwrap();
    books.differ(&[(Reason::CapturedNotInvoiced, 100), (Reason::InvoicedNotCaptured, 100)]);
}

/// One thing that happened: what, for which of three invoices or by nobody's key, on which day, how much.
type Deed = (u8, i64, bool, i8, i64);

fn books(deeds: &[Deed]) -> Books {
    let mut books = Books::new();
    for (id, (kind, of, keyed, day, minor)) in (10_i64..).zip(deeds) {
        let (when, key) = (on(*day), keyed.then_some(*of));
        books = match kind % 4 {
            0 => books.invoice(id, when, *minor),
            1 => books.uni(Kind::Credited, "K", key, when, *minor),
            2 => books.money(Kind::Captured, key, when, *minor),
            _ => books.money(Kind::Refunded, key, when, *minor),
        };
    }
    books
}

proptest! {
    /// Invoiced less credited, and captured less refunded, differ by just what the differences say: none is left out,
    /// and none is invented.
    #[test]
    fn every_ore_of_difference_has_its_row(
        deeds in prop::collection::vec((0_u8..4, 10_i64..18, any::<bool>(), 28_i8..103, 1_i64..500), 0..12),
    ) {
        let deeds: Vec<Deed> = deeds
            .into_iter()
            .map(|(kind, of, keyed, day, minor)| (kind, of, keyed, if (32..100).contains(&day) { 31 } else { day }, minor))
            .collect();
        let result = reconcile(&books(&deeds).0, OCTOBER);
        let sum = |side, kind| result.sum(side, kind, Currency::NOK);
        let uni = sum(Side::Uni, Kind::Invoiced) - sum(Side::Uni, Kind::Credited);
        let provider = sum(Side::Provider, Kind::Captured) - sum(Side::Provider, Kind::Refunded);
        let told: i64 = result.differences.iter().map(Difference::signed_minor).sum();
        prop_assert_eq!(uni - provider, told, "{:#?}", result.differences);
        prop_assert!(result.differences.iter().all(|d| d.money.minor > 0));
    }
}
