//! Name, colour and logo of the customer, for its admin.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tenants::Brand;
use tessera_shared::permission::{Action, allows};

use crate::components::BrandForm;
use crate::components::here;
use crate::state::tenant;

/// The form, for those who may change it.
#[component]
pub fn BrandCard(
    /// The customer on the screen.
    card: TenantCard,
) -> impl IntoView {
    let TenantCard {
        id,
        slug,
        name,
        accent,
        logo,
        role,
        ..
    } = card;
    let changed = move |brand: Brand| {
        here::say(&format!("{} looks as chosen.", brand.name));
        tenant::rebrand(id, brand);
    };
    allows(role, Action::BrandTenant).then(|| {
        view! {
            <section class="card-t p-5" aria-labelledby="brand">
                <h2 id="brand" class="text-sm font-semibold mb-3">"Name, colour and logo"</h2>
                <BrandForm slug brand=Brand { name, accent, logo } named=None on_changed=changed />
            </section>
        }
    })
}
