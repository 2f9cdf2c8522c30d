//! A customer orders in the shop and pays; the order is read into Uni.
//!
//! The sums of the three systems must agree to the øre, unless a story of the seed says otherwise.

#![expect(clippy::cast_possible_truncation, reason = "what is cast is below a length")]

use serde_json::json;

use super::Happened;
use crate::error::{Error, Result};
use crate::sandbox::amount::E4_PER_MINOR;
use crate::sandbox::book;
use crate::sandbox::provider::Brand;
use crate::sandbox::unimicro::document::{self, Line, Order};
use crate::sandbox::woocommerce::order::{self as shop, NewLine, NewOrder};
use crate::sandbox::world::{Outcome, Turn, World, moment};

/// The largest total a customer can order for, minor units. It leaves room for Uni's four decimals
/// and an exchange rate.
const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000;

/// The longest reference that Uni's field takes from a shop.
const REFERENCE_LENGTH_MAX: usize = 100;

/// The most lines an order can have.
const LINES_MAX: u32 = 5_000;

/// What things are called in the shop.
pub(in crate::sandbox) const PRODUCTS: [&str; 24] = [
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

const CUSTOMERS: [&str; 12] = [
    "Ingvild Solbakk",
    "Torkel Myrvang",
    "Åse Lindekleiv",
    "Birk Haugstøl",
    "Solveig Ørnes",
    "Even Strandvold",
    "Maja Kvernberg",
    "Oddvar Tangnes",
    "Live Fjellheim",
    "Sindre Bakketun",
    "Ragna Østmo",
    "Herman Sjøvik",
];

/// The kind of an item that is a line (a fee) in the shop, and the header's rounding in Uni.
pub(in crate::sandbox) const ROUNDING: &str = "rounding";

/// One thing in the basket.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Item {
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

    fn shop_line(&self) -> NewLine {
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

/// How the customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Pays {
    By(Brand),
    /// Bank transfer: by invoice.
    Invoice,
    GiftCard,
    /// There is nothing to pay.
    Nothing,
}

/// A purchase that is to be made.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Purchase<'a> {
    pub customer: &'a str,
    pub items: &'a [Item],
    /// The currency of the shop's order and of the payment.
    pub currency: &'a str,
    /// The currency that the order gets in Uni.
    pub uni_currency: &'a str,
    pub pays: Pays,
}

/// A purchase that was made.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Purchased {
    pub order: Order,
    pub shop_id: i64,
    pub shop_number: String,
    pub reference: Option<String>,
}

/// Carries out a purchase in all three systems.
pub(in crate::sandbox) fn purchase(turn: &Turn, wanted: &Purchase) -> Outcome<Purchased> {
    let shop_lines: Vec<NewLine> = wanted.items.iter().map(Item::shop_line).collect();
    let (method, title) = match wanted.pays {
        Pays::By(brand) => (brand.method(), brand.title()),
        Pays::Invoice => ("bacs", "Faktura"),
        Pays::GiftCard => ("gift_card", "Gavekort"),
        Pays::Nothing => ("", ""),
    };
    let (first_name, last_name) = wanted.customer.rsplit_once(' ').unwrap_or(("", wanted.customer));
    let (shop_id, shop_number) = shop::insert(
        turn,
        &NewOrder {
            status: "processing",
            currency: wanted.currency,
            payment_method: method,
            payment_title: title,
            transaction_id: "",
            first_name,
            last_name,
            email: "kunde@example.com",
            created_via: "checkout",
            paid: matches!(wanted.pays, Pays::By(_) | Pays::GiftCard),
            lines: &shop_lines,
        },
    )?;
    let reference = match wanted.pays {
        Pays::By(brand) => {
            let reference = brand.reference(turn, &shop_number)?;
            let amount_minor = wanted.items.iter().map(|item| item.gross_minor).sum();
            book::authorise(turn, brand, &reference, wanted.currency, amount_minor)?;
            let meta = brand.meta(&reference, &moment(turn.now).to_string());
            shop::store_meta(turn, "order", shop_id, &json!({ "meta_data": meta }))?;
            turn.run(
                "UPDATE shop_order SET transaction_id = ?2 WHERE id = ?1",
                (shop_id, &reference),
            )?;
            Some(reference)
        }
        Pays::Invoice | Pays::GiftCard | Pays::Nothing => None,
    };
    let (rounding, items): (Vec<&Item>, Vec<&Item>) =
        wanted.items.iter().partition(|item| item.kind == ROUNDING);
    let lines: Vec<Line> = items.into_iter().map(Item::uni_line).collect();
    let rounding_minor: i64 = rounding.iter().map(|item| item.gross_minor).sum();
    let order = document::create_order(
        turn,
        wanted.customer,
        wanted.uni_currency,
        Some(&shop_number),
        &lines,
        rounding_minor * E4_PER_MINOR,
    )?;
    Ok(Purchased { order, shop_id, shop_number, reference })
}

