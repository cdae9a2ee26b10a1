//! What the facts of audit events are called, and their values in words.

use tessera_shared::dto::issuer::KeyRotation;
use tessera_shared::dto::views::ViewedList;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::permission::Role;
use tessera_shared::words::Environment;

use super::roles::role_title;
use crate::i18n::Named as _;
use crate::t;
use crate::ui::moment;

/// What a fact is about. One that this version does not know stands as it was written.
pub fn fact_title(name: &str) -> String {
    known(name).map_or_else(|| name.replace('_', " "), str::to_owned)
}

fn known(name: &str) -> Option<&'static str> {
    of_sign_in(name).or_else(|| of_work(name))
}

/// Facts about people, how they sign in, and the platform.
fn of_sign_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "at" => t!("at", "em"),
        "because" => t!("because", "porque"),
        "before" => t!("before", "antes"),
        "by" => t!("by", "com"),
        "client_id" => t!("client id", "id do cliente OAuth"),
        "client_secret" => t!("client secret", "segredo do cliente OAuth"),
        "colour" => t!("colour", "cor"),
        "customers" => t!("customers", "clientes"),
        "domains" => t!("domains", "domínios"),
        "enabled" => t!("enabled", "ativado"),
        "factor" => t!("factor", "fator"),
        "from" => t!("from", "de"),
        "groups_claim" => t!("groups claim", "claim de grupos"),
        "issuer" => t!("issuer", "emissor"),
        "list" => t!("list", "lista"),
        "logo" => t!("logo", "logo"),
        "mappings" => t!("mappings", "mapeamentos"),
        "name" => t!("name", "nome"),
        "passkeys" => t!("passkeys", "chaves de acesso"),
        "provider" => t!("provider", "provedor"),
        "query" => t!("query", "consulta"),
        "reason" => t!("reason", "motivo"),
        "role" => t!("role", "papel"),
        "sessions" => t!("sessions", "sessões"),
        "slug" => t!("slug", "nome curto"),
        "subject" => t!("subject", "titular"),
        "tenant" => t!("tenant", "cliente"),
        "to" => t!("to", "para"),
        _ => return None,
    })
}

/// Facts about requests, tokens, links, gateways and lists.
fn of_work(name: &str) -> Option<&'static str> {
    Some(match name {
        "actions" => t!("actions", "ações"),
        "algorithm" => t!("algorithm", "algoritmo"),
        "allowed_networks" => t!("allowed networks", "redes permitidas"),
        "application" => t!("application", "aplicação"),
        "audience" => t!("audience", "audiência"),
        "contact" => t!("contact", "contato"),
        "delivery_hours" => t!("hours a delivery link works", "horas de validade do link de entrega"),
        "ends_at" => t!("ends at", "termina em"),
        "environment" => t!("environment", "ambiente"),
        "expires_at" => t!("expires at", "expira em"),
        "filter" => t!("filter", "filtro"),
        "format" => t!("format", "formato"),
        "generation" => t!("generation", "geração"),
        "hint" => t!("hint", "dica"),
        "lifetime_days" => t!("lifetime days", "dias de validade"),
        "max_lifetime_days" => t!("longest lifetime in days", "validade máxima em dias"),
        "overlap_hours" => t!("overlap hours", "horas de sobreposição"),
        "proof" => t!("proof", "prova"),
        "removed" => t!("removed", "removidos"),
        "rotation" => t!("rotation", "rotação"),
        "rows" => t!("rows", "linhas"),
        "scopes" => t!("scopes", "escopos"),
        "sent_to" => t!("sent to", "enviado para"),
        "signs_from" => t!("signs from", "assina a partir de"),
        "starts_at" => t!("starts at", "começa em"),
        "state" => t!("state", "estado"),
        "thumbprint" => t!("thumbprint", "impressão digital"),
        "until" => t!("until", "até"),
        _ => return None,
    })
}

/// A stored value in words: words of our vocabularies, instants in the reader's zone, yes and no.
pub fn fact_value(name: &str, value: &str) -> String {
    if let Some(word) = word(name, value) {
        return word.to_owned();
    }
    match value {
        "true" => t!("yes", "sim").to_owned(),
        "false" => t!("no", "não").to_owned(),
        _ if value.len() >= 20 && value.contains('T') => value
            .parse::<Instant>()
            .map_or_else(|_| value.to_owned(), moment::date_time),
        _ => value.to_owned(),
    }
}

/// The name of a word of a vocabulary.
fn word(name: &str, value: &str) -> Option<&'static str> {
    match name {
        "state" => value.parse::<TokenState>().ok().map(TokenState::name),
        "environment" => value.parse::<Environment>().ok().map(Environment::name),
        "role" | "from" | "to" => match value {
            "none" => Some(t!("none", "nenhum")),
            _ => value.parse::<Role>().ok().map(role_title),
        },
        "list" => value.parse::<ViewedList>().ok().map(|list| match list {
            ViewedList::Tokens => t!("tokens", "tokens"),
            ViewedList::Requests => t!("requests", "pedidos"),
            ViewedList::Audit => t!("audit", "auditoria"),
        }),
        "rotation" => match value.parse::<KeyRotation>() {
            Ok(KeyRotation::Planned) => Some(t!("planned", "planejada")),
            Ok(KeyRotation::Emergency) => Some(t!("emergency", "de emergência")),
            Err(_) => (value == "first").then(|| t!("first", "primeira")),
        },
        "proof" => match value {
            "good" => Some(t!("good", "correta")),
            "wrong" => Some(t!("wrong", "errada")),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The names in `.fact("…"` and `.changed("…"` of a folder's source.
    fn written(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, names);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for call in [".fact(", ".changed("] {
                let arguments = source.split(call).skip(1).map(str::trim_start);
                let first = arguments.filter_map(|text| text.strip_prefix('"')?.split('"').next());
                names.extend(first.map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_fact_the_broker_writes_has_a_name() {
        let mut names = BTreeSet::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../broker/src"), &mut names);
        assert!(names.len() > 40, "only {} names", names.len());
        // What a fact was before has its name.
        let names = names.iter().map(|name| name.strip_suffix("_before").unwrap_or(name));
        let unknown: Vec<&str> = names.filter(|name| known(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn words_of_vocabularies_are_named_and_all_else_stays() {
        for (name, value, shown) in [
            ("role", "support_agent", "Support agent"),
            ("to", "none", "none"),
            ("rotation", "first", "first"),
            ("scopes", "revoked", "revoked"),
            ("enabled", "true", "yes"),
            ("hint", "tsr_pt_…x3Vd", "tsr_pt_…x3Vd"),
        ] {
            assert_eq!(fact_value(name, value), shown);
        }
    }
}
