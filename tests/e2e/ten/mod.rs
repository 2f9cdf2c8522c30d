//! The ten questions of a bookkeeper's morning: one command answers each, completely, on a company whose people are untidy.
//!
//! The judge is the sandbox: its ledger, its documents, and what this test itself let people do. `UNIAC_TEN_ORDERS=20000` asks the
//! same of a large company.

mod credited;
mod truth;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::harness::{World, minor, text, variable};
use truth::{Books, Purchase};

/// October is over, and what was reserved in it is not.
const ACTIVATION: &str = "2026-11-03T08:00:00Z";
const YESTERDAY: &str = "2026-11-04T08:00:00Z";
const TODAY: &str = "2026-11-05T08:00:00Z";

/// So much of a company is plain, at least: of a large one a name stands on many orders, and a stray credit note on one doubts all.
const PLAIN_SHARE: usize = 8;

/// One unit of the currency is rounding.
const ROUNDING: i64 = 100;

/// A company with a past and three days of work, and what was planted in it.
struct Morning {
    world: World,
    /// Orders that were invoiced yesterday and captured by `sync`.
    captured: Vec<String>,
    /// Orders whose capture the customer's bank declined yesterday.
    declined: BTreeSet<String>,
    /// Orders that were taken out of auto-capture: by whom, and why.
    holds: BTreeMap<String, (&'static str, &'static str)>,
    /// Orders that somebody captured in the portal yesterday, and how much.
    portal: BTreeMap<String, i64>,
}

fn data(world: &World, line: &str) -> Value {
    world.uniac(&format!("{line} --json")).exit(0).data()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("rows")
}

/// Returns how many orders the company has.
fn size() -> usize {
    let typed = variable("UNIAC_TEN_ORDERS").map(|typed| typed.into_string().expect("a number"));
    typed.map_or(200, |typed| typed.parse().expect("a number"))
}

/// Lets people work for two days.
fn morning() -> Morning {
    let mut world = World::bare();
    world.set_now(ACTIVATION);
    world.uniac(&format!("sandbox reset --messy --orders {} --seed 16", size())).exit(0);
    world.enable();
    world.uniac("sync").exit_any(&[0, 6]);
    world.set_now(YESTERDAY);
    let order = || world.invoiced("400.00");
    let captured: Vec<String> = (0..4).map(|_| order()).collect();
    world.uniac("sync").exit(0);
    let mut holds = BTreeMap::new();
    for (by, reason) in [("ola", "the customer disputes it"), ("kari", "goods came back")] {
        let order = world.invoiced("250.00");
        let line = format!("order disable-autocapture {order} --reason");
        world.uniac(&line).arg(reason).env("UNIAC_USER", by).exit(0);
        holds.insert(order, (by, reason));
    }
    let mut portal = BTreeMap::new();
    for share in [30_000, 12_000] {
        let order = world.order(2, "300.00");
        world.happened(&format!("portal capture {order} {}.00", share / 100));
        portal.insert(order, share);
    }
    for order in portal.keys() {
        world.invoice(order);
    }
    // Nobody captures the rest of what others began, while a person looks at it.
    for order in portal.keys() {
        world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    }
    let declined: BTreeSet<String> = (0..3).map(|_| world.invoiced("700.00")).collect();
    world.fault("declined --on capture --times 3");
    let done = world.invoiced("150.00");
    world.pass(60);
    world.uniac("sync").exit_any(&[5, 6]);
    let mut captured = captured;
    let is_declined = |order: &String| world.money(order).captures.is_empty();
    let mut last: BTreeSet<String> = declined.clone();
    last.insert(done);
    let (declined, others): (BTreeSet<String>, BTreeSet<String>) =
        last.into_iter().partition(is_declined);
    captured.extend(others);
    world.set_now(TODAY);
    Morning { world, captured, declined, holds, portal }
}

