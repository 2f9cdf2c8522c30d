//! `uniac order show`: one order with all that is known of it, and why it is so.
//!
//! It reads and shows; every figure and every reason comes from the assessment.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::assess::{Assessment, Attention, assess};
use uniac_core::money::Money;
use uniac_core::order::{DocumentKind, ShopOrder, day_text};
use uniac_core::purchase::Case;
use uniac_engine::choose;
use uniac_engine::exit::Exit;
use uniac_system::error::Result;

use super::accepted::{Accepted, word_text};
use super::barred::{barred, waiting};
use super::figures::Figures;
use super::order::{case, journal_table, note_words};
use super::session::Session;
use super::tied::Purchase;
use super::view::{OrderView, attention_cell, order_json};

/// The arguments of `order show`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac order show 100045\n  uniac order show shop:5512 --json\n  \
                  uniac order show invoice:20017\n\nReads the order's payment afresh. Reads only."
)]
pub struct ShowArgs {
    /// Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    order: String,
}

/// Runs the command.
pub fn run(args: &ShowArgs, session: &Session) -> Result<Exit> {
    let quiet = |_: &str| {};
    session.read_documents()?;
    let id = choose::order(&session.store, &args.order)?;
    if !session.base.global.offline {
        session.engine(&quiet).refresh_order(id)?;
    }
    let case = case(session, id)?;
    let now = session.clock.now();
    let company = session.engine(&quiet).company()?;
    let assessment = assess(&case, &company, now);
    let accepted = Accepted::read(&session.store)?;
    let purchase = Purchase::of(&session.store, &case, &company, now)?;
    let mut view = OrderView::new(&case, &assessment, accepted.of(&case, &assessment), now);
    view.purchase.clone_from(&purchase.number);
    let mut data = order_json(&view, &case, &assessment, now);
    data["links"] = json!(purchase.json());
    let shown = Shown { case: &case, assessment: &assessment, accepted, purchase, now };
    session.ui().result("uniac.order/1", &data, &shown.page())?;
    Ok(Exit::Done)
}

/// What a page is made of.
struct Shown<'a> {
    case: &'a Case,
    assessment: &'a Assessment,
    accepted: Accepted,
    purchase: Purchase,
    now: Timestamp,
}

