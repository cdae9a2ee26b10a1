//! Sending a letter: over SMTP, or into the demo's catcher.

use std::sync::Arc;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::app::App;
use crate::config::Mail;
use crate::notifications::Letter;

/// How a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("{0}")]
    Later(String),
    /// It never will.
    #[error("{0}")]
    Final(String),
}

/// Sends letters.
pub struct Mailer {
    from: Mailbox,
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Mailer {
    /// A mailer for the settings; a wrong URL or sender is an error at start.
    pub fn new(settings: &Mail) -> Result<Self, SendError> {
        let from = settings
            .from
            .parse()
            .map_err(|cause| SendError::Final(format!("mail.from: {cause}")))?;
        let smtp = match &settings.smtp {
            None => None,
            Some(url) => Some(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|cause| SendError::Final(format!("mail.smtp: {cause}")))?
                    .timeout(Some(std::time::Duration::from_secs(20)))
                    .build(),
            ),
        };
        Ok(Self { from, smtp })
    }

    /// Whether there is a way to send anything.
    pub fn can_send(&self, app: &App) -> bool {
        self.smtp.is_some() || app.catcher.is_some()
    }

    /// Sends `letter`. `id` becomes the Message-ID, so that a repeated letter is recognised.
    pub async fn send(&self, app: &Arc<App>, id: &str, letter: &Letter) -> Result<(), SendError> {
        if let Some(catcher) = &app.catcher {
            catcher.catch(letter, app.clock.now());
            if self.smtp.is_none() {
                return Ok(());
            }
        }
        let Some(smtp) = &self.smtp else {
            return Err(SendError::Later("mail.smtp is not set".to_owned()));
        };
        let to = letter
            .to
            .parse()
            .map_err(|cause| SendError::Final(format!("recipient: {cause}")))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .message_id(Some(format!("<{id}@tessera>")))
            .multipart(MultiPart::alternative_plain_html(
                letter.text.clone(),
                letter.html.clone(),
            ))
            .map_err(|cause| SendError::Final(cause.to_string()))?;
        match smtp.send(message).await {
            Ok(_accepted) => Ok(()),
            Err(cause) if cause.is_permanent() => Err(SendError::Final(cause.to_string())),
            Err(cause) => Err(SendError::Later(cause.to_string())),
        }
    }
}
