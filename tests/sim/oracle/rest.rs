//! The judge of untidy worlds at rest: every krone that is missing is told, what the rules decide is done,
//! and no more is booked than was taken.
//!
//! What is owed comes from the ground truth alone. What uniac says of an order is looked at as a person
//! would see it, never to find out what is right.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use uniac_core::act::{Act, Intent, OutcomeKind, Retry};
use uniac_sandbox::{self as sandbox, LedgerRow, Request};
use uniac_store::Store;

use super::untidy::Sums;
use super::{Oracle, UNIT_MINOR};
use crate::commands::{Told, told};
use crate::kinds::Kind;
use crate::life::{COMPANY, Life, Runner};
use crate::truth::{Bill, Line, Paper};

/// What uniac has of one order, for what no person's deeds tell.
struct Known {
    is_held: bool,
    is_stuck: bool,
    /// The invoices' ids by their numbers.
    ids: BTreeMap<String, i64>,
}

/// What there is to judge of one purchase.
struct Rest<'a> {
    purchase: usize,
    rows: Vec<&'a LedgerRow>,
    sums: Sums,
    papers: Vec<(&'a String, &'a Paper)>,
    told: &'a BTreeMap<String, Told>,
}

impl Rest<'_> {
    fn attention(&self, order: &str) -> Option<&'static str> {
        self.told.get(order).and_then(|told| told.attention)
    }

    fn is_any_told(&self, of: impl Fn(&Paper) -> bool) -> bool {
        let mut of_them = self.papers.iter().filter(|(_, paper)| of(paper));
        of_them.any(|(order, _)| self.attention(order).is_some())
    }

    fn words(&self) -> String {
        let attentions: Vec<_> =
            self.papers.iter().map(|(order, _)| (*order, self.told.get(*order))).collect();
        format!("{:?} {attentions:?} {:?}", self.sums, self.papers)
    }
}

impl Oracle {
    /// Judges all purchases when everything has healed and is at rest.
    pub fn check_purchases(&self, life: &Arc<Life>, is_last: bool) {
        let told = told(life, Runner::Steady);
        let book = life.world().ledger().expect("the book is read");
        let known = known(life);
        if is_last {
            for told in told.values() {
                life.mark(format!("link/{}", told.link.name()));
                life.mark(format!("attention/{}", told.attention.unwrap_or("none")));
            }
        }
        let is_active = self.active.get(&Runner::Steady) == Some(&Some(true));
        for purchase in 0..self.truth.purchases.len() {
            let rows = self.truth.rows(purchase, &book);
            let sums = Sums::of(&rows);
            let papers = self.truth.papers_of(purchase).collect();
            let rest = Rest { purchase, rows, sums, papers, told: &told };
            self.check_booked(life, &rest, &known);
            if rest.rows.is_empty() || !is_active {
                continue;
            }
            self.check_told_of(life, &rest);
            self.check_link(&rest);
            self.check_alarms(life, &rest, &known);
            if is_last {
                self.check_settled(life, &rest, &known);
            }
        }
    }

