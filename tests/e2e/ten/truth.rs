//! The truth about a company of the sandbox: which orders, documents and payments belong together, and what they come to.
//!
//! It is read from the sandbox's own books, by what people did there. It must never ask uniac, nor share its rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use crate::harness::World;

/// 1/10000 of the currency's unit, as Uni counts, in one minor unit.
const E4_PER_MINOR: i64 = 100;

/// Credit notes that tell neither an invoice nor a line of an order.
const STRAYS: &str =
    "SELECT customer FROM uni_invoice d WHERE kind = 1 AND reference_id IS NULL AND NOT EXISTS
    (SELECT 1 FROM uni_invoice_item i WHERE i.invoice_id = d.id AND i.order_item_id IS NOT NULL)";

/// Uni's status of a document that is not final.
const DRAFT: i64 = 42_001;

/// An order in Uni.
pub struct Order {
    pub number: String,
    /// What it says of the shop's order.
    pub names: String,
    /// The shop's order that it truly stems from.
    pub stems_from: Option<i64>,
    pub customer: String,
}

/// An order of the shop.
pub struct ShopOrder {
    pub number: String,
    pub status: String,
    pub name: String,
    pub payment: String,
}

/// An invoice or a credit note.
pub struct Document {
    pub is_draft: bool,
    /// Neither 0 nor 1 is a kind that Uni documents.
    pub kind: i64,
    pub minor: i64,
    pub issued: String,
    pub created: Timestamp,
    pub orders: BTreeSet<String>,
    /// Paid in Uni, whoever booked it.
    pub paid_minor: i64,
    pub has_typed_line: bool,
}

/// A payment at a provider.
pub struct Payment {
    pub currency: String,
    pub authorised: i64,
    pub captured: i64,
    pub refunded: i64,
    pub cancelled: i64,
    pub closes: Timestamp,
    pub is_authorised: bool,
}

impl Payment {
    /// What can still be taken.
    pub fn left(&self) -> i64 {
        if self.is_authorised { self.authorised - self.captured - self.cancelled } else { 0 }
    }
}

/// What belongs together.
#[derive(Default)]
pub struct Purchase {
    pub orders: BTreeSet<String>,
    pub shops: BTreeSet<i64>,
    pub documents: BTreeSet<i64>,
    pub payments: BTreeSet<String>,
}

/// The sandbox's books.
pub struct Books {
    pub orders: BTreeMap<String, Order>,
    pub shops: BTreeMap<i64, ShopOrder>,
    pub documents: BTreeMap<i64, Document>,
    pub payments: BTreeMap<String, Payment>,
    pub purchases: Vec<Purchase>,
    /// The customers of credit notes that tell neither an invoice nor a line of an order.
    strays: BTreeSet<String>,
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("a moment")
}

fn all<T>(
    book: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut rows = book.prepare(sql).expect("a query");
    let rows = rows.query_map([], read).expect("rows");
    rows.collect::<Result<_, _>>().expect("a row")
}

impl Books {
    /// Reads the books of a world.
    pub fn read(world: &World) -> Books {
        // The provider's own clock closes what has lapsed when its book is opened.
        world.ledger();
        let path = world.path("data/sandbox/sandbox.db");
        let book = Connection::open(path).expect("the sandbox's book");
        let orders =
            all(&book, "SELECT number, requisition, shop_id, customer FROM uni_order", |row| {
                let number = row.get::<_, i64>(0)?.to_string();
                let names: Option<String> = row.get(1)?;
                let (stems_from, customer) = (row.get(2)?, row.get(3)?);
                Ok(Order { number, names: names.unwrap_or_default(), stems_from, customer })
            });
        let sql = "SELECT id, number, status, first_name || ' ' || last_name, transaction_id FROM shop_order";
        let shops = all(&book, sql, |row| {
            let (number, status, name) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((row.get(0)?, ShopOrder { number, status, name, payment: row.get(4)? }))
        });
        let sql = "SELECT reference, currency, authorised_minor, captured_minor, refunded_minor, cancelled_minor, closes_at, state FROM payment";
        let payments = all(&book, sql, |row| {
            let state: String = row.get(7)?;
            let payment = Payment {
                currency: row.get(1)?,
                authorised: row.get(2)?,
                captured: row.get(3)?,
                refunded: row.get(4)?,
                cancelled: row.get(5)?,
                closes: moment(row.get(6)?),
                is_authorised: state == "AUTHORIZED",
            };
            Ok((row.get::<_, String>(0)?, payment))
        });
        let mut books = Books {
            orders: orders.into_iter().map(|order| (order.number.clone(), order)).collect(),
            shops: shops.into_iter().collect(),
            documents: documents(&book),
            payments: payments.into_iter().collect(),
            purchases: Vec::new(),
            strays: all(&book, STRAYS, |row| row.get(0)).into_iter().collect(),
        };
        books.purchases = books.together(&book);
        books
    }

