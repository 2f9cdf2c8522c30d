//! `uniac doctor`: checks of configuration, sign-in and each system, with a remedy beside each.
//!
//! It only reads, goes on after a finding, and never prints a secret, only where it comes from. Each
//! system is looked at by itself, so that one run names every fault.

mod clocks;
mod drivers;
mod local;
mod memory;
mod methods;
mod parts;
mod references;
mod report;
mod store;
mod systems;

use std::sync::Arc;

use clap::Args;

use crate::config::SANDBOX;
use crate::ui::Format;
use uniac_core::finding::Verdict;
use uniac_engine::Engine;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::log::Recorder;
use uniac_system::stop;
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::session::Base;
use clocks::Dates;
use parts::Parts;
use report::{Report, Row};

/// The arguments of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac doctor
  uniac doctor --company kopp --json
  uniac doctor --all --json

Looks at the configuration, the secrets, each sign-in and its rights, the
clocks, the field that carries the shop's order number, the settings, the
journal, who else captures, the payment methods of the last year and who takes
them, and what has changed since doctor last looked.

Reads only. Exit 1 when something is wrong, 4 when it is a sign-in.")]
pub struct DoctorArgs {
    #[command(flatten)]
    fleet: FleetArgs,
}

/// Runs the command, on one company or several; `faults` are what is wrong with the configuration besides single companies.
pub fn run(args: &DoctorArgs, base: Base, faults: &[Error]) -> Result<Exit> {
    if !args.fleet.is_meant(&base) {
        return one(&base, faults, false);
    }
    let perform = |base: Base| one(&base, &[], true);
    let task = Task { name: "doctor", max_age: None, faults, perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

/// Runs the command on one company; `several` when it is one of several.
fn one(base: &Base, faults: &[Error], several: bool) -> Result<Exit> {
    let mut rows: Vec<Row> = Vec::new();
    let mut common = Report::default();
    local::paths(&mut common, base, faults);
    let names = match base.company_name() {
        Ok(name) if several => vec![name],
        named => beside_broken(&mut common, base, faults, named)?,
    };
    if let [name] = names.as_slice() {
        base.ui.set_company(name.clone());
    }
    rows.append(&mut common.rows);
    let progress = base.ui.progress(&t!("progress-looking"), None);
    for name in &names {
        progress.message(name);
        rows.extend(look(base, name, several));
        progress.inc(1);
    }
    progress.finish_and_clear();
    let is_screen = base.ui.look().format == Format::Table;
    base.ui.result("uniac.doctor/1", &rows, &report::page(&rows, is_screen))?;
    stop::PROCESS.check()?;
    Ok(report::exit(&rows))
}

/// Says which other companies cannot be read, and returns those to be looked at. What is wrong with a file says why nothing
/// can be chosen; what can be read is looked at all the same.
fn beside_broken(
    common: &mut Report,
    base: &Base,
    faults: &[Error],
    named: Result<String>,
) -> Result<Vec<String>> {
    let all = base.config.all();
    let broken = |name: &String| all.get(name).is_some_and(Result::is_err);
    let names = match named {
        Ok(name) => vec![name],
        Err(_) if !faults.is_empty() || all.keys().any(broken) => {
            all.keys().filter(|name| !broken(name)).cloned().collect()
        }
        Err(error) => return Err(error),
    };
    for (_, fault) in all.iter().filter(|(name, _)| !names.contains(name)) {
        if let Err(fault) = fault {
            common.wrong("configuration.file", "configuration", fault);
        }
    }
    Ok(names)
}

/// Looks at the shop's plug-ins anew, so that what the rules know of them is what was just said.
fn hooks(report: &mut Report, engine: &Engine<'_>, offline: bool) {
    if !offline && let Err(error) = engine.look_at_hooks() {
        report.wrong("shop.hooks", "shop: plug-ins", &error);
    }
}

/// Looks at one company.
fn look(base: &Base, name: &str, all: bool) -> Vec<Row> {
    let mut report = Report::of(Some(name.to_owned()));
    local::company(&mut report, base, name, all);
    local::files(&mut report, base, name);
    if name != SANDBOX {
        match base.config.read_company(name) {
            Ok(read) => {
                local::values(&mut report, base, &read);
                local::secrets(&mut report, base, &read.company);
                systems::configured(&mut report, &read.company);
            }
            Err(error) => {
                report.wrong("configuration.company", "company", &error);
                return report.rows;
            }
        }
    }
    let dates = Arc::new(Dates::default());
    let mut own = base.clone();
    own.global.company = vec![name.to_owned()];
    own.observer = Some(Arc::clone(&dates) as Arc<dyn Recorder>);
    match Parts::connect(own, name) {
        Err(error) => report.wrong("configuration.company", "company", &error),
        Ok(parts) => {
            let offline = base.global.offline;
            let readable = offline || systems::look(&mut report, &parts, &dates);
            store::look(&mut report, &parts, &base.paths.company(name));
            let all = parts.all(&|_| {});
            if let (true, Some((engine, erp, shop))) = (readable, all) {
                references::look(&mut report, &engine, erp, offline);
                hooks(&mut report, &engine, offline);
                drivers::look(&mut report, &engine, shop, offline);
                methods::look(&mut report, &engine);
            } else {
                let (found, remedy) = (t!("doctor-not-looked-at"), t!("doctor-mend-above"));
                for (id, check) in [references::ROW, drivers::ROW, methods::ROW] {
                    report.add(id, check, Verdict::Unverified, found.clone(), Some(&remedy));
                }
            }
        }
    }
    let memory = base.paths.company(name).join(memory::FILE);
    memory::compare(&mut report, &memory, base.global.dry_run || base.global.offline);
    report.rows
}
