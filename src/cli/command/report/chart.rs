//! The money's way by day, drawn: what was invoiced, captured, booked and paid back, and what is still missing of it.
//!
//! Only our own figures and words are drawn. All is laid out in whole numbers; an amount is never rounded but for its
//! height.

use jiff::civil::{Date, Weekday};
use svg::Document;
use svg::node::element::{Group, Line, Path, Rectangle, Text, Title};

use uniac_core::money::{Currency, Money};
use uniac_texts::{dates as date, decimal, language, t};

/// A day of the chart, minor units.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// Invoiced in Uni.
    pub invoiced: i64,
    /// Captured by the providers.
    pub captured: i64,
    /// Booked in Uni.
    pub booked: i64,
    /// Paid back by the providers.
    pub refunded: i64,
    /// What the documents until here ask for, less the money until here.
    pub missing: i64,
}

/// The drawing's size and where its two parts stand.
const WIDTH: i64 = 960;
const HEIGHT: i64 = 344;
const LEFT: i64 = 84;
const RIGHT: i64 = 8;
const TOP: i64 = 10;
const BARS: i64 = 206;
const BELOW: i64 = 244;
const LINE: i64 = 64;
const DAYS: i64 = 328;

/// How many lines a scale has at most.
const TICKS: i64 = 4;

/// The most days whose numbers stand below the chart.
const LABELS_MAX: usize = 31;

/// Draws the chart.
pub fn draw(days: &[Day], currency: Currency) -> String {
    let up = days.iter().map(|day| day.invoiced.max(day.captured).max(day.booked)).max();
    let down = days.iter().map(|day| day.refunded).max();
    let bars = Scale::new(up.unwrap_or(0), down.unwrap_or(0), TOP, BARS);
    let high = days.iter().map(|day| day.missing).max().unwrap_or(0).max(0);
    let low = days.iter().map(|day| day.missing).min().unwrap_or(0).min(0);
    let line = Scale::few(high, -low, BELOW, LINE);
    let slots = Slots::new(days.len());
    let mut document = Document::new()
        .set("viewBox", (0, 0, WIDTH, HEIGHT))
        .set("class", "chart")
        .set("role", "img")
        .set("aria-label", t!("report-chart"));
    document = document.add(weekends(days, &slots));
    document = document.add(bars.grid(currency)).add(line.grid(currency));
    for (at, day) in (0_i64..).zip(days) {
        document = document.add(bar(day, at, &slots, &bars, currency));
    }
    document = document.add(missing(days, &slots, &line));
    document = document.add(numbers(days, &slots));
    document.to_string()
}

/// Where the days stand.
struct Slots {
    width: i64,
    count: i64,
}

impl Slots {
    fn new(count: usize) -> Slots {
        Slots { width: WIDTH - LEFT - RIGHT, count: i64::try_from(count).unwrap_or(1).max(1) }
    }

    fn left(&self, at: i64) -> i64 {
        LEFT + self.width * at / self.count
    }

    fn middle(&self, at: i64) -> i64 {
        LEFT + self.width * (2 * at + 1) / (2 * self.count)
    }
}

/// Amounts as heights.
struct Scale {
    step: i64,
    above: i64,
    /// How far it reaches below nought, minor units.
    below: i64,
    top: i64,
    height: i64,
}

impl Scale {
    fn new(up: i64, down: i64, top: i64, height: i64) -> Scale {
        let step = step(up.saturating_add(down));
        let above = up.max(1).saturating_add(step - 1) / step;
        Scale { step, above, below: down.max(0), top, height }
    }

    /// As [`Scale::new`], with half as many lines.
    fn few(up: i64, down: i64, top: i64, height: i64) -> Scale {
        let step = step(up.saturating_add(down).saturating_mul(2));
        let above = up.max(1).saturating_add(step - 1) / step;
        Scale { step, above, below: down.max(0), top, height }
    }

    fn y(&self, minor: i64) -> i64 {
        let above = i128::from(self.step) * i128::from(self.above);
        let whole = above + i128::from(self.below);
        let y = (above - i128::from(minor)) * i128::from(self.height) / whole.max(1);
        self.top + i64::try_from(y).unwrap_or(0)
    }

    /// The lines of the scale with their amounts.
    fn grid(&self, currency: Currency) -> Group {
        let mut group = Group::new();
        for number in -(self.below / self.step)..=self.above {
            let minor = number * self.step;
            let y = self.y(minor);
            let class = if number == 0 { "zero" } else { "grid" };
            let line = Line::new()
                .set("class", class)
                .set("x1", LEFT)
                .set("x2", WIDTH - RIGHT)
                .set("y1", y)
                .set("y2", y);
            let text = Text::new(whole(minor.abs(), currency))
                .set("class", "scale")
                .set("x", LEFT - 10)
                .set("y", y + 4);
            group = group.add(line).add(text);
        }
        group
    }
}

/// Returns a round step that makes few lines: 1, 2 or 5 with noughts.
fn step(range: i64) -> i64 {
    let mut step: i64 = 100;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut base = step;
    while range > step.saturating_mul(TICKS) {
        let factor = factors.next().unwrap_or(10);
        step = base.saturating_mul(factor);
        if factor == 10 {
            base = step;
        }
        if base > i64::MAX / 10 {
            break;
        }
    }
    step
}

