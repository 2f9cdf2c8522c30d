//! What the shop's plug-ins could do, and what is therefore not said to the shop; and what is left over.

use super::*;
use crate::hooks::{Deeds, When};

/// A company whose shop has this plug-in.
fn with(hook: Hook) -> Company {
    Company { hooks: Hooks::all(hook), ..company(true) }
}

fn told_with(case: &Case, company: &Company) -> String {
    let assessment = assess(case, company, now());
    let steps: Vec<String> = assessment
        .steps
        .iter()
        .map(|s| format!("{} {} {}", s.act.name(), s.money.minor, s.mode.name()))
        .collect();
    let attention = assessment.attention.map_or("-", Attention::name);
    format!("[{}] {attention}", steps.join(", "))
}

/// An order of 50,000 of which `reserved` was reserved, invoiced and captured by us as a whole.
fn captured(reserved: i64) -> Case {
    let mut case = case(50_000, vec![invoice(1, 50_000)], vec![ours(Capture, 1, 1, 50_000)]);
    case.order.documents[0].unpaid_minor = 0;
    case.order.payment.as_mut().unwrap().authorised_minor = reserved;
    case
}

#[test]
fn completed_is_not_sent_while_a_plug_in_could_take_what_is_left() {
    let left = "[cancel 20000 manual] reservation-left-over";
    for (hook, reserved, expected) in [
        (Hook::UNKNOWN, 70_000, left),
        (
            Hook::QUIET,
            70_000,
            "[cancel 20000 manual, shop-complete 50000 auto] reservation-left-over",
        ),
        (Hook::UNKNOWN, 50_000, "[shop-complete 50000 auto] -"),
    ] {
        assert_eq!(told_with(&captured(reserved), &with(hook)), expected, "{hook:?} {reserved}");
    }
    // Nexi's plug-in stops at any charge.
    let captures = Deeds { captures: When::Untouched, ..Deeds::NONE };
    let nexi = Hook { completed: captures, ..Hook::QUIET };
    assert!(told_with(&captured(70_000), &with(nexi)).contains("shop-complete"));
}

#[test]
fn up_to_one_unit_is_rounding_and_goes_before_the_status() {
    for hook in [Hook::UNKNOWN, Hook::QUIET] {
        let told = told_with(&captured(50_100), &with(hook));
        assert!(told.starts_with("[cancel 100 auto"), "{told}");
        assert!(told_with(&captured(50_101), &with(hook)).starts_with("[cancel 101 manual"));
    }
    assert_eq!(told_with(&captured(50_100), &with(Hook::UNKNOWN)), "[cancel 100 auto] -");
    // What others have captured before the activation is theirs to finish.
    let mut old = predating(captured(50_100));
    old.order.payment.as_mut().unwrap().events[0].key = Some("portal-1".into());
    assert!(told_with(&old, &with(Hook::QUIET)).starts_with("[cancel 100 manual"));
}

#[test]
fn what_cannot_be_released_is_pointed_out_and_not_listed() {
    let mut company = with(Hook::UNKNOWN);
    company.methods[0].releases_rest = false;
    for reserved in [50_100, 70_000] {
        assert_eq!(told_with(&captured(reserved), &company), "[] reservation-left-over");
    }
}

#[test]
fn nothing_is_released_that_an_invoice_could_still_need() {
    let mut lines_left = captured(70_000);
    lines_left.order.uni.progress = Progress::PartInvoiced;
    lines_left.order.uni.uninvoiced_minor = 20_000;
    let mut untraceable = captured(70_000);
    untraceable.order.documents.clear();
    let mut unsettled = captured(70_000);
    unsettled.order.documents.push(invoice(2, 10_000));
    for case in [lines_left, untraceable, unsettled] {
        assert!(!told_with(&case, &with(Hook::QUIET)).contains("cancel"), "{case:?}");
    }
}

