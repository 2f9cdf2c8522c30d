//! The pages of the book on a screen, in a pipe and as JSON.

use crate::harness::{World, repository, text};

/// Returns the topics, as the list names them.
fn topics(world: &World) -> Vec<String> {
    let data = world.uniac("help --json").exit(0).data();
    let topics = data["topics"].as_array().expect("the topics");
    topics.iter().map(|topic| text(&topic["name"])).collect()
}

#[test]
fn every_topic_prints_its_page() {
    let world = World::bare();
    let topics = topics(&world);
    assert!(topics.len() > 15, "{topics:?}");
    for topic in topics {
        let page = repository().join(format!("docs/{topic}.md"));
        let page = std::fs::read_to_string(page).expect("the page");
        let title = page.lines().next().expect("a title");
        assert!(title.starts_with("# "), "{topic}: {title}");
        for form in ["", "--output table", "--output plain"] {
            let shown = world.uniac(&format!("help {topic} {form}")).env("COLUMNS", "80").exit(0);
            assert_eq!(shown.stdout.lines().next(), Some(title), "{}", shown.report());
            for left in ["](", "```", "| ---"] {
                assert!(!shown.stdout.contains(left), "{topic}: {left}");
            }
        }
        let data = world.uniac(&format!("help {topic} --json")).exit(0).data();
        assert_eq!((text(&data["topic"]), text(&data["text"])), (topic, page));
    }
}

#[test]
fn help_alone_lists_commands_and_topics() {
    let world = World::bare();
    let listed = world.uniac("help").env("COLUMNS", "80").exit(0);
    for name in topics(&world).iter().map(String::as_str).chain(["sync", "order", "help"]) {
        let row = format!("  {name} ");
        assert!(listed.stdout.contains(&row), "{name}\n{}", listed.report());
    }
    let wide = listed.stdout.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None, "{}", listed.report());
}

#[test]
fn help_of_a_command_is_the_parsers_own() {
    let world = World::bare();
    for command in ["capture", "order", "order list", "sandbox fault add", "help"] {
        let told = world.uniac(&format!("help {command}")).exit(0);
        let own = world.uniac(&format!("{command} --help")).exit(0);
        assert_eq!(told.stdout.trim_end(), own.stdout.trim_end(), "{command}");
    }
}

#[test]
fn an_unknown_topic_is_wrong_usage_and_names_the_next_step() {
    let world = World::bare();
    for (typed, meant) in [
        ("cutover", "`uniac help cut-over`"),
        ("Untidy_Books", "`uniac help untidy-books`"),
        ("snyc", "`uniac help sync`"),
        ("zzz", "`uniac help` lists"),
        ("order lst", "`uniac help` lists"),
        ("cut-over order", "`uniac help` lists"),
    ] {
        let error = world.uniac(&format!("help {typed} --json")).exit(2).json();
        assert_eq!(
            (text(&error["code"]), text(&error["moved"])),
            ("unknown-topic".into(), "no".into())
        );
        assert!(text(&error["hint"]).contains(meant), "{typed}: {error:#}");
        world.uniac(&format!("help {typed}")).exit(2).says(meant);
    }
}

#[test]
fn help_needs_no_configuration_that_can_be_read() {
    let world = World::bare();
    std::fs::write(world.path("uniac.toml"), "this is no TOML").expect("the file is written");
    world.uniac("help configuration").exit(0);
    world.uniac("help status").exit(0);
}

#[test]
fn every_command_has_a_manual_page_in_both_languages() {
    fn names(command: &clap::Command, path: &str, all: &mut Vec<String>) {
        all.push(path.to_owned());
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
            names(inner, &format!("{path}-{}", inner.get_name()), all);
        }
    }
    let world = World::bare();
    let out = world.path("man");
    let would = format!("man --out {} --dry-run --json", out.display());
    assert!(world.uniac(&would).exit(0).data()["written"] == false && !out.exists());
    let written = world.uniac(&format!("man --out {} --json", out.display())).exit(0).data();
    let mut commands = Vec::new();
    names(&uniac::cli::command(), "uniac", &mut commands);
    let files = written["files"].as_array().expect("the files");
    assert_eq!(files.len(), 2 * commands.len());
    for (folder, name, see) in [("man1", "NAME", "OPTIONS"), ("nb/man1", "NAVN", "FLAGG")] {
        for command in &commands {
            let path = out.join(folder).join(format!("{command}.1"));
            let page = std::fs::read_to_string(&path).expect("a page");
            assert!(page.contains(&format!(".TH {command} 1")), "{}", path.display());
            assert!(page.contains(&format!("\n.SH {name}\n")), "{}", path.display());
            assert!(page.contains(see), "{}", path.display());
            well_formed(&path);
        }
    }
    let one = world.uniac("man order list").exit(0).stdout;
    let kept = std::fs::read_to_string(out.join("man1/uniac-order-list.1")).expect("a page");
    assert_eq!(one.trim_end(), kept.trim_end());
    world.uniac("man nothing").exit(2).says("no command `nothing`");
}

/// Lets groff read a page where the machine has it.
fn well_formed(page: &std::path::Path) {
    let groff = std::process::Command::new("groff")
        .args(["-man", "-ww", "-z", "-Kutf8"])
        .arg(page)
        .output();
    if let Ok(read) = groff {
        let said = String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success() && said.is_empty(), "{}: {said}", page.display());
    }
}

#[test]
fn a_schema_is_printed_as_it_is_published() {
    let world = World::bare();
    let names = world.uniac("help schema").exit(0).stdout;
    for name in names.lines() {
        let kept = std::fs::read_to_string(repository().join(format!("docs/schema/{name}.json")));
        let shown = world.uniac(&format!("help schema {name}")).exit(0).stdout;
        assert_eq!(shown.trim_end(), kept.expect("the schema").trim_end(), "{name}");
    }
    world.uniac("help schema uniac.order/1").exit(0).says("uniac.order/1");
    world.uniac("help schema nothing").exit(2).says("`uniac help schema` lists them");
}
