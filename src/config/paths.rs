//! Where configuration and data lie.
//!
//! Nothing is made or read here.

use std::path::{Path, PathBuf};

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::company::SANDBOX;
use super::environment::Environment;

/// The folder beside the configuration file with one file a company.
pub const FOLDER: &str = "companies.d";

/// Returns the folder with the companies' own files that belongs to a configuration file.
pub fn folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(FOLDER)
}

/// Where configuration and data lie.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The configuration file.
    pub config: PathBuf,
    /// The folder with one folder a company.
    pub data: PathBuf,
}

impl Paths {
    /// Returns the paths by flag, environment, or the platform's conventions.
    ///
    /// # Errors
    /// `no-home` when there is no home directory and nothing else is said.
    pub fn resolve(flag: Option<&Path>, environment: &Environment) -> Result<Paths> {
        let dirs = directories::ProjectDirs::from("", "", "uniac");
        let no_home =
            || Error::usage("no-home", t!("config-no-home")).hint(t!("config-no-home-hint"));
        let config = flag
            .map(Path::to_owned)
            .or_else(|| environment.var("UNIAC_CONFIG").map(PathBuf::from))
            .or_else(|| dirs.as_ref().map(|dirs| dirs.config_dir().join("uniac.toml")))
            .ok_or_else(no_home)?;
        let data = environment
            .var("UNIAC_DATA_DIR")
            .map(PathBuf::from)
            .or_else(|| dirs.as_ref().map(|dirs| dirs.data_dir().to_owned()))
            .ok_or_else(no_home)?;
        Ok(Paths { config, data })
    }

    /// Returns the folder of a company.
    pub fn company(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Returns the file that keeps the sign-in of a company's person.
    pub fn login(&self, name: &str) -> PathBuf {
        self.company(name).join("login.json")
    }

    /// Returns the file of the sandbox's world.
    pub fn sandbox(&self) -> PathBuf {
        self.company(SANDBOX).join("sandbox.db")
    }
}
