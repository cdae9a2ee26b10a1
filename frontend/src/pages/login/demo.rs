//! In a demo: who there is, one click to fill the form.

use leptos::prelude::*;
use tessera_shared::dto::people::{DemoLogin, DemoPlaces};
use tessera_shared::permission::Role;

use crate::api;
use crate::{t, tf, tn};

/// Everybody of the demo.
#[component]
pub fn DemoLogins(email: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let logins = LocalResource::new(api::demo::logins);
    let row = move |login: DemoLogin| {
        let (name, what) = (login.name.clone(), what(&login));
        let fill = move |_| {
            email.set(login.email.clone());
            password.set(login.password.clone());
        };
        view! {
            <li>
                <button type="button" class="w-full text-left rounded-md px-2 py-1.5 hover:bg-sunken cursor-pointer text-sm" on:click=fill>
                    <span class="font-medium">{name}</span><span class="text-muted">", "{what}</span>
                </button>
            </li>
        }
    };
    move || {
        logins.get().and_then(Result::ok).map(|page| {
            view! {
                <section class="mt-8" aria-labelledby="demo-people">
                    <h2 id="demo-people" class="text-xs text-faint mb-1">{t!("Demo: sign in as", "Demonstração: entre como")}</h2>
                    <ul class="-mx-2">{page.items.into_iter().map(row).collect_view()}</ul>
                    <p class="text-xs text-muted mt-3">
                        <a href="/mail" class="link-t">{t!("Mails of the demo", "E-mails da demonstração")}</a>
                    </p>
                </section>
            }
        })
    }
}

/// What somebody is, in one line: `admin of Kestrel Air Cargo, auditor of Tidemark Pay`.
fn what(login: &DemoLogin) -> String {
    let place = |place: &DemoPlaces| {
        let role = match place.role {
            Role::CustomerAdmin => t!("admin", "admin"),
            Role::CustomerAuditor => t!("auditor", "auditor"),
            Role::SupportLead => t!("support lead", "líder de suporte"),
            _ => t!("support agent", "agente de suporte"),
        };
        let customers = match place.names.as_slice() {
            [] => tn!(place.customers.into(), "customer", "customers"; "cliente", "clientes"),
            [one, other] => tf!("{one} and {other}", "{one} e {other}"),
            names => names.join(", "),
        };
        tf!("{role} of {customers}", "{role} de {customers}")
    };
    let owner = login.platform_role.is_some();
    let owner = owner.then(|| {
        t!(
            "platform owner, member of no customer",
            "dono da plataforma, membro de nenhum cliente"
        )
    });
    let places = login.places.iter().map(place);
    owner
        .into_iter()
        .map(str::to_owned)
        .chain(places)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(platform_role: Option<Role>, places: Vec<DemoPlaces>) -> String {
        what(&DemoLogin {
            name: String::new(),
            platform_role,
            places,
            email: String::new(),
            password: String::new(),
        })
    }

    fn place(role: Role, customers: u32, names: &[&str]) -> DemoPlaces {
        DemoPlaces {
            role,
            customers,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn everybody_is_told_by_where_they_work() {
        assert_eq!(
            told(None, vec![place(Role::SupportLead, 60, &[])]),
            "support lead of 60 customers"
        );
        assert_eq!(
            told(
                None,
                vec![place(Role::CustomerAdmin, 2, &["Northquay Freight", "Solvara Energy"])]
            ),
            "admin of Northquay Freight and Solvara Energy"
        );
        assert_eq!(
            told(
                None,
                vec![
                    place(Role::CustomerAdmin, 1, &["Kestrel"]),
                    place(Role::CustomerAuditor, 1, &["Tidemark"])
                ]
            ),
            "admin of Kestrel, auditor of Tidemark"
        );
        assert_eq!(
            told(Some(Role::PlatformOwner), Vec::new()),
            "platform owner, member of no customer"
        );
    }
}
