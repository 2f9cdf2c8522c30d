//! What is read of a configuration, and what is refused: the file, its folder, the defaults.

use std::path::PathBuf;

use uniac_system::error::Result;

use super::*;

const FILE: &str = r#"
    [company.kopp]
    [company.kopp.uni]
    base_url = "https://app.unimicro.no"
    company_key = "7b0f0000-0000-0000-0000-000000000001"
    token = { env = "KOPP_UNI_TOKEN" }
    [company.kopp.shop]
    kind = "woocommerce"
    base_url = "https://kopp.example.no"
    consumer_key = { file = "/run/secrets/ck" }
    consumer_secret = { command = ["pass", "kopp/cs"] }
    [[company.kopp.payment]]
    kind = "vipps"
    base_url = "https://api.vipps.no"
    merchant_serial_number = "123456"
    client_id = "id"
    client_secret = { env = "KOPP_VIPPS_SECRET" }
    subscription_key = { env = "KOPP_VIPPS_KEY" }
"#;

/// A folder with a configuration.
struct Here(tempfile::TempDir);

impl Here {
    fn new(text: &str) -> Here {
        let here = Here(tempfile::tempdir().unwrap());
        std::fs::write(here.main(), text).unwrap();
        here
    }

    fn main(&self) -> PathBuf {
        self.0.path().join("uniac.toml")
    }

    /// Gives a company a file of its own.
    fn file(self, name: &str, text: &str) -> Here {
        let folder = self.0.path().join(FOLDER);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
        self
    }

    fn read(&self) -> Result<Config> {
        Config::read(&self.main())
    }
}

/// The company under another name, with another key in Uni.
fn other(name: &str, number: usize) -> String {
    FILE.replace("kopp", name).replace("000000000001", &format!("{number:012}"))
}

/// The company as a file of its own may have it, without its name.
fn bare(name: &str, number: usize) -> String {
    let text = other(name, number);
    text.replace(&format!("[company.{name}]\n"), "\n").replace(&format!("company.{name}."), "")
}

/// Returns the message of what is wrong with a company.
fn wrong(config: &Config, name: &str) -> String {
    let error = config.company(name).unwrap_err();
    assert_eq!(error.code, "bad-configuration", "{}", error.message);
    assert!(!error.message.contains("s3cret"), "{}", error.message);
    error.message
}

#[test]
fn a_company_is_read_with_its_defaults() {
    let here = Here::new(FILE);
    let config = here.read().unwrap();
    let company = config.company("kopp").unwrap();
    assert_eq!(company.uni.order_reference_field, "Requisition");
    let PaymentConfig::Vipps(vipps) = &company.payment[0] else {
        panic!("the first is Vipps");
    };
    assert_eq!((vipps.payment_methods.len(), vipps.reservation_days), (0, 180));
    let error = config.company("kapp").unwrap_err();
    assert_eq!((error.code, error.hints[0].as_str()), ("unknown-company", "Did you mean `kopp`?"));
}

#[test]
fn a_mistake_is_located_and_never_quoted() {
    for (from, to, name, line) in [
        ("company_key", "companykey", "kopp", "line 5"),
        ("{ env = \"KOPP_UNI_TOKEN\" }", "\"s3cret-token\"", "kopp", "line 6"),
        ("kind = \"woocommerce\"", "kind = \"shopify\"", "kopp", "line 8"),
        ("[company.kopp]", "[company.\"../kopp\"]", "../kopp", "is no name"),
        ("[company.kopp]", "[company.kopp]\nbrakes = = s3cret", "kopp", "line 3"),
        ("[company.kopp]", "[company.kopp]\nbounds.max_total = \"s3cret\"", "kopp", "`kopp`"),
        ("[company.kopp]", "[company.kopp]\ntime_zone = \"Nowhere\"", "kopp", "`kopp`"),
    ] {
        let here = Here::new(&FILE.replacen(from, to, 1));
        let message = wrong(&here.read().unwrap(), name);
        assert!(message.contains(line), "{to}: {message}");
    }
}

