//! `uniac order accept`: a person has seen an order's attention and takes it as it is.
//!
//! It writes uniac's own data only. It must never lift a bar, move money, or hide what is missing.

use clap::Args;
use serde_json::{Value, json};

use crate::ui::Page;
use uniac_core::assess::{Assessment, Attention, assess};
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{Acceptance, Store};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::left_out::Unfit;
use crate::cli::order_view::accepted::{fingerprint, word_json};
use crate::cli::session::Session;
use crate::cli::view::words;

/// The arguments of `order accept`.
#[derive(Debug, Args)]
#[command(after_help = "\
For orders that need nothing more from you although they have an attention:
`order list --attention any` and the counts of `status` leave them out. It
lifts no bar, what is missing stays in the sum of `status`, and the attention
is back as soon as the case changes: other sums, documents or payments.

Examples:
  uniac order accept 100045 --reason \"paid to the bank account\"
  uniac order accept 100045 100046
  uniac order accept 100045 --undo
  uniac order list --accepted

Writes uniac's own data. Moves no money.")]
pub struct AcceptArgs {
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT", conflicts_with = "undo")]
    reason: Option<String>,
    /// Take it back: the attention is listed and counted again
    #[arg(long)]
    undo: bool,
}

/// An order with what is said of it.
struct Said {
    id: OrderId,
    number: String,
    attention: Option<&'static str>,
    word: Option<Acceptance>,
}

/// Runs the command.
pub fn run(args: &AcceptArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    let (orders, unfit) = choose::each(&session.store, &args.orders)?;
    let (mut said, mut unfit) = (Vec::new(), Unfit::of(unfit));
    for order in orders {
        match say(args, session, order) {
            Ok(one) => said.push(one),
            Err(error) => unfit.add(session.case(order)?.order.uni.number, error)?,
        }
    }
    unfit.check_any_done(said.len())?;
    if !session.base.global.dry_run {
        said.iter().try_for_each(|said| keep(session, said))?;
    }
    report(session, &said, &unfit)
}

/// Looks at the order as it is now: nobody accepts what nobody could see.
fn say(args: &AcceptArgs, session: &Session, order: OrderId) -> Result<Said> {
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    if !session.base.global.offline && !args.undo {
        engine.refresh_order(order)?;
    }
    let case = session.case(order)?;
    let assessment = assess(&case, &engine.company()?, session.clock.now());
    let word = match args.undo {
        true => None,
        false => Some(word(args, session, &case, &assessment)?),
    };
    Ok(Said {
        id: order,
        number: case.order.uni.number,
        attention: assessment.attention.map(Attention::name),
        word,
    })
}

fn word(
    args: &AcceptArgs,
    session: &Session,
    case: &Case,
    assessment: &Assessment,
) -> Result<Acceptance> {
    let number = &case.order.uni.number;
    let attention = assessment.attention.ok_or_else(|| {
        Error::usage("nothing-to-accept", t!("accept-none", order = number))
            .hint(t!("accept-none-hint"))
    })?;
    Ok(Acceptance {
        attention: attention.name().to_owned(),
        fingerprint: fingerprint(case, assessment),
        by: session.base.environment.user(),
        reason: args.reason.clone(),
        at: session.clock.now(),
    })
}

fn keep(session: &Session, said: &Said) -> Result<()> {
    match &said.word {
        Some(word) => session.store.accept(said.id, word),
        None => {
            let (now, by) = (session.clock.now(), session.base.environment.user());
            session.store.end_acceptance(said.id, now, &by).map(|_| ())
        }
    }
}

fn report(session: &Session, said: &[Said], unfit: &Unfit) -> Result<Exit> {
    let row = |said: &Said| -> Value {
        json!({
            "order": said.number,
            "attention": said.attention,
            "accepted": word_json(said.word.as_ref()),
        })
    };
    let mut page = Page::new();
    for said in said {
        let attention =
            said.attention.map_or_else(|| t!("accept-no-attention"), words::cause_and_id);
        let order = &said.number;
        page.paragraph(match (&said.word, session.base.global.dry_run) {
            (Some(_), false) => t!("accept-noted", order = order, attention = attention),
            (Some(_), true) => t!("accept-would-note", order = order, attention = attention),
            (None, false) => t!("accept-undone", order = order, attention = attention),
            (None, true) => t!("accept-would-undo", order = order, attention = attention),
        });
    }
    if session.base.global.dry_run {
        page.note(t!("dry-run-unchanged"));
    }
    unfit.warn(session);
    let left = json!({"order": null, "attention": null, "accepted": null});
    let rows: Vec<Value> = said.iter().map(row).chain(unfit.json(&left)).collect();
    session.ui().result("uniac.accepts/1", &rows, &page)?;
    Ok(unfit.exit())
}
