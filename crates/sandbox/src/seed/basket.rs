//! What people buy and what they are called. All of it is invented.

#![expect(clippy::cast_possible_truncation, reason = "what is cast is below a length")]

use crate::actors::item::{Item, PRODUCTS, ROUNDING};
use crate::chance::Chance;

/// Prices with VAT in øre, in the order of [`PRODUCTS`].
const PRICES: [i64; 24] = [
    24_900, 29_900, 19_950, 44_900, 52_900, 89_900, 64_900, 74_950, 12_900, 49_900, 59_900, 24_900,
    129_900, 129_900, 99_000, 34_900, 11_990, 13_990, 15_990, 9_890, 69_900, 39_900, 22_950,
    54_900,
];

/// The products that are food, with 15 % VAT.
const FOOD: std::ops::Range<usize> = 16..20;

const FIRST_NAMES: [&str; 28] = [
    "Kari", "Ola", "Ingrid", "Lars", "Silje", "Per", "Anne", "Jonas", "Marit", "Erik", "Solveig",
    "Håkon", "Åse", "Bjørn", "Tuva", "Magnus", "Randi", "Sverre", "Hilde", "Odd", "Liv", "Sigurd",
    "Ragnhild", "Knut", "Frøya", "Øyvind", "Eline", "Trygve",
];

const LAST_NAMES: [&str; 28] = [
    "Nordmann",
    "Solbakken",
    "Lindvik",
    "Haugstad",
    "Myrdal",
    "Tangvik",
    "Bergheim",
    "Fosseland",
    "Kvamsdal",
    "Ørjavik",
    "Skogholt",
    "Strandmo",
    "Ånestad",
    "Bakkerud",
    "Fjellvang",
    "Granlund",
    "Heimdalen",
    "Isdahl",
    "Jordet",
    "Kleivdal",
    "Lundamo",
    "Mosevoll",
    "Nesbakk",
    "Opdalen",
    "Rønneseth",
    "Sætervik",
    "Tveitan",
    "Vågsnes",
];

/// Returns a customer's name.
pub(super) fn customer(chance: &mut Chance) -> String {
    format!("{} {}", chance.pick(&FIRST_NAMES), chance.pick(&LAST_NAMES))
}

/// Returns a basket of two to four products and what goes with them, priced for its currency;
/// rounded to whole units of it if asked for.
pub(super) fn fill(chance: &mut Chance, currency: &str, rounded: bool) -> Vec<Item> {
    let lines = chance.between(2, 4);
    // A euro is about ten kroner.
    let divisor = if currency == "EUR" { 10 } else { 1 };
    let first = chance.below(PRODUCTS.len() as u64) as usize;
    let mut items: Vec<Item> = (0..lines.unsigned_abs() as usize)
        .map(|index| {
            let product = (first + index * 7) % PRODUCTS.len();
            let quantity = if chance.below(4) == 0 { chance.between(2, 3) } else { 1 };
            Item {
                kind: "line_item",
                name: PRODUCTS[product].to_owned(),
                quantity,
                gross_minor: quantity * PRICES[product] / divisor,
                vat_percent: if FOOD.contains(&product) { 15 } else { 25 },
            }
        })
        .collect();
    if chance.below(10) < 6 {
        let gross_minor = *chance.pick(&[4_900, 7_900, 9_900]) / divisor;
        let name = "Frakt, levering hjem".to_owned();
        items.push(Item { kind: "shipping", name, quantity: 1, gross_minor, vat_percent: 25 });
    }
    if chance.below(10) == 0 {
        let tenth_minor = items[0].gross_minor / 10;
        let name = "Rabatt 10 % på første vare".to_owned();
        let gross_minor = -tenth_minor;
        let vat_percent = items[0].vat_percent;
        items.push(Item { kind: "fee", name, quantity: 1, gross_minor, vat_percent });
    }
    if rounded {
        // Make sure that there is something to round.
        items[0].gross_minor += 40;
        let total_minor: i64 = items.iter().map(|item| item.gross_minor).sum();
        let gross_minor = (total_minor + 50) / 100 * 100 - total_minor;
        let name = "Øreavrunding".to_owned();
        items.push(Item { kind: ROUNDING, name, quantity: 1, gross_minor, vat_percent: 0 });
    }
    items
}
