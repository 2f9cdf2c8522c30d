//! `doctor`: each fault is named with its remedy in one run, and what has changed is pointed out.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::{Ended, World, text};
use crate::outside::Served;

/// A company of its own that talks to a served sandbox, with changes to the configuration.
fn company(served: &Served, changes: &[(&str, &str)]) -> World {
    let mut company = World::bare();
    let mut configuration = served.with_token();
    for (from, to) in changes {
        assert!(configuration.contains(from), "nothing to change: {from}");
        configuration = configuration.replace(from, to);
    }
    std::fs::write(company.path("uniac.toml"), configuration).expect("it is written");
    for (name, value) in served.secrets_with_token() {
        company.set(&name, &value);
    }
    company
}

/// Returns the rows by their ids.
#[track_caller]
fn rows(ended: &Ended) -> BTreeMap<String, Value> {
    let data = ended.data();
    let rows = data.as_array().expect("rows").clone();
    rows.into_iter().map(|row| (text(&row["id"]), row)).collect()
}

/// Returns result, finding and remedy of a row.
#[track_caller]
fn row(rows: &BTreeMap<String, Value>, id: &str) -> (String, String, String) {
    let row = rows.get(id).unwrap_or_else(|| panic!("no row {id} in {:?}", rows.keys()));
    let remedy = row["remedy"].as_str().unwrap_or_default().to_owned();
    (text(&row["result"]), text(&row["found"]), remedy)
}

#[test]
fn a_half_broken_configuration_names_each_fault_and_its_remedy() {
    let outside = World::empty();
    for _ in 0..3 {
        outside.order(1, "100.00");
    }
    let served = outside.serve();
    let shop = format!("http://{}/shop", served.address);
    let company = company(
        &served,
        &[
            // Nothing listens on the port 1; the secret's file is missing.
            (shop.as_str(), "http://127.0.0.1:1/shop"),
            (
                r#"consumer_secret = { env = "PLAY_SHOP_SECRET" }"#,
                r#"consumer_secret = { file = "s" }"#,
            ),
        ],
    );
    let said = |call: crate::harness::Call, exit| {
        let ended = call
            .env("PLAY_UNI_TOKEN", "wrong-s3cret")
            .env("PLAY_VIPPS_SECRET", "wrong-s3cret")
            .exit(exit);
        assert!(!format!("{}{}", ended.stdout, ended.stderr).contains("s3cret"));
        ended
    };
    let rows = rows(&said(company.uniac("doctor --json"), 4));
    let wrong: Vec<&String> =
        rows.iter().filter(|(_, row)| row["result"] == "wrong").map(|(id, _)| id).collect();
    assert_eq!(
        wrong,
        ["secret.shop.consumer_secret", "shop.connection", "uni.connection", "vipps.connection"]
    );
    for id in wrong {
        let (_, found, remedy) = row(&rows, id);
        assert!(!remedy.is_empty(), "{id}: {found}");
    }
    let (_, found, _) = row(&rows, "secret.shop.consumer_secret");
    assert!(found.contains("file `s`"), "{found}");
    // What is right is said all the same.
    assert_eq!(row(&rows, "store.integrity").0, "ok");
    assert_eq!(row(&rows, "secret.uni.token").0, "ok");
    // A shop that is not there is its own fault.
    write_secret(&company.path("s"), "cs_x");
    let rows = self::rows(&said(company.uniac("doctor --json"), 4));
    assert!(row(&rows, "shop.connection").1.contains("shop"), "{rows:?}");
    let screen = said(company.uniac("doctor --output table").env("COLUMNS", "80"), 4);
    let (_, details) = screen.stdout.split_once("\n\n").expect("a table and the details");
    insta::assert_snapshot!(details);
}

/// Writes a secret that only its owner can read.
fn write_secret(path: &std::path::Path, secret: &str) {
    std::fs::write(path, secret).expect("it is written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, mode).expect("its mode is set");
    }
}

