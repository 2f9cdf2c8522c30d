//! Uni's answers, whatever they are; what must hold stands in `tests/parsers/unimicro.rs`.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/told.rs"]
mod told;
#[path = "../../tests/parsers/unimicro.rs"]
mod unimicro;

libfuzzer_sys::fuzz_target!(|data: &[u8]| unimicro::check(data));
