//! Signing in to Uni: as a server application and as a person, what is refused, and what is kept.
//!
//! The identity server of the sandbox is the judge. Whatever is refused, no money may move, and no
//! key, assertion, code or token may be found in anything that is printed, traced or logged.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::between::{Between, Way, browse, passed};
use crate::harness::{Ended, Money, Running, World, repository, text};
use crate::outside::Served;

const P12_PASSWORD: &str = "test-p12-password";

fn key(name: &str) -> PathBuf {
    repository().join("tests/keys").join(name)
}

/// A company of its own with this configuration and the sandbox's secrets.
fn company(served: &Served, configuration: &str) -> World {
    let mut company = World::bare();
    std::fs::write(company.path("uniac.toml"), configuration).expect("it is written");
    for (name, value) in served.secrets() {
        company.set(&name, &value);
    }
    company.set("PLAY_P12_PASSWORD", P12_PASSWORD);
    company
}

/// The served configuration with another line in place of the one that begins so.
fn with_line(configuration: &str, start: &str, line: &str) -> String {
    let mut found = false;
    let lines: Vec<String> = configuration
        .lines()
        .map(|known| {
            let is_it = known.starts_with(start) && !found;
            found |= is_it;
            if is_it { line.to_owned() } else { known.to_owned() }
        })
        .collect();
    assert!(found, "{start}");
    lines.join("\n")
}

/// The path of a test's file as TOML writes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}

fn with_key(configuration: &str, path: &Path) -> String {
    with_line(configuration, "key = {", &format!("key = {{ file = {} }}", quoted(path)))
}

/// The served configuration for the sandbox's person.
fn of_person(configuration: &str) -> String {
    let id = uniac_sandbox::identity::PERSON_CLIENT_ID;
    let person = with_line(configuration, "kind = \"server\"", "kind = \"person\"");
    let person = with_line(&person, "key = {", "");
    with_line(&person, "client_id = ", &format!("client_id = \"{id}\""))
}

/// Asserts that none of the texts is in what was said.
#[track_caller]
fn assert_silent(said: &[&str], secrets: &[String]) {
    for secret in secrets {
        assert!(secret.len() > 8, "`{secret}` would be found by chance");
        for said in said {
            assert!(!said.contains(secret.as_str()), "`{secret}` is in\n{said}");
        }
    }
}

/// Returns the field of a form.
fn field(request: &str, name: &str) -> String {
    let form = request.split("\r\n\r\n").nth(1).expect("a form");
    let value = form.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    value.unwrap_or_else(|| panic!("no {name} in {form}")).to_owned()
}

#[test]
fn a_server_application_signs_in_and_leaves_nothing_secret_behind() {
    let outside = World::active();
    let served = outside.serve();
    let between = Between::start(&served.address, |_, _| Way::Pass);
    let configuration = served.configuration.replace(&served.address, &between.address);
    let company = company(&served, &configuration);
    company.uniac("enable").exit(0);
    let order = outside.invoiced("100.00");
    let status = company.uniac("status --trace trace.jsonl").exit(0);
    let sync = company.uniac("sync --trace trace.jsonl").exit(0);
    assert_eq!(outside.money(&order), Money::captured([10_000]));
    let log = company.uniac("log --exchanges --json").exit(0);
    let trace = std::fs::read_to_string(company.path("trace.jsonl")).expect("a trace");
    assert!(trace.contains("\"system\":\"identity\""), "{trace}");
    let requests = between.requests("POST /uni/identity/connect/token");
    assert_eq!(requests.len(), 3, "one sign-in a command");
    let mut secrets: Vec<String> =
        requests.iter().map(|request| field(request, "client_assertion")).collect();
    for request in between.requests("GET /uni/api/biz/orders") {
        let line = request.lines().find(|line| line.starts_with("authorization: Bearer "));
        secrets.push(line.expect("a token").replace("authorization: Bearer ", ""));
    }
    let of_key = std::fs::read_to_string(outside.path("data/sandbox/uni-client.pem"));
    let of_key = of_key.expect("the key's file");
    secrets.extend(of_key.lines().filter(|line| !line.starts_with("---")).map(str::to_owned));
    assert!(secrets.len() > 20);
    let mut said = vec![trace];
    for ended in [&status, &sync, &log] {
        said.extend([ended.stdout.clone(), ended.stderr.clone()]);
    }
    for entry in std::fs::read_dir(company.path("data/play")).expect("the company's folder") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("a file");
        said.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    assert_silent(&said, &secrets);
    #[cfg(unix)]
    assert_eq!(mode(&outside.path("data/sandbox/uni-client.pem")), 0o600);
}

