//! Requests: those that are made up, by chance that comes out the same every time.

use super::{Grammar, OptionRow};
use crate::chance::Chance;
use serde_json::Value;

/// Policies beside those of the vectors, for what two of their fields do together.
pub(crate) const POLICIES: &[&str] = &[
    "unsigned = \"all\"\nsizes = \"any\"\nmax = 5000\n[stores.sources]\narchive = \"memory:\"\n\"~\" = \"memory:\"\n\"Kunden Bilder\" = \"memory:\"\n",
    "unsigned = \"all\"\nratios = \"any\"\nextensions = \"any\"\n[formats]\nauto = [\"webp\", \"avif\", \"jpeg\", \"png\", \"gif\"]\navif_max_side = 500\n",
    "extensions = [\"jpg\", \"raw\", \"\"]\n[answers]\nothers = \"refuse\"\nerror_cache_control = \"no-store\"\n[signing]\nrequired = true\nkeys = [{ inline = \"the-first-key-of-three\" }, { inline = \"the-second-key-of-three\" }, { inline = \"the-third-key-of-three, é\" }]\n",
    "presets_only = true\n[presets]\nbest = \"w=400&format=auto&dpr=1.5\"\nsoft = \"blur=5&style=bw&rotate=90&flip\"\nthumb = \"w=64&h=64&fit=cover&focus=smart\"\n[signing]\nkeys = [{ inline = \"a-key-beside-presets\" }]\n",
    "unsigned = [\"preset\", \"format\", \"dpr\"]\nladder = [1, 2, 3, 7, 50, 3000]\nratios = [\"1:1\", \"1.07:1\", \"9:1\"]\n[presets]\nodd = \"w=333&h=77&fit=fill&q=33\"\ntall = \"h=901&crop=1_2_3_4\"\nfacts = \"format=json\"\n[signing]\nkeys = [{ inline = \"one-key-of-many-years\" }]\n",
    "extensions = [\"jpg\", \"constructor\", \"\\u2028\", \"\\U0001F600\", \"c++\"]\n[presets]\nconstructor = \"w=120&format=auto\"\nconst = \"w=130\"\nlet = \"w=140\"\nundefined = \"w=150\"\nsoft = \"w=400&f=png\"\n[stores.sources]\narchive = \"memory:\"\n\"__proto__\" = \"memory:\"\nconst = \"memory:\"\nundefined = \"memory:\"\n\"it's \\\"$&\\\\ fill('rungs')\" = \"memory:\"\n[answers]\nerror_cache_control = \"'//[ signed $' \\\" \\\\\"\n",
];

/// What chance hardly comes upon: facts with what they have no use for, and paths as no request line has them, which might
/// be handed on all the same.
pub(crate) const ODD: &[&str] = &[
    "/a.jpg?preset=square&focus=top&f=json",
    "/a.jpg?w=5&h=5&fit=cover&focus=0.2_0.3&f=json&flip&style=bw",
    "/400h400w,fit.cover,focus.left,format.json/default/a.jpg",
    "",
    "*",
    "a.jpg",
    "style.css",
    "400w/bw/a.jpg?flip",
];

/// A request, before anything is decided.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Its lines, if there are several.
    pub(crate) accept: String,
    pub(crate) now: u64,
    /// Whether it is to be signed by a key of the policy, if that has one.
    pub(crate) signed: bool,
}

impl Asked {
    pub(crate) fn get(url: &str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let (accept, now, signed) = (String::new(), 0, false);
        Asked {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            accept,
            now,
            signed,
        }
    }

    pub(crate) fn accepting(self, accept: &str) -> Self {
        Asked { accept: accept.to_owned(), ..self }
    }

    /// What an event of CloudFront asks.
    pub(crate) fn of_event(text: &str) -> Self {
        let event = serde_json::from_str::<Value>(text).unwrap();
        let request = &event["Records"][0]["cf"]["request"];
        let text = |field: &str| request[field].as_str().unwrap_or_default().to_owned();
        let lines = request["headers"]["accept"].as_array().into_iter().flatten();
        let accept = lines.filter_map(|line| line["value"].as_str()).collect::<Vec<_>>().join("\n");
        let (method, path, query) = (text("method"), text("uri"), text("querystring"));
        Asked { method, path, query, accept, now: 0, signed: false }
    }
}

/// Each bit of each byte of path and query changed, where that leaves a text.
pub(crate) fn with_each_bit_changed(good: &Asked) -> Vec<Asked> {
    let changed = |text: &str, at: usize, bit: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1 << bit;
        String::from_utf8(bytes).ok()
    };
    let places = |text: &str| {
        (0..text.len()).flat_map(|at| (0..7).map(move |bit| (at, bit))).collect::<Vec<_>>()
    };
    let paths = places(&good.path).into_iter().skip(7);
    let paths = paths.filter_map(|(at, bit)| {
        Some(Asked { path: changed(&good.path, at, bit)?, ..good.clone() })
    });
    let queries = places(&good.query).into_iter();
    let queries = queries.filter_map(|(at, bit)| {
        Some(Asked { query: changed(&good.query, at, bit)?, ..good.clone() })
    });
    paths.chain(queries).collect()
}

