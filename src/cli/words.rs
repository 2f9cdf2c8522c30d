//! The words for what the program knows by ids: attentions, codes, settings.
//!
//! Only names are turned into words here; nothing is decided.

use uniac_core::assess::Attention;
use uniac_core::code::Code;
use uniac_core::reconcile::{Kind, Reason, Side};
use uniac_texts::text;

/// Returns what an attention means, in one line.
pub fn attention(attention: Attention) -> String {
    text(&format!("attention-{attention}"), &[])
}

/// Returns what a code means, in one line.
pub fn code(code: Code) -> String {
    text(&format!("code-{code}"), &[])
}

/// Returns what a difference's reason means, in one line.
pub fn reason(reason: Reason) -> String {
    text(&format!("reason-{}", reason.name()), &[])
}

/// Returns the word for what a row of a book is.
pub fn kind(kind: Kind) -> String {
    text(&format!("kind-{}", kind.name()), &[])
}

/// Returns the word for whose book it is.
pub fn side(side: Side) -> String {
    text(&format!("side-{}", side.name()), &[])
}
