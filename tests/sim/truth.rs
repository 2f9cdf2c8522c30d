//! The ground truth of a simulated world: which purchase each order of Uni stems from, and which documents
//! truly ask for which money.
//!
//! It is kept by the people who do things, as they do them. It must never ask uniac, nor share its code.

use std::collections::{BTreeMap, BTreeSet};

use uniac_sandbox::LedgerRow;

use crate::kinds::Kind;
use crate::oracle::UNIT_MINOR;

/// What a customer bought: one order of the shop, with all that was made of it.
#[derive(Debug, Clone, Default)]
pub struct Purchase {
    /// The shop's number of its order now; none where the shop has no such order.
    pub shop: Option<String>,
    /// The provider's references of its payments, the present one last.
    pub payments: Vec<String>,
    /// What people did that is not tidy.
    pub kinds: BTreeSet<Kind>,
    /// Money of it was moved in the portal.
    pub touched: bool,
    /// It was given up in the shop by a person.
    pub given_up: bool,
    /// An order that does not stem from it carries its number.
    pub is_named_by_others: bool,
    /// In Uni it is one of the customer of all.
    pub is_collective: bool,
    /// All that was ever invoiced; never less.
    pub ever_invoiced: i64,
    /// All that was ever credited; never less.
    pub ever_credited: i64,
    /// By how much final invoices of it were ever made smaller; never less.
    pub ever_lowered: i64,
    /// What others than uniac had taken when somebody last credited.
    pub foreign_when_credited: i64,
    /// How much people had done in all when they last did something with it.
    pub acted_at: u64,
    /// Who bought.
    pub customer: String,
    /// How often it was copied.
    pub strands: u32,
}

/// A line of an order in Uni.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Which line of the purchase it is.
    pub origin: u32,
    /// It is on no invoice.
    pub is_open: bool,
}

/// An invoice, as far as it is one order's.
#[derive(Debug, Clone, Default)]
pub struct Bill {
    /// Its number; a draft may have none.
    pub number: Option<String>,
    /// What it asks for, minor units.
    pub minor: i64,
    /// Which lines of the purchase it has.
    pub lines: Vec<u32>,
    /// A line is typed on it.
    pub is_typed: bool,
    /// It is of several orders.
    pub is_shared: bool,
    /// It is a draft.
    pub is_draft: bool,
    /// It was final before.
    pub was_final: bool,
    /// What of its lines is credited, by notes that can be placed.
    pub credited: i64,
    /// What is credited in typed lines, by notes that name it.
    pub typed_credit: i64,
    /// What is credited for it by notes that nobody can place.
    pub loose: i64,
    /// The smallest of those notes.
    pub loose_least: i64,
    /// What the customer paid in other ways.
    pub paid: i64,
    /// What of that was paid before its money was taken: so much is not to be taken.
    pub spared: i64,
    /// Its newest credit note of one bill: the number, how much, and how.
    pub note: Option<(String, i64, Credited)>,
}

impl Bill {
    /// What is owed in all, also what was paid otherwise.
    pub fn gross(&self) -> i64 {
        if self.is_draft { 0 } else { self.less_credited().max(0) }
    }

    /// What it asks for less all that is credited of it; below zero where that is more.
    pub fn less_credited(&self) -> i64 {
        self.minor - self.credited - self.typed_credit
    }

    /// What is left to pay.
    pub fn owed(&self) -> i64 {
        (self.gross() - self.paid).max(0)
    }

    /// What may be taken for it at most. Up to one unit of the currency is rounding, unless nothing is left to pay.
    pub fn takeable(&self) -> i64 {
        let counts = self.spared > UNIT_MINOR || self.spared >= self.gross();
        (self.gross() - if counts { self.spared } else { 0 }).max(0)
    }

    /// The customer pays so much in another way; `taken` is what was taken for the bill until now.
    pub fn pay(&mut self, minor: i64, taken: i64) {
        self.paid += minor;
        self.spared += minor.min(self.gross() - self.spared - taken).max(0);
    }

    /// Returns whether no more is credited than it is for.
    pub fn owes_no_less(&self) -> bool {
        self.is_draft || self.credited + self.typed_credit <= self.minor
    }

    /// What of its lines can be credited.
    pub fn creditable(&self) -> i64 {
        if self.is_draft { 0 } else { self.minor - self.credited }
    }
}

