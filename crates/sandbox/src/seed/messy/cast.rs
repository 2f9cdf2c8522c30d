//! The people of one story, and the words in which stories are told.
//!
//! Everything here is done by the sandbox's actors.

use crate::actors::purchase::{More, Pays, Purchase, purchase};
use crate::actors::{
    self, CreditTarget, Crediting, DraftAct, Edit, Happened, Invoicing, Outside, PortalAct,
    Removal, ShopAct, Typed, item::Item,
};
use crate::brand::Brand;
use crate::chance::Chance;
use crate::customers::{self, Customer};
use crate::seed::basket;
use crate::unimicro::document::Buyer;
use crate::world::{Outcome, Turn};
use uniac_system::error::Error;

/// What came of a story so far. Orders, invoices and notes are counted from 0, in the order of their
/// making.
pub(super) struct Cast {
    pub chance: Chance,
    pub orders: Vec<String>,
    pub invoices: Vec<String>,
    pub notes: Vec<String>,
    /// The payment of each order of the shop.
    pub payments: Vec<String>,
    /// The shop's number of each order.
    pub numbers: Vec<String>,
    /// The total of each order that a customer made, øre.
    pub totals: Vec<i64>,
    /// The amount of the last document, øre.
    pub last_minor: i64,
    name: &'static str,
}

impl Cast {
    pub fn new(name: &'static str, chance: &mut Chance) -> Cast {
        Cast {
            chance: Chance::new(chance.below(u64::MAX)),
            orders: Vec::new(),
            invoices: Vec::new(),
            notes: Vec::new(),
            payments: Vec::new(),
            numbers: Vec::new(),
            totals: Vec::new(),
            last_minor: 0,
            name,
        }
    }