    /// Puts together what leads to each other: by what truly happened, and by what is written.
    fn together(&self, book: &Connection) -> Vec<Purchase> {
        let mut ties = Ties::default();
        let by_number = self.by_number();
        for order in self.orders.values() {
            let own = format!("order {}", order.number);
            ties.add(&own);
            for shop in order.stems_from.into_iter().chain(named(order, &by_number)) {
                ties.tie(&own, &format!("shop {shop}"));
            }
        }
        for (id, document) in &self.documents {
            for order in &document.orders {
                ties.tie(&format!("document {id}"), &format!("order {order}"));
            }
        }
        let credits = "SELECT id, reference_id FROM uni_invoice WHERE reference_id IS NOT NULL
            UNION SELECT n.invoice_id, i.invoice_id FROM uni_invoice_item n
                JOIN uni_invoice_item i ON i.id = n.credits_item_id";
        for (note, invoice) in
            all(book, credits, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        {
            ties.tie(&format!("document {note}"), &format!("document {invoice}"));
        }
        for (id, shop) in &self.shops {
            if !shop.payment.is_empty() {
                ties.tie(&format!("shop {id}"), &format!("payment {}", shop.payment));
            }
        }
        let earlier = "SELECT order_id, reference FROM shop_payment";
        for (shop, payment) in
            all(book, earlier, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        {
            ties.tie(&format!("shop {shop}"), &format!("payment {payment}"));
        }
        ties.groups()
    }

    /// Returns the purchase of each order.
    pub fn purchase_of(&self) -> BTreeMap<&str, usize> {
        let each = self.purchases.iter().enumerate();
        each.flat_map(|(at, purchase)| {
            purchase.orders.iter().map(move |order| (order.as_str(), at))
        })
        .collect()
    }

    /// Its final invoices.
    pub fn invoices<'a>(&'a self, purchase: &'a Purchase) -> impl Iterator<Item = &'a Document> {
        self.of_kind(purchase, 0)
    }

    /// Its final credit notes.
    pub fn credits<'a>(&'a self, purchase: &'a Purchase) -> impl Iterator<Item = &'a Document> {
        self.of_kind(purchase, 1)
    }

    fn of_kind<'a>(
        &'a self,
        purchase: &'a Purchase,
        kind: i64,
    ) -> impl Iterator<Item = &'a Document> {
        let documents = purchase.documents.iter().map(|id| &self.documents[id]);
        documents.filter(move |document| document.kind == kind && !document.is_draft)
    }

    /// Its payments that a provider knows.
    pub fn payments_of<'a>(&'a self, purchase: &'a Purchase) -> impl Iterator<Item = &'a Payment> {
        purchase.payments.iter().filter_map(|reference| self.payments.get(reference))
    }

    /// What was invoiced and is not credited.
    pub fn billed(&self, purchase: &Purchase) -> i64 {
        let sum = |documents: &mut dyn Iterator<Item = &Document>| -> i64 {
            documents.map(|document| document.minor).sum()
        };
        sum(&mut self.invoices(purchase)) - sum(&mut self.credits(purchase))
    }

    /// What was taken and not paid back.
    pub fn held(&self, purchase: &Purchase) -> i64 {
        self.payments_of(purchase).map(|payment| payment.captured - payment.refunded).sum()
    }

    /// What Uni shows as paid beyond all that was ever taken.
    pub fn paid_otherwise(&self, purchase: &Purchase) -> i64 {
        let paid: i64 = self.invoices(purchase).map(|document| document.paid_minor).sum();
        let taken: i64 = self.payments_of(purchase).map(|payment| payment.captured).sum();
        (paid - taken).max(0)
    }

    /// Whether what is written in Uni leads to an order of the shop, and that to a payment that was ever authorised. What names no
    /// order, and what the customer paid before an unfinished second try, is out of reach: `doctor` and `reconcile` tell of those.
    pub fn is_in_reach(&self, purchase: &Purchase) -> bool {
        let by_number = self.by_number();
        let orders = purchase.orders.iter().map(|order| &self.orders[order]);
        let mut shops =
            orders.flat_map(|order| named(order, &by_number)).map(|shop| &self.shops[&shop]);
        shops.any(|shop| {
            let payment = self.payments.get(&shop.payment);
            payment.is_some_and(|payment| payment.authorised > 0)
        })
    }

    /// The payments of the shop's orders that are named in writing by an order in Uni, rightly or wrongly.
    pub fn named_payments(&self) -> BTreeSet<&str> {
        let by_number = self.by_number();
        let shops = self.orders.values().flat_map(|order| named(order, &by_number));
        shops.map(|shop| self.shops[&shop].payment.as_str()).collect()
    }

    fn by_number(&self) -> BTreeMap<&str, i64> {
        // A word before the figures is the shop's own: people write the figures alone.
        let figures =
            self.shops.iter().map(|(id, shop)| (shop.number.trim_start_matches("WEB-"), *id));
        figures.collect()
    }

