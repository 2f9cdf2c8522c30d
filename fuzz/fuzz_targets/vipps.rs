//! Vipps' answers, whatever they are; what must hold stands in `tests/parsers/vipps.rs`.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/told.rs"]
mod told;
#[path = "../../tests/parsers/vipps.rs"]
mod vipps;

libfuzzer_sys::fuzz_target!(|data: &[u8]| vipps::check(data));
