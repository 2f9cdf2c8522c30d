//! `uniac demo`: the whole story on a fresh sandbox, each command shown as typed and really run.
//!
//! The commands run as processes of their own in a folder of their own. The demo must never touch
//! the user's data, and it ends with a comparison that can fail.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Args;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Format, Page, Table, wrap};
use uniac_core::money::{Currency, Money};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::{language, t};

use crate::cli::session::Base;

/// The report that is left for whoever wants to look at it.
const REPORT: &str = "report.html";

/// The arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac demo
  uniac demo --json

Moves play money, in a folder of its own; of that only the report is left.")]
pub struct DemoArgs {
    /// Keep the sandbox in this folder, to look at it afterwards
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &DemoArgs, base: &Base) -> Result<Exit> {
    let program = std::env::current_exe().map_err(|error| {
        Error::failed("demo-failed", t!("demo-no-program", why = os::why(&error))).caused_by(error)
    })?;
    let folder = match &args.keep {
        Some(folder) => folder.clone(),
        None => std::env::temp_dir().join(format!("uniac-demo-{}", std::process::id())),
    };
    let refused = |error: std::io::Error| {
        let why = format!("{}: {error}", folder.display());
        Error::failed("demo-failed", t!("demo-cannot-run", why = why)).caused_by(error)
    };
    // Its commands work in it, wherever this one was started.
    let folder = std::path::absolute(&folder).map_err(refused)?;
    files::make_folder(&folder).map_err(refused)?;
    let stage = Stage { base, program, folder: folder.clone() };
    let story = stage.tell();
    if args.keep.is_none() {
        tidy_up(&folder, story.is_ok());
    }
    let books = story?;
    let report = folder.join(REPORT);
    let in_step = books.iter().all(Book::is_in_step);
    let data = json!({
        "in_step": in_step,
        "books": books.iter().map(Book::json).collect::<Vec<_>>(),
        "report": report,
    });
    base.ui.result("uniac.demo/1", &data, &page(&books, in_step, &report))?;
    Ok(if in_step { Exit::Done } else { Exit::Failed })
}

/// Removes the demo's folder, all but the report that it has told of. What is left in the temporary directory harms
/// nobody.
fn tidy_up(folder: &Path, with_report: bool) {
    if !with_report {
        let _ = std::fs::remove_dir_all(folder);
        return;
    }
    let others = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for other in others.filter(|entry| entry.file_name() != REPORT) {
        let path = other.path();
        let _ = match path.is_dir() {
            true => std::fs::remove_dir_all(path),
            false => std::fs::remove_file(path),
        };
    }
}

/// Where the demo's commands run.
struct Stage<'a> {
    base: &'a Base,
    program: PathBuf,
    folder: PathBuf,
}

