//! The contract of the command line: help, errors, JSON, exit codes, completions.

use std::collections::BTreeSet;

use clap::Command;
use serde_json::Value;

use crate::harness::{World, repository, text, variable};

/// The exit codes of the contract.
const EXITS: [u8; 13] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130];

/// The shells, with the files that their completions are kept in.
const COMPLETIONS: [(&str, &str); 4] = [
    ("bash", "uniac.bash"),
    ("zsh", "_uniac"),
    ("fish", "uniac.fish"),
    ("powershell", "_uniac.ps1"),
];

/// Set to anything, it lets the test write the completions instead of comparing them.
const UPDATE: &str = "UPDATE_COMPLETIONS";

/// Returns the words of every command and group of commands, `uniac` itself with none.
pub fn commands() -> Vec<String> {
    fn collect(command: &Command, words: &str, found: &mut Vec<String>) {
        found.push(words.to_owned());
        for part in command.get_subcommands() {
            collect(part, format!("{words} {}", part.get_name()).trim(), found);
        }
    }
    let mut found = Vec::new();
    collect(&uniac::cli::command(), "", &mut found);
    found
}

#[test]
fn the_help_of_every_command_has_an_example_and_fits_80_columns() {
    let world = World::bare();
    let commands = commands();
    assert!(commands.len() > 25, "{commands:?}");
    for words in commands {
        let help = world.uniac(&format!("{words} --help")).env("COLUMNS", "80").exit(0);
        assert!(help.stdout.contains("Example"), "{}", help.report());
        let example =
            if words.is_empty() { "  uniac ".to_owned() } else { format!("  uniac {words}") };
        assert!(help.stdout.contains(&example), "no example of {example}\n{}", help.report());
        // A line that is too wide is broken by the parser and leaves a word alone on the next.
        let wide = world.uniac(&format!("{words} --help")).env("COLUMNS", "200").exit(0).stdout;
        let prose = wide.lines().filter(|line| !line.starts_with(' ') || line.contains("  uniac "));
        for line in prose {
            assert!(line.chars().count() <= 80, "broken at 80 columns: {line}\n{}", help.report());
        }
        assert!(help.stderr.is_empty(), "{}", help.report());
    }
}

#[test]
fn every_example_of_the_help_can_be_parsed() {
    let world = World::bare();
    for words in commands() {
        let help = world.uniac(&format!("{words} --help")).exit(0).stdout.replace("\\\n", " ");
        let examples = help.lines().filter_map(|line| line.strip_prefix("  uniac "));
        for example in examples {
            // What follows two blanks explains the example, and what follows `>` is the shell's.
            let typed = example.split(" > ").next().unwrap_or_default().trim();
            let typed = match words.is_empty() {
                true => typed.split("  ").next().unwrap_or_default(),
                false => typed,
            };
            // What stands in quotes is one word.
            let parts = typed.split('"').enumerate();
            let typed: String =
                parts.map(|(at, part)| if at % 2 == 0 { part } else { "quoted" }).collect();
            let parsed = uniac::cli::command()
                .try_get_matches_from(std::iter::once("uniac").chain(typed.split_whitespace()));
            assert!(
                parsed.is_ok(),
                "uniac {typed}: {}",
                parsed.err().map_or(String::new(), |e| e.to_string())
            );
        }
    }
}

#[test]
fn a_wrong_command_line_is_an_error_object_too() {
    let world = World::bare();
    for line in [
        "",
        "snyc",
        "order",
        "order lst",
        "order list --state nowhere",
        "order list --attention nothing",
        "order list --since yesterday",
        "order list --limit -1",
        "order show",
        "capture",
        "refund --manual",
        "enable upload",
        "sync --max-orders few",
        "status --output yaml",
        "sandbox fault",
        "sandbox portal steal 1",
        "completions tcsh",
        "explain nothing-at-all",
    ] {
        let ended = world.uniac(&format!("{line} --json")).exit(2);
        let error = ended.json();
        let is_usage =
            ["usage", "no-company", "unknown-id"].contains(&text(&error["code"]).as_str());
        assert!(is_usage && error["moved"] == "no", "{}", ended.report());
        assert!(!text(&error["message"]).is_empty(), "{}", ended.report());
        assert!(error["hint"].is_string(), "the next step\n{}", ended.report());
        let plain = world.uniac(line).exit(2);
        assert!(plain.stdout.is_empty() && !plain.stderr.is_empty(), "{}", plain.report());
        assert!(!plain.stderr.contains("backtrace"), "{}", plain.report());
    }
}

