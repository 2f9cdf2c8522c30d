//! A page as a workbook: a sheet for each table, with numbers and days that a spreadsheet can count with.
//!
//! A text from outside is written as a text, whatever it begins with: it must never become a formula.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use uniac_core::money::{Currency, Money};
use uniac_system::error::{Error, Result};
use uniac_texts::{label, t};

use super::page::{Align, Block, Cell, Page, Table, Value};
use super::text::{clean, width};

/// The most characters that a cell holds.
const TEXT_MAX: usize = 32_000;

/// The narrowest and the widest a column is made, characters.
const WIDTH: std::ops::RangeInclusive<usize> = 8..=60;

/// How much wider than its text a column is, characters: room for the arrow of the filter.
const ROOM: usize = 3;

/// The longest name of a sheet, and the characters that it must not have.
const NAME_MAX: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Returns the bytes of a workbook: the pairs of a page on its first sheet, and a sheet for each table.
pub(super) fn workbook(page: &Page) -> Result<Vec<u8>> {
    let too_large = |error: XlsxError| {
        Error::failed("output-failed", t!("xlsx-too-large", why = error.to_string()))
            .hint(t!("xlsx-too-large-hint"))
    };
    build(page).map_err(too_large)
}

fn build(page: &Page) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    let pairs: Vec<&(String, Cell)> = page
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Pairs(pairs) => Some(pairs),
            _ => None,
        })
        .flatten()
        .collect();
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    if !pairs.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(None, &mut names))?;
        write_pairs(sheet, &pairs)?;
    }
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(name(table.name.as_deref(), &mut names))?;
        write_table(sheet, table)?;
    }
    if names.is_empty() {
        book.add_worksheet().set_name(name(None, &mut names))?;
    }
    book.save_to_buffer()
}

/// Returns a name for a sheet that no other one has.
fn name(wanted: Option<&str>, taken: &mut Vec<String>) -> String {
    let text = clean(wanted.unwrap_or("uniac")).replace(NOT_IN_NAMES, " ");
    let text: String = text.trim_matches(['\'', ' ']).chars().take(NAME_MAX - 3).collect();
    let text = if text.is_empty() { "uniac".to_owned() } else { capital(&text) };
    let mut name = text.clone();
    let mut number = 1;
    while taken.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
        number += 1;
        name = format!("{text} {number}");
    }
    taken.push(name.clone());
    name
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00EE_F1F4))
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(Color::RGB(0x008A_94A0))
}

/// Returns how amounts of a currency are shown.
fn number_format(currency: Currency) -> &'static str {
    if currency.decimals() == 0 { "#,##0" } else { "#,##0.00" }
}

fn of_value(value: Value) -> Format {
    match value {
        Value::Amount(money) => Format::new().set_num_format(number_format(money.currency)),
        Value::Money(money) => {
            let format = number_format(money.currency);
            Format::new().set_num_format(format!("\"{}\" {format}", money.currency))
        }
        Value::Count(_) => Format::new().set_num_format("#,##0"),
        Value::Day(_) => Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Value::Moment(_) => {
            Format::new().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left)
        }
    }
}

fn decimal(money: Money) -> Decimal {
    money.currency.decimal(money.minor)
}

fn day(date: Date) -> std::result::Result<ExcelDateTime, XlsxError> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, day)
}

fn moment(at: DateTime) -> std::result::Result<ExcelDateTime, XlsxError> {
    let (hour, minute) = (u16::from(at.hour().unsigned_abs()), at.minute().unsigned_abs());
    day(at.date())?.and_hms(hour, minute, at.second().unsigned_abs())
}