#[test]
fn each_of_the_ten_questions_has_one_command_whose_answer_is_complete() {
    let morning = morning();
    // In this order, for some let people do something more.
    let questions: [(u32, fn(&Morning)); 10] = [
        (1, what_is_not_paid_out_to_us),
        (2, why_was_it_not_captured),
        (5, did_yesterdays_run_do_everything),
        (10, who_switched_auto_capture_off),
        (7, is_what_was_captured_in_the_portal_booked),
        (8, do_the_figures_of_october_add_up),
        (6, has_the_customer_the_money),
        (9, what_would_the_next_run_do),
        (3, credited::which_orders_give_trouble),
        (4, which_reservations_run_out),
    ];
    let mut wrong = Vec::new();
    for (number, ask) in questions {
        let asked = Instant::now();
        let answered = catch_unwind(AssertUnwindSafe(|| ask(&morning)));
        wrong.extend(answered.err().map(|_| number));
        tell(&format!("question {number}: {} ms", asked.elapsed().as_millis()));
    }
    assert_eq!(wrong, [0; 0], "questions without a complete answer");
}

/// Says how long an answer and its truth took, for who asks a large company.
#[expect(clippy::print_stderr, reason = "figures that a person reads")]
fn tell(line: &str) {
    eprintln!("{line}");
}

/// Question 1. What a plain purchase misses is told to the øre; of the others no less than they miss in all.
fn what_is_not_paid_out_to_us(morning: &Morning) {
    let answer = data(&morning.world, "owed --by order");
    let books = Books::read(&morning.world);
    let purchase_of = books.purchase_of();
    let mut told: BTreeMap<usize, i64> = BTreeMap::new();
    for row in rows(&answer["orders"]) {
        *told.entry(purchase_of[text(&row["order"]).as_str()]).or_default() +=
            minor(&row["amount_minor"]);
    }
    let (mut plain, mut missing) = (0, 0);
    for (at, purchase) in books.purchases.iter().enumerate() {
        let told = told.get(&at).copied().unwrap_or(0);
        let truly = truly_missing(&books, purchase);
        let who = || format!("{:?}: told {told}, truly {truly}", purchase.orders);
        assert!(told >= truly - ROUNDING, "a silent miss at {}", who());
        let is_exact = books.is_plain(purchase)
            && (books.invoices(purchase).count() < 2 || books.credits(purchase).count() == 0);
        if is_exact {
            plain += 1;
            missing += usize::from(truly > 0);
            assert!(told == truly, "invented or left out at {}", who());
        }
    }
    assert!(plain * PLAIN_SHARE > books.purchases.len(), "{plain} of {}", books.purchases.len());
    assert!(missing > 10, "{missing} plain purchases miss something");
    let total: i64 = rows(&answer["total"]).iter().map(|row| minor(&row["amount_minor"])).sum();
    assert_eq!(total, told.values().sum::<i64>(), "the total is that of its rows");
}

/// What a purchase was billed, less what was paid otherwise and what is held; nothing where nobody could lead from Uni to a payment.
fn truly_missing(books: &Books, purchase: &Purchase) -> i64 {
    if !books.is_in_reach(purchase) {
        return 0;
    }
    let owed = books.billed(purchase) - books.paid_otherwise(purchase);
    (owed - books.held(purchase)).max(0)
}

