//! Several pages of a list at once, for what is not scrolled.

use std::future::Future;

use tessera_shared::page::Page;

use super::ApiError;

/// The first rows of a list, at most `most`, and whether there are more. `page` reads the page behind a cursor.
pub async fn first_rows<T, F>(most: usize, page: impl Fn(Option<String>) -> F) -> Result<(Vec<T>, bool), ApiError>
where
    F: Future<Output = Result<Page<T>, ApiError>>,
{
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let read = page(cursor).await?;
        rows.extend(read.items);
        cursor = read.next;
        if cursor.is_none() || rows.len() >= most {
            let cut = cursor.is_some() || rows.len() > most;
            rows.truncate(most);
            return Ok((rows, cut));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Pages of three of the numbers below ten.
    fn first(most: usize) -> (Vec<usize>, bool) {
        let page = |cursor: Option<String>| async move {
            let from: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
            let items: Vec<usize> = (from..10).take(3).collect();
            let next = (from + 3 < 10).then(|| (from + 3).to_string());
            Ok(Page { items, next })
        };
        match pin!(first_rows(most, page)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(rows)) => rows,
            Poll::Ready(Err(error)) => panic!("{error:?}"),
            Poll::Pending => panic!("nothing here waits"),
        }
    }

    #[test]
    fn rows_are_read_until_there_are_enough() {
        assert_eq!(first(100), ((0..10).collect(), false));
        assert_eq!(first(10), ((0..10).collect(), false));
        assert_eq!(first(9), ((0..9).collect(), true));
        assert_eq!(first(6), ((0..6).collect(), true));
        assert_eq!(first(4), ((0..4).collect(), true));
    }
}
