//! No alarm: it was said once, or nothing is due on what cannot be read.

use super::answers::Answer::{Bare, Page};
use super::stage::{PAYMENT, Stage, due};
use super::{Attention, Situation, play, quiet};

#[test]
fn what_was_said_once_is_quiet() {
    play(&[
        quiet(
            "a no for good, second run",
            || due().fault("refused --on capture").ran(5),
            Attention("refused"),
            false,
        ),
        quiet(
            "a declined card, second run of the day",
            || due().fault("declined --on capture --times 0").ran(5).later(60),
            Attention("refused"),
            false,
        ),
        quiet(
            "the shop's no for good, second run",
            || due().fault("refused --on shop").ran(6),
            Attention("refused"),
            false,
        ),
        quiet(
            "a hold was set after the no",
            || {
                due()
                    .fault("declined --on capture --times 0")
                    .ran(5)
                    .typed(&["order disable-autocapture ORDER"])
                    .later(25 * 60)
            },
            Attention("held"),
            false,
        ),
        quiet(
            "over the bound, and then held",
            || {
                Stage::new()
                    .ordered_with("--amount 50001.00")
                    .invoiced()
                    .ran(3)
                    .typed(&["order disable-autocapture ORDER"])
            },
            Attention("held"),
            false,
        ),
        quiet(
            "over the bound, and then by hand",
            || {
                Stage::new()
                    .ordered_with("--amount 50001.00")
                    .invoiced()
                    .ran(3)
                    .typed(&["capture --manual ORDER --yes"])
            },
            Attention(""),
            false,
        ),
        quiet(
            "unreadable, and readable again",
            || {
                Stage::new()
                    .ordered()
                    .invoiced()
                    .spoiled("UPDATE uni_invoice SET kind = 2")
                    .ran(1)
                    .spoiled("UPDATE uni_invoice SET kind = 0, updated_at = updated_at + 60000")
            },
            Attention(""),
            true,
        ),
    ]);
}

/// Nothing is due, so nothing was left undone; that a payment cannot be read is said all the same.
#[test]
fn what_cannot_be_read_and_is_not_due_is_no_alarm() {
    let warned = |name, comes_about, attention| Situation {
        name,
        comes_about,
        exit: 0,
        says: "could not be read",
        seen: Attention(attention),
        moves: false,
    };
    play(&[
        warned(
            "a new order without an invoice",
            || Stage::configured().ordered().answering(PAYMENT, Bare(500, "")),
            "unreadable",
        ),
        warned(
            "held after it could not be read",
            || {
                Stage::configured()
                    .ordered()
                    .invoiced()
                    .answering(PAYMENT, Bare(500, ""))
                    .ran(1)
                    .typed(&["order disable-autocapture ORDER"])
            },
            "unreadable",
        ),
    ]);
}

/// What was read a moment ago and is not due is not read again.
#[test]
fn what_is_not_due_is_not_read_by_each_run() {
    play(&[
        quiet(
            "an order that was read before, without an invoice",
            || Stage::configured().ordered().ran(0).answering(PAYMENT, Page(404)),
            Attention(""),
            false,
        ),
        quiet(
            "invoiced before the activation",
            || {
                Stage::configured()
                    .ordered()
                    .typed(&["disable fetch-card-payments"])
                    .invoiced()
                    .typed(&["enable"])
                    .answering(PAYMENT, Bare(500, ""))
            },
            Attention("invoiced-before-activation"),
            false,
        ),
        quiet(
            "the sign-in is refused, and nothing is due",
            || Stage::configured().ordered().ran(0).variable("PLAY_VIPPS_SECRET", "wrong"),
            Attention(""),
            false,
        ),
    ]);
}