    /// R8, R9: what is missing of invoices, and what is held too much after a credit, is told.
    fn check_told_of(&self, life: &Life, rest: &Rest) {
        let of = &self.truth.purchases[rest.purchase];
        // A number that no order of the shop has is told by `doctor` alone.
        if rest.papers.iter().any(|(_, paper)| paper.is_lost) {
            return;
        }
        let held = rest.sums.held();
        if held < self.truth.sum(rest.purchase, Bill::owed) {
            let asks = |paper: &Paper| paper.bills.iter().any(|bill| bill.owed() > 0);
            assert!(rest.is_any_told(asks), "R8: missing, and nobody is told: {}", rest.words());
            life.mark("rest/missing and told");
        }
        let is_paid = |paper: &Paper| {
            let bills = paper.bills.iter();
            bills.clone().any(|bill| bill.paid > 0 && bill.owed() < bill.minor - bill.paid)
        };
        let is_refunded = rest.sums.refunded_by_us > 0 && held > 0;
        if is_refunded && rest.papers.iter().any(|(_, paper)| is_paid(paper)) {
            life.mark("untidy/paid otherwise in part, credited and refunded");
        }
        let least = |bill: &Bill| (bill.gross() - bill.loose).max(0);
        // Of an order that a person has said to have no part in the payment nothing is paid back.
        let is_unlinked = rest.papers.iter().any(|(_, paper)| paper.is_unlinked);
        if held > self.truth.sum(rest.purchase, least) && of.ever_credited > 0 && !is_unlinked {
            let waits = rest.papers.iter().any(|(_, paper)| paper.has_draft());
            // A note above what is held may be any customer's: a finding of the company.
            let bills = || rest.papers.iter().flat_map(|(_, paper)| &paper.bills);
            let is_above = |bill: &Bill| bill.loose > 0 && bill.loose_least > held;
            let unplaced = rest.told.values().any(|t| t.attention == Some("credit-not-placed"))
                || bills().any(is_above);
            // So may be one whose order has another customer in Uni now.
            let is_edited =
                bills().any(|bill| bill.loose > 0) && of.kinds.contains(&Kind::CustomerEdited);
            // Orders that together ask for no more than was bought are parts of it, as far as anybody can tell.
            let asked = bills().map(Bill::gross).fold(0, i64::saturating_add);
            let are_parts = held <= asked && asked <= rest.sums.authorised + UNIT_MINOR;
            let is_told = waits || unplaced || is_edited || rest.is_any_told(|_| true);
            let is_told = is_told || are_parts;
            assert!(is_told, "R9: held too much, and nobody is told: {}", rest.words());
            life.mark("rest/held too much and told");
        }
    }

    /// No ordinary order is doubtful.
    fn check_link(&self, rest: &Rest) {
        let of = &self.truth.purchases[rest.purchase];
        let is_ordinary = of.kinds.iter().all(|kind| kind.is_ordinary() || kind.is_of_the_portal());
        if !is_ordinary || of.is_named_by_others || self.is_unknown_yet(rest.purchase) {
            return;
        }
        for (order, _) in &rest.papers {
            let is_doubtful = rest.told.get(*order).is_some_and(|told| told.link.is_doubtful());
            assert!(!is_doubtful, "an ordinary order is doubtful: {order} {of:?} {}", rest.words());
        }
    }

    /// Returns whether the customer of all cannot be known for one: it is by the fifth who buys, as far as its orders
    /// lead to them.
    fn is_unknown_yet(&self, purchase: usize) -> bool {
        let leads = |paper: &Paper| !paper.is_misnamed && !paper.is_lost;
        let is_alike = |other: &usize| {
            let mut papers = self.truth.papers_of(*other);
            self.truth.purchases[*other].is_collective && papers.any(|(_, paper)| leads(paper))
        };
        let alike = (0..self.truth.purchases.len()).filter(is_alike).count();
        self.truth.purchases[purchase].is_collective && alike < 5
    }

    /// There is no attention on what is done with: nothing reserved, nothing to invoice, and to the øre.
    fn check_alarms(&self, life: &Life, rest: &Rest, known: &BTreeMap<String, Known>) {
        let is_open = rest.papers.iter().any(|(_, paper)| paper.is_open());
        let gross = self.truth.sum(rest.purchase, Bill::gross);
        let is_even = rest.sums.held() == gross && rest.sums.rest() == 0 && !is_open;
        if !is_even || !self.decides(rest, known) {
            return;
        }
        life.mark("rest/even");
        let alarms = rest.papers.iter().filter_map(|(order, _)| rest.attention(order));
        let alarm = alarms.into_iter().find(|name| !self.is_excused(name));
        assert_eq!(alarm, None, "a false alarm: {}", rest.words());
    }

    /// Returns whether an attention may stand on what is done with: a credit that nobody can place may be
    /// any order's of the customer, or of the number.
    fn is_excused(&self, attention: &str) -> bool {
        let mut all = self.truth.papers.values().flat_map(|paper| &paper.bills);
        let mut is_unplaced = || all.any(|bill| bill.loose > 0);
        attention == "credit-not-placed" && is_unplaced()
    }

