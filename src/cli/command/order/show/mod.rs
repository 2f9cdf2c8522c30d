//! `uniac order show`: one order with all that is known of it, and why it is so.
//!
//! It reads and shows; every figure and every reason comes from the assessment.

mod documents;
mod money;
mod movements;
mod next;
mod page;
mod purchase;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ui::Page;
use uniac_core::assess::{Assessment, Company, Link, assess};
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{Decision, History, Store};
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::order_view::accepted::Accepted;
use crate::cli::order_view::json::{OrderView, order_json};
use crate::cli::order_view::next_command::Ways;
use crate::cli::order_view::next_step::barred_json;
use crate::cli::order_view::shop_side::{Perhaps, ShopSide};
use crate::cli::order_view::what_if::{self, WhatIf};
use crate::cli::session::Session;
use crate::cli::view::journal::decision_json;
use documents::Shared;
use page::Shown;
use purchase::Purchase;

/// The arguments of `order show`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac order show 100045\n  uniac order show shop:5512 --json\n  \
                  uniac order show invoice:20017 --if-credited 199.00\n\nAn invoice or a payment of several orders shows each of them with its part.\nReads the order's payment afresh. Reads only."
)]
pub struct ShowArgs {
    /// Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: String,
    /// What would become of the money if it were credited in Uni: all of it, or AMOUNT; with `invoice:NUMBER` that invoice
    #[arg(long, value_name = "AMOUNT", num_args = 0..=1)]
    if_credited: Option<Option<String>>,
}

/// One order, ready to be printed.
struct Answer {
    number: String,
    data: Value,
    page: Page,
}

/// Runs the command.
pub fn run(args: &ShowArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    let named = choose::orders(&session.store, std::slice::from_ref(&args.order))?;
    if let [only] = named.as_slice() {
        let (case, company) = read(session, *only)?;
        let what_if = what_if(args, session, &case, &company).transpose()?;
        let answer = answer(session, &case, &company, what_if.as_ref())?;
        session.ui().long_result("uniac.order/1", &answer.data, &answer.page)?;
        return Ok(Exit::Done);
    }
    if let Some(Some(_)) = args.if_credited {
        // Nobody can know which order's part of the whole the amount would be of.
        choose::order(&session.store, &args.order)?;
    }
    several(args, session, &named)
}

/// Shows all orders of an invoice or a payment, each with its part.
fn several(args: &ShowArgs, session: &Session, named: &[OrderId]) -> Result<Exit> {
    let (mut answers, mut credited, mut nothing) = (Vec::new(), Vec::new(), None);
    for id in named {
        let (case, company) = read(session, *id)?;
        let what_if = match what_if(args, session, &case, &company).transpose() {
            Ok(what_if) => what_if,
            // What is left of the invoice may be of the others.
            Err(error) => {
                let mut answer = answer(session, &case, &company, None)?;
                answer.data["if_credited"] = json!([]);
                answer.page = Page::new();
                answer.page.paragraph(&error.message);
                answers.push(answer);
                nothing.get_or_insert(error);
                continue;
            }
        };
        credited.extend(what_if.iter().map(WhatIf::sums));
        answers.push(answer(session, &case, &company, what_if.as_ref())?);
    }
    if let Some(error) = nothing.filter(|_| credited.is_empty()) {
        return Err(error);
    }
    let numbers: Vec<&str> = answers.iter().map(|answer| answer.number.as_str()).collect();
    let mut page = Page::new();
    page.paragraph(t!(
        "show-several",
        named = args.order.trim(),
        count = answers.len(),
        numbers = numbers.join(", ")
    ));
    if !credited.is_empty() {
        page.paragraph(what_if::together(&credited));
    }
    let (data, pages): (Vec<Value>, Vec<Page>) =
        answers.into_iter().map(|answer| (answer.data, answer.page)).unzip();
    for part in pages {
        page.append(part);
    }
    let data = json!({"named": args.order.trim(), "orders": data});
    session.ui().long_result("uniac.order-group/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns what crediting would do, where that is asked.
fn what_if(
    args: &ShowArgs,
    session: &Session,
    case: &Case,
    company: &Company,
) -> Option<Result<WhatIf>> {
    let amount = args.if_credited.as_ref()?.as_deref();
    Some(WhatIf::of(case, company, &args.order, amount, session.clock.now()))
}

fn answer(
    session: &Session,
    case: &Case,
    company: &Company,
    what_if: Option<&WhatIf>,
) -> Result<Answer> {
    let now = session.clock.now();
    let assessment = assess(case, company, now);
    let purchase = Purchase::of(&session.store, case, company, now, session.clock.zone())?;
    let shown = Shown {
        case,
        assessment: &assessment,
        accepted: Accepted::read(&session.store)?,
        purchase,
        sides: case
            .shop_orders()
            .map(|shop| ShopSide::of(case, shop, session.clock.zone()))
            .collect(),
        perhaps: perhaps(session, case, &assessment)?,
        decisions: session.store.decisions(Some(case.order.uni.id))?,
        settings: settings_of_its_time(session, case)?,
        moved: movements::movements(case),
        strays: match case.kept.strays.is_empty() {
            true => Vec::new(),
            false => session.store.strays()?,
        },
        shared: shared_documents(session, case)?,
        now,
        zone: session.clock.zone(),
    };
    let mut data = json(&shown, &Ways::of(session));
    let page = match what_if {
        Some(what_if) => {
            data["if_credited"] = json!(what_if.json());
            what_if.page(case, session.clock.zone())
        }
        None => shown.page(),
    };
    Ok(Answer { number: case.order.uni.number.clone(), data, page })
}

/// Reads an order afresh unless `--offline`. One whose payment cannot be read is warned of, and shown as last read.
fn read(session: &Session, id: OrderId) -> Result<(Case, Company)> {
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    if !session.base.global.offline {
        session.warn_of(engine.look_at_order(id)?.as_slice());
    }
    Ok((session.case(id)?, engine.company()?))
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
    data["barred"] = json!(barred_json(case, assessment));
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
