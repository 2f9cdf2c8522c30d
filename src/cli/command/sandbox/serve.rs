//! `uniac sandbox serve`: the sandbox stays up, and a configuration that works with it is printed.
//!
//! Nothing of another company may stand in what is printed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::config::SANDBOX;
use crate::ui::Page;
use uniac_engine::exit::Exit;
use uniac_sandbox as sandbox;
use uniac_system::error::{Error, Result};
use uniac_system::{files, os, stop};
use uniac_texts::t;

use crate::cli::session::{Base, play};

/// The arguments of `sandbox serve`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox serve --port 8080")]
pub struct ServeArgs {
    /// The port; 0: any free one
    #[arg(long, value_name = "P", default_value_t = 0)]
    port: u16,
}

/// What `sandbox serve` prints: where it listens, and a configuration that works with it.
#[derive(Serialize)]
struct Served {
    address: String,
    configuration: String,
}

/// Runs the command until it is interrupted.
pub fn run(args: &ServeArgs, base: &Base) -> Result<Exit> {
    let sandbox = play::world(base)?;
    let server = sandbox.serve(args.port)?;
    let address = server.address.to_string();
    let key = base.paths.company(SANDBOX).join("uni-client.pem");
    write_key(&key).map_err(|error| {
        Error::failed(
            "sandbox-file",
            t!("file-not-written", path = key.display().to_string(), why = os::why(&error)),
        )
        .caused_by(error)
    })?;
    // A path on Windows has backslashes, which TOML would read as escapes.
    let key = toml::Value::String(key.display().to_string()).to_string();
    let configuration = sandbox::configuration(&address, &key);
    let mut page = Page::new();
    page.text(&configuration);
    base.ui.result("uniac.serve/1", &Served { address: address.clone(), configuration }, &page)?;
    base.ui.status(&t!("serve-serving", address = address));
    while !stop::PROCESS.flag().load(std::sync::atomic::Ordering::SeqCst) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Ok(Exit::Done)
}

/// Writes the key of the sandbox's server application, which nobody else may read.
fn write_key(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = files::open(options.create(true).write(true).truncate(true), path)?;
    files::tighten(path)?;
    file.write_all(sandbox::identity::SERVER_KEY.as_bytes())
}
