//! `uniac order disable-autocapture` and `enable-autocapture`: single orders out of auto-capture, and back.
//!
//! They write uniac's own data and move no money.

use clap::Args;
use serde_json::{Value, json};

use crate::typed;
use crate::ui::Page;
use uniac_core::order::OrderId;
use uniac_core::settings::Hold;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::Store;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::left_out::Unfit;
use crate::cli::session::Session;

/// The arguments of `order disable-autocapture`.
#[derive(Debug, Args)]
#[command(after_help = "\
Everything that is due on a held order waits for a person, until the hold is
lifted or ends. A date ends with its day; a moment (2026-01-31T12:00:00Z) ends
exactly then.

Examples:
  uniac order disable-autocapture 100045 --reason \"customer disputes it\"
  uniac order disable-autocapture 100045 100046 --until 2026-12-31

Writes uniac's own data. Moves no money.")]
pub struct DisableArgs {
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The last day of the hold (YYYY-MM-DD), or the moment when it ends
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

/// The arguments of `order enable-autocapture`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac order enable-autocapture 100045

What is due is done by the next `uniac sync`.
Writes uniac's own data. Moves no money.")]
pub struct EnableArgs {
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
}

/// Takes orders out of auto-capture.
pub fn disable(args: &DisableArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    let now = session.clock.now();
    let zone = session.clock.zone();
    let until = args.until.as_deref().map(|text| typed::end("--until", text, zone)).transpose()?;
    if until.is_some_and(|until| until <= now) {
        return Err(Error::usage("hold-in-the-past", t!("hold-in-the-past"))
            .hint(t!("hold-in-the-past-hint")));
    }
    let (ids, unfit) = choose::each(&session.store, &args.orders)?;
    let hold =
        Hold { reason: args.reason.clone(), by: session.base.environment.user(), at: now, until };
    // A hold waits for no run: it counts for every act that has not been sent.
    if !session.base.global.dry_run {
        ids.iter().try_for_each(|id| session.store.hold(*id, &hold))?;
    }
    report(session, &ids, &Unfit::of(unfit), |orders| t!("hold-taken-out", orders = orders))
}

/// Puts orders back into auto-capture.
pub fn enable(args: &EnableArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    let (ids, unfit) = choose::each(&session.store, &args.orders)?;
    let now = session.clock.now();
    if !session.base.global.dry_run {
        for id in &ids {
            session.store.lift(*id, now, &session.base.environment.user())?;
        }
    }
    report(session, &ids, &Unfit::of(unfit), |orders| t!("hold-in-auto-capture", orders = orders))
}

fn report(
    session: &Session,
    ids: &[OrderId],
    unfit: &Unfit,
    said: impl Fn(String) -> String,
) -> Result<Exit> {
    let now = session.clock.now();
    let mut data = Vec::new();
    let mut numbers = Vec::new();
    for id in ids {
        if let Some(case) = session.store.case(*id)? {
            let hold = case.active_hold(now);
            data.push(json!({
                "order": case.order.uni.number,
                "autocapture": hold.is_none(),
                "hold": hold.map(|hold| -> Value {
                    json!({
                        "reason": hold.reason,
                        "by": hold.by,
                        "until": hold.until.map(|until| until.to_string()),
                    })
                }),
            }));
            numbers.push(case.order.uni.number);
        }
    }
    let mut page = Page::new();
    page.paragraph(said(numbers.join(", ")));
    if session.base.global.dry_run {
        page.note(t!("dry-run-unchanged"));
    }
    unfit.warn(session);
    data.extend(unfit.json(&json!({"order": null, "autocapture": null, "hold": null})));
    session.ui().result("uniac.holds/1", &data, &page)?;
    Ok(unfit.exit())
}
