//! A table for people: aligned columns, and below a row what does not fit beside the rest of it.
//!
//! Numbers are never cut, and no text is broken within a word while there is another way.

use std::borrow::Cow;

use comfy_table::{CellAlignment, ContentArrangement, Table as Layout, presets};

use uniac_texts::{label, named};

use super::page::{Align, Cell, Column, Style, Table};
use super::text::{self, Emphasis, RESET, begin, clean, fit, paint, wrap};

/// Blank columns between two columns of a table.
pub(super) const GAP: u16 = 2;

/// The width below which a wide column does not shrink: a name cut shorter says nothing.
const WIDE_MIN: usize = 10;

/// How much of the screen, in tenths, a column that wraps keeps: a sentence in narrower lines is hard to read.
const WRAPS_MIN: usize = 3;

/// How far what stands below a row stands in.
const BELOW: usize = 4;

/// Renders a table on a screen of `width` columns.
pub(super) fn aligned_rows(table: &Table, width: usize, colors: bool) -> String {
    if table.is_empty() {
        return paint(&clean(&table.empty), Style::Faint, colors);
    }
    let rows: Vec<Vec<Cow<'_, str>>> =
        table.rows.iter().map(|row| row.iter().map(|cell| clean(&cell.text)).collect()).collect();
    let sizes = |header: &[String]| -> Vec<Size> {
        let size = |(at, name): (usize, &String)| {
            Size::of(&table.columns[at], name, rows.iter().map(|row| &*row[at]), width)
        };
        header.iter().enumerate().map(size).collect()
    };
    let label_of = |column: &Column| clean(&label(&column.name)).into_owned();
    let header: Vec<String> = table.columns.iter().map(label_of).collect();
    let all = sizes(&header);
    let is_tight = room(&all, width, uncut) > 0;
    let heads: Vec<String> = match is_tight {
        true => {
            table.columns.iter().zip(&header).map(|(column, name)| broken(column, name)).collect()
        }
        false => header.clone(),
    };
    let all = if is_tight { sizes(&heads) } else { all };
    let (kept, below) = arranged(&all, width);
    let mut layout = Layout::new();
    layout.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    layout.force_no_tty();
    let cell = |lines: Vec<String>, style: Option<Emphasis>| -> String {
        lines.iter().map(|line| marked(line, style)).collect::<Vec<_>>().join("\n")
    };
    layout.set_header(
        kept.iter().map(|(at, width)| {
            cell(wrap(&heads[*at].to_uppercase(), *width), Some(Emphasis::Bold))
        }),
    );
    let mut heights = Vec::new();
    for (row, texts) in table.rows.iter().zip(&rows) {
        let cells: Vec<String> = kept
            .iter()
            .map(|(at, width)| {
                let lines = match table.columns[*at].wraps {
                    true => wrap(&texts[*at], *width),
                    false => vec![fit(&texts[*at], *width).into_owned()],
                };
                cell(lines, row[*at].style.map(Emphasis::Style))
            })
            .collect();
        heights.push(cells.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(1));
        layout.add_row(cells);
    }
    for ((at, _), laid) in kept.iter().zip(layout.column_iter_mut()) {
        laid.set_padding((0, GAP));
        laid.set_cell_alignment(match table.columns[*at].align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    let laid = colored(&layout.trim_fmt(), colors);
    if below.is_empty() {
        return laid;
    }
    let mut lines = laid.lines();
    let head = laid.lines().count().saturating_sub(heights.iter().sum());
    let mut out: Vec<String> = lines.by_ref().take(head).map(str::to_owned).collect();
    for (row, height) in table.rows.iter().zip(heights) {
        out.extend(lines.by_ref().take(height).map(str::to_owned));
        out.extend(below.iter().flat_map(|at| below_row(&header[*at], &row[*at], width, colors)));
    }
    out.join("\n")
}

/// Returns the name of a column with a long word taken apart, so that it stands in two lines where there is little room.
fn broken(column: &Column, name: &str) -> String {
    named(&format!("narrow-{}", column.name)).unwrap_or_else(|| name.to_owned())
}

/// Returns how wide a column is when nothing of it is cut.
fn uncut(size: &Size) -> usize {
    if size.wraps { size.least } else { size.cells }
}

/// Returns the lines of a cell that stands below its row.
fn below_row(name: &str, cell: &Cell, width: usize, colors: bool) -> Vec<String> {
    if cell.text.is_empty() {
        return Vec::new();
    }
    let lines = wrap(&format!("{name}: {}", clean(&cell.text)), width.saturating_sub(BELOW));
    let line = |line: &String| match cell.style {
        Some(style) => paint(line, style, colors),
        None => line.clone(),
    };
    lines.iter().map(|text| format!("{}{}", " ".repeat(BELOW), line(text))).collect()
}

/// How wide a column is and can be.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// With its name in one line.
    full: usize,
    /// With its name in several lines.
    cells: usize,
    /// The least.
    least: usize,
    gives_way: bool,
    is_number: bool,
    wraps: bool,
    spare: bool,
}

impl Size {
    fn of<'a>(
        column: &Column,
        name: &str,
        cells: impl Iterator<Item = &'a str> + Clone,
        screen: usize,
    ) -> Size {
        let word = |text: &str| wrap(text, 0).iter().map(|word| text::width(word)).max();
        let head = word(name).unwrap_or(0);
        let widest = cells.clone().map(text::width).max().unwrap_or(0);
        let least = match (column.wide, column.wraps) {
            (_, true) => {
                widest.min(screen * WRAPS_MIN / 10).max(cells.filter_map(word).max().unwrap_or(0))
            }
            (true, false) => widest.min(WIDE_MIN),
            (false, false) => widest,
        };
        Size {
            full: widest.max(text::width(name)),
            cells: widest.max(head),
            least: least.max(head),
            gives_way: column.wide,
            is_number: column.align == Align::Right,
            wraps: column.wraps,
            spare: column.spare,
        }
    }
}

