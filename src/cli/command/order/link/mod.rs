//! `uniac order link` and `uniac order unlink`: a person says whether an order of Uni stems from a shop order.
//!
//! They write uniac's own data and move no money; what follows is done by the next `sync`.

mod doubts;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::Page;
use uniac_core::assess::{Assessment, Attention, Company, assess};
use uniac_core::money::Money;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_store::{LinkWord, Store};
use uniac_system::error::{Error, Result};
use uniac_texts::{label, t};

use crate::cli::order_view::next_step::next_text;
use crate::cli::order_view::shop_side::Perhaps;
use crate::cli::session::Session;
use crate::cli::view::words;
use doubts::{Against, against, order_words, shop_words};

/// The arguments of `order link`.
#[derive(Debug, Args)]
#[command(after_help = "\
For orders with the attention doubtful-link or claimed-twice, and for one whose
number in Uni leads to no order of the shop. The word is kept with your name,
shown by `order show`, and replaced by a later one; `order unlink` takes a link
by --shop back. uniac warns, and at a terminal asks, when more is claimed than
the shop's order has, or when it is another order's or another customer's.
With --dry-run it says what would follow.

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
            let message = t!("link-several-shop-orders", number = number);
            Err(Error::usage("ambiguous-order", message))
        }
        (None, _) => {
            let message = t!("link-no-shop-order", number = number);
            Err(Error::usage("unknown-order", message).hint(t!("link-name-it")))
        }
    }
}

fn say(args: &WordArgs, session: &Session, linked: bool, shop: Option<&str>) -> Result<Exit> {
    let orders = choose::orders(&session.store, &args.orders)?;
    let word = |order: &OrderId| word(args, session, *order, linked, shop);
    let words: Vec<LinkWord> = orders.iter().map(word).collect::<Result<_>>()?;
    let mut said = Said::of(session, words)?;
    for against in &said.against {
        session.ui().warn(&against.text);
    }
    if !session.base.global.dry_run {
        if !said.against.is_empty() && session.ui().can_ask() {
            session.ui().confirm(&t!("link-question"), "--yes")?;
        }
        said.words.iter().try_for_each(|word| session.store.say_link(word))?;
        said.look_again(session)?;
    }
    said.report(session)
}

