//! `tessera serve`.

use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use clap::Args;
use futures_util::future::select;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::cli::open;
use crate::config::{Config, SecondFactor};
use crate::demo;
use crate::http::server;
use crate::jobs::Jobs;
use crate::notifications::mailer::Mailer;
use crate::outcome::{Outcome, Refusal};

/// Run the broker.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address and port.
    #[arg(long)]
    listen: Option<String>,
    /// Scheme, host and port that people use; goes into the links of mails.
    #[arg(long)]
    public_url: Option<String>,
    /// Serve a demo world with a mail catcher; refused on a database with real tenants.
    #[arg(long)]
    demo: bool,
    /// Tenants of a new demo world.
    #[arg(long, default_value_t = 300, requires = "demo")]
    demo_tenants: u32,
    /// Tokens of a new demo world.
    #[arg(long, default_value_t = 20_000, requires = "demo")]
    demo_tokens: u32,
}

impl Serve {
    /// Lays the flags over the settings.
    pub fn lay_over(&self, config: &mut Config) {
        if let Some(listen) = &self.listen {
            config.listen.clone_from(listen);
        }
        if self.public_url.is_some() {
            config.public_url.clone_from(&self.public_url);
        }
    }
}

/// Serves until the process is told to stop.
pub fn serve(mut config: Config, args: &Serve) -> Outcome<()> {
    let listener = TcpListener::bind(&config.listen)
        .map_err(|cause| Refusal::internal(format!("cannot listen on {}: {cause}", config.listen)))?;
    // Port 0 asks the system for a free one; links need the real one.
    let bound = listener.local_addr().map_err(Refusal::internal)?;
    if config.listen.ends_with(":0") {
        config.listen = bound.to_string();
    }
    if args.demo {
        // Its passwords are on the sign-in page, and nobody wants to enrol first.
        config.sign_in.second_factor = SecondFactor::Offered;
    }
    let app = open(config, args.demo)?;
    if args.demo {
        let size = demo::service::DemoSize {
            tenants: args.demo_tenants,
            tokens: args.demo_tokens,
            to_issue: 0,
            ending_soon: 0,
        };
        let world = demo::service::build(&app, size, 1)?;
        for login in &world.logins {
            tracing::info!(email = %login.email, password = %login.password, "{}: {}", login.name, demo::service::what(login));
        }
    }
    app.load_indexes()?;
    let origin = app.config.public_origin();
    tracing::info!(%bound, tokens = app.tokens.len(), "serving on {origin}");
    actix_web::rt::System::new().block_on(run(app, listener))
}

async fn run(app: Arc<App>, listener: TcpListener) -> Outcome<()> {
    // Its pool of connections belongs to the runtime.
    let mailer = Mailer::new(&app.config.mail).map_err(Refusal::internal)?;
    let jobs = Jobs::start(&app, mailer);
    let server = server::serve(Arc::clone(&app), listener).map_err(Refusal::internal)?;
    stop_in_order(app, server.handle())?;
    let served = server.await;
    jobs.stop().await;
    served.map_err(Refusal::internal)
}

/// Waits for SIGINT or SIGTERM beside the server, then lets it finish what it has begun.
#[expect(clippy::disallowed_methods, reason = "this is the supervisor")]
fn stop_in_order(app: Arc<App>, server: ServerHandle) -> Outcome<()> {
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Refusal::internal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Refusal::internal)?;
    actix_web::rt::spawn(async move {
        select(pin!(interrupt.recv()), pin!(terminate.recv())).await;
        tracing::info!("told to stop: finishing what has begun");
        app.stop_streams();
        server.stop(true).await;
    });
    Ok(())
}
