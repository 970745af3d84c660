//! Pages of names. They are told apart by tokens that the server gives, so its order is its own affair.

use super::escape;
use crate::object::Page;
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::EncodingType;

/// The names on a page, without the prefix that nobody asked for. None where more are promised and cannot be asked
/// for, since the token is missing or leads to the same page again.
pub(super) fn page(
    answer: &ListObjectsV2Output,
    prefix: &str,
    after: Option<&str>,
) -> Option<Page> {
    let is_form = answer.encoding_type() == Some(&EncodingType::Url);
    let keys = answer.contents().iter().filter_map(|object| object.key());
    let keys = keys.map(|key| if is_form { escape::read_form(key) } else { key.to_owned() });
    let names = keys.filter_map(|key| Some(key.strip_prefix(prefix)?.to_owned()));
    // The mark that consoles make of a folder is no name below it.
    let names = names.filter(|name| !name.is_empty()).collect();
    if answer.is_truncated() != Some(true) {
        return Some(Page { names, after: None });
    }
    let next = answer.next_continuation_token().filter(|token| Some(*token) != after)?;
    Some(Page { names, after: Some(next.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::types::Object;

    fn answer(keys: &[&str], next: Option<&str>) -> ListObjectsV2Output {
        let objects = keys.iter().map(|key| Object::builder().key(*key).build());
        ListObjectsV2Output::builder()
            .set_contents(Some(objects.collect()))
            .is_truncated(true)
            .set_next_continuation_token(next.map(ToOwned::to_owned))
            .build()
    }

    #[test]
    fn a_list_that_never_ends_is_none() {
        let page = |next, after| page(&answer(&["a"], next), "", after);
        assert!(page(Some("2"), Some("1")).is_some_and(|page| page.after.as_deref() == Some("2")));
        assert_eq!(page(Some("1"), Some("1")), None);
        assert_eq!(page(None, None), None);
    }

    #[test]
    fn names_are_those_below_the_prefix_and_as_they_came_where_nobody_escaped_them() {
        let answer = answer(&["below/", "below/a+b%20", "beside"], Some("2"));
        assert_eq!(page(&answer, "below/", None).unwrap().names, ["a+b%20"]);
    }
}
