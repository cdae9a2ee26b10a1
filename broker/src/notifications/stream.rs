//! The live stream of a signed-in person: what changed in any tenant they are a member of.
//!
//! Membership is looked at again every second, so a stream goes quiet for a tenant the person
//! left, and ends with the session.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use tessera_shared::dto::queue::ChangeEvent;
use tessera_shared::ids::TenantId;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::app::App;
use crate::auth::session::SessionSecret;
use crate::outcome::Outcome;
use crate::people;

struct Stream {
    app: Arc<App>,
    session: SessionSecret,
    changes: Receiver<ChangeEvent>,
    tenants: HashSet<TenantId>,
    /// When session and memberships are looked at again, however much happens until then.
    look_again: tokio::time::Instant,
    greeted: bool,
}

const FRESH: Duration = Duration::from_secs(1);

/// Opens the stream for the session behind `session`.
pub async fn open(app: Arc<App>, session: SessionSecret) -> Outcome<HttpResponse> {
    let changes = app.changes.subscribe();
    let tenants = people::service::tenants_of_session(&app, &session).await?;
    let stream = Stream {
        app,
        session,
        changes,
        tenants: tenants.unwrap_or_default(),
        look_again: tokio::time::Instant::now() + FRESH,
        greeted: false,
    };
    let body = futures_util::stream::unfold(stream, |mut stream| async move {
        let frame = stream.next_frame().await?;
        Some((Ok::<_, actix_web::Error>(Bytes::from(frame)), stream))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body))
}

impl Stream {
    /// The next frame, or none when the session ended. At least one a second, so that a dead
    /// peer is noticed and membership stays fresh.
    async fn next_frame(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some("retry: 2000\n\n".to_owned());
        }
        loop {
            if tokio::time::Instant::now() >= self.look_again {
                return self.look().await;
            }
            match tokio::time::timeout_at(self.look_again, self.changes.recv()).await {
                Ok(Ok(event)) if self.tenants.contains(&event.tenant) => {
                    let data = serde_json::to_string(&event).ok()?;
                    return Some(format!("event: change\ndata: {data}\n\n"));
                }
                Ok(Ok(_foreign)) => {}
                // Too slow: what was missed is unknown, so everything may have changed.
                Ok(Err(RecvError::Lagged(_))) => return Some("event: reload\ndata: {}\n\n".to_owned()),
                Ok(Err(RecvError::Closed)) => return None,
                Err(_elapsed) => {}
            }
        }
    }

    /// Looks at session and memberships again; none when the session ended or the broker stops.
    async fn look(&mut self) -> Option<String> {
        if self.app.is_stopping() {
            return None;
        }
        self.tenants = people::service::tenants_of_session(&self.app, &self.session)
            .await
            .ok()??;
        self.look_again = tokio::time::Instant::now() + FRESH;
        Some(": alive\n\n".to_owned())
    }
}