    /// R13: what the rules decide is done, without a person.
    fn check_settled(&self, life: &Life, rest: &Rest, known: &BTreeMap<String, Known>) {
        let of = &self.truth.purchases[rest.purchase];
        if !self.decides(rest, known) {
            return;
        }
        let is_settled = self.is_settled(rest);
        for kind in Kind::SETTLES.iter().filter(|kind| of.kinds.contains(kind)) {
            life.mark(format!("rate/{}/of", kind.name()));
            if is_settled {
                life.mark(format!("rate/{}/settled", kind.name()));
            }
        }
        // Up to one unit that was paid otherwise is taken for rounding (design 4), and is missing then.
        let is_too_little = |bill: &Bill| (1..=UNIT_MINOR).contains(&bill.paid);
        let has_too_little =
            rest.papers.iter().any(|(_, paper)| paper.bills.iter().any(is_too_little));
        let is_ruled = of.kinds.iter().all(|kind| kind.is_ruled()) && !has_too_little;
        assert!(is_settled || !is_ruled, "R13: not settled: {of:?} {}", rest.words());
    }

    /// Returns whether anything of an invoice was paid otherwise, whoever's share of it.
    fn is_paid_on(&self, number: Option<&String>) -> bool {
        let mut bills = self.truth.papers.values().flat_map(|paper| &paper.bills);
        bills.any(|bill| bill.number.as_ref() == number && bill.paid > 0)
    }

    /// Returns whether the rules leave nothing of a purchase to a person.
    fn decides(&self, rest: &Rest, known: &BTreeMap<String, Known>) -> bool {
        let of = &self.truth.purchases[rest.purchase];
        // Uni's clock says of what era a document is.
        let is_odd = self.is_clock_wrong
            || self.is_unknown_yet(rest.purchase)
            || of.touched
            || of.given_up
            || of.kinds.contains(&Kind::PaidByBank)
            || of.kinds.contains(&Kind::NumberUsedAgain)
            || (of.is_collective && !of.kinds.iter().all(|kind| kind.is_ordinary()));
        let is_auto =
            |number: &String| self.surely_auto.contains(&(Runner::Steady, number.clone()));
        let is_plain = |(order, paper): &(&String, &Paper)| {
            let known = known.get(*order);
            let exceeds = |bill: &Bill| {
                let is_paid_elsewhere = bill.paid > 0 && bill.owed() == 0;
                // Uni shows what was paid of an invoice, not of whose share of it.
                let is_unclear = bill.is_shared && self.is_paid_on(bill.number.as_ref());
                let credited = bill.typed_credit + bill.credited;
                bill.loose > 0 || credited > bill.minor || is_paid_elsewhere || is_unclear
            };
            let is_free = known.is_some_and(|known| !known.is_held && !known.is_stuck);
            let is_odd = paper.is_misnamed || paper.is_lost || paper.is_unlinked || paper.by_hand;
            let is_odd = is_odd || paper.has_draft() || paper.bills.iter().any(exceeds);
            is_free
                && !is_odd
                && paper.invoices().all(is_auto)
                && (!paper.deleted || is_auto(order))
        };
        let claims = |paper: &Paper| paper.is_open() || paper.bills.iter().any(|b| b.gross() > 0);
        let mut claimants = rest.papers.iter().filter(|(_, paper)| claims(paper));
        let first = claimants.next().map(|(_, paper)| paper.strand);
        let is_one =
            claimants.all(|(_, paper)| Some(paper.strand) == first) && !self.is_asked_twice(rest);
        let is_dropped = rest.papers.iter().all(|(_, paper)| paper.deleted);
        // What carries its number, and nobody knows why, bars the release.
        let is_barred = of.is_named_by_others && is_dropped;
        let owed = self.truth.sum(rest.purchase, Bill::owed);
        let present = rest.rows.iter().find(|row| Some(&row.reference) == of.payments.last());
        let old: i64 = rest.rows.iter().map(|row| row.captured_minor - row.refunded_minor).sum();
        let there = present.map_or(0, |row| row.authorised_minor).max(old);
        let is_over = of.ever_invoiced > 0 || is_dropped;
        !is_odd
            && is_one
            && !is_barred
            && is_over
            && owed <= there
            && !self.claim_too_much(rest)
            && rest.papers.iter().all(is_plain)
    }

