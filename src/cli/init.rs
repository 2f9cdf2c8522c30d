//! `uniac init`: writes a company's configuration, asking or from flags.
//!
//! It writes where a secret comes from, never the secret, and never overwrites a company.

use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::config::{
    CompanyConfig, Config, PaymentConfig, SANDBOX, SecretSource, ShopConfig, UniConfig, is_name,
};
use crate::error::{Error, Result};
use crate::payment::vipps;
use crate::ui::{Cell, Page};

use super::Exit;
use super::session::Base;

/// The arguments of `init`.
#[derive(Debug, Args)]
#[command(after_help = "\
What no flag says is asked, if there is a terminal. SOURCE says where a secret
comes from: `env:NAME`, `file:PATH` or `command:PROGRAM`; the secret itself is
never written or typed here.

Examples:
  uniac init
  uniac init --name kopp --uni-url https://app.unimicro.no \\
    --uni-company-key GUID --uni-token env:KOPP_UNI_TOKEN \\
    --shop-url https://kopp.example.no \\
    --shop-key env:KOPP_CK --shop-secret file:/run/secrets/kopp-cs \\
    --vipps-msn 123456 --vipps-client-id ID --vipps-client-secret env:KOPP_VS \\
    --vipps-subscription-key env:KOPP_VK

Writes the configuration file. Moves no money.")]
pub struct InitArgs {
    /// What you call the company
    #[arg(long)]
    name: Option<String>,
    /// Uni's address
    #[arg(long, value_name = "URL")]
    uni_url: Option<String>,
    /// The company's key in Uni
    #[arg(long, value_name = "GUID")]
    uni_company_key: Option<String>,
    /// Where Uni's access token comes from
    #[arg(long, value_name = "SOURCE")]
    uni_token: Option<String>,
    /// The order's field that carries the shop's order number
    #[arg(long, value_name = "FIELD")]
    order_reference_field: Option<String>,
    /// The shop's address
    #[arg(long, value_name = "URL")]
    shop_url: Option<String>,
    /// Where the consumer key comes from
    #[arg(long, value_name = "SOURCE")]
    shop_key: Option<String>,
    /// Where the consumer secret comes from
    #[arg(long, value_name = "SOURCE")]
    shop_secret: Option<String>,
    /// Vipps' address
    #[arg(long, value_name = "URL")]
    vipps_url: Option<String>,
    /// The sales unit
    #[arg(long, value_name = "MSN")]
    vipps_msn: Option<String>,
    /// The client id
    #[arg(long, value_name = "ID")]
    vipps_client_id: Option<String>,
    /// Where the client secret comes from
    #[arg(long, value_name = "SOURCE")]
    vipps_client_secret: Option<String>,
    /// Where the subscription key comes from
    #[arg(long, value_name = "SOURCE")]
    vipps_subscription_key: Option<String>,
}

/// Runs the command.
pub fn run(args: &InitArgs, base: &Base) -> Result<Exit> {
    let name = answer(base, args.name.as_deref(), "Name of the company", None, "--name")?;
    if !is_name(&name) || name == SANDBOX {
        return Err(Error::usage("usage", format!("`{name}` cannot name a company"))
            .hint("Use a-z, 0-9, - and _; `sandbox` is taken"));
    }
    if base.config.company.contains_key(&name) {
        return Err(Error::usage("usage", format!("the company `{name}` is configured already"))
            .hint(format!("Edit `{}`, or choose another name", base.paths.config.display())));
    }
    let company = company(args, base)?;
    let mut config = base.config.clone();
    config.company.insert(name.clone(), company);
    if base.global.dry_run {
        let text = text(&config)?;
        let mut page = Page::new();
        page.text(&text);
        let data = json!({"company": name, "file": base.paths.config, "configuration": text});
        base.ui.result("uniac.init/1", &data, &page)?;
        return Ok(Exit::Done);
    }
    write(&base.paths.config, &config)?;
    let mut page = Page::new();
    page.paragraph(format!("The company `{name}` is configured."));
    page.pair("file", Cell::new(base.paths.config.display().to_string()));
    page.hint(format!("Check it with `uniac doctor --company {name}`"));
    let data = json!({"company": name, "file": base.paths.config});
    base.ui.result("uniac.init/1", &data, &page)?;
    Ok(Exit::Done)
}

