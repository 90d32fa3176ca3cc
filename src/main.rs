//! The command line of cloudpc-sim.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
