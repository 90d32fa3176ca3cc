//! Every ban of `.clippy.toml` is one that works, and none that matters is missing.

use std::collections::BTreeSet;

use crate::source::text;

const BANS: [&str; 2] = ["disallowed-types", "disallowed-methods"];

/// Functions of `f64` whose results the standard library leaves to the platform.
const PLATFORMS_OWN: [&str; 26] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt",
    "hypot", "sin", "cos", "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh",
];

/// The paths that are banned, each with its reason.
fn bans() -> Vec<(String, String)> {
    let config: toml::Table = toml::from_str(&text(".clippy.toml")).expect("it is TOML");
    let lists = BANS.iter().map(|key| config[*key].as_array().expect("a list of bans"));
    let part = |ban: &toml::Value, key: &str| ban[key].as_str().expect("a text").to_string();
    lists.flatten().map(|ban| (part(ban, "path"), part(ban, "reason"))).collect()
}

#[test]
fn every_ban_has_one_canary_and_every_canary_a_ban() {
    let source = text("tests/tidy/bans.rs");
    let canaries: Vec<&str> = source.lines().filter_map(canary).collect();
    let banned: BTreeSet<String> = bans().into_iter().map(|(path, _)| path).collect();
    assert_eq!(canaries.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), banned);
    assert_eq!(canaries.len(), banned.len(), "no canary sings twice");
}

/// The path in `"path" => use,`.
fn canary(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('"')?.split_once("\" => ").map(|(path, _)| path)
}

#[test]
fn every_ban_says_why() {
    for (path, reason) in bans() {
        assert!(reason.len() > 10, "{path}: why, and what instead?");
    }
}

// So no result depends on a platform's floats: all of them go through the pinned `libm`.
#[test]
fn every_float_function_that_differs_by_platform_is_banned() {
    let banned = bans();
    for name in PLATFORMS_OWN {
        let path = format!("f64::{name}");
        assert!(banned.iter().any(|(known, _)| *known == path), "{path} is not banned");
    }
}