/// Question 2. Each order that misses something names a reason, and the reason can be seen in the books.
fn why_was_it_not_captured(morning: &Morning) {
    let (world, books) = (&morning.world, Books::read(&morning.world));
    let purchase_of = books.purchase_of();
    let activation: Timestamp = ACTIVATION.parse().expect("a moment");
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&data(world, "order list --missing")) {
        let order = text(&row["order"]);
        let purchase = &books.purchases[purchase_of[order.as_str()]];
        let why = row["attention"].as_str().unwrap_or("due").to_owned();
        let stands_in_the_books = match why.as_str() {
            "due" => row["next"]["mode"] == "auto",
            "held" => morning.holds.contains_key(&order) || morning.portal.contains_key(&order),
            "invoiced-before-activation" | "part-invoiced-before-activation" => {
                books.invoices(purchase).any(|document| document.created < activation)
            }
            "exceeds-reservation" => {
                let owed = books.billed(purchase) - books.held(purchase);
                books.payments_of(purchase).map(truth::Payment::left).sum::<i64>() < owed
            }
            "cancelled-in-shop" => purchase.shops.iter().any(|shop| {
                ["cancelled", "failed", "refunded", "trash"]
                    .contains(&books.shops[shop].status.as_str())
            }),
            "payment-not-found" => purchase.shops.iter().all(|shop| {
                let named = books.payments.get(&books.shops[shop].payment);
                named.is_none_or(|payment| payment.authorised == 0)
            }),
            "doubtful-link" => is_doubtful(&books, &order),
            "claimed-twice" => purchase.orders.len() > 1,
            "refused" => morning.declined.contains(&order),
            "captured-not-invoiced" | "refunded-elsewhere" => books.held(purchase) > 0,
            "paid-elsewhere" => books.paid_otherwise(purchase) > 0,
            "credit-not-placed" | "credit-exceeds-invoice" => {
                books.credits(purchase).next().is_some()
                    || books.payments_of(purchase).next().is_some()
            }
            // Of what cannot be read or does not add up the books say nothing.
            "unreadable" | "amount-not-exact" | "currency-mismatch" | "document-withdrawn" => true,
            other => panic!("`{other}` is no reason that this company can have: {row:#}"),
        };
        assert!(stands_in_the_books, "`{why}` is not what the books say: {row:#}");
        let command = text(&row["command"]);
        assert!(command == "uniac sync" || command.contains(&order), "{row:#}");
        *seen.entry(why).or_default() += 1;
    }
    assert!(seen.len() > 5, "{seen:?}");
    let order = morning.holds.keys().next().expect("a hold");
    let shown = world.uniac(&format!("order show {order} --output table")).exit(0);
    shown.says("missing").says("held").says("NOK 250.00");
}

/// Somebody who reads both would not know: it names another order of the shop than it stems from, or none at all, or another
/// customer.
fn is_doubtful(books: &Books, order: &str) -> bool {
    let order = &books.orders[order];
    let Some(shop) = order.stems_from.map(|shop| &books.shops[&shop]) else { return true };
    order.names != shop.number || order.customer != shop.name
}

/// Question 4. A reservation that the provider closes this week is in the list, and nothing else is.
fn which_reservations_run_out(morning: &Morning) {
    let mut world = morning.world.copy();
    let now = "2027-03-20T08:00:00Z";
    world.set_now(now);
    world.uniac("sync").exit_any(&[0, 6]);
    let answer = data(&world, "order list --closing 7d");
    let closing = data(&world, "status")["closing"].clone();
    let (books, now) = (Books::read(&world), now.parse::<Timestamp>().expect("a moment"));
    // To the end of the seventh day, by the company's calendar.
    let week: Timestamp = "2027-03-27T23:00:00Z".parse().expect("a moment");
    let ends = |payment: &truth::Payment| {
        payment.left() > 0 && payment.closes > now && payment.closes < week
    };
    let mut truly: BTreeMap<&str, i64> = BTreeMap::new();
    for reference in books.named_payments() {
        if let Some(payment) = books.payments.get(reference).filter(|payment| ends(payment)) {
            truly.insert(reference, payment.left());
        }
    }
    assert!(truly.len() > 3, "{truly:?}");
    // A reservation of which nobody knows whose it is is not looked at again, so that one that is over is still told, with the day
    // on which it ended.
    let mut over: BTreeMap<&str, i64> = BTreeMap::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for row in rows(&answer) {
        let ended = text(&row["closes_at"]).parse::<Timestamp>().expect("a moment") <= now;
        let mut is_any_soon = ended;
        for reference in rows(&row["payments"]).iter().filter_map(Value::as_str) {
            match books.payments.get(reference) {
                Some(payment) if ended => _ = over.insert(reference, payment.authorised),
                // Another payment of the order can end later.
                Some(payment) if ends(payment) => {
                    is_any_soon = true;
                    told.insert(reference);
                }
                _ => {}
            }
        }
        assert!(is_any_soon, "nothing of it ends this week: {row:#}");
        assert!(!ended || row["attention"] == "claimed-twice", "{row:#}");
    }
    assert_eq!(told, truly.keys().copied().collect(), "the reservations of this week");
    assert!(over.len() < truly.len(), "{over:?}");
    let sum: i64 = rows(&closing)
        .iter()
        .filter(|row| row["days"] == 7)
        .map(|row| minor(&row["amount_minor"]))
        .sum();
    let truly: i64 = truly.values().chain(over.values()).sum();
    assert_eq!(sum, truly, "how much: {closing:#}");
}

