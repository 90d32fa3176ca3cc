//! Lengths: how long each stage takes, and everything beside the stages.

use super::settings::Ledger;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::{Distribution, Sampler};
use crate::provisioning::stage::{STAGES, Stage, triangular_tenths as tenths};
use crate::provisioning::tenant::Timing;
use crate::scenario::file::{self, ScenarioFile};
use crate::scenario::tree::Spanned;

/// All lengths: of each key its default and what that stands on; the stages come second.
macro_rules! lengths {
    ($table:ident, $or:ident, $stages:expr;
        $first:ident = $length:expr, $why:literal;
        $($key:ident = $default:expr, $ground:literal;)+
    ) => {
        Timing {
            $first: $or(stringify!($first), $table.$first.as_ref(), $length, $why),
            stages: $stages,
            $($key: $or(stringify!($key), $table.$key.as_ref(), $default, $ground),)+
        }
    };
}

pub(super) fn timing(file: &ScenarioFile, ledger: &mut Ledger) -> Timing {
    let none = file::Timing::default();
    let table = file.timing.as_ref().map_or(&none, |t| &t.value);
    let mut or = |key: &str, written: Option<&Spanned<Distribution>>, default, ground: &str| {
        Sampler::from(ledger.or(&format!("timing.{key}"), written, default, ground))
    };
    let minutes = |n| Distribution::Fixed(SimDuration::from_minutes(n));
    lengths! { table, or, stages(table, &mut or);
        reaction = tenths([10, 30, 100]), "PROV-07";
        azure_denial = tenths([5, 10, 30]), "TIME-01";
        vm_timeout = minutes(60), "TIME-01";
        enrollment_timeout = minutes(30), "MDM-06";
        join_failure = tenths([20, 40, 80]), "TIME-02";
        group_licensing = tenths([10, 30, 100]), "LIC-03";
        dynamic_group = half_an_hour_to_days(), "LIC-05";
        custom_image = tenths([0, 30, 100]), "TIME-03";
        language_pack = tenths([0, 50, 150]), "TIME-03";
        gpu_driver = tenths([50, 80, 150]), "CORE-08";
        resizing = a_quarter_to_a_third_of_an_hour(), "TIME-04";
        moving = minutes(240), "TIME-05";
        deprovisioning = minutes(10), "TIME-05";
    }
}

/// The median is half an hour, and 95 of a hundred stay below six.
fn half_an_hour_to_days() -> Distribution {
    Distribution::Lognormal { median: SimDuration::from_minutes(30), sigma: 1.51 }
}

fn a_quarter_to_a_third_of_an_hour() -> Distribution {
    let [min, max] = [15, 20].map(SimDuration::from_minutes);
    Distribution::Uniform { min, max }
}

fn stages(
    table: &file::Timing,
    or: &mut impl FnMut(&str, Option<&Spanned<Distribution>>, Distribution, &str) -> Sampler,
) -> [Sampler; STAGES] {
    let written = [
        None,
        table.allocate_capacity.as_ref(),
        table.create_vm.as_ref(),
        table.attach_network.as_ref(),
        table.join_entra.as_ref(),
        table.join_domain.as_ref(),
        table.register_device.as_ref(),
        None,
        table.detect_device.as_ref(),
        table.complete_registration.as_ref(),
        table.enroll_intune.as_ref(),
        table.primary_user.as_ref(),
        table.configure.as_ref(),
        table.assign_user.as_ref(),
    ];
    std::array::from_fn(|i| {
        let sheet = Stage::ALL[i].sheet();
        match sheet.length {
            None => Distribution::Fixed(SimDuration::ZERO).into(),
            Some(_) => or(sheet.name, written[i], sheet.default_length(), "TIME-01"),
        }
    })
}
