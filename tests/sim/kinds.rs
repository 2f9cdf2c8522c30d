//! The untidy things that people of a simulated world do, and which of them a seed's people do.
//!
//! No deed may be left out of `Kind::ALL`, and none be switched on whose rules uniac does not have yet.

use std::sync::LazyLock;

use fastrand::Rng;

/// One way in which people's books are not tidy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The import reads an order into Uni twice at once.
    ImportedTwice,
    /// An order is copied in Uni later.
    Copied,
    /// Of an order and its copy the copy is dropped.
    CopyDropped,
    /// Of an order and its copy the original is dropped.
    OriginalDropped,
    /// Lines of an order become one of their own.
    Split,
    /// An order that is not the shop's gets another's number in its reference field.
    Mistyped,
    /// A web order's reference is edited to another's number.
    ReferenceEdited,
    /// A number is used again: by an older order of another shop, or by a new order of this one.
    NumberUsedAgain,
    /// A discount is typed on the invoice.
    TypedDiscount,
    /// Freight is typed on the invoice.
    TypedFreight,
    /// Freight that was forgotten is typed on an invoice of its own.
    TypedAlone,
    /// A credit note has a typed line only.
    TypedCredit,
    /// A typed credit note names no invoice.
    CreditWithoutReference,
    /// One note credits two invoices.
    CreditOverTwo,
    /// The lines of a credit note name no line of the order.
    CreditUntraced,
    /// A credit note was a mistake and is credited.
    CreditTakenBack,
    /// An invoice is credited and its lines are invoiced anew.
    InvoicedAnew,
    /// Goods come back and are credited; others are added to the order and invoiced.
    Exchanged,
    /// One invoice has the lines of two orders.
    InvoicedTogether,
    /// An invoice is a draft first.
    Draft,
    /// A credit note is a draft first.
    DraftCredit,
    /// A draft is thrown away.
    DraftDiscarded,
    /// A final invoice is opened again.
    Reopened,
    /// The invoice is paid by bank.
    PaidByBank,
    /// A part of the invoice is paid by bank.
    PaidByBankInPart,
    /// A part of the order is paid by gift card.
    GiftCard,
    /// The customer pays again: the shop's order has a new payment, the old reservation stays.
    PaidAgain,
    /// The order is given up in the shop.
    CancelledInShop,
    /// The order is put into the shop's bin.
    BinnedInShop,
    /// Money is taken in the provider's portal.
    PortalCapture,
    /// Money is taken in the portal after a credit.
    PortalCaptureAfterCredit,
    /// Money is paid back in the portal.
    PortalRefund,
    /// The reservation is released in the portal.
    PortalCancel,
    /// The customer is a company in Uni and a person in the shop.
    Company,
    /// All web orders are of one customer in Uni.
    Collective,
    /// The order is read into Uni a day late.
    LateImport,
    /// The customer's address is edited after the import.
    CustomerEdited,
}