/// Returns the columns that stand beside each other with their widths, and those that stand below their row: as few as can
/// be, first those that wrap, numbers last, of each kind the last first. Where something would be cut, what can be spared is left out.
fn arranged(all: &[Size], screen: usize) -> (Vec<(usize, usize)>, Vec<usize>) {
    let mut kept: Vec<usize> = (0..all.len()).collect();
    let mut below = Vec::new();
    let last = |kept: &[usize], is_meant: fn(&Size) -> bool| {
        kept.iter().skip(1).rposition(|at| is_meant(&all[*at])).map(|position| position + 1)
    };
    if room(all, screen, uncut) > 0 {
        kept.retain(|at| !all[*at].spare);
    }
    loop {
        let sizes: Vec<Size> = kept.iter().map(|at| all[*at]).collect();
        let folded = match room(&sizes, screen, |size| size.least) {
            0 => None,
            _ => last(&kept, |size| size.wraps)
                .or_else(|| last(&kept, |size| size.gives_way))
                .or_else(|| last(&kept, |size| !size.is_number))
                .or_else(|| last(&kept, |_| true)),
        };
        match folded {
            Some(position) => below.insert(0, kept.remove(position)),
            None => return (kept.into_iter().zip(widths(&sizes, screen)).collect(), below),
        }
    }
}

/// Returns by how much columns of these widths are too wide for the screen.
fn room(sizes: &[Size], screen: usize, width: fn(&Size) -> usize) -> usize {
    let gaps = usize::from(GAP) * sizes.len().saturating_sub(1);
    (sizes.iter().map(width).sum::<usize>() + gaps).saturating_sub(screen)
}

/// Returns the width of each column: as wide as its content, or, where the screen is too narrow, first with its name in
/// several lines, then the widest of those that give way shrunk until the row fits.
fn widths(sizes: &[Size], screen: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = sizes.iter().map(|size| size.full).collect();
    let mut excess = room(sizes, screen, |size| size.full);
    let shrink = |widths: &mut Vec<usize>, excess: &mut usize, floor: fn(&Size) -> usize| {
        while *excess > 0 {
            let can = (0..widths.len()).filter(|at| widths[*at] > floor(&sizes[*at]));
            let Some(widest) = can.max_by_key(|at| widths[*at]) else { break };
            widths[widest] -= 1;
            *excess -= 1;
        }
    };
    shrink(&mut widths, &mut excess, |size| size.cells);
    shrink(&mut widths, &mut excess, |size| size.least);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns = [Column::left("order"), Column::right("days left"), Column::wrapped("way")];
        let mut table = Table::new(columns);
        table.row([Cell::new("100045"), Cell::new("3"), Cell::new("uniac explain not-booked")]);
        table.row([Cell::new("100046"), Cell::new("12"), Cell::new("")]);
        table
    }

    #[test]
    fn names_wrap_first_then_texts_and_what_has_no_room_goes_below_its_row() {
        let wide = "ORDER   DAYS LEFT  WAY\n100045          3  uniac explain not-booked\n100046         12";
        assert_eq!(aligned_rows(&table(), 80, false), wide);
        let tall =
            "ORDER   DAYS  WAY\n        LEFT\n100045     3  uniac explain not-booked\n100046    12";
        assert_eq!(aligned_rows(&table(), 38, false), tall);
        let below = "ORDER   DAYS LEFT\n100045          3\n    way: uniac explain\n    not-booked\n100046         12";
        assert_eq!(aligned_rows(&table(), 22, false), below);
        let columns = [Column::left("order"), Column::left("shop").spare(), Column::wide("who")];
        let mut list = Table::new(columns);
        list.row([Cell::new("100045"), Cell::new("5045"), Cell::new("Kari Nordmann")]);
        let whole = "ORDER   SHOP  WHO\n100045  5045  Kari Nordmann";
        assert_eq!(aligned_rows(&list, 27, false), whole);
        assert_eq!(aligned_rows(&list, 26, false), "ORDER   WHO\n100045  Kari Nordmann");
    }
}
