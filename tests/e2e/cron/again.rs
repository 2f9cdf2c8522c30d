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
            "an order that was read some time before, without an invoice",
            || Stage::configured().ordered().ran(0).later(20).answering(PAYMENT, Page(404)),
            "",
        ),
        warned(
            "invoiced before the activation",
            || {
                Stage::configured()
                    .ordered()
                    .typed(&["disable fetch-card-payments"])
                    .invoiced()
                    .typed(&["enable"])
                    .later(20)
                    .answering(PAYMENT, Bare(500, ""))
            },
            "invoiced-before-activation",
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
        warned(
            "the sign-in is refused, and nothing is due",
            || {
                Stage::configured()
                    .ordered()
                    .ran(0)
                    .later(20)
                    .variable("PLAY_VIPPS_SECRET", "wrong")
            },
            "",
        ),
    ]);
}
