//! `uniac order show`: one order with all that is known of it, and why it is so.
//!
//! It reads and shows; every figure and every reason comes from the assessment.

mod documents;
mod page;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use uniac_core::assess::{Assessment, Link, assess};
use uniac_core::purchase::Case;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{Decision, History, Store};
use uniac_system::error::Result;

use super::accepted::Accepted;
use super::journal::{case, decision_json};
use super::movements;
use super::session::Session;
use super::shops::{Perhaps, ShopSide};
use super::tied::Purchase;
use super::view::{OrderView, order_json};
use super::way::Ways;
use super::what_if::WhatIf;
use documents::Shared;
use page::Shown;

/// The arguments of `order show`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac order show 100045\n  uniac order show shop:5512 --json\n  \
                  uniac order show invoice:20017 --if-credited 199.00\n\nReads the order's payment afresh. Reads only."
)]
pub struct ShowArgs {
    /// Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: String,
    /// What would become of the money if it were credited in Uni: all of it, or AMOUNT; with `invoice:NUMBER` that invoice
    #[arg(long, value_name = "AMOUNT", num_args = 0..=1)]
    if_credited: Option<Option<String>>,
}

/// Runs the command.
pub fn run(args: &ShowArgs, session: &Session) -> Result<Exit> {
    let case = read(args, session)?;
    let quiet = |_: &str| {};
    let (now, company) = (session.clock.now(), session.engine(&quiet).company()?);
    let assessment = assess(&case, &company, now);
    let purchase = Purchase::of(&session.store, &case, &company, now, session.clock.zone())?;
    let shown = Shown {
        case: &case,
        assessment: &assessment,
        accepted: Accepted::read(&session.store)?,
        purchase,
        sides: case
            .shop_orders()
            .map(|shop| ShopSide::of(&case, shop, session.clock.zone()))
            .collect(),
        perhaps: perhaps(session, &case, &assessment)?,
        decisions: session.store.decisions(Some(case.order.uni.id))?,
        settings: settings_of_its_time(session, &case)?,
        moved: movements::movements(&case),
        strays: match case.kept.strays.is_empty() {
            true => Vec::new(),
            false => session.store.strays()?,
        },
        shared: shared_documents(session, &case)?,
        now,
        zone: session.clock.zone(),
    };
    let mut data = json(&shown, &Ways::of(session));
    let mut page = shown.page();
    if let Some(amount) = &args.if_credited {
        let what_if = WhatIf::of(&case, &company, &args.order, amount.as_deref(), now)?;
        data["if_credited"] = json!(what_if.json());
        page = what_if.page(&case, session.clock.zone());
    }
    session.ui().long_result("uniac.order/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Reads the order that is meant, afresh unless `--offline`.
fn read(args: &ShowArgs, session: &Session) -> Result<Case> {
    session.read_documents()?;
    let id = choose::order(&session.store, &args.order)?;
    if !session.base.global.offline {
        let quiet = |_: &str| {};
        session.engine(&quiet).refresh_order(id)?;
    }
    case(session, id)
}

/// Returns the documents of which the order has a part, with the other orders on them.
fn shared_documents(session: &Session, case: &Case) -> Result<Vec<Shared>> {
    let documents = case.order.documents.iter().chain(&case.order.drafts);
    let shared = documents.filter(|document| document.is_shared());
    shared.map(|document| Shared::of(&session.store, document)).collect()
}

/// Returns the orders of the shop that may be meant, where it is not clear which.
fn perhaps(session: &Session, case: &Case, assessment: &Assessment) -> Result<Perhaps> {
    match assessment.link {
        Link::Doubtful(_) | Link::None => Perhaps::of(case, &session.store, session.clock.zone()),
        Link::Sure | Link::ByPerson | Link::Unlinked => Ok(Perhaps::default()),
    }
}

/// Returns the JSON of `uniac.order/1`.
fn json(shown: &Shown<'_>, ways: &Ways) -> Value {
    let (case, assessment, now) = (shown.case, shown.assessment, shown.now);
    let accepted = shown.accepted.of(case, assessment);
    let mut view = OrderView::new(case, assessment, accepted, ways, now);
    view.purchase.clone_from(&shown.purchase.number);
    let mut data = order_json(&view, case, assessment, now);
    data["links"] = json!(shown.purchase.json());
    data["shop_sides"] = shown.sides.iter().map(ShopSide::json).collect();
    data["perhaps"] = json!(shown.perhaps.json());
    data["movements"] = shown.moved.iter().map(movements::json).collect();
    data["history"] = shown.decisions.iter().map(decision_json).collect();
    data["settings"] = shown.settings.iter().map(decision_json).collect();
    data
}

/// Returns who switched which setting since the order was placed, and what stood then.
fn settings_of_its_time(session: &Session, case: &Case) -> Result<Vec<Decision>> {
    let placed = case.order.uni.placed.at(0, 0, 0, 0);
    let placed = session.clock.zone().to_timestamp(placed).unwrap_or(Timestamp::MIN);
    let changes = session.store.setting_changes()?;
    let (before, since): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.at < placed);
    // Of each setting the last word before.
    let mut standing: Vec<Decision> = Vec::new();
    for change in before {
        standing.retain(|known| known.on != change.on);
        standing.push(change);
    }
    Ok(standing.into_iter().chain(since).collect())
}
