//! Every command: its help, its answer on stdout, its exit code.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use cloudpc_sim::{Experiment, Source, scenario};

use crate::program::{Desk, HELLO, root, said, scenarios};

const COMMANDS: [&str; 16] = [
    "run",
    "sweep",
    "plan",
    "plan-waves",
    "tune-sync",
    "compare",
    "size-subnet",
    "check",
    "explain",
    "trace",
    "import",
    "calibrate",
    "validate",
    "rules",
    "schema",
    "completions",
];

#[test]
fn the_help_of_every_command_has_an_example() {
    let desk = Desk::new();
    let (help, _) = desk.ends("--help", 0);
    assert!(help.contains("Example"), "{help}");
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let (help, err) = desk.ends(&format!("{command} --help"), 0);
        assert!(help.contains("Example") && err.is_empty(), "{help}");
    }
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  "));
    let all =
        listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    assert_eq!(all.collect::<Vec<_>>(), COMMANDS, "a new command belongs into this test");
}

#[test]
fn the_version_is_that_of_the_package() {
    let (out, _) = Desk::new().ends("--version", 0);
    assert_eq!(out, format!("cloudpc-sim {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_command_line_that_is_none_is_refused() {
    let desk = Desk::new();
    for (arguments, told) in [
        ("", "Usage"),
        ("rum", "'run'"),
        ("run", "<SCENARIO>"),
        ("run a.toml --detial 3", "'--detail'"),
        ("run a.toml --format yaml", "text, json"),
        ("run a.toml -q -v", "cannot be used with"),
        ("rules IP-03 --markdown", "cannot be used with"),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(err.contains(told) && out.is_empty(), "{arguments}: {err}");
    }
}

#[test]
fn a_cause_a_stage_or_a_rule_is_looked_up() {
    let desk = Desk::new();
    for (name, told) in [
        ("", "noEnoughIpAddress"),
        ("noEnoughIpAddress", "noEnoughIpAddress"),
        ("ip-03", "IP-03"),
        ("create_vm", "create_vm"),
        ("teamsOptimization", "teamsOptimization"),
        ("step-4B", "STEP-4b"),
        ("IP-09", "not modeled: "),
        ("--markdown", "\n| IP-03 | documented | yes |\n"),
    ] {
        let (out, err) = desk.ends(&format!("rules {name}"), 0);
        assert!(out.contains(told) && err.is_empty(), "{name}: {out}");
    }
}

#[test]
fn what_is_not_in_the_catalog_is_told_the_nearest() {
    let desk = Desk::new();
    let (out, err) = desk.ends("rules noEnoughIpAdress", 2);
    assert!(out.is_empty() && err.contains("did you mean `noEnoughIpAddress`?"), "{err}");
    let (out, err) = desk.ends("rules nonsense", 2);
    assert!(out.is_empty(), "{out}");
    assert!(
        err.starts_with("error: there is no cause, warning, stage, condition or rule `nonsense`\n"),
        "{err}"
    );
}

#[test]
fn the_schema_beside_the_scenarios_is_current() {
    let (schema, _) = Desk::new().ends("schema", 0);
    let committed = fs::read_to_string(root().join("scenarios/scenario.schema.json"));
    assert!(
        committed.is_ok_and(|committed| committed == schema),
        "scenarios/scenario.schema.json is not what `cloudpc-sim schema` prints; update it by\n  \
         cargo run -- schema > scenarios/scenario.schema.json"
    );
}

#[test]
fn completions_know_every_command() {
    let desk = Desk::new();
    for shell in ["powershell", "bash", "zsh", "fish"] {
        let (script, err) = desk.ends(&format!("completions {shell}"), 0);
        assert!(err.is_empty(), "{err}");
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    desk.ends("completions tcsh", 2);
}

#[test]
fn good_and_bad_scenarios_are_validated_in_one_go() {
    let desk = Desk::with(HELLO);
    desk.write("bad.toml", b"horizn = 1\n");
    assert_eq!(
        desk.ends("validate scenario.toml", 0),
        ("scenario.toml: good, 10 Cloud PCs\n".into(), String::new())
    );
    let (out, err) = desk.ends("validate bad.toml scenario.toml", 2);
    assert_eq!(out, "scenario.toml: good, 10 Cloud PCs\n");
    assert!(err.contains("bad.toml:1:1") && err.ends_with("error: not valid: bad.toml\n"), "{err}");
}

#[test]
fn what_a_scenario_means_in_full_means_the_same_again() {
    let fingerprint = |text: &str| {
        let source = Source { name: "scenario.toml".into(), text: text.into() };
        let scenario = scenario::load(source, &[], &())
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let experiment = Experiment { replications: 2, ..Experiment::new(&scenario) };
        experiment.run(&()).expect("nobody stops it").fingerprint()
    };
    for path in scenarios() {
        let written = path.to_str().expect("the project's paths are UTF-8");
        let desk = Desk::new();
        let mut command = desk.command("validate --effective");
        let effective = command.arg(written).output().expect("the program starts");
        let [a, b] = [fs::read_to_string(&path).expect("it was just read"), said(&effective, 0).0];
        assert_eq!(fingerprint(&a), fingerprint(&b), "{written}");
    }
}

#[test]
fn json_on_stdout_is_one_value_and_the_same_as_in_the_folder() {
    let desk = Desk::with(HELLO);
    let (out, err) = desk.ends("run scenario.toml -r 3 --format json -o out", 0);
    let json: serde_json::Value = serde_json::from_str(&out).expect("one JSON value");
    assert_eq!(json["replications"], 3);
    assert_eq!(out, desk.read("out/summary.json"));
    assert_eq!(err, "Tables and figures: out\n");
}

#[test]
fn quiet_says_nothing_and_verbose_says_more() {
    let desk = Desk::with(HELLO);
    let (answer, err) = desk.ends("run scenario.toml -r 3 -o out -q", 0);
    assert_eq!(err, "");
    let (verbose, err) = desk.ends("run scenario.toml -r 3 -o out -v", 0);
    assert_eq!(answer, verbose);
    assert!(err.contains("Simulated "), "{err}");
}

#[test]
fn colors_are_for_terminals_or_whoever_asks() {
    let desk = Desk::with("horizn = 1\n");
    assert!(!desk.ends("validate scenario.toml", 2).1.contains('\u{1b}'));
    assert!(desk.ends("validate scenario.toml --color always", 2).1.contains('\u{1b}'));
    assert!(!desk.ends("validate scenario.toml --color never", 2).1.contains('\u{1b}'));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let desk = Desk::with(HELLO);
    for arguments in ["schema", "rules", "completions bash", "run scenario.toml -r 3 -o out"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloudpc-sim"))
            .args(arguments.split(' '))
            .current_dir(desk.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let mut told = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut told).expect("UTF-8");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{arguments}: {told}");
        assert!(!told.contains("error"), "{arguments}: {told}");
    }
}
