//! Klarna's answers, whatever they are; what must hold stands in `tests/parsers/klarna.rs`.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/klarna.rs"]
mod klarna;
#[path = "../../tests/parsers/told.rs"]
mod told;

libfuzzer_sys::fuzz_target!(|data: &[u8]| klarna::check(data));
