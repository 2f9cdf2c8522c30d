//! `uniac init`: writes a company's configuration, asking or from flags, once every system accepts it.
//!
//! It writes where a secret comes from, never the secret, and never overwrites a company. What a
//! system does not accept is not written unless a person says so.

mod answers;
mod file;
mod kinds;
mod verify;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::json;
use toml::{Table, Value};

use crate::config::{self, CompanyConfig, SANDBOX, is_name};
use crate::ui::{Cell, Page};
use uniac_connect::kind::Kind;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Kind as ErrorKind, Result};
use uniac_texts::t;

use crate::cli::session::Base;
use answers::{Answers, Flags};
use kinds::{COMPANY_KEY, SHOPS, SIGN_INS, UNI};
use verify::{Part, Verified};

/// The word for no provider.
const NONE: &str = "none";

/// The arguments of `init`.
#[derive(Debug, Args)]
#[command(after_help = "\
What no flag says is asked, if there is a terminal. SOURCE says where a secret
comes from: `env:NAME`, `file:PATH` or `command:PROGRAM`; the secret itself is
never written to the configuration. At a terminal it can be typed, unseen, and
is kept in a file of its own that only you can read.

Before anything is written, Uni, the shop and each provider are asked whether
they accept it. What they refuse can be corrected; in a script it is an error,
and nothing is written.

Examples:
  uniac init
  uniac init --name kopp --uni-url https://app.unimicro.no \\
    --uni-company-key GUID --uni-token env:KOPP_UNI_TOKEN \\
    --shop woocommerce --shop-url https://kopp.example.no \\
    --shop-key env:KOPP_CK --shop-secret file:/run/secrets/kopp-cs \\
    --provider vipps --vipps-msn 123456 --vipps-client-id ID \\
    --vipps-client-secret env:KOPP_VS --vipps-subscription-key env:KOPP_VK

Writes the configuration file. Moves no money.")]
pub struct InitArgs {
    /// What you call the company
    #[arg(long)]
    name: Option<String>,
    /// Write without asking the systems, for a machine without network
    #[arg(long)]
    no_verify: bool,
    /// How to sign in to Uni
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(names(SIGN_INS)))]
    sign_in: Option<String>,
    /// The kind of shop
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(names(SHOPS)))]
    shop: Option<String>,
    /// A kind of payment provider, once for each; `none` for none
    #[arg(long = "provider", value_name = "KIND")]
    #[arg(value_parser = PossibleValuesParser::new(names_or_none(&kinds::providers())))]
    providers: Vec<String>,
    #[command(flatten)]
    flags: Flags,
}

/// The kinds that are chosen.
struct Chosen {
    sign_in: &'static Kind,
    shop: &'static Kind,
    providers: Vec<&'static Kind>,
}

