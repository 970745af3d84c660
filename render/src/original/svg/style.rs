//! Style sheets, as far as they tell what refers to what.

use super::markup::refuse_above;
use crate::error::Error;
use resvg::usvg::roxmltree::{Document, Node};
use simplecss::{AttributeOperator, Declaration, Element, PseudoClass, StyleSheet};

/// Style sheets of a picture: rules are put in order each time that there are more of them.
const MOST_SHEETS: u64 = 100;
/// Each selector of a rule takes a copy of all its declarations.
const MOST_COPIES: u64 = 2_000_000;

/// What it takes to look into an attribute that may be as long as the file.
const LONG: u64 = 1_000;

/// What all style sheets of a picture say.
pub(super) struct Style<'t> {
    sheet: StyleSheet<'t>,
    /// What it takes to see which rules an element follows.
    pub(super) effort: u64,
}

impl<'t> Style<'t> {
    /// `levels` is how deep elements lie in elements.
    pub(super) fn read(document: &'t Document<'_>, levels: u64) -> Result<Self, Error> {
        let styles = document.descendants().filter(|node| node.has_tag_name("style"));
        let texts: Vec<_> = styles.filter_map(|node| node.text()).collect();
        refuse_above("style sheets of an SVG", MOST_SHEETS, texts.len() as u64)?;
        let signs = |sign: char| -> u64 {
            texts.iter().map(|text| text.matches(sign).count() as u64 + 1).sum()
        };
        let copies = signs(',').saturating_mul(signs(';'));
        refuse_above("declarations of an SVG's style", MOST_COPIES, copies)?;
        let mut sheet = StyleSheet::new();
        texts.iter().for_each(|text| sheet.parse_more(text));
        let efforts = sheet.rules.iter().map(|rule| {
            let written = rule.selector.to_string();
            // Wherever it says "somewhere within", every level is tried, and from there the next such.
            let withins = written.replace(" > ", ">").replace(" + ", "+").matches(' ').count();
            let looks_long =
                ["[d", "[points", "[href", "[style"].iter().any(|name| written.contains(name));
            let look = if looks_long { LONG } else { 1 };
            levels
                .saturating_pow(withins as u32)
                .saturating_mul(look)
                .saturating_add(rule.declarations.len() as u64 / 8)
        });
        let effort = efforts.fold(0, u64::saturating_add);
        // Only those that refer to something are asked again.
        sheet.rules.retain(|rule| rule.declarations.iter().any(refers));
        Ok(Self { sheet, effort })
    }

    /// Calls back with all declarations for an element that refer to something.
    pub(super) fn references(&self, node: Node<'_, '_>, mut found: impl FnMut(&str, &str)) {
        let rules = self.sheet.rules.iter().filter(|rule| rule.selector.matches(&Styled(node)));
        let ruled = rules.flat_map(|rule| &rule.declarations).copied();
        let own = node.attribute("style").unwrap_or_default();
        let own = simplecss::DeclarationTokenizer::from(own);
        ruled.chain(own).filter(refers).for_each(|it| found(it.name, it.value));
    }
}

/// What is inherited is what something else refers to, perhaps.
fn refers(declaration: &Declaration<'_>) -> bool {
    declaration.value.contains('#') || declaration.value == "inherit"
}

/// An element as style sheets see it: as the one who draws it does.
struct Styled<'a, 't>(Node<'a, 't>);

impl Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.prev_sibling_element().is_none()
    }
}
