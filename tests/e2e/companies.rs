//! Which company is worked on, real configurations, and what is kept of the talk with the systems.

use crate::harness::{Money, World, text};

const CUSTOMER: &str = "Hemmelig Hansine";

/// A company of its own that talks to another world's sandbox as to real systems.
fn configured(address_of: &crate::outside::Served) -> World {
    let mut company = World::bare();
    std::fs::write(company.path("uniac.toml"), &address_of.configuration).expect("it is written");
    for (name, value) in address_of.secrets() {
        company.set(&name, &value);
    }
    company
}

#[test]
fn without_a_company_both_ways_on_are_named() {
    let world = World::bare();
    for line in ["status", "sync", "order list", "capture --manual --yes", "enable", "doctor"] {
        world.uniac(line).exit(2).says("uniac init").says("uniac sandbox reset");
        let error = world.uniac(&format!("{line} --json")).exit(2).json();
        assert_eq!(error["code"], "no-company", "{line}");
    }
    world.uniac("sandbox order").exit(2).says("uniac sandbox reset");
}

#[test]
fn the_sandbox_is_announced_on_stderr() {
    let world = World::empty();
    let ended = world.uniac("order list --json").exit(0);
    assert!(ended.stderr.contains("sandbox"), "{}", ended.report());
    assert_eq!(ended.json()["company"], "sandbox");
}

#[test]
fn a_configured_company_is_chosen_before_the_sandbox() {
    let world = World::empty();
    let served = world.serve();
    std::fs::write(world.path("uniac.toml"), &served.configuration).expect("it is written");
    let mut call = world.uniac("status --json");
    for (name, value) in served.secrets() {
        call = call.env(&name, &value);
    }
    assert_eq!(call.exit(0).json()["company"], "play");
    assert_eq!(world.uniac("status --json --company sandbox").exit(0).json()["company"], "sandbox");
    let error = world.uniac("status --json --company plya").exit(2).json();
    assert_eq!(error["code"], "unknown-company");
    assert!(text(&error["hint"]).contains("play"), "{error:#}");
}

#[test]
fn a_real_configuration_does_the_main_job() {
    let outside = World::empty();
    let served = outside.serve();
    let company = configured(&served);
    let old = outside.invoiced("100.00");
    company.uniac("--company play doctor").exit(0);
    company.uniac("--company play enable").exit(0);
    let order = outside.order(2, "499.00");
    let invoice = outside.invoice(&order);
    let ended = company.uniac("--company play sync").exit(0);
    assert!(!ended.stderr.contains("sandbox"), "{}", ended.report());
    assert_eq!(outside.money(&order), Money::captured([49900]));
    assert_eq!(outside.money(&old), Money::untouched());
    assert_eq!(served.payments(&invoice), [499.0]);
    company.uniac("--company play capture --manual --yes --max-total 100").exit(0);
    assert_eq!(outside.money(&old), Money::captured([10000]));
}

#[test]
fn a_missing_secret_is_a_sign_in_error_that_names_the_source() {
    let outside = World::empty();
    let company = configured(&outside.serve());
    let ended = company.uniac("status --json").env("PLAY_SHOP_KEY", "").exit(4);
    let error = ended.json();
    assert_eq!(error["code"], "no-secret");
    assert!(text(&error["message"]).contains("PLAY_SHOP_KEY"), "{error:#}");
}

#[test]
fn a_wrong_secret_is_a_sign_in_error_and_is_never_printed() {
    let outside = World::active();
    let served = outside.serve();
    let company = configured(&served);
    company.uniac("enable").exit(0);
    let order = outside.invoiced("100.00");
    for name in served.secrets().keys() {
        company.uniac("doctor --json").env(name, "wrong-s3cret-value").exit(4);
    }
    // No order is paid by the other providers, so nobody asks them.
    let secrets = served.secrets();
    let others = ["NEXI", "KLARNA", "KUSTOM"];
    for name in secrets.keys().filter(|name| !others.iter().any(|other| name.contains(other))) {
        let ended = company.uniac("sync --json").env(name, "wrong-s3cret-value").exit_any(&[4, 6]);
        assert!(!ended.stdout.contains("s3cret"), "{}", ended.report());
        assert!(!ended.stderr.contains("s3cret"), "{}", ended.report());
    }
    assert_eq!(outside.money(&order), Money::untouched());
}

#[test]
fn doctor_finds_nothing_wrong_and_prints_no_secret() {
    let outside = World::active();
    let served = outside.serve();
    let company = configured(&served);
    let ended = company.uniac("doctor --json").exit(0);
    let findings = ended.data();
    assert!(findings.as_array().expect("findings").iter().all(|f| f["result"] != "wrong"));
    for secret in served.secrets().values() {
        assert!(!ended.stdout.contains(secret.as_str()), "{}", ended.report());
    }
}

