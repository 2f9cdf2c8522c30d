//! The loopback server: HTTP/1.1 on one port for all three systems.
//!
//! Only sockets here. A delayed answer must never hold a thread, and nothing but the loopback address
//! may ever be listened on.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::delivery::{Answer, Delivery};
use super::exchange::{Request, Response};
use super::world::World;
use uniac_system::error::{Error, Result};

/// The longest body that is read.
const BODY_LENGTH_MAX: usize = 16 << 20;

/// How long half of a body gets to leave before the connection ends.
const TORN_PAUSE: Duration = Duration::from_millis(20);

/// The sandbox's server; it stops when dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_millis(500));
        }
    }
}

impl Server {
    /// Serves a world on the loopback address; port 0 is any free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(world: World, port: u16) -> Result<Server> {
        let failed = |error: std::io::Error| {
            Error::failed("sandbox-port", format!("cannot listen on 127.0.0.1:{port}: {error}"))
                .caused_by(error)
                .hint("Choose another port with `--port`, or 0 for any free one")
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("sandbox")
            .enable_io()
            .enable_time()
            .build()
            .map_err(failed)?;
        let listener = runtime
            .block_on(TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))))
            .map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        runtime.spawn(accept(listener, Arc::new(Mutex::new(world))));
        Ok(Server { address, runtime: Some(runtime) })
    }
}

async fn accept(listener: TcpListener, world: Arc<Mutex<World>>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: give the others time to close theirs.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // An answer leaves at once; without this each small one waits for the client's ACK.
        let _ = stream.set_nodelay(true);
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, Arc::clone(&world)));
            // A connection that ends badly is the client's news, or a fault that was asked for.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct Lost;

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection ends here")
    }
}

impl std::error::Error for Lost {}

async fn answer(
    request: hyper::Request<Incoming>,
    world: Arc<Mutex<World>>,
) -> std::result::Result<hyper::Response<Reply>, Lost> {
    let received = tokio::time::Instant::now();
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_LENGTH_MAX).collect().await.map_err(|_| Lost)?.to_bytes();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let request = Request::new(head.method.as_str(), target, headers, body.to_vec());
    let (delivered, date) = {
        let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
        (world.deliver(&request), world.date())
    };
    let Delivery { delay, answer } = delivered.unwrap_or_else(|error| {
        let message = format!("The sandbox failed: {error}\n").into_bytes();
        let response = Response::bytes(500, "text/plain; charset=utf-8", message);
        Delivery { delay: Duration::ZERO, answer: Answer::Whole(response) }
    });
    if !delay.is_zero() {
        // The whole answer takes that long, not the sandbox's own work and that long again.
        tokio::time::sleep_until(received + delay).await;
    }
    let (response, torn) = match answer {
        Answer::Nothing => return Err(Lost),
        Answer::Whole(response) => (response, false),
        Answer::Torn(response) => (response, true),
    };
    // The systems' clocks are the world's.
    let mut builder = hyper::Response::builder().status(response.status).header("date", date);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Reply::new(response.body, torn)).map_err(|_| Lost)
}

/// A body that is sent whole, or breaks off in the middle.
struct Reply {
    length: u64,
    rest: Option<Bytes>,
    torn: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Reply {
    fn new(body: Vec<u8>, torn: bool) -> Reply {
        let length = body.len() as u64;
        let mut body = Bytes::from(body);
        let torn = torn.then(|| {
            body.truncate(body.len() / 2);
            Box::pin(tokio::time::sleep(TORN_PAUSE))
        });
        Reply { length, rest: Some(body).filter(|body| !body.is_empty()), torn }
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Lost;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, Lost>>> {
        if let Some(part) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(part))));
        }
        match &mut self.torn {
            None => Poll::Ready(None),
            Some(pause) => pause.as_mut().poll(context).map(|()| Some(Err(Lost))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && self.torn.is_none()
    }

    /// The promised length: the whole body's, also when half of it is all that comes.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