    fn one<'a>(&self, things: &'a [String], index: usize) -> Outcome<&'a str> {
        let missing =
            || Error::defect(format!("the story {} goes on without its things", self.name));
        Ok(things.get(index).map(String::as_str).ok_or_else(missing)?)
    }

    fn keep(&mut self, happened: &Happened) {
        self.invoices.extend(happened.invoice.clone());
        self.last_minor = happened.amount_minor;
    }

    /// A basket that is full, with nothing that is free.
    fn items(&mut self) -> Vec<Item> {
        basket::fill(&mut self.chance, "NOK", false)
    }

    /// A person orders and pays by Vipps.
    pub fn buy(&mut self, turn: &Turn) -> Outcome<()> {
        let customer = Customer::drawn(&mut self.chance);
        self.buy_as(turn, &customer, &customer.buyer(), Pays::By(Brand::Vipps), 0)
    }

    /// Somebody orders; in Uni it is an order of `buyer`.
    pub fn buy_as(
        &mut self,
        turn: &Turn,
        customer: &Customer,
        buyer: &Buyer,
        pays: Pays,
        gift_minor: i64,
    ) -> Outcome<()> {
        let contact = Some(customer);
        self.buy_with(turn, pays, More { contact, buyer: Some(buyer), gift_minor, earlier_ms: 0 })
    }

    /// Somebody orders of whom all is said.
    pub fn buy_with(&mut self, turn: &Turn, pays: Pays, more: More) -> Outcome<()> {
        let items = self.items();
        let made = purchase(
            turn,
            &Purchase {
                customer: "",
                items: &items,
                currency: "NOK",
                uni_currency: "NOK",
                pays,
                more,
            },
        )?;
        self.orders.push(made.order.number.to_string());
        self.payments.push(made.reference.unwrap_or_default());
        self.numbers.push(made.shop_number);
        self.totals.push(items.iter().map(|item| item.gross_minor).sum());
        Ok(())
    }

    /// Pays otherwise than by Vipps.
    pub fn buy_paying(&mut self, turn: &Turn, pays: Pays, gift_minor: i64) -> Outcome<()> {
        let customer = Customer::drawn(&mut self.chance);
        self.buy_as(turn, &customer, &customer.buyer(), pays, gift_minor)
    }

    /// Another customer's order with the number of one of the shop is there, too.
    pub fn same_number(&mut self, turn: &Turn, order: usize, customer: &str) -> Outcome<()> {
        let reference = self.one(&self.numbers, order)?.to_owned();
        let order = Outside { reference, amount_minor: self.totals[order] };
        let made = actors::from_outside(turn, 2, &order, Some(customer))?;
        self.orders.extend(made.order);
        Ok(())
    }

    /// The order comes into Uni once more.
    pub fn copy(&mut self, turn: &Turn, order: usize) -> Outcome<()> {
        let order = actors::find_order(turn, self.one(&self.orders, order)?)?;
        let made = actors::copy(turn, &order)?;
        self.orders.extend(made.order);
        Ok(())
    }

    /// Its first line becomes a back-order.
    pub fn part(&mut self, turn: &Turn, order: usize) -> Outcome<()> {
        let order = actors::find_order(turn, self.one(&self.orders, order)?)?;
        let made = actors::part(turn, &order, Some(&[1]))?;
        self.orders.extend(made.order);
        Ok(())
    }

    /// An order is edited in Uni.
    pub fn edit(&mut self, turn: &Turn, order: usize, edit: &Edit) -> Outcome<()> {
        actors::edit(turn, self.one(&self.orders, order)?, edit)?;
        Ok(())
    }

    /// Another reference is typed into an order.
    pub fn refer(&mut self, turn: &Turn, order: usize, reference: &str) -> Outcome<()> {
        self.edit(turn, order, &Edit { reference: Some(reference), ..Edit::default() })
    }

    /// What is left of an order is invoiced.
    pub fn invoice(&mut self, turn: &Turn, order: usize) -> Outcome<()> {
        self.invoice_as(turn, order, &Invoicing::default())
    }

    /// An order is invoiced in some way.
    pub fn invoice_as(&mut self, turn: &Turn, order: usize, how: &Invoicing) -> Outcome<()> {
        let happened = actors::invoice_as(turn, &[self.one(&self.orders, order)?], how)?;
        self.keep(&happened);
        Ok(())
    }

    /// Its first line is invoiced.
    pub fn invoice_first(&mut self, turn: &Turn, order: usize) -> Outcome<()> {
        self.invoice_as(turn, order, &Invoicing { lines: Some(&[1]), ..Invoicing::default() })
    }

    /// It is invoiced with a line typed on the invoice.
    pub fn invoice_typed(
        &mut self,
        turn: &Turn,
        order: usize,
        text: &str,
        amount_minor: i64,
    ) -> Outcome<()> {
        let typed = [Typed { text: text.to_owned(), amount_minor }];
        self.invoice_as(turn, order, &Invoicing { typed: &typed, ..Invoicing::default() })
    }

    /// The first two orders are invoiced in one, rounded.
    pub fn invoice_both(&mut self, turn: &Turn, rounded: bool) -> Outcome<()> {
        let both = [self.one(&self.orders, 0)?, self.one(&self.orders, 1)?];
        let happened =
            actors::invoice_as(turn, &both, &Invoicing { rounded, ..Invoicing::default() })?;
        self.keep(&happened);
        Ok(())
    }

    /// Somebody goes on with a draft or an invoice.
    pub fn draft(&mut self, turn: &Turn, order: usize, act: DraftAct) -> Outcome<()> {
        let happened = actors::draft_act(turn, self.one(&self.orders, order)?, act)?;
        self.last_minor = happened.amount_minor;
        Ok(())
    }

    /// The customer pays an invoice by bank.
    pub fn pay_by_bank(&mut self, turn: &Turn, invoice: usize, minor: Option<i64>) -> Outcome<()> {
        actors::pay_by_bank(turn, self.one(&self.invoices, invoice)?, minor)?;
        Ok(())
    }

    /// An invoice is credited.
    pub fn credit(&mut self, turn: &Turn, invoice: usize, how: &Crediting) -> Outcome<()> {
        let target = CreditTarget::Invoice(self.one(&self.invoices, invoice)?);
        let happened = actors::credit_as(turn, target, how)?;
        self.notes.extend(happened.credit_note);
        self.last_minor = happened.amount_minor;
        Ok(())
    }

    /// The first two invoices are credited in one note.
    pub fn credit_both(&mut self, turn: &Turn) -> Outcome<()> {
        let both = [self.one(&self.invoices, 0)?, self.one(&self.invoices, 1)?];
        let happened =
            actors::credit_as(turn, CreditTarget::Invoices(&both), &Crediting::default())?;
        self.notes.extend(happened.credit_note);
        self.last_minor = happened.amount_minor;
        Ok(())
    }

    /// A credit note is credited.
    pub fn take_back(&mut self, turn: &Turn, note: usize) -> Outcome<()> {
        let target = CreditTarget::CreditNote(self.one(&self.notes, note)?);
        let happened = actors::credit_as(turn, target, &Crediting::default())?;
        self.notes.extend(happened.credit_note);
        Ok(())
    }

    /// An order is taken out of Uni.
    pub fn remove(&mut self, turn: &Turn, order: usize, how: Removal) -> Outcome<()> {
        actors::remove(turn, self.one(&self.orders, order)?, how)?;
        Ok(())
    }

    /// Somebody acts in the shop, on an order by its place among those that customers made.
    pub fn shop(&mut self, turn: &Turn, order: usize, act: ShopAct) -> Outcome<()> {
        let name = format!("shop:{}", self.one(&self.numbers, order)?);
        let happened = actors::shop_act(turn, &name, act)?;
        if matches!(act, ShopAct::PayAgain(_) | ShopAct::BeginToPayAgain) {
            self.payments.extend(happened.reference);
        }
        Ok(())
    }

    /// Somebody acts in the portal, on a payment by its place.
    pub fn portal(
        &mut self,
        turn: &Turn,
        payment: usize,
        act: PortalAct,
        minor: Option<i64>,
    ) -> Outcome<()> {
        let name = format!("payment:{}", self.one(&self.payments, payment)?);
        actors::portal_act(turn, act, &name, minor)?;
        Ok(())
    }

    /// The last document's amount is captured, as far as it is reserved.
    pub fn capture(&mut self, turn: &Turn, payment: usize) -> Outcome<()> {
        let reference = self.one(&self.payments, payment)?;
        let sql = "SELECT authorised_minor - captured_minor - cancelled_minor FROM payment
            WHERE reference = ?1";
        let reserved_minor: i64 = turn.one(sql, [reference])?;
        match self.last_minor.min(reserved_minor) {
            // The rest of an order can be no more than its discount.
            ..=0 => Ok(()),
            minor => self.portal(turn, payment, PortalAct::Capture, Some(minor)),
        }
    }

    /// The last credit is paid back.
    pub fn refund(&mut self, turn: &Turn, payment: usize) -> Outcome<()> {
        self.portal(turn, payment, PortalAct::Refund, Some(self.last_minor))
    }

    /// Another spelling of a customer's name, for Uni.
    pub fn respelt(&mut self, customer: &Customer) -> Buyer {
        let way = self.chance.below(3);
        Buyer { name: customers::respelt(&customer.name, way), ..customer.buyer() }
    }
}