#[test]
#[cfg(unix)]
fn a_secret_that_others_can_read_is_pointed_out() {
    use std::os::unix::fs::PermissionsExt;
    let outside = World::empty();
    let served = outside.serve();
    let (from, to) = (r#"token = { env = "PLAY_UNI_TOKEN" }"#, r#"token = { file = "t" }"#);
    let company = company(&served, &[(from, to)]);
    write_secret(&company.path("t"), &served.secrets_with_token()["PLAY_UNI_TOKEN"]);
    let good = rows(&company.uniac("doctor --json").exit(0));
    assert_eq!(
        row(&good, "secret.uni.token"),
        ("ok".into(), "from file `t`".into(), String::new())
    );
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(company.path("t"), open).expect("its mode is set");
    let bad = rows(&company.uniac("doctor --json").exit(0));
    let (result, found, remedy) = row(&bad, "secret.uni.token");
    assert_eq!(result, "warning");
    assert!(found.contains("mode 644") && remedy.contains("chmod 600"), "{found} {remedy}");
}

#[test]
fn a_wrong_reference_field_is_found_with_the_right_one() {
    let outside = World::empty();
    for _ in 0..3 {
        outside.order(1, "100.00");
    }
    let served = outside.serve();
    let wrong =
        company(&served, &[("token = {", "order_reference_field = \"YourReference\"\ntoken = {")]);
    let rows = rows(&wrong.uniac("doctor --json").exit(1));
    let (result, found, remedy) = row(&rows, "orders.reference");
    assert_eq!(result, "wrong");
    assert!(found.contains("`Requisition` carries a number of the shop's on 3 of 3"), "{found}");
    assert!(remedy.contains("order_reference_field = \"Requisition\""), "{remedy}");
    assert!(row(&rows, "configuration.uni").1.contains("YourReference (file)"));
    let right = company(&served, &[]);
    let rows = self::rows(&right.uniac("doctor --json").exit(0));
    assert_eq!(row(&rows, "orders.reference").0, "ok");
    assert!(row(&rows, "configuration.uni").1.contains("Requisition (default)"));
}

#[test]
fn who_is_signed_in_is_told_with_the_end_of_the_sign_in() {
    let outside = World::empty();
    let served = outside.serve();
    let mut company = World::bare();
    std::fs::write(company.path("uniac.toml"), &served.configuration).expect("it is written");
    for (name, value) in served.secrets() {
        company.set(&name, &value);
    }
    let rows = rows(&company.uniac("doctor --json").exit(0));
    let (result, found, _) = row(&rows, "uni.identity");
    assert_eq!(result, "ok", "{found}");
    assert!(found.contains("signed in as `uniac` until 20"), "{found}");
    assert_eq!(row(&rows, "uni.addresses").0, "ok");
}

#[test]
fn a_plug_in_that_captures_too_is_recognised_by_its_name_and_by_what_it_did() {
    let outside = World::empty();
    let quiet = outside.order(1, "100.00");
    outside.invoice(&quiet);
    let served = outside.serve();
    let company = company(&served, &[]);
    let before = rows(&company.uniac("doctor --json").exit(0));
    assert_eq!(row(&before, "shop.plug-ins").0, "unverified", "Vipps' is one that nobody knows");
    assert_eq!(row(&before, "drivers.captures").0, "ok");
    // By hand in the portal, long before nothing: no completion, so nothing to compare with.
    outside.happened(&format!("portal capture {quiet} 100.00"));
    let order = outside.order(1, "250.00");
    outside.happened(&format!("portal complete {order}"));
    assert_eq!(outside.money(&order), crate::harness::Money::captured([25000]));
    let after = company.uniac("doctor --json").exit(0);
    assert!(!after.stdout.contains(uniac_sandbox::woocommerce::settings::GATEWAY_SECRET));
    let after = rows(&after);
    let (result, found, remedy) = row(&after, "shop.plug-ins");
    assert_eq!(
        (result.as_str(), remedy.contains("woo_vipps_captured_statuses")),
        ("warning", true)
    );
    assert!(found.contains("Vipps MobilePay 6.0.5"), "{found}");
    let (result, found, remedy) = row(&after, "drivers.captures");
    assert_eq!(result, "warning");
    assert!(found.contains("1 of 1 compared"), "{found}");
    assert!(remedy.contains("plug-in"), "{remedy}");
    // The change is pointed out once.
    assert!(row(&after, "drift.shop.capturing").1.contains("was nothing, is Vipps"));
    let again = rows(&company.uniac("doctor --json").exit(0));
    assert!(again.keys().all(|id| !id.starts_with("drift.")), "{:?}", again.keys());
}

/// Two orders of Uni share a payment, and uniac takes the money of each: nobody else did.
#[test]
fn what_was_captured_for_another_order_of_the_purchase_is_no_second_driver() {
    let world = World::active();
    let whole = world.order(2, "600.00");
    let part = format!("sandbox order --part-of {whole} --only 2 --json");
    let part = text(&world.uniac(&part).exit(0).data()["order"]);
    world.invoice(&whole);
    world.invoice(&part);
    world.sync();
    let (result, found, _) =
        row(&rows(&world.uniac("doctor --json").exit_any(&[0, 1])), "drivers.captures");
    assert_eq!(result, "ok", "{found}");
    assert!(found.contains("0 of"), "{found}");
}

#[test]
fn an_invoice_made_after_its_capture_may_be_another_programs() {
    let mut outside = World::bare();
    outside.set_now("2026-03-10T09:00:00Z");
    outside.uniac("sandbox reset --orders 0").exit(0);
    let order = outside.order(1, "100.00");
    outside.happened(&format!("portal capture {order} 100.00"));
    let rows_before = rows(&outside.uniac("doctor --json").exit(0));
    assert_eq!(row(&rows_before, "drivers.bridge").0, "ok");
    outside.set_now("2026-03-12T09:00:00Z");
    let invoice = outside.invoice(&order);
    outside.serve().pay(&invoice, "100.0");
    let after = rows(&outside.uniac("doctor --json").exit(0));
    let (result, found, remedy) = row(&after, "drivers.bridge");
    assert_eq!(result, "warning", "{found}");
    assert!(remedy.contains("Bridge"), "{remedy}");
}

#[test]
fn what_has_changed_since_last_time_is_pointed_out_once() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &[]);
    company.uniac("enable").exit(0);
    let first = rows(&company.uniac("doctor --json").exit(0));
    assert!(row(&first, "drift").1.contains("nothing to compare"));
    let unchanged = rows(&company.uniac("doctor --json").exit(0));
    assert!(row(&unchanged, "drift").1.contains("nothing has changed"));
    company.uniac("disable fetch-card-payments").exit(0);
    let path = company.path("uniac.toml");
    let file = std::fs::read_to_string(&path).expect("a file");
    let file = file.replace("kind = \"vipps\"", "kind = \"vipps\"\nreservation_days = 14");
    std::fs::write(&path, file).expect("it is written");
    // A run that only looks keeps nothing.
    company.uniac("doctor --dry-run").exit(0);
    let changed = rows(&company.uniac("doctor --json").exit(0));
    let (result, found, remedy) = row(&changed, "drift.settings.fetch-card-payments");
    assert_eq!((result.as_str(), remedy.contains("uniac enable")), ("warning", true));
    assert_eq!(found, "settings.fetch-card-payments was on, is off");
    let (_, found, _) = row(&changed, "drift.configuration.payment.1.reservation_days");
    assert!(found.ends_with("was 180, is 14"), "{found}");
    let kept = std::fs::read_to_string(company.path("data/play/doctor.json")).expect("a file");
    for secret in served.secrets_with_token().values() {
        assert!(!kept.contains(secret.as_str()), "{kept}");
    }
}