/// An order in Uni.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// The purchase that it truly stems from.
    pub purchase: usize,
    /// Which copy it is, or of which copy it is a part; 0 for the original.
    pub strand: u32,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its total when it was made.
    pub total: i64,
    /// Its currency.
    pub currency: String,
    /// It was made by hand in Uni; no purchase of the shop is behind it.
    pub by_hand: bool,
    /// Its invoices, oldest first.
    pub bills: Vec<Bill>,
    /// A credit note of it that is a draft: on which bill, and how much.
    pub draft_credit: Option<(usize, i64)>,
    /// It was deleted or closed.
    pub deleted: bool,
    /// It carries the number of another purchase.
    pub is_misnamed: bool,
    /// It carries a number that no order of the shop has any more.
    pub is_lost: bool,
    /// A person told uniac that it does not stem from what it names.
    pub is_unlinked: bool,
    /// What is left of its gift card.
    pub gift: i64,
    /// How much people had done in all when they last did something with it.
    pub touched_at: u64,
}

impl Paper {
    /// The sum of its final invoices.
    pub fn invoiced(&self) -> i64 {
        self.bills.iter().filter(|bill| !bill.is_draft).map(|bill| bill.minor).sum()
    }

    /// What of them is credited.
    pub fn credited(&self) -> i64 {
        self.invoiced() - self.bills.iter().map(Bill::gross).sum::<i64>()
    }

    /// All that is credited of its invoices, also by notes that nobody can place.
    pub fn lessened(&self) -> i64 {
        self.bills.iter().map(|bill| bill.credited + bill.typed_credit + bill.loose).sum()
    }

    /// The numbers of its final invoices.
    pub fn invoices(&self) -> impl Iterator<Item = &String> {
        self.bills.iter().filter(|bill| !bill.is_draft).filter_map(|bill| bill.number.as_ref())
    }

    /// Returns whether something of it can still be invoiced.
    pub fn is_open(&self) -> bool {
        !self.deleted && self.lines.iter().any(|line| line.is_open)
    }

    /// Returns whether a document of it is a draft.
    pub fn has_draft(&self) -> bool {
        self.draft_credit.is_some() || self.bills.iter().any(|bill| bill.is_draft)
    }
}

/// What is bought.
#[derive(Debug, Clone, Default)]
pub struct Bought {
    /// How many lines.
    pub lines: u32,
    /// The total.
    pub total: i64,
    /// The currency.
    pub currency: String,
    /// Who buys.
    pub customer: String,
    /// Made by hand in Uni.
    pub by_hand: bool,
    /// The shop's number.
    pub shop: Option<String>,
    /// The payment.
    pub payment: Option<String>,
    /// How much is paid by gift card.
    pub gift: i64,
}

/// The truth.
#[derive(Debug, Default)]
pub struct Truth {
    /// The purchases, as they were made.
    pub purchases: Vec<Purchase>,
    /// The orders of Uni by number.
    pub papers: BTreeMap<String, Paper>,
    /// How much people have done.
    pub deeds: u64,
}

// What there is.
impl Truth {
    /// Returns an order.
    pub fn paper(&self, order: &str) -> &Paper {
        &self.papers[order]
    }

    /// Returns the purchase that an order truly stems from.
    pub fn purchase_of(&self, order: &str) -> &Purchase {
        &self.purchases[self.papers[order].purchase]
    }

    /// Returns the number of the purchase that a payment was made for.
    pub fn of_payment(&self, reference: &str) -> Option<usize> {
        self.purchases.iter().position(|p| p.payments.iter().any(|known| known == reference))
    }

    /// Returns the orders that stem from a purchase.
    pub fn papers_of(&self, purchase: usize) -> impl Iterator<Item = (&String, &Paper)> {
        self.papers.iter().filter(move |(_, paper)| paper.purchase == purchase)
    }

    /// Returns whether nobody did anything untidy with a purchase, nor with its number, but move its
    /// money in the portal.
    pub fn is_tidy(&self, purchase: usize) -> bool {
        let purchase = &self.purchases[purchase];
        purchase.kinds.iter().all(|kind| kind.is_of_the_portal()) && !purchase.is_named_by_others
    }

