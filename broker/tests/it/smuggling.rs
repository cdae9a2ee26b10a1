//! Messages on the wire that two readers might take apart in two ways (RFC 9112 §11.2): refused, and
//! the connection closed, so that nothing hidden in one is ever answered as a second.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{On, TestApp};

/// What somebody hides behind a message.
const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
/// The same, with which the connection would end in order.
const LAST: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Heads of a POST whose length is told in a way that is not the one way.
const LENGTHS: &[&str] = &[
    "Content-Length: 4\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 4",
    "Transfer-Encoding: cHuNkEd\r\nContent-Length: 4",
    "Content-Length: 4\r\nTransfer-Encoding: identity",
    "Content-Length: 4\r\nTransfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: identity, chunked, chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding: chunked;q=1",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding\t: chunked",
    "X: y\r\n Transfer-Encoding: chunked",
    "Transfer-Encoding:\r\n chunked",
    "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: chunked\x00",
    "Transfer-Encoding: chun\x00ked",
    "Content-Length: 4\r\nContent-Length: 0",
    "Content-Length: 4\r\nContent-Length: 4",
    "Content-Length: 4, 4",
    "Content-Length: 4, 0",
    "Content-Length: +4",
    "Content-Length: -4",
    "Content-Length: 0x4",
    "Content-Length: 4x",
    "Content-Length: 4 4",
    "Content-Length: \"4\"",
    "Content-Length: 1e1",
    "Content-Length: 4.0",
    "Content-Length:",
    "Content-Length: 18446744073709551616",
    "Content-Length: 99999999999999999999999999",
    "Content-Length : 4",
    "Content-Length\x0b: 4",
    "Content-Length:\r\n 4",
    "X: y\r\n Content-Length: 4",
    "Content-Length: 4\x00",
    "Content-Length",
    ": 4",
    "Content Length: 4",
    "X: a\x00b",
    "X: a\rContent-Length: 4",
    "\x01: y",
];

/// Bodies in chunks that are none.
const CHUNKS: &[&str] = &[
    "0x4\r\nabcd\r\n0\r\n\r\n",
    "+4\r\nabcd\r\n0\r\n\r\n",
    "-4\r\nabcd\r\n0\r\n\r\n",
    "g\r\nabcd\r\n0\r\n\r\n",
    "\r\nabcd\r\n0\r\n\r\n",
    "10000000000000000\r\nabcd\r\n0\r\n\r\n",
    "fffffffffffffffff\r\nabcd\r\n0\r\n\r\n",
    "4\r\nabcdX\r\n0\r\n\r\n",
    "4\r\nabcd0\r\n\r\n",
    "4\nabcd\r\n0\r\n\r\n",
    "4\rabcd\r\n0\r\n\r\n",
    "4;a=\"\n\"\r\nabcd\r\n0\r\n\r\n",
];

/// First lines and hosts that are none.
const STARTS: &[&str] = &[
    "GET /healthz HTTP/1.1\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "GET /healthz\r\nHost: localhost\r\n\r\n",
    "GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n",
    "GET /healthz HTTP/11.1\r\nHost: localhost\r\n\r\n",
    "GET /healthz http/1.1\r\nHost: localhost\r\n\r\n",
    "GET /healthz HTTP/1.1 x\r\nHost: localhost\r\n\r\n",
    "GET /health\x00z HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GE\x00T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "G(T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    " GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

fn messages() -> Vec<String> {
    let post = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    let lengths = LENGTHS.iter().map(|length| format!("{post}{length}\r\n\r\n0\r\n\r\n"));
    let chunks = CHUNKS
        .iter()
        .map(|body| format!("{post}Transfer-Encoding: chunked\r\n\r\n{body}"));
    // Chunks came with HTTP/1.1.
    let old = post.replace("1.1", "1.0");
    let old =
        ["0\r\n\r\n", "4\r\nabcd\r\n0\r\n\r\n"].map(|body| format!("{old}Transfer-Encoding: chunked\r\n\r\n{body}"));
    let starts = STARTS.iter().map(|start| (*start).to_owned());
    lengths.chain(chunks).chain(old).chain(starts).collect()
}

/// Statuses of all replies to a message with another one hidden behind it, and whether the
/// connection ended.
fn replies(address: &str, message: &str) -> (Vec<u16>, bool) {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    // It may hang up before it has read everything.
    let _ = socket.write_all(format!("{message}{HIDDEN}{LAST}").as_bytes());
    let mut read = Vec::new();
    let ended = match socket.read_to_end(&mut read) {
        Ok(_) => true,
        Err(cause) => cause.kind() == std::io::ErrorKind::ConnectionReset,
    };
    let text = String::from_utf8_lossy(&read);
    let statuses = text.split("HTTP/1.").skip(1).map(|reply| reply[2..5].parse().unwrap());
    (statuses.collect(), ended)
}

#[actix_web::test]
async fn nothing_hidden_in_a_message_is_answered() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let address = app.base.trim_start_matches("http://").to_owned();
    let (in_order, to) = (HIDDEN.to_owned(), address.clone());
    let read = tokio::task::spawn_blocking(move || replies(&to, &in_order));
    assert_eq!(
        read.await.unwrap(),
        (vec![200, 200, 200], true),
        "these see what is answered"
    );
    let messages = messages();
    assert!(messages.len() >= 60, "only {} messages", messages.len());
    let tries = messages.into_iter().map(|message| {
        let address = address.clone();
        tokio::task::spawn_blocking(move || (replies(&address, &message), message))
    });
    let mut wrong = Vec::new();
    for tried in futures_util::future::join_all(tries).await {
        let ((statuses, ended), message) = tried.unwrap();
        if statuses.len() != 1 || !ended || statuses.iter().any(|status| !matches!(status, 400 | 501 | 505)) {
            wrong.push(format!("{message:?}: {statuses:?}, ended: {ended}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[actix_web::test]
async fn a_host_that_is_none_is_refused() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let address = app.base.trim_start_matches("http://").to_owned();
    for host in [
        "localhost, evil.example",
        "a b",
        "user@localhost",
        "localhost/x",
        "localhost?x",
        "",
    ] {
        // Where it ends is clear, so what follows is a message of its own.
        let (to, message) = (
            address.clone(),
            format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        );
        let (statuses, ended) = tokio::task::spawn_blocking(move || replies(&to, &message))
            .await
            .unwrap();
        assert!(statuses[0] == 400 && ended, "{host}: {statuses:?}");
    }
}
