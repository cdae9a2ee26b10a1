//! `/mail`: mails the demo's catcher holds. Only their text is shown; links are followed by hand.

mod text;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::people::DemoMail;

use self::text::{Piece, pieces};
use crate::api::{self, ApiError};
use crate::components::here;
use crate::ui::{Brand, Empty, Failure, Glyph, PageHead, Shape, Skeleton, Time};
use crate::{t, tf, tn};

const EVERY: Duration = Duration::from_secs(3);

/// The mail catcher.
#[component]
pub fn DemoMailPage() -> impl IntoView {
    let mails = RwSignal::new(None::<Result<Vec<DemoMail>, ApiError>>);
    let asking = StoredValue::new(false);
    let load = move || {
        if asking.try_get_value() != Some(false) {
            return;
        }
        asking.try_set_value(true);
        spawn_local(async move {
            let answer = api::demo::mails().await.map(|page| newest_first(page.items));
            let news =
                mails.try_with_untracked(|now| !matches!((now, &answer), (Some(Ok(old)), Ok(new)) if old == new));
            if news == Some(true) {
                mails.try_set(Some(answer));
            }
            asking.try_set_value(false);
        });
    };
    load();
    let timer = set_interval_with_handle(load, EVERY);
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    let sub = Signal::derive(move || match mails.get() {
        Some(Ok(mails)) => {
            let mails = tn!(u64::try_from(mails.len()).unwrap_or(0), "message", "messages"; "e-mail", "e-mails");
            tf!(
                "{mails} caught, none left the machine",
                "{mails} aqui; nada saiu da máquina"
            )
        }
        _ => t!("Nothing leaves the machine", "Nada sai da máquina").to_owned(),
    });
    let body = move || {
        match mails.get() {
        None => view! { <div class="card-t"><Skeleton what=t!("mails", "e-mails") /></div> }.into_any(),
        Some(Err(error)) => {
            view! { <div class="card-t"><Failure fault=here::fault(&error, t!("mails", "e-mails")) retry=move |()| load() /></div> }.into_any()
        }
        Some(Ok(mails)) if mails.is_empty() => view! {
            <div class="card-t"><Empty icon=Glyph::Mail title=t!("No mail yet", "Nenhum e-mail ainda") detail=t!("File a request on a customer’s request page and the first mail lands here.", "Envie um pedido na página de pedidos de um cliente e o primeiro e-mail chega aqui.") /></div>
        }
        .into_any(),
        Some(Ok(mails)) => view! { <Mailbox mails /> }.into_any(),
    }
    };
    view! {
        <div class="min-h-dvh bg-canvas">
            <header class="max-w-6xl mx-auto px-4 sm:px-6 h-16 flex items-center justify-between">
                <Brand />
                <A href="/login" attr:class="link-t text-sm">{t!("Go to sign-in", "Ir para a entrada")}</A>
            </header>
            <main id="main" class="max-w-6xl mx-auto pb-12">
                <PageHead title=t!("Demo mail", "E-mails da demonstração") sub />
                <div class="px-4 sm:px-6">{body}</div>
            </main>
        </div>
    }
}

fn newest_first(mut mails: Vec<DemoMail>) -> Vec<DemoMail> {
    mails.sort_by_key(|mail| std::cmp::Reverse(mail.number));
    mails
}

#[component]
fn Mailbox(mails: Vec<DemoMail>) -> impl IntoView {
    let query = use_query_map();
    let open = Memo::new(move |_| query.read().get("mail").and_then(|text| text.parse::<u64>().ok()));
    let rows = mails
        .iter()
        .cloned()
        .map(|mail| view! { <Row mail open /> })
        .collect_view();
    let mails = StoredValue::new(mails);
    let shown = move || {
        let number = open.get();
        let found = mails.with_value(|mails| mails.iter().find(|mail| Some(mail.number) == number).cloned());
        match found {
            Some(mail) => view! { <Mail mail /> }.into_any(),
            None => view! { <p class="max-lg:hidden card-t p-5 text-sm text-muted">{t!("Choose a mail to read it.", "Escolha um e-mail para ler.")}</p> }.into_any(),
        }
    };
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[22rem_minmax(0,1fr)] gap-4 items-start">
            <nav class="card-t overflow-hidden lg:max-h-[75dvh] overflow-y-auto" class=("max-lg:max-h-72", move || open.get().is_some()) aria-label=t!("Mails", "E-mails")><ul>{rows}</ul></nav>
            {shown}
        </div>
    }
}

#[component]
fn Row(mail: DemoMail, open: Memo<Option<u64>>) -> impl IntoView {
    let number = mail.number;
    view! {
        <li class="border-b border-line last:border-0">
            <A
                href=format!("/mail?mail={number}") scroll=false
                attr:class="block px-4 py-3 hover:bg-hover aria-[current=true]:bg-selected"
                attr:aria-current=move || (open.get() == Some(number)).to_string()
            >
                <span class="flex items-baseline gap-2 text-xs text-faint">
                    <span class="truncate">{mail.to}</span>
                    <Time at=mail.at class="ml-auto num whitespace-nowrap" />
                </span>
                <span class="block text-sm font-medium mt-0.5">{mail.subject}</span>
            </A>
        </li>
    }
}

#[component]
fn Mail(mail: DemoMail) -> impl IntoView {
    let text = pieces(&mail.text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => view! { {text} }.into_any(),
            Piece::Link(link) => view! {
                <a href=link.clone() target="_blank" rel="noreferrer" class="link-t break-all">{link.clone()}</a>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        <article class="card-t p-5 min-w-0" aria-label=t!("Mail", "E-mail")>
            <h2 class="text-lg">{mail.subject}</h2>
            <dl class="dl mt-2 pb-4 border-b border-line">
                <dt>{t!("To", "Para")}</dt>
                <dd class="break-all">{mail.to}</dd>
                <dt>{t!("Caught", "Recebido")}</dt>
                <dd><Time at=mail.at shape=Shape::DateTime /></dd>
            </dl>
            <div class="pt-4 text-base whitespace-pre-wrap break-words">{text}</div>
        </article>
    }
}
