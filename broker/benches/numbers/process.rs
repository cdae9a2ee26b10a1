//! Servers under measurement, each a process of its own.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::client;

/// A server that runs until this is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From its start to its first answer.
    pub ready_after: Duration,
}

impl Server {
    /// Starts a server and waits until it answers. `listen` is said as `--listen` in the end.
    pub fn start(program: &Path, arguments: &[&str], log: &Path) -> Self {
        let address = free_address();
        let log = File::create(log).unwrap();
        let began = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .args(["--listen", &address.to_string()])
            // The people who are measured sign in with a password alone.
            .env("TESSERA_SIGN_IN__SECOND_FACTOR", "offered")
            // All calls come from one address.
            .env("TESSERA_LIMITS__PUBLIC_PER_MINUTE", "100000000")
            .env("TESSERA_LIMITS__MACHINE_PER_MINUTE", "100000000")
            .env("TESSERA_LIMITS__USER_PER_MINUTE", "100000000")
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let call = client::call("GET", "/", &[], "");
        while client::send(address, &call).is_err() {
            assert!(child.try_wait().unwrap().is_none(), "{} ended", program.display());
            std::thread::sleep(Duration::from_millis(5));
        }
        Self {
            child,
            address,
            ready_after: began.elapsed(),
        }
    }

    /// Where it is and which process it is.
    pub fn seat(&self) -> Seat {
        Seat {
            address: self.address,
            processes: vec![self.child.id()],
        }
    }

    /// Seconds of processor time it has used.
    pub fn cpu(&self) -> f64 {
        self.seat().cpu()
    }

    /// Bytes of memory it holds.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kibibytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kibibytes * 1_024.0
    }
}

/// Where a server is and which processes it is.
#[derive(Clone)]
pub struct Seat {
    pub address: SocketAddr,
    pub processes: Vec<u32>,
}

impl Seat {
    /// Seconds of processor time it has used.
    pub fn cpu(&self) -> f64 {
        self.processes.iter().map(|process| cpu_of(*process)).sum()
    }
}

fn cpu_of(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks: u32 = fields[11..13].iter().map(|field| field.parse::<u32>().unwrap()).sum();
    // The kernel counts for user space in hundredths, whatever its own clock is.
    f64::from(ticks) / 100.0
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The middle one of some figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
