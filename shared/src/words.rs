//! Small closed vocabularies that appear in bodies, rows and screens alike.

/// The text is not a word of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known {vocabulary}")]
pub struct UnknownWord {
    /// Which vocabulary was looked in.
    pub vocabulary: &'static str,
}

/// Declares a closed vocabulary with one spelling for JSON, database and URL.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$word_meta:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$word_meta])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every word, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one spelling used in JSON, the database and URLs.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::words::UnknownWord { vocabulary: stringify!($name) }),
                }
            }
        }
    };
}

vocabulary! {
    /// Where a token may be used: a label on gateways, requests and tokens, never a second tenant.
    Environment {
        /// The real thing.
        Production => "production",
        /// The rehearsal before production.
        Staging => "staging",
        /// A place to play.
        Sandbox => "sandbox",
    }
}

vocabulary! {
    /// How an exported list is written; also the ending of its file's name.
    ExportFormat {
        /// Comma-separated values (RFC 4180).
        Csv => "csv",
        /// A workbook (ECMA-376).
        Xlsx => "xlsx",
    }
}

vocabulary! {
    /// The order of a list whose rows stand by the time they were made.
    TimeSort {
        /// The newest row first.
        Newest => "newest",
        /// The oldest row first.
        Oldest => "oldest",
    }
}

vocabulary! {
    /// The order of a list of tokens.
    TokenSort {
        /// The newest token first.
        Newest => "newest",
        /// The oldest token first.
        Oldest => "oldest",
        /// By end, the soonest first; tokens that end together stand oldest first. The end is the one in the token:
        /// that it was revoked before is no matter.
        EndsFirst => "ends_first",
    }
}

#[expect(clippy::derivable_impls, reason = "the variants are declared by a macro")]
impl Default for TimeSort {
    fn default() -> Self {
        Self::Newest
    }
}

#[expect(clippy::derivable_impls, reason = "the variants are declared by a macro")]
impl Default for TokenSort {
    fn default() -> Self {
        Self::Newest
    }
}

vocabulary! {
    /// Whether a tenant may work.
    TenantStatus {
        /// Normal.
        Active => "active",
        /// Reads for its own people; nothing is issued and no check passes.
        Suspended => "suspended",
    }
}

vocabulary! {
    /// How a gateway learns about tokens.
    GatewayMode {
        /// Asks `GET /gateway/verify` for every call.
        ForwardAuth => "forward_auth",
        /// Asks `POST /oauth2/introspect` (RFC 7662).
        Introspection => "introspection",
        /// Follows `GET /gateway/events` and confirms what it has taken in.
        Feed => "feed",
        /// Verifies JWTs by itself.
        LocalJwt => "local_jwt",
    }
}

vocabulary! {
    /// A gateway's make: what ready configuration is written for.
    GatewayProduct {
        /// nginx and what is built on it.
        Nginx => "nginx",
        /// Envoy.
        Envoy => "envoy",
        /// Traefik Proxy.
        Traefik => "traefik",
        /// Caddy.
        Caddy => "caddy",
        /// HAProxy.
        Haproxy => "haproxy",
        /// Apache HTTP Server.
        Apache => "apache",
        /// Kong Gateway.
        Kong => "kong",
        /// Apache APISIX.
        Apisix => "apisix",
    }
}

impl GatewayProduct {
    /// The name its makers write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Envoy => "Envoy",
            Self::Traefik => "Traefik",
            Self::Caddy => "Caddy",
            Self::Haproxy => "HAProxy",
            Self::Apache => "Apache",
            Self::Kong => "Kong",
            Self::Apisix => "APISIX",
        }
    }
}

vocabulary! {
    /// What a gateway looks like from the broker.
    GatewayHealth {
        /// Its credential was never used.
        Waiting => "waiting",
        /// Called within the last five minutes.
        Healthy => "healthy",
        /// Called before, but not within the last five minutes.
        Silent => "silent",
        /// Its credential no longer works.
        Retired => "retired",
    }
}

vocabulary! {
    /// Why a check was refused. For the tenant and support, never for whoever asked.
    RefusalReason {
        /// No token of this tenant has this secret.
        Unknown => "unknown",
        /// What was shown cannot be a token.
        Malformed => "malformed",
        /// Its end had come.
        Expired => "expired",
        /// Its start had not come.
        NotStarted => "not_started",
        /// Somebody had stopped it for a while.
        Suspended => "suspended",
        /// Somebody had ended it.
        Revoked => "revoked",
        /// It belongs to another environment than the gateway.
        Environment => "environment",
        /// It lacks a scope or the audience that was required.
        Scope => "scope",
        /// The client called from outside the token's networks, or nobody said from where.
        Network => "network",
        /// Its tenant was suspended.
        TenantSuspended => "tenant_suspended",
    }
}

vocabulary! {
    /// How far the handing-over of a secret has come.
    DeliveryState {
        /// The link is out and works.
        Sealed => "sealed",
        /// The partner opened it; it never opens again.
        Opened => "opened",
        /// Nobody opened it in time; the sealed secret is erased.
        Expired => "expired",
        /// A newer delivery or a revocation took its place.
        Superseded => "superseded",
    }
}

vocabulary! {
    /// What kind of actor did something.
    ActorKind {
        /// A signed-in user.
        User => "user",
        /// A partner, by their link.
        Partner => "partner",
        /// A gateway, by its credential.
        Gateway => "gateway",
        /// A service account, by its access token.
        ServiceAccount => "service_account",
        /// The broker itself: a job or the command line.
        System => "system",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_parses_back() {
        for word in Environment::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        assert!("Production".parse::<Environment>().is_err());
    }
}
