//! `uniac order link` and `uniac order unlink`: a person says whether an order of Uni stems from a shop order.
//!
//! They write uniac's own data and move no money; what follows is done by the next `sync`.

use clap::Args;
use serde_json::json;

use crate::engine::choose;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::order::OrderId;
use crate::store::{LinkWord, Store};
use crate::ui::Page;

use super::order::case;
use super::session::Session;

/// The arguments of `order link` and `order unlink`.
#[derive(Debug, Args)]
#[command(after_help = "\
For orders with the attention doubtful-link or claimed-twice. The word is kept
with your name, shown by `order show`, and replaced by a later one.

Examples:
  uniac order link 100045
  uniac order link 100045 100046 --reason \"one order, two parcels\"
  uniac order unlink 100046 --reason \"imported twice\"

Writes uniac's own data. Moves no money.")]
pub struct LinkArgs {
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
    /// Why, for those who read it later
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs `order link` (`linked`) or `order unlink`.
pub fn run(args: &LinkArgs, session: &Session, linked: bool) -> Result<Exit> {
    session.read_documents()?;
    let orders = choose::orders(&session.store, &args.orders)?;
    let words: Vec<LinkWord> =
        orders.iter().map(|order| word(args, session, *order, linked)).collect::<Result<_>>()?;
    if !session.base.global.dry_run {
        words.iter().try_for_each(|word| session.store.say_link(word))?;
    }
    report(session, &orders, linked)
}

fn word(args: &LinkArgs, session: &Session, order: OrderId, linked: bool) -> Result<LinkWord> {
    let case = case(session, order)?;
    let number = &case.order.uni.number;
    let shop = case.order.shop.as_ref().ok_or_else(|| {
        Error::usage("no-shop-order", format!("order {number} names no order of the shop"))
            .hint("Write the shop's number into the order in Uni, then run the command again")
    })?;
    Ok(LinkWord {
        order,
        shop: shop.id.clone(),
        linked,
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
