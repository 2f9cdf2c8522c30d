//! The words for what the program knows by ids: attentions, codes, settings.
//!
//! Only names are turned into words here; nothing is decided.

use uniac_core::act::{Act, Operation};
use uniac_core::assess::{Attention, Doubt, Link};
use uniac_core::code::Code;
use uniac_texts::{t, text};

/// Returns what an attention means, in one line.
pub fn attention(attention: Attention) -> String {
    text(&format!("attention-{attention}"), &[])
}

/// Returns what a code means, in one line.
pub fn code(code: Code) -> String {
    text(&format!("code-{code}"), &[])
}

/// Returns what an act is, as a noun.
pub fn act(act: Act) -> String {
    match act.operation() {
        Operation::Capture => t!("act-capture"),
        Operation::Refund => t!("act-refund"),
        Operation::Cancel => t!("act-release"),
        Operation::ShopUpdate => t!("act-shop-update"),
        Operation::BookPayment => t!("act-book"),
        Operation::ShopCreate => t!("act-shop-create"),
    }
}

/// Returns why a link is as it is.
pub fn link(link: Link) -> String {
    match link {
        Link::None => t!("why-link-none"),
        Link::Sure => t!("why-link-sure"),
        Link::ByPerson => t!("why-link-by-person"),
        Link::Unlinked => t!("why-link-unlinked"),
        Link::Doubtful(Doubt::SeveralShopOrders) => t!("why-link-several-shop-orders"),
        Link::Doubtful(Doubt::OtherCustomer) => t!("why-link-other-customer"),
        Link::Doubtful(Doubt::OtherTotal) => t!("why-link-other-total"),
        Link::Doubtful(Doubt::Older) => t!("why-link-older"),
    }
}

/// Returns what an attention or a code means, by its name; nothing of what is the other side's own.
pub fn meaning(name: &str) -> String {
    let of_ours = name.parse().ok().map(attention);
    of_ours.or_else(|| Code::named(name).map(code)).unwrap_or_default()
}
