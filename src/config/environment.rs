//! The environment, read in this file and nowhere else.
//!
//! A value from the environment must never be shown; only its name may be.

/// The variables of the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Environment {
    /// Returns a variable that is set and not empty.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn var(self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// Returns the name of the account that runs the program, for the journal of settings and holds.
    pub fn user(self) -> String {
        ["UNIAC_USER", "USER", "USERNAME", "LOGNAME"]
            .into_iter()
            .find_map(|name| self.var(name))
            .unwrap_or_else(|| "unknown".to_owned())
    }
}
