//! `uniac man`: the manual pages, made from the command tree as the help is, in both languages.
//!
//! It reads nothing, so it works without a configuration, and writes only into the folder that it is given.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use serde_json::json;

use crate::ui::{Page, Ui};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::{Language, language, set_language, t};

/// What a page says it is of.
const SOURCE: &str = concat!("uniac ", env!("CARGO_PKG_VERSION"));

/// The arguments of `man`.
#[derive(Debug, Args)]
#[command(
    after_help = "Without COMMAND: the page of uniac itself; `| man -l -` shows it. With --out:\n\
                  every page in both languages, as man1/NAME.1 and nb/man1/NAME.1.\n\n\
                  Examples:\n  uniac man order list\n  uniac man --out ~/.local/share/man\n\nReads only."
)]
pub struct ManArgs {
    /// The command whose page is printed
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    words: Vec<String>,
    /// Write all pages into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &ManArgs, tree: fn() -> Command, is_dry: bool, ui: &Ui) -> Result<Exit> {
    let mut page = Page::new();
    let data = match &args.out {
        Some(folder) => {
            let files = write_all(tree, folder, is_dry)?;
            page.paragraph(match is_dry {
                true => t!("man-would-write", count = files.len(), path = folder.display()),
                false => t!("man-written", count = files.len(), path = folder.display()),
            });
            json!({"folder": folder, "files": files, "written": !is_dry})
        }
        None => {
            let name = ["uniac"].into_iter().chain(args.words.iter().map(String::as_str));
            let name = name.collect::<Vec<_>>().join("-");
            let text = pages(tree)?.into_iter().find(|(page, _)| *page == name);
            let (_, text) = text.ok_or_else(|| {
                let wanted = args.words.join(" ");
                Error::usage("unknown-topic", t!("man-unknown", command = wanted))
                    .hint(t!("book-lists"))
            })?;
            page.text(text.trim_end());
            json!({"page": name, "text": text})
        }
    };
    ui.result("uniac.man/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Writes every page in every language, and returns their paths under the folder.
fn write_all(tree: fn() -> Command, folder: &Path, is_dry: bool) -> Result<Vec<String>> {
    let before = language();
    let mut all = Vec::new();
    for of in Language::ALL {
        set_language(of);
        let under = match of {
            Language::En => "man1",
            Language::Nb => "nb/man1",
        };
        let of_language = pages(tree);
        set_language(before);
        all.extend(
            of_language?.into_iter().map(|(name, text)| (format!("{under}/{name}.1"), text)),
        );
    }
    for (name, text) in all.iter().filter(|_| !is_dry) {
        let path = folder.join(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&path, text)).map_err(|error| {
            let what = t!("file-not-written", path = path.display(), why = os::why(&error));
            Error::failed("output-failed", what).caused_by(error)
        })?;
    }
    Ok(all.into_iter().map(|(name, _)| name).collect())
}

/// Returns the pages in the language of the run by their names: `uniac-order-list`.
fn pages(tree: fn() -> Command) -> Result<Vec<(String, String)>> {
    let mut root = tree();
    root.build();
    let mut pages = Vec::new();
    add(&root, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<(String, String)>) -> Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let mut roff = Vec::new();
    let defect = |error: &dyn std::fmt::Display| Error::defect(format!("no manual page: {error}"));
    let man = Man::new(command.clone()).date("").source(SOURCE).manual("uniac");
    man.render(&mut roff).map_err(|error| defect(&error))?;
    let roff = String::from_utf8(roff).map_err(|error| defect(&error))?;
    pages.push((name, with_headings(&roff)));
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        add(inner, pages)?;
    }
    Ok(())
}

/// Returns a page with the headings of its sections in the language of the run.
fn with_headings(roff: &str) -> String {
    let line = |line: &str| match line.strip_prefix(".SH ").map(|head| head.trim_matches('"')) {
        Some("NAME") => format!(".SH {}\n", t!("man-name")),
        Some("SYNOPSIS") => format!(".SH {}\n", t!("man-synopsis")),
        Some("DESCRIPTION") => format!(".SH {}\n", t!("man-description")),
        Some("OPTIONS") => format!(".SH {}\n", t!("man-options")),
        Some("SUBCOMMANDS") => format!(".SH {}\n", t!("man-commands")),
        Some("EXTRA") => format!(".SH {}\n", t!("man-more")),
        Some("VERSION") => format!(".SH {}\n", t!("man-version")),
        _ => format!("{line}\n"),
    };
    roff.lines().map(line).collect()
}
