//! Pictures: what people get to see, kept to the letter.
//!
//! The sandbox's clock is set, so that every figure and date stays as it is.

use crate::contract::commands;
use crate::harness::World;

pub const NOW: &str = "2026-03-10T09:00:00Z";

/// Returns what a command prints at 80 columns.
pub fn table(world: &World, line: &str) -> String {
    world.uniac(&format!("{line} --output table")).env("COLUMNS", "80").exit(0).stdout
}

/// A company at a fixed moment with an order of each kind, made after the activation.
pub fn story() -> (World, Vec<String>) {
    let world = World::seeded_at(NOW, 0, 1);
    let old = world.order_with("--amount 1250.00 --customer Birk");
    world.invoice(&old);
    world.enable();
    let part = world.order_with("--amount 600.00 --customer Åse");
    world.invoice_lines(&part, "1");
    let full = world.order_with("--amount 499.00 --customer Torkel");
    world.invoice(&full);
    let held = world.order_with("--amount 150.00 --customer Live");
    world
        .uniac(&format!("order disable-autocapture {held} --until 2026-03-31 --reason dispute"))
        .exit(0);
    world.invoice(&held);
    (world, vec![old, part, full, held])
}

/// Sets every moment in a text to the one at which the clock stood, in the company's time zone: the commands take a while.
pub fn at_nine(text: &str) -> String {
    // In winter it is ten in Oslo, in summer eleven.
    [" 10:0", " 11:0"].into_iter().fold(text.to_owned(), |text, hour| {
        let mut parts = text.split(hour);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.trim_start_matches(|minute: char| minute.is_ascii_digit());
            out += &format!("{hour}0{rest}");
        }
        out
    })
}

/// Leaves out what is the same in every help; it stands once, in that of `uniac` itself.
fn without_global_options(help: &str) -> String {
    let mut inside = false;
    let mut own = String::new();
    for line in help.lines() {
        let begins = !line.is_empty() && !line.starts_with(' ');
        inside = if begins { line == "Global options:" } else { inside };
        if !inside {
            own += line.trim_end();
            own += "\n";
        }
    }
    own
}

