//! A customer orders in the shop and pays; the order is read into Uni.
//!
//! The sums of the three systems must agree to the øre, unless a story of the seed says otherwise.

use serde_json::json;

use super::item::{Item, ROUNDING};
use super::{Happened, drawn_name};
use crate::amount::E4_PER_MINOR;
use crate::book;
use crate::brand::Brand;
use crate::customers::{self, Customer};
use crate::unimicro::document::{self, Buyer, Line, Order};
use crate::woocommerce::order::{self as shop, NewLine, NewOrder};
use crate::world::{Outcome, Setting, Turn, World};
use uniac_system::error::{Error, Result};

/// How the customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pays {
    By(Brand),
    /// In the plug-in's test mode: the provider knows nothing of it.
    InTestMode(Brand),
    /// Not yet: the customer has left the payment page.
    Later(Brand),
    /// Bank transfer: by invoice.
    Invoice,
    GiftCard,
    /// There is nothing to pay.
    Nothing,
}

/// A purchase that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct Purchase<'a> {
    /// The customer's name, where nothing else is known of one.
    pub customer: &'a str,
    pub items: &'a [Item],
    /// The currency of the shop's order and of the payment.
    pub currency: &'a str,
    /// The currency that the order gets in Uni.
    pub uni_currency: &'a str,
    pub pays: Pays,
    pub more: More<'a>,
}

/// What can be said of a purchase besides.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct More<'a> {
    /// The customer as the shop knows one.
    pub contact: Option<&'a Customer>,
    /// Whom the order is for in Uni, where that is somebody else.
    pub buyer: Option<&'a Buyer>,
    /// How much of the total is paid by gift card.
    pub gift_minor: i64,
    /// How long before now the customer ordered; the order is read into Uni now.
    pub earlier_ms: i64,
}

/// A purchase that was made.
#[derive(Debug, Clone)]
pub(crate) struct Purchased {
    pub order: Order,
    pub shop_id: i64,
    pub shop_number: String,
    pub reference: Option<String>,
}

/// Carries out a purchase in all three systems.
pub(crate) fn purchase(turn: &Turn, wanted: &Purchase) -> Outcome<Purchased> {
    let then = &turn.at(turn.now - wanted.more.earlier_ms);
    let (shop_id, shop_number) = order_in_shop(then, wanted)?;
    let amount_minor: i64 = wanted.items.iter().map(|item| item.gross_minor).sum();
    let amount_minor = amount_minor - wanted.more.gift_minor;
    let reference = match wanted.pays {
        Pays::By(brand) => {
            let reference = brand.reference(turn, &shop_number)?;
            book::authorise(then, brand, &reference, wanted.currency, amount_minor)?;
            shop::name_payment(then, shop_id, brand, &reference)?;
            Some(reference)
        }
        Pays::InTestMode(brand) => {
            let reference = brand.reference(turn, &shop_number)?;
            shop::name_payment(then, shop_id, brand, &reference)?;
            Some(reference)
        }
        Pays::Later(_) | Pays::Invoice | Pays::GiftCard | Pays::Nothing => None,
    };
    let order = read_into_uni(turn, wanted, shop_id, &shop_number)?;
    Ok(Purchased { order, shop_id, shop_number, reference })
}

