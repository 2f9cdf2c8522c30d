//! What all clients of a process share: the clock, the log, the limits, and what carries the requests.
//!
//! Nothing is sent here, and no system is known.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::permits::Permits;
use super::shared::Shared;
use super::transport::Transport;
use uniac_system::clock::Clock;
use uniac_system::log::Recorder;
use uniac_texts::Language;

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long one request may take with its answer; Unimicro's official sample uses 30 s too.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long the first pause between two tries of a read is; it doubles each time.
const BACKOFF: Duration = Duration::from_millis(200);

/// How many requests are on their way at once when nothing else is said.
const IN_FLIGHT_DEFAULT: usize = 16;

/// What all clients of a process share.
#[derive(Clone)]
pub struct Context {
    /// Dates the exchanges, and knows when the run is cut.
    pub clock: Arc<Clock>,
    /// Keeps the exchanges.
    pub recorder: Arc<dyn Recorder>,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long one request may take with its answer.
    pub timeout: Duration,
    /// How long the first pause between two tries of a read is.
    pub backoff: Duration,
    /// How many requests, to all systems together, are on their way at once.
    pub permits: Arc<Permits>,
    /// The language of what is written into the shop and to the provider.
    pub texts: Language,
    /// What it shares with the other companies of the run.
    pub shared: Arc<Shared>,
    /// What carries the requests instead of the network; for simulations.
    pub transport: Option<Arc<dyn Transport>>,
}

impl Context {
    /// Returns a context with the usual time limits.
    pub fn new(clock: Arc<Clock>, recorder: Arc<dyn Recorder>) -> Context {
        Context {
            clock,
            recorder,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            backoff: BACKOFF,
            permits: Arc::new(Permits::new(IN_FLIGHT_DEFAULT)),
            texts: Language::Nb,
            shared: Arc::default(),
            transport: None,
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
