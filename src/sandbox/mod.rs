//! The embedded sandbox: the outside world in one file, served on the loopback address.
//!
//! Emulators of Unimicro's API, WooCommerce's REST API and the interfaces of payment providers (Vipps'
//! ePayment API, Nexi Checkout, Klarna Order Management), the people who use these systems, faults, and a ledger of the truth. It must share no code with the connectors:
//! a bug on one side must not cancel one on the other.

mod actors;
mod amount;
mod book;
mod calls;
mod catalogue;
mod chance;
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
pub use calls::{CallCounts, Calls};
pub use catalogue::{KnownFault, known_faults};
pub use delivery::{Answer, Delivery};
pub use exchange::{Request, Response, System};
pub use faults::Fault;
pub use provider::Brand;
pub use seed::MESSY_ORDERS;
pub use server::Server;
pub use world::{Setting, World};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Clock;
use crate::error::{Error, Result};

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
            std::fs::create_dir_all(directory).map_err(|error| {
                let message = format!("cannot create {}: {error}", directory.display());
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

    /// A customer orders and pays by Vipps; see [`World::order`].
    ///
    /// # Errors
    /// When the amount or the currency cannot be.
    pub fn order(
        &self,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
        currency: Option<&str>,
    ) -> Result<Happened> {
        self.world()?.order(lines, amount_minor, customer, currency)
    }

    /// A customer orders and pays by one of the providers; see [`World::order_by`].
    ///
    /// # Errors
    /// When the amount or the currency cannot be.
    pub fn order_by(
        &self,
        brand: Brand,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
        currency: Option<&str>,
    ) -> Result<Happened> {
        self.world()?.order_by(brand, lines, amount_minor, customer, currency)
    }

    /// A person makes an order by hand in Uni; see [`World::order_by_hand`].
    ///
    /// # Errors
    /// When the amount cannot be.
    pub fn order_by_hand(
        &self,
        lines: u32,
        amount_minor: i64,
        customer: Option<&str>,
    ) -> Result<Happened> {
        self.world()?.order_by_hand(lines, amount_minor, customer)
    }

    /// Uni reads orders from another shop; see [`World::orders_from_outside`].
    ///
    /// # Errors
    /// When an amount or a reference cannot be.
    pub fn orders_from_outside(
        &self,
        lines: u32,
        orders: &[Outside],
        customer: Option<&str>,
    ) -> Result<Vec<Happened>> {
        self.world()?.orders_from_outside(lines, orders, customer)
    }

    /// A person invoices in Uni; see [`World::invoice`].
    ///
    /// # Errors
    /// When the order or a line cannot be invoiced.
    pub fn invoice(&self, order: &str, lines: Option<&[usize]>) -> Result<Happened> {
        self.world()?.invoice(order, lines)
    }

    /// A person credits in Uni; see [`World::credit`].
    ///
    /// # Errors
    /// When less is left than is to be credited.
    pub fn credit(
        &self,
        target: CreditTarget,
        amount_minor: Option<i64>,
        lines: Option<&[usize]>,
    ) -> Result<Happened> {
        self.world()?.credit(target, amount_minor, lines)
    }

    /// A person deletes the order in Uni; see [`World::delete`].
    ///
    /// # Errors
    /// When the order is gone already or fully invoiced.
    pub fn delete(&self, order: &str) -> Result<Happened> {
        self.world()?.delete(order)
    }

    /// Somebody acts in the payment's provider's portal; see [`World::portal`].
    ///
    /// # Errors
    /// When the order has no payment, or the provider refuses.
    pub fn portal(
        &self,
        act: PortalAct,
        order: &str,
        amount_minor: Option<i64>,
    ) -> Result<Happened> {
        self.world()?.portal(act, order, amount_minor)
    }

    /// Somebody completes the order in the shop; see [`World::complete_in_shop`].
    ///
    /// # Errors
    /// When the shop does not know the order.
    pub fn complete_in_shop(&self, order: &str) -> Result<Happened> {
        self.world()?.complete_in_shop(order)
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
