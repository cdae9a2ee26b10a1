//! Real gateways as processes, each with the configuration that the broker shows.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tessera_shared::dto::gateways::SnippetFile;
use tessera_shared::words::GatewayProduct;

use super::tls::Authority;
use super::wire::Call;

const PATIENCE: Duration = Duration::from_secs(5);
/// The script that fetches keys for a gateway that cannot.
const KEYS: &str = "tessera-keys.sh";

/// What the operator fills in.
pub struct Site<'a> {
    pub credential: &'a str,
    pub upstream_port: u16,
    /// Who signs for the broker, where it is behind https.
    pub trusted: Option<&'a Authority>,
}

/// A running gateway; killed when it is dropped.
pub struct Edge {
    pub port: u16,
    child: Child,
    home: tempfile::TempDir,
}

impl Edge {
    /// Starts `product` with the files of a snippet and waits until it refuses a call without a token with
    /// one of these statuses.
    pub async fn start(product: GatewayProduct, files: &[SnippetFile], site: &Site<'_>, statuses: &[u16]) -> Self {
        // A port that was free may be taken before the gateway has it.
        for _ in 0..5 {
            let mut edge = Self::spawn(product, files, site);
            if edge.is_ready(statuses).await {
                return edge;
            }
        }
        panic!("{product} does not start");
    }

    fn spawn(product: GatewayProduct, files: &[SnippetFile], site: &Site<'_>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (port, inner) = (free_port(), free_port());
        let folder = home.path().to_str().unwrap();
        let trusted = home.path().join("trusted.pem");
        if let Some(authority) = site.trusted {
            authority.write(&trusted);
        }
        for file in files {
            let filled = file
                .text
                .replace("{{CREDENTIAL}}", site.credential)
                .replace("{{LISTEN}}", &port.to_string())
                .replace("{{INNER}}", &inner.to_string())
                .replace("{{FOLDER}}", folder)
                .replace("/etc/ssl/certs/ca-certificates.crt", trusted.to_str().unwrap())
                // No test waits for five minutes.
                .replace("cache_duration: 300s", "cache_duration: 1s")
                .replace("{{UPSTREAM}}", &format!("127.0.0.1:{}", site.upstream_port))
                .replace("{{UPSTREAM_HOST}}", "127.0.0.1")
                .replace("{{UPSTREAM_PORT}}", &site.upstream_port.to_string());
            assert!(!filled.contains("{{"), "left open: {filled}");
            fs::write(home.path().join(&file.name), filled).unwrap();
        }
        if files.iter().any(|file| file.name == KEYS) {
            assert!(
                fetch_keys(home.path(), &trusted, "true"),
                "the keys could not be fetched"
            );
        }
        let mut command = command(product, home.path(), &files[0].name);
        let log = fs::File::create(home.path().join("log")).unwrap();
        command
            .current_dir(home.path())
            .env("HOME", home.path())
            // Where programs in Go look for whom to trust.
            .env("SSL_CERT_FILE", &trusted)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            // So that whatever it starts ends with it.
            .process_group(0);
        let child = command.spawn();
        let child = child.unwrap_or_else(|cause| panic!("{product}: {cause}; run scripts/setup.sh test"));
        Self { port, child, home }
    }