fn order_in_shop(turn: &Turn, wanted: &Purchase) -> Outcome<(i64, String)> {
    let mut lines: Vec<NewLine> = wanted.items.iter().map(Item::shop_line).collect();
    if wanted.more.gift_minor > 0 && turn.setting(Setting::GiftCards)? == "line" {
        lines.push(NewLine {
            kind: "fee",
            name: "Gavekort".to_owned(),
            quantity: 1,
            net_minor: -wanted.more.gift_minor,
            tax_minor: 0,
        });
    }
    let (method, title) = match wanted.pays {
        Pays::By(brand) | Pays::InTestMode(brand) | Pays::Later(brand) => {
            (brand.method(), brand.title())
        }
        Pays::Invoice => ("bacs", "Faktura"),
        Pays::GiftCard => ("gift_card", "Gavekort"),
        Pays::Nothing => ("", ""),
    };
    let contact = wanted.more.contact;
    let name = contact.map_or(wanted.customer, |contact| &contact.name);
    let (first_name, last_name) = name.rsplit_once(' ').unwrap_or(("", name));
    let text =
        |read: fn(&Customer) -> Option<&String>| contact.and_then(read).map_or("", String::as_str);
    let is_later = matches!(wanted.pays, Pays::Later(_));
    let (id, number) = shop::insert(
        turn,
        &NewOrder {
            status: if is_later { "pending" } else { "processing" },
            currency: wanted.currency,
            payment_method: method,
            payment_title: title,
            transaction_id: "",
            first_name,
            last_name,
            company: text(|contact| contact.company.as_ref()),
            email: match contact {
                Some(contact) => contact.email.as_deref().unwrap_or_default(),
                None => "kunde@example.com",
            },
            phone: text(|contact| contact.phone.as_ref()),
            created_via: "checkout",
            paid: matches!(wanted.pays, Pays::By(_) | Pays::InTestMode(_) | Pays::GiftCard),
            lines: &lines,
        },
    )?;
    if let Some(org_number) = contact.and_then(|contact| contact.org_number.as_ref()) {
        let entry = json!({ "key": shop::ORGANISATION_META, "value": org_number });
        shop::store_meta(turn, "order", id, &json!({ "meta_data": [entry] }))?;
    }
    Ok((id, number))
}

fn read_into_uni(
    turn: &Turn,
    wanted: &Purchase,
    shop_id: i64,
    shop_number: &str,
) -> Outcome<Order> {
    let (rounding, items): (Vec<&Item>, Vec<&Item>) =
        wanted.items.iter().partition(|item| item.kind == ROUNDING);
    let lines: Vec<Line> = items.into_iter().map(Item::uni_line).collect();
    let rounding_minor: i64 = rounding.iter().map(|item| item.gross_minor).sum();
    let buyer = match (wanted.more.buyer, wanted.more.contact) {
        (Some(buyer), _) => buyer.clone(),
        (None, Some(contact)) => contact.buyer(),
        (None, None) => Buyer::named(wanted.customer),
    };
    let order = document::create_order(
        turn,
        &buyer,
        wanted.uni_currency,
        Some(shop_number),
        &lines,
        rounding_minor * E4_PER_MINOR,
    )?;
    turn.run(
        "UPDATE uni_order SET shop_id = ?2, gift_e4 = ?3 WHERE id = ?1",
        (order.id, shop_id, wanted.more.gift_minor * E4_PER_MINOR),
    )?;
    Ok(Order { shop_id: Some(shop_id), ..order })
}

/// What a customer of the sandbox wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How many lines the order has.
    pub lines: u32,
    /// The total with VAT, minor units.
    pub amount_minor: i64,
    /// The currency; kroner when nothing is said.
    pub currency: Option<String>,
    /// How it is paid.
    pub paying: Paying,
    /// How much of the total is paid by gift card, minor units.
    pub gift_minor: i64,
    /// The customer's name; one of the sandbox's when nothing is said.
    pub customer: Option<String>,
    /// The company for which the customer buys.
    pub company: Option<String>,
    /// The customer's address; one that follows from the name when nothing is said.
    pub email: Option<String>,
    /// The customer's telephone number; likewise.
    pub phone: Option<String>,
    /// The company's organisation number.
    pub org_number: Option<String>,
    /// In Uni the order is one of the customer that stands for all of the shop's.
    pub collective: bool,
    /// How many hours ago the customer ordered; the order is read into Uni now.
    pub hours_ago: u32,
}

/// How an order of the shop is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paying {
    /// A provider reserves the total.
    By(Brand),
    /// In the plug-in's test mode, so that the real provider knows nothing of it.
    InTestMode(Brand),
    /// Not yet.
    Later(Brand),
    /// By bank transfer, on an invoice.
    Transfer,
}

impl Paying {
    /// Returns the provider that the customer has chosen, if any.
    fn brand(self) -> Option<Brand> {
        match self {
            Paying::By(brand) | Paying::InTestMode(brand) | Paying::Later(brand) => Some(brand),
            Paying::Transfer => None,
        }
    }
}

