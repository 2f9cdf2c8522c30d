//! The stories of orders: what is done to each, when, and how it ends.
//!
//! A story must be told by what people can do; it may not write sums of its own.

use super::basket;
use crate::actors::item::Item;
use crate::actors::purchase::{More, Pays, Purchase, purchase};
use crate::actors::{credit_lines, invoice_lines, move_money};
use crate::amount::E4_PER_MINOR;
use crate::book::{self, Effect};
use crate::brand::Brand;
use crate::chance::Chance;
use crate::unimicro::document::{self, Buyer, Line, Order};
use crate::unimicro::{Payer, pay_by_hand};
use crate::woocommerce::{refunded, status};
use crate::world::{Outcome, Turn};
use uniac_system::error::Error;

/// How an order's life went before auto-capture is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// Reserved, nothing else yet.
    Open,
    /// Invoiced, captured by the shop's plug-in, paid in the books.
    Settled,
    /// Invoiced, nobody captured.
    Invoiced,
    /// Some lines invoiced, nobody captured.
    PartInvoiced,
    /// Some lines invoiced and captured.
    PartCaptured,
    /// Somebody captured a part in the portal; nothing invoiced.
    PortalPart,
    /// Settled, then credited and refunded in full.
    Refunded,
    /// Settled, then one line credited and refunded.
    PartRefunded,
    /// Deleted, and the reservation released.
    Deleted,
    /// Part-invoiced, captured, closed, the rest released.
    Closed,
    /// Never invoiced; the reservation has run out.
    ExpiredOpen,
    /// Invoiced, never captured; the reservation has run out.
    ExpiredInvoiced,
    /// Invoiced and credited; nobody ever captured.
    CreditedUncaptured,
    /// Invoiced, one line credited; nobody captured.
    PartCreditedUncaptured,
    /// Captured in full in the portal; nothing invoiced.
    CapturedUninvoiced,
    /// Captured in full in the portal; only some lines invoiced.
    CapturedPartInvoiced,
    /// Settled, then a part refunded in the portal without a credit note.
    RefundedElsewhere,
    /// The reservation is in euro, the order in Uni in kroner.
    CurrencyMismatch,
    /// A line in Uni that does not fit whole øre.
    Inexact,
    /// A line was added in Uni; the invoice is above the reservation.
    Exceeds,
    /// A price was lowered in Uni; invoiced and captured, money is left reserved.
    LeftOver,
    /// Rounded to whole kroner: in Uni the rounding is no line.
    Rounded,
    /// Not invoiced, and the reservation runs out in two days.
    ExpiringOpen,
    /// Invoiced, not captured, and the reservation runs out in two days.
    ExpiringInvoiced,
    /// One invoice for two orders, with a line of no order.
    Mixed,
    /// The invoice is still a draft.
    DraftInvoice,
    /// Settled; a credit note is still a draft.
    DraftCredit,
    /// Danish kroner or euro in all three systems, reserved.
    ForeignOpen,
    /// Danish kroner or euro in all three systems, settled.
    ForeignSettled,
    /// To be paid by invoice.
    ByInvoice,
    /// Paid with a gift card.
    GiftCard,
    /// Made by hand in Uni; no shop knows it.
    ByHand,
}

/// The stories with their weights. The first ones are told even to a small company.
pub(super) const STORIES: &[(Story, u64)] = &[
    (Story::Open, 24),
    (Story::Settled, 34),
    (Story::Invoiced, 6),
    (Story::ByInvoice, 4),
    (Story::Refunded, 4),
    (Story::PartInvoiced, 3),
    (Story::PartRefunded, 3),
    (Story::Deleted, 4),
    (Story::CreditedUncaptured, 2),
    (Story::PartCaptured, 2),
    (Story::CapturedUninvoiced, 1),
    (Story::PortalPart, 1),
    (Story::ExpiredOpen, 1),
    (Story::ExpiredInvoiced, 1),
    (Story::Closed, 1),
    (Story::PartCreditedUncaptured, 1),
    (Story::CapturedPartInvoiced, 1),
    (Story::RefundedElsewhere, 1),
    (Story::CurrencyMismatch, 1),
    (Story::Inexact, 1),
    (Story::Exceeds, 1),
    (Story::LeftOver, 1),
    (Story::Rounded, 1),
    (Story::ExpiringOpen, 1),
    (Story::ExpiringInvoiced, 1),
    (Story::Mixed, 1),
    // The partner of the one above.
    (Story::Mixed, 1),
    (Story::DraftInvoice, 1),
    (Story::DraftCredit, 1),
    (Story::ForeignOpen, 2),
    (Story::ForeignSettled, 2),
    (Story::GiftCard, 1),
    (Story::ByHand, 1),
];

