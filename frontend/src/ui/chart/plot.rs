//! The frame of a chart: measures its width, and reads values by hover and arrow keys.

use crate::t;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// What a chart is drawn at before it is measured.
const GUESS: f64 = 640.0;

/// What the tooltip says about one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// First line.
    pub title: String,
    /// Second line.
    pub detail: String,
}

/// The markup of a chart at one width, and where its points lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Shapes.
    pub markup: String,
    /// The points, in order.
    pub points: Points,
}

/// Where the points of a chart lie.
#[derive(Clone, Debug, PartialEq)]
pub enum Points {
    /// Horizontal positions, left to right.
    Line(Vec<f64>),
    /// Boxes (x, y, width, height), one below the other in columns of so many.
    Boxes(Vec<[f64; 4]>, usize),
}

impl Points {
    const fn len(&self) -> usize {
        match self {
            Self::Line(points) => points.len(),
            Self::Boxes(boxes, _) => boxes.len(),
        }
    }

    /// The corner a tooltip stands at.
    fn corner(&self, index: usize) -> Option<[f64; 2]> {
        match self {
            Self::Line(points) => points.get(index).map(|x| [*x, 4.0]),
            Self::Boxes(boxes, _) => boxes
                .get(index)
                .map(|[x, y, width, height]| [x + width / 2.0, y + height]),
        }
    }

    /// The point nearest to a place.
    fn nearest(&self, [x, y]: [f64; 2]) -> Option<usize> {
        match self {
            Self::Line(points) => closest(points.iter().map(|point| (point - x).abs())),
            Self::Boxes(boxes, _) => {
                let off = |at: f64, start: f64, length: f64| (start - at).max(at - start - length).max(0.0);
                closest(
                    boxes
                        .iter()
                        .map(|[left, top, width, height]| off(x, *left, *width) + off(y, *top, *height)),
                )
            }
        }
    }

    /// The point a key leads to; nothing when the key means nothing here.
    fn after_key(&self, key: &str, active: Option<usize>) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        let (across, down) = match self {
            Self::Line(_) => (1, None),
            Self::Boxes(_, column) => (*column, Some(1)),
        };
        let forward = |index: usize, step: usize| if index + step <= last { index + step } else { index };
        let back = |index: usize, step: usize| index.checked_sub(step).unwrap_or(index);
        match (key, active) {
            ("ArrowRight", None) | ("Home", _) => Some(0),
            ("ArrowLeft", None) | ("End", _) => Some(last),
            ("ArrowRight", Some(index)) => Some(forward(index, across)),
            ("ArrowLeft", Some(index)) => Some(back(index, across)),
            ("ArrowDown", None) => down.map(|_| 0),
            ("ArrowUp", None) => down.map(|_| last),
            ("ArrowDown", Some(index)) => down.map(|step| forward(index, step)),
            ("ArrowUp", Some(index)) => down.map(|step| back(index, step)),
            _ => None,
        }
    }
}

/// The place of the smallest distance.
fn closest(distances: impl Iterator<Item = f64>) -> Option<usize> {
    let closer = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
    distances.enumerate().min_by(closer).map(|(index, _)| index)
}

