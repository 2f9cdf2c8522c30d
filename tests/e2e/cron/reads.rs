//! Alarms: an invoice is due, and what must be read before cannot be.

use super::answers::Answer::{Bare, Hangup, Page};
use super::stage::{DISPUTED, PAYMENT, Stage, known, new};
use super::{Attention, Situation, play};

/// Exit 1, and the order is `unreadable`.
fn unreadable(name: &'static str, comes_about: fn() -> Stage, says: &'static str) -> Situation {
    Situation { name, comes_about, exit: 1, says, seen: Attention("unreadable"), moves: false }
}

#[test]
fn what_cannot_be_read_alarms() {
    play(&[
        unreadable(
            "the provider hangs up",
            || new().answering("/provider/", Hangup),
            "its payment could not be read",
        ),
        unreadable(
            "the provider is not there",
            || {
                new().changed(|file| {
                    let (head, rest) = file.split_once("kind = \"vipps\"").expect("Vipps");
                    let at = rest.find("http://").expect("an address");
                    let end = at + rest[at..].find("/provider").expect("its path");
                    format!(
                        "{head}kind = \"vipps\"{}http://127.0.0.1:1{}",
                        &rest[..at],
                        &rest[end..]
                    )
                })
            },
            "its payment could not be read",
        ),
        unreadable("500 on the payment", || new().answering(PAYMENT, Bare(500, "")), "500"),
        unreadable("404 with a page", || new().answering(PAYMENT, Page(404)), "404"),
        unreadable(
            "302 on the payment",
            || new().answering(PAYMENT, Bare(302, "Location: /elsewhere\r\n")),
            "302",
        ),
        unreadable(
            "429 on the payment",
            || new().answering(PAYMENT, Bare(429, "Retry-After: 1\r\n")),
            "could not be read",
        ),
        unreadable("a page with 200", || new().answering(PAYMENT, Page(200)), "could not be read"),
        unreadable(
            "500 on a payment that was read before",
            || known().answering(PAYMENT, Bare(500, "")),
            "500",
        ),
        unreadable(
            "404 with a page on a payment that was read before",
            || known().answering(PAYMENT, Page(404)),
            "404",
        ),
        unreadable(
            "500 on a payment that was not paid when it was read",
            || {
                Stage::configured()
                    .ordered_with("--amount 499.00 --unpaid")
                    .ran(0)
                    .people(&["shop pay-again ORDER"])
                    .invoiced()
                    .answering(PAYMENT, Bare(500, ""))
            },
            "500",
        ),
    ]);
}

#[test]
fn what_is_not_understood_alarms() {
    play(&[
        unreadable(
            "an invoice of a kind that nobody knows",
            || Stage::new().ordered().ran(0).invoiced().spoiled("UPDATE uni_invoice SET kind = 2"),
            "unreadable",
        ),
        unreadable(
            "a refund in the shop that fits no currency",
            || {
                Stage::new().ordered().ran(0).invoiced().spoiled(
                    "INSERT INTO shop_refund (order_id, amount_minor, reason, paid_back, created_at, visible_at, odd_e4)
                         SELECT id, 3333, '', 0, created_at, 0, 33 FROM shop_order;
                     UPDATE shop_order SET modified_at = modified_at + 1000",
                )
            },
            "unreadable",
        ),
        unreadable(
            "a dropped order whose payment was never read",
            || {
                Stage::configured()
                    .ordered()
                    .people(&["delete ORDER"])
                    .answering(PAYMENT, Bare(500, ""))
            },
            "cancel skipped",
        ),
        unreadable(
            "a dropped order whose payment was read before",
            || {
                Stage::configured()
                    .ordered()
                    .ran(0)
                    .people(&["delete ORDER"])
                    .answering(PAYMENT, Bare(500, ""))
            },
            "cancel skipped",
        ),
        unreadable(
            "a credit note, and the payment cannot be read any more",
            || known().ran(0).people(&["credit ORDER"]).answering(PAYMENT, Page(404)),
            "refund skipped",
        ),
        unreadable(
            "an event that nobody knows, and a credit note is due",
            || Stage::new().ordered().invoiced().ran(0).spoiled(DISPUTED).people(&["credit ORDER"]),
            "refund skipped (unreadable)",
        ),
    ]);
}