/// Question 5. What the last run of yesterday did is what the ledger shows of that hour, and what it left is what was declined.
fn did_yesterdays_run_do_everything(morning: &Morning) {
    let world = &morning.world;
    let runs = data(world, &format!("runs --since {}", &YESTERDAY[..10]));
    let run = rows(&runs).first().expect("the last run").clone();
    let shown = data(world, &format!("runs show {}", run["id"]));
    let moment = |value: &Value| text(value).parse::<Timestamp>().expect("a moment");
    let (begun, ended) = (moment(&run["started"]), moment(&run["ended"]));
    let mut truly: BTreeMap<String, i64> = BTreeMap::new();
    for payment in rows(&world.ledger()) {
        for event in rows(&payment["events"]) {
            let at = moment(&event["at"]);
            // The provider's book has whole seconds.
            if (begun.as_second()..=ended.as_second()).contains(&at.as_second())
                && event["kind"] != "reserve"
            {
                *truly.entry(text(&event["kind"])).or_default() += minor(&event["amount_minor"]);
            }
        }
    }
    let mut told: BTreeMap<String, i64> = BTreeMap::new();
    for sum in rows(&run["sums"]).iter().filter(|sum| sum["outcome"] == "done") {
        let operation = text(&sum["operation"]);
        if ["capture", "refund", "cancel"].contains(&operation.as_str()) {
            *told.entry(operation).or_default() += minor(&sum["amount_minor"]);
        }
    }
    assert_eq!(told, truly, "what the run moved");
    let left: BTreeSet<String> = rows(&run["left"])
        .iter()
        .filter(|step| step["operation"] == "capture")
        .map(|step| {
            assert!(step["code"].is_string(), "why: {step:#}");
            text(&step["order"])
        })
        .collect();
    assert_eq!(left, morning.declined, "what it left");
    assert_eq!(left.len(), 3);
    assert_eq!(shown["left"], run["left"]);
    assert_ne!(run["exit"], 0, "a run that left something does not end with 0");
}

/// Question 6. After a credit: the refund with its day and its reference, as the provider has it; or what it waits for.
fn has_the_customer_the_money(morning: &Morning) {
    let world = &morning.world;
    let invoice = |order: &str| text(&rows(&world.view(order)["invoices"])[0]["invoice"]);
    let (paid_back, waits) = (&morning.captured[0], &morning.captured[1]);
    let invoices = [invoice(paid_back), invoice(waits)];
    world.uniac(&format!("order disable-autocapture {waits}")).exit(0);
    for invoice in &invoices {
        world.happened(&format!("credit --invoice {invoice}"));
    }
    world.uniac("sync").exit_any(&[0, 5, 6]);
    for (order, invoice) in [(paid_back, &invoices[0]), (waits, &invoices[1])] {
        let line = format!("order show invoice:{invoice}");
        let answer = data(world, &line);
        let ledger = world.ledger();
        let payment = rows(&ledger).iter().find(|row| row["order"] == order.as_str());
        let refunds = |events: &Value, at: &str| -> Vec<(i64, String)> {
            let refunds = rows(events).iter().filter(|event| event["kind"] == "refund");
            let second = |event: &Value| text(&event[at])[..19].to_owned();
            refunds.map(|event| (minor(&event["amount_minor"]), second(event))).collect()
        };
        let truly = refunds(&payment.expect("its payment")["events"], "at");
        assert_eq!(refunds(&answer["movements"], "at"), truly, "{order}");
        let page = world.uniac(&format!("{line} --output table")).exit(0);
        if order == paid_back {
            let refund = rows(&answer["movements"]).iter().find(|row| row["kind"] == "refund");
            let reference = text(&refund.expect("the refund")["reference"]);
            assert_eq!(truly.len(), 1);
            page.says("refund").says(&reference).says("2026-11-05");
        } else {
            assert_eq!((truly.len(), &answer["next"]["operation"]), (0, &json!("refund")));
            page.says("held").says("refund NOK 400.00");
        }
    }
}

