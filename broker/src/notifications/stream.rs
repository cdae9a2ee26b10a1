//! The live stream of a signed-in person: what changed in any tenant they are a member of.
//!
//! Who the person is to which tenant is looked at again all the time, and soon after anything changed
//! about the people of one of them. The stream ends with the session, and when the person left a tenant
//! or is something else there: whatever shows it has to begin anew.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use tessera_shared::dto::queue::Topic;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::Role;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::act::Change;
use crate::app::App;
use crate::auth::session::SessionSecret;
use crate::outcome::Outcome;
use crate::people;

struct Stream {
    app: Arc<App>,
    session: SessionSecret,
    changes: Receiver<Change>,
    roles: HashMap<TenantId, Role>,
    /// What is known of session and memberships was so at this moment.
    looked: Instant,
    /// When they are looked at again, however much happens until then.
    look_again: Instant,
    greeted: bool,
}

/// Nobody hears of a tenant for a second after they left it; the rest of the second is for the look.
const FRESH: Duration = Duration::from_millis(700);
/// How soon the next look may follow where something happened to the people of a tenant.
const SOON: Duration = Duration::from_millis(50);

/// Opens the stream for the session behind `session`.
pub async fn open(app: Arc<App>, session: SessionSecret) -> Outcome<HttpResponse> {
    let changes = app.changes.subscribe();
    let looked = Instant::now();
    let roles = people::service::roles_of_session(&app, &session).await?;
    let stream = Stream {
        app,
        session,
        changes,
        roles: roles.unwrap_or_default(),
        looked,
        look_again: looked + FRESH,
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
    /// The next frame, or none when the stream ended. At least one a second, so that a dead peer is
    /// noticed and membership stays fresh.
    async fn next_frame(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some("retry: 2000\n\n".to_owned());
        }
        loop {
            if Instant::now() >= self.look_again {
                return self.look().await;
            }
            match tokio::time::timeout_at(self.look_again, self.changes.recv()).await {
                Ok(Ok(Change { event, .. })) if self.roles.contains_key(&event.tenant) => {
                    if event.topic == Topic::Catalogue {
                        // Perhaps this very person left.
                        self.look_again = self.look_again.min(self.looked + SOON);
                    }
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

    /// Looks at session and memberships again; none when the session ended, a membership is not what
    /// it was, or the broker stops.
    async fn look(&mut self) -> Option<String> {
        if self.app.is_stopping() {
            return None;
        }
        let looked = Instant::now();
        let roles = people::service::roles_of_session(&self.app, &self.session)
            .await
            .ok()??;
        let as_before = |(tenant, role): (&TenantId, &Role)| roles.get(tenant) == Some(role);
        if !self.roles.iter().all(as_before) {
            return None;
        }
        (self.roles, self.looked, self.look_again) = (roles, looked, looked + FRESH);
        Some(": alive\n\n".to_owned())
    }
}
