//! Pictures that are known by their coefficients.

/// A linear congruential generator: Knuth's MMIX.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678)
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A number from -`limit` to `limit`.
    pub(crate) fn about_zero(&mut self, limit: i32) -> i32 {
        self.below(2 * limit as usize + 1) as i32 - limit
    }
}

/// What the blocks are filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texture {
    /// Nothing but means, all equal.
    Plain,
    /// What photographs have: sparse, decaying, and now and then something rare.
    Natural,
    /// Large numbers everywhere: as many bytes as baseline allows.
    Noise,
}

/// One component and its coefficients in zigzag order, block by block, row by row, in whole units.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) id: u8,
    pub(crate) across: usize,
    pub(crate) down: usize,
    pub(crate) table: u8,
    /// In zigzag order.
    pub(crate) quantiser: [u16; 64],
    pub(crate) blocks: Vec<[i32; 64]>,
}

#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) components: Vec<Component>,
}

impl Picture {
    /// Components with these sampling factors, across and down.
    pub(crate) fn random(
        seed: u64,
        (width, height): (usize, usize),
        factors: &[(usize, usize)],
        texture: Texture,
    ) -> Self {
        let mut dice = Dice::new(seed);
        let component = |(n, &(across, down)): (usize, &(usize, usize))| Component {
            id: n as u8 + 1,
            across,
            down,
            table: n.min(3) as u8,
            quantiser: [1; 64],
            blocks: Vec::new(),
        };
        let components = factors.iter().enumerate().map(component).collect();
        let mut picture = Self { width, height, components };
        for n in 0..factors.len() {
            let (columns, rows) = picture.unit_blocks(n);
            let component = &mut picture.components[n];
            // Every third component has divisors of two bytes.
            let most = if seed.is_multiple_of(2) && n % 3 == 2 { 300 } else { 40 };
            component.quantiser = match texture {
                Texture::Noise => [1; 64],
                _ => std::array::from_fn(|_| 1 + dice.below(most) as u16),
            };
            component.blocks = (0..columns * rows)
                .map(|_| block(&mut dice, texture, &component.quantiser))
                .collect();
        }
        picture
    }

    /// The largest factors.
    pub(crate) fn unit(&self) -> (usize, usize) {
        let largest =
            |factor: fn(&Component) -> usize| self.components.iter().map(factor).max().unwrap();
        (largest(|component| component.across), largest(|component| component.down))
    }

    /// Units across and down.
    pub(crate) fn units(&self) -> (usize, usize) {
        let (across, down) = self.unit();
        (self.width.div_ceil(8 * across), self.height.div_ceil(8 * down))
    }

    /// Samples of component `n`: T.81, A.1.1.
    pub(crate) fn size(&self, n: usize) -> (usize, usize) {
        let (component, (across, down)) = (&self.components[n], self.unit());
        (
            (self.width * component.across).div_ceil(across),
            (self.height * component.down).div_ceil(down),
        )
    }

    /// Blocks of component `n` in whole units.
    pub(crate) fn unit_blocks(&self, n: usize) -> (usize, usize) {
        let (component, (across, down)) = (&self.components[n], self.units());
        (across * component.across, down * component.down)
    }
}

fn block(dice: &mut Dice, texture: Texture, quantiser: &[u16; 64]) -> [i32; 64] {
    let mut block = [0; 64];
    match texture {
        Texture::Plain => {}
        Texture::Noise => block.fill_with(|| dice.about_zero(1023)),
        Texture::Natural => {
            // Eight times what a sample can be away from the middle, and a little more.
            block[0] = dice.about_zero(1100 / i32::from(quantiser[0]));
            let coefficients = [0, 1, 2, 5, 12, 40][dice.below(6)];
            for _ in 0..coefficients {
                let k = 1 + dice.below(63).min(dice.below(63));
                block[k] = dice.about_zero(1 + 40 / k as i32);
            }
            match dice.below(12) {
                0 => block[63] = 1 + dice.about_zero(1).abs(),
                1 => block[1 + dice.below(63)] = dice.about_zero(1023),
                2 => block[20 + dice.below(44)] = -1,
                _ => {}
            }
        }
    }
    block
}