impl Stage<'_> {
    /// Tells the story and returns the three books at its end.
    fn tell(&self) -> Result<Vec<Book>> {
        self.say(&t!("demo-empty"));
        self.run("sandbox reset --orders 0")?;

        self.say(&t!("demo-old"));
        let old = self.order("sandbox order --amount 1250.00")?;
        self.run(&format!("sandbox invoice {old}"))?;
        let part = self.order("sandbox order --lines 2 --amount 800.00")?;
        self.run(&format!("sandbox invoice {part} --lines 1"))?;
        let portal = self.order("sandbox order --amount 340.00")?;
        self.run(&format!("sandbox invoice {portal}"))?;
        self.run(&format!("sandbox portal capture {portal} 340.00"))?;

        self.say(&t!("demo-enable"));
        self.run("enable")?;

        self.say(&t!("demo-new"));
        let full = self.order("sandbox order --lines 2 --amount 499.00")?;
        self.run(&format!("sandbox invoice {full}"))?;
        self.run("sync")?;
        self.run(&format!("order show {full}"))?;

        self.say(&t!("demo-part"));
        let parted = self.order("sandbox order --lines 2 --amount 600.00")?;
        self.run(&format!("sandbox invoice {parted} --lines 1"))?;
        self.run("sync")?;

        self.say(&t!("demo-credit"));
        self.run(&format!("sandbox credit {full}"))?;
        self.run("sync")?;

        self.say(&t!("demo-delete"));
        let dropped = self.order("sandbox order --amount 275.00")?;
        self.run(&format!("sandbox delete {dropped}"))?;
        self.run("sync")?;

        self.say(&t!("demo-lost"));
        let lost = self.order("sandbox order --amount 990.00")?;
        self.run(&format!("sandbox invoice {lost}"))?;
        self.run("sandbox fault add reply-lost --on capture")?;
        self.run("sync")?;

        self.say(&t!("demo-hold"));
        let held = self.order("sandbox order --amount 150.00")?;
        self.run(&format!("order disable-autocapture {held} --reason dispute"))?;
        self.run(&format!("sandbox invoice {held}"))?;
        self.run("sync")?;
        self.run(&format!("order enable-autocapture {held}"))?;
        self.run("sync")?;

        self.say(&t!("demo-by-hand"));
        self.run("owed")?;
        self.run("capture --manual --dry-run")?;
        self.run("capture --manual --yes --max-total 5000")?;

        self.say(&t!("demo-why"));
        self.run(&format!("order show {part}"))?;
        self.run("explain captured-elsewhere")?;
        self.run("status")?;

        self.say(&t!("demo-morning"));
        let waits = self.order("sandbox order --amount 720.00")?;
        self.run(&format!("order disable-autocapture {waits} --reason address"))?;
        self.run(&format!("sandbox invoice {waits}"))?;
        let late = self.order("sandbox order --amount 310.00")?;
        self.run(&format!("sandbox invoice {late}"))?;
        self.run("owed")?;

        self.say(&t!("demo-plan"));
        self.run("plan --out plan.json")?;
        self.run("apply plan.json --yes")?;
        self.run("owed")?;

        self.say(&t!("demo-report"));
        self.run(&format!("report --html {REPORT}"))?;
        self.books()
    }

    fn say(&self, text: &str) {
        const MARK: &str = "# ";
        let width = self.base.ui.look().width.saturating_sub(MARK.len());
        let lines = wrap(text, width).into_iter().map(|line| format!("\n{MARK}{line}"));
        self.show(&lines.collect::<String>());
    }

    fn show(&self, text: &str) {
        if self.base.ui.look().format != Format::Json {
            // The story is the result of this command; a closed pipe is no error.
            let _ = self.base.ui.print(&format!("{text}\n"));
        }
    }

    /// Shows a command, runs it, shows what it printed; a failure ends the story.
    fn run(&self, line: &str) -> Result<String> {
        self.show(&format!("\n$ uniac {line}"));
        let output = self.command(line, &[])?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        self.show(printed.trim_end());
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(Error::failed(
                "demo-failed",
                t!(
                    "demo-ended",
                    command = line,
                    status = output.status.to_string(),
                    why = errors.trim()
                ),
            ));
        }
        Ok(printed)
    }

    /// Runs a command that makes an order and returns the order's number.
    fn order(&self, line: &str) -> Result<String> {
        self.run(line)?;
        // The newest order has the highest number; what is printed for people is not read back.
        let orders = self.json("sandbox ledger")?;
        let numbers = orders.iter().filter_map(|payment| payment["order"].as_str());
        numbers
            .max_by_key(|number| number.parse::<u64>().unwrap_or(0))
            .map(str::to_owned)
            .ok_or_else(|| Error::failed("demo-failed", t!("demo-no-number")))
    }

    fn command(&self, line: &str, more: &[&str]) -> Result<Output> {
        Command::new(&self.program)
            .args(line.split_whitespace())
            .args(more)
            .env("UNIAC_DATA_DIR", &self.folder)
            .env("UNIAC_CONFIG", self.folder.join("uniac.toml"))
            .env("UNIAC_OUTPUT", "table")
            .env("UNIAC_LANG", language().tag())
            .env("COLUMNS", self.base.ui.look().width.to_string())
            .env_remove("UNIAC_COMPANY")
            .current_dir(&self.folder)
            .stdin(std::process::Stdio::null())
            .output()
            .map_err(|error| {
                Error::failed("demo-failed", t!("demo-cannot-run", why = os::why(&error)))
                    .caused_by(error)
            })
    }

    fn json(&self, line: &str) -> Result<Vec<Value>> {
        let output = self.command(line, &["--json"])?;
        let parsed: Option<Value> = serde_json::from_slice(&output.stdout).ok();
        parsed
            .and_then(|value| value["data"].as_array().cloned())
            .ok_or_else(|| Error::failed("demo-failed", t!("demo-no-json", command = line)))
    }

    /// Compares what Uni says with the shop and with the provider's own ledger.
    fn books(&self) -> Result<Vec<Book>> {
        let ledger = self.json("sandbox ledger")?;
        let orders = self.json("order list")?;
        Ok(orders.iter().map(|order| Book::new(order, &ledger)).collect())
    }
}