/// Runs the command.
pub fn run(args: &InitArgs, base: &Base) -> Result<Exit> {
    let name = name(args, base)?;
    let mut answers = Answers::new(base, &name, &args.flags);
    let (company, verified) = company(args, base, &name, &mut answers)?;
    // Where each company has a file of its own, a new one has, too.
    let path = match config::folder(&base.paths.config) {
        folder if folder.is_dir() => folder.join(format!("{name}.toml")),
        _ => base.paths.config.clone(),
    };
    let text = file::with_company(&path, &name, &company)?;
    let accepted: Vec<_> = verified
        .iter()
        .filter_map(|verified| Some((&verified.name, verified.found.as_ref().ok()?)))
        .collect();
    let said: Vec<_> =
        accepted.iter().map(|(check, found)| json!({"check": check, "found": found})).collect();
    if base.global.dry_run {
        let mut page = Page::new();
        page.text(&text);
        let data = json!({"company": name, "file": path, "configuration": text,
            "verified": said});
        base.ui.result("uniac.init/1", &data, &page)?;
        return Ok(Exit::Done);
    }
    config::write(&path, &text)?;
    answers.keep();
    let mut page = Page::new();
    page.paragraph(t!("init-done", name = &name));
    page.pair("file", Cell::new(path.display().to_string()));
    for (check, found) in accepted {
        page.pair(check, Cell::new(found));
    }
    page.hint(t!("init-check", name = &name));
    let data = json!({"company": name, "file": path, "verified": said});
    base.ui.result("uniac.init/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns what the company is to be called. A person is asked again for what cannot be a name, and is offered one like it.
fn name(args: &InitArgs, base: &Base) -> Result<String> {
    if let Some(name) = &args.name {
        let name = name.trim().to_owned();
        return check_name(&name, base).map(|()| name);
    }
    let mut offered = None;
    loop {
        let name = base.ui.ask(&t!("init-name"), offered.as_deref(), "--name")?;
        let Err(error) = check_name(&name, base) else { return Ok(name) };
        base.ui.warn(&error.message);
        error.hints.iter().for_each(|hint| base.ui.hint(hint));
        offered = Some(like(&name)).filter(|like| check_name(like, base).is_ok());
    }
}

fn check_name(name: &str, base: &Base) -> Result<()> {
    if !is_name(name) || name == SANDBOX {
        let message = t!("init-bad-name", name = name);
        return Err(Error::usage("usage", message).hint(t!("init-bad-name-hint")));
    }
    if base.config.names().iter().any(|known| known == name) {
        return Err(
            Error::usage("usage", t!("init-taken", name = name)).hint(t!("init-taken-hint"))
        );
    }
    Ok(())
}

/// Returns the name that is most like a text: `Bø & Sønn AS` is `bo-sonn-as`.
fn like(text: &str) -> String {
    let text = text.to_lowercase().replace('æ', "ae").replace('ø', "o").replace('å', "a");
    let words = text.split(|char: char| !char.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Asks, looks, and asks again for what is not accepted.
fn company(
    args: &InitArgs,
    base: &Base,
    name: &str,
    answers: &mut Answers<'_>,
) -> Result<(CompanyConfig, Vec<Verified>)> {
    let (mut uni, mut shop, mut payment) = (Table::new(), Table::new(), Vec::new());
    answers.fill(&mut uni, UNI, false)?;
    let sign_in =
        choose(base, answers, args.sign_in.as_deref(), SIGN_INS, &t!("init-how-to-sign-in"))?;
    answers.fill_kind(&mut uni, sign_in, false)?;
    let chosen = Chosen { sign_in, ..kinds_of(args, base, answers, sign_in)? };
    answers.fill_kind(&mut shop, chosen.shop, false)?;
    for kind in &chosen.providers {
        let mut part = Table::new();
        answers.fill_kind(&mut part, kind, false)?;
        payment.push(part);
    }
    if !answers.has(&COMPANY_KEY) && base.ui.can_ask() && !args.no_verify {
        choose_company(base, name, answers, &built(&uni, &shop, &payment)?)?;
    }
    answers.fill(&mut uni, &[COMPANY_KEY], false)?;
    loop {
        let company = built(&uni, &shop, &payment)?;
        if args.no_verify {
            return Ok((company, Vec::new()));
        }
        let progress = base.ui.progress(&t!("init-asking"), None);
        let verified = verify::all(base, name, &company);
        progress.finish_and_clear();
        let mut verified = verified?;
        if verified.iter().all(|verified| verified.found.is_ok()) {
            return Ok((company, verified));
        }
        if !base.ui.can_ask() {
            return Err(refusal(base, verified));
        }
        for refused in verified.iter().filter(|verified| verified.found.is_err()) {
            say(base, refused);
        }
        match next(base)? {
            Next::Keep => {
                verified.retain(|verified| verified.found.is_ok());
                return Ok((company, verified));
            }
            Next::Leave => {
                let message = t!("init-nothing-written");
                return Err(Error::new(ErrorKind::Declined, "declined", message));
            }
            Next::Correct => {}
        }
        for refused in verified.iter().filter(|verified| verified.found.is_err()) {
            match refused.part {
                Part::Uni => {
                    answers.fill(&mut uni, UNI, true)?;
                    answers.fill_kind(&mut uni, chosen.sign_in, true)?;
                    let listed =
                        choose_company(base, name, answers, &built(&uni, &shop, &payment)?)?;
                    answers.fill(&mut uni, &[COMPANY_KEY], !listed)?;
                }
                Part::Shop => answers.fill_kind(&mut shop, chosen.shop, true)?,
                Part::Provider(index) => {
                    if let (Some(part), Some(kind)) =
                        (payment.get_mut(index), chosen.providers.get(index))
                    {
                        answers.fill_kind(part, kind, true)?;
                    }
                }
            }
        }
    }
}

fn kinds_of(
    args: &InitArgs,
    base: &Base,
    answers: &Answers<'_>,
    sign_in: &'static Kind,
) -> Result<Chosen> {
    let shop = choose(base, answers, args.shop.as_deref(), SHOPS, &t!("init-kind-of-shop"))?;
    let providers = providers(args, base, answers, shop)?;
    Ok(Chosen { sign_in, shop, providers })
}

/// Returns the kinds of which a flag is given that is of no other kind.
fn told_by_flags(answers: &Answers<'_>, kinds: &[&'static Kind]) -> Vec<&'static Kind> {
    let is_its_own = |kind: &Kind, flag: &str| {
        let mut others = kinds.iter().filter(|other| other.name != kind.name);
        !others.any(|other| other.questions.iter().any(|question| question.flag == flag))
    };
    let is_told = |kind: &&&'static Kind| {
        let mut questions = kind.questions.iter();
        questions.any(|question| answers.has(question) && is_its_own(kind, question.flag))
    };
    kinds.iter().filter(is_told).copied().collect()
}

/// Chooses a kind: by its flag, by the flags of its answers, by asking when there are several,
/// otherwise the first.
fn choose(
    base: &Base,
    answers: &Answers<'_>,
    given: Option<&str>,
    kinds: &[&'static Kind],
    question: &str,
) -> Result<&'static Kind> {
    let first = kinds.first().ok_or_else(|| Error::defect("there is no kind to choose from"))?;
    if let Some(given) = given {
        return Ok(kinds.iter().find(|kind| kind.name == given).unwrap_or(first));
    }
    if let [told, ..] = told_by_flags(answers, kinds).as_slice() {
        return Ok(told);
    }
    if kinds.len() == 1 || !base.ui.can_ask() || base.global.yes {
        return Ok(first);
    }
    let titles: Vec<String> = kinds.iter().map(|kind| kinds::title(kind)).collect();
    let index = base.ui.select(question, &titles, &t!("init-its-flag"))?;
    Ok(kinds.get(index).unwrap_or(first))
}

/// Chooses the providers; a shop that is one itself needs none.
fn providers(
    args: &InitArgs,
    base: &Base,
    answers: &Answers<'_>,
    shop: &Kind,
) -> Result<Vec<&'static Kind>> {
    let kinds = kinds::providers();
    if !args.providers.is_empty() {
        let named = |name: &String| kinds.iter().find(|kind| kind.name == name).copied();
        return Ok(args.providers.iter().filter_map(named).collect());
    }
    let told = told_by_flags(answers, &kinds);
    if shop.pays || !told.is_empty() {
        return Ok(told);
    }
    if kinds.len() == 1 || !base.ui.can_ask() || base.global.yes {
        return Ok(kinds.iter().take(1).copied().collect());
    }
    let mut chosen: Vec<&'static Kind> = Vec::new();
    loop {
        let left: Vec<&'static Kind> = kinds
            .iter()
            .filter(|kind| chosen.iter().all(|known| known.name != kind.name))
            .copied()
            .collect();
        if left.is_empty() {
            return Ok(chosen);
        }
        let mut titles: Vec<String> = left.iter().map(|kind| kinds::title(kind)).collect();
        titles.push(if chosen.is_empty() { t!("init-none") } else { t!("init-no-other") });
        let index = base.ui.select(&t!("init-provider"), &titles, "--provider")?;
        match left.get(index) {
            Some(kind) => chosen.push(kind),
            None => return Ok(chosen),
        }
    }
}

