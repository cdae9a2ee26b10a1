//! What happened, in order: past solid, future dashed, "Now" in between.

use leptos::prelude::*;
use tessera_shared::instant::Instant;

use super::badge::Tone;
use super::glyph::Glyph;
use super::icon::Icon;
use super::time::{Shape, Time};

/// Where an entry lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It happened.
    Past,
    /// The line between past and future.
    Now,
    /// It will happen.
    Later,
}

/// A list of [`TimelineEntry`].
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="tl p-4 sm:p-5">{children()}</ol> }
}

/// One entry: what, who, when, and what else there is to say.
#[component]
pub fn TimelineEntry(
    /// Its icon.
    #[prop(into)]
    icon: Glyph,
    /// What happened.
    #[prop(into)]
    title: String,
    /// Who did it or how, after the verb.
    #[prop(into, optional)]
    who: String,
    /// When.
    #[prop(into, default = None)]
    at: Option<Instant>,
    /// How exactly that is known.
    #[prop(default = Shape::DateTime)]
    shape: Shape,
    /// Good, bad or neither.
    #[prop(default = Tone::Plain)]
    tone: Tone,
    /// Where it lies.
    #[prop(default = Place::Past)]
    place: Place,
    /// What else there is to say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let dot = if place == Place::Later {
        "tl-dot tl-later"
    } else {
        tone.dot()
    };
    let when = at.map(|at| {
        view! { <Time at shape class="sm:ml-auto text-xs text-faint num whitespace-nowrap" /> }
    });
    view! {
        <li class=if place == Place::Past { "" } else { "next" }>
            <span class=dot><Icon name=icon class="icon-xs" /></span>
            <div class="flex flex-wrap items-baseline gap-x-2">
                <span class="font-medium text-sm">{title}</span>
                <span class="text-sm text-muted min-w-0 break-words">{who}</span>
                {when}
            </div>
            {children.map(|children| children())}
        </li>
    }
    .into_any()
}
