//! `init`: every system is asked before anything is written, in a script and at a terminal.

use crate::harness::{Call, World, text};
use crate::outside::Served;

/// The flags of a company that talks to a served sandbox, without the company's key.
fn flags(served: &Served) -> Vec<(String, String)> {
    let configuration = served.with_token();
    let value = |key: &str| {
        let line = configuration.lines().find_map(|line| line.strip_prefix(key));
        line.expect(key).trim_start_matches(" = ").trim_matches('"').to_owned()
    };
    let address = &served.address;
    [
        ("--name", "kopp".to_owned()),
        ("--uni-url", format!("http://{address}/uni")),
        ("--uni-token", "env:PLAY_UNI_TOKEN".to_owned()),
        ("--uni-company-key", value("company_key")),
        ("--shop-url", format!("http://{address}/shop")),
        ("--shop-key", "env:PLAY_SHOP_KEY".to_owned()),
        ("--shop-secret", "env:PLAY_SHOP_SECRET".to_owned()),
        ("--vipps-url", format!("http://{address}/provider")),
        ("--vipps-msn", value("merchant_serial_number")),
        ("--vipps-client-id", value("client_id")),
        ("--vipps-client-secret", "env:PLAY_VIPPS_SECRET".to_owned()),
        ("--vipps-subscription-key", "env:PLAY_VIPPS_KEY".to_owned()),
    ]
    .map(|(flag, value)| (flag.to_owned(), value))
    .to_vec()
}

/// An empty world with the secrets of a served sandbox.
fn world(served: &Served) -> World {
    let mut world = World::bare();
    for (name, value) in served.secrets_with_token() {
        world.set(&name, &value);
    }
    world
}

/// Prepares `init` with flags, some of them with another value; `None` leaves one out.
fn init(world: &World, served: &Served, other: &[(&str, Option<&str>)]) -> Call {
    let mut call = world.uniac("init --json");
    for (flag, value) in flags(served) {
        match other.iter().find(|(changed, _)| *changed == flag) {
            None => call = call.arg(&flag).arg(&value),
            Some((_, Some(value))) => call = call.arg(&flag).arg(value),
            Some((_, None)) => {}
        }
    }
    call
}

#[test]
fn what_every_system_accepts_is_written_and_works() {
    let outside = World::active();
    let served = outside.serve();
    let world = world(&served);
    let data = init(&world, &served, &[]).exit(0).data();
    let verified = data["verified"].as_array().expect("what was verified");
    let checks: Vec<String> = verified.iter().map(|row| text(&row["check"])).collect();
    assert_eq!(checks, ["Uni", "shop", "vipps"]);
    let written = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
    for secret in served.secrets_with_token().values() {
        assert!(!written.contains(secret.as_str()), "{written}");
    }
    world.uniac("doctor").exit(0);
    world.uniac("status --json").exit(0);
}

#[test]
fn what_a_system_refuses_is_not_written() {
    let outside = World::active();
    let served = outside.serve();
    let world = world(&served);
    let gone = "http://127.0.0.1:1/shop";
    let elsewhere = "b1a9c0de-0000-4000-8000-000000000001";
    for (flag, value, exit, code, said) in [
        ("--uni-token", "env:PLAY_VIPPS_KEY", 4, "sign-in", "Uni"),
        ("--uni-token", "env:NOT_SET", 4, "no-secret", "NOT_SET"),
        ("--uni-company-key", elsewhere, 4, "sign-in", "Uni"),
        ("--shop-secret", "env:PLAY_VIPPS_KEY", 4, "sign-in", "shop"),
        ("--shop-url", gone, 1, "unreachable", "shop"),
        ("--vipps-client-secret", "env:PLAY_UNI_TOKEN", 4, "sign-in", "vipps"),
        ("--vipps-subscription-key", "file:gone", 4, "no-secret", "gone"),
    ] {
        let ended = init(&world, &served, &[(flag, Some(value))]).exit(exit);
        let error = ended.json();
        assert_eq!((&error["code"], &error["moved"]), (&code.into(), &"no".into()), "{flag}");
        assert!(text(&error["message"]).contains(said), "{error:#}");
        assert!(text(&error["hint"]).contains("--no-verify"), "{error:#}");
        for secret in served.secrets_with_token().values() {
            assert!(!format!("{}{}", ended.stdout, ended.stderr).contains(secret.as_str()));
        }
        assert!(!world.path("uniac.toml").exists(), "{flag}");
    }
    // Every refusal is said, not only the one that the exit code tells.
    let both = [("--shop-url", Some(gone)), ("--vipps-client-secret", Some("env:PLAY_UNI_TOKEN"))];
    let ended = init(&world, &served, &both).exit(4).says("shop: ");
    assert_eq!(ended.json()["code"], "sign-in");
    init(&world, &served, &both).arg("--no-verify").exit(0);
    assert!(world.path("uniac.toml").exists());
}

