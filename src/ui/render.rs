//! Rendering of a page: aligned for people, plain lines for pipes, CSV for spreadsheets.
//!
//! Every text is cleaned here, whoever made it. Plain and CSV must never cut anything.

use std::borrow::Cow;

use comfy_table::{CellAlignment, ContentArrangement, Table as Layout, presets};

use uniac_system::error::{Error, Result};
use uniac_texts::{label, t};

use super::page::{Align, Block, Cell, Column, Page, Style, Table};
use super::text::{self, Emphasis, RESET, begin, clean, fit, paint, wrap};

/// Blank columns between two columns of a table.
const GAP: u16 = 2;

/// The column of CSV that tells the currency of a row's amounts.
const CURRENCY: &str = "currency";

/// The least room for the value of a pair, however narrow the screen is.
const PAIR_MIN: usize = 20;

/// The width below which a wide column does not shrink: a name cut shorter says nothing.
const WIDE_MIN: usize = 10;

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

fn aligned_rows(table: &Table, width: usize, colors: bool) -> String {
    if table.is_empty() {
        return paint(&clean(&table.empty), Style::Faint, colors);
    }
    let header: Vec<String> =
        table.columns.iter().map(|c| clean(&label(&c.name)).to_uppercase()).collect();
    let rows: Vec<Vec<Cow<'_, str>>> =
        table.rows.iter().map(|row| row.iter().map(|cell| clean(&cell.text)).collect()).collect();
    let widths = widths(&table.columns, &header, &rows, width);
    let mut layout = Layout::new();
    layout.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    layout.force_no_tty();
    layout.set_header(header.iter().map(|name| marked(name, Some(Emphasis::Bold))));
    for (row, texts) in table.rows.iter().zip(&rows) {
        let cells = row.iter().zip(texts).zip(widths.iter().zip(&table.columns));
        layout.add_row(cells.map(|((cell, text), (width, column))| {
            let lines = match column.wraps {
                true => wrap(text, *width),
                false => vec![fit(text, *width).into_owned()],
            };
            let style = cell.style.map(Emphasis::Style);
            let lines: Vec<String> = lines.iter().map(|line| marked(line, style)).collect();
            lines.join("\n")
        }));
    }
    for (column, laid) in table.columns.iter().zip(layout.column_iter_mut()) {
        laid.set_padding((0, GAP));
        laid.set_cell_alignment(match column.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    colored(&layout.trim_fmt(), colors)
}

/// Returns the width of each column: as wide as its content, or, where the screen is too narrow, the
/// widest of the wide columns shrunk until the row fits.
fn widths(
    columns: &[Column],
    header: &[String],
    rows: &[Vec<Cow<'_, str>>],
    screen: usize,
) -> Vec<usize> {
    let mut widths: Vec<usize> = header.iter().map(|name| text::width(name)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(text::width(cell));
        }
    }
    let gaps = usize::from(GAP) * widths.len().saturating_sub(1);
    let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(screen);
    while excess > 0 {
        let shrinkable = (0..widths.len()).filter(|index| columns[*index].wide);
        let widest = shrinkable.max_by_key(|index| widths[*index]);
        let Some(widest) = widest.filter(|index| widths[*index] > WIDE_MIN) else { break };
        widths[widest] -= 1;
        excess -= 1;
    }
    widths
}

/// Marks that stand in a laid-out table where colours begin and end: the table crate measures and
/// aligns, but its own colouring asks the environment. They take no width, and [`clean`] removes
/// them from every text, so that nobody else can have put them there.
const MARK_END: char = '\u{2060}';

fn mark_begin(emphasis: Emphasis) -> char {
    match emphasis {
        Emphasis::Bold => '\u{2061}',
        Emphasis::Style(Style::Good) => '\u{2062}',
        Emphasis::Style(Style::Warn) => '\u{2063}',
        Emphasis::Style(Style::Bad) => '\u{2064}',
        Emphasis::Style(Style::Faint) => '\u{206a}',
    }
}

fn marked(text: &str, emphasis: Option<Emphasis>) -> String {
    match emphasis {
        Some(emphasis) => format!("{}{text}{MARK_END}", mark_begin(emphasis)),
        None => text.to_owned(),
    }
}

fn colored(marked: &str, colors: bool) -> String {
    let mut text = marked.replace(MARK_END, if colors { RESET } else { "" });
    for emphasis in Emphasis::ALL {
        text = text.replace(mark_begin(emphasis), if colors { begin(emphasis) } else { "" });
    }
    text
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
                    line(&mut row.iter().map(Cell::bare));
                }
            }
            Block::Pairs(pairs) => {
                for (key, value) in pairs {
                    line(&mut [key, value.bare()].into_iter());
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