    /// Whether nobody can see more than one way in it: one order, stemming from the one order of the shop that it names, with
    /// its one payment; final documents of known kinds with no line typed by hand, of that order alone; all in one currency; nothing
    /// paid otherwise.
    pub fn is_plain(&self, purchase: &Purchase) -> bool {
        let (Some(order), Some(shop)) = (purchase.orders.first(), purchase.shops.first()) else {
            return false;
        };
        let (order, shop) = (&self.orders[order], &self.shops[shop]);
        let is_one =
            [purchase.orders.len(), purchase.shops.len(), purchase.payments.len()] == [1, 1, 1];
        let is_its =
            order.stems_from.is_some() && order.names == shop.number && order.customer == shop.name;
        let is_simple = |document: &Document| {
            !document.is_draft
                && document.kind <= 1
                && !document.has_typed_line
                && document.orders.len() == 1
        };
        is_one
            && is_its
            && !self.strays.contains(&order.customer)
            && purchase.documents.iter().all(|id| is_simple(&self.documents[id]))
            && self.payments_of(purchase).count() == 1
            && self
                .payments_of(purchase)
                .all(|payment| payment.currency == "NOK" && payment.is_authorised)
            && self.paid_otherwise(purchase) == 0
    }
}

/// The orders of the shop that an order in Uni names in writing, with or without noughts before the number, and with or
/// without the count of a part behind it.
fn named(order: &Order, by_number: &BTreeMap<&str, i64>) -> Vec<i64> {
    let words = order.names.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let words = words.map(|word| word.trim_start_matches("WEB-"));
    let known = |word: &str| by_number.get(word).copied();
    let shop = |word: &str| {
        let part_of = word.split('-').next().unwrap_or(word);
        known(word).or_else(|| known(word.trim_start_matches('0'))).or_else(|| known(part_of))
    };
    words.filter_map(shop).collect()
}

fn documents(book: &Connection) -> BTreeMap<i64, Document> {
    let sql = "SELECT d.id, d.kind, d.status, d.total_e4, d.issued, d.created_at,
            (SELECT coalesce(sum(p.amount_e4), 0) FROM uni_payment p WHERE p.invoice_id = d.id),
            EXISTS (SELECT 1 FROM uni_invoice_item i WHERE i.invoice_id = d.id AND i.order_item_id IS NULL)
        FROM uni_invoice d";
    let documents = all(book, sql, |row| {
        let kind: i64 = row.get(1)?;
        let document = Document {
            kind,
            is_draft: row.get::<_, i64>(2)? == DRAFT,
            // A credit note's total is below 0; one that takes another back is above.
            minor: row.get::<_, i64>(3)? / E4_PER_MINOR * if kind == 1 { -1 } else { 1 },
            issued: row.get(4)?,
            created: moment(row.get(5)?),
            orders: BTreeSet::new(),
            paid_minor: row.get::<_, i64>(6)? / E4_PER_MINOR,
            has_typed_line: row.get(7)?,
        };
        Ok((row.get::<_, i64>(0)?, document))
    });
    let mut documents: BTreeMap<i64, Document> = documents.into_iter().collect();
    let lines = "SELECT DISTINCT i.invoice_id, u.number FROM uni_invoice_item i
        JOIN uni_order_item o ON o.id = i.order_item_id JOIN uni_order u ON u.id = o.order_id";
    for (document, order) in
        all(book, lines, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
    {
        if let Some(document) = documents.get_mut(&document) {
            document.orders.insert(order.to_string());
        }
    }
    documents
}

/// Names that lead to each other.
#[derive(Default)]
struct Ties {
    places: BTreeMap<String, usize>,
    parents: Vec<usize>,
}

impl Ties {
    fn add(&mut self, name: &str) -> usize {
        let next = self.parents.len();
        let place = *self.places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.parents.push(next);
        }
        place
    }

    fn root(&self, mut place: usize) -> usize {
        while self.parents[place] != place {
            place = self.parents[place];
        }
        place
    }

    fn tie(&mut self, one: &str, other: &str) {
        let (one, other) = (self.add(one), self.add(other));
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }

    fn groups(&self) -> Vec<Purchase> {
        let mut groups: BTreeMap<usize, Purchase> = BTreeMap::new();
        for (name, place) in &self.places {
            let group = groups.entry(self.root(*place)).or_default();
            let (kind, name) = name.split_once(' ').expect("a kind and a name");
            let id = || name.parse().expect("an id");
            match kind {
                "order" => _ = group.orders.insert(name.to_owned()),
                "shop" => _ = group.shops.insert(id()),
                "document" => _ = group.documents.insert(id()),
                _ => _ = group.payments.insert(name.to_owned()),
            }
        }
        groups.into_values().collect()
    }
}
