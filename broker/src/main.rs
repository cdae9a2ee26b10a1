//! The `tessera` binary: server and command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    tessera_broker::cli::run()
}
