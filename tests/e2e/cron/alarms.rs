//! Alarms: what was sent was refused, or has no answer, or only a part was done.

use super::answers::Answer::{Bare, Hangup};
use super::stage::{Stage, due};
use super::{Attention, Situation, play};

fn credited() -> Stage {
    due().ran(0).people(&["credit ORDER"])
}

/// Vipps lets nobody in who wants to capture, though it lets everybody read.
fn no_captures() -> Stage {
    Stage::configured().ordered().invoiced().answering("/capture HTTP", Bare(401, ""))
}

#[test]
fn a_no_alarms() {
    let row = |name, comes_about, exit, says, moves| Situation {
        name,
        comes_about,
        exit,
        says,
        seen: Attention("refused"),
        moves,
    };
    play(&[
        row("the card is declined", || due().fault("declined --on capture"), 5, "6990", false),
        row("a no for good", || due().fault("refused --on capture"), 5, "capture", false),
        row(
            "the card is declined again on the next day",
            || due().fault("declined --on capture --times 0").ran(5).later(25 * 60),
            5,
            "6990",
            false,
        ),
        row("a refund is refused", || credited().fault("refused --on refund"), 5, "refund", false),
        row(
            "a release is refused",
            || Stage::new().ordered().people(&["delete ORDER"]).fault("refused --on cancel"),
            5,
            "cancel",
            false,
        ),
        row("the shop refuses its status", || due().fault("refused --on shop"), 6, "shop", true),
        row("Uni refuses the booking", || due().fault("refused --on booking"), 6, "book", true),
        row("no sign-in to capture", no_captures, 4, "sign-in", false),
        row("no sign-in to capture, second run", || no_captures().ran(4), 4, "sign-in", false),
        row(
            "no sign-in to capture, third run",
            || no_captures().ran(4).ran(4),
            4,
            "sign-in",
            false,
        ),
        row(
            "no sign-in to capture, and this order is the second",
            || {
                let stage = no_captures();
                // One worker: the older order is asked for first.
                stage.ordered().invoiced().with_flags("--workers 1")
            },
            4,
            "sign-in",
            false,
        ),
    ]);
}

#[test]
fn what_is_not_known_alarms() {
    let row = |name, comes_about, exit, says, attention, moves| Situation {
        name,
        comes_about,
        exit,
        says,
        seen: Attention(attention),
        moves,
    };
    let lost = || {
        due()
            .fault("lagging-read --on capture --ms 600000")
            .fault("reply-lost --on capture --times 0")
    };
    play(&[
        row("the reply is lost, and no look shows it", lost, 7, "unknown", "unknown-outcome", true),
        row(
            "the same in the next run",
            || {
                due()
                    .fault("lagging-read --on capture --ms 600000")
                    .fault("reply-lost --on capture --times 0")
                    .ran(7)
            },
            7,
            "unknown",
            "unknown-outcome",
            false,
        ),
        row(
            "the shop answers 500 for ever",
            || due().fault("error-before --on shop --times 0"),
            7,
            "shop",
            "unknown-outcome",
            true,
        ),
        row(
            "the shop hangs up on its status",
            || Stage::configured().ordered().invoiced().answering("PUT /shop/", Hangup),
            7,
            "shop-complete unknown (no-reply)",
            "unknown-outcome",
            true,
        ),
        row(
            "a booking has no answer",
            || due().fault("error-before --on booking --times 0"),
            7,
            "book",
            "unknown-outcome",
            true,
        ),
        row(
            "a refund waits for the merchant's balance",
            || {
                Stage::new()
                    .ordered_with("--amount 499.00 --provider nexi")
                    .invoiced()
                    .ran(0)
                    .people(&["balance low", "credit ORDER"])
            },
            8,
            "refund",
            "unknown-outcome",
            false,
        ),
    ]);
}
