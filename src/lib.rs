//! The words of Sizewise: what comes in is the URL of a picture and the text of a policy; what
//! goes out is what is to be made of which original, or a sentence that says why not.
//!
//! Whoever holds a [`Plan`] need not worry any more about spellings, aliases and defaults, about
//! percent-encoding, about what a stranger may ask, about the shape of the result and what of the
//! original goes into it, or about which way up the camera was held.
//!
//! Nothing here touches a pixel, a file, the network or the clock; no input makes it panic.
//!
//! The modules stand in the order in which a request meets them.

mod percent;
mod query;

mod option;
mod word;
mod number;
mod style;
mod fit;
mod focus;
mod format;
mod device;
mod colour;
mod crop;
mod turn;

mod wish;
mod variant;
mod key;
mod address;

mod policy;
mod list;
mod extensions;
mod ladder;
mod preset;
mod permission;
mod formats;
mod accept;
mod signature;
mod time;
mod answers;
mod stores;

mod source;
mod limits;
mod frame;
mod plan;

mod grammar;
mod refusal;
mod problem;

pub use address::{Address, MOST_OPTION_BYTES, Path};
pub use answers::{Answers, CorsOrigin, HeaderText, Others};
pub use colour::Colour;
pub use crop::Crop;
pub use device::Device;
pub use extensions::Extensions;
pub use fit::Fit;
pub use focus::Focus;
pub use format::{Format, Product, WantedFormat};
pub use formats::{Formats, Qualities, Quality};
pub use frame::{Frame, Window, WindowPlace};
pub use grammar::Grammar;
pub use key::{Key, MOST_KEY_BYTES};
pub use ladder::{Ladder, Ratio, Sizes};
pub use limits::Limits;
pub use number::Decimal;
pub use option::{Name, OPTIONS, Place, Spec, Takes};
pub use permission::Unsigned;
pub use plan::{Plan, Region, Steps};
pub use policy::{Devices, Policy, PolicyError};
pub use preset::Preset;
pub use problem::problem;
pub use query::{Asked, Query};
pub use refusal::{Found, Refusal};
pub use signature::{Author, KeyPlace, Signing, SigningKey};
pub use source::{Profile, Source, SourceFormat};
pub use stores::{Location, Stores};
pub use style::Style;
pub use turn::Turn;
pub use variant::{Sides, Size, Variant};
pub use wish::Wish;
pub use word::{Spellings, Word};
