//! The flags of a command that can work on several companies, and what such a command is.
//!
//! Which companies are meant is asked elsewhere: nothing is looked up here.

use std::path::PathBuf;

use clap::Args;
use jiff::SignedDuration;

use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};

use crate::cli::line::global::SEVERAL_COMPANIES;
use crate::cli::session::Base;

/// The flags of a command that can work on several companies.
#[derive(Debug, Clone, Default, Args)]
pub struct FleetArgs {
    /// Work on every company of the configuration
    #[arg(long, conflicts_with = "company", help_heading = SEVERAL_COMPANIES)]
    pub all: bool,
    /// Work on the companies of this group
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help_heading = SEVERAL_COMPANIES)]
    pub group: Vec<String>,
    /// Work on this many companies at once
    #[arg(
        long,
        value_name = "N",
        default_value_t = 8,
        value_parser = clap::value_parser!(u16).range(1..=256),
        help_heading = SEVERAL_COMPANIES
    )]
    pub jobs: u16,
    /// Write a JUnit report: a suite a company
    #[arg(long, value_name = "FILE", help_heading = SEVERAL_COMPANIES)]
    pub junit: Option<PathBuf>,
    /// Write a summary in Markdown, for a CI job's page
    #[arg(long, value_name = "FILE", help_heading = SEVERAL_COMPANIES)]
    pub markdown: Option<PathBuf>,
}

/// What is done with each company.
pub struct Task<'a> {
    /// The command.
    pub name: &'static str,
    /// Companies on which the command has run since are left out; the others come oldest first.
    pub max_age: Option<SignedDuration>,
    /// What is wrong with the configuration besides single companies, where the command goes on all the same.
    pub faults: &'a [Error],
    /// The command on one company.
    pub perform: &'a (dyn Fn(Base) -> Result<Exit> + Sync),
}

impl FleetArgs {
    /// Returns whether several companies are meant, or a report that only several have.
    pub fn is_meant(&self, base: &Base) -> bool {
        let named = base.named();
        self.all
            || !self.group.is_empty()
            || self.junit.is_some()
            || self.markdown.is_some()
            || named.len() > 1
            || named.iter().any(|name| name.contains('*'))
    }
}
