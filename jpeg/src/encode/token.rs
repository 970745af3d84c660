//! Tokens: symbols with their extra bits, kept until it is known how often each of them occurs.

/// A symbol in bits 0 to 7, its [`Table`] in bits 8 and 9, its extra bits from bit 10 on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Token(u32);

/// Which code a symbol is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    LumaDc,
    LumaAc,
    ChromaDc,
    ChromaAc,
}

impl Table {
    /// Those for the first coefficients and those for the others of a plane.
    pub(crate) fn of_plane(plane: usize) -> (Self, Self) {
        match plane {
            0 => (Self::LumaDc, Self::LumaAc),
            _ => (Self::ChromaDc, Self::ChromaAc),
        }
    }

    /// All that so many planes use.
    pub(crate) fn of_planes(planes: usize) -> &'static [Self] {
        match planes {
            1 => &[Self::LumaDc, Self::LumaAc],
            _ => &[Self::LumaDc, Self::LumaAc, Self::ChromaDc, Self::ChromaAc],
        }
    }
}

/// The symbol for sixteen zeros with another coefficient to come.
const SIXTEEN_ZEROS: u32 = 0xf0;
/// The symbol for nothing but zeros to the end of the block.
const END: u32 = 0;
/// Symbols of all tables together.
pub(crate) const SYMBOLS: usize = 4 * 256;

impl Token {
    /// Table and symbol.
    #[inline(always)]
    pub(crate) fn symbol(self) -> usize {
        self.0 as usize % SYMBOLS
    }

    #[inline(always)]
    pub(crate) fn extra(self) -> u32 {
        self.0 >> 10
    }
}

/// How often each symbol of each table occurs.
///
/// In 64 bits, because the largest picture has three times as many coefficients as 32 bits count.
#[derive(Clone)]
pub(crate) struct Counts([u64; SYMBOLS]);

impl Counts {
    pub(crate) fn of(&self, table: Table) -> &[u64; 256] {
        let (tables, _) = self.0.as_chunks();
        &tables[table as usize]
    }
}

/// The tokens of a scan, or of a part of it.
pub(crate) struct Tokens {
    /// In parts, each as long as it must be: a long list would hold twice what it needs while it grows.
    parts: Vec<Box<[Token]>>,
    counts: Box<Counts>,
    /// Where tokens are put first: it is always large enough, so nothing has to grow in between.
    desk: Vec<Token>,
}

impl Tokens {
    pub(crate) fn new() -> Self {
        let counts = Box::new(Counts([0; SYMBOLS]));
        Self { parts: Vec::new(), counts, desk: Vec::new() }
    }

    /// All of them, part by part.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[Token]> {
        self.parts.iter().map(|part| &**part)
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Forgets the tokens and how often they occurred.
    pub(crate) fn forget(&mut self) {
        self.parts.clear();
        self.counts.0.fill(0);
    }

    /// Where the tokens of so many blocks can be put.
    pub(crate) fn desk(&mut self, blocks: usize) -> Desk<'_> {
        // 64 coefficients, and the end of a run of empty blocks before them.
        let most = blocks * 65 + 1;
        if self.desk.len() < most {
            self.desk.resize(most, Token::default());
        }
        Desk { parts: &mut self.parts, counts: &mut self.counts, desk: &mut self.desk, tokens: 0 }
    }
}

/// A place for the tokens of a part.
pub(crate) struct Desk<'a> {
    parts: &'a mut Vec<Box<[Token]>>,
    counts: &'a mut Counts,
    desk: &'a mut [Token],
    tokens: usize,
}

