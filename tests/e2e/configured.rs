//! What is configured: a folder with a file a company, the defaults of all, and single values.

use serde_json::Value;

use crate::harness::{World, text};
use crate::outside::Served;

/// Returns a company under another name; its systems are the served ones.
fn named(served: &Served, name: &str) -> String {
    served.configuration.replace("company.play", &format!("company.{name}"))
}

/// A world in which nothing is configured but the secrets of a served sandbox.
fn bare(served: &Served) -> World {
    let mut world = World::bare();
    for (name, value) in served.secrets() {
        world.set(&name, &value);
    }
    std::fs::create_dir(world.path("companies.d")).expect("a folder");
    world
}

fn write(world: &World, name: &str, text: &str) {
    std::fs::write(world.path(name), text).expect("it is written");
}

fn row<'a>(rows: &'a Value, name: &str) -> &'a Value {
    let rows = rows.as_array().expect("rows");
    rows.iter().find(|row| row["company"] == name).unwrap_or_else(|| panic!("no {name}: {rows:?}"))
}

#[test]
fn each_company_has_a_file_and_a_broken_one_stops_no_other() {
    let outside = World::empty();
    let served = outside.serve();
    let world = bare(&served);
    write(&world, "uniac.toml", "[defaults.bounds]\nmax_orders = 9\n");
    write(&world, "companies.d/kopp.toml", &named(&served, "kopp"));
    write(
        &world,
        "companies.d/bok.toml",
        &(named(&served, "bok") + "\n[company.bok.bounds]\nmax_orders = 2\n"),
    );
    write(
        &world,
        "companies.d/feil.toml",
        &named(&served, "feil").replace("company_key", "companykey"),
    );
    let ended = world.uniac("company list --json").exit(0);
    assert_eq!(ended.json()["schema"], "uniac.companies/1");
    let rows = ended.data();
    assert_eq!(rows.as_array().map(Vec::len), Some(3));
    assert_eq!(
        row(&rows, "kopp")["providers"],
        serde_json::json!(["vipps", "nexi", "klarna", "kustom"])
    );
    assert_eq!(row(&rows, "kopp")["bounds"]["max_orders"], 9);
    assert_eq!(row(&rows, "bok")["bounds"]["max_orders"], 2);
    assert_eq!(row(&rows, "feil")["result"], "wrong");
    let fault = &row(&rows, "feil")["error"];
    assert!(text(&fault["message"]).contains("feil.toml"), "{fault}");
    world.uniac("company check").exit(2).says("companykey");
    world.uniac("company check kopp bok").exit(0);
    world.uniac("company check kopp nobody").exit(2);
    // The others work as if it were not there.
    world.uniac("enable --company kopp").exit(0);
    assert_eq!(world.uniac("status --json --company kopp").exit(0).json()["company"], "kopp");
    let error = world.uniac("status --json --company feil").exit(2).json();
    assert_eq!(error["code"], "bad-configuration");
    let error = world.uniac("status --json").exit(2).json();
    assert_eq!(error["code"], "no-company");
    assert!(!world.path("data/feil").exists(), "nothing of a broken company is opened");
}

#[test]
fn a_company_that_stands_twice_is_refused_with_both_places() {
    let outside = World::empty();
    let served = outside.serve();
    let world = bare(&served);
    write(&world, "uniac.toml", &named(&served, "kopp"));
    write(&world, "companies.d/kopp.toml", &named(&served, "kopp"));
    let error = world.uniac("sync --company kopp --json").exit(2).json();
    let message = text(&error["message"]);
    assert!(message.contains("uniac.toml` line") && message.contains("companies.d"), "{message}");
    world.uniac("company check").exit(2).says("stands twice");
}

#[test]
fn a_copied_file_with_the_old_company_key_is_refused() {
    let world = World::bare();
    std::fs::create_dir(world.path("companies.d")).expect("a folder");
    let company = "[uni]\nbase_url = \"https://uni.example\"\ncompany_key = \"K-1\"\ntoken = { env = \"T\" }\n\
                   [shop]\nkind = \"woocommerce\"\nbase_url = \"https://shop.example\"\n\
                   consumer_key = { env = \"T\" }\nconsumer_secret = { env = \"T\" }\n";
    write(&world, "companies.d/kopp.toml", company);
    world.uniac("status --offline --company kopp").env("T", "x").exit(0);
    write(&world, "companies.d/kopi.toml", company);
    let error = world.uniac("status --offline --company kopi --json").env("T", "x").exit(2).json();
    let message = text(&error["message"]);
    assert!(message.contains("kopp.toml") && message.contains("kopi.toml"), "{message}");
    world.uniac("company check").exit(2);
    // A company that was only given another name goes on under it.
    std::fs::remove_file(world.path("companies.d/kopp.toml")).expect("removed");
    world.uniac("status --offline --company kopi").env("T", "x").exit(0);
}

