//! Money and the shop's order: paid again, reservations changed, cancelled in the shop, gone in Uni.

use super::story::Story;
use crate::actors::purchase::Pays;
use crate::actors::{Crediting, PortalAct, Removal, ShopAct};
use crate::brand::Brand;

const VIPPS: Pays = Pays::By(Brand::Vipps);

pub(super) const STORIES: &[Story] = &[
    Story {
        name: "paid again before the invoice",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.shop(turn, 0, ShopAct::PayAgain(None))),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "paid again after the capture, then credited",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (1, |turn, cast| cast.shop(turn, 0, ShopAct::PayAgain(None))),
            (20, |turn, cast| cast.credit(turn, 0, &Crediting::default())),
        ],
    },
    Story {
        name: "a second payment is begun and not finished",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (1, |turn, cast| cast.shop(turn, 0, ShopAct::BeginToPayAgain)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the reservation is lowered",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| {
                let minor = cast.totals[0] - 10_000;
                cast.portal(turn, 0, PortalAct::Reserve, Some(minor))
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the reservation is raised",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| {
                let minor = cast.totals[0] + 10_000;
                cast.portal(turn, 0, PortalAct::Reserve, Some(minor))
            }),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "a second reservation that the shop does not name",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| cast.portal(turn, 0, PortalAct::ReserveAnew, Some(5_000))),
        ],
    },
    Story {
        name: "gift card and card",
        customers: 1,
        weight: 3,
        steps: &[
            (0, |turn, cast| cast.buy_paying(turn, VIPPS, 10_000)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "paid in the plug-in's test mode",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy_paying(turn, Pays::InTestMode(Brand::Vipps), 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "paid by bank transfer",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy_paying(turn, Pays::Invoice, 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "not paid, and read into Uni all the same",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy_paying(turn, Pays::Later(Brand::Vipps), 0)),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "the plug-in pays back first, then it is credited",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (40, |turn, cast| cast.shop(turn, 0, ShopAct::Refund(80_00_00, true))),
            (9, |turn, cast| {
                let amount_minor = Some(8_000);
                cast.credit(turn, 0, &Crediting { amount_minor, ..Crediting::default() })
            }),
        ],
    },
    Story {
        name: "the customer disputes, and it is credited",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (60, |turn, cast| cast.portal(turn, 0, PortalAct::Dispute, Some(5_000))),
            (20, |turn, cast| cast.credit(turn, 0, &Crediting::default())),
        ],
    },
    Story {
        name: "cancelled in the shop, then invoiced",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| cast.shop(turn, 0, ShopAct::Status("cancelled"))),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "in the shop's bin, then invoiced",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| cast.shop(turn, 0, ShopAct::Status("trash"))),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "failed in the shop, then invoiced",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| cast.shop(turn, 0, ShopAct::Status("failed"))),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "a status of a plug-in that is off",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (5, |turn, cast| cast.shop(turn, 0, ShopAct::Status("shipped"))),
            (20, |turn, cast| cast.invoice(turn, 0)),
        ],
    },
    Story {
        name: "a refund with four decimals",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.invoice(turn, 0)),
            (1, |turn, cast| cast.capture(turn, 0)),
            (20, |turn, cast| cast.shop(turn, 0, ShopAct::Refund(33_33_33, false))),
        ],
    },
    Story {
        name: "deleted long ago, the money still reserved",
        customers: 1,
        weight: 2,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.remove(turn, 0, Removal::Delete)),
        ],
    },
    Story {
        name: "closed with nothing invoiced",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.remove(turn, 0, Removal::Close)),
        ],
    },
    Story {
        name: "gone from Uni",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.remove(turn, 0, Removal::Vanish)),
        ],
    },
    Story {
        name: "captured by hand, nothing invoiced",
        customers: 1,
        weight: 1,
        steps: &[
            (0, |turn, cast| cast.buy(turn)),
            (20, |turn, cast| cast.portal(turn, 0, PortalAct::Capture, None)),
        ],
    },
];
