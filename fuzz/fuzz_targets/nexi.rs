//! Nexi's answers, whatever they are; what must hold stands in `tests/parsers/nexi.rs`.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/nexi.rs"]
mod nexi;
#[path = "../../tests/parsers/told.rs"]
mod told;

libfuzzer_sys::fuzz_target!(|data: &[u8]| nexi::check(data));
