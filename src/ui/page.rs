//! A page: what a command has to say to people, as blocks that every format renders in its way.
//!
//! Plain data. Cells say what they mean, never a colour; text from outside may be put in as it is,
//! because rendering cleans it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use uniac_core::money::{Currency, Money};
use uniac_texts::{Language, dates as date, decimal, label, language, t};

/// What a command has to say, block by block.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    Text(String),
    Pairs(Vec<(String, Cell)>),
    Foot(Vec<(String, Cell)>),
    Table(Table),
    Note(String),
    Hint(String),
}

impl Page {
    /// Returns an empty page.
    pub fn new() -> Page {
        Page::default()
    }

    /// Adds a heading; only the table format shows it.
    pub fn heading(&mut self, text: impl Into<String>) -> &mut Page {
        self.push(Block::Heading(text.into()))
    }

    /// Adds a paragraph, wrapped to the width; only the table format shows it.
    pub fn paragraph(&mut self, text: impl Into<String>) -> &mut Page {
        self.push(Block::Paragraph(text.into()))
    }

    /// Adds lines of our own as they are, never text from outside; the table and plain formats show
    /// them.
    pub fn text(&mut self, lines: impl Into<String>) -> &mut Page {
        self.push(Block::Text(lines.into()))
    }

    /// Adds a key and its value; neighbours are aligned.
    pub fn pair(&mut self, key: impl Into<String>, value: impl Into<Cell>) -> &mut Page {
        let pair = (key.into(), value.into());
        match self.blocks.last_mut() {
            Some(Block::Pairs(pairs)) => pairs.push(pair),
            _ => self.blocks.push(Block::Pairs(vec![pair])),
        }
        self
    }

    /// Adds what stands at the foot of a list, for instance a sum; only the table format shows it.
    pub fn foot(&mut self, key: impl Into<String>, value: impl Into<Cell>) -> &mut Page {
        let pair = (key.into(), value.into());
        match self.blocks.last_mut() {
            Some(Block::Foot(pairs)) => pairs.push(pair),
            _ => self.blocks.push(Block::Foot(vec![pair])),
        }
        self
    }

    /// Adds a table. The first one of a page is what CSV shows, unless another is its main one.
    pub fn table(&mut self, table: Table) -> &mut Page {
        self.push(Block::Table(table))
    }

    /// Adds something to know; only the table format shows it.
    pub fn note(&mut self, text: impl Into<String>) -> &mut Page {
        self.push(Block::Note(text.into()))
    }

    /// Adds what to do next; only the table format shows it.
    pub fn hint(&mut self, text: impl Into<String>) -> &mut Page {
        self.push(Block::Hint(text.into()))
    }

    /// Adds all of another page.
    pub fn append(&mut self, mut page: Page) {
        self.blocks.append(&mut page.blocks);
    }

    fn push(&mut self, block: Block) -> &mut Page {
        self.blocks.push(block);
        self
    }
}

/// Rows under named columns.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) empty: String,
    /// What its sheet is called.
    pub(super) name: Option<String>,
    /// Whether CSV shows it although it is not the first.
    pub(super) is_main: bool,
    /// Whether sums of its columns say something.
    pub(super) has_sums: bool,
}

impl Table {
    /// Returns a table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        Table {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            empty: t!("table-empty"),
            name: None,
            is_main: false,
            has_sums: true,
        }
    }

    /// Leaves sums out: its rows are of different kinds.
    #[must_use]
    pub fn without_sums(mut self) -> Table {
        self.has_sums = false;
        self
    }

    /// Names the sheet that it is in a workbook.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Table {
        self.name = Some(name.into());
        self
    }

    /// Makes it the table of its page that CSV shows.
    #[must_use]
    pub fn main(mut self) -> Table {
        self.is_main = true;
        self
    }

    /// Sets what people read instead of a table without rows.
    #[must_use]
    pub fn when_empty(mut self, text: impl Into<String>) -> Table {
        self.empty = text.into();
        self
    }

    /// Returns the same table without some of its columns, for a screen that they do not fit on.
    #[must_use]
    pub fn without_columns(&self, left_out: std::ops::Range<usize>) -> Table {
        let mut narrow = self.clone();
        narrow.columns.drain(left_out.clone());
        for row in &mut narrow.rows {
            row.drain(left_out.clone());
        }
        narrow
    }

    /// Returns the same table without its rows.
    pub(super) fn without_rows(&self) -> Table {
        Table {
            columns: self.columns.clone(),
            rows: Vec::new(),
            empty: self.empty.clone(),
            name: self.name.clone(),
            is_main: self.is_main,
            has_sums: self.has_sums,
        }
    }

    /// Adds a row, one cell a column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> &mut Table {
        let row: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(row.len(), self.columns.len(), "one cell a column");
        self.rows.push(row);
        self
    }

    /// Returns the sum of each column, where all that stands in it is of one currency, or counts.
    pub(super) fn sums(&self) -> Vec<Option<Value>> {
        let sum = |column| if self.has_sums { self.sum(column) } else { None };
        (0..self.columns.len()).map(sum).collect()
    }

    fn sum(&self, column: usize) -> Option<Value> {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let mut sum: Option<Value> = None;
        for cell in cells.filter(|cell| !cell.text.is_empty()) {
            let value = cell.value?;
            sum = Some(match sum {
                None => value.summable()?,
                Some(sum) => sum.plus(value)?,
            });
        }
        sum
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A column: its name, its side, and whether it gives way on a narrow screen.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) name: String,
    pub(super) align: Align,
    pub(super) wide: bool,
    /// Whether a narrow screen breaks its texts into lines instead of cutting them.
    pub(super) wraps: bool,
    /// Whether it is left out where something else would be cut.
    pub(super) spare: bool,
    /// Whether its cells are money: CSV has plain numbers, and the currency in a column of its own.
    pub(super) is_money: bool,
}

