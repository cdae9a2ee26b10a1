//! What is said about the acts.

use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::plan::{BulkAct, LeftOut};
use crate::components::bulk::{Act, Reason};
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

impl Act for BulkAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Approve => "A",
            Self::Deny => "D",
            Self::Issue => "I",
            Self::Resend => "R",
        }
    }

    fn button(&self, number: usize) -> String {
        match self {
            Self::Approve => tf!("Approve {number}", "Aprovar {number}"),
            Self::Deny => tf!("Deny {number}…", "Negar {number}…"),
            Self::Issue => tf!("Issue {number}", "Emitir {number}"),
            Self::Resend => tf!("Resend {number}", "Reenviar {number}"),
        }
    }

    fn confirm(&self, number: usize) -> String {
        let (requests, tokens, links) = (requests(number), tokens(number), links(number));
        match self {
            Self::Approve => tf!("Approve {requests}", "Aprovar {requests}"),
            Self::Deny => tf!("Deny {requests}", "Negar {requests}"),
            Self::Issue => tf!("Issue {tokens}", "Emitir {tokens}"),
            Self::Resend => tf!("Send {links}", "Enviar {links}"),
        }
    }

    fn consequence(&self) -> &'static str {
        match self {
            Self::Approve => t!(
                "All scopes asked for are granted, for as long as was asked and the policy allows. Support can issue at once. This cannot be undone.",
                "Todos os escopos pedidos são concedidos, pelo prazo pedido que a política permite. O suporte já pode emitir. Isso não pode ser desfeito."
            ),
            Self::Deny => t!(
                "The requests are removed and each partner is told the reason. This cannot be undone; what happened stays in the audit trail.",
                "Os pedidos são removidos e cada parceiro recebe o motivo. Isso não pode ser desfeito; o que aconteceu permanece na trilha de auditoria."
            ),
            Self::Issue => t!(
                "Each partner gets a one-time link by mail at once. This cannot be undone; a token issued by mistake can be revoked on its page.",
                "Cada parceiro recebe na hora um link de uso único por e-mail. Isso não pode ser desfeito; um token emitido por engano pode ser revogado na página dele."
            ),
            Self::Resend => t!(
                "The token that nobody opened ends, and the partner gets a new one for the same access by a new one-time link. This cannot be undone.",
                "O token que ninguém abriu termina, e o parceiro recebe um novo para o mesmo acesso por um novo link de uso único. Isso não pode ser desfeito."
            ),
        }
    }

    fn reason(&self) -> Option<Reason> {
        match self {
            Self::Deny => Some(Reason {
                label: t!("Reason, told to every partner", "Motivo, informado a cada parceiro"),
                usual: "",
            }),
            Self::Resend => Some(Reason {
                label: t!(
                    "Reason, kept in the audit trail",
                    "Motivo, guardado na trilha de auditoria"
                ),
                usual: t!("The link was not opened.", "O link não foi aberto."),
            }),
            Self::Approve | Self::Issue => None,
        }
    }

    fn ends(&self) -> bool {
        *self == Self::Deny
    }

    fn guarded(&self) -> bool {
        *self == Self::Deny
    }

    fn summary(&self, done: usize, all: usize) -> String {
        let what = match self {
            Self::Approve => t!("approved", "aprovados"),
            Self::Deny => t!("denied", "negados"),
            Self::Issue => t!("issued", "emitidos"),
            Self::Resend => t!("sent anew", "reenviados"),
        };
        if done == all {
            match self {
                Self::Deny => {
                    let requests = requests(done);
                    tf!(
                        "{requests} denied. The partners are told why.",
                        "Negado: {requests}. Os parceiros recebem o motivo."
                    )
                }
                Self::Approve => {
                    let requests = requests(done);
                    tf!(
                        "{requests} approved. Support can issue now.",
                        "Aprovado: {requests}. O suporte já pode emitir."
                    )
                }
                Self::Issue => {
                    let tokens = tokens(done);
                    tf!(
                        "{tokens} issued. The links are on their way.",
                        "Emitido: {tokens}. Os links estão a caminho."
                    )
                }
                Self::Resend => {
                    let links = links(done);
                    tf!("{links} sent anew.", "Reenviado: {links}.")
                }
            }
        } else {
            tf!("{done} of {all} {what}", "{done} de {all} {what}")
        }
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