/// A chart in its frame.
#[component]
pub fn Plot<D, T>(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// Height in pixels.
    height: f64,
    /// Draws it at a width.
    draw: D,
    /// Says what one point means.
    tip: T,
    /// Shows the rows behind one point, on a click or Enter.
    #[prop(optional_no_strip)]
    open: Option<Callback<usize>>,
) -> impl IntoView
where
    D: Fn(f64) -> Drawing + Send + Sync + 'static,
    T: Fn(usize) -> Option<Tip> + Send + Sync + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let width = measured(node);
    let drawing = Memo::new(move |_| draw(width.get()));
    let active = RwSignal::new(None::<usize>);
    // Whether the keys chose the point: what the mouse passes over is not read out.
    let by_key = RwSignal::new(false);
    let at = move || {
        active
            .get()
            .and_then(|index| drawing.with(|drawing| drawing.points.corner(index)))
    };
    let hover = move |event: web_sys::MouseEvent| {
        if let Some(frame) = node.get_untracked() {
            let frame = frame.get_bounding_client_rect();
            let place = [
                f64::from(event.client_x()) - frame.left(),
                f64::from(event.client_y()) - frame.top(),
            ];
            by_key.set(false);
            active.set(drawing.with_untracked(|drawing| drawing.points.nearest(place)));
        }
    };
    let show = move || {
        if let (Some(open), Some(index)) = (open, active.get_untracked()) {
            open.run(index);
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let (key, before) = (event.key(), active.get_untracked());
        let leaves = key == "Escape" && before.is_some();
        let opens = key == "Enter" && before.is_some() && open.is_some();
        let next = drawing.with_untracked(|drawing| drawing.points.after_key(&key, before));
        if opens {
            show();
        } else if leaves || next.is_some() {
            by_key.set(true);
            active.set(next);
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let cursor = move || {
        let index = active.get()?;
        drawing.with(|drawing| match &drawing.points {
            Points::Line(points) => points
                .get(index)
                .map(|x| view! { <line class="cursor" x1=*x x2=*x y1="4" y2=height - 18.0 /> }.into_any()),
            Points::Boxes(boxes, _) => boxes.get(index).map(|[x, y, width, height]| {
                view! { <rect class="cursor" fill="none" rx="3" x=*x y=*y width=*width height=*height /> }.into_any()
            }),
        })
    };
    let told = Memo::new(move |_| active.get().and_then(&tip));
    let said = move || {
        told.get().map(|tip| {
            view! {
                <div class="font-medium num">{tip.title}</div>
                <div class="num opacity-80">{tip.detail}</div>
            }
        })
    };
    let read_out = move || {
        let told = told.get().filter(|_| by_key.get());
        told.map(|tip| [tip.title, tip.detail].join(", "))
    };
    let hint = if open.is_some() {
        t!(
            "Arrow keys read the values, Enter opens them",
            "As setas leem os valores, Enter abre"
        )
    } else {
        t!("Arrow keys read the values", "As setas leem os valores")
    };
    view! {
        <div
            node_ref=node class="relative rounded-md" class=("cursor-pointer", open.is_some()) tabindex="0" role="group" aria-label=hint
            on:mousemove=hover on:mouseleave=move |_| active.set(None)
            on:keydown=keys on:blur=move |_| active.set(None) on:click=move |_| show()
        >
            <svg
                class="ch block w-full h-auto" role="img" aria-label=label
                viewBox=move || format!("0 0 {:.0} {height:.0}", width.get())
            >
                <g inner_html=move || drawing.with(|drawing| drawing.markup.clone())></g>
                {cursor}
            </svg>
            <div
                class="tip absolute top-(--y) left-(--x) mx-2 pointer-events-none z-10 w-max max-w-56" aria-hidden="true"
                class=("-translate-x-[calc(100%+1rem)]", move || at().is_some_and(|[x, _]| x > width.get() / 2.0))
                class=("invisible", move || told.with(Option::is_none))
                style:--x=move || format!("{:.0}px", at().unwrap_or_default()[0])
                style:--y=move || format!("{:.0}px", at().unwrap_or_default()[1])
            >
                {said}
            </div>
            <div class="sr-only" aria-live="polite">{read_out}</div>
        </div>
    }
    .into_any()
}

/// The element's width in pixels, as it changes.
fn measured(node: NodeRef<html::Div>) -> ReadSignal<f64> {
    let (width, set_width) = signal(GUESS);
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let watched = element.clone();
        let measure = Closure::<dyn Fn()>::new(move || {
            let now = watched.get_bounding_client_rect().width();
            if now > 0.0
                && width
                    .try_get_untracked()
                    .is_some_and(|before| (before - now).abs() > 0.5)
            {
                set_width.try_set(now);
            }
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            observer.observe(&element);
            kept.set_value(Some((observer, measure)));
        }
    });
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some((observer, measure)) = kept.take() {
                observer.disconnect();
                drop(measure);
            }
        });
    });
    width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_inside() {
        let line = Points::Line(vec![10.0, 20.0, 30.0]);
        assert_eq!(line.after_key("ArrowRight", None), Some(0));
        assert_eq!(line.after_key("ArrowRight", Some(2)), Some(2));
        assert_eq!(line.after_key("ArrowLeft", Some(0)), Some(0));
        assert_eq!(line.after_key("End", Some(0)), Some(2));
        // The page scrolls by these.
        assert_eq!(line.after_key("ArrowDown", Some(0)), None);
        assert_eq!(line.after_key("j", Some(1)), None);
        assert_eq!(Points::Line(vec![]).after_key("Home", None), None);
    }

    #[test]
    fn keys_walk_days_and_weeks() {
        let calendar = Points::Boxes(vec![[0.0; 4]; 10], 7);
        assert_eq!(calendar.after_key("ArrowDown", Some(0)), Some(1));
        assert_eq!(calendar.after_key("ArrowRight", Some(1)), Some(8));
        assert_eq!(calendar.after_key("ArrowRight", Some(3)), Some(3));
        assert_eq!(calendar.after_key("ArrowUp", Some(8)), Some(7));
        assert_eq!(calendar.after_key("ArrowUp", None), Some(9));
    }

    #[test]
    fn the_nearest_point_is_found() {
        assert_eq!(Points::Line(vec![10.0, 20.0, 30.0]).nearest([24.0, 0.0]), Some(1));
        assert_eq!(Points::Line(vec![]).nearest([24.0, 0.0]), None);
        let boxes = Points::Boxes(vec![[0.0, 0.0, 19.0, 19.0], [0.0, 22.0, 19.0, 19.0]], 7);
        assert_eq!(boxes.nearest([4.0, 30.0]), Some(1));
        assert_eq!(boxes.nearest([4.0, 3.0]), Some(0));
    }
}
