//! The cells of the product: what is done, what goes wrong with it, and what kind of provider it is.
//!
//! The faults are the sandbox's own catalogue, so that a fault that is added there is tested here. Each
//! provider's refusals are its own codes, from its documents.

use jiff::SignedDuration;
use uniac_connect::payment::klarna::{self, kustom};
use uniac_connect::payment::{Capabilities, nexi, vipps};
use uniac_sandbox::{Brand, known_faults};

/// What is done when something goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Capture,
    PartialCapture,
    Refund,
    PartialRefund,
    Cancel,
    ShopUpdate,
    ShopRefundRecord,
    ShopNote,
    Booking,
}

impl Deed {
    pub const ALL: [Deed; 9] = [
        Deed::Capture,
        Deed::PartialCapture,
        Deed::Refund,
        Deed::PartialRefund,
        Deed::Cancel,
        Deed::ShopUpdate,
        Deed::ShopRefundRecord,
        Deed::ShopNote,
        Deed::Booking,
    ];

    fn name(self) -> &'static str {
        match self {
            Deed::Capture => "capture",
            Deed::PartialCapture => "partial-capture",
            Deed::Refund => "refund",
            Deed::PartialRefund => "partial-refund",
            Deed::Cancel => "cancel",
            Deed::ShopUpdate => "shop-update",
            Deed::ShopRefundRecord => "shop-refund-record",
            Deed::ShopNote => "shop-note",
            Deed::Booking => "booking",
        }
    }

    /// Returns the operation of the sandbox that the fault is put on.
    pub fn operation(self) -> &'static str {
        match self {
            Deed::Capture | Deed::PartialCapture => "capture",
            Deed::Refund | Deed::PartialRefund => "refund",
            Deed::Cancel => "cancel",
            Deed::ShopUpdate | Deed::ShopRefundRecord | Deed::ShopNote => "shop",
            Deed::Booking => "booking",
        }
    }

    /// Returns whether the deed moves money at the provider.
    pub fn moves_money(self) -> bool {
        !matches!(self.operation(), "shop" | "booking")
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// A fault of the sandbox, once.
    Fault(&'static str),
    /// The system's port is closed during the first pass.
    ConnectionRefused,
    /// The answer comes after the client has given up.
    TimeOut,
    /// The provider refuses the act, once, by a code of its own.
    Code(&'static str, Fate),
}

/// What a refusal comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It rests until a person comes.
    Final,
    /// It is asked again a day later.
    Tomorrow,
    /// The code decides nothing, and the act is settled.
    Settled,
}

/// The refusals of each provider: fault and end. What is final there is one of the tables in the
/// providers' own documents; the rest is asked again, or says that the key was used. Klarna's `…_NOT_ALLOWED`
/// stand for many causes and are told apart by the order, which here would show none.
const CODES: [(Brand, &str, Fate); 25] = [
    (Brand::Vipps, "refused=6020", Fate::Final),
    (Brand::Vipps, "refused=6080", Fate::Final),
    (Brand::Vipps, "refused=6090", Fate::Final),
    (Brand::Vipps, "refused=6100", Fate::Final),
    (Brand::Vipps, "refused=6140", Fate::Final),
    (Brand::Vipps, "refused=6990", Fate::Tomorrow),
    (Brand::Vipps, "refused=4010", Fate::Settled),
    (Brand::Vipps, "refused=4020", Fate::Settled),
    (Brand::Vipps, "refused=4150", Fate::Settled),
    (Brand::Vipps, "refused=6160", Fate::Settled),
    (Brand::Vipps, "refused=6999", Fate::Settled),
    (Brand::Nexi, "refused=1001", Fate::Final),
    (Brand::Nexi, "refused=1003", Fate::Final),
    (Brand::Nexi, "refused=1010", Fate::Final),
    (Brand::Nexi, "refused=1024", Fate::Final),
    (Brand::Nexi, "refused=1029", Fate::Final),
    (Brand::Nexi, "refused=1014", Fate::Tomorrow),
    (Brand::Nexi, "refused=1020", Fate::Tomorrow),
    (Brand::Nexi, "refused=05", Fate::Tomorrow),
    (Brand::Nexi, "refused=1026", Fate::Settled),
    (Brand::Nexi, "refused=1027", Fate::Settled),
    (Brand::Klarna, "refused=BAD_VALUE", Fate::Final),
    (Brand::Klarna, "refused=NO_SUCH_ORDER", Fate::Final),
    (Brand::Klarna, "refused=PAYMENT_METHOD_FAILED", Fate::Tomorrow),
    (Brand::Klarna, "refused=CONFLICT", Fate::Settled),
];

impl Trouble {
    pub fn all() -> impl Iterator<Item = Trouble> {
        let faults = known_faults().map(|fault| Trouble::Fault(fault.name));
        let codes = CODES.into_iter().map(|(_, fault, end)| Trouble::Code(fault, end));
        faults.chain([Trouble::ConnectionRefused, Trouble::TimeOut]).chain(codes)
    }

    /// Returns whether it can meet a deed at a kind of provider.
    fn meets(self, deed: Deed, kind: &Kind) -> bool {
        let Trouble::Code(fault, _) = self else { return kind.has(deed) };
        let is_own = |(brand, own, _): &(Brand, &str, Fate)| *brand == kind.brand && *own == fault;
        deed.moves_money() && CODES.iter().any(is_own)
    }

    pub fn name(self) -> &'static str {
        match self {
            Trouble::Fault(name) => name,
            Trouble::ConnectionRefused => "connection-refused",
            Trouble::TimeOut => "time-out",
            Trouble::Code(name, _) => name,
        }
    }
}

