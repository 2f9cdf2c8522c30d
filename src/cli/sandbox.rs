//! `uniac sandbox`: the people of the sandbox, its faults, and its truth.
//!
//! These commands play the outside world. They must never read the journal or tell the engine
//! anything: what happened here, uniac has to find out by itself.

use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::config::SANDBOX;
use crate::error::{Error, Result};
use crate::money::{Currency, Money, parse_decimal};
use crate::sandbox::{self, Brand, CreditTarget, Happened, Outside, PortalAct, Sandbox};
use crate::store::Store;
use crate::store::sqlite::SqliteStore;
use crate::ui::{Cell, Column, Page, Table};

use super::session::Base;
use super::{Exit, serve};

/// The commands of the sandbox.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac sandbox reset --orders 200 --seed 7
  uniac sandbox order --amount 499.00
  uniac sandbox fault add reply-lost --on capture

Plays with a world of its own; no real money moves.")]
pub enum SandboxCommand {
    /// Make a new company with old and new orders; what was there is gone
    Reset(ResetArgs),
    /// A customer orders and pays; it is read into Uni
    Order(OrderArgs),
    /// A person invoices in Uni, all or some lines
    Invoice(InvoiceArgs),
    /// A person credits in Uni
    Credit(CreditArgs),
    /// A person deletes the order in Uni
    Delete(DeleteArgs),
    /// Somebody acts in the provider's portal
    Portal(PortalArgs),
    /// The merchant's balance at Nexi: with a low one, refunds wait
    Balance(BalanceArgs),
    /// What Klarna's check makes of purchases; it takes no money before
    Review(ReviewArgs),
    /// What the shop's payment plug-ins do when an order's status changes
    PlugIns(PlugInsArgs),
    /// Let something go wrong
    #[command(subcommand)]
    Fault(FaultCommand),
    /// Show the provider's own book, the truth
    #[command(after_help = "Examples:\n  uniac sandbox ledger\n  uniac sandbox ledger --json")]
    Ledger,
    /// Show the calls received, by system, reading and writing
    Calls(CallsArgs),
    /// Stay up, and print a ready configuration
    Serve(serve::ServeArgs),
}

/// The arguments of `sandbox reset`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox reset\n  uniac sandbox reset --orders 0")]
pub struct ResetArgs {
    /// How many orders the company has
    #[arg(long, value_name = "N", default_value_t = 60)]
    orders: u32,
    /// What the company is made from; the same seed makes the same company
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// The arguments of `sandbox order`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox order\n  uniac sandbox order --lines 3 --amount 1249.50\n  \
                  uniac sandbox order --provider nexi\n  \
                  uniac sandbox order --shop-reference 5512 --amount 300.00\n  \
                  uniac sandbox order --from orders.csv\n\n\
                  With --shop-reference or --from, Uni gets orders of a shop outside the sandbox."
)]
pub struct OrderArgs {
    /// How many lines it has
    #[arg(long, value_name = "N", default_value_t = 2)]
    lines: u32,
    /// Its total with VAT
    #[arg(long, value_name = "AMOUNT", default_value = "499.00")]
    amount: String,
    /// The customer's name
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// Its currency
    #[arg(long, value_name = "CODE", conflicts_with = "by_hand")]
    currency: Option<String>,
    /// By which provider it is paid
    #[arg(long, value_name = "NAME", default_value = "vipps", conflicts_with = "by_hand",
        value_parser = PossibleValuesParser::new(Brand::ALL.map(Brand::name)))]
    provider: String,
    /// A person makes it in Uni; the shop knows nothing of it
    #[arg(long)]
    by_hand: bool,
    /// It is of another shop, by that shop's number; it is made in Uni alone
    #[arg(long, value_name = "CODE", conflicts_with_all = ["by_hand", "currency"])]
    shop_reference: Option<String>,
    /// Orders of another shop, a line `CODE,AMOUNT` each; `-`: standard input
    #[arg(long, value_name = "FILE",
        conflicts_with_all = ["by_hand", "currency", "shop_reference", "amount"])]
    from: Option<std::path::PathBuf>,
}

