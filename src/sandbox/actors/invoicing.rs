//! A bookkeeper in Uni: invoices, credits, deletes and closes orders.
//!
//! Nothing may be credited that was not invoiced, and nothing invoiced twice.

use super::{Happened, find, known};
use crate::error::{Error, Result};
use crate::sandbox::amount::E4_PER_MINOR;
use crate::sandbox::unimicro::document::{self, Invoice, LINE_REGISTERED, Line, Order};
use crate::sandbox::world::{Outcome, Turn, World};

/// What is to be credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditTarget<'a> {
    /// All invoices of an order, as far as they hold its lines.
    Order(&'a str),
    /// One invoice by its number.
    Invoice(&'a str),
}

impl World {
    /// A person invoices an order in Uni: the lines named, counted from 1, or all that are left.
    ///
    /// # Errors
    /// When the order is unknown, deleted or closed, or a line unknown or already invoiced.
    pub fn invoice(&mut self, order: &str, lines: Option<&[usize]>) -> Result<Happened> {
        self.turn(|turn| {
            let known = find(turn, order)?;
            let invoice = invoice_lines(turn, &known.order, lines, false)?;
            let number = invoice.number.map(|number| number.to_string());
            let amount_minor = invoice.total_e4 / E4_PER_MINOR;
            Ok(Happened { invoice: number, ..known.happened(amount_minor) })
        })
    }

    /// A person credits an order or an invoice in Uni: an amount, lines counted from 1, or all that
    /// is left. Lines are those of the order, or of the invoice when that is the target.
    ///
    /// Several invoices of an order get a credit note each, oldest first; the numbers that come
    /// back are those of the last one, the amount is the sum.
    ///
    /// # Errors
    /// When the target is unknown or less is left than is to be credited.
    pub fn credit(
        &mut self,
        target: CreditTarget,
        amount_minor: Option<i64>,
        lines: Option<&[usize]>,
    ) -> Result<Happened> {
        self.turn(|turn| {
            let (mut happened, credited) = match target {
                CreditTarget::Order(name) => {
                    let known = find(turn, name)?;
                    let rows = document::order_lines(turn, known.order.id)?;
                    let chosen: Vec<i64> =
                        chosen(&rows, lines)?.iter().map(|line| line.id).collect();
                    let invoices = document::invoices_of_order(turn, known.order.id)?;
                    let mine = |line: &Line| line.order_item.is_some_and(|id| chosen.contains(&id));
                    (known.happened(0), credit_lines(turn, &invoices, amount_minor, mine, false)?)
                }
                CreditTarget::Invoice(number) => {
                    let invoice = find_invoice(turn, number)?;
                    let rows = document::creditable_lines(turn, invoice.id)?;
                    let chosen: Vec<i64> =
                        chosen(&rows, lines)?.iter().map(|line| line.id).collect();
                    let happened = match rows.iter().find_map(|line| line.order_item) {
                        Some(line) => match document::order_of_line(turn, line)? {
                            Some(order) => known(turn, order)?.happened(0),
                            None => Happened::default(),
                        },
                        None => Happened::default(),
                    };
                    let mine = |line: &Line| chosen.contains(&line.id);
                    (happened, credit_lines(turn, &[invoice], amount_minor, mine, false)?)
                }
            };
            for (invoice, note) in &credited {
                happened.invoice = invoice.number.map(|number| number.to_string());
                happened.credit_note = note.number.map(|number| number.to_string());
                happened.currency.clone_from(&note.currency);
                happened.amount_minor -= note.total_e4 / E4_PER_MINOR;
            }
            Ok(happened)
        })
    }

    /// A person deletes an order in Uni. With something invoiced it is closed instead, and its other
    /// lines never will be invoiced; a fully invoiced order cannot be deleted.
    ///
    /// # Errors
    /// When the order is unknown, already deleted or closed, or fully invoiced.
    pub fn delete(&mut self, order: &str) -> Result<Happened> {
        self.turn(|turn| {
            let known = find(turn, order)?;
            refuse_gone(&known.order)?;
            let happened = known.happened(known.order.rest_e4 / E4_PER_MINOR);
            match known.order.status {
                document::REGISTERED => document::delete_order(turn, &known.order)?,
                document::PART_TRANSFERRED => document::close_order(turn, &known.order)?,
                _ => {
                    let number = known.order.number;
                    let message = format!("order {number} is fully invoiced and cannot be deleted");
                    return Err(Error::usage("order-invoiced", message)
                        .hint(format!("Credit it: `uniac sandbox credit {number}`"))
                        .into());
                }
            }
            Ok(happened)
        })
    }
}

fn refuse_gone(order: &Order) -> Result<()> {
    let what = match order.status {
        _ if order.deleted => "deleted",
        document::CLOSED => "closed",
        _ => return Ok(()),
    };
    Err(Error::usage("order-gone", format!("order {} is {what}", order.number)))
}

/// Returns the lines that a person counts from 1, or all.
fn chosen<'a>(rows: &'a [Line], lines: Option<&[usize]>) -> Result<Vec<&'a Line>> {
    let Some(lines) = lines else { return Ok(rows.iter().collect()) };
    let mut chosen: Vec<&Line> = Vec::new();
    for number in lines {
        let row = number.checked_sub(1).and_then(|index| rows.get(index)).ok_or_else(|| {
            Error::usage("unknown-line", format!("there is no line {number}"))
                .hint(format!("The lines are 1 to {}", rows.len()))
        })?;
        if chosen.iter().any(|other| other.id == row.id) {
            return Err(Error::usage("unknown-line", format!("line {number} is named twice")));
        }
        chosen.push(row);
    }
    if chosen.is_empty() {
        return Err(Error::usage("unknown-line", "no line is named"));
    }
    Ok(chosen)
}

