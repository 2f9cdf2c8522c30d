//! A bookkeeper invoices in Uni: whole orders or lines, several orders at once, with lines typed on the
//! invoice itself; finishes drafts and opens final invoices again.
//!
//! No line of an order may be invoiced twice.

use super::typed::Typed;
use super::{Happened, Known, chosen, find};
use crate::amount::E4_PER_MINOR;
use crate::unimicro::document::{self, Invoice, LINE_REGISTERED, Line, Order};
use crate::unimicro::{Payer, pay_by_hand};
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// What is to be invoiced, and how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Invoicing<'a> {
    /// Only these lines of each order, counted from 1.
    pub lines: Option<&'a [usize]>,
    /// Lines that are typed on the invoice.
    pub typed: &'a [Typed],
    /// It stays a draft.
    pub draft: bool,
    /// Its total is rounded to whole units of the currency.
    pub rounded: bool,
    /// Its date, when that is not today: `2026-01-31`.
    pub date: Option<&'a str>,
    /// The customer pays it by bank at once: an amount in minor units, or `Some(None)` for all.
    pub paid_by_bank: Option<Option<i64>>,
    /// Uni's number for the type of document, when it is none of those that are known.
    pub odd_type: Option<i64>,
}

/// What is done to a document that is there.
#[derive(Debug, Clone, Copy)]
pub enum DraftAct<'a> {
    /// The order's newest draft becomes final, with these lines typed on it at the last moment.
    Finalise(&'a [Typed]),
    /// The order's newest invoice becomes a draft again.
    Reopen,
    /// The order's newest draft is thrown away.
    Discard,
}

impl World {
    /// A person invoices an order in Uni: the lines named, counted from 1, or all that are left.
    ///
    /// # Errors
    /// When the order is unknown, deleted or closed, or a line unknown or already invoiced.
    pub fn invoice(&mut self, order: &str, lines: Option<&[usize]>) -> Result<Happened> {
        self.invoice_as(&[order], &Invoicing { lines, ..Invoicing::default() })
    }

    /// A person makes one invoice of one or several orders in Uni. What came of it is told of the first.
    ///
    /// # Errors
    /// When an order is unknown, deleted or closed, or a line unknown or already invoiced.
    pub fn invoice_as(&mut self, orders: &[&str], wanted: &Invoicing) -> Result<Happened> {
        self.turn(|turn| invoice_as(turn, orders, wanted))
    }

    /// A person goes on with a document: finishes a draft, throws it away, or opens an invoice again.
    ///
    /// # Errors
    /// When the order has no such document.
    pub fn draft(&mut self, order: &str, act: DraftAct) -> Result<Happened> {
        self.turn(|turn| draft_act(turn, order, act))
    }

    /// The customer pays an invoice by bank: an amount, or all that is open. The bank's import
    /// registers it in Uni.
    ///
    /// # Errors
    /// When there is no such invoice, or nothing is open on it.
    pub fn pay_by_bank(&mut self, invoice: &str, amount_minor: Option<i64>) -> Result<Happened> {
        self.turn(|turn| pay_by_bank(turn, invoice, amount_minor))
    }
}

/// Makes one invoice of one or several orders.
pub(crate) fn invoice_as(turn: &Turn, names: &[&str], wanted: &Invoicing) -> Outcome<Happened> {
    let orders: Vec<Known> =
        names.iter().map(|name| find(turn, name)).collect::<Outcome<Vec<Known>>>()?;
    let Some(first) = orders.first() else {
        return Err(Error::usage("usage", "name an order").into());
    };
    let (mut lines, mut rounding_e4) = (Vec::new(), 0);
    for known in &orders {
        match open_lines(turn, &known.order, wanted.lines) {
            Ok((picked, rounding)) => {
                document::transfer(turn, &known.order, &picked)?;
                lines.extend(picked);
                rounding_e4 += rounding;
            }
            // What is typed can be invoiced alone.
            Err(_) if !wanted.typed.is_empty() && wanted.lines.is_none() => {}
            Err(stop) => return Err(stop),
        }
    }
    lines.extend(wanted.typed.iter().map(Typed::line));
    if wanted.rounded {
        let total_e4: i64 = lines.iter().map(Line::total_e4).sum();
        rounding_e4 = (total_e4 + 5_000).div_euclid(10_000) * 10_000 - total_e4;
    }
    let invoice = document::create_invoice(turn, &first.order, &lines, rounding_e4, wanted.draft)?;
    if let Some(date) = wanted.date {
        let date = super::editing::checked_date(date)?;
        turn.run("UPDATE uni_invoice SET issued = ?2 WHERE id = ?1", (invoice.id, date))?;
    }
    if let Some(kind) = wanted.odd_type {
        turn.run("UPDATE uni_invoice SET kind = ?2 WHERE id = ?1", [invoice.id, kind])?;
    }
    if !wanted.draft {
        for known in &orders {
            register_gift_card(turn, known.order.id, invoice.id)?;
        }
        if let Some(amount_minor) = wanted.paid_by_bank {
            let amount_e4 = amount_minor.map(|minor| minor * E4_PER_MINOR);
            pay_by_hand(turn, invoice.id, amount_e4, Payer::Bank)?;
        }
    }
    Ok(told(first, &invoice))
}

