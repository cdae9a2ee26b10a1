//! Which customer: logo and name together, always.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::paths;

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
    /// Where it is chosen.
    ExtraLarge,
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
    /// Version of the uploaded logo; without one the mark stands for it.
    #[prop(into)]
    logo: Option<String>,
    /// How large.
    #[prop(default = LogoSize::Small)]
    size: LogoSize,
) -> impl IntoView {
    let class = match size {
        LogoSize::Small => "tenant logo logo-sm",
        LogoSize::Normal => "tenant logo",
        LogoSize::Large => "tenant logo logo-lg",
        LogoSize::ExtraLarge => "tenant logo logo-xl",
    };
    let picture = match logo {
        Some(version) => view! { <LogoPicture version class="size-full object-contain" /> }.into_any(),
        None => view! { <Mark slug /> }.into_any(),
    };
    view! { <span class=class style:--tenant=accent aria-hidden="true">{picture}</span> }
}

/// An uploaded logo.
#[component]
pub fn LogoPicture(
    /// Which one.
    version: String,
    /// Classes of the picture.
    class: &'static str,
) -> impl IntoView {
    view! { <img src=paths::public_logo(&version) alt="" class=class decoding="async" draggable="false" /> }
}

/// Logo and name of a customer in one line.
#[component]
pub fn TenantLine(
    /// The customer.
    tenant: TenantCard,
    /// Whether something beside it matters more, as where every row is of the same customer.
    #[prop(optional, into)]
    quiet: Signal<bool>,
) -> impl IntoView {
    let TenantCard {
        slug,
        name,
        accent,
        logo,
        ..
    } = tenant;
    view! {
        <span class="flex items-center gap-2 min-w-0">
            <Logo slug accent logo />
            <span class="truncate text-sm" class=("font-medium", move || !quiet.get()) class=("text-muted", quiet)>{name}</span>
        </span>
    }
}
