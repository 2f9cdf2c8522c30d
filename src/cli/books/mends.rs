//! What mends a difference: the command, or the page that tells what is to be done outside uniac.
//!
//! It only names; nothing here decides what is due. A command that would do nothing must not be named.

use uniac_core::act::Act;
use uniac_core::assess::Attention;
use uniac_core::owed::is_to_be_seen;
use uniac_core::reconcile::{Difference, Kind, Reason};

/// Returns the command after which the difference is gone, or which tells the step outside.
pub fn mends(difference: &Difference) -> String {
    let page = || format!("uniac explain {}", difference.reason.name());
    let Some(order) = difference.order.as_deref() else {
        // A credit note that tells no order is placed by a person.
        return match difference.reason {
            Reason::CreditedNotRefunded => "uniac explain credit-not-placed".to_owned(),
            _ => page(),
        };
    };
    let has = |attention| difference.attentions.contains(&attention);
    if difference.reason == Reason::Unreadable {
        return format!("uniac order show {order}");
    }
    if difference.reason == Reason::OtherMonth {
        return page();
    }
    if has(Attention::UnknownOutcome) {
        return format!("uniac order settle {order}");
    }
    let act = match (difference.reason, difference.kind) {
        (Reason::UnknownToShop, Kind::Refunded) => Act::ShopRecordRefund,
        (Reason::CapturedNotBooked, _) => Act::Book,
        (Reason::UnknownToProvider | Reason::UnknownToUni | Reason::UnknownToShop, _) => {
            return page();
        }
        (_, Kind::Invoiced) => Act::Capture,
        (_, Kind::Credited | Kind::Captured) => Act::Refund,
        _ => return page(),
    };
    match (difference.is_due(act), act) {
        (Some(true), _) => "uniac sync".to_owned(),
        (Some(false), _) if is_to_be_seen(&difference.attentions) => {
            format!("uniac order show {order}")
        }
        (Some(false), Act::Capture) => format!("uniac capture --manual {order}"),
        (Some(false), Act::Refund) => format!("uniac refund --manual {order}"),
        (Some(false), _) | (None, Act::Book | Act::ShopRecordRefund) => page(),
        (None, _) => barred(difference, order),
    }
}

/// What is not due although it is missing is barred: the page of what bars it says how it is mended.
fn barred(difference: &Difference, order: &str) -> String {
    let has = |attention| difference.attentions.contains(&attention);
    let has_rest = difference.capturable_minor > 0;
    if has(Attention::ExceedsReservation) && difference.kind == Kind::Invoiced && has_rest {
        return format!("uniac capture --manual {order} --up-to-reserved");
    }
    // Whose it is, only a person can say.
    if has(Attention::CreditNotPlaced) && difference.kind == Kind::Credited {
        return format!("uniac explain {}", Attention::CreditNotPlaced.name());
    }
    match difference.attentions.first() {
        Some(attention) => format!("uniac explain {}", attention.name()),
        None => format!("uniac explain {}", difference.reason.name()),
    }
}
