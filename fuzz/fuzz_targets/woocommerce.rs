//! WooCommerce's answers, whatever they are; what must hold stands in `tests/parsers/woocommerce.rs`.

#![no_main]

#[path = "../../tests/parsers/canned.rs"]
mod canned;
#[path = "../../tests/parsers/told.rs"]
mod told;
#[path = "../../tests/parsers/woocommerce.rs"]
mod woocommerce;

libfuzzer_sys::fuzz_target!(|data: &[u8]| woocommerce::check(data));
