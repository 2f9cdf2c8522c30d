//! Which orders are meant: the filters of `order list`, and of every command that takes the same.
//!
//! They only select. An order must never be left out because something is wrong with it.

use clap::Args;
use jiff::civil::Date;

use uniac_core::assess::{Assessment, Attention, State};
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};

/// The filters, as they are typed.
#[derive(Debug, Clone, Default, Args)]
pub struct OrderFilter {
    /// Only orders in this state
    #[arg(long, value_name = "STATE", value_parser = clap::builder::PossibleValuesParser::new(State::ALL.map(State::name)))]
    state: Option<String>,
    /// Only orders with this attention, or `any`, that nobody has accepted
    #[arg(long, value_name = "ID")]
    attention: Option<String>,
    /// Only orders whose attention a person has accepted
    #[arg(long)]
    accepted: bool,
    /// Only orders on which something is due
    #[arg(long)]
    pub due: bool,
    /// Only orders with an invoice that predates the activation
    #[arg(long)]
    predates: bool,
    /// Only orders placed on this date or later (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
}

/// Filters that can be asked.
pub struct Chosen<'a> {
    filter: &'a OrderFilter,
    /// The attention that is wanted: `Some(None)` is any.
    attention: Option<Option<Attention>>,
}

impl OrderFilter {
    /// Returns whether any filter was typed.
    pub fn is_typed(&self) -> bool {
        let OrderFilter { state, attention, accepted, due, predates, since } = self;
        state.is_some() || attention.is_some() || *accepted || *due || *predates || since.is_some()
    }

    /// Returns the filters, ready to be asked.
    ///
    /// # Errors
    /// `usage` when there is no such attention.
    pub fn chosen(&self) -> Result<Chosen<'_>> {
        let attention = match self.attention.as_deref() {
            None => None,
            Some("any") => Some(None),
            Some(name) => Some(Some(name.parse().map_err(|error: String| {
                let names: Vec<&str> = Attention::ALL.iter().map(|a| a.name()).collect();
                Error::usage("usage", error).hint(format!("Use `any`, or: {}", names.join(", ")))
            })?)),
        };
        Ok(Chosen { filter: self, attention })
    }
}

impl Chosen<'_> {
    /// Returns whether an order is meant.
    pub fn takes(&self, case: &Case, assessment: &Assessment, is_accepted: bool) -> bool {
        let filter = self.filter;
        let attention = match self.attention {
            None => true,
            Some(None) => assessment.attention.is_some(),
            Some(Some(one)) => {
                assessment.attentions.contains(&one) || assessment.remarks.contains(&one)
            }
        };
        // Who asks for what needs somebody does not ask for what somebody has seen.
        let accepted = match filter.accepted {
            true => is_accepted,
            false => self.attention.is_none() || !is_accepted,
        };
        attention
            && accepted
            && filter.state.as_deref().is_none_or(|state| assessment.state.name() == state)
            && (!filter.due || !assessment.steps.is_empty())
            && (!filter.predates || case.predates())
            && filter.since.is_none_or(|since| case.order.uni.placed >= since)
    }
}
