//! One payment, several orders in Uni: read in twice, split, merged, or numbered twice.

use super::story::Story;
use crate::actors::purchase::Pays;
use crate::actors::{Crediting, Edit, Invoicing, Removal, ShopAct};
use crate::brand::Brand;
use crate::customers::Customer;

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "read in twice, the copy is deleted",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.copy(turn, 0)),
            (20, |turn, cast| cast.remove(turn, 1, Removal::Delete)),
        ],
    },
    Story {
        name: "read in twice, the copy is deleted and the other invoiced",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.copy(turn, 0)),
            (20, |turn, cast| cast.remove(turn, 1, Removal::Delete)),
            (4, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "read in twice, both live",
        customers: 1,
        weight: 2,
        steps: &[(0, |turn, cast| cast.buy(turn)), (1, |turn, cast| cast.copy(turn, 0))],
    },
    Story {
        name: "read in twice, both invoiced",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.copy(turn, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.invoice(turn, 1)),
        ],
    },
    Story {
        name: "read in twice, both invoiced, the copy credited",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.copy(turn, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.invoice(turn, 1)),
            (9, |turn, cast| cast.credit(turn, 1, &Crediting::default())),
        ],
    },
    Story {
        name: "a back-order, both parts invoiced",
        customers: 1,
        weight: 4,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.part(turn, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (90, |turn, cast| cast.invoice(turn, 1)),
        ],
    },
    Story {
        name: "a back-order that waits",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.part(turn, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
        ],
    },
    Story {
        name: "a back-order that is dropped",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.part(turn, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (30, |turn, cast| cast.remove(turn, 1, Removal::Delete)),
        ],
    },
    Story {
        name: "two orders of the shop are merged into one in Uni",
        customers: 2,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.buy(turn)),
            (2, |turn, cast| {
                let both = format!("{}, {}", cast.numbers[0], cast.numbers[1]);
                let amounts = [cast.totals[0], cast.totals[1]];
                let edit =
                    Edit { reference: Some(&both), amounts: Some(&amounts), ..Edit::default() };
                cast.edit(turn, 0, &edit)
            }),
            (0, |turn, cast| cast.remove(turn, 1, Removal::Delete)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "an old order has the number of a new one",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            // The shop has moved and counts anew; the old order was invoiced and paid long ago.
            (1, |turn, cast| {
                let old = Customer::drawn(&mut cast.chance);
                cast.same_number(turn, 0, &old.name)?;
                cast.edit(turn, 1, &Edit { date: Some("2023-03-01"), ..Edit::default() })?;
                let how = Invoicing { date: Some("2023-03-02"), ..Invoicing::default() };
                cast.invoice_as(turn, 1, &how)?;
                cast.pay_by_bank(turn, 0, None)
            }),
        ],
    },
    Story {
        name: "two orders of the shop name one payment",
        customers: 2,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (0, |turn, cast| cast.buy_paying(turn, Pays::Later(Brand::Vipps), 0)),
            (0, |turn, cast| {
                let payment = cast.payments[0].clone();
                cast.shop(turn, 1, ShopAct::Payment(&payment))
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.invoice(turn, 1)),
        ],
    },
];
