//! Programs and libraries that tests make, byte by byte: they say of themselves what a test wants
//! them to say, and do nothing.

pub(crate) const X86: u16 = 62;
pub(crate) const ARM: u16 = 183;

const SECTION: usize = 64;

/// What a file shall say of itself.
#[derive(Clone)]
pub(crate) struct Elf {
    pub(crate) machine: u16,
    pub(crate) is_library: bool,
    pub(crate) versions: Vec<&'static str>,
    pub(crate) libraries: Vec<&'static str>,
    pub(crate) functions: Vec<&'static str>,
}

/// An addon that Lambda can load.
pub(crate) fn addon() -> Elf {
    Elf {
        machine: X86,
        is_library: true,
        versions: vec!["GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.17", "GCC_3.0"],
        libraries: vec!["libc.so.6", "libgcc_s.so.1"],
        functions: vec!["other", "napi_register_module_v1"],
    }
}

/// A program that Lambda can start.
pub(crate) fn bootstrap() -> Elf {
    Elf { is_library: false, functions: vec!["main"], ..addon() }
}

impl Elf {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut names = vec![0];
        let symbols = self.symbols(&mut names);
        let versions = self.versions(&mut names);
        let dynamic = self.dynamic(&mut names);
        // Type, what it is linked to, how many entries, how long one is, and the bytes.
        let parts = [
            (3_u32, 0_u32, 0_u32, 0_u64, names),
            (11, 1, 1, 24, symbols),
            (0x6fff_fffe, 1, u32::from(!self.versions.is_empty()), 0, versions),
            (6, 1, 0, 16, dynamic),
        ];
        let mut file = self.header(parts.len() + 1);
        let mut sections = vec![0; SECTION];
        for (kind, link, info, entry, bytes) in parts {
            sections.extend([0_u32.to_le_bytes(), kind.to_le_bytes()].concat());
            for number in [0, 0, file.len() as u64, bytes.len() as u64] {
                sections.extend(number.to_le_bytes());
            }
            sections.extend([link.to_le_bytes(), info.to_le_bytes()].concat());
            sections.extend([8_u64.to_le_bytes(), entry.to_le_bytes()].concat());
            file.extend(bytes);
        }
        let place = file.len() as u64;
        file[40..48].copy_from_slice(&place.to_le_bytes());
        file.extend(sections);
        file
    }

    fn header(&self, sections: usize) -> Vec<u8> {
        let mut header = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        header.extend([3_u16.to_le_bytes(), self.machine.to_le_bytes()].concat());
        header.extend(1_u32.to_le_bytes());
        let entry = if self.is_library { 0 } else { 64_u64 };
        // Where it is entered, its segments, of which there are none, and its sections.
        header.extend([entry.to_le_bytes(), [0; 8], [0; 8]].concat());
        header.extend(0_u32.to_le_bytes());
        for number in [64, 0, 0, SECTION as u16, sections as u16, 1] {
            header.extend(u16::to_le_bytes(number));
        }
        header
    }

    fn symbols(&self, names: &mut Vec<u8>) -> Vec<u8> {
        let mut symbols = vec![0; 24];
        for function in &self.functions {
            symbols.extend(name(names, function).to_le_bytes());
            // A function that everybody sees, in the first section, at its start, of no length.
            symbols.extend([0x12, 0, 1, 0]);
            symbols.extend([0; 16]);
        }
        symbols
    }

    fn versions(&self, names: &mut Vec<u8>) -> Vec<u8> {
        let count = self.versions.len() as u16;
        let mut needs = [1_u16.to_le_bytes(), count.to_le_bytes()].concat();
        needs.extend(name(names, "libc.so.6").to_le_bytes());
        needs.extend([16_u32.to_le_bytes(), 0_u32.to_le_bytes()].concat());
        for (index, version) in self.versions.iter().enumerate() {
            let is_last = index + 1 == self.versions.len();
            needs.extend([0; 8]);
            needs.extend(name(names, version).to_le_bytes());
            needs.extend(if is_last { 0_u32 } else { 16 }.to_le_bytes());
        }
        needs
    }

    fn dynamic(&self, names: &mut Vec<u8>) -> Vec<u8> {
        let mut entries = Vec::new();
        for library in &self.libraries {
            let place = u64::from(name(names, library));
            entries.extend([1_u64.to_le_bytes(), place.to_le_bytes()].concat());
        }
        entries.extend([0; 16]);
        entries
    }
}

/// Writes a name among the others, and says where.
fn name(names: &mut Vec<u8>, name: &str) -> u32 {
    let place = names.len() as u32;
    names.extend(name.as_bytes());
    names.push(0);
    place
}