impl World {
    /// A customer orders in the shop and pays by Vipps; see [`World::order_by`].
    ///
    /// # Errors
    /// When the amount or the currency cannot be.
    pub fn order(
        &mut self,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
        currency: Option<&str>,
    ) -> Result<Happened> {
        self.order_by(Brand::Vipps, lines, amount_minor, customer, currency)
    }

    /// A customer orders in the shop and pays by this provider, which reserves the total; Uni reads
    /// the order. `amount_minor` is the total with VAT, split over the lines; the last of several
    /// lines is the shipping. A total of 0 needs no payment, so there is none.
    ///
    /// # Errors
    /// When the amount or the currency cannot be.
    pub fn order_by(
        &mut self,
        brand: Brand,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
        currency: Option<&str>,
    ) -> Result<Happened> {
        let currency = currency.unwrap_or("NOK").to_ascii_uppercase();
        if !brand.currencies().contains(&currency.as_str()) {
            let (title, code) = (brand.title(), currency.escape_default());
            let message = format!("{title} does not take `{code}`");
            return Err(Error::usage("unknown-currency", message)
                .hint(format!("Use one of {}", brand.currencies().join(", "))));
        }
        if !(0..=AMOUNT_MINOR_MAX).contains(&amount_minor) {
            let message = format!("an order's amount is from 0 to {AMOUNT_MINOR_MAX} minor units");
            return Err(Error::usage("amount-out-of-range", message));
        }
        if !(1..=LINES_MAX).contains(&lines) {
            let message = format!("an order has from 1 to {LINES_MAX} lines");
            return Err(Error::usage("lines-out-of-range", message));
        }
        self.turn(|turn| {
            let chance = turn.chance()?;
            let customer =
                customer.unwrap_or(CUSTOMERS[(chance % CUSTOMERS.len() as u64) as usize]);
            let wanted = Purchase {
                customer,
                items: &split(lines, amount_minor, chance >> 8),
                currency: &currency,
                uni_currency: &currency,
                pays: if amount_minor > 0 { Pays::By(brand) } else { Pays::Nothing },
            };
            let made = purchase(turn, &wanted)?;
            Ok(Happened {
                order: Some(made.order.number.to_string()),
                shop_order: Some(made.shop_number),
                reference: made.reference,
                amount_minor,
                currency: currency.clone(),
                ..Happened::default()
            })
        })
    }
}

/// An order in a shop that is not the sandbox's own, as Uni reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The shop's number of the order.
    pub reference: String,
    /// Its total with VAT, minor units.
    pub amount_minor: i64,
}

impl World {
    /// A person makes an order by hand in Uni; the shop knows nothing of it. `amount_minor` is the
    /// total with VAT.
    ///
    /// # Errors
    /// When the amount or the number of lines cannot be.
    pub fn order_by_hand(
        &mut self,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
    ) -> Result<Happened> {
        self.turn(|turn| uni_alone(turn, lines, amount_minor, customer, None))
    }

    /// Uni reads orders from a shop that is not the sandbox's own: its own shop and provider know
    /// nothing of them. All or none.
    ///
    /// # Errors
    /// When an amount, the number of lines or a reference cannot be.
    pub fn orders_from_outside(
        &mut self,
        lines: u32,
        orders: &[Outside],
        customer: Option<&str>,
    ) -> Result<Vec<Happened>> {
        self.turn(|turn| {
            let read = |order: &Outside| {
                let reference = order.reference.trim();
                if reference.is_empty() || reference.len() > REFERENCE_LENGTH_MAX {
                    let message = format!(
                        "a shop's reference has from 1 to {REFERENCE_LENGTH_MAX} characters"
                    );
                    return Err(Error::usage("bad-reference", message).into());
                }
                uni_alone(turn, lines, order.amount_minor, customer, Some(reference))
            };
            orders.iter().map(read).collect()
        })
    }
}

/// Makes an order in Uni and nowhere else.
fn uni_alone(
    turn: &Turn,
    lines: u32,
    amount_minor: i64,
    customer: Option<&str>,
    reference: Option<&str>,
) -> Outcome<Happened> {
    if !(0..=AMOUNT_MINOR_MAX).contains(&amount_minor) || !(1..=LINES_MAX).contains(&lines) {
        let message = format!("an order has 1 to {LINES_MAX} lines and no negative amount");
        return Err(Error::usage("amount-out-of-range", message).into());
    }
    let chance = turn.chance()?;
    let customer = customer.unwrap_or(CUSTOMERS[(chance % CUSTOMERS.len() as u64) as usize]);
    let items = split(lines, amount_minor, chance >> 8);
    let lines: Vec<Line> = items.iter().map(Item::uni_line).collect();
    let order = document::create_order(turn, customer, "NOK", reference, &lines, 0)?;
    Ok(Happened {
        order: Some(order.number.to_string()),
        shop_order: reference.map(str::to_owned),
        amount_minor,
        currency: "NOK".to_owned(),
        ..Happened::default()
    })
}

/// Splits a total over lines: all equal, what does not divide goes to the first.
fn split(lines: u32, amount_minor: i64, chance: u64) -> Vec<Item> {
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
