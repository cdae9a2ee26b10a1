//! The HTTP server: the route table mounted, every answer dressed, shut down without losing calls.

use std::any::Any;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::{App as ActixApp, HttpRequest, HttpServer, web};
use socket2::SockRef;
use utoipa_swagger_ui::{Config as ViewerConfig, SwaggerUi};

use crate::app::App;
use crate::http::docs::{VIEWER, VIEWER_POLICY};
use crate::http::error::wrong_method;
use crate::http::route::Route;
use crate::http::{middleware, spa};

/// Connections a worker holds at the same time; more wait in the system's queue. A caller that is
/// slow with its headers keeps one for five seconds, an idle one for as long as `keep_alive` says.
const MAX_CONNECTIONS: usize = 8_192;

/// What was sent to a caller and is not taken for this long ends the connection (RFC 5482): one that went away without a
/// word, or one that does not read. Otherwise only the system's own patience would, and a feed of a gateway that was cut off
/// would count as open for a quarter of an hour.
const UNREAD: Duration = Duration::from_secs(10);

/// A server on `listener` that serves until its handle stops it. Calls in flight get 10 seconds.
pub fn serve(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let workers = app.config.workers;
    let data = web::Data::from(app);
    let mut server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            .wrap(from_fn(middleware::dress))
            .configure(mount)
            .service(
                web::scope(VIEWER)
                    .wrap(DefaultHeaders::new().add(("content-security-policy", VIEWER_POLICY)))
                    .service(SwaggerUi::new("/{_:.*}").config(ViewerConfig::from(tessera_shared::paths::OPENAPI))),
            )
            .default_service(web::to(spa::fallback))
    })
    .on_connect(|connection, _data| end_unread(connection))
    .disable_signals()
    .shutdown_timeout(10)
    .keep_alive(Duration::from_secs(75))
    .max_connections(MAX_CONNECTIONS)
    .client_request_timeout(Duration::from_secs(5));
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    Ok(server.listen(listener)?.run())
}

/// Has the system end a connection whose other side takes nothing; see [`UNREAD`].
fn end_unread(connection: &dyn Any) {
    if let Some(stream) = connection.downcast_ref::<TcpStream>()
        && let Err(cause) = SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD))
    {
        tracing::debug!(%cause, "a connection keeps the system's own patience");
    }
}

/// Mounts every route of the table; a known path with another method is a 405.
fn mount(service: &mut web::ServiceConfig) {
    let mut by_path: Vec<(&'static str, Vec<Route>)> = Vec::new();
    for route in crate::routes::all() {
        match by_path.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, routes)) => routes.push(route),
            None => by_path.push((route.path, vec![route])),
        }
    }
    for (path, routes) in by_path {
        let methods: Vec<&str> = routes.iter().flat_map(Route::methods).collect();
        let allow = methods.join(", ");
        let mut resource = web::resource(path);
        for route in routes {
            resource = resource.route(route.handler);
        }
        service.service(resource.default_service(web::to(move |req: HttpRequest| {
            std::future::ready(wrong_method(&req, &allow))
        })));
    }
}
