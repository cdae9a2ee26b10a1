//! Why the broker said no, in the reader's language. It explains in English; its stable codes are translated here.

use tessera_shared::error::{ErrorCode, FieldError, Problem};

use super::{Language, language};
use crate::tf;

/// What happened, for a reader.
pub fn problem(problem: &Problem) -> String {
    match language() {
        Language::English => problem.detail.clone(),
        Language::Portuguese => em_portugues(problem.code).to_owned(),
    }
}

const fn em_portugues(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Malformed => "O pedido não pôde ser lido. Recarregue a página e tente de novo.",
        ErrorCode::Invalid => "Alguns campos precisam de correção.",
        ErrorCode::BadId | ErrorCode::NotFound => "Não há nada aqui, ou você não pode ver.",
        ErrorCode::BadCursor => "A lista mudou. Carregue-a de novo.",
        ErrorCode::TooLarge => "O envio é maior do que o permitido.",
        ErrorCode::HeadersTooLarge => "O navegador enviou cabeçalhos demais. Limpe os cookies deste site.",
        ErrorCode::UnsupportedMediaType => "Este tipo de arquivo não é aceito aqui.",
        ErrorCode::Unauthenticated => "A sessão terminou. Entre de novo.",
        ErrorCode::EnrolFirst => "Seu papel exige um segundo fator. Cadastre um primeiro.",
        ErrorCode::StepUpRequired => "Confirme mais uma vez quem você é.",
        ErrorCode::WrongCredentials => "Os dados informados não conferem.",
        ErrorCode::Forbidden => "Seu papel não permite isto aqui.",
        ErrorCode::CrossSite => "O pedido veio de outro site e foi recusado.",
        ErrorCode::TenantRequired => "Escolha primeiro um cliente.",
        ErrorCode::TenantMismatch => "Isto pertence a outro cliente. Nada foi alterado.",
        ErrorCode::MethodNotAllowed => "Isto não é possível neste endereço.",
        ErrorCode::Stale => "Alguém foi mais rápido. Recarregue e confira antes de tentar de novo.",
        ErrorCode::NotPossible => "No estado atual isto não é possível. Recarregue e confira.",
        ErrorCode::AlreadyExists => "Isto já existe.",
        ErrorCode::SamePerson => "A mesma pessoa não pode fazer as duas coisas. Peça a outra pessoa.",
        ErrorCode::TenantSuspended => "Este cliente está suspenso.",
        ErrorCode::AlreadyOpened => "Este link já foi aberto. Ele só funciona uma vez.",
        ErrorCode::LinkExpired => "Este link não vale mais. Peça um novo.",
        ErrorCode::IdempotencyMismatch => "Esta ação já foi enviada com outros dados. Recarregue a página.",
        ErrorCode::TooManyRequests => "Foram tentativas demais. Espere um minuto e tente de novo.",
        ErrorCode::Unavailable => "Uma parte do serviço está fora do ar. Tente de novo em instantes.",
        ErrorCode::StorageFull => "O disco do servidor está cheio. Leituras e verificações continuam.",
        ErrorCode::Internal => "Algo falhou no servidor. O número da chamada ajuda a encontrar a causa.",
        ErrorCode::BadGatewayCredential => "A credencial do gateway está errada.",
        ErrorCode::InsufficientScope => "O token não tem o escopo exigido.",
        ErrorCode::InvalidToken => "O token não é válido.",
    }
}

/// What to do about a field, for a reader.
pub fn field_rule(error: &FieldError) -> String {
    if language() == Language::English {
        return error.detail.clone();
    }
    let limit = || number_in(&error.detail);
    match error.code.as_str() {
        "required" => "Preencha este campo.".to_owned(),
        "too_long" => limit().map_or("O texto é longo demais.".to_owned(), |most| {
            format!("Use no máximo {most} caracteres.")
        }),
        "too_short" => limit().map_or("O texto é curto demais.".to_owned(), |least| {
            format!("Use pelo menos {least} caracteres.")
        }),
        "out_of_range" => "O valor está fora do permitido.".to_owned(),
        "bad_characters" => "Há caracteres que não são aceitos aqui.".to_owned(),
        "email" => "Informe um e-mail, por exemplo nome@empresa.com.br.".to_owned(),
        "before_start" => "O fim vem antes do início.".to_owned(),
        "colour" => "Informe uma cor como #1a6f5b.".to_owned(),
        "domain" => "Informe um domínio como empresa.com.br.".to_owned(),
        "duplicate" | "repeated" | "twice" => "Informe cada um só uma vez.".to_owned(),
        "guessable" => "Esta senha é fácil de adivinhar. Algumas palavras juntas fazem uma boa senha.".to_owned(),
        "has_account" => "Esta pessoa já tem uma conta.".to_owned(),
        "issuer" => "Este provedor não pôde ser lido.".to_owned(),
        "no_provider" => "Não há provedor para este endereço.".to_owned(),
        "not_a_network" => "Informe uma rede como 203.0.113.0/24.".to_owned(),
        "not_canonical" => "Escreva a rede na forma canônica, com os bits livres em zero.".to_owned(),
        "not_grantable" | "not_yours" | "role" => "Você não pode conceder isto.".to_owned(),
        "scopes" => "Escolha pelo menos um escopo.".to_owned(),
        "unchanged" => "Nada mudou.".to_owned(),
        "wrong" => "O valor não confere.".to_owned(),
        "not_local" | "private" => "Este endereço não é aceito.".to_owned(),
        _ => tf!("Check this field.", "Confira este campo."),
    }
}

/// The first number of a text: rules name their limit in it.
fn number_in(text: &str) -> Option<u64> {
    let from = text.find(|letter: char| letter.is_ascii_digit())?;
    let rest = text.get(from..)?;
    let to = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..to)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_found_in_the_text() {
        assert_eq!(number_in("Use at most 200 characters."), Some(200));
        assert_eq!(number_in("Use one line."), None);
    }

    #[test]
    fn every_refusal_is_one_clear_sentence_or_more() {
        for code in ErrorCode::ALL {
            assert!(em_portugues(*code).ends_with('.'), "{code}");
        }
    }
}
