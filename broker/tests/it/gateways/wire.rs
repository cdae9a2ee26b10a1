//! HTTP/1.1 as bytes: what a client may send that no library would.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than any gateway may take with a broker that does not answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call as it goes over the wire.
#[derive(Clone)]
pub struct Call {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    /// One more header, whether there is one of the name or not.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    pub fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: api.example\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.headers.iter().any(|(name, _)| name == "Connection") {
            head.push_str("Connection: close\r\n");
        }
        if !self.body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }

    /// Sends it over a connection of its own and reads the head of the answer; status 0 when there was none.
    pub async fn send(&self, port: u16) -> Reply {
        match tokio::time::timeout(PATIENCE, self.exchange(port)).await {
            Ok(Ok(head)) => Reply::parse(&head),
            _ => Reply::default(),
        }
    }

    async fn exchange(&self, port: u16) -> std::io::Result<Vec<u8>> {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).await?;
        // Who refuses need not read all of it.
        let (mut reading, mut writing) = socket.split();
        let bytes = self.bytes();
        let mut head = Vec::new();
        let read = async {
            let mut buffer = [0; 4096];
            while find(&head, b"\r\n\r\n").is_none() {
                match reading.read(&mut buffer).await? {
                    0 => break,
                    count => head.extend_from_slice(&buffer[..count]),
                }
            }
            Ok::<_, std::io::Error>(())
        };
        let written = async {
            if writing.write_all(&bytes).await.is_err() {
                return;
            }
            let _ = writing.flush().await;
        };
        let (read, ()) = futures_util::future::join(read, written).await;
        read?;
        Ok(head)
    }
}

/// The head of an answer.
#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Headers,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or(0),
            headers: Headers::parse(&text),
        }
    }
}

/// The lines of a head after the first.
#[derive(Clone, Debug, Default)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    pub fn parse(head: &str) -> Self {
        let lines = head.split("\r\n").skip(1).take_while(|line| !line.is_empty());
        let pairs = lines.filter_map(|line| line.split_once(':'));
        Self(
            pairs
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
        )
    }

    /// Every value of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.0.iter().filter(|(own, _)| own == name);
        lines.map(|(_, value)| value.as_str()).collect()
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }
}

/// Where `needle` begins.
pub fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
