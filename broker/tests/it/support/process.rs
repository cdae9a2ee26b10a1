//! The real binary as a process, over the database of a test.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::TestApp;
use super::client::Client;

const PATIENCE: Duration = Duration::from_mins(1);

/// A running `tessera serve`; killed when it is dropped.
pub struct Process {
    pub base: String,
    child: Child,
}

impl Process {
    /// Starts the binary over the database of `app` and waits until it can serve.
    pub async fn start(app: &TestApp) -> Self {
        // Asked for and let go, so that the next start gets another one without waiting for this.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = port.local_addr().unwrap().to_string();
        drop(port);
        let config = &app.app.config;
        let mut command = Command::new(env!("CARGO_BIN_EXE_tessera"));
        command
            .args([
                "serve",
                "--listen",
                &listen,
                "--database",
                &config.database_url(),
                "--data",
            ])
            .arg(&config.data)
            .env("TESSERA_MASTER_KEY", super::master_key_text())
            .env("TESSERA_LOG", "error")
            .env("TESSERA_SIGN_IN__SECOND_FACTOR", "offered")
            // A test is one address, and some are louder than anybody.
            .env("TESSERA_LIMITS__USER_PER_MINUTE", "0")
            .env_remove("TESSERA_TEST_POSTGRES_URL")
            .stdin(Stdio::null());
        let mut process = Self {
            base: format!("http://{listen}"),
            child: command.spawn().unwrap(),
        };
        let nobody = Client::anonymous(&process.base);
        let begun = Instant::now();
        while nobody
            .try_get("/readyz")
            .await
            .map_or(0, |answer| answer.status.as_u16())
            != 200
        {
            assert!(process.child.try_wait().unwrap().is_none(), "the broker did not start");
            assert!(begun.elapsed() < PATIENCE, "the broker is not ready");
            actix_web::rt::task::yield_now().await;
        }
        process
    }

    /// The most memory it ever held.
    pub fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// SIGKILL: no chance to finish anything.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; says how it ended.
    pub async fn terminate(&mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the broker does not stop");
            actix_web::rt::task::yield_now().await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
