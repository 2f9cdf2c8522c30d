//! What is bought: things with a price, as the shop and Uni have them as lines.
//!
//! The sums of both must agree to the øre.

#![expect(clippy::cast_possible_truncation, reason = "what is cast is below a length")]

use crate::amount::E4_PER_MINOR;
use crate::unimicro::document::{self, Line};
use crate::woocommerce::order::NewLine;

/// What things are called in the shop.
pub(crate) const PRODUCTS: [&str; 24] = [
    "Kopp, håndlaget",
    "Kaffekrus «Fjord»",
    "Skål, liten",
    "Skål, stor",
    "Fat, ovalt",
    "Tekanne 1,2 l",
    "Lysestake, messing",
    "Vase «Bris»",
    "Smørkniv, einer",
    "Brødfjøl, bjørk",
    "Forkle, lin",
    "Kjøkkenhåndkle, 2 stk.",
    "Ullpledd, grått",
    "Ullpledd, blått",
    "Saueskinn",
    "Duftlys «Granskog»",
    "Honning 350 g",
    "Syltetøy, molte",
    "Kaffe, mørkbrent 500 g",
    "Te, ville bær",
    "Kakeform, støpejern",
    "Salt- og pepperbøsser",
    "Eggeglass, 4 stk.",
    "Serveringsbrett, eik",
];

/// The kind of an item that is a line (a fee) in the shop, and the header's rounding in Uni.
pub(crate) const ROUNDING: &str = "rounding";

/// One thing in the basket.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// `line_item`, `shipping`, `fee` or [`ROUNDING`].
    pub kind: &'static str,
    pub name: String,
    pub quantity: i64,
    /// The sum of the line with VAT; negative for a discount.
    pub gross_minor: i64,
    pub vat_percent: i64,
}

impl Item {
    /// Returns the sum without VAT, rounded half away from zero to whole øre.
    fn net_minor(&self) -> i64 {
        let divisor = 100 + self.vat_percent;
        let half = if self.gross_minor < 0 { -divisor } else { divisor };
        (2 * 100 * self.gross_minor + half) / (2 * divisor)
    }

    /// Returns the line as Uni has it.
    pub fn uni_line(&self) -> Line {
        let net_minor = self.net_minor();
        Line {
            id: 0,
            text: self.name.clone(),
            quantity_e4: self.quantity * 10_000,
            vat_percent_e4: self.vat_percent * 10_000,
            net_e4: net_minor * E4_PER_MINOR,
            vat_e4: (self.gross_minor - net_minor) * E4_PER_MINOR,
            status: document::LINE_REGISTERED,
            order_item: None,
            credits: None,
        }
    }

    /// Returns the line as the shop has it.
    pub fn shop_line(&self) -> NewLine {
        let net_minor = self.net_minor();
        NewLine {
            kind: if self.kind == ROUNDING { "fee" } else { self.kind },
            name: self.name.clone(),
            quantity: self.quantity,
            net_minor,
            tax_minor: self.gross_minor - net_minor,
        }
    }
}

/// Splits a total over lines: all equal, what does not divide goes to the first.
pub(super) fn split(lines: u32, amount_minor: i64, chance: u64) -> Vec<Item> {
    let lines = u64::from(lines);
    let share_minor = amount_minor / lines.cast_signed();
    let rest_minor = amount_minor - share_minor * lines.cast_signed();
    (0..lines)
        .map(|index| {
            let is_shipping = lines > 1 && index == lines - 1;
            let product = ((chance % 24 + index) % PRODUCTS.len() as u64) as usize;
            Item {
                kind: if is_shipping { "shipping" } else { "line_item" },
                name: if is_shipping { "Frakt" } else { PRODUCTS[product] }.to_owned(),
                quantity: 1,
                gross_minor: share_minor + if index == 0 { rest_minor } else { 0 },
                vat_percent: 25,
            }
        })
        .collect()
}
