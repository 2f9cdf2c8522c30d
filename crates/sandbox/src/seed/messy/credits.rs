//! Credit notes that do not simply credit their invoice.

use super::story::Story;
use crate::actors::{Crediting, DraftAct, PortalAct};

const ALL: Crediting = Crediting {
    amount_minor: None,
    lines: None,
    typed: None,
    no_reference: false,
    draft: false,
    untraced: false,
    reopen_lines: false,
};

/// A goodwill credit of 100, typed by hand.
const GOODWILL: Crediting =
    Crediting { amount_minor: Some(10_000), typed: Some("Goodwill"), ..ALL };

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "a goodwill credit",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (90, |turn, cast| cast.credit(turn, 0, &GOODWILL)),
        ],
    },
    Story {
        name: "a goodwill credit that names nothing",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (90, |turn, cast| cast.credit(turn, 0, &Crediting { no_reference: true, ..GOODWILL })),
        ],
    },
    Story {
        name: "a credit whose lines name no order line",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (90, |turn, cast| cast.credit(turn, 0, &Crediting { untraced: true, ..ALL })),
        ],
    },
    Story {
        name: "a credit that names no invoice, then the second half is invoiced",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_first(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| {
                let amount_minor = Some(cast.last_minor / 5);
                cast.credit(turn, 0, &Crediting { amount_minor, no_reference: true, ..ALL })
            }),
            (40, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "one credit note over two invoices",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice_first(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.credit_both(turn)),
        ],
    },
    Story {
        name: "one credit note over two orders",
        customers: 2,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (0, |turn, cast| cast.capture(turn, 0)),
            (1, |turn, cast| cast.invoice(turn, 1)),
            (0, |turn, cast| cast.capture(turn, 1)),
            (40, |turn, cast| cast.credit_both(turn)),
        ],
    },
    Story {
        name: "more is credited than was invoiced",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| {
                let amount_minor = Some(cast.last_minor + 5_000);
                cast.credit(turn, 0, &Crediting { amount_minor, ..GOODWILL })
            }),
        ],
    },
    Story {
        name: "a credit note is taken back",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.credit(turn, 0, &ALL)),
            (1, |turn, cast| cast.take_back(turn, 0)),
        ],
    },
    Story {
        name: "a credit note is still a draft",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.credit(turn, 0, &Crediting { draft: true, ..ALL })),
        ],
    },
    Story {
        name: "a draft of a credit note is finished later",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.credit(turn, 0, &Crediting { draft: true, ..ALL })),
            (20, |turn, cast| cast.draft(turn, 0, DraftAct::Finalise(&[]))),
        ],
    },
    Story {
        name: "captured by hand after the credit",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.credit(turn, 0, &ALL)),
            (20, |turn, cast| cast.portal(turn, 0, PortalAct::Capture, None)),
        ],
    },
    Story {
        name: "captured by hand before the credit",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.portal(turn, 0, PortalAct::Capture, None)),
            (20, |turn, cast| cast.credit(turn, 0, &ALL)),
        ],
    },
    Story {
        name: "credited and paid back",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.credit(turn, 0, &GOODWILL)),
            (1, |turn, cast| cast.refund(turn, 0)),
        ],
    },
];