    /// Returns the rows of the provider's book that belong to a purchase.
    pub fn rows<'a>(&self, purchase: usize, book: &'a [LedgerRow]) -> Vec<&'a LedgerRow> {
        let payments = &self.purchases[purchase].payments;
        book.iter().filter(|row| payments.contains(&row.reference)).collect()
    }

    /// Sums up what bills ask for. Of bills of the same lines on several copies the largest counts: the
    /// customer bought it once.
    pub fn sum(&self, purchase: usize, ask: impl Fn(&Bill) -> i64) -> i64 {
        let mut asked: BTreeMap<Vec<u32>, BTreeMap<u32, i64>> = BTreeMap::new();
        let mut sum = 0;
        for (_, paper) in self.papers_of(purchase) {
            for bill in paper.bills.iter().filter(|bill| !bill.is_draft) {
                if bill.lines.is_empty() {
                    sum += ask(bill);
                } else {
                    let by_strand = asked.entry(bill.lines.clone()).or_default();
                    *by_strand.entry(paper.strand).or_default() += ask(bill);
                }
            }
        }
        sum + asked.values().filter_map(|by_strand| by_strand.values().max()).sum::<i64>()
    }
}

// What people do.
impl Truth {
    /// Somebody does something with an order.
    pub fn deed(&mut self, order: &str) -> &mut Paper {
        self.deeds += 1;
        let paper = self.papers.get_mut(order).expect("an order of this world");
        paper.touched_at = self.deeds;
        self.purchases[paper.purchase].acted_at = self.deeds;
        paper
    }

    /// Somebody does something of a kind that is not tidy with an order.
    pub fn untidy(&mut self, order: &str, kind: Kind) -> &mut Purchase {
        let purchase = self.deed(order).purchase;
        let purchase = &mut self.purchases[purchase];
        purchase.kinds.insert(kind);
        purchase
    }

    /// A customer has bought.
    pub fn bought(&mut self, order: &str, bought: Bought) {
        let payments = bought.payment.into_iter().collect();
        let (shop, customer) = (bought.shop, bought.customer);
        self.purchases.push(Purchase { shop, payments, customer, ..Purchase::default() });
        let lines = (0..bought.lines).map(|origin| Line { origin, is_open: true });
        let paper = Paper {
            purchase: self.purchases.len() - 1,
            lines: lines.collect(),
            total: bought.total,
            currency: bought.currency,
            by_hand: bought.by_hand,
            gift: bought.gift,
            ..Paper::default()
        };
        self.papers.insert(order.to_owned(), paper);
        self.deed(order);
    }

    /// An order came into Uni once more.
    pub fn copied(&mut self, order: &str, copy: &str, minor: i64) {
        let original = self.deed(order).clone();
        let purchase = &mut self.purchases[original.purchase];
        purchase.strands += 1;
        let lines = original.lines.iter().map(|line| Line { is_open: true, ..*line });
        let paper = Paper {
            purchase: original.purchase,
            strand: purchase.strands,
            lines: lines.collect(),
            total: minor,
            currency: original.currency,
            is_misnamed: original.is_misnamed,
            gift: original.gift,
            ..Paper::default()
        };
        self.papers.insert(copy.to_owned(), paper);
        self.deed(copy);
    }

    /// Lines of an order, counted from 1, became one of their own.
    pub fn split(&mut self, order: &str, part: &str, lines: &[usize], minor: i64) {
        let original = self.deed(order);
        let is_moved = |index: usize| lines.contains(&(index + 1));
        let (mut moved, mut kept) = (Vec::new(), Vec::new());
        for (index, line) in original.lines.iter().enumerate() {
            if is_moved(index) { moved.push(*line) } else { kept.push(*line) }
        }
        original.lines = kept;
        original.total -= minor;
        let paper = Paper {
            purchase: original.purchase,
            strand: original.strand,
            lines: moved,
            total: minor,
            currency: original.currency.clone(),
            is_misnamed: original.is_misnamed,
            ..Paper::default()
        };
        self.papers.insert(part.to_owned(), paper);
        self.deed(part);
    }

    /// A line of so much was added to an order.
    pub fn added(&mut self, order: &str, minor: i64) {
        let paper = self.deed(order);
        let last = paper.lines.iter().map(|line| line.origin).max().unwrap_or_default();
        paper.lines.push(Line { origin: last + 1, is_open: true });
        paper.total += minor;
    }

