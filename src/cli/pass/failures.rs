//! What a run left undone, for stderr: cron mails it, and `--quiet` does not silence it.
//!
//! One line a kind of trouble, however many orders it met. A run that fails must never be silent about why.

use std::collections::BTreeMap;

use uniac_core::assess::Attention;
use uniac_core::code::Class;
use uniac_engine::{Cause, StepResult};
use uniac_texts::{label, t};

/// How many orders a line names.
const NAMED_MAX: usize = 5;

/// Returns the lines. What a brake holds back is said elsewhere, in more words.
pub fn lines(steps: &[StepResult]) -> Vec<String> {
    let mut kinds: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    let braked = Some(Cause::Attention(Attention::Braked));
    for step in steps.iter().filter(|step| step.class() != Class::Benign && step.cause != braked) {
        let kind = (step.act.name(), step.verdict, step.code().unwrap_or_default());
        let orders = kinds.entry(kind).or_default();
        if !orders.contains(&step.order.as_str()) {
            orders.push(&step.order);
        }
    }
    let line = |(act, verdict, code): (&str, uniac_engine::Verdict, &str), orders: &[&str]| {
        let why = if code.is_empty() { String::new() } else { format!(" ({code})") };
        let outcome = format!("{}{why}", label(verdict.name()));
        t!("undone-line", orders = named(orders), act = label(act), outcome = outcome)
    };
    kinds.into_iter().map(|(kind, orders)| line(kind, &orders)).collect()
}

fn named(orders: &[&str]) -> String {
    match orders {
        [order] => t!("undone-order", order = *order),
        _ if orders.len() <= NAMED_MAX => t!("undone-orders", orders = orders.join(", ")),
        _ => {
            let (shown, more) = orders.split_at(NAMED_MAX);
            t!("undone-orders-more", orders = shown.join(", "), count = more.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_core::act::Act;
    use uniac_core::code::Code;
    use uniac_core::money::{Currency, Money};
    use uniac_engine::Verdict;

    fn step(order: &str, verdict: Verdict, cause: Option<Cause>) -> StepResult {
        let money = Money::new(100, Currency::NOK);
        StepResult {
            order: order.to_owned(),
            act: Act::Capture,
            invoice: None,
            money,
            payment: None,
            verdict,
            cause,
        }
    }

    #[test]
    fn what_failed_is_said_once_for_each_kind_and_nothing_else_is() {
        let skipped = |order, cause| step(order, Verdict::Skipped, Some(cause));
        let said = lines(&[
            step("1", Verdict::Done, None),
            skipped("2", Code::Settled.into()),
            skipped("3", Attention::Braked.into()),
            step("4", Verdict::Refused, Some(Cause::Theirs("6990".into()))),
            step("5", Verdict::Refused, Some(Cause::Theirs("6990".into()))),
            step("5", Verdict::Refused, Some(Cause::Theirs("6990".into()))),
            step("6", Verdict::Pending, None),
            skipped("7", Code::SignIn.into()),
        ]);
        let expected = [
            "orders 4, 5: capture refused (6990)",
            "order 6: capture pending",
            "order 7: capture skipped (sign-in)",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_thousand_orders_make_one_line() {
        let refused = |n: usize| step(&n.to_string(), Verdict::Skipped, Some(Code::SignIn.into()));
        let steps: Vec<StepResult> = (0..1000).map(refused).collect();
        assert_eq!(lines(&steps), ["orders 0, 1, 2, 3, 4 and 995 more: capture skipped (sign-in)"]);
    }
}