/// Question 7. Of each plain purchase: what was taken and is not booked in Uni, to the øre, and nothing else.
fn is_what_was_captured_in_the_portal_booked(morning: &Morning) {
    let answer = data(&morning.world, "reconcile --from 2020-01-01");
    let books = Books::read(&morning.world);
    let mut told: BTreeMap<&str, i64> = BTreeMap::new();
    for row in
        rows(&answer["differences"]).iter().filter(|row| row["reason"] == "captured-not-booked")
    {
        *told.entry(row["order"].as_str().expect("its order")).or_default() +=
            minor(&row["amount_minor"]);
    }
    // Of what cannot be read it is said that it cannot.
    let unread: BTreeSet<&str> = rows(&answer["differences"])
        .iter()
        .filter(|row| row["reason"] == "unreadable")
        .filter_map(|row| row["order"].as_str())
        .collect();
    assert!(unread.len() * 20 < books.orders.len(), "{unread:?}");
    let mut found = 0;
    for purchase in books.purchases.iter().filter(|purchase| books.is_plain(purchase)) {
        let taken: i64 = books.payments_of(purchase).map(|payment| payment.captured).sum();
        let invoiced: i64 = books.invoices(purchase).map(|document| document.minor).sum();
        let order = purchase.orders.first().expect("its order").as_str();
        let has_credits = books.credits(purchase).next().is_some();
        if taken > invoiced || has_credits || unread.contains(order) {
            continue;
        }
        let booked: i64 = books.invoices(purchase).map(|document| document.paid_minor).sum();
        let told = told.get(order).copied().unwrap_or(0);
        assert_eq!(told, taken - booked, "order {order}: taken {taken}, booked {booked}");
        found += usize::from(told > 0);
    }
    assert!(found > 3, "{found} captures are not booked");
    for (order, share) in &morning.portal {
        assert_eq!(told.get(order.as_str()), Some(share), "captured in the portal: {order}");
    }
}

/// Question 8. October as the provider's ledger has it day by day, and as Uni's documents have it.
fn do_the_figures_of_october_add_up(morning: &Morning) {
    let answer = data(&morning.world, "reconcile --month 2026-10");
    let sum = |side: &str, kind: &str| -> i64 {
        let rows = rows(&answer["sums"]).iter();
        let rows = rows.filter(|row| row["side"] == side && row["kind"] == kind);
        rows.map(|row| minor(&row["amount_minor"])).sum()
    };
    let books = Books::read(&morning.world);
    let named: BTreeSet<&str> = books.shops.values().map(|shop| shop.payment.as_str()).collect();
    let oslo = jiff::tz::TimeZone::get("Europe/Oslo").expect("the time zone");
    let mut truly: BTreeMap<String, i64> = BTreeMap::new();
    let ledger = morning.world.ledger();
    // A payment that was replaced before anybody looked is in no system that uniac can ask.
    let known = rows(&ledger)
        .iter()
        .filter(|row| named.contains(row["reference"].as_str().unwrap_or_default()));
    for event in known.flat_map(|row| rows(&row["events"])) {
        let at: Timestamp = text(&event["at"]).parse().expect("a moment");
        let day = oslo.to_datetime(at).date();
        if (day.year(), day.month()) == (2026, 10) {
            *truly.entry(text(&event["kind"])).or_default() += minor(&event["amount_minor"]);
        }
    }
    for (kind, of_ledger) in
        [("captured", "capture"), ("refunded", "refund"), ("released", "cancel")]
    {
        let truly = truly.get(of_ledger).copied().unwrap_or(0);
        assert_eq!(sum("provider", kind), truly, "{kind} in October");
    }
    let net = sum("uni", "invoiced") - sum("uni", "credited");
    let of_october = |document: &&truth::Document| document.issued.starts_with("2026-10");
    let mut bounds = (0, 0);
    for purchase in books.purchases.iter().filter(|purchase| !purchase.orders.is_empty()) {
        let billed: i64 = books.invoices(purchase).filter(of_october).map(|d| d.minor).sum();
        let back: i64 = books.credits(purchase).filter(of_october).map(|d| d.minor).sum();
        if books.is_plain(purchase) {
            bounds = (bounds.0 + billed - back, bounds.1 + billed - back);
        } else {
            bounds = (bounds.0 - back.max(0), bounds.1 + billed);
        }
    }
    assert!(bounds.0 <= net && net <= bounds.1, "Uni's October is {net}, not within {bounds:?}");
    october_of_plain_purchases(&answer, &books, of_october);
}

