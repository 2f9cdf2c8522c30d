//! `uniac owed`: every krone that was invoiced and is not held, or that is held and no invoice asks for, in one place.
//!
//! Nothing may be left out of it, whatever stands in the way of an order: its total is the sum of `missing_minor` of all
//! orders. It reads and shows; causes and ways come from the rules.

mod group;
mod page;
mod rows;

use std::ops::ControlFlow;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};
use serde_json::json;

use crate::{explain, typed};
use uniac_core::assess::{Assessment, Attention, Closing};
use uniac_core::order::day_text;
use uniac_core::owed::{DUE, Gap, Part, UNEXPLAINED, excess, missing};
use uniac_core::purchase::Case;
use uniac_core::reconcile::Period;
use uniac_engine::Reading;
use uniac_engine::exit::Exit;
use uniac_store::Filter;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::list::fields::FieldsArgs;
use crate::cli::order_view::next_command::Ways;
use crate::cli::session::{Base, Session};
use group::groups;
use rows::{By, Owed, Row};

/// The arguments of `owed`.
#[derive(Debug, Args)]
#[command(after_help = "\
Whatever stands in the way of it: what the next `uniac sync` takes is in it
(cause `due`), and so is what waits for a person, what nothing can be done
about here, and what nobody knows yet. Beside each group stands the command
that goes on.

Examples:
  uniac owed
  uniac owed --by month
  uniac owed --by order --cause held
  uniac owed --held
  uniac owed --by customer --output csv

Reads only.")]
pub struct OwedArgs {
    /// What a row is
    #[arg(long, value_name = "WHAT", default_value = "cause")]
    by: By,
    /// Money that is held and that no invoice asks for, instead
    #[arg(long)]
    held: bool,
    /// Only what is missing because of this: `due`, or the id of an attention
    #[arg(long, value_name = "ID", value_parser = cause())]
    cause: Option<String>,
    /// Only invoices of this month (YYYY-MM)
    #[arg(long, value_name = "MONTH", value_parser = typed::month)]
    month: Option<Period>,
    /// Only orders whose customer's name has this text in it
    #[arg(long, value_name = "TEXT")]
    customer: Option<String>,
    #[command(flatten)]
    fields: FieldsArgs,
    #[command(flatten)]
    fleet: FleetArgs,
}

/// Runs the command.
pub fn run(args: &OwedArgs, base: Base) -> Result<Exit> {
    args.check()?;
    let perform = |base: Base| one(args, &base.open()?);
    let task = Task { name: "owed", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

/// Runs the command on one company.
fn one(args: &OwedArgs, session: &Session) -> Result<Exit> {
    session.refresh_for_reading(Reading::Payments)?;
    let quiet = |_: &str| {};
    let mut rows = Vec::new();
    let kept = Filter { missing: !args.held, excess: args.held, ..Filter::default() };
    session.engine(&quiet).assessed_of(&kept, &mut |case, assessment| {
        rows.extend(args.row(&case, &assessment));
        Ok(ControlFlow::Continue(()))
    })?;
    // The largest first; of two that are alike the older one.
    rows.sort_by_key(|row| (std::cmp::Reverse(row.gap.minor()), row.gap.oldest(), row.id));
    let owed = Owed { rows, by: args.by, held: args.held, ways: Ways::of(session) };
    let groups = groups(&owed);
    let data = json!({
        "held": args.held,
        "total": owed.total().json(),
        "groups": groups.iter().map(|group| group.json(&owed)).collect::<Vec<_>>(),
        "orders": args.fields.select(owed.rows.iter().map(|row| owed.row_json(row)).collect())?,
    });
    let page = match args.fields.is_given() {
        true => args.fields.page(&data["orders"], session, &owed.total())?,
        false => page::page(session, &owed, &groups),
    };
    session.ui().long_result("uniac.owed/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Takes a cause by its Norwegian name, too.
fn cause() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|typed| explain::id_of(&typed).to_owned())
}

impl OwedArgs {
    fn check(&self) -> Result<()> {
        if let Some(cause) = &self.cause
            && ![DUE, UNEXPLAINED].contains(&cause.as_str())
            && cause.parse::<Attention>().is_err()
        {
            return Err(Error::usage("usage", t!("owed-no-cause", cause = cause))
                .hint(t!("owed-no-cause-hint")));
        }
        Ok(())
    }

    /// Returns the row of an order, as far as it is asked for.
    fn row(&self, case: &Case, assessment: &Assessment) -> Option<Row> {
        let gap = if self.held { excess(case, assessment) } else { missing(case, assessment) };
        let gap = gap.filter(|gap| self.asks_for(case, gap))?;
        let gap = Some(self.in_month(gap)).filter(|gap| !gap.parts.is_empty())?;
        let uni = &case.order.uni;
        let shop = case.order.shop.as_ref().map(|shop| shop.number.clone());
        Some(Row {
            id: uni.id,
            order: uni.number.clone(),
            shop_order: shop.or_else(|| uni.shop_reference.clone()),
            customer: uni.customer.clone(),
            placed: day_text(uni.placed),
            invoices: gap.parts.iter().filter_map(|part| number_of(case, part)).collect(),
            gap,
            attentions: assessment.attentions.iter().map(|attention| attention.name()).collect(),
            closes_at: assessment.closing.as_ref().and_then(Closing::at),
        })
    }

    /// Returns whether cause and customer are those that are asked for.
    fn asks_for(&self, case: &Case, gap: &Gap) -> bool {
        let customer = case.order.uni.customer.to_lowercase();
        let is_cause = self.cause.as_ref().is_none_or(|cause| *cause == gap.cause);
        is_cause
            && self.customer.as_ref().is_none_or(|text| customer.contains(&text.to_lowercase()))
    }

    /// Leaves of a gap what is of the month that is asked for.
    fn in_month(&self, mut gap: Gap) -> Gap {
        if let Some(month) = self.month {
            gap.parts.retain(|part| month.has(part.date));
        }
        gap
    }
}

/// Returns the number of a part's invoice.
fn number_of(case: &Case, part: &Part) -> Option<String> {
    let documents = &case.order.documents;
    Some(documents.iter().find(|document| Some(document.id) == part.invoice)?.number.clone())
}
