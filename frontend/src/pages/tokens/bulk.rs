//! Acts on many tokens of the customer: what they are for, what goes out, and what is said.

use std::sync::Arc;

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tokens::{ChangeToken, TokenSummary};
use tessera_shared::ids::TokenId;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::permission::allows;

use super::change::Change;
use crate::api::{ApiError, named};
use crate::components::bulk::{self, Act, ActRef, Bulk, Item, Plan, Reason, Undo, use_bulk};
use crate::components::here;
use crate::lists::choice::use_chosen_rows;
use crate::lists::paged::Paged;
use crate::lists::row::Row;
use crate::ui::keys::use_keys;
use crate::ui::moment;
use crate::{t, tf, tn};

/// What can be done to many tokens at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BulkChange {
    /// Stop for a while.
    Suspend,
    /// Work again.
    Resume,
    /// End for good.
    Revoke,
}

/// The acts, in the order of the bar.
static ACTS: [ActRef; 3] = [&BulkChange::Suspend, &BulkChange::Resume, &BulkChange::Revoke];

fn tokens(number: usize) -> String {
    tn!(u64::try_from(number).unwrap_or(0), "token", "tokens"; "token", "tokens")
}

impl BulkChange {
    const ALL: [Self; 3] = [Self::Suspend, Self::Resume, Self::Revoke];

    /// The same act on one token.
    const fn change(self) -> Change {
        match self {
            Self::Suspend => Change::Suspend,
            Self::Resume => Change::Resume,
            Self::Revoke => Change::Revoke,
        }
    }

    fn as_act(self) -> ActRef {
        match self {
            Self::Suspend => &Self::Suspend,
            Self::Resume => &Self::Resume,
            Self::Revoke => &Self::Revoke,
        }
    }

    /// What takes it back.
    const fn inverse(self) -> Option<Self> {
        match self {
            Self::Suspend => Some(Self::Resume),
            Self::Resume => Some(Self::Suspend),
            Self::Revoke => None,
        }
    }

    /// Why it would leave a token in this state out, if it would.
    fn leaves_out(self, state: TokenState) -> Option<&'static str> {
        match (self, state) {
            (_, TokenState::Revoked) => Some(t!("revoked already", "já revogado")),
            (_, TokenState::Expired) => Some(t!("expired already", "já expirado")),
            (Self::Suspend, TokenState::Suspended) => Some(t!("suspended already", "já suspenso")),
            (Self::Resume, TokenState::Suspended) | (Self::Suspend | Self::Revoke, _) => None,
            (Self::Resume, _) => Some(t!("not suspended", "não está suspenso")),
        }
    }

    /// The token after it; nothing when it is there already.
    fn applied(self, token: &TokenSummary) -> Option<TokenSummary> {
        let state = match self {
            Self::Suspend => TokenState::Suspended,
            Self::Resume if token.starts_at > moment::now() => TokenState::Pending,
            Self::Resume => TokenState::Active,
            Self::Revoke => TokenState::Revoked,
        };
        self.leaves_out(token.state).is_none().then(|| TokenSummary {
            state,
            version: token.version + 1,
            revoked_at: (self == Self::Revoke).then(moment::now),
            ..token.clone()
        })
    }

    fn allowed(self, at: &TenantCard) -> bool {
        allows(at.role, self.change().action())
    }

    /// The token for the dialog, in the customer `at`.
    fn item(self, at: &TenantCard, token: &TokenSummary) -> Item {
        let (id, version, tenant) = (token.id, token.version, at.clone());
        let (application, partner, hint) = (&token.application, &token.partner.name, &token.hint);
        Item {
            key: token.key(),
            tenant: at.clone(),
            subject: format!("{application}, {partner}, {hint}"),
            environment: token.environment,
            version,
            call: Arc::new(move |reason, _key| {
                let tenant = tenant.clone();
                let body = ChangeToken { version, reason };
                Box::pin(async move { self.send(&tenant, id, &body).await })
            }),
            undo: None,
        }
    }

    /// The same with what takes it back. Nothing does for a token that was on its way out: resumed, it would stay.
    fn undoable(self, at: &TenantCard, token: &TokenSummary) -> Item {
        let undo = || {
            let inverse = self.inverse().filter(|_| token.state != TokenState::Rotating)?;
            Some(Box::new(Undo {
                act: inverse.as_act(),
                reason: self.change().undone()?,
                item: inverse.item(at, &self.applied(token)?),
            }))
        };
        Item {
            undo: undo(),
            ..self.item(at, token)
        }
    }

    /// One call. It names the version it is about, so sent twice it does no more than sent once.
    async fn send(self, at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
        match self {
            Self::Suspend => named::suspend(at, id, body).await,
            Self::Resume => named::resume(at, id, body).await,
            Self::Revoke => named::revoke(at, id, body).await,
        }
    }
}

