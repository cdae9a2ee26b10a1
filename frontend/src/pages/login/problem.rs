//! What went wrong at a provider, in one sentence.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::sso::SignInProblem;

use crate::ui::{Glyph, Icon};

const fn words(problem: SignInProblem) -> &'static str {
    match problem {
        SignInProblem::Over => {
            "This sign-in took too long, or was begun in another window or browser. Nothing happened; begin again here."
        }
        SignInProblem::Cancelled => "You stopped at the provider. Begin again when you like.",
        SignInProblem::Away => "The provider does not answer. Try again in a moment.",
        SignInProblem::UnverifiedEmail => {
            "The provider did not confirm your e-mail address. Ask whoever runs it to verify the address."
        }
        SignInProblem::AddressTaken => {
            "This provider cannot sign in your e-mail address. Sign in with the password of your account, or with the \
             provider of your organisation."
        }
        SignInProblem::ReachesFurther => {
            "Your account also works for other customers, so this customer's provider cannot open it. Sign in with \
             your password or with the provider of the platform."
        }
        SignInProblem::NoRole => {
            "You have no role here yet. Ask an administrator to put you into the right group, then sign in again."
        }
        SignInProblem::TooMany => "Too many sign-ins came from your address. Wait a minute, then try again.",
        SignInProblem::Unavailable => "Signing in is not possible right now. Try again in a moment.",
        SignInProblem::Refused => "The provider's answer could not be trusted, so you are not signed in.",
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
                        <p class="text-xs text-muted mt-1">"Call "<span class="mono break-all">{call}</span></p>
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
