//! Charts as inline SVG: drawn at the measured width, so text stays at 11 px, with attributes and
//! classes only. Every chart names its finding, reads its values by hover and arrow keys, and has a
//! table view in its card.

mod area;
mod bars;
mod card;
mod funnel;
mod heat;
mod legend;
mod life;
mod pen;
mod plot;
mod scale;
mod spark;

pub use area::AreaLine;
pub use bars::{Bar, Bars};
pub use card::{ChartCard, Sheet};
pub use funnel::{Funnel, FunnelStep, shares};
pub use heat::{HeatCalendar, HeatDay};
pub use legend::{Legend, Series};
pub use life::LifetimeBar;
pub use plot::Tip;
pub use scale::Steps;
pub use spark::Sparkline;
