//! What holds for every URL there could be.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use http::{Request, Uri};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use sizewise::{
    Address, Colour, Crop, Decimal, Fit, Focus, Format, Frame, Key, OPTIONS, Policy, Product,
    Sides, Size, Style, Turn, Variant, Window, WindowPlace, Wish,
};
use sizewise_viewer_request::{Decision, decide};

const ALL_OPEN: &str = "unsigned = \"all\"\n[stores.sources]\n\"other pictures\" = \"memory:\"";

fn policies() -> impl Strategy<Value = Policy> {
    let texts = [
        ALL_OPEN.to_owned(),
        format!("sizes = \"any\"\n{ALL_OPEN}"),
        format!("ratios = \"any\"\n{ALL_OPEN}"),
        format!(
            "ladder = [1, 2, 3, 7, 50, 3000]\nratios = [\"1:1\", \"1.07:1\", \"9:1\"]\n{ALL_OPEN}"
        ),
        format!("{ALL_OPEN}\n[presets]\nodd = \"w=333&h=77&fit=fill&q=33\"\ntall = \"h=901\""),
    ];
    let read = |text: &String| Policy::read("", text, |_| Err(String::new())).unwrap();
    select(texts.iter().map(read).collect::<Vec<_>>())
}

fn decimals(range: std::ops::RangeInclusive<u32>) -> impl Strategy<Value = Decimal> {
    range.prop_map(Decimal::from_hundredths)
}

fn colours() -> impl Strategy<Value = Colour> {
    any::<(u8, u8, u8, u8)>().prop_map(|(red, green, blue, alpha)| match alpha {
        // What is transparent has no colour.
        0 => Colour::TRANSPARENT,
        _ => Colour { red, green, blue, alpha },
    })
}

fn opaque(colour: Colour) -> Colour {
    Colour { alpha: 255, ..colour }
}

fn fits() -> impl Strategy<Value = Fit> {
    let points = (decimals(0..=100), decimals(0..=100)).prop_map(|(x, y)| Focus::Point { x, y });
    prop_oneof![
        Just(Fit::Inside),
        Just(Fit::Outside),
        Just(Fit::Contain),
        Just(Fit::Fill),
        points.prop_map(Fit::Cover),
        select(vec![Focus::CENTER, Focus::Smart, Focus::Entropy]).prop_map(Fit::Cover),
    ]
}

fn sizes() -> impl Strategy<Value = Size> {
    let side = || prop_oneof![1..5000u32, 1..=u32::MAX];
    let both = (side(), side(), fits());
    let sides = prop_oneof![
        side().prop_map(Sides::Width),
        side().prop_map(Sides::Height),
        both.prop_map(|(width, height, fit)| Sides::Both { width, height, fit }),
    ];
    (sides, any::<bool>()).prop_map(|(sides, enlarge)| Size { sides, enlarge })
}

fn crops() -> impl Strategy<Value = Crop> {
    (any::<u32>(), any::<u32>(), 1..=u32::MAX, 1..=u32::MAX)
        .prop_map(|(x, y, width, height)| Crop { x, y, width, height })
}

fn products() -> impl Strategy<Value = Product> {
    let pictures = Format::ALL.map(Product::Picture);
    select([&pictures[..], &[Product::Facts]].concat())
}

prop_compose! {
    fn variants()(
        size in proptest::option::of(sizes()),
        style in select(vec![Style::Default, Style::Bw]),
        product in proptest::option::of(products()),
        quality in proptest::option::of(1..=100u8),
        (background, crop) in (colours(), proptest::option::of(crops())),
        trim in proptest::option::of(0..=100u8),
        turn in (0..4u8, any::<bool>(), any::<bool>()).prop_map(|(q, flip, flop)| Turn::new(q, flip, flop)),
        blur in proptest::option::of(decimals(30..=10_000)),
        sharpen in proptest::option::of(decimals(10..=1_000)),
        tint in proptest::option::of(colours().prop_map(opaque)),
        (negate, normalize) in any::<(bool, bool)>(),
        from in proptest::option::of(select(vec!["other pictures", "plain", "~", "é/,."])),
    ) -> Variant {
        let from = from.map(Into::into);
        if product == Some(Product::Facts) {
            // Facts are those of the original, whatever else is asked.
            return Variant { product, from, ..Variant::default() };
        }
        Variant {
            size, style, product, quality, background, crop, trim, turn, blur, sharpen, tint,
            negate, normalize, from,
        }
    }
}