/// The arguments of `sandbox invoice`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox invoice 100045\n  uniac sandbox invoice 100045 --lines 1\n  \
                  uniac sandbox invoice 100045 100046"
)]
pub struct InvoiceArgs {
    /// The order, or several of them
    #[arg(required = true, value_name = "ORDER")]
    orders: Vec<String>,
    /// Only these lines, counted from 1
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    lines: Option<Vec<usize>>,
}

/// The arguments of `sandbox credit`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox credit 100045\n  uniac sandbox credit --invoice 20031 --amount 100.00"
)]
pub struct CreditArgs {
    /// The order
    #[arg(required_unless_present = "invoice", conflicts_with = "invoice")]
    order: Option<String>,
    /// One invoice
    #[arg(long, value_name = "N")]
    invoice: Option<String>,
    /// Only this much
    #[arg(long, value_name = "AMOUNT", conflicts_with = "lines")]
    amount: Option<String>,
    /// Only these lines, counted from 1
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    lines: Option<Vec<usize>>,
}

/// The arguments of `sandbox delete`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox delete 100045")]
pub struct DeleteArgs {
    /// The order
    order: String,
}

/// The arguments of `sandbox portal`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox portal capture 100045 499.00\n  uniac sandbox portal cancel 100045"
)]
pub struct PortalArgs {
    /// capture, refund or cancel; complete: in the shop, whose plug-in captures from then on
    #[arg(value_parser = ["capture", "refund", "cancel", "complete"])]
    act: String,
    /// The order
    order: String,
    /// How much; a cancel takes the rest
    amount: Option<String>,
}

/// The arguments of `sandbox balance`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox balance low\n  uniac sandbox balance enough")]
pub struct BalanceArgs {
    /// low or enough
    #[arg(value_parser = ["low", "enough"])]
    balance: String,
}

/// The arguments of `sandbox review`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uniac sandbox review pending\n  uniac sandbox review accepted"
)]
pub struct ReviewArgs {
    /// accepted, pending or rejected
    #[arg(value_parser = ["accepted", "pending", "rejected"])]
    outcome: String,
}

/// The arguments of `sandbox plug-ins`.
#[derive(Debug, Args)]
#[command(after_help = "\
as-shipped: what they do with their usual settings; Vipps' captures, releases
and refunds, Klarna's and Kustom's capture and cancel, Nexi's does nothing.
none: nothing. on-completed: all that they can do.

Examples:
  uniac sandbox plug-ins none
  uniac sandbox plug-ins as-shipped")]
pub struct PlugInsArgs {
    /// as-shipped, none or on-completed
    #[arg(value_parser = ["as-shipped", "none", "on-completed"])]
    profile: String,
}

/// The commands on faults.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac sandbox fault add reply-lost --on capture
  uniac sandbox fault list
  uniac sandbox fault clear")]
pub enum FaultCommand {
    /// Add a fault
    Add(FaultArgs),
    /// List the faults that wait, or all that there are
    List(FaultListArgs),
    /// Take all faults away
    #[command(after_help = "Examples:\n  uniac sandbox fault clear")]
    Clear,
}

/// The arguments of `sandbox fault add`.
#[derive(Debug, Args)]
#[command(after_help = "\
The common ones: request-lost, reply-lost, error-before, error-after,
rate-limited, rate-limited-after, slow, lagging-read, duplicate, torn-body,
refused, declined. A provider's own code is told as `refused=CODE`.
All of them: `uniac sandbox fault list --known`.

Examples:
  uniac sandbox fault add reply-lost --on capture
  uniac sandbox fault add refused=PAYMENT_METHOD_FAILED --on capture
  uniac sandbox fault add slow --times 0 --ms 20")]
pub struct FaultArgs {
    /// The fault
    name: String,
    /// capture, refund, cancel, shop, booking, read or any
    #[arg(long, value_name = "OPERATION")]
    on: Option<String>,
    /// How often; 0: until cleared
    #[arg(long, value_name = "N", default_value_t = 1)]
    times: u32,
    /// Milliseconds, for slow and lagging-read
    #[arg(long, value_name = "MS")]
    ms: Option<u64>,
}

/// The arguments of `sandbox fault list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox fault list\n  uniac sandbox fault list --known")]
pub struct FaultListArgs {
    /// All faults that can be added, with what they do
    #[arg(long)]
    known: bool,
}

