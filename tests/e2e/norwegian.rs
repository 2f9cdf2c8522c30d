//! What a bookkeeper reads with `--lang nb` at a terminal of 80 columns: in the language, whole, and with the next step.

use crate::harness::{Ended, World};

/// Runs a command as somebody reads it.
fn read(world: &World, line: &str, code: i32) -> Ended {
    world.uniac(&format!("{line} --lang nb --output table")).env("COLUMNS", "80").exit(code)
}

/// Returns the lines that go over the screen, or were cut.
fn too_wide(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > 80 || line.contains('…')).collect()
}

#[test]
fn an_amount_has_a_comma_and_a_date_points() {
    let world = World::active();
    let order = world.invoiced("150.00");
    read(&world, "sync --dry-run --max-total 149,50", 3).says("149.50");
    read(&world, "sync --dry-run --max-total 1,250", 2).says("skriv 1250 for hele kroner");
    read(&world, "sync --max-total mye", 2).says("Skriv et beløp slik: 50000, 1250,50");
    let reserved = world.order(1, "300.00");
    let taken = read(&world, &format!("sandbox portal capture {reserved} 100,50"), 0);
    taken.says("100,50\u{a0}kr");
    let from = read(&world, "order list --from 1.1.2026 --to 31.12.2026", 0);
    assert!(from.stdout.contains(&order), "{}", from.report());
    read(&world, "order list --since 31.11.2026", 2).says("31.12.2026 eller 2026-12-31");
    read(&world, "reconcile --month 3.2026", 0).says("mars 2026");
    read(&world, "reconcile --month mars", 2).says("Skriv måneden som 10.2026 eller 2026-10");
    read(&world, "runs --since 31.12.2026", 0);
    read(&world, "plan --valid-for 0", 2).says("Skriv et helt tall fra 1 til 744");
    read(&world, "sync --max-orders mange", 2).says("Skriv et helt tall");
}

#[test]
fn help_is_in_one_language() {
    let world = World::bare();
    let helped = read(&world, "plan --help", 0);
    helped.says("Bruk: uniac plan [FLAGG] [ORDRE]...").says("--out <FIL>").says("[standard: 72]");
    let missing = read(&world, "apply", 2);
    missing.says("dette må oppgis: <FIL>");
    let commands = read(&world, "help commands", 0);
    assert!(!commands.stdout.contains("]("), "{}", commands.report());
    let codes = read(&world, "explain --codes", 0);
    assert_eq!(too_wide(&codes.stdout), Vec::<&str>::new());
    codes.says("ikke sendt");
}

#[test]
fn a_brake_on_a_plan_names_what_goes_on() {
    let world = World::active();
    for _ in 0..12 {
        let order = world.order(1, "50.00");
        world.happened(&format!("delete {order}"));
    }
    world.uniac("plan --out plan.json").exit(0);
    let foretold = read(&world, "apply plan.json --dry-run", 3);
    foretold.says("samme kommando og `--let-go 12`");
    let braked = read(&world, "apply plan.json --yes", 3);
    assert!(!braked.stderr.contains("sync"), "{}", braked.report());
    braked.says("`uniac plan --out plan.json`").says("`uniac apply plan.json --let-go 12`");
    world.uniac("plan --out plan.json").exit(0);
    read(&world, "apply plan.json --let-go 12 --yes", 0);
}

#[test]
fn each_operation_has_its_own_sum() {
    let world = World::active();
    world.invoiced("150.00");
    world.invoiced("250.00");
    let dropped = world.order(1, "50.00");
    world.happened(&format!("delete {dropped}"));
    let planned = read(&world, "plan", 0);
    let foot = planned.stdout.split("\n\n").nth(1).unwrap_or_default();
    let sums: Vec<&str> = foot.lines().take(3).collect();
    let wanted = ["belastning    400,00\u{a0}kr", "kansellering  50,00\u{a0}kr", "ordrer        3"];
    assert_eq!(sums, wanted, "{}", planned.report());
}