impl Kind {
    /// All kinds with their names.
    pub const ALL: [(Kind, &'static str); 37] = [
        (Kind::ImportedTwice, "imported-twice"),
        (Kind::Copied, "copied"),
        (Kind::CopyDropped, "copy-dropped"),
        (Kind::OriginalDropped, "original-dropped"),
        (Kind::Split, "split"),
        (Kind::Mistyped, "mistyped"),
        (Kind::ReferenceEdited, "reference-edited"),
        (Kind::NumberUsedAgain, "number-used-again"),
        (Kind::TypedDiscount, "typed-discount"),
        (Kind::TypedFreight, "typed-freight"),
        (Kind::TypedAlone, "typed-alone"),
        (Kind::TypedCredit, "typed-credit"),
        (Kind::CreditWithoutReference, "credit-without-reference"),
        (Kind::CreditOverTwo, "credit-over-two"),
        (Kind::CreditUntraced, "credit-untraced"),
        (Kind::CreditTakenBack, "credit-taken-back"),
        (Kind::InvoicedAnew, "invoiced-anew"),
        (Kind::Exchanged, "exchanged"),
        (Kind::InvoicedTogether, "invoiced-together"),
        (Kind::Draft, "draft"),
        (Kind::DraftCredit, "draft-credit"),
        (Kind::DraftDiscarded, "draft-discarded"),
        (Kind::Reopened, "reopened"),
        (Kind::PaidByBank, "paid-by-bank"),
        (Kind::PaidByBankInPart, "paid-by-bank-in-part"),
        (Kind::GiftCard, "gift-card"),
        (Kind::PaidAgain, "paid-again"),
        (Kind::CancelledInShop, "cancelled-in-shop"),
        (Kind::BinnedInShop, "binned-in-shop"),
        (Kind::PortalCapture, "portal-capture"),
        (Kind::PortalCaptureAfterCredit, "portal-capture-after-credit"),
        (Kind::PortalRefund, "portal-refund"),
        (Kind::PortalCancel, "portal-cancel"),
        (Kind::Company, "company"),
        (Kind::Collective, "collective"),
        (Kind::LateImport, "late-import"),
        (Kind::CustomerEdited, "customer-edited"),
    ];

    /// The kinds whose rules uniac has.
    const ON: [Kind; 34] = [
        Kind::ImportedTwice,
        Kind::Copied,
        Kind::CopyDropped,
        Kind::OriginalDropped,
        Kind::Split,
        Kind::Mistyped,
        Kind::ReferenceEdited,
        Kind::NumberUsedAgain,
        Kind::TypedDiscount,
        Kind::TypedFreight,
        Kind::TypedCredit,
        Kind::CreditWithoutReference,
        Kind::CreditOverTwo,
        Kind::CreditUntraced,
        Kind::CreditTakenBack,
        Kind::InvoicedAnew,
        Kind::Exchanged,
        Kind::InvoicedTogether,
        Kind::Draft,
        Kind::DraftCredit,
        Kind::Reopened,
        Kind::PaidByBank,
        Kind::PaidByBankInPart,
        Kind::GiftCard,
        Kind::PaidAgain,
        Kind::CancelledInShop,
        Kind::PortalCapture,
        Kind::PortalCaptureAfterCredit,
        Kind::PortalRefund,
        Kind::PortalCancel,
        Kind::Company,
        Kind::Collective,
        Kind::LateImport,
        Kind::CustomerEdited,
    ];

    /// What ordinary orders are like: nothing of it makes a link doubtful.
    const ORDINARY: [Kind; 9] = [
        Kind::TypedDiscount,
        Kind::TypedFreight,
        Kind::TypedCredit,
        Kind::Company,
        Kind::Collective,
        Kind::LateImport,
        Kind::CustomerEdited,
        Kind::PaidByBank,
        Kind::PaidByBankInPart,
    ];

    /// What must settle without a person where the rules decide it.
    pub const SETTLES: [Kind; 14] = [
        Kind::CopyDropped,
        Kind::OriginalDropped,
        Kind::Split,
        Kind::TypedDiscount,
        Kind::TypedFreight,
        Kind::TypedCredit,
        Kind::CreditOverTwo,
        Kind::CreditUntraced,
        Kind::InvoicedAnew,
        Kind::Exchanged,
        Kind::InvoicedTogether,
        Kind::GiftCard,
        Kind::PaidAgain,
        Kind::PaidByBankInPart,
    ];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Returns whether people may do it: by the list, or by `UNIAC_SIM_UNTIDY`, which is `all`, `none`,
    /// names that are switched on beside the list, or `only:` and names.
    pub fn is_on(self) -> bool {
        static CHOSEN: LazyLock<Vec<Kind>> = LazyLock::new(chosen);
        CHOSEN.contains(&self)
    }

    /// Returns whether uniac has its rules.
    pub fn is_ruled(self) -> bool {
        Kind::ON.contains(&self)
    }

    /// Returns whether it moves money in the provider's portal, and nothing in Uni or the shop.
    pub fn is_of_the_portal(self) -> bool {
        matches!(
            self,
            Kind::PortalCapture
                | Kind::PortalCaptureAfterCredit
                | Kind::PortalRefund
                | Kind::PortalCancel
        )
    }

    /// Returns whether nothing of it makes a link doubtful.
    pub fn is_ordinary(self) -> bool {
        Kind::ORDINARY.contains(&self)
    }
}

fn chosen() -> Vec<Kind> {
    let wanted = std::env::var("UNIAC_SIM_UNTIDY").unwrap_or_default();
    let (only, names) = match wanted.strip_prefix("only:") {
        Some(names) => (true, names),
        None => (false, wanted.as_str()),
    };
    let named = |name: &str| {
        let found = Kind::ALL.iter().find(|(_, known)| *known == name);
        found.unwrap_or_else(|| panic!("there is no untidy deed `{name}`")).0
    };
    match names {
        "all" => Kind::ALL.iter().map(|(kind, _)| *kind).collect(),
        "none" => Vec::new(),
        _ => {
            let names = names.split(',').filter(|name| !name.is_empty());
            let on = Kind::ON.into_iter().filter(|_| !only);
            on.chain(names.map(named)).collect()
        }
    }
}

/// So many kinds that are on are in every world.
const FEW: usize = 4;

/// How untidy the people of one world are.
#[derive(Debug, Clone, Default)]
pub struct Temper {
    /// How often, in a thousand, a person does something untidy instead of something tidy.
    pub rate: u32,
    /// How much each kind weighs; what is not here never happens.
    weights: Vec<(Kind, u32)>,
    /// All web orders are of one customer in Uni.
    pub is_collective: bool,
    /// Auto-capture is on from the first day, and nobody switches it off or takes orders out of it.
    pub is_steady: bool,
    /// How much more happens than in a tidy world.
    pub more: u32,
}

impl Temper {
    /// Draws the temper of a world. Each has some of the kinds only, so that each meets the others
    /// alone too.
    pub fn draw(rng: &mut Rng) -> Temper {
        if rng.u32(0..5) < 2 {
            return Temper::default();
        }
        let rate = rng.u32(100..700);
        let on = Kind::ALL.iter().filter(|(kind, _)| kind.is_on()).count();
        let one_in = if on <= FEW { 1 } else { 4 };
        let weights = Kind::ALL.iter().filter_map(|(kind, _)| {
            let weight = if rng.u32(0..one_in) == 0 { rng.u32(1..10) } else { 0 };
            (weight > 0 && kind.is_on()).then_some((*kind, weight))
        });
        let weights: Vec<(Kind, u32)> = weights.collect();
        let is_collective = Kind::Collective.is_on() && rng.u32(0..12) == 0;
        let (is_steady, more) = (rng.u32(0..5) < 3, rng.u32(0..16));
        let rate = if weights.is_empty() { 0 } else { rate };
        Temper { rate, weights, is_collective, is_steady, more }
    }

    /// Returns whether anything untidy happens in the world.
    pub fn is_untidy(&self) -> bool {
        self.rate > 0 || self.is_collective
    }

    /// Draws what somebody does.
    pub fn pick(&self, rng: &mut Rng) -> Option<Kind> {
        let sum: u32 = self.weights.iter().map(|(_, weight)| weight).sum();
        let mut left = rng.u32(0..sum.max(1));
        let picked = self.weights.iter().find(|(_, weight)| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        picked.map(|(kind, _)| *kind)
    }

    /// Draws whether what is bought is of this kind.
    pub fn likes(&self, kind: Kind, rng: &mut Rng) -> bool {
        let weight = self.weights.iter().find(|(known, _)| *known == kind);
        weight.is_some_and(|(_, weight)| rng.u32(0..20) < *weight)
    }
}