/// The arguments of `sandbox calls`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox calls --clear\n  uniac sandbox calls --json")]
pub struct CallsArgs {
    /// Begin to count anew
    #[arg(long)]
    clear: bool,
}

/// Runs the command.
pub fn run(command: &SandboxCommand, base: &Base) -> Result<Exit> {
    base.ui.set_company(SANDBOX);
    match command {
        SandboxCommand::Reset(args) => reset(args, base),
        SandboxCommand::Fault(command) => fault(command, base),
        SandboxCommand::Balance(args) => balance(args, base),
        SandboxCommand::Review(args) => review(args, base),
        SandboxCommand::PlugIns(args) => plug_ins(args, base),
        SandboxCommand::Ledger => ledger(base),
        SandboxCommand::Calls(args) => calls(args, base),
        SandboxCommand::Serve(args) => serve::run(args, base),
        SandboxCommand::Order(OrderArgs { from: Some(file), lines, customer, .. }) => {
            let orders = orders_listed(file)?;
            let made = base.sandbox()?.orders_from_outside(*lines, &orders, customer.as_deref())?;
            many(&made, base)
        }
        SandboxCommand::Invoice(InvoiceArgs { orders, lines }) if orders.len() > 1 => {
            let mut world = base.sandbox()?.world()?;
            let made: Result<Vec<Happened>> =
                orders.iter().map(|order| world.invoice(order, lines.as_deref())).collect();
            many(&made?, base)
        }
        SandboxCommand::Order(_)
        | SandboxCommand::Invoice(_)
        | SandboxCommand::Credit(_)
        | SandboxCommand::Delete(_)
        | SandboxCommand::Portal(_) => act(command, base),
    }
}