/// One order in the three books; amounts in minor units.
struct Book {
    order: String,
    invoiced: i64,
    credited: i64,
    shop_status: String,
    captured: i64,
    refunded: i64,
    reserved: i64,
}

impl Book {
    fn new(order: &Value, ledger: &[Value]) -> Book {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let number = text(&order["order"]);
        let row = ledger.iter().find(|row| text(&row["order"]) == number);
        let truth = |name: &str| row.and_then(|row| row[name].as_i64()).unwrap_or(0);
        let said = |name: &str| order[name].as_i64().unwrap_or(0);
        Book {
            invoiced: said("invoiced_minor"),
            credited: said("credited_minor"),
            shop_status: text(&order["shop_status"]),
            captured: truth("captured_minor"),
            refunded: truth("refunded_minor"),
            reserved: truth("authorised_minor")
                - truth("captured_minor")
                - truth("cancelled_minor"),
            order: number,
        }
    }

    /// What Uni says is owed is what the provider's ledger says is held.
    fn is_in_step(&self) -> bool {
        self.invoiced - self.credited == self.captured - self.refunded
    }

    fn json(&self) -> Value {
        json!({
            "order": self.order,
            "invoiced_minor": self.invoiced,
            "credited_minor": self.credited,
            "shop_status": self.shop_status,
            "captured_minor": self.captured,
            "refunded_minor": self.refunded,
            "reserved_minor": self.reserved,
            "in_step": self.is_in_step(),
        })
    }
}

fn page(books: &[Book], in_step: bool, report: &Path) -> Page {
    let mut table = Table::new([
        Column::left("order"),
        Column::right("Uni invoiced"),
        Column::right("credited"),
        Column::left("shop"),
        Column::right("captured"),
        Column::right("refunded"),
        Column::right("reserved"),
        Column::left("in step"),
    ]);
    for book in books {
        let money = |minor| Cell::amount(minor, Currency::NOK);
        let step = Cell::new(if book.is_in_step() { t!("demo-yes") } else { t!("demo-no") });
        table.row([
            Cell::new(&book.order),
            money(book.invoiced),
            money(book.credited),
            Cell::named(&book.shop_status),
            money(book.captured),
            money(book.refunded),
            money(book.reserved),
            if book.is_in_step() { step.good() } else { step.bad() },
        ]);
    }
    let held: i64 = books.iter().map(|book| book.captured - book.refunded).sum();
    let mut page = Page::new();
    page.heading(t!("demo-books"));
    page.table(table);
    page.paragraph(match in_step {
        true => t!("demo-in-step", sum = Money::new(held, Currency::NOK)),
        false => t!("demo-out-of-step"),
    });
    page.paragraph(t!("demo-report-path", path = report.display().to_string()));
    page
}
