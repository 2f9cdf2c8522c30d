//! Alarms: a provider that lets nobody in, is not there any more, or is silent; systems that are down.

use super::answers::Answer::{Bare, Hangup, Page, Silence};
use super::stage::{PAYMENT, Stage, known, new};
use super::{Attention, Nothing, Situation, play};

#[test]
fn a_provider_that_is_missing_alarms() {
    play(&[
        Situation {
            name: "the sign-in is refused at the provider, to a payment never read",
            comes_about: || new().variable("PLAY_VIPPS_SECRET", "wrong"),
            exit: 4,
            says: "sign-in",
            seen: Attention("unreadable"),
            moves: false,
        },
        Situation {
            name: "the sign-in is refused at the provider, to a payment read before",
            comes_about: || known().variable("PLAY_VIPPS_SECRET", "wrong"),
            exit: 4,
            says: "sign-in",
            seen: Attention("refused"),
            moves: false,
        },
        Situation {
            name: "the provider is not in the configuration any more",
            comes_about: || known().without("vipps"),
            exit: 1,
            says: "method-not-configured",
            seen: Attention("method-not-configured"),
            moves: false,
        },
        Situation {
            name: "the provider does not know a payment that it knew",
            comes_about: || {
                Stage::new().ordered().ran(0).invoiced().spoiled(
                    "PRAGMA foreign_keys = OFF; UPDATE payment SET reference = 'elsewhere-00000001'",
                )
            },
            exit: 1,
            says: "payment-not-found",
            seen: Attention("payment-not-found"),
            moves: false,
        },
        Situation {
            name: "a dry run, and the payment was never read",
            comes_about: || new().answering(PAYMENT, Page(404)).with_flags("--dry-run"),
            exit: 1,
            says: "could not be read",
            seen: Attention("unreadable"),
            moves: false,
        },
        Situation {
            name: "one provider is down, and the other does its part",
            comes_about: || {
                let stage = new().answering(PAYMENT, Bare(500, ""));
                let other = stage.outside.order_with("--amount 200.00 --provider nexi");
                stage.outside.invoice(&other);
                stage
            },
            exit: 6,
            says: "capture skipped (server-error)",
            seen: Attention("unreadable"),
            moves: true,
        },
        Situation {
            name: "the provider is silent until the time is over",
            comes_about: || known().answering(PAYMENT, Silence).with_flags("--timeout 1"),
            exit: 1,
            says: "imed out after 1 s",
            seen: Attention(""),
            moves: false,
        },
    ]);
}

/// What nobody could read nobody knows of: no order can carry an attention because of it.
#[test]
fn a_system_that_cannot_be_read_at_all_alarms() {
    let whole = |name, comes_about, exit, says| Situation {
        name,
        comes_about,
        exit,
        says,
        seen: Nothing,
        moves: false,
    };
    play(&[
        whole("Uni is down", || known().answering("/uni/", Hangup), 1, "No money moved."),
        whole("Uni answers 500", || known().answering("/uni/", Bare(500, "")), 1, "500"),
        whole("the shop is down", || known().answering("/shop/", Hangup), 1, "No money moved."),
        whole(
            "a proxy's page for everything",
            || Stage::new().ordered().invoiced().fault("proxy-502 --on read --times 0"),
            1,
            "502",
        ),
        whole("Uni lets nobody in", || known().variable("PLAY_UNI_TOKEN", "wrong"), 4, "sign-in"),
        whole(
            "the shop lets nobody in",
            || known().variable("PLAY_SHOP_KEY", "wrong"),
            4,
            "sign-in",
        ),
        whole("a secret is missing", || known().variable("PLAY_SHOP_KEY", ""), 4, "PLAY_SHOP_KEY"),
    ]);
}