#[test]
fn a_list_of_orders() {
    let world = World::seeded_at(NOW, 60, 7);
    insta::assert_snapshot!(table(&world, "order list --limit 14"), @r"
    ORDER   SHOP  CUSTOMER            STATE          ATTENTION
    100047  5045  Lars Tveitan        reserved       currency-mismatch
    100048  5046  Øyvind Lindvik      reserved
    100049  5047  Odd Granlund        reserved       inactive
    100050  5048  Ragnhild Solbakken  reserved
    100051  5049  Frøya Ånestad       reserved       inactive
    100052  5050  Ingrid Mosevoll     part-captured
    100053  5051  Silje Granlund      reserved       exceeds-reservation
    100054  5052  Sigurd Lindvik      reserved       inactive
    100055  5053  Frøya Ørjavik       reserved       credited-without-capture +1
    100056  5054  Sverre Strandmo     reserved       amount-not-exact
    100057  5055  Magnus Opdalen      reserved
    100058  5056  Silje Fjellvang     reserved       inactive
    100059  5057  Åse Vågsnes         reserved
    100060  5058  Hilde Myrdal        reserved

    orders   14
    missing  NOK 9,166.64

    Sums are of these orders. 44 more are not shown; --limit N or --output csv shows
    more.
    ");
}

#[test]
fn the_cut_over() {
    let world = World::seeded_at(NOW, 60, 7);
    insta::assert_snapshot!(table(&world, "enable"), @r"
    Switched on: upload-order-changes, fetch-card-payments, detailed-logging.

    Cut-over: 40 orders invoiced or dropped already
    ORDER   CLASS                         OWED          HELD
    100001  captured-elsewhere    NOK 3,818.50  NOK 3,818.50
    100002  captured-elsewhere      NOK 636.90    NOK 636.90
    100003  captured-elsewhere    NOK 2,376.50  NOK 2,376.50
    100004  captured-elsewhere    NOK 2,187.50  NOK 2,187.50
    100005  captured-elsewhere    NOK 1,127.80  NOK 1,127.80
    100006  captured-elsewhere    NOK 1,066.90  NOK 1,066.90
    100007  settled                   NOK 0.00      NOK 0.00
    100008  settled                   NOK 0.00      NOK 0.00
    100009  captured-elsewhere    DKK 3,434.50  DKK 3,434.50
    100013  captured-elsewhere    NOK 2,497.00  NOK 2,497.00
    100014  settled                   NOK 0.00      NOK 0.00
    100015  captured-elsewhere      NOK 697.90    NOK 697.90
    100017  settled                   NOK 0.00      NOK 0.00
    100018  expired               NOK 3,146.00      NOK 0.00
    100020  captured-elsewhere    NOK 3,326.00  NOK 3,326.00
    100021  captured-elsewhere    NOK 1,834.50  NOK 1,834.50
    100022  invoiced-before       NOK 4,294.40      NOK 0.00
    100025  captured-elsewhere    NOK 4,523.00  NOK 4,523.00
    100026  settled                   NOK 0.00      NOK 0.00
    100027  settled                   NOK 0.00      NOK 0.00
    100028  captured-elsewhere    NOK 1,017.30  NOK 1,017.30
    100029  captured-elsewhere      NOK 898.00    NOK 898.00
    100030  invoiced-before         NOK 786.90      NOK 0.00
    100031  captured-elsewhere      NOK 449.00    NOK 449.00
    100032  invoiced-before       NOK 1,706.00      NOK 0.00
    100035  invoiced-before         NOK 895.00      NOK 0.00
    100039  invoiced-before       NOK 1,345.90      NOK 0.00
    100041  settled                   NOK 0.00      NOK 0.00
    100042  invoiced-before       NOK 1,246.00      NOK 0.00
    100044  captured-elsewhere      NOK 583.40    NOK 583.40
    100046  invoiced-before         NOK 509.50      NOK 0.00
    100047  invoiced-before         NOK 136.53      NOK 0.00
    100049  invoiced-before         NOK 859.00      NOK 0.00
    100051  part-invoiced-before    NOK 249.00      NOK 0.00
    100052  captured-elsewhere    NOK 1,047.00  NOK 1,047.00
    100053  invoiced-before       NOK 1,963.51      NOK 0.00
    100054  part-invoiced-before    NOK 229.50      NOK 0.00
    100055  settled                   NOK 0.00      NOK 0.00
    100056  invoiced-before       NOK 4,971.20      NOK 0.00
    100058  invoiced-before         NOK 757.90      NOK 0.00

    By class
    CLASS                 ORDERS           OWED           HELD       RESERVED
    invoiced-before           12  NOK 19,471.84       NOK 0.00  NOK 20,117.81
    part-invoiced-before       2     NOK 478.50       NOK 0.00   NOK 3,117.00
    captured-elsewhere         1   DKK 3,434.50   DKK 3,434.50       DKK 0.00
    captured-elsewhere        16  NOK 28,087.20  NOK 28,087.20   NOK 1,712.00
    expired                    1   NOK 3,146.00       NOK 0.00       NOK 0.00
    settled                    8       NOK 0.00       NOK 0.00   NOK 3,805.50

    `sync` never moves money for these. What is invoiced from now on is automatic.

    hint: Capture the uncaptured ones by hand: `uniac capture --manual --dry-run`
    ");
}

#[test]
fn one_pass() {
    let (world, _) = story();
    insta::assert_snapshot!(table(&world, "sync --dry-run"), @r"
    ORDER   OPERATION      INVOICE      AMOUNT  OUTCOME  CODE
    100002  capture        10002    NOK 300.00  planned
    100002  shop-note      10002                planned
    100002  book           10002    NOK 300.00  planned
    100003  capture        10003    NOK 499.00  planned
    100003  shop-complete                       planned
    100003  book           10003    NOK 499.00  planned

    Money in all: capture NOK 799.00 planned.

    A dry run: nothing was sent.

    The real run would end with exit code 0, if every system answers as expected.
    ");
    insta::assert_snapshot!(table(&world, "sync --workers 1"), @r"
    ORDER   OPERATION      INVOICE      AMOUNT  OUTCOME  CODE
    100002  capture        10002    NOK 300.00  done
    100002  shop-note      10002                done
    100002  book           10002    NOK 300.00  done
    100003  capture        10003    NOK 499.00  done
    100003  shop-complete                       done
    100003  book           10003    NOK 499.00  done

    Money in all: capture NOK 799.00 done.
    ");
    insta::assert_snapshot!(table(&world, "sync --workers 1"), @r"
    Nothing is due by itself. 2 orders wait for a person.

    hint: `uniac order list --attention any` lists them
    ");
}

#[test]
fn the_status() {
    let (world, _) = story();
    world.uniac("sync --workers 1").exit(0);
    insta::assert_snapshot!(at_nine(&table(&world, "status")), @r"
    auto-capture          active
    active since          2026-03-10 10:00
    upload-order-changes  on   Last opp endring på ordre ved lagring i ordrebildet
    fetch-card-payments   on   Hent kort-betalinger ved fakturering (API)
    detailed-logging      on   Detaljert logging
    upload-new-orders     off  Last opp nye ordre ved lagring i ordrebildet
    last run              2026-03-10 10:00: sync, ended, exit 0 (run 1)
    missing               NOK 1,400.00

    DUE      MODE    ORDERS           SUM
    capture  manual       2  NOK 1,400.00

    MISSING BECAUSE OF          ORDERS           SUM
    invoiced-before-activation       1  NOK 1,250.00
    held                             1    NOK 150.00

    ATTENTION                   ORDERS
    held                             1
    invoiced-before-activation       1

    STATE          ORDERS
    reserved            2
    part-captured       1
    captured            1

    hint: `uniac owed` says what goes on with what is missing
    hint: `uniac order list --attention any` lists what needs a person
    ");
}

#[test]
fn one_order() {
    let (world, orders) = story();
    world.uniac("sync --workers 1").exit(0);
    insta::assert_snapshot!(at_nine(&table(&world, &format!("order show {}", orders[1]))), @r"
    Order 100002
    customer           Åse
    placed             2026-03-10
    total              NOK 600.00
    state              part-captured
    shop               order 5002, open; NOK 600.00, 2026-03-10
    link               sure: one shop order carries the number, and the customer
                       agrees
    method             vipps, reference fjordglimt-5002-63033b0c
    payment            vipps fjordglimt-5002-63033b0c
    reserved at first  NOK 600.00
    still reserved     NOK 300.00
    reserved until     2026-09-06 11:00 (180 days)
    captured           NOK 300.00
    refunded           NOK 0.00
    next               nothing

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10002     invoice  2026-03-10  NOK 300.00  after         300.00      0.00

    What moved
    AT                WHAT         AMOUNT  INVOICE  BY     REFERENCE
    2026-03-10 10:00  capture  NOK 300.00  10002    uniac  7700000009

    Journal
    INTENT  AT                ORDER   ACT            AMOUNT  OUTCOME  CODE
         1  2026-03-10 10:00  100002  capture    NOK 300.00  done
         2  2026-03-10 10:00  100002  shop-note  NOK 300.00  done
         3  2026-03-10 10:00  100002  book       NOK 300.00  done
    ");
    insta::assert_snapshot!(at_nine(&table(&world, &format!("order show {}", orders[3]))), @r"
    Order 100004
    customer        Live
    placed          2026-03-10
    total           NOK 150.00
    state           reserved
    shop            order 5004, open; NOK 150.00, 2026-03-10
    link            sure: one shop order carries the number, and the customer agrees
    method          vipps, reference fjordglimt-5004-50f5647d
    payment         vipps fjordglimt-5004-50f5647d
    reserved        NOK 150.00
    reserved until  2026-09-06 11:00 (180 days)
    captured        NOK 0.00
    refunded        NOK 0.00
    missing         NOK 150.00
    hold            by kari until 2026-04-01 00:00: dispute
    next            nothing by itself; a person decides: capture NOK 150.00 for
                    invoice 10004 (manual)
    attention       held

    Auto-capture is disabled on this order.

    DOCUMENT  KIND     DATE            AMOUNT  ACTIVATION  CAPTURED  REFUNDED
    10004     invoice  2026-03-10  NOK 150.00  after           0.00      0.00

    What people have said
    AT                ORDER   BY    WHAT                         WHY
    2026-03-10 10:00  100004  kari  hold until 2026-04-01 00:00  dispute

    hint: `uniac explain held` says what to do
    ");
}

#[test]
fn what_is_shown_before_money_moves() {
    let (world, _) = story();
    let ended = world.uniac("capture --manual --output table").env("COLUMNS", "80").exit(3);
    insta::assert_snapshot!(ended.stderr, @r"
    note: Working on the embedded sandbox; no real money moves.
    ORDER   CUSTOMER  OPERATION  INVOICE        AMOUNT
    100001  Birk      capture    10001    NOK 1,250.00

    capture  NOK 1,250.00
    orders   1
    company  sandbox
    error: confirmation is needed, and there is no terminal to ask on
    No money moved.

    hint: To answer in advance, add --yes (with --max-total AMOUNT to bound it)
    hint: uniac explain confirmation-needed
    ");
}

#[test]
fn the_exit_codes() {
    let world = World::bare();
    let mut lines = String::new();
    for code in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130] {
        let page = world.uniac(&format!("explain {code}")).exit(0).stdout;
        lines += page.lines().next().unwrap_or_default();
        lines += "\n";
    }
    insta::assert_snapshot!(lines, @r"
    # 0: done, or nothing to do
    # 1: failed before anything was sent
    # 2: wrong usage
    # 3: declined, or confirmation was needed
    # 4: sign-in or credentials refused
    # 5: refused by Uni, the shop or the provider
    # 6: partly done
    # 7: unknown: an act has no definite answer
    # 8: accepted, not yet confirmed by the provider
    # 9: another run has the lock
    # 10: auto-capture is not active, so `sync` did nothing
    # 70: a defect in uniac
    # 130: interrupted
    ");
}

#[test]
fn an_error_in_both_forms() {
    let world = World::bare();
    insta::assert_snapshot!(world.uniac("status").exit(2).stderr, @r"
    error: no company is configured
    No money moved.

    hint: Configure a company with `uniac init`
    hint: Or try everything with play money: `uniac sandbox reset`
    hint: uniac explain no-company
    ");
    insta::assert_snapshot!(world.uniac("status --json").exit(2).stdout, @r#"
    {"schema":"uniac.error/1","company":null,"code":"no-company","message":"no company is configured","hint":"Configure a company with `uniac init`; Or try everything with play money: `uniac sandbox reset`","moved":"no"}
    "#);
    insta::assert_snapshot!(world.uniac("snyc").exit(2).stderr, @r"
    error: unrecognized subcommand 'snyc'
    No money moved.

    hint: a similar subcommand exists: 'sync'
    hint: Usage: uniac [OPTIONS] <COMMAND>
    hint: For more information, try '--help'.
    hint: uniac explain usage
    ");
}

#[test]
fn the_tree_of_commands() {
    let world = World::bare();
    let mut tree = String::new();
    for words in commands() {
        let help = world.uniac(&format!("{words} --help")).env("COLUMNS", "80").exit(0).stdout;
        let own = if words.is_empty() { help } else { without_global_options(&help) };
        tree +=
            &format!("$ uniac {words}\n\n{}\n\n", own.trim_end()).replace("uniac \n", "uniac\n");
    }
    insta::assert_snapshot!("commands", tree);
}