fn keys() -> impl Strategy<Value = Key> {
    "[a-zA-Z0-9 +%~._é猫()=,&?#-]{1,12}(/[a-z0-9w.]{1,6}){0,3}\\.(jpg|PNG)"
        .prop_filter_map("a key", |text| Key::new(&text).ok())
}

/// The options of a variant as a query asks them: its path's options, and its size.
fn pairs(address: &Address) -> Vec<(String, String)> {
    let path = address.to_string();
    let mut segments = path.trim_start_matches('/').split('/');
    let (head, style) = (segments.next().unwrap(), segments.next().unwrap());
    let mut pairs = vec![("style".to_owned(), style.to_owned())];
    for option in head.split(',').skip(1) {
        let (name, value) = option.split_once('.').unwrap_or((option, "1"));
        pairs.push((name.to_owned(), value.to_owned()));
    }
    let sides = address.variant().size.map(|size| size.sides);
    let sides =
        [("width", sides.and_then(Sides::width)), ("height", sides.and_then(Sides::height))];
    pairs.extend(
        sides
            .iter()
            .filter_map(|(name, side)| Some(((*name).to_owned(), side.as_ref()?.to_string()))),
    );
    pairs
}

/// The same pair spelled in another way: under any of its names, escaped or not.
fn respelled((name, value): (String, String), choice: usize) -> String {
    let spec = OPTIONS.iter().find(|spec| spec.name == name).unwrap();
    let names = [&[spec.name], spec.aliases].concat();
    let name = names[choice % names.len()];
    match choice % 3 {
        0 => format!("{name}={value}"),
        1 => format!("{name}={}", value.bytes().map(|b| format!("%{b:02X}")).collect::<String>()),
        _ => format!("{name}=nonsense&{name}={value}"),
    }
}

/// One variant with a single field of another.
fn with_field_of(one: Variant, other: Variant, field: usize) -> Variant {
    match field {
        0 => Variant { size: other.size, ..one },
        1 => Variant { style: other.style, ..one },
        2 => Variant { product: other.product, ..one },
        3 => Variant { quality: other.quality, ..one },
        4 => Variant { background: other.background, ..one },
        5 => Variant { crop: other.crop, ..one },
        6 => Variant { trim: other.trim, ..one },
        7 => Variant { turn: other.turn, ..one },
        8 => Variant { blur: other.blur, ..one },
        9 => Variant { sharpen: other.sharpen, ..one },
        10 => Variant { tint: other.tint, ..one },
        11 => Variant { negate: other.negate, normalize: other.normalize, ..one },
        _ => Variant { from: other.from, ..one },
    }
}