#[test]
fn every_value_is_shown_with_where_it_comes_from_and_no_secret() {
    let outside = World::empty();
    let served = outside.serve();
    let world = bare(&served);
    write(
        &world,
        "uniac.toml",
        "default_company = \"kopp\"\n[defaults]\ntime_zone = \"Europe/Berlin\"\n",
    );
    write(&world, "companies.d/kopp.toml", &named(&served, "kopp"));
    let ended = world.uniac("company show --json").exit(0);
    for secret in served.secrets().values() {
        assert!(!ended.stdout.contains(secret.as_str()), "{}", ended.report());
    }
    let data = ended.data();
    let value = |key: &str| {
        let values = data["values"].as_array().expect("values");
        values
            .iter()
            .find(|value| value["key"] == key)
            .unwrap_or_else(|| panic!("no {key}"))
            .clone()
    };
    assert_eq!(
        (&value("time_zone")["value"], &value("time_zone")["from"]),
        (&"Europe/Berlin".into(), &"defaults".into())
    );
    assert_eq!(
        (&value("release_after")["value"], &value("release_after")["from"]),
        (&0.into(), &"file".into())
    );
    assert_eq!(value("workers")["from"], "default");
    let key = value("shop.consumer_key");
    assert_eq!((&key["value"], &key["secret"]), (&Value::Null, &"variable `PLAY_SHOP_KEY`".into()));
    let doctor = world.uniac("doctor --offline --json").exit(0);
    doctor.says("time_zone Europe/Berlin (defaults)");
}

#[test]
fn single_values_are_read_and_changed_and_comments_stay() {
    let outside = World::empty();
    let served = outside.serve();
    let world = bare(&served);
    write(&world, "uniac.toml", "# Spør Kari først.\n[defaults]\nworkers = 3 # for alle\n");
    write(&world, "companies.d/kopp.toml", &named(&served, "kopp"));
    let path = world.uniac("config path --json").exit(0).data();
    assert_eq!(text(&path["file"]), world.path("uniac.toml").display().to_string());
    assert_eq!((&path["from"], &path["exists"]), (&"environment".into(), &true.into()));
    world.uniac("config path").exit(0).says("uniac.toml");
    assert_eq!(world.uniac("config get company.kopp.workers").exit(0).stdout, "3\n");
    assert_eq!(
        world.uniac("config get company.kopp.workers --json").exit(0).data()["from"],
        "defaults"
    );
    world.uniac("config set defaults.workers 5").exit(0);
    let file = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
    assert_eq!(file, "# Spør Kari først.\n[defaults]\nworkers = 5 # for alle\n");
    world.uniac("config set company.kopp.bounds.max_total 499.50").exit(0);
    world.uniac("config set company.kopp.workers 7 --dry-run").exit(0);
    assert_eq!(world.uniac("config get company.kopp.workers").exit(0).stdout, "5\n");
    assert_eq!(world.uniac("config get company.kopp.bounds.max_total").exit(0).stdout, "499.50\n");
    let secret = world.uniac("config get company.kopp.shop.consumer_key").exit(0);
    assert_eq!(secret.stdout, "variable `PLAY_SHOP_KEY`\n");
    let before = std::fs::read_to_string(world.path("companies.d/kopp.toml")).expect("a file");
    for line in [
        "config set company.kopp.shop.consumer_key s3cret",
        "config set company.kopp.brakes maybe",
        "config set company.nobody.brakes false",
        "config set brakes false",
    ] {
        let ended = world.uniac(line).exit(2);
        assert!(!ended.stderr.contains("s3cret"), "{}", ended.report());
    }
    let after = std::fs::read_to_string(world.path("companies.d/kopp.toml")).expect("a file");
    assert_eq!(after, before);
    assert_eq!(world.uniac("config get default_company --json").exit(1).json()["code"], "not-set");
    world.uniac("config set default_company kopp").exit(0);
    assert_eq!(world.uniac("company show --json").exit(0).data()["company"], "kopp");
}
