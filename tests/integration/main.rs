//! What the product does as a program: what it takes, refuses, prints, writes and leaves.
#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

mod bad_input;
mod baseline;
mod calibrate;
mod check;
mod check_formats;
mod commands;
mod compare;
mod compare_cases;
mod determinism;
mod effective;
mod explain;
mod files;
mod folder;
mod golden;
mod graph;
mod import;
mod interrupt;
mod plan;
mod plan_waves;
mod program;
mod rare_sizes;
mod readme;
mod sample;
mod size_subnet;
mod sizes;
mod spiral;
mod strata;
mod sweep;
mod trace;
mod tune_sync;