#[test]
fn a_cut_over_does_not_say_that_others_captured_what_uniac_did() {
    let world = World::active();
    world.invoiced("150.00");
    world.sync();
    world.uniac("disable --yes").exit(0);
    let report = read(&world, "enable --yes", 0);
    assert!(!report.stdout.contains("utenom"), "{}", report.report());
    report.says("alt er belastet");
}

#[test]
fn no_page_goes_over_the_screen() {
    let world = World::seeded(60, 1);
    world.enable();
    world.sync();
    for line in [
        "runs",
        "report",
        "reconcile",
        "owed --by order",
        "plan",
        "auth status",
        "order show 100042",
        "order show 100049",
        "company list",
        "order list",
    ] {
        let page = read(&world, line, 0);
        assert_eq!(too_wide(&page.stdout), Vec::<&str>::new(), "{line}");
    }
}

#[test]
fn plain_lines_are_in_the_language_but_for_ids() {
    let world = World::active();
    world.invoiced("150.00");
    let planned = world.uniac("plan --lang nb --output plain").exit(0);
    planned.says("belastning\tNOK 150.00").says("laget av\tkari").says("\tbelastning\t");
}

/// Commands whose plain lines have names, amounts and days, in cells and in sentences.
const PLAIN: [&str; 9] = [
    "status",
    "order list",
    "order show 100042",
    "order show 100049",
    "owed",
    "runs",
    "runs show 1",
    "reconcile",
    "doctor",
];