#[test]
fn what_is_no_companys_stops_all() {
    for (text, says) in [
        ("defalt_company = \"kopp\"\n", "`defalt_company` is not known"),
        ("default_company = 1\n", "is no text"),
        ("[default.bounds]\nmax_total = 1\n", "`default` is not known"),
        ("[defaults]\nbreaks = false\n", "line 2: [defaults]"),
        ("x = '''\n", "line "),
    ] {
        let error = Here::new(&format!("{text}{FILE}")).read().unwrap_err();
        assert!(error.message.contains(says), "{text}: {}", error.message);
    }
}

#[test]
fn a_fault_in_one_company_stops_no_other() {
    let broken = other("a", 2).replace("company_key", "companykey");
    let unfinished = "[company.b.uni]\nbase_url = \"https://x\n";
    let here = Here::new(&format!("{broken}{unfinished}{FILE}"));
    let here = here.file("c.toml", "x = [").file("d.toml", &bare("d", 5));
    let config = here.read().unwrap();
    assert_eq!(config.names().into_iter().collect::<Vec<_>>(), ["a", "b", "c", "d", "kopp"]);
    let all = config.all();
    let right = all.iter().filter(|(_, read)| read.is_ok()).map(|(name, _)| name.as_str());
    assert_eq!(right.collect::<Vec<_>>(), ["d", "kopp"]);
    assert!(wrong(&config, "a").contains("line 5") && wrong(&config, "c").contains("c.toml"));
}

#[test]
fn a_file_of_its_own_holds_the_company_whose_name_it_has() {
    let here = Here::new("default_company = \"b\"\n")
        .file("a.toml", &bare("a", 1))
        .file("b.toml", &other("b", 2))
        .file("c.toml", &other("d", 3))
        .file("e.toml", &format!("workers = 2\n{}", other("e", 4)))
        .file(".hidden.toml", "x")
        .file("a.toml~", "x");
    let config = here.read().unwrap();
    assert_eq!(config.default_company(), Some("b"));
    assert_eq!(config.company("a").unwrap().payment.len(), 1);
    assert!(config.company("b").is_ok());
    assert!(wrong(&config, "c").contains("holds the company `d`"));
    assert!(wrong(&config, "e").contains("cannot stand beside"));
    let odd = Here::new("").file("a b.toml", "").read().unwrap_err();
    assert!(odd.message.contains("cannot name a company"), "{}", odd.message);
}

#[test]
fn what_stands_twice_is_refused_with_both_places() {
    let here = Here::new(FILE).file("kopp.toml", &bare("kopp", 2));
    let message = wrong(&here.read().unwrap(), "kopp");
    let both = ["uniac.toml` line 2", "kopp.toml` line 1"];
    assert!(both.iter().all(|place| message.contains(place)), "{message}");
    for whole in ["", "[company.\"x\"]\n"] {
        let here = Here::new(&format!("{FILE}[company.kopp.uni]\npaid = \"ignore\"\n{whole}"));
        let message = match here.read() {
            Ok(config) => wrong(&config, "kopp"),
            Err(error) => error.message,
        };
        assert!(message.contains("line 3") && message.contains("line 19"), "{message}");
    }
}

#[test]
fn two_names_for_one_company_of_uni_are_refused() {
    let same = FILE.replace("kopp", "kopi").replace("7b0f0000", "7B0F0000");
    let here = Here::new(&format!("{FILE}{same}{}", other("third", 3)));
    let config = here.read().unwrap();
    for name in ["kopp", "kopi"] {
        let message = wrong(&config, name);
        assert!(message.contains("line 2)") && message.contains("line 20)"), "{message}");
    }
    assert!(config.company("third").is_ok());
    // A file of its own is not opened for another; where all are read, both are refused.
    let here = Here::new(FILE).file("kopi.toml", &same);
    let config = here.read().unwrap();
    assert!(config.company("kopp").is_ok());
    assert!(config.all().values().all(Result::is_err));
    assert!(config.not_both("kopi", "kopp").is_err());
    assert!(config.not_both("kopp", "kopp").is_ok());
    // What is played on this machine may have many names.
    let played =
        format!("{FILE}{same}").replace("https://app.unimicro.no", "http://127.0.0.1:8/uni");
    let here = Here::new(&played);
    assert!(here.read().unwrap().all().values().all(Result::is_ok));
}