impl Act for BulkChange {
    fn key(&self) -> &'static str {
        match self {
            Self::Suspend => "S",
            Self::Resume => "R",
            Self::Revoke => "V",
        }
    }

    fn button(&self, number: usize) -> String {
        match self {
            Self::Suspend => tf!("Suspend {number}…", "Suspender {number}…"),
            Self::Resume => tf!("Resume {number}…", "Retomar {number}…"),
            Self::Revoke => tf!("Revoke {number}…", "Revogar {number}…"),
        }
    }

    fn confirm(&self, number: usize) -> String {
        let tokens = tokens(number);
        match self {
            Self::Suspend => tf!("Suspend {tokens}", "Suspender {tokens}"),
            Self::Resume => tf!("Resume {tokens}", "Retomar {tokens}"),
            Self::Revoke => tf!("Revoke {tokens}", "Revogar {tokens}"),
        }
    }

    fn consequence(&self) -> &'static str {
        match self {
            Self::Suspend => t!(
                "Every gateway refuses them from the next check on, until somebody resumes them.",
                "Todos os gateways os recusam a partir da próxima verificação, até alguém retomá-los."
            ),
            Self::Resume => t!(
                "Gateways let them through again at once.",
                "Os gateways voltam a aceitá-los na hora."
            ),
            Self::Revoke => t!(
                "Every gateway refuses them from the next check on. This is final.",
                "Todos os gateways os recusam a partir da próxima verificação. Isso é definitivo."
            ),
        }
    }

    fn reason(&self) -> Option<Reason> {
        Some(Reason {
            label: t!(
                "Reason, kept in the audit trail",
                "Motivo, guardado na trilha de auditoria"
            ),
            usual: "",
        })
    }

    fn ends(&self) -> bool {
        *self == Self::Revoke
    }

    fn guarded(&self) -> bool {
        true
    }

    fn summary(&self, done: usize, all: usize) -> String {
        let tokens = tokens(done);
        match (self, done == all) {
            (Self::Suspend, true) => tf!(
                "{tokens} suspended. Refused everywhere.",
                "Suspenso: {tokens}. Recusa em toda parte."
            ),
            (Self::Resume, true) => tf!(
                "{tokens} resumed. Gateways let them through.",
                "Retomado: {tokens}. Os gateways deixam passar."
            ),
            (Self::Revoke, true) => tf!(
                "{tokens} revoked. Refused everywhere.",
                "Revogado: {tokens}. Recusa em toda parte."
            ),
            (Self::Suspend, false) => tf!("{done} of {all} suspended", "{done} de {all} suspensos"),
            (Self::Resume, false) => tf!("{done} of {all} resumed", "{done} de {all} retomados"),
            (Self::Revoke, false) => tf!("{done} of {all} revoked", "{done} de {all} revogados"),
        }
    }
}

/// The choice of the page, for those who may do something with what they choose. A list of other tokens has another one.
pub fn use_choice<Q: PartialEq + 'static>(filter: impl Fn() -> Q + 'static) -> Option<Bulk> {
    let at = here::card();
    let bulk = BulkChange::ALL.into_iter().any(|act| act.allowed(&at)).then(use_bulk)?;
    Effect::new(move |before: Option<Q>| {
        let now = filter();
        if before.is_some_and(|before| before != now) {
            bulk.clear();
        }
        now
    });
    Some(bulk)
}

/// What can be done to the chosen tokens: the bar, its keys, and the dialog.
#[component]
pub fn BulkChanges<Q>(
    /// The list.
    paged: Paged<Q, TokenSummary>,
    /// The chosen rows.
    bulk: Bulk,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
{
    // Whatever customer is on the screen later: the calls go to the one the tokens were chosen in.
    let at = StoredValue::new(here::card());
    let chosen = use_chosen_rows(paged, bulk);
    let may = move |act: BulkChange| at.with_value(|at| act.allowed(at));
    let offers = Memo::new(move |_| {
        let of = |act: BulkChange| {
            let fit = |token: &&TokenSummary| act.leaves_out(token.state).is_none();
            if may(act) {
                chosen.with(|rows| rows.iter().filter(fit).count())
            } else {
                0
            }
        };
        BulkChange::ALL.map(of).to_vec()
    });
    let ask = move |act: BulkChange| {
        let rows = chosen.get_untracked();
        let of = |token: &TokenSummary| {
            let why = act.leaves_out(token.state).map(str::to_owned);
            (at.with_value(|at| act.undoable(at, token)), why)
        };
        bulk.ask(Plan::of(act.as_act(), rows.iter().map(of)));
    };
    use_keys(move |key| {
        let act = BulkChange::ALL
            .into_iter()
            .find(|act| act.key().eq_ignore_ascii_case(key));
        let act = act.filter(|act| may(*act) && !bulk.chosen.with_untracked(Vec::is_empty));
        act.map(ask).is_some()
    });
    let on_act = move |index: usize| {
        if let Some(act) = BulkChange::ALL.get(index) {
            ask(*act);
        }
    };
    let on_done = move |(act, done): (ActRef, Vec<String>)| {
        let act = BulkChange::ALL.into_iter().find(|one| one.key() == act.key());
        if let Some(act) = act {
            paged.patch(|token| done.contains(&token.key()).then(|| act.applied(token)).flatten());
        }
    };
    let count = Signal::derive(move || chosen.with(Vec::len));
    view! {
        <bulk::BulkBar count customers=Signal::stored(1) acts=&ACTS offers on_act on_clear=move |()| bulk.clear() />
        <bulk::BulkDialog bulk on_done on_close=|()| () />
    }
}
