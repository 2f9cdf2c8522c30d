//! A bookkeeper credits in Uni: lines or amounts of an invoice, what is typed by hand, several invoices in
//! one note, and credit notes that were a mistake.
//!
//! Of lines never more may be credited than was invoiced; only what is typed by hand knows no limit.

use super::typed::Typed;
use super::{Happened, chosen, find, known};
use crate::amount::E4_PER_MINOR;
use crate::unimicro::document::{self, Invoice, Line};
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// What is to be credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditTarget<'a> {
    /// All invoices of an order, as far as they hold its lines.
    Order(&'a str),
    /// One invoice by its number.
    Invoice(&'a str),
    /// Several invoices by their numbers, in one note that names the first.
    Invoices(&'a [&'a str]),
    /// A credit note by its number: it was a mistake, and a second one takes it back.
    CreditNote(&'a str),
}

/// How it is credited.
#[derive(Debug, Clone, Copy, Default)]
pub struct Crediting<'a> {
    /// Only so much, minor units.
    pub amount_minor: Option<i64>,
    /// Only these lines, counted from 1.
    pub lines: Option<&'a [usize]>,
    /// One line typed by hand, with the amount and no order line; it may be above what was invoiced.
    pub typed: Option<&'a str>,
    /// The note names no invoice.
    pub no_reference: bool,
    /// It stays a draft.
    pub draft: bool,
    /// Its lines name no line of an order, whatever the world's setting says.
    pub untraced: bool,
    /// The lines of the order can be invoiced anew (`reset-orderitems-from-creditnote`).
    pub reopen_lines: bool,
}

impl World {
    /// A person credits an order or an invoice in Uni: an amount, lines counted from 1, or all that
    /// is left; see [`World::credit_as`].
    ///
    /// # Errors
    /// When the target is unknown or less is left than is to be credited.
    pub fn credit(
        &mut self,
        target: CreditTarget,
        amount_minor: Option<i64>,
        lines: Option<&[usize]>,
    ) -> Result<Happened> {
        self.credit_as(target, &Crediting { amount_minor, lines, ..Crediting::default() })
    }

    /// A person credits in Uni. Lines are those of the order, or of the invoice when that is the
    /// target.
    ///
    /// Several invoices of an order get a credit note each, oldest first; the numbers that come
    /// back are those of the last one, the amount is the sum.
    ///
    /// # Errors
    /// When the target is unknown or less is left than is to be credited.
    pub fn credit_as(&mut self, target: CreditTarget, how: &Crediting) -> Result<Happened> {
        self.turn(|turn| credit_as(turn, target, how))
    }
}

/// Credits in Uni.
pub(crate) fn credit_as(turn: &Turn, target: CreditTarget, how: &Crediting) -> Outcome<Happened> {
    if let Some(text) = how.typed {
        return credit_typed(turn, target, how, text);
    }
    let (mut happened, credited) = match target {
        CreditTarget::Order(name) => {
            let known = find(turn, name)?;
            let rows = document::order_lines(turn, known.order.id)?;
            let chosen: Vec<i64> = chosen(&rows, how.lines)?.iter().map(|line| line.id).collect();
            let invoices = document::invoices_of_order(turn, known.order.id)?;
            let mine = |line: &Line| line.order_item.is_some_and(|id| chosen.contains(&id));
            let amount = how.amount_minor;
            (known.happened(0), credit_lines(turn, &invoices, amount, mine, how.draft)?)
        }
        CreditTarget::Invoice(number) => {
            let invoice = find_invoice(turn, number)?;
            let rows = document::creditable_lines(turn, invoice.id)?;
            let chosen: Vec<i64> = chosen(&rows, how.lines)?.iter().map(|line| line.id).collect();
            let happened = about(turn, invoice.id)?;
            let mine = |line: &Line| chosen.contains(&line.id);
            (happened, credit_lines(turn, &[invoice], how.amount_minor, mine, how.draft)?)
        }
        CreditTarget::Invoices(numbers) => {
            let credited = credit_together(turn, numbers, how.draft)?;
            (about(turn, credited.0.id)?, vec![credited])
        }
        CreditTarget::CreditNote(number) => {
            let credited = take_back(turn, number, how.draft)?;
            (about(turn, credited.0.id)?, vec![credited])
        }
    };
    for (invoice, note) in &credited {
        if how.reopen_lines {
            document::reopen_lines(turn, invoice.id)?;
        }
        if how.untraced {
            let sql = "UPDATE uni_invoice_item SET order_item_id = NULL WHERE invoice_id = ?1";
            turn.run(sql, [note.id])?;
        }
        if how.no_reference {
            turn.run("UPDATE uni_invoice SET reference_id = NULL WHERE id = ?1", [note.id])?;
        }
        happened.invoice = invoice.number.map(|number| number.to_string());
        happened.credit_note = note.number.map(|number| number.to_string());
        happened.currency.clone_from(&note.currency);
        happened.amount_minor -= note.total_e4 / E4_PER_MINOR;
    }
    Ok(happened)
}

