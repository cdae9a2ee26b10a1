//! The same question to others who answer it: introspection (RFC 7662) by Tessera and by servers that
//! `scripts/bench-peers.sh` has started.

use std::net::SocketAddr;
use std::path::Path;

use serde::Deserialize;

use crate::Arguments;
use crate::check::{introspections, tokens};
use crate::client::call_as_is;
use crate::contender::{Contender, in_turns};
use crate::process::Seat;
use crate::report::Report;
use crate::world::{SMALL, World};

/// A server that was started by somebody else.
#[derive(Deserialize)]
struct Peer {
    name: String,
    address: SocketAddr,
    pids: Vec<u32>,
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Call {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// Every peer of the folder, in turns with Tessera.
pub fn measure(arguments: &Arguments, folder: &Path, report: &mut Report) {
    let world = World::on_sqlite(arguments, SMALL);
    let server = world.serve(arguments);
    let name = tokens("introspection by Tessera", &world);
    let mut own = Contender::new(name, server.seat(), introspections(&world));
    let mut peers: Vec<Contender> = read(folder).into_iter().map(contender).collect();
    let all: Vec<&mut Contender> = std::iter::once(&mut own).chain(&mut peers).collect();
    in_turns(report, all);
    for peer in &peers {
        let (faster, cpu) = (
            own.over(peer, |round| round.per_second),
            peer.over(&own, |round| round.cpu),
        );
        let figures = format!("{faster:.1}× the calls, {cpu:.1}× less cpu per call");
        report.floor(format!("Tessera / {}", peer.name()), figures);
    }
}

fn read(folder: &Path) -> Vec<Peer> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let parse = |file: &std::path::PathBuf| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    files.iter().map(parse).collect()
}

fn contender(peer: Peer) -> Contender {
    let seat = Seat {
        address: peer.address,
        processes: peer.pids,
    };
    let calls = peer.calls.iter().map(|call| {
        let headers: Vec<(&str, &str)> = call.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        call_as_is(&call.method, &call.path, &headers, &call.body)
    });
    Contender::new(peer.name, seat, calls.collect())
}
