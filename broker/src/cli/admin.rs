//! `tessera tenant …` and `tessera user …`: the first steps on a fresh installation.

use std::io::BufRead;
use std::sync::Arc;

use clap::Subcommand;
use tessera_shared::dto::tenants::CreateTenant;
use tessera_shared::permission::Role;
use tessera_shared::validate::{Errors, Validate, is_email};

use crate::app::App;
use crate::auth::Actor;
use crate::auth::password::NewPassword;
use crate::cli::say;
use crate::db::{Across, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{SystemJob, TenantScope};
use crate::{factors, people, tenants};

/// Create tenants.
#[derive(Debug, Subcommand)]
pub enum TenantCommand {
    /// Create a tenant.
    Create {
        /// Short name for URLs.
        slug: String,
        /// Full name.
        name: String,
        /// Accent colour, #rrggbb.
        #[arg(long, default_value = "#3451b2")]
        accent: String,
    },
}

/// Create users and memberships.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a user; the password is read from standard input.
    Create {
        /// Address of the account.
        email: String,
        /// Full name.
        name: String,
        /// Make the user a platform owner.
        #[arg(long)]
        owner: bool,
    },
    /// Take all second factors of a user away, who has lost them, and end their sessions; they are told by mail.
    ForgetFactors {
        /// Address of the account.
        email: String,
    },
    /// Make a user a member of a tenant.
    Join {
        /// Address of the account.
        email: String,
        /// Short name of the tenant.
        tenant: String,
        /// customer_admin, customer_auditor, support_agent or support_lead.
        role: Role,
    },
}

/// Runs a tenant command.
pub fn tenant(app: &Arc<App>, command: TenantCommand) -> Outcome<()> {
    let TenantCommand::Create { slug, name, accent } = command;
    let body = CreateTenant { slug, name, accent };
    body.validate().map_err(Refusal::Invalid)?;
    let actor = Actor::system("command line");
    let id = app.act_blocking(Reach::across(Across::CommandLine), move |tx| {
        tenants::service::create_tenant_row(tx, &actor, &body)
    })?;
    say(&id.to_string());
    Ok(())
}

/// Runs a user command.
pub fn user(app: &Arc<App>, command: UserCommand) -> Outcome<()> {
    let actor = Actor::system("command line");
    match command {
        UserCommand::Create { email, name, owner } => {
            if !is_email(&email) {
                return Err(Refusal::field("/email", "email", "Not an e-mail address."));
            }
            let password = NewPassword::new("/password", read_password()?, [email.as_str(), &name]);
            let hash = app.passwords.hash_new_blocking(&password)?;
            let role = owner.then_some(Role::PlatformOwner);
            let id = app.act_blocking(Reach::across(Across::CommandLine), move |tx| {
                people::service::create_user(tx, &actor, &email, &name, &hash, role)
            })?;
            say(&id.to_string());
        }
        UserCommand::ForgetFactors { email } => {
            // As it stands in the account: the letter goes there, and the trail names it.
            let (shared, email) = (Arc::clone(app), email.to_lowercase());
            let had = app.act_blocking(Reach::across(Across::CommandLine), move |tx| {
                let (user, name) = people::service::find_user(tx, &email)?;
                // Whoever found what was lost may be signed in with it.
                people::sessions::close_all_of(tx, &actor, user, &name, &email)?;
                factors::service::forget_factors(tx, &shared, &actor, &user.to_string(), &email)
            })?;
            say(if had { "forgotten" } else { "there was none" });
        }
        UserCommand::Join { email, tenant, role } => {
            if !matches!(
                role,
                Role::CustomerAdmin | Role::CustomerAuditor | Role::SupportAgent | Role::SupportLead
            ) {
                return Err(Refusal::field("/role", "role", "Not a role of a member."));
            }
            app.act_blocking(Reach::across(Across::CommandLine), move |tx| {
                let (user, name) = people::service::find_user(tx, &email)?;
                let id = tenants::service::find_tenant_by_slug(tx, &tenant)?;
                let scope = TenantScope::for_job(SystemJob::CommandLine, id);
                people::service::add_member(tx, &scope, &actor, (user, &name), role)
            })?;
        }
    }
    Ok(())
}

fn read_password() -> Outcome<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(Refusal::internal)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let mut errors = Errors::default();
    errors.new_password("/password", &password);
    errors.into_result().map_err(Refusal::Invalid)?;
    Ok(password)
}
