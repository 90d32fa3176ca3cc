//! The rules that the model does not act on.

/// Each with its reason, in the order of the catalog.
pub const NOT_MODELED: &[(&str, &str)] = &[
    (
        "PROV-06",
        "Reserve begins with an admin's action, and the model follows what begins by itself",
    ),
    (
        "CORE-04",
        "a scenario does not say where its users come from; on a hybrid connection all of them \
         count as synchronized",
    ),
    ("CORE-09", "Cloud PCs are numbered, and nothing depends on a computer's name"),
    ("ASG-02", "it takes no time of provisioning"),
    ("ASG-03", "it comes after provisioning"),
    ("ANC-01", "the limit can be raised, so a scenario may have more connections"),
    ("ANC-03", "connections are made before a run begins, never in one"),
    ("ANC-13", "no document says what makes a connection inactive"),
    ("ANC-14", "no connection changes in a run"),
    ("ANC-15", "no connection is deleted in a run"),
    ("ANC-17", "a run ends with provisioning and does not follow sign-ins"),
    ("ANC-21", "recorded deployments are not counted"),
    ("ANC-22", "no tenant is deactivated in a run"),
    ("ALT-08", "what users can reach during a bulk reprovision is not followed"),
    ("IP-09", "advice to whoever plans a subnet"),
    ("IP-10", "advice to whoever plans a subnet"),
    ("IP-16", "no subnet changes in a run"),
    ("IP-20", "addresses are counted, and nothing tells one from another"),
    ("IP-21", "gateways are not part of the model"),
    ("ID-02", "advice to whoever sets the interval; the model takes any that is allowed"),
    ("SYNC-10", "a scenario gives its own number of changes"),
    ("SYNC-15", "no computer is synchronized apart from others; a change can start a whole cycle"),
    ("CS-02", "Cloud Sync brings no device (CS-01), so its pace decides nothing here"),
    ("REP-09", "it says what does not help"),
    ("REP-11", "a site link that is down stays down until the scenario says otherwise"),
    (
        "LIC-02",
        "a scenario gives a user a number of licenses and does not say of which SKU each is \
         (CON-15)",
    ),
    (
        "LIC-04",
        "a Cloud PC that finds no license waits as Pending, whichever way the license was to come \
         (LIC-14)",
    ),
    ("LIC-07", "a scenario's groups hold users only"),
    ("LIC-18", "sizes differ in nothing that provisioning depends on"),
    ("LIC-20", "subscriptions are counted in licenses, and none is stepped up"),
    ("LIC-22", "what a user loses is not followed"),
    ("LIC-24", "a device's profile name decides nothing here"),
    ("FL-03", "sessions are not part of the model"),
    ("FL-04", "sessions are not part of the model"),
    ("FL-07", "no document says what the trouble is"),
    ("FL-09", "what is powered off keeps everything that the model counts (IP-15)"),
    ("CLEAN-08", "it depends on rules of synchronization that each customer sets"),
    ("MDM-04", "inspected traffic counts as blocked; a condition blocks it"),
    ("MDM-05", "enrollment status pages are not part of the model"),
    ("CON-16", "policies keep their names in a run"),
    ("CON-30", "advice to whoever plans a subnet"),
];

/// Why the model does not act on the rule of that id; `None` if it does.
pub fn why_not_modeled(id: &str) -> Option<&'static str> {
    NOT_MODELED.iter().find(|(known, _)| *known == id).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::super::RULES;
    use super::*;

    #[test]
    fn reasons_stand_in_the_order_of_the_catalog_and_for_its_rules_only() {
        let listed: Vec<_> = NOT_MODELED.iter().map(|(id, _)| *id).collect();
        let known = RULES.iter().map(|rule| rule.id).filter(|id| why_not_modeled(id).is_some());
        assert_eq!(listed, known.collect::<Vec<_>>());
    }

    #[test]
    fn a_rule_that_the_model_acts_on_needs_no_reason() {
        assert_eq!(why_not_modeled("IP-01"), None);
        assert_eq!(why_not_modeled("IP-09"), Some("advice to whoever plans a subnet"));
    }
}
