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
