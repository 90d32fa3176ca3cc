//! A policy's ordered connections: which one an attempt takes, and when it chooses again.

use crate::{holds, run};

/// A second connection, with a subnet and a region of its own.
const ALTERNATE: [&str; 5] = [
    "connection.anc.region=weu",
    "subnet.far.prefix=10.1.0.0/28",
    "connection.far={ join = 'entra', subnet = 'far', region = 'neu' }",
    "connection.far.health_check={ interval = '30d', phase = '29d' }",
    "policy.all.connections=['anc', 'far']",
];

/// The first connection fails the check that ends at +30m and passes that of +6h30m.
const FIRST_FAILS: [&str; 3] = [
    "connection.anc.health_check={ phase = '0s' }",
    "condition.dns={ what = 'health_check_fails', check = 'dns', connection = 'anc' }",
    "condition.dns.until=+2h",
];

#[test]
fn an_attempt_takes_the_first_usable_connection_and_keeps_it_until_it_ends() {
    holds(&["ALT-01", "ALT-03", "ALT-06", "ANC-10", "STEP-0"]);
    let told = run(&[
        &ALTERNATE,
        &FIRST_FAILS,
        &["wave.b={ group = 'all', users = 1, at = '+10m' }"],
        // It starts before the first connection is usable again, and ends after.
        &["wave.c={ group = 'all', users = 1, at = '+6h' }"],
        &["wave.d={ group = 'all', users = 1, at = '+7h' }"],
    ]);
    assert_eq!(
        told.attempts(),
        [
            "b-00001/1 +11m to +30m on anc: canaryCheckUnpass in enroll_intune",
            "w-00001/1 +1m to +45m on anc: ready",
            "b-00001/2 +35m to +1h19m on far: ready",
            "c-00001/1 +6h1m to +6h45m on far: ready",
            "d-00001/1 +7h1m to +7h45m on anc: ready",
        ]
    );
    let far: Vec<_> = told.addresses().into_iter().filter(|row| row.contains(" far ")).collect();
    assert_eq!(
        far,
        ["+40m far held b-00001/2, 1 in use", "+6h6m far held c-00001/1, 2 in use"],
        "the address is one of the connection's own subnet"
    );
}

#[test]
fn without_a_usable_connection_the_gate_stays_closed() {
    holds(&["ALT-01", "RETRY-07", "ANC-12"]);
    let told = run(&[
        &ALTERNATE,
        &["connection.anc.health_check={ phase = '0s' }"],
        &["connection.far.health_check={ phase = '0s' }"],
        &["condition.dns={ what = 'health_check_fails', check = 'dns' }"],
        &["wave.w.at=+1h", "retry.attempts=1"],
    ]);
    assert_eq!(told.attempts(), ["w-00001/1 +1h1m to +1h1m on none: canaryCheckUnpass in gate"]);
}

#[test]
fn a_region_without_capacity_is_passed_over_while_that_lasts() {
    holds(&["ALT-02", "STEP-1", "COND-01"]);
    let told = run(&[
        &ALTERNATE,
        &["condition.weu={ what = 'region_without_capacity', region = 'weu', until = '+1h' }"],
        &["wave.b={ group = 'all', users = 1, at = '+58m59s' }"],
        &["wave.c={ group = 'all', users = 1, at = '+59m' }"],
    ]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1m to +45m on far: ready",
            "b-00001/1 +59m59s to +1h43m59s on far: ready",
            "c-00001/1 +1h to +1h44m on anc: ready",
        ]
    );
}

#[test]
fn where_no_usable_region_has_capacity_the_first_usable_connection_fails_for_want_of_it() {
    holds(&["ALT-02", "STEP-1", "CON-24"]);
    let without = |region: &str| {
        format!("condition.{region}={{ what = 'region_without_capacity', region = '{region}' }}")
    };
    let (weu, neu) = (without("weu"), without("neu"));
    let failed = ["w-00001/1 +1h1m to +1h3m on anc: simCapacityUnavailable in allocate_capacity"];
    let once = ["wave.w.at=+1h", "retry.attempts=1"];
    assert_eq!(run(&[&ALTERNATE, &once, &[&weu, &neu]]).attempts(), failed);
    let far_unhealthy = [
        "connection.far.health_check={ phase = '0s' }",
        "condition.dns={ what = 'health_check_fails', check = 'dns', connection = 'far' }",
    ];
    assert_eq!(run(&[&ALTERNATE, &once, &[&weu], &far_unhealthy]).attempts(), failed);
}

#[test]
fn a_full_subnet_moves_nobody_until_a_check_has_found_it() {
    holds(&["ALT-04", "ANC-06"]);
    let full = ["subnet.cpc.in_use=11", "wave.w.at=+1h"];
    assert_eq!(
        run(&[&ALTERNATE, &full]).attempts(),
        [
            "w-00001/1 +1h1m to +1h7m30s on anc: noEnoughIpAddress in attach_network",
            "w-00001/2 +1h12m30s to +1h19m on anc: noEnoughIpAddress in attach_network",
            "w-00001/3 +1h24m to +1h30m30s on anc: noEnoughIpAddress in attach_network",
        ]
    );
    let checked = ["connection.anc.health_check={ phase = '0s' }"];
    assert_eq!(
        run(&[&ALTERNATE, &full, &checked]).attempts(),
        ["w-00001/1 +1h1m to +1h45m on far: ready"]
    );
}

#[test]
fn a_microsoft_hosted_policy_names_a_region_or_leaves_it_to_the_service() {
    holds(&["ALT-05", "STEP-1"]);
    let told = run(&[&[
        "policy.all={ network = 'microsoft-hosted', region = 'weu', groups = ['all'] }",
        "group.automatic={}",
        "policy.automatic={ network = 'microsoft-hosted', groups = ['automatic'] }",
        "wave.a={ group = 'automatic', users = 1 }",
        "condition.weu={ what = 'region_without_capacity', region = 'weu' }",
        "retry.attempts=1",
    ]]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1m to +3m on none: simCapacityUnavailable in allocate_capacity",
            "a-00001/1 +1m to +45m on none: ready",
        ]
    );
}
