//! What each attention bars: the table of the rules, as data.
//!
//! An attention never allows anything: where several stand on the same thing, the strictest holds.

use crate::act::{Act, Operation};
use crate::order::DocumentId;

use super::attention::Attention;

/// What may still be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// As it is due.
    Free,
    /// Only by a person's command.
    Person,
    /// Not at all.
    Nothing,
}

use Bar::{Free, Nothing, Person};

/// The columns: capture, refund, release, shop, booking.
type Row = [Bar; 5];

impl Attention {
    /// Returns what the attention leaves of an act on the thing that it stands on.
    pub fn bar(self, act: Act) -> Bar {
        let [capture, refund, release, shop, booking] = self.row();
        match act.operation() {
            Operation::Capture => capture,
            Operation::Refund => refund,
            Operation::Cancel => release,
            // Refunds that were paid are told to the shop wherever it is known whose they are.
            Operation::ShopUpdate if act == Act::ShopRecordRefund && !self.is_about_whose() => Free,
            Operation::ShopUpdate => shop,
            Operation::BookPayment => booking,
            Operation::ShopCreate => Free,
        }
    }

    fn is_about_whose(self) -> bool {
        matches!(self, Attention::DoubtfulLink | Attention::ClaimedTwice | Attention::Unreadable)
    }

    fn row(self) -> Row {
        match self {
            // No other act on its money before it is known how this one ended: before each act the amount is checked against
            // what is read of the payment, and no read tells for sure what is left while an act on it has no answer.
            Attention::UnknownOutcome => [Nothing, Nothing, Nothing, Nothing, Free],
            Attention::Unreadable => [Nothing; 5],
            Attention::DoubtfulLink | Attention::ClaimedTwice => {
                [Nothing, Free, Nothing, Nothing, Free]
            }
            Attention::SeveralPayments | Attention::ReferenceChanged => {
                [Person, Free, Person, Person, Free]
            }
            Attention::ReplacedPayment => [Free, Free, Person, Free, Free],
            Attention::AmountNotExact | Attention::CurrencyMismatch => [Nothing; 5],
            Attention::CreditNotPlaced => [Person, Free, Nothing, Nothing, Free],
            Attention::CreditExceedsInvoice => [Free, Free, Person, Free, Free],
            Attention::DocumentWithdrawn => [Person, Person, Person, Nothing, Nothing],
            Attention::PaidElsewhere => [Nothing, Free, Person, Free, Nothing],
            Attention::ExceedsReservation => [Person, Free, Nothing, Nothing, Free],
            Attention::ReservationExpired | Attention::WholeCaptureOnly => {
                [Nothing, Free, Nothing, Nothing, Free]
            }
            Attention::CancelledInShop => [Person, Free, Free, Nothing, Free],
            Attention::ShopWouldMoveMoney => [Free, Free, Free, Nothing, Free],
            Attention::OrderGone => [Nothing, Person, Person, Nothing, Nothing],
            Attention::Refused
            | Attention::Held
            | Attention::Inactive
            | Attention::InvoicedBeforeActivation
            | Attention::PartInvoicedBeforeActivation
            | Attention::DroppedBefore
            | Attention::WaitsUntil => [Person; 5],
            Attention::Braked => [Free, Person, Person, Free, Free],
            Attention::CapturedNotInvoiced
            | Attention::RefundedElsewhere
            | Attention::ReservationLeftOver
            | Attention::ReservationExpiring
            | Attention::CreditedWithoutCapture
            | Attention::MethodNotConfigured
            | Attention::PaymentNotFound => [Free, Free, Person, Free, Free],
            Attention::Unlinked
            | Attention::NoPayment
            | Attention::CapturedElsewhere
            | Attention::InReview
            | Attention::MatchInUni
            | Attention::OverBounds => [Free; 5],
        }
    }
}

/// An attention, and the document that it stands on; `None`: the whole order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub attention: Attention,
    pub on: Option<DocumentId>,
}

impl Found {
    pub fn on_order(attention: Attention) -> Found {
        Found { attention, on: None }
    }

    pub fn on_document(attention: Attention, document: DocumentId) -> Found {
        Found { attention, on: Some(document) }
    }

    /// Returns what it leaves of an act: one on the whole order needs all of its documents.
    pub fn bar(self, act: Act, document: Option<DocumentId>) -> Bar {
        let is_concerned = self.on.is_none() || document.is_none() || self.on == document;
        if is_concerned { self.attention.bar(act) } else { Bar::Free }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the design, cell by cell: a by itself, m by a person, - not at all.
    #[test]
    fn each_cell_of_the_table_is_as_the_design_says() {
        let table = [
            ("doubtful-link", "-a--a"),
            ("claimed-twice", "-a--a"),
            ("several-payments", "mamma"),
            ("reference-changed", "mamma"),
            ("replaced-payment", "aamaa"),
            ("amount-not-exact", "-----"),
            ("unreadable", "-----"),
            ("currency-mismatch", "-----"),
            ("credit-not-placed", "ma--a"),
            ("credit-exceeds-invoice", "aamaa"),
            ("document-withdrawn", "mmm--"),
            ("paid-elsewhere", "-ama-"),
            ("exceeds-reservation", "ma--a"),
            ("reservation-expired", "-a--a"),
            ("cancelled-in-shop", "maa-a"),
            ("shop-would-move-money", "aaa-a"),
            ("order-gone", "-mm--"),
            ("refused", "mmmmm"),
            ("held", "mmmmm"),
            ("inactive", "mmmmm"),
            ("invoiced-before-activation", "mmmmm"),
            ("part-invoiced-before-activation", "mmmmm"),
            ("dropped-before", "mmmmm"),
            ("braked", "ammaa"),
            ("captured-not-invoiced", "aamaa"),
            ("refunded-elsewhere", "aamaa"),
            ("reservation-left-over", "aamaa"),
            ("reservation-expiring", "aamaa"),
            ("credited-without-capture", "aamaa"),
            ("method-not-configured", "aamaa"),
            ("payment-not-found", "aamaa"),
        ];
        let acts = [Act::Capture, Act::Refund, Act::Cancel, Act::ShopComplete, Act::Book];
        for (name, cells) in table {
            let attention: Attention = name.parse().unwrap();
            let row: String = acts
                .iter()
                .map(|act| match attention.bar(*act) {
                    Free => 'a',
                    Person => 'm',
                    Nothing => '-',
                })
                .collect();
            assert_eq!(row, cells, "{name}");
        }
    }
}
