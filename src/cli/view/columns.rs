//! Which columns a table has: those that fit the screen.
//!
//! Files and pipes have all columns, whatever the screen.

use crate::ui::{Column, Format, Look};

/// The width below which a screen gets fewer columns; `order show` has the rest.
const WIDE_SCREEN: usize = 120;

/// The width that all columns of a list of orders need.
const WIDE_LIST: usize = 160;

/// Which columns a list of orders has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// All: for wide screens, pipes and files.
    All,
    /// Those that fit 80 columns without cutting what matters.
    Few,
    /// As `Few`, with what is due instead of where the money is.
    FewDue,
    /// As `Few`, with how much it is about, since when, and the command that goes on.
    FewToDo,
    /// As `FewToDo`, with the day on which the reservation ends.
    FewClosing,
}

impl Columns {
    /// Returns the columns that fit.
    pub fn that_fit(look: &Look) -> Columns {
        Columns::at_least(look, WIDE_SCREEN)
    }

    /// Returns the columns of a list of orders that fit.
    pub fn of_list(look: &Look) -> Columns {
        Columns::at_least(look, WIDE_LIST)
    }

    fn at_least(look: &Look, width: usize) -> Columns {
        match look.format == Format::Table && look.width < width {
            true => Columns::Few,
            false => Columns::All,
        }
    }
}

/// The columns of acts with what became of each.
pub fn of_acts() -> [Column; 6] {
    [
        Column::left("order"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::money("amount"),
        Column::left("outcome"),
        Column::wrapped("code"),
    ]
}
