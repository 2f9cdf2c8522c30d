//! The answers: taken from flags, asked for, and put into the form of the file.
//!
//! A secret that a person types goes into a file of its own, for its owner only, and nowhere else;
//! when nothing comes of it in the end, the file is gone again.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use toml::{Table, Value};

use uniac_connect::kind::{Answer, Ask, Kind, Question};
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::t;

use super::kinds;
use crate::cli::session::Base;

/// The answer at a terminal that stands for a secret typed there.
const TYPED: &str = "type";

/// The flags of all kinds, by their name.
#[derive(Debug, Clone, Default)]
pub struct Flags(BTreeMap<&'static str, String>);

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        kinds::questions().into_iter().fold(command, |command, question| {
            let prompt = match question.answer {
                Answer::Secret => t!("init-where-from", prompt = kinds::prompt(question)),
                _ => kinds::prompt(question),
            };
            command.arg(
                Arg::new(question.flag).long(question.flag).value_name(question.value).help(prompt),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags, clap::Error> {
        let mut flags = Flags::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for question in kinds::questions() {
            if let Some(value) = matches.get_one::<String>(question.flag) {
                self.0.insert(question.flag, value.clone());
            }
        }
        Ok(())
    }
}

/// The answers so far, and the secrets that were typed.
pub struct Answers<'a> {
    base: &'a Base,
    company: String,
    given: BTreeMap<&'static str, String>,
    /// Files of typed secrets; gone again when the answers are dropped before they are kept.
    typed: Vec<PathBuf>,
    /// Whether it was said where secrets come from.
    told: bool,
}

impl Drop for Answers<'_> {
    fn drop(&mut self) {
        for path in &self.typed {
            // There is nobody left to tell when that fails.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl<'a> Answers<'a> {
    /// Returns the answers that the flags give.
    pub fn new(base: &'a Base, company: &str, flags: &Flags) -> Answers<'a> {
        let (company, given) = (company.to_owned(), flags.0.clone());
        Answers { base, company, given, typed: Vec::new(), told: false }
    }

    /// Keeps the files of typed secrets for good.
    pub fn keep(&mut self) {
        self.typed.clear();
    }

    /// Takes an answer as if its flag had given it.
    pub fn give(&mut self, question: &Question, answer: String) {
        self.given.insert(question.flag, answer);
    }

    /// Returns whether a question's flag is given or it was asked.
    pub fn has(&self, question: &Question) -> bool {
        self.given.contains_key(question.flag)
    }

    /// Answers the questions and adds them to a part of the file; with `again` every one is asked,
    /// and what was answered is offered.
    pub fn fill(&mut self, part: &mut Table, questions: &[Question], again: bool) -> Result<()> {
        for question in questions {
            let is_spared = question.unless.iter().any(|flag| self.given.contains_key(flag));
            if is_spared && !self.has(question) {
                continue;
            }
            if let Some(answer) = self.answer(question, again)? {
                put(part, question.key, value(question, &answer)?);
            }
        }
        Ok(())
    }

    /// Fills a part by a kind.
    pub fn fill_kind(&mut self, part: &mut Table, kind: &Kind, again: bool) -> Result<()> {
        for (key, text) in kind.fixed {
            put(part, key, Value::String((*text).to_owned()));
        }
        self.fill(part, kind.questions, again)
    }

    fn answer(&mut self, question: &Question, again: bool) -> Result<Option<String>> {
        let given = self.given.get(question.flag).cloned();
        let is_asked = matches!(question.ask, Ask::Always | Ask::Default(_));
        if !(again && is_asked)
            && let Some(given) = given
        {
            return Ok(Some(given.trim().to_owned()));
        }
        let default = match question.ask {
            Ask::Flag => return Ok(None),
            Ask::Silent(answer) => return Ok(Some(answer.to_owned())),
            Ask::Default(answer) if self.base.global.yes => return Ok(Some(answer.to_owned())),
            Ask::Default(answer) => Some(answer),
            Ask::Always => None,
        };
        let flag = format!("--{}", question.flag);
        let answer = match question.answer {
            Answer::Secret => self.ask_source(question, given.as_deref(), &flag)?,
            _ => self.base.ui.ask(&kinds::prompt(question), given.as_deref().or(default), &flag)?,
        };
        self.given.insert(question.flag, answer.clone());
        Ok(Some(answer))
    }

    /// Asks where a secret comes from, or for the secret itself, which is then kept in a file.
    fn ask_source(
        &mut self,
        question: &Question,
        given: Option<&str>,
        flag: &str,
    ) -> Result<String> {
        if !self.told {
            self.told = true;
            self.base.ui.note(&t!("init-secret-from"));
        }
        // A prompt longer than the line would be drawn twice.
        let prompt = t!("init-prompt-from", prompt = kinds::prompt(question));
        let default = given.unwrap_or(TYPED);
        loop {
            let answer = self.base.ui.ask(&prompt, Some(default), flag)?;
            if answer == TYPED {
                return self.type_secret(question, flag);
            }
            match source(&answer) {
                Ok(_) => return Ok(answer),
                // What was typed may be the secret itself: it is not shown again.
                Err(error) => self.base.ui.warn(&error.message),
            }
        }
    }

    fn type_secret(&mut self, question: &Question, flag: &str) -> Result<String> {
        let prompt = t!("init-prompt-unseen", prompt = kinds::prompt(question));
        let secret = self.base.ui.ask_secret(&prompt, flag)?;
        let folder = self.base.paths.config.parent().unwrap_or(Path::new("")).join("secrets");
        let path = folder.join(format!("{}-{}", self.company, question.flag));
        let failed = |error: std::io::Error| {
            Error::failed(
                "bad-configuration",
                t!("file-not-written", path = path.display().to_string(), why = os::why(&error)),
            )
        };
        let path = std::path::absolute(&path).map_err(failed)?;
        if self.typed.contains(&path) {
            std::fs::remove_file(&path).map_err(failed)?;
        }
        files::make_folder(&folder).map_err(failed)?;
        // A file that is there is somebody's.
        let mut options = std::fs::OpenOptions::new();
        let mut file = files::open(options.create_new(true).write(true), &path).map_err(failed)?;
        if !self.typed.contains(&path) {
            self.typed.push(path.clone());
        }
        file.write_all(secret.expose().as_bytes()).map_err(failed)?;
        self.base.ui.note(&t!("init-kept-in", path = path.display().to_string()));
        Ok(format!("file:{}", path.display()))
    }
}

/// Puts a value under a dotted key.
fn put(part: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            part.insert(key.to_owned(), value);
        }
        Some((table, rest)) => {
            let below = part.entry(table.to_owned()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(below) = below {
                put(below, rest, value);
            }
        }
    }
}

/// Returns an answer as the file has it.
fn value(question: &Question, answer: &str) -> Result<Value> {
    Ok(match question.answer {
        Answer::Text => Value::String(answer.to_owned()),
        Answer::Secret => source(answer)?,
        Answer::Whole => {
            Value::Integer(answer.trim().parse().map_err(|_| {
                Error::usage("usage", t!("init-whole-number", flag = question.flag))
            })?)
        }
        Answer::List => {
            let items = answer.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
    })
}

/// Returns where a secret comes from as the file has it.
fn source(text: &str) -> Result<Value> {
    let bad = || Error::usage("usage", t!("init-no-source")).hint(t!("init-no-source-hint"));
    let (kind, rest) = text.split_once(':').ok_or_else(bad)?;
    let from = match (kind, rest.trim()) {
        (_, "") => return Err(bad()),
        ("env" | "file", place) => Value::String(place.to_owned()),
        ("command", words) => Value::Array(
            words.split_whitespace().map(|word| Value::String(word.to_owned())).collect(),
        ),
        _ => return Err(bad()),
    };
    Ok(Value::Table(Table::from_iter([(kind.to_owned(), from)])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_take_the_form_of_the_file() {
        let question = |answer| Question {
            key: "sign_in.key",
            flag: "x",
            value: "X",
            prompt: "X",
            answer,
            ask: Ask::Always,
            unless: &[],
        };
        let mut part = Table::new();
        put(&mut part, "sign_in.kind", Value::String("server".into()));
        put(&mut part, "sign_in.key", value(&question(Answer::Secret), "file:/k").unwrap());
        put(&mut part, "hours", value(&question(Answer::Whole), " 12 ").unwrap());
        put(&mut part, "methods", value(&question(Answer::List), "a, b,").unwrap());
        let wanted = "hours = 12\nmethods = [\"a\", \"b\"]\n\n[sign_in]\nkey = { file = \"/k\" }\n\
                      kind = \"server\"\n";
        assert_eq!(part, wanted.parse::<Table>().unwrap());
        assert!(value(&question(Answer::Whole), "many").is_err());
        for secret in ["s3cret", "env:", "https://s3cret", ":x"] {
            let error = source(secret).unwrap_err();
            assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
