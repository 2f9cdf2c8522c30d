//! Which company each company of Uni was worked on as: of two companies of the configuration that name the same one, the
//! second is refused, though only one of the two is read.
//!
//! Two journals of the same invoices would each take the other's acts for a stranger's. Nothing of a company is kept here
//! but its name.

use std::io::Write;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::config::{CompanyConfig, uni_key};
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::t;

use super::base::Base;

/// The folder in the data directory. No company can have its name.
const FOLDER: &str = ".companies";

impl Base {
    /// Notes that a company of Uni is worked on under this name.
    ///
    /// # Errors
    /// `bad-configuration` with both places, when another company of the configuration was, and still names it.
    pub fn claim(&self, name: &str, company: &CompanyConfig) -> Result<()> {
        let Some(key) = uni_key(company) else { return Ok(()) };
        let path = self.claim_path(&key);
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let before = before.trim();
        if before == name {
            return Ok(());
        }
        if !before.is_empty() {
            self.config.not_both(name, before)?;
        }
        if self.global.dry_run {
            return Ok(());
        }
        let written = path.parent().map_or(Ok(()), files::make_folder).and_then(|()| {
            let mut options = std::fs::OpenOptions::new();
            let mut file = files::open(options.create(true).write(true).truncate(true), &path)?;
            file.write_all(name.as_bytes())
        });
        written.map_err(|error| {
            Error::failed(
                "store-failed",
                t!("file-not-written", path = path.display(), why = os::why(&error)),
            )
            .caused_by(error)
        })
    }

    fn claim_path(&self, key: &str) -> PathBuf {
        let digest = Sha256::digest(key.as_bytes());
        let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.paths.data.join(FOLDER).join(name)
    }
}