#[test]
fn refunded_is_not_sent_while_more_is_held_than_the_shop_has_recorded() {
    let credited = |captured, recorded| {
        let documents = vec![invoice(1, 30_000), credit(2, 1, 30_000)];
        let events =
            vec![event(Capture, captured, Some("portal-1".into())), ours(Refund, 1, 1, 30_000)];
        let mut case = case(30_000, documents, events);
        case.order.documents[0].unpaid_minor = 0;
        case.order.payment.as_mut().unwrap().authorised_minor = captured;
        case.order.shop.as_mut().unwrap().refunded_minor = recorded;
        case
    };
    let acts = with(Hook::UNKNOWN);
    assert_eq!(told_with(&credited(30_000, 30_000), &acts), "[shop-credit 0 auto] -");
    assert_eq!(
        told_with(&credited(50_000, 30_000), &acts),
        "[refund 20000 manual] shop-would-move-money"
    );
    let quiet = with(Hook::QUIET);
    assert_eq!(
        told_with(&credited(50_000, 30_000), &quiet),
        "[shop-credit 0 auto, refund 20000 manual] captured-not-invoiced"
    );
    // Never captured: a plug-in that is known to release would take away what may be invoiced anew.
    let mut never = case(30_000, vec![invoice(1, 30_000), credit(2, 1, 30_000)], vec![]);
    never.order.documents[0].unpaid_minor = 0;
    let releases = Deeds { releases: When::Always, ..Deeds::NONE };
    let vipps = with(Hook { refunded: releases, ..Hook::QUIET });
    assert_eq!(told_with(&never, &vipps), "[cancel 30000 manual] credited-without-capture");
    let told = "[cancel 30000 manual, shop-credit 0 auto] credited-without-capture";
    assert_eq!(told_with(&never, &acts), told);
}

#[test]
fn why_no_payment_is_seen_is_told_apart() {
    let bare = |method: &str, reference: Option<&str>, not_found: bool| {
        let mut case = case(500, vec![invoice(1, 500)], vec![]);
        case.order.payment = None;
        case.order.not_found_at = not_found.then(now);
        let shop = case.order.shop.as_mut().unwrap();
        shop.payment_method = method.into();
        shop.payment_reference = reference.map(str::to_owned);
        let seen = look(&case);
        seen.attentions.iter().chain(&seen.remarks).next().map(|a| a.name())
    };
    for (method, reference, not_found, expected) in [
        ("vipps", Some("r"), true, "payment-not-found"),
        ("vipps", Some("r"), false, "unreadable"),
        ("vipps", None, false, "payment-not-found"),
        ("vipps_card", Some("r"), false, "method-not-configured"),
        ("nets_easy_vipps", Some("r"), false, "method-not-configured"),
        ("kco", Some("r"), false, "method-not-configured"),
        ("bacs", None, false, "no-payment"),
        ("bacs", Some("typed by hand"), false, "no-payment"),
        ("", None, false, "no-payment"),
        ("my_gateway", Some("r"), false, "method-not-configured"),
        ("my_gateway", None, false, "no-payment"),
    ] {
        assert_eq!(bare(method, reference, not_found), Some(expected), "{method} {reference:?}");
    }
    // What nobody has invoiced is missed by nobody; a customer who has not finished the payment owes for an invoice.
    let unpaid = |documents: Vec<Document>| {
        let mut case = case(500, documents, vec![]);
        case.order.payment.as_mut().unwrap().status = PaymentStatus::NotAuthorised;
        told(&case)
    };
    assert_eq!(unpaid(vec![]), "none: [] -");
    assert_eq!(unpaid(vec![invoice(1, 500)]), "none: [] payment-not-found");
    assert_eq!(unpaid(vec![invoice(1, 500), credit(2, 1, 500)]), "none: [] -");
    // A payment that was read before and is not found now: what is due stays due, and a person knows.
    let mut gone = case(500, vec![invoice(1, 500)], vec![]);
    gone.order.not_found_at = Some(now());
    assert_eq!(told(&gone), "reserved: [capture 500 auto] payment-not-found");
}
