//! A connection that is cut at each message, on its way there or on the way back: nothing is lost, nothing written twice.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use super::server::{Server, address, connect, say, skipped};
use super::*;
use uniac_core::purchase::Case;

/// Stands between uniac and the server.
pub(super) struct Proxy {
    pub port: u16,
    knife: Arc<Knife>,
}

/// Which message is cut.
struct Knife {
    /// So many messages of the program pass before; negative: all pass.
    left: AtomicI64,
    /// Whether the server gets the message, and its answer is lost.
    after: Mutex<bool>,
}

impl Knife {
    fn arm(&self, passing: i64, after: bool) {
        *self.after.lock().unwrap() = after;
        self.left.store(passing, Ordering::SeqCst);
    }

    fn is_used(&self) -> bool {
        self.left.load(Ordering::SeqCst) < 0
    }

    /// Tells of a message whether it is the one.
    fn falls(&self) -> bool {
        self.left.fetch_sub(1, Ordering::SeqCst) == 0
    }
}

impl Proxy {
    pub fn start(server: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let knife = Arc::new(Knife { left: AtomicI64::new(-1), after: Mutex::new(false) });
        let ours = Arc::clone(&knife);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(to) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                // As a database's own connections are: small messages go at once.
                let _ = (client.set_nodelay(true), to.set_nodelay(true));
                let (back, there) = (client.try_clone().unwrap(), to.try_clone().unwrap());
                let knife = Arc::clone(&ours);
                std::thread::spawn(move || pass_on(client, to, Some(&knife)));
                std::thread::spawn(move || pass_on(there, back, None));
            }
        });
        Proxy { port, knife }
    }

    /// Returns how many messages go to the server while something is done.
    pub fn messages(&self, work: impl FnOnce()) -> u64 {
        let before = i64::MAX;
        self.knife.arm(before, false);
        work();
        before.abs_diff(self.knife.left.swap(-1, Ordering::SeqCst))
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, knife: Option<&Knife>) {
    let mut buffer = vec![0; 65536];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let falls = knife.is_some_and(Knife::falls);
        if falls && knife.is_some_and(|knife| *knife.after.lock().unwrap()) {
            // No answer comes back, and the server has it all the same.
            let _ = from.shutdown(Shutdown::Write);
            let _ = to.write_all(&buffer[..length]);
            let _ = to.shutdown(Shutdown::Write);
            let _ = from.shutdown(Shutdown::Both);
            return;
        }
        if falls || to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn a_connection_that_is_cut_at_any_message_loses_and_repeats_no_write() {
    if address().is_some() {
        return;
    }
    let Some(server) = Server::start() else { return skipped() };
    let proxy = Proxy::start(server.port());
    let url = format!("postgres://uniac@127.0.0.1:{}/postgres", proxy.port);
    let mut cuts = [0, 0];
    for after in [false, true] {
        for passing in 0.. {
            let store = connect(&url, &format!("company-{after}-{passing}"));
            store.put_orders(&[order(7)], now()).unwrap();
            let epoch = store.lock(now()).unwrap();
            proxy.knife.arm(passing, after);
            let written = store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
            assert!(store.is_current(epoch).unwrap());
            assert!(store.hold_of(OrderId(7)).unwrap().is_none());
            let done = Entry::Outcome(written.id, outcome(OutcomeKind::Done));
            store.commit(epoch, vec![done]).unwrap();
            let was_cut = proxy.knife.is_used();
            proxy.knife.arm(-1, after);
            let case = store.case(OrderId(7)).unwrap().unwrap();
            assert_eq!(case.intents.len(), 1, "after {passing} messages, {after}");
            assert_eq!(case.intents[0].outcome, Some(outcome(OutcomeKind::Done)));
            let outcomes: i64 = store
                .connection()
                .query_row("SELECT count(*) FROM outcome", [], |row| row.get(0))
                .unwrap();
            assert_eq!(outcomes, 1, "after {passing} messages, {after}");
            if !was_cut {
                break;
            }
            cuts[usize::from(after)] += 1;
        }
    }
    assert!(cuts.iter().all(|cuts| *cuts > 10), "{cuts:?}");
    say(&format!(
        "cut at each message: {} on the way there, {} on the way back, each write once\n",
        cuts[0], cuts[1]
    ));
}

#[test]
fn a_look_that_is_cut_before_it_hands_anything_over_is_made_again() {
    if address().is_some() {
        return;
    }
    let Some(server) = Server::start() else { return skipped() };
    let proxy = Proxy::start(server.port());
    let url = format!("postgres://uniac@127.0.0.1:{}/postgres", proxy.port);
    let mut cuts = 0;
    for after in [false, true] {
        for passing in 0.. {
            let store = connect(&url, &format!("looked-{after}-{passing}"));
            store.put_orders(&[order(7)], now()).unwrap();
            let mut seen = Vec::new();
            let mut see = |case: Case| {
                seen.push(case.order.uni.id);
                Ok(())
            };
            proxy.knife.arm(passing, after);
            store.cases_of(&[OrderId(7)], &mut see).unwrap();
            assert_eq!(store.cases_after(&[], &[OrderId(7)]).unwrap().len(), 1);
            let was_cut = proxy.knife.is_used();
            proxy.knife.arm(-1, after);
            assert_eq!(seen, [OrderId(7)], "after {passing} messages, {after}");
            if !was_cut {
                break;
            }
            cuts += 1;
        }
    }
    assert!(cuts > 10, "{cuts}");
}
