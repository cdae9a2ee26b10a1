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
    /// Horizontal positions of the points, left to right.
    pub points: Vec<f64>,
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
) -> impl IntoView
where
    D: Fn(f64) -> Drawing + Send + Sync + 'static,
    T: Fn(usize) -> Option<Tip> + Send + Sync + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let width = measured(node);
    let drawing = Memo::new(move |_| draw(width.get()));
    let active = RwSignal::new(None::<usize>);
    let at = move || {
        active
            .get()
            .and_then(|index| drawing.with(|drawing| drawing.points.get(index).copied()))
    };
    let hover = move |event: web_sys::MouseEvent| {
        if let Some(frame) = node.get_untracked() {
            let x = f64::from(event.client_x()) - frame.get_bounding_client_rect().left();
            active.set(drawing.with_untracked(|drawing| nearest(&drawing.points, x)));
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let count = drawing.with_untracked(|drawing| drawing.points.len());
        let (key, before) = (event.key(), active.get_untracked());
        let leaves = key == "Escape" && before.is_some();
        let next = if leaves { None } else { after_key(&key, before, count) };
        if leaves || next.is_some() {
            event.prevent_default();
            event.stop_propagation();
            active.set(next);
        }
    };
    let cursor = move || at().map(|x| view! { <line class="cursor" x1=x x2=x y1="4" y2=height - 18.0 /> });
    let said = move || {
        active.get().and_then(&tip).map(|tip| {
            view! {
                <div class="font-medium num">{tip.title}</div>
                <div class="num opacity-80">{tip.detail}</div>
            }
        })
    };
    let hint = t!("Arrow keys read the values", "As setas leem os valores");
    view! {
        <div
            node_ref=node class="relative rounded-md" tabindex="0" role="group" aria-label=hint
            on:mousemove=hover on:mouseleave=move |_| active.set(None)
            on:keydown=keys on:blur=move |_| active.set(None)
        >
            <svg
                class="ch block w-full h-auto" role="img" aria-label=label
                viewBox=move || format!("0 0 {:.0} {height:.0}", width.get())
            >
                <g inner_html=move || drawing.with(|drawing| drawing.markup.clone())></g>
                {cursor}
            </svg>
            <div
                class="tip absolute top-1 left-(--x) mx-2 pointer-events-none z-10 w-max max-w-56" aria-live="polite"
                class=("-translate-x-[calc(100%+1rem)]", move || at().is_some_and(|x| x > width.get() / 2.0))
                class=("invisible", move || active.get().is_none())
                style:--x=move || format!("{:.0}px", at().unwrap_or_default())
            >
                {said}
            </div>
        </div>
    }
    .into_any()
}

/// The point nearest to `x`.
fn nearest(points: &[f64], x: f64) -> Option<usize> {
    let distance = |point: &f64| (point - x).abs();
    let closer = |a: &(usize, &f64), b: &(usize, &f64)| distance(a.1).total_cmp(&distance(b.1));
    points.iter().enumerate().min_by(closer).map(|(index, _)| index)
}

/// The point a key leads to; nothing when the key means nothing here.
fn after_key(key: &str, active: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, active) {
        ("ArrowRight", None) | ("Home", _) => Some(0),
        ("ArrowRight", Some(index)) => Some((index + 1).min(last)),
        ("ArrowLeft", None) | ("End", _) => Some(last),
        ("ArrowLeft", Some(index)) => Some(index.saturating_sub(1)),
        _ => None,
    }
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
        assert_eq!(after_key("ArrowRight", None, 3), Some(0));
        assert_eq!(after_key("ArrowRight", Some(2), 3), Some(2));
        assert_eq!(after_key("ArrowLeft", Some(0), 3), Some(0));
        assert_eq!(after_key("j", Some(1), 3), None);
        assert_eq!(after_key("Home", None, 0), None);
    }

    #[test]
    fn the_nearest_point_is_found() {
        assert_eq!(nearest(&[10.0, 20.0, 30.0], 24.0), Some(1));
        assert_eq!(nearest(&[], 24.0), None);
    }
}