/// Returns an amount without its decimals, as the language writes it.
fn whole(minor: i64, currency: Currency) -> String {
    let text = decimal(language(), Money::new(minor, currency));
    let decimals = usize::try_from(currency.decimals()).unwrap_or(0);
    let cut = if decimals == 0 { 0 } else { decimals + 1 };
    let count = text.chars().count().saturating_sub(cut);
    text.chars().take(count).collect()
}

fn weekends(days: &[Day], slots: &Slots) -> Group {
    let mut group = Group::new();
    for (at, _) in (0_i64..)
        .zip(days)
        .filter(|(_, day)| matches!(day.day.weekday(), Weekday::Saturday | Weekday::Sunday))
    {
        let left = slots.left(at);
        let rectangle = Rectangle::new()
            .set("class", "weekend")
            .set("x", left)
            .set("y", TOP)
            .set("width", slots.left(at + 1) - left)
            .set("height", BELOW + LINE - TOP);
        group = group.add(rectangle);
    }
    group
}

/// The bars of a day: invoiced and captured beside each other, a mark where it is booked, and below what was paid back.
fn bar(day: &Day, at: i64, slots: &Slots, scale: &Scale, currency: Currency) -> Group {
    let width = ((slots.left(at + 1) - slots.left(at)) * 2 / 5).clamp(1, 16);
    let middle = slots.middle(at);
    let zero = scale.y(0);
    let rectangle = |class: &str, left: i64, minor: i64| {
        let y = scale.y(minor);
        // What is there is seen, however small it is.
        let height = (zero - y).abs().max(i64::from(minor != 0) * 2);
        let top = if minor >= 0 { zero - height } else { zero };
        Rectangle::new()
            .set("class", class)
            .set("x", left)
            .set("y", top)
            .set("width", width)
            .set("height", height)
    };
    let amount = |minor: i64| uniac_texts::money(language(), Money::new(minor, currency));
    let title = t!(
        "report-chart-day",
        day = date::written(day.day),
        invoiced = amount(day.invoiced),
        captured = amount(day.captured),
        booked = amount(day.booked),
        refunded = amount(day.refunded),
    );
    let mut group = Group::new().add(Title::new(title));
    for (class, left, minor) in [
        ("invoiced", middle - width, day.invoiced),
        ("captured", middle, day.captured),
        ("refunded", middle, -day.refunded),
    ] {
        if minor != 0 {
            group = group.add(rectangle(class, left, minor));
        }
    }
    if day.booked != 0 {
        let y = scale.y(day.booked);
        let mark = Line::new()
            .set("class", "booked")
            .set("x1", middle - 1)
            .set("x2", middle + width + 1)
            .set("y1", y)
            .set("y2", y);
        group = group.add(mark);
    }
    group
}

/// What is missing, as steps from day to day.
fn missing(days: &[Day], slots: &Slots, scale: &Scale) -> Group {
    let zero = scale.y(0);
    let mut line = String::new();
    for (at, day) in (0_i64..).zip(days) {
        let y = scale.y(day.missing);
        let begin = if at == 0 { "M" } else { "L" };
        line.push_str(&format!("{begin}{} {y} L{} {y} ", slots.left(at), slots.left(at + 1)));
    }
    if line.is_empty() {
        return Group::new();
    }
    let last = slots.left(slots.count);
    let area = format!("{line}L{last} {zero} L{LEFT} {zero} Z");
    Group::new()
        .add(Path::new().set("class", "missing-area").set("d", area))
        .add(Path::new().set("class", "missing").set("d", line.trim_end().to_owned()))
}

/// The days of the month below the chart; of many days only some.
fn numbers(days: &[Day], slots: &Slots) -> Group {
    let every = days.len().div_ceil(LABELS_MAX).max(1);
    let mut group = Group::new();
    for (at, day) in (0_i64..).zip(days).step_by(every) {
        let text = match days.len() <= LABELS_MAX {
            true => day.day.day().to_string(),
            false => format!("{}.{}.", day.day.day(), day.day.month()),
        };
        let text = Text::new(text).set("class", "day").set("x", slots.middle(at)).set("y", DAYS);
        group = group.add(text);
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_few_round_lines_and_holds_its_largest_amount() {
        for range in [1, 99, 100, 401, 12_345, 999_999, 5_000_000_000, i64::MAX / 4] {
            let step = step(range);
            let first = step.to_string();
            assert!(["1", "2", "5"].contains(&first.trim_end_matches('0')), "{range}: {step}");
            assert!(range <= step.saturating_mul(TICKS), "{range}: {step}");
            let scale = Scale::new(range, 0, TOP, BARS);
            assert!(scale.y(range) >= TOP && scale.y(0) == TOP + BARS, "{range}");
        }
    }

    #[test]
    fn every_amount_of_a_day_is_seen_and_nothing_else() {
        let day = Day {
            day: Date::constant(2026, 10, 3),
            invoiced: 100_000_000,
            captured: 1,
            booked: 1,
            refunded: 0,
            missing: 99_999_999,
        };
        let drawing = draw(&[day], Currency::NOK);
        for (class, count) in [("invoiced", 1), ("captured", 1), ("booked", 1), ("refunded", 0)] {
            let found = drawing.matches(&format!("class=\"{class}\"")).count();
            assert_eq!(found, count, "{class} in {drawing}");
        }
        assert!(!drawing.contains("height=\"0\""), "{drawing}");
    }
}
