//! Ctrl-C during a long run.
#![cfg(unix)]

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::{Desk, HELLO, contents, said};

#[test]
fn an_interrupted_run_ends_with_130_and_leaves_no_half_result() {
    let desk = Desk::with(&HELLO.replace("users = 10", "users = 2000"));
    desk.ends("run scenario.toml -r 1 -o out", 0);
    let before = contents(&desk.path("out"));
    let child = Command::new(env!("CARGO_BIN_EXE_cloudpc-sim"))
        .args(["run", "scenario.toml", "-r", "100000", "-o", "out"])
        .current_dir(desk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Long enough to be in the run, a small part of which this is.
    std::thread::sleep(Duration::from_millis(700));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("there is a kill command").success());
    let (out, err) = said(&child.wait_with_output().expect("it ends"), 130);
    assert_eq!(out, "");
    assert!(err.starts_with("interrupted after ") && err.contains("nothing was written"), "{err}");
    // What an earlier run has left is still whole; a fresh folder is empty.
    assert!(contents(&desk.path("out")) == before);
}
