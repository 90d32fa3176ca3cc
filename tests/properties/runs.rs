//! Every generated scenario loads, runs, and keeps the laws of conservation.

use proptest::prelude::*;

use crate::addresses::{every_address_is_accounted_for, stages_and_addresses_agree};
use crate::cloud_pcs::{attempts_are_in_order, everyone_has_one_status};
use crate::generate::{Text, scenario};
use crate::licenses::licenses_suffice;
use crate::lives::lives_are_legal;
use crate::synchronization::devices_take_their_way;
use crate::{config, load, run};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_and_no_address_is_lost_or_counted_twice(Text(text) in scenario()) {
        let scenario = load(&text, &[]);
        let outcome = run(&scenario, 1);
        everyone_has_one_status(&scenario, &outcome);
        for (_, detail) in outcome.details() {
            attempts_are_in_order(&scenario, &outcome, detail);
            stages_and_addresses_agree(&scenario, detail);
            lives_are_legal(detail);
            licenses_suffice(&scenario, detail);
            devices_take_their_way(&scenario, detail);
        }
        every_address_is_accounted_for(&scenario, &outcome);
    }

    #[test]
    fn the_same_seed_gives_the_same_rows_on_any_number_of_threads(Text(text) in scenario()) {
        let scenario = load(&text, &[]);
        let [one, two, seven] = [1, 2, 7].map(|threads| run(&scenario, threads));
        prop_assert_eq!(one.fingerprint(), two.fingerprint());
        prop_assert_eq!(one.fingerprint(), seven.fingerprint());
        prop_assert_eq!(format!("{:?}", one.replications), format!("{:?}", two.replications));
    }

    #[test]
    fn a_replication_does_not_know_how_many_there_are(Text(text) in scenario()) {
        let scenario = load(&text, &["replications=1".into()]);
        let more = load(&text, &["replications=3".into()]);
        let [alone, among] = [&scenario, &more].map(|scenario| run(scenario, 2));
        prop_assert_eq!(alone.replications[0].fingerprint, among.replications[0].fingerprint);
    }
}