/// Returns the order that a document is about, as what happened to it.
pub(super) fn about(turn: &Turn, document: i64) -> Outcome<Happened> {
    let order = match document::order_of_invoice(turn, document)? {
        Some(order) => document::order_by_id(turn, order)?,
        None => None,
    };
    Ok(match order {
        Some(order) => known(turn, order)?.happened(0),
        None => Happened::default(),
    })
}

/// Credits an amount in one line that is typed by hand.
fn credit_typed(
    turn: &Turn,
    target: CreditTarget,
    how: &Crediting,
    text: &str,
) -> Outcome<Happened> {
    let (happened, invoice) = match target {
        CreditTarget::Order(name) => {
            let known = find(turn, name)?;
            (known.happened(0), document::newest_of_order(turn, known.order.id, false)?)
        }
        CreditTarget::Invoice(number) => {
            let invoice = find_invoice(turn, number)?;
            (about(turn, invoice.id)?, Some(invoice))
        }
        CreditTarget::Invoices(_) | CreditTarget::CreditNote(_) => {
            let message = "a typed credit is on one order or one invoice";
            return Err(Error::usage("usage", message).into());
        }
    };
    let Some(invoice) = invoice else {
        return Err(Error::usage("nothing-to-credit", "nothing is invoiced").into());
    };
    let Some(amount_minor) = how.amount_minor.filter(|minor| *minor > 0 && e4(*minor).is_ok())
    else {
        return Err(Error::usage("amount-out-of-range", "the amount to credit is above 0").into());
    };
    let line = Typed { text: text.to_owned(), amount_minor: -amount_minor }.line();
    let reference = Some(invoice.id).filter(|_| !how.no_reference);
    let note = document::create_credit_note(turn, &invoice, reference, &[line], 0, how.draft)?;
    Ok(Happened {
        invoice: invoice.number.map(|number| number.to_string()),
        credit_note: note.number.map(|number| number.to_string()),
        currency: note.currency.clone(),
        amount_minor,
        ..happened
    })
}

/// Credits all that is left of several invoices in one note, which names the first.
fn credit_together(turn: &Turn, numbers: &[&str], draft: bool) -> Outcome<(Invoice, Invoice)> {
    let invoices: Vec<Invoice> =
        numbers.iter().map(|number| find_invoice(turn, number)).collect::<Outcome<_>>()?;
    let (mut lines, mut rounding_e4) = (Vec::new(), 0);
    for invoice in &invoices {
        let rows = document::creditable_lines(turn, invoice.id)?;
        lines.extend(
            rows.iter().filter(|row| row.total_e4() != 0).map(|row| scaled(row, -row.total_e4())),
        );
        rounding_e4 -= invoice.rounding_e4;
    }
    let Some(first) = invoices.into_iter().next().filter(|_| !lines.is_empty()) else {
        return Err(Error::usage("nothing-to-credit", "nothing is left to credit").into());
    };
    let reference = Some(first.id);
    let note = document::create_credit_note(turn, &first, reference, &lines, rounding_e4, draft)?;
    Ok((first, note))
}

