//! How a store is opened: in a file, in a server, or in memory.

use std::fs::OpenOptions;
use std::path::Path;
#[cfg(feature = "postgres")]
use std::sync::Arc;

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_texts::t;

use super::readers::Readers;
use super::store::{DbStore, Medium};
#[cfg(feature = "postgres")]
use crate::db::postgres::{Address, Remote};
use crate::db::{Connection, failure};
use crate::medium::file::StoreFile;
#[cfg(feature = "postgres")]
use crate::medium::lease::Lease;
use crate::medium::{making, preparing, soundness};
use crate::schema;

/// So many look at a server at once. Each is a connection of the server's, of which it has about a hundred for all.
#[cfg(feature = "postgres")]
const READERS: usize = 4;

impl DbStore {
    /// Opens the store of the company with the given key in Uni, making it when there is none.
    ///
    /// # Errors
    /// `store-newer`, `store-damaged`, `store-other-company`, or that the file cannot be opened.
    pub fn open(path: &Path, company: &str) -> Result<DbStore> {
        let unreachable = |error: std::io::Error| {
            Error::failed(
                "store-failed",
                t!(
                    "store-cannot-open",
                    path = path.display().to_string(),
                    error = error.to_string()
                ),
            )
            .caused_by(error)
        };
        if let Some(folder) = path.parent() {
            files::make_folder(folder).map_err(unreachable)?;
        }
        let lock_path = path.with_extension("lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let lock_file = files::open(&mut options, &lock_path).map_err(unreachable)?;
        if !making::is_there(path)? {
            making::make(path, company, &lock_file)?;
        }
        for own in ["db", "db-wal", "db-shm", "lock"] {
            files::tighten(&path.with_extension(own)).map_err(unreachable)?;
        }
        let is_as_left = soundness::is_as_left(path, &lock_file);
        let connection = preparing::connect(path)?;
        preparing::check(&connection, company)?;
        preparing::set_durable(&connection)?;
        let connection = prepared(connection, company)?;
        let file = StoreFile::new(path.to_owned(), lock_file, is_as_left);
        let mut store = DbStore::new(connection, Medium::File(file));
        store.readers = Readers::new([preparing::connect(path)?.into()]);
        Ok(store)
    }

    /// Opens the company's part of a store in PostgreSQL, making schema and company when there are none.
    ///
    /// # Errors
    /// `store-newer`, `store-damaged`, or that the server cannot be used.
    #[cfg(feature = "postgres")]
    pub fn connect(address: Arc<Address>, company: &str) -> Result<DbStore> {
        let plain = Remote::new(Arc::clone(&address), None);
        schema::postgres::migrate(&plain)?;
        let id = schema::postgres::register(&plain, company).map_err(failure)?;
        let connection = Connection::from(Remote::new(Arc::clone(&address), Some(id)));
        let lease = Lease::new(plain, id).map_err(failure)?;
        let mut store = DbStore::new(connection, Medium::Server(lease));
        let reader = || Remote::new(Arc::clone(&address), Some(id)).into();
        store.readers = Readers::new((0..READERS).map(|_| reader()));
        Ok(store)
    }

    /// Opens a store that lives as long as the value, for simulations.
    ///
    /// # Errors
    /// When SQLite cannot make it.
    pub fn in_memory(company: &str) -> Result<DbStore> {
        let connection = rusqlite::Connection::open_in_memory().map_err(failure)?;
        Ok(DbStore::new(prepared(connection, company)?, Medium::Memory))
    }

    /// Opens a store in memory that others of this process share by its name, and that lives as
    /// long as one of them does: a simulation's restart is a new value on the same store.
    ///
    /// # Errors
    /// When SQLite cannot open it, or it belongs to another company.
    pub fn in_shared_memory(name: &str, company: &str) -> Result<DbStore> {
        let address = format!("file:/{name}?vfs=memdb");
        let connection = rusqlite::Connection::open(address).map_err(failure)?;
        Ok(DbStore::new(prepared(connection, company)?, Medium::Memory))
    }
}

fn prepared(connection: rusqlite::Connection, company: &str) -> Result<Connection> {
    preparing::keep_plans(&connection)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(failure)?;
    let connection = Connection::from(connection);
    schema::sqlite::migrate(&connection)?;
    preparing::claim(connection.sqlite()?, company)?;
    Ok(connection)
}
