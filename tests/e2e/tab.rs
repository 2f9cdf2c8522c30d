//! What a Tab offers, in the shells themselves: bash always, zsh and fish where they are installed.
//!
//! The shell is the real one and loads what `uniac completions` prints; what it offers is compared with what the company
//! has. Nothing may stand on stderr, whatever is wrong with the configuration or the store.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::World;

/// Runs a script in a shell in which `uniac` is the program under test; `None` when there is no such shell.
fn shell(world: &World, shell: &[&str], script: &str) -> Option<Vec<String>> {
    let program = Path::new(env!("CARGO_BIN_EXE_uniac"));
    let folder = program.parent().expect("a folder").display();
    let prepared = world.uniac("completions bash").into_command();
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(script).env_clear();
    command.envs(prepared.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("PATH", format!("{folder}:/usr/local/bin:/usr/bin:/bin"));
    command.current_dir(world.path("")).stdin(Stdio::null());
    let output = match command.output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            skipped(shell[0]);
            return None;
        }
        output => output.expect("the shell runs"),
    };
    let (said, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(complained, "", "{shell:?} {script}");
    Some(said.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect())
}

/// Says that a shell is left out because this machine does not have it.
#[expect(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
fn skipped(shell: &str) {
    eprintln!("skipped: `{shell}` is not installed");
}

/// What bash offers for the last word of a line.
fn bash(world: &World, words: &[&str]) -> Vec<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let (last, place) = (words.last().expect("a word"), words.len() - 1);
    let script = format!(
        "source <(uniac completions bash); COMP_WORDS=({}); COMP_CWORD={place}; COMP_TYPE=9; \
         _clap_complete_uniac uniac '{last}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted.join(" "),
        words[place.saturating_sub(1)],
    );
    shell(world, &["bash", "--norc", "-c"], &script).expect("bash is there")
}

/// What zsh offers, with what it says of each; its own listing is replaced by a plain one.
fn zsh(world: &World, words: &[&str]) -> Option<Vec<String>> {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "compdef() {{ :; }}; _describe() {{ print -l -- ${{(P)3}}; }}; \
         source <(uniac completions zsh); words=({}); CURRENT={}; _clap_dynamic_completer_uniac",
        quoted.join(" "),
        words.len(),
    );
    shell(world, &["zsh", "-f", "-c"], &script)
}

fn fish(world: &World, words: &[&str]) -> Option<Vec<String>> {
    let line = words.join(" ");
    let script = format!("uniac completions fish | source; complete -C '{line}'");
    shell(world, &["fish", "--no-config", "-c"], &script)
}

/// What zsh and fish offer, each where it is installed, without what they say of it.
fn others(world: &World, words: &[&str]) -> Vec<(&'static str, BTreeSet<String>)> {
    let names = |offered: Vec<String>, end: char| -> BTreeSet<String> {
        let name = |line: &String| line.split(end).next().unwrap_or_default().to_owned();
        offered.iter().map(name).collect()
    };
    let zsh = zsh(world, words).map(|offered| ("zsh", names(offered, ':')));
    let fish = fish(world, words).map(|offered| ("fish", names(offered, '\t')));
    zsh.into_iter().chain(fish).collect()
}

#[test]
fn a_tab_offers_the_companys_orders_in_each_shell() {
    let world = World::seeded(40, 7);
    world.uniac("enable").exit(0);
    let all: BTreeSet<String> = world.list().into_keys().collect();
    let begun = "10001";
    let truth: BTreeSet<String> =
        all.iter().filter(|order| order.starts_with(begun)).cloned().collect();
    assert!(truth.len() > 5 && truth.len() < all.len(), "{truth:?}");
    for command in ["order show", "capture --manual", "order disable-autocapture", "log", "plan"] {
        let words: Vec<&str> =
            ["uniac"].into_iter().chain(command.split(' ')).chain([begun]).collect();
        assert_eq!(bash(&world, &words).into_iter().collect::<BTreeSet<_>>(), truth, "{command}");
    }
    let line = ["uniac", "order", "show", begun];
    for (shell, offered) in others(&world, &line) {
        assert_eq!(offered, truth, "{shell}");
    }
    for (said, before) in [(zsh(&world, &line), ':'), (fish(&world, &line), '\t')] {
        let says_where_the_money_is =
            |said: Vec<String>| said.iter().any(|line| line.contains(&format!("{before}reserved")));
        assert!(said.is_none_or(says_where_the_money_is), "what stands behind `{before}`");
    }
}

