//! What is said about acts on many rows.

use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::plan::{BulkAct, LeftOut, Plan};
use super::run::Run;
use crate::{t, tf, tn};

fn many(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn requests(number: usize) -> String {
    tn!(many(number), "request", "requests"; "pedido", "pedidos")
}

fn tokens(number: usize) -> String {
    tn!(many(number), "token", "tokens"; "token", "tokens")
}

fn links(number: usize) -> String {
    tn!(many(number), "link", "links"; "link", "links")
}

/// `2 customers`.
pub fn customers(number: usize) -> String {
    tn!(many(number), "customer", "customers"; "cliente", "clientes")
}

/// `3 selected`.
pub fn selected(number: usize) -> String {
    tn!(many(number), "selected", "selected"; "selecionado", "selecionados")
}

/// The button of the bar.
pub fn button(act: BulkAct, number: usize) -> String {
    match act {
        BulkAct::Approve => tf!("Approve {number}", "Aprovar {number}"),
        BulkAct::Deny => tf!("Deny {number}…", "Negar {number}…"),
        BulkAct::Issue => tf!("Issue {number}", "Emitir {number}"),
        BulkAct::Resend => tf!("Resend {number}", "Reenviar {number}"),
    }
}

/// The button of the dialog: the act and its objects.
pub fn confirm(act: BulkAct, number: usize) -> String {
    let (requests, tokens, links) = (requests(number), tokens(number), links(number));
    match act {
        BulkAct::Approve => tf!("Approve {requests}", "Aprovar {requests}"),
        BulkAct::Deny => tf!("Deny {requests}", "Negar {requests}"),
        BulkAct::Issue => tf!("Issue {tokens}", "Emitir {tokens}"),
        BulkAct::Resend => tf!("Send {links}", "Enviar {links}"),
    }
}

/// The question.
pub fn question(plan: &Plan) -> String {
    let act = confirm(plan.act, plan.count());
    let place = plan
        .only_tenant()
        .map_or_else(|| customers(plan.groups.len()), |card| card.name.clone());
    tf!("{act} in {place}?", "{act} em {place}?")
}

/// What will happen, and that it cannot be taken back.
pub fn consequence(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Approve => t!(
            "All scopes asked for are granted, for as long as was asked and the policy allows. Support can issue at once. This cannot be undone.",
            "Todos os escopos pedidos são concedidos, pelo prazo pedido que a política permite. O suporte já pode emitir. Isso não pode ser desfeito."
        ),
        BulkAct::Deny => t!(
            "The requests are removed and each partner is told the reason. This cannot be undone; what happened stays in the audit trail.",
            "Os pedidos são removidos e cada parceiro recebe o motivo. Isso não pode ser desfeito; o que aconteceu permanece na trilha de auditoria."
        ),
        BulkAct::Issue => t!(
            "Each partner gets a one-time link by mail at once. This cannot be undone; a token issued by mistake can be revoked on its page.",
            "Cada parceiro recebe na hora um link de uso único por e-mail. Isso não pode ser desfeito; um token emitido por engano pode ser revogado na página dele."
        ),
        BulkAct::Resend => t!(
            "The token that nobody opened ends, and the partner gets a new one for the same access by a new one-time link. This cannot be undone.",
            "O token que ninguém abriu termina, e o parceiro recebe um novo para o mesmo acesso por um novo link de uso único. Isso não pode ser desfeito."
        ),
    }
}

/// What the reason is for.
pub fn reason_label(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Deny => t!("Reason, told to every partner", "Motivo, informado a cada parceiro"),
        _ => t!(
            "Reason, kept in the audit trail",
            "Motivo, guardado na trilha de auditoria"
        ),
    }
}

/// The reason that stands in the field at first.
pub fn usual_reason(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Resend => t!("The link was not opened.", "O link não foi aberto."),
        _ => "",
    }
}

/// Why a row is left out.
pub fn left_out(act: BulkAct, item: &QueueItem, why: LeftOut) -> String {
    let name = &item.tenant.name;
    match (why, item.kind, act) {
        (LeftOut::Role, _, BulkAct::Approve | BulkAct::Deny) => tf!(
            "your role in {name} cannot decide",
            "seu papel em {name} não pode decidir"
        ),
        (LeftOut::Role, ..) => tf!(
            "your role in {name} cannot issue",
            "seu papel em {name} não pode emitir"
        ),
        (LeftOut::OtherStage, QueueKind::ToDecide, _) => t!("not decided yet", "ainda não decidido").to_owned(),
        (LeftOut::OtherStage, QueueKind::ToIssue, _) => t!("approved already", "já aprovado").to_owned(),
        (LeftOut::OtherStage, ..) => t!("issued already", "já emitido").to_owned(),
    }
}

/// What a run did, in one sentence.
pub fn summary(run: &Run) -> String {
    let (all, done) = (run.lines.len(), run.done().count());
    let what = match run.act {
        BulkAct::Approve => t!("approved", "aprovados"),
        BulkAct::Deny => t!("denied", "negados"),
        BulkAct::Issue => t!("issued", "emitidos"),
        BulkAct::Resend => t!("sent anew", "reenviados"),
    };
    if done == all {
        match run.act {
            BulkAct::Deny => {
                let requests = requests(done);
                tf!(
                    "{requests} denied. The partners are told why.",
                    "Negado: {requests}. Os parceiros recebem o motivo."
                )
            }
            BulkAct::Approve => {
                let requests = requests(done);
                tf!(
                    "{requests} approved. Support can issue now.",
                    "Aprovado: {requests}. O suporte já pode emitir."
                )
            }
            BulkAct::Issue => {
                let tokens = tokens(done);
                tf!(
                    "{tokens} issued. The links are on their way.",
                    "Emitido: {tokens}. Os links estão a caminho."
                )
            }
            BulkAct::Resend => {
                let links = links(done);
                tf!("{links} sent anew.", "Reenviado: {links}.")
            }
        }
    } else {
        tf!("{done} of {all} {what}", "{done} de {all} {what}")
    }
}