/// Of each plain purchase the sums of October are those of its documents.
fn october_of_plain_purchases(
    answer: &Value,
    books: &Books,
    of_october: impl Fn(&&truth::Document) -> bool + Copy,
) {
    let told: BTreeMap<&str, &Value> = rows(&answer["orders"])
        .iter()
        .filter_map(|row| Some((row["order"].as_str()?, row)))
        .collect();
    let mut compared = 0;
    for purchase in books.purchases.iter().filter(|purchase| books.is_plain(purchase)) {
        let billed: i64 = books.invoices(purchase).filter(of_october).map(|d| d.minor).sum();
        let back: i64 = books.credits(purchase).filter(of_october).map(|d| d.minor).sum();
        let order = purchase.orders.first().expect("its order").as_str();
        let sum = |field: &str| told.get(order).map_or(0, |row| minor(&row[field]));
        assert_eq!((sum("invoiced_minor"), sum("credited_minor")), (billed, back), "order {order}");
        compared += usize::from(billed != 0);
    }
    assert!(compared * 8 > told.len(), "{compared} of {}", told.len());
}

/// Question 9. What is foretold is what the ledger then shows, payment by payment.
fn what_would_the_next_run_do(morning: &Morning) {
    let world = &morning.world;
    let order = world.invoiced("999.00");
    let dropped = world.order(1, "333.00");
    world.happened(&format!("delete {dropped}"));
    world.happened(&format!("credit {}", morning.captured[2]));
    let foretold = world.uniac("sync --dry-run --json").exit_any(&[0, 3, 5, 6]).data();
    let mut told: BTreeMap<(String, String), i64> = BTreeMap::new();
    for step in rows(&foretold["steps"]).iter().filter(|step| step["outcome"] == "planned") {
        let operation = text(&step["operation"]);
        if ["capture", "refund", "cancel"].contains(&operation.as_str()) {
            *told.entry((text(&step["payment"]), operation)).or_default() +=
                minor(&step["amount_minor"]);
        }
    }
    let before = world.ledger();
    let result = world.uniac("sync --json").exit_any(&[0, 5, 6]).data();
    assert_eq!(result["exit"], foretold["exit"], "the exit code that was foretold");
    let after = world.ledger();
    let mut done: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (was, is) in rows(&before).iter().zip(rows(&after)) {
        assert_eq!(was["reference"], is["reference"], "the same book");
        for (field, operation) in
            [("captured", "capture"), ("refunded", "refund"), ("cancelled", "cancel")]
        {
            let field = format!("{field}_minor");
            let moved = minor(&is[&field]) - minor(&was[&field]);
            if moved != 0 {
                done.insert((text(&is["reference"]), operation.to_owned()), moved);
            }
        }
    }
    assert_eq!(told, done, "what was foretold and what was done");
    assert!(done.len() >= 3, "{done:?}");
    assert_eq!(world.money(&order).captures, [99_900]);
}

/// Question 10. Who, when and why, as they were told, in the order's own page.
fn who_switched_auto_capture_off(morning: &Morning) {
    for (order, (by, reason)) in &morning.holds {
        let hold = morning.world.view(order)["hold"].clone();
        assert_eq!(
            (text(&hold["by"]), text(&hold["reason"])),
            ((*by).to_owned(), (*reason).to_owned())
        );
        assert!(text(&hold["at"]).starts_with(&YESTERDAY[..10]), "{hold:#}");
        let page = morning.world.uniac(&format!("order show {order} --output table")).exit(0);
        page.says(by).says(reason).says("2026-11-04 09:0");
    }
}
