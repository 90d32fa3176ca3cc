//! Entra Connect: its grid of cycles, what a cycle takes and brings, and what keeps it from it.

use cloudpc_sim::provisioning::stage::Stage;

use crate::hybrid::{HYBRID, ONE_SITE, hybrid};
use crate::{holds, read, run};

/// A limit that leaves time for late devices.
const PATIENT: &str = "hybrid_join.timeout=7h";

/// The first cycles.
fn cycles(sets: &[&str], n: usize) -> Vec<String> {
    let mut cycles = run(&[&HYBRID, &[PATIENT], sets]).cycles();
    cycles.truncate(n);
    cycles
}

#[test]
fn cycles_run_every_half_hour_or_at_a_longer_interval_that_is_in_effect() {
    holds(&["SYNC-01", "SYNC-02"]);
    let by_default =
        "connect={ phase = '10m', cycle = { fixed = '13m', per_1000_changes = '0s' } }";
    let half_hourly = ["+10m to +23m", "+40m to +53m", "+1h10m to +1h23m", "+1h40m to +1h53m"];
    let custom = "connect.interval=45m";
    let longer = ["+10m to +23m", "+55m to +1h8m", "+1h40m to +1h53m", "+2h25m to +2h38m"];
    for (set, expected) in [(by_default, half_hourly), (custom, longer)] {
        let found = cycles(&[set], 4);
        let found = found.iter().map(|row| row.split_once(" delta").expect("its kind").0);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{set}");
    }
    let refused = read(&[&HYBRID, &["connect.interval=20m"]]).expect_err("too short").render(false);
    assert!(refused.contains("Entra Connect would run every 30m"), "{refused}");
    let allowed = ["connect.allowed_interval=20m", "connect.interval=20m"];
    assert!(read(&[&HYBRID, &allowed]).is_ok());
}

#[test]
fn a_cycle_takes_what_is_there_when_it_starts_and_exports_it_when_it_ends() {
    holds(&["SYNC-03", "JOIN-04"]);
    // The device is there at +34m30s.
    for (delay, exported) in [("7m", "+53m"), ("7m1ms", "+1h23m")] {
        let delay = format!("directory.intrasite_delay={delay}");
        let told = hybrid(&[ONE_SITE, &delay]);
        assert_eq!(told.end_of(Stage::SyncDevice), exported, "{delay}");
    }
}

#[test]
fn how_long_the_device_object_takes_depends_on_when_entra_connect_last_ran() {
    holds(&["ID-06", "SYNC-03", "JOIN-04"]);
    // The device arrives at +34m30s; what takes it, exports it 13 minutes later.
    let table = [
        ("30m", "4m30s", "+47m30s"),
        ("30m", "4m29s", "+1h17m29s"),
        ("1h", "34m30s", "+47m30s"),
        ("1h", "34m29s", "+1h47m29s"),
    ];
    for (interval, phase, exported) in table {
        let [interval, phase] =
            [("interval", interval), ("phase", phase)].map(|(k, v)| format!("connect.{k}={v}"));
        let told = hybrid(&[ONE_SITE, &interval, &phase, "hybrid_join.timeout=3h"]);
        assert_eq!(told.end_of(Stage::SyncDevice), exported, "{interval} {phase}");
    }
}

#[test]
fn a_start_that_falls_into_a_running_cycle_is_skipped() {
    holds(&["SYNC-07", "SYNC-06", "CON-28"]);
    let fixed = |length: &str| format!("connect.cycle.fixed={length}");
    let overrun = ["+10m to +45m delta, 0 exported", "+1h10m to +1h45m delta, 1 exported"];
    assert_eq!(cycles(&[&fixed("35m")], 2), overrun, "not at +40m, nor at +45m");
    let exact = ["+10m to +40m delta, 0 exported", "+40m to +1h10m delta, 0 exported"];
    assert_eq!(cycles(&[&fixed("30m")], 2), exact, "an end is before a start");
    let after = "connect.overrun=after_completion";
    let counted = ["+10m to +45m delta, 0 exported", "+1h15m to +1h50m delta, 1 exported"];
    assert_eq!(cycles(&[&fixed("35m"), after], 2), counted, "30 minutes after the end");
}