/// Lets a person choose among the companies that Uni lists; returns whether it lists any.
fn choose_company(
    base: &Base,
    name: &str,
    answers: &mut Answers<'_>,
    company: &CompanyConfig,
) -> Result<bool> {
    let companies = verify::companies(base, name, company);
    if companies.is_empty() {
        return Ok(false);
    }
    let titles: Vec<String> =
        companies.iter().map(|(key, name)| format!("{name} ({key})")).collect();
    let index = base.ui.select(&t!("init-company-in-uni"), &titles, "--uni-company-key")?;
    if let Some((key, _)) = companies.get(index) {
        answers.give(&COMPANY_KEY, key.clone());
    }
    Ok(true)
}

/// Returns the company as the file would give it.
fn built(uni: &Table, shop: &Table, payment: &[Table]) -> Result<CompanyConfig> {
    let mut uni = uni.clone();
    // Until it is chosen, the sign-in alone can be used.
    uni.entry(COMPANY_KEY.key.to_owned()).or_insert_with(|| Value::String(String::new()));
    let payment = payment.iter().cloned().map(Value::Table).collect();
    let company = Table::from_iter([
        ("uni".to_owned(), Value::Table(uni)),
        ("shop".to_owned(), Value::Table(shop.clone())),
        ("payment".to_owned(), Value::Array(payment)),
    ]);
    let read: Result<CompanyConfig, _> = company.try_into();
    read.map_err(|error| {
        Error::defect(format!("the answers make no configuration: {}", error.message()))
    })
}

