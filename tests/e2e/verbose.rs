//! What `-v` adds on stderr: steps, calls, and the causes of an error; never what a call carried.

use crate::harness::World;

#[test]
fn the_causes_of_an_error_are_told_when_asked_for() {
    let world = World::active();
    let trace = world.path("missing/trace.jsonl");
    let line = format!("status --trace {}", trace.display());
    let plain = world.uniac(&line).exit(2);
    assert!(!plain.stderr.contains("because:"), "{}", plain.stderr);
    let told = world.uniac(&format!("-v {line}")).exit(2);
    assert!(told.stderr.contains("because: "), "{}", told.stderr);
}

#[test]
fn steps_are_told_once_and_calls_when_asked_twice() {
    let world = World::active();
    let order = world.invoiced("1250.00");
    let said = world.uniac("-v sync --dry-run").exit(0).stderr;
    assert!(said.contains("planned orders=1"), "{said}");
    assert!(!said.contains("call "), "{said}");
    let said = world.uniac("-vv sync").exit(0).stderr;
    assert!(
        said.contains(&format!("step order=\"{order}\" act=\"capture\" minor=125000")),
        "{said}"
    );
    assert!(said.contains("system=\"provider\" method=\"POST\""), "{said}");
    for carried in ["Bearer", "Basic ", "client_secret", "@"] {
        assert!(!said.contains(carried), "{carried}: {said}");
    }
}

#[test]
fn the_variable_names_what_is_told() {
    let world = World::active();
    let said = world.uniac("sync").env("UNIAC_LOG", "uniac_engine=info").exit(0).stderr;
    assert!(said.contains("planned orders=0"), "{said}");
    world.uniac("sync").env("UNIAC_LOG", "uniac_engine=loud").exit(2).says("UNIAC_LOG");
}
