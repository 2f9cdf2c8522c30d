//! What can be looked at without asking anybody: the configuration, where each value comes from,
//! and the secrets.
//!
//! A secret is fetched to see that it is there, and never shown.

use toml::Value;

use crate::cli::connect::secret_sources;
use crate::cli::session::Base;
use crate::config::{CompanyConfig, Fetch as _, Paths, WORKERS_DEFAULT};
use uniac_system::error::Error;
use uniac_system::files;

use super::report::Report;

/// Looks at the paths and at the faults of the file.
pub fn paths(report: &mut Report, base: &Base, faults: &[Error]) {
    let Paths { config, data } = &base.paths;
    let origin = |variable: &str, flag: bool| match (flag, base.environment.var(variable)) {
        (true, _) => "flag",
        (false, Some(_)) => "environment",
        (false, None) => "default",
    };
    let exists = if config.exists() { "" } else { ", which does not exist" };
    let from = origin("UNIAC_CONFIG", base.global.config.is_some());
    let found = format!("`{}` ({from}){exists}", config.display());
    report.ok("configuration.file", "configuration", found);
    for fault in faults {
        report.wrong("configuration.file", "configuration", fault);
    }
    let found = format!("`{}` ({})", data.display(), origin("UNIAC_DATA_DIR", false));
    report.ok("configuration.data", "data", found);
}

/// Looks at who else has access to the company's files; those of uniac's own are taken back.
pub fn files(report: &mut Report, base: &Base, name: &str) {
    let wide = files::wide(&base.paths.data, &base.paths.company(name));
    let Some(first) = wide.iter().find(|wide| !wide.is_mended).or(wide.first()) else {
        return report.ok("files", "files", "nobody else has access to the company's files");
    };
    let found: Vec<String> = wide.iter().map(ToString::to_string).collect();
    report.warn("files", "files", found.join("; "), &first.remedy());
}

/// Says which company is looked at, and why this one.
pub fn company(report: &mut Report, base: &Base, name: &str, all: bool) {
    let why = match (&base.global.company, base.environment.var("UNIAC_COMPANY")) {
        _ if all => "--all",
        (Some(_), _) => "flag",
        (None, Some(_)) => "environment",
        (None, None) if base.config.default_company.is_some() => "file (default_company)",
        (None, None) => "the only one there is",
    };
    report.ok("configuration.company", "company", format!("`{name}` ({why})"));
}

/// Says of each value where it comes from: flag, file or default.
pub fn values(report: &mut Report, base: &Base, name: &str, company: &CompanyConfig) {
    let file: Option<toml::Table> =
        std::fs::read_to_string(&base.paths.config).ok().and_then(|text| text.parse().ok());
    let file = file.and_then(|file| file.get("company")?.get(name).cloned());
    let Ok(Value::Table(effective)) = Value::try_from(company) else { return };
    let mut own = Vec::new();
    let workers = match (base.global.workers, company.workers) {
        (Some(workers), _) => (workers, "flag"),
        (None, Some(workers)) => (workers, "file"),
        (None, None) => (WORKERS_DEFAULT, "default"),
    };
    own.push(format!("workers {} ({})", workers.0, workers.1));
    match &company.time_zone {
        Some(zone) => own.push(format!("time_zone {zone} (file)")),
        None => own.push("time_zone Europe/Oslo (default)".to_owned()),
    }
    report.ok("configuration.values", "values", own.join(", "));
    for (section, value) in effective {
        if let Value::Table(_) | Value::Array(_) = value {
            let mut said = Vec::new();
            let given = file.as_ref().and_then(|file| file.get(&section));
            walk(&section, &value, given, &mut |path, value, from| {
                said.push(format!("{path} {value} ({from})"));
                report.mark(format!("configuration.{path}"), value);
            });
            if !said.is_empty() {
                let id = format!("configuration.{section}");
                report.ok(id, &format!("values: {section}"), said.join(", "));
            }
        }
    }
}

/// Hands over every value below `path` as text, with where it comes from; secrets are left out.
fn walk(path: &str, value: &Value, file: Option<&Value>, each: &mut dyn FnMut(&str, &str, &str)) {
    match value {
        Value::Table(table) if is_secret(table) => {}
        Value::Table(table) => {
            for (key, value) in table {
                let given = file.and_then(|file| file.get(key));
                walk(&format!("{path}.{key}"), value, given, each);
            }
        }
        Value::Array(rows) if rows.iter().all(Value::is_table) => {
            for (index, value) in rows.iter().enumerate() {
                let given = file.and_then(|file| file.get(index));
                walk(&format!("{path}.{}", index + 1), value, given, each);
            }
        }
        value => {
            let from = if file.is_some() { "file" } else { "default" };
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            each(path, &text, from);
        }
    }
}

/// Returns whether the table says where a secret comes from.
fn is_secret(table: &toml::Table) -> bool {
    table.len() == 1 && table.keys().all(|key| ["file", "env", "command"].contains(&key.as_str()))
}

/// Fetches every secret, to see that it is there.
pub fn secrets(report: &mut Report, base: &Base, company: &CompanyConfig) {
    for (what, source) in secret_sources(company) {
        let id = format!("secret.{}", what.to_ascii_lowercase().replace(": ", "."));
        let fetched = match what.as_str() {
            "Uni: sign_in.key" => source.fetch_key(base.environment),
            _ => source.fetch(base.environment),
        };
        match (fetched, source.warning()) {
            (Err(error), _) => report.wrong(id, &what, &error),
            (Ok(_), Some(warning)) => {
                let found = warning.split(';').next().unwrap_or_default();
                report.warn(id, &what, found, "Run `chmod 600` on the file");
            }
            (Ok(_), None) => report.ok(id, &what, format!("from {}", source.origin())),
        }
    }
}
