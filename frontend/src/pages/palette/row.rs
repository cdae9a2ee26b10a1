//! Parts and rows of the palette.

use leptos::prelude::*;
use tessera_shared::dto::finding::{Found, FoundKind, FoundToken};

use super::list::{Group, List, option_id, view_name};
use super::model::Choice;
use crate::components::marked::{Where, marked};
use crate::components::{EnvTag, Logo, LogoSize, StageBadge, TokenBadge};
use crate::state::tenant;
use crate::ui::{Glyph, Icon, Time};
use crate::{t, tf};

/// A part with its heading.
#[component]
pub fn Rows(
    /// The part.
    group: Group,
    /// The list it is a part of.
    list: List,
    /// Takes a choice.
    take: Callback<(Choice, bool)>,
) -> impl IntoView {
    let Group {
        name,
        side,
        first,
        rows,
    } = group;
    let label = if side.is_empty() {
        name.clone()
    } else {
        format!("{name}, {side}")
    };
    let rows = rows.into_iter().enumerate().map(|(index, choice)| {
        view! { <Row choice number=first + index list take /> }
    });
    view! {
        <div role="group" aria-label=label>
            <div class="grp" role="presentation"><span>{name}</span><span>{side}</span></div>
            {rows.collect_view()}
        </div>
    }
}

#[component]
fn Row(choice: Choice, number: usize, list: List, take: Callback<(Choice, bool)>) -> impl IntoView {
    let selected = Memo::new(move |_| list.at.get() == number);
    let point = move |_| {
        list.at.maybe_update(|at| std::mem::replace(at, number) != number);
    };
    let body = match &choice {
        Choice::Do(command) => {
            let name = marked(command.name, &list.text.get_untracked(), Where::Beginning);
            let keys = command
                .keys
                .split_whitespace()
                .map(|key| view! { <kbd class="key">{key}</kbd> });
            view! {
                <Icon name=command.icon class="mx-1 text-faint" />
                <span class="min-w-0 flex-1 truncate font-medium">{name}</span>
                <span class="flex gap-0.5 max-sm:hidden" aria-hidden="true">{keys.collect_view()}</span>
            }
            .into_any()
        }
        Choice::Open(found) => thing(found, &list.text.get_untracked()),
        Choice::See(view) => {
            let name = marked(&view_name(view), &list.text.get_untracked(), Where::Beginning);
            view! {
                <Icon name=Glyph::Bookmark class="mx-1 text-faint" />
                <span class="min-w-0 flex-1 truncate font-medium">{name}</span>
            }
            .into_any()
        }
    };
    let enter = move || {
        selected
            .get()
            .then(|| view! { <span class="key max-sm:hidden" aria-hidden="true">"↵"</span> })
    };
    view! {
        <div
            class="opt-row" role="option" id=option_id(number) aria-selected=move || selected.get().to_string()
            on:mousemove=point
            on:click=move |event| take.run((choice.clone(), event.ctrl_key() || event.meta_key()))
        >
            {body} {enter}
        </div>
    }
}

fn thing(found: &Found, text: &str) -> AnyView {
    let here = tenant::active_id() == Some(found.tenant.id);
    let card = found.tenant.clone();
    let face = if here {
        view! { <Icon name=glyph(found.kind) class="mx-1 text-faint" /> }.into_any()
    } else {
        view! { <Logo slug=card.slug.clone() accent=card.accent logo=card.logo size=LogoSize::Normal /> }.into_any()
    };
    let said = said(found, here);
    let badge = match (&found.token, found.stage) {
        (Some(token), _) => view! { <TokenBadge state=token.state expires_at=token.expires_at /> }.into_any(),
        (None, Some(stage)) => view! { <StageBadge stage /> }.into_any(),
        (None, None) => ().into_any(),
    };
    let environment = found.environment.filter(|_| found.kind == FoundKind::Token);
    view! {
        {face}
        <span class="min-w-0 flex-1 truncate">
            <span class="font-medium">{marked(&found.name, text, Where::Anywhere)}</span> " "
            <span class="text-faint">{marked(&said, text, Where::Anywhere)}</span>
        </span>
        {environment.map(|environment| view! { <span class="max-sm:hidden"><EnvTag environment /></span> })}
        {badge}
    }
    .into_any()
}

const fn glyph(kind: FoundKind) -> Glyph {
    match kind {
        FoundKind::Tenant => Glyph::Building2,
        FoundKind::Partner => Glyph::Handshake,
        FoundKind::Request => Glyph::GitPullRequestArrow,
        FoundKind::Token => Glyph::KeyRound,
        FoundKind::Api => Glyph::Blocks,
        FoundKind::Gateway => Glyph::ShieldCheck,
        FoundKind::Member => Glyph::UserPlus,
    }
}

/// What a thing is, and of whom.
fn said(found: &Found, here: bool) -> String {
    let detail = found.detail.clone().unwrap_or_default();
    let what = match found.kind {
        FoundKind::Tenant => return detail,
        FoundKind::Partner => t!("partner", "parceiro").to_owned(),
        FoundKind::Request => tf!("request of {detail}", "pedido de {detail}"),
        FoundKind::Token => {
            let hint = found.token.as_ref().map(|token| token.hint.clone()).unwrap_or_default();
            tf!("{hint} of {detail}", "{hint} de {detail}")
        }
        FoundKind::Api => tf!("{detail}, API", "{detail}, API"),
        FoundKind::Gateway => tf!("gateway, {detail}", "gateway, {detail}"),
        FoundKind::Member => detail,
    };
    if here {
        return what;
    }
    let tenant = &found.tenant.name;
    tf!("{what} in {tenant}", "{what} em {tenant}")
}

/// What a token has been through.
#[component]
pub fn History(
    /// The token.
    found: Found,
) -> impl IntoView {
    let token = found.token?;
    let FoundToken {
        issued_by,
        issued_at,
        ended_at,
        expires_at,
        last_used_at,
        ..
    } = token;
    let line = |name: &'static str, value: AnyView| {
        view! { <div class="flex justify-between gap-4"><dt class="text-faint">{name}</dt><dd class="text-right">{value}</dd></div> }
    };
    let used = match last_used_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => t!("never", "nunca").into_any(),
    };
    let owner = found.detail.unwrap_or_default();
    let tenant = found.tenant.name;
    let issued = view! { <Time at=issued_at /> " · " {issued_by} }.into_any();
    Some(view! {
        <dl class="px-4 pb-4 pt-1 grid gap-1 text-sm" data-history>
            {line(t!("Owner", "Dono"), tf!("{owner} in {tenant}", "{owner} em {tenant}").into_any())}
            {line(t!("Issued", "Emitido"), issued)}
            {line(t!("Last used", "Último uso"), used)}
            {ended_at.map(|at| line(t!("Ended", "Encerrado"), view! { <Time at /> }.into_any()))}
            {line(t!("Expires", "Expira"), view! { <Time at=expires_at /> }.into_any())}
        </dl>
    })
}
