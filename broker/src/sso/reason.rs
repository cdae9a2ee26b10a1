//! Why a sign-in with a provider did not happen: exactly for the trail, roughly for the person.

use tessera_shared::dto::sso::SignInProblem;

/// The exact reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No cookie of a sign-in that has begun, or one that is too old.
    NoFlow,
    /// `state` is missing or of another sign-in.
    WrongState,
    /// The answer came to another provider's path.
    WrongProvider,
    /// The answer was taken before.
    Replayed,
    /// `iss` beside the code is missing or another's (RFC 9207).
    WrongIssuerParameter,
    /// The person stopped at the provider.
    Cancelled,
    /// The provider answered with another error.
    ProviderError,
    /// Neither code nor error.
    NoCode,
    /// There is no such provider, or it is switched off.
    UnknownProvider,
    /// The provider did not answer.
    Unreachable,
    /// The metadata is not what it should be.
    BadMetadata,
    /// The metadata names another issuer.
    WrongMetadataIssuer,
    /// The keys cannot be read.
    BadKeys,
    /// The token endpoint refused the code.
    CodeRefused,
    /// The token endpoint sent something else than tokens.
    BadTokenAnswer,
    /// The ID token is no JWT, or lacks a claim.
    BadToken,
    /// Its header names or brings its own key.
    ForeignKey,
    /// It is a token of another type.
    WrongType,
    /// Its algorithm is none, symmetric, or not that of the key.
    WrongAlgorithm,
    /// No key has its id.
    UnknownKey,
    /// The signature is not the key's.
    WrongSignature,
    /// `iss` is another's.
    WrongIssuer,
    /// It is for somebody else.
    WrongAudience,
    /// `azp` is somebody else, or missing beside several audiences.
    WrongParty,
    /// `nonce` is missing or of another sign-in.
    WrongNonce,
    /// It is over.
    Expired,
    /// It is from the future.
    NotYet,
    /// It belongs to another access token.
    WrongAccessToken,
    /// There is no e-mail address in it.
    NoEmail,
    /// The provider did not verify the address.
    UnverifiedEmail,
    /// The provider does not speak for the address's domain.
    ForeignDomain,
    /// There is an account with the address, and the provider is not the authority for it.
    AddressTaken,
    /// The account has roles beyond the provider's tenant.
    ReachesFurther,
    /// The person has no role anywhere.
    NoRole,
}

impl Reason {
    /// The stable name in the trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoFlow => "no_flow",
            Self::WrongState => "wrong_state",
            Self::WrongProvider => "wrong_provider",
            Self::Replayed => "replayed",
            Self::WrongIssuerParameter => "wrong_issuer_parameter",
            Self::Cancelled => "cancelled",
            Self::ProviderError => "provider_error",
            Self::NoCode => "no_code",
            Self::UnknownProvider => "unknown_provider",
            Self::Unreachable => "unreachable",
            Self::BadMetadata => "bad_metadata",
            Self::WrongMetadataIssuer => "wrong_metadata_issuer",
            Self::BadKeys => "bad_keys",
            Self::CodeRefused => "code_refused",
            Self::BadTokenAnswer => "bad_token_answer",
            Self::BadToken => "bad_token",
            Self::ForeignKey => "foreign_key",
            Self::WrongType => "wrong_type",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::UnknownKey => "unknown_key",
            Self::WrongSignature => "wrong_signature",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongParty => "wrong_party",
            Self::WrongNonce => "wrong_nonce",
            Self::Expired => "expired",
            Self::NotYet => "not_yet",
            Self::WrongAccessToken => "wrong_access_token",
            Self::NoEmail => "no_email",
            Self::UnverifiedEmail => "unverified_email",
            Self::ForeignDomain => "foreign_domain",
            Self::AddressTaken => "address_taken",
            Self::ReachesFurther => "reaches_further",
            Self::NoRole => "no_role",
        }
    }

    /// What the person is told. Somebody who forges answers learns nothing from it.
    pub const fn shown(self) -> SignInProblem {
        match self {
            Self::NoFlow | Self::WrongState | Self::WrongProvider | Self::Replayed => SignInProblem::Over,
            Self::Cancelled => SignInProblem::Cancelled,
            Self::Unreachable | Self::UnknownProvider => SignInProblem::Away,
            Self::NoEmail | Self::UnverifiedEmail => SignInProblem::UnverifiedEmail,
            Self::ForeignDomain | Self::AddressTaken => SignInProblem::AddressTaken,
            Self::ReachesFurther => SignInProblem::ReachesFurther,
            Self::NoRole => SignInProblem::NoRole,
            _ => SignInProblem::Refused,
        }
    }
}