#[test]
fn the_defaults_count_wherever_a_company_stands() {
    let defaults =
        "[defaults]\nworkers = 3\ngroups = [\"all\"]\n[defaults.bounds]\nmax_orders = 7\n";
    let odd = "[company.\"odd\"]\nx = '''\n'''\n";
    for whole in ["", odd] {
        let own = format!("workers = 5\n{}", bare("a", 9));
        let here = Here::new(&format!("{defaults}{FILE}{whole}")).file("a.toml", &own);
        let config = here.read().unwrap();
        for (name, workers) in [("kopp", 3), ("a", 5)] {
            let company = config.company(name).unwrap();
            assert_eq!((company.workers, company.groups), (Some(workers), vec!["all".to_owned()]));
            assert_eq!(company.bounds.unwrap().max_orders, Some(7));
        }
        let from = |name: &str, key: &str| {
            let values = values(&config, &config.read_company(name).unwrap()).unwrap();
            let value = values.into_iter().find(|value| value.path == key).unwrap();
            (value.value, value.from)
        };
        assert_eq!(from("kopp", "workers"), ("3".to_owned(), "defaults"));
        assert_eq!(from("a", "workers"), ("5".to_owned(), "file"));
        assert_eq!(from("a", "bounds.max_orders"), ("7".to_owned(), "defaults"));
        assert_eq!(from("a", "release_after"), ("24h".to_owned(), "default"));
        assert_eq!(from("kopp", "uni.token"), ("variable `KOPP_UNI_TOKEN`".to_owned(), "file"));
    }
}

#[test]
fn a_value_is_changed_where_it_stands_and_the_rest_stays() {
    let text = format!("# ours\n[defaults]\nworkers = 3 # for all\n{FILE}# the end\n");
    let here = Here::new(&text).file("a.toml", &format!("# a's own\n{}", bare("a", 9)));
    let config = here.read().unwrap();
    let set = |key: &str, value: &str| edited(&config, key, value).unwrap();
    let changed = set("defaults.workers", "4").text;
    assert_eq!(changed, text.replace("workers = 3", "workers = 4"));
    let changed = set("company.kopp.uni.paid", "ignore").text;
    assert!(changed.contains("paid = \"ignore\"") && changed.contains("# the end"), "{changed}");
    let changed = set("company.kopp.payment.1.client_secret", "file:/run/x").text;
    assert!(changed.contains("client_secret = { file = \"/run/x\" }"), "{changed}");
    let own = set("company.a.bounds.max_total", "499.50");
    assert!(own.file.ends_with("companies.d/a.toml"), "{own:?}");
    assert!(own.text.starts_with("# a's own"), "{}", own.text);
    assert!(own.text.contains("max_total = \"499.50\""), "{}", own.text);
    let changed = set("company.kopp.groups", "[\"nord\", \"x\"]").text;
    assert!(changed.contains("groups = [\"nord\", \"x\"]"), "{changed}");
    assert!(set("default_company", "a").text.contains("default_company = \"a\""));
}

#[test]
fn a_change_that_could_not_be_read_is_refused_and_quotes_nothing() {
    let here = Here::new(FILE).file("a.toml", &bare("a", 9));
    let config = here.read().unwrap();
    for (key, value) in [
        ("company.kopp.brakes", "s3cret"),
        ("company.kopp.uni.token", "s3cret-token"),
        ("company.a.shop.consumer_key", "s3cret"),
        ("company.kopp.unknown", "1"),
        ("company.a.time_zone", "Nowhere"),
        ("company.nobody.workers", "1"),
        ("company.kopp.payment.2.client_id", "x"),
        ("company.kopp", "x"),
        ("defaults.uni.company_key", "x"),
        ("default_company", "nobody"),
        ("other", "x"),
    ] {
        let error = edited(&config, key, value).unwrap_err();
        assert!(!error.message.contains("s3cret"), "{key}: {}", error.message);
    }
}
