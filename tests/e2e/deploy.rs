//! The files for machines that run uniac by themselves: each says only what exists, and what it runs can be run.

use std::path::PathBuf;
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use crate::harness::repository;

fn file(name: &str) -> String {
    let path = repository().join("deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(name: &str) -> Vec<Yaml> {
    YamlLoader::load_from_str(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Asserts that the program understands a command line.
#[track_caller]
fn can_be_run(words: &[String]) {
    let line = std::iter::once("uniac".to_owned()).chain(words.iter().cloned());
    if let Err(error) = uniac::cli::command().try_get_matches_from(line) {
        panic!("uniac {}: {error}", words.join(" "));
    }
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn list(value: &Yaml) -> Vec<String> {
    let values = value.as_vec().unwrap_or_else(|| panic!("no list: {value:?}"));
    values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
}

/// Returns the instructions of the recipe, each with its words; a line that goes on is one.
fn recipe() -> Vec<(String, String)> {
    let text = file("Dockerfile").replace("\\\n", " ");
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (instruction, rest) = line.split_once(' ').expect("an instruction and its words");
            (instruction.to_owned(), rest.trim().to_owned())
        })
        .collect()
}

#[test]
fn the_image_is_made_of_what_is_there_and_runs_as_nobody_else() {
    let recipe = recipe();
    let known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "VOLUME", "USER", "ENTRYPOINT", "CMD"];
    for (instruction, rest) in &recipe {
        assert!(known.contains(&instruction.as_str()), "{instruction} {rest}");
    }
    let of = |name: &str| -> Vec<&str> {
        recipe.iter().filter(|(own, _)| own == name).map(|(_, rest)| rest.as_str()).collect()
    };
    // The compiler is the one that the repository asks for.
    let toolchain =
        std::fs::read_to_string(repository().join("rust-toolchain.toml")).expect("a file");
    let toolchain: toml::Table = toolchain.parse().expect("TOML");
    let channel = toolchain["toolchain"]["channel"].as_str().expect("a channel").to_owned();
    let (image, stage) = of("FROM")[0].split_once(" AS ").expect("a name");
    let version =
        image.strip_prefix("rust:").and_then(|tag| tag.split('-').next()).expect("a version");
    assert!(channel.starts_with(version), "{image} for {channel}");
    assert_eq!(of("FROM").len(), 2, "what builds is not what runs");
    // Each source exists; nothing of this machine but what is named gets in.
    let mut taken = Vec::new();
    for copy in of("COPY") {
        let mut words = words(copy);
        let target = words.pop().expect("a target");
        if words[0] == format!("--from={stage}") {
            assert_eq!(words[1], "/src/target/release/uniac");
            assert_eq!(target, "/usr/local/bin/uniac");
            continue;
        }
        for source in words {
            let path = repository().join(&source);
            assert!(path.exists(), "{source} is not there");
            assert!(target == "./" || target == format!("./{source}"), "{source} to {target}");
            taken.push(source);
        }
    }
    // All that the program is compiled from is among them.
    for needed in [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "src",
        "crates",
        "texts",
        "docs",
        "benches",
    ] {
        assert!(taken.iter().any(|source| source == needed), "{needed} is not copied");
    }
    let position = |name: &str, rest: &str| {
        recipe
            .iter()
            .position(|(own, words)| own == name && words.starts_with(rest))
            .expect("it is there")
    };
    assert!(position("WORKDIR", "/src") < position("RUN", "cargo build --locked --release"));
    let user = position("USER", "10001:10001");
    let last_run = recipe.iter().rposition(|(own, _)| own == "RUN").expect("a step");
    assert!(last_run < user, "nothing is done as another after it");
    assert_eq!(of("USER"), ["10001:10001"]);
    assert!(recipe[last_run].1.contains("--uid 10001"), "the user exists");
    // What is kept is kept where the program looks for it.
    assert_eq!(of("ENV"), ["UNIAC_CONFIG=/etc/uniac/uniac.toml", "UNIAC_DATA_DIR=/var/lib/uniac"]);
    assert_eq!(of("VOLUME"), [r#"["/var/lib/uniac"]"#]);
    assert!(recipe[last_run].1.contains("--mode=0700 /var/lib/uniac"), "it is its owner's alone");
    assert_eq!(of("ENTRYPOINT"), [r#"["/usr/local/bin/uniac"]"#]);
    let command: Vec<String> = serde_json::from_str(of("CMD")[0]).expect("a list");
    can_be_run(&command);
}

/// Returns the values of a key in a unit.
fn unit(name: &str, key: &str) -> Vec<String> {
    let text = file(&format!("systemd/{name}"));
    let lines = text.lines().filter_map(|line| line.strip_prefix(&format!("{key}=")));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_service_runs_what_can_be_run_and_ends_in_its_time() {
    let start = unit("uniac-sync.service", "ExecStart").remove(0);
    let line = start.strip_prefix("/usr/local/bin/uniac ").expect("the program");
    can_be_run(&words(line));
    assert_eq!(unit("uniac-sync.service", "Type"), ["oneshot"]);
    assert_eq!(unit("uniac-sync.service", "User"), ["uniac"]);
    assert_eq!(unit("uniac-sync.service", "StateDirectory"), ["uniac"]);
    assert!(
        unit("uniac-sync.service", "Environment")
            .contains(&"UNIAC_DATA_DIR=/var/lib/uniac".to_owned())
    );
    assert_eq!(unit("uniac-sync.timer", "Persistent"), ["true"]);
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    // The program is where this test has it; all else is as it is installed.
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths: Vec<PathBuf> = Vec::new();
    for name in ["uniac-sync.service", "uniac-sync.timer"] {
        let text = file(&format!("systemd/{name}"));
        let path = folder.path().join(name);
        std::fs::write(&path, text.replace("/usr/local/bin/uniac", env!("CARGO_BIN_EXE_uniac")))
            .expect("written");
        paths.push(path);
    }
    let verified =
        Command::new("systemd-analyze").arg("verify").args(&paths).output().expect("it runs");
    let said = String::from_utf8_lossy(&verified.stderr);
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("uniac-sync")).collect();
    assert!(verified.status.success() && ours.is_empty(), "{said}");
}

#[test]
fn the_cron_job_keeps_its_journal_and_has_no_rights() {
    let documents = yaml("kubernetes/cronjob.yaml");
    let [claim, job] = documents.as_slice() else { panic!("a claim and a job") };
    assert_eq!(claim["kind"].as_str(), Some("PersistentVolumeClaim"));
    assert_eq!(
        (job["apiVersion"].as_str(), job["kind"].as_str()),
        (Some("batch/v1"), Some("CronJob"))
    );
    let spec = &job["spec"];
    assert_eq!(spec["concurrencyPolicy"].as_str(), Some("Forbid"));
    assert_eq!(spec["schedule"].as_str().map(|s| s.split(' ').count()), Some(5));
    let run = &spec["jobTemplate"]["spec"];
    assert_eq!(run["backoffLimit"].as_i64(), Some(0), "a failed run is not repeated at once");
    let pod = &run["template"]["spec"];
    assert_eq!(pod["restartPolicy"].as_str(), Some("Never"));
    let grace = pod["terminationGracePeriodSeconds"].as_i64().expect("a time");
    assert!(grace >= 60, "what is in flight is finished first");
    let container = &pod["containers"][0];
    let arguments = list(&container["args"]);
    can_be_run(&arguments);
    // The run ends by itself before it is ended.
    let at = arguments.iter().position(|word| word == "--timeout").expect("a bound in time");
    let timeout: i64 = arguments[at + 1].parse().expect("seconds");
    assert!(timeout + grace <= run["activeDeadlineSeconds"].as_i64().expect("a deadline"));
    let security = &container["securityContext"];
    assert_eq!(security["allowPrivilegeEscalation"].as_bool(), Some(false));
    assert_eq!(security["readOnlyRootFilesystem"].as_bool(), Some(true));
    assert_eq!(list(&security["capabilities"]["drop"]), ["ALL"]);
    assert_eq!(pod["securityContext"]["runAsNonRoot"].as_bool(), Some(true));
    assert_eq!(pod["securityContext"]["runAsUser"].as_i64(), Some(10001), "the image's user");
    // What is mounted is there, and the program looks for its files where they are mounted.
    let volumes: Vec<&str> = pod["volumes"]
        .as_vec()
        .expect("volumes")
        .iter()
        .filter_map(|v| v["name"].as_str())
        .collect();
    let mounts = container["volumeMounts"].as_vec().expect("mounts");
    assert!(mounts.iter().all(|mount| volumes.contains(&mount["name"].as_str().expect("a name"))));
    let claimed = &pod["volumes"][2]["persistentVolumeClaim"]["claimName"];
    assert_eq!(claimed.as_str(), claim["metadata"]["name"].as_str());
    for (variable, mount) in
        [("UNIAC_CONFIG", "/etc/uniac/uniac.toml"), ("UNIAC_DATA_DIR", "/var/lib/uniac")]
    {
        let variables = container["env"].as_vec().expect("variables");
        let value = variables.iter().find(|v| v["name"].as_str() == Some(variable)).expect("set");
        assert!(
            value["value"].as_str().is_some_and(|value| value.starts_with(mount)),
            "{variable}"
        );
        assert!(mounts.iter().any(|m| m["mountPath"].as_str() == Some(mount)), "{mount}");
    }
}

#[test]
fn the_ci_jobs_run_what_can_be_run_and_keep_what_is_written() {
    let runs = |lines: Vec<String>| {
        let ours: Vec<Vec<String>> =
            lines.iter().filter_map(|line| line.strip_prefix("uniac ")).map(words).collect();
        for line in &ours {
            can_be_run(line);
        }
        ours
    };
    let github = &yaml("ci/github-actions.yml")[0];
    let job = &github["jobs"]["sync"];
    let steps = job["steps"].as_vec().expect("steps");
    let lines = steps.iter().filter_map(|step| step["run"].as_str()).map(str::to_owned).collect();
    let ran = runs(lines);
    assert!(ran.iter().any(|line| line[..2] == ["sync".to_owned(), "--all".to_owned()]));
    let written = |line: &[String], flag: &str| {
        let at = line.iter().position(|word| word == flag).expect("the flag");
        line[at + 1].clone()
    };
    let sync = ran.iter().find(|line| line[0] == "sync").expect("a run");
    let upload = steps.iter().find(|step| !step["with"]["path"].is_badvalue()).expect("kept");
    assert_eq!(upload["with"]["path"].as_str(), Some(written(sync, "--junit").as_str()));
    assert!(job["runs-on"].as_vec().is_some_and(|on| on[0].as_str() == Some("self-hosted")));
    assert!(
        !job["env"]["UNIAC_DATA_DIR"].as_str().expect("set").contains("workspace"),
        "it outlives the job"
    );

    let gitlab = &yaml("ci/gitlab-ci.yml")[0];
    let job = &gitlab["uniac-sync"];
    let ran = runs(list(&job["script"]));
    let sync = ran.iter().find(|line| line[0] == "sync").expect("a run");
    assert_eq!(
        job["artifacts"]["reports"]["junit"].as_str(),
        Some(written(sync, "--junit").as_str())
    );
    assert_eq!(list(&job["artifacts"]["paths"]), [written(sync, "--markdown")]);
    assert_eq!(job["artifacts"]["when"].as_str(), Some("always"));
    runs(list(&gitlab["uniac-check"]["script"]));
}