/// Returns the error of a script: the sign-in before all else; the others are said as well.
fn refusal(base: &Base, verified: Vec<Verified>) -> Error {
    let mut refused: Vec<Verified> =
        verified.into_iter().filter(|verified| verified.found.is_err()).collect();
    let is_sign_in = |verified: &Verified| {
        verified.found.as_ref().is_err_and(|error| error.kind == ErrorKind::SignIn)
    };
    let first = refused.iter().position(is_sign_in).unwrap_or(0);
    let worst = refused.remove(first);
    for other in &refused {
        say(base, other);
    }
    match worst.found {
        Ok(_) => Error::defect("what was accepted was refused"),
        Err(error) => error.during(worst.name).hint(t!("init-no-verify-hint")),
    }
}

/// Says what is wrong with a part, and the remedy.
fn say(base: &Base, refused: &Verified) {
    if let Err(error) = &refused.found {
        base.ui.warn(&format!("{}: {}", refused.name, error.message));
        for hint in error.hints.iter().filter(|hint| !hint.contains("`uniac doctor`")) {
            base.ui.hint(hint);
        }
    }
}

/// What a person wants after a refusal.
enum Next {
    Correct,
    Keep,
    Leave,
}

fn next(base: &Base) -> Result<Next> {
    let choices = [t!("init-correct"), t!("init-keep"), t!("init-leave")];
    Ok(match base.ui.select(&t!("init-what-now"), &choices, "--no-verify")? {
        0 => Next::Correct,
        1 => Next::Keep,
        _ => Next::Leave,
    })
}

fn names(kinds: &[&'static Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.name).collect()
}

fn names_or_none(kinds: &[&'static Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.name).chain([NONE]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_like_a_companys_own_is_offered() {
        for (text, name) in
            [("Bø & Sønn AS", "bo-sonn-as"), ("kopp", "kopp"), ("Ærlig.no", "aerlig-no")]
        {
            assert_eq!(like(text), name);
        }
        assert!(!is_name(&like("…")));
    }
}