/// What requests are made up of.
pub(crate) struct Words {
    pairs: Vec<(String, String)>,
}

const KEYS: &[&str] = &[
    "a.jpg",
    "photos/2024/01.JPG",
    "a%20b/%C3%A9+1.jpeg",
    "x.gif",
    "x.webp",
    "%E5%A4%A7%E5%A5%96-Ein-Bild-von-%C3%9Cberall-Und-Nirgends-%F0%9F%98%80.JPG",
    "x.Constructor",
    "x.%E2%80%A8",
    "x.%F0%9F%98%80",
    "x.C%2b%2B",
    "x.avif",
    "x.png",
    "x.svg",
    "scan.TIFF",
    "style.css",
    "noext",
    "folder/",
    "",
    "a//b.jpg",
    "../a.jpg",
    "a/./b.png",
    "%2e%2e/a.jpg",
    "a%00.jpg",
    "%.jpg",
    "%zz%.jpg",
    "%e4.jpg",
    "%c3%a9.webp",
    "\u{e9}.jpg",
    "\u{732b}/\u{1f600}.png",
    "a b\"c.jpg",
    "a%2Fb.jpg",
    "a%252F.png",
    "%34%30%30w/bw/a.jpg",
    "400w/default/a.jpg",
    "200h/bw/b/c.gif",
    "a.jpg.raw",
    "k.\u{212a}pg",
    "~._-!$&'()*+,;=:@.jpg",
    "a%85b.jpg",
    "a.b/c",
    "%E2%80%AE.jpg",
    "%ED%A0%80.jpg",
    "default/x.jpg",
    "12w,x/bw/a.jpg",
    "%F0%9F%98%80.heic",
    "a%0",
    "a.jfif",
    "a.jpg%0A",
    "%0Aa.png",
];

const OTHERS: &[&str] = &[
    "utm_source=mail",
    "v",
    "&",
    "=",
    "w=",
    "flip",
    "enlarge&enlarge=0",
    "%77=64",
    "preset=square",
    "dimensions=hero",
    "preset=soft",
    "preset=thumb",
    "preset=best",
    "preset=odd",
    "preset=tall",
    "preset=facts",
    "preset=const",
    "preset=let",
    "preset=undefined",
    "preset=none",
    "preset=mid",
    "preset=still",
    "preset=twitter-card",
    "device=mobile",
    "device=tablet",
    "device-type=desktop",
    "device=tv",
    "dpr=2",
    "dpr=1.5",
    "dpr=3.999",
    "dpr=0.5",
    "dpr=4",
    "format=auto",
    "f=auto",
    "format=auto",
    "expires=2000",
    "expires=500",
    "expires=19700101T001641Z",
    "expires=20260230T000000Z",
    "expires=soon",
    "expires=20260101T240000Z",
    "expires=99999999999999999999999",
    "signature=00",
    "from=archive",
    "constructor=1",
    "__proto__=2",
    "toString",
    "fit=__proto__",
    "preset=constructor",
    "a+b=c+d",
    "%zz=%zz",
    "x=\u{e9}",
    "w=1%2B1",
    "style=bw",
    "signature=7d658faac50c8a63fa88e7b4d0ba2ccdcf9b820ec2f5a1154a07e0631632c09d",
    "w=%ff",
    "q=%e2%80%ae",
    "w=64%0A",
    "flip=1%0A",
    "expires=2000%0A",
    "a+b=1&a%20b=2",
];

const ACCEPTS: &[&str] = &[
    "",
    "image/avif,image/webp,image/apng,*/*;q=0.8",
    "image/webp,*/*",
    "*/*",
    "image/*",
    "image/png;q=0.9, image/*;q=0.8, */*;q=0.1",
    "image/AVIF;q=0.5, image/webp;q=0.501",
    "image/webp;q=0",
    "image/avif;q=1.000,image/webp;q=1.001",
    "image/webp;Q=0.3 , image/avif ; q=0.30",
    "image/webp;v=b3;q=0.7,image/avif;q=0.",
    "text/html\nimage/webp",
    "image/avif;q=abc, image/jpeg;q=0.9, image/png",
    "image/webp\u{e9},image/avif",
    "image/gif;q=1.",
    ",;,q=1",
    "image/webp;q= 1",
    "image/*;q=0.2,image/webp;q=0.1",
    "image/png;q=0.1,*/*;q=0.9,image/webp;q=0.5",
];

const HEADS: &[&str] = &[
    "default",
    "400w",
    "200h",
    "400h200w",
    "267h400w",
    "0w",
    "99999999999w",
    "700h",
    "630h1200w",
    "450w",
    "default",
    "64w",
];

const STYLES: &[&str] = &["default", "default", "bw", "grayscale", "greyscale", "sepia"];

