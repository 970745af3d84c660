//! A program or a library, as Lambda's loader will look at it: for which processor it is, which
//! glibc it needs, what else it needs, and what it has for Node.

use object::LittleEndian;
use object::elf::{
    DT_NEEDED, EM_AARCH64, EM_X86_64, FileHeader64, SHN_UNDEF, SHT_DYNSYM, STT_FUNC,
};
use object::read::elf::{Dyn, FileHeader, SectionTable, Sym};
use std::fmt::{self, Display};
use std::str::FromStr;

/// A version of glibc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glibc(u32, u32);

/// For which processor a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Machine {
    X86,
    Arm,
}

/// What a package's program is to whoever starts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A library that Node loads, at the edge.
    Addon,
    /// A program that Lambda runs.
    Bootstrap,
}

/// What a file says of itself.
pub(crate) struct Program {
    machine: Machine,
    is_library: bool,
    glibc: Option<Glibc>,
    libraries: Vec<String>,
    is_addon: bool,
}

/// By this name Node finds what an addon has for it.
const REGISTER: &[u8] = b"napi_register_module_v1";

/// Parts of glibc and of the compiler, which Amazon Linux has wherever Lambda runs. Any other
/// library is missing there.
const LIBRARIES: [&str; 8] = [
    "ld-linux-aarch64.so.1",
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
    "librt.so.1",
];

type Header = FileHeader64<LittleEndian>;
type Sections<'a> = SectionTable<'a, Header>;

impl Program {
    /// Reads what a file says of itself; an error is what was expected and what was found.
    pub(crate) fn read(file: &[u8]) -> Result<Self, String> {
        let broken = |error| format!("expected an ELF file for 64 bits, found none: {error}");
        let header = Header::parse(file).map_err(broken)?;
        let endian = header.endian().map_err(broken)?;
        let machine = match header.e_machine(endian) {
            EM_X86_64 => Machine::X86,
            EM_AARCH64 => Machine::Arm,
            other => return Err(format!("expected x86-64 or aarch64, found machine {other}")),
        };
        let sections = header.sections(endian, file).map_err(broken)?;
        let versions = versions(&sections, file).map_err(broken)?;
        Ok(Program {
            machine,
            // A program is entered somewhere, a library nowhere in particular.
            is_library: header.e_entry(endian) == 0,
            glibc: newest(&versions)?,
            libraries: libraries(&sections, file).map_err(broken)?,
            is_addon: is_addon(&sections, file).map_err(broken)?,
        })
    }

    /// The program, if Lambda can start it in this role.
    pub(crate) fn checked(self, role: Role, most: Glibc) -> Result<Self, String> {
        match role {
            Role::Addon if self.machine != Machine::X86 => {
                return Err(format!("expected x86-64, as the edge is, found {}", self.machine));
            }
            Role::Addon if !self.is_addon => {
                let name = String::from_utf8_lossy(REGISTER);
                return Err(format!("expected an addon with `{name}`, found none of that name"));
            }
            Role::Bootstrap if self.is_library => {
                return Err("expected a program, found a library".to_owned());
            }
            Role::Addon | Role::Bootstrap => {}
        }
        if let Some(glibc) = self.glibc.filter(|glibc| *glibc > most) {
            return Err(format!("expected a need of glibc {most} at most, found {glibc}"));
        }
        let is_there = |library: &&String| LIBRARIES.contains(&library.as_str());
        match self.libraries.iter().find(|library| !is_there(library)) {
            Some(library) => {
                Err(format!("expected no need of a library but glibc's own, found `{library}`"))
            }
            None => Ok(self),
        }
    }
}

/// The versions of symbols that other libraries have to have.
fn versions(sections: &Sections<'_>, file: &[u8]) -> object::Result<Vec<String>> {
    let endian = LittleEndian;
    let mut versions = Vec::new();
    let Some((mut needs, strings)) = sections.gnu_verneed(endian, file)? else {
        return Ok(versions);
    };
    let strings = sections.strings(endian, file, strings)?;
    while let Some((_, mut symbols)) = needs.next()? {
        while let Some(symbol) = symbols.next()? {
            let name = symbol.name(endian, strings)?;
            versions.push(String::from_utf8_lossy(name).into_owned());
        }
    }
    Ok(versions)
}

/// The newest version of glibc among those needed.
fn newest(versions: &[String]) -> Result<Option<Glibc>, String> {
    let mut newest = None;
    for version in versions {
        // Others than glibc have versions too: the compiler's own library, for one.
        if let Some(number) = version.strip_prefix("GLIBC_") {
            // Some have no number: GLIBC_ABI_DT_RELR asks for a loader that is newer than Lambda's.
            let glibc = number.parse::<Glibc>();
            let glibc =
                glibc.map_err(|_| format!("expected a numbered glibc, found `{version}`"))?;
            newest = newest.max(Some(glibc));
        }
    }
    Ok(newest)
}

/// The libraries that are loaded with it.
fn libraries(sections: &Sections<'_>, file: &[u8]) -> object::Result<Vec<String>> {
    let endian = LittleEndian;
    let mut libraries = Vec::new();
    let Some((entries, strings)) = sections.dynamic(endian, file)? else {
        return Ok(libraries);
    };
    let strings = sections.strings(endian, file, strings)?;
    for entry in entries.iter().filter(|entry| entry.tag(endian) == DT_NEEDED) {
        libraries.push(String::from_utf8_lossy(entry.string(endian, strings)?).into_owned());
    }
    Ok(libraries)
}

fn is_addon(sections: &Sections<'_>, file: &[u8]) -> object::Result<bool> {
    let endian = LittleEndian;
    let symbols = sections.symbols(endian, file, SHT_DYNSYM)?;
    for symbol in symbols.iter() {
        let is_here = symbol.st_shndx(endian) != SHN_UNDEF && symbol.st_type() == STT_FUNC;
        if is_here && symbol.name(endian, symbols.strings())? == REGISTER {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Machine::X86 => "x86-64",
            Machine::Arm => "aarch64",
        })
    }
}

impl Display for Glibc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// From `2.34`, and from `2.2.5` as old versions are: what comes last there matters to nobody.
impl FromStr for Glibc {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected a version such as 2.34, found `{text}`");
        let numbers = text.split('.').map(|part| part.parse::<u32>());
        let numbers = numbers.collect::<Result<Vec<_>, _>>().map_err(|_| wrong())?;
        match numbers.as_slice() {
            [major, minor] | [major, minor, _] => Ok(Glibc(*major, *minor)),
            _ => Err(wrong()),
        }
    }
}

impl Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.glibc {
            Some(glibc) => write!(f, "{}, glibc {glibc}", self.machine),
            None => write!(f, "{}, no glibc", self.machine),
        }
    }
}
