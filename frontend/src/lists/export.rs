//! Exports the filter, not the page.
//!
//! The file is fetched like everything else, with the customer in the header, and then handed to the browser: a plain
//! link cannot name the customer, and a link that opens by a key in its address would end up in histories and logs.

use std::pin::Pin;

use leptos::prelude::*;
use tessera_shared::words::ExportFormat;
use wasm_bindgen::JsCast;

use super::paged::Paged;
use crate::api::{ApiError, Download};
use crate::forms::act::use_act;
use crate::t;
use crate::ui::{Button, Glyph, Weight};

/// A file on its way.
pub type FileFuture = Pin<Box<dyn Future<Output = Result<Download, ApiError>>>>;

/// Buttons that export everything the list's filter lets through.
#[component]
pub fn ExportButtons<Q, T>(
    /// The list.
    paged: Paged<Q, T>,
    /// Fetches the file.
    fetch: fn(Q, ExportFormat) -> FileFuture,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let act = use_act();
    let export = move |format| {
        if let Some(query) = paged.query() {
            act.run(fetch(query, format), |file: Download| save(&file));
        }
    };
    let failed = move || {
        let why = act.failure.get();
        why.map(|why| view! { <p class="basis-full text-sm text-bad" role="alert">{why}</p> })
    };
    view! {
        <div class="flex items-center gap-1" role="group" aria-label=t!("Export this list", "Exportar esta lista")>
            <Button weight=Weight::Ghost icon=Glyph::Download busy=act.busy on_click=move |()| export(ExportFormat::Csv)>"CSV"</Button>
            <Button weight=Weight::Ghost icon=Glyph::Download busy=act.busy on_click=move |()| export(ExportFormat::Xlsx)>"XLSX"</Button>
        </div>
        {failed}
    }
    .into_any()
}

/// Hands a file to the browser.
fn save(file: &Download) {
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&file.blob) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(&file.name);
        link.click();
    }
    // The browser took hold of the file at the click.
    drop(web_sys::Url::revoke_object_url(&address));
}
