//! Questions without a terminal: every one of them is answered by a flag that the refusal names.

use crate::harness::{World, text};

/// What answers each flag of `init`.
const ANSWERS: [(&str, &str); 10] = [
    ("--name", "kopp"),
    ("--uni-url", "https://uni.example.no"),
    ("--uni-company-key", "b1a9c0de-0000-4000-8000-000000000001"),
    ("--uni-token", "env:KOPP_UNI_TOKEN"),
    ("--shop-url", "https://kopp.example.no"),
    ("--shop-key", "env:KOPP_SHOP_KEY"),
    ("--shop-secret", "command:pass kopp/shop"),
    ("--vipps-msn", "123456"),
    ("--vipps-client-id", "client"),
    ("--vipps-client-secret", "file:/run/secrets/vipps"),
];

/// The last flag, kept apart to show that one missing answer writes nothing.
const LAST: (&str, &str) = ("--vipps-subscription-key", "env:KOPP_VIPPS_KEY");

#[test]
fn no_terminal_every_prompt_has_a_flag() {
    let world = World::bare();
    let mut answered: Vec<(&str, &str)> = Vec::new();
    let init = |answered: &[(&str, &str)]| {
        // Nobody answers at these addresses.
        let call = world.uniac("init --no-verify --json");
        answered.iter().fold(call, |call, (flag, answer)| call.arg(flag).arg(answer))
    };
    for _ in 0..=ANSWERS.len() {
        let error = init(&answered).exit(3).json();
        assert_eq!(
            (&error["code"], &error["moved"]),
            (&"confirmation-needed".into(), &"no".into())
        );
        let hint = text(&error["hint"]);
        let all = ANSWERS.iter().chain([&LAST]);
        let mut named = all.filter(|(flag, _)| hint.split_whitespace().any(|word| word == *flag));
        let answer = named.next().unwrap_or_else(|| panic!("no flag is named: {hint}"));
        assert!(!answered.contains(answer), "asked again for {}", answer.0);
        assert!(!world.path("uniac.toml").exists());
        answered.push(*answer);
    }
    init(&answered).exit(0);
    let written = std::fs::read_to_string(world.path("uniac.toml")).expect("it is written");
    assert!(written.contains("KOPP_VIPPS_KEY"), "{written}");
    init(&answered).exit(2).says("configured already");
}

#[test]
fn a_secret_itself_is_not_accepted() {
    let world = World::bare();
    let answered: Vec<_> = ANSWERS.iter().chain([&LAST]).collect();
    let call =
        answered.iter().fold(world.uniac("init --no-verify --json"), |call, (flag, answer)| {
            let answer = if *flag == "--uni-token" { "s3cret-token-itself" } else { answer };
            call.arg(flag).arg(answer)
        });
    let ended = call.exit(2);
    assert!(!ended.stdout.contains("s3cret"), "{}", ended.report());
    assert!(!world.path("uniac.toml").exists());
}
