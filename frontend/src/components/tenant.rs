//! Which customer: logo and name together, always.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;

use crate::ui::Mark;

/// Size of a [`Logo`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoSize {
    /// In rows and dialog lines.
    Small,
    /// In the chip of the top bar.
    Normal,
    /// In the head of a page.
    Large,
}

/// A customer's tile. Decoration: the name stands beside it.
#[component]
pub fn Logo(
    /// Short name; seeds the mark.
    #[prop(into)]
    slug: String,
    /// Raw accent colour.
    #[prop(into)]
    accent: String,
    /// How large.
    #[prop(default = LogoSize::Small)]
    size: LogoSize,
) -> impl IntoView {
    let class = match size {
        LogoSize::Small => "tenant logo logo-sm",
        LogoSize::Normal => "tenant logo",
        LogoSize::Large => "tenant logo logo-lg",
    };
    view! { <span class=class style:--tenant=accent aria-hidden="true"><Mark slug /></span> }
}

/// Logo and name of a customer in one line.
#[component]
pub fn TenantLine(
    /// The customer.
    tenant: TenantCard,
) -> impl IntoView {
    let TenantCard { slug, name, accent, .. } = tenant;
    view! {
        <span class="flex items-center gap-2 min-w-0">
            <Logo slug accent />
            <span class="font-medium truncate text-sm">{name}</span>
        </span>
    }
}
