//! The configuration of a company that talks to the sandbox, and the secrets that it names.
//!
//! The secrets in it are the sandbox's own; no other may ever stand in a printed configuration.

use crate::{identity, klarna, nexi, unimicro, vipps, woocommerce};

/// The name of the company.
pub const COMPANY: &str = "play";

/// The secrets, by the variables that the configuration names.
pub const SECRETS: [(&str, &str); 7] = [
    ("PLAY_SHOP_KEY", woocommerce::CONSUMER_KEY),
    ("PLAY_SHOP_SECRET", woocommerce::CONSUMER_SECRET),
    ("PLAY_VIPPS_SECRET", vipps::CLIENT_SECRET),
    ("PLAY_VIPPS_KEY", vipps::SUBSCRIPTION_KEY),
    ("PLAY_NEXI_KEY", nexi::SECRET_KEY),
    ("PLAY_KLARNA_PASSWORD", klarna::PASSWORD),
    ("PLAY_KUSTOM_KEY", klarna::KUSTOM_KEY),
];

/// Returns the configuration for a sandbox that listens on an address. `key_file` is a text of TOML: the path of the
/// key with which uniac signs in to Uni, quoted.
pub fn configuration(address: &str, key_file: &str) -> String {
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