fn address_of(policy: &Policy, url: &str) -> Result<Option<Address>, String> {
    let request = Request::get(url).body(()).unwrap();
    match decide(policy, &request, 0) {
        Decision::Pass | Decision::Original(_) => Ok(None),
        Decision::Rewrite(address) => Ok(Some(address)),
        Decision::Refuse(refusal) => Err(refusal.to_string()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_address_that_is_written_and_read_is_equal(variant in variants(), key in keys()) {
        let address = Address::new(variant, key).unwrap();
        let path = address.to_string();
        prop_assert_eq!(path.parse::<Address>(), Ok(address.clone()));
        prop_assert!(path.parse::<Uri>().is_ok(), "{} is no URI", path);
        let stored = address.stored();
        prop_assert!(stored.len() <= 1024 && stored.ends_with(address.key().as_str()));
        if !address.variant().is_original() {
            let head = stored.split('/').next();
            prop_assert_eq!(head, path.split('/').nth(1));
        }
    }

    #[test]
    fn two_variants_that_differ_in_anything_have_two_paths(
        one in variants(),
        other in variants(),
        field in 0..13usize,
        key in keys(),
    ) {
        let mixed = with_field_of(one.clone(), other, field);
        prop_assume!(mixed.product != Some(Product::Facts) && one.product != Some(Product::Facts));
        let path = |variant: &Variant| Address::new(variant.clone(), key.clone()).unwrap().to_string();
        prop_assert_eq!(path(&one) == path(&mixed), one == mixed);
    }

    #[test]
    fn what_is_settled_stays(policy in policies(), variant in variants(), key in keys()) {
        let variant = Variant { from: None, ..variant };
        let settled = policy.settled(Wish::from(variant), &key, "").unwrap();
        let again = policy.settled(Wish::from(settled.clone()), &key, "").unwrap();
        prop_assert_eq!(&again, &settled);
        let path = Address::new(settled, key).unwrap().to_string();
        let decided = address_of(&policy, &path).unwrap();
        prop_assert_eq!(decided.map_or(path.clone(), |address| address.to_string()), path);
    }

    #[test]
    fn a_query_in_any_order_and_spelling_is_one_path(
        policy in policies(),
        variant in variants(),
        key in keys(),
        order in subsequence((0..64usize).collect::<Vec<_>>(), 64).prop_shuffle(),
        choices in proptest::collection::vec(0..12usize, 64),
    ) {
        let variant = Variant { from: None, ..variant };
        let address = Address::new(variant, key).unwrap();
        prop_assume!(!address.variant().is_original());
        let original = Address::new(Variant::default(), address.key().clone()).unwrap();
        let mut pairs = pairs(&address).into_iter().zip(order).collect::<Vec<_>>();
        pairs.sort_by_key(|(_, place)| *place);
        let query = pairs.into_iter().zip(choices);
        let query = query.map(|((pair, _), choice)| respelled(pair, choice)).collect::<Vec<_>>();
        let by_query = address_of(&policy, &format!("{original}?{}", query.join("&")));
        prop_assert_eq!(by_query, address_of(&policy, &address.to_string()));
    }

    #[test]
    fn nothing_panics(
        policy in policies(),
        path in "(/([a-z0-9%.,w+~é]{0,8}|400w|default|bw|[0-9]{1,3}h[0-9]{1,12}w,[a-z]{1,7}\\.[0-9a-z_.]{0,6})){0,4}\\.jpg",
        query in "(([a-z%]{0,5}|w|h|fit|crop|blur|dpr|rotate)=?[a-z0-9%_.,+-]{0,6}&?){0,5}",
    ) {
        let _ = path.parse::<Address>();
        let Ok(request) = Request::get(format!("{path}?{query}")).body(()) else { return Ok(()) };
        match decide(&policy, &request, 0) {
            Decision::Pass => prop_assert!(false, "{} is a picture's name", path),
            Decision::Original(key) => prop_assert!(Key::new(key.as_str()).is_ok()),
            Decision::Refuse(refusal) => prop_assert!(refusal.to_string().starts_with("expected ")),
            Decision::Rewrite(address) => {
                prop_assert_eq!(address.to_string().parse::<Address>(), Ok(address));
            }
        }
    }

    #[test]
    fn a_frame_lies_within_its_picture_and_its_canvas(
        size in sizes(),
        from in (1..70_000u32, 1..70_000u32),
    ) {
        let frame = Frame::new(Some(size), from);
        let (width, height) = (f64::from(from.0), f64::from(from.1));
        let Window { width: taken_width, height: taken_height, place } = frame.window;
        prop_assert!(taken_width > 0.0 && taken_width <= width, "{:?}", frame);
        prop_assert!(taken_height > 0.0 && taken_height <= height, "{:?}", frame);
        if let WindowPlace::At { x, y } = place {
            prop_assert!(x >= 0.0 && x + taken_width <= width + 1e-6, "{:?}", frame);
            prop_assert!(y >= 0.0 && y + taken_height <= height + 1e-6, "{:?}", frame);
        }
        prop_assert!(frame.scaled.0 > 0 && frame.scaled.1 > 0, "{:?}", frame);
        let end = (frame.offset.0 + frame.scaled.0, frame.offset.1 + frame.scaled.1);
        prop_assert!(end.0 <= frame.canvas.0 && end.1 <= frame.canvas.1, "{:?}", frame);
        let is_contained = matches!(size.sides, Sides::Both { fit: Fit::Contain, .. });
        if !size.enlarge && !is_contained {
            prop_assert!(frame.canvas.0 <= from.0 && frame.canvas.1 <= from.1, "{:?}", frame);
        }
    }
}
