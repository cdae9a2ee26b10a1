//! Name, colour and logo of the customer, for its admin.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tenants::Brand;
use tessera_shared::permission::{Action, allows};

use crate::components::BrandForm;
use crate::components::here;
use crate::state::tenant;
use crate::{t, tf};

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
        let name = &brand.name;
        here::say(&tf!(
            "{name} looks as chosen.",
            "{name} está com a aparência escolhida."
        ));
        tenant::rebrand(id, brand);
    };
    allows(role, Action::BrandTenant).then(|| {
        view! {
            <section class="card-t p-5" aria-labelledby="brand">
                <h2 id="brand" class="text-sm font-semibold mb-3">{t!("Name, colour and logo", "Nome, cor e logotipo")}</h2>
                <BrandForm slug brand=Brand { name, accent, logo } named=None on_changed=changed />
            </section>
        }
    })
}