/// The side that a column's cells keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers and amounts.
    Right,
}

impl Column {
    /// Returns a column of text that is never cut: numbers of orders, states, commands.
    pub fn left(name: impl Into<String>) -> Column {
        Column {
            name: name.into(),
            align: Align::Left,
            wide: false,
            wraps: false,
            spare: false,
            is_money: false,
        }
    }

    /// Returns a column of numbers or amounts, never cut.
    pub fn right(name: impl Into<String>) -> Column {
        Column { align: Align::Right, ..Column::left(name) }
    }

    /// Returns a column of money, never cut.
    pub fn money(name: impl Into<String>) -> Column {
        Column { is_money: true, ..Column::right(name) }
    }

    /// Returns a column of text that shrinks, with an ellipsis, where the screen is narrow.
    pub fn wide(name: impl Into<String>) -> Column {
        Column { wide: true, ..Column::left(name) }
    }

    /// Leaves the column out on a screen on which another would be cut.
    #[must_use]
    pub fn spare(mut self) -> Column {
        self.spare = true;
        self
    }

    /// Returns a column of text that goes on in the next line where the screen is narrow.
    pub fn wrapped(name: impl Into<String>) -> Column {
        Column { wraps: true, ..Column::wide(name) }
    }
}

/// One value, with its meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What people read.
    pub(super) text: String,
    /// What plain and CSV show instead, for instance an amount without blanks.
    pub(super) bare: Option<String>,
    /// What plain shows instead of both: the words of a name, in a language in which it is not its id.
    pub(super) line: Option<String>,
    /// The money that it says; nothing where it is left to another cell.
    pub(super) money: Option<Money>,
    pub(super) style: Option<Style>,
    /// What a workbook holds, where that is more than a text.
    pub(super) value: Option<Value>,
}

/// A value that a spreadsheet can count with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// An amount, whose currency stands elsewhere.
    Amount(Money),
    /// An amount with its currency.
    Money(Money),
    /// A number of things.
    Count(u32),
    /// A day.
    Day(Date),
    /// A moment in the company's time zone.
    Moment(DateTime),
}

/// What a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As it should be.
    Good,
    /// Somebody should look at it.
    Warn,
    /// Something is wrong.
    Bad,
    /// Of little interest.
    Faint,
}

impl Value {
    fn summable(self) -> Option<Value> {
        match self {
            Value::Amount(_) | Value::Money(_) | Value::Count(_) => Some(self),
            Value::Day(_) | Value::Moment(_) => None,
        }
    }

    fn plus(self, other: Value) -> Option<Value> {
        let add = |one: Money, other: Money| {
            let minor = one.minor.checked_add(other.minor)?;
            (one.currency == other.currency).then(|| Money::new(minor, one.currency))
        };
        match (self, other) {
            (Value::Amount(one), Value::Amount(other)) => add(one, other).map(Value::Amount),
            (Value::Money(one), Value::Money(other)) => add(one, other).map(Value::Money),
            (Value::Count(one), Value::Count(other)) => one.checked_add(other).map(Value::Count),
            _ => None,
        }
    }

    /// Returns what people read.
    pub(super) fn text(self) -> String {
        match self {
            Value::Amount(money) => decimal(language(), money),
            Value::Money(money) => uniac_texts::money(language(), money),
            Value::Count(count) => count.to_string(),
            Value::Day(day) => date::written(day),
            Value::Moment(at) => date::minute(at),
        }
    }
}

