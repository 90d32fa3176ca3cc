//! A scenario of every section: what it means in full means the same again.

use crate::program::Desk;

const WHOLE: &str = r#"
start = "2026-01-07T03:30"
[subnet.weu]
prefix = "10.0.0.0/24"
[subnet.neu]
prefix = "10.1.0.0/24"
[connection.anc-weu]
join = "hybrid"
subnet = "weu"
region = "westeurope"
ad_site = "WEU"
forest = "contoso.com"
join_quota = 10
health_check = { new_computer = true }
[connection.anc-hq]
join = "hybrid"
subnet = "weu"
device_identity = "federated"
[connection.anc-neu]
join = "hybrid"
subnet = "neu"
[policy."büro"]
connections = ["anc-weu", "anc-hq"]
groups = ["kw", "shop"]
[policy.hosted]
network = "microsoft-hosted"
region = "northeurope"
groups = ["shop"]
image = "custom"
language_pack = true
gpu = true
[policy.spare]
network = "microsoft-hosted"
groups = []
[group.kw]
membership = "synced"
licensing = "group"
[group.shop]
membership = "dynamic"
license = "frontline"
[group.late]
license = "large"
[wave.kw]
group = "kw"
users = 200
[wave.shop]
group = "shop"
users = 20
[wave.late]
group = "late"
users = 9
[licenses]
available = 450
[license.frontline]
available = 10
kind = "frontline_dedicated"
[license.large]
[directory]
connect_site = "HQ"
intrasite_delay = { dist = "uniform", min = "15s", max = "1m" }
same_domain_controller = true
[directory.site_link.hq-weu]
sites = ["HQ", "WEU"]
interval = "30m"
cost = 50
window = { days = ["wed", "mon"], from = "22:00", to = "04:00" }
[directory.site_link.hq-neu]
sites = ["HQ", "NEU"]
phase = "7m"
notify = true
[connect]
interval = "1h"
allowed_interval = "15m"
phase = "5m"
cycle = { fixed = "2m", per_1000_changes = "90s", background_changes = 10 }
full_cycle = { objects = 100_000, per_1000_objects = "1m" }
overrun = "after_completion"
throttle = 6000
[federation]
registration = "4m"
fallback = false
[hybrid_join]
timeout = "300m"
[loss]
noticed = "at_once"
grace_period = "6d"
[condition.deny]
what = "azure_policy_deny"
from = "+1d"
[admin]
repair = { after = "4h" }
[change.leavers]
what = "remove_license"
per_user = { dist = "exponential", mean = "3d" }
group = "kw"
share = 0.1
while = "provisioning"
[change.swap]
what = "resize"
at = "+2d"
wave = "kw"
users = 5
to = "large"
by = "group"
keep_source = true
target_after = "2h"
[change.resize]
what = "resize"
at = "+2d"
wave = "kw"
[change.move]
what = "move"
at = "+3d"
group = "kw"
users = 100
to_connection = "anc-neu"
[change.assign]
what = "assign_policy"
at = "+2d"
policy = "spare"
group = "late"
[change.edit]
what = "edit_policy"
at = "+2d"
policy = "spare"
connections = ["anc-neu"]
local_admin = true
image = "custom"
language_pack = true
[change.unassign]
what = "unassign_policy"
at = "+3d"
policy = "spare"
[change.delete]
what = "delete_policy"
at = "+3d"
policy = "spare"
[change.buy]
what = "set_licenses"
at = "+3d"
license = "frontline"
available = 500
[change.sync]
what = "start_sync_cycle"
at = "+3d"
policy_type = "initial"
[change.repair]
what = "repair"
at = "2026-01-09T08:00"
condition = "deny"
"#;

#[test]
fn every_section_is_told_in_full_and_means_the_same_again() {
    let desk = Desk::with(WHOLE);
    let (once, err) = desk.ends("validate --effective scenario.toml", 0);
    assert!(err.is_empty(), "{err}");
    let sections = WHOLE.lines().filter(|line| line.starts_with('['));
    for section in sections.filter(|section| *section != "[license.large]") {
        let told = once.lines().any(|line| line.starts_with(section.trim_end_matches(']')));
        assert!(told, "{section} is missing in {once}");
    }
    desk.write("scenario.toml", once.as_bytes());
    let (twice, _) = desk.ends("validate --effective scenario.toml", 0);
    assert_eq!(twice, once);
}

#[test]
fn what_is_of_no_matter_is_not_told() {
    let desk = Desk::with(crate::program::HELLO);
    let (small, _) = desk.ends("validate --effective scenario.toml", 0);
    for section in ["[connect", "[directory", "[federation", "[hybrid_join", "[loss", "[change"] {
        assert!(!small.contains(section), "{section} stands in {small}");
    }
    for (set, section) in [
        ("group.staff.membership=synced", "[connect]"),
        ("connect.interval=1h", "[connect]\ninterval = \"1h\""),
        ("change.c={ what = 'retry', at = '+1d' }", "[loss]"),
    ] {
        let mut command = desk.command("validate --effective scenario.toml --set");
        let output = command.arg(set).output().expect("the program starts");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(told.contains(section), "{set}: {told}");
    }
}
