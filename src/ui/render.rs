//! Rendering of a page: aligned for people, plain lines for pipes, CSV for spreadsheets.
//!
//! Every text is cleaned here, whoever made it. Plain and CSV must never cut anything.

use uniac_system::error::{Error, Result};
use uniac_texts::{label, t};

use super::page::{Block, Cell, Column, Page, Style, Table};
use super::rows::{GAP, aligned_rows};
use super::text::{self, Emphasis, clean, paint, wrap};

/// The column of CSV that tells the currency of a row's amounts.
const CURRENCY: &str = "currency";

/// The least room for the value of a pair, however narrow the screen is.
const PAIR_MIN: usize = 20;

/// Renders a page for people on a screen of `width` columns.
pub(super) fn table(page: &Page, width: usize, colors: bool) -> String {
    let blocks = page.blocks.iter().map(|block| match block {
        Block::Heading(text) => paint(&clean(text), Emphasis::Bold, colors),
        Block::Paragraph(text) => wrap(&clean(text), width).join("\n"),
        Block::Text(lines) => lines.lines().map(clean).collect::<Vec<_>>().join("\n"),
        Block::Pairs(pairs) | Block::Foot(pairs) => aligned_pairs(pairs, width, colors),
        Block::Table(table) => aligned_rows(table, width, colors),
        Block::Note(text) => {
            painted(&wrap(&clean(text), width), Some(Style::Faint), colors).join("\n")
        }
        Block::Hint(text) => {
            let hint = t!("label-hint");
            let indent = text::width(&hint) + 1;
            let lines = wrap(&clean(text), width.saturating_sub(indent));
            let indent = format!("\n{}", " ".repeat(indent));
            format!("{} {}", paint(&hint, Style::Good, colors), lines.join(&indent))
        }
    });
    let mut out = String::new();
    let mut last: Option<&Block> = None;
    for (block, text) in page.blocks.iter().zip(blocks) {
        if last.is_some_and(|last| is_apart(last, block)) {
            out.push('\n');
        }
        out.push_str(&text);
        out.push('\n');
        last = Some(block);
    }
    out
}

/// Returns whether two neighbouring blocks are separated by an empty line: all but a heading and
/// what it heads, and hints among themselves.
fn is_apart(above: &Block, below: &Block) -> bool {
    !matches!((above, below), (Block::Heading(_), _) | (Block::Hint(_), Block::Hint(_)))
}

/// Returns lines with their emphasis, each on its own: what stands beside them is not painted.
fn painted(lines: &[String], style: Option<Style>, colors: bool) -> Vec<String> {
    let paint_line = |line: &String| match style {
        Some(style) => paint(line, style, colors),
        None => line.clone(),
    };
    lines.iter().map(paint_line).collect()
}

fn aligned_pairs(pairs: &[(String, Cell)], width: usize, colors: bool) -> String {
    let keys: Vec<String> = pairs.iter().map(|(key, _)| clean(&label(key)).into_owned()).collect();
    let longest = keys.iter().map(|key| text::width(key)).max().unwrap_or(0);
    let indent = longest + usize::from(GAP);
    let room = width.saturating_sub(indent).max(PAIR_MIN);
    let lines = keys.iter().zip(pairs).map(|(key, (_, value))| {
        let gap = " ".repeat(indent - text::width(key));
        let value_text = clean(&value.text);
        // What fits is left as it is, with the blanks that it has.
        let parts = match text::width(&value_text) <= room {
            true => vec![value_text.into_owned()],
            false => wrap(&value_text, room),
        };
        let parts = painted(&parts, value.style, colors);
        format!("{key}{gap}{}", parts.join(&format!("\n{}", " ".repeat(indent))))
            .trim_end()
            .to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Renders the rows and pairs of a page as lines with tabs.
pub(super) fn plain(page: &Page) -> String {
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<_> = cells.map(clean).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    };
    for block in &page.blocks {
        match block {
            Block::Table(table) => {
                for row in &table.rows {
                    line(&mut row.iter().map(Cell::lined));
                }
            }
            Block::Pairs(pairs) => {
                for (key, value) in pairs {
                    line(&mut [&*label(key), value.lined()].into_iter());
                }
            }
            Block::Text(lines) => lines.lines().for_each(|text| line(&mut [text].into_iter())),
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Foot(_)
            | Block::Note(_)
            | Block::Hint(_) => {}
        }
    }
    out
}

/// Renders the main table of a page, or its first, as CSV; a page without one, its pairs.
pub(super) fn csv(page: &Page) -> Result<String> {
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let pairs = page.blocks.iter().filter_map(|block| match block {
        Block::Pairs(pairs) => Some(pairs),
        _ => None,
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    let main = tables.clone().find(|table| table.is_main).or_else(|| tables.clone().next());
    let written = match main {
        Some(table) => write_table(&mut writer, table),
        None => write_pairs(&mut writer, pairs.flatten()),
    };
    let unfit = |error: &dyn std::fmt::Display| {
        Error::defect(format!("the result does not fit CSV: {error}"))
    };
    written.map_err(|error| unfit(&error))?;
    let bytes = writer.into_inner().map_err(|error| unfit(&error))?;
    String::from_utf8(bytes).map_err(|error| unfit(&error))
}

fn write_table(writer: &mut csv::Writer<Vec<u8>>, table: &Table) -> csv::Result<()> {
    let name = |column: &Column| clean(&column.name).to_lowercase().replace(' ', "_");
    let is_named = table.columns.iter().any(|column| name(column) == CURRENCY);
    // The currency stands behind the first amount: the amounts of a row have one.
    let money = table.columns.iter().position(|column| column.is_money).filter(|_| !is_named);
    let mut header: Vec<String> = table.columns.iter().map(name).collect();
    if let Some(at) = money {
        header.insert(at + 1, CURRENCY.to_owned());
    }
    writer.write_record(header)?;
    for row in &table.rows {
        let moneys = row.iter().filter_map(|cell| cell.money);
        let currency = moneys.map(|money| money.currency).next();
        let cells = row.iter().zip(&table.columns).map(|(cell, column)| match cell.money {
            Some(money) if column.is_money && Some(money.currency) == currency => {
                money.currency.decimal(money.minor).to_string()
            }
            _ => harmless(cell.bare()),
        });
        let mut cells: Vec<String> = cells.collect();
        if let Some(at) = money {
            cells.insert(at + 1, currency.map_or(String::new(), |currency| currency.to_string()));
        }
        writer.write_record(cells)?;
    }
    Ok(())
}

fn write_pairs<'a>(
    writer: &mut csv::Writer<Vec<u8>>,
    pairs: impl Iterator<Item = &'a (String, Cell)>,
) -> csv::Result<()> {
    writer.write_record(["key", "value"])?;
    for (key, value) in pairs {
        writer.write_record([harmless(key), harmless(value.bare())])?;
    }
    Ok(())
}

/// Returns a text that a spreadsheet does not run as a formula: what begins like one and is no
/// number gets an apostrophe in front.
fn harmless(text: &str) -> String {
    let text = clean(text);
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    match is_formula && !is_number(&text) {
        true => format!("'{text}"),
        false => text.into_owned(),
    }
}

/// Returns whether the text is digits with a sign and at most one point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}
