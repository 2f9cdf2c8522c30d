//! Vendure's answers, whatever they are; what must hold stands in `tests/parsers/vendure.rs`
//! and beside it.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/told.rs"]
mod told;
#[path = "../../tests/parsers/vendure.rs"]
mod vendure;
#[path = "../../tests/parsers/vendure_facts.rs"]
mod vendure_facts;
#[path = "../../tests/parsers/vendure_payments.rs"]
mod vendure_payments;

libfuzzer_sys::fuzz_target!(|data: &[u8]| vendure::check(data));
