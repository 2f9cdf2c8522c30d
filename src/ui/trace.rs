//! Diagnostics: what goes on inside a command, on stderr, for `-v`, `-vv` and `UNIAC_LOG`.
//!
//! They carry ids, codes, sums and paths without their queries; never a secret, a name or a body.

use std::io;
use std::str::FromStr;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// The crates whose diagnostics are shown by `-v`.
const CRATES: [&str; 5] =
    ["uniac", "uniac_engine", "uniac_connect", "uniac_store", "uniac_sandbox"];

/// Shows diagnostics from now on: steps with `-v`, each call too with `-vv`, or what the filter names, in the form
/// `uniac_connect=debug,uniac_engine=info`.
///
/// # Errors
/// `usage` when the filter cannot be understood.
pub fn start(verbosity: u8, filter: Option<&str>, colors: bool) -> Result<()> {
    let Some(targets) = targets(verbosity, filter)? else { return Ok(()) };
    let lines = fmt::layer().without_time().with_writer(io::stderr).with_ansi(colors);
    // A second start is a test's; the first one stays.
    let _ = tracing_subscriber::registry().with(lines.with_filter(targets)).try_init();
    Ok(())
}

fn targets(verbosity: u8, filter: Option<&str>) -> Result<Option<Targets>> {
    let level = match verbosity {
        0 => match filter {
            None => return Ok(None),
            Some(filter) => return parsed(filter).map(Some),
        },
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    Ok(Some(Targets::new().with_targets(CRATES.map(|name| (name, level)))))
}

fn parsed(filter: &str) -> Result<Targets> {
    Targets::from_str(filter).map_err(|error| {
        Error::usage("usage", t!("config-log", why = error.to_string())).hint(t!("config-log-hint"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::filter::LevelFilter;

    #[test]
    fn a_flag_goes_before_the_variable_and_nothing_is_shown_without_either() {
        assert!(targets(0, None).unwrap().is_none());
        let by_flag = targets(2, Some("uniac_engine=error")).unwrap().unwrap();
        assert!(by_flag.would_enable("uniac_connect::http", &tracing::Level::DEBUG));
        assert!(!by_flag.would_enable("hyper", &tracing::Level::INFO));
        let named = targets(0, Some("uniac_engine=info")).unwrap().unwrap();
        assert!(named.would_enable("uniac_engine", &tracing::Level::INFO));
        assert!(!named.would_enable("uniac_connect", &LevelFilter::INFO.into_level().unwrap()));
        assert_eq!(targets(0, Some("a=loudly")).unwrap_err().code, "usage");
    }
}
