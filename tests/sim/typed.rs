//! What is typed at a simulated terminal: commands, their flags, and who is there to answer a question.
//!
//! Everything is drawn from the seed. It must know nothing of what the commands do.

use fastrand::Rng;
use rust_decimal::Decimal;
use uniac_core::act::Operation;
use uniac_core::settings::Setting;
use uniac_engine::{Bounds, Scope};

/// The number that draws an order on which an act hangs, when there is one.
pub const HANGING: usize = 0;

/// What is typed.
#[derive(Debug, Clone)]
pub enum Command {
    /// `uniac sync`, `uniac capture --manual` and its siblings.
    Pass(Ask),
    /// `uniac enable`, of all settings or of one.
    Enable(Vec<Setting>),
    /// `uniac disable` of one setting.
    Disable(Setting),
    /// `uniac order disable-autocapture` on the order drawn by this number, for so many hours.
    Hold(usize, Option<i64>),
    /// `uniac order enable-autocapture`.
    Lift(usize),
    /// `uniac order settle`, on each order with an act that has no definite answer, by a person who
    /// has seen the provider's book.
    Settle,
}

/// A command that may move money.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which command.
    pub scope: Scope,
    /// The order that is named, and often the operation too, drawn by this number.
    pub named: Option<usize>,
    /// Its bounds.
    pub most: Most,
    /// `--let-go`.
    pub let_go: usize,
    /// Whether it is a dry run.
    pub way: Way,
    /// Who answers the question.
    pub person: Person,
}

/// The bounds of a run, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Most {
    /// `--max-total`.
    pub total: Option<i64>,
    /// `--max-orders`.
    pub orders: Option<usize>,
    /// `--max-release`.
    pub release: Option<i64>,
}

/// Whether a run is a dry one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is not.
    Real,
    /// It is.
    Dry,
    /// A dry run and then the same run, between which nobody does anything.
    Foretold {
        /// Whether nothing goes wrong in the run that follows either.
        calm: bool,
    },
}

/// Who answers the question of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Nobody is asked: `--yes`, or `sync`.
    NotAsked,
    /// Somebody who says yes.
    Yes,
    /// Somebody who says no.
    No,
    /// Nobody, and there is no terminal.
    Absent,
}

impl Command {
    /// Draws what is typed; `crowd` is how many orders the world has been given.
    pub fn draw(rng: &mut Rng, crowd: u32) -> Command {
        let order = rng.usize(0..8);
        match rng.u32(0..20) {
            0..9 => Command::Pass(Ask::draw(rng, Scope::Automatic, None, crowd)),
            9..12 => Command::Enable(Setting::ALL.to_vec()),
            12 => Command::Enable(vec![Setting::ALL[rng.usize(0..4)]]),
            13 => Command::Disable(Setting::ALL[rng.usize(0..4)]),
            14 => Command::hold(rng),
            15 => Command::Lift(order),
            16 => {
                let scope = Scope::Predating(draw_operation(rng));
                Command::Pass(Ask::draw(rng, scope, None, crowd))
            }
            _ => {
                let scope = Scope::Named(draw_operation(rng));
                Command::Pass(Ask::draw(rng, scope, Some(order), crowd))
            }
        }
    }

    /// A person takes an order out of auto-capture.
    pub fn hold(rng: &mut Rng) -> Command {
        Command::Hold(rng.usize(0..8), rng.bool().then(|| rng.i64(1..20)))
    }

    /// A person finishes an act that hangs.
    pub fn finish(rng: &mut Rng, crowd: u32) -> Command {
        let scope = Scope::Named(draw_operation(rng));
        Command::Pass(Ask::draw(rng, scope, Some(HANGING), crowd))
    }

    /// `uniac sync`, with as many braked orders let go.
    pub fn sync(let_go: usize) -> Command {
        Command::Pass(Ask { let_go, ..Ask::plain(Scope::Automatic) })
    }

    /// Returns whether the command waits for no other run.
    pub fn needs_no_lock(&self) -> bool {
        match self {
            Command::Hold(..) | Command::Lift(_) => true,
            Command::Pass(ask) => ask.way == Way::Dry,
            _ => false,
        }
    }
}

impl Ask {
    /// A run within no bounds, of which nobody is asked.
    pub fn plain(scope: Scope) -> Ask {
        let (most, way, person) = (Most::default(), Way::Real, Person::NotAsked);
        Ask { scope, named: None, most, let_go: 0, way, person }
    }

    fn draw(rng: &mut Rng, scope: Scope, named: Option<usize>, crowd: u32) -> Ask {
        let person = match rng.u32(0..8) {
            _ if scope == Scope::Automatic => Person::NotAsked,
            0..3 => Person::NotAsked,
            3..6 => Person::Yes,
            6 => Person::No,
            _ => Person::Absent,
        };
        let let_go = match rng.u32(0..8) {
            _ if scope != Scope::Automatic => 0,
            0 => rng.usize(1..=crowd.max(3) as usize),
            1 => usize::MAX,
            _ => 0,
        };
        let way = match rng.u32(0..10) {
            0 => Way::Dry,
            1..3 => Way::Foretold { calm: true },
            3 => Way::Foretold { calm: false },
            _ => Way::Real,
        };
        Ask { scope, named, most: Most::draw(rng, crowd), let_go, way, person }
    }
}

impl Most {
    fn draw(rng: &mut Rng, crowd: u32) -> Most {
        if rng.u32(0..3) > 0 {
            return Most::default();
        }
        let mut minor = |most: i64| rng.bool().then(|| rng.i64(0..most));
        let (total, release) = (minor(250_000), minor(120_000));
        let orders = rng.bool().then(|| rng.usize(0..(crowd as usize).max(4)));
        Most { total, orders, release }
    }

    /// Returns the bounds as they are typed: in whole units, of currencies with two decimals.
    pub fn typed(self) -> Bounds {
        let whole = |minor: Option<i64>| minor.map(|minor| Decimal::new(minor, 2));
        Bounds {
            max_total: whole(self.total),
            max_orders: self.orders,
            max_release: whole(self.release),
        }
    }
}

fn draw_operation(rng: &mut Rng) -> Operation {
    [Operation::Capture, Operation::Refund, Operation::Cancel][rng.usize(0..3)]
}