#[test]
fn kinds_are_chosen_by_flags_and_optional_values_by_theirs() {
    let outside = World::active();
    let served = outside.serve();
    let world = world(&served);
    let without = [
        ("--vipps-url", None),
        ("--vipps-msn", None),
        ("--vipps-client-id", None),
        ("--vipps-client-secret", None),
        ("--vipps-subscription-key", None),
    ];
    init(&world, &served, &without).arg("--provider").arg("none").exit(0);
    let written = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
    assert!(!written.contains("vipps"), "{written}");
    let call = init(&world, &served, &[("--name", Some("danish"))]);
    let call = ["--shop", "woocommerce", "--provider", "vipps", "--sign-in", "token"]
        .into_iter()
        .fold(call, Call::arg);
    let more = ["--vipps-reservation-days", "14", "--vipps-payment-methods", "vipps,mobilepay"];
    let more = more.into_iter().fold(call, Call::arg);
    more.arg("--order-reference-prefix").arg("WEB-").exit(0);
    let written = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
    for line in ["reservation_days = 14", "\"mobilepay\"", "order_reference_prefix = \"WEB-\""] {
        assert!(written.contains(line), "{line} is not in {written}");
    }
    init(&world, &served, &[("--name", Some("x"))]).arg("--shop").arg("nothing").exit(2);
}

