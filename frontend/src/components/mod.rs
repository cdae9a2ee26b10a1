//! Pieces that know our domain: customers, tokens, requests, deliveries, the audit trail.

mod audit_fact_words;
pub mod audit_facts;
pub mod audit_timeline;
pub mod audit_words;
pub mod brand;
pub mod bulk;
pub mod code_form;
pub mod enrol;
pub mod environment;
pub mod here;
pub mod language;
pub mod life;
pub mod marked;
pub mod networks;
pub mod not_for_role;
pub mod paper;
pub mod passkey;
pub mod pinned_form;
pub mod places;
pub mod reason_dialog;
pub mod roles;
pub mod second_factor;
pub mod states;
pub mod tenant;

pub use audit_facts::Facts;
pub use audit_timeline::LifeTimeline;
pub use brand::{BrandForm, ColourField};
pub use environment::{EnvTag, ScopeTags, mode_name};
pub use life::Life;
pub use networks::NetworkFacts;
pub use not_for_role::NotForRole;
pub use paper::{PaperHead, PrintButton};
pub use pinned_form::PinnedForm;
pub use reason_dialog::{ReasonDialog, ReasonField, reason_problem};
pub use states::{DeliveryBadge, StageBadge, TokenBadge};
pub use tenant::{Logo, LogoPicture, LogoSize, TenantLine};