#[test]
fn a_p12_with_its_password_signs_in_as_well() {
    let outside = World::empty();
    let served = outside.serve();
    for name in ["client.p12", "client-3des.p12", "client-legacy.p12"] {
        let line = format!(
            "p12 = {}\np12_password = {{ env = \"PLAY_P12_PASSWORD\" }}",
            quoted(&key(name))
        );
        let company = company(&served, &with_line(&served.configuration, "key = {", &line));
        company.uniac("status").exit(0);
        let ended =
            company.uniac("status --json").env("PLAY_P12_PASSWORD", "wr0ng-passw0rd").exit(4);
        let error = ended.json();
        assert_eq!((&error["code"], &error["moved"]), (&"bad-key".into(), &"no".into()));
        assert_silent(&[&ended.stdout, &ended.stderr], &["wr0ng-passw0rd".to_owned()]);
    }
}

#[test]
fn whoever_is_not_let_in_moves_no_money_and_is_told_why() {
    let outside = World::active();
    let served = outside.serve();
    let order = outside.invoiced("100.00");
    let right = &served.configuration;
    for (configuration, code, says) in [
        (with_key(right, &key("other.pem")), "sign-in", "invalid_client"),
        (with_key(right, &key("ec.pem")), "bad-key", "cannot be used"),
        (with_key(right, &key("locked.pem")), "bad-key", "password"),
        (with_key(right, &key("none.pem")), "no-secret", "none.pem"),
        (
            with_line(
                right,
                "client_id = ",
                "client_id = \"00000000-0000-4000-8000-000000000000\"",
            ),
            "sign-in",
            "invalid_client",
        ),
        (
            with_line(
                right,
                "client_id = ",
                "client_id = \"c\"\nscope = \"AppFramework Administrator\"",
            ),
            "sign-in",
            "invalid_client",
        ),
        (
            with_line(right, "kind = \"server\"", "kind = \"server\"\nscope = \"Administrator\""),
            "sign-in",
            "Administrator",
        ),
        (right.replace("/uni/identity\"", "/uni\""), "sign-in", "401"),
        (right.replace("/uni/identity\"", "/uni/identity/v2\""), "unexpected-status", "404"),
    ] {
        let company = company(&served, &configuration);
        let expected = if code == "unexpected-status" { 1 } else { 4 };
        let ended = company.uniac("enable --json").exit(expected);
        let error = ended.json();
        assert_eq!((&error["code"], &error["moved"]), (&code.into(), &"no".into()), "{error:#}");
        assert!(ended.stdout.contains(says), "`{says}`\n{}", ended.report());
    }
    assert_eq!(outside.money(&order), Money::untouched());
}

#[test]
fn a_clock_that_is_an_hour_off_is_named_as_the_cause() {
    for (now, side) in [(-1, "fast"), (1, "slow")] {
        let mut outside = World::active();
        let order = outside.invoiced("100.00");
        let clock = uniac_system::clock::Clock::system(uniac::config::zone(None).expect("a zone"));
        let now = clock.now().checked_add(jiff::SignedDuration::from_hours(now)).expect("a moment");
        outside.set_now(&now.to_string());
        let served = outside.serve();
        let company = company(&served, &served.configuration);
        let error = company.uniac("status --json").exit(4).json();
        assert_eq!(error["code"], "sign-in");
        assert!(text(&error["hint"]).contains(side), "{error:#}");
        assert_eq!(outside.money(&order), Money::untouched());
    }
}

