//! Tests of Nexi's side.
