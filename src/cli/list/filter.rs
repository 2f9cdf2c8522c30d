//! Which orders are meant: the filters of `order list`, and of every command that takes the same.
//!
//! They only select. An order must never be left out because something is wrong with it.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::explain;
use crate::typed::{self, Wrong};
use uniac_core::assess::{Assessment, Attention, Closing, State};
use uniac_core::owed;
use uniac_core::purchase::Case;
use uniac_store::Filter;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// The filters, as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct OrderFilter {
    /// Only orders in this state
    #[arg(long, value_name = "STATE", value_parser = clap::builder::PossibleValuesParser::new(State::ALL.map(State::name)))]
    state: Option<String>,
    /// Only orders with this attention, or `any`, that nobody has accepted
    #[arg(long, value_name = "ID")]
    pub attention: Option<String>,
    /// Only orders whose attention a person has accepted
    #[arg(long)]
    pub accepted: bool,
    /// Only orders on which something is due
    #[arg(long)]
    pub due: bool,
    /// Only orders of which invoiced money is missing
    #[arg(long)]
    pub missing: bool,
    /// Only orders whose reservation ends within this time, or has lost its guarantee: `7d`
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub closing: Option<i64>,
    /// Only orders with an invoice that predates the activation
    #[arg(long)]
    predates: bool,
    /// Only orders whose customer's name has this text in it
    #[arg(long, value_name = "TEXT")]
    customer: Option<String>,
    /// Only orders that are paid at this provider, for instance `vipps`
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only orders placed on this date or later (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = typed::day, visible_alias = "from")]
    since: Option<Date>,
    /// Only orders placed on this date or earlier (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    to: Option<Date>,
}

/// Reads a count of days: `7d` or `7`.
fn days(text: &str) -> std::result::Result<i64, Wrong> {
    let number = text.strip_suffix('d').unwrap_or(text);
    let days = number.parse::<i64>().ok().filter(|days| (0..=36_500).contains(days));
    days.ok_or_else(|| Wrong(t!("list-no-days")))
}

/// Filters that can be asked.
pub struct Chosen<'a> {
    filter: &'a OrderFilter,
    /// The attention that is wanted: `Some(None)` is any.
    attention: Option<Option<Attention>>,
    /// The last moment at which a reservation ends that is closing.
    closing: Option<Timestamp>,
}

/// Returns the end of the day that comes so many days after today, as `status` counts days.
fn end_of_day(now: Timestamp, days: i64, zone: &TimeZone) -> Timestamp {
    let today = zone.to_datetime(now).date();
    let day_after = today.checked_add(Span::new().days(days + 1)).ok();
    let begins = day_after.and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)).ok());
    let ends = begins.and_then(|at| at.checked_sub(SignedDuration::from_nanos(1)).ok());
    ends.unwrap_or(Timestamp::MAX)
}

impl OrderFilter {
    /// Returns whether any filter was typed.
    pub fn is_typed(&self) -> bool {
        *self != OrderFilter::default()
    }

    /// Returns the filters, ready to be asked.
    ///
    /// # Errors
    /// `usage` when there is no such attention.
    pub fn chosen(&self, now: Timestamp, zone: &TimeZone) -> Result<Chosen<'_>> {
        let attention = match self.attention.as_deref() {
            None => None,
            Some("any") => Some(None),
            Some(name) => Some(Some(explain::id_of(name).parse().map_err(|_: String| {
                let names: Vec<&str> = Attention::ALL.iter().map(|a| a.name()).collect();
                let message = t!("list-no-attention", name = name);
                Error::usage("usage", message).hint(t!("list-attentions", names = names.join(", ")))
            })?)),
        };
        let closing = self.closing.map(|days| end_of_day(now, days, zone));
        Ok(Chosen { filter: self, attention, closing })
    }
}

impl Chosen<'_> {
    /// Returns the question to the store that lets through every order that is meant, and few others.
    pub fn kept(&self) -> Filter {
        let filter = self.filter;
        let state = |name: &str| State::from_name(name);
        Filter {
            state: filter.state.as_deref().and_then(state),
            any_attention: self.attention == Some(None),
            attention: self.attention.flatten(),
            accepted: match filter.accepted {
                true => Some(true),
                false => self.attention.map(|_| false),
            },
            due: filter.due,
            missing: filter.missing,
            predates: filter.predates,
            placed_since: filter.since,
            placed_until: filter.to,
            closes_until: self.closing,
            ..Filter::default()
        }
    }

    /// Returns whether [`Chosen::kept`] lets through no other orders.
    pub fn is_all_kept(&self) -> bool {
        self.filter.customer.is_none() && self.filter.provider.is_none()
    }

    /// Returns whether an order is meant.
    pub fn takes(&self, case: &Case, assessment: &Assessment, is_accepted: bool) -> bool {
        let (filter, uni) = (self.filter, &case.order.uni);
        let attention = match self.attention {
            None => true,
            Some(None) => assessment.attention.is_some(),
            Some(Some(one)) => {
                assessment.attentions.contains(&one)
                    || (one.is_remark() && assessment.remarks.contains(&one))
            }
        };
        // Who asks for what needs somebody does not ask for what somebody has seen.
        let accepted = match filter.accepted {
            true => is_accepted,
            false => self.attention.is_none() || !is_accepted,
        };
        let is_paid_at = |name: &String| {
            case.payments().any(|payment| payment.provider.eq_ignore_ascii_case(name))
        };
        let has = |text: &String| uni.customer.to_lowercase().contains(&text.to_lowercase());
        let ends = assessment.closing.as_ref().and_then(Closing::at);
        attention
            && accepted
            && filter.state.as_deref().is_none_or(|state| assessment.state.name() == state)
            && (!filter.due || !assessment.steps.is_empty())
            && (!filter.missing || owed::missing(case, assessment).is_some())
            && self.closing.is_none_or(|last| ends.is_some_and(|end| end <= last))
            && (!filter.predates || case.predates())
            && filter.since.is_none_or(|since| uni.placed >= since)
            && filter.to.is_none_or(|to| uni.placed <= to)
            && filter.customer.as_ref().is_none_or(has)
            && filter.provider.as_ref().is_none_or(is_paid_at)
    }
}
