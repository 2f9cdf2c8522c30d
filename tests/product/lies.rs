//! Where the outside itself doubles an act, denies it or gives another's answer: with the reason, and
//! what uniac says when it next reads.
//!
//! A row that is no longer needed fails its cells, so that the table stays as short as the truth.

use uniac_core::assess::Attention;

use crate::cells::{Cell, Deed, Trouble};
use crate::oracle::Wrong;

/// Why a cell does not end as it should, and how.
pub struct Excuse {
    /// Why it cannot be told from the truth, or not be prevented.
    pub because: &'static str,
    /// What is wrong then, and nothing else.
    pub is: fn(&Wrong) -> bool,
    /// What people are told in the end.
    pub attention: &'static [Attention],
}

/// Returns the excuse of a cell.
pub fn excuse(cell: &Cell) -> Option<Excuse> {
    let Trouble::Fault(fault) = cell.trouble else { return None };
    let keys_are_kept = cell.kind.keys != "ignore";
    let doubled: fn(&Wrong) -> bool = |wrong| matches!(wrong, Wrong::DoubleEffect(_));
    let denied: fn(&Wrong) -> bool = |wrong| matches!(wrong, Wrong::FalseRefusal(_));
    let invented: fn(&Wrong) -> bool =
        |wrong| matches!(wrong, Wrong::FalseSuccess(_) | Wrong::LostAct(_));
    let excuse = |because, is, attention| Some(Excuse { because, is, attention });
    match (cell.deed, fault) {
        (Deed::ShopNote | Deed::ShopRefundRecord, "duplicate") => {
            let because = "the shop keeps no keys: what the network delivers twice is there twice";
            excuse(because, doubled, &[])
        }
        (Deed::PartialCapture, "duplicate") if cell.kind.shows_events && !keys_are_kept => {
            let because = "captured twice by the network; the surplus is seen, and paid back";
            excuse(because, doubled, &[])
        }
        (Deed::PartialCapture, "duplicate") if !keys_are_kept => {
            let because = "captured twice by the network; the sums show it, not whose it is";
            excuse(because, doubled, &[Attention::CapturedNotInvoiced])
        }
        (Deed::PartialRefund, "duplicate") if cell.kind.shows_events && !keys_are_kept => {
            let because = "refunded twice by the network; nothing is reserved to make up for it";
            excuse(because, doubled, &[Attention::ExceedsReservation])
        }
        (Deed::PartialRefund, "duplicate") if !keys_are_kept => {
            let because = "refunded twice by the network; the sums show it, not whose it is";
            excuse(because, doubled, &[Attention::RefundedElsewhere])
        }
        (Deed::Booking | Deed::ShopRefundRecord, "already-done") if cell.kind.lags => {
            let because = "an explicit no in the other side's own words, and a look that lags";
            excuse(because, denied, &[])
        }
        // Known, and nobody is told: the payment stays unbooked in Uni.
        (Deed::Booking, "other-answer") => {
            let because = "Uni's voucher names neither invoice nor amount: any one could be ours";
            excuse(because, invented, &[])
        }
        (Deed::ShopUpdate, "unknown-enum") if cell.kind.lags => {
            let because = "looks like a plug-in that has stopped the change, and a look that lags";
            excuse(because, denied, &[])
        }
        _ => None,
    }
}
