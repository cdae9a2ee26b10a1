//! A small HTTP client: connections that stay open, each sending its next call when the last one
//! was answered. Lean, because it shares the machine with what it measures.

use std::cell::Cell;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer: its status, head and body.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
    }
}

/// The bytes of a call.
pub fn call(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    with_body(method, path, headers, ("application/json", body))
}

/// The bytes of a call that posts a form.
pub fn form(path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    with_body("POST", path, headers, ("application/x-www-form-urlencoded", body))
}

fn with_body(method: &str, path: &str, headers: &[(&str, &str)], (kind, body): (&str, &str)) -> Vec<u8> {
    let mut all = vec![("origin", "http://bench")];
    all.extend(headers);
    if !body.is_empty() {
        all.push(("content-type", kind));
    }
    call_as_is(method, path, &all, body)
}

/// The bytes of a call with no headers but these, host and length.
pub fn call_as_is(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// One connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a call and waits for the whole answer; says its status and where its body begins.
    async fn send(&mut self, call: &[u8]) -> std::io::Result<(u16, usize)> {
        self.stream.write_all(call).await?;
        self.buffer.clear();
        let mut whole = None;
        while whole.is_none_or(|(_, end)| self.buffer.len() < end) {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            whole = whole.or_else(|| extent(&self.buffer));
        }
        let status = std::str::from_utf8(&self.buffer[9..12]).unwrap().parse().unwrap();
        Ok((status, whole.unwrap().0))
    }
}

/// Where head and body of an answer end, once its head is there.
fn extent(buffer: &[u8]) -> Option<(usize, usize)> {
    const LENGTH: &[u8] = b"content-length: ";
    fn length_of(line: &[u8]) -> Option<&[u8]> {
        let (name, digits) = line.split_at_checked(LENGTH.len())?;
        name.eq_ignore_ascii_case(LENGTH).then_some(digits)
    }
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let mut lines = buffer[..head].split(|byte| *byte == b'\n');
    let length = lines.find_map(length_of);
    let length = length.map_or(0, |digits| {
        std::str::from_utf8(digits)
            .unwrap()
            .trim_end()
            .parse::<usize>()
            .unwrap()
    });
    Some((head, head + length))
}

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

/// Sends one call on a connection of its own.
pub fn send(address: SocketAddr, bytes: &[u8]) -> std::io::Result<Answer> {
    block_on(async {
        let mut connection = Connection::open(address).await?;
        let (status, head) = connection.send(bytes).await?;
        let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
        Ok(Answer {
            status,
            head: text(&connection.buffer[..head]),
            body: text(&connection.buffer[head..]),
        })
    })
}

/// How a load was answered.
pub struct Answered {
    pub took: Duration,
    /// From the first byte sent to the last byte received, shortest first.
    waits: Vec<Duration>,
}

impl Answered {
    pub fn count(&self) -> usize {
        self.waits.len()
    }

    pub fn per_second(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// The wait that `share` of the calls did not exceed, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.waits.len() - 1;
        self.waits[(last as f64 * share).round() as usize].as_secs_f64() * 1_000.0
    }
}

/// Sends what `next` gives over some connections until it gives nothing more. Every answer has to
/// have the status `expected`.
pub fn load<'a>(
    address: SocketAddr,
    connections: usize,
    expected: u16,
    next: impl Fn() -> Option<&'a [u8]>,
) -> Answered {
    let one = async || {
        let mut connection = Connection::open(address).await.unwrap();
        let mut waits = Vec::new();
        while let Some(bytes) = next() {
            let sent = Instant::now();
            let (status, head) = connection.send(bytes).await.unwrap();
            waits.push(sent.elapsed());
            let body = || String::from_utf8_lossy(&connection.buffer[head..]);
            assert_eq!(status, expected, "{}: {}", String::from_utf8_lossy(bytes), body());
        }
        waits
    };
    let began = Instant::now();
    let waits = block_on(join_all((0..connections).map(|_| one())));
    let took = began.elapsed();
    let mut waits: Vec<Duration> = waits.into_iter().flatten().collect();
    waits.sort_unstable();
    Answered { took, waits }
}

/// Gives calls in a scattered order for some time.
pub fn for_some_time<'a>(calls: &'a [Vec<u8>], time: Duration) -> impl Fn() -> Option<&'a [u8]> {
    let (end, place) = (Instant::now() + time, Cell::new(0_usize));
    // Far from the last one, so that no call finds warm what its neighbour has just touched.
    let step = (calls.len() * 618 / 1_000) | 1;
    move || {
        place.set((place.get() + step) % calls.len());
        (Instant::now() < end).then(|| calls[place.get()].as_slice())
    }
}

/// Gives every call once.
pub fn each_once<'a>(calls: &'a [Vec<u8>]) -> impl Fn() -> Option<&'a [u8]> {
    let place = Cell::new(0);
    move || {
        let call = calls.get(place.get());
        place.set(place.get() + 1);
        call.map(Vec::as_slice)
    }
}
