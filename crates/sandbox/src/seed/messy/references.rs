//! The field that carries the shop's number, typed by people.

use super::story::Story;
use crate::actors::{Crediting, ShopAct};

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "the number with a mark before it",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| {
                let forms = [" {}", "#{}", "WEB-{}", "0{}", "{}-1"];
                let form = *cast.chance.pick(&forms);
                let reference = form.replace("{}", &cast.numbers[0]);
                cast.refer(turn, 0, &reference)
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the shop's own number has a prefix",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| {
                let number = format!("WEB-{}", cast.numbers[0]);
                cast.shop(turn, 0, ShopAct::Number(&number))?;
                cast.numbers[0] = number;
                Ok(())
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "another customer's number is typed",
        customers: 2,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| {
                let other = cast.numbers[0].clone();
                cast.refer(turn, 1, &other)
            }),
            (20, |turn, cast| cast.invoice(turn, 1)),
        ],
    },
    Story {
        name: "the number is changed after the capture, then credited",
        customers: 2,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 1)),
            (1, |turn, cast| cast.capture(turn, 1)),
            (1, |turn, cast| {
                let other = cast.numbers[0].clone();
                cast.refer(turn, 1, &other)
            }),
            (30, |turn, cast| cast.credit(turn, 0, &Crediting::default())),
        ],
    },
    Story {
        name: "the customer's own number stands in the field",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.refer(turn, 0, "Deres ref. Bestilling 17")),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the field is emptied",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.refer(turn, 0, "")),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
];
