//! What can be seen of a shop beside its orders: versions, plug-ins, and who else captures.
//!
//! It only reads, and asks for single settings by name: a payment method's settings hold its keys,
//! which must stay in the shop. WooCommerce tells nobody what its key may write.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::plugins;
use super::{API, WooCommerce, is_id};
use crate::http::Request;
use crate::http::wire::{cleaned, moment};
use crate::plug_in::PlugIn;
use uniac_core::finding::{Finding, Verdict};
use uniac_core::hooks::{Deeds, Hook, Hooks, When};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::{t, text};

/// The fields of `GET payment_gateways` that are read; `settings` holds the plug-in's keys, so
/// only the switches are asked for (WordPress REST API, `_fields` with dots).
fn gateway_fields() -> String {
    let switches = plugins::switches().map(|name| format!("settings.{name}"));
    ["id".to_owned(), "enabled".to_owned()]
        .into_iter()
        .chain(switches)
        .collect::<Vec<_>>()
        .join(",")
}

/// The fields of `GET system_status` that are read.
const STATUS_FIELDS: &str = "environment.version,environment.wp_version,active_plugins";

#[derive(Debug, Deserialize)]
struct Gateway {
    id: String,
    enabled: Option<bool>,
    /// An object by name; an empty PHP list when there are none.
    #[serde(default)]
    settings: Value,
}

#[derive(Debug, Deserialize)]
struct Status {
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    active_plugins: Vec<Active>,
}

