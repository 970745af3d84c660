//! The burden: what a picture weighs when all that refers to something else has been replaced by it. It is
//! weighed before it is done, for a few lines can be made to weigh more than all machines there are.

use super::markup::{DEEPEST, refuse_above};
use super::style::Style;
use crate::error::Error;
use crate::svg::broken;
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::HashMap;

/// Elements, as often as they are drawn. A large map has a hundred thousand, and each takes some ten microseconds.
const HEAVIEST: u64 = 300_000;
/// Rules, as often as an element is held against one.
const MOST_STYLING: u64 = 20_000_000;

/// Refuses what weighs too much.
pub(super) fn refuse_heavy(document: &Document<'_>) -> Result<(), Error> {
    let style = Style::read(document, DEEPEST)?;
    let mut scales = Scales::new(document, style);
    let burden = scales.weigh(document.root_element(), 0)?;
    refuse_above("elements of an SVG", HEAVIEST, burden.weight)?;
    let styling = burden.weight.saturating_mul(scales.style.effort);
    refuse_above("styles of an SVG's elements", MOST_STYLING, styling)
}

/// What an element weighs with all that is in it.
#[derive(Debug, Clone, Copy, Default)]
struct Burden {
    weight: u64,
    /// Shapes in it: whatever paints them is there for each.
    shapes: u64,
    /// Points of its shapes: there may be a marker on each.
    points: u64,
    /// How deep it is.
    levels: u64,
}

impl Burden {
    fn add(&mut self, other: Self, times: u64) {
        let added = |own: u64, other: u64| own.saturating_add(other.saturating_mul(times));
        self.weight = added(self.weight, other.weight);
        self.shapes = added(self.shapes, other.shapes);
        self.points = added(self.points, other.points);
        self.levels = self.levels.max(other.levels + 1);
    }
}

struct Scales<'d, 't> {
    style: Style<'d>,
    /// Elements by their name. Some have the same one, and each may be meant.
    named: HashMap<&'d str, Vec<Node<'d, 't>>>,
    /// What has been weighed, by its number; none while it is on the scales.
    weighed: HashMap<usize, Option<Burden>>,
    /// What elements that have others in them may be painted with.
    painted: HashMap<usize, Painted<'d, 't>>,
}

impl<'d, 't> Scales<'d, 't> {
    fn new(document: &'d Document<'t>, style: Style<'d>) -> Self {
        let mut named: HashMap<_, Vec<_>> = HashMap::new();
        for node in document.descendants() {
            if let Some(name) = node.attribute("id") {
                named.entry(name).or_default().push(node);
            }
        }
        Self { style, named, weighed: HashMap::new(), painted: HashMap::new() }
    }

    fn weigh(&mut self, node: Node<'d, 't>, level: u64) -> Result<Burden, Error> {
        refuse_above("levels of an SVG", DEEPEST, level)?;
        let number = node.id().get_usize();
        match self.weighed.insert(number, None) {
            Some(Some(burden)) => {
                self.weighed.insert(number, Some(burden));
                return Ok(burden);
            }
            Some(None) => return Err(broken("an element that refers to itself")),
            None => {}
        }
        let mut burden = own(node);
        for child in node.children().filter(Node::is_element) {
            let child = self.weigh(child, level + 1)?;
            burden.add(child, 1);
        }
        for (times, target) in self.references(node) {
            let target = self.weigh(target, level + 1)?;
            burden.add(target, times);
        }
        if paints(node) {
            // What is used takes its paint from where it is used.
            let (shapes, points) = (burden.shapes, burden.points);
            for (paint, targets) in PAINTS.iter().zip(self.paints(node)) {
                let times = if paint.starts_with("marker") { points } else { shapes };
                for target in targets {
                    let target = self.weigh(target, level + 1)?;
                    burden.add(target, times);
                }
            }
        }
        refuse_above("levels of an SVG", DEEPEST, burden.levels)?;
        self.weighed.insert(number, Some(burden));
        Ok(burden)
    }

