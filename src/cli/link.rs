//! `uniac order link` and `uniac order unlink`: a person says whether an order of Uni stems from a shop order.
//!
//! They write uniac's own data and move no money; what follows is done by the next `sync`.

use clap::Args;
use serde_json::json;

use crate::ui::Page;
use uniac_core::order::OrderId;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{LinkWord, Store};
use uniac_system::error::{Error, Result};

use super::order::case;
use super::session::Session;

/// The arguments of `order link`.
#[derive(Debug, Args)]
#[command(after_help = "\
For orders with the attention doubtful-link or claimed-twice, and for one whose
number in Uni leads to no order of the shop. The word is kept with your name,
shown by `order show`, and replaced by a later one.

Examples:
  uniac order link 100045
  uniac order link 100045 100046 --reason \"one order, two parcels\"
  uniac order link 100047 --shop 5512 --reason \"typed wrongly\"

Writes uniac's own data. Moves no money.")]
pub struct LinkArgs {
    #[command(flatten)]
    of: WordArgs,
    /// To this order of the shop, whatever the number in Uni says
    #[arg(long, value_name = "NUMBER")]
    shop: Option<String>,
}

/// The arguments of `order unlink`.
#[derive(Debug, Args)]
#[command(after_help = "\
The order does not belong to the order of the shop whose number it carries: it
takes nothing of its payment. The word is kept with your name, and replaced by a
later one.

Examples:
  uniac order unlink 100046 --reason \"imported twice\"

Writes uniac's own data. Moves no money.")]
pub struct UnlinkArgs {
    #[command(flatten)]
    of: WordArgs,
}

/// What both take.
#[derive(Debug, Args)]
struct WordArgs {
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs `order link`.
pub fn link(args: &LinkArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    let shop = args.shop.as_deref().map(|number| shop_order(session, number)).transpose()?;
    say(&args.of, session, true, shop.as_deref())
}

/// Runs `order unlink`.
pub fn unlink(args: &UnlinkArgs, session: &Session) -> Result<Exit> {
    session.read_documents()?;
    say(&args.of, session, false, None)
}

/// Returns the shop's id of the order with this number.
fn shop_order(session: &Session, number: &str) -> Result<String> {
    let mut found = session.store.shop_orders_numbered(number.trim())?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => {
            let message = format!("several orders of the shop have the number {number}");
            Err(Error::usage("ambiguous-order", message))
        }
        (None, _) => {
            let message = format!("the shop has no order {number}");
            Err(Error::usage("unknown-order", message)
                .hint("Name it by the number that the shop shows"))
        }
    }
}

fn say(args: &WordArgs, session: &Session, linked: bool, shop: Option<&str>) -> Result<Exit> {
    let orders = choose::orders(&session.store, &args.orders)?;
    let word = |order: &OrderId| word(args, session, *order, linked, shop);
    let words: Vec<LinkWord> = orders.iter().map(word).collect::<Result<_>>()?;
    if !session.base.global.dry_run {
        words.iter().try_for_each(|word| session.store.say_link(word))?;
    }
    report(session, &orders, linked)
}

fn word(
    args: &WordArgs,
    session: &Session,
    order: OrderId,
    linked: bool,
    chosen: Option<&str>,
) -> Result<LinkWord> {
    let case = case(session, order)?;
    let number = &case.order.uni.number;
    let named = case.order.shop.as_ref().map(|shop| shop.id.as_str());
    let shop = chosen.or(named).ok_or_else(|| {
        Error::usage("no-shop-order", format!("order {number} names no order of the shop"))
            .hint("Name it with `--shop NUMBER`, or write its number into the order in Uni")
    })?;
    Ok(LinkWord {
        order,
        shop: shop.to_owned(),
        linked,
        chosen: chosen.is_some(),
        by: session.base.environment.user(),
        reason: args.reason.clone(),
        at: session.clock.now(),
    })
}

fn report(session: &Session, orders: &[OrderId], linked: bool) -> Result<Exit> {
    let mut data = Vec::new();
    let mut page = Page::new();
    for order in orders {
        let case = case(session, *order)?;
        let shop = case.order.shop.as_ref().map(|shop| shop.number.clone());
        let number = &case.order.uni.number;
        let verb = if linked { "belongs to" } else { "does not belong to" };
        let named = shop.as_deref().unwrap_or("none");
        page.paragraph(format!("Order {number} {verb} the shop's order {named}."));
        data.push(json!({"order": number, "shop_order": shop, "linked": linked}));
    }
    if session.base.global.dry_run {
        page.note("A dry run: nothing was changed.");
    }
    session.ui().result("uniac.links/1", &data, &page)?;
    Ok(Exit::Done)
}
