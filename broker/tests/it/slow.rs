//! Callers that send slowly, or too much: they are hung up on, and hold up nobody meanwhile.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::client::Client;
use crate::support::world::World;
use crate::support::{On, TestApp};

fn connect(address: &str, sent: &str) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.write_all(sent.as_bytes()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    socket
}

/// What came until the broker hung up, and after how long.
fn until_hung_up(mut socket: TcpStream) -> (String, Duration) {
    let begun = Instant::now();
    let mut read = Vec::new();
    match socket.read_to_end(&mut read) {
        Err(cause) if cause.kind() != std::io::ErrorKind::ConnectionReset => panic!("it was kept: {cause}"),
        _ => (String::from_utf8_lossy(&read).into_owned(), begun.elapsed()),
    }
}

const HALF_A_HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
const HALF_A_BODY: &str = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{\"email\":";

#[actix_web::test]
async fn checks_go_on_beside_slow_callers_who_are_hung_up_on() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let address = app.base.trim_start_matches("http://").to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let kinds = [HALF_A_HEAD, HALF_A_BODY, "", "G"];
        (0..400)
            .map(|number| connect(&address, kinds[number % kinds.len()]))
            .collect::<Vec<_>>()
    });
    let sockets = opened.await.unwrap();

    let check = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
    let mut slowest = Duration::ZERO;
    for _ in 0..200 {
        let begun = Instant::now();
        assert_eq!(check.get("/gateway/verify").await.status, 401);
        slowest = slowest.max(begun.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "a check took {slowest:?}");

    let ended = tokio::task::spawn_blocking(move || {
        let threads = sockets
            .into_iter()
            .map(|socket| std::thread::spawn(|| until_hung_up(socket)));
        let threads: Vec<_> = threads.collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect::<Vec<_>>()
    });
    for (number, (text, after)) in ended.await.unwrap().into_iter().enumerate() {
        assert!(after < Duration::from_secs(20), "kept for {after:?}");
        let status = text.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "" | "400" | "408"), "{number}: {text}");
        assert!(text.matches("HTTP/1.").count() < 2, "{text}");
    }
}

#[actix_web::test]
async fn a_head_without_end_is_not_read_to_its_end() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let address = app.base.trim_start_matches("http://").to_owned();
    let sent = tokio::task::spawn_blocking(move || {
        let mut socket = connect(&address, HALF_A_HEAD);
        let (piece, mut sent) = ("x".repeat(4_096), 0);
        // 16 MiB, unless the broker hangs up.
        while sent < 4_096 && socket.write_all(piece.as_bytes()).is_ok() {
            sent += 1;
        }
        sent
    });
    assert!(sent.await.unwrap() < 4_096, "all of it was read");
}

#[actix_web::test]
async fn a_head_of_many_small_headers_is_refused() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let nobody = Client::anonymous(&app.base);
    let many = (0..80).fold(nobody.clone(), |nobody, number| {
        nobody.with(&format!("x-{number}"), &"x".repeat(300))
    });
    assert_eq!(many.get("/healthz").await.refused(431), "headers_too_large");
    let few = (0..40).fold(nobody, |nobody, number| {
        nobody.with(&format!("x-{number}"), &"x".repeat(300))
    });
    few.get("/healthz").await.expect(200);
}