#[test]
fn an_error_names_the_next_step() {
    let world = World::active();
    let order = world.order(2, "10.00");
    for (line, code) in [
        ("order show 1", "unknown-order"),
        ("capture --manual 1 --yes", "unknown-order"),
        ("order list --attention nothing", "usage"),
        ("explain unknwn-outcome", "unknown-id"),
        ("sync --offline", "offline"),
        ("sandbox fault add slwo", "unknown-fault"),
        ("--company kopp status", "unknown-company"),
    ] {
        let error = world.uniac(&format!("{line} --json")).exit(2).json();
        assert_eq!(error["code"], code, "{line}");
        assert!(!text(&error["hint"]).is_empty(), "{line}: {error:#}");
        assert!(world.uniac(line).exit(2).stderr.contains("hint:"), "{line}");
    }
    // A typing error in a number names the nearest.
    let typed = format!("{}9", &order[..order.len() - 1]);
    world.uniac(&format!("order show {typed}")).exit(2).says(&order);
}

#[test]
fn every_command_gives_one_json_object_also_when_it_fails() {
    let world = World::active();
    let order = world.invoiced("10.00");
    let init = "init --no-verify --name kopp --uni-url https://uni.example --uni-company-key k \
        --uni-token env:T --shop-url https://shop.example --shop-key env:K --shop-secret env:S \
        --vipps-msn 1 --vipps-client-id i --vipps-client-secret env:C --vipps-subscription-key env:V";
    let lines = [
        "status".to_owned(),
        "enable".to_owned(),
        "disable upload-new-orders".to_owned(),
        "order list".to_owned(),
        format!("order show {order}"),
        format!("order disable-autocapture {order}"),
        format!("order enable-autocapture {order}"),
        format!("order accept {order} --undo"),
        "sync --dry-run".to_owned(),
        "sync".to_owned(),
        "capture --manual --yes".to_owned(),
        format!("refund --manual {order} --yes"),
        format!("cancel --manual {order} --yes"),
        "log".to_owned(),
        "log --exchanges".to_owned(),
        "doctor".to_owned(),
        "explain 7".to_owned(),
        "sandbox order".to_owned(),
        format!("sandbox credit {order} --amount 1.00"),
        format!("sandbox portal refund {order} 1.00"),
        "sandbox fault add slow".to_owned(),
        "sandbox fault list".to_owned(),
        "sandbox fault clear".to_owned(),
        "sandbox ledger".to_owned(),
        "sandbox calls".to_owned(),
        "sandbox reset --orders 1".to_owned(),
        format!("{init} --dry-run"),
        init.to_owned(),
    ];
    for line in &lines {
        let object = world.uniac(&format!("{line} --json")).exit(0).json();
        let schema = text(&object["schema"]);
        assert!(schema.starts_with("uniac.") && schema.ends_with("/1"), "{line}: {schema}");
        assert!(object.get("company").is_some() && object.get("data").is_some(), "{line}");
    }
    let bare = World::bare();
    for line in &lines {
        let ended = bare.uniac(&format!("{line} --json")).exit_any(&[0, 2]);
        let expected = if ended.code == 0 { "uniac." } else { "uniac.error/1" };
        assert!(text(&ended.json()["schema"]).starts_with(expected), "{}", ended.report());
    }
}

#[test]
fn what_goes_into_a_pipe_is_plain_and_whole() {
    let world = World::seeded(80, 2);
    let piped = world.uniac("order list").exit(0);
    let plain = world.uniac("order list --output plain").exit(0);
    assert_eq!(piped.stdout, plain.stdout);
    assert!(!piped.stdout.contains('\u{1b}'), "{}", piped.report());
    let orders = world.list().len();
    assert_eq!(piped.stdout.lines().count(), orders);
    assert!(piped.stdout.lines().all(|line| line.split('\t').count() > 5), "{}", piped.report());
    let csv = world.uniac("order list --output csv").exit(0);
    assert_eq!(csv.stdout.lines().count(), orders + 1);
    let limited = world.uniac("order list --limit 3 --json").exit(0).data();
    assert_eq!(limited.as_array().map(Vec::len), Some(3));
}

fn says(order: &Value, attention: &str) -> bool {
    order["attentions"].as_array().is_some_and(|all| all.contains(&attention.into()))
}

#[test]
fn a_list_shows_what_was_asked_for() {
    let world = World::seeded(200, 7);
    world.enable();
    let list = world.list();
    let listed = |flags: &str| -> BTreeSet<String> {
        let data = world.uniac(&format!("order list {flags} --json")).exit(0).data();
        data.as_array().expect("a list").iter().map(|order| text(&order["order"])).collect()
    };
    let those = |wanted: fn(&Value) -> bool| -> BTreeSet<String> {
        list.iter().filter(|(_, order)| wanted(order)).map(|(number, _)| number.clone()).collect()
    };
    assert_eq!(listed("--state expired"), those(|order| order["state"] == "expired"));
    assert_eq!(listed("--attention any"), those(|order| !order["attention"].is_null()));
    let expiring = "--attention reservation-expiring";
    assert_eq!(listed(expiring), those(|order| says(order, "reservation-expiring")));
    assert_eq!(listed("--due"), those(|order| !order["next"].is_null()));
    assert_eq!(listed("--predates"), those(|order| order["invoiced_minor"] != 0));
    let since = text(&list.values().next_back().expect("orders")["placed"]);
    let later = listed(&format!("--since {since}"));
    assert!(later.iter().all(|number| text(&list[number]["placed"]) >= since));
    assert!(!later.is_empty() && later.len() < list.len());
}

