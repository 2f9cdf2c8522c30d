//! No alarm: what is left is barred, or a person's.

use super::stage::{DISPUTED, Stage, due};
use super::{Attention, play, quiet};
use crate::harness::World;

#[test]
fn what_is_barred_or_a_persons_is_quiet() {
    play(&[
        quiet(
            "held",
            || Stage::new().ordered().typed(&["order disable-autocapture ORDER"]).invoiced(),
            Attention("held"),
            false,
        ),
        quiet(
            "invoiced before the activation",
            || Stage::in_world(World::empty()).ordered().invoiced().typed(&["enable"]),
            Attention("invoiced-before-activation"),
            false,
        ),
        quiet(
            "the reservation has ended",
            || {
                let mut world = World::seeded_at("2026-11-02T09:00:00Z", 0, 1);
                world.enable();
                let order = world.order_with("--amount 499.00 --provider klarna");
                world.set_now("2026-12-01T09:00:00Z");
                let mut stage = Stage::in_world(world);
                stage.order = order;
                stage.invoiced()
            },
            Attention("reservation-expired"),
            false,
        ),
        quiet(
            "the reservation was released",
            || Stage::new().ordered().people(&["portal cancel ORDER"]).invoiced(),
            Attention("exceeds-reservation"),
            false,
        ),
        quiet(
            "another currency",
            || due().spoiled("UPDATE payment SET currency = 'EUR'"),
            Attention("currency-mismatch"),
            false,
        ),
    ]);
}

#[test]
fn an_order_without_a_payment_that_may_be_taken_is_quiet() {
    play(&[
        quiet(
            "paid by bank transfer",
            || Stage::new().ordered_with("--amount 499.00 --by-transfer").invoiced(),
            Attention(""),
            false,
        ),
        quiet(
            "never paid",
            || Stage::new().ordered_with("--amount 499.00 --unpaid").invoiced(),
            Attention("payment-not-found"),
            false,
        ),
        quiet(
            "a payment that the provider never knew",
            || Stage::new().ordered_with("--amount 499.00 --test-mode").invoiced(),
            Attention("payment-not-found"),
            false,
        ),
        quiet(
            "a method that was never configured",
            || {
                Stage::configured()
                    .without("kustom")
                    .ordered_with("--amount 499.00 --provider kustom")
                    .invoiced()
            },
            Attention("method-not-configured"),
            false,
        ),
        quiet(
            "Klarna still checks the purchase",
            || {
                Stage::new()
                    .people(&["review pending"])
                    .ordered_with("--amount 499.00 --provider klarna")
                    .invoiced()
            },
            Attention(""),
            false,
        ),
    ]);
}

#[test]
fn what_others_did_or_left_is_quiet() {
    play(&[
        quiet(
            "money is left reserved",
            || due().people(&["credit ORDER --amount 100.00"]).ran(0),
            Attention("reservation-left-over"),
            false,
        ),
        quiet(
            "captured in the portal",
            || {
                Stage::new()
                    .ordered()
                    .people(&["portal capture ORDER 499.00"])
                    .ran(0)
                    .invoiced()
                    .ran(0)
            },
            Attention(""),
            false,
        ),
        quiet(
            "captured in the portal and not invoiced",
            || Stage::new().ordered().people(&["portal capture ORDER 499.00"]),
            Attention("captured-not-invoiced"),
            false,
        ),
        quiet(
            "an event that nobody knows, and nothing is due",
            || due().ran(0).spoiled(DISPUTED).later(20),
            Attention("unreadable"),
            false,
        ),
        quiet(
            "a status that is withheld from the shop",
            || {
                Stage::in_world(World::empty())
                    .people(&["plug-ins as-shipped"])
                    .typed(&["enable"])
                    .ordered_with("--amount 499.00 --provider vipps")
                    .invoiced()
                    .people(&["credit ORDER --amount 100.00"])
                    .ran(0)
            },
            Attention("reservation-left-over"),
            false,
        ),
        quiet(
            "a credit note on an order from before the activation",
            || {
                Stage::in_world(World::empty())
                    .ordered()
                    .invoiced()
                    .people(&["portal capture ORDER 499.00"])
                    .typed(&["enable"])
                    .people(&["credit ORDER"])
            },
            Attention("invoiced-before-activation"),
            false,
        ),
        quiet(
            "refunded in the portal",
            || due().ran(0).people(&["portal refund ORDER 100.00"]).later(20),
            Attention("refunded-elsewhere"),
            false,
        ),
        quiet(
            "credited before it was captured",
            || due().people(&["credit ORDER", "portal cancel ORDER"]),
            Attention(""),
            false,
        ),
    ]);
}
