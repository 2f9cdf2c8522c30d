//! Medusa's answers, whatever they are; what must hold stands in `tests/parsers/medusa.rs`
//! and beside it.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/medusa.rs"]
mod medusa;
#[path = "../../tests/parsers/medusa_facts.rs"]
mod medusa_facts;
#[path = "../../tests/parsers/medusa_payments.rs"]
mod medusa_payments;
#[path = "../../tests/parsers/told.rs"]
mod told;

libfuzzer_sys::fuzz_target!(|data: &[u8]| medusa::check(data));
