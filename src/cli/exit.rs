//! How the program ends: exit codes, and what is said before.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use super::tell;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The command line, a scenario or a file is wrong: trying again will not help.
    Input(String),
    /// The system could not, now: trying again may help.
    Temporary(String),
    /// The user stopped it.
    Interrupted(String),
    /// It was done, and the answer is no: an expectation does not hold.
    Missed,
}

impl Failure {
    /// A file could not be read or written.
    pub(super) fn file(what: impl Display, error: &io::Error) -> Self {
        use io::ErrorKind::{Interrupted, QuotaExceeded, StorageFull, TimedOut, WouldBlock};
        let text = format!("error: {what}: {error}");
        let passing = [StorageFull, QuotaExceeded, TimedOut, WouldBlock, Interrupted];
        if passing.contains(&error.kind()) { Self::Temporary(text) } else { Self::Input(text) }
    }

    /// A mistake of the user's, in one sentence.
    pub(super) fn input(text: impl Display) -> Self {
        Self::Input(format!("error: {text}"))
    }
}

/// The exit code of a command, after telling why it failed.
pub(super) fn code(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(text)) => end(&text, 2),
        Err(Failure::Temporary(text)) => end(&text, 75),
        Err(Failure::Interrupted(text)) => end(&text, 130),
        Err(Failure::Missed) => ExitCode::from(1),
    }
}

fn end(text: &str, code: u8) -> ExitCode {
    tell(text.trim_end());
    ExitCode::from(code)
}

/// What the command line parser has to say: help and version are answers, the rest is misuse.
pub(super) fn usage(told: &clap::Error) -> ExitCode {
    // There is nobody left to tell if the stream is gone.
    let _ = told.print();
    ExitCode::from(if told.use_stderr() { 2 } else { 0 })
}

/// A bug ends the program with code 70 and says what to report.
pub(super) fn tell_of_internal_errors() {
    std::panic::set_hook(Box::new(|panic| {
        let version = env!("CARGO_PKG_VERSION");
        let command: Vec<_> = std::env::args().skip(1).collect();
        tell(&format!(
            "internal error: {panic}\nThis is a bug in cloudpc-sim {version}. Please report these lines with the scenario and the command:\n  cloudpc-sim {}",
            command.join(" ")
        ));
        super::files::forget_temporary();
        end_now(70);
    }));
}

/// Ends the process at once.
#[expect(clippy::exit, reason = "from a signal or a panic there is no way back to main")]
pub(super) fn end_now(code: i32) -> ! {
    std::process::exit(code)
}
