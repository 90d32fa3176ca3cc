//! The program under test, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use cloudpc_sim::{Experiment, Source, scenario};
use tempfile::TempDir;

/// Ten users on the Microsoft-hosted network; what goes before it completes it.
pub(crate) const HELLO: &str = r#"
[policy.everyone]
network = "microsoft-hosted"
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 10
"#;

/// An empty folder to work in, removed with this value.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("the system has room for a folder"))
    }

    /// A folder with this text in `scenario.toml`.
    pub(crate) fn with(scenario: &str) -> Self {
        let desk = Self::new();
        desk.write("scenario.toml", scenario.as_bytes());
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("the folder is ours");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program with these arguments, separated by spaces, in this folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = cargo_bin_cmd!("cloudpc-sim");
        command.current_dir(self.0.path()).args(arguments.split_whitespace());
        command
    }

    /// Runs it.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Simulates a replication of this scenario without the program, which would also draw it.
    pub(crate) fn simulates(&self, name: &str) {
        let source = Source { name: name.into(), text: self.read(name) };
        let scenario = scenario::load(source, &[], &())
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        Experiment::new(&scenario).run_one(0);
    }

    /// Runs it, which must end with this code, and gives what it said: stdout and stderr.
    pub(crate) fn ends(&self, arguments: &str, code: i32) -> (String, String) {
        said(&self.run(arguments), code)
    }
}

/// What a program said that must have ended with this code.
pub(crate) fn said(output: &Output, code: i32) -> (String, String) {
    let [out, err] = [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8(bytes.clone()).expect("the program writes UTF-8"));
    assert_eq!(output.status.code(), Some(code), "stdout: {out}\nstderr: {err}");
    (out, err)
}

/// The scenarios of the project, by name.
pub(crate) fn scenarios() -> Vec<PathBuf> {
    files(&root().join("scenarios"), "toml")
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with this ending, by name.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}

/// All files of a folder with their bytes, by name.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let file = |path: PathBuf| {
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("it can be read"))
    };
    let paths = entries.map(|entry| entry.expect("listed").path());
    let mut files: Vec<_> = paths.filter(|path| path.is_file()).map(file).collect();
    files.sort();
    files
}