#[test]
fn clocks_that_differ_are_found_by_the_date_of_the_answers() {
    let now: jiff::Timestamp = jiff_now();
    let at = |minutes: i64| {
        now.checked_add(jiff::SignedDuration::from_mins(minutes)).expect("a moment").to_string()
    };
    for (minutes, result, exit) in [(-1, "warning", 0), (12, "wrong", 1), (0, "ok", 0)] {
        let mut outside = World::empty();
        outside.set_now(&at(minutes));
        let served = outside.serve();
        let rows = rows(&company(&served, &[]).uniac("doctor --json").exit(exit));
        for system in ["uni", "shop", "vipps"] {
            let (found_result, found, _) = row(&rows, &format!("{system}.clock"));
            assert_eq!(found_result, result, "{system} at {minutes} min: {found}");
        }
        if minutes > 0 {
            assert!(row(&rows, "uni.clock").1.contains("behind"), "{rows:?}");
        }
    }
}

fn jiff_now() -> jiff::Timestamp {
    uniac_system::clock::Clock::system(jiff::tz::TimeZone::UTC).now()
}

#[test]
fn what_uniac_has_written_before_it_may_write() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &[]);
    company.uniac("enable").exit(0);
    let before = rows(&company.uniac("doctor --json").exit(0));
    let order = outside.order(1, "100.00");
    outside.invoice(&order);
    company.uniac("sync").exit(0);
    let after = rows(&company.uniac("doctor --json").exit(0));
    for id in ["uni.writing", "shop.writing", "vipps.writing"] {
        assert_eq!(row(&before, id).0, "unverified", "{id}");
        assert!(row(&after, id).1.contains("it did, last at"), "{id}");
    }
}

