//! Credit notes: which invoice and order each of them credits, and what is paid back.
//!
//! As in every story, what is right is told by the provider's own book.

use super::Deed::{Does, Holds, Remarks, Runs, Says, Sync};
use super::play;
use crate::harness::{Money, World, text};

#[test]
fn credits_are_placed_by_their_lines_their_names_or_a_person() {
    play(
        "typed, with the name of the invoice",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("credit O --typed Kulanse --amount 100"),
            Sync,
            Holds(&[(49_900, 10_000, 0)]),
            Says(&[]),
        ],
    );
    play(
        "typed, without a name",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("credit O --typed Kulanse --amount 100 --no-reference"),
            Sync,
            Holds(&[(49_900, 0, 0)]),
            Says(&["credit-not-placed"]),
            Runs("refund --manual O --credit 99 --yes", 2),
            Runs("refund --manual O --credit 10002 --yes", 0),
            Holds(&[(49_900, 10_000, 0)]),
            Says(&[]),
            Sync,
            Holds(&[(49_900, 10_000, 0)]),
        ],
    );
}

#[test]
fn a_note_over_several_invoices_or_orders_credits_each() {
    play(
        "over two invoices",
        "--amount 500 --lines 2",
        &[
            Does("invoice O --lines 1"),
            Does("invoice O --lines 2"),
            Sync,
            Does("credit --invoices 10001,10002"),
            Sync,
            Holds(&[(50_000, 50_000, 0)]),
            Says(&[]),
        ],
    );
    play(
        "over two invoices, with the discount of one",
        "--amount 600 --lines 3",
        &[
            Does("invoice O --lines 1"),
            Does("invoice O --lines 2,3 --line Rabatt=-21"),
            Sync,
            Does("credit --invoices 10001,10002"),
            Sync,
            Holds(&[(57_900, 57_900, 0)]),
            Says(&["reservation-left-over"]),
        ],
    );
    play(
        "over all of an invoice of two orders, with lines that name none",
        "--amount 600 --email kari@example.com",
        &[
            Does("order --amount 250 --email kari@example.com"),
            Does("invoice O 100002 --together"),
            Sync,
            Does("credit --invoice 10001 --untraced"),
            Sync,
            Holds(&[(60_000, 60_000, 0), (25_000, 25_000, 0)]),
            Says(&[]),
        ],
    );
}

#[test]
fn a_credit_above_the_invoice_before_the_money_or_beside_an_exchange() {
    play(
        "above the invoice",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Sync,
            Does("credit O --typed Kulanse --amount 600"),
            Sync,
            Holds(&[(49_900, 49_900, 0)]),
            Says(&["credit-exceeds-invoice"]),
        ],
    );
    play(
        "taken in the portal after the credit note",
        "--amount 499.00",
        &[
            Does("invoice O"),
            Does("credit O"),
            Sync,
            Does("portal capture O 499.00"),
            Sync,
            Holds(&[(49_900, 0, 0)]),
            Says(&["captured-not-invoiced", "credited-without-capture"]),
        ],
    );
    play(
        "goods are exchanged",
        "--amount 500 --lines 2",
        &[
            Does("invoice O"),
            Sync,
            Does("credit O --lines 1 --reopen-lines"),
            Does("invoice O --lines 1"),
            Sync,
            Holds(&[(50_000, 0, 0)]),
            Remarks("match-in-uni"),
            Says(&[]),
        ],
    );
}

/// Of an invoice over two orders all, or 700 of 1,000, is credited, and nothing tells which: a person names one of the
/// orders. All of it is both of theirs; of a part nobody knows what is the other's, who may be another customer.
#[test]
fn a_note_that_a_person_places_is_the_others_on_the_invoice_too_where_it_is_over_all_of_it() {
    for (credited, of_other, said) in
        [("1000.00", 40_000, ""), ("700.00", 0, "credit-exceeds-invoice")]
    {
        let world = World::active();
        let one = world.order_with("--amount 600.00 --customer Gro");
        let other = world.order_with("--amount 400.00 --customer Gro");
        world.happened(&format!("invoice {one} {other} --together"));
        world.sync();
        let typed =
            format!("sandbox credit {one} --typed Retur --amount {credited} --no-reference");
        let note = world.uniac(&format!("{typed} --json")).exit(0).data()["credit_note"].clone();
        let note = text(&note);
        world.sync();
        assert_eq!(world.money(&one), Money::captured([60_000]));
        world.uniac(&format!("refund --manual {one} --credit {note} --yes")).exit(0);
        // It stays so when Uni is read anew.
        world.uniac("reconcile").exit(0);
        world.sync();
        assert_eq!(world.money(&one), Money::captured([60_000]).refunded([60_000]));
        let expected = Money::captured([40_000]);
        let expected = if of_other > 0 { expected.refunded([of_other]) } else { expected };
        assert_eq!(world.money(&other), expected, "{credited}");
        assert_eq!(world.attention(&one), said, "{credited}");
    }
}
