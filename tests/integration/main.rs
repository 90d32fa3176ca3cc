//! What the product does as a program: what it takes, refuses, prints, writes and leaves.
#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

mod bad_input;
mod commands;
mod determinism;
mod effective;
mod explain;
mod files;
mod folder;
mod golden;
mod import;
mod interrupt;
mod program;
mod readme;
mod sizes;
mod spiral;
mod trace;
