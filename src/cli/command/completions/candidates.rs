//! What can stand at a place of the command line: orders, companies, groups, attentions, faults, pages.
//!
//! Only what this machine knows already, and nothing secret. What cannot be read is left out: somebody is typing.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use clap::{Arg, ArgAction, Command};
use clap_complete::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use crate::config::{Config, Environment, Paths, SANDBOX};
use crate::explain;
use uniac_connect::payment::KINDS;
use uniac_core::assess::Attention;
use uniac_core::owed::{DUE, UNEXPLAINED};
use uniac_store::peek;

use crate::cli::book;
use crate::cli::session::play;
use crate::cli::view::words;

/// How many orders are offered: what nobody can look through is no help.
const ORDERS_MAX: usize = 200;

/// What is typed of the flags that say where to look.
#[derive(Debug, Clone)]
struct Typed {
    company: Option<String>,
    config: Option<OsString>,
    /// The commands with what each is for.
    commands: Vec<(String, String)>,
}

/// Returns the command tree with what can stand at its places; the words are those of the line.
pub fn with_candidates(command: Command, words: &[OsString]) -> Command {
    let typed = Typed {
        company: typed(words, "--company"),
        config: typed(words, "--config").map(Into::into),
        commands: book::commands(&command),
    };
    added(command, "", &Arc::new(typed))
}

/// Returns the value of a flag that is complete: what stands last is being typed.
fn typed(words: &[OsString], flag: &str) -> Option<String> {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let (_, done) = words.split_last()?;
    let with_value = format!("{flag}=");
    let own = done.iter().filter_map(|word| word.strip_prefix(&with_value));
    let pairs = done.windows(2).filter(|pair| pair[0] == flag).map(|pair| pair[1]);
    own.chain(pairs).next_back().map(str::to_owned)
}

fn added(command: Command, path: &str, typed: &Arc<Typed>) -> Command {
    let name = command.get_name().to_owned();
    let path = if path.is_empty() { name } else { format!("{path} {name}") };
    command
        .mut_args(|arg| argument(arg, &path, typed))
        .mut_subcommands(|inner| added(inner, &path, typed))
}

fn argument(arg: Arg, path: &str, typed: &Arc<Typed>) -> Arg {
    if matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::Count | ArgAction::Help) {
        return arg;
    }
    let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let (value, long) = (value.unwrap_or_default(), arg.get_long().map(str::to_owned));
    let typed = Arc::clone(typed);
    match (long.as_deref(), value.as_str(), path) {
        (_, "ORDER", _) => {
            arg.add(ArgValueCompleter::new(move |begun: &OsStr| orders(&typed, begun)))
        }
        (Some("company"), ..) | (None, "NAME", "uniac company show" | "uniac company check") => {
            arg.add(ArgValueCandidates::new(move || companies(&typed)))
        }
        (Some("group"), ..) => arg.add(ArgValueCandidates::new(move || groups(&typed))),
        (Some("attention"), ..) => arg.add(ArgValueCandidates::new(|| {
            std::iter::once(plain("any")).chain(attentions()).collect()
        })),
        (Some("cause"), ..) => arg.add(ArgValueCandidates::new(|| {
            let others = [DUE, UNEXPLAINED].into_iter().map(plain);
            others.chain(attentions()).collect()
        })),
        (Some("provider"), ..) => arg
            .add(ArgValueCandidates::new(|| KINDS.iter().map(|kind| plain(kind.name())).collect())),
        (Some("lang"), ..) => {
            arg.add(ArgValueCandidates::new(|| ["en", "nb"].into_iter().map(plain).collect()))
        }
        (None, _, "uniac explain") => {
            arg.add(ArgValueCandidates::new(|| explain::ids().map(plain).collect()))
        }
        (None, _, "uniac help") => arg.add(ArgValueCandidates::new(move || topics(&typed))),
        #[cfg(feature = "sandbox")]
        (None, _, "uniac sandbox fault add") => arg.add(ArgValueCandidates::new(faults)),
        _ => arg,
    }
}

fn plain(value: &str) -> CompletionCandidate {
    CompletionCandidate::new(value)
}

fn with_help(value: &str, help: String) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.into()))
}

fn attentions() -> impl Iterator<Item = CompletionCandidate> {
    Attention::ALL.iter().map(|attention| with_help(attention.name(), words::attention(*attention)))
}

fn topics(typed: &Typed) -> Vec<CompletionCandidate> {
    let commands = typed.commands.iter().map(|(name, about)| with_help(name, about.clone()));
    book::topics().map(plain).chain(commands).collect()
}

#[cfg(feature = "sandbox")]
fn faults() -> Vec<CompletionCandidate> {
    uniac_sandbox::known_faults()
        .map(|fault| with_help(fault.name, uniac_texts::text(fault.meaning, &[])))
        .collect()
}

/// Where things lie, and what is configured.
fn configured(typed: &Typed) -> Option<(Paths, Config)> {
    let flag = typed.config.as_deref().map(std::path::Path::new);
    let paths = Paths::resolve(flag, &Environment).ok()?;
    let (config, _) = Config::salvage(&paths.config).ok()?;
    Some((paths, config))
}

fn companies(typed: &Typed) -> Vec<CompletionCandidate> {
    let Some((paths, config)) = configured(typed) else { return Vec::new() };
    let names = config.names();
    match names.is_empty() && play::is_there(&paths) {
        true => vec![CompletionCandidate::new(SANDBOX)],
        false => names.into_iter().map(CompletionCandidate::new).collect(),
    }
}

fn groups(typed: &Typed) -> Vec<CompletionCandidate> {
    let Some((_, config)) = configured(typed) else { return Vec::new() };
    let known = config.all().into_values().flatten();
    let groups: std::collections::BTreeSet<String> =
        known.flat_map(|read| read.company.groups).collect();
    groups.into_iter().map(CompletionCandidate::new).collect()
}

/// The orders of the company that is meant, as far as one is, newest first.
fn orders(typed: &Typed, begun: &OsStr) -> Vec<CompletionCandidate> {
    let found = || {
        let (paths, config) = configured(typed)?;
        let company = company(typed, &paths, &config)?;
        let store = paths.company(&company).join("store.db");
        peek::order_numbers(&store, begun.to_str()?, ORDERS_MAX).ok()
    };
    let describe = |order: peek::Peeked| {
        let attention = order.attention.map_or(String::new(), |attention| format!(", {attention}"));
        with_help(&order.number, format!("{}{attention}", order.state))
    };
    found().unwrap_or_default().into_iter().map(describe).collect()
}

fn company(typed: &Typed, paths: &Paths, config: &Config) -> Option<String> {
    let named = typed.company.clone().or_else(|| Environment.var("UNIAC_COMPANY"));
    let name = named.or_else(|| config.default_company().map(str::to_owned)).or_else(|| {
        let names = config.names();
        match names.len() {
            0 => play::is_there(paths).then(|| SANDBOX.to_owned()),
            1 => names.into_iter().next(),
            _ => None,
        }
    })?;
    // A name is part of a path here.
    crate::config::is_name(&name).then_some(name)
}
