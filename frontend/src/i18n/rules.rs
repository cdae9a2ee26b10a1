//! What is wrong with a field, in the reader's language. Rules come with an English text; their codes are translated
//! here. `scripts/check-texts.mjs` sees to it that no code goes without.

use tessera_shared::error::FieldError;

use super::{Language, language};

/// The code of what a page itself finds wrong; it says so in the reader's language.
pub const OWN_RULE: &str = "here";

/// Why there is no SVG among logos.
pub const NO_SVG: &str = "Um SVG pode trazer scripts que rodariam no navegador de outras pessoas. Exporte-o como PNG.";
/// What a logo can be.
pub const LOGO_KINDS: &str = "Envie uma imagem PNG, JPEG ou WebP.";

/// What to do about a field, for a reader.
pub fn field_rule(error: &FieldError) -> String {
    if language() == Language::English || error.code == OWN_RULE {
        return error.detail.clone();
    }
    em_portugues(error)
}

fn em_portugues(error: &FieldError) -> String {
    match error.code.as_str() {
        "required" => missing(&error.pointer).to_owned(),
        "too_long" if error.pointer == "/key" || error.pointer == "/jwk" => {
            "Uma chave pública é mais curta.".to_owned()
        }
        "too_long" => within(error, "O texto é longo demais.", |most| {
            format!("Use no máximo {most} caracteres.")
        }),
        "too_short" => within(error, "O texto é curto demais.", |least| {
            format!("Use pelo menos {least} caracteres; algumas palavras juntas fazem uma boa senha.")
        }),
        "too_large" => within(error, "A imagem é grande demais.", |side| {
            format!("Cada lado pode ter no máximo {side} pixels. Reduza-a.")
        }),
        "too_many" => within(error, "São itens demais.", |most| format!("Use no máximo {most}.")),
        "too_far" => within(error, "Escolha um início mais próximo.", |days| {
            format!("Escolha um início dentro dos próximos {days} dias.")
        }),
        "beyond_policy" => within(error, "A política não permite tanto.", |days| {
            format!("A política permite no máximo {days} dias.")
        }),
        "out_of_range" => match numbers_in(&error.detail).as_slice() {
            [least, most] => format!("Use de {least} a {most}."),
            [most] => format!("Use no máximo {most}."),
            _ => "O valor está fora do permitido.".to_owned(),
        },
        "wrong" | "unknown" | "unreadable" | "repeated" | "twice" => by_place(error).to_owned(),
        code => fixed(code).to_owned(),
    }
}

/// Rules that say the same wherever they are broken.
fn fixed(code: &str) -> &'static str {
    match code {
        "bad_characters" => "Use uma linha, sem espaços nas pontas nem caracteres ocultos ou não aceitos aqui.",
        "bad_filter" => "A lista não aceita este filtro.",
        "bad_id" => "Este id não é válido.",
        "empty" => "Não se vê nada nesta imagem.",
        "email" => "Informe um e-mail, por exemplo nome@empresa.com.br.",
        "before_start" => "Escolha um fim depois do início.",
        "in_the_past" => "Escolha um fim no futuro e depois do início.",
        "colour" => "Escreva a cor como #rrggbb.",
        "domain" => "Escreva um domínio em minúsculas, como empresa.com.br.",
        "duplicate" => "Informe cada escopo uma só vez.",
        "factor_needed" => "Apresente seu segundo fator; a senha não basta.",
        "foreign" => "O provedor de um cliente só concede papéis nesse cliente.",
        "guessable" => "Esta senha é fácil de adivinhar. Algumas palavras juntas fazem uma boa senha.",
        "has_account" => "Esta pessoa já tem uma conta.",
        "issuer" => "Informe o emissor como está nos metadados dele: https, sem query nem fragmento.",
        "kind" => LOGO_KINDS,
        "malformed" => "O valor não está no formato esperado.",
        "no_provider" => "Este endereço entra com senha.",
        "not_a_network" => "Informe uma rede como 203.0.113.0/24.",
        "not_asked_for" => "Conceda apenas escopos que o parceiro pediu.",
        "not_canonical" => "Escreva a rede na forma canônica, com os bits livres em zero.",
        "not_local" => "Informe um caminho deste aplicativo, como /queue.",
        "not_grantable" => "Isto não pode ser concedido a uma conta de serviço.",
        "not_yours" => "Você não pode conceder o que não pode fazer.",
        "print" => "Envie um SHA-256 com 64 dígitos hexadecimais minúsculos.",
        "private" => "Esta é a chave privada. Guarde-a e envie apenas a pública.",
        "refused" => "A chave de acesso não foi aceita. Tente de novo.",
        "role" => "Este papel não pode ser concedido aqui.",
        "scope" => "Use letras, dígitos e . : _ - / como em pedidos:ler.",
        "scopes" => "Separe os escopos por espaços; openid precisa estar entre eles.",
        "slug" => "Use de 2 a 40 letras minúsculas, dígitos e hifens isolados.",
        "svg" => NO_SVG,
        "unchanged" => "Escolha uma diferente da atual.",
        "unfit" => "Esta chave não serve aqui.",
        _ => "Confira este campo.",
    }
}