    /// Returns whether several orders claim more than was bought, as with freight typed on one of them: then nobody knows
    /// which is the real one.
    fn claim_too_much(&self, rest: &Rest) -> bool {
        let open = |paper: &Paper| if paper.is_open() { paper.total - paper.invoiced() } else { 0 };
        let open: i64 = rest.papers.iter().map(|(_, paper)| open(paper).max(0)).sum();
        let claimed = self.truth.sum(rest.purchase, Bill::owed) + open;
        rest.papers.len() > 1 && claimed > rest.sums.authorised + UNIT_MINOR
    }

    /// Returns whether one of several orders can invoice what an invoice asks for already: together they claim more than
    /// was bought.
    fn is_asked_twice(&self, rest: &Rest) -> bool {
        let bills = || rest.papers.iter().flat_map(|(_, paper)| &paper.bills);
        let is_asked =
            |line: &Line| bills().any(|bill| bill.gross() > 0 && bill.lines.contains(&line.origin));
        let papers = rest.papers.iter().filter(|(_, paper)| paper.is_open());
        let mut open = papers.flat_map(|(_, paper)| paper.lines.iter().filter(|line| line.is_open));
        rest.papers.len() > 1 && open.any(is_asked)
    }

    /// Returns whether a purchase is done with, and needs nobody.
    fn is_settled(&self, rest: &Rest) -> bool {
        let of = &self.truth.purchases[rest.purchase];
        let (owed, gross) =
            (self.truth.sum(rest.purchase, Bill::owed), self.truth.sum(rest.purchase, Bill::gross));
        let held = rest.sums.held();
        let present = rest.rows.iter().find(|row| Some(&row.reference) == of.payments.last());
        let is_dropped = rest.papers.iter().all(|(_, paper)| paper.deleted);
        let is_released = !is_dropped || present.is_none_or(|row| left_of(row) == 0);
        let is_quiet = rest.papers.iter().all(|(order, _)| match rest.attention(order) {
            None | Some("reservation-expiring") => true,
            Some(name) if self.is_excused(name) => true,
            // What was paid back is not there any more.
            Some("exceeds-reservation") => owed > held + rest.sums.rest(),
            // More than a rounding is a person's to release, also of what was credited before it was taken.
            Some("reservation-left-over" | "credited-without-capture") => {
                present.is_some_and(|row| left_of(row) > UNIT_MINOR)
            }
            // Nor is it a person's while another order carries the number.
            Some("shop-would-move-money") => of.is_named_by_others && rest.sums.rest() > UNIT_MINOR,
            Some("replaced-payment") => of.payments.len() > 1 && rest.sums.rest() > 0,
            Some(_) => false,
        });
        let is_there = held + present.map_or(0, |row| left_of(row)) >= owed;
        let is_right = (owed..=gross.max(owed)).contains(&held) || (!is_there && held < owed);
        is_right && is_released && is_quiet
    }

    /// R4: no more is booked than was taken.
    fn check_booked(&self, life: &Life, rest: &Rest, known: &BTreeMap<String, Known>) {
        let (mut all, taken) = (0, taken(life, &rest.rows));
        for (order, paper) in &rest.papers {
            let Some(known) = known.get(*order) else { continue };
            for bill in paper.bills.iter().filter(|bill| !bill.is_shared) {
                let id = bill.number.as_ref().and_then(|number| known.ids.get(number));
                let Some(id) = id else { continue };
                let booked = booked_in_uni(life, *id);
                all += booked;
                let taken = taken.get(id).copied().unwrap_or_default();
                // Money that passes from one invoice to another, and what others took, is not told here.
                let passes = self.truth.purchases[rest.purchase].ever_credited > 0;
                let is_fine = booked <= taken || passes || rest.sums.foreign() > 0;
                assert!(
                    is_fine,
                    "R4: {booked} booked on {bill:?}, {taken} taken: {}",
                    rest.words()
                );
            }
        }
        assert!(all <= rest.sums.captured, "R4: {all} booked in all: {}", rest.words());
        if all > 0 {
            life.mark("rest/booked, and taken");
        }
    }
}