    /// What an element refers to by itself, and how often that is there for it.
    fn references(&self, node: Node<'d, 't>) -> Vec<(u64, Node<'d, 't>)> {
        let mut found = Vec::new();
        let mut find = |times: u64, name: &str| {
            found.extend(self.named(name).map(|target| (times, target)));
        };
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if name == "href" && is_drawn_by_reference(node) {
                let times = match node.tag_name().name() {
                    "use" | "feImage" => 1,
                    _ if is_text(node) => own(node).points,
                    // What it does not say itself is looked for there, and then behind that.
                    _ => 2,
                };
                value.trim().strip_prefix('#').into_iter().for_each(|name| find(times, name));
            } else if !["style", "href"].contains(&name) && !PAINTS.contains(&name) {
                pointed(value).for_each(|target| find(1, target));
            }
        }
        self.style.references(node, |name, value| {
            if !PAINTS.contains(&name) && name != "marker" {
                pointed(value).for_each(|target| find(1, target));
            }
        });
        found
    }

    fn named(&self, name: &str) -> impl Iterator<Item = Node<'d, 't>> + use<'d, 't> {
        self.named.get(name).cloned().unwrap_or_default().into_iter()
    }

    /// What an element may be painted with: what it says, or else what it is in says.
    fn paints(&mut self, node: Node<'d, 't>) -> Painted<'d, 't> {
        let number = node.id().get_usize();
        if let Some(painted) = self.painted.get(&number) {
            return painted.clone();
        }
        let mut painted = Painted::default();
        let mut is_said = [false; PAINTS.len()];
        for (index, paint) in PAINTS.iter().enumerate() {
            let value = node.attribute(*paint);
            is_said[index] = value.is_some_and(|value| value != "inherit");
            let names = value.into_iter().flat_map(pointed);
            painted[index] = names.flat_map(|name| self.named(name)).collect();
        }
        self.style.references(node, |name, value| {
            for (index, paint) in PAINTS.iter().enumerate() {
                let is_meant = name == *paint || name == "marker" && paint.starts_with(name);
                if is_meant {
                    is_said[index] &= value != "inherit";
                    painted[index].extend(pointed(value).flat_map(|name| self.named(name)));
                }
            }
        });
        if let Some(parent) = node.parent_element() {
            let inherited = self.paints(parent);
            for (index, targets) in inherited.into_iter().enumerate().filter(|it| !is_said[it.0]) {
                painted[index].extend(targets);
            }
        }
        if node.has_children() {
            self.painted.insert(number, painted.clone());
        }
        painted
    }
}

/// Properties that what is in an element takes from it.
const PAINTS: [&str; 5] = ["fill", "stroke", "marker-start", "marker-mid", "marker-end"];

/// What each of them refers to. Which of the style sheets' rules holds in the end is not asked.
type Painted<'d, 't> = [Vec<Node<'d, 't>>; PAINTS.len()];

/// Whether an element is painted, or what it stands for is.
fn paints(node: Node<'_, '_>) -> bool {
    let painted = ["rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "use"];
    painted.contains(&node.tag_name().name()) || is_text(node)
}

/// The names in `url(#name)`, of which there may be a few.
fn pointed(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|value| {
        let inside = value.split(')').next()?.trim_matches([' ', '\t', '\n', '\r', '"', '\'']);
        inside.strip_prefix('#')
    })
}

/// What an element weighs by itself: about one for each ten microseconds that it takes to make it ready.
fn own(node: Node<'_, '_>) -> Burden {
    let length = |name| node.attribute(name).map_or(0, str::len) as u64;
    let characters = node.children().filter_map(|child| child.text()).map(str::len).sum::<usize>();
    let characters = if is_text(node) { characters as u64 } else { 0 };
    let attributes = node.attributes().len() as u64;
    // Those that are long in every picture are asked for by no style sheet.
    let short =
        node.attributes().filter(|it| !["d", "points", "href", "style"].contains(&it.name()));
    let values = short.map(|attribute| attribute.value().len() as u64).sum::<u64>();
    let points = 4 + (length("d") + length("points")) / 2 + characters;
    let weight = 1 + attributes / 8 + values / 16 + points / 256 + 10 * characters + crowd(node);
    Burden { weight, shapes: 1, points, levels: 0 }
}

/// What it adds that many stand side by side, where each is held against all others.
fn crowd(node: Node<'_, '_>) -> u64 {
    let count = |nodes: usize| nodes as u64;
    match node.tag_name().name() {
        // Each step gets a name that none of the others has.
        "filter" => count(node.children().count()).pow(3) / 64,
        "linearGradient" | "radialGradient" => count(node.children().count()).pow(2) / 5_000,
        "text" => count(node.descendants().count()).pow(2) / 20,
        "circle" | "ellipse" => 2,
        _ => 0,
    }
}

fn is_text(node: Node<'_, '_>) -> bool {
    ["text", "tspan", "textPath", "tref", "a"].contains(&node.tag_name().name())
}

/// Others that refer to something are links, or change what is not moved here.
fn is_drawn_by_reference(node: Node<'_, '_>) -> bool {
    let drawn = [
        "use",
        "pattern",
        "linearGradient",
        "radialGradient",
        "filter",
        "feImage",
        "textPath",
        "tref",
    ];
    drawn.contains(&node.tag_name().name())
}