#[test]
fn an_admin_starts_a_cycle_at_any_time_but_never_two_at_once() {
    holds(&["SYNC-05", "SYNC-06", "SYNC-04"]);
    let start = |at: &str, kind: &str| {
        format!("change.now={{ what = 'start_sync_cycle', at = '{at}', policy_type = '{kind}' }}")
    };
    let objects = "connect.full_cycle={ objects = 4000, per_1000_objects = '1m' }";
    let third = |at, kind| cycles(&[&start(at, kind), objects], 4).split_off(2);
    let usual = ["+1h10m to +1h23m delta, 1 exported", "+1h40m to +1h53m delta, 0 exported"];
    // The device is there at +51m30s.
    let by_hand = ["+55m to +1h8m delta, 1 exported", "+1h10m to +1h23m delta, 0 exported"];
    assert_eq!(third("+55m", "delta"), by_hand);
    let initial = ["+53m to +1h10m full, 1 exported", "+1h10m to +1h23m delta, 0 exported"];
    assert_eq!(third("+53m", "initial"), initial);
    let in_the_way = ["+1h5m to +1h18m delta, 1 exported", "+1h40m to +1h53m delta, 0 exported"];
    assert_eq!(third("+65m", "delta"), in_the_way, "the start at +70m is skipped");
    assert_eq!(third("+75m", "delta"), usual, "one runs already");
}

#[test]
fn a_cycle_grows_with_the_changes_and_an_initial_one_with_all_objects() {
    holds(&["SYNC-08", "SYNC-09", "SYNC-04"]);
    let bare = "connect={ interval = '2h', phase = '10m' }";
    let initial = "change.now={ what = 'start_sync_cycle', at = '+6m', policy_type = 'initial' }";
    let changes = |n: u32| format!("connect.cycle.background_changes={n}");
    let objects = |n: u32| format!("connect.full_cycle.objects={n}");
    let first = |sets: &[&str]| cycles(sets, 1).remove(0);
    assert_eq!(first(&[bare]), "+10m to +13m delta, 0 exported");
    assert_eq!(first(&[bare, &changes(2_000)]), "+10m to +15m delta, 0 exported");
    assert_eq!(first(&[bare, &changes(4_000)]), "+10m to +17m delta, 0 exported");
    assert_eq!(first(&[bare, &objects(50_000)]), "+10m to +13m delta, 0 exported");
    assert_eq!(first(&[bare, &objects(25_000), initial]), "+6m to +59m full, 0 exported");
    assert_eq!(first(&[bare, &objects(50_000), initial]), "+6m to +1h49m full, 0 exported");
}

#[test]
fn every_further_seven_thousand_changes_make_a_cycle_five_minutes_longer() {
    holds(&["SYNC-11"]);
    let table = [
        (7_000, "+10m to +23m delta, 0 exported"),
        (7_001, "+10m to +28m delta, 0 exported"),
        (14_000, "+10m to +28m delta, 0 exported"),
        (14_001, "+10m to +33m delta, 0 exported"),
    ];
    for (changes, first) in table {
        let changes = format!("connect.cycle.background_changes={changes}");
        assert_eq!(cycles(&[&changes], 1), [first]);
    }
}

#[test]
fn no_cycle_starts_while_the_scheduler_is_stopped() {
    holds(&["SYNC-12"]);
    for what in ["connect_suspended", "connect_disabled", "connect_down"] {
        let stopped = format!("condition.c={{ what = '{what}', from = '+20m', until = '+1h11m' }}");
        let expected = ["+10m to +23m delta, 0 exported", "+1h40m to +1h53m delta, 1 exported"];
        assert_eq!(cycles(&[&stopped], 2), expected, "{what}: one that runs goes on");
    }
}