    /// An invoice was made of an order: of the lines named, counted from 1, or of all that are left.
    pub fn billed(&mut self, order: &str, lines: Option<&[usize]>, bill: Bill) {
        let paper = self.deed(order);
        let mut origins = Vec::new();
        for (index, line) in paper.lines.iter_mut().enumerate() {
            if line.is_open && lines.is_none_or(|lines| lines.contains(&(index + 1))) {
                line.is_open = false;
                origins.push(line.origin);
            }
        }
        origins.sort_unstable();
        let is_final = !bill.is_draft;
        paper.bills.push(Bill { lines: origins, ..bill });
        let index = paper.bills.len() - 1;
        if is_final {
            self.is_final(order, index);
        }
    }

    /// An invoice is final now: it counts, and the gift card pays.
    fn is_final(&mut self, order: &str, index: usize) {
        let paper = self.deed(order);
        let bill = &mut paper.bills[index];
        let by_card = paper.gift.min(bill.owed()).max(0);
        bill.pay(by_card, 0);
        paper.gift -= by_card;
        let (minor, purchase) = (bill.minor, paper.purchase);
        self.purchases[purchase].ever_invoiced += minor;
    }

    /// The order's draft of an invoice became final, with a number and this total.
    pub fn finalised(&mut self, order: &str, number: Option<String>, minor: i64) {
        let paper = self.deed(order);
        let Some(index) = paper.bills.iter().position(|bill| bill.is_draft) else { return };
        let bill = &mut paper.bills[index];
        let lowered = if bill.was_final { (bill.minor - minor).max(0) } else { 0 };
        (bill.is_typed, bill.minor) = (bill.is_typed || bill.minor != minor, minor);
        (bill.number, bill.is_draft) = (number, false);
        let purchase = paper.purchase;
        self.purchases[purchase].ever_lowered += lowered;
        self.is_final(order, index);
    }

    /// The order's newest invoice is a draft again.
    pub fn reopened(&mut self, order: &str) {
        if let Some(bill) = self.deed(order).bills.iter_mut().rfind(|bill| !bill.is_draft) {
            (bill.is_draft, bill.was_final) = (true, true);
        }
    }

    /// The order's draft of an invoice was thrown away.
    pub fn discarded(&mut self, order: &str) {
        let paper = self.deed(order);
        let Some(index) = paper.bills.iter().position(|bill| bill.is_draft) else { return };
        let bill = paper.bills.remove(index);
        open_again(paper, &bill.lines);
    }

    /// The lines of a bill can be invoiced anew.
    pub fn lines_opened(&mut self, order: &str, index: usize) {
        let paper = self.deed(order);
        let lines = paper.bills[index].lines.clone();
        open_again(paper, &lines);
    }

    /// A note credits so much of a bill; `foreign` is what others than uniac have taken of the purchase.
    pub fn credited(&mut self, order: &str, index: usize, minor: i64, how: Credited, foreign: i64) {
        let paper = self.deed(order);
        let purchase = paper.purchase;
        let bill = &mut paper.bills[index];
        *how.sum_of(bill) += minor;
        if how == Credited::Loose {
            let least = if bill.loose_least == 0 { minor } else { bill.loose_least };
            bill.loose_least = least.min(minor);
        }
        let purchase = &mut self.purchases[purchase];
        purchase.ever_credited += minor;
        purchase.foreign_when_credited = foreign;
    }

    /// The newest credit note of a bill was credited: it takes itself back.
    pub fn taken_back(&mut self, order: &str, index: usize) {
        let paper = self.deed(order);
        let (bill, purchase) = (&mut paper.bills[index], paper.purchase);
        let Some((_, minor, how)) = bill.note.take() else { return };
        *how.sum_of(bill) -= minor;
        self.purchases[purchase].ever_invoiced += minor;
    }
}

/// How a bill was credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    /// By its lines.
    Lines,
    /// By a typed line, on a note that names it.
    Typed,
    /// By a note that nobody can place.
    Loose,
}

impl Credited {
    fn sum_of(self, bill: &mut Bill) -> &mut i64 {
        match self {
            Credited::Lines => &mut bill.credited,
            Credited::Typed => &mut bill.typed_credit,
            Credited::Loose => &mut bill.loose,
        }
    }
}

fn open_again(paper: &mut Paper, lines: &[u32]) {
    for line in paper.lines.iter_mut().filter(|line| lines.contains(&line.origin)) {
        line.is_open = true;
    }
}