/// Returns whether a text has an amount or a day as people write them: `1,250.00`, `1 250,00`, `31.12.2026`.
fn is_written(text: &str) -> bool {
    let bytes = text.as_bytes();
    let figures = |from: usize, count: usize| {
        bytes.get(from..from + count).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let has = |at: usize, char: u8| bytes.get(at) == Some(&char);
    let is_grouped = |at| figures(at, 1) && has(at + 1, b',') && figures(at + 2, 3);
    let is_day =
        |at| figures(at, 2) && has(at + 2, b'.') && figures(at + 3, 2) && has(at + 5, b'.');
    text.contains('\u{a0}') || (0..bytes.len()).any(|at| is_grouped(at) || is_day(at))
}

#[test]
fn a_plain_line_has_one_form_of_an_amount_and_of_a_day() {
    assert!(is_written("NOK 2,242.55") && is_written("2\u{a0}142,55\u{a0}kr"));
    assert!(is_written("ordre 5079, 21.10.2026") && !is_written("NOK 2242.55, 2026-10-21"));
    let world = World::seeded(60, 1);
    world.enable();
    world.sync();
    for line in PLAIN {
        for language in ["en", "nb"] {
            let said = world.uniac(&format!("{line} --lang {language} --output plain")).exit(0);
            let odd: Vec<&str> = said.stdout.lines().filter(|line| is_written(line)).collect();
            assert_eq!(odd, Vec::<&str>::new(), "{line} in {language}");
        }
    }
}

#[test]
fn a_plain_line_in_norwegian_has_the_names_of_the_table() {
    const ENGLISH: [&str; 12] = [
        "none",
        "reserved",
        "captured",
        "manual",
        "invoice",
        "predates",
        "others",
        "warning",
        "ended",
        "invoiced-before-activation",
        "exceeds-reservation",
        "credit notes",
    ];
    let world = World::seeded(60, 1);
    world.enable();
    world.sync();
    for line in PLAIN {
        let said = world.uniac(&format!("{line} --lang nb --output plain")).exit(0);
        let cells = said.stdout.lines().flat_map(|line| line.split('\t'));
        let odd: Vec<&str> = cells.filter(|cell| ENGLISH.contains(cell)).collect();
        assert_eq!(odd, Vec::<&str>::new(), "{line}");
    }
}

#[test]
fn a_name_of_the_table_is_as_good_as_its_id() {
    let world = World::seeded(60, 1);
    world.enable();
    let by_id = world.uniac("order list --attention invoiced-before-activation").exit(0);
    let by_name = world.uniac("order list --attention").arg("fakturert før aktivering").exit(0);
    assert!(!by_id.stdout.is_empty() && by_name.stdout == by_id.stdout, "{}", by_name.report());
    world.uniac("owed --by order --cause").arg("Fakturert før aktivering").exit(0);
    let page = world.uniac("explain --lang nb").arg("usikker kobling").exit(0);
    page.says("# doubtful-link: ");
    world
        .uniac("explain --lang nb")
        .arg("usiker kobling")
        .exit(2)
        .says("uniac explain doubtful-link");
}

#[test]
fn explain_without_an_id_lists_them() {
    let world = World::bare();
    let listed = read(&world, "explain", 0);
    assert_eq!(too_wide(&listed.stdout), Vec::<&str>::new());
    listed.says("doubtful-link").says("amount-too-large").says("130");
    let data = world.uniac("explain --json").exit(0).data();
    assert_eq!(data[0]["id"], "unknown-outcome");
}

#[test]
fn a_wrong_key_or_value_names_the_right_ones() {
    let world = World::bare();
    let set = |line: &str| read(&world, &format!("config set {line}"), 2);
    set("langage nb").says("Mente du «language»?");
    set("language norsk").says("bruk `en` eller `nb`");
    set("defaults.bounds.max_totl 5").says("Mente du «max_total»?");
    set("defaults.links streng").says("kjente verdier: `judged`, `trusted`");
    set("defaults.bounds.max_total mye").says("Skriv et beløp slik");
    read(&world, "config set defaults.bounds.max_total 1250,50", 0);
    let file = std::fs::read_to_string(world.path("uniac.toml")).expect("it is written");
    assert!(file.contains("max_total = \"1250.50\""), "{file}");
}

#[test]
fn the_system_says_no_in_the_language() {
    let world = World::active();
    read(&world, "apply nowhere.json", 2)
        .says("kan ikke lese planen `nowhere.json`: den finnes ikke");
    let told = read(&world, "apply nowhere.json -v", 2);
    assert!(told.stderr.contains("fordi: No such file"), "{}", told.report());
}

#[test]
fn the_sandbox_says_no_in_the_language() {
    let world = World::active();
    read(&world, "sandbox invoice 1", 2).says("det finnes ingen slik ordre i sandkassen");
    read(&world, "sandbox fault add brann", 2).says("`uniac sandbox fault list --known`");
    world.uniac("sandbox invoice 1").exit(2).says("there is no order `1`");
}

#[cfg(unix)]
mod at_a_terminal {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn a_bad_name_is_asked_for_again_and_one_like_it_is_offered() {
        let world = World::bare();
        let call = world.uniac("init --no-verify --lang nb --output table");
        let mut terminal = Terminal::start(call.into_command());
        terminal.expect("Navn på firmaet").line("Bø & Sønn AS");
        terminal.expect("kan ikke være navnet på et firma").expect("bo-sonn-as").line("");
        terminal.expect("Adressen til Uni").line("");
        terminal.expect("Hvordan").key("\u{1b}");
        let (code, screen) = terminal.end();
        assert_eq!(code, 3, "{screen}");
        assert!(screen.contains("du gikk ut av spørsmålet"), "{screen}");
        assert!(!screen.contains("du svarte nei"), "{screen}");
    }

    #[test]
    fn a_run_that_a_person_declined_says_so() {
        let world = World::active();
        let order = world.invoiced("150.00");
        let call = world.uniac(&format!("capture --manual {order} --lang nb --output table"));
        let mut terminal = Terminal::start(call.into_command());
        terminal.expect("Gjøre dette?").line("nei");
        assert_eq!(terminal.end().0, 3);
        read(&world, "runs", 0).says("svart nei");
        read(&world, "report", 0).says("svart nei");
    }
}
