//! The command tree in the language of the run: English is the tree's own, Norwegian stands in the files of texts.
//!
//! Only words are put in; names, flags and values are the same in every language.

use clap::{Arg, ArgAction, Command};

use uniac_texts::{Language, has, language, text};

use super::global::SEVERAL_COMPANIES;

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
        .subcommand_value_name(placeholder("COMMAND"))
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
    in_order(command).mut_args(|arg| argument(arg, path)).mut_subcommands(|inner| {
        let path = format!("{path}-{}", inner.get_name());
        self::command(inner, &path)
    })
}

/// Puts arguments before flags, and those before the flags that many commands share. The parser does so for its own
/// headings; headings that it is given stand in the order of what is under them, and arguments by their names.
fn in_order(command: Command) -> Command {
    let rank = |arg: &Arg| match arg.get_help_heading() {
        _ if arg.is_positional() => 0,
        Some(SEVERAL_COMPANIES) => 2,
        _ if arg.is_global_set() => 3,
        _ => 1,
    };
    let mut args: Vec<Arg> = command.get_arguments().cloned().collect();
    args.sort_by_key(rank);
    let ordered = args.into_iter().enumerate().map(|(place, arg)| match arg.is_positional() {
        true => arg.display_order(place),
        false => arg,
    });
    let mut ordered = ordered.collect::<Vec<_>>().into_iter();
    command.mut_args(|arg| ordered.next().unwrap_or(arg))
}

fn argument(arg: Arg, path: &str) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(SEVERAL_COMPANIES) => word("heading-several"),
        Some(_) => word("heading-global"),
        None if arg.is_positional() => word("heading-arguments"),
        None => word("heading-options"),
    };
    let arg = match arg.get_value_names() {
        Some(names) if arg.get_action().takes_values() => {
            let names: Vec<String> = names.iter().map(|name| placeholder(name)).collect();
            arg.value_names(names)
        }
        _ => arg,
    };
    let choices: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let is_choice = !arg.is_hide_possible_values_set() && choices.len() > 1;
    let Some(mut help) = known(&argument_id(&arg, path)) else { return arg.help_heading(heading) };
    if !arg.get_action().takes_values() {
        return arg.help_heading(heading).help(help);
    }
    if is_choice {
        help = format!("{help} [{} {}]", word("choices"), choices.join(", "));
    }
    let defaults: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        help = format!("{help} [{} {}]", word("default"), defaults.join(", "));
    }
    let arg = arg.hide_possible_values(true).hide_default_value(true);
    arg.help_heading(heading).help(help)
}

fn argument_id(arg: &Arg, path: &str) -> String {
    let path = match arg.get_help_heading() {
        _ if arg.is_global_set() => "-global",
        // The same flags at each command that can work on several companies.
        Some(SEVERAL_COMPANIES) => "-several",
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

/// Returns the name of a value in the language of the run: `TEXT=AMOUNT` by its words.
fn placeholder(name: &str) -> String {
    let of_word = |word: &str| known(&format!("help-value-{}", word.to_lowercase()));
    let words = name.split_inclusive(['=', ',']).map(|part| {
        let (word, mark) = part.split_at(part.trim_end_matches(['=', ',']).len());
        of_word(word).unwrap_or_else(|| word.to_owned()) + mark
    });
    words.collect()
}

/// Returns a page with the names of values that help has too: `ORDRE` where both languages' pages have `ORDER`.
pub fn with_placeholders(page: &str) -> String {
    let is_of_word = |char: char| char.is_ascii_uppercase() || char == '_';
    let mut out = String::new();
    let mut rest = page;
    while let Some(begin) = rest.find(is_of_word) {
        let (before, word) = rest.split_at(begin);
        let end = word.find(|char| !is_of_word(char)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        // A part of a word, `Uni`, is none.
        let stands_alone =
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        out += before;
        out += &if stands_alone { placeholder(word) } else { word.to_owned() };
        rest = after;
    }
    out + rest
}

/// Returns a text of the parser in the language of the run: what it has no setting for.
pub fn told(text: &str) -> String {
    match language() {
        Language::En => text.to_owned(),
        // The parser sets the second form of a command under the first as its own `Usage:` is long.
        Language::Nb => text
            .replace("[OPTIONS]", &format!("[{}]", placeholder("OPTIONS")))
            .replace("\n       uniac ", "\n      uniac "),
    }
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
    use uniac_texts::text_in;

    use super::*;
    use crate::cli::tree::Cli;

    /// Returns the ids that the tree asks for, with the English words.
    fn asked(command: &Command, path: &str, ids: &mut Vec<(String, String)>) {
        let texts = [("", command.get_about()), ("-long", command.get_long_about())];
        let after = [("-after", command.get_after_help())];
        for (what, text) in texts.into_iter().chain(after) {
            ids.extend(text.map(|text| (format!("help{path}{what}"), text.to_string())));
        }
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let names = arg.get_value_names().filter(|_| arg.get_action().takes_values());
            for word in names.into_iter().flatten().flat_map(|name| name.split(['=', ','])) {
                ids.push((format!("help-value-{}", word.to_lowercase()), word.to_owned()));
            }
            if let Some(help) = arg.get_help() {
                ids.push((argument_id(arg, path), help.to_string()));
            }
        }
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
            asked(inner, &format!("{path}-{}", inner.get_name()), ids);
        }
    }

    #[test]
    fn a_page_in_english_keeps_its_names() {
        let page = "`uniac order show ORDER`, UNIAC_KEY, Uni: ORDERS\n";
        assert_eq!(with_placeholders(page), page);
    }

    #[test]
    fn the_norwegian_tree_is_a_sound_one() {
        command(Cli::command().disable_version_flag(true).arg(version()), "").debug_assert();
    }

    #[test]
    fn no_line_of_help_is_broken_twice() {
        // The parser breaks what is longer than the screen, and leaves a word alone in a line.
        const SCREEN: usize = 80;
        let mut ids = Vec::new();
        asked(&Cli::command(), "", &mut ids);
        let long: Vec<String> = ids
            .iter()
            .filter(|(id, _)| id.ends_with("-after") || id.ends_with("-long"))
            .flat_map(|(id, english)| [english.clone(), text_in(Language::Nb, id, &[])])
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|line| line.chars().count() > SCREEN)
            .collect();
        assert!(long.is_empty(), "{}", long.join("\n"));
    }

    #[test]
    fn arguments_stand_before_flags_in_the_order_in_which_they_are_typed() {
        let command = command(Cli::command().disable_version_flag(true).arg(version()), "");
        let capture = command.find_subcommand("capture").expect("the command");
        let headings: Vec<_> = capture.get_arguments().map(Arg::get_help_heading).collect();
        let is_sorted = headings.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(capture.get_arguments().next().is_some_and(Arg::is_positional), "{headings:?}");
        assert!(is_sorted <= 3, "each heading is in one piece: {headings:?}");
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
