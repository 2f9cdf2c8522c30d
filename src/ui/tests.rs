//! Tests of the terminal as a whole: what stands on stdout and stderr, byte for byte.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use insta::assert_snapshot;
use serde_json::json;

use super::*;
use uniac_core::money::{Currency, Money};
use uniac_system::error::{Error, Kind, Moved};

/// A stream whose text the test reads afterwards.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A stream that always fails.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn look(format: Format) -> Look {
    Look {
        format,
        color: ColorWhen::Never,
        quiet: false,
        verbose: false,
        stdin_terminal: false,
        stdout_terminal: false,
        stderr_terminal: false,
        width: 80,
        height: 24,
        pager: None,
        company: Some("nordlys".to_owned()),
        yes: false,
    }
}

/// Runs something on a captured terminal and returns stdout and stderr.
fn captured(look: Look, run: impl FnOnce(&Ui)) -> (String, String) {
    let (out, err) = (Captured::default(), Captured::default());
    run(&Ui::with_writers(look, Box::new(out.clone()), Box::new(err.clone())));
    (out.text(), err.text())
}

fn shown(look: Look, page: &Page) -> String {
    let (out, err) = captured(look, |ui| ui.result("uniac.test/1", &json!([]), page).unwrap());
    assert_eq!(err, "", "a result says nothing on stderr");
    out
}

fn orders(customers: &[&str]) -> Table {
    let mut table = Table::new([
        Column::left("order"),
        Column::wide("customer"),
        Column::right("invoiced"),
        Column::right("captured"),
        Column::left("state"),
        Column::wide("attention"),
    ]);
    for (index, customer) in customers.iter().enumerate() {
        table.row([
            Cell::new((10_041 + index).to_string()),
            Cell::new(*customer),
            Cell::amount(124_900, Currency::NOK),
            Cell::amount(-1, Currency::NOK),
            Cell::new("reserved").warn(),
            Cell::new("invoiced-before-activation").faint(),
        ]);
    }
    table
}

fn page() -> Page {
    let mut page = Page::new();
    page.heading("Auto-capture is active")
        .pair("company", "nordlys")
        .pair("to capture", Cell::money(Money::new(249_800, Currency::NOK)).warn())
        .table(orders(&["Kari Nordmann", "Åse Bjørnsdatter Østensjø-Ærlighetsminde"]))
        .note("The newest 2 orders; 148 more.")
        .hint("uniac capture --manual")
        .hint("uniac order list --due");
    page
}

