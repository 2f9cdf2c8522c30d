//! What is untidy and yet quite ordinary: nobody should have to decide anything here.

use super::story::{DAY, Story};
use crate::actors::purchase::{More, Pays};
use crate::actors::{Edit, Invoicing, Typed};
use crate::brand::Brand;
use crate::customers::{self, Customer};
use crate::unimicro::document;

const VIPPS: Pays = Pays::By(Brand::Vipps);

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "a person in the shop, a company in Uni",
        customers: 1,
        weight: 8,
        steps: &[
            (0, |turn, cast| {
                let customer = Customer::drawn_at_company(&mut cast.chance);
                cast.buy_as(turn, &customer, &customer.buyer(), VIPPS, 0)
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the shop does not know the company",
        customers: 1,
        weight: 4,
        steps: &[
            (0, |turn, cast| {
                let customer = Customer::drawn_at_company(&mut cast.chance);
                let buyer = customer.buyer();
                let in_shop = Customer { company: None, org_number: None, ..customer };
                cast.buy_as(turn, &in_shop, &buyer, VIPPS, 0)
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "one customer in Uni stands for all of the shop's",
        customers: 1,
        weight: 12,
        steps: &[
            (0, |turn, cast| {
                let customer = Customer::drawn(&mut cast.chance);
                cast.buy_as(turn, &customer, &customers::collective(), VIPPS, 0)
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the name is written otherwise in Uni",
        customers: 1,
        weight: 8,
        steps: &[
            (0, |turn, cast| {
                let customer = Customer::drawn(&mut cast.chance);
                let buyer = cast.respelt(&customer);
                cast.buy_as(turn, &customer, &document::Buyer { email: None, ..buyer }, VIPPS, 0)
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "freight is typed on the invoice instead of the order",
        customers: 1,
        weight: 8,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (2, |turn, cast| {
                let rest_minor = cast.totals[0] - 9_900;
                cast.edit(turn, 0, &Edit { amounts: Some(&[rest_minor]), ..Edit::default() })
            }),
            (30, |turn, cast| cast.invoice_typed(turn, 0, "Frakt", 9_900)),
        ],
    },
    Story {
        name: "edited after it was read in, for the same total",
        customers: 1,
        weight: 6,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (2, |turn, cast| {
                let total_minor = cast.totals[0];
                let amounts = [total_minor - total_minor / 3, total_minor / 3];
                let customer = customers::respelt("Frøydis Åkerholt", cast.chance.below(3));
                let edit =
                    Edit { amounts: Some(&amounts), customer: Some(&customer), ..Edit::default() };
                // The name is somebody else's at the same address: a spouse who gets the invoice.
                cast.edit(turn, 0, &edit)
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "read in a day late",
        customers: 1,
        weight: 6,
        steps: &[
            (24, |turn, cast| {
                let customer = Customer::drawn(&mut cast.chance);
                let contact = Some(&customer);
                cast.buy_with(turn, VIPPS, More { contact, earlier_ms: DAY, ..More::default() })
            }),
            (30, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "settled by hand",
        customers: 1,
        weight: 10,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (30, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
        ],
    },
    Story {
        name: "a discount of the invoice's own, taken in the portal",
        customers: 1,
        weight: 4,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (30, |turn, cast| {
                let typed = [Typed { text: "Rabatt".to_owned(), amount_minor: -2_500 }];
                cast.invoice_as(turn, 0, &Invoicing { typed: &typed, ..Invoicing::default() })
            }),
            (1, |turn, cast| cast.capture(turn, 0)),
        ],
    },
];
