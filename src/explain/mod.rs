//! The pages of `uniac explain`.
//!
//! One markdown file an id.

/// Returns the page of an id.
pub fn page(id: &str) -> Option<&'static str> {
    let _ = id;
    None
}

/// Returns the nearest id.
pub fn nearest(_id: &str) -> Option<&'static str> {
    None
}
