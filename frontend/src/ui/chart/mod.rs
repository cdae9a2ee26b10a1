//! Charts as inline SVG: drawn at the measured width, so text stays at 11 px, with attributes and
//! classes only. Every chart names its finding, reads its values by hover and arrow keys, and has a
//! table view in its card.
//!
//! The kit is our own because the one chart crate kept up for Leptos 0.8, leptos-chartistry, writes `style` attributes
//! (refused by our Content-Security-Policy), answers the mouse only, and draws neither calendars nor rows of bars.

mod area;
mod bars;
mod card;
mod heat;
mod legend;
mod life;
mod pen;
mod plot;
mod rows;
mod scale;
mod spark;

pub use area::AreaLine;
pub use bars::{Bar, Bars};
pub use card::{ChartCard, Sheet};
pub use heat::{HeatCalendar, HeatDay};
pub use legend::{Legend, Series};
pub use life::LifetimeBar;
pub use plot::Tip;
pub use rows::{BarRow, BarRows};
pub use scale::Steps;
pub use spark::Sparkline;