#[test]
fn an_assertion_for_another_address_or_a_second_time_is_refused() {
    let outside = World::active();
    let served = outside.serve();
    let order = outside.invoiced("100.00");
    let is_token = |line: &str| line.contains("/connect/token");
    let twice =
        Between::start(
            &served.address,
            move |line, _| if is_token(line) { Way::Twice } else { Way::Pass },
        );
    let elsewhere = Between::start(&served.address, move |line, _| {
        if is_token(line) { Way::AsHost("127.0.0.1:1") } else { Way::Pass }
    });
    for between in [&twice, &elsewhere] {
        let company =
            company(&served, &served.configuration.replace(&served.address, &between.address));
        for line in ["status --json", "enable --json", "auth status --json"] {
            let ended = company.uniac(line).exit(4);
            assert!(ended.stdout.contains("invalid_client"), "{}", ended.report());
        }
    }
    assert_eq!(outside.money(&order), Money::untouched());
    // What was on the wire is good for nothing afterwards.
    let request = &twice.requests("POST /uni/identity/connect/token")[0];
    let again = String::from_utf8_lossy(&passed(&served.address, request, None)).into_owned();
    assert!(again.starts_with("HTTP/1.1 400") && again.contains("invalid_client"), "{again}");
}

#[test]
fn a_token_that_uni_refuses_is_renewed_once_in_the_middle_of_a_run() {
    let outside = World::active();
    let served = outside.serve();
    // The first call of each route is refused: a booking among them.
    let between = Between::start(&served.address, |line, before| {
        if line.contains("payInvoice") && before == 0 { Way::Status(401) } else { Way::Pass }
    });
    let never = Between::start(&served.address, |line, _| {
        if line.contains("/uni/api/") { Way::Status(401) } else { Way::Pass }
    });
    let there = |between: &Between| served.configuration.replace(&served.address, &between.address);
    let working = company(&served, &there(&between));
    working.uniac("enable").exit(0);
    let order = outside.order(2, "100.00");
    let invoice = outside.invoice(&order);
    working.uniac("sync").exit(0);
    assert_eq!(outside.money(&order), Money::captured([10_000]));
    assert_eq!(served.payments(&invoice), [100.0]);
    assert_eq!(between.requests("PUT /uni/api/biz/invoices").len(), 2);
    // `enable` signed in once, `sync` once and once more.
    assert_eq!(between.requests("POST /uni/identity/connect/token").len(), 3);
    let error = company(&served, &there(&never)).uniac("status --json").exit(4).json();
    assert_eq!(error["code"], "sign-in");
    assert!(never.requests("POST /uni/identity/connect/token").len() <= 4);
}

/// Begins to sign in and returns the address for the browser.
fn begin(company: &World, flags: &str) -> (Running, String) {
    let mut running = company.uniac(&format!("login --json {flags}")).start();
    let line = running.error_line("/connect/authorize?");
    let address =
        line.split_whitespace().find(|word| word.starts_with("http")).expect("an address");
    (running, address.to_owned())
}

/// Signs in at the identity server and returns the address that it sends the browser to.
fn signed_in(address: &str) -> String {
    let answer = browse(address);
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    location.unwrap_or_else(|| panic!("no redirect\n{answer}")).to_owned()
}

/// Signs in as a person with the browser's part scripted.
fn login(company: &World) -> Ended {
    let (running, address) = begin(company, "--trace trace.jsonl");
    let page = browse(&signed_in(&address));
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("You are signed in"), "{page}");
    running.exit(0)
}

fn kept(company: &World) -> Value {
    let text = std::fs::read_to_string(company.path("data/play/login.json")).expect("a sign-in");
    serde_json::from_str(&text).expect("JSON")
}

