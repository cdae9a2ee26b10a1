//! Why the broker said no, in the reader's language. It explains in English; its stable codes are translated here.

use tessera_shared::error::{ErrorCode, Problem};

use super::{Language, language};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_one_clear_sentence_or_more() {
        for code in ErrorCode::ALL {
            assert!(em_portugues(*code).ends_with('.'), "{code}");
        }
    }
}