fn told(known: &Known, document: &Invoice) -> Happened {
    let number = document.number.map(|number| number.to_string());
    let happened = known.happened(document.total_e4 / E4_PER_MINOR);
    match document.kind {
        1 => Happened { credit_note: number, ..happened },
        _ => Happened { invoice: number, ..happened },
    }
}

/// Registers what the customer has paid by gift card on the invoice, as far as it is not used.
fn register_gift_card(turn: &Turn, order: i64, invoice: i64) -> Outcome<()> {
    let sql = "SELECT gift_e4 FROM uni_order WHERE id = ?1 AND gift_e4 > 0";
    let Some(left_e4) = turn.first(sql, [order], |row| row.get::<_, i64>(0))? else {
        return Ok(());
    };
    let used_e4 = pay_by_hand(turn, invoice, Some(left_e4), Payer::GiftCard)?;
    turn.run("UPDATE uni_order SET gift_e4 = gift_e4 - ?2 WHERE id = ?1", [order, used_e4])?;
    Ok(())
}

/// Goes on with a document of an order.
pub(crate) fn draft_act(turn: &Turn, name: &str, act: DraftAct) -> Outcome<Happened> {
    let known = find(turn, name)?;
    let is_draft = !matches!(act, DraftAct::Reopen);
    let Some(document) = document::newest_of_order(turn, known.order.id, is_draft)? else {
        let what = if is_draft { "draft" } else { "invoice" };
        let message = format!("order {} has no {what}", known.order.number);
        return Err(Error::usage("no-document", message).into());
    };
    let document = match act {
        DraftAct::Finalise(typed) => {
            let typed: Vec<Line> = typed.iter().map(Typed::line).collect();
            let made = document::finalise(turn, &document, &typed)?;
            if made.kind == 0 {
                register_gift_card(turn, known.order.id, made.id)?;
            }
            made
        }
        DraftAct::Reopen => document::open_again(turn, &document)?,
        DraftAct::Discard => {
            document::discard(turn, &document)?;
            document
        }
    };
    Ok(told(&known, &document))
}

/// The customer pays an invoice by bank.
pub(crate) fn pay_by_bank(
    turn: &Turn,
    number: &str,
    amount_minor: Option<i64>,
) -> Outcome<Happened> {
    let invoice = super::crediting::find_invoice(turn, number)?;
    let amount_e4 = amount_minor.map(|minor| minor * E4_PER_MINOR);
    let paid_e4 = pay_by_hand(turn, invoice.id, amount_e4, Payer::Bank)?;
    if paid_e4 == 0 {
        let message = format!("nothing is open on invoice {number}");
        return Err(Error::usage("already-paid", message).into());
    }
    Ok(Happened {
        invoice: invoice.number.map(|number| number.to_string()),
        amount_minor: paid_e4 / E4_PER_MINOR,
        currency: invoice.currency.clone(),
        ..super::crediting::about(turn, invoice.id)?
    })
}

/// Refuses what cannot be done to an order that is gone.
pub(super) fn refuse_gone(order: &Order) -> Result<()> {
    let what = match order.status {
        _ if order.deleted => "deleted",
        document::CLOSED => "closed",
        _ => return Ok(()),
    };
    Err(Error::usage("order-gone", format!("order {} is {what}", order.number)))
}