    async fn is_ready(&mut self, statuses: &[u16]) -> bool {
        let begun = Instant::now();
        loop {
            let seen = Call::get("/").send(self.port).await.status;
            if statuses.contains(&seen) {
                return true;
            }
            if self.child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE {
                eprintln!("answers {seen} where {statuses:?} are expected\n{}", self.log());
                return false;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Runs the script that fetches keys, as the operator's clock does; says whether that went well.
    pub fn fetch_keys(&self) -> bool {
        let reload = format!("kill -USR2 {}", self.child.id());
        fetch_keys(self.home.path(), &self.home.path().join("trusted.pem"), &reload)
    }

    /// The same with the broker at `origin`, trusting nobody else.
    pub fn fetch_keys_at(&self, origin: &str, trusted: &Authority) -> bool {
        let script = self.home.path().join(KEYS);
        let lines = fs::read_to_string(&script).unwrap();
        let path = lines.split("/oauth2/").nth(1).unwrap();
        let (path, _) = path.split_once('"').unwrap();
        let own = lines.split('"').find(|word| word.ends_with(path)).unwrap();
        fs::write(&script, lines.replace(own, &format!("{origin}/oauth2/{path}"))).unwrap();
        trusted.write(&self.home.path().join("trusted.pem"));
        self.fetch_keys()
    }

    /// Whether it asks for keys again and again without being told to.
    pub fn fetches_by_itself(&self) -> bool {
        self.read("jwt.yaml").is_some()
    }

    /// A file that it has.
    pub fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.home.path().join(name)).ok()
    }

    /// What it has said.
    pub fn log(&self) -> String {
        let files = ["log", "error.log"].map(|name| fs::read_to_string(self.home.path().join(name)));
        files.into_iter().flatten().collect()
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }
}

fn fetch_keys(home: &Path, trusted: &Path, reload: &str) -> bool {
    let folder = home.to_str().unwrap();
    let script = Command::new("sh")
        .args([home.join(KEYS).to_str().unwrap(), folder, reload])
        .env("CURL_CA_BUNDLE", trusted)
        .output();
    script.unwrap().status.success()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A program, also where only administrators look.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut files = folders.map(|folder| folder.join(name));
    files.find(|file| file.exists()).unwrap_or_else(|| {
        panic!("{name} is missing: run scripts/setup.sh test, and the tests by `make rust-test`");
    })
}

/// How each is run in the foreground with the files in `home`, of which one comes `first`.
fn command(product: GatewayProduct, home: &Path, first: &str) -> Command {
    let file = |name: &str| home.join(name);
    let run = |name: &str| Command::new(program(name));
    match product {
        GatewayProduct::Nginx => {
            fs::write(file("main.conf"), nginx_main(home)).unwrap();
            let mut nginx = run("nginx");
            nginx
                .arg("-p")
                .arg(home)
                .arg("-c")
                .arg(file("main.conf"))
                .arg("-e")
                .arg(file("error.log"));
            nginx
        }
        GatewayProduct::Envoy => {
            let mut envoy = run("envoy");
            envoy
                .arg("-c")
                .arg(file(first))
                .args(["--disable-hot-restart", "--concurrency", "1"]);
            envoy.args(["--log-level", "error"]);
            envoy
        }
        GatewayProduct::Traefik => {
            let mut traefik = run("traefik");
            traefik.arg(format!("--configFile={}", file("traefik.yml").display()));
            traefik
        }
        GatewayProduct::Caddy => {
            let mut caddy = run("caddy");
            caddy
                .args(["run", "--adapter", "caddyfile", "--config"])
                .arg(file("Caddyfile"));
            caddy
        }
        GatewayProduct::Haproxy => {
            let mut haproxy = run("haproxy");
            // A master, which reads the files anew when it is told to.
            haproxy.args(["-W", "-db", "-f"]).arg(file(first));
            haproxy
        }
        GatewayProduct::Apache => {
            fs::write(file("main.conf"), apache_main(home, first)).unwrap();
            let mut apache = run("apache2");
            apache.args(["-D", "FOREGROUND", "-f"]).arg(file("main.conf"));
            apache
        }
        GatewayProduct::Kong | GatewayProduct::Apisix => panic!("{product} is not run here"),
    }
}

/// What stands around the configuration of a site.
fn nginx_main(home: &Path) -> String {
    let home = home.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = temporary
        .map(|name| format!("{name}_temp_path {home}/{name};"))
        .join(" ");
    format!(
        "daemon off; master_process off; pid {home}/nginx.pid; error_log {home}/error.log;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; {temporary} include {home}/nginx.conf; }}\n"
    )
}

/// The modules that Debian switches on by itself, and those the configuration asks for.
fn apache_main(home: &Path, first: &str) -> String {
    let home = home.display();
    let modules = [
        "mpm_event",
        "authn_core",
        "authz_core",
        "authz_user",
        "headers",
        "lua",
        "proxy",
        "proxy_http",
        "auth_openidc",
    ];
    let modules = modules.map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"));
    format!(
        "ServerRoot {home}\nServerName localhost\nPidFile {home}/apache.pid\nErrorLog {home}/error.log\nDefaultRuntimeDir {home}\n\
         {}Include {home}/{first}\n",
        modules.concat()
    )
}