#[test]
fn each_exit_code_and_attention_has_a_page() {
    let world = World::bare();
    let codes = EXITS.iter().map(u8::to_string);
    let attentions = uniac_core::assess::Attention::ALL.iter().map(ToString::to_string);
    for id in codes.chain(attentions) {
        let page = world.uniac(&format!("explain {id}")).exit(0);
        assert!(page.stdout.starts_with(&format!("# {id}: ")), "{}", page.report());
        assert!(page.stdout.to_lowercase().contains("money"), "{}", page.report());
    }
}

#[test]
fn quiet_says_nothing_but_the_result() {
    let world = World::active();
    world.invoiced("10.00");
    let ended = world.uniac("sync --quiet --json").exit(0);
    assert_eq!(ended.stderr, "");
    let ended = world.uniac("sync --quiet --offline").exit(2);
    assert!(ended.stderr.contains("error:"), "{}", ended.report());
}

#[test]
fn colour_comes_only_when_asked_for() {
    let world = World::seeded(60, 1);
    let plain = world.uniac("order list --output table").exit(0);
    assert!(!plain.stdout.contains('\u{1b}'), "{}", plain.report());
    let coloured = world.uniac("order list --output table --color always").exit(0);
    assert!(coloured.stdout.contains('\u{1b}'), "{}", coloured.report());
}

#[test]
fn the_completions_are_current() {
    let world = World::bare();
    for (shell, file) in COMPLETIONS {
        let script = world.uniac(&format!("completions {shell}")).exit(0).stdout;
        let path = repository().join("completions").join(file);
        if variable(UPDATE).is_some() {
            std::fs::write(&path, &script).expect("the completions are written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == script, "completions/{file} is out of date; run the tests with {UPDATE}=1");
    }
}

#[test]
fn the_version_is_the_packages() {
    let ended = World::bare().uniac("--version").exit(0);
    assert_eq!(ended.stdout.trim(), concat!("uniac ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_demo_ends_with_three_books_in_step() {
    let mut world = World::bare();
    // Where the demo's folder is made.
    for name in ["TMPDIR", "TMP", "TEMP"] {
        let folder = world.path("").display().to_string();
        world.set(name, &folder);
    }
    let data = world.uniac("demo --json").exit(0).data();
    assert_eq!(data["in_step"], true, "{data:#}");
    assert!(data["books"].as_array().is_some_and(|books| books.len() > 5), "{data:#}");
    assert!(!world.path("data").exists(), "the demo leaves the user's data alone");
    let report = std::path::PathBuf::from(text(&data["report"]));
    let page = std::fs::read_to_string(&report).expect("the report is where the demo says");
    assert!(page.contains("<svg"), "it is the report");
    let folder = report.parent().expect("a folder");
    let left = std::fs::read_dir(folder).expect("a folder").count();
    assert_eq!(left, 1, "nothing but the report is left");
}

/// The demo's last part in both languages: what is owed, a plan that is applied, nothing owed, and the report.
#[test]
fn the_demo_ends_with_a_morning_in_both_languages() {
    for (language, morning) in [("en", "The next morning"), ("nb", "Neste morgen")] {
        let mut world = World::bare();
        world.set_now("2026-03-10T09:00:00Z");
        for name in ["TMPDIR", "TMP", "TEMP"] {
            let folder = world.path("").display().to_string();
            world.set(name, &folder);
        }
        let told = world.uniac("demo --output table").env("UNIAC_LANG", language).exit(0);
        let from = told.stdout.find(morning).unwrap_or_else(|| panic!("{}", told.report()));
        let folder = world.path("").display().to_string();
        let shown: Vec<String> = told.stdout[from..]
            .lines()
            .map(|line| match line.split_once(&folder) {
                Some((before, _)) => format!("{before}FOLDER/report.html"),
                None => hidden(line),
            })
            .collect();
        insta::assert_snapshot!(format!("morning_{language}"), shown.join("\n"));
    }
}

/// Hides the id of a plan and of a run: both are made anew each time.
fn hidden(line: &str) -> String {
    let is_id =
        |word: &str| word.len() >= 12 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let words = line.split(' ').map(|word| if is_id(word) { "ID" } else { word });
    words.collect::<Vec<_>>().join(" ").trim_end().to_owned()
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let world = World::seeded(200, 1);
    let mut running = world.uniac("order list").start();
    running.close_stdout();
    running.exit(0);
}