#[test]
fn people_read_aligned_columns_that_fit_eighty() {
    let text = shown(look(Format::Table), &page());
    assert!(text.lines().all(|line| text::width(line) <= 80), "{text}");
    assert_snapshot!(text, @r"
    Auto-capture is active
    company     nordlys
    to capture  NOK 2,498.00

    ORDER  CUSTOMER               INVOICED  CAPTURED  STATE     ATTENTION
    10041  Kari Nordmann          1,249.00     -0.01  reserved  invoiced-before-act…
    10042  Åse Bjørnsdatter Øst…  1,249.00     -0.01  reserved  invoiced-before-act…

    The newest 2 orders; 148 more.

    hint: uniac capture --manual
    hint: uniac order list --due
    ");
}

#[test]
fn a_wide_screen_cuts_nothing_and_a_narrow_one_never_cuts_numbers() {
    let wide = shown(Look { width: 120, ..look(Format::Table) }, &page());
    assert!(!wide.contains('…'));
    let narrow = shown(Look { width: 40, ..look(Format::Table) }, &page());
    assert!(narrow.contains("10041") && narrow.contains("1,249.00"), "{narrow}");
    assert_snapshot!(narrow, @r"
    Auto-capture is active
    company     nordlys
    to capture  NOK 2,498.00

    ORDER  INVOICED  CAPTURED  STATE
    10041  1,249.00     -0.01  reserved
        customer: Kari Nordmann
        attention:
        invoiced-before-activation
    10042  1,249.00     -0.01  reserved
        customer: Åse Bjørnsdatter
        Østensjø-Ærlighetsminde
        attention:
        invoiced-before-activation

    The newest 2 orders; 148 more.

    hint: uniac capture --manual
    hint: uniac order list --due
    ");
}

#[test]
fn pipes_read_lines_with_tabs_and_nothing_is_cut() {
    let long = "x".repeat(300);
    let mut page = page();
    page.table(orders(&[&long]));
    assert_snapshot!(shown(look(Format::Plain), &page).replace(&long, "<300 x>").replace('\t', "→"), @r"
    company→nordlys
    to capture→NOK 2498.00
    10041→Kari Nordmann→1249.00→-0.01→reserved→invoiced-before-activation
    10042→Åse Bjørnsdatter Østensjø-Ærlighetsminde→1249.00→-0.01→reserved→invoiced-before-activation
    10041→<300 x>→1249.00→-0.01→reserved→invoiced-before-activation
    ");
}

#[test]
fn spreadsheets_read_the_first_table_and_no_formulas() {
    let mut page = page();
    let mut table =
        orders(&["=cmd|' /C calc'!A0", "+4799999999", "+47 99 99 99 99", "a,\"b\"\n@c", "-"]);
    table.row(["-12.50", " =1+1", "1", "2", "@x", "--5"].map(Cell::new));
    page.blocks.insert(0, page::Block::Table(table));
    assert_snapshot!(shown(look(Format::Csv), &page), @r#"
    order,customer,invoiced,captured,state,attention
    10041,'=cmd|' /C calc'!A0,1249.00,-0.01,reserved,invoiced-before-activation
    10042,+4799999999,1249.00,-0.01,reserved,invoiced-before-activation
    10043,'+47 99 99 99 99,1249.00,-0.01,reserved,invoiced-before-activation
    10044,"a,""b"" @c",1249.00,-0.01,reserved,invoiced-before-activation
    10045,'-,1249.00,-0.01,reserved,invoiced-before-activation
    -12.50,' =1+1,1,2,'@x,'--5
    "#);
}

#[test]
fn without_a_table_spreadsheets_read_the_pairs() {
    let mut page = Page::new();
    page.heading("Status").pair("company", "nordlys").pair("orders", 12);
    assert_eq!(shown(look(Format::Csv), &page), "key,value\ncompany,nordlys\norders,12\n");
}

#[test]
fn a_table_without_rows_says_so_to_people_only() {
    let mut page = Page::new();
    page.table(orders(&[]));
    assert_eq!(shown(look(Format::Table), &page), "None.\n");
    assert_eq!(shown(look(Format::Plain), &page), "");
    let mut page = Page::new();
    page.table(orders(&[]).when_empty("No order is due."));
    assert_eq!(shown(look(Format::Table), &page), "No order is due.\n");
}

#[test]
fn programs_read_one_object() {
    let show = |look: Look| {
        captured(look, |ui| ui.result("uniac.test/1", &json!([{"order": "1"}]), &page()).unwrap()).0
    };
    assert_snapshot!(show(look(Format::Json)), @r#"{"schema":"uniac.test/1","company":"nordlys","data":[{"order":"1"}]}"#);
    let nobody = show(Look { company: None, ..look(Format::Json) });
    assert!(nobody.contains(r#""company":null"#), "{nobody}");
}

#[test]
fn a_result_is_never_followed_by_a_second_object() {
    let (out, err) = captured(look(Format::Json), |ui| {
        ui.result("uniac.test/1", &json!({}), &Page::new()).unwrap();
        ui.error(&Error::failed("locked", "late"));
        ui.error(&Error::failed("locked", "later"));
    });
    assert_eq!(out.lines().count(), 1, "{out}");
    assert_eq!(err.matches("error:").count(), 2, "{err}");
}

#[test]
fn failures_say_whether_money_moved_and_what_to_do() {
    let error = Error::new(Kind::Failed, "some-code", "Uni did not answer\nerror: forged")
        .hint("Run `uniac doctor`")
        .hint("Try again later")
        .moved(Moved::Unknown);
    let (out, err) = captured(look(Format::Table), |ui| ui.error(&error));
    assert_eq!(out, "");
    assert_snapshot!(err, @r"
    error: Uni did not answer error: forged
    It is not known whether money moved.

    hint: Run `uniac doctor`
    hint: Try again later
    ");

    let (out, _) = captured(look(Format::Json), |ui| ui.error(&error));
    assert_snapshot!(out, @r#"{"schema":"uniac.error/1","company":"nordlys","code":"some-code","message":"Uni did not answer\nerror: forged","hint":"Run `uniac doctor`; Try again later","moved":"unknown"}"#);
}

#[test]
fn a_failure_without_hints_still_says_whether_money_moved() {
    for (state, line) in [
        (Moved::No, "No money moved."),
        (Moved::Yes, "Money moved; see the result above."),
        (Moved::Unknown, "It is not known whether money moved."),
    ] {
        let error = Error::failed("some-code", "it failed").moved(state);
        let (_, err) = captured(look(Format::Plain), |ui| ui.error(&error));
        assert_eq!(err, format!("error: it failed\n{line}\n"));
        let (out, _) = captured(look(Format::Json), |ui| ui.error(&error));
        assert!(out.contains(r#""hint":null"#), "{out}");
    }
}

#[test]
fn a_wrong_command_line_keeps_its_lines_and_nothing_else_does() {
    let text = "unexpected argument `--x`\n\nUsage: uniac sync\u{1b}[2J";
    let (_, err) = captured(look(Format::Table), |ui| ui.error(&Error::usage("usage", text)));
    assert!(err.starts_with("error: unexpected argument `--x`\n\nUsage: uniac sync[2J\n"), "{err}");
    let (_, err) = captured(look(Format::Table), |ui| ui.error(&Error::failed("x", text)));
    assert!(err.starts_with("error: unexpected argument `--x`  Usage: uniac sync[2J\n"), "{err}");
}

#[test]
fn a_failure_with_a_page_names_it() {
    let error = Error::new(Kind::Declined, "declined", "declined; nothing was done");
    let (_, err) = captured(look(Format::Table), |ui| ui.error(&error));
    assert!(err.starts_with("note: declined; nothing was done\n"), "no error: {err}");
    assert!(err.ends_with("\n\nhint: uniac explain declined\n"), "{err}");
}

#[test]
fn text_from_outside_cannot_steer_the_terminal() {
    let nasty = "Kari\u{1b}[2J\u{9b}31m\u{7f}\u{0}\r\nPaid\tin full\u{202e}lluf\u{2066}\u{200b}\u{feff}\u{2061}";
    let mut page = Page::new();
    page.heading(nasty).paragraph(nasty).pair(nasty, nasty).note(nasty).hint(nasty);
    page.table(orders(&[nasty]));
    let obeyed = |char: char| char != '\n' && char != '\t' && text::is_hidden(char);
    for format in [Format::Table, Format::Plain, Format::Csv] {
        let text = shown(look(format), &page);
        assert!(!text.chars().any(obeyed), "{format:?}: {text:?}");
        assert!(text.contains("Kari[2J31m  Paid in fulllluf"), "{format:?}: {text}");
    }
    let (_, err) = captured(look(Format::Table), |ui| {
        ui.warn(nasty);
        ui.note(nasty);
        ui.status(nasty);
        ui.error(&Error::failed("x", nasty).hint(nasty));
    });
    assert!(!err.chars().any(obeyed), "{err:?}");
    assert_eq!(err.lines().count(), 7, "{err}");
}

#[test]
fn json_keeps_text_and_escapes_what_a_terminal_would_obey() {
    let nasty = "Åse \u{1b}[2J\u{9b}31m\u{7f}\u{202e}\u{feff}\u{e0041} 😀 \"\\";
    let (out, _) = captured(look(Format::Json), |ui| {
        ui.result("uniac.test/1", &json!({ nasty: nasty }), &Page::new()).unwrap();
    });
    assert!(!out.trim_end().chars().any(text::is_hidden), "{out:?}");
    assert!(
        out.contains("Åse \\u001b[2J\\u009b31m\\u007f\\u202e\\ufeff\\udb40\\udc41 😀"),
        "{out}"
    );
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read["data"][nasty], nasty);
}

#[test]
fn a_name_of_three_hundred_characters_is_cut_on_a_screen_only() {
    let name = "Ærlighet ".repeat(34);
    let mut page = Page::new();
    page.table(orders(&[&name]));
    let text = shown(look(Format::Table), &page);
    assert!(text.lines().all(|line| text::width(line) <= 80), "{text}");
    assert!(shown(look(Format::Plain), &page).contains(&name));
    assert!(shown(look(Format::Csv), &page).contains(&name));
}

#[test]
fn characters_of_double_width_keep_the_columns_straight() {
    let mut page = Page::new();
    page.table(orders(&["山田太郎山田太郎山田太郎山田太郎", "Kari 😀", "Åse e\u{301}"]));
    let text = shown(look(Format::Table), &page);
    let at = |line: &str| line.find("1,249.00").map(|byte| text::width(&line[..byte]));
    let columns: Vec<_> = text.lines().skip(1).map(at).collect();
    assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{text}");
    assert!(text.lines().all(|line| text::width(line) <= 80), "{text}");
}

#[test]
fn colours_say_what_cells_mean_and_change_no_column() {
    let colored = Look { color: ColorWhen::Always, ..look(Format::Table) };
    let text = shown(colored.clone(), &page());
    assert!(text.contains("\u{1b}[33mreserved\u{1b}[0m"), "{text:?}");
    assert!(text.contains("\u{1b}[1mORDER\u{1b}[0m"), "{text:?}");
    assert!(!text.contains('\u{2060}'), "{text:?}");
    let bare = dialoguer::console::strip_ansi_codes(&text).into_owned();
    assert_eq!(bare, shown(look(Format::Table), &page()));

    let (_, err) = captured(colored, |ui| ui.warn("careful"));
    assert_eq!(err, "\u{1b}[33mwarning:\u{1b}[0m careful\n");
}

#[test]
fn plain_lines_are_never_coloured() {
    let colored = Look { color: ColorWhen::Always, ..look(Format::Plain) };
    assert!(!shown(colored, &page()).contains('\u{1b}'));
}

#[test]
fn quiet_silences_notes_and_not_warnings() {
    let say = |ui: &Ui| {
        ui.status("reading");
        ui.note("noted");
        ui.hint("hinted");
        ui.warn("warned");
        let progress = ui.progress("orders", 3);
        progress.inc(1);
        progress.message("10041");
    };
    let (out, err) = captured(look(Format::Table), say);
    assert_eq!(out, "");
    assert_eq!(err, "reading\nnote: noted\nhint: hinted\nwarning: warned\n");
    let (_, err) = captured(Look { quiet: true, ..look(Format::Table) }, say);
    assert_eq!(err, "warning: warned\n");
}

#[test]
fn a_reader_that_went_away_is_no_failure_and_a_full_disk_is() {
    let ui = |kind| {
        Ui::with_writers(look(Format::Json), Box::new(Failing(kind)), Box::new(Failing(kind)))
    };
    let gone = ui(io::ErrorKind::BrokenPipe);
    gone.result("uniac.test/1", &json!({}), &Page::new()).unwrap();
    gone.print("more").unwrap();
    gone.warn("nobody reads this");
    let full = ui(io::ErrorKind::StorageFull);
    let error = full.result("uniac.test/1", &json!({}), &Page::new()).unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Failed, "output-failed"));
    full.error(&error);
}

#[test]
fn without_a_terminal_every_question_names_its_flag() {
    let ui = |stdin_terminal, stderr_terminal| {
        let look = Look { stdin_terminal, stderr_terminal, ..look(Format::Table) };
        Ui::with_writers(look, Box::new(io::sink()), Box::new(io::sink()))
    };
    for ui in [ui(false, false), ui(true, false), ui(false, true)] {
        let refusals = [
            ui.confirm("Capture NOK 499.00?", "--the-flag").unwrap_err(),
            ui.ask("Address of the shop", Some("https://example.org"), "--the-flag").unwrap_err(),
            ui.ask_secret("Token", "--the-flag").unwrap_err(),
            ui.select("Company", &["a".to_owned()], "--the-flag").unwrap_err(),
        ];
        for error in refusals {
            assert_eq!((error.kind, error.code), (Kind::Declined, "confirmation-needed"));
            assert!(error.hints[0].contains("--the-flag"), "{error:?}");
            assert_eq!(error.moved, Moved::No);
        }
    }
}

#[test]
fn yes_in_advance_is_a_yes() {
    let look = Look { yes: true, ..look(Format::Table) };
    let (out, err) = captured(look, |ui| ui.confirm("Capture NOK 499.00?", "--yes").unwrap());
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
}

#[test]
fn a_long_list_is_one_json_object_and_one_table_for_a_spreadsheet() {
    let listed = |format, rows: usize| {
        let (out, _) = captured(look(format), |ui| {
            let mut list = ui.list("uniac.numbers/1", Table::new([Column::right("number")]));
            for number in 0..rows {
                list.row(&json!({ "number": number }), [Cell::new(number.to_string())]).unwrap();
            }
            list.end().unwrap();
        });
        out
    };
    for rows in [0, 1, 500, 501, 1200] {
        let json: serde_json::Value = serde_json::from_str(&listed(Format::Json, rows)).unwrap();
        assert_eq!(json["data"].as_array().unwrap().len(), rows);
        assert_eq!(json["schema"], "uniac.numbers/1");
        let csv = listed(Format::Csv, rows);
        assert_eq!(csv.lines().count(), rows + 1);
        assert_eq!(csv.matches("number").count(), 1);
        assert_eq!(listed(Format::Plain, rows).lines().count(), rows);
    }
    assert_eq!(listed(Format::Table, 0), "None.\n");
    assert_eq!(listed(Format::Table, 501).matches("NUMBER").count(), 2);
}

#[test]
fn what_is_too_long_for_the_screen_goes_on_between_words_below_itself() {
    let mut page = Page::new();
    page.pair("link", Cell::new("doubtful: Uni and the shop name different customers"));
    page.pair("attention", Cell::new("doubtful-link"));
    let mut table = Table::new([Column::left("at"), Column::wrapped("why")]);
    table.row([Cell::new("2026-03-10"), Cell::new("asked the customer on the telephone")]);
    page.table(table);
    page.note("A note that is longer than the screen is.");
    page.hint("`uniac explain doubtful-link` says what to do");
    assert_snapshot!(shown(Look { width: 32, ..look(Format::Table) }, &page), @r"
    link       doubtful: Uni and the
               shop name different
               customers
    attention  doubtful-link

    AT          WHY
    2026-03-10  asked the customer
                on the telephone

    A note that is longer than the
    screen is.

    hint: `uniac explain
          doubtful-link` says what
          to do
    ");
}

#[test]
fn what_only_programs_need_people_do_not_see() {
    let mut page = Page::new();
    let mut table = Table::new([Column::left("act"), Column::right("amount")]);
    table
        .row([Cell::new("shop-complete"), Cell::money(Money::new(49_900, Currency::NOK)).silent()]);
    page.table(table);
    assert_snapshot!(shown(look(Format::Table), &page), @r"
    ACT            AMOUNT
    shop-complete
    ");
    assert_snapshot!(shown(look(Format::Csv), &page), @r"
    act,amount
    shop-complete,NOK 499.00
    ");
}

#[test]
fn a_terminal_gets_a_warning_in_lines_and_a_log_in_one() {
    let warn = |stderr_terminal| {
        let look = Look { stderr_terminal, width: 30, ..look(Format::Table) };
        captured(look, |ui| ui.warn("Orders 1 and 2 together claim NOK 2.00.")).1
    };
    assert_eq!(warn(false), "warning: Orders 1 and 2 together claim NOK 2.00.\n");
    assert_eq!(warn(true), "warning: Orders 1 and 2\ntogether claim\nNOK 2.00.\n");
}

#[test]
fn csv_has_plain_numbers_and_the_currency_in_a_column_of_its_own() {
    let mut table =
        Table::new([Column::left("order"), Column::money("owed"), Column::money("held")]);
    let money = |minor| Cell::money(Money::new(minor, Currency::NOK));
    table.row([Cell::new("1"), money(124_900), money(0)]);
    table.row([Cell::new("2"), Cell::new(""), Cell::new("")]);
    let mut page = Page::new();
    page.table(table);
    page.foot("sum", money(124_900));
    let rows = "order,owed,currency,held\n1,1249.00,NOK,0.00\n2,,,\n";
    assert_eq!(shown(look(Format::Csv), &page), rows);
    let plain = "1\tNOK 1249.00\tNOK 0.00\n2\t\t\n";
    assert_eq!(shown(look(Format::Plain), &page), plain, "a foot is no row");
}

#[test]
fn where_there_is_no_room_a_text_stands_below_its_row_and_numbers_stay() {
    let mut table = Table::new([
        Column::left("day"),
        Column::left("state"),
        Column::right("invoiced"),
        Column::right("refunded"),
    ]);
    table.row([Cell::new("2026-03-10"), Cell::new("as it was"), Cell::new("1"), Cell::new("2")]);
    let mut page = Page::new();
    page.table(table);
    assert_snapshot!(shown(Look { width: 32, ..look(Format::Table) }, &page), @r"
    DAY         INVOICED  REFUNDED
    2026-03-10         1         2
        state: as it was
    ");
}

#[test]
fn a_template_has_every_longer_text_of_a_row_below_its_first_cell() {
    let columns = [Column::left("reason"), Column::wrapped("on"), Column::wrapped("mends")];
    let mut table = Table::new(columns);
    table.row([Cell::new("late"), Cell::new("10121"), Cell::new("uniac capture --manual 10041")]);
    table.row([Cell::new("early"), Cell::new(""), Cell::new("uniac explain early")]);
    let below: Vec<_> = table.shown(9).rows.iter().map(|row| row[0].below.clone()).collect();
    let wanted = [vec!["10121", "uniac capture --manual 10041"], vec!["uniac explain early"]];
    assert_eq!(below, wanted);
}
