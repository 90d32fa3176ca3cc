//! What holds where a scenario says nothing: values, and the rule each stands on.

use cloudpc_sim::{Scenario, Source, scenario};

use crate::holds;

/// A scenario that gives only what it must, with or without a domain.
fn bare(join: &str) -> Scenario {
    let text = r#"
        subnet.cpc.prefix = "10.0.0.0/28"
        connection.anc = { subnet = "cpc" }
        policy.all = { connections = ["anc"], groups = ["all"] }
        group.all = {}
        wave.w = { group = "all", users = 1 }
    "#;
    let source = Source { name: "bare".into(), text: text.into() };
    let join = format!("connection.anc.join={join}");
    scenario::load(source, &[join], &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

pub(crate) fn triangular(min: &str, mode: &str, max: &str) -> String {
    format!(r#"{{ dist = "triangular", min = "{min}", mode = "{mode}", max = "{max}" }}"#)
}

/// Each parameter has this value and stands on a rule of this id.
pub(crate) fn stand(join: &str, table: &[(&str, &str, &str)]) {
    let scenario = bare(join);
    for (path, value, rule) in table {
        let found = scenario.settings.iter().find(|setting| setting.path == *path);
        let found = found.unwrap_or_else(|| panic!("{path} is a parameter"));
        let ground = found.ground.split(' ').next();
        assert_eq!((found.value.as_str(), ground), (*value, Some(*rule)), "{path}");
        assert!(!found.differs(), "{path}");
    }
}

#[test]
fn stages_take_the_triangular_lengths_of_the_rule() {
    holds(&["TIME-01", "TIME-02", "TIME-03", "MDM-07", "PROV-07"]);
    let table = [
        ("timing.reaction", ["1m", "3m", "10m"], "PROV-07"),
        ("timing.allocate_capacity", ["30s", "1m", "3m"], "TIME-01"),
        ("timing.create_vm", ["3m", "5m", "10m"], "TIME-01"),
        ("timing.attach_network", ["30s", "1m", "2m"], "TIME-01"),
        ("timing.join_entra", ["1m", "2m", "5m"], "TIME-01"),
        ("timing.enroll_intune", ["2m", "4m", "10m"], "TIME-01"),
        ("timing.primary_user", ["12s", "30s", "2m"], "TIME-01"),
        ("timing.configure", ["3m", "5m", "12m"], "TIME-01"),
        ("timing.assign_user", ["30s", "1m", "3m"], "TIME-01"),
        ("timing.azure_denial", ["30s", "1m", "3m"], "TIME-01"),
        ("timing.join_failure", ["2m", "4m", "8m"], "TIME-02"),
        ("timing.custom_image", ["0s", "3m", "10m"], "TIME-03"),
        ("timing.language_pack", ["0s", "5m", "15m"], "TIME-03"),
        ("timing.gpu_driver", ["5m", "8m", "15m"], "CORE-08"),
    ];
    for (path, [min, mode, max], rule) in table {
        stand("entra", &[(path, &triangular(min, mode, max), rule)]);
    }
}

#[test]
fn every_other_default_is_the_one_that_its_rule_names() {
    holds(&["ANC-04", "ANC-05", "ANC-06", "CLEAN-02", "HC-03", "CON-25", "IP-04", "MDM-06"]);
    holds(&["POST-04", "PROV-02", "RETRY-01", "RETRY-02", "RETRY-04"]);
    stand(
        "entra",
        &[
            ("connection.anc.health_check.interval", "\"6h\"", "ANC-04"),
            ("connection.anc.health_check.phase", "\"random\"", "HC-03"),
            ("connection.anc.health_check.duration", "\"30m\"", "ANC-05"),
            ("connection.anc.health_check.failure", "0.0", "CON-25"),
            ("connection.anc.health_check.borrows_address", "true", "ANC-06"),
            ("policy.all.local_admin", "false", "POST-04"),
            ("group.all.licenses_per_user", "1", "PROV-02"),
            ("timing.enrollment_timeout", "\"30m\"", "MDM-06"),
            ("timing.vm_timeout", "\"1h\"", "TIME-01"),
            ("retry.attempts", "3", "RETRY-01"),
            ("retry.pause", "\"5m\"", "RETRY-02"),
            ("retry.non_retriable", "\"retry\"", "RETRY-04"),
            ("cleanup.after", "\"3h\"", "CLEAN-02"),
            ("cleanup.clock", "\"each_attempt\"", "IP-04"),
        ],
    );
}

#[test]
fn the_defaults_of_hybrid_join_are_those_that_its_rules_name() {
    holds(&["JOIN-01", "JOIN-05", "JOIN-06", "JOIN-07", "ID-01", "ID-07", "REP-02", "REP-10"]);
    holds(&["SYNC-01", "SYNC-07", "SYNC-09", "SYNC-11", "CS-01", "CON-13", "CON-27", "CON-28"]);
    let lengths = [
        ("timing.join_domain", ["3m", "5m", "10m"], "TIME-01"),
        ("timing.register_device", ["1m", "2m", "5m"], "TIME-01"),
        ("timing.detect_device", ["0s", "1m", "2m"], "TIME-01"),
        ("timing.complete_registration", ["1m", "2m", "5m"], "TIME-01"),
        ("federation.registration", ["1m", "3m", "5m"], "JOIN-06"),
    ];
    for (path, [min, mode, max], rule) in lengths {
        stand("hybrid", &[(path, &triangular(min, mode, max), rule)]);
    }
    stand(
        "hybrid",
        &[
            ("connection.anc.device_identity", "\"synced\"", "JOIN-06"),
            ("connection.anc.ad_site", "\"HQ\"", "CON-27"),
            ("connection.anc.health_check.new_computer", "false", "CON-13"),
            ("directory.connect_site", "\"HQ\"", "CON-27"),
            ("directory.intrasite_delay", "\"1m\"", "REP-02"),
            ("directory.same_domain_controller", "false", "REP-10"),
            ("connect.interval", "\"30m\"", "SYNC-01"),
            ("connect.allowed_interval", "\"30m\"", "SYNC-01"),
            ("connect.phase", "\"random\"", "SYNC-07"),
            ("connect.cycle.fixed", "\"3m\"", "SYNC-09"),
            ("connect.cycle.per_1000_changes", "\"1m\"", "SYNC-09"),
            ("connect.full_cycle.per_1000_objects", "\"2m\"", "SYNC-09"),
            ("connect.overrun", "\"skip\"", "CON-28"),
            ("connect.throttle", "7000", "SYNC-11"),
            ("connect.sync", "\"connect\"", "CS-01"),
            ("federation.fallback", "true", "JOIN-07"),
            ("hybrid_join.timeout", "\"1h30m\"", "ID-01"),
        ],
    );
}
