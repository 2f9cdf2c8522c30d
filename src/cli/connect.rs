//! A company's connectors, put together from its configuration: one arm a kind of system.
//!
//! Secrets are fetched here and go into the connector that needs them, and nowhere else. Nothing is sent.

use std::path::PathBuf;

use jiff::SignedDuration;

use crate::config::{
    CompanyConfig, Environment, PaymentConfig, SecretSource, ShopConfig, SignInConfig, kind_of,
};
use uniac_connect::erp::Erp;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::Context;
use uniac_connect::payment::klarna::{self, Klarna};
use uniac_connect::payment::kustom;
use uniac_connect::payment::nexi::{self, Nexi};
use uniac_connect::payment::vipps::{self, Vipps};
use uniac_connect::payment::{Capabilities, Provider};
use uniac_connect::shop::Shop;
use uniac_connect::shop::medusa::{self, Medusa, MedusaPayments};
use uniac_connect::shop::vendure::{self, Vendure};
use uniac_connect::shop::woocommerce::{self, WooCommerce};
use uniac_system::error::{Error, Result};
use uniac_system::secret::Secret;

use super::sign_in;

/// Returns the company's secrets by what they are for.
pub fn secret_sources(company: &CompanyConfig) -> Vec<(String, &SecretSource)> {
    let mut sources = Vec::new();
    sources.extend(company.uni.token.as_ref().map(|token| ("Uni: token".to_owned(), token)));
    for (name, source) in company.uni.sign_in.iter().flat_map(SignInConfig::secrets) {
        sources.push((format!("Uni: sign_in.{name}"), source));
    }
    match &company.shop {
        ShopConfig::Woocommerce { consumer_key, consumer_secret, .. } => {
            sources.push(("shop: consumer_key".to_owned(), consumer_key));
            sources.push(("shop: consumer_secret".to_owned(), consumer_secret));
        }
        ShopConfig::Medusa { secret_key, .. } => {
            sources.push(("shop: secret_key".to_owned(), secret_key));
        }
        ShopConfig::Vendure { password, api_key, .. } => {
            sources.extend(password.iter().map(|source| ("shop: password".to_owned(), source)));
            sources.extend(api_key.iter().map(|source| ("shop: api_key".to_owned(), source)));
        }
    }
    for payment in &company.payment {
        match payment {
            PaymentConfig::Vipps { client_secret, subscription_key, .. } => {
                sources.push(("vipps: client_secret".to_owned(), client_secret));
                sources.push(("vipps: subscription_key".to_owned(), subscription_key));
            }
            PaymentConfig::Nexi { secret_key, .. } => {
                sources.push(("nexi: secret_key".to_owned(), secret_key));
            }
            PaymentConfig::Klarna { password, .. } => {
                sources.push(("klarna: password".to_owned(), password));
            }
            PaymentConfig::Kustom { api_key, .. } => {
                sources.push(("kustom: api_key".to_owned(), api_key));
            }
        }
    }
    sources
}

/// Fetches a secret, and says of a failure which one it is; the names are those of [`secret_sources`].
fn fetched(what: &str, source: &SecretSource, environment: Environment) -> Result<Secret> {
    source.fetch(environment).map_err(|error| error.during(what))
}

/// Connects Uni.
///
/// # Errors
/// When a secret is missing or the address cannot be used.
pub fn connect_erp(
    company: &CompanyConfig,
    login: PathBuf,
    environment: Environment,
    context: &Context,
) -> Result<Box<dyn Erp>> {
    let uni = &company.uni;
    let setup = unimicro::Setup {
        base_url: uni.base_url.clone(),
        company_key: uni.company_key.clone(),
        sign_in: sign_in::connect(uni, login, environment)?,
        order_reference_field: uni.order_reference_field.clone(),
        order_reference_prefix: uni.order_reference_prefix.clone(),
        page_rows: unimicro::PAGE_ROWS,
    };
    Ok(Box::new(Unimicro::new(setup, context)?))
}

/// The shop, and the provider that it is itself.
pub type ShopAndProviders = (Box<dyn Shop>, Vec<Box<dyn Provider>>);

