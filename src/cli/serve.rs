//! `uniac sandbox serve`: the sandbox for other processes, with a configuration that works with it.
//!
//! Only play money's secrets may be printed, and only here.

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::sandbox::{nexi, unimicro, vipps, woocommerce};
use crate::ui::Page;

use super::Exit;
use super::session::Base;

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

/// Runs the command.
pub fn run(args: &ServeArgs, base: &Base) -> Result<Exit> {
    let sandbox = base.sandbox()?;
    let server = sandbox.serve(args.port)?;
    let address = server.address.to_string();
    let configuration = configuration(&address);
    let mut page = Page::new();
    page.text(&configuration);
    base.ui.result("uniac.serve/1", &Served { address: address.clone(), configuration }, &page)?;
    base.ui.status(&format!("Serving on http://{address}; Ctrl-C ends it."));
    while !super::INTERRUPTED.load(std::sync::atomic::Ordering::SeqCst) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Ok(Exit::Done)
}

fn configuration(address: &str) -> String {
    format!(
        r#"# Play money: a company that talks to the sandbox on {address}.
# The secrets are the sandbox's own:
#   export PLAY_UNI_TOKEN={token} PLAY_SHOP_KEY={key} PLAY_SHOP_SECRET={secret}
#   export PLAY_VIPPS_SECRET={client_secret} PLAY_VIPPS_KEY={subscription_key}
#   export PLAY_NEXI_KEY={nexi_key}
[company.play]

[company.play.uni]
base_url = "http://{address}/uni"
company_key = "{company_key}"
token = {{ env = "PLAY_UNI_TOKEN" }}

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
"#,
        nexi_key = nexi::SECRET_KEY,
        token = unimicro::TOKEN,
        key = woocommerce::CONSUMER_KEY,
        secret = woocommerce::CONSUMER_SECRET,
        client_secret = vipps::CLIENT_SECRET,
        subscription_key = vipps::SUBSCRIPTION_KEY,
        company_key = unimicro::COMPANY_KEY,
        msn = vipps::MERCHANT_SERIAL_NUMBER,
        client_id = vipps::CLIENT_ID,
    )
}
