//! What the check is compared with: the same server, an empty handler, the same headers.

use std::path::Path;
use std::time::Duration;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{App, HttpResponse, HttpServer, web};

type Headers = Vec<(HeaderName, HeaderValue)>;

/// Serves until the process ends. The file holds the headers of a real answer, one a line.
pub fn serve(headers: &Path, listen: &str) {
    let headers = parse(&std::fs::read_to_string(headers).unwrap());
    let listen = listen.to_owned();
    actix_web::rt::System::new()
        .block_on(async move {
            HttpServer::new(move || {
                App::new()
                    .app_data(web::Data::new(headers.clone()))
                    .route(tessera_shared::paths::GATEWAY_VERIFY, web::get().to(empty))
            })
            .shutdown_timeout(10)
            .keep_alive(Duration::from_secs(75))
            .client_request_timeout(Duration::from_secs(5))
            .bind(listen)
            .unwrap()
            .run()
            .await
        })
        .unwrap();
}

async fn empty(headers: web::Data<Headers>) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    for (name, value) in headers.iter() {
        answer.insert_header((name.clone(), value.clone()));
    }
    answer.finish()
}

/// All but those the server itself adds.
fn parse(text: &str) -> Headers {
    let lines = text.lines().filter_map(|line| line.split_once(": "));
    lines
        .filter(|(name, _)| !matches!(*name, "date" | "content-length"))
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}