fn write_cell(
    sheet: &mut Worksheet,
    at: (u32, u16),
    cell: &Cell,
) -> std::result::Result<(), XlsxError> {
    let (row, column) = at;
    let text = |sheet: &mut Worksheet| {
        let shown = if cell.value.is_some() { &cell.text } else { cell.bare() };
        let text: String = clean(shown).chars().take(TEXT_MAX).collect();
        match text.is_empty() {
            true => Ok(()),
            false => sheet.write_string(row, column, text).map(|_| ()),
        }
    };
    let Some(value) = cell.value else { return text(sheet) };
    let format = of_value(value);
    match value {
        Value::Amount(money) | Value::Money(money) => {
            sheet.write_with_format(row, column, decimal(money), &format)?;
        }
        Value::Count(count) => {
            sheet.write_number_with_format(row, column, count, &format)?;
        }
        // A spreadsheet knows no day before 1900.
        Value::Day(date) => match day(date) {
            Ok(day) => _ = sheet.write_datetime_with_format(row, column, day, &format)?,
            Err(_) => text(sheet)?,
        },
        Value::Moment(at) => match moment(at) {
            Ok(at) => _ = sheet.write_datetime_with_format(row, column, at, &format)?,
            Err(_) => text(sheet)?,
        },
    }
    Ok(())
}

fn write_pairs(
    sheet: &mut Worksheet,
    pairs: &[&(String, Cell)],
) -> std::result::Result<(), XlsxError> {
    let mut widths = [0, 0];
    for (row, (key, value)) in (0_u32..).zip(pairs) {
        let key = capital(&label(&clean(key)));
        sheet.write_string_with_format(row, 0, &key, &Format::new().set_bold())?;
        write_cell(sheet, (row, 1), value)?;
        widths[0] = widths[0].max(width(&key));
        widths[1] = widths[1].max(width(&clean(&value.text)));
    }
    for (column, width) in (0_u16..).zip(widths) {
        set_width(sheet, column, width)?;
    }
    Ok(())
}

fn set_width(
    sheet: &mut Worksheet,
    column: u16,
    width: usize,
) -> std::result::Result<(), XlsxError> {
    let width = (width + ROOM).clamp(*WIDTH.start(), *WIDTH.end());
    sheet.set_column_width(column, u16::try_from(width).unwrap_or(u16::MAX)).map(|_| ())
}

fn write_table(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    let head = head();
    for (at, column) in (0_u16..).zip(&table.columns) {
        let name = capital(&label(&clean(&column.name)));
        let format = match column.align {
            Align::Right => head.clone().set_align(FormatAlign::Right),
            Align::Left => head.clone(),
        };
        sheet.write_string_with_format(0, at, &name, &format)?;
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(at)));
        let widest = cells.map(|cell| width(&clean(&cell.text))).max().unwrap_or(0);
        set_width(sheet, at, widest.max(width(&name)))?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, (row, at), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    if last > 0 && columns > 0 {
        sheet.autofilter(0, 0, last, columns - 1)?;
        write_sums(sheet, table, last)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Writes the sums below the rows: of each column that holds amounts of one currency, or counts.
fn write_sums(
    sheet: &mut Worksheet,
    table: &Table,
    last: u32,
) -> std::result::Result<(), XlsxError> {
    let sums = table.sums();
    if sums.iter().all(Option::is_none) {
        return Ok(());
    }
    // A row apart, so that sorting and filtering leave the sums alone.
    let row = last + 2;
    let line = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
    for (at, sum) in (0_u16..).zip(sums) {
        match sum {
            Some(sum) => {
                let letter = rust_xlsxwriter::utility::column_number_to_name(at);
                let formula = Formula::new(format!("=SUM({letter}2:{letter}{})", last + 1));
                let formula = formula.set_result(number(sum).to_string());
                sheet.write_formula_with_format(row, at, formula, &line(of_value(sum)))?;
            }
            None if at == 0 => {
                sheet.write_string_with_format(row, at, t!("xlsx-sum"), &line(Format::new()))?;
            }
            None => _ = sheet.write_blank(row, at, &line(Format::new()))?,
        }
    }
    Ok(())
}

fn number(value: Value) -> Decimal {
    match value {
        Value::Amount(money) | Value::Money(money) => decimal(money),
        Value::Count(count) => Decimal::from(count),
        Value::Day(_) | Value::Moment(_) => Decimal::ZERO,
    }
}
