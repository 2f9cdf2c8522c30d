//! A request: all that is asked of a pass.

use std::time::Duration;

use jiff::SignedDuration;

use uniac_system::error::Result;

use super::bounds::Bounds;
use super::plan::Plan;
use super::said::Said;
use super::scope::Scope;

/// Whose pass it is, and by which command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// The command, for instance `sync`.
    pub command: String,
    /// The person, or whose job it is.
    pub by: String,
    /// The machine.
    pub host: String,
}

/// What is asked of a pass. Everything it works with is in the [`Engine`].
pub struct Request<'a> {
    /// Which of the due steps it may do.
    pub scope: Scope,
    /// The orders that are named, as a person types them; `None`: all.
    pub orders: Option<&'a [String]>,
    /// How much it may move.
    pub bounds: Bounds,
    /// How many orders with braked releases, and with braked refunds, a person lets through.
    pub let_go: usize,
    /// Whether it only says what it would do.
    pub dry_run: bool,
    /// Asked before anything is sent that moves money; an error is a no. `None`: nobody is asked, and
    /// the bounds alone keep it.
    pub confirm: Option<&'a dyn Fn(&Plan) -> Result<()>>,
    /// What a person says beside the orders.
    pub said: Said,
    /// How long to wait for another run's lock.
    pub wait: Duration,
    /// When the command came to its end less long ago than this, nothing is read or done.
    pub max_age: Option<SignedDuration>,
    /// Whose pass it is, for its row in the history.
    pub caller: Caller,
    /// Told where the pass is.
    pub phase: &'a dyn Fn(Phase),
}

impl Request<'_> {
    /// Returns the request of a run over all orders within no bounds, of which nobody is asked.
    pub fn new(scope: Scope) -> Request<'static> {
        Request {
            scope,
            orders: None,
            bounds: Bounds::default(),
            let_go: 0,
            dry_run: false,
            confirm: None,
            said: Said::default(),
            wait: Duration::ZERO,
            max_age: None,
            caller: Caller::default(),
            phase: &|_| {},
        }
    }
}

/// Where a pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It reads.
    Reading,
    /// It works through so many orders; [`Engine::tick`] is told about each.
    Orders(usize),
    /// It has ended, or asks.
    Quiet,
}
