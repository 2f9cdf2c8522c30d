//! `uniac sandbox serve`: the sandbox stays up, and a configuration that works with it is printed.
//!
//! The secrets in it are the sandbox's own; no other may ever stand in a printed configuration.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::config::SANDBOX;
use crate::ui::Page;
use uniac_sandbox as sandbox;
use uniac_system::error::{Error, Result};
use uniac_system::files;

use super::play;
use super::session::Base;
use uniac_engine::exit::Exit;

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
        Error::failed("sandbox-file", format!("cannot write `{}`: {error}", key.display()))
    })?;
    let configuration = configuration(&address, &key);
    let mut page = Page::new();
    page.text(&configuration);
    base.ui.result("uniac.serve/1", &Served { address: address.clone(), configuration }, &page)?;
    base.ui.status(&format!("Serving on http://{address}; Ctrl-C ends it."));
    while !super::INTERRUPTED.load(std::sync::atomic::Ordering::SeqCst) {
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

fn configuration(address: &str, key_file: &Path) -> String {
    use uniac_sandbox::{identity, klarna, nexi, unimicro, vipps, woocommerce};
    // A path on Windows has backslashes, which TOML would read as escapes.
    let key_file = toml::Value::String(key_file.display().to_string());
    format!(
        r#"# Play money: a company that talks to the sandbox on {address}.
# The secrets are the sandbox's own:
#   export PLAY_SHOP_KEY={key} PLAY_SHOP_SECRET={secret}
#   export PLAY_VIPPS_SECRET={client_secret} PLAY_VIPPS_KEY={subscription_key}
#   export PLAY_NEXI_KEY={nexi_key} PLAY_KLARNA_PASSWORD={klarna_password}
#   export PLAY_KUSTOM_KEY={kustom_key}
[company.play]
release_after = 0
refund_after = 0

[company.play.uni]
base_url = "http://{address}/uni"
company_key = "{company_key}"

[company.play.uni.sign_in]
kind = "server"
issuer = "http://{address}/uni/identity"
client_id = "{uni_client}"
key = {{ file = {key_file} }}
# A person instead, by `uniac login`: kind = "person", without a key, and
#   client_id = "{uni_person}"

[company.play.shop]
kind = "woocommerce"
base_url = "http://{address}/shop"
consumer_key = {{ env = "PLAY_SHOP_KEY" }}
consumer_secret = {{ env = "PLAY_SHOP_SECRET" }}

[[company.play.payment]]
kind = "vipps"
base_url = "http://{address}/provider"
merchant_serial_number = "{msn}"
client_id = "{client_id}"
client_secret = {{ env = "PLAY_VIPPS_SECRET" }}
subscription_key = {{ env = "PLAY_VIPPS_KEY" }}

[[company.play.payment]]
kind = "nexi"
base_url = "http://{address}/nexi"
secret_key = {{ env = "PLAY_NEXI_KEY" }}

[[company.play.payment]]
kind = "klarna"
base_url = "http://{address}/klarna"
username = "{klarna_username}"
password = {{ env = "PLAY_KLARNA_PASSWORD" }}

[[company.play.payment]]
kind = "kustom"
base_url = "http://{address}/kustom"
api_key = {{ env = "PLAY_KUSTOM_KEY" }}
"#,
        klarna_username = klarna::USERNAME,
        klarna_password = klarna::PASSWORD,
        kustom_key = klarna::KUSTOM_KEY,
        nexi_key = nexi::SECRET_KEY,
        uni_client = identity::SERVER_CLIENT_ID,
        uni_person = identity::PERSON_CLIENT_ID,
        key = woocommerce::CONSUMER_KEY,
        secret = woocommerce::CONSUMER_SECRET,
        client_secret = vipps::CLIENT_SECRET,
        subscription_key = vipps::SUBSCRIPTION_KEY,
        company_key = unimicro::COMPANY_KEY,
        msn = vipps::MERCHANT_SERIAL_NUMBER,
        client_id = vipps::CLIENT_ID,
    )
}