const WRAPPED: &[&str] = &[
    "from.archive",
    "from.~YXJjaGl2ZQ",
    "from.~S3VuZGVuIEJpbGRlcg",
    "from.Kunden Bilder",
    "from.~fg",
    "from.~",
    "from.~!!",
    "from.~fh",
    "from.none",
    "from.__proto__",
    "from.constructor",
    "from.const",
    "from.undefined",
    "from.~aXQncyAiJCZcIGZpbGwoJ3J1bmdzJyk",
    "fit.cover,focus.top,format.json",
    "from.~_w",
    "x",
    "flip.1",
    "flip.",
    "preset.square",
    "format.auto",
    "w.4",
    "fit.cover,fit.fill",
    "fit.cover,fit.cover",
    "rotate.-90",
    ".x",
    "",
];

impl Words {
    /// The options with their values, those that are read and those that are not.
    pub(crate) fn of(grammar: &Grammar) -> Self {
        let values = |row: &OptionRow| {
            row.values().into_iter().map(|value| (row.option.clone(), value)).collect::<Vec<_>>()
        };
        Words { pairs: grammar.options.iter().flat_map(values).collect() }
    }

    /// A request that somebody may send.
    pub(crate) fn request(&self, chance: &mut Chance) -> Asked {
        let path = if chance.once_in(3) {
            self.variant_path(chance)
        } else {
            format!("/{}", self.key(chance))
        };
        let beside = if path.matches('/').count() > 2 { 2 } else { 5 };
        let accept = if chance.once_in(2) { chance.of(ACCEPTS) } else { "" };
        let count = chance.below(beside);
        let mut pairs = (0..count).map(|_| self.pair(chance)).collect::<Vec<_>>();
        // Else nobody asks what is accepted.
        if !accept.is_empty() && beside > 2 && chance.once_in(2) {
            pairs.push("format=auto".to_owned());
        }
        let query = pairs.join("&");
        let method = if chance.once_in(60) {
            chance.of(&["HEAD", "POST", "OPTIONS", "DELETE"])
        } else {
            "GET"
        };
        let signed = chance.once_in(3);
        let asked = Asked {
            method: method.to_owned(),
            path,
            query,
            accept: accept.to_owned(),
            now: 1000,
            signed,
        };
        if chance.once_in(6) { damaged(asked, chance) } else { asked }
    }

    /// Most are plain, so that what comes behind the key is reached.
    fn key(&self, chance: &mut Chance) -> String {
        match chance.below(20) {
            0 => format!("{}.jpg", "k/".repeat(chance.below(40) + 480)),
            1 => format!("{}.jpg", "\u{e9}".repeat(chance.below(300) + 400)),
            2..8 => chance.of(KEYS).to_owned(),
            _ => chance.of(&["a.jpg", "b/c.png", "d.webp", "e.gif", "f.avif"]).to_owned(),
        }
    }

    fn variant_path(&self, chance: &mut Chance) -> String {
        let mut path = format!("/{}", chance.of(HEADS));
        for _ in 0..chance.below(4) {
            let (name, value) = &self.pairs[chance.below(self.pairs.len())];
            match chance.below(8) {
                0 => path.extend([",", chance.of(WRAPPED)]),
                1 => path.extend([",", name]),
                _ => path.extend([",", name, ".", value]),
            }
        }
        path.extend(["/", chance.of(STYLES), "/"]);
        path + &self.key(chance)
    }

    fn pair(&self, chance: &mut Chance) -> String {
        let side = |chance: &mut Chance| match chance.below(4) {
            0 => chance.below(6_000),
            _ => chance.of(&[
                1, 64, 65, 150, 300, 333, 399, 400, 401, 628, 630, 1080, 1200, 1201, 2000, 2001,
            ]),
        };
        match chance.below(10) {
            0..3 => format!("w={}", side(chance)),
            3..5 => format!("height={}", side(chance)),
            5 => format!("fit={}", chance.of(&["inside", "cover", "contain", "fill", "outside"])),
            6..8 => chance.of(OTHERS).to_owned(),
            _ => {
                let (name, value) = &self.pairs[chance.below(self.pairs.len())];
                format!("{name}={value}")
            }
        }
    }
}

/// The same with a character more, less or other.
fn damaged(asked: Asked, chance: &mut Chance) -> Asked {
    const OTHER: &[&str] = &[
        "", "%", "/", ",", ".", "&", "=", "%2", "0", "w", "-", "_", "~", "+", " ", "#", "\u{e9}",
        "%41", "'", "\u{7f}", "`",
    ];
    let mut change = |text: String, from: usize| {
        let mut letters = text.chars().map(String::from).collect::<Vec<_>>();
        if letters.len() > from {
            let at = from + chance.below(letters.len() - from);
            letters[at] = chance.of(OTHER).to_owned();
        }
        letters.concat()
    };
    let (path, query) = (change(asked.path, 1), change(asked.query, 0));
    Asked { path, query, ..asked }
}