fn keep(company: &World, login: &Value) {
    std::fs::write(company.path("data/play/login.json"), login.to_string()).expect("it is written");
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn a_person_signs_in_works_and_signs_out() {
    let outside = World::active();
    let served = outside.serve();
    let company = company(&served, &of_person(&served.configuration));
    let error = company.uniac("status --json").exit(4).json();
    assert_eq!(error["code"], "login-needed");
    let ended = login(&company);
    let data = ended.data();
    assert_eq!(
        (&data["who"], &data["uni_company"]),
        (&"Kari Testbruker".into(), &uniac_sandbox::unimicro::COMPANY_NAME.into())
    );
    let first = kept(&company);
    #[cfg(unix)]
    assert_eq!(mode(&company.path("data/play/login.json")), 0o600);
    company.uniac("enable").exit(0);
    let order = outside.invoiced("100.00");
    let sync = company.uniac("sync --trace trace.jsonl").exit(0);
    assert_eq!(outside.money(&order), Money::captured([10_000]));
    assert_eq!(kept(&company), first, "a token that lives is used as it is");
    let status = company.uniac("auth status --json").exit(0);
    assert_eq!(status.data()[0]["who"], "Kari Testbruker");
    let out = company.uniac("logout --json --trace trace.jsonl").exit(0);
    assert_eq!(out.data()["revoked"], true);
    assert!(!company.path("data/play/login.json").exists());
    assert_eq!(company.uniac("sync --json").exit(4).json()["code"], "login-needed");
    // Even a copy of what was kept is good for nothing once its hour is over.
    let mut copy = first.clone();
    copy["access_ends_at"] = "2026-01-01T00:00:00Z".into();
    keep(&company, &copy);
    assert_eq!(company.uniac("status --json").exit(4).json()["code"], "login-needed");
    company.uniac("logout").exit(0);
    assert_eq!(company.uniac("logout --json").exit(0).data()["was_signed_in"], false);
    let trace = std::fs::read_to_string(company.path("trace.jsonl")).expect("a trace");
    let secrets = [text(&first["refresh_token"]), text(&first["access_token"])];
    let said = [&ended, &sync, &status, &out].map(|ended| [&ended.stdout, &ended.stderr]);
    let said: Vec<&str> =
        said.iter().flatten().map(|text| text.as_str()).chain([&*trace]).collect();
    assert_silent(&said, &secrets);
}

#[test]
fn a_sign_in_is_renewed_and_what_was_used_up_asks_for_the_person() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &of_person(&served.configuration));
    login(&company);
    let first = kept(&company);
    let mut ended = first.clone();
    ended["access_ends_at"] = "2026-01-01T00:00:00Z".into();
    keep(&company, &ended);
    company.uniac("status").exit(0);
    let second = kept(&company);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    // A token that Uni does not accept is renewed, although its hour is not over.
    let mut refused = second.clone();
    refused["access_token"] = "e30.e30.e30".into();
    keep(&company, &refused);
    company.uniac("status").exit(0);
    let third = kept(&company);
    assert_ne!(third["refresh_token"], second["refresh_token"]);
    #[cfg(unix)]
    assert_eq!(mode(&company.path("data/play/login.json")), 0o600);
    // An old copy of the file: its refresh token was used up.
    keep(&company, &ended);
    let error = company.uniac("status --json").exit(4).json();
    assert_eq!((&error["code"], &error["moved"]), (&"login-needed".into(), &"no".into()));
    assert!(text(&error["hint"]).contains("uniac login"), "{error:#}");
}

#[test]
fn only_the_answer_to_this_sign_in_is_believed() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &of_person(&served.configuration));
    let (running, address) = begin(&company, "");
    let back = signed_in(&address);
    let foreign = back.replace("state=", "state=x");
    assert!(browse(&foreign).starts_with("HTTP/1.1 404"));
    let (start, _) = back.split_once("/oauth").expect("a path");
    assert!(browse(&format!("{start}/favicon.ico")).starts_with("HTTP/1.1 404"));
    let stolen = back.replace("code=", "code=x");
    assert!(browse(&stolen).contains("The sign-in failed"));
    let ended = running.exit(4);
    assert_eq!(ended.json()["code"], "login-failed");
    assert!(!company.path("data/play/login.json").exists());
    let (running, address) = begin(&company, "");
    let refused = signed_in(&address.replace("scope=AppFramework", "scope=Administrator"));
    assert!(refused.contains("error=invalid_scope"), "{refused}");
    browse(&refused);
    let ended = running.exit(4);
    assert!(ended.stdout.contains("invalid_scope"), "{}", ended.report());
}

#[test]
fn nobody_waits_for_a_browser_for_ever() {
    let outside = World::empty();
    let served = outside.serve();
    let company = company(&served, &of_person(&served.configuration));
    let error = company.uniac("login --wait 0 --json").exit(4).json();
    assert_eq!(error["code"], "login-failed");
    #[cfg(unix)]
    {
        let (running, _) = begin(&company, "");
        running.interrupt();
        assert_eq!(running.exit(130).json()["code"], "interrupted");
    }
    assert!(!company.path("data/play/login.json").exists());
}