fn word(
    args: &WordArgs,
    session: &Session,
    order: OrderId,
    linked: bool,
    chosen: Option<&str>,
) -> Result<LinkWord> {
    let case = session.case(order)?;
    let number = &case.order.uni.number;
    let named = case.order.shop.as_ref().map(|shop| shop.id.as_str());
    let shop = chosen.or(named).ok_or_else(|| {
        Error::usage("no-shop-order", t!("link-names-none", order = number))
            .hint(t!("link-names-none-hint"))
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

/// What a person says, and what follows of it.
struct Said {
    words: Vec<LinkWord>,
    /// The orders as they are after the words, in the same sequence.
    after: Vec<Case>,
    against: Vec<Against>,
    company: Company,
    now: Timestamp,
}

impl Said {
    /// Looks ahead, so that a dry run says what the real command would.
    fn of(session: &Session, words: Vec<LinkWord>) -> Result<Said> {
        let quiet = |_: &str| {};
        let company = session.engine(&quiet).company()?;
        let now = session.clock.now();
        let orders: Vec<OrderId> = words.iter().map(|word| word.order).collect();
        let after = session.store.cases_after(&words, &orders)?;
        let is_linking = words.iter().any(|word| word.linked);
        let against = if is_linking {
            against(&words, &after, &company, now, session.clock.zone())
        } else {
            Vec::new()
        };
        Ok(Said { words, after, against, company, now })
    }

    /// Reads the payments that the orders lead to now: of another shop order it may never have been read.
    fn look_again(&mut self, session: &Session) -> Result<()> {
        let quiet = |_: &str| {};
        let engine = session.engine(&quiet);
        for word in self.words.iter().filter(|_| !session.base.global.offline) {
            // The word is kept already, and what is shown is then what was read last.
            if let Err(error) = engine.refresh_order(word.order) {
                session.ui().warn(&t!("link-payment-unread", why = error.to_string()));
            }
        }
        let orders = self.words.iter().map(|word| session.case(word.order));
        self.after = orders.collect::<Result<_>>()?;
        Ok(())
    }

    fn report(&self, session: &Session) -> Result<Exit> {
        let is_dry = session.base.global.dry_run;
        let mut data = Vec::new();
        let mut page = Page::new();
        for (word, case) in self.words.iter().zip(&self.after) {
            let assessment = assess(case, &self.company, self.now);
            let named = session.store.shop_order(&word.shop)?;
            let named = named.map_or_else(|| t!("link-none"), |shop| shop.number);
            let told = match word.linked {
                true => self.linked(case, &assessment, is_dry, session.clock.zone()),
                false => {
                    let mut lines = unlinked(word, &named, case, &assessment, is_dry);
                    let zone = session.clock.zone();
                    // What is only taken back names the order already.
                    let perhaps = match is_taken_back(word, case) {
                        true => Perhaps::default(),
                        false => Perhaps::of(case, &session.store, zone)?,
                    };
                    let line = |line: String| t!("link-perhaps", line = line);
                    lines.extend(perhaps.lines().into_iter().map(line));
                    lines
                }
            };
            for line in told {
                page.paragraph(line);
            }
            page.hint(opposite(word, &named, case));
            data.push(self.json(word, case, &assessment));
        }
        if is_dry {
            page.note(t!("dry-run-unchanged"));
        }
        session.ui().result("uniac.links/1", &data, &page)?;
        Ok(Exit::Done)
    }

    /// Returns what speaks against the link of an order.
    fn warnings(&self, order: OrderId) -> Vec<&str> {
        let is_about = |against: &&Against| against.orders.contains(&order);
        self.against.iter().filter(is_about).map(|against| against.text.as_str()).collect()
    }

    /// Says what an order belongs to now, and what is done next. Where something speaks against that, each order alone
    /// would promise what only one of them can have.
    fn linked(
        &self,
        case: &Case,
        assessment: &Assessment,
        is_dry: bool,
        zone: &TimeZone,
    ) -> Vec<String> {
        let then = match self.warnings(case.order.uni.id).is_empty() {
            true => after_that(case, assessment),
            false => t!("link-then-look"),
        };
        vec![belongs(case, is_dry, zone), then]
    }

    fn json(&self, word: &LinkWord, case: &Case, assessment: &Assessment) -> Value {
        let warnings = self.warnings(word.order);
        json!({
            "order": case.order.uni.number,
            "shop_order": case.order.shop.as_ref().map(|shop| &shop.number),
            "linked": word.linked,
            "link": assessment.link.name(),
            "warnings": warnings,
        })
    }
}

/// Says what an order belongs to now.
fn belongs(case: &Case, is_dry: bool, zone: &TimeZone) -> String {
    let order = capital(&order_words(case));
    let shop = case.order.shop.as_ref();
    let shop = shop.map_or_else(
        || t!("link-no-order"),
        |shop| shop_words(shop, case.order.uni.currency, zone),
    );
    match is_dry {
        true => t!("link-would-belong", order = order, shop = shop),
        false => t!("link-belongs", order = order, shop = shop),
    }
}

fn after_that(case: &Case, assessment: &Assessment) -> String {
    let shop = case.order.shop.as_ref();
    let is_unread = shop.is_some_and(|shop| shop.payment_reference.is_some())
        && case.order.payment.is_none()
        && assessment.attention == Some(Attention::Unreadable);
    match is_unread {
        true => t!("link-then-read", order = &case.order.uni.number),
        false => t!("link-then", next = next_text(case, assessment)),
    }
}

/// Says what an order no longer belongs to, and what a person has to do about it. A person's own link is only taken back:
/// what Uni says of the order counts again.
fn unlinked(
    word: &LinkWord,
    named: &str,
    case: &Case,
    assessment: &Assessment,
    is_dry: bool,
) -> Vec<String> {
    let uni = &case.order.uni;
    let shop = case.order.shop.as_ref();
    if is_taken_back(word, case) {
        let now = match shop {
            Some(shop) => t!(
                "link-carries-again",
                order = &uni.number,
                shop = &shop.number,
                link = label(assessment.link.name()),
                why = words::link(assessment.link)
            ),
            None => t!("link-names-none-now", order = &uni.number),
        };
        return vec![match is_dry {
            true => t!("link-would-be-taken-back", shop = named, now = now),
            false => t!("link-taken-back", shop = named, now = now),
        }];
    }
    let order = capital(&order_words(case));
    let mut lines = vec![match is_dry {
        true => t!("link-would-not-belong", order = order, shop = named),
        false => t!("link-does-not-belong", order = order, shop = named),
    }];
    for balance in assessment.ledger.balances.iter().filter(|balance| balance.capture_due() > 0) {
        let invoice = case.order.documents.iter().find(|known| known.id == balance.invoice);
        if let Some(invoice) = invoice {
            let due = Money::new(balance.capture_due(), invoice.currency);
            lines.push(t!("link-invoice-open", invoice = &invoice.number, sum = due));
        }
    }
    if !uni.progress.is_dropped() && uni.uninvoiced_minor > 0 {
        lines.push(t!("link-can-be-invoiced", order = &uni.number));
    }
    lines
}

/// Names the command that says the opposite.
fn opposite(word: &LinkWord, named: &str, case: &Case) -> String {
    let number = &case.order.uni.number;
    match (word.linked, word.chosen) {
        (true, true) => t!("link-unlink-takes-back", order = number),
        (true, false) => t!("link-unlink-opposite", order = number),
        (false, _) if is_taken_back(word, case) => {
            t!("link-link-again", order = number, shop = named)
        }
        (false, _) => t!("link-link-opposite", order = number),
    }
}

/// Returns whether the word only ends a person's own link: Uni's number leads elsewhere.
fn is_taken_back(word: &LinkWord, case: &Case) -> bool {
    case.order.shop.as_ref().is_none_or(|shop| shop.id != word.shop)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