/// One step of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Buy,
    AddLine,
    OddPrice,
    LowerPrice,
    Invoice(Part),
    InvoiceDraft,
    InvoiceBoth,
    Capture(&'static str, Sum),
    Refund(&'static str, Sum),
    Release,
    Credit(Part),
    CreditDraft,
    Delete,
    Close,
    Pay,
    ShopStatus(&'static str),
    ShopRefund,
}

/// Which lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    All,
    First,
}

/// How much money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    /// What Uni's documents say: invoiced and not captured, or credited and not refunded.
    Documents,
    All,
    Half,
}

/// An order that is to be: its story, its moments, and what became of it so far.
#[derive(Debug)]
pub(super) struct Plan {
    pub story: Story,
    pub placed: i64,
    pub acts: Vec<(i64, Act)>,
    /// The order that shares the invoice.
    pub partner: Option<usize>,
    customer: String,
    items: Vec<Item>,
    currency: &'static str,
    made: Option<Made>,
}

#[derive(Debug, Clone)]
struct Made {
    number: i64,
    shop_id: Option<i64>,
    reference: Option<String>,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

impl Plan {
    /// Draws up an order with its moments, all of them before `now`.
    pub fn new(story: Story, now: i64, chance: &mut Chance) -> Plan {
        use Story::{
            ByHand, ByInvoice, Closed, Deleted, DraftCredit, ExpiredInvoiced, ExpiredOpen,
            ExpiringInvoiced, ExpiringOpen, ForeignSettled, GiftCard, Open, PartRefunded, Refunded,
            RefundedElsewhere, Settled,
        };
        let age = match story {
            // Two hours to a few weeks.
            Open | Story::ForeignOpen => chance.between(2 * HOUR, 25 * DAY),
            Settled | ForeignSettled | Refunded | PartRefunded | Deleted | Closed | GiftCard
            | ByInvoice | ByHand | DraftCredit | RefundedElsewhere => {
                chance.between(35 * DAY, 700 * DAY)
            }
            ExpiredOpen | ExpiredInvoiced => chance.between(190 * DAY, 400 * DAY),
            ExpiringOpen | ExpiringInvoiced => 178 * DAY + chance.between(0, 6 * HOUR),
            _ => chance.between(8 * DAY, 30 * DAY),
        };
        let foreign = ["DKK", "EUR"];
        let currency = match story {
            Story::ForeignOpen | ForeignSettled => chance.pick(&foreign),
            Story::CurrencyMismatch => "EUR",
            _ => "NOK",
        };
        let placed = now - age;
        // Moments after the purchase: invoicing, the money, what came later.
        let invoiced = placed + chance.between(DAY, 5 * DAY);
        let captured = invoiced + chance.between(2, 40) * 60_000;
        let later = captured + chance.between(DAY, 20 * DAY).min((age - 6 * DAY).max(HOUR));
        Plan {
            story,
            placed,
            acts: acts(story, invoiced, captured, later),
            partner: None,
            customer: basket::customer(chance),
            items: basket::fill(chance, currency, story == Story::Rounded),
            currency,
            made: None,
        }
    }

