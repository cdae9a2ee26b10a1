//! What went wrong at a provider, in one sentence.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::sso::SignInProblem;

use crate::t;
use crate::ui::{Glyph, Icon};

fn words(problem: SignInProblem) -> &'static str {
    match problem {
        SignInProblem::Over => {
            t!(
                "This sign-in took too long, or was begun in another window or browser. Nothing happened; begin again here.",
                "Esta entrada demorou demais ou foi iniciada em outra janela ou navegador. Nada aconteceu; recomece aqui."
            )
        }
        SignInProblem::Cancelled => t!(
            "You stopped at the provider. Begin again when you like.",
            "Você parou no provedor. Recomece quando quiser."
        ),
        SignInProblem::Away => t!(
            "The provider does not answer. Try again in a moment.",
            "O provedor não responde. Tente de novo em instantes."
        ),
        SignInProblem::UnverifiedEmail => {
            t!(
                "The provider did not confirm your e-mail address. Ask whoever runs it to verify the address.",
                "O provedor não confirmou seu e-mail. Peça a quem o administra que verifique o endereço."
            )
        }
        SignInProblem::AddressTaken => {
            t!(
                "This provider cannot sign in your e-mail address. Sign in with the password of your account, or with the \
                 provider of your organisation.",
                "Este provedor não pode entrar com o seu e-mail. Entre com a senha da sua conta ou com o provedor da sua \
                 organização."
            )
        }
        SignInProblem::ReachesFurther => {
            t!(
                "Your account also works for other customers, so this customer’s provider cannot open it. Sign in with \
                 your password or with the provider of the platform.",
                "Sua conta também vale para outros clientes, por isso o provedor deste cliente não pode abri-la. Entre \
                 com sua senha ou com o provedor da plataforma."
            )
        }
        SignInProblem::NoRole => {
            t!(
                "You have no role here yet. Ask an administrator to put you into the right group, then sign in again.",
                "Você ainda não tem um papel aqui. Peça a um administrador que coloque você no grupo certo e entre de novo."
            )
        }
        SignInProblem::TooMany => t!(
            "Too many sign-ins came from your address. Wait a minute, then try again.",
            "Muitas entradas vieram do seu endereço. Espere um minuto e tente de novo."
        ),
        SignInProblem::Unavailable => t!(
            "Signing in is not possible right now. Try again in a moment.",
            "Não é possível entrar agora. Tente de novo em instantes."
        ),
        SignInProblem::Refused => t!(
            "The provider’s answer could not be trusted, so you are not signed in.",
            "A resposta do provedor não é confiável, por isso você não entrou."
        ),
    }
}

/// Finds the call in the broker's log; anything else in its place is not shown.
fn is_call(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The sentence, when a provider sent the browser here for one.
#[component]
pub fn Problem() -> impl IntoView {
    let query = use_query_map();
    move || {
        let query = query.read();
        let problem = query.get("problem")?.parse().ok()?;
        let call = query.get("call").filter(|call| is_call(call));
        Some(view! {
            <div role="alert" class="card-t px-4 py-3 mb-6 flex gap-3 text-sm">
                <span class="text-bad shrink-0 pt-0.5"><Icon name=Glyph::CircleAlert /></span>
                <div class="min-w-0">
                    <p>{words(problem)}</p>
                    {call.map(|call| view! {
                        <p class="text-xs text-muted mt-1">{t!("Call ", "Chamada ")}<span class="mono break-all">{call}</span></p>
                    })}
                </div>
            </div>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_one_clear_text() {
        for problem in SignInProblem::ALL {
            assert!(words(*problem).ends_with('.'), "{problem}");
        }
    }

    #[test]
    fn only_an_id_is_shown_as_one() {
        assert!(is_call("0a1b2c3d4e5f60718293"));
        for bad in ["", "call 0800 1234", "<b>", &"a".repeat(41)] {
            assert!(!is_call(bad), "{bad}");
        }
    }
}
