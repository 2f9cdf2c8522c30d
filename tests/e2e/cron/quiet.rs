//! No alarm: all that was due is done.

use super::stage::{Stage, due};
use super::{Attention, Nothing, play, quiet};

#[test]
fn what_is_done_is_quiet() {
    play(&[
        quiet("nothing at all", Stage::new, Nothing, false),
        quiet(
            "an order that waits for its invoice",
            || Stage::new().ordered(),
            Attention(""),
            false,
        ),
        quiet("an invoice is captured", due, Attention(""), true),
        quiet("all was done before", || due().ran(0), Attention(""), false),
        quiet(
            "a credit note is refunded",
            || due().ran(0).people(&["credit ORDER"]),
            Attention(""),
            true,
        ),
        quiet(
            "a dropped order is released",
            || Stage::new().ordered().people(&["delete ORDER"]),
            Attention(""),
            true,
        ),
        quiet(
            "a reply is lost and found",
            || due().fault("reply-lost --on capture"),
            Attention(""),
            true,
        ),
        quiet("a read fails once", || due().fault("error-before --on read"), Attention(""), true),
        quiet("a dry run", || due().with_flags("--dry-run"), Attention(""), false),
    ]);
}
