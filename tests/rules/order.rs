//! Who goes first when several things happen at one instant.

use crate::{BLOCKED_AT_FIRST, ONE_ADDRESS, holds, run};

#[test]
fn of_users_who_come_together_the_lower_number_gets_the_last_address() {
    holds(&["CON-23"]);
    let two_users = run(&[&ONE_ADDRESS, &["wave.w.users=2", "retry.attempts=1"]]);
    assert_eq!(
        two_users.addresses(),
        ["+6m cpc held w-00001/1, 1 in use", "+6m cpc denied w-00002/1, 1 in use"]
    );
    let two_waves = ["wave.a={ group = 'all', users = 1 }", "retry.attempts=1"];
    assert_eq!(
        run(&[&ONE_ADDRESS, &two_waves]).addresses(),
        ["+6m cpc held w-00001/1, 1 in use", "+6m cpc denied a-00001/1, 1 in use"],
        "waves in the order of the scenario, not of their names"
    );
    let earlier = ["wave.w.at=+1ms"];
    assert_eq!(
        run(&[&ONE_ADDRESS, &two_waves, &earlier]).addresses()[0],
        "+6m cpc held a-00001/1, 1 in use",
        "whoever is eligible first starts first"
    );
}

#[test]
fn a_retry_has_the_number_of_its_cloud_pc() {
    holds(&["CON-23"]);
    let told = run(&[&[
        "subnet.cpc.prefix=10.0.0.0/29",
        "subnet.cpc.in_use=1",
        "condition.blocked={ what = 'endpoint_blocked', until = '+20m' }",
        "retry.attempts=2",
        "wave.b={ group = 'all', users = 1, at = '+19m' }",
    ]]);
    assert_eq!(
        told.addresses()[..3],
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+25m cpc held w-00001/2, 2 in use",
            "+25m cpc denied b-00001/1, 2 in use",
        ]
    );
}

#[test]
fn an_address_that_returns_is_there_for_who_asks_at_the_same_instant() {
    holds(&["IP-03", "CLEAN-02", "CON-23"]);
    let second = |at: &str| {
        let wave = format!("wave.b={{ group = 'all', users = 1, at = '{at}' }}");
        run(&[&ONE_ADDRESS, &[BLOCKED_AT_FIRST, "retry.attempts=1", &wave]]).addresses()
    };
    assert_eq!(
        second("+3h9m"),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+3h15m cpc cleaned_up w-00001/1, 0 in use",
            "+3h15m cpc held b-00001/1, 1 in use",
        ]
    );
    assert_eq!(second("+3h8m59s")[1], "+3h14m59s cpc denied b-00001/1, 1 in use");
}

#[test]
fn an_address_that_returns_is_there_for_a_check_that_starts_at_the_same_instant() {
    holds(&["IP-03", "IP-17", "ANC-06"]);
    let told = run(&[
        &ONE_ADDRESS,
        &[BLOCKED_AT_FIRST, "retry.attempts=1", "horizon=5h"],
        &["connection.anc.health_check={ phase = '3h15m' }"],
    ]);
    assert_eq!(
        told.addresses()[1..],
        [
            "+3h15m cpc cleaned_up w-00001/1, 0 in use",
            "+3h15m cpc borrowed anc, 1 in use",
            "+3h45m cpc returned anc, 0 in use",
        ]
    );
    assert_eq!(told.checks(), ["+3h45m anc passed"]);
}

#[test]
fn of_two_connections_on_one_subnet_the_check_that_ends_gives_to_the_one_that_starts() {
    holds(&["IP-17", "ANC-06"]);
    let told = run(&[
        &ONE_ADDRESS,
        &["group.all.licenses_per_user=0", "horizon=5h"],
        // Named before the other, so that the number of the connection does not decide.
        &["connection.anc.health_check={ phase = '30m' }"],
        &["connection.far={ join = 'entra', subnet = 'cpc', health_check = { phase = '0s' } }"],
    ]);
    assert_eq!(
        told.addresses(),
        [
            "+0s cpc borrowed far, 1 in use",
            "+30m cpc returned far, 0 in use",
            "+30m cpc borrowed anc, 1 in use",
            "+1h cpc returned anc, 0 in use",
        ]
    );
    assert_eq!(told.checks(), ["+30m far passed", "+1h anc passed"]);
}

#[test]
fn a_check_that_starts_takes_the_last_address_before_an_attempt_that_asks() {
    holds(&["ANC-06", "IP-17", "IP-19"]);
    let check = "connection.anc.health_check={ phase = '5h' }";
    let told = |at: &str| {
        let at = format!("wave.w.at={at}");
        run(&[&ONE_ADDRESS, &[check, &at, "retry.attempts=1", "horizon=5h20m"]]).addresses()
    };
    assert_eq!(
        told("+4h54m"),
        ["+5h cpc borrowed anc, 1 in use", "+5h cpc denied w-00001/1, 1 in use"]
    );
    assert_eq!(told("+4h53m59s"), ["+4h59m59s cpc held w-00001/1, 1 in use"]);
}

#[test]
fn a_check_that_ends_when_an_attempt_starts_decides_about_it() {
    holds(&["ANC-12", "HC-02", "STEP-0"]);
    let told = |at: &str| {
        let at = format!("wave.w.at={at}");
        let dns = "condition.dns={ what = 'health_check_fails', check = 'dns', until = '+6h' }";
        let check = "connection.anc.health_check={ phase = '0s' }";
        run(&[&[check, dns, &at, "retry.attempts=1"]]).attempts().remove(0)
    };
    let table = [
        ("+28m59s", "+29m59s to +30m on anc: canaryCheckUnpass in allocate_capacity"),
        ("+29m", "+30m to +30m on none: canaryCheckUnpass in gate"),
        ("+6h28m59s", "+6h29m59s to +6h29m59s on none: canaryCheckUnpass in gate"),
        ("+6h29m", "+6h30m to +7h14m on anc: ready"),
    ];
    for (at, end) in table {
        assert_eq!(told(at), format!("w-00001/1 {end}"), "{at}");
    }
}

#[test]
fn an_attempt_that_ends_when_a_check_fails_ends_in_its_own_way() {
    holds(&["ANC-10", "CON-21"]);
    let told = |duration: &str, cause: &str| {
        let check =
            format!("connection.anc.health_check={{ phase = '0s', duration = '{duration}' }}");
        let dns = "condition.dns={ what = 'health_check_fails', check = 'dns' }";
        run(&[&[&check, dns, cause, "retry.attempts=1"]]).attempts().remove(0)
    };
    let fails = "failures.endpointCheckFailed=1";
    let own = "w-00001/1 +1m to +15m on anc: endpointCheckFailed in join_entra";
    assert_eq!(told("15m", fails), own);
    let struck = "w-00001/1 +1m to +14m59s on anc: canaryCheckUnpass in join_entra";
    assert_eq!(told("14m59s", fails), struck);
    let denied = "condition.no.what=azure_policy_deny";
    let refused = "w-00001/1 +1m to +7m30s on anc: requestDisallowedByPolicy in attach_network";
    assert_eq!(told("450s", denied), refused);
}