fn reset(args: &ResetArgs, base: &Base) -> Result<Exit> {
    let folder = base.paths.company(SANDBOX);
    // A new world needs a new journal. The lock is held so that no run works on the old one.
    let store = folder.join("store.db");
    if store.exists() {
        if let Ok(old) = SqliteStore::open(&store, crate::sandbox::unimicro::COMPANY_KEY) {
            old.lock(base.sandbox_clock()?.now())?;
        }
        for name in [
            "store.db",
            "store.db-wal",
            "store.db-shm",
            "exchanges.db",
            "exchanges.db-wal",
            "exchanges.db-shm",
        ] {
            remove(&folder.join(name))?;
        }
    }
    Sandbox::reset(&base.paths.sandbox(), args.orders, args.seed, base.sandbox_clock()?)?;
    let data = json!({"orders": args.orders, "seed": args.seed, "folder": folder});
    let mut page = Page::new();
    page.paragraph(format!("A new sandbox with {} orders (seed {}).", args.orders, args.seed));
    page.hint("Look at it: `uniac order list`; switch auto-capture on: `uniac enable`");
    base.ui.result("uniac.sandbox/1", &data, &page)?;
    Ok(Exit::Done)
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::failed(
            "sandbox-file",
            format!("cannot remove `{}`: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}

fn act(command: &SandboxCommand, base: &Base) -> Result<Exit> {
    let sandbox = base.sandbox()?;
    let happened = match command {
        SandboxCommand::Order(args) => {
            let currency = currency(args.currency.as_deref())?;
            let minor = minor(&args.amount, currency)?;
            let customer = args.customer.as_deref();
            if args.by_hand {
                sandbox.order_by_hand(args.lines, minor, customer)?
            } else if let Some(reference) = args.shop_reference.clone() {
                let order = Outside { reference, amount_minor: minor };
                let made = sandbox.orders_from_outside(args.lines, &[order], customer)?;
                made.into_iter().next().ok_or_else(|| Error::defect("no order was made"))?
            } else {
                let brand = Brand::from_name(&args.provider)?;
                sandbox.order_by(brand, args.lines, minor, customer, args.currency.as_deref())?
            }
        }
        SandboxCommand::Invoice(args) => sandbox
            .invoice(args.orders.first().map_or("", String::as_str), args.lines.as_deref())?,
        SandboxCommand::Credit(args) => {
            let target = match (&args.order, &args.invoice) {
                (_, Some(invoice)) => CreditTarget::Invoice(invoice),
                (Some(order), None) => CreditTarget::Order(order),
                (None, None) => return Err(Error::usage("usage", "name an order or an invoice")),
            };
            let amount =
                args.amount.as_deref().map(|text| minor(text, Currency::NOK)).transpose()?;
            sandbox.credit(target, amount, args.lines.as_deref())?
        }
        SandboxCommand::Delete(args) => sandbox.delete(&args.order)?,
        SandboxCommand::Portal(args) if args.act == "complete" => {
            sandbox.complete_in_shop(&args.order)?
        }
        SandboxCommand::Portal(args) => {
            let act = match args.act.as_str() {
                "capture" => PortalAct::Capture,
                "refund" => PortalAct::Refund,
                _ => PortalAct::Cancel,
            };
            let amount =
                args.amount.as_deref().map(|text| minor(text, Currency::NOK)).transpose()?;
            sandbox.portal(act, &args.order, amount)?
        }
        _ => return Err(Error::defect("no act of a person")),
    };
    base.ui.result("uniac.sandbox/1", &happened, &happened_page(&happened))?;
    Ok(Exit::Done)
}

fn balance(args: &BalanceArgs, base: &Base) -> Result<Exit> {
    let refunds = base.sandbox()?.world()?.balance(args.balance == "enough")?;
    let data = json!({"balance": args.balance, "refunds": refunds});
    let mut page = Page::new();
    page.paragraph(match args.balance.as_str() {
        "enough" => format!("Refunds that waited and have happened now: {refunds}."),
        _ => "Refunds at Nexi wait from now on.".to_owned(),
    });
    base.ui.result("uniac.balance/1", &data, &page)?;
    Ok(Exit::Done)
}

fn review(args: &ReviewArgs, base: &Base) -> Result<Exit> {
    let outcome = &args.outcome;
    base.sandbox()?.world()?.set(sandbox::Setting::FraudReview, outcome)?;
    let mut page = Page::new();
    page.paragraph(format!("New purchases at Klarna are {outcome}."));
    base.ui.result("uniac.review/1", &json!({ "review": outcome }), &page)?;
    Ok(Exit::Done)
}

fn plug_ins(args: &PlugInsArgs, base: &Base) -> Result<Exit> {
    let profile = &args.profile;
    base.sandbox()?.world()?.set(sandbox::Setting::GatewayProfile, profile)?;
    let mut page = Page::new();
    page.paragraph(format!("The shop's payment plug-ins act: {profile}."));
    base.ui.result("uniac.plug-ins/1", &json!({ "plug_ins": profile }), &page)?;
    Ok(Exit::Done)
}

fn currency(code: Option<&str>) -> Result<Currency> {
    code.unwrap_or("NOK").parse().map_err(|error| {
        Error::usage("usage", format!("{error}")).hint("Use a code such as NOK, DKK or EUR")
    })
}

fn minor(text: &str, currency: Currency) -> Result<i64> {
    parse_decimal(text).and_then(|amount| currency.minor(amount)).map_err(|error| {
        Error::usage("usage", format!("{error}"))
            .hint("Write whole units with a point, for instance 499.00")
    })
}

/// Reads a list of another shop's orders.
fn orders_listed(file: &std::path::Path) -> Result<Vec<Outside>> {
    let text = match file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| {
        Error::usage("usage", format!("cannot read `{}`: {error}", file.display()))
    })?;
    let order = |line: &str| {
        let (reference, amount) = line.rsplit_once(',').ok_or_else(|| {
            Error::usage("usage", "a line of the list is no `CODE,AMOUNT`")
                .hint("Write the shop's order number, a comma and the amount: `5512,300.00`")
        })?;
        let amount_minor = minor(amount.trim(), Currency::NOK)?;
        Ok(Outside { reference: reference.trim().to_owned(), amount_minor })
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(order).collect()
}

/// Reports what happened to several orders: a list, in the order of what was asked.
fn many(happened: &[Happened], base: &Base) -> Result<Exit> {
    let columns = ["order", "shop order", "invoice"].map(Column::left);
    let mut table = Table::new(columns.into_iter().chain([Column::right("amount")]));
    for one in happened {
        let text = |value: &Option<String>| Cell::new(value.clone().unwrap_or_default());
        let currency = one.currency.parse().unwrap_or(Currency::NOK);
        let amount = Cell::money(Money::new(one.amount_minor, currency));
        table.row([text(&one.order), text(&one.shop_order), text(&one.invoice), amount]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.sandbox/1", &happened, &page)?;
    Ok(Exit::Done)
}

fn happened_page(happened: &Happened) -> Page {
    let mut page = Page::new();
    for (key, value) in [
        ("order", &happened.order),
        ("shop order", &happened.shop_order),
        ("reference", &happened.reference),
        ("invoice", &happened.invoice),
        ("credit note", &happened.credit_note),
    ] {
        if let Some(value) = value {
            page.pair(key, Cell::new(value));
        }
    }
    if let Ok(currency) = happened.currency.parse() {
        page.pair("amount", Cell::new(Money::new(happened.amount_minor, currency).to_string()));
    }
    page
}

fn known_faults(base: &Base) -> Result<Exit> {
    let faults: Vec<_> = sandbox::known_faults().collect();
    let mut table = Table::new([Column::left("fault"), Column::left("what it does")]);
    for fault in &faults {
        table.row([Cell::new(fault.name), Cell::new(fault.meaning)]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.known-faults/1", &faults, &page)?;
    Ok(Exit::Done)
}

fn fault(command: &FaultCommand, base: &Base) -> Result<Exit> {
    if matches!(command, FaultCommand::List(FaultListArgs { known: true })) {
        return known_faults(base);
    }
    let sandbox = base.sandbox()?;
    let (faults, note) = match command {
        FaultCommand::Add(args) => {
            let added = sandbox.fault_add(&args.name, args.on.as_deref(), args.times, args.ms)?;
            (vec![added], None)
        }
        FaultCommand::List(_) => (sandbox.fault_list()?, None),
        FaultCommand::Clear => {
            let gone = sandbox.fault_clear()?;
            (Vec::new(), Some(format!("{gone} faults taken away.")))
        }
    };
    let mut table = Table::new([
        Column::left("fault"),
        Column::left("on"),
        Column::right("times left"),
        Column::right("ms"),
    ])
    .when_empty("No faults.");
    for fault in &faults {
        table.row([
            Cell::new(&fault.name),
            Cell::new(&fault.on),
            Cell::new(fault.times_left.map_or("until cleared".to_owned(), |left| left.to_string())),
            Cell::new(fault.ms.to_string()),
        ]);
    }
    let mut page = Page::new();
    match note {
        Some(note) => page.paragraph(note),
        None => page.table(table),
    };
    base.ui.result("uniac.faults/1", &faults, &page)?;
    Ok(Exit::Done)
}

fn ledger(base: &Base) -> Result<Exit> {
    let rows = base.sandbox()?.ledger()?;
    let mut table = Table::new([
        Column::left("order"),
        Column::left("reference"),
        Column::right("authorised"),
        Column::right("captured"),
        Column::right("refunded"),
        Column::right("cancelled"),
    ])
    .when_empty("No payments.");
    for row in &rows {
        let currency: Currency = row.currency.parse().unwrap_or(Currency::NOK);
        let amount = |minor| Cell::money(Money::new(minor, currency));
        table.row([
            Cell::new(row.order.clone().unwrap_or_default()),
            Cell::new(&row.reference),
            amount(row.authorised_minor),
            amount(row.captured_minor),
            amount(row.refunded_minor),
            amount(row.cancelled_minor),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.ledger/1", &rows, &page)?;
    Ok(Exit::Done)
}

fn calls(args: &CallsArgs, base: &Base) -> Result<Exit> {
    let counts = base.sandbox()?.calls(args.clear)?;
    let mut table =
        Table::new([Column::left("system"), Column::right("reading"), Column::right("writing")]);
    for (name, calls) in
        [("uni", &counts.uni), ("shop", &counts.shop), ("provider", &counts.provider)]
    {
        table.row([
            Cell::new(name),
            Cell::new(calls.read.to_string()),
            Cell::new(calls.write.to_string()),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.calls/1", &counts, &page)?;
    Ok(Exit::Done)
}
