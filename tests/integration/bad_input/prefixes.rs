//! Subnets that Azure would not make, and health checks that do not fit them.

use super::{Case, refusals};

const PREFIXES: &[Case] = &[
    ("the whole internet", "[subnet.s]\nprefix = \"0.0.0.0/0\"\n"),
    ("too small", "[subnet.s]\nprefix = \"10.0.0.0/30\"\n"),
    ("longer than an address", "[subnet.s]\nprefix = \"10.0.0.0/33\"\n"),
    ("a negative length", "[subnet.s]\nprefix = \"10.0.0.0/-1\"\n"),
    ("no length", "[subnet.s]\nprefix = \"10.0.0.0\"\n"),
    ("a netmask", "[subnet.s]\nprefix = \"10.0.0.0/255.255.255.0\"\n"),
    ("host bits", "[subnet.s]\nprefix = \"10.20.0.7/23\"\n"),
    ("IPv6", "[subnet.s]\nprefix = \"fd00::/64\"\n"),
    ("three numbers", "[subnet.s]\nprefix = \"10.20.0/23\"\n"),
    ("a space", "[subnet.s]\nprefix = \" 10.20.0.0/23\"\n"),
    ("a number", "[subnet.s]\nprefix = 24\n"),
    ("only the length", "[subnet.s]\nprefix = \"/24\"\n"),
    ("an empty list", "[subnet.s]\nprefix = []\n"),
    ("one bad in a list", "[subnet.s]\nprefix = [\"10.0.0.0/24\", \"10.0.1.0/99\"]\n"),
    ("overlapping in one list", "[subnet.s]\nprefix = [\"10.0.0.0/24\", \"10.0.0.128/25\"]\n"),
    (
        "overlapping another subnet",
        "[subnet.s]\nprefix = \"10.0.0.0/16\"\n\n[subnet.t]\nprefix = \"10.0.7.0/24\"\n",
    ),
    (
        "the same in three subnets",
        "[subnet.r]\nprefix = \"10.0.0.0/24\"\n[subnet.s]\nprefix = \"10.0.0.0/24\"\n[subnet.t]\nprefix = \"10.0.0.0/24\"\n",
    ),
    (
        "overlapping two subnets later",
        "[subnet.r]\nprefix = \"10.0.0.0/8\"\n[subnet.s]\nprefix = [\"11.0.0.0/24\", \"10.0.1.0/24\"]\n[subnet.t]\nprefix = \"10.0.2.0/24\"\n",
    ),
    ("more in use than there are", "[subnet.s]\nprefix = \"10.0.0.0/24\"\nin_use = 252\n"),
    ("negative in use", "[subnet.s]\nprefix = \"10.0.0.0/24\"\nin_use = -1\n"),
];

const SUBNET: &str = "\nprefix = \"10.0.0.0/24\"\n";

const HEALTH_CHECKS: &[Case] = &[
    ("a zero interval", "{ interval = \"0m\" }"),
    ("an interval too short", "{ interval = \"30s\" }"),
    ("a phase beyond the interval", "{ interval = \"2h\", phase = \"2h\" }"),
    ("a phase that is no word", "{ phase = \"Random\" }"),
    ("longer than its interval", "{ interval = \"1h\", duration = \"90m\" }"),
    ("a failure in percent", "{ failure = 2 }"),
    ("a switch in quotes", "{ borrows_address = \"yes\" }"),
    ("no table", "\"6h\""),
];

#[test]
fn a_subnet_that_cannot_be_is_refused() {
    insta::assert_snapshot!(refusals(PREFIXES));
}

#[test]
fn a_health_check_that_cannot_be_is_refused() {
    let told = HEALTH_CHECKS.iter().map(|(name, check)| {
        let anc =
            format!("[connection.anc]\njoin = \"entra\"\nsubnet = \"s\"\nhealth_check = {check}\n");
        super::refusal(name, format!("{anc}[subnet.s]{SUBNET}{}", super::HELLO).as_bytes())
    });
    insta::assert_snapshot!(told.collect::<String>());
}