impl Desk<'_> {
    #[inline(always)]
    fn put(&mut self, table: Table, symbol: u32, extra: u32) {
        let token = Token(extra << 10 | (table as u32) << 8 | symbol);
        self.desk[self.tokens] = token;
        self.tokens += 1;
        self.counts.0[token.symbol()] += 1;
    }

    /// The difference of a first coefficient from the one before it.
    #[inline(always)]
    pub(crate) fn difference(&mut self, table: Table, difference: i32) {
        let (size, extra) = magnitude(difference);
        self.put(table, size, extra);
    }

    /// A coefficient that is not zero, and how many zeros stand before it.
    #[inline(always)]
    pub(crate) fn coefficient(&mut self, table: Table, mut zeros: u32, value: i16) {
        while zeros > 15 {
            self.put(table, SIXTEEN_ZEROS, 0);
            zeros -= 16;
        }
        let (size, extra) = magnitude(value.into());
        self.put(table, zeros << 4 | size, extra);
    }

    /// Nothing but zeros to the end of the block.
    #[inline(always)]
    pub(crate) fn end(&mut self, table: Table) {
        self.put(table, END, 0);
    }

    /// The same for as many blocks, if there are any: T.81, G.1.2.2.
    #[inline(always)]
    pub(crate) fn ends(&mut self, table: Table, blocks: u32) {
        if let Some(size) = blocks.checked_ilog2() {
            self.put(table, size << 4 | END, blocks - (1 << size));
        }
    }

    /// Keeps the tokens.
    #[inline(always)]
    pub(crate) fn keep(self) {
        if self.tokens > 0 {
            self.parts.push(self.desk[..self.tokens].into());
        }
    }
}

/// How many bits a number needs, and these bits; a negative one is written as its bits less one.
#[inline(always)]
fn magnitude(value: i32) -> (u32, u32) {
    let sign = value >> 31;
    let size = u32::BITS - value.unsigned_abs().leading_zeros();
    let bits = (value + sign).cast_unsigned() & ((1 << size) - 1);
    (size, bits)
}

/// The numbers of the bits that are set, from the lowest.
#[inline(always)]
pub(crate) fn bits(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros())?;
        mask &= mask - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table, symbol and extra bits of what was put on a desk.
    fn put(work: impl FnOnce(&mut Desk<'_>)) -> Vec<(usize, usize, u32)> {
        let mut tokens = Tokens::new();
        let mut desk = tokens.desk(1);
        work(&mut desk);
        desk.keep();
        let parts = |token: &Token| (token.symbol() / 256, token.symbol() % 256, token.extra());
        tokens.parts().flatten().map(parts).collect()
    }

    #[test]
    fn magnitudes_are_those_of_the_standard() {
        // T.81, table F.1 and F.1.2.1.1.
        for (value, expected) in [
            (0, (0, 0)),
            (1, (1, 1)),
            (-1, (1, 0)),
            (3, (2, 0b11)),
            (-2, (2, 0b01)),
            (-3, (2, 0b00)),
            (-1023, (10, 0)),
            (2040, (11, 2040)),
            (-2040, (11, 7)),
        ] {
            assert_eq!(magnitude(value), expected, "{value}");
        }
    }

    #[test]
    fn long_runs_of_zeros_are_sixteens_and_a_rest() {
        let tokens = put(|desk| desk.coefficient(Table::ChromaAc, 35, -5));
        assert_eq!(tokens, [(3, 0xf0, 0), (3, 0xf0, 0), (3, 0x33, 0b010)]);
    }

    #[test]
    fn runs_of_empty_blocks_are_powers_of_two_and_a_rest() {
        let run = |blocks| put(|desk| desk.ends(Table::LumaAc, blocks));
        assert_eq!(run(0), []);
        assert_eq!(run(1), [(1, 0x00, 0)]);
        assert_eq!(run(2), [(1, 0x10, 0)]);
        assert_eq!(run(7), [(1, 0x20, 3)]);
        assert_eq!(run(4095), [(1, 0xb0, 2047)]);
    }

    #[test]
    fn every_token_is_counted_once() {
        let mut tokens = Tokens::new();
        for _ in 0..3 {
            let mut desk = tokens.desk(1);
            desk.difference(Table::LumaDc, 4);
            desk.end(Table::LumaAc);
            desk.keep();
        }
        let total = |tokens: &Tokens, table| tokens.counts().of(table).iter().sum::<u64>();
        assert_eq!(tokens.counts().of(Table::LumaDc)[3], 3);
        assert_eq!(tokens.counts().of(Table::LumaAc)[0], 3);
        assert_eq!((total(&tokens, Table::LumaDc), total(&tokens, Table::ChromaDc)), (3, 0));
        tokens.forget();
        assert_eq!((total(&tokens, Table::LumaDc), tokens.parts().count()), (0, 0));
    }
}