#[test]
fn who_has_no_part_in_the_company_is_told_which_ones_there_are() {
    let outside = World::empty();
    let served = outside.serve();
    let other = "company_key = \"00000000-0000-4000-8000-000000000000\"";
    let configuration = with_line(&of_person(&served.configuration), "company_key = ", other);
    let company = company(&served, &configuration);
    let (running, address) = begin(&company, "");
    assert!(browse(&signed_in(&address)).contains("The sign-in failed"));
    let error = running.exit(4).json();
    assert_eq!(error["code"], "company-not-found");
    assert!(text(&error["hint"]).contains(uniac_sandbox::unimicro::COMPANY_KEY), "{error:#}");
    assert!(!company.path("data/play/login.json").exists());
}

#[test]
fn auth_status_tells_of_all_companies_whatever_one_of_them_does() {
    let outside = World::empty();
    let served = outside.serve();
    let right = &served.configuration;
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").to_string()
    };
    let named = |name: &str, configuration: &str| {
        configuration
            .replace("[company.play", &format!("[company.{name}"))
            .replace("[[company.play", &format!("[[company.{name}"))
    };
    let all = [
        named("away", &right.replace(&served.address, &nobody)),
        named("good", right),
        named("locked-out", &with_key(right, &key("other.pem"))),
    ];
    let company = company(&served, &all.join("\n"));
    let ended = company.uniac("auth status --json").exit(4);
    let rows = ended.data();
    let row = |index: usize| {
        let row = &rows[index];
        [&row["company"], &row["sign_in"], &row["result"], &row["code"]]
            .map(Value::to_string)
            .join(" ")
    };
    assert_eq!(row(0), r#""away" "server" "failed" "unreachable""#);
    assert_eq!(row(1), r#""good" "server" "ok" null"#);
    assert_eq!(row(2), r#""locked-out" "server" "refused" "sign-in""#);
    assert!(rows[1]["valid_until"].is_string(), "{rows:#}");
    assert_eq!(rows[1]["uni_company"], uniac_sandbox::unimicro::COMPANY_NAME);
    company.uniac("auth status").exit(4).says("locked-out").says("Uni's sign-in did not answer");
    assert_eq!(
        company.uniac("auth status --json --company good").exit(0).data()[0]["result"],
        "ok"
    );
    company.uniac("auth status --json --company away").exit(1);
    let offline = company.uniac("auth status --json --offline").exit(0).data();
    assert_eq!(offline[2]["result"], "not-asked");
}

#[test]
fn a_ready_token_still_works_and_needs_no_login() {
    let outside = World::empty();
    let served = outside.serve();
    let start = served.configuration.find("[company.play.uni.sign_in]").expect("a sign-in");
    let end = served.configuration.find("[company.play.shop]").expect("a shop");
    let token = "token = { env = \"PLAY_UNI_TOKEN\" }\n\n";
    let configuration =
        format!("{}{token}{}", &served.configuration[..start], &served.configuration[end..]);
    let mut company = company(&served, &configuration);
    company.set("PLAY_UNI_TOKEN", uniac_sandbox::unimicro::TOKEN);
    company.uniac("status").exit(0);
    let status = company.uniac("auth status --json").exit(0).data();
    assert_eq!((&status[0]["sign_in"], &status[0]["valid_until"]), (&"token".into(), &Value::Null));
    let error = company.uniac("login --json").exit(2).json();
    assert!(text(&error["hint"]).contains("kind = \"person\""), "{error:#}");
    let error = company.uniac("status --json").env("PLAY_UNI_TOKEN", "wr0ng-t0ken-value").exit(4);
    assert_silent(&[&error.stdout, &error.stderr], &["wr0ng-t0ken-value".to_owned()]);
    let both =
        configuration.replace(token, &format!("{token}{}", &served.configuration[start..end]));
    std::fs::write(company.path("uniac.toml"), both).expect("it is written");
    let error = company.uniac("status --json").exit(2).json();
    assert!(text(&error["message"]).contains("exclude each other"), "{error:#}");
}
