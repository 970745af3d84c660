//! Making: from the bytes of an original to those of a variant, by the words' plan and the pixels' hands.

use crate::error::Error;
use crate::label::Picture;
use bytes::Bytes;
use sizewise::{Address, Key, Plan, Policy, Refusal, Source, SourceFormat};
use sizewise_render as render;
use sizewise_store::{Object, tag};
use std::time::{Duration, SystemTime};

/// How long each part of the work has taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stages {
    /// Until there was a seat.
    pub queue: Duration,
    /// Until the original was there.
    pub read: Duration,
    /// What the pixels took.
    pub render: render::Stages,
    /// Until the variant was kept.
    pub keep: Duration,
}

impl Stages {
    /// Each with its name, in order.
    pub fn named(&self) -> [(&'static str, Duration); 6] {
        let Stages { queue, read, render, keep } = *self;
        [
            ("queue", queue),
            ("read", read),
            ("decode", render.decode),
            ("finish", render.finish),
            ("encode", render.encode),
            ("keep", keep),
        ]
    }

    /// What others took comes to this.
    pub(crate) fn add(&mut self, others: &Self) {
        self.queue += others.queue;
        self.read += others.read;
        self.render.decode += others.render.decode;
        self.render.finish += others.render.finish;
        self.render.encode += others.render.encode;
        self.keep += others.keep;
    }
}

/// What is known of an original and of what would be made of it.
#[derive(Debug)]
pub struct Known {
    /// What its header says.
    pub source: Source,
    /// What would be made, or why nothing would.
    pub plan: Result<Plan, sizewise::Refusal>,
}

/// Looks at an original's header.
pub(crate) fn known(object: &Object, address: &Address, policy: &Policy) -> Result<Known, Error> {
    let source = render::probe(&object.bytes)?;
    // It may be sent as it is, and who looked only at names when it was uploaded did not expect a document.
    if source.format == SourceFormat::Svg && !is_named_svg(address.key()) {
        return Err(Refusal::Unreadable("an SVG by another name").into());
    }
    let plan = Plan::new(address.variant(), &source, policy);
    Ok(Known { source, plan })
}

fn is_named_svg(key: &Key) -> bool {
    let is_one =
        |extension: &str| ["svg", "svgz"].iter().any(|e| e.eq_ignore_ascii_case(extension));
    key.extension().is_some_and(is_one)
}

/// Makes a variant of an original.
pub(crate) fn made(
    object: &Object,
    address: &Address,
    policy: &Policy,
) -> Result<(Picture, render::Stages), Error> {
    let Known { source, plan } = known(object, address, policy)?;
    let mut stages = render::Stages::default();
    let (bytes, media_type) = match plan? {
        Plan::AsItIs => (object.bytes.clone(), source.format.media_type()),
        Plan::Facts => {
            let facts = render::facts(&object.bytes, &source, &policy.limits)?;
            (Bytes::from(facts.to_json()), "application/json")
        }
        Plan::Picture(steps) => {
            let rendered = render::render(&object.bytes, &source, &steps, &policy.limits)?;
            stages = rendered.stages;
            (Bytes::from(rendered.bytes), rendered.format.media_type())
        }
    };
    let picture = Picture {
        etag: tag(&bytes),
        bytes,
        media_type: media_type.to_owned(),
        modified: SystemTime::now(),
        original: object.meta.etag.clone(),
    };
    Ok((picture, stages))
}
