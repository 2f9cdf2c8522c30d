//! Configuration, sign-in, checks, explanations.
#![expect(dead_code, reason = "these types are there for their schemas")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::kinds::{Failure, Moment};

/// A finding of `doctor`.
#[derive(JsonSchema)]
pub struct Check {
    company: Option<String>,
    /// Stable.
    id: String,
    /// What was looked at, for people.
    check: String,
    result: Verdict,
    found: String,
    /// What to do.
    remedy: Option<String>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Ok,
    Unverified,
    Warning,
    Wrong,
}

/// A company of the configuration.
#[derive(JsonSchema)]
pub struct CompanyRow {
    company: String,
    file: Option<String>,
    line: Option<u64>,
    result: RowResult,
    is_default: bool,
    groups: Vec<String>,
    uni: Option<UniRow>,
    sign_in: Option<SignIn>,
    shop: Option<ShopRow>,
    providers: Vec<String>,
    bounds: Option<BoundsRow>,
    error: Option<Failure>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowResult {
    Ok,
    Wrong,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    Server,
    Person,
    Token,
    None,
}

#[derive(JsonSchema)]
pub struct UniRow {
    base_url: String,
    company_key: String,
}

#[derive(JsonSchema)]
pub struct ShopRow {
    kind: String,
    base_url: String,
}

#[derive(JsonSchema)]
pub struct BoundsRow {
    /// A number or a text, as the file has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_total: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_orders: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_release: Option<Value>,
}

/// All values of a company.
#[derive(JsonSchema)]
pub struct Company {
    company: String,
    file: String,
    line: u64,
    values: Vec<ConfigValue>,
}

/// A value of the configuration.
#[derive(JsonSchema)]
pub struct ConfigValue {
    key: String,
    /// `null` for a secret.
    value: Value,
    /// Where a secret comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    from: String,
}

/// What `config` says.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum Config {
    /// `config path`
    Path(ConfigPath),
    /// `config get` of one value
    One(ConfigValue),
    /// `config get` of a table
    Many(ConfigValues),
    /// `config set`
    Set(ConfigSet),
}

#[derive(JsonSchema)]
pub struct ConfigPath {
    file: String,
    exists: bool,
    from: String,
    /// The folder with one file a company.
    companies: String,
    data: String,
    data_from: String,
}

#[derive(JsonSchema)]
pub struct ConfigValues {
    key: String,
    values: Vec<ConfigValue>,
}

#[derive(JsonSchema)]
pub struct ConfigSet {
    key: String,
    file: String,
    written: bool,
}

/// What `init` did.
#[derive(JsonSchema)]
pub struct Init {
    company: String,
    file: String,
    verified: Vec<Verified>,
    /// With `--dry-run`: what would be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<String>,
}

#[derive(JsonSchema)]
pub struct Verified {
    check: String,
    found: String,
}

/// How a company signs in to Uni.
#[derive(JsonSchema)]
pub struct Auth {
    company: String,
    sign_in: String,
    result: String,
    who: Option<String>,
    uni_company: Option<String>,
    issuer: Option<String>,
    api: Option<String>,
    api_is_named: bool,
    valid_until: Option<Moment>,
    code: Option<String>,
    message: Option<String>,
    hint: Option<String>,
}

#[derive(JsonSchema)]
pub struct Login {
    company: String,
    who: Option<String>,
    uni_company: Option<String>,
}

#[derive(JsonSchema)]
pub struct Logout {
    company: String,
    was_signed_in: bool,
    revoked: Option<bool>,
}

/// A page of `explain`.
#[derive(JsonSchema)]
pub struct Explain {
    id: String,
    text: String,
}

/// A page of `explain`, by what it is about.
#[derive(JsonSchema)]
pub struct PageRow {
    id: String,
    title: String,
}

/// A code.
#[derive(JsonSchema)]
pub struct CodeRow {
    code: String,
    class: String,
    exit: u8,
    meaning: String,
}

/// A page of the book, or the list of all.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum Help {
    /// `help TOPIC`
    Page(HelpPage),
    /// `help`
    Contents(HelpContents),
}

#[derive(JsonSchema)]
pub struct HelpPage {
    topic: String,
    text: String,
}

#[derive(JsonSchema)]
pub struct HelpContents {
    commands: Vec<HelpRow>,
    topics: Vec<HelpRow>,
}

#[derive(JsonSchema)]
pub struct HelpRow {
    name: String,
    about: String,
}

/// A manual page, or what was written of all.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum Man {
    /// `man COMMAND`
    Page(ManPage),
    /// `man --out DIR`
    Written(ManWritten),
}

#[derive(JsonSchema)]
pub struct ManPage {
    page: String,
    /// The page in roff.
    text: String,
}

#[derive(JsonSchema)]
pub struct ManWritten {
    folder: String,
    files: Vec<String>,
    written: bool,
}

/// What `store copy` has copied and compared.
#[derive(JsonSchema)]
pub struct Copied {
    rows: u64,
    place: String,
    tables: BTreeMap<String, u64>,
}

/// What `store migrate` has opened.
#[derive(JsonSchema)]
pub struct Migrated {
    place: String,
    version: u64,
}

/// What `store check` found.
#[derive(JsonSchema)]
pub struct Store {
    orders: u64,
    differing: u64,
}
