//! Which payment a refund goes to: always one on which the money is.

use super::*;

fn done(act: Act, minor: i64, reference: &str) -> Intent {
    let done = intent(act, 1, minor, Some(OutcomeKind::Done));
    Intent { target: reference.into(), ..done }
}

fn refund(case: &Case) -> Vec<(String, i64)> {
    let steps = look(case).steps.into_iter().filter(|step| step.act == Act::Refund);
    steps.map(|step| (step.payment.unwrap_or_default(), step.money.minor)).collect()
}

/// A credited invoice of 500.00 whose customer has paid twice; on the first payment this happened.
fn paid_again(first: Vec<PaymentEvent>) -> Case {
    let mut case = case(50_000, vec![invoice(1, 50_000), credit(2, 1, 50_000)], vec![]);
    case.order.documents[0].unpaid_minor = 0;
    case.earlier = vec![Payment { reference: "reference-0".into(), ..payment(50_000, first) }];
    case.kept.named = named_by_shop(&case, "reference-0");
    case
}

/// A person has captured on the first payment, in the portal, before the customer paid again.
#[test]
fn what_others_captured_on_a_payment_that_was_replaced_is_refunded_on_it() {
    let case = paid_again(vec![event(Capture, 50_000, None)]);
    assert_eq!(refund(&case), [("reference-0".to_owned(), 50_000)]);
}

#[test]
fn what_was_captured_on_both_is_refunded_on_each() {
    let mut case = paid_again(vec![event(Capture, 20_000, None)]);
    case.order.payment = Some(payment(50_000, vec![ours(Capture, 1, 1, 30_000)]));
    case.intents.push(done(Act::Capture, 30_000, "reference-1"));
    assert_eq!(refund(&case), [("reference-1".to_owned(), 30_000)]);
    let paid_back = vec![ours(Capture, 1, 1, 30_000), ours(Refund, 1, 1, 30_000)];
    case.order.payment = Some(payment(50_000, paid_back));
    case.intents.push(done(Act::Refund, 30_000, "reference-1"));
    assert_eq!(refund(&case), [("reference-0".to_owned(), 20_000)]);
}

/// The reference in Uni was emptied after the capture: no shop order names a payment any more.
#[test]
fn a_credit_is_refunded_also_where_the_order_names_nothing_any_more() {
    let mut case = paid_again(vec![ours(Capture, 1, 1, 50_000)]);
    case.intents.push(done(Act::Capture, 50_000, "reference-0"));
    (case.order.payment, case.order.shop, case.kept.named) = Default::default();
    assert_eq!(refund(&case), [("reference-0".to_owned(), 50_000)]);
    assert_eq!(look(&case).attention, Some(Attention::ReferenceChanged));
    assert_eq!(look(&case).steps[0].mode, Mode::Auto);
}