/// Connects the shop.
///
/// # Errors
/// As [`connect_erp`].
pub fn connect_shop(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Result<ShopAndProviders> {
    match &company.shop {
        ShopConfig::Woocommerce { base_url, consumer_key, consumer_secret } => {
            let setup = woocommerce::Setup {
                base_url: base_url.clone(),
                consumer_key: fetched("shop: consumer_key", consumer_key, environment)?,
                consumer_secret: fetched("shop: consumer_secret", consumer_secret, environment)?,
            };
            Ok((Box::new(WooCommerce::new(setup, context)?), Vec::new()))
        }
        ShopConfig::Medusa { base_url, secret_key, payment_methods, read_delay_seconds } => {
            let delay_s = read_delay_seconds.unwrap_or(medusa::READ_DELAY_SECONDS);
            let setup = medusa::Setup {
                base_url: base_url.clone(),
                secret_key: fetched("shop: secret_key", secret_key, environment)?,
                payment_methods: payment_methods.clone(),
                capabilities: Capabilities {
                    lookup_delay: SignedDuration::from_secs(i64::from(delay_s)),
                    ..medusa::CAPABILITIES
                },
            };
            let provider = MedusaPayments::new(&setup, context)?;
            Ok((Box::new(Medusa::new(&setup, context)?), vec![Box::new(provider)]))
        }
        ShopConfig::Vendure { base_url, username, password, api_key, payment_methods } => {
            let sign_in = match (username, password, api_key) {
                (Some(username), Some(password), None) => vendure::SignIn::Password {
                    username: username.clone(),
                    password: fetched("shop: password", password, environment)?,
                },
                (None, None, Some(key)) => {
                    vendure::SignIn::Key(fetched("shop: api_key", key, environment)?)
                }
                _ => {
                    let what = "Vendure is signed in to by `username` and `password`, or `api_key`";
                    return Err(Error::usage("bad-configuration", what)
                        .hint("Give one of the two in [company.NAME.shop]"));
                }
            };
            let setup = vendure::Setup {
                base_url: base_url.clone(),
                sign_in,
                payment_methods: payment_methods.clone(),
            };
            let (shop, payments) = Vendure::connect(setup, context)?;
            Ok((Box::new(shop), vec![Box::new(payments)]))
        }
    }
}

/// Connects each provider by itself, by its name.
pub fn connect_providers(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Vec<(String, Result<Box<dyn Provider>>)> {
    let connect = |payment: &PaymentConfig| {
        (kind_of(payment), connect_provider(payment, environment, context))
    };
    company.payment.iter().map(connect).collect()
}

fn connect_provider(
    payment: &PaymentConfig,
    environment: Environment,
    context: &Context,
) -> Result<Box<dyn Provider>> {
    match payment {
        PaymentConfig::Vipps {
            base_url,
            merchant_serial_number,
            client_id,
            client_secret,
            subscription_key,
            payment_methods,
            reservation_days,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let setup = vipps::Setup {
                base_url: base_url.clone(),
                client_id: client_id.clone(),
                client_secret: fetched("vipps: client_secret", client_secret, environment)?,
                subscription_key: fetched(
                    "vipps: subscription_key",
                    subscription_key,
                    environment,
                )?,
                merchant_serial_number: merchant_serial_number.clone(),
                payment_methods: or_usual(payment_methods, &vipps::PAYMENT_METHODS),
                reservation_days: *reservation_days,
                capabilities: promised(
                    vipps::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Vipps::new(setup, context)?))
        }
        PaymentConfig::Nexi {
            base_url,
            secret_key,
            payment_methods,
            reservation_days,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let setup = nexi::Setup {
                base_url: base_url.clone(),
                secret_key: fetched("nexi: secret_key", secret_key, environment)?,
                payment_methods: or_usual(payment_methods, &nexi::PAYMENT_METHODS),
                reservation_days: *reservation_days,
                capabilities: promised(
                    nexi::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Nexi::new(setup, context)?))
        }
        PaymentConfig::Klarna {
            base_url,
            username,
            password,
            payment_methods,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let mut methods = or_usual(payment_methods, &klarna::PAYMENT_METHODS);
            if is_kustoms_elsewhere(payment) {
                methods.retain(|method| !is_kustoms(method));
            }
            let setup = klarna::Setup {
                base_url: base_url.clone(),
                username: username.clone(),
                password: fetched("klarna: password", password, environment)?,
                payment_methods: methods,
                capabilities: promised(
                    klarna::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Klarna::new(setup, context)?))
        }
        PaymentConfig::Kustom {
            base_url,
            username,
            api_key,
            payment_methods,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let setup = klarna::Setup {
                base_url: base_url.clone(),
                username: username.clone().unwrap_or_default(),
                password: api_key.fetch(environment)?,
                payment_methods: or_usual(payment_methods, &kustom::PAYMENT_METHODS),
                capabilities: promised(
                    kustom::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(kustom::connect(setup, context)?))
        }
    }
}

/// Returns the methods of the configuration, or those of the provider's plug-in.
fn or_usual(configured: &[String], usual: &[&str]) -> Vec<String> {
    match configured.is_empty() {
        true => usual.iter().map(|method| (*method).to_owned()).collect(),
        false => configured.to_vec(),
    }
}

fn is_kustoms(method: &str) -> bool {
    kustom::PAYMENT_METHODS.iter().any(|known| known.eq_ignore_ascii_case(method))
}

/// Returns whether a configuration of Klarna lists Kustom's method although its address is not
/// Kustom's: Klarna answers for no order of Kustom since 2026-03-31, so none is asked for there.
pub fn is_kustoms_elsewhere(payment: &PaymentConfig) -> bool {
    match payment {
        PaymentConfig::Klarna { base_url, payment_methods, .. } => {
            !base_url.contains("kustom.co")
                && payment_methods.iter().any(|method| is_kustoms(method))
        }
        PaymentConfig::Vipps { .. } | PaymentConfig::Nexi { .. } | PaymentConfig::Kustom { .. } => {
            false
        }
    }
}

/// Returns what a provider promises, with what the configuration says of it.
fn promised(
    usual: Capabilities,
    key_lifetime_hours: Option<u16>,
    read_delay_seconds: Option<u16>,
) -> Capabilities {
    let lifetime = |hours| (hours > 0).then(|| SignedDuration::from_hours(i64::from(hours)));
    let delay = |seconds| SignedDuration::from_secs(i64::from(seconds));
    Capabilities {
        key_lifetime: key_lifetime_hours.map_or(usual.key_lifetime, lifetime),
        lookup_delay: read_delay_seconds.map_or(usual.lookup_delay, delay),
        ..usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn klarna(base_url: &str, methods: &[&str]) -> PaymentConfig {
        let file = format!(
            "kind = 'klarna'\nbase_url = '{base_url}'\nusername = 'u'\npassword = {{ env = 'P' }}\n\
             payment_methods = {methods:?}"
        );
        toml::from_str(&file).unwrap()
    }

    #[test]
    fn kustoms_method_is_not_asked_for_at_klarna() {
        for (base_url, methods, is_elsewhere) in [
            ("https://api.klarna.com", &["klarna_payments", "kco"][..], true),
            ("https://api.klarna.com", &["KCO"], true),
            ("https://api.klarna.com", &["klarna_payments"], false),
            ("https://api.klarna.com", &[], false),
            // Somebody has moved the address, which is enough.
            ("https://api.kustom.co", &["kco"], false),
        ] {
            let found = is_kustoms_elsewhere(&klarna(base_url, methods));
            assert_eq!(found, is_elsewhere, "{base_url} {methods:?}");
        }
    }

    #[test]
    fn the_methods_of_2026_are_their_providers() {
        use uniac_core::method::{Owner, owner};
        for (title, methods) in [
            ("Vipps MobilePay", &vipps::PAYMENT_METHODS[..]),
            ("Nexi Checkout", &nexi::PAYMENT_METHODS[..]),
            ("Klarna", &klarna::PAYMENT_METHODS[..]),
            ("Kustom", &kustom::PAYMENT_METHODS[..]),
        ] {
            for method in methods {
                assert_eq!(owner(method), Owner::Provider(title), "{method}");
            }
        }
        let mut all = [&vipps::PAYMENT_METHODS[..], &nexi::PAYMENT_METHODS[..]].concat();
        all.extend(klarna::PAYMENT_METHODS.iter().chain(&kustom::PAYMENT_METHODS));
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!((all.len(), count), (13, 13), "each is one provider's");
    }
}