/// What is still reserved on a payment.
fn left_of(row: &LedgerRow) -> i64 {
    row.authorised_minor - row.captured_minor - row.cancelled_minor
}

/// Returns what the steady runner has of each order.
fn known(life: &Life) -> BTreeMap<String, Known> {
    let now = life.clock.now();
    let mut all = BTreeMap::new();
    let read = life.store(Runner::Steady).cases(&mut |case| {
        let is_refused = |intent: &Intent| {
            let outcome = intent.outcome.as_ref();
            outcome.is_some_and(|o| o.kind == OutcomeKind::Refused && o.retry == Retry::Never)
        };
        let documents = case.order.documents.iter();
        let known = Known {
            is_held: case.active_hold(now).is_some(),
            is_stuck: case.intents.iter().any(|i| i.is_open() || is_refused(i)),
            ids: documents.map(|document| (document.number.clone(), document.id.0)).collect(),
        };
        all.insert(case.order.uni.number, known);
        Ok(())
    });
    read.expect("the store is read");
    all
}

/// Returns what uniac has taken on payments for each invoice, by its id, whichever of its runners did.
fn taken(life: &Life, rows: &[&LedgerRow]) -> BTreeMap<i64, i64> {
    let mut keys: BTreeMap<String, Intent> = BTreeMap::new();
    for runner in [Runner::Steady, Runner::Other] {
        let journal = life.store(runner).journal(None).expect("the journal is read");
        let captures = journal.into_iter().filter(|(_, intent)| intent.act == Act::Capture);
        keys.extend(captures.map(|(_, intent)| (intent.key.clone(), intent)));
    }
    let mut taken: BTreeMap<i64, i64> = BTreeMap::new();
    let events = rows.iter().flat_map(|row| &row.events);
    for event in events.filter(|event| event.kind == "capture") {
        let intent = event.key.as_ref().and_then(|key| keys.get(key));
        if let Some(document) = intent.and_then(|intent| intent.document) {
            *taken.entry(document.0).or_default() += event.amount_minor;
        }
    }
    taken
}

/// Returns what uniac has taken for an invoice, by its number.
pub fn taken_for(life: &Life, number: &str) -> i64 {
    let book = life.world().ledger().expect("the book is read");
    let taken = taken(life, &book.iter().collect::<Vec<_>>());
    let mut id = None;
    for runner in [Runner::Steady, Runner::Other] {
        let read = life.store(runner).cases(&mut |case| {
            let documents = &case.order.documents;
            id = id.or(documents.iter().find(|known| known.number == number).map(|known| known.id));
            Ok(())
        });
        read.expect("the store is read");
    }
    id.and_then(|id| taken.get(&id.0).copied()).unwrap_or_default()
}

/// Returns what is booked on an invoice in Uni by neither a bank nor a gift card, minor units.
fn booked_in_uni(life: &Life, invoice: i64) -> i64 {
    let token = format!("Bearer {}", sandbox::unimicro::TOKEN);
    let headers = [("authorization", token.as_str()), ("companykey", COMPANY)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let target = format!("/uni/api/biz/invoices/{invoice}?action=get-payments");
    let request = Request::new("GET", &target, headers.to_vec(), Vec::new());
    let delivered = life.world().deliver(&request).expect("the world goes on");
    let sandbox::Answer::Whole(response) = delivered.answer else { panic!("no answer") };
    let rows: Vec<serde_json::Value> = match response.status {
        200 => serde_json::from_slice(&response.body).expect("rows"),
        _ => Vec::new(),
    };
    let is_others = |row: &serde_json::Value| {
        row["PaymentID"] == "GAVEKORT" || row["TransactionID"].is_string()
    };
    let amounts = rows.iter().filter(|row| !is_others(row)).map(|row| {
        let amount: Decimal = row["AmountCurrency"].to_string().parse().expect("an amount");
        i64::try_from(amount * Decimal::ONE_HUNDRED).expect("whole øre")
    });
    amounts.sum()
}