/// Invoices lines of an order, or all that are left.
pub(in crate::sandbox) fn invoice_lines(
    turn: &Turn,
    order: &Order,
    lines: Option<&[usize]>,
    draft: bool,
) -> Outcome<Invoice> {
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
    let rounding_e4 = if picked.len() == open { order.rounding_e4 } else { 0 };
    let invoice = document::create_invoice(turn, order, &picked, rounding_e4, draft)?;
    document::transfer(turn, order, &picked)?;
    Ok(invoice)
}

/// Credits what is left of the chosen lines, up to an amount; one credit note an invoice.
pub(in crate::sandbox) fn credit_lines(
    turn: &Turn,
    invoices: &[Invoice],
    amount_minor: Option<i64>,
    is_chosen: impl Fn(&Line) -> bool,
    draft: bool,
) -> Outcome<Vec<(Invoice, Invoice)>> {
    if amount_minor.is_some_and(|amount_minor| amount_minor <= 0) {
        return Err(Error::usage("amount-out-of-range", "the amount to credit is above 0").into());
    }
    let mut left_e4 = match amount_minor {
        Some(minor) => Some(minor.checked_mul(E4_PER_MINOR).ok_or_else(too_large)?),
        None => None,
    };
    let mut credited = Vec::new();
    for invoice in invoices {
        let mut lines = Vec::new();
        let rows = document::creditable_lines(turn, invoice.id)?;
        let open = rows.iter().filter(|line| line.total_e4() != 0).count();
        let mine: Vec<Line> =
            rows.into_iter().filter(|line| line.total_e4() != 0 && is_chosen(line)).collect();
        // The rounding goes with the last lines, and a discount only with all of them: an amount is
        // taken off the other lines, but never more of them than the whole has left.
        let rounding_e4 = if mine.len() == open { invoice.rounding_e4 } else { 0 };
        let lines_e4: i64 = mine.iter().map(Line::total_e4).sum();
        let room_e4 = lines_e4 + rounding_e4;
        let takes_all = left_e4.is_none_or(|left_e4| left_e4 >= room_e4);
        let mut budget_e4 = match left_e4 {
            Some(left_e4) if !takes_all => left_e4.min(lines_e4),
            _ => room_e4,
        };
        if mine.is_empty() || budget_e4 <= 0 {
            continue;
        }
        if let Some(left_e4) = &mut left_e4 {
            *left_e4 -= budget_e4;
        }
        for line in mine {
            let part_e4 =
                if takes_all { line.total_e4() } else { line.total_e4().clamp(0, budget_e4) };
            if part_e4 != 0 {
                budget_e4 -= part_e4;
                lines.push(scaled(&line, -part_e4));
            }
        }
        let rounding_e4 = if takes_all { -rounding_e4 } else { 0 };
        let note = document::create_credit_note(turn, invoice, &lines, rounding_e4, draft)?;
        credited.push((invoice.clone(), note));
    }
    if credited.is_empty() {
        let message = "nothing is left to credit";
        return Err(Error::usage("nothing-to-credit", message).into());
    }
    if left_e4.is_some_and(|left_e4| left_e4 > 0) {
        return Err(too_large().into());
    }
    Ok(credited)
}

fn too_large() -> Error {
    Error::usage("credit-too-large", "the amount is above what is left to credit")
}

/// Returns the line with another sum, split into net and VAT as the line is.
fn scaled(line: &Line, total_e4: i64) -> Line {
    let whole_e4 = line.total_e4();
    let net_e4 = if whole_e4 == 0 {
        0
    } else {
        let net = i128::from(line.net_e4) * i128::from(total_e4) / i128::from(whole_e4);
        i64::try_from(net).unwrap_or(0)
    };
    // A part of a line has the line's quantity, with the sign of its sum: the price is what shrinks.
    let quantity_e4 = if total_e4 < 0 { -line.quantity_e4 } else { line.quantity_e4 };
    Line { net_e4, vat_e4: total_e4 - net_e4, quantity_e4, ..line.clone() }
}

/// Returns the finalised invoice with a number.
fn find_invoice(turn: &Turn, number: &str) -> Outcome<Invoice> {
    let found = match number.trim().parse() {
        Ok(number) => document::invoice_by_number(turn, number)?,
        Err(_) => None,
    };
    let number: String = number.chars().take(40).collect();
    match found {
        Some(invoice) if invoice.kind == 0 => Ok(invoice),
        Some(_) => {
            let message = format!("{number} is a credit note, and only invoices are credited");
            Err(Error::usage("unknown-invoice", message).into())
        }
        None => {
            let message = format!("there is no invoice `{}`", number.escape_default());
            Err(Error::usage("unknown-invoice", message).into())
        }
    }
}
