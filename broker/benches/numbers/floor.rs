//! What gateways' questions are compared with: the same server, an empty handler, the same answer.

use std::path::Path;
use std::time::Duration;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::client::Answer;

/// What is always answered.
#[derive(Clone)]
struct Fixed {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: web::Bytes,
}

/// Keeps an answer for [`serve`].
pub fn write(file: &Path, answer: &Answer) {
    std::fs::write(file, format!("{}{}", answer.head, answer.body)).unwrap();
}

/// Serves until the process ends, whatever it is asked.
pub fn serve(answer: &Path, listen: &str) {
    let fixed = parse(&std::fs::read_to_string(answer).unwrap());
    let listen = listen.to_owned();
    actix_web::rt::System::new()
        .block_on(async move {
            HttpServer::new(move || {
                App::new()
                    .app_data(web::Data::new(fixed.clone()))
                    .route(tessera_shared::paths::GATEWAY_VERIFY, web::get().to(empty))
                    .route(tessera_shared::paths::INTROSPECT, web::post().to(empty_form))
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

async fn empty(fixed: web::Data<Fixed>) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    for (name, value) in &fixed.headers {
        answer.insert_header((name.clone(), value.clone()));
    }
    answer.body(fixed.body.clone())
}

/// Reads what it is asked, as everybody has to.
async fn empty_form(fixed: web::Data<Fixed>, _form: web::Bytes) -> HttpResponse {
    empty(fixed).await
}

/// All headers but those the server itself adds.
fn parse(text: &str) -> Fixed {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let headers = lines
        .filter(|(name, _)| !matches!(*name, "date" | "content-length"))
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect();
    Fixed {
        headers,
        body: body.to_owned().into(),
    }
}
