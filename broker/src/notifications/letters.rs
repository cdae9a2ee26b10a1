//! The words of every letter, in one plain layout with the tenant's name on top.

use tessera_shared::ids::{DeliveryId, RequestId};
use tessera_shared::instant::Instant;
use tessera_shared::paths::screen;
use tessera_shared::permission::Role;

use crate::app::App;
use crate::notifications::Letter;
use crate::tenancy::{TenantInfo, TenantScope};

/// What every letter knows of the tenant it speaks for.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Scheme and host of the broker.
    pub origin: String,
    /// The tenant's short name.
    pub slug: String,
    /// The tenant's name.
    pub name: String,
    /// The tenant's raw accent colour.
    pub accent: String,
}

impl Sender {
    /// The sender for letters of the tenant `info`.
    pub fn of(app: &App, info: &TenantInfo) -> Self {
        Self {
            origin: app.config.public_origin(),
            slug: info.slug.clone(),
            name: info.name.clone(),
            accent: info.accent.clone(),
        }
    }

    /// The sender of letters about accounts, which belong to no tenant.
    pub fn platform(app: &App) -> Self {
        Self {
            origin: app.config.public_origin(),
            slug: String::new(),
            name: PRODUCT.to_owned(),
            accent: "#3451b2".to_owned(),
        }
    }

    /// The last line of a letter.
    fn foot(&self) -> String {
        if self.name == PRODUCT {
            "Sent by Tessera".to_owned()
        } else {
            format!("Sent by Tessera for {}", self.name)
        }
    }
}

/// What signs letters about accounts.
const PRODUCT: &str = "Tessera";

/// Text that is safe inside HTML elements and attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// One line: what goes into a subject must not start a new header.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn day(at: Instant) -> String {
    at.to_string().chars().take(10).collect()
}

/// What a letter says.
pub(super) struct Draft<'a> {
    pub to: &'a str,
    pub subject: String,
    pub lines: Vec<String>,
    /// Words on the button, and the path it leads to.
    pub link: Option<(&'a str, String)>,
    pub after: Option<&'a str>,
}

/// Lays a letter out, as plain text and as HTML.
pub(super) fn write(sender: &Sender, draft: Draft<'_>) -> Letter {
    let mut text = draft.lines.join("\n\n");
    let mut body: String = draft
        .lines
        .iter()
        .map(|line| format!("<p style=\"margin:0 0 16px\">{}</p>", escape(line)))
        .collect();
    if let Some((label, path)) = &draft.link {
        let url = format!("{}{path}", sender.origin);
        text.push_str(&format!("\n\n{label}:\n{url}"));
        let colours = tessera_shared::accent::mail_colours(&sender.accent);
        body.push_str(&format!(
            "<p style=\"margin:24px 0\"><a href=\"{}\" style=\"background:{};color:{};padding:12px 20px;\
             border-radius:6px;text-decoration:none;font-weight:600;display:inline-block\">{}</a></p>",
            escape(&url),
            colours.solid,
            colours.on_solid,
            escape(label)
        ));
    }
    if let Some(after) = draft.after {
        text.push_str(&format!("\n\n{after}"));
        body.push_str(&format!(
            "<p style=\"margin:0 0 16px;color:#5b6070\">{}</p>",
            escape(after)
        ));
    }
    text.push_str(&format!("\n\n-- \n{}\n", sender.foot()));
    Letter {
        to: draft.to.to_owned(),
        subject: one_line(&draft.subject),
        text,
        html: layout(sender, &body),
    }
}

fn layout(sender: &Sender, body: &str) -> String {
    let colours = tessera_shared::accent::mail_colours(&sender.accent);
    format!(
        "<!doctype html><html lang=\"en\"><body style=\"margin:0;background:#f8f9fb;color:#1d212b;\
         font:15px/1.5 Inter,Arial,sans-serif\"><table role=\"presentation\" width=\"100%\" \
         cellpadding=\"0\" cellspacing=\"0\"><tr><td style=\"background:{};color:{};padding:16px 24px;\
         font-weight:600\">{}</td></tr><tr><td style=\"padding:24px;max-width:600px\">{body}\
         <p style=\"margin:32px 0 0;color:#5b6070;font-size:12px\">{}</p>\
         </td></tr></table></body></html>",
        colours.solid,
        colours.on_solid,
        escape(&sender.name),
        escape(&sender.foot())
    )
}

