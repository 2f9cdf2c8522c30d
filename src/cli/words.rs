//! The words for what the program knows by ids: attentions, codes, settings.
//!
//! Only names are turned into words here; nothing is decided.

use uniac_core::assess::Attention;
use uniac_core::code::Code;
use uniac_texts::text;

/// Returns what an attention means, in one line.
pub fn attention(attention: Attention) -> String {
    text(&format!("attention-{attention}"), &[])
}

/// Returns what a code means, in one line.
pub fn code(code: Code) -> String {
    text(&format!("code-{code}"), &[])
}