#[test]
fn the_exchange_log_and_the_trace_hold_neither_secrets_nor_names() {
    let outside = World::empty();
    let served = outside.serve();
    let company = configured(&served);
    company.uniac("enable").exit(0);
    let made = outside.uniac("sandbox order --json --customer").arg(CUSTOMER).exit(0).data();
    let order = text(&made["order"]);
    outside.invoice(&order);
    company.uniac("sync --trace trace.jsonl").exit(0);
    outside.happened(&format!("credit {order} --amount 100.00"));
    company.uniac("sync --trace trace.jsonl").exit(0);
    let shown = company.uniac("log --exchanges --json").exit(0);
    let of_order = company.uniac(&format!("log --exchanges {order} --json")).exit(0).data();
    let exchanges = shown.data().as_array().expect("exchanges").len();
    assert!(exchanges > of_order.as_array().expect("exchanges").len());
    assert!(!of_order.as_array().expect("exchanges").is_empty());
    let trace = std::fs::read_to_string(company.path("trace.jsonl")).expect("a trace");
    assert!(trace.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    for system in ["uni", "shop", "provider"] {
        assert!(trace.contains(&format!("\"system\":\"{system}\"")), "{trace}");
    }
    let mut kept = vec![shown.stdout.into_bytes(), trace.into_bytes()];
    for entry in std::fs::read_dir(company.path("data/play")).expect("the company's folder") {
        let path = entry.expect("a file").path();
        if path.to_string_lossy().contains("exchanges") {
            kept.push(std::fs::read(path).expect("a file"));
        }
    }
    assert!(kept.len() > 2);
    let mut secrets: Vec<String> = served.secrets().into_values().collect();
    secrets.extend(CUSTOMER.split(' ').map(str::to_owned));
    for (bytes, secret) in kept.iter().flat_map(|bytes| secrets.iter().map(move |s| (bytes, s))) {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "`{secret}` is kept");
    }
}

#[test]
fn the_store_holds_no_secret() {
    let outside = World::active();
    let served = outside.serve();
    let company = configured(&served);
    company.uniac("enable").exit(0);
    outside.invoiced("10.00");
    company.uniac("sync").exit(0);
    for entry in std::fs::read_dir(company.path("data/play")).expect("the company's folder") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("a file");
        for secret in served.secrets().values() {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}

#[test]
fn offline_asks_nobody_and_moves_nothing() {
    let world = World::active();
    let order = world.invoiced("100.00");
    let online = world.list();
    world.clear_calls();
    let offline = world.uniac("order list --offline --json").exit(0).data();
    assert_eq!(offline.as_array().map(Vec::len), Some(online.len()));
    world.uniac("status --offline").exit(0);
    world.uniac(&format!("order show {order} --offline")).exit(0);
    let error = world.uniac("sync --offline --json").exit(2).json();
    assert_eq!(error["code"], "offline");
    let calls = world.uniac("sandbox calls --json").exit(0).data();
    for system in ["uni", "shop", "provider"] {
        assert_eq!((&calls[system]["read"], &calls[system]["write"]), (&0.into(), &0.into()));
    }
    assert_eq!(world.money(&order), Money::untouched());
}

#[test]
fn systems_that_are_not_there_are_said_to_be_unreachable() {
    let outside = World::active();
    let served = outside.serve();
    let company = configured(&served);
    company.uniac("enable").exit(0);
    drop(served);
    let error = company.uniac("sync --json").exit(1).json();
    assert_eq!((&error["code"], &error["moved"]), (&"unreachable".into(), &"no".into()));
    company.uniac("order list --offline").exit(0);
    company.uniac("doctor").exit(1);
}

#[test]
fn a_damaged_store_is_never_overwritten() {
    let world = World::active();
    let path = world.path("data/sandbox/store.db");
    for name in ["store.db-wal", "store.db-shm"] {
        let _ = std::fs::remove_file(world.path("data/sandbox").join(name));
    }
    let garbage = b"this was a journal once".repeat(500);
    std::fs::write(&path, &garbage).expect("it is written");
    let error = world.uniac("sync --json").exit(1).json();
    assert_eq!(error["code"], "store-damaged");
    assert_eq!(std::fs::read(&path).expect("a file"), garbage);
}

#[test]
fn a_mistake_in_the_configuration_is_located() {
    let world = World::empty();
    let served = world.serve();
    let wrong = served.configuration.replace("company_key", "companykey");
    std::fs::write(world.path("uniac.toml"), wrong).expect("it is written");
    let error = world.uniac("status --json").exit(2).json();
    assert_eq!(error["code"], "bad-configuration");
    assert!(text(&error["message"]).contains("line "), "{error:#}");
}