/// Returns the lines of an order that are to be invoiced, and the rounding that goes with the last.
fn open_lines(turn: &Turn, order: &Order, lines: Option<&[usize]>) -> Outcome<(Vec<Line>, i64)> {
    refuse_gone(order)?;
    let rows = document::order_lines(turn, order.id)?;
    let mut picked: Vec<Line> = Vec::new();
    for (index, line) in chosen(&rows, lines)?.into_iter().enumerate() {
        if line.status == LINE_REGISTERED {
            picked.push(line.clone());
        } else if let Some(number) = lines.and_then(|lines| lines.get(index)) {
            let message = format!("line {number} of order {} is already invoiced", order.number);
            return Err(Error::usage("already-invoiced", message).into());
        }
    }
    if picked.is_empty() {
        let message = format!("order {} has nothing left to invoice", order.number);
        return Err(Error::usage("already-invoiced", message).into());
    }
    let open = rows.iter().filter(|line| line.status == LINE_REGISTERED).count();
    Ok((picked.clone(), if picked.len() == open { order.rounding_e4 } else { 0 }))
}

/// Invoices lines of an order, or all that are left.
pub(crate) fn invoice_lines(
    turn: &Turn,
    order: &Order,
    lines: Option<&[usize]>,
    draft: bool,
) -> Outcome<Invoice> {
    let (picked, rounding_e4) = open_lines(turn, order, lines)?;
    let invoice = document::create_invoice(turn, order, &picked, rounding_e4, draft)?;
    document::transfer(turn, order, &picked)?;
    Ok(invoice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::world;
    use crate::{Brand, Setting, Wish};

    fn value(world: &mut World, sql: &str) -> i64 {
        world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
    }

    fn typed(amount_minor: i64) -> [Typed; 1] {
        [Typed { text: "Rabatt".to_owned(), amount_minor }]
    }

    #[test]
    fn what_is_typed_on_an_invoice_has_no_line_of_an_order() {
        let mut world = world();
        let order = world.order(1, 49_900, None, None).unwrap().order.unwrap();
        let how = Invoicing { typed: &typed(-5_000), ..Invoicing::default() };
        assert_eq!(world.invoice_as(&[&order], &how).unwrap().amount_minor, 44_900);
        assert_eq!(value(&mut world, "SELECT rest_e4 FROM uni_invoice"), 4_490_000);
        let lines = "SELECT count(*) FROM uni_invoice_item WHERE order_item_id IS NULL";
        assert_eq!(value(&mut world, lines), 1);
        // And it can be invoiced alone, when nothing of the order is left.
        let how = Invoicing { typed: &typed(9_900), ..Invoicing::default() };
        assert_eq!(world.invoice_as(&[&order], &how).unwrap().amount_minor, 9_900);
        assert_eq!(world.invoice(&order, None).unwrap_err().code, "already-invoiced");
    }

    #[test]
    fn a_draft_has_no_number_until_it_is_finished() {
        let mut world = world();
        let order = world.order(2, 10_000, None, None).unwrap().order.unwrap();
        let how = Invoicing { draft: true, ..Invoicing::default() };
        assert_eq!(world.invoice_as(&[&order], &how).unwrap().invoice, None);
        assert_eq!(value(&mut world, "SELECT status FROM uni_invoice"), 42001);
        assert_eq!(value(&mut world, "SELECT status FROM uni_order"), 41004);
        let made = world.draft(&order, DraftAct::Finalise(&typed(-1_000))).unwrap();
        assert_eq!((made.invoice.as_deref(), made.amount_minor), (Some("10001"), 9_000));
        assert_eq!(
            value(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE status = 42002"),
            900_000
        );
        let error = world.draft(&order, DraftAct::Discard).unwrap_err();
        assert_eq!(error.code, "no-document");
    }

    #[test]
    fn an_invoice_is_opened_again_finished_again_or_thrown_away() {
        for (kept, number) in [("numbered", Some("10001")), ("unnumbered", None)] {
            let mut world = world();
            world.set(Setting::Reopened, kept).unwrap();
            let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
            world.invoice(&order, None).unwrap();
            let opened = world.draft(&order, DraftAct::Reopen).unwrap();
            assert_eq!(opened.invoice.as_deref(), number);
            assert_eq!(value(&mut world, "SELECT status FROM uni_invoice"), 42001);
            assert!(world.draft(&order, DraftAct::Finalise(&[])).unwrap().invoice.is_some());
            world.draft(&order, DraftAct::Reopen).unwrap();
            world.draft(&order, DraftAct::Discard).unwrap();
            assert_eq!(value(&mut world, "SELECT count(*) FROM uni_invoice"), 0);
            assert_eq!(value(&mut world, "SELECT status FROM uni_order"), 41002);
            assert_eq!(world.invoice(&order, None).unwrap().amount_minor, 10_000);
        }
    }

    #[test]
    fn one_rounded_invoice_holds_two_orders() {
        let mut world = world();
        let orders =
            [10_040, 20_030].map(|minor| world.order(1, minor, None, None).unwrap().order.unwrap());
        let how = Invoicing { rounded: true, ..Invoicing::default() };
        let made = world.invoice_as(&[&orders[0], &orders[1]], &how).unwrap();
        assert_eq!((made.amount_minor, &made.order), (30_100, &Some(orders[0].clone())));
        assert_eq!(value(&mut world, "SELECT rounding_e4 FROM uni_invoice"), 3_000);
        assert_eq!(value(&mut world, "SELECT count(*) FROM uni_order WHERE status = 41004"), 2);
    }

    #[test]
    fn an_invoice_is_paid_by_bank_or_by_gift_card() {
        let mut world = world();
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        let how = Invoicing { paid_by_bank: Some(Some(4_000)), ..Invoicing::default() };
        let invoice = world.invoice_as(&[&order], &how).unwrap().invoice.unwrap();
        assert_eq!(
            value(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE status = 42003"),
            600_000
        );
        assert_eq!(world.pay_by_bank(&invoice, None).unwrap().amount_minor, 6_000);
        assert_eq!(world.pay_by_bank(&invoice, None).unwrap_err().code, "already-paid");
        let wish = Wish { gift_minor: 20_000, ..Wish::new(Brand::Vipps, 1, 50_000) };
        let order = world.order_as(&wish).unwrap().order.unwrap();
        let reserved = |world: &mut World| -> i64 {
            world.ledger().unwrap().iter().map(|row| row.authorised_minor).sum()
        };
        assert_eq!(reserved(&mut world), 40_000, "10 000 of the first order");
        let shop = "SELECT total_minor FROM shop_order WHERE number = '5002'";
        assert_eq!(value(&mut world, shop), 30_000);
        assert_eq!(world.invoice(&order, None).unwrap().amount_minor, 50_000);
        let rest = "SELECT rest_e4 FROM uni_invoice WHERE number = 10002";
        assert_eq!(value(&mut world, rest), 3_000_000);
        world.set(Setting::GiftCards, "payment").unwrap();
        world.order_as(&wish).unwrap();
        let shop = "SELECT total_minor FROM shop_order WHERE number = '5003'";
        assert_eq!(value(&mut world, shop), 50_000);
        assert_eq!(reserved(&mut world), 70_000);
    }

    #[test]
    fn each_gift_card_pays_on_an_invoice_of_several_orders() {
        let mut world = world();
        let first = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        let wish = Wish { gift_minor: 20_000, ..Wish::new(Brand::Vipps, 1, 50_000) };
        let second = world.order_as(&wish).unwrap().order.unwrap();
        world.invoice_as(&[&first, &second], &Invoicing::default()).unwrap();
        let rest = "SELECT rest_e4 FROM uni_invoice WHERE number = 10001";
        assert_eq!(value(&mut world, rest), 4_000_000);
    }

    #[test]
    fn a_date_and_an_odd_type_are_as_they_were_typed() {
        let mut world = world();
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        let how = Invoicing { date: Some("2024-03-02"), odd_type: Some(2), ..Invoicing::default() };
        world.invoice_as(&[&order], &how).unwrap();
        let odd = "SELECT count(*) FROM uni_invoice WHERE issued = '2024-03-02' AND kind = 2";
        assert_eq!(value(&mut world, odd), 1);
        let how = Invoicing { date: Some("tomorrow"), ..Invoicing::default() };
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        assert_eq!(world.invoice_as(&[&order], &how).unwrap_err().code, "bad-date");
    }
}
