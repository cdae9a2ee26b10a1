//! Status badges and tags: always an icon and a word, never a colour alone.

use leptos::prelude::*;

use super::glyph::Glyph;
use super::icon::Icon;

/// What a status means for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    Plain,
    /// Works.
    Ok,
    /// Needs a look.
    Warn,
    /// Broken, refused or ended.
    Bad,
    /// News.
    Info,
    /// Turning over.
    Spin,
}

impl Tone {
    /// Classes of a badge.
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Plain => "st",
            Self::Ok => "st st-ok",
            Self::Warn => "st st-warn",
            Self::Bad => "st st-bad",
            Self::Info => "st st-info",
            Self::Spin => "st st-spin",
        }
    }

    /// Classes of a dot on a timeline.
    pub const fn dot(self) -> &'static str {
        match self {
            Self::Plain | Self::Info => "tl-dot",
            Self::Ok => "tl-dot tl-ok",
            Self::Warn | Self::Spin => "tl-dot tl-spin",
            Self::Bad => "tl-dot tl-bad",
        }
    }

    /// Classes of a notice.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Plain | Self::Info | Self::Spin => "note",
            Self::Ok => "note note-ok",
            Self::Warn => "note note-warn",
            Self::Bad => "note note-bad",
        }
    }
}

/// A state: icon and word on a soft tint.
#[component]
pub fn Badge(
    /// What it means.
    tone: Tone,
    /// Its icon.
    #[prop(into)]
    icon: Glyph,
    /// Its word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=tone.badge()><Icon name=icon class="icon-xs" />{text}</span> }
}

/// A scope or another name from the catalogue.
#[component]
pub fn Tag(
    /// The name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class="tag">{text}</span> }
}