#[derive(Debug, Default, Deserialize)]
struct Environment {
    /// The documents of version 2 call it `wc_version`.
    #[serde(alias = "wc_version")]
    version: Option<String>,
    wp_version: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Active {
    plugin: Option<String>,
    version: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Completed {
    date_completed_gmt: Option<String>,
}

impl WooCommerce {
    /// Returns versions and what in the shop captures by itself.
    pub(super) fn surveyed(&self) -> Vec<Finding> {
        let status = self.read_list::<Status>("system_status", STATUS_FIELDS);
        let gateways = self.read_list::<Vec<Gateway>>("payment_gateways", &gateway_fields());
        let versions = match &status {
            Ok(status) => versions(status),
            Err(error) => Finding::unverified(
                "version",
                t!("woocommerce-no-versions", error = error.to_string()),
                t!("woocommerce-manager"),
            ),
        };
        let driver = match &gateways {
            Ok(gateways) => finding(gateways, status.as_ref().ok()),
            Err(error) => Finding::unverified(
                "plug-ins",
                t!("woocommerce-plug-ins-unseen", error = error.to_string()),
                t!("woocommerce-manager"),
            ),
        };
        vec![versions, driver]
    }

    /// Returns what the shop's payment plug-ins do at a change of status.
    pub(super) fn seen_hooks(&self) -> Result<Hooks> {
        let gateways = self.read_list::<Vec<Gateway>>("payment_gateways", &gateway_fields())?;
        let status = self.read_list::<Status>("system_status", STATUS_FIELDS);
        let mut hooks = Hooks::default();
        for gateway in &gateways {
            hooks.add(&gateway.id, Acting::of(gateway, status.as_ref().ok()).hook);
        }
        Ok(hooks)
    }

    fn read_list<T: for<'de> Deserialize<'de>>(&self, route: &str, fields: &str) -> Result<T> {
        let request = Request::get(format!("{API}/{route}")).query("_fields", fields);
        self.http.read(&request)?.read_as(System::Shop)
    }

    /// Returns when an order was completed.
    pub(super) fn completion(&self, id: &str) -> Result<Option<Timestamp>> {
        if !is_id(id) {
            return Ok(None);
        }
        let request =
            Request::get(format!("{API}/orders/{id}")).query("_fields", "id,date_completed_gmt");
        let completed: Completed = self.http.read(&request)?.read_as(System::Shop)?;
        Ok(completed.date_completed_gmt.as_deref().and_then(moment))
    }
}

fn versions(status: &Status) -> Finding {
    let known = |version: &Option<String>| {
        version.as_deref().map_or_else(|| "?".to_owned(), |version| cleaned(version, 20))
    };
    let (shop, press) = (known(&status.environment.version), known(&status.environment.wp_version));
    let finding = Finding::ok("version", format!("WooCommerce {shop}, WordPress {press}"));
    finding.mark("woocommerce", shop).mark("wordpress", press)
}

/// Who acts for a payment method, and how.
struct Acting {
    /// The plug-in, when it is a known one.
    plug_in: Option<&'static PlugIn>,
    /// Its name with its version, or the method's id.
    name: String,
    hook: Hook,
}

impl Acting {
    /// Looks who acts. The same id may be another plug-in's; when the active ones cannot be read, the id is
    /// believed.
    fn of(gateway: &Gateway, status: Option<&Status>) -> Acting {
        let id = cleaned(&gateway.id, 40);
        let known = plugins::of_method(&gateway.id);
        let active = |plug_in: &PlugIn| status.map(|status| active(plug_in, status));
        match known.map(|plug_in| (plug_in, active(plug_in))) {
            Some((plug_in, None)) => Acting {
                plug_in: Some(plug_in),
                name: plug_in.name.to_owned(),
                hook: plug_in.does(&gateway.settings),
            },
            Some((plug_in, Some(Some(active)))) => Acting {
                plug_in: Some(plug_in),
                name: match active.version.as_deref() {
                    Some(version) => format!("{} {}", plug_in.name, cleaned(version, 20)),
                    None => plug_in.name.to_owned(),
                },
                hook: plug_in.does(&gateway.settings),
            },
            Some((_, Some(None))) | None => {
                let hook = match plugins::is_own(&gateway.id) {
                    true => Hook::QUIET,
                    false => Hook::UNKNOWN,
                };
                Acting { plug_in: None, name: format!("`{id}`"), hook }
            }
        }
    }
}

/// Returns what the payment plug-ins in use do by themselves.
fn finding(gateways: &[Gateway], status: Option<&Status>) -> Finding {
    let (mut capturing, mut marks, mut remedies) = (Vec::new(), Vec::new(), Vec::new());
    let (mut others, mut unknown) = (Vec::new(), Vec::new());
    for gateway in gateways.iter().filter(|gateway| gateway.enabled == Some(true)) {
        let Acting { plug_in, name, hook } = Acting::of(gateway, status);
        let words = words(&hook);
        match plug_in {
            Some(plug_in) if captures(&hook) => {
                marks.push(format!("{name} {}", hook.sign().unwrap_or_default()));
                let words = words.unwrap_or_default();
                capturing.push(t!("plug-in-does", name = name, words = words));
                remedies.push(text(plug_in.remedy, &[]));
            }
            Some(_) => others.push(match words {
                Some(words) => t!("plug-in-not-capturing", name = name, words = words),
                None => t!("plug-in-quiet", name = name),
            }),
            None if words.is_some() => {
                unknown.push(t!("plug-in-unknown", name = name));
            }
            None => {}
        }
    }
    remedies.dedup();
    let mark = marks.join("; ");
    let verdict = match (capturing.is_empty(), unknown.is_empty()) {
        (false, _) => Verdict::Warning,
        (true, false) => Verdict::Unverified,
        (true, true) => Verdict::Ok,
    };
    if !unknown.is_empty() {
        remedies.push(t!("plug-in-unknown-hint"));
    }
    let sentences = [capturing, others, unknown].concat().join("; ");
    let sentences = match sentences.as_str() {
        "" => t!("plug-ins-none"),
        _ => sentences,
    };
    let remedy = (!remedies.is_empty()).then(|| remedies.join("; "));
    Finding { remedy, ..Finding::new("plug-ins", verdict, sentences) }.mark("capturing", mark)
}

fn captures(hook: &Hook) -> bool {
    [hook.processing, hook.completed].iter().any(|deeds| deeds.captures != When::Never)
}

/// Returns what a plug-in does at each status; `None` when it is quiet.
fn words(hook: &Hook) -> Option<String> {
    if *hook == Hook::UNKNOWN {
        return Some(t!("hook-anything"));
    }
    let at = |(deeds, status): (Deeds, &str)| {
        deeds_in_words(deeds).map(|deeds| t!("hook-at", deeds = deeds, status = status))
    };
    let words: Vec<String> = hook.at_each_status().into_iter().filter_map(at).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Returns what it does at one status; `None` when it does nothing.
fn deeds_in_words(deeds: Deeds) -> Option<String> {
    let captures = match deeds.captures {
        When::Never => None,
        When::Untouched => Some(t!("hook-captures-untouched")),
        When::Always => Some(t!("hook-captures")),
    };
    let releases = match deeds.releases {
        When::Never => None,
        When::Untouched => Some(t!("hook-releases-untouched")),
        When::Always => Some(t!("hook-releases")),
    };
    let refunds = match deeds.refunds {
        When::Never => None,
        When::Untouched => Some(t!("hook-refunds-untouched")),
        When::Always => Some(t!("hook-refunds")),
    };
    let all = [captures, releases, refunds].into_iter().flatten();
    all.reduce(|first, second| t!("hook-and", first = first, second = second))
}

/// Returns the plug-in among those that are active.
fn active<'a>(plug_in: &PlugIn, status: &'a Status) -> Option<&'a Active> {
    let file = |active: &&Active| plug_in.is(active.plugin.as_deref().unwrap_or_default());
    status.active_plugins.iter().find(file)
}

#[cfg(test)]
mod tests;
