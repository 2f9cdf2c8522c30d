//! Invoices that are not simply the order: typed lines, drafts, payments by bank, odd totals.

use super::story::Story;
use crate::actors::{Crediting, DraftAct, Edit, Invoicing, Removal, Typed};

const DRAFT: Invoicing = Invoicing {
    lines: None,
    typed: &[],
    draft: true,
    rounded: false,
    date: None,
    paid_by_bank: None,
    odd_type: None,
};

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "a discount is typed on the invoice",
        customers: 1,
        weight: 4,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_typed(turn, 0, "Rabatt", -5_000)),
        ],
    },
    Story {
        name: "freight is typed on top of the order",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_typed(turn, 0, "Frakt", 14_900)),
        ],
    },
    Story {
        name: "an invoice of a typed line alone",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (20, |turn, cast| cast.invoice_typed(turn, 0, "Ekspressfrakt", 19_900)),
        ],
    },
    Story {
        name: "a return is taken off the next invoice",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_first(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (80, |turn, cast| cast.invoice_typed(turn, 0, "Retur", -3_000)),
        ],
    },
    Story {
        name: "a draft lies there",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_as(turn, 0, &DRAFT)),
        ],
    },
    Story {
        name: "a draft of a part, and the order is closed",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_as(turn, 0, &Invoicing { lines: Some(&[1]), ..DRAFT })),
            (1, |turn, cast| cast.remove(turn, 0, Removal::Close)),
        ],
    },
    Story {
        name: "a draft is finished with a line typed on it",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_as(turn, 0, &DRAFT)),
            (9, |turn, cast| {
                let typed = [Typed { text: "Rabatt".to_owned(), amount_minor: -1_000 }];
                cast.draft(turn, 0, DraftAct::Finalise(&typed))
            }),
        ],
    },
    Story {
        name: "a draft is thrown away, and the order deleted",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_as(turn, 0, &DRAFT)),
            (9, |turn, cast| cast.draft(turn, 0, DraftAct::Discard)),
            (1, |turn, cast| cast.remove(turn, 0, Removal::Delete)),
        ],
    },
    Story {
        name: "an invoice is opened again before the capture",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (3, |turn, cast| cast.draft(turn, 0, DraftAct::Reopen)),
        ],
    },
    Story {
        name: "an invoice is opened again after the capture",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (3, |turn, cast| cast.draft(turn, 0, DraftAct::Reopen)),
        ],
    },
    Story {
        name: "an invoice is opened again and finished",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (3, |turn, cast| cast.draft(turn, 0, DraftAct::Reopen)),
            (3, |turn, cast| cast.draft(turn, 0, DraftAct::Finalise(&[]))),
        ],
    },
    Story {
        name: "credited and invoiced anew",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (20, |turn, cast| {
                cast.credit(turn, 0, &Crediting { reopen_lines: true, ..Crediting::default() })
            }),
            (1, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "goods are exchanged",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (90, |turn, cast| {
                let how = Crediting { amount_minor: Some(9_000), ..Crediting::default() };
                cast.credit(turn, 0, &how)
            }),
            (1, |turn, cast| cast.invoice_typed(turn, 0, "Byttevare", 7_500)),
        ],
    },
    Story {
        name: "paid by bank in full",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (60, |turn, cast| cast.pay_by_bank(turn, 0, None)),
        ],
    },
    Story {
        name: "paid by bank in part",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (60, |turn, cast| cast.pay_by_bank(turn, 0, Some(5_000))),
        ],
    },
    Story {
        name: "one rounded invoice of two orders",
        customers: 2,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.buy(turn)),
            (0, |turn, cast| {
                let amounts = [cast.totals[0] - 60];
                cast.edit(turn, 0, &Edit { amounts: Some(&amounts), ..Edit::default() })
            }),
            (20, |turn, cast| cast.invoice_both(turn, true)),
        ],
    },
    Story {
        name: "given away",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.edit(turn, 0, &Edit { amounts: Some(&[0]), ..Edit::default() })),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "a document of a type that nobody knows",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| {
                cast.invoice_as(turn, 0, &Invoicing { odd_type: Some(2), ..Invoicing::default() })
            }),
        ],
    },
    Story {
        name: "a line is added after the invoice",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| {
                let amounts = [cast.totals[0]];
                cast.edit(turn, 0, &Edit { amounts: Some(&amounts), ..Edit::default() })
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (20, |turn, cast| {
                let amounts = [cast.totals[0], 10_000];
                cast.edit(turn, 0, &Edit { amounts: Some(&amounts), ..Edit::default() })
            }),
            (1, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "a line is taken off before the invoice",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| {
                let amounts = [cast.totals[0] / 2];
                cast.edit(turn, 0, &Edit { amounts: Some(&amounts), ..Edit::default() })
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
        ],
    },
];
