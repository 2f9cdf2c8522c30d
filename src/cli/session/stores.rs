//! Where a company's store is, and its opening: a file of its own, or its part of a shared one.
//!
//! A look whether there is a store must never make one.

use std::path::PathBuf;

use crate::config::{SANDBOX, SharedStore, shared_store, uni_key};
use uniac_store::DbStore;
#[cfg(not(feature = "postgres"))]
use uniac_system::error::Error;
use uniac_system::error::Result;
#[cfg(not(feature = "postgres"))]
use uniac_texts::t;

use super::base::Base;

impl Base {
    /// Opens a company's store.
    ///
    /// # Errors
    /// As [`DbStore::open`], and what is wrong with the address of a shared store.
    pub fn open_store(&self, name: &str, company_key: &str) -> Result<DbStore> {
        self.open_any_store(name, company_key)?.usable()
    }

    /// Opens a company's store, also one that was copied to another place, or that is half of a copy.
    ///
    /// # Errors
    /// As [`Base::open_store`].
    pub fn open_any_store(&self, name: &str, company_key: &str) -> Result<DbStore> {
        match self.shared_store(name)? {
            Some(shared) => open_shared(&shared, &self.identity(name, company_key)?),
            None => DbStore::open(&self.store_file(name), company_key),
        }
    }

    /// Returns the name of a company in a store that it shares with others: its key in Uni, in one spelling. Companies that
    /// are played on this machine may have one key; they have their own names.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn identity(&self, name: &str, company_key: &str) -> Result<String> {
        if name == SANDBOX {
            return Ok(company_key.to_owned());
        }
        let key = uni_key(&self.config.company(name)?);
        Ok(key.unwrap_or_else(|| format!("{company_key} {name}")))
    }

    /// Returns the file of a company's store, where it has no shared one.
    pub fn store_file(&self, name: &str) -> PathBuf {
        self.paths.company(name).join("store.db")
    }

    /// Returns the shared store of a company, if it has one.
    ///
    /// # Errors
    /// What is wrong with the configuration, or that the password cannot be had.
    pub fn shared_store(&self, name: &str) -> Result<Option<SharedStore>> {
        match name == SANDBOX {
            true => shared_store(self.environment, None),
            false => shared_store(self.environment, Some(&self.config.company(name)?)),
        }
    }

    /// Returns whether a company may have a store already, without making one.
    pub fn may_have_store(&self, name: &str) -> bool {
        self.store_file(name).exists() || self.shared_store(name).is_ok_and(|s| s.is_some())
    }
}

/// Opens the company's part of a shared store.
///
/// # Errors
/// What is wrong with the address or the server.
#[cfg(feature = "postgres")]
pub fn open_shared(shared: &SharedStore, company_key: &str) -> Result<DbStore> {
    let address = uniac_store::Address::shared(&shared.url, shared.password.as_deref())?;
    DbStore::connect(address, company_key)
}

/// Says that there is no shared store in this build.
///
/// # Errors
/// Always.
#[cfg(not(feature = "postgres"))]
pub fn open_shared(_: &SharedStore, _: &str) -> Result<DbStore> {
    Err(Error::usage("bad-store", t!("store-without-server")))
}