impl Cell {
    /// Returns a cell with text.
    pub fn new(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// Returns a cell that people and programs read differently: `3 days ago` and a moment.
    pub fn both(text: impl Into<String>, bare: impl Into<String>) -> Cell {
        Cell { text: text.into(), bare: Some(bare.into()), ..Cell::default() }
    }

    /// Returns a name that programs read as it is, and people by its label: a state, an operation, an outcome.
    pub fn named(name: &str) -> Cell {
        Cell::worded(label(name), name)
    }

    /// Returns what has an id, and words for people. CSV has the id; plain lines have it in English, and in Norwegian the
    /// words: they are in one language.
    pub fn worded(words: impl Into<String>, id: impl Into<String>) -> Cell {
        let words = words.into();
        Cell::both(words.clone(), id).plain(words)
    }

    /// Sets what plain lines show in Norwegian.
    #[must_use]
    pub fn plain(self, words: impl Into<String>) -> Cell {
        match language() {
            Language::En => self,
            Language::Nb => Cell { line: Some(words.into()), ..self },
        }
    }

    /// Returns an amount: `1,249.00` for people, `1249.00` for programs.
    pub fn amount(minor: i64, currency: Currency) -> Cell {
        let text = decimal(language(), Money::new(minor, currency));
        let value = Value::Amount(Money::new(minor, currency));
        Cell::both(text, currency.decimal(minor).to_string()).value(value)
    }

    /// Returns a number of things.
    pub fn count(count: usize) -> Cell {
        let cell = Cell::new(count.to_string());
        match u32::try_from(count) {
            Ok(count) => cell.value(Value::Count(count)),
            Err(_) => cell,
        }
    }

    /// Returns a day, as the language writes it for people, and `2026-10-31` for programs.
    pub fn day(day: Date) -> Cell {
        Cell::both(date::written(day), day.to_string()).value(Value::Day(day))
    }

    /// Returns a moment: to the minute in the company's time zone for people, in full in UTC for programs.
    pub fn moment(at: Timestamp, zone: &TimeZone) -> Cell {
        let local = zone.to_datetime(at);
        Cell::both(date::minute(local), format!("{at:.0}")).value(Value::Moment(local))
    }

    fn value(self, value: Value) -> Cell {
        Cell { value: Some(value), ..self }
    }

    /// Returns an amount with its currency: `NOK 1,249.00` for people, `NOK 1249.00` for programs.
    pub fn money(money: Money) -> Cell {
        let decimal = money.currency.decimal(money.minor);
        let cell = Cell::both(
            uniac_texts::money(language(), money),
            format!("{} {decimal}", money.currency),
        );
        Cell { money: Some(money), ..cell }.value(Value::Money(money))
    }

    /// Gives the cell a meaning.
    #[must_use]
    pub fn style(mut self, style: impl Into<Option<Style>>) -> Cell {
        self.style = style.into();
        self
    }

    /// Marks the cell as it should be.
    #[must_use]
    pub fn good(self) -> Cell {
        self.style(Style::Good)
    }

    /// Marks the cell as something to look at.
    #[must_use]
    pub fn warn(self) -> Cell {
        self.style(Style::Warn)
    }

    /// Marks the cell as wrong.
    #[must_use]
    pub fn bad(self) -> Cell {
        self.style(Style::Bad)
    }

    /// Marks the cell as of little interest.
    #[must_use]
    pub fn faint(self) -> Cell {
        self.style(Style::Faint)
    }

    /// Adds something that people alone read.
    #[must_use]
    pub fn followed_by(mut self, more: &str) -> Cell {
        self.bare = Some(self.bare.unwrap_or_else(|| self.text.clone()));
        self.text.push_str(more);
        self
    }

    /// Leaves it to programs: people see nothing.
    #[must_use]
    pub fn silent(mut self) -> Cell {
        self.bare = Some(self.bare.unwrap_or_else(|| std::mem::take(&mut self.text)));
        self.text.clear();
        self
    }

    /// Returns what programs read.
    pub(super) fn bare(&self) -> &str {
        self.bare.as_deref().unwrap_or(&self.text)
    }

    /// Returns what a plain line has.
    pub(super) fn lined(&self) -> &str {
        self.line.as_deref().unwrap_or_else(|| self.bare())
    }
}

impl<T: ToString + ?Sized> From<&T> for Cell {
    fn from(value: &T) -> Cell {
        Cell::new(value.to_string())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::new(text)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Cell {
        Cell::count(count)
    }
}