fn company(args: &InitArgs, base: &Base) -> Result<CompanyConfig> {
    let ask = |given: &Option<String>, question: &str, default: Option<&str>, flag: &str| {
        answer(base, given.as_deref(), question, default, flag)
    };
    let secret = |given: &Option<String>, question: &str, flag: &str| {
        let question = format!("{question}: where from (env:NAME, file:PATH, command:PROGRAM)");
        source(&answer(base, given.as_deref(), &question, None, flag)?)
    };
    let uni = UniConfig {
        base_url: ask(
            &args.uni_url,
            "Uni's address",
            Some("https://app.unimicro.no"),
            "--uni-url",
        )?,
        company_key: ask(
            &args.uni_company_key,
            "The company's key in Uni",
            None,
            "--uni-company-key",
        )?,
        token: Some(secret(&args.uni_token, "Uni's access token", "--uni-token")?),
        order_reference_field: args
            .order_reference_field
            .clone()
            .unwrap_or_else(|| crate::erp::unimicro::ORDER_REFERENCE_FIELD.to_owned()),
        order_reference_prefix: None,
        sign_in: None,
    };
    let shop = ShopConfig::Woocommerce {
        base_url: ask(&args.shop_url, "The shop's address", None, "--shop-url")?,
        consumer_key: secret(&args.shop_key, "The shop's consumer key", "--shop-key")?,
        consumer_secret: secret(&args.shop_secret, "The shop's consumer secret", "--shop-secret")?,
    };
    let payment = PaymentConfig::Vipps {
        base_url: args.vipps_url.clone().unwrap_or_else(|| "https://api.vipps.no".to_owned()),
        merchant_serial_number: ask(
            &args.vipps_msn,
            "Vipps' sales unit (MSN)",
            None,
            "--vipps-msn",
        )?,
        client_id: ask(&args.vipps_client_id, "Vipps' client id", None, "--vipps-client-id")?,
        client_secret: secret(
            &args.vipps_client_secret,
            "Vipps' client secret",
            "--vipps-client-secret",
        )?,
        subscription_key: secret(
            &args.vipps_subscription_key,
            "Vipps' subscription key",
            "--vipps-subscription-key",
        )?,
        payment_methods: vec!["vipps".to_owned()],
        reservation_days: vipps::RESERVATION_DAYS_NORWAY,
        key_lifetime_hours: None,
        read_delay_seconds: None,
    };
    Ok(CompanyConfig { workers: None, time_zone: None, uni, shop, payment: vec![payment] })
}

fn answer(
    base: &Base,
    given: Option<&str>,
    question: &str,
    default: Option<&str>,
    flag: &str,
) -> Result<String> {
    match (given, default) {
        (Some(given), _) => Ok(given.trim().to_owned()),
        (None, Some(default)) if base.global.yes => Ok(default.to_owned()),
        (None, _) => base.ui.ask(question, default, flag),
    }
}

fn source(text: &str) -> Result<SecretSource> {
    let bad = || {
        Error::usage("usage", "a secret is named by where it comes from, and this names nothing")
            .hint("Write `env:NAME`, `file:PATH` or `command:PROGRAM`; never the secret itself")
    };
    let (kind, rest) = text.split_once(':').ok_or_else(bad)?;
    match (kind, rest.trim()) {
        (_, "") => Err(bad()),
        ("env", name) => Ok(SecretSource::Env(name.to_owned())),
        ("file", path) => Ok(SecretSource::File(path.into())),
        ("command", words) => {
            Ok(SecretSource::Command(words.split_whitespace().map(str::to_owned).collect()))
        }
        _ => Err(bad()),
    }
}

fn text(config: &Config) -> Result<String> {
    toml::to_string_pretty(config)
        .map_err(|error| Error::defect(format!("the configuration cannot be written: {error}")))
}

/// Writes the file beside and renames it, so that a crash leaves the old or the new one.
fn write(path: &Path, config: &Config) -> Result<()> {
    let text = text(config)?;
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| {
        let beside = path.with_extension("toml.new");
        std::fs::write(&beside, text)?;
        std::fs::rename(&beside, path)
    });
    written.map_err(|error| {
        Error::failed("bad-configuration", format!("cannot write `{}`: {error}", path.display()))
    })
}