/// A kind of provider: what it does, and what uniac is told of it.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// Whose interface it speaks.
    pub brand: Brand,
    /// What it makes of a key that it has seen: `replay`, `refuse` or `ignore`.
    pub keys: &'static str,
    /// Whether it shows the events of a payment.
    pub shows_events: bool,
    /// Whether reads lag behind writes, by nearly as much as it says.
    pub lags: bool,
}

impl Kind {
    /// Every way that keys, events and reads can be, at Vipps; the others as they are, and lagging;
    /// Klarna also after its keys' end, and without the references that its samples leave out; Kustom speaks
    /// its language.
    pub const ALL: [Kind; 14] = [
        Kind::new(Brand::Vipps, "key-replayed", "replay", true, false),
        Kind::new(Brand::Vipps, "key-refused", "refuse", true, false),
        Kind::new(Brand::Vipps, "key-ignored", "ignore", true, false),
        Kind::new(Brand::Vipps, "no-lookup", "replay", false, false),
        Kind::new(Brand::Vipps, "lagging-lookup", "replay", true, true),
        Kind::new(Brand::Vipps, "lagging-key-ignored", "ignore", true, true),
        Kind::new(Brand::Vipps, "neither", "ignore", false, false),
        Kind::new(Brand::Nexi, "nexi", "replay", true, false),
        Kind::new(Brand::Nexi, "nexi-lagging", "replay", true, true),
        Kind::new(Brand::Klarna, "klarna", "replay", true, false),
        Kind::new(Brand::Klarna, "klarna-lagging", "replay", true, true),
        Kind::new(Brand::Klarna, "klarna-key-forgotten", "ignore", true, false),
        Kind::new(Brand::Klarna, "klarna-no-references", "replay", false, false),
        Kind::new(Brand::Kustom, "kustom", "replay", true, false),
    ];

    const fn new(
        brand: Brand,
        name: &'static str,
        keys: &'static str,
        shows_events: bool,
        lags: bool,
    ) -> Kind {
        Kind { name, brand, keys, shows_events, lags }
    }

    /// Returns whether a deed is tried at it: the shop and the books do not know who the provider is.
    fn has(&self, deed: Deed) -> bool {
        self.brand == Brand::Vipps || deed.moves_money()
    }

    /// Returns what uniac is told of the provider.
    pub fn capabilities(&self) -> Capabilities {
        Capabilities {
            key_lifetime: (self.keys != "ignore").then(|| SignedDuration::from_hours(24)),
            lookup: self.shows_events,
            ..match self.brand {
                Brand::Vipps => vipps::CAPABILITIES,
                Brand::Nexi => nexi::CAPABILITIES,
                Brand::Klarna => klarna::CAPABILITIES,
                Brand::Kustom => kustom::CAPABILITIES,
            }
        }
    }
}

/// Troubles whose answer, when there is one, is definite, or that are known not to have sent.
const DEFINITE: [&str; 5] =
    ["connection-refused", "duplicate", "lagging-read", "slow", "unknown-enum"];

/// One cell.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub deed: Deed,
    pub trouble: Trouble,
    pub kind: Kind,
}

impl Cell {
    /// Returns the cell of a name, or all whose names have it in them.
    pub fn named(wanted: &str) -> Vec<Cell> {
        let mut cells = Vec::new();
        for deed in Deed::ALL {
            for trouble in Trouble::all() {
                let kinds = Kind::ALL.into_iter().filter(|kind| trouble.meets(deed, kind));
                cells.extend(kinds.map(|kind| Cell { deed, trouble, kind }));
            }
        }
        let exact: Vec<Cell> = cells.iter().filter(|c| c.name() == wanted).copied().collect();
        cells.retain(|cell| cell.name().contains(wanted));
        if exact.is_empty() { cells } else { exact }
    }

    /// Returns what a refusal comes to; `None` for every other trouble.
    pub fn refusal(&self) -> Option<Fate> {
        match self.trouble {
            Trouble::Code(_, end) => Some(end),
            Trouble::Fault("refused") => Some(Fate::Final),
            Trouble::Fault("declined") if self.deed.moves_money() => Some(Fate::Tomorrow),
            // Neither the shop nor Uni has a bank behind it: a no like any other.
            Trouble::Fault("declined") => Some(Fate::Final),
            Trouble::Fault(_) | Trouble::ConnectionRefused | Trouble::TimeOut => None,
        }
    }

    /// Returns whether the end of the act stays unknown until a person decides: where the answer was
    /// not definite, and the provider offers nothing to settle it by.
    pub fn is_left_to_a_person(&self) -> bool {
        let trouble = self.trouble.name();
        // What is left of a reservation goes with a cancel, however much it is.
        let is_definite =
            DEFINITE.contains(&trouble) || (self.deed == Deed::Cancel && trouble == "other-amount");
        if !self.deed.moves_money() || self.kind.shows_events {
            return false;
        }
        if matches!(self.kind.brand, Brand::Klarna | Brand::Kustom) {
            // A release is seen by what is left; a success of all else proves nothing by itself.
            let is_unseen = matches!(trouble, "lagging-read" | "error-replayed");
            return is_unseen && self.deed != Deed::Cancel;
        }
        if is_definite {
            return false;
        }
        // A replayed error stays, too: neither asking again with the key nor looking ever tells.
        self.kind.keys == "ignore" || trouble == "error-replayed"
    }

    pub fn name(&self) -> String {
        format!("{}/{}/{}", self.deed.name(), self.trouble.name(), self.kind.name)
    }
}