    fn made(&self) -> Outcome<&Made> {
        let missing = || Error::defect("a story of the sandbox goes on before its order was made");
        Ok(self.made.as_ref().ok_or_else(missing)?)
    }
}

/// Returns what is done after the purchase.
fn acts(story: Story, invoiced: i64, captured: i64, later: i64) -> Vec<(i64, Act)> {
    use Act::{
        AddLine, Capture, Close, Credit, CreditDraft, Delete, Invoice, InvoiceBoth, InvoiceDraft,
        LowerPrice, OddPrice, Pay, Refund, Release, ShopRefund, ShopStatus,
    };
    use Part::{All, First};
    const PLUG_IN: &str = "wc";
    const PORTAL: &str = "portal";
    let completed = ShopStatus("completed");
    let settled = vec![
        (invoiced, Invoice(All)),
        (captured, completed),
        (captured, Capture(PLUG_IN, Sum::Documents)),
        (captured, Pay),
    ];
    let and = |more: &[Act]| {
        let mut acts = settled.clone();
        acts.extend(more.iter().map(|act| (later, *act)));
        acts
    };
    match story {
        Story::Open | Story::ForeignOpen | Story::ExpiredOpen | Story::ExpiringOpen => vec![],
        Story::Settled | Story::ForeignSettled => settled,
        Story::Invoiced
        | Story::ExpiredInvoiced
        | Story::ExpiringInvoiced
        | Story::CurrencyMismatch
        | Story::Rounded => vec![(invoiced, Invoice(All))],
        Story::PartInvoiced => vec![(invoiced, Invoice(First))],
        Story::PartCaptured => {
            vec![(invoiced, Invoice(First)), (captured, Capture(PORTAL, Sum::Documents))]
        }
        Story::PortalPart => vec![(invoiced, Capture(PORTAL, Sum::Half))],
        Story::Refunded => {
            and(&[Credit(All), Refund(PLUG_IN, Sum::Documents), ShopStatus("refunded")])
        }
        Story::PartRefunded => and(&[Credit(First), Refund(PLUG_IN, Sum::Documents), ShopRefund]),
        Story::Deleted => {
            vec![(invoiced, Release), (captured, Delete), (captured, ShopStatus("cancelled"))]
        }
        Story::Closed => vec![
            (invoiced, Invoice(First)),
            (captured, Capture(PORTAL, Sum::Documents)),
            (captured, Pay),
            (later, Release),
            (later, Close),
        ],
        Story::CreditedUncaptured => vec![(invoiced, Invoice(All)), (captured, Credit(All))],
        Story::PartCreditedUncaptured => vec![(invoiced, Invoice(All)), (captured, Credit(First))],
        Story::CapturedUninvoiced => vec![(invoiced, Capture(PORTAL, Sum::All))],
        Story::CapturedPartInvoiced => {
            vec![(invoiced, Invoice(First)), (captured, Capture(PORTAL, Sum::All))]
        }
        Story::RefundedElsewhere => and(&[Refund(PORTAL, Sum::Half)]),
        Story::Inexact => vec![(invoiced, OddPrice), (invoiced, Invoice(All))],
        Story::Exceeds => vec![(invoiced, AddLine), (invoiced, Invoice(All))],
        Story::LeftOver => vec![
            (invoiced, LowerPrice),
            (invoiced, Invoice(All)),
            (captured, Capture(PORTAL, Sum::Documents)),
        ],
        Story::Mixed => vec![(later, InvoiceBoth)],
        Story::DraftInvoice => vec![(invoiced, InvoiceDraft)],
        Story::DraftCredit => and(&[CreditDraft]),
        Story::ByInvoice | Story::GiftCard | Story::ByHand => {
            vec![(invoiced, Invoice(All)), (later, Pay), (later, completed)]
        }
    }
}

/// Does one step.
pub(super) fn tell(turn: &Turn, plans: &mut [Plan], index: usize, act: Act) -> Outcome<()> {
    if act == Act::Buy {
        let made = buy(turn, &plans[index])?;
        plans[index].made = Some(made);
        return Ok(());
    }
    let plan = &plans[index];
    let made = plan.made()?;
    let order = order_of(turn, plan)?;
    match act {
        Act::Buy => {}
        Act::AddLine | Act::OddPrice | Act::LowerPrice => change_lines(turn, &order, act)?,
        Act::Invoice(part) => {
            let lines: Option<&[usize]> = if part == Part::First { Some(&[1]) } else { None };
            invoice_lines(turn, &order, lines, false)?;
        }
        Act::InvoiceDraft => {
            invoice_lines(turn, &order, None, true)?;
        }
        Act::InvoiceBoth => invoice_both(turn, plans, index, &order)?,
        Act::Capture(who, sum) => move_sum(turn, made, &order, Effect::Capture, who, sum)?,
        Act::Refund(who, sum) => move_sum(turn, made, &order, Effect::Refund, who, sum)?,
        Act::Release => {
            if let Some(reference) = &made.reference {
                move_money(turn, "portal", Effect::Cancel, reference, None)?;
            }
        }
        Act::Credit(_) | Act::CreditDraft => {
            let first = document::order_lines(turn, order.id)?.first().map(|line| line.id);
            let invoices = document::invoices_of_order(turn, order.id)?;
            let all = act != Act::Credit(Part::First);
            let chosen = |line: &Line| all || line.order_item == first;
            credit_lines(turn, &invoices, None, chosen, act == Act::CreditDraft)?;
        }
        Act::Delete => document::delete_order(turn, &order)?,
        Act::Close => document::close_order(turn, &order)?,
        Act::Pay => {
            for invoice in document::invoices_of_order(turn, order.id)? {
                pay_by_hand(turn, invoice.id, None, Payer::Person)?;
            }
        }
        Act::ShopStatus(status) => {
            if let Some(id) = made.shop_id {
                status::tell_status(turn, id, status)?;
            }
        }
        Act::ShopRefund => {
            if let (Some(id), Some(reference)) = (made.shop_id, &made.reference)
                && let Some(payment) = book::find(turn, reference)?
            {
                refunded::record_refund(turn, id, payment.refunded_minor)?;
            }
        }
    }
    Ok(())
}

fn order_of(turn: &Turn, plan: &Plan) -> Outcome<Order> {
    let order = document::order_by_number(turn, plan.made()?.number)?;
    Ok(order.ok_or_else(|| Error::defect("an order of the sandbox is gone"))?)
}

fn buy(turn: &Turn, plan: &Plan) -> Outcome<Made> {
    let pays = match plan.story {
        Story::ByHand => {
            let lines: Vec<Line> = plan.items.iter().map(Item::uni_line).collect();
            let buyer = Buyer::named(&plan.customer);
            let order = document::create_order(turn, &buyer, "NOK", None, &lines, 0)?;
            return Ok(Made { number: order.number, shop_id: None, reference: None });
        }
        Story::ByInvoice => Pays::Invoice,
        Story::GiftCard => Pays::GiftCard,
        _ => Pays::By(Brand::Vipps),
    };
    let uni_currency = if plan.story == Story::CurrencyMismatch { "NOK" } else { plan.currency };
    let made = purchase(
        turn,
        &Purchase {
            customer: &plan.customer,
            items: &plan.items,
            currency: plan.currency,
            uni_currency,
            pays,
            more: More::default(),
        },
    )?;
    Ok(Made { number: made.order.number, shop_id: Some(made.shop_id), reference: made.reference })
}

/// Somebody edits the order in Uni after the customer has paid.
fn change_lines(turn: &Turn, order: &Order, act: Act) -> Outcome<()> {
    let lines = document::order_lines(turn, order.id)?;
    let Some(first) = lines.first() else { return Ok(()) };
    match act {
        Act::AddLine => {
            let name = "Gaveinnpakning".to_owned();
            let item =
                Item { kind: "line_item", name, quantity: 1, gross_minor: 7_900, vat_percent: 25 };
            document::add_order_line(turn, order, &item.uni_line())
        }
        // 100.005 with VAT.
        Act::OddPrice => document::reprice_order_line(turn, order, first.id, 800_040, 200_010),
        _ => {
            let vat_e4 = first.vat_e4 / 200 * E4_PER_MINOR;
            let net_e4 = first.net_e4 / 200 * E4_PER_MINOR;
            document::reprice_order_line(turn, order, first.id, net_e4, vat_e4)
        }
    }
}

/// Invoices two orders in one, with a line that belongs to neither ("masse"-fakturering).
fn invoice_both(turn: &Turn, plans: &[Plan], index: usize, order: &Order) -> Outcome<()> {
    let Some(partner) = plans[index].partner else {
        invoice_lines(turn, order, None, false)?;
        return Ok(());
    };
    let other = order_of(turn, &plans[partner])?;
    let mine = document::order_lines(turn, order.id)?;
    let theirs = document::order_lines(turn, other.id)?;
    let name = "Fakturagebyr".to_owned();
    let fee = Item { kind: "fee", name, quantity: 1, gross_minor: 3_900, vat_percent: 25 };
    let mut lines: Vec<Line> = mine.iter().chain(&theirs).cloned().collect();
    lines.push(fee.uni_line());
    document::create_invoice(turn, order, &lines, 0, false)?;
    document::transfer(turn, order, &mine)?;
    document::transfer(turn, &other, &theirs)
}

fn move_sum(
    turn: &Turn,
    made: &Made,
    order: &Order,
    effect: Effect,
    who: &str,
    sum: Sum,
) -> Outcome<()> {
    let Some(reference) = &made.reference else { return Ok(()) };
    let Some(payment) = book::find(turn, reference)? else { return Ok(()) };
    let possible_minor = match effect {
        Effect::Refund => payment.held_minor(),
        Effect::Capture | Effect::Cancel => payment.reserved_minor(),
    };
    let documents_minor = || -> Outcome<i64> {
        let kind = i64::from(effect == Effect::Refund);
        let total_e4: i64 = turn.one(
            "SELECT coalesce(sum(l.total_e4), 0) + coalesce((SELECT sum(i.rounding_e4)
                    FROM uni_invoice i WHERE i.kind = ?2 AND i.number IS NOT NULL AND i.id IN (
                        SELECT l.invoice_id FROM uni_invoice_item l
                        JOIN uni_order_item o ON o.id = l.order_item_id WHERE o.order_id = ?1)), 0)
                FROM uni_invoice_item l JOIN uni_order_item o ON o.id = l.order_item_id
                JOIN uni_invoice i ON i.id = l.invoice_id
                WHERE o.order_id = ?1 AND i.kind = ?2 AND i.number IS NOT NULL",
            (order.id, kind),
        )?;
        Ok(total_e4.abs() / E4_PER_MINOR)
    };
    let amount_minor = match sum {
        Sum::All => possible_minor,
        Sum::Half => possible_minor / 2,
        Sum::Documents => documents_minor()?.min(possible_minor),
    };
    move_money(turn, who, effect, reference, Some(amount_minor))?;
    Ok(())
}
