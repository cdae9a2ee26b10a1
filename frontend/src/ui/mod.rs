//! The kit: pieces of the screen that know neither the API nor the router nor who is signed in.
//! Classes come from `style/input.css`; no inline styles, no class names put together at run time.

pub mod badge;
pub mod brand;
pub mod button;
pub mod chart;
pub mod choice;
pub mod copy;
pub mod dialog;
pub mod field;
pub mod glyph;
pub mod icon;
pub mod kbd;
pub mod keys;
pub mod mark;
pub mod menu;
pub mod moment;
pub mod note;
pub mod number;
pub mod options;
pub mod page;
pub mod pager;
pub mod states;
pub mod table;
pub mod time;
pub mod timeline;
pub mod toast;

pub use badge::{Badge, Tag, Tone};
pub use brand::Brand;
pub use button::{Button, IconButton, Weight};
pub use choice::{Answer, Seg};
pub use copy::CopyButton;
pub use dialog::{Dialog, DialogFoot};
pub use field::{Field, SearchField};
pub use glyph::Glyph;
pub use icon::Icon;
pub use kbd::Kbd;
pub use mark::Mark;
pub use menu::Menu;
pub use note::Note;
pub use page::PageHead;
pub use pager::Pager;
pub use states::{Empty, Failure, Fault, Loaded, Skeleton, shorten};
pub use table::{Column, Table};
pub use time::{Shape, Time, use_now};
pub use timeline::{Place, Timeline, TimelineEntry};
pub use toast::Toast;
