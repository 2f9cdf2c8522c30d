//! The environment, read in this file and nowhere else.
//!
//! A value from the environment must never be shown; only its name may be.

use std::ffi::OsString;

/// What a program that prints a secret is given of the environment: what programs need to start and to
/// find their own files, and nothing that is a secret.
const FOR_PROGRAMS: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "TZ",
    "TMPDIR",
    "TMP",
    "TEMP",
    // Where agents and key rings listen, and where programs keep their own files.
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "DBUS_SESSION_BUS_ADDRESS",
    "GNUPGHOME",
    // Windows.
    "SystemRoot",
    "SystemDrive",
    "windir",
    "ComSpec",
    "PATHEXT",
    "USERPROFILE",
    "USERNAME",
    "APPDATA",
    "LOCALAPPDATA",
    "ProgramData",
    "ProgramFiles",
];

/// The variables of the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Environment {
    /// Returns a variable that is set and not empty.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn var(self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// Returns a variable that is set, also one that is set to nothing.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn set(self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    /// Returns the variables that a program of the configuration is given.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn for_programs(self) -> Vec<(OsString, OsString)> {
        let given = |name: &&str| Some((OsString::from(name), std::env::var_os(name)?));
        FOR_PROGRAMS.iter().filter_map(given).collect()
    }

    /// Returns who runs the program, for what is kept with a name: `UNIAC_USER`, or the account's name.
    pub fn user(self) -> String {
        ["UNIAC_USER", "USER", "USERNAME", "LOGNAME"]
            .into_iter()
            .find_map(|name| self.var(name))
            .or_else(|| whoami::username().ok().filter(|name| !name.is_empty()))
            .unwrap_or_else(|| "unknown".to_owned())
    }

    /// Returns the machine's name, for the history.
    pub fn host(self) -> String {
        whoami::hostname()
            .ok()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "unknown".to_owned())
    }
}
