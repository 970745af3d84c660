//! The query: what stands behind the question mark, and what of it is asked of us.

use crate::colour::Colour;
use crate::number::{Decimal, is_digits, whole};
use crate::option::{COUNT, Name, OFF, ON, OPTIONS, Spec, Takes};
use crate::percent::decoded_query;
use crate::refusal::Refusal;
use crate::word::Word;
use std::borrow::Cow;

/// A query string as it was sent, without the question mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Query<'a>(pub &'a str);

/// One `name=value` of a query, as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair<'a> {
    /// The whole pair.
    pub(crate) text: &'a str,
    /// What stands before the first `=`.
    pub(crate) name: &'a str,
    /// What stands after it, if there is one.
    pub(crate) value: Option<&'a str>,
}

impl<'a> Query<'a> {
    /// The pairs in their order.
    pub(crate) fn pairs(self) -> impl Iterator<Item = Pair<'a>> + Clone {
        self.0.split('&').filter(|text| !text.is_empty()).map(|text| match text.split_once('=') {
            Some((name, value)) => Pair { text, name, value: Some(value) },
            None => Pair { text, name: text, value: None },
        })
    }

    /// What is asked. Names that are none of ours are ignored, the last of repeats wins, and an
    /// empty value is as good as none.
    pub fn asked(self) -> Asked<'a> {
        let mut asked = Asked::default();
        for pair in self.pairs() {
            let option = Spec::named(&decoded_query(pair.name)).filter(|spec| spec.is_in_queries());
            let Some(spec) = option else { continue };
            let value = match (pair.value, spec.takes) {
                (None, Takes::Flag) => Cow::Borrowed(ON[0]),
                (value, _) => decoded_query(value.unwrap_or_default()),
            };
            asked.values[spec.option as usize] = Some(value).filter(|value| !value.is_empty());
        }
        asked
    }
}

/// What was typed for each option: decoded, but not understood yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked<'a> {
    values: [Option<Cow<'a, str>>; COUNT],
}

impl<'a> Asked<'a> {
    /// What was typed for this option.
    pub fn value(&self, option: Name) -> Option<&str> {
        self.values[option as usize].as_deref()
    }

    pub(crate) fn set(&mut self, option: Name, value: &'a str) {
        self.values[option as usize] = Some(Cow::Borrowed(value));
    }

    /// The options that were given, in the order of the table.
    pub fn options(&self) -> impl Iterator<Item = Name> {
        OPTIONS.iter().map(|spec| spec.option).filter(|o| self.value(*o).is_some())
    }

    /// These values, and where there are none, those.
    pub(crate) fn or<'b>(&'b self, fallback: &'b Asked<'_>) -> Asked<'b> {
        let values = std::array::from_fn(|index| {
            let value = self.values[index].as_deref().or(fallback.values[index].as_deref());
            value.map(Cow::Borrowed)
        });
        Asked { values }
    }

    /// The same, with nothing borrowed.
    pub(crate) fn into_owned(self) -> Asked<'static> {
        Asked { values: self.values.map(|value| value.map(|text| Cow::Owned(text.into_owned()))) }
    }

    /// The value of an option, understood by `read`.
    pub(crate) fn read<T>(
        &self,
        option: Name,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let understood = |text| read(text).ok_or_else(|| Refusal::value(option, text));
        self.value(option).map(understood).transpose()
    }

    pub(crate) fn word<T: Word>(&self, option: Name) -> Result<Option<T>, Refusal> {
        self.read(option, T::read)
    }

    pub(crate) fn whole(&self, option: Name) -> Result<Option<u32>, Refusal> {
        let Takes::Whole { min, max } = option.spec().takes else {
            unreachable!("no whole number")
        };
        self.read(option, |text| whole(text).filter(|number| (min..=max).contains(number)))
    }

    pub(crate) fn decimal(&self, option: Name) -> Result<Option<Decimal>, Refusal> {
        let Takes::Decimal { min, max } = option.spec().takes else { unreachable!("no decimal") };
        self.read(option, |text| Decimal::read(text, min, max))
    }

    pub(crate) fn flag(&self, option: Name) -> Result<bool, Refusal> {
        let value = self.read(option, |text| match text {
            _ if ON.contains(&text) => Some(true),
            _ if OFF.contains(&text) => Some(false),
            _ => None,
        })?;
        Ok(value.unwrap_or(false))
    }

    pub(crate) fn colour(&self, option: Name) -> Result<Option<Colour>, Refusal> {
        match option.spec().takes {
            Takes::OpaqueColour => self.read(option, Colour::read_opaque),
            _ => self.read(option, Colour::read),
        }
    }

    /// Clockwise quarters. A turn by -90 is one by 270, and one by 450 is one by 90.
    pub(crate) fn quarters(&self, option: Name) -> Result<u8, Refusal> {
        let quarters = self.read(option, |text| {
            let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |d| (true, d));
            let degrees = is_digits(digits).then(|| {
                digits
                    .bytes()
                    .fold(0, |degrees, digit| (degrees * 10 + u32::from(digit - b'0')) % 360)
            })?;
            let quarters = (degrees % 90 == 0).then_some((degrees / 90) as u8)?;
            Some(if is_negative { (4 - quarters) % 4 } else { quarters })
        })?;
        Ok(quarters.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &[(Name, &str)]) {
        let asked = Query(query).asked();
        let found = asked.options().map(|o| (o, asked.value(o).unwrap())).collect::<Vec<_>>();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn what_is_asked_is_what_stands_there_last() {
        check("width=100&w=200", &[(Name::Width, "200")]);
        check("w=abc&w=200", &[(Name::Width, "200")]);
        check("w=200&w=", &[]);
    }

    #[test]
    fn nothing_is_asked_by_unknown_names_and_by_empty_values() {
        check("", &[]);
        check("&&", &[]);
        check("utm_source=mail&v=3&Width=5", &[]);
        check("width=&blur&trim", &[]);
        check("from=newsletter", &[]);
    }

    #[test]
    fn a_flag_may_be_bare() {
        check("flip", &[(Name::Flip, "1")]);
        check("flip=", &[]);
        check("flip=false", &[(Name::Flip, "false")]);
    }

    #[test]
    fn names_and_values_are_decoded_once() {
        check("%77idth=%32%30%30", &[(Name::Width, "200")]);
        check("crop=1%2C2,3%2c4", &[(Name::Crop, "1,2,3,4")]);
        check("w=1+0", &[(Name::Width, "1 0")]);
        check("w=%2530", &[(Name::Width, "%30")]);
        check("f=a=b", &[(Name::Format, "a=b")]);
    }
}
