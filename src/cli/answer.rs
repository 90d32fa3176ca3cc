//! The answer of a command, on stdout.

use std::io::Write;

use super::exit::Failure;
use super::is_closed_pipe;

/// Prints the answer; a reader that has left is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if !is_closed_pipe(&error) => Err(Failure::file("stdout", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
