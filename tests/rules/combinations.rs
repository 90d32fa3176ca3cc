//! What rarely comes together: the run goes on, nothing is lost or twice, and every status follows
//! where it may. The world counts everything anew at the end of each run.

use cloudpc_sim::provisioning::cloud_pc::Status;

use crate::{FAR, holds, run, told::Told};

/// Two groups, two policies, two sizes, Frontline, and few licenses and addresses.
const TENANT: [&str; 9] = [
    "horizon=20d",
    "group.all.licenses_per_user=2",
    "group.late={}",
    "license.big={ available = 1 }",
    "license.fl={ available = 1, kind = 'frontline_dedicated' }",
    "group.fl={ license = 'fl' }",
    "policy.other={ connections = ['far', 'anc'], groups = ['fl'] }",
    "wave.l={ group = 'late', users = 2, at = '+1h' }",
    "wave.f={ group = 'fl', users = 4, at = '+2h' }",
];

fn status(graph_name: &str) -> Status {
    let found = Status::ALL.into_iter().find(|status| status.graph_name() == graph_name);
    found.unwrap_or_else(|| panic!("{graph_name} is a status"))
}

fn is_legal(told: &Told, cloud_pc: &str) {
    let mut now = Status::NotProvisioned;
    for row in told.detail.statuses.iter().filter(|row| row.cloud_pc == cloud_pc) {
        let next = status(row.status);
        assert!(now.successors().contains(&next), "{cloud_pc} {}: {now:?} {next:?}", row.at);
        now = next;
    }
}

/// Runs the tenant with these changes, and with a few settings that touch what they lead to.
fn plays(changes: &[&str]) {
    let named = |(change, n): (&&str, usize)| format!("change.c{n}={{ {change} }}");
    let changes: Vec<String> = changes.iter().zip(1..).map(named).collect();
    let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
    let settings: [&[&str]; 5] = [
        &[],
        &["loss.noticed=at_once", "cleanup.clock=after_final", "licenses.available=3"],
        &["loss.grace_period=0s", "timing.deprovisioning=0s", "timing.reaction=0s"],
        &["failures.endpointCheckFailed=0.5", "admin.retry_failed.after=1h"],
        &["condition.b={ what = 'endpoint_blocked', until = '+3h' }", "admin.repair.after=1h"],
    ];
    for sets in settings {
        let told = run(&[&FAR, &TENANT, &changes, sets]);
        for row in &told.detail.cloud_pcs {
            is_legal(&told, &row.name);
        }
    }
}

const LOSE: &str = "what = 'remove_license', at = ";
const GIVE: &str = "what = 'give_license', at = ";
const OUT: &str = "what = 'remove_from_group', at = ";
const BACK: &str = "what = 'add_to_group', at = ";
const DELETE: &str = "what = 'delete_user', at = ";
const END: &str = "what = 'end_grace', at = ";
const AGAIN: &str = "what = 'reprovision', at = ";
const RETRY: &str = "what = 'retry', at = ";
const RESIZE: &str = "what = 'resize', wave = 'w', to = 'big', at = ";
const SAME: &str = "what = 'resize', wave = 'w', at = ";
const SECOND: &str = "what = 'resize', wave = 'w', to = 'big', by = 'group', \
                      keep_source = true, target_after = '2h', at = ";
const WAITS: &str = "what = 'resize', wave = 'w', to = 'big', by = 'group', at = ";
const MOVE: &str = "what = 'move', wave = 'w', to_connection = 'far', at = ";
const UNASSIGN: &str = "what = 'unassign_policy', policy = 'all', at = ";
const ASSIGN: &str = "what = 'assign_policy', policy = 'all', group = 'all', at = ";
const LATE: &str = "what = 'assign_policy', policy = 'other', group = 'late', at = ";
const EDIT: &str = "what = 'edit_policy', policy = 'all', connections = ['far'], at = ";
const FEWER: &str = "what = 'set_licenses', available = 1, at = ";
const MORE: &str = "what = 'set_licenses', available = 9, at = ";

/// Changes at instants, in the order of their numbers where they come together.
fn all_play(table: &[&[(&str, &str)]]) {
    for row in table {
        let changes: Vec<String> = row.iter().map(|(what, at)| format!("{what}'{at}'")).collect();
        let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        plays(&changes);
    }
}

#[test]
fn losses_and_repairs_come_in_any_order() {
    holds(&["LIC-11", "LIC-12", "LIC-13", "STATUS-01"]);
    all_play(&[
        &[(LOSE, "+7m"), (GIVE, "+7m"), (LOSE, "+7m"), (GIVE, "+8m"), (LOSE, "+9m")],
        &[(LOSE, "+45m"), (GIVE, "+45m"), (OUT, "+45m")],
        &[(LOSE, "+2h"), (GIVE, "+2h"), (LOSE, "+2h"), (GIVE, "+2h")],
        &[(LOSE, "+2h"), (OUT, "+3h"), (DELETE, "+4h"), (GIVE, "+5h"), (BACK, "+6h")],
        &[(LOSE, "+2h"), (END, "+3h"), (GIVE, "+3h5m"), (LOSE, "+3h20m"), (END, "+4d")],
        &[(LOSE, "+2h"), (GIVE, "+7d2h"), (LOSE, "+7d2h10m"), (GIVE, "+7d2h10m30s")],
        &[(UNASSIGN, "+2h"), (ASSIGN, "+3d"), (UNASSIGN, "+4d"), (ASSIGN, "+12d")],
        &[(UNASSIGN, "+6m"), (ASSIGN, "+6m"), (UNASSIGN, "+10m"), (ASSIGN, "+15m")],
        &[(LOSE, "+1m"), (GIVE, "+1m"), (OUT, "+90s"), (BACK, "+2m")],
    ]);
}