/// To the partner: is this you?
pub fn confirm_request(sender: &Sender, to: &str, application: &str, partner_key: &str) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: format!("Confirm your request to {}", sender.name),
            lines: vec![
                format!("You asked {} for API access for {application}.", sender.name),
                "Confirm that this address is yours, and the request goes to an admin.".to_owned(),
            ],
            link: Some(("Confirm the request", screen::my_request(&sender.slug, partner_key))),
            after: Some(
                "Keep this link: it also shows how far the request is, and lets you take it back \
                 or end the token later. If you asked for nothing, ignore this mail.",
            ),
        },
    )
}

/// To somebody who shall become a member.
pub fn invite(sender: &Sender, to: &str, role: Role, invited_by: &str, code: &str) -> Letter {
    let role = role.as_str().replace('_', " ");
    write(
        sender,
        Draft {
            to,
            subject: format!("You are invited to {}", sender.name),
            lines: vec![
                format!("{invited_by} invites you to work for {} as {role}.", sender.name),
                "The link is good for three days and can be used once.".to_owned(),
            ],
            link: Some(("Accept the invitation", screen::invite(code))),
            after: Some("If you do not know why you got this, ignore this mail."),
        },
    )
}

/// To an admin: somebody asks.
pub fn request_to_decide(
    sender: &Sender,
    scope: &TenantScope,
    to: &str,
    request: RequestId,
    company: &str,
    application: &str,
    reason: &str,
) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: format!("{company} asks for access to {}", sender.name),
            lines: vec![
                format!("{company} asks for API access for {application}."),
                format!("Their reason: {reason}"),
            ],
            link: Some(("Read and decide", screen::request(scope.tenant(), request))),
            after: Some("Nothing is granted until you approve."),
        },
    )
}

/// To the partner: yes.
pub fn request_approved(sender: &Sender, to: &str, application: &str, reason: Option<&str>) -> Letter {
    let mut lines = vec![format!(
        "{} approved your request for {application}. The token follows in another mail.",
        sender.name
    )];
    lines.extend(reason.map(|reason| format!("They added: {reason}")));
    let subject = format!("{} approved your request", sender.name);
    write(
        sender,
        Draft {
            to,
            subject,
            lines,
            link: None,
            after: None,
        },
    )
}

/// To the partner: no, and why.
pub fn request_denied(sender: &Sender, to: &str, application: &str, reason: &str) -> Letter {
    let lines = vec![
        format!("{} denied your request for {application}.", sender.name),
        format!("The reason: {reason}"),
    ];
    let link = Some(("Ask again", screen::request_form(&sender.slug)));
    let subject = format!("{} denied your request", sender.name);
    write(
        sender,
        Draft {
            to,
            subject,
            lines,
            link,
            after: None,
        },
    )
}

/// To the partner: here is your token.
pub fn delivery_ready(
    sender: &Sender,
    to: &str,
    application: &str,
    delivery: DeliveryId,
    link_secret: &str,
    until: Instant,
) -> Letter {
    write(
        sender,
        Draft {
            to,
            subject: format!("Your access token for {}", sender.name),
            lines: vec![
                format!("The token for {application} is ready."),
                format!(
                    "The link opens once and works until {} (UTC). Have your secret store at hand.",
                    day(until)
                ),
            ],
            link: Some(("Open the token", screen::delivery(delivery, link_secret))),
            after: Some("Half of the key is in this link, half with us. Forwarding the mail forwards the token."),
        },
    )
}

/// To the partner: the token ended.
pub fn token_ended(sender: &Sender, to: &str, application: &str, hint: &str, why: &str) -> Letter {
    let lines = vec![
        format!("The token {hint} for {application} no longer works."),
        why.to_owned(),
    ];
    let subject = format!("Your token for {} ended", sender.name);
    write(
        sender,
        Draft {
            to,
            subject,
            lines,
            link: None,
            after: None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender() -> Sender {
        Sender {
            origin: "https://tokens.example".to_owned(),
            slug: "halden-rail".to_owned(),
            name: "Halden <Rail>".to_owned(),
            accent: "#0f766e".to_owned(),
        }
    }

    #[test]
    fn names_cannot_break_out_of_the_html_or_the_subject() {
        let letter = request_denied(&sender(), "a@b.co", "x\r\nBcc: e@v.il", "<script>alert(1)</script>");
        assert!(!letter.html.contains("<script>"));
        assert!(letter.html.contains("Halden &lt;Rail&gt;"));
        assert!(!letter.subject.contains('\n'));
    }

    #[test]
    fn the_link_secret_is_in_the_fragment() {
        let id = DeliveryId::from_u128(1);
        let letter = delivery_ready(&sender(), "a@b.co", "Web shop", id, "S3cret", Instant::from_millis(0));
        assert!(letter.text.contains(&format!("https://tokens.example/d/{id}#S3cret")));
    }
}
