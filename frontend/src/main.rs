//! Tessera's single-page app.

mod api;
mod app;
mod components;
mod forms;
mod i18n;
mod lists;
mod pages;
mod parts;
mod shell;
mod state;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    i18n::start();
    leptos::mount::mount_to_body(app::App);
}
