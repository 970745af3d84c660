//! Where lines go: to where Lambda reads, past all buffers.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long one waits for somebody to take a line.
const PATIENCE: Duration = Duration::from_millis(50);

/// Writes a line to the standard output.
pub(crate) fn write(line: String) {
    static OUT: OnceLock<Option<Mutex<Out>>> = OnceLock::new();
    let open = || Some(Mutex::new(Out::of(io::stdout().as_fd().try_clone_to_owned().ok()?)));
    if let Some(out) = OUT.get_or_init(open) {
        out.lock().unwrap_or_else(PoisonError::into_inner).write(line);
    }
}

/// A file that lines go to.
struct Out {
    file: File,
    /// Whether the last line stopped in its middle. The next one must not become part of it.
    is_torn: bool,
}

impl Out {
    fn of(file: OwnedFd) -> Self {
        Self { file: File::from(file), is_torn: false }
    }

    /// Node makes its pipes so that they take what there is room for, and Rust's own way of writing stops there.
    fn write(&mut self, line: String) {
        let line = if self.is_torn { format!("\n{line}\n") } else { line + "\n" };
        let mut left = line.as_bytes();
        let until = Instant::now() + PATIENCE;
        while !left.is_empty() {
            match self.file.write(left) {
                Ok(0) => break,
                Ok(written) => left = &left[written..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < until =>
                {
                    thread::sleep(Duration::from_millis(1));
                }
                Err(_) => break,
            }
        }
        self.is_torn = !left.is_empty() && (self.is_torn || left.len() < line.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_line_that_was_cut_spoils_no_other() {
        let (mut reader, writer) = io::pipe().unwrap();
        let mut out = Out::of(OwnedFd::from(writer));
        out.is_torn = true;
        out.write("a".to_owned());
        out.write("b".to_owned());
        drop(out);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "\na\nb\n");
    }
}