impl Shown<'_> {
    fn page(&self) -> Page {
        let (order, assessment) = (&self.case.order, self.assessment);
        let mut page = Page::new();
        page.heading(format!("Order {}", order.uni.number));
        self.bought(&mut page);
        self.money(&mut page);
        self.steps(&mut page);
        for doubt in order.doubts() {
            page.pair("not understood", Cell::new(doubt).warn());
        }
        let inexact = order.documents.iter().filter_map(|d| d.inexact.as_ref());
        for trouble in inexact.chain(&order.uni.inexact) {
            page.note(trouble);
        }
        page.table(documents_table(self.case, assessment));
        for note in &self.case.kept.strays {
            let money = Money::new(note.amount_minor, note.currency);
            let text = format!("credit note {} of {money} may be of this order", note.number);
            page.pair("not placed", Cell::new(text).warn());
        }
        self.purchase.show(&mut page);
        let intents = &self.case.intents;
        if !intents.is_empty() {
            page.heading("Journal");
            page.table(journal_table(intents.iter().map(|i| (order.uni.number.as_str(), i))));
            note_words(&mut page, intents.iter());
        }
        if let Some(attention) = assessment.attention {
            page.hint(format!("`uniac explain {attention}` says what to do"));
        }
        page
    }

    /// Who bought what, and by which order of the shop.
    fn bought(&self, page: &mut Page) {
        let order = &self.case.order;
        let total = Money::new(order.uni.total_minor, order.uni.currency);
        page.pair("customer", Cell::new(&order.uni.customer));
        page.pair("placed", Cell::new(day_text(order.uni.placed)));
        page.pair("total", Cell::new(total.to_string()));
        page.pair("state", Cell::new(self.assessment.state.name()));
        if let Some(shop) = &order.shop {
            page.pair("shop", Cell::new(format!("order {}, {}", shop.number, shop.status)));
            page.pair("link", Cell::new(self.purchase.link().unwrap_or_default()));
            page.pair("method", Cell::new(method_text(shop)));
        }
    }

    /// Where the money is, and what of it is missing.
    fn money(&self, page: &mut Page) {
        let (order, ledger) = (&self.case.order, &self.assessment.ledger);
        let figures = Figures::of(self.case, self.assessment);
        let money = |minor| Cell::new(Money::new(minor, order.uni.currency).to_string());
        if let Some(payment) = &order.payment {
            let reserved = Money::new(payment.authorised_minor, payment.currency);
            page.pair("payment", Cell::new(format!("{} {}", payment.provider, payment.reference)));
            page.pair("reserved", Cell::new(reserved.to_string()));
            page.pair("still capturable", money(ledger.capturable));
        }
        if let Some(end) = figures.closes_at {
            page.pair("reserved until", Cell::new(format!("{end:.0}")));
        }
        page.pair("captured", money(ledger.captured));
        page.pair("refunded", money(ledger.refunded));
        let paid: i64 = ledger.balances.iter().map(|balance| balance.paid_otherwise).sum();
        if paid > 0 {
            page.pair("paid otherwise", money(paid));
        }
        if figures.missing_minor > 0 {
            page.pair("missing", money(figures.missing_minor).warn());
        }
    }

    /// What is done next, what is not, and why.
    fn steps(&self, page: &mut Page) {
        let (case, assessment) = (self.case, self.assessment);
        if let Some(hold) = case.active_hold(self.now) {
            let until = hold.until.map_or("until it is lifted".into(), |u| format!("until {u}"));
            let reason = hold.reason.as_deref().unwrap_or("no reason given");
            page.pair("hold", Cell::new(format!("by {} {until}: {reason}", hold.by)).warn());
        }
        page.pair("next", Cell::new(next_text(case, assessment)));
        for line in waiting(case, assessment) {
            page.pair("waits", Cell::new(line));
        }
        for line in barred(case, assessment) {
            page.pair("barred", Cell::new(line).warn());
        }
        for remark in &assessment.remarks {
            let until = assessment.waits_until.filter(|_| *remark == Attention::WaitsUntil);
            let until = until.map_or(String::new(), |until| format!(" {until:.0}"));
            page.pair(
                "remark",
                Cell::new(format!("{remark}{until}: {}", remark.summary())).faint(),
            );
        }
        for attention in assessment.attentions.iter().skip(1) {
            page.pair("also", attention_cell(*attention));
        }
        let Some(attention) = assessment.attention else { return };
        page.pair("attention", attention_cell(attention));
        if let Some(word) = self.accepted.of(case, assessment) {
            page.pair("accepted", Cell::new(word_text(word)));
        } else if let Some(word) = self.accepted.outdated(case, assessment) {
            let text = format!("{} as {}, and has changed since", word_text(word), word.attention);
            page.pair("was accepted", Cell::new(text).faint());
        }
        page.paragraph(attention.summary());
    }
}

/// Says how the order is paid, as the shop has it.
fn method_text(shop: &ShopOrder) -> String {
    let method = match shop.payment_method.as_str() {
        "" => "none",
        method => method,
    };
    match &shop.payment_reference {
        Some(reference) => format!("{method}, reference {reference}"),
        None => format!("{method}, no reference"),
    }
}

fn next_text(case: &Case, assessment: &Assessment) -> String {
    match assessment.next() {
        None => "nothing".to_owned(),
        Some(step) => {
            let invoice = case.order.documents.iter().find(|d| Some(d.id) == step.document);
            let on = invoice.map_or(String::new(), |d| format!(" for invoice {}", d.number));
            format!("{} {}{on}, {}", step.operation(), step.money, step.mode.name())
        }
    }
}

fn documents_table(case: &Case, assessment: &Assessment) -> Table {
    let mut table = Table::new([
        Column::left("document"),
        Column::left("kind"),
        Column::left("date"),
        Column::right("amount"),
        Column::left("era"),
        Column::right("captured"),
        Column::right("refunded"),
    ])
    .when_empty("Nothing is invoiced.");
    for document in &case.order.documents {
        let amount = |minor| Cell::amount(minor, document.currency);
        let balance = assessment.ledger.balance(document.id);
        let kind = match document.kind {
            DocumentKind::Invoice => "invoice",
            DocumentKind::CreditNote { .. } => "credit note",
            DocumentKind::Unknown => "unknown",
        };
        table.row([
            Cell::new(&document.number),
            Cell::new(kind),
            Cell::new(day_text(document.date)),
            Cell::money(Money::new(document.amount_minor, document.currency)),
            Cell::new(case.eras.get(&document.id).map_or("", |era| era.name())),
            balance.map_or(Cell::new(""), |balance| amount(balance.captured())),
            balance.map_or(Cell::new(""), |balance| amount(balance.refunded())),
        ]);
    }
    table
}