impl Wish {
    /// Wants so many lines for this total, paid by a provider.
    pub fn new(brand: Brand, lines: u32, amount_minor: i64) -> Wish {
        Wish {
            lines,
            amount_minor,
            currency: None,
            paying: Paying::By(brand),
            gift_minor: 0,
            customer: None,
            company: None,
            email: None,
            phone: None,
            org_number: None,
            collective: false,
            hours_ago: 0,
        }
    }

    /// Returns who orders, as the shop knows one.
    fn contact(&self, drawn: &str) -> Customer {
        let known = Customer::named(self.customer.as_deref().unwrap_or(drawn));
        let known = match &self.company {
            Some(company) => known.at(company),
            None => known,
        };
        let said = |said: &Option<String>, else_: Option<String>| match said.as_deref() {
            Some("") => None,
            Some(said) => Some(said.to_owned()),
            None => else_,
        };
        Customer {
            email: said(&self.email, known.email),
            phone: said(&self.phone, known.phone),
            org_number: said(&self.org_number, known.org_number),
            ..known
        }
    }
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

    /// A customer orders in the shop and pays by this provider; see [`World::order_as`].
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
        self.order_as(&Wish {
            customer: customer.map(str::to_owned),
            currency: currency.map(str::to_owned),
            ..Wish::new(brand, lines, amount_minor)
        })
    }

    /// A customer orders in the shop and pays by a provider, which reserves the total less a gift card;
    /// Uni reads the order. The total is split over the lines; the last of several is the shipping.
    /// A total of 0 needs no payment, so there is none.
    ///
    /// # Errors
    /// When an amount or the currency cannot be.
    pub fn order_as(&mut self, wish: &Wish) -> Result<Happened> {
        let currency = wish.currency.as_deref().unwrap_or("NOK").to_ascii_uppercase();
        check(wish, &currency)?;
        self.turn(|turn| {
            let chance = turn.chance()?;
            let contact = wish.contact(drawn_name(chance));
            let buyer = if wish.collective { customers::collective() } else { contact.buyer() };
            let wanted = Purchase {
                customer: &contact.name,
                items: &super::item::split(wish.lines, wish.amount_minor, chance >> 8),
                currency: &currency,
                uni_currency: &currency,
                pays: match wish.paying {
                    _ if wish.amount_minor == wish.gift_minor => Pays::Nothing,
                    Paying::By(brand) => Pays::By(brand),
                    Paying::InTestMode(brand) => Pays::InTestMode(brand),
                    Paying::Later(brand) => Pays::Later(brand),
                    Paying::Transfer => Pays::Invoice,
                },
                more: More {
                    contact: Some(&contact),
                    buyer: Some(&buyer),
                    gift_minor: wish.gift_minor,
                    earlier_ms: i64::from(wish.hours_ago) * 3_600_000,
                },
            };
            let made = purchase(turn, &wanted)?;
            if wish.hours_ago > 0 {
                // Whoever has read the shop since then has not met it: it changes now.
                shop::touch(turn, made.shop_id)?;
            }
            Ok(Happened {
                order: Some(made.order.number.to_string()),
                shop_order: Some(made.shop_number),
                reference: made.reference,
                amount_minor: wish.amount_minor,
                currency: currency.clone(),
                ..Happened::default()
            })
        })
    }
}

fn check(wish: &Wish, currency: &str) -> Result<()> {
    if let Some(brand) = wish.paying.brand()
        && !brand.currencies().contains(&currency)
    {
        let message = format!("{} does not take `{}`", brand.title(), currency.escape_default());
        return Err(Error::usage("unknown-currency", message)
            .hint(format!("Use one of {}", brand.currencies().join(", "))));
    }
    super::check_size(wish.lines, wish.amount_minor)?;
    if !(0..=wish.amount_minor).contains(&wish.gift_minor) {
        let message = "a gift card pays from nothing up to the whole order";
        return Err(Error::usage("amount-out-of-range", message));
    }
    Ok(())
}
