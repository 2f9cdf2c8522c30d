//! The embedded sandbox: the outside world in one file, served on the loopback address.
//!
//! Emulators of Unimicro's API, WooCommerce's REST API and the interfaces of payment providers (Vipps'
//! ePayment API, Nexi Checkout, Klarna Order Management), the people who use these systems, faults, and a ledger of the truth. It must share no code with the connectors:
//! a bug on one side must not cancel one on the other.

mod actors;
mod amount;
mod book;
mod brand;
mod calls;
mod catalogue;
mod chance;
mod configuration;
mod customers;
mod delivery;
mod exchange;
mod faults;
pub mod identity;
pub mod klarna;
pub mod nexi;
mod provider;
mod seed;
mod server;
mod spoiled;
pub mod unimicro;
pub mod vipps;
pub mod woocommerce;
mod world;

pub use actors::{
    CreditTarget, Crediting, DraftAct, Edit, Happened, Invoicing, LedgerEvent, LedgerRow, Outside,
    Paying, PortalAct, Removal, ShopAct, Typed, Wish,
};
pub use brand::Brand;
pub use calls::{CallCounts, Calls};
pub use catalogue::{KnownFault, known_faults};
pub use configuration::{COMPANY, SECRETS, configuration};
pub use delivery::{Answer, Delivery};
pub use exchange::{Request, Response, System};
pub use faults::Fault;
pub use seed::MESSY_ORDERS;
pub use server::Server;
pub use woocommerce::PLUG_IN_PROFILES;
pub use world::{Setting, World};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::files;

/// The sandbox in a file. Each act opens the file anew, so that several processes can share it.
#[derive(Debug, Clone)]
pub struct Sandbox {
    path: PathBuf,
    clock: Arc<Clock>,
}

impl Sandbox {
    /// Creates a believable company with this many orders, in place of what the file holds; the same
    /// seed gives the same company. When it fails, the old sandbox is still there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn reset(path: &Path, orders: u32, seed: u64, clock: Arc<Clock>) -> Result<Sandbox> {
        Sandbox::make(path, clock, |turn| seed::fill(turn, orders, seed))
    }

    /// Creates a company whose people are untidy, in place of what the file holds; the same seed gives
    /// the same company. From [`MESSY_ORDERS`] orders on every situation occurs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn reset_messy(path: &Path, orders: u32, seed: u64, clock: Arc<Clock>) -> Result<Sandbox> {
        Sandbox::make(path, clock, |turn| seed::fill_messy(turn, orders, seed))
    }

    fn make(
        path: &Path,
        clock: Arc<Clock>,
        fill: impl FnOnce(&world::Turn) -> world::Outcome<()>,
    ) -> Result<Sandbox> {
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty())
        {
            files::make_folder(directory).and_then(|()| files::touch(path)).map_err(|error| {
                let message = format!("cannot create {}: {error}", path.display());
                Error::failed("sandbox-file", message)
            })?;
        }
        World::reset(path, Arc::clone(&clock), fill)?;
        Ok(Sandbox { path: path.to_owned(), clock })
    }

    /// Opens an existing sandbox.
    ///
    /// # Errors
    /// When there is none, or it was made by another version.
    pub fn open(path: &Path, clock: Arc<Clock>) -> Result<Sandbox> {
        World::open(path, Arc::clone(&clock))?;
        Ok(Sandbox { path: path.to_owned(), clock })
    }

    /// Returns whether there is a sandbox.
    pub fn exists(path: &Path) -> bool {
        path.is_file()
    }

    /// Serves the sandbox on the loopback address until the server is dropped; port 0 is any free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn serve(&self, port: u16) -> Result<Server> {
        Server::start(self.world()?, port)
    }

    /// Opens the world, on which the people act.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn world(&self) -> Result<World> {
        World::open(&self.path, Arc::clone(&self.clock))
    }

    /// Returns the providers' own book; see [`World::ledger`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ledger(&self) -> Result<Vec<LedgerRow>> {
        self.world()?.ledger()
    }

    /// Returns the calls received, and clears them if asked to; see [`World::calls`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn calls(&self, clear: bool) -> Result<CallCounts> {
        self.world()?.calls(clear)
    }

    /// Adds a fault; see [`World::fault_add`].
    ///
    /// # Errors
    /// When the name or the operation is not known.
    pub fn fault_add(
        &self,
        name: &str,
        on: Option<&str>,
        times: u32,
        ms: Option<u64>,
    ) -> Result<Fault> {
        self.world()?.fault_add(name, on, times, ms)
    }

    /// Returns the faults that wait.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fault_list(&self) -> Result<Vec<Fault>> {
        self.world()?.fault_list()
    }

    /// Takes all faults away and returns how many there were.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn fault_clear(&self) -> Result<usize> {
        self.world()?.fault_clear()
    }
}

#[cfg(test)]
mod tests;
