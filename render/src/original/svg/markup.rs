//! Markup: the tree of elements, if its text promises no more than it holds.

use crate::error::Error;
use crate::svg::{behind, broken};
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use sizewise::Refusal;

/// Tags of a text. A map of a hundred thousand shapes is a large one.
const MOST_TAGS: u64 = 250_000;
/// Attributes of all tags.
const MOST_ATTRIBUTES: u64 = 500_000;
/// Attributes of one tag, each of which is compared with all others.
const MOST_OF_A_TAG: u64 = 500;
/// Declarations of namespaces, each of which is looked for in all others.
const MOST_NAMESPACES: u64 = 5_000;
/// Elements within elements. What draws them works its way down a level at a time, on a stack that ends.
pub(super) const DEEPEST: u64 = 100;
/// What entities may add to a text, in bytes. They are there for the names of namespaces.
const MOST_OF_ENTITIES: u64 = 1_000_000;

/// The tree of a text.
pub(super) fn tree(text: &str) -> Result<Document<'_>, Error> {
    count(text)?;
    refuse_entities(text)?;
    let nodes_limit = 4 * MOST_TAGS as u32;
    let options = ParsingOptions { allow_dtd: true, nodes_limit, entity_resolver: None };
    Document::parse_with_options(text, options).map_err(broken)
}

pub(super) fn refuse_above(of: &'static str, most: u64, found: u64) -> Result<(), Error> {
    if found > most { Err(Refusal::TooMuch { of, most, found }.into()) } else { Ok(()) }
}

/// Counts what the parser makes room for, or goes through more than once.
fn count(text: &str) -> Result<(), Error> {
    // Room is made for every sign of a tag and of an attribute, wherever it stands.
    refuse_above("tags of an SVG", MOST_TAGS, occurrences(text, '<'))?;
    refuse_above("attributes of an SVG", MOST_ATTRIBUTES, occurrences(text, '='))?;
    let namespaces = text.matches("xmlns").count() as u64;
    refuse_above("namespaces of an SVG", MOST_NAMESPACES, namespaces)?;
    let (mut rest, mut depth) = (text, 0_u64);
    while let Some(tag) = rest.find('<').map(|at| &rest[at + 1..]) {
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        if let Some((_, end)) = skipped.iter().find(|(start, _)| tag.starts_with(start)) {
            rest = behind(tag, end).unwrap_or_default();
        } else if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            rest = tag;
        } else {
            let (attributes, is_empty, behind) = within(tag);
            refuse_above("attributes of an SVG's element", MOST_OF_A_TAG, attributes)?;
            depth += u64::from(!is_empty && !tag.starts_with('!'));
            refuse_above("levels of an SVG", DEEPEST, depth)?;
            rest = behind;
        }
    }
    Ok(())
}

fn occurrences(text: &str, sign: char) -> u64 {
    text.bytes().filter(|&byte| byte == sign as u8).count() as u64
}

/// How many attributes a tag has, whether it ends its element, and what is behind it. No value holds the sign
/// that begins a tag.
fn within(tag: &str) -> (u64, bool, &str) {
    let (mut attributes, mut quote, mut last) = (0, None, 0);
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (_, b'<') => return (attributes, false, &tag[at..]),
            (Some(open), _) if byte != open => {}
            (Some(_), _) => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => attributes += 1,
            (None, b'>') => return (attributes, last == b'/', &tag[at + 1..]),
            _ => {}
        }
        last = byte;
    }
    (attributes, false, "")
}

/// Entities stand for text. Where they stand for elements or for each other, or for more than a little, nobody
/// needs them but who wants to do harm.
fn refuse_entities(text: &str) -> Result<(), Error> {
    let (mut rest, mut longest) = (text, 0);
    while let Some(declaration) = behind(rest, "<!ENTITY") {
        rest = declaration;
        let quote = declaration.find(['"', '\'']).map(|at| declaration.split_at(at).1);
        let Some(quoted) = quote else { continue };
        let value = quoted[1..].split(&quoted[..1]).next().unwrap_or_default();
        if value.contains('<') || value.replace("&#", "").contains('&') {
            return Err(broken("an entity that holds more than text"));
        }
        longest = longest.max(value.len() as u64);
    }
    let added = longest.saturating_mul(occurrences(text, '&'));
    refuse_above("bytes of an SVG's entities", MOST_OF_ENTITIES, added)
}
