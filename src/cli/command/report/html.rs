//! The report as a page for the browser: one file, no network, no script.
//!
//! All texts are escaped by the template; only the drawing, which is ours, is put in as it is.

use askama::Template;

use crate::ui::Shown;
use uniac_core::reconcile::Side;
use uniac_system::error::{Error, Result};
use uniac_texts::{Language, label, language, money, t};

use super::chart;
use super::sections::Sections;
use crate::cli::books::reading::Books;
use crate::cli::books::words;
use crate::cli::session::Session;

/// The most rows of a table that a page shows; the workbook has all.
const ROWS_MAX: usize = 300;

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    lang: &'static str,
    title: String,
    company: &'a str,
    period: String,
    made: String,
    figures: Vec<Figure>,
    verdict: String,
    verdict_class: &'static str,
    chart: String,
    chart_title: String,
    chart_lead: String,
    legend: Vec<(&'static str, String)>,
    notes: Vec<String>,
    parts: Vec<Part<'a>>,
    foot: String,
}

struct Figure {
    name: String,
    amount: String,
    class: &'static str,
}

struct Part<'a> {
    id: &'a str,
    title: &'a str,
    lead: &'a str,
    table: Shown,
    more: Option<String>,
}

/// Returns the page.
pub fn render(sections: &Sections, books: &Books, session: &Session) -> Result<String> {
    let language = language();
    let figures = sections.figures.iter().map(|(name, amount)| Figure {
        name: label(name),
        amount: money(language, *amount),
        class: if *name == "missing" && amount.minor != 0 { "bad" } else { "" },
    });
    let differences = books.result.differences.len();
    let parts = sections.parts.iter().map(|part| Part {
        id: part.id,
        title: &part.title,
        lead: &part.lead,
        table: part.table.shown(ROWS_MAX),
        more: (part.table.len() > ROWS_MAX)
            .then(|| t!("report-more", shown = ROWS_MAX, all = part.table.len())),
    });
    let report = Report {
        lang: match language {
            Language::En => "en",
            Language::Nb => "nb",
        },
        title: t!("report-title"),
        company: &sections.company,
        period: words::period(books.period),
        made: t!("report-made", at = sections.made.clone()),
        figures: figures.collect(),
        verdict: match differences {
            0 => t!("reconcile-agree"),
            count => t!("report-verdict", count = count),
        },
        verdict_class: if differences == 0 { "good" } else { "warn" },
        chart: chart::draw(&sections.days, sections.currency),
        chart_title: t!("report-chart"),
        chart_lead: t!("report-chart-lead", currency = sections.currency.code()),
        legend: ["invoiced", "captured", "booked", "refunded", "missing"]
            .map(|name| (name, label(name)))
            .to_vec(),
        notes: notes(books, session),
        parts: parts.collect(),
        foot: t!("report-foot", version = env!("CARGO_PKG_VERSION")),
    };
    report
        .render()
        .map_err(|error| Error::defect(format!("the report does not fit its page: {error}")))
}

/// What is known not to be in the figures.
fn notes(books: &Books, session: &Session) -> Vec<String> {
    let mut notes = Vec::new();
    if session.base.global.offline {
        notes.push(t!("report-offline"));
    }
    if books.left_out > 0 {
        let orders = t!("count-orders", count = books.left_out);
        notes.push(t!("reconcile-left-out", orders = orders));
    }
    for ((side, kind, _, currency), sum) in &books.result.undated {
        let sum = uniac_core::money::Money::new(sum.minor, *currency);
        let (kind, side) = (words::kind(*kind), words::side(Side::clone(side)));
        notes.push(t!("reconcile-undated", sum = sum, kind = kind, side = side));
    }
    if !books.unread.is_empty() {
        notes.push(t!("report-unread", orders = books.unread.join(", ")));
    }
    notes
}
