//! The command tree in the language of the run: English is the tree's own, Norwegian stands in the files of texts.
//!
//! Only words are put in; names, flags and values are the same in every language.

use clap::{Arg, ArgAction, Command};
use uniac_texts::{Language, has, language, text};

use super::fleet;

/// Returns the tree in the language of the run.
pub fn translated(root: Command) -> Command {
    match language() {
        Language::En => root,
        Language::Nb => command(root.disable_version_flag(true).arg(version()), ""),
    }
}

/// Puts in the words of a command and of all below it; `path` says where it stands: `-order-list`.
fn command(command: Command, path: &str) -> Command {
    let id = |what: &str| format!("help{path}{what}");
    let mut command = command
        .help_template(template())
        .subcommand_help_heading(word("heading-commands"))
        .disable_help_flag(true)
        .arg(help());
    if let Some(about) = known(&id("")) {
        command = command.about(about);
    }
    if let Some(long) = known(&id("-long")) {
        command = command.long_about(long);
    }
    if let Some(after) = known(&id("-after")) {
        command = command.after_help(after);
    }
    command.mut_args(|arg| argument(arg, path)).mut_subcommands(|inner| {
        let path = format!("{path}-{}", inner.get_name());
        self::command(inner, &path)
    })
}

fn argument(arg: Arg, path: &str) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(fleet::HEADING) => word("heading-several"),
        Some(_) => word("heading-global"),
        None if arg.is_positional() => word("heading-arguments"),
        None => word("heading-options"),
    };
    let choices: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let is_choice = !arg.is_hide_possible_values_set() && choices.len() > 1;
    let Some(mut help) = known(&argument_id(&arg, path)) else { return arg.help_heading(heading) };
    if is_choice && arg.get_action().takes_values() {
        help = format!("{help} [{} {}]", word("choices"), choices.join(", "));
        return arg.help_heading(heading).hide_possible_values(true).help(help);
    }
    arg.help_heading(heading).help(help)
}

fn argument_id(arg: &Arg, path: &str) -> String {
    let path = match arg.get_help_heading() {
        _ if arg.is_global_set() => "-global",
        // The same flags at each command that can work on several companies.
        Some(fleet::HEADING) => "-several",
        _ => path,
    };
    format!("help{path}--{}", arg.get_id().as_str().replace('_', "-"))
}

fn help() -> Arg {
    Arg::new("help").short('h').long("help").action(ArgAction::Help).help(word("help"))
}

fn version() -> Arg {
    Arg::new("version").short('V').long("version").action(ArgAction::Version).help(word("version"))
}

fn template() -> String {
    format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", word("usage"))
}

fn word(name: &str) -> String {
    text(&format!("help-word-{name}"), &[])
}

fn known(id: &str) -> Option<String> {
    has(language(), id).then(|| text(id, &[]))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// Returns the ids that the tree asks for, with the English words.
    fn asked(command: &Command, path: &str, ids: &mut Vec<(String, String)>) {
        let texts = [("", command.get_about()), ("-long", command.get_long_about())];
        let after = [("-after", command.get_after_help())];
        for (what, text) in texts.into_iter().chain(after) {
            ids.extend(text.map(|text| (format!("help{path}{what}"), text.to_string())));
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            if let Some(help) = arg.get_help() {
                ids.push((argument_id(arg, path), help.to_string()));
            }
        }
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
            asked(inner, &format!("{path}-{}", inner.get_name()), ids);
        }
    }

    #[test]
    fn the_norwegian_tree_is_a_sound_one() {
        command(Cli::command().disable_version_flag(true).arg(version()), "").debug_assert();
    }

    #[test]
    fn every_command_and_flag_has_norwegian_words() {
        let mut ids = Vec::new();
        asked(&Cli::command(), "", &mut ids);
        let missing: Vec<String> = ids
            .into_iter()
            .filter(|(id, _)| !has(Language::Nb, id))
            .map(|(id, english)| format!("{id} = {}", english.replace('\n', "\n    ")))
            .collect();
        assert!(missing.is_empty(), "not in texts/nb/help.ftl:\n{}", missing.join("\n"));
    }
}
