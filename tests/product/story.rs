//! The stories: an order is brought to the point where one deed is due, and what must be true in the
//! end is written down beforehand.

use uniac_sandbox::{Brand, CreditTarget, World};

use crate::cells::Deed;

/// What one order comes to when all is done exactly once, minor units.
#[derive(Debug, Default)]
pub struct Expected {
    pub captures: Vec<i64>,
    pub refunds: Vec<i64>,
    pub cancels: Vec<i64>,
    /// The payments in Uni's books.
    pub bookings: Vec<i64>,
    /// The refunds in the shop's books.
    pub records: Vec<i64>,
    /// How many notes uniac has written in the shop.
    pub notes: usize,
    /// The status of the shop's order.
    pub shop: &'static str,
}

/// What the customer has ordered.
const TOTAL: i64 = 49_900;

/// How much of it is credited by a part.
const PART: i64 = 12_345;

/// A customer orders; two lines, so that one can be invoiced alone.
pub fn order(world: &mut World, brand: Brand) -> String {
    let made = world.order_by(brand, 2, TOTAL, Some("Kari Nordmann"), None).expect("an order");
    made.order.expect("a number")
}

/// Does what people do before the deed's turn; all that is due then is done before [`make_due`].
pub fn begin(world: &mut World, deed: Deed, order: &str) {
    if matches!(deed, Deed::Refund | Deed::PartialRefund | Deed::ShopRefundRecord) {
        world.invoice(order, None).expect("an invoice");
    }
}

/// Does what makes the deed due, and returns what must be true in the end.
pub fn make_due(world: &mut World, deed: Deed, order: &str) -> Expected {
    let mut expected = Expected::default();
    match deed {
        Deed::Capture | Deed::ShopUpdate | Deed::Booking => {
            world.invoice(order, None).expect("an invoice");
            captured(&mut expected, TOTAL, "completed");
        }
        Deed::PartialCapture | Deed::ShopNote => {
            let part = world.invoice(order, Some(&[1])).expect("an invoice").amount_minor;
            captured(&mut expected, part, "processing");
            expected.notes = 1;
        }
        Deed::Refund => {
            world.credit(CreditTarget::Order(order), None, None).expect("a credit note");
            captured(&mut expected, TOTAL, "refunded");
            refunded(&mut expected, TOTAL);
        }
        Deed::PartialRefund | Deed::ShopRefundRecord => {
            world.credit(CreditTarget::Order(order), Some(PART), None).expect("a credit note");
            captured(&mut expected, TOTAL, "completed");
            refunded(&mut expected, PART);
        }
        Deed::Cancel => {
            world.delete(order).expect("deleted");
            expected.cancels = vec![TOTAL];
            expected.shop = "cancelled";
        }
    }
    expected
}

impl Expected {
    /// Returns what it comes to when one deed is refused for good, and all that hangs on it with it.
    pub fn without(self, deed: Deed) -> Expected {
        let nothing = Vec::new;
        match deed {
            Deed::Capture | Deed::PartialCapture => Expected {
                captures: nothing(),
                bookings: nothing(),
                notes: 0,
                shop: "processing",
                ..self
            },
            Deed::Refund | Deed::PartialRefund => {
                Expected { refunds: nothing(), records: nothing(), shop: "completed", ..self }
            }
            Deed::Cancel => Expected { cancels: nothing(), shop: "processing", ..self },
            Deed::ShopUpdate => Expected { shop: "processing", ..self },
            Deed::ShopRefundRecord => Expected { records: nothing(), ..self },
            Deed::ShopNote => Expected { notes: 0, ..self },
            Deed::Booking => Expected { bookings: nothing(), ..self },
        }
    }
}

fn captured(expected: &mut Expected, minor: i64, shop: &'static str) {
    expected.captures = vec![minor];
    expected.bookings = vec![minor];
    expected.shop = shop;
}

fn refunded(expected: &mut Expected, minor: i64) {
    expected.refunds = vec![minor];
    expected.records = vec![minor];
}