/// What to fill in.
fn missing(pointer: &str) -> &'static str {
    match pointer.rsplit('/').next().unwrap_or_default() {
        "scopes" => "Escolha pelo menos um escopo.",
        "actions" => "Escolha o que ela pode fazer.",
        "domains" => "Informe pelo menos um domínio; só um provedor da plataforma fica sem.",
        "code" => "Informe o código.",
        "password" => "Informe a senha.",
        "current" => "Informe sua senha atual.",
        "email" => "Informe seu e-mail.",
        "key" | "jwk" => "Cole uma chave pública.",
        "ends_at" => "Escolha um fim.",
        _ => "Preencha este campo.",
    }
}

/// Rules whose text depends on what broke them.
fn by_place(error: &FieldError) -> &'static str {
    let place = error.pointer.split('/').nth(1).unwrap_or_default();
    match (error.code.as_str(), place) {
        ("wrong", "current") => "Esta não é a sua senha atual.",
        ("wrong", "code") => "Este código não está certo ou já foi usado.",
        ("wrong", "passkey") => "Esta chave de acesso não foi aceita.",
        ("wrong", "proof") => "Isto não confere. Tente de novo.",
        ("unknown", "partner") => "Escolha um parceiro deste cliente.",
        ("unknown", _) => "Escolha algo do catálogo deste cliente.",
        ("unreadable", "logo") => "Esta imagem não pode ser lida até o fim. Exporte-a de novo.",
        ("repeated" | "twice", _) => "Informe cada um uma só vez.",
        _ => "O valor não confere.",
    }
}

fn within(error: &FieldError, otherwise: &str, say: impl FnOnce(u64) -> String) -> String {
    numbers_in(&error.detail)
        .first()
        .map_or_else(|| otherwise.to_owned(), |limit| say(*limit))
}

/// The numbers of a text: rules name their limits in it.
fn numbers_in(text: &str) -> Vec<u64> {
    let runs = text.split(|letter: char| !letter.is_ascii_digit());
    runs.filter_map(|run| run.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use tessera_shared::validate::{Errors, MAX_NAME};

    use super::*;

    fn told(check: impl FnOnce(&mut Errors)) -> Vec<String> {
        let mut errors = Errors::default();
        check(&mut errors);
        errors.into_result().unwrap_err().iter().map(em_portugues).collect()
    }

    #[test]
    fn limits_are_taken_from_the_rule() {
        assert_eq!(
            told(|errors| errors.line("/name", &"x".repeat(100), MAX_NAME)),
            ["Use no máximo 80 caracteres."]
        );
        assert_eq!(told(|errors| errors.days("/days", 0, 365)), ["Use de 1 a 365."]);
        assert_eq!(
            told(|errors| errors.networks("/allowed_networks", &vec![String::new(); 500])),
            [format!("Use no máximo {}.", tessera_shared::networks::MAX_NETWORKS)]
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(
            told(|errors| errors.line("/wish/application", "", MAX_NAME)),
            ["Preencha este campo."]
        );
        assert_eq!(missing("/wish/scopes"), "Escolha pelo menos um escopo.");
    }

    #[test]
    fn what_a_page_says_itself_stays() {
        let error = FieldError {
            pointer: "/tenant".to_owned(),
            code: OWN_RULE.to_owned(),
            detail: "Informe o id.".to_owned(),
        };
        assert_eq!(field_rule(&error), "Informe o id.");
    }
}