#[test]
fn acts_without_an_end_and_orders_that_wait_are_counted() {
    let outside = World::empty();
    let served = outside.serve();
    // A provider that keeps no keys and shows an act late: a lost request stays open.
    let late = "kind = \"vipps\"\nkey_lifetime_hours = 0\nread_delay_seconds = 600";
    let company = company(&served, &[("kind = \"vipps\"", late)]);
    company.uniac("enable").exit(0);
    let order = outside.invoiced("100.00");
    outside.fault("request-lost --on capture");
    company.uniac("sync").exit(7);
    let rows = rows(&company.uniac("doctor --json --offline").exit(0));
    let (result, found, remedy) = row(&rows, "store.open-acts");
    assert_eq!((result.as_str(), remedy.contains("uniac sync")), ("warning", true));
    assert!(found.contains("1 act") && found.contains(&order), "{found}");
    let (_, found, _) = row(&rows, "store.attention");
    assert!(found.contains("unknown-outcome 1"), "{found}");
    assert!(!rows.contains_key("uni.connection"), "nobody is asked");
}

#[test]
fn a_faulty_file_does_not_hide_the_companies_that_are_right() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &[]);
    let path = company.path("uniac.toml");
    let mut file = std::fs::read_to_string(&path).expect("a file");
    file += "\n[company.broken.uni]\nbase_url = \"https://uni.example\"\ntoken = \"s3cret\"\n";
    std::fs::write(&path, &file).expect("it is written");
    let ended = company.uniac("doctor --json").exit(2);
    assert!(!ended.stdout.contains("s3cret"), "{}", ended.report());
    let data = ended.data();
    let found: Vec<&Value> = data.as_array().expect("rows").iter().collect();
    assert!(found.iter().any(|row| row["result"] == "wrong"
        && text(&row["found"]).contains("broken")
        && !row["remedy"].is_null()));
    assert!(found.iter().any(|row| row["id"] == "vipps.connection" && row["result"] == "ok"));
}

#[test]
fn all_companies_are_looked_at_in_one_run() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &[]);
    let path = company.path("uniac.toml");
    let file = std::fs::read_to_string(&path).expect("a file");
    let other = file.replace("company.play", "company.other").replace("PLAY_SHOP_KEY", "MISSING");
    std::fs::write(&path, file + &other).expect("it is written");
    company.uniac("doctor --json").exit(2);
    let data = company.uniac("doctor --all --json").exit(4).data();
    let of = |name: &str, id: &str| {
        let companies = data["companies"].as_array().expect("companies");
        let company = companies.iter().find(|row| row["company"] == name).expect("its row");
        let rows = company["result"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["id"] == id);
        text(&row.unwrap_or_else(|| panic!("no {id} of {name}"))["result"])
    };
    assert_eq!(of("play", "shop.connection"), "ok");
    assert_eq!(of("other", "shop.connection"), "wrong");
    assert_eq!(of("other", "uni.connection"), "ok");
    company.uniac("doctor --all --company play").exit(2);
}
