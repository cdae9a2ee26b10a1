//! The tab's icon carries the customer too.

use js_sys::Array;
use leptos::prelude::*;
use tessera_shared::accent::{MailColours, mail_colours};
use tessera_shared::{mark, paths};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlLinkElement, Url};

use crate::state::tenant;

/// Follows the customer on the screen, and gives the tab its own icon back at the end.
pub fn follow() {
    let Some(link) = icon_link() else { return };
    let own = link.href();
    let shown = StoredValue::new(None::<String>);
    let show = StoredValue::new_local(move |address: Option<String>| {
        link.set_href(address.as_deref().unwrap_or(&own));
        if let Some(before) = shown
            .try_update_value(|shown| std::mem::replace(shown, address))
            .flatten()
        {
            // A logo's address is nothing to release; a failed release costs a few bytes until the page goes.
            drop(Url::revoke_object_url(&before));
        }
    });
    let card = Memo::new(move |_| tenant::active().map(|card| (card.slug, card.accent, card.logo)));
    Effect::new(move || {
        let address = card.with(|card| {
            let (slug, accent, logo) = card.as_ref()?;
            match logo {
                Some(version) => Some(paths::public_logo(version)),
                None => blob_address(&draw(slug, accent)),
            }
        });
        show.with_value(|show| show(address));
    });
    on_cleanup(move || {
        show.try_with_value(|show| show(None));
    });
}

/// The mark in the colours of the customer, as SVG.
fn draw(slug: &str, accent: &str) -> String {
    let MailColours { solid, on_solid } = mail_colours(accent);
    let path = mark::path(slug);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' \
         fill='{solid}'/><path transform='translate(6 6) scale(1.25)' fill='{on_solid}' d='{path}'/></svg>"
    )
}

fn blob_address(svg: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = Array::of1(&JsValue::from_str(svg));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn icon_link() -> Option<HtmlLinkElement> {
    let link = document().query_selector("link[rel~=icon]").ok().flatten();
    link.and_then(|link| link.dyn_into().ok())
}
