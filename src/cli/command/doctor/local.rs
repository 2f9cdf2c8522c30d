//! What can be looked at without asking anybody: the configuration, where each value comes from,
//! and the secrets.
//!
//! A secret is fetched to see that it is there, and never shown.

use std::collections::BTreeMap;

use crate::config::{CompanyConfig, Fetch as _, Paths, Read, values as values_of};
use uniac_system::error::Error;
use uniac_system::files;
use uniac_texts::{label, t};

use super::report::Report;
use crate::cli::session::Base;
use crate::cli::session::connect::secret_sources;

/// Looks at the paths and at the faults of the file.
pub fn paths(report: &mut Report, base: &Base, faults: &[Error]) {
    let Paths { config, data } = &base.paths;
    let origin = |variable: &str, flag: bool| base.origin(variable, flag);
    let from = origin("UNIAC_CONFIG", base.global.config.is_some());
    let found = match config.exists() {
        true => format!("`{}` ({})", config.display(), label(from)),
        false => t!("doctor-no-file", path = config.display(), origin = label(from)),
    };
    report.ok("configuration.file", "configuration", found);
    for fault in faults {
        report.wrong("configuration.file", "configuration", fault);
    }
    let found = format!("`{}` ({})", data.display(), label(origin("UNIAC_DATA_DIR", false)));
    report.ok("configuration.data", "data", found);
}

/// Looks at who else has access to the company's files; those of uniac's own are taken back.
pub fn files(report: &mut Report, base: &Base, name: &str) {
    let wide = files::wide(&base.paths.data, &base.paths.company(name));
    let Some(first) = wide.iter().find(|wide| !wide.is_mended).or(wide.first()) else {
        return report.ok("files", "files", t!("doctor-files-private"));
    };
    let found: Vec<String> = wide.iter().map(ToString::to_string).collect();
    report.warn("files", "files", found.join("; "), &first.remedy());
}

/// Says which company is looked at, and why this one.
pub fn company(report: &mut Report, base: &Base, name: &str, all: bool) {
    let flag = !base.global.company.is_empty();
    let why = match (flag, base.environment.var("UNIAC_COMPANY")) {
        _ if all => "--all".to_owned(),
        (true, _) => t!("doctor-why-flag"),
        (false, Some(_)) => t!("doctor-why-environment"),
        (false, None) if base.config.default_company().is_some() => t!("doctor-why-file"),
        (false, None) => t!("doctor-why-only"),
    };
    report.ok("configuration.company", "company", format!("`{name}` ({why})"));
}

/// Says of each value where it comes from: flag, file, the defaults of all companies, or uniac's own.
pub fn values(report: &mut Report, base: &Base, read: &Read) {
    let shown = match values_of(&base.config, read) {
        Ok(shown) => shown,
        Err(error) => return report.wrong("configuration.values", "values", &error),
    };
    let mut own = Vec::new();
    let mut sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for value in shown.iter().filter(|value| !value.is_secret) {
        let said = format!("{} {} ({})", value.path, value.value, label(value.from));
        match value.path.split_once('.') {
            Some((section, _)) => {
                report.mark(format!("configuration.{}", value.path), &value.value);
                sections.entry(section).or_default().push(said);
            }
            None => own.push(match (value.path.as_str(), base.global.workers) {
                ("workers", Some(workers)) => t!("doctor-workers", workers = workers),
                _ => said,
            }),
        }
    }
    report.ok("configuration.place", "stands in", read.place.to_string());
    report.ok("configuration.values", "values", own.join(", "));
    for (section, said) in sections {
        report.ok(
            format!("configuration.{section}"),
            &format!("values: {section}"),
            said.join(", "),
        );
    }
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
                report.warn(id, &what, found, &t!("doctor-chmod"));
            }
            (Ok(_), None) => report.ok(id, &what, t!("doctor-from", origin = source.origin())),
        }
    }
}