#[test]
fn a_tab_offers_commands_flags_and_what_they_take() {
    let world = World::seeded(0, 1);
    let offers = |words: &[&str], wanted: &[&str]| {
        let offered = bash(&world, words);
        for wanted in wanted {
            assert!(offered.iter().any(|one| one == wanted), "{words:?}: {offered:?}");
        }
        for (shell, offered) in others(&world, words) {
            for wanted in wanted {
                assert!(offered.contains(*wanted), "{shell}, {words:?}: {offered:?}");
            }
        }
        offered
    };
    offers(&["uniac", ""], &["status", "owed", "order", "sync", "completions"]);
    offers(&["uniac", "order", ""], &["list", "show", "accept"]);
    offers(&["uniac", "owed", "--"], &["--by", "--held", "--company"]);
    offers(&["uniac", "owed", "--by", ""], &["cause", "month", "customer", "order"]);
    offers(&["uniac", "order", "list", "--attention", ""], &["any", "doubtful-link", "refused"]);
    let begun = offers(&["uniac", "order", "list", "--attention", "res"], &["reservation-expired"]);
    assert!(begun.iter().all(|one| one.starts_with("res")), "{begun:?}");
    offers(&["uniac", "owed", "--cause", ""], &["due", "held"]);
    offers(&["uniac", "sandbox", "fault", "add", "re"], &["reply-lost", "request-lost", "refused"]);
    offers(&["uniac", "explain", "kept"], &["kept-differs"]);
    offers(&["uniac", "explain", ""], &["doubtful-link", "7"]);
    offers(&["uniac", "enable", "upload"], &["upload-order-changes", "upload-new-orders"]);
    offers(&["uniac", "help", "cut"], &["cut-over"]);
    offers(&["uniac", "sync", "--company", ""], &["sandbox"]);
    offers(&["uniac", "order", "list", "--provider", ""], &["vipps", "nexi", "klarna"]);
}

#[test]
fn a_tab_knows_the_companies_and_groups_and_looks_where_the_line_says() {
    let world = World::bare();
    let companies = "
        [company.kopp]\ngroups = [\"nord\", \"kaffe\"]\n[company.tallerken]\ngroups = [\"nord\"]\n";
    std::fs::write(world.path("uniac.toml"), companies).expect("written");
    assert_eq!(bash(&world, &["uniac", "sync", "--company", ""]), ["kopp", "tallerken"]);
    assert_eq!(bash(&world, &["uniac", "company", "show", "k"]), ["kopp"]);
    // No company is named, and there are two.
    assert!(!bash(&world, &["uniac", "order", "show", "1"]).iter().any(|one| one == "1"));
    std::fs::write(world.path("other.toml"), "[company.skje]\n").expect("written");
    let line = ["uniac", "--config", "other.toml", "sync", "--company", ""];
    assert_eq!(bash(&world, &line), ["skje"]);
}

#[test]
fn a_tab_says_nothing_when_something_is_wrong_and_makes_nothing() {
    let world = World::bare();
    let line = ["uniac", "order", "show", "1"];
    assert_eq!(bash(&world, &line), [""; 0], "nothing is there");
    assert!(!world.path("data").exists(), "nothing was made");
    std::fs::write(world.path("uniac.toml"), "[company.kopp\n").expect("written");
    assert_eq!(bash(&world, &line), [""; 0], "the configuration is none");
    let world = World::seeded(5, 1);
    let store = world.path("data/sandbox/store.db");
    std::fs::write(&store, "no store at all").expect("written");
    assert_eq!(bash(&world, &line), [""; 0], "the store is damaged");
    let kept = std::fs::read_to_string(&store).expect("read");
    assert_eq!(kept, "no store at all", "nothing was mended");
    let odd = world.uniac("-- order show 1").env("UNIAC_COMPLETE", "tcsh").exit(1);
    assert_eq!((odd.stdout.as_str(), odd.stderr.as_str()), ("", ""), "another shell");
}