#[test]
fn a_shop_that_pays_itself_needs_no_provider_and_one_sign_in_of_two() {
    let world = World::bare();
    let line = "init --no-verify --name v --uni-url https://uni.example --uni-company-key k \
        --uni-token env:T --shop vendure --shop-url https://shop.example \
        --shop-payment-methods card,vipps";
    let error = world.uniac(&format!("{line} --json")).exit(3).json();
    assert!(text(&error["hint"]).contains("--shop-user"), "{error:#}");
    // A flag of one kind alone names the kind.
    let line = &line.replace("--uni-token env:T", "--uni-client-id c --uni-key env:K --yes");
    let written = |more: &str, name: &str| {
        let line = line.replace("--name v", &format!("--name {name}"));
        world.uniac(&format!("{line} {more}")).exit(0);
        let file = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
        let file: toml::Table = file.parse().expect("TOML");
        file["company"][name].clone()
    };
    let by_key = written("--shop-api-key env:K", "a");
    assert_eq!(by_key["shop"]["api_key"]["env"].as_str(), Some("K"));
    assert!(by_key["shop"].get("username").is_none(), "{by_key}");
    assert_eq!(by_key["payment"].as_array().map(Vec::len), Some(0));
    assert_eq!(by_key["uni"]["sign_in"]["kind"].as_str(), Some("server"));
    let by_name = written("--shop-user superadmin --shop-password env:P", "b");
    assert_eq!(by_name["shop"]["username"].as_str(), Some("superadmin"));
    let methods = by_name["shop"]["payment_methods"].as_array().map(Vec::len);
    assert_eq!(methods, Some(2));
    let both = "--shop-user s --shop-password env:P --provider nexi --nexi-secret-key env:N \
        --nexi-reservation-days 7 --provider vipps --vipps-msn 1 --vipps-client-id i \
        --vipps-client-secret env:C --vipps-subscription-key env:V";
    let both = written(both, "c");
    let kinds = both["payment"].as_array().expect("providers").iter();
    let kinds: Vec<_> = kinds.map(|part| part["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["nexi", "vipps"]);
    assert_eq!(both["payment"][0]["reservation_days"].as_integer(), Some(7));
}

#[cfg(unix)]
mod at_a_terminal {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::terminal::Terminal;

    /// Starts `init` at a terminal, with all flags but some.
    fn init(world: &World, served: &Served, without: &[&str]) -> Terminal {
        let kinds = "--sign-in token --shop woocommerce --provider vipps";
        let mut call = world.uniac(&format!("init {kinds} --output table"));
        for (flag, value) in flags(served) {
            if !without.contains(&flag.as_str()) {
                call = call.arg(&flag).arg(&value);
            }
        }
        Terminal::start(call.into_command())
    }

    #[test]
    fn a_refused_answer_is_corrected_and_a_typed_secret_is_never_seen() {
        let outside = World::active();
        let served = outside.serve();
        let world = world(&served);
        let secret = &served.secrets_with_token()["PLAY_UNI_TOKEN"];
        let without = ["--name", "--uni-url", "--uni-token", "--uni-company-key"];
        let mut terminal = init(&world, &served, &without);
        let address = format!("http://{}/uni", served.address);
        terminal.expect("Name of the company").line("kopp");
        terminal.expect("Uni's address").line(&address);
        terminal.expect("access token, from").line("");
        terminal.expect("not shown").secret("wrong-s3cret");
        // Uni lists no company to a wrong token, so the key is asked for.
        terminal.expect("The company's key in Uni").line("b1a9c0de");
        terminal.expect("Uni: Uni refused the sign-in").expect("What now").line("");
        terminal.expect("Uni's address").line("");
        terminal.expect("access token, from").line("type");
        terminal.expect("not shown").secret(secret);
        // Now it lists them, and one is chosen.
        terminal.expect("The company in Uni").expect("Fjordglimt Keramikk AS").line("");
        let (code, screen) = terminal.end();
        assert_eq!(code, 0, "{screen}");
        assert!(screen.contains("The company `kopp` is configured."), "{screen}");
        assert!(!screen.contains("s3cret") && !screen.contains(secret.as_str()), "{screen}");
        let written = std::fs::read_to_string(world.path("uniac.toml")).expect("a file");
        assert!(!written.contains(secret.as_str()), "{written}");
        let kept = world.path("secrets/kopp-uni-token");
        assert_eq!(&std::fs::read_to_string(&kept).expect("a secret"), secret);
        assert_eq!(std::fs::metadata(&kept).expect("a file").permissions().mode() & 0o777, 0o600);
        world.uniac("doctor").exit(0);
    }

    #[test]
    fn a_person_who_leaves_has_written_nothing() {
        let outside = World::active();
        let served = outside.serve();
        let world = world(&served);
        let mut terminal = init(&world, &served, &["--vipps-client-secret"]);
        terminal.expect("Vipps' client secret, from").line("type");
        terminal.expect("not shown").secret("wrong-s3cret");
        terminal.expect("vipps: ").expect("What now").expect("Leave");
        // Twice down: leave.
        let (code, screen) = {
            terminal.key("\u{1b}[B").key("\u{1b}[B").key("\r");
            terminal.end()
        };
        assert_eq!(code, 3, "{screen}");
        assert!(!screen.contains("s3cret"), "{screen}");
        assert!(!world.path("uniac.toml").exists());
        assert!(!world.path("secrets/kopp-vipps-client-secret").exists());
    }
}