#[test]
fn a_server_in_staging_mode_runs_its_cycles_and_exports_nothing() {
    holds(&["SYNC-12"]);
    let staging = "condition.c={ what = 'connect_staging', from = '+20m', until = '+1h11m' }";
    assert_eq!(
        cycles(&[staging], 4),
        [
            "+10m to +23m delta, 0 exported",
            "+40m to +53m delta, in staging",
            "+1h10m to +1h23m delta, in staging",
            "+1h40m to +1h53m delta, 1 exported",
        ]
    );
    let told = hybrid(&[staging, PATIENT]);
    assert_eq!(told.end_of(Stage::SyncDevice), "+1h53m", "what was imported is exported later");
}

#[test]
fn after_more_than_seven_days_without_a_cycle_the_next_is_an_initial_one() {
    holds(&["SYNC-13", "SYNC-04"]);
    let objects = "connect.full_cycle={ objects = 1000, per_1000_objects = '4m' }";
    let table = [
        ("+7d10m", "+7d10m to +7d23m delta, 1 exported"),
        ("+7d10m1ms", "+7d40m to +7d57m full, 1 exported"),
    ];
    for (until, second) in table {
        let down =
            format!("condition.c={{ what = 'connect_down', from = '+11m', until = '{until}' }}");
        let found = cycles(&[&down, objects, "horizon=8d", "retry.attempts=1"], 3);
        assert_eq!(found[1], second, "{until}");
        assert!(found[2].contains(" delta, "), "{until}: one initial cycle is enough");
    }
}

#[test]
fn bringing_the_organizational_unit_into_scope_makes_the_next_cycle_an_initial_one() {
    holds(&["SYNC-14", "SYNC-04"]);
    let objects = "connect.full_cycle={ objects = 1000, per_1000_objects = '4m' }";
    let scope =
        |until: &str| format!("condition.c={{ what = 'ou_out_of_scope', until = '{until}' }}");
    assert_eq!(
        cycles(&[&scope("+1h11m"), objects], 5)[2..],
        [
            "+1h10m to +1h23m delta, 0 exported",
            "+1h40m to +1h57m full, 1 exported",
            "+2h10m to +2h23m delta, 0 exported",
        ]
    );
    let before_anybody = cycles(&[&scope("+30m"), objects], 3);
    assert_eq!(
        before_anybody,
        [
            "+10m to +23m delta, 0 exported",
            "+40m to +57m full, 0 exported",
            "+1h10m to +1h23m delta, 1 exported",
        ]
    );
}

#[test]
fn a_cycle_under_way_comes_to_its_end_whatever_begins_meanwhile() {
    holds(&["SYNC-12"]);
    for what in ["connect_suspended", "connect_disabled", "connect_staging", "connect_down"] {
        let during = format!("condition.c={{ what = '{what}', from = '+75m' }}");
        let told = run(&[&HYBRID, &[&during]]);
        let ready = ["w-00001/1 +1m to +2h22m on anc: ready"];
        assert_eq!(told.attempts(), ready, "{what}: imported at 70, exported at 83");
    }
}

#[test]
fn entra_cloud_sync_is_refused_where_it_would_have_to_bring_devices() {
    holds(&["CS-01"]);
    let cloud_sync = ["connect={ sync = 'cloud_sync' }"];
    let refused = read(&[&HYBRID, &cloud_sync]).expect_err("it brings no devices").render(false);
    assert!(refused.contains("brings users and groups, but no devices"), "{refused}");
    let federated = ["connection.anc.device_identity=federated", "federation.fallback=false"];
    assert!(read(&[&HYBRID, &cloud_sync, &federated]).is_ok());
    assert!(read(&[&cloud_sync]).is_ok(), "Microsoft Entra join needs none");
}
