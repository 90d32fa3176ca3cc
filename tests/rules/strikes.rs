//! What a failed check does to the attempts under way, and what a running one does not.

use crate::{holds, run};

/// A check from the start that fails, half an hour later; the next one passes.
const FAILS: [&str; 3] = [
    "connection.anc.health_check={ phase = '0s' }",
    "condition.dns={ what = 'health_check_fails', check = 'dns', until = '+2h' }",
    "retry.attempts=1",
];

#[test]
fn a_failed_check_strikes_core_provisioning_and_lets_settings_go_on() {
    holds(&["ANC-10", "CON-21", "ANC-12"]);
    let told = run(&[
        &FAILS,
        // The user of `w` has left core provisioning at +28m, that of `e` just when the check ends.
        &["wave.e={ group = 'all', users = 1, at = '+2m' }"],
        &["wave.l={ group = 'all', users = 1, at = '+2m1ms' }"],
        &["wave.j={ group = 'all', users = 1, at = '+20m' }"],
        &["wave.c={ group = 'all', users = 1, at = '+26m' }"],
        &["wave.g={ group = 'all', users = 1, at = '+29m' }"],
        &["horizon=5h"],
    ]);
    assert_eq!(
        told.attempts(),
        [
            "l-00001/1 +3m1ms to +30m on anc: canaryCheckUnpass in primary_user",
            "j-00001/1 +21m to +30m on anc: canaryCheckUnpass in join_entra",
            "c-00001/1 +27m to +30m on anc: canaryCheckUnpass in create_vm",
            "g-00001/1 +30m to +30m on none: canaryCheckUnpass in gate",
            "w-00001/1 +1m to +45m on anc: ready",
            "e-00001/1 +3m to +47m on anc: ready",
        ]
    );
    assert_eq!(
        told.addresses(),
        [
            "+0s cpc borrowed anc, 1 in use",
            "+6m cpc held w-00001/1, 2 in use",
            "+8m cpc held e-00001/1, 3 in use",
            "+8m1ms cpc held l-00001/1, 4 in use",
            "+26m cpc held j-00001/1, 5 in use",
            "+30m cpc returned anc, 4 in use",
            "+3h30m cpc cleaned_up l-00001/1, 3 in use",
            "+3h30m cpc cleaned_up j-00001/1, 2 in use",
        ],
        "who was struck before asking for an address never asks"
    );
}

#[test]
fn an_attempt_that_was_doomed_anyway_is_struck_once() {
    holds(&["ANC-10", "CON-21"]);
    let short = "connection.anc.health_check={ phase = '0s', duration = '7m', \
                 borrows_address = false }";
    let denied = run(&[&FAILS, &[short, "subnet.cpc.in_use=11"]]);
    assert_eq!(denied.addresses(), ["+6m cpc denied w-00001/1, 0 in use"]);
    assert_eq!(
        denied.attempts(),
        ["w-00001/1 +1m to +7m on anc: canaryCheckUnpass in attach_network"],
        "the denial would have shown at +7m30s"
    );
    let slow = ["timing.azure_denial=10m", "connection.anc.health_check.duration=12m"];
    assert_eq!(
        run(&[&FAILS, &[short, "subnet.cpc.in_use=11"], &slow]).attempts(),
        ["w-00001/1 +1m to +12m on anc: canaryCheckUnpass in attach_network"],
        "it still waits for its address, though it would have joined from +10m on"
    );
    let timeout = run(&[&FAILS, &["failures.simVmDeploymentTimeout=1"]]);
    assert_eq!(
        timeout.attempts(),
        ["w-00001/1 +1m to +30m on anc: canaryCheckUnpass in create_vm"],
        "the time-out would have shown at +1h3m"
    );
}

#[test]
fn a_warning_strikes_nobody() {
    holds(&["ANC-10", "ANC-11"]);
    let mild = ["condition.dns.check=language_pack", "wave.w.at=+10m"];
    assert_eq!(run(&[&FAILS, &mild]).attempts(), ["w-00001/1 +11m to +55m on anc: ready"]);
}

#[test]
fn a_check_strikes_its_own_connection_only() {
    holds(&["ANC-10"]);
    let told = run(&[
        &FAILS,
        &["connection.far={ join = 'entra', subnet = 'cpc' }"],
        &["connection.far.health_check={ phase = '5h' }"],
        &["policy.all.connections=['far']", "wave.w.at=+10m"],
    ]);
    assert_eq!(told.attempts(), ["w-00001/1 +11m to +55m on far: ready"]);
}

#[test]
fn while_a_check_runs_the_last_result_stands() {
    holds(&["ANC-12", "CON-20", "HC-02"]);
    let told = run(&[
        &FAILS,
        &["connection.anc.health_check={ phase = '1h' }"],
        // During the check that will fail at +1h30m, done with core provisioning by then.
        &["wave.w.at=+1h"],
        // During the check that will pass at +7h30m, and when it does.
        &["wave.d={ group = 'all', users = 1, at = '+7h10m' }"],
        &["wave.j={ group = 'all', users = 1, at = '+7h28m59s' }"],
        &["wave.p={ group = 'all', users = 1, at = '+7h29m' }"],
        // During the next one, which passes too.
        &["wave.n={ group = 'all', users = 1, at = '+13h10m' }"],
    ]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1h1m to +1h45m on anc: ready",
            "d-00001/1 +7h11m to +7h11m on none: canaryCheckUnpass in gate",
            "j-00001/1 +7h29m59s to +7h29m59s on none: canaryCheckUnpass in gate",
            "p-00001/1 +7h30m to +8h14m on anc: ready",
            "n-00001/1 +13h11m to +13h55m on anc: ready",
        ]
    );
}
