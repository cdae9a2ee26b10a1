//! What gateways ask, forward-auth and introspection, beside an empty handler that answers the same.

use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, call, form};
use crate::contender::{Contender, compare, in_turns};
use crate::floor;
use crate::process::Server;
use crate::report::{Report, grouped};
use crate::world::{LARGE, SMALL, World};

/// Tokens that are in use at the same time.
const IN_USE: usize = 5_000;

/// Forward-auth with few and with many tokens, then introspection.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let (small, large) = (World::on_sqlite(arguments, SMALL), World::on_sqlite(arguments, LARGE));
    let (few_server, many_server) = (small.serve(arguments), large.serve(arguments));
    let mut few = Contender::new(tokens("check", &small), few_server.seat(), checks(&small));
    let mut many = Contender::new(tokens("check", &large), many_server.seat(), checks(&large));
    let floor_server = floor(arguments, &many_server, &many.calls()[0]);
    let mut empty = Contender::new(
        "empty handler, same headers",
        floor_server.seat(),
        many.calls().to_vec(),
    );
    in_turns(report, vec![&mut empty, &mut few, &mut many]);
    compare(report, "check", &many, &empty);
    let growth = many.over(&few, |round| round.cpu);
    let what = "cpu per check, few → many tokens";
    report.row(what, format!("{growth:.2}×"), "≤ 1.1×", growth <= 1.1);
    drop(few_server);
    introspect(arguments, report, &large, &many_server);
}

fn introspect(arguments: &Arguments, report: &mut Report, world: &World, server: &Server) {
    let mut asked = Contender::new(tokens("introspection", world), server.seat(), introspections(world));
    let floor_server = floor(arguments, server, &asked.calls()[0]);
    let mut empty = Contender::new(
        "empty handler, same answer",
        floor_server.seat(),
        asked.calls().to_vec(),
    );
    in_turns(report, vec![&mut empty, &mut asked]);
    compare(report, "introspection", &asked, &empty);
}

/// A row's name.
pub fn tokens(what: &str, world: &World) -> String {
    format!("{what}, {} tokens", grouped(world.tokens_loaded()))
}

fn checks(world: &World) -> Vec<Vec<u8>> {
    let one = |(credential, token): (String, String)| {
        let bearer = format!("Bearer {token}");
        let headers = [(paths::GATEWAY_HEADER, credential.as_str()), ("authorization", &bearer)];
        call("GET", paths::GATEWAY_VERIFY, &headers, "")
    };
    world.samples(IN_USE).into_iter().map(one).collect()
}

/// Introspection of tokens in use.
pub fn introspections(world: &World) -> Vec<Vec<u8>> {
    let one = |(credential, token): (String, String)| {
        let headers = [(paths::GATEWAY_HEADER, credential.as_str())];
        form(paths::INTROSPECT, &headers, &format!("token={token}"))
    };
    world.samples(IN_USE).into_iter().map(one).collect()
}

/// The empty handler, with what `server` answers to `call`.
fn floor(arguments: &Arguments, server: &Server, call: &[u8]) -> Server {
    let answer = client::send(server.address, call).unwrap();
    let file = arguments.cache.join("floor-answer");
    floor::write(&file, &answer);
    let program = std::env::current_exe().unwrap();
    let words = ["--floor", file.to_str().unwrap()];
    Server::start(&program, &words, &arguments.cache.join("floor.log"))
}
