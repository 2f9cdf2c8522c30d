//! `uniac order settle`: looks once more at acts without a definite answer, and takes a person's word
//! where no look can tell.
//!
//! It sends nothing. A person's word must never be taken unasked, and never before a look.

use clap::Args;

use crate::ui::{Cell, Page};
use uniac_core::act::{Intent, IntentId, OutcomeKind, Told};
use uniac_core::money::Money;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_engine::exit::Exit;
use uniac_engine::{Run, Scope, Statement, choose};
use uniac_system::error::{Error, Result};
use uniac_texts::{label, t};

use crate::cli::session::Session;
use crate::cli::view::journal::{intent_json, journal_table, note_words};
use crate::cli::view::moment;

/// The arguments of `order settle`.
#[derive(Debug, Args)]
#[command(after_help = "\
Looks once more at what has no definite answer. What no look can tell, you
tell: look for the act in the portal of the provider or the shop, then say
--done or --not-done. The journal keeps your word with your name, for good.
What was not done and is still due is done by the next `uniac sync`.

Examples:
  uniac order settle 100045
  uniac order settle 100045 --done --reason \"it is in the portal\"
  uniac order settle 100045 --not-done --yes

Writes the journal. Sends nothing and moves no money.")]
pub struct SettleArgs {
    /// Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: String,
    /// The act took effect
    #[arg(long, conflicts_with = "not_done")]
    done: bool,
    /// The act never took effect
    #[arg(long)]
    not_done: bool,
    /// Which act, by its number in the journal, when several are open
    #[arg(long, value_name = "N")]
    intent: Option<i64>,
    /// What you have seen, for those who read it later
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs the command.
pub fn run(args: &SettleArgs, session: &Session) -> Result<Exit> {
    if session.base.global.offline {
        return Err(Error::usage("offline", t!("settle-offline")).hint(t!("settle-offline-hint")));
    }
    let epoch = match session.base.global.dry_run {
        true => None,
        false => Some(session.lock()?),
    };
    session.read_documents()?;
    let order = choose::order(&session.store, &args.order)?;
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    engine.refresh_order(order)?;
    let concerned = concerned(&session.case(order)?, args.intent);
    let Some(epoch) = epoch else { return report(session, order, &concerned) };
    // Nothing is within the scope, so what is open is settled by looking, and nothing is sent.
    let run = Run::new(&engine, epoch, Scope::Nothing)?;
    if let (_, Some(error)) = run.orders(&[order]) {
        return Err(error);
    }
    session.check_interrupted()?;
    if (args.done || args.not_done) && !take_word(args, session, &run, order)? {
        session.ui().warn(&t!("settle-not-needed"));
    }
    report(session, order, &concerned)
}

/// Takes a person's word, once it is confirmed and nothing speaks against it; returns whether there was
/// an act to take it on.
fn take_word(args: &SettleArgs, session: &Session, run: &Run<'_>, order: OrderId) -> Result<bool> {
    let case = session.case(order)?;
    let Some(intent) = chosen(args, &case)? else { return Ok(false) };
    let told = Told { by: session.base.environment.user(), reason: args.reason.clone() };
    let word = Statement { happened: args.done, told };
    if let Some(error) = run.objection(&case, &intent, word.happened) {
        return Err(error);
    }
    show(session, &case, &intent, word.happened);
    session.ui().confirm(&t!("settle-question"), "--yes")?;
    run.tell(order, intent.id, &word)?;
    Ok(true)
}

/// Returns the acts that the command is about: those that are open now, and the one that is named.
fn concerned(case: &Case, named: Option<i64>) -> Vec<IntentId> {
    let acts = case.intents.iter();
    let is_one = |intent: &&Intent| intent.is_open() || Some(intent.id.0) == named;
    acts.filter(is_one).map(|intent| intent.id).collect()
}

fn open(case: &Case) -> Vec<Intent> {
    case.intents.iter().filter(|intent| intent.is_open()).cloned().collect()
}

/// Returns the act that a person's word is about, unless it has a definite answer.
fn chosen(args: &SettleArgs, case: &Case) -> Result<Option<Intent>> {
    let still_open = open(case);
    let names = |intents: &[Intent]| {
        let name = |intent: &Intent| {
            format!("{} ({} {})", intent.id, label(intent.act.name()), intent.money)
        };
        intents.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    match args.intent {
        Some(number) => match case.intents.iter().find(|intent| intent.id.0 == number) {
            Some(intent) => Ok(Some(intent.clone()).filter(Intent::is_open)),
            None => Err(Error::usage("unknown-intent", t!("settle-no-act", number = number))
                .hint(t!("settle-acts", acts = names(&case.intents)))),
        },
        None => match still_open.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            several => {
                let message = t!("settle-several", count = several.len());
                Err(Error::usage("unknown-intent", message)
                    .hint(t!("settle-several-hint", acts = names(several))))
            }
        },
    }
}

/// Shows what the word is about; stdout is kept for what became of it.
fn show(session: &Session, case: &Case, intent: &Intent, happened: bool) {
    let mut page = Page::new();
    page.pair("order", Cell::new(&case.order.uni.number));
    page.pair(
        "act",
        Cell::new(t!("settle-act", act = label(intent.act.name()), sum = intent.money)),
    );
    page.pair("sent", moment::cell(intent.at, session.clock.zone()));
    page.pair("key", Cell::new(&intent.key));
    if let Some(payment) = &case.order.payment {
        let money = |minor| Money::new(minor, payment.currency);
        page.pair("payment", Cell::new(format!("{} {}", payment.provider, payment.reference)));
        let sums = t!(
            "settle-sums",
            captured = money(payment.captured_minor),
            refunded = money(payment.refunded_minor),
            released = money(payment.cancelled_minor)
        );
        page.pair("it shows", Cell::new(sums));
    }
    let word = match happened {
        true => t!("settle-took-effect"),
        false => t!("settle-no-effect"),
    };
    page.pair("your word", Cell::new(word).warn());
    session.ui().preview(&page);
}

/// Prints what has become of the acts that were open.
fn report(session: &Session, order: OrderId, concerned: &[IntentId]) -> Result<Exit> {
    let case = session.case(order)?;
    let number = case.order.uni.number.as_str();
    let acts = case.intents.iter();
    let now: Vec<&Intent> = acts.filter(|intent| concerned.contains(&intent.id)).collect();
    let data: Vec<_> = now.iter().map(|intent| intent_json(number, intent)).collect();
    let mut page = Page::new();
    if now.is_empty() {
        page.paragraph(t!("settle-none-open", order = number));
    } else {
        let rows = now.iter().map(|intent| (number, *intent));
        page.table(journal_table(rows, session.clock.zone()));
        note_words(&mut page, now.iter().copied());
    }
    let exit = exit_of(&now);
    if exit == Exit::Unknown {
        page.hint(t!("settle-look", order = number));
    }
    session.ui().result("uniac.settled/1", &data, &page)?;
    Ok(exit)
}

/// The worst of what is open still: unknown, then accepted and not confirmed.
fn exit_of(intents: &[&Intent]) -> Exit {
    let is_pending = |intent: &&&Intent| {
        intent.outcome.as_ref().is_some_and(|outcome| outcome.kind == OutcomeKind::Pending)
    };
    let open = intents.iter().filter(|intent| intent.is_open());
    match (open.clone().count(), open.filter(is_pending).count()) {
        (0, _) => Exit::Done,
        (open, pending) if open == pending => Exit::Pending,
        _ => Exit::Unknown,
    }
}