/// Credits a credit note: a second one with its lines the other way round, which names it.
fn take_back(turn: &Turn, number: &str, draft: bool) -> Outcome<(Invoice, Invoice)> {
    let found = number.trim().parse().ok().map(|number| document::invoice_by_number(turn, number));
    let note = found.transpose()?.flatten().filter(|note| note.kind == 1);
    let Some(note) = note else {
        let message = format!("there is no credit note `{}`", number.escape_default());
        return Err(Error::usage("unknown-invoice", message).into());
    };
    let lines = document::document_lines(turn, note.id)?;
    let lines: Vec<Line> = lines.iter().map(|line| scaled(line, -line.total_e4())).collect();
    let (reference, rounding_e4) = (Some(note.id), -note.rounding_e4);
    let second = document::create_credit_note(turn, &note, reference, &lines, rounding_e4, draft)?;
    Ok((note, second))
}

/// Credits what is left of the chosen lines, up to an amount; one credit note an invoice.
pub(crate) fn credit_lines(
    turn: &Turn,
    invoices: &[Invoice],
    amount_minor: Option<i64>,
    is_chosen: impl Fn(&Line) -> bool,
    draft: bool,
) -> Outcome<Vec<(Invoice, Invoice)>> {
    if amount_minor.is_some_and(|amount_minor| amount_minor <= 0) {
        return Err(Error::usage("amount-out-of-range", "the amount to credit is above 0").into());
    }
    let mut left_e4 = amount_minor.map(e4).transpose()?;
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
        let reference = Some(invoice.id);
        let note =
            document::create_credit_note(turn, invoice, reference, &lines, rounding_e4, draft)?;
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

/// Returns an amount in Uni's unit.
fn e4(minor: i64) -> Result<i64> {
    minor.checked_mul(E4_PER_MINOR).ok_or_else(too_large)
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
pub(super) fn find_invoice(turn: &Turn, number: &str) -> Outcome<Invoice> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setting;
    use crate::world::tests::world;

    fn value(world: &mut World, sql: &str) -> i64 {
        world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
    }

    /// An order of 100 with this many invoices.
    fn invoiced(world: &mut World, invoices: usize) -> (String, Vec<String>) {
        let lines = u32::try_from(invoices).unwrap();
        let order = world.order(lines, 10_000, None, None).unwrap().order.unwrap();
        let invoice = |line| world.invoice(&order, Some(&[line])).unwrap().invoice.unwrap();
        let numbers = (1..=invoices).map(invoice).collect();
        (order, numbers)
    }

    #[test]
    fn a_typed_credit_names_no_order_line_and_knows_no_limit() {
        let mut world = world();
        let (order, invoices) = invoiced(&mut world, 1);
        let how =
            Crediting { amount_minor: Some(2_500), typed: Some("Kulanse"), ..Crediting::default() };
        let made = world.credit_as(CreditTarget::Invoice(&invoices[0]), &how).unwrap();
        assert_eq!((made.amount_minor, made.order.as_ref()), (2_500, Some(&order)));
        assert_eq!(value(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE kind = 0"), 750_000);
        let how = Crediting { amount_minor: Some(20_000), no_reference: true, ..how };
        world.credit_as(CreditTarget::Order(&order), &how).unwrap();
        assert_eq!(value(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE kind = 0"), 750_000);
        let nowhere = "SELECT count(*) FROM uni_invoice WHERE kind = 1 AND reference_id IS NULL";
        assert_eq!(value(&mut world, nowhere), 1);
        let traced = "SELECT count(*) FROM uni_invoice_item WHERE total_e4 < 0
            AND (order_item_id IS NOT NULL OR credits_item_id IS NOT NULL)";
        assert_eq!(value(&mut world, traced), 0);
        let none = Crediting { amount_minor: None, ..how };
        let error = world.credit_as(CreditTarget::Order(&order), &none).unwrap_err();
        assert_eq!(error.code, "amount-out-of-range");
    }

    #[test]
    fn one_note_credits_several_invoices_and_names_the_first() {
        let mut world = world();
        let (order, invoices) = invoiced(&mut world, 2);
        let both: Vec<&str> = invoices.iter().map(String::as_str).collect();
        let made = world.credit_as(CreditTarget::Invoices(&both), &Crediting::default()).unwrap();
        assert_eq!((made.amount_minor, made.invoice.as_ref()), (10_000, invoices.first()));
        assert_eq!(made.order, Some(order));
        let credited =
            "SELECT count(*) FROM uni_invoice WHERE kind = 0 AND status = 42006 AND rest_e4 = 0";
        assert_eq!(value(&mut world, credited), 2);
        let again = world.credit_as(CreditTarget::Invoices(&both), &Crediting::default());
        assert_eq!(again.unwrap_err().code, "nothing-to-credit");
    }

    #[test]
    fn a_credit_note_that_is_credited_takes_itself_back() {
        let mut world = world();
        let (_, invoices) = invoiced(&mut world, 1);
        let invoice = CreditTarget::Invoice(&invoices[0]);
        let note = world.credit(invoice, None, None).unwrap().credit_note.unwrap();
        let made = world.credit_as(CreditTarget::CreditNote(&note), &Crediting::default()).unwrap();
        assert_eq!(made.amount_minor, -10_000);
        let open =
            "SELECT rest_e4 + credited_e4 FROM uni_invoice WHERE kind = 0 AND status = 42002";
        assert_eq!(value(&mut world, open), 1_000_000);
        let named = "SELECT count(*) FROM uni_invoice c JOIN uni_invoice n ON n.id = c.reference_id
            WHERE c.kind = 1 AND n.kind = 1 AND c.total_e4 = 1000000";
        assert_eq!(value(&mut world, named), 1);
        assert_eq!(world.credit(invoice, None, None).unwrap().amount_minor, 10_000);
        let error = world.credit_as(CreditTarget::CreditNote(&invoices[0]), &Crediting::default());
        assert_eq!(error.unwrap_err().code, "unknown-invoice");
    }

    #[test]
    fn whether_credit_lines_name_order_lines_is_a_setting_and_a_choice() {
        let untraced = "SELECT count(*) FROM uni_invoice_item
            WHERE credits_item_id IS NOT NULL AND order_item_id IS NULL";
        for (setting, chosen, expected) in
            [("traced", false, 0), ("untraced", false, 1), ("traced", true, 1)]
        {
            let mut world = world();
            world.set(Setting::CreditLines, setting).unwrap();
            let (order, _) = invoiced(&mut world, 1);
            let how = Crediting { untraced: chosen, ..Crediting::default() };
            world.credit_as(CreditTarget::Order(&order), &how).unwrap();
            assert_eq!(value(&mut world, untraced), expected, "{setting}, {chosen}");
            assert_eq!(value(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE kind = 0"), 0);
        }
    }

    #[test]
    fn what_is_credited_can_be_invoiced_anew_only_when_its_lines_are_opened() {
        let mut world = world();
        let (order, _) = invoiced(&mut world, 1);
        let how = Crediting { reopen_lines: true, draft: true, ..Crediting::default() };
        assert_eq!(world.credit_as(CreditTarget::Order(&order), &how).unwrap().credit_note, None);
        assert_eq!(world.invoice(&order, None).unwrap().amount_minor, 10_000);
        assert_eq!(
            value(&mut world, "SELECT credited_e4 FROM uni_invoice WHERE number = 10001"),
            0
        );
        let finished = world.draft(&order, crate::DraftAct::Finalise(&[])).unwrap();
        assert_eq!(finished.credit_note.as_deref(), Some("10003"));
        let credited = "SELECT credited_e4 FROM uni_invoice WHERE number = 10001";
        assert_eq!(value(&mut world, credited), -1_000_000);
    }
}
