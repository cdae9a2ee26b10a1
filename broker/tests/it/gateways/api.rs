//! The API behind a gateway: writes down every call that reaches it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::wire::{Headers, find};

/// A call that reached the API.
#[derive(Clone, Debug)]
pub struct Reached {
    pub method: String,
    pub target: String,
    pub headers: Headers,
    pub body: usize,
}

/// A small real server.
pub struct Api {
    pub port: u16,
    reached: Arc<Mutex<Vec<Reached>>>,
}

impl Api {
    /// Starts on a free port. Its threads end with the connections of the gateway, or with the tests.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let reached = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&reached);
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let (socket, shared) = (socket.unwrap(), Arc::clone(&shared));
                std::thread::spawn(move || serve(socket, &shared));
            }
        });
        Self { port, reached }
    }

    /// What has reached it since it was asked last.
    pub fn take(&self) -> Vec<Reached> {
        std::mem::take(&mut *self.reached.lock().unwrap())
    }
}

/// Answers call after call; `/answers/{status}` with that status, all others with 200.
fn serve(mut socket: TcpStream, reached: &Mutex<Vec<Reached>>) {
    let mut waiting = Vec::new();
    while let Some(call) = read(&mut socket, &mut waiting) {
        let status = call.target.split("/answers/").nth(1).and_then(|rest| rest.get(..3));
        let status = status.unwrap_or("200").to_owned();
        let body = if call.method == "HEAD" { "" } else { "seen" };
        reached.lock().unwrap().push(call);
        let answer = format!("HTTP/1.1 {status} Own\r\nContent-Length: 4\r\nX-Api: own\r\n\r\n{body}");
        if socket.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn read(socket: &mut TcpStream, waiting: &mut Vec<u8>) -> Option<Reached> {
    let end = read_until(socket, waiting, |bytes| find(bytes, b"\r\n\r\n").map(|at| at + 4))?;
    let head = String::from_utf8_lossy(&waiting.drain(..end).collect::<Vec<_>>()).into_owned();
    let mut words = head.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers = Headers::parse(&head);
    let body = if let Some(length) = headers.get("content-length") {
        let length: usize = length.parse().ok()?;
        read_until(socket, waiting, |bytes| (bytes.len() >= length).then_some(length))?;
        waiting.drain(..length).len()
    } else if headers.get("transfer-encoding").is_some() {
        chunks(socket, waiting)?
    } else {
        0
    };
    Some(Reached {
        method,
        target,
        headers,
        body,
    })
}

/// Length of a body that comes in chunks (RFC 9112 §7.1).
fn chunks(socket: &mut TcpStream, waiting: &mut Vec<u8>) -> Option<usize> {
    let mut length = 0;
    loop {
        let end = read_until(socket, waiting, |bytes| find(bytes, b"\r\n").map(|at| at + 2))?;
        let line = String::from_utf8_lossy(&waiting.drain(..end).collect::<Vec<_>>()).into_owned();
        let size = usize::from_str_radix(line.trim().split(';').next()?, 16).ok()?;
        read_until(socket, waiting, |bytes| (bytes.len() >= size + 2).then_some(size))?;
        waiting.drain(..size + 2);
        if size == 0 {
            return Some(length);
        }
        length += size;
    }
}

/// Reads on until `is_there` says how much of it is wanted.
fn read_until(
    socket: &mut TcpStream,
    waiting: &mut Vec<u8>,
    is_there: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    let mut buffer = [0; 16384];
    loop {
        if let Some(end) = is_there(waiting) {
            return Some(end);
        }
        match socket.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => waiting.extend_from_slice(&buffer[..count]),
        }
    }
}
