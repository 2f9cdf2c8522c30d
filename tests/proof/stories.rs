//! The stories that are broken off: what happened before, the command, and what must be true in the
//! end.
//!
//! The money is written down here by hand, so that an undisturbed run that is wrong cannot become
//! the measure of the others.

use uniac_sandbox::CreditTarget;

use crate::stage::Stage;

/// A command on a prepared stage.
pub struct Story {
    pub name: &'static str,
    /// What is typed, and typed again after it was broken off.
    pub command: &'static str,
    prepare: fn(&Stage),
    /// The effects in the provider's book in the end, oldest first: kind, minor units.
    pub money: &'static [(&'static str, i64)],
}

/// All stories.
pub const ALL: [Story; 10] = [
    Story {
        name: "two-part-captures",
        command: "sync",
        prepare: |stage| {
            let order = active_with_order(stage);
            stage.world().invoice(&order, Some(&[1])).expect("an invoice");
            stage.world().invoice(&order, Some(&[2])).expect("an invoice");
        },
        money: &[("capture", 24_950), ("capture", 24_950)],
    },
    Story {
        name: "refund",
        command: "sync",
        prepare: |stage| {
            let order = active_with_order(stage);
            stage.world().invoice(&order, None).expect("an invoice");
            stage.must("sync");
            let credit = CreditTarget::Order(&order);
            stage.world().credit(credit, Some(12_345), None).expect("a credit note");
        },
        money: &[("capture", 49_900), ("refund", 12_345)],
    },
    Story {
        name: "cancel",
        command: "sync",
        prepare: |stage| {
            let order = active_with_order(stage);
            stage.world().delete(&order).expect("deleted");
        },
        money: &[("cancel", 49_900)],
    },
    Story {
        name: "lost-reply",
        command: "sync",
        prepare: |stage| {
            let order = active_with_order(stage);
            stage.world().invoice(&order, None).expect("an invoice");
            let fault = stage.world().fault_add("reply-lost", Some("capture"), 1, None);
            fault.expect("a fault");
        },
        money: &[("capture", 49_900)],
    },
    Story {
        name: "lost-booking",
        command: "sync",
        prepare: |stage| {
            let order = active_with_order(stage);
            stage.world().invoice(&order, None).expect("an invoice");
            let fault = stage.world().fault_add("reply-lost", Some("booking"), 1, None);
            fault.expect("a fault");
        },
        money: &[("capture", 49_900)],
    },
    Story {
        name: "activation-of-a-new-store",
        command: "enable",
        prepare: |stage| {
            let order = ordered(stage);
            stage.world().invoice(&order, None).expect("an invoice");
        },
        money: &[],
    },
    Story {
        name: "capture-by-hand",
        command: "capture --manual --yes",
        prepare: |stage| {
            let order = ordered(stage);
            stage.world().invoice(&order, None).expect("an invoice");
            stage.must("enable");
        },
        money: &[("capture", 49_900)],
    },
    Story {
        name: "upload-of-an-order",
        command: "sync",
        prepare: |stage| {
            stage.must("enable");
            stage.must("enable upload-new-orders");
            // Some time later: what is older than the setting is not uploaded.
            stage.must("status");
            stage.world().order_by_hand(2, 49_900, None).expect("an order");
        },
        money: &[],
    },
    Story {
        name: "hold",
        command: "order disable-autocapture 100001",
        prepare: |stage| {
            let order = active_with_order(stage);
            assert_eq!(order, "100001", "the first order");
            stage.world().invoice(&order, None).expect("an invoice");
        },
        money: &[],
    },
    Story {
        name: "disable",
        command: "disable",
        prepare: |stage| {
            active_with_order(stage);
        },
        money: &[],
    },
];

impl Story {
    /// Tells all that happens before the command.
    pub fn prepared(&self) -> Stage {
        let stage = Stage::new();
        (self.prepare)(&stage);
        stage
    }
}

/// A customer orders; two lines, so that one can be invoiced alone.
fn ordered(stage: &Stage) -> String {
    let made = stage.world().order(2, 49_900, Some("Kari Nordmann"), None).expect("an order");
    made.order.expect("a number")
}

fn active_with_order(stage: &Stage) -> String {
    stage.must("enable");
    ordered(stage)
}
