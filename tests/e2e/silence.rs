//! Systems that accept a connection and never answer: an interrupt and `--timeout` end the run all the
//! same, within five seconds, and it says whether money moved.

use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::harness::{Ended, Money, PATIENCE, World, minor, steps, wait_for};
use crate::outside::Served;

/// How long an interrupt may take to be answered.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// A system that never answers.
struct Silent {
    address: String,
    met: Receiver<TcpStream>,
}

impl Silent {
    fn new() -> Silent {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (send, met) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if send.send(stream).is_err() {
                    return;
                }
            }
        });
        Silent { address, met }
    }

    /// Waits until somebody has come, and keeps the connection open.
    fn visitor(&self) -> TcpStream {
        self.met.recv_timeout(PATIENCE).expect("somebody comes")
    }
}

/// A company whose systems are the sandbox's, until one of them falls silent.
struct Stage {
    served: Served,
    company: World,
}

impl Stage {
    fn new(outside: &World) -> Stage {
        let served = outside.serve();
        let mut company = World::bare();
        for (name, value) in served.secrets_with_token() {
            company.set(&name, &value);
        }
        let stage = Stage { served, company };
        stage.configure(|configuration| configuration);
        stage
    }

    fn configure(&self, change: impl FnOnce(String) -> String) {
        let configuration = change(self.served.with_token());
        std::fs::write(self.company.path("uniac.toml"), configuration).expect("it is written");
    }

    /// Lets the system with this path fall silent.
    fn silence(&self, path: &str) -> Silent {
        let silent = Silent::new();
        let answering = format!("http://{}/{path}", self.served.address);
        let address = format!("http://{}/{path}", silent.address);
        self.configure(|configuration| {
            assert!(configuration.contains(&answering));
            configuration.replace(&answering, &address)
        });
        silent
    }
}

fn is_quick(began: Instant, ended: &Ended) {
    assert!(began.elapsed() < ANSWER_MAX, "{:?}\n{}", began.elapsed(), ended.report());
}

#[test]
fn a_silent_read_ends_with_the_signal_and_nothing_has_moved() {
    let outside = World::active();
    outside.invoiced("100.00");
    for (path, line) in [("uni", "status"), ("shop", "order list"), ("uni", "sync")] {
        let stage = Stage::new(&outside);
        stage.company.uniac("enable").exit(0);
        let silent = stage.silence(path);
        let running = stage.company.uniac(&format!("{line} --json")).start();
        let _visitor = silent.visitor();
        let began = Instant::now();
        running.terminate();
        let ended = running.exit(130).says("No money moved.");
        is_quick(began, &ended);
        let error = ended.json();
        assert_eq!((&error["code"], &error["moved"]), (&"interrupted".into(), &"no".into()));
    }
}

/// Returns a stage on which an order at Vipps and one at Nexi are due.
fn with_two_providers(outside: &World) -> (Stage, [String; 2]) {
    let vipps = outside.order(1, "100.00");
    let nexi = outside.order_with("--provider nexi --lines 1 --amount 200.00");
    let stage = Stage::new(outside);
    stage.company.uniac("enable").exit(0);
    stage.company.uniac("status").exit(0);
    for order in [&vipps, &nexi] {
        outside.invoice(order);
    }
    (stage, [vipps, nexi])
}

#[test]
fn an_interrupt_in_the_middle_of_a_batch_says_what_was_done() {
    let outside = World::active();
    let (stage, [vipps, nexi]) = with_two_providers(&outside);
    let silent = stage.silence("nexi");
    let running = stage.company.uniac("sync --json").start();
    let _visitor = silent.visitor();
    let captured = || (outside.money(&vipps) == Money::captured([10_000])).then_some(());
    wait_for("the capture at the other provider", captured);
    let began = Instant::now();
    running.terminate();
    let ended = running.exit(130).says("nothing is in flight").says("next run");
    is_quick(began, &ended);
    let result = ended.data();
    assert_eq!(result["error"]["code"], "interrupted");
    assert!(steps(&result).iter().any(|s| s["operation"] == "capture" && s["moved"] == "yes"));
    assert_eq!(outside.money(&nexi), Money::untouched());
}

#[test]
fn the_time_of_a_run_is_bounded_also_in_silence() {
    let outside = World::active();
    let (stage, [vipps, nexi]) = with_two_providers(&outside);
    let silent = stage.silence("nexi");
    let began = Instant::now();
    let ended = stage.company.uniac("sync --timeout 2 --json").exit(6).says("Timed out after 2 s");
    assert!(began.elapsed() < Duration::from_secs(2) + ANSWER_MAX, "{}", ended.report());
    let result = ended.data();
    assert_eq!((minor(&result["exit"]), &result["error"]["code"]), (6, &"timed-out".into()));
    assert_eq!(outside.money(&vipps), Money::captured([10_000]));
    assert_eq!(outside.money(&nexi), Money::untouched());
    // Nothing is left but what cannot be reached.
    let _ = silent.met.try_iter().count();
    let ended = stage.company.uniac("sync --timeout 2 --json").exit(1);
    assert_eq!(ended.data()["error"]["code"], "timed-out");

    let _uni = stage.silence("uni");
    let error = stage.company.uniac("status --timeout 1 --json").exit(1).json();
    assert_eq!((&error["code"], &error["moved"]), (&"timed-out".into(), &"no".into()));
    assert_eq!(error["message"], "timed out after 1 s");
    stage.company.uniac("status --timeout 0").exit(2);
}

#[test]
fn a_capture_on_its_way_is_waited_for() {
    let world = World::active();
    let order = world.invoiced("100.00");
    // Longer than what is in hand gets after an interrupt.
    world.fault("slow --on capture --times 1 --ms 3500");
    let running = world.uniac("sync --json").start();
    wait_for("the capture", || (world.money(&order) == Money::captured([10_000])).then_some(()));
    running.terminate();
    let ended = running.exit(130).says("nothing is in flight");
    let result = ended.data();
    let capture = steps(&result).into_iter().find(|step| step["operation"] == "capture");
    assert_eq!(capture.expect("it is reported")["outcome"], "done");
}
