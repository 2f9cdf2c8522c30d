//! What the client sends, how often, and what it makes of answers that hurt.

use std::net::TcpListener;
use std::time::Duration;

use super::testing::{Act, Server, context, json};
use super::*;
use uniac_system::clock::Clock;
use uniac_system::secret::Secret;
use uniac_system::stop::testing::cut_now;
use uniac_system::stop::{Stop, Why};

const SECRET: &str = "s3cret-t0ken";

fn client(address: &str) -> (Http, std::sync::Arc<testing::Recording>) {
    let (context, recording) = context();
    let auth = Auth::Bearer(Secret::new(SECRET));
    (Http::new(System::Provider, address, auth, &context).unwrap(), recording)
}

/// Returns an address at which nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_write_is_sent_once_whatever_happens() {
    let acts = [
        (json(200, "{}"), "sent 200"),
        (json(429, "{}"), "sent 429"),
        (json(500, "{}"), "sent 500"),
        (Act::Answer(302, "location: /elsewhere\r\n".into(), String::new()), "sent 302"),
        (Act::Answer(307, "location: /elsewhere\r\n".into(), String::new()), "sent 307"),
        (Act::Lose, "no-reply"),
        (Act::Tear(r#"{"reference":"order-0001"}"#.into()), "torn-body"),
        (Act::Stall(Duration::from_secs(3)), "no-reply"),
    ];
    for (act, expected) in acts {
        let server = Server::start(vec![act, json(200, "{}"), json(200, "{}")]);
        let (http, _) = client(&server.address);
        let got = match http.write(&Request::post("/capture", r#"{"value":1}"#)) {
            Sending::Sent(answer) => format!("sent {}", answer.status),
            Sending::NotSent => "not sent".to_owned(),
            Sending::NoReply { code } => code.to_owned(),
        };
        assert_eq!(got, expected);
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(server.requests().len(), 1, "{expected}");
    }
}

#[test]
fn without_a_connection_surely_nothing_was_sent() {
    let (http, recording) = client(&nobody());
    let sending = http.write(&Request::post("/capture", "{}"));
    assert!(matches!(sending, Sending::NotSent));
    let Err(Reply::Refused(refusal)) = sending.answer() else { panic!("not refused") };
    assert_eq!(
        (refusal.code.as_str(), refusal.retry, refusal.is_unsent),
        ("unreachable", Retry::NextRun, true)
    );
    assert_eq!(recording.0.lock().unwrap()[0].error.as_deref(), Some("unreachable"));
    assert_eq!(http.read(&Request::get("/x")).unwrap_err().code, "unreachable");
}

#[test]
fn a_read_is_tried_again_until_an_answer_comes() {
    for act in [
        json(429, ""),
        json(503, "<html>"),
        Act::Lose,
        Act::Tear("[1,2,3]".into()),
        Act::Answer(429, "retry-after: 0\r\n".into(), String::new()),
    ] {
        let server = Server::start(vec![act.clone(), act, json(200, "[]")]);
        let (http, recording) = client(&server.address);
        assert_eq!(http.read(&Request::get("/orders")).unwrap().body(), b"[]");
        assert_eq!(server.requests().len(), 3);
        assert_eq!(recording.0.lock().unwrap().len(), 3);
    }
}

#[test]
fn a_read_gives_up_after_four_tries_and_names_no_query_values() {
    for (act, code) in [
        (json(500, ""), "server-error"),
        (json(429, ""), "rate-limited"),
        (Act::Lose, "no-reply"),
        (Act::Tear("[1,2,3]".into()), "torn-body"),
    ] {
        let server = Server::start(vec![act; 9]);
        let (http, _) = client(&server.address);
        let request = Request::get("/orders").query("filter", "CustomerName eq 'Kari'");
        let error = http.read(&request).unwrap_err();
        assert_eq!((error.code, server.requests().len()), (code, 4));
        assert!(error.message.contains("/orders?filter"), "{}", error.message);
        let text = format!("{} {:?}", error.message, error.hints);
        assert!(!text.contains("Kari") && !text.contains(SECRET), "{text}");
    }
}

#[test]
fn a_read_does_not_wait_longer_than_is_bearable() {
    let server =
        Server::start(vec![Act::Answer(429, "retry-after: 3600\r\n".into(), String::new())]);
    let (http, _) = client(&server.address);
    assert_eq!(http.read(&Request::get("/orders")).unwrap_err().code, "rate-limited");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn other_statuses_are_answers_and_redirects_are_not_followed() {
    for status in [302, 400, 401, 404, 409] {
        let headers = "location: http://127.0.0.1:9/\r\n".to_owned();
        let server = Server::start(vec![Act::Answer(status, headers, "{}".into())]);
        let (http, _) = client(&server.address);
        let answer = http.read(&Request::get("/orders")).unwrap();
        assert_eq!((answer.status, server.requests().len()), (status, 1));
        let expected = if status == 401 { "sign-in" } else { "unexpected-status" };
        assert_eq!(answer.accepted(System::Uni).unwrap_err().code, expected);
    }
}

#[test]
fn secrets_are_sent_and_never_recorded() {
    let answer = format!(r#"{{"access_token":"{SECRET}","reference":"order-0001","x":"Kari"}}"#);
    let server = Server::start(vec![json(200, &answer); 3]);
    let (http, recording) = client(&server.address);
    let body = format!(r#"{{"client_secret":"{SECRET}","value":49900}}"#);
    let request = Request::post("/capture", &body)
        .header("idempotency-key", "ua-capture-1")
        .header("client_secret", SECRET);
    let _ = http.write(&request);
    http.sign_in(&request).unwrap();
    http.read(&Request::get("/payments").query("q", SECRET)).unwrap();
    assert!(server.requests()[0].contains(&format!("Bearer {SECRET}")));
    let exchanges = recording.0.lock().unwrap();
    let text = serde_json::to_string(&*exchanges).unwrap();
    assert!(!text.contains(SECRET) && !text.contains("Kari"), "{text}");
    assert_eq!(exchanges[0].request.as_deref(), Some(r#"{"value":49900,"…":"…"}"#));
    assert_eq!(exchanges[0].response.as_deref(), Some(r#"{"reference":"order-0001","…":"…"}"#));
    assert!(exchanges[0].headers.contains(&("idempotency-key".into(), "ua-capture-1".into())));
    assert_eq!((&exchanges[1].request, &exchanges[1].response), (&None, &None));
    assert_eq!(exchanges[2].path, "/payments?q");
    assert!(!format!("{http:?}").contains(SECRET));
}

#[test]
fn an_answer_that_is_too_slow_or_too_large_is_torn() {
    let huge = json(200, &"x".repeat(33 * 1024 * 1024));
    let endless = Act::Drip("x".repeat(1000), Duration::from_millis(100));
    for act in [huge, endless] {
        let server = Server::start(vec![act]);
        let (http, _) = client(&server.address);
        let started = std::time::Instant::now();
        let sending = http.write(&Request::post("/capture", "{}"));
        assert!(matches!(sending, Sending::NoReply { code: "torn-body" }));
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn waiting_for_a_permit_is_not_the_answers_time() {
    let server = Server::start(vec![json(200, "{}")]);
    let (mut context, _) = context();
    context.timeout = Duration::from_millis(300);
    context.permits = std::sync::Arc::new(Permits::new(1));
    let http = Http::new(System::Provider, &server.address, Auth::None, &context).unwrap();
    let taken = context.permits.take(context.clock.stop());
    let sending = std::thread::scope(|scope| {
        let sending = scope.spawn(|| http.write(&Request::post("/capture", "{}")));
        std::thread::sleep(Duration::from_millis(800));
        drop(taken);
        sending.join().unwrap()
    });
    assert!(matches!(sending, Sending::Sent(_)), "{sending:?}");
}

#[test]
fn credentials_go_to_no_other_machine_in_the_clear() {
    let (context, _) = context();
    let code = |address: &str| {
        Http::new(System::Uni, address, Auth::None, &context).err().map(|error| error.code)
    };
    for address in
        ["http://localhost:80", "http://127.0.0.1:1/uni/", "http://[::1]:1", "http://127.9.9.9"]
    {
        assert_eq!(code(address), None, "{address}");
    }
    for address in ["http://app.unimicro.no", "http://localhost.evil.no", "http://10.0.0.1"] {
        assert_eq!(code(address), Some("insecure-address"), "{address}");
    }
    for address in [
        "",
        "app.unimicro.no",
        "ftp://x",
        "https://u:p@x.no",
        "https://x.no/?a=b",
        "https://x.no#a",
    ] {
        assert_eq!(code(address), Some("bad-address"), "{address}");
    }
}

#[test]
fn the_base_address_may_have_a_path_and_queries_are_escaped() {
    let server = Server::start(vec![json(200, "[]"); 2]);
    for base in [format!("{}/uni", server.address), format!("{}/uni/", server.address)] {
        let (http, _) = client(&base);
        http.read(&Request::get("/api").query("filter", "ID eq '1&2'")).unwrap();
    }
    let line = "GET /uni/api?filter=ID+eq+%271%262%27 HTTP/1.1";
    assert_eq!(server.lines(), [line, line]);
}

#[test]
fn only_sign_in_and_too_many_calls_mean_the_same_everywhere() {
    for status in 200..600 {
        let reply = Answer::made(status, &[("retry-after", "7")], "").common_reply();
        match (status, reply) {
            (401 | 403, Some(Reply::Refused(refusal))) => {
                assert_eq!((refusal.code.as_str(), refusal.retry), ("sign-in", Retry::SignIn));
                assert!(!refusal.is_unsent, "it is looked for all the same");
            }
            (429, Some(reply)) => {
                let code = "status-429".to_owned();
                assert_eq!(reply, Reply::Unknown { code, retry_after_s: Some(7) });
            }
            (_, None) => {}
            other => panic!("{other:?}"),
        }
    }
    let reply = Answer::made(503, &[("retry-after", "7")], "").unknown();
    assert_eq!(reply, Reply::Unknown { code: "status-503".into(), retry_after_s: Some(7) });
}

/// Returns a client that waits long, with what cuts its run.
fn patient(address: &str) -> (Http, &'static Stop) {
    let stop: &'static Stop = Box::leak(Box::default());
    let (mut context, _) = context();
    context.timeout = Duration::from_secs(30);
    context.clock = std::sync::Arc::new(Clock::system(jiff::tz::TimeZone::UTC).stopped_by(stop));
    (Http::new(System::Provider, address, Auth::None, &context).unwrap(), stop)
}

/// Reads until the run is cut, once the server has the request; returns how that ended.
fn cut_off(act: Act, why: Why) -> (Error, Duration) {
    let server = Server::start(vec![act]);
    let (http, stop) = patient(&server.address);
    std::thread::scope(|scope| {
        let read = scope.spawn(|| http.read(&Request::get("/orders")));
        while server.requests().is_empty() {
            std::thread::yield_now();
        }
        let cut_at = std::time::Instant::now();
        cut_now(stop, why);
        let error = read.join().unwrap().unwrap_err();
        (error, cut_at.elapsed())
    })
}

#[test]
fn no_silence_and_no_wait_outlasts_the_run() {
    let asked_to_wait = Act::Answer(429, "retry-after: 25\r\n".into(), String::new());
    let late = Why::TimedOut { seconds: 2 };
    for (act, why, code, kind) in [
        (Act::Stall(Duration::from_secs(25)), Why::Interrupted, "interrupted", Kind::Interrupted),
        (asked_to_wait.clone(), Why::Interrupted, "interrupted", Kind::Interrupted),
        (asked_to_wait, late, "timed-out", Kind::Failed),
    ] {
        let (error, time) = cut_off(act, why);
        assert_eq!((error.code, error.kind), (code, kind));
        assert!(time < Duration::from_secs(2), "{time:?}");
    }
}

#[test]
fn a_run_that_is_cut_begins_no_read() {
    let server = Server::start(vec![json(200, "[]")]);
    let (http, stop) = patient(&server.address);
    cut_now(stop, Why::Interrupted);
    assert_eq!(http.read(&Request::get("/orders")).unwrap_err().code, "interrupted");
    assert!(server.requests().is_empty());
}

#[test]
fn a_write_on_its_way_is_waited_for_though_the_run_is_cut() {
    let server = Server::start(vec![Act::Drip("{}".into(), Duration::from_millis(150))]);
    let (http, stop) = patient(&server.address);
    cut_now(stop, Why::Interrupted);
    let sending = http.write(&Request::post("/capture", "{}"));
    assert!(matches!(sending, Sending::Sent(_)), "{sending:?}");
}