#[test]
fn what_admins_do_meets_losses() {
    holds(&["LIC-16", "LIC-17", "LIC-21", "LIC-23", "STATUS-01"]);
    all_play(&[
        &[(AGAIN, "+2h"), (LOSE, "+2h"), (GIVE, "+2h1m")],
        &[(LOSE, "+2h"), (AGAIN, "+2h"), (GIVE, "+2h"), (AGAIN, "+2h")],
        &[(AGAIN, "+2h"), (AGAIN, "+2h"), (RETRY, "+2h"), (AGAIN, "+2h5m")],
        &[(AGAIN, "+2h"), (OUT, "+2h"), (END, "+2h"), (BACK, "+4h")],
        &[(RETRY, "+53m"), (RETRY, "+54m"), (AGAIN, "+54m"), (LOSE, "+54m"), (RETRY, "+3h")],
        &[(RETRY, "+1h53m"), (AGAIN, "+1h53m"), (RETRY, "+1h53m"), (AGAIN, "+2h53m")],
        &[(RESIZE, "+2h"), (LOSE, "+2h5m"), (AGAIN, "+2h6m"), (END, "+3h")],
        &[(SECOND, "+2h"), (DELETE, "+3h"), (SECOND, "+5h"), (END, "+6h")],
        &[(SECOND, "+2h"), (OUT, "+4h5m"), (BACK, "+4h30m"), (AGAIN, "+5h")],
        &[(SECOND, "+2h"), (LOSE, "+4h30m"), (GIVE, "+5h"), (UNASSIGN, "+6h")],
        &[(WAITS, "+2h"), (LOSE, "+3h"), (GIVE, "+4h"), (GIVE, "+50h1m"), (END, "+51h")],
        &[(WAITS, "+2h"), (GIVE, "+3d"), (WAITS, "+4d"), (MOVE, "+4d"), (END, "+7d")],
        &[(MOVE, "+2h"), (OUT, "+3h"), (BACK, "+6h"), (MOVE, "+7h"), (AGAIN, "+8h")],
        &[(MOVE, "+2h"), (RESIZE, "+2h"), (AGAIN, "+2h"), (LOSE, "+2h"), (END, "+2h")],
        &[(AGAIN, "+2h"), (MOVE, "+2h"), (RESIZE, "+2h"), (SAME, "+2h")],
        &[(EDIT, "+1h"), (AGAIN, "+2h"), (MOVE, "+5h"), (UNASSIGN, "+6h"), (END, "+8h")],
    ]);
}

#[test]
fn licenses_come_and_go_meanwhile() {
    holds(&["LIC-14", "FL-06", "STATUS-01"]);
    all_play(&[
        &[(FEWER, "+0s"), (MORE, "+2h"), (FEWER, "+2h"), (LOSE, "+3h"), (GIVE, "+8d")],
        &[(FEWER, "+0s"), (LOSE, "+30m"), (GIVE, "+40m"), (MORE, "+50m")],
        &[(FEWER, "+30s"), (SAME, "+2h"), (RESIZE, "+2h"), (SECOND, "+3h"), (MORE, "+4h")],
        &[(FEWER, "+0s"), (DELETE, "+2h"), (END, "+3h"), (MORE, "+3h"), (GIVE, "+3h")],
        &[(FEWER, "+0s"), (OUT, "+2h"), (MORE, "+7d2h"), (BACK, "+7d2h"), (OUT, "+7d2h30s")],
        &[(LATE, "+10m"), (FEWER, "+30m"), (LOSE, "+2h"), (END, "+3h"), (GIVE, "+3h30s")],
        &[(LATE, "+61m"), (FEWER, "+61m"), (UNASSIGN, "+61m"), (ASSIGN, "+62m"), (MORE, "+5h")],
    ]);
}

#[test]
fn lifetimes_end_while_something_else_goes_on() {
    holds(&["LIC-11", "LIC-17", "STATUS-01"]);
    let lives = |length: &str| format!("what = 'remove_license', per_user = '{length}'");
    let other = |at: &str| format!("{AGAIN}'{at}'");
    for length in ["7m", "45m", "2h", "4h5m", "5h"] {
        plays(&[&lives(length), &other("+2h"), &format!("{GIVE}'+5h'")]);
        plays(&[&lives(length), &format!("{SECOND}'+2h'"), &format!("{END}'+6h'")]);
        plays(&[&lives(length), &format!("{MOVE}'+2h'"), &format!("{UNASSIGN}'+4h5m'")]);
    }
}
