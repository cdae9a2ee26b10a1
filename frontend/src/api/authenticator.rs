//! Passkeys in the browser (Web Authentication): `navigator.credentials`, by way of the JSON forms
//! that browsers read and write themselves.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use tessera_shared::dto::passkeys::{AddPasskey, PasskeyCreation, PasskeyQuestion, ShowPasskey};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::ApiError;
use crate::t;

/// What the browser calls its passkeys.
const CREDENTIAL: &str = "PublicKeyCredential";

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn call(of: &JsValue, name: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    let function = get(of, name).and_then(|function| function.dyn_into::<Function>().ok());
    function.ok_or(JsValue::UNDEFINED)?.call1(of, with)
}

/// Whether this browser makes and shows passkeys on this page: a recent one, and a page with https and
/// a name. Addresses without a name end in a digit or a bracket, names never do.
pub fn is_there() -> bool {
    let named = window().location().hostname().is_ok_and(|host| {
        let last = host.chars().next_back();
        last.is_some_and(|last| !last.is_ascii_digit() && last != ']')
    });
    let credential = get(&window(), CREDENTIAL);
    named && credential.is_some_and(|credential| get(&credential, "parseCreationOptionsFromJSON").is_some())
}

/// What came of it, in words, when nothing did.
fn trouble(error: &JsValue) -> ApiError {
    let name = get(error, "name").and_then(|name| name.as_string()).unwrap_or_default();
    ApiError::Passkey(match name.as_str() {
        "NotAllowedError" | "AbortError" => {
            t!(
                "No passkey was given: it was cancelled, took too long, or could not make sure that it is you. Try again.",
                "Nenhuma chave de acesso foi apresentada: foi cancelado, demorou demais ou não confirmou que é você. Tente de novo."
            )
        }
        "InvalidStateError" => t!(
            "Your account has a passkey on this device already.",
            "Sua conta já tem uma chave de acesso neste aparelho."
        ),
        "SecurityError" => t!(
            "Passkeys work at this broker's own address only; open it there.",
            "Chaves de acesso só funcionam no endereço próprio deste servidor; abra-o por lá."
        ),
        "NotSupportedError" | "ConstraintError" => {
            t!(
                "This device has no passkeys that ask for a fingerprint, a face or a PIN.",
                "Este aparelho não tem chaves de acesso que peçam digital, rosto ou PIN."
            )
        }
        _ => t!(
            "This browser could not give a passkey.",
            "Este navegador não conseguiu apresentar uma chave de acesso."
        ),
    })
}

/// Has the browser `act` with `options`; gives what it writes of the credential.
async fn run<T: for<'de> Deserialize<'de>>(act: &str, parse: &str, options: &impl Serialize) -> Result<T, ApiError> {
    let options = serde_json::to_string(options).map_err(|_cause| ApiError::Garbled)?;
    let ask = || -> Result<Promise, JsValue> {
        let credential = get(&window(), CREDENTIAL).ok_or(JsValue::UNDEFINED)?;
        let public_key = call(&credential, parse, &JSON::parse(&options)?)?;
        let request = Object::new();
        Reflect::set(&request, &JsValue::from_str("publicKey"), &public_key)?;
        let container = get(&window().navigator(), "credentials").ok_or(JsValue::UNDEFINED)?;
        call(&container, act, &request)?.dyn_into()
    };
    let promise = ask().map_err(|error| trouble(&error))?;
    let made = JsFuture::from(promise).await.map_err(|error| trouble(&error))?;
    let text = call(&made, "toJSON", &JsValue::UNDEFINED)
        .and_then(|plain| JSON::stringify(&plain))
        .map_err(|error| trouble(&error))?;
    serde_json::from_str(&String::from(text)).map_err(|_cause| ApiError::Garbled)
}

#[derive(Deserialize)]
struct Credential<R> {
    id: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

/// Makes a passkey.
pub async fn make(options: &PasskeyCreation, name: String) -> Result<AddPasskey, ApiError> {
    let made: Credential<Made> = run("create", "parseCreationOptionsFromJSON", options).await?;
    Ok(AddPasskey {
        name,
        id: made.id,
        client_data: made.response.client_data,
        attestation_object: made.response.attestation_object,
    })
}

/// Shows a passkey.
pub async fn show(question: &PasskeyQuestion) -> Result<ShowPasskey, ApiError> {
    let shown: Credential<Shown> = run("get", "parseRequestOptionsFromJSON", question).await?;
    Ok(ShowPasskey {
        id: shown.id,
        client_data: shown.response.client_data,
        authenticator_data: shown.response.authenticator_data,
        signature: shown.response.signature,
        user_handle: shown.response.user_handle,
    })
}
